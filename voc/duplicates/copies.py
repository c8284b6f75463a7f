"""Copies of interviews, by the words that participants say, and rows that are in two exports of one table.

Interviews are compared as sets of hashed five-word sequences (Broder, 1997, On the resemblance and containment of
documents: shingles, containment, and a sample of the hashes that are 0 modulo a number, which is the same sample for
every text).
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voc.config import StudyConfig
from voc.duplicates.removal import Copy, is_kept, remove_copies
from voc.schema import Corpus, Document, Respondent, stable_id

Hashes = NDArray[np.uint64]

_SHINGLE_WORDS = 5
"""Words of a shingle: fewer recur in any two interviews, more break at every transcription error."""
_SAMPLED = 4
"""One hash in this many is in the sample by which candidate pairs are found."""
_WORD = re.compile(r"[^\W_]+")
_PSEUDONYM = re.compile(r"\[[A-Za-z-]+ \d+\]")
_MULTIPLIER = np.uint64(6364136223846793005)
"""Knuth's multiplier of a linear congruential generator (MMIX)."""


@dataclass(frozen=True, slots=True)
class InterviewThresholds:
    """When an interview is a copy of another one."""

    same_words: float = 0.6
    """Share (0–1) of a participant's five-word sequences in the other interview from which on it is a copy. Measured
    on six studies: copies .88 and more, others .03 and less; a word error of 5 % leaves about .77."""
    sampled_words: float = 0.3
    """The same share in the sample, from which on a pair is compared in full: well below, as a sample is rough."""
    min_shingles: int = 30
    """With fewer five-word sequences of participants equal words may be chance."""
    same_length: float = 0.8
    """A copy may be kept in place of the longest one when it has at least this share (0–1) of its words."""


@dataclass(frozen=True, slots=True)
class RowThresholds:
    """When a row of a table is a copy of a row of another one."""

    min_rows: int = 5
    """With fewer equal rows without an id two tables are not taken for two exports of the same answers."""
    same_table: float = 0.8
    """Share (0–1) of a table's rows that must be in another one before rows without an id count as repeated."""
    min_words: int = 4
    """A row with an id and fewer words than this ("Alles gut") may be equal by chance, as ids are in two surveys."""


_INTERVIEWS = InterviewThresholds()
_ROWS = RowThresholds()


