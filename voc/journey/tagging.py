"""Which touchpoint a text speaks of: by meaning, by cue and by the question it answers.

The evidence for a touchpoint is the mean of its two best cosines to the text (prototypes: name, description and cues,
in both languages; all vectors less the mean of `background.txt`, since cosines of sentence encoders share a large
common part), plus `CUE` for each cue in the text, plus what the question says. A tag is given where the evidence lies
well above the nearness that general talk (`background.txt`) reaches to any touchpoint of this journey. A row's tag
depends on the row alone. The weights were set on the sets of benchmarks/journey.py and on the demo study.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from threadpoolctl import threadpool_limits

from voc.journey.cues import CueMatcher, words
from voc.schema import Floats, Ints, Segment, Tags, Taxonomy, Touchpoint
from voc.words import stop_words

Encode = Callable[[Sequence[str]], Floats]

CUE = 0.15
"""What a cue of weight 1 adds to the mean cosine."""
NAMED_CUE = 2.0
"""Weight of a cue that the journey lists; words taken from a description weigh 1 or less."""
CUE_CAP = 3.0
"""The cues of a touchpoint together weigh this much at most."""
QUESTION_CUE = 0.15
"""What a cue of weight 1 in the question adds; half as much again for a short answer."""
QUESTION_NEAR = 0.3
"""The part of the question's evidence above general talk that is added."""
SHORT_ANSWER = 12
LONG_QUESTION = 20
"""A question of more words than this brings up too much to place its answer."""
CURT = 2
CURT_PENALTY = 0.1
"""Texts of one or two words are near to something by chance: this is taken off their nearness."""
BACKGROUND_QUANTILE = 0.95
ABOVE_BACKGROUND = 0.08
"""Evidence this far above the background's quantile is as likely right as wrong: score 0.5."""
SLOPE = 14.0
LEAD = 0.6
"""How much of the lead over the runner-up (up to 0.1) counts as evidence."""
THRESHOLD = 0.5
"""Below this score a text stays unassigned."""

_BLOCK = 2048
_FEW_CUES = 3
_LONG_STEM = 5
_NO_WORD = 4


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
    evidence = model.evidence(texts, embeddings, languages)
    if questions:
        _add_questions(evidence, model, texts, list(zip(questions, languages, strict=True)), encode)
    best, score = _decide(evidence, model.middle)
    return Tags(np.where(score >= threshold, best, -1).astype(np.int32), score)


def _add_questions(
    evidence: Floats, model: _Model, texts: Sequence[str], asked: Sequence[tuple[str, str]], encode: Encode
) -> None:
    """Add to each row what its question speaks of."""
    distinct = sorted({pair for pair in asked if pair[0].strip()})
    if not distinct:
        return
    questions, languages = [question for question, _ in distinct], [language for _, language in distinct]
    brief = np.array([len(question.split()) <= LONG_QUESTION for question in questions], dtype=np.float32)
    cues = QUESTION_CUE * brief[:, None] * np.minimum(model.cues(questions, languages), NAMED_CUE)
    near = QUESTION_NEAR * np.maximum(model.nearness(encode(questions)) - model.middle, 0.0)
    place = {pair: position for position, pair in enumerate(distinct)}
    for row, pair in enumerate(asked):
        if pair in place:
            short = len(texts[row].split()) <= SHORT_ANSWER
            evidence[row] += (1.5 if short else 1.0) * cues[place[pair]] + near[place[pair]]


_kept: list[tuple[Taxonomy, Encode, _Model]] = []


def _model(taxonomy: Taxonomy, encode: Encode) -> _Model:
    """The model of this journey and encoder; the last one is kept, since tables are tagged block by block."""
    for known, by, model in _kept:
        if known is taxonomy and by == encode:
            return model
    model = _Model.build(taxonomy, encode)
    _kept[:] = [(taxonomy, encode, model)]
    return model


