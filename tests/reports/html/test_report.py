"""report.html: verbatim, safe whatever people wrote, sound in structure, small, quick, and always the same bytes."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from reports.html.pages import emotion_styles, escape_verbatim
from reports.html.report import render_html
from reports.view import build_view
from tests.reports import fake_study as fake
from tests.reports.conftest import WrittenStudy
from tests.reports.fake_study import FakeStudy
from voc.schema import Personas
from voc.schema.vocabulary import EMOTION_TABLE

DOCUMENT = re.compile(r"documents/d-[0-9a-f]{10}\.html#s-[0-9a-f]{10}")
"""The only links that leave the page lead to whole documents beside it."""
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
VOID = {"meta", "line", "rect", "br", "input", "link", "img"}


class Page(HTMLParser):
    """Everything that the tests ask about, gathered in one pass."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.quotes: list[tuple[dict[str, str | None], str]] = []
        self.raw: dict[str, list[str]] = {"style": [], "script": []}
        self.stack: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags[tag] += 1
        self.attributes.append((tag, values))
        if tag in HEADINGS:
            self.headings.append(int(tag[1]))
        if tag == "q":
            self.quotes.append((values, ""))
        if tag in self.raw and values.get("type") != "application/json":
            self.raw[tag].append("")
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag, f"unbalanced <{tag}>"

    def handle_data(self, data):
        if self.stack and self.stack[-1] == "q":
            values, text = self.quotes[-1]
            self.quotes[-1] = values, text + data
        elif self.stack and self.stack[-1] in self.raw and self.raw[self.stack[-1]]:
            self.raw[self.stack[-1]][-1] += data

    def values(self, name: str) -> list[str]:
        return [values[name] or "" for _, values in self.attributes if name in values]


@pytest.fixture(scope="module")
def text(study: FakeStudy):
    return render_html(build_view(*study))


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


# ---------------------------------------------------------------------------------------------------------- verbatim


def test_every_quote_is_an_exact_span_of_its_document(page, study: FakeStudy) -> None:
    analysis, _ = study
    documents = {document.document_id: document.text for document in analysis.corpus.documents}
    segments = {segment.segment_id: segment for segment in analysis.segments}
    assert len(page.quotes) > 100
    for values, text in page.quotes:
        segment = segments[values["data-segment"]]
        start = int(values.get("data-start") or segment.start)
        end = int(values.get("data-end") or segment.end)
        assert segment.start <= start < end <= segment.end
        assert text == documents[segment.document_id][start:end]
        assert values["lang"] == segment.language


def test_a_part_of_a_statement_carries_its_place(page) -> None:
    parts = [(values, text) for values, text in page.quotes if "data-start" in values]
    assert parts
    for values, text in parts:
        assert int(values["data-end"]) - int(values["data-start"]) == len(text)


def test_every_statement_stands_in_voices(page, study: FakeStudy) -> None:
    analysis, _ = study
    ids = set(page.values("id"))
    assert {segment.segment_id for segment in analysis.segments} <= ids


def test_the_study_room_finds_nothing_wrong(written: WrittenStudy) -> None:
    from voc.study.quotes import quotes_in_html, quotes_in_workshop

    analysis, folder = written
    texts = {segment.segment_id: segment.text for segment in analysis.segments}
    quotes, findings = quotes_in_html(folder / "report.html")
    workshop, more = quotes_in_workshop(folder / "workshop")
    assert findings + more == []
    assert {quote.place.split()[0] for quote in workshop} == {
        "workshop/maps/blueprint.svg", "workshop/maps/experience.svg", "workshop/pain_points.csv",
        "workshop/pain_points.xlsx", "workshop/personas.md", "workshop/stickies.csv",
    }  # fmt: skip
    for quote in quotes + workshop:
        assert quote.text == texts[quote.segment_id] if quote.span is None else quote.text in texts[quote.segment_id]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_verbatim_survives_a_parser(text: str) -> None:
    found = Page(f"<q>{escape_verbatim(text)}</q>").quotes[0][1]
    assert found == text


# ------------------------------------------------------------------------------------------------------------ safety


def test_nothing_is_requested_from_anywhere(page, text: str) -> None:
    for tag, values in page.attributes:
        for name, value in values.items():
            assert name not in {"src", "srcset", "action", "data", "poster", "background", "xlink:href"}, (tag, name)
            assert name != "href" or (value or "").startswith("#") or DOCUMENT.fullmatch(value or "")
    assert not {"link", "img", "iframe", "object", "embed", "base", "audio", "video"} & set(page.tags)
    css = page.raw["style"][0]
    assert "url(" not in css
    assert "@import" not in css


def test_policy_names_exactly_the_style_and_the_script(page) -> None:
    policy = next(v["content"] for _, v in page.attributes if v.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    for kind in ("style", "script"):
        (body,) = page.raw[kind]
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_no_inline_styles_or_handlers(page) -> None:
    for tag, values in page.attributes:
        assert "style" not in values, tag
        assert not [name for name in values if name.startswith("on")], tag


def test_what_people_wrote_stays_text(page, text: str) -> None:
    assert page.tags["script"] == 3
    assert "<img" not in text
    assert "<script>alert" not in text
    assert "{{ 7*7 }}" in text
    assert "<b>Kasse" not in text
    assert "<b>Checkout" not in text


def test_links_lead_somewhere_and_ids_are_unique(page) -> None:
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.values("href") if href.startswith("#") and href != "#"} <= set(ids)


# ----------------------------------------------------------------------------------------------------- accessibility


def test_headings_go_down_one_by_one(page) -> None:
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))


