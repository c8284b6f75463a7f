"""Every sentence that the product makes itself is in the language that was asked for; quotes stay as they are."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from lxml import html
from typer.testing import CliRunner

from tests.paths import ROOT
from voc.cli.main import app
from voc.tasks.run import make_study
from voc.text.language import LANGUAGES, detect

pytestmark = pytest.mark.slow

STUDIES = ROOT.parent / "shared" / "data" / "studies"
INPUTS = {
    "talks about teaching, German": ["divekit_de/nnProf_transkript.md", "divekit_de/nnWMA2_transkript.md"],
    "talks about games, English": ["games_en/Get-A-Grip Chip transcription.md", "games_en/GigaSword*.md"],
    "talks as PDF": ["pdf_f4/*.pdf"],
    "user tests of a recogniser, English": ["usertests_whisper_en/P0[1-3].json"],
    "notes on talks, French": ["notes_fr/*.md"],
    "the demo, both languages": [],
}
"""Patterns of files; none for the examples of the product. Some are left out, so that the test ends in minutes."""
MIN_WORDS = 5
"""Words outside names and quotes that a sentence needs to be of the product, and of one language."""
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"|»[^«]*«|«[^»]*»|^> .*$|\*\*[^*]*\*\*", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n")


def plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


class Material:
    """What comes from the study: the words of its documents, and the strings of its records."""

    def __init__(self, study: Path) -> None:
        strings = set(_strings(json.loads((study / "data" / "analysis.json").read_text("utf-8"))))
        # Sentences about personas are of the product, though they are stored with the study.
        strings -= set(_sentences_of_drafts(json.loads((study / "data" / "personas.json").read_text("utf-8"))))
        self._texts = " ".join(plain(file.read_text("utf-8")) for file in sorted((study / "documents").glob("*.txt")))
        self._strings = {plain(text) for text in strings}
        names = sorted((text for text in strings if 2 < len(text) < 80), key=len, reverse=True)
        self._names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")

    def own_sentences(self, text: str) -> Iterator[str]:
        """The sentences of a text of the product that are neither quoted nor mostly names of the material."""
        for sentence in _SENTENCE.split(_QUOTED.sub(" ", text.replace("\\", ""))):
            words = plain(sentence)
            if words in self._strings or self._is_said(words.split()):
                continue
            rest = _WORD.findall(self._names.sub(" ", sentence))
            if len(rest) >= MIN_WORDS:
                yield " ".join(rest)

    def _is_said(self, words: Sequence[str]) -> bool:
        """Whether somebody said most of it: titles and quotes leave out brackets and fillers."""
        triples = [" ".join(words[start : start + 3]) for start in range(max(len(words) - 2, 1))]
        return sum(triple in self._texts for triple in triples) >= len(triples) / 2


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for item in pair for text in _strings(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in _strings(item))


def _sentences_of_drafts(document: dict[str, Any]) -> Iterator[str]:
    yield from (document["refusal"], document["method"])
    for persona in document["personas"]:
        yield from (persona["title"], *persona["caveats"], *persona["questions"])


def shown_texts(name: str, content: bytes) -> Iterator[str]:
    """Every text that a file shows: text and labels of pages and drawings, paragraphs, cells, boxes and notes."""
    match Path(name).suffix:
        case ".html" | ".svg":
            tree = html.fromstring(re.sub(r"^<\?xml.*?\?>", "", content.decode()))
            for element in tree.iter():
                if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
                    yield element.tail or ""
                    continue
                yield from (element.text or "", element.tail or "")
                yield from (element.get(key, "") for key in ("alt", "title", "aria-label", "placeholder"))
        case ".md" | ".csv":
            yield from content.decode("utf-8-sig").splitlines()
        case ".docx":
            for paragraph in docx.Document(io.BytesIO(content)).element.body.iter(docx.oxml.ns.qn("w:p")):
                yield "".join(text.text or "" for text in paragraph.iter(docx.oxml.ns.qn("w:t")))
        case ".pptx":
            for slide in pptx.Presentation(io.BytesIO(content)).slides:
                for part in (slide.element, slide.notes_slide.element if slide.has_notes_slide else None):
                    for paragraph in part.iter("{*}p") if part is not None else ():
                        yield "".join(text.text or "" for text in paragraph.iter("{*}t"))
        case ".xlsx":
            for sheet in openpyxl.load_workbook(io.BytesIO(content)):
                yield sheet.title
                yield from (cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str))


def files_of(study: str) -> list[Path]:
    patterns = INPUTS[study]
    files = [file for pattern in patterns for file in sorted(STUDIES.glob(pattern))] if STUDIES.is_dir() else []
    if patterns and not files:
        pytest.skip("needs the real studies in ../shared/data, which are missing")
    return files or [ROOT / "examples" / "interviews" / "interview_01.txt", ROOT / "examples" / "bewertungen.xlsx"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", INPUTS)
def test_the_product_speaks_one_language(name: str, language: str, tmp_path: Path) -> None:
    study = make_study(files_of(name), tmp_path / "study", language=language).out
    material = Material(study)
    for shown in sorted(LANGUAGES, key=lambda other: other != language):
        out = tmp_path / shown
        result = CliRunner().invoke(
            app, ["export", str(study), "--to", "html,md,xlsx,docx,pptx", "--out", str(out), "--lang", shown]
        )
        assert result.exit_code == 0, result.output
        drawings = (study / "workshop").rglob("*.svg") if shown == language else ()
        sentences = {
            sentence: file.name
            for file in sorted([*out.rglob("*"), *drawings])
            if file.is_file()
            for text in shown_texts(file.name, file.read_bytes())
            for sentence in material.own_sentences(text)
        }
        assert len(sentences) > 50
        assert foreign(sentences, shown) == [], f"a study in {language}, exported in {shown}"


def foreign(sentences: Iterable[str], language: str) -> list[str]:
    texts = list(sentences)
    return [text for text, code in zip(texts, detect(texts, LANGUAGES), strict=True) if code not in {language, ""}]


def test_a_sentence_of_the_other_language_would_be_seen() -> None:
    own = "No persona is drafted, because the groups would be chance."
    assert foreign([own], "en") == []
    assert foreign([own], "de") == [own]
    page = "<p>Zu wenige Personen für eine sichere Aussage</p>".encode()
    assert foreign(shown_texts("a.html", page), "en") == ["Zu wenige Personen für eine sichere Aussage"]
