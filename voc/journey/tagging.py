"""Which touchpoint a text speaks of: by meaning, by cue and by the question it answers.

The evidence for a touchpoint is the mean of its two best cosines to the text (prototypes: name, description, the
description's parts and the cues, in both languages; all vectors less the mean of `background.txt`, since cosines of
sentence encoders share a large common part), plus `CUE` for a cue that stands in the text, plus `QUESTION` times what
the question speaks of. A row's tag depends on the row alone. Weights were set on benchmarks/journey.py's sets and on
the demo study, whose figures docs and benchmark give.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from threadpoolctl import threadpool_limits

from voc.journey.cues import CueMatcher, words
from voc.schema import Floats, Segment, Tags, Taxonomy, Touchpoint
from voc.words import stop_words

Encode = Callable[[Sequence[str]], Floats]

CUE = 0.15
"""What a whole cue adds to the mean cosine."""
CUE_CAP = 1.5
"""Several cues count as this many at most."""
QUESTION = 0.35
"""The part of the question's evidence above the middle that a segment takes over."""
MIDDLE = 0.42
"""Evidence at which a tag is as likely right as wrong: score 0.5."""
SLOPE = 14.0
MARGIN = 0.6
"""How much of the nearness of the runner-up is taken off the evidence."""
THRESHOLD = 0.5
"""Below this score a text stays unassigned."""

_BLOCK = 2048
_FEW_CUES = 3
_LONG_STEM = 5


def tag(segments: Sequence[Segment], embeddings: Floats, taxonomy: Taxonomy, encode: Encode) -> Tags:
    """Tag n segments; see `tag_texts`. ``embeddings`` float32 (n, d), rows of length one, made by ``encode``."""
    return tag_texts(
        [segment.text for segment in segments],
        embeddings,
        taxonomy,
        encode,
        questions=[segment.question for segment in segments],
        languages=[segment.language for segment in segments],
    )


def tag_texts(  # noqa: PLR0913
    texts: Sequence[str],
    embeddings: Floats,
    taxonomy: Taxonomy,
    encode: Encode,
    *,
    questions: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    threshold: float = THRESHOLD,
) -> Tags:
    """Tag n texts with at most one touchpoint each.

    Args:
        texts: n texts.
        embeddings: float32 (n, d), rows of length one, made by ``encode`` from ``texts``.
        taxonomy: the journey.
        encode: texts to float32 rows of length d, of length one.
        questions: what each text answers, "" where unknown.
        languages: ISO 639-1 of each text, "" where unknown; cues of another language then do not count.
        threshold: below this score a text stays unassigned (−1); its score is kept.
    """
    n = len(texts)
    if n == 0 or not taxonomy.touchpoints:
        return Tags(np.full(n, -1, np.int32), np.zeros(n, np.float32))
    model = _model(taxonomy, encode)
    languages = languages or [""] * n
    asked = sorted({(q, lang) for q, lang in zip(questions or (), languages, strict=bool(questions)) if q.strip()})
    known: dict[tuple[str, str], Floats] = {}
    if asked:
        evidence = model.evidence([q for q, _ in asked], encode([q for q, _ in asked]), [lang for _, lang in asked])
        known = dict(zip(asked, np.maximum(evidence - MIDDLE, 0.0), strict=True))
    evidence = model.evidence(texts, embeddings, languages)
    for row, pair in enumerate(zip(questions or (), languages, strict=False)):
        if pair in known:
            evidence[row] += QUESTION * known[pair]
    best, score = _decide(evidence)
    return Tags(np.where(score >= threshold, best, -1).astype(np.int32), score)


_kept: list[tuple[Taxonomy, Encode, _Model]] = []


def _model(taxonomy: Taxonomy, encode: Encode) -> _Model:
    """The model of this journey and encoder; the last one is kept, since tables are tagged block by block."""
    for known, by, model in _kept:
        if known is taxonomy and by == encode:
            return model
    model = _Model.build(taxonomy, encode)
    _kept[:] = [(taxonomy, encode, model)]
    return model


