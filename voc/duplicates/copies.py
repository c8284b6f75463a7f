"""Copies of an interview: the same words, or nearly the same, in several files."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voc.config import StudyConfig
from voc.duplicates.removal import Copy, is_kept, without
from voc.schema import Corpus, Document, Respondent, stable_id

NEAR = 0.6
"""Share of a participants' five-word sequences that stand in the other talk, from which on it is a copy. Measured on
six studies: copies .88 and more, other talks .03 and less; a word error of 5 % leaves about .77."""
FEWEST = 30
"""Shingles of what participants say; below that, equal words may be chance."""
_AS_LONG = 0.8
"""A copy may be kept in place of the longest one when it has so much of its words."""


@dataclass(frozen=True, slots=True)
class _Talk:
    """``said`` by participants, ``heard`` from everybody. ``rank`` is better when greater."""

    document: Document
    said: Hashes
    heard: Hashes
    length: int
    rank: tuple[bool, bool, bool, int]


def copies_of_talks(documents: Sequence[Document]) -> list[Copy]:
    """Interviews that are copies of another one.

    What participants say is compared, because the questions of a guide are the same in every talk. Of several copies
    one is kept: of those that are about as long as the longest, one with speakers, then one with time codes, then one
    that is no PDF (whose lines were joined by guess), then the longest, then the first by path.
    """
    talks = [talk for one in documents if one.kind == "interview" and len((talk := _talk(one)).said) >= FEWEST]
    talks.sort(key=lambda one: (-one.length, one.document.source, one.document.document_id))
    near = _pairs(talks)
    groups: dict[int, list[int]] = {}
    for at in range(len(talks)):
        first = next((lead for lead in groups if (lead, at) in near), None)
        groups.setdefault(at if first is None else first, []).append(at)
    found = []
    for lead, members in groups.items():
        long = [at for at in members if talks[at].length >= _AS_LONG * talks[lead].length]
        kept = max(long, key=lambda at: (talks[at].rank, -at))
        for at in members:
            if at != kept:
                pair = min(at, kept), max(at, kept)
                share = near.get(pair) or _share(talks[pair[0]], talks[pair[1]])
                same = "the same words" if share >= 0.995 else f"{100 * share:.0f} % of the same words"
                found.append(Copy(talks[at].document, talks[kept].document, same))
    return found


def _talk(document: Document) -> _Talk:
    """Participants' shingles do not reach over a question, which a copy without speakers has in between."""
    runs: list[list[str]] = [[]]
    heard: list[str] = []
    for turn in document.turns:
        spoken = words(document.text[turn.start : turn.end])
        heard += spoken
        if turn.role == "participant":
            runs[-1] += spoken
        else:
            runs.append([])
    speakers = len({turn.speaker for turn in document.turns}) > 1
    timed = any(turn.time_s is not None for turn in document.turns)
    native = not document.source.lower().endswith(".pdf")
    said = np.asarray(np.unique(np.concatenate([shingles(run) for run in runs])), np.uint64)
    return _Talk(document, said, shingles(heard), len(heard), (speakers, timed, native, len(heard)))


def _pairs(talks: Sequence[_Talk]) -> dict[tuple[int, int], float]:
    """The pairs of talks that are near, first the longer one, with the share of words in common."""
    places: dict[int, list[int]] = defaultdict(list)
    for at, talk in enumerate(talks):
        for value in sample(talk.heard).tolist():
            places[value].append(at)
    found = {}
    for at, talk in enumerate(talks):
        hashes = sample(talk.said).tolist()
        common = Counter(other for value in hashes for other in places[value] if other != at)
        for other, n in common.items():
            if n >= 0.3 * len(hashes):
                pair = min(at, other), max(at, other)
                share = _share(talks[pair[0]], talks[pair[1]])
                if share >= NEAR:
                    found[pair] = share
    return found


def _share(one: _Talk, two: _Talk) -> float:
    return max(contained(one.said, two.heard), contained(two.said, one.heard))


Hashes = NDArray[np.uint64]