def test_tables_have_captions_and_scopes(page, text: str) -> None:
    assert page.tags["caption"] == page.tags["table"]
    assert all(values.get("scope") in {"col", "row"} for tag, values in page.attributes if tag == "th")


def test_charts_have_a_title_and_a_description(page, text: str) -> None:
    charts = [values for tag, values in page.attributes if tag == "svg" and values.get("role") in {"img", "group"}]
    ids = set(page.values("id"))
    # The curves for wide and narrow screens, the themes, the two personas, and the pain points for both screens.
    assert len(charts) == 4 + 1 + 2 + 2
    for values in charts:
        assert set((values["aria-labelledby"] or "").split()) <= ids
    assert all(
        values.get("role") in {"img", "group"} or values.get("aria-hidden") == "true"
        for tag, values in page.attributes
        if tag == "svg"
    )


def test_page_says_its_language_and_offers_a_way_past_the_bar(page, study: FakeStudy) -> None:
    assert ("html", {"lang": study[0].language}) in page.attributes
    assert ("a", {"class": "skip", "href": "#main"}) in page.attributes
    assert page.tags["main"] == 1


def test_every_emotion_has_a_mark_of_its_own_and_the_colour_of_its_valence() -> None:
    styles = emotion_styles()
    for emotion in EMOTION_TABLE:
        assert f'.e-{emotion.name}::before {{ content: "{emotion.mark}" / ""; }}' in styles
        ink = {1: "pos", -1: "neg"}.get(emotion.valence, "no ink")
        assert (f".e-{emotion.name} {{ color: var(--{ink}-ink); }}" in styles) == (emotion.valence != 0)
    assert len({emotion.mark for emotion in EMOTION_TABLE}) == len(EMOTION_TABLE)


def _tokens() -> dict[str, dict[str, str]]:
    css = (Path(reports.__file__).parent / "templates" / "style.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, flags=re.S)[:3]
    light, dark, printed = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", block)) for block in blocks)
    return {"light": light, "dark": light | dark, "print": light | printed}


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(a: str, b: str) -> float:
    bright, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_colours_have_enough_contrast(theme) -> None:
    token = _tokens()[theme]
    for ink in ("ink", "soft", "neg-ink", "pos-ink", "mid-ink"):
        for ground in ("bg", "panel"):
            assert _contrast(token[ink], token[ground]) >= 4.5, (ink, ground)
    for tone in ("neg", "pos", "mid"):
        assert _contrast(token[tone], token["bg"]) >= 3, tone
        for step in "1234":
            assert _contrast(token["ink"], token[f"{tone}-{step}"]) >= 4.5, (tone, step)


# ------------------------------------------------------------------------------------------------------ size and form


def test_same_bytes_every_time(study: FakeStudy) -> None:
    assert render_html(build_view(*study)) == render_html(build_view(*study))


@pytest.mark.parametrize("n", [3_000, 10_000])
def test_large_study_stays_small_and_quick(n) -> None:
    analysis = fake.big_analysis(n)
    begin = time.perf_counter()
    text = render_html(build_view(analysis, fake.refused("Zu wenige.")))
    assert time.perf_counter() - begin < 5
    assert len(text.encode()) < 3_000_000
    page = Page(text)
    assert {href[1:] for href in page.values("href") if href.startswith("#") and href != "#"} <= set(page.values("id"))
    ids = set(page.values("id")) | set(re.findall(r'\["(s-[0-9a-f]+)",', text))
    assert {segment.segment_id for segment in analysis.segments} <= ids


def test_what_the_script_takes_out_of_the_list_is_not_laid_out_before(text: str) -> None:
    (shown,) = re.findall(r"const first = (\d+);", text)
    (hidden,) = re.findall(
        r"@media screen and \(scripting: enabled\) { #voice-list:not\(\.ready\) > li:nth-child\(n \+ (\d+)\)", text
    )
    assert int(hidden) == int(shown) + 1
    assert 'voiceList.classList.add("ready")' in text


def test_empty_parts_are_said_not_drawn() -> None:
    from dataclasses import replace

    import numpy as np

    analysis = fake.fake_analysis("de")
    bare = replace(
        analysis,
        name="",
        feelings=(),
        pain_points=(),
        themes=replace(analysis.themes, themes=(), assignment=np.full(len(analysis.segments), -1, np.int32)),
        tags=replace(analysis.tags, touchpoint=np.full(len(analysis.segments), -1, np.int32)),
    )
    text = render_html(build_view(bare, Personas((), refusal="Zu wenige Befragte <6>.")))
    Page(text)
    assert "Studie ohne Namen" in text
    assert "Zu keiner Phase haben genug Personen gesprochen" in text
    assert "In den Aussagen findet sich kein Schmerzpunkt" in text
    assert "Zu wenige Befragte &lt;6&gt;." in text
    assert "Es wurde kein Thema gefunden" in text


def test_pain_row_looks_as_agreed(text: str, study: FakeStudy, snapshot) -> None:
    start = text.index('<span class="rank">2')
    assert text[start : text.index("</summary>", start)] == snapshot(name=f"pain_row_{study[0].language}")


def test_links_into_folded_parts_open_them_without_a_script(text: str) -> None:
    # Browsers unfold what holds the target of a link, but not the target itself.
    assert not re.findall(r"<details[^>]* id=", text)
    assert len(re.findall(r'<(?:div|article) class="inside[^"]*" id="(?:place|pain|theme|persona)-', text)) > 10


def test_page_is_printed_on_the_paper_of_its_language(study: FakeStudy) -> None:
    from reports.html.look import Look

    view = build_view(*study)
    assert f"size: {'letter' if study[0].language == 'en' else 'A4'};" in render_html(view)
    assert "size: A4;" in render_html(view, look=Look(paper="a4"))
