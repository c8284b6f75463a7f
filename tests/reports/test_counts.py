"""Every output counts the same people: those who said something, not those who left their answers empty."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from personas.document import personas_json
from reports.exports.targets import load_target
from reports.view import build_view
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
