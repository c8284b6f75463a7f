"""Which sets teach sentiment, and what their labels mean: probabilities of (negative, neutral, positive)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from training.data import load
from voc.schema import Floats

NEGATIVE, NEUTRAL, POSITIVE = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
MIXED = (0.4, 0.2, 0.4)
Target = tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows of one group of one set: positions in the set, targets (n, 3), and the weight of its labels."""

    name: str
    group: str
    rows: NDArray[np.int64]
    targets: Floats
    trust: float


def from_aspects(cell: str) -> Target:
    """Aspects that agree give the sentiment; positive and negative ones together are mixed."""
    polarities = {str(aspect.get("polarity", "")).lower()[:3] for aspect in json.loads(cell)} - {""}
    if "con" in polarities or {"pos", "neg"} <= polarities:
        return MIXED
    if "pos" in polarities:
        return POSITIVE if polarities == {"pos"} else (0.0, 0.3, 0.7)
    if "neg" in polarities:
        return NEGATIVE if polarities == {"neg"} else (0.7, 0.3, 0.0)
    return NEUTRAL


def from_polarity(cell: str) -> Target:
    """A label for the whole text."""
    table: dict[str, Target] = {"negative": NEGATIVE, "neutral": NEUTRAL, "positive": POSITIVE, "mixed": MIXED}
    return table.get(cell)


def from_score(cell: str) -> Target:
    """A number around 0."""
    score = float(cell)
    return NEUTRAL if score == 0 else POSITIVE if score > 0 else NEGATIVE


def from_stars(cell: str) -> Target:
    """1–5 stars of a whole review: weak labels, the middle one is mixed."""
    if not cell:
        return None
    stars = round(float(cell))
    table: dict[int, Target] = {
        1: NEGATIVE, 2: (0.8, 0.1, 0.1), 3: MIXED, 4: (0.1, 0.1, 0.8), 5: POSITIVE
    }  # fmt: skip
    return table.get(stars)


def from_stars_of_sentence(cell: str) -> Target:
    """1–5 stars of a sentence's review: weaker still, the middle one says nothing."""
    table: dict[int, Target] = {
        1: (0.85, 0.12, 0.03), 2: (0.65, 0.2, 0.15), 4: (0.15, 0.15, 0.7), 5: (0.03, 0.07, 0.9)
    }  # fmt: skip
    return table.get(round(float(cell))) if cell else None


def from_recommended(cell: str) -> Target:
    """Whether the author of a whole review would recommend the thing: a weak label."""
    return (0.05, 0.05, 0.9) if cell in {"y", "1"} else (0.85, 0.1, 0.05)


def from_goemotions(cell: str) -> Target:
    """Emotions of a comment, by the sentiment that their authors give each (Demszky et al., 2020)."""
    return _from_emotions(json.loads(cell), _GO_POSITIVE, _GO_NEGATIVE)


def from_brighter(cell: str) -> Target:
    """Joy against anger, disgust, fear and sadness; none at all is neutral."""
    return _from_emotions(json.loads(cell), {"joy"}, {"anger", "disgust", "fear", "sadness"})


def from_xed(cell: str) -> Target:
    """Plutchik's emotions of a film's subtitle; none at all is neutral."""
    return _from_emotions(json.loads(cell), {"joy", "trust"}, {"anger", "disgust", "fear", "sadness"})


_GO_POSITIVE = frozenset(
    """admiration amusement approval caring desire excitement gratitude joy love optimism pride relief
    """.split()  # noqa: SIM905
)
_GO_NEGATIVE = frozenset(
    """anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness remorse sadness
    """.split()  # noqa: SIM905
)


def _from_emotions(names: list[str], positive: Collection[str], negative: Collection[str]) -> Target:
    labels = set(names)
    if labels & set(positive) and labels & set(negative):
        return MIXED
    if labels & set(positive):
        return POSITIVE
    if labels & set(negative):
        return NEGATIVE
    return NEUTRAL if labels <= {"neutral"} else (0.2, 0.6, 0.2)


def _neutral(cell: str) -> Target:
    return NEUTRAL


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read one set.

    ``split`` names the column whose values are groups of their own; one row in ``step`` is used.
    """

    column: str
    read: Callable[[str], Target]
    trust: float = 1.0
    split: str = "lang"
    step: int = 1


PLANS: dict[str, Plan] = {
    "german_hotel_absa": Plan("aspects", from_aspects),
    "mobasa": Plan("polarity", from_polarity),
    "sb10k": Plan("polarity", from_polarity),
    "potts": Plan("polarity", from_polarity, 0.5),
    "m_absa": Plan("aspects", from_aspects, split="domain"),
    "acos": Plan("aspects", from_aspects, split="domain"),
    "sentihood": Plan("aspects", from_aspects, 0.7),
    "semeval2014_rest": Plan("aspects", from_aspects),
    "semeval2016_multi": Plan("aspects", from_aspects),
    "sentimentr": Plan("polarity_score", from_score, split="corpus"),
    "bestande_de": Plan("rating", from_stars, 0.7),
    "jameda_de": Plan("rating", from_stars, 0.5),
    "kununu_de": Plan("rating", from_stars, 0.3),
    "amazon_alexa": Plan("rating", from_stars, 0.6),
    "womens_clothing": Plan("rating", from_stars, 0.5),
    "skytrax_lounge_seat": Plan("recommended", from_recommended, 0.3, split="kind"),
    "ryanair": Plan("recommended", from_recommended, 0.5),
    "bestande_de:sentences": Plan("rating", from_stars_of_sentence, 0.8),
    "jameda_de:sentences": Plan("rating", from_stars_of_sentence, 0.8),
    "kununu_de:sentences": Plan("rating", from_stars_of_sentence, 0.5),
    "amazon_alexa:sentences": Plan("rating", from_stars_of_sentence, 0.5),
    "womens_clothing:sentences": Plan("rating", from_stars_of_sentence, 0.5),
    "skytrax_lounge_seat:sentences": Plan("recommended", from_recommended, 0.5, split="kind"),
    "ryanair:sentences": Plan("recommended", from_recommended, 0.5),
    "goemotions": Plan("emotions", from_goemotions, 0.7, step=2),
    "brighter": Plan("emotions", from_brighter, 0.7),
    "xed": Plan("emotions", from_xed, 0.3, step=3),
    "clinc150": Plan("text", _neutral, 0.3),
    "massive_de": Plan("text", _neutral, 0.3),
}


def labelled(name: str) -> list[Labelled]:
    """All usable rows of a set by group, in the order of the file."""
    plan = PLANS[name]
    table: pd.DataFrame = load(name)
    targets = [plan.read(cell) for cell in table[plan.column]]
    usable = np.array([target is not None for target in targets])
    usable[np.arange(len(table)) % plan.step != 0] = False
    groups = table[plan.split].to_numpy()
    out = []
    for group in sorted(set(groups[usable])):
        rows = np.flatnonzero(usable & (groups == group))
        out.append(
            Labelled(name, f"{name}/{group}", rows, np.array([targets[i] for i in rows], np.float32), plan.trust)
        )
    return out
