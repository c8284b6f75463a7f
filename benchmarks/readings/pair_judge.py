"""Measure the judge of pairs: on statements of real studies, on topics of labelled sets, and on the planted studies."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, f1_score

from benchmarks.planted_pains import FOLDER, KEY, read_segments, says
from benchmarks.readings.measures import agreement
from benchmarks.readings.page import figure, met, table
from training.data import load
from training.labels import segment_text
from voc.models.encoder_registry import load_encoder
from voc.models.pair_judge import load_judge
from voc.models.reader_outputs import PAIR_CLASSES
from voc.schema import Floats

PAIRS_FILE = Path(__file__).parent / "pairs.csv"
"""600 pairs of phrases of our own and statements of real studies, labelled twice; no pair is trained on."""
_NEAREST = 100


def measure() -> str:
    """All tables."""
    return "\n\n".join([_pairs(), _same_matter(), PLANTED, _planted()])


def _pairs() -> str:
    with PAIRS_FILE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    texts = [segment_text(row["set"], row["row"], int(row["start"]), int(row["end"])) for row in rows]
    truth = np.array([PAIR_CLASSES.index(row["first"]) for row in rows])
    agreed = np.array([row["first"] == row["second"] for row in rows])
    lines = []
    for language in ("de", "en"):
        own = np.arange(len(rows))
        phrases = [row[f"phrase_{language}"] for row in rows]
        read = load_judge().judge(phrases, texts, np.stack([own, own], axis=1)).relation.argmax(axis=1)
        each = f1_score(truth, read, average=None, labels=[0, 1, 2])
        macro = agreement(truth, read)[2]
        lines.append([
            language, str(len(rows)), *(figure(value) for value in each), figure(macro), "0.75", met(macro, 0.75),
            figure(agreement(truth[agreed], read[agreed])[2]),
        ])  # fmt: skip
    head = ["phrase", "pairs", *PAIR_CLASSES, "macro-F1", "required", "", "where both labels agree"]
    return table(head, lines)


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
    for name in TOPICS:
        phrases, texts, same = _topic_pairs(name, n)
        own = np.arange(len(same))
        matter = load_judge().judge(phrases, texts, np.stack([own, own], axis=1)).same_matter
        accuracy = float(((matter > 0.5) == same).mean())
        lines.append([name, str(len(same)), figure(accuracy), "0.85", met(accuracy, 0.85)])
    return table(["about the matter of a phrase", "pairs", "accuracy", "required", ""], lines)


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


PLANTED = (
    "Every statement of three invented studies with the title of every pain of their key, each in the study's language.\n"
    f"Found among {_NEAREST}: the share of statements that say a pain among the {_NEAREST} with the largest products."
)


def _planted() -> str:
    lines = []
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        key = tomllib.loads((folder / KEY).read_text("utf-8"))
        segments = read_segments(folder)
        language = "en" if sum(segment.language == "en" for segment in segments) > len(segments) / 2 else "de"
        titles = [planted[f"title_{language}"] for planted in key["pains"]]
        truth = np.array([[says(segment, planted) for segment in segments] for planted in key["pains"]])
        texts = [segment.text for segment in segments]
        judge, encoder = load_judge(), load_encoder("use")
        pairs = np.array([(i, k) for i in range(len(titles)) for k in range(len(texts))], np.int32)
        judged = judge.judge(titles, texts, pairs).relation[:, 0].reshape(truth.shape)
        products = judge.phrase_vectors(titles) @ judge.statement_vectors(texts).T
        cosines = encoder.encode(titles) @ encoder.encode(texts).T
        precision = np.mean([average_precision_score(*row) for row in zip(truth, judged, strict=True)])
        lines.append([
            folder.name, str(len(texts)), str(len(titles)), figure(float(truth.mean())), figure(float(precision)),
            figure(_reached(truth, products)), figure(_reached(truth, cosines)),
        ])  # fmt: skip
    head = [
        "study", "statements", "pains", "share that says a given pain", "average precision",
        f"found among {_NEAREST}", "by the encoder's cosine",
    ]  # fmt: skip
    return table(head, lines)


def _reached(truth: NDArray[np.bool_], scores: Floats) -> float:
    """Mean over phrases: the share of true statements among the nearest."""
    nearest = np.argsort(-scores, axis=1, kind="stable")[:, :_NEAREST]
    return float(np.mean([row[best].sum() / row.sum() for row, best in zip(truth, nearest, strict=True)]))
