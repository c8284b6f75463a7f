"""What was read (files, documents, turns, respondents), the pseudonyms in it, and the segments that it was cut into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Literal, TypeVar

from voc.schema.types import Kind, Role, Status

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CharacterCount:
    """What became of the characters of an input file; white space does not count.

    ``total`` is always ``used`` and all of ``left_out`` together. ``used`` are in the turns of documents; ``left_out``
    has the others by reason (`Reason`).
    """

    total: int
    used: int
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def unexplained(self) -> int:
        """Characters that no reader accounts for: a sign that words were lost, or (below 0) counted twice."""
        return self.left_out.get("unexplained", 0)

    def shares(self) -> dict[str, float]:
        """The share (0–1) of each reason in the file, the largest first."""
        ordered = sorted(self.left_out.items(), key=lambda item: (-item[1], item[0]))
        return {reason: n / max(self.total, 1) for reason, n in ordered}


@dataclass(frozen=True, slots=True)
class Source:
    """An input file and what became of it.

    ``path`` is relative to the input that contains it, with ``/``. ``reader`` names the convention that was recognised
    ("teams-vtt", "table-csv"; "" when skipped). ``reason`` says why a file was skipped or read in part, and what to do.
    ``notes`` are sentences about what was understood: columns, speakers and why they have their roles, encoding.
    """

    path: str
    kind: Kind
    reader: str
    status: Status
    reason: str = ""
    # Named in the manifest, so that it can be proved which files a study was made from.
    sha256: str = ""
    notes: tuple[str, ...] = ()
    # None for skipped files.
    characters: CharacterCount | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in one go: ``text[start:end]`` of its document.

    ``respondent_id`` is "" for interviewers and others. ``question`` is what the turn replies to ("" if unknown).
    """

    start: int
    end: int
    # Never written to a study: a speaker's label may be a name or a customer's number.
    speaker: str
    role: Role
    respondent_id: str = ""
    time_s: float | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An interview, an answer to an open question, or a review.

    ``ratings`` maps the name of a rating to its value on 0–1 ("rating" is the overall one); ``scales`` notes the
    original ("4 of 1–5"). ``locator`` is the place in the source ("row 214"). ``date`` is ISO 8601 or "". Text outside
    every turn (headings, front matter) is nobody's and is not analysed.
    """

    document_id: str
    source: str
    kind: Kind
    text: str
    turns: tuple[Turn, ...]
    locator: str = ""
    date: str = ""
    # On 0–1, because one study mixes stars, grades and scales from 0 to 10.
    ratings: Mapping[str, float] = field(default_factory=dict)
    scales: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Respondent:
    """A person who said something. ``label`` is what is shown ("Person 7"), never a name; ``sources`` are paths."""

    respondent_id: str
    label: str
    # Several where the same person is in more than one file.
    sources: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that was read. Sources are sorted by path, documents by source and position, respondents by kind
    (interview, survey, review) and then by their first document."""

    sources: tuple[Source, ...]
    documents: tuple[Document, ...]
    respondents: tuple[Respondent, ...]
    # Names of people who are no respondents, from columns that are not read. Empty behind `voc.privacy`, never written.
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """A row of the key: the pseudonym in the study, and the original that it replaces.

    ``scope`` is "text" where the original means something else in other texts ("the Alma app", "a price"): it is
    replaced only where it means a person, and is no leak elsewhere.
    """

    kind: str
    pseudonym: str
    original: str
    scope: Literal["study", "text"] = "study"


@dataclass(frozen=True, slots=True)
class Protected:
    """A corpus without personal data, the only key to it, and how many occurrences of each kind were replaced.

    ``kept`` are words that look like names of people and that the study does not use as such ("FitDesk").
    """

    corpus: Corpus
    key: tuple[Pseudonym, ...]
    counts: Mapping[str, int]
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """One thought of one speaker: ``text == document.text[start:end]``, always."""

    segment_id: str
    document_id: str
    respondent_id: str
    source: str
    kind: Kind
    role: Role
    start: int
    end: int
    time_s: float | None
    question: str
    # Redundant with the offsets on purpose: `voc verify` compares the two.
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Segmentation:
    """``segments`` are the participants' and are counted; ``context`` are everybody else's and are not.

    ``n_empty`` counts answers without content ("-", "k. A.", "no comment"); they are in neither.
    """

    segments: tuple[Segment, ...]
    context: tuple[Segment, ...]
    n_empty: int


def take_turns(items: Iterable[T], owner: Callable[[T], Hashable]) -> list[T]:
    """Reorder items so that every owner's first comes before anyone's second; otherwise they keep their order.

    >>> take_turns(["anna 1", "anna 2", "ben 1"], owner=lambda item: item[0])
    ['anna 1', 'ben 1', 'anna 2']
    """
    n_before: Counter[Hashable] = Counter()
    ranked = []
    for item in items:
        ranked.append((n_before[owner(item)], item))
        n_before[owner(item)] += 1
    return [item for _, item in sorted(ranked, key=itemgetter(0))]
