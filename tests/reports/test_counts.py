"""Every output counts the same people: those who said something, not those who left their answers empty."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from markupsafe import escape

from personas.document import personas_json
from reports.exports.targets import load_target
from reports.view import build_view
from reports.view.pictures import BalancePicture
from tests.reports.fake_study import fake_analysis, fake_personas
from voc.schema import Analysis, Language, Personas, Respondent

N_SILENT = 31
"""People whose answers were empty; they are named as such and nowhere counted with the others."""
TOTALS = {
    "de": re.compile(r"\b\d+ von (\d+) (?:Personen|Befragten)|(?:^|[^\d.])(\d+) (?:Personen|Befragte)\b"),
    "en": re.compile(r"\b\d+ of (\d+) (?:people|respondents)|(?:^|[^\d.])(\d+) (?:people|respondents)\b"),
}
TARGETS = ("docx", "html", "md", "pptx", "svg", "xlsx")


def with_silent_people(language: Language) -> tuple[Analysis, Personas]:
    analysis = fake_analysis(language)
    silent = tuple(Respondent(f"r-silent{n}", f"Person {900 + n}", ("umfrage.csv",), {}) for n in range(N_SILENT))
    analysis = replace(analysis, corpus=replace(analysis.corpus, respondents=(*analysis.corpus.respondents, *silent)))
    return analysis, fake_personas(analysis)


def words_of(content: bytes) -> str:
    """The text of a file, without its markup; of an Office file, the text of all its parts."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(words_of(parts.read(name)) for name in parts.namelist() if name.endswith(".xml"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", content.decode("utf-8", "ignore")))


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("target", TARGETS)
def test_people_who_say_nothing_are_in_no_count(target: str, language: Language) -> None:
    analysis, personas = with_silent_people(language)
    total = build_view(analysis, personas).total
    assert total == len(analysis.people)
    texts = [words_of(content) for content in load_target(target)(analysis, personas).values()]
    counts = {int(one or other) for text in texts for one, other in TOTALS[language].findall(text)}
    assert total in counts
    assert max(counts - {N_SILENT}) == total


def test_the_drafts_are_shares_of_those_who_say_something() -> None:
    analysis, personas = with_silent_people("de")
    assert f'"n_of": {len(analysis.people)}' in personas_json(personas, analysis)


@pytest.mark.parametrize("language", ["de", "en"])
def test_pictures_count_the_same_people_as_the_statements(language: Language) -> None:
    analysis, personas = with_silent_people(language)
    known = tuple(
        replace(one, attributes={"Region": "Nord" if number % 2 else "Süd"})
        for number, one in enumerate(analysis.corpus.respondents)
    )
    analysis = replace(analysis, corpus=replace(analysis.corpus, respondents=known))
    view = build_view(analysis, personas)
    regions = {one.respondent_id: one.attributes["Region"] for one in known}
    pictures = view.pictures
    assert pictures.themes
    assert pictures.groups
    assert pictures.personas
    assert counts_of(pictures.themes) == {
        theme.name: recount(analysis, lambda _, number, own=number: number == own)
        for number, theme in enumerate(analysis.themes.themes)
    }
    assert counts_of(pictures.groups.panels[0]) == {
        region: recount(analysis, lambda who, _, own=region: regions[who] == own) for region in ("Nord", "Süd")
    }
    for panel, persona in zip(pictures.personas.panels, personas.personas, strict=True):
        (everything, *_) = counts_of(panel).values()
        assert everything == recount(analysis, lambda who, _, own=persona.respondents: who in own)
    # The page, its tables and its descriptions show these numbers.
    page = words_of(load_target("html")(analysis, personas)["report.html"])
    for picture in (pictures.themes, *pictures.groups.panels, *pictures.personas.panels):
        for bar in (*picture.bars, *picture.rest):
            row = " ".join(map(str, (bar.people, bar.negative, bar.mixed, bar.positive)))
            assert re.search(rf"{re.escape(str(escape(bar.name)))}[^0-9]* {row} ", page), (bar.name, row)


def counts_of(picture: BalancePicture) -> dict[str, tuple[int, int, int]]:
    return {bar.name: (bar.negative, bar.mixed, bar.positive) for bar in (*picture.bars, *picture.rest)}


def recount(analysis: Analysis, belongs: Callable[[str, int], bool]) -> tuple[int, int, int]:
    """People by the sign of their sum of sentiments, over the statements for which ``belongs`` holds."""
    sums: dict[str, int] = {}
    themes, sentiments = analysis.themes.assignment.tolist(), analysis.readings.sentiment.tolist()
    for segment, theme, sentiment in zip(analysis.segments, themes, sentiments, strict=True):
        if belongs(segment.respondent_id, theme):
            sums[segment.respondent_id] = sums.get(segment.respondent_id, 0) + sentiment - 1
    values = list(sums.values())
    return sum(n < 0 for n in values), sum(n == 0 for n in values), sum(n > 0 for n in values)
