"""Measure the trained reader on what each leave-out run of `training.reader` left out, at both exits.

The runs must have been trained (`python -m training.reader …`, see `training/README.md`); their logits are cached, and
computing them needs torch. The calibration was fitted on the same segments, on bestande_de and on semeval2014_rest, so
their calibration errors, and the emotion scores of segments, are optimistic.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from benchmarks.readings import emotions
from benchmarks.readings.evaluation_sets import PARALLEL, SETS, Classes, label_columns, load_set, pairs, sample
from benchmarks.readings.measures import (
    agreement,
    calibration_error,
    labels_macro,
    parallel,
    three_classes,
    two_sided,
)
from benchmarks.readings.page import figure, met, table
from benchmarks.readings.statement_kinds import INTERVIEWS, SURVEYS
from training import emotion
from training.data import load
from training.labels import segment_text
from training.reader.predictions import CALIBRATION, pair_logits, text_logits
from training.reader.runs import EMOTION_RUN, RUNS
from training.segment_labels import read_segments
from voc.models.heads import sigmoid, softmax
from voc.models.reader_outputs import DEPTHS, GROUPS, PAIR_CLASSES
from voc.models.readings import (
    EMOTION_THRESHOLD,
    ReadingContextWeights,
    add_log_odds,
    align_emotions,
    align_statements,
)
from voc.schema import ABOUT, EMOTIONS, SENTIMENTS, STATEMENTS, STATUS, Floats

ROWS = 2500
"""Rows of each set that are read, spread evenly."""
TRANSLATIONS = 500
"""Pairs of a German and an English text that are read of each domain of m_absa."""
REQUIRED_TWO_SIDED = {
    "german_hotel_absa": 0.90, "mobasa": 0.76, "bestande_de": 0.84, "acos": 0.91, "us_airline_tweets": 0.87,
    "m_absa": 0.885,
}  # fmt: skip
"""Required macro-F1 (0–1) of positive against negative, by set."""
REQUIRED_THREE_CLASSES = {"german_hotel_absa": 0.68, "us_airline_tweets": 0.71, "sb10k": 0.60}
"""Required macro-F1 (0–1) of negative, neutral and positive, by set."""
PAIRS_FILE = Path(__file__).parent / "pairs.csv"


@dataclass(frozen=True, slots=True)
class RunReadings:
    """Calibrated probabilities of n texts by one run at one exit; columns as in `TextReadings`."""

    sentiments: Floats
    emotions: Floats
    kinds: Floats
    about: Floats
    status: Floats


RUN_OF = {name: run for run, settings in RUNS.items() for name in settings.left_out}
"""The run that leaves a set or study out, by its name."""


def read_texts(run: str, texts: Sequence[str], depth: str, *, is_talk: bool = False) -> RunReadings:
    """Readings of texts by a run, with the product's calibration, as `predict_readings` makes them.

    ``is_talk`` adds the context of interviews, as the product does; no other context is known.
    """
    z = _calibrated_logits(run, texts, depth)
    soft = {name: softmax(z[:, GROUPS[name].columns]) for name in ("sentiment", "kind", "about", "status")}
    felt = sigmoid(z[:, GROUPS["emotion"].columns])
    if is_talk:
        lean = np.array(ReadingContextWeights().interview, np.float32)
        soft["sentiment"] = add_log_odds(soft["sentiment"], np.tile(lean, (len(texts), 1)))
    return RunReadings(
        soft["sentiment"], align_emotions(felt, soft["sentiment"]), align_statements(soft["kind"], soft["sentiment"]),
        soft["about"], soft["status"],
    )  # fmt: skip


def _calibrated_logits(run: str, texts: Sequence[str], depth: str) -> Floats:
    calibration = _calibration()
    return text_logits(run, texts)[DEPTHS[depth]] * calibration[f"{depth}_scale"] + calibration[f"{depth}_shift"]


@cache
def _calibration() -> dict[str, Floats]:
    with np.load(CALIBRATION, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _rows_of(name: str) -> NDArray[np.int64]:
    """The rows of a set that are read; of a domain of m_absa both languages of the same texts."""
    if name not in PARALLEL:
        return sample(name, ROWS)
    both = pairs(name)
    chosen = np.unique(np.linspace(0, len(both) - 1, min(TRANSLATIONS, len(both))).astype(int))
    return both[chosen].ravel()


def read_set(name: str, depth: str) -> tuple[Classes, Floats, list[str]]:
    """Labels, sentiments and languages of the rows of a left-out set that are read."""
    whole, rows = load_set(name), _rows_of(name)
    read = read_texts(RUN_OF[name], [whole.texts[row] for row in rows], depth)
    return whole.truth[rows], read.sentiments, [str(whole.languages[row]) for row in rows]


def measure_sets(names: Sequence[str] = SETS) -> str:
    """Sides, three classes and calibration of every left-out set."""
    lines = []
    domains: dict[str, list[tuple[float, float]]] = {depth: [] for depth in DEPTHS}
    for name in names:
        cells, twos = [name], []
        for depth in DEPTHS:
            truth, sentiments, languages = read_set(name, depth)
            two, three = two_sided(truth, sentiments), three_classes(truth, sentiments)
            error = calibration_error(truth, sentiments)
            cells += [figure(two), figure(three), figure(error)]
            twos.append(two)
            if name in PARALLEL:
                by_language = [np.array(languages) == language for language in ("de", "en")]
                domains[depth] += [
                    (two_sided(truth[rows], sentiments[rows]), three_classes(truth[rows], sentiments[rows]))
                    for rows in by_language
                ]
        target = REQUIRED_TWO_SIDED.get(name)
        three_target = REQUIRED_THREE_CLASSES.get(name)
        cells += [f"{target:.3f} {met(twos[-1], target)}" if target else ""]
        cells += [f"{three_target:.2f} {met(three, three_target)}" if three_target else ""]
        lines.append(cells)
    if all(domains.values()):
        cells = ["m_absa, mean of domains and languages"]
        for depth in DEPTHS:
            two, three = (float(np.mean(column)) for column in zip(*domains[depth], strict=True))
            cells += [figure(two), figure(three), ""]
        target = REQUIRED_TWO_SIDED["m_absa"]
        lines.append([*cells, f"{target:.3f} {met(two, target)}", ""])
    head = ["left out"]
    for depth in DEPTHS:
        head += [f"{depth}, +/−", f"{depth}, three", f"{depth}, calibration error"]
    return table([*head, "+/− required", "three required"], lines)


def measure_translations() -> str:
    """How often a text and its translation get the same sentiment."""
    lines = []
    for depth in DEPTHS:
        german, english = [], []
        for name in PARALLEL:
            _, sentiments, _ = read_set(name, depth)
            german.append(sentiments[0::2])
            english.append(sentiments[1::2])
        same, same_side = parallel(np.concatenate(german), np.concatenate(english))
        lines.append([depth, figure(same), figure(same_side), "0.94", met(same_side, 0.94)])
    return table(["exit", "same of three", "same side, if neither is neutral", "required", ""], lines)


# --------------------------------------------------------------------------------------------------- labelled segments


def measure_labels() -> str:
    """Sentiment and kinds of the segments of `statements.csv`, which earlier versions were measured on too."""
    columns = label_columns()
    truth = np.array([SENTIMENTS.index(cell) if cell in SENTIMENTS else -1 for cell in columns["sentiment"]])
    kinds = np.array([STATEMENTS.index(cell) for cell in columns["label"]])
    second = columns["second"] != ""
    lines = []
    for name, sources in _groups():
        rows = np.isin(columns["set"], sources)
        for depth in DEPTHS:
            sentiments, read_kinds = _read_rows(columns["set"], columns["text"], rows, depth)
            clear = truth[rows] >= 0
            accuracy = agreement(truth[rows][clear], sentiments.argmax(axis=1)[clear])[0]
            kind_accuracy, _, kind_macro = agreement(kinds[rows], read_kinds.argmax(axis=1))
            twice = second[rows]
            second_f1 = agreement(
                kinds[rows][twice], np.array([STATEMENTS.index(c) for c in columns["second"][rows][twice]])
            )[2]
            own = agreement(kinds[rows][twice], read_kinds.argmax(axis=1)[twice])[2]
            lines.append([
                name, depth, str(int(rows.sum())), figure(three_classes(truth[rows], sentiments)), figure(accuracy),
                figure(two_sided(truth[rows], sentiments)), figure(calibration_error(truth[rows], sentiments)),
                figure(kind_macro), figure(kind_accuracy), figure(own / second_f1 if second_f1 else float("nan"), 2),
            ])  # fmt: skip
    head = ["left out", "exit", "segments", "three classes", "accuracy", "+/−", "calibration error", "kinds, macro-F1"]
    return table([*head, "kinds, accuracy", "kinds ÷ second labelling"], lines)


def _groups() -> list[tuple[str, tuple[str, ...]]]:
    interviews = tuple(name for name in INTERVIEWS if name in RUN_OF)
    german = tuple(name for name in interviews if name.endswith("_de"))
    english = tuple(name for name in interviews if name not in german)
    return [
        *((name, (name,)) for name in interviews), ("interviews, German", german), ("interviews, English", english),
        ("all interviews", interviews), ("surveys", SURVEYS),
    ]  # fmt: skip


def _read_rows(
    sets: NDArray[np.str_], texts: NDArray[np.object_], rows: NDArray[np.bool_], depth: str
) -> tuple[Floats, Floats]:
    """Sentiments and kinds of chosen rows, each by the run that left its set out."""
    positions = np.flatnonzero(rows)
    sentiments = np.zeros((len(positions), len(SENTIMENTS)), np.float32)
    kinds = np.zeros((len(positions), len(STATEMENTS)), np.float32)
    for run in sorted({RUN_OF[name] for name in sets[positions]}):
        own = np.array([RUN_OF[name] == run for name in sets[positions]])
        is_talk = bool(np.isin(sets[positions[own]], INTERVIEWS).all())
        read = read_texts(run, texts[positions[own]].tolist(), depth, is_talk=is_talk)
        sentiments[own], kinds[own] = read.sentiments, read.kinds
    return sentiments, kinds


def measure_segments() -> str:
    """All single-text tasks on the left-out segments of `segments.csv`, beside the agreement of two annotators."""
    segments = [segment for segment in read_segments() if segment.set_name in RUN_OF]
    lines = []
    for name, chosen in (
        ("talk, German", [s for s in segments if s.form == "talk" and s.language == "de"]),
        ("talk, English", [s for s in segments if s.form == "talk" and s.language == "en"]),
        ("surveys", [s for s in segments if s.set_name in SURVEYS]),
    ):
        for depth in DEPTHS:
            parts: list[tuple[str, RunReadings]] = []
            order: list[int] = []
            for run in sorted({RUN_OF[s.set_name] for s in chosen}):
                own = [i for i, s in enumerate(chosen) if RUN_OF[s.set_name] == run]
                order += own
                is_talk = name.startswith("talk")
                parts.append((run, read_texts(run, [chosen[i].text for i in own], depth, is_talk=is_talk)))
            rows = [chosen[i].final for i in order]
            read = RunReadings(
                *(np.concatenate([getattr(part, field) for _, part in parts]) for field in RunReadings.__slots__)
            )
            sides = np.array([SENTIMENTS.index(r.sentiment) if r.sentiment in SENTIMENTS else -1 for r in rows])
            clear = sides >= 0
            scores = [
                three_classes(sides, read.sentiments),
                agreement(sides[clear], read.sentiments.argmax(axis=1)[clear])[0],
                calibration_error(sides, read.sentiments),
                agreement(np.array([STATEMENTS.index(r.kinds[0]) for r in rows]), read.kinds.argmax(axis=1))[2],
                agreement(np.array([ABOUT.index(r.about) for r in rows]), read.about.argmax(axis=1))[2],
                agreement(np.array([STATUS.index(r.status) for r in rows]), read.status.argmax(axis=1))[2],
                labels_macro(
                    np.array([[e in r.emotions for e in EMOTIONS] for r in rows]), read.emotions >= EMOTION_THRESHOLD
                ),
            ]
            lines.append([name, depth, str(len(rows)), *map(figure, scores)])
    head = ["left out", "exit", "segments", "three classes", "accuracy", "calibration error", "kind", "about", "status"]
    return table([*head, "emotions"], lines)


def measure_emotions() -> str:
    """Emotions of the held-out tenths, as in `emotions`."""
    lines = []
    for depth in DEPTHS:
        for name, language, target in (("brighter", "de", 0.58), ("brighter", "en", 0.66), ("goemotions", "en", 0.0)):
            held_out = emotion.held_out(len(load(name))) & (load(name)["lang"] == language).to_numpy()
            targets, weights = emotion.emotion_targets(name)
            truth = targets[held_out] > 0.5
            labelled = (weights[held_out] > 0).any(axis=0) & truth.any(axis=0)
            texts = load(name)["text"].to_numpy()[held_out].tolist()
            logits = _calibrated_logits(EMOTION_RUN, texts, depth)[:, GROUPS["emotion"].columns]
            felt = sigmoid(logits) >= EMOTION_THRESHOLD
            score = labels_macro(truth[:, labelled], felt[:, labelled])
            lines.append(
                [f"{name} ({language})", depth, figure(score), f"{target:.2f} {met(score, target)}" if target else ""]
            )
            if name == "goemotions":
                gold = [set(json.loads(cell)) for cell in load(name)["ekman"].to_numpy()[held_out]]
                groups = emotions.EKMAN
                true = np.array([[bool(set(group) & labels) for group, _ in groups.values()] for labels in gold])
                columns = [[EMOTIONS.index(own) for own in names] for _, names in groups.values()]
                seen = np.stack([felt[:, own].any(axis=1) for own in columns], axis=1)
                score = labels_macro(true, seen)
                lines.append(["goemotions, Ekman's groups", depth, figure(score), f"0.58 {met(score, 0.58)}"])
    return table(["held out", "exit", "macro-F1", "required"], lines)


# --------------------------------------------------------------------------------------------------------------- pairs


def measure_pairs() -> str:
    """The judgement of pairs from real studies, and "same matter" on two sets that no training pair is from.

    "product": the shipped network. It was trained on labels of most of these statements, but on none of these pairs.
    "leave-out runs": trained on neither; measured on the studies that each run left out.
    """
    with PAIRS_FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    left_out = [row for row in rows if row["set"] in RUN_OF]
    lines = [
        *(
            _pair_line("product", rows, ["full"] * len(rows), depth, language)
            for depth in DEPTHS
            for language in ("de", "en")
        ),
        *(
            _pair_line("leave-out runs", left_out, [RUN_OF[row["set"]] for row in left_out], depth, language)
            for depth in DEPTHS
            for language in ("de", "en")
        ),
    ]
    head = ["network", "exit", "phrase", "pairs", *PAIR_CLASSES, "macro-F1", "required", ""]
    return f"{table([*head, 'where both labels agree'], lines)}\n\n{_same_matter()}"


def _pair_line(title: str, rows: list[dict[str, str]], runs: list[str], depth: str, language: str) -> list[str]:
    """One line of the table: rows of PAIRS_FILE, each judged by its run, with the phrase in one language."""
    texts = [segment_text(row["set"], row["row"], int(row["start"]), int(row["end"])) for row in rows]
    truth = np.array([PAIR_CLASSES.index(row["first"]) for row in rows])
    agreed = np.array([row["first"] == row["second"] for row in rows])
    z = np.zeros((len(rows), len(PAIR_CLASSES) + 1), np.float32)
    for run in sorted(set(runs)):
        own = [i for i, name in enumerate(runs) if name == run]
        phrases = [rows[i][f"phrase_{language}"] for i in own]
        z[own] = pair_logits(run, phrases, [texts[i] for i in own])[DEPTHS[depth]]
    read = z[:, : len(PAIR_CLASSES)].argmax(axis=1)
    each = f1_score(truth, read, average=None, labels=[0, 1, 2])
    macro = agreement(truth, read)[2]
    return [
        title, depth, language, str(len(rows)), *(figure(value) for value in each), figure(macro), "0.75",
        met(macro, 0.75), figure(agreement(truth[agreed], read[agreed])[2]),
    ]  # fmt: skip


TOPICS: dict[str, dict[str, tuple[str, str]]] = {
    "german_hotel_absa": {
        "SERVICE": ("Service und Personal", "service and staff"), "LAGE": ("Lage des Hotels", "location of the hotel"),
        "ZIMMER": ("Zimmer", "hotel room"), "ESSEN&TRINKEN": ("Essen und Trinken", "food and drinks"),
    },
    "sentihood": {
        "price": ("Mieten und Preise", "rents and prices"),
        "transit-location": ("Verkehrsanbindung", "public transport"),
        "safety": ("Sicherheit und Kriminalität", "safety and crime"), "nightlife": ("Nachtleben", "nightlife"),
        "shopping": ("Einkaufen", "shopping"), "multicultural": ("Menschen vieler Kulturen", "people of many cultures"),
        "green-nature": ("Parks und Grünflächen", "parks and green spaces"), "dining": ("Essen gehen", "dining out"),
        "quiet": ("Ruhe und Lärm", "quiet or noise"),
    },
}  # fmt: skip
"""For two sets from which no training pair comes: our phrase for each category, German and English."""


def _same_matter(n: int = 300) -> str:
    lines = []
    for depth, exit_ in DEPTHS.items():
        for name in TOPICS:
            phrases, texts, same = _topic_pairs(name, n)
            z = pair_logits("full", phrases, texts)[exit_][:, -1]
            accuracy = float(((z > 0) == same).mean())
            lines.append([name, depth, str(len(same)), figure(accuracy), "0.85", met(accuracy, 0.85)])
    return table(["about the matter of a phrase", "exit", "pairs", "accuracy", "required", ""], lines)


def _topic_pairs(name: str, n: int) -> tuple[list[str], list[str], NDArray[np.bool_]]:
    """n pairs of a phrase of TOPICS and a text of that category, and n of a phrase and a text of other categories."""
    rng = np.random.default_rng(20261130)
    rows = load(name)
    categories = [{aspect["category"].split("#")[0] for aspect in json.loads(cell)} for cell in rows["aspects"]]
    usable = [i for i, own in enumerate(categories) if own and own <= set(TOPICS[name])]
    topics = list(TOPICS[name])
    phrases, texts, same = [], [], []
    while len(same) < 2 * n:
        row, topic = usable[rng.integers(len(usable))], topics[rng.integers(len(topics))]
        is_same = topic in categories[row]
        if sum(same) >= n if is_same else len(same) - sum(same) >= n:
            continue
        phrases.append(TOPICS[name][topic][rng.integers(2)])
        texts.append(str(rows["text"].iloc[row]))
        same.append(is_same)
    return phrases, texts, np.array(same)


TABLES: dict[str, Callable[[], str]] = {
    "sets": measure_sets, "translations": measure_translations, "labels": measure_labels, "segments": measure_segments,
    "emotions": measure_emotions, "pairs": measure_pairs,
}  # fmt: skip


def measure(names: Sequence[str] = tuple(TABLES)) -> Iterator[tuple[str, str]]:
    """The tables by name."""
    for name in names:
        yield name, TABLES[name]()


if __name__ == "__main__":
    import sys

    for title, body in measure(sys.argv[1:] or tuple(TABLES)):
        print(f"## {title}\n\n{body}\n", flush=True)