def _decide(evidence: Floats) -> tuple[np.ndarray, Floats]:
    """Best column (int, n) and score (float32, n) in 0–1: a logistic curve over evidence and lead."""
    best = evidence.argmax(1)
    top = evidence.max(1)
    rest = evidence.copy()
    rest[np.arange(len(best)), best] = -np.inf
    runner_up = rest.max(1) if evidence.shape[1] > 1 else np.full(len(best), -1.0)
    lead = np.minimum(top - runner_up, 0.1)
    score = 1.0 / (1.0 + np.exp(-SLOPE * (top - MIDDLE + MARGIN * (lead - 0.05))))
    return best, score.astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Model:
    """Prototypes float32 (m, d) sorted by touchpoint, first row of each, the background's mean, and the cues."""

    prototypes: Floats
    starts: np.ndarray
    mean: Floats
    matcher: CueMatcher
    cue_owner: np.ndarray
    cue_weight: Floats

    @staticmethod
    def build(taxonomy: Taxonomy, encode: Encode) -> _Model:
        texts = [_prototypes(touchpoint) for touchpoint in taxonomy.touchpoints]
        background = background_sentences()
        vectors = encode([*background, *(text for group in texts for text in group)])
        mean = vectors[: len(background)].mean(0)
        starts = np.cumsum([0, *(len(group) for group in texts)])
        rows = _cue_rows(taxonomy)
        matcher = CueMatcher([(phrase, language, number) for number, (phrase, language, _, _) in enumerate(rows)])
        owner = np.array([owner for _, _, owner, _ in rows], dtype=np.int64)
        weight = np.array([weight for _, _, _, weight in rows], dtype=np.float32)
        return _Model(_centred(vectors[len(background) :], mean), starts, mean, matcher, owner, weight)

    def evidence(self, texts: Sequence[str], embeddings: Floats, languages: Sequence[str]) -> Floats:
        """float32 (n, touchpoints): nearness plus cues."""
        result = np.zeros((len(texts), len(self.starts) - 1), dtype=np.float32)
        with threadpool_limits(1):
            for start in range(0, len(texts), _BLOCK):
                result[start : start + _BLOCK] = self._nearness(embeddings[start : start + _BLOCK])
        for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
            found = {number for number, _ in self.matcher.find(text, language)}
            if found:
                result[row] += CUE * self._cue_sum(sorted(found))
        return result

    def _nearness(self, embeddings: Floats) -> Floats:
        # A full block always, so that a row's product does not depend on how many rows come with it.
        block = np.zeros((_BLOCK, embeddings.shape[1]), dtype=np.float32)
        block[: len(embeddings)] = _centred(embeddings, self.mean)
        cosines = (block @ self.prototypes.T)[: len(embeddings)]
        columns = []
        for start, end in zip(self.starts[:-1], self.starts[1:], strict=True):
            part = cosines[:, start:end]
            best = np.partition(part, -2, axis=1)[:, -2:] if end - start > 1 else part
            columns.append(best.mean(1))
        return np.stack(columns, axis=1)

    def _cue_sum(self, found: Sequence[int]) -> Floats:
        total = np.zeros(len(self.starts) - 1, dtype=np.float32)
        np.add.at(total, self.cue_owner[found], self.cue_weight[found])
        return np.minimum(total, CUE_CAP)


def _centred(vectors: Floats, mean: Floats) -> Floats:
    rows = vectors - mean
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-12), dtype=np.float32)


def _prototypes(touchpoint: Touchpoint) -> list[str]:
    """Everything that says what a touchpoint is, each text once."""
    texts: list[str] = []
    for language, name in touchpoint.names.items():
        description = touchpoint.descriptions[language]
        parts = [part.strip() for part in re.split(r"[,:;()]| and | und | or | oder ", description)]
        texts += [name, description, f"{name}: {description}", *(part for part in parts if part)]
        texts += [cue.replace("*", "") for cue in touchpoint.cues.get(language, ())]
    return list(dict.fromkeys(texts))


def _cue_rows(taxonomy: Taxonomy) -> list[tuple[str, str, int, float]]:
    """(phrase, language, touchpoint, weight) of every cue.

    A touchpoint with few cues takes the words of its name and description as cues; a word counts the less, the more
    touchpoints it stands for.
    """
    rows: list[tuple[str, str, int, float]] = []
    owners: dict[str, set[int]] = {}
    derived: list[tuple[str, str, int]] = []
    for position, touchpoint in enumerate(taxonomy.touchpoints):
        same = len(set(touchpoint.names.values()) | set(touchpoint.descriptions.values())) <= 2
        for language, name in touchpoint.names.items():
            cues = touchpoint.cues.get(language, ())
            rows += [(cue, "" if same else language, position, 1.0) for cue in cues]
            if len(cues) < _FEW_CUES:
                text = f"{name} {touchpoint.descriptions[language]}"
                derived += [(word, "" if same else language, position) for word in _content_words(text)]
    for word, _, position in derived:
        owners.setdefault(word, set()).add(position)
    rows += [
        (f"{word}*" if len(word) >= _LONG_STEM else word, language, position, 1.0 / len(owners[word]))
        for word, language, position in dict.fromkeys(derived)
    ]
    return list(dict.fromkeys(rows))


def _content_words(text: str) -> list[str]:
    stops = _folded_stop_words()
    return [word for word in dict.fromkeys(words(text)) if word not in stops and len(word) > 1]


@lru_cache(maxsize=1)
def _folded_stop_words() -> frozenset[str]:
    return frozenset(part for word in stop_words("") for part in words(word))


@lru_cache(maxsize=1)
def background_sentences() -> tuple[str, ...]:
    """Sentences of general talk, in German and English, that speak of no touchpoint."""
    text = files("voc.journey").joinpath("background.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
