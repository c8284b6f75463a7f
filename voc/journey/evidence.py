"""The evidence that a text gives for each touchpoint: nearness to prototypes, and cues."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from threadpoolctl import threadpool_limits

from voc.schema import Floats, Ints, Taxonomy, Touchpoint
from voc.text import stop_words
from voc.text.cue_phrases import CueMatcher, words

Encode = Callable[[Sequence[str]], Floats]

CUE = 0.15
"""What a cue of weight 1 adds to the mean cosine."""
NAMED_CUE = 2.0
"""Weight of a cue that the journey lists; words taken from a description weigh 1 or less."""
CUE_CAP = 3.0
"""The cues of a touchpoint together weigh this much at most."""
CURT = 2
CURT_PENALTY = 0.1
"""Texts of one or two words are near to something by chance: this is taken off their nearness."""
BACKGROUND_QUANTILE = 0.95
ABOVE_BACKGROUND = 0.08
"""Evidence this far above the background's quantile is as likely right as wrong: score 0.5."""

_BLOCK = 2048
_FEW_CUES = 3
_LONG_STEM = 5
_NO_WORD = 4


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    """Prototypes float32 (m, d) in the order of the touchpoints, the first row of each, and the cues.

    ``texts`` are the prototypes' own; ``mean`` float32 (d,) is the background's; ``middle`` is the evidence of score
    0.5; ``examples`` float32 (k, d) are the accepted examples' vectors, ``labels`` int32 (k,) their touchpoints;
    ``general`` float32 (b, d) are the vectors of general talk. All vectors but ``mean`` are less it and of length one.
    """

    texts: tuple[str, ...]
    prototypes: Floats
    starts: Ints
    mean: Floats
    middle: float
    matcher: CueMatcher
    cue_owner: Ints
    cue_weight: Floats
    cue_phrases: tuple[str, ...]
    examples: Floats
    labels: Ints
    general: Floats

    @staticmethod
    def build(taxonomy: Taxonomy, encode: Encode) -> EvidenceModel:
        """Encode everything that says what the touchpoints of a journey are, and measure general talk against it."""
        texts = [_prototypes(touchpoint) for touchpoint in taxonomy.touchpoints]
        background = background_sentences()
        flat = tuple(text for group in texts for text in group)
        accepted = [(text, place) for place, one in enumerate(taxonomy.touchpoints) for text in one.examples]
        vectors = encode([*background, *flat, *(text for text, _ in accepted)])
        general, mean = vectors[: len(background)], vectors[: len(background)].mean(0)
        starts = np.cumsum([0, *(len(group) for group in texts)]).astype(np.int32)
        rows = _cue_rows(taxonomy)
        first, last = len(background), len(background) + len(flat)
        model = EvidenceModel(
            texts=flat,
            prototypes=centred(vectors[first:last], mean),
            starts=starts,
            mean=mean,
            middle=0.0,
            matcher=CueMatcher([(row.phrase, row.language, number) for number, row in enumerate(rows)]),
            cue_owner=np.array([row.touchpoint for row in rows], dtype=np.int32),
            cue_weight=np.array([row.weight for row in rows], dtype=np.float32),
            cue_phrases=tuple(row.phrase for row in rows),
            examples=centred(vectors[last:], mean),
            labels=np.array([place for _, place in accepted], dtype=np.int32),
            general=centred(general, mean),
        )
        level = float(np.quantile(model.nearness(general).max(1), BACKGROUND_QUANTILE))
        return replace(model, middle=level + ABOVE_BACKGROUND)

    def owners(self) -> Ints:
        """int32 (m,): the touchpoint of each prototype."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    def meaning(self, texts: Sequence[str], embeddings: Floats) -> Floats:
        """float32 (n, touchpoints): nearness, less for texts of one or two words."""
        curt = np.array([len(text.split()) <= CURT for text in texts], dtype=np.float32)
        return np.asarray(self.nearness(embeddings) - CURT_PENALTY * curt[:, None], dtype=np.float32)

    def nearness(self, embeddings: Floats) -> Floats:
        """float32 (n, touchpoints): mean of the two best cosines to the prototypes of each touchpoint."""
        result = np.zeros((len(embeddings), len(self.starts) - 1), dtype=np.float32)
        with threadpool_limits(1):
            for start in range(0, len(embeddings), _BLOCK):
                rows = embeddings[start : start + _BLOCK]
                # A full block always, so that a row's product does not depend on how many rows come with it.
                block = np.zeros((_BLOCK, self.prototypes.shape[1]), dtype=np.float32)
                block[: len(rows)] = centred(rows, self.mean)
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


def centred(vectors: Floats, mean: Floats) -> Floats:
    """Vectors less `mean`, of length one again."""
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