def deduplicate(corpus: Corpus, config: StudyConfig | None = None) -> Corpus:
    """Leave out copies of interviews and rows that are in two exports.

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
    compared = replace(corpus, documents=tuple(doc for doc in corpus.documents if doc.source not in kept))
    return remove_copies(corpus, [*find_copied_interviews(compared.documents), *find_copied_rows(compared)])


@dataclass(frozen=True, slots=True)
class _ShingledInterview:
    """An interview's shingles: ``participants`` of what participants say, ``everybody`` of all turns.

    ``length`` in words; ``rank`` is better when greater.
    """

    document: Document
    participants: Hashes
    everybody: Hashes
    length: int
    rank: tuple[bool, bool, bool]


def find_copied_interviews(documents: Sequence[Document], thresholds: InterviewThresholds = _INTERVIEWS) -> list[Copy]:
    """Interviews that are copies of another one.

    What participants say is compared, because the questions of a guide are the same in every interview. Of several
    copies one is kept: of those that are about as long as the longest, one with speakers, then one with time codes,
    then one that is no PDF (whose lines were joined by guess), then the longest, then the first by path.
    """
    interviews = [_read_interview(document) for document in documents if document.kind == "interview"]
    interviews = [interview for interview in interviews if len(interview.participants) >= thresholds.min_shingles]
    # Longest first, so that an excerpt joins the group of the whole interview.
    interviews.sort(
        key=lambda interview: (-interview.length, interview.document.source, interview.document.document_id)
    )
    pairs = _similar_pairs(interviews, thresholds)
    groups: dict[int, list[int]] = {}
    for i in range(len(interviews)):
        longest = next((lead for lead in groups if (lead, i) in pairs), i)
        groups.setdefault(longest, []).append(i)
    copies = []
    for longest, members in groups.items():
        least = thresholds.same_length * interviews[longest].length
        complete = [i for i in members if interviews[i].length >= least]
        kept = max(complete, key=lambda i: (interviews[i].rank, interviews[i].length, -i))
        for i in members:
            if i != kept:
                # Two copies of the longest one need not have been compared with each other.
                share = pairs.get((min(i, kept), max(i, kept))) or _same_share(interviews[i], interviews[kept])
                # From here on the share would be shown as 100 %.
                how = "the same words" if share >= 0.995 else f"{100 * share:.0f} % of the same words"
                copies.append(Copy(interviews[i].document, interviews[kept].document, how))
    return copies


def _read_interview(document: Document) -> _ShingledInterview:
    # A shingle of participants does not reach over a question: a copy without speakers has the question in between.
    runs: list[list[str]] = [[]]
    everybody: list[str] = []
    for turn in document.turns:
        words = split_words(document.text[turn.start : turn.end])
        everybody += words
        if turn.role == "participant":
            runs[-1] += words
        else:
            runs.append([])
    has_speakers = len({turn.speaker for turn in document.turns}) > 1
    has_times = any(turn.time_s is not None for turn in document.turns)
    is_native = not document.source.lower().endswith(".pdf")
    participants = np.asarray(np.unique(np.concatenate([shingle(run) for run in runs])), np.uint64)
    rank = (has_speakers, has_times, is_native)
    return _ShingledInterview(document, participants, shingle(everybody), len(everybody), rank)


def _similar_pairs(
    interviews: Sequence[_ShingledInterview], thresholds: InterviewThresholds
) -> dict[tuple[int, int], float]:
    """The pairs of interviews that are copies, the longer one first, with the share of words in common."""
    by_hash: dict[int, list[int]] = defaultdict(list)
    for i, interview in enumerate(interviews):
        for value in sample_hashes(interview.everybody).tolist():
            by_hash[value].append(i)
    pairs = {}
    for i, interview in enumerate(interviews):
        hashes = sample_hashes(interview.participants).tolist()
        n_common = Counter(other for value in hashes for other in by_hash[value] if other != i)
        for other, n in n_common.items():
            if n >= thresholds.sampled_words * len(hashes):
                share = _same_share(interview, interviews[other])
                if share >= thresholds.same_words:
                    pairs[min(i, other), max(i, other)] = share
    return pairs


def _same_share(interview: _ShingledInterview, other: _ShingledInterview) -> float:
    """The share of one's participants in the other, the larger of both ways, 0–1."""
    return max(
        contained_share(interview.participants, other.everybody),
        contained_share(other.participants, interview.everybody),
    )


