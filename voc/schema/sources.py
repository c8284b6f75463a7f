"""What was read: files, documents, turns, respondents, pseudonyms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from voc.schema.basics import Kind, Role, Status


@dataclass(frozen=True, slots=True)
class Source:
    """One input file and what became of it.

    ``path`` is relative to the input that held it, with ``/``; ``reader`` names the convention that was recognised
    ("teams-vtt", "table-csv", "" when skipped); ``reason`` says why a file was skipped or read in part, and what to
    do; ``notes`` are sentences about what was understood (columns, speakers and why they have their roles, encoding).
    """

    path: str
    kind: Kind
    reader: str
    status: Status
    reason: str = ""
    sha256: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in one go: ``text[start:end]`` of its document.

    ``respondent_id`` is "" for interviewers and others. ``question`` is what the turn replies to ("" if unknown).
    """

    start: int
    end: int
    speaker: str
    role: Role
    respondent_id: str = ""
    time_s: float | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One interview, one answer to an open question, or one review.

    ``ratings`` maps a rating's name to its value on 0–1 ("rating" is the overall one); ``scales`` notes the original
    ("4 of 1–5"). ``locator`` says where in the source the text stands ("row 214"). ``date`` is ISO 8601 or "".
    Participants' text outside every turn belongs to nobody and is not analysed (headings, front matter).
    """

    document_id: str
    source: str
    kind: Kind
    text: str
    turns: tuple[Turn, ...]
    locator: str = ""
    date: str = ""
    ratings: Mapping[str, float] = field(default_factory=dict)
    scales: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Respondent:
    """One person who said something. ``label`` is what is shown ("Person 7"), never a name; ``sources`` are paths."""

    respondent_id: str
    label: str
    sources: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that was read. Sorted: sources by path, documents by (source, position), respondents by kind (interview,
    survey, review) and then by first document."""

    sources: tuple[Source, ...]
    documents: tuple[Document, ...]
    respondents: tuple[Respondent, ...]


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """One row of the key: what stands in the study, and what it stands for."""

    kind: str
    pseudonym: str
    original: str


@dataclass(frozen=True, slots=True)
class Protected:
    """A corpus without personal data, the only key to it, and how many places of each kind were replaced."""

    corpus: Corpus
    key: tuple[Pseudonym, ...]
    counts: Mapping[str, int]
