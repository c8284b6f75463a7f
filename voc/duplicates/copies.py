"""Find copies: interviews in which the participants say the same words, and rows that two exports of a table share.

Interviews are compared as sets of hashed five-word sequences (Broder, 1997, On the resemblance and containment of
documents: shingles, containment, and a sample of the hashes that are 0 modulo a number, so that every text keeps the
same hashes).
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
"""Words per shingle. Shorter ones recur in any two interviews, longer ones break at every transcription error."""
_SAMPLED = 4
"""One hash in this many is in the sample that finds candidate pairs."""
_WORD = re.compile(r"[^\W_]+")
_PSEUDONYM = re.compile(r"\[[A-Za-z-]+ \d+\]")
_MULTIPLIER = np.uint64(6364136223846793005)
"""Knuth's multiplier of a linear congruential generator (MMIX)."""


@dataclass(frozen=True, slots=True)
class InterviewThresholds:
    """When an interview is a copy of another one."""

    same_words: float = 0.6
    """An interview is a copy when at least this share (0–1) of its participants' five-word sequences is in the other
    one. Measured on six studies: copies .88 or more, others .03 or less; a word error of 5 % leaves about .77."""
    sampled_words: float = 0.3
    """A pair is compared in full from this share of common sequences in the sample on; it is low, as a sample is
    imprecise."""
    min_shingles: int = 30
    """Interviews with fewer five-word sequences of participants are not compared: they may be equal by chance."""
    same_length: float = 0.8
    """A copy may be kept instead of the longest one when it has at least this share (0–1) of its words."""


@dataclass(frozen=True, slots=True)
class RowThresholds:
    """When a row of a table is a copy of a row in another table."""

    min_rows: int = 5
    """Common rows of two tables from which on rows without an id count as copies."""
    same_table: float = 0.8
    """Share (0–1) of the shorter table that these common rows must be."""
    min_words: int = 4
    """A row with an id and fewer words ("Alles gut") may be equal by chance, since two surveys may use the same ids."""


_INTERVIEWS = InterviewThresholds()
_ROWS = RowThresholds()


def deduplicate(corpus: Corpus, config: StudyConfig | None = None) -> Corpus:
    """Remove copied interviews, and rows that two exports share.

    Interviews are compared by the words that participants say, rows by id and text. Retweets and equal short comments
    of different people are not copies. The sources stay, with a note or reason; a person who only occurs in copies is
    merged with the person of the original.

    Args:
        corpus: as read, before pseudonyms, so that rows still have their ids.
        config: ``duplicates.detect`` switches this off; ``duplicates.keep`` has patterns of files that always count.
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

    Only what participants say is compared, because the questions of a guide are the same in every interview. Among
    the copies that are about as long as the longest, the kept one has, in this order: speakers, time codes, another
    format than PDF (where line breaks are guessed), the most words, the first path.
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
                # Both are copies of the longest one, but may not have been compared with each other.
                share = pairs.get((min(i, kept), max(i, kept))) or _same_share(interviews[i], interviews[kept])
                # A larger share would be shown as 100 %.
                how = "the same words" if share >= 0.995 else f"{100 * share:.0f} % of the same words"
                copies.append(Copy(interviews[i].document, interviews[kept].document, how))
    return copies


def _read_interview(document: Document) -> _ShingledInterview:
    # No shingle spans a question: a copy without speaker labels has the words of the question in between.
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
    """Pairs of copies (positions, the longer interview first) → share of the words in common."""
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
    """The share (0–1) of one interview's participant shingles in the other, in the direction where it is larger."""
    return max(
        contained_share(interview.participants, other.everybody),
        contained_share(other.participants, interview.everybody),
    )


def split_words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and pseudonyms."""
    # Pseudonyms in files that arrive pseudonymised differ from file to file.
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
    """The sample of a set, about one hash in four: uint64 (m,). The same hash is in every sample or in none."""
    return np.asarray(hashes[hashes % np.uint64(_SAMPLED) == 0], np.uint64)


def contained_share(part: Hashes, whole: Hashes) -> float:
    """The share of ``part`` that is in ``whole``, 0–1; both ascending. 0 for an empty part."""
    if not len(part) or not len(whole):
        return 0.0
    positions = np.minimum(np.searchsorted(whole, part), len(whole) - 1)
    return float((whole[positions] == part).mean())


@dataclass(frozen=True, slots=True)
class _TableRow:
    """The documents of a row, and its ``signature``: equal for the same row in another table.

    ``has_id`` says whether the table names the respondent, ``is_long_enough`` whether chance cannot make it equal.
    """

    documents: tuple[Document, ...]
    has_id: bool
    signature: str
    is_long_enough: bool


def find_copied_rows(corpus: Corpus, thresholds: RowThresholds = _ROWS) -> list[Copy]:
    """Documents of rows that another table has too; the rows of the longest table are kept.

    Two rows are the same when respondent id, questions and all texts are equal. Rows without an id must also have
    equal dates, ratings and attributes, and nearly all rows of the shorter table must be in the other one, because two
    people may write the same short comment. Rows of one table are not compared with each other.
    """
    tables = _read_tables(corpus, thresholds)
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
    """Positions of the rows that ``others`` has too; each of the others is matched once."""
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
    """The rows of every source of survey answers or reviews; empty when there is only one such source."""
    people = {respondent.respondent_id: respondent for respondent in corpus.respondents}
    by_row: dict[str, dict[str, list[Document]]] = defaultdict(lambda: defaultdict(list))
    for document in corpus.documents:
        if document.kind != "interview" and document.locator:
            by_row[document.source][document.locator].append(document)
    # The usual large study is a single table, whose rows need not be read.
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
    # A person without an id is labelled by their row, which means nothing in another table.
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