SIZE = 5
"""Words of a shingle."""
SAMPLED = 4
"""One hash of so many stands in the sample by which pairs are found."""
_WORD = re.compile(r"[^\W_]+")
_MULTIPLIER = np.uint64(6364136223846793005)
_MARK = re.compile(r"\[[A-Za-z-]+ \d+\]")


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and pseudonyms."""
    return _WORD.findall(_MARK.sub(" ", text).casefold())


def shingles(spoken: list[str]) -> Hashes:
    """The distinct hashes of all sequences of SIZE words: uint64 (n,), ascending; empty for fewer words.

    >>> shingles("one two three four five six".split()).shape
    (2,)
    """
    if len(spoken) < SIZE:
        return np.zeros(0, np.uint64)
    codes = np.array([zlib.crc32(word.encode()) for word in spoken], np.uint64)
    length = len(codes) - SIZE + 1
    hashes = np.zeros(length, np.uint64)
    for offset in range(SIZE):
        hashes = hashes * _MULTIPLIER + codes[offset : offset + length]
    hashes ^= hashes >> np.uint64(29)
    return np.asarray(np.unique(hashes), np.uint64)


def sample(hashes: Hashes) -> Hashes:
    """The same part of every set: uint64 (m,), about one of SAMPLED."""
    return np.asarray(hashes[hashes % np.uint64(SAMPLED) == 0], np.uint64)


def contained(part: Hashes, whole: Hashes) -> float:
    """The share of ``part`` that lies in ``whole``, 0–1; both ascending. 0 for an empty part."""
    if not len(part) or not len(whole):
        return 0.0
    places = np.minimum(np.searchsorted(whole, part), len(whole) - 1)
    return float((whole[places] == part).mean())


FEWEST_ROWS = 5
SAME_EXPORT = 0.8
"""Share of a table's rows without an id that must stand in another one before any of them counts as repeated."""
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its documents, and what it must share with a row of another table to be the same row."""

    documents: tuple[Document, ...]
    named: bool
    signature: str
    telling: bool


def copies_of_rows(corpus: Corpus) -> list[Copy]:
    """Documents of rows that another table has as well; the row of the longest table is kept.

    A row is the same when the respondent's id, the questions and all texts are equal. Rows without an id must also
    have the same date, ratings and attributes, and nearly all rows of the shorter table must stand in the other: the
    same short comment of two people is not the same row. Nothing is compared within a table.
    """
    tables = _tables(corpus)
    if len(tables) < 2:
        return []
    found: list[Copy] = []
    left: dict[str, dict[str, list[_Row]]] = {}
    for source in sorted(tables, key=lambda name: (-len(tables[name]), name)):
        rows = tables[source]
        matched = {at: other for other in left for at in _matches(rows, left[other])}
        mine: dict[str, list[_Row]] = defaultdict(list)
        for at, row in enumerate(rows):
            if at in matched:
                twin = left[matched[at]][row.signature].pop()
                found += [
                    Copy(one, two, "the same rows") for one, two in zip(row.documents, twin.documents, strict=True)
                ]
            else:
                mine[row.signature].append(row)
        left[source] = {signature: found_rows[::-1] for signature, found_rows in mine.items()}
    return found


def _matches(rows: list[_Row], others: Mapping[str, list[_Row]]) -> set[int]:
    """Positions of the rows that ``others`` have too, each of theirs used once."""
    used: dict[str, int] = defaultdict(int)
    same = []
    for at, row in enumerate(rows):
        if used[row.signature] < len(others.get(row.signature, ())):
            used[row.signature] += 1
            same.append(at)
    if len(same) >= FEWEST_ROWS and len(same) >= SAME_EXPORT * len(rows):
        return set(same)
    return {at for at in same if rows[at].named and rows[at].telling}


def _tables(corpus: Corpus) -> dict[str, list[_Row]]:
    """The rows of every source of survey answers and reviews that has several."""
    people = {one.respondent_id: one for one in corpus.respondents}
    grouped: dict[str, dict[str, list[Document]]] = defaultdict(lambda: defaultdict(list))
    for document in corpus.documents:
        if document.kind != "interview" and document.locator:
            grouped[document.source][document.locator].append(document)
    if len(grouped) < 2:
        return {}
    return {source: [_row(documents, people) for documents in rows.values()] for source, rows in grouped.items()}


def _row(documents: Iterable[Document], people: Mapping[str, Respondent]) -> _Row:
    ordered = sorted(documents, key=lambda one: (_question(one), one.text))
    first = ordered[0]
    person = people.get(first.turns[0].respondent_id) if first.turns else None
    name = person.label if person is not None and person.label != first.locator else ""
    parts = [name]
    for one in ordered:
        parts += (_question(one), " ".join(one.text.split()))
    if not name:
        parts.append(first.date)
        parts += [f"{key}={value}" for key, value in sorted(first.ratings.items())]
        parts += [f"{key}={value}" for key, value in sorted(person.attributes.items())] if person else []
    telling = sum(len(one.text.split()) for one in ordered) >= _FEWEST_WORDS
    return _Row(tuple(ordered), bool(name), stable_id("row", *parts), telling)


def _question(document: Document) -> str:
    return document.turns[0].question if document.turns else ""


def count_once(corpus: Corpus, config: StudyConfig | None = None) -> Corpus:
    """Leave out copies of interviews and rows that stand in two exports.

    Interviews are compared by the words that participants say, rows by id and text. Retweets and equal short comments
    of different people are no copies. The sources stay and say what became of them; a person whose only words are
    copies is joined with the person of the original.

    Args:
        corpus: as read, before pseudonyms, so that rows still have their ids.
        config: ``duplicates.detect`` switches all of it off; ``duplicates.keep`` are patterns of files to count.
    """
    settings = (config or StudyConfig()).duplicates
    if not settings.detect:
        return corpus
    kept = {source.path for source in corpus.sources if is_kept(source.path, settings.keep)}
    counted = replace(corpus, documents=tuple(one for one in corpus.documents if one.source not in kept))
    return without(corpus, [*copies_of_talks(counted.documents), *copies_of_rows(counted)])
