"""The evidence that a text itself gives for each touchpoint: nearness to the journey's own words, and cues.

A touchpoint's *prototypes* are its name, its description and its cues, in both languages. The mean of the sentences in
`background.txt` (general talk) is subtracted from all vectors, because any two sentences have much in common for an
encoder. Evidence is comparable between journeys, since it is measured against how near general talk is to a touchpoint.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from voc.models.row_products import multiply_rows
from voc.schema import Floats, Ints, Taxonomy, Touchpoint
from voc.text import stop_words
from voc.text.matching import CueMatcher, fold_words

Encode = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class EvidenceWeights:
    """Weights of what a text says by itself, set on the labelled sets of benchmarks/journey.py and the demo study."""

    cue: float = 0.15
    """A cue of weight 1 adds this to the mean cosine."""
    listed_cue: float = 2.0
    """A cue that the journey file lists has this weight; a word taken from a description weighs 1 or less."""
    max_cues: float = 3.0
    """The cues of one touchpoint together weigh at most this."""
    short_text_words: int = 2
    """A text of this many words or fewer is near to some touchpoint by chance."""
    short_text_penalty: float = 0.1
    """This much cosine is subtracted for such a short text."""
    background_quantile: float = 0.95
    """This quantile of general talk's best cosines is the level that evidence is measured from."""
    above_background: float = 0.08
    """Evidence this far above the level is as likely right as wrong, so it has the score 0.5."""


DEFAULT_WEIGHTS = EvidenceWeights()