def split_words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and pseudonyms."""
    # Files that were pseudonymised before number their people each in their own way.
    return _WORD.findall(_PSEUDONYM.sub(" ", text).casefold())


def shingle(words: list[str]) -> Hashes:
    """The unique hashes of all sequences of five words: uint64 (n,), ascending; empty for fewer words.

    >>> shingle("one two three four five six".split()).shape
    (2,)
    """
    if len(words) < _SHINGLE_WORDS:
        return np.zeros(0, np.uint64)
    codes = np.array([zlib.crc32(word.encode()) for word in words], np.uint64)
    n = len(codes) - _SHINGLE_WORDS + 1
    hashes = np.zeros(n, np.uint64)
    for offset in range(_SHINGLE_WORDS):
        hashes = hashes * _MULTIPLIER + codes[offset : offset + n]
    # The low bits of such a product are poor, and the sample is taken by them.
    hashes ^= hashes >> np.uint64(29)
    return np.asarray(np.unique(hashes), np.uint64)


def sample_hashes(hashes: Hashes) -> Hashes:
    """The same part of every set: uint64 (m,), about one hash in four."""
    return np.asarray(hashes[hashes % np.uint64(_SAMPLED) == 0], np.uint64)


def contained_share(part: Hashes, whole: Hashes) -> float:
    """The share of ``part`` that is in ``whole``, 0–1; both ascending. 0 for an empty part."""
    if not len(part) or not len(whole):
        return 0.0
    positions = np.minimum(np.searchsorted(whole, part), len(whole) - 1)
    return float((whole[positions] == part).mean())


@dataclass(frozen=True, slots=True)
class _TableRow:
    """A row of a table: its documents, and the ``signature`` that it shares with the same row of another table.

    ``has_id``: the table names the respondent; ``is_long_enough``: its words are too many to be equal by chance.
    """

    documents: tuple[Document, ...]
    has_id: bool
    signature: str
    is_long_enough: bool


def find_copied_rows(corpus: Corpus, thresholds: RowThresholds = _ROWS) -> list[Copy]:
    """Documents of rows that another table has as well; the row of the longest table is kept.

    A row is the same when the respondent's id, the questions and all texts are equal. Rows without an id must also
    have the same date, ratings and attributes, and nearly all rows of the shorter table must be in the other: the same
    short comment of two people is not the same row. Nothing is compared within a table.
    """
    tables = _read_tables(corpus, thresholds)
    if len(tables) < 2:
        return []
    copies: list[Copy] = []
    kept: dict[str, dict[str, list[_TableRow]]] = {}
    for source in sorted(tables, key=lambda name: (-len(tables[name]), name)):
        rows = tables[source]
        table_of = {i: other for other in kept for i in _matched_rows(rows, kept[other], thresholds)}
        own: dict[str, list[_TableRow]] = defaultdict(list)
        for i, row in enumerate(rows):
            if i in table_of:
                original = kept[table_of[i]][row.signature].pop()
                copies += [
                    Copy(document, kept_document, "the same rows")
                    for document, kept_document in zip(row.documents, original.documents, strict=True)
                ]
            else:
                own[row.signature].append(row)
        # Reversed, so that pop() takes equal rows in the order of the file.
        kept[source] = {signature: same[::-1] for signature, same in own.items()}
    return copies


def _matched_rows(
    rows: Sequence[_TableRow], others: Mapping[str, list[_TableRow]], thresholds: RowThresholds
) -> set[int]:
    """Positions of the rows that ``others`` have too, each of theirs used once."""
    n_used: dict[str, int] = defaultdict(int)
    matched = []
    for i, row in enumerate(rows):
        if n_used[row.signature] < len(others.get(row.signature, ())):
            n_used[row.signature] += 1
            matched.append(i)
    if len(matched) >= thresholds.min_rows and len(matched) >= thresholds.same_table * len(rows):
        return set(matched)
    return {i for i in matched if rows[i].has_id and rows[i].is_long_enough}


def _read_tables(corpus: Corpus, thresholds: RowThresholds) -> dict[str, list[_TableRow]]:
    """The rows of every source of survey answers and reviews, where there are at least two."""
    people = {respondent.respondent_id: respondent for respondent in corpus.respondents}
    by_row: dict[str, dict[str, list[Document]]] = defaultdict(lambda: defaultdict(list))
    for document in corpus.documents:
        if document.kind != "interview" and document.locator:
            by_row[document.source][document.locator].append(document)
    if len(by_row) < 2:
        return {}
    return {
        source: [_read_row(documents, people, thresholds) for documents in rows.values()]
        for source, rows in by_row.items()
    }


def _read_row(documents: Iterable[Document], people: Mapping[str, Respondent], thresholds: RowThresholds) -> _TableRow:
    ordered = sorted(documents, key=lambda document: (_question(document), document.text))
    first = ordered[0]
    person = people.get(first.turns[0].respondent_id) if first.turns else None
    # Without an id of its own a person is labelled by their row, which says nothing across tables.
    respondent = person.label if person is not None and person.label != first.locator else ""
    parts = [respondent]
    for document in ordered:
        parts += (_question(document), " ".join(document.text.split()))
    if not respondent:
        parts.append(first.date)
        parts += [f"{key}={value}" for key, value in sorted(first.ratings.items())]
        parts += [f"{key}={value}" for key, value in sorted(person.attributes.items())] if person else []
    n_words = sum(len(document.text.split()) for document in ordered)
    return _TableRow(tuple(ordered), bool(respondent), stable_id("row", *parts), n_words >= thresholds.min_words)


def _question(document: Document) -> str:
    return document.turns[0].question if document.turns else ""
