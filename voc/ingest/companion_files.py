"""Recognise files that lie beside transcripts and hold no respondent's words: guides, consent forms, logs, doublets."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath

from voc.ingest.file_content import FileToRead

WITHOUT_SPEAKERS = frozenset({"notes", "questions-as-headings", "caption-lines"})
"""Conventions of texts in which nobody is named; a text with turns is a transcript, whatever it is called."""
MIN_GUIDE_QUESTIONS = 0.7
"""Share (0–1) of the paragraphs that are questions in a list of questions without answers."""
MIN_PARAGRAPHS = 5
"""Paragraphs of a text that can be judged by its questions."""
MAX_PROMPT_WORDS = 15
"""Words of a paragraph of a guide that is no question; a longer one may be an answer."""
MIN_GUIDE_WORDS = 0.6
"""Share (0–1) of the words that a text called a guide has in questions and prompts; in one with answers, it is less."""
MAX_TITLE = 120
"""Code points of a title."""
MAX_METADATA = 20_000
"""Code points of a .json file with facts about a recording; a longer one holds a talk or a table."""
MIN_LOG_LINES = 0.6
"""Share (0–1) of the lines of a program's log that begin with a date or have a level."""

_DATA = tomllib.loads(files("voc.ingest").joinpath("companion_files.toml").read_text("utf-8"))
_COMPANIONS = _DATA["companion"]
_METADATA = frozenset(_DATA["metadata"])
_NUMBERS_AROUND_NAME = re.compile(
    r"^[\d\s_.-]+|[\s_.-]*(?:v(?:ersion)?[\s_.-]*)?[\d\s_.()-]*(?:final|kopie|copy|neu|new)?$", re.I
)
_AROUND_TITLE = re.compile(r"^[\W\d_]+|[\W_]+$")
_LOG_LINE = re.compile(
    r"^[ \t]*+[\[(]?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}[^\n]{0,40}?\b(?:DEBUG|ERROR|FATAL|INFO|TRACE|WARN(?:ING)?)\b",
    re.M,
)
_SAVED_CAPTIONS = re.compile(r"(?:meeting_saved_)?closed_captions?(?: ?\(\d+\))?\.txt", re.I)
_PARAGRAPH = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t])")


@dataclass(frozen=True, slots=True)
class _GuideParagraph:
    n_words: int
    is_question: bool


def why_companion(file: FileToRead, reader: str) -> str:
    """Why a text is no transcript, although the reader accepts it; "" when it may be one.

    A kind in voc.toml settles that it is one.
    """
    if reader not in WITHOUT_SPEAKERS or file.settings.kind:
        return ""
    what = _what_it_is(PurePosixPath(file.name).stem, file.text)
    return f"{what}, and not what respondents said. {_remedy(file.name)}" if what else ""


def why_metadata(file: FileToRead) -> str:
    """Why a .json file holds facts about a recording and no talk; "" when it may be a talk or a table."""
    if file.suffix != ".json" or file.settings.kind or len(file.text) > MAX_METADATA:
        return ""
    try:
        facts = json.loads(file.text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(facts, dict) or not _METADATA.intersection(map(str.casefold, facts)):
        return ""
    values = list(facts.values())
    has_records = any(isinstance(value, list) and any(isinstance(item, dict) for item in value) for value in values)
    has_words = any(isinstance(value, str) and len(value.split()) > MAX_PROMPT_WORDS for value in values)
    if has_records or has_words or any(isinstance(value, dict) for value in values):
        return ""
    return f"looks like facts about a recording, and not what respondents said. {_remedy(file.name)}"


def why_doublet(name: str, others: Collection[str]) -> str:
    """Why captions that Zoom saved beside a transcript are not read again; "" when there is no transcript."""
    path = PurePosixPath(name)
    if not _SAVED_CAPTIONS.fullmatch(path.name):
        return ""
    siblings = sorted(
        other for other in others if PurePosixPath(other).parent == path.parent and other.casefold().endswith(".vtt")
    )
    if not siblings:
        return ""
    return f"these are the captions of the talk in {PurePosixPath(siblings[0]).name}. {_remedy(name)}"


def _remedy(name: str) -> str:
    return f'To read it anyway, write kind = "interview" below [files."{name}"] in voc.toml.'


def _what_it_is(stem: str, text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) >= MIN_PARAGRAPHS and len(_LOG_LINE.findall(text)) >= MIN_LOG_LINES * len(lines):
        return "looks like the log of a program"
    name = _NUMBERS_AROUND_NAME.sub("", stem)
    title = _AROUND_TITLE.sub("", next(iter(lines), "")[: MAX_TITLE + 1])
    paragraphs = _paragraphs(text)
    for companion in _COMPANIONS:
        has_name = any(re.fullmatch(pattern, name, re.I) for pattern in companion["names"])
        has_title = len(title) <= MAX_TITLE and any(
            re.fullmatch(pattern, title, re.I) for pattern in companion["titles"]
        )
        if (has_name or has_title) and ("guide" not in companion["what"] or _is_without_answers(paragraphs)):
            return f"looks like {companion['what']} (by its {'name' if has_name else 'title'})"
    n_questions = sum(paragraph.is_question for paragraph in paragraphs)
    if len(paragraphs) >= MIN_PARAGRAPHS and n_questions >= MIN_GUIDE_QUESTIONS * len(paragraphs):
        return f"looks like a list of questions ({n_questions} of {len(paragraphs)} paragraphs)"
    return ""


def _paragraphs(text: str) -> list[_GuideParagraph]:
    paragraphs = (part.strip() for part in _PARAGRAPH.split(text))
    return [_GuideParagraph(len(part.split()), part.rstrip('*_"”“ ').endswith("?")) for part in paragraphs if part]


def _is_without_answers(paragraphs: list[_GuideParagraph]) -> bool:
    n_words = sum(paragraph.n_words for paragraph in paragraphs)
    n_prompts = sum(
        paragraph.n_words for paragraph in paragraphs if paragraph.is_question or paragraph.n_words <= MAX_PROMPT_WORDS
    )
    return n_prompts >= MIN_GUIDE_WORDS * n_words