_BLOCK = 2048
"""Texts whose cosines are held at a time."""
_FEW_CUES = 3
"""A touchpoint with fewer cues in a language also takes the words of its name and description as cues."""
_LONG_STEM = 5
"""A derived cue of this many letters or more matches any ending."""
_MIN_CUE_PROTOTYPE = 4
"""A shorter cue ("app", "ad*") is no prototype, because the encoder has no clear vector for it."""


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues of a journey; ``touchpoints`` int32 (c,) and ``weights`` float32 (c,) are aligned with ``phrases``."""

    matcher: CueMatcher
    phrases: tuple[str, ...]
    touchpoints: Ints
    weights: Floats


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    """The encoded texts of a journey.

    ``prototypes`` float32 (m, d) and their ``texts`` are in the order of the touchpoints: those of touchpoint i are
    rows ``starts[i]`` to ``starts[i + 1]``. ``general`` float32 (b, d) are the vectors of general talk, ``mean``
    float32 (d,) is their mean. ``examples`` float32 (k, d) are the accepted examples, ``example_touchpoints`` int32
    (k,) their touchpoints. All vectors but ``mean`` are centred on it and of length one. ``midpoint`` is the evidence
    that has the score 0.5.
    """

    texts: tuple[str, ...]
    prototypes: Floats
    starts: Ints
    mean: Floats
    midpoint: float
    cues: Cues
    examples: Floats
    example_touchpoints: Ints
    general: Floats
    weights: EvidenceWeights

    @staticmethod
    def build(taxonomy: Taxonomy, encode: Encode, weights: EvidenceWeights = DEFAULT_WEIGHTS) -> EvidenceModel:
        """Encode all texts of a journey with at least one touchpoint, and measure general talk against them."""
        prototypes = [_prototype_texts(touchpoint) for touchpoint in taxonomy.touchpoints]
        background = background_sentences()
        texts = tuple(text for group in prototypes for text in group)
        examples = [
            (text, position) for position, touchpoint in enumerate(taxonomy.touchpoints) for text in touchpoint.examples
        ]
        vectors = encode([*background, *texts, *(text for text, _ in examples)])
        general, mean = vectors[: len(background)], vectors[: len(background)].mean(0)
        first, last = len(background), len(background) + len(texts)
        model = EvidenceModel(
            texts=texts,
            prototypes=centre_on(vectors[first:last], mean),
            starts=np.cumsum([0, *(len(group) for group in prototypes)]).astype(np.int32),
            mean=mean,
            midpoint=0.0,
            cues=_collect_cues(taxonomy, weights.listed_cue),
            examples=centre_on(vectors[last:], mean),
            example_touchpoints=np.array([position for _, position in examples], dtype=np.int32),
            general=centre_on(general, mean),
            weights=weights,
        )
        level = float(np.quantile(model.nearness(general).max(1), weights.background_quantile))
        return replace(model, midpoint=level + weights.above_background)

    @property
    def n_touchpoints(self) -> int:
        """How many touchpoints the journey has."""
        return len(self.starts) - 1

    def prototype_touchpoints(self) -> Ints:
        """int32 (m,): the touchpoint of each prototype."""
        return np.repeat(np.arange(self.n_touchpoints, dtype=np.int32), np.diff(self.starts))

    def meaning(self, texts: Sequence[str], embeddings: Floats) -> Floats:
        """float32 (n, touchpoints): nearness, reduced for texts of one or two words."""
        is_short = np.array([len(text.split()) <= self.weights.short_text_words for text in texts], dtype=np.float32)
        penalty = self.weights.short_text_penalty * is_short[:, None]
        return np.asarray(self.nearness(embeddings) - penalty, dtype=np.float32)

    def nearness(self, embeddings: Floats) -> Floats:
        """float32 (n, touchpoints): mean of the two best cosines to the prototypes of each touchpoint."""
        result = np.zeros((len(embeddings), self.n_touchpoints), dtype=np.float32)
        for start in range(0, len(embeddings), _BLOCK):
            rows = centre_on(embeddings[start : start + _BLOCK], self.mean)
            cosines = multiply_rows(rows, np.ascontiguousarray(self.prototypes.T))
            for column, (first, last) in enumerate(pairwise(self.starts.tolist())):
                part = cosines[:, first:last]
                best = np.partition(part, -2, axis=1)[:, -2:] if last - first > 1 else part
                result[start : start + len(rows), column] = best.mean(1)
        return result

    def cue_weights(self, texts: Sequence[str], languages: Sequence[str]) -> Floats:
        """float32 (n, touchpoints): summed weight of the distinct cues in each text, at most ``weights.max_cues``."""
        result = np.zeros((len(texts), self.n_touchpoints), dtype=np.float32)
        for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
            cues = sorted(self.cues.matcher.find(text, language))
            if cues:
                np.add.at(result[row], self.cues.touchpoints[cues], self.cues.weights[cues])
        return np.minimum(result, self.weights.max_cues)


def centre_on(vectors: Floats, mean: Floats) -> Floats:
    """The vectors with `mean` subtracted, scaled to length one."""
    rows = vectors - mean
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-12), dtype=np.float32)


def _prototype_texts(touchpoint: Touchpoint) -> list[str]:
    """All texts that describe a touchpoint, without repeats."""
    texts: list[str] = []
    for language, name in touchpoint.names.items():
        description = touchpoint.descriptions[language]
        cues = touchpoint.cues.get(language, ())
        texts += [name, description, f"{name}: {description}"]
        texts += [cue.replace("*", "") for cue in cues if len(cue) >= _MIN_CUE_PROTOTYPE]
        if len(cues) < _FEW_CUES:
            # A team's own journey often has a name and one line only; its enumerations then serve as prototypes.
            parts = [part.strip() for part in re.split(r"[,:;()]| and | und | or | oder ", description)]
            texts += [part for part in parts if part]
    return list(dict.fromkeys(texts))


@dataclass(frozen=True, slots=True)
class _Cue:
    phrase: str
    language: str
    touchpoint: int
    weight: float


def _collect_cues(taxonomy: Taxonomy, listed_weight: float) -> Cues:
    """Collect the listed cues, and derive cues from the descriptions of touchpoints that list few.

    A derived word that belongs to k touchpoints weighs 1/k. A cue without a language counts in every language.
    """
    cues: list[_Cue] = []
    derived: list[_Cue] = []
    for position, touchpoint in enumerate(taxonomy.touchpoints):
        for language, name in touchpoint.names.items():
            listed = touchpoint.cues.get(language, ())
            # A journey written in one language has the same text under both; nobody can say which language it is.
            is_one_text = len(set(touchpoint.names.values())) == len(set(touchpoint.descriptions.values())) == 1
            cue_language = "" if is_one_text else language
            cues += [_Cue(phrase, cue_language, position, listed_weight) for phrase in listed]
            if len(listed) < _FEW_CUES:
                text = f"{name} {touchpoint.descriptions[language]}"
                derived += [_Cue(word, cue_language, position, 1.0) for word in _content_words(text)]
    owners: dict[str, set[int]] = {}
    for cue in derived:
        owners.setdefault(cue.phrase, set()).add(cue.touchpoint)
    for cue in derived:
        phrase = f"{cue.phrase}*" if len(cue.phrase) >= _LONG_STEM else cue.phrase
        cues.append(replace(cue, phrase=phrase, weight=1.0 / len(owners[cue.phrase])))
    cues = list(dict.fromkeys(cues))
    return Cues(
        matcher=CueMatcher([(cue.phrase, cue.language, number) for number, cue in enumerate(cues)]),
        phrases=tuple(cue.phrase for cue in cues),
        touchpoints=np.array([cue.touchpoint for cue in cues], dtype=np.int32),
        weights=np.array([cue.weight for cue in cues], dtype=np.float32),
    )


def _content_words(text: str) -> list[str]:
    stops = _folded_stop_words()
    return [word for word in dict.fromkeys(fold_words(text)) if word not in stops and len(word) > 1]


@cache
def _folded_stop_words() -> frozenset[str]:
    return frozenset(part for word in stop_words("") for part in fold_words(word))


@cache
def background_sentences() -> tuple[str, ...]:
    """German and English sentences of general talk that belong to no touchpoint."""
    text = files("voc.journey").joinpath("background.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