def _decide(evidence: Floats, middle: float) -> tuple[Ints, Floats]:
    """Best column (int32, n) and score (float32, n) in 0–1: a logistic curve over evidence and lead."""
    best = evidence.argmax(1)
    top = evidence.max(1)
    rest = evidence.copy()
    rest[np.arange(len(best)), best] = -1.0
    lead = np.clip(top - rest.max(1), 0.0, 0.1) - 0.05
    score = 1.0 / (1.0 + np.exp(-SLOPE * (top - middle + LEAD * lead)))
    return best.astype(np.int32), score.astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Model:
    """Prototypes float32 (m, d) in the order of the touchpoints, the first row of each, and the cues.

    ``mean`` float32 (d,) is the background's; ``middle`` is the evidence of score 0.5.
    """

    prototypes: Floats
    starts: Ints
    mean: Floats
    middle: float
    matcher: CueMatcher
    cue_owner: Ints
    cue_weight: Floats

    @staticmethod
    def build(taxonomy: Taxonomy, encode: Encode) -> _Model:
        texts = [_prototypes(touchpoint) for touchpoint in taxonomy.touchpoints]
        background = background_sentences()
        vectors = encode([*background, *(text for group in texts for text in group)])
        general, mean = vectors[: len(background)], vectors[: len(background)].mean(0)
        starts = np.cumsum([0, *(len(group) for group in texts)]).astype(np.int32)
        rows = _cue_rows(taxonomy)
        model = _Model(
            prototypes=_centred(vectors[len(background) :], mean),
            starts=starts,
            mean=mean,
            middle=0.0,
            matcher=CueMatcher([(row.phrase, row.language, number) for number, row in enumerate(rows)]),
            cue_owner=np.array([row.touchpoint for row in rows], dtype=np.int32),
            cue_weight=np.array([row.weight for row in rows], dtype=np.float32),
        )
        level = float(np.quantile(model.nearness(general).max(1), BACKGROUND_QUANTILE))
        return replace(model, middle=level + ABOVE_BACKGROUND)

    def evidence(self, texts: Sequence[str], embeddings: Floats, languages: Sequence[str]) -> Floats:
        """float32 (n, touchpoints): nearness plus cues."""
        curt = np.array([len(text.split()) <= CURT for text in texts], dtype=np.float32)
        near = self.nearness(embeddings) - CURT_PENALTY * curt[:, None]
        return np.asarray(near + CUE * self.cues(texts, languages), dtype=np.float32)

    def nearness(self, embeddings: Floats) -> Floats:
        """float32 (n, touchpoints): mean of the two best cosines to the prototypes of each touchpoint."""
        result = np.zeros((len(embeddings), len(self.starts) - 1), dtype=np.float32)
        with threadpool_limits(1):
            for start in range(0, len(embeddings), _BLOCK):
                rows = embeddings[start : start + _BLOCK]
                # A full block always, so that a row's product does not depend on how many rows come with it.
                block = np.zeros((_BLOCK, self.prototypes.shape[1]), dtype=np.float32)
                block[: len(rows)] = _centred(rows, self.mean)
                cosines = (block @ self.prototypes.T)[: len(rows)]
                for column, (first, last) in enumerate(pairwise(self.starts.tolist())):
                    part = cosines[:, first:last]
                    best = np.partition(part, -2, axis=1)[:, -2:] if last - first > 1 else part
                    result[start : start + len(rows), column] = best.mean(1)
        return result

    def cues(self, texts: Sequence[str], languages: Sequence[str]) -> Floats:
        """float32 (n, touchpoints): weight of the cues that stand in each text, each cue once, at most `CUE_CAP`."""
        result = np.zeros((len(texts), len(self.starts) - 1), dtype=np.float32)
        for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
            found = sorted(self.matcher.find(text, language))
            if found:
                np.add.at(result[row], self.cue_owner[found], self.cue_weight[found])
        return np.minimum(result, CUE_CAP)


def _centred(vectors: Floats, mean: Floats) -> Floats:
    rows = vectors - mean
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-12), dtype=np.float32)


def _prototypes(touchpoint: Touchpoint) -> list[str]:
    """Everything that says what a touchpoint is, each text once; the description's parts where there are few cues."""
    texts: list[str] = []
    for language, name in touchpoint.names.items():
        description = touchpoint.descriptions[language]
        cues = touchpoint.cues.get(language, ())
        texts += [
            name,
            description,
            f"{name}: {description}",
            *(cue.replace("*", "") for cue in cues if len(cue) >= _NO_WORD),
        ]
        if len(cues) < _FEW_CUES:
            parts = [part.strip() for part in re.split(r"[,:;()]| and | und | or | oder ", description)]
            texts += [part for part in parts if part]
    return list(dict.fromkeys(texts))


@dataclass(frozen=True, slots=True)
class _CueRow:
    phrase: str
    language: str
    touchpoint: int
    weight: float


def _cue_rows(taxonomy: Taxonomy) -> list[_CueRow]:
    """Every cue once.

    A touchpoint with few cues takes the words of its name and description as cues; a word counts the less, the more
    touchpoints it stands for. A text that stands for both languages holds in both.
    """
    rows: list[_CueRow] = []
    derived: list[tuple[str, str, int]] = []
    for position, touchpoint in enumerate(taxonomy.touchpoints):
        for language, name in touchpoint.names.items():
            cues = touchpoint.cues.get(language, ())
            both = len(set(touchpoint.names.values())) == 1 and len(set(touchpoint.descriptions.values())) == 1
            spoken = "" if both else language
            rows += [_CueRow(cue, spoken, position, NAMED_CUE) for cue in cues]
            if len(cues) < _FEW_CUES:
                text = f"{name} {touchpoint.descriptions[language]}"
                derived += [(word, spoken, position) for word in _content_words(text)]
    owners: dict[str, set[int]] = {}
    for word, _, position in derived:
        owners.setdefault(word, set()).add(position)
    rows += [
        _CueRow(f"{word}*" if len(word) >= _LONG_STEM else word, spoken, position, 1.0 / len(owners[word]))
        for word, spoken, position in derived
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
