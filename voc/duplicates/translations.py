"""Translations of an interview: two interviews in two languages whose segments mean the same, in the same order."""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from voc.duplicates.removal import Copy, is_kept, remove_copies
from voc.schema import Corpus, Document, Floats, Ints, Segment, Source


@dataclass(frozen=True, slots=True)
class TranslationThresholds:
    """When two interviews are one in two languages."""

    alike: float = 0.5
    """Two segments may say the same when the cosine of their centred vectors is at least this."""
    in_order: float = 0.3
    """Share (0–1) of the shorter interview's segments that must be matched in order. Measured on 14 interviews with
    one guide, eight of them in two languages: translations .51–.98, others at most .04; other studies at most .03."""
    min_matched: int = 8
    """Interviews with fewer matched segments are no translations: a few answers may be alike by chance."""
    min_chars: int = 30
    """Characters of a segment; a shorter one says too little to be compared."""
    n_probes: int = 20
    """Segments that are compared first, since comparing all pairs of interviews in full takes long."""
    probes_alike: float = 0.2
    """Share (0–1) of these that must be like a segment of the other interview for the two to be compared in full."""


_THRESHOLDS = TranslationThresholds()
_SAYS_TRANSLATED = re.compile(r"translat|übersetz|uebersetz|traduction|traduit|traducci|tradott", re.I)
_HEAD_CHARS = 1500
"""Characters above the first turn that may say that an interview is translated."""


@dataclass(frozen=True, slots=True)
class _EmbeddedInterview:
    """``vectors`` float32 (n, d): unit rows, centred by language."""

    document: Document
    language: str
    vectors: Floats


def kept_paths(original: Sequence[Source], shown: Sequence[Source], patterns: Sequence[str]) -> frozenset[str]:
    """The shown paths of the files that [duplicates] keep names, by their original or their shown path.

    ``shown`` is in the order of the original paths, as `voc.privacy.protect` returns it.
    """
    pairs = zip(sorted(source.path for source in original), shown, strict=True)
    return frozenset(source.path for old, source in pairs if is_kept(old, patterns) or is_kept(source.path, patterns))


def remove_translations(
    corpus: Corpus,
    segments: Sequence[Segment],
    vectors: Floats,
    keep: Iterable[str] = (),
    thresholds: TranslationThresholds = _THRESHOLDS,
) -> Corpus:
    """Remove interviews that are a translation of another one.

    Vectors are centred on the mean of their language's interviews, because all answers to one guide are alike. Two
    interviews in different languages are translations when enough of their segments are mutual nearest neighbours and
    in the same order. The kept one has, in this order: no mark as a translation, the language into which fewer files
    are marked as translated, time codes, the most characters.

    Args:
        corpus: protected.
        segments: the participants' segments.
        vectors: float32 (n, d), unit rows of a multilingual encoder, aligned with ``segments``.
        keep: paths of sources that are never removed.
        thresholds: when two interviews are translations.
    """
    interviews = _read_interviews(corpus, segments, vectors, frozenset(keep), thresholds)
    if len({interview.language for interview in interviews}) < 2:
        return corpus
    # One thread: sums are then in the same order on every machine, and ties stay ties.
    with threadpool_limits(1):
        pairs = _translated_pairs(interviews, thresholds)
    if not pairs:
        return corpus
    n_marked = Counter(
        interviews[i].language for pair in pairs for i in pair if _says_translated(interviews[i].document)
    )
    ranking = sorted({i for pair in pairs for i in pair}, key=lambda i: _rank(interviews[i], n_marked))
    originals: list[int] = []
    copies = []
    for i in ranking:
        original = next((other for other in originals if (min(i, other), max(i, other)) in pairs), None)
        if original is None:
            originals.append(i)
        else:
            copies.append(Copy(interviews[i].document, interviews[original].document, "a translation"))
    return remove_copies(corpus, copies)


