"""Translations of an interview: two talks in two languages whose segments mean the same, one after the other."""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from voc.duplicates.removal import Copy, is_kept, without
from voc.schema import Corpus, Document, Floats, Ints, Segment, Source

ALIKE = 0.5
"""Cosine of two centred segments from which on they may say the same."""
IN_ORDER = 0.3
"""Share of the shorter talk's segments that must be matched in order. Measured on 14 interviews with one guide, eight
of them in two languages: translations .51–.98, other pairs at most .04; other studies at most .03."""
FEWEST = 8
"""Matched segments; below that, few answers may be alike by chance."""
_SHORTEST = 30
"""Code points of a segment that says enough to be told from others."""
_PROBES = 20
_PROBED = 0.2
"""Share of a talk's probes that must find something alike before two talks are compared in full."""
_MARKED = re.compile(r"translat|übersetz|uebersetz|traduction|traduit|traducci|tradott", re.I)
_HEAD = 1500


@dataclass(frozen=True, slots=True)
class _Talk:
    """``vectors`` float32 (n, d): unit rows, centred by language."""

    document: Document
    language: str
    vectors: Floats


def kept_paths(original: Sequence[Source], shown: Sequence[Source], patterns: Sequence[str]) -> frozenset[str]:
    """Paths as they are shown that [duplicates] keep names, by their original or their shown path.

    ``shown`` stands in the order of the original paths, as `voc.privacy.protect` gives it.
    """
    pairs = zip(sorted(source.path for source in original), shown, strict=True)
    return frozenset(new.path for old, new in pairs if is_kept(old, patterns) or is_kept(new.path, patterns))


def count_translations_once(
    corpus: Corpus, segments: Sequence[Segment], vectors: Floats, keep: Iterable[str] = ()
) -> Corpus:
    """Leave out interviews that are a translation of another one.

    The vectors are centred on the mean of their language's interviews, so that what every answer to a guide has in
    common does not count. Two talks of different languages are the same one when enough of their segments are each
    other's nearest and stand in the same order. The one that does not say it is translated is kept; where none says
    so, the one in the language that fewer files are marked as translated into, then one with time codes, then the
    longer one.

    Args:
        corpus: protected.
        segments: the participants' segments.
        vectors: float32 (n, d), unit rows of a multilingual encoder, aligned with ``segments``.
        keep: paths of sources that count in any case.
    """
    talks = _talks(corpus, segments, vectors, frozenset(keep))
    if len({talk.language for talk in talks}) < 2:
        return corpus
    with threadpool_limits(1):
        pairs = _pairs(talks)
    if not pairs:
        return corpus
    into = Counter(talks[at].language for pair in pairs for at in pair if _is_marked(talks[at].document))
    order = sorted({at for pair in pairs for at in pair}, key=lambda at: _rank(talks[at], into))
    originals: list[int] = []
    copies = []
    for at in order:
        original = next((other for other in originals if (min(at, other), max(at, other)) in pairs), None)
        if original is None:
            originals.append(at)
        else:
            copies.append(Copy(talks[at].document, talks[original].document, "a translation"))
    return without(corpus, copies)


def _talks(corpus: Corpus, segments: Sequence[Segment], vectors: Floats, keep: frozenset[str]) -> list[_Talk]:
    rows: dict[str, list[int]] = defaultdict(list)
    languages: dict[str, Counter[str]] = defaultdict(Counter)
    for at, one in enumerate(segments):
        if one.kind == "interview" and one.source not in keep and len(one.text) >= _SHORTEST:
            rows[one.document_id].append(at)
            languages[one.document_id][one.language] += len(one.text)
    rows = {key: found for key, found in rows.items() if len(found) >= FEWEST}
    main = {key: min(languages[key], key=lambda name, n=languages[key]: (-n[name], name)) for key in rows}  # type: ignore[misc]
    by_language: dict[str, list[int]] = defaultdict(list)
    for key, found in rows.items():
        by_language[main[key]] += found
    if len(by_language) < 2:
        return []
    means = {language: vectors[found].mean(axis=0) for language, found in by_language.items()}
    return [
        _Talk(
            document, main[document.document_id], _centred(vectors[rows[document.document_id]], means, main, document)
        )
        for document in corpus.documents
        if document.document_id in rows
    ]


def _centred(vectors: Floats, means: Mapping[str, Floats], main: Mapping[str, str], document: Document) -> Floats:
    moved = vectors - means[main[document.document_id]]
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.maximum(lengths, 1e-9), np.float32)


def _pairs(talks: Sequence[_Talk]) -> set[tuple[int, int]]:
    """Positions of talks that are one talk in two languages, the lower one first."""
    found = set()
    for at, one in enumerate(talks):
        probes = one.vectors[:: max(1, len(one.vectors) // _PROBES)]
        for to in range(at + 1, len(talks)):
            two = talks[to]
            if two.language == one.language:
                continue
            near = (probes @ two.vectors.T).max(axis=1) >= ALIKE
            if near.mean() >= _PROBED and is_translation(one.vectors, two.vectors):
                found.add((at, to))
    return found


def is_translation(one: Floats, two: Floats) -> bool:
    """Whether enough rows of two talks are each other's nearest, alike, and in the same order.

    Args:
        one: float32 (n, d), unit rows in the order in which they were said.
        two: float32 (m, d), the same.
    """
    cosines = one @ two.T
    there: Ints = cosines.argmax(axis=1).astype(np.int32)
    back = cosines.argmax(axis=0)
    rows = np.arange(len(one))
    matched = (back[there] == rows) & (cosines[rows, there] >= ALIKE)
    in_order = _longest_rising(there[matched].tolist())
    return in_order >= FEWEST and in_order >= IN_ORDER * min(cosines.shape)


def _longest_rising(values: Sequence[int]) -> int:
    """The length of the longest strictly rising subsequence (patience sorting)."""
    ends: list[int] = []
    for value in values:
        at = bisect.bisect_left(ends, value)
        ends[at : at + 1] = [value]
    return len(ends)


def _is_marked(document: Document) -> bool:
    """Whether a talk says that it is translated, in the name of its file or above its first turn."""
    start = min((turn.start for turn in document.turns), default=0)
    return _MARKED.search(document.source) is not None or _MARKED.search(document.text[: min(start, _HEAD)]) is not None


def _rank(talk: _Talk, into: Counter[str]) -> tuple[bool, int, bool, int, str, str]:
    """Best first: the original, the language that is less often a translation, time codes, length, path."""
    timed = any(turn.time_s is not None for turn in talk.document.turns)
    return (
        _is_marked(talk.document),
        into[talk.language],
        not timed,
        -len(talk.document.text),
        talk.document.source,
        talk.document.document_id,
    )
