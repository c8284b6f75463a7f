"""The maps: no text overlaps or leaves the sheet, quotes are whole, the file is accessible SVG, the bytes stay."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup

from reports.language import Catalogue, load_words
from reports.maps import draw_maps, journey_maps
from reports.maps.curve import MAX_CALLOUTS
from reports.maps.journey_maps import MAX_ACTION_LINES, draw_blueprint, draw_experience, draw_future, draw_timeline
from reports.maps.sheet import HEIGHT, MAX_TOUCHPOINTS, WIDTH, Text, fit_whole, make_grid
from reports.view import View, build_view
from reports.view.page_records import JourneyStep, Mood, PhaseBlock, ShownQuote
from tests.reports.fake_study import fake_analysis, fake_personas
from voc.study.quotes import quotes_in_workshop

LONG = (
    "Beratungsgespräch in der Filiale",
    "Lieferbenachrichtigung und Sendungsverfolgung",
    "Social-media ad",
    "Hotline",
)
KINDS = ("timeline", "experience", "blueprint", "future")
SVG = "{http://www.w3.org/2000/svg}"


def overlapping_texts(texts: Sequence[Text]) -> list[tuple[Text, Text]]:
    """Pairs of texts whose boxes overlap."""
    return [
        (text, other)
        for number, text in enumerate(texts)
        for other in texts[number + 1 :]
        if text.box.overlaps(other.box)
    ]


def texts_off_sheet(texts: Sequence[Text]) -> list[Text]:
    """Texts that reach beyond the sheet."""
    boxes = [(text, text.box) for text in texts]
    return [text for text, box in boxes if box.left < 0 or box.top < 0 or box.right > WIDTH or box.bottom > HEIGHT]


def place(number: int, phase_id: str, name: str, *, touchpoint: bool = True) -> JourneyStep:
    polarity = ((number * 37) % 19 - 9) / 10
    tone = "positive" if polarity > 0.15 else "negative" if polarity < -0.15 else "neutral"
    text = "Ich habe drei Wochen auf mein Geld gewartet, und niemand konnte mir sagen, wo das Paket steckt. " * 2
    quote = ShownQuote(f"s-{number:010x}", text.strip(), "de", "Person 1", "gespraech.docx", "", tone, "", unsure=False)
    return JourneyStep(
        anchor=f"place-{number}",
        phase_id=phase_id,
        touchpoint_id=f"t{number}" if touchpoint else "",
        name=name,
        description="",
        traits="online und offline · eigener Kanal",
        statements=12,
        token=f"c{number:03}",
        mood=Mood(polarity, max(-1.0, polarity - 0.2), min(1.0, polarity + 0.2), "mixed", tone, 40 - number, few=False),
        cells=(),
        sentence=Markup(""),
        best=quote,
        worst=quote,
        does=(quote, replace(quote, text="Ich rufe immer erst an.", segment_id="s-1"), replace(quote, text="Kurz.")),
        n_does=3,
        by_persona=tuple(small_mood(number + k) for k in range(4)),
    )


def small_mood(number: int) -> Mood:
    """Of every four one without data, one of few people, two of enough."""
    if number % 4 == 0:
        return Mood(None, None, None, "none", "none", 0, few=False)
    return Mood(((number * 53) % 19 - 9) / 10, None, None, "mixed", "neutral", number % 4 + 1, few=number % 4 == 1)


def crowded(view: View, n_touchpoints: int, n_personas: int = 4) -> View:
    """Five phases with long names, so many touchpoints, four personas, nine long pain points a phase, nine at none."""
    names = ("Aufmerksamkeit", "Abwägung", "Kaufhandlung", "Kundenbindung und Kundenservice", "Befürwortung")
    blocks = []
    for k, name in enumerate(names):
        own = range(k, n_touchpoints, 5) if k < 4 else range(4, n_touchpoints, 5)
        phase = place(k, f"ph{k}", name, touchpoint=False)
        blocks.append(PhaseBlock(phase, tuple(place(n, f"ph{k}", LONG[n % 4]) for n in own), ""))
    personas = tuple(
        replace(view.personas[0], title=f"Die Ungeduldigen mit sehr wenig Zeit {n}", moods=tuple(
            (name, place(n * 7 + k, "", name).mood) for k, name in enumerate(names)
        ))
        for n in range(n_personas)
    )  # fmt: skip
    pains = tuple(
        replace(view.pains[0], phase=phase, title="Rücksendung: Drucker und Aufkleber zum Ausdrucken", rank=n)
        for n, phase in enumerate((*names, "") * 9)
    )
    return replace(view, phases=tuple(blocks), personas=personas, pains=pains)


@pytest.fixture(scope="module", params=["de", "en"])
def shown(request: pytest.FixtureRequest) -> tuple[View, Catalogue]:
    analysis = fake_analysis(request.param)
    return build_view(analysis, fake_personas(analysis)), load_words(request.param)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n_touchpoints", [0, 1, 5, 12, 30])
def test_texts_never_overlap_and_stay_on_the_sheet(
    shown: tuple[View, Catalogue], kind: str, n_touchpoints: int
) -> None:
    view = crowded(shown[0], n_touchpoints)
    sheet = getattr(journey_maps, f"draw_{kind}")(view, shown[1], make_grid(view.phases))
    assert overlapping_texts(sheet.texts) == []
    assert texts_off_sheet(sheet.texts) == []
    named = [text for text in sheet.texts if text.style == "name"]
    assert len(named) == n_touchpoints


@pytest.mark.parametrize("kind", KINDS)
def test_the_small_study_is_drawn_without_overlap(shown: tuple[View, Catalogue], kind: str) -> None:
    sheet = getattr(journey_maps, f"draw_{kind}")(shown[0], shown[1], make_grid(shown[0].phases))
    assert overlapping_texts(sheet.texts) == []
    assert texts_off_sheet(sheet.texts) == []


def test_overlap_is_found_where_there_is_one() -> None:
    texts = [Text(10, 20, ("one", "two"), 12), Text(12, 34, ("three",), 12), Text(10, 90, ("four",), 12)]
    assert overlapping_texts(texts) == [(texts[0], texts[1])]
    assert texts_off_sheet([Text(-5, 20, ("one",), 12)])
    assert Text(100, 200, ("turned",), 12, turned=True).box.top < 170


def test_pain_points_at_no_touchpoint_have_a_place(shown: tuple[View, Catalogue]) -> None:
    view, words = shown
    placed = replace(view.pains[0], phase=view.phases[0].phase.name)
    unplaced = replace(view.pains[0], phase="", title="Überall zu teuer", people=7)
    for draw in (draw_timeline, draw_experience):
        lines = [line for text in draw(replace(view, pains=(placed, unplaced)), words, make_grid(view.phases)).texts
                 for line in text.lines]  # fmt: skip
        assert any("7 · Überall zu teuer" in line for line in lines)
        lines = [line for text in draw(replace(view, pains=(placed,)), words, make_grid(view.phases)).texts
                 for line in text.lines]  # fmt: skip
        assert not any(words("map.pains_elsewhere", pains="").strip() in line for line in lines)


def test_personas_that_are_not_drawn_are_said(shown: tuple[View, Catalogue]) -> None:
    view, words = shown
    for n_personas, n_more in ((4, 0), (6, 2)):
        sheet = draw_experience(crowded(view, 5, n_personas), words, make_grid(view.phases))
        said = " ".join(line for text in sheet.texts for line in text.lines)
        assert (words("map.personas_left_out", n=2) in said) == bool(n_more)


def test_more_touchpoints_than_fit_are_left_out_and_said(shown: tuple[View, Catalogue]) -> None:
    view = crowded(shown[0], MAX_TOUCHPOINTS + 5)
    grid = make_grid(view.phases)
    assert len(grid.columns) == MAX_TOUCHPOINTS
    assert grid.left_out == 5
    sheet = draw_timeline(view, shown[1], grid)
    assert any(shown[1]("map.left_out", n=5) in line for text in sheet.texts for line in text.lines)


def test_experience_diagram_has_a_line_per_persona_and_whole_verbatims(shown: tuple[View, Catalogue]) -> None:
    view = crowded(shown[0], 30)
    sheet = draw_experience(view, shown[1], make_grid(view.phases))
    assert len({shape.style for shape in sheet.shapes if shape.style.startswith("persona")}) == 4
    quotes = [text for text in sheet.texts if text.segment_id]
    assert len(quotes) == 2 * MAX_CALLOUTS
    rows = [text for text in sheet.texts if any(line.startswith("Die Ungeduldigen") for line in text.lines)]
    assert len(rows) == 4
    source = view.phases[0].places[0].best
    assert source is not None
    assert {" ".join(text.lines) for text in quotes} == {source.text}


def test_a_persona_has_a_mark_at_each_touchpoint_with_data_and_a_dash_elsewhere(shown: tuple[View, Catalogue]) -> None:
    view = crowded(shown[0], 30)
    view = replace(view, personas=tuple(replace(persona, number=k + 1) for k, persona in enumerate(view.personas)))
    sheet = draw_experience(view, shown[1], make_grid(view.phases))
    title = view.personas[0].title
    marks = [shape for shape in sheet.shapes if shape.style.startswith("dot") and shape.title.startswith(title)]
    moods = [place.by_persona[0] for block in view.phases for place in block.places]
    assert len(marks) == sum(mood.polarity is not None for mood in moods)
    assert sum("few" in shape.style for shape in marks) == sum(mood.few for mood in moods) > 0
    dashes = sum(text.lines == ("–",) for text in sheet.texts)
    everybody = [mood for block in view.phases for place in block.places for mood in place.by_persona]
    assert dashes == sum(mood.polarity is None for mood in everybody) > 0


def test_the_blueprint_shows_what_customers_do_in_whole_verbatims(shown: tuple[View, Catalogue]) -> None:
    view = crowded(shown[0], 12)
    sheet = draw_blueprint(view, shown[1], make_grid(view.phases))
    quotes = [text for text in sheet.texts if text.segment_id]
    assert {" ".join(text.lines) for text in quotes} <= {quote.text for quote in view.phases[0].phase.does}
    assert len(quotes) >= len(view.phases)
    assert all(len(text.lines) <= MAX_ACTION_LINES for text in quotes)


def test_narrow_columns_share_a_cell_a_phase_to_write_in(shown: tuple[View, Catalogue]) -> None:
    for n_touchpoints, cells in ((5, 5), (30, 5)):
        view = crowded(shown[0], n_touchpoints)
        sheet = draw_future(view, shown[1], make_grid(view.phases))
        assert sum(shape.style == "open" for shape in sheet.shapes) == 7 * cells


def test_a_quote_is_whole_or_not_shown() -> None:
    assert fit_whole("one two three", 60, 12, 3) == ("one two", "three")
    assert fit_whole("one two three", 60, 12, 1) == ()
    assert fit_whole("two  blanks", 600, 12, 1) == ()
    assert fit_whole("Donaudampfschifffahrtsgesellschaft", 60, 12, 3) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_files_are_accessible_svg_with_escaped_words(shown: tuple[View, Catalogue], kind: str) -> None:
    svg = draw_maps(*shown)[f"{kind}.svg"]
    root = ET.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "t d"
    assert root.attrib["lang"] == shown[1].language
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and title.text
    assert desc is not None and desc.text
    assert svg == draw_maps(*shown)[f"{kind}.svg"]
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_quotes_of_maps_are_found_for_the_check(shown: tuple[View, Catalogue], tmp_path: Path) -> None:
    folder = tmp_path / "workshop" / "maps"
    folder.mkdir(parents=True)
    view = crowded(shown[0], 30)
    (folder / "experience.svg").write_text(draw_maps(view, shown[1])["experience.svg"], encoding="utf-8")
    quotes, findings = quotes_in_workshop(tmp_path / "workshop")
    assert findings == []
    assert len(quotes) == 2 * MAX_CALLOUTS
    source = view.phases[0].places[0].best
    assert source is not None
    assert {quote.text for quote in quotes} == {source.text}