def _read_interviews(
    corpus: Corpus,
    segments: Sequence[Segment],
    vectors: Floats,
    keep: frozenset[str],
    thresholds: TranslationThresholds,
) -> list[_EmbeddedInterview]:
    """Interviews with enough segments, in at least two languages."""
    rows: dict[str, list[int]] = defaultdict(list)
    chars: dict[str, Counter[str]] = defaultdict(Counter)
    for row, segment in enumerate(segments):
        if segment.kind == "interview" and segment.source not in keep and len(segment.text) >= thresholds.min_chars:
            rows[segment.document_id].append(row)
            chars[segment.document_id][segment.language] += len(segment.text)
    rows = {document_id: own for document_id, own in rows.items() if len(own) >= thresholds.min_matched}
    # The language with the most characters; of equals the first by code.
    language = {
        document_id: min(chars[document_id].items(), key=lambda item: (-item[1], item[0]))[0] for document_id in rows
    }
    by_language: dict[str, list[int]] = defaultdict(list)
    for document_id, own in rows.items():
        by_language[language[document_id]] += own
    if len(by_language) < 2:
        return []
    means = {name: vectors[own].mean(axis=0) for name, own in by_language.items()}
    interviews = []
    for document in corpus.documents:
        if document.document_id in rows:
            name = language[document.document_id]
            centred = _centre(vectors[rows[document.document_id]], means[name])
            interviews.append(_EmbeddedInterview(document, name, centred))
    return interviews


def _centre(vectors: Floats, mean: Floats) -> Floats:
    centred = vectors - mean
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(lengths, 1e-9), np.float32)


def _translated_pairs(
    interviews: Sequence[_EmbeddedInterview], thresholds: TranslationThresholds
) -> set[tuple[int, int]]:
    """Pairs of translations: positions of the interviews, the lower one first."""
    pairs = set()
    for i, interview in enumerate(interviews):
        probes = interview.vectors[:: max(1, len(interview.vectors) // thresholds.n_probes)]
        for j in range(i + 1, len(interviews)):
            other = interviews[j]
            # Copies in one language were found by their words before.
            if other.language == interview.language:
                continue
            alike = (probes @ other.vectors.T).max(axis=1) >= thresholds.alike
            if alike.mean() >= thresholds.probes_alike and is_translation(interview.vectors, other.vectors, thresholds):
                pairs.add((i, j))
    return pairs


def is_translation(first: Floats, second: Floats, thresholds: TranslationThresholds = _THRESHOLDS) -> bool:
    """Whether enough rows of two interviews are mutual nearest neighbours, alike, and in the same order.

    Args:
        first: float32 (n, d), unit rows in the order in which they were said.
        second: float32 (m, d), the same.
        thresholds: how alike, and how many.
    """
    cosines = first @ second.T
    nearest: Ints = cosines.argmax(axis=1).astype(np.int32)
    nearest_back = cosines.argmax(axis=0)
    rows = np.arange(len(first))
    # Mutual: a common phrase ("yes, exactly") is the nearest of many segments, but has only one nearest itself.
    matched = (nearest_back[nearest] == rows) & (cosines[rows, nearest] >= thresholds.alike)
    in_order = _longest_rising(nearest[matched].tolist())
    return in_order >= thresholds.min_matched and in_order >= thresholds.in_order * min(cosines.shape)


def _longest_rising(values: Sequence[int]) -> int:
    """The length of the longest strictly rising subsequence (patience sorting)."""
    ends: list[int] = []
    for value in values:
        position = bisect.bisect_left(ends, value)
        ends[position : position + 1] = [value]
    return len(ends)


def _says_translated(document: Document) -> bool:
    """Whether the name of the file, or the text above its first turn, says that an interview is translated."""
    start = min((turn.start for turn in document.turns), default=0)
    head = document.text[: min(start, _HEAD_CHARS)]
    return _SAYS_TRANSLATED.search(document.source) is not None or _SAYS_TRANSLATED.search(head) is not None


def _rank(interview: _EmbeddedInterview, n_marked: Counter[str]) -> tuple[bool | int | str, ...]:
    """The sort key by which the kept interview comes first; see `remove_translations`."""
    document = interview.document
    has_times = any(turn.time_s is not None for turn in document.turns)
    return (
        _says_translated(document),
        n_marked[interview.language],
        not has_times,
        -len(document.text),
        document.source,
        document.document_id,
    )
