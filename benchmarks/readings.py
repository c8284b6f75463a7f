"""How well segments are read: `python -m benchmarks.readings [--quick] [--write FILE]`.

Sentiment is judged on sets that were left out: for each set the head is fitted anew without its rows, without copies
of them (by letters and digits) and without their translations. Beside it stand VADER (English), a TF-IDF model fitted
on the same rows, and the majority. The statement head is judged on sources that were left out. `--quick` judges only
the three sets that issue 2 names.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from training import emotion, sentiment, statements
from training.calibrate import SETS as CALIBRATED
from training.calibrate import logits
from training.cards import record
from training.data import DataError, encode, load, vectors
from training.fit import gram_matrix
from training.sentiment_sets import NEGATIVE, NEUTRAL, POSITIVE, from_aspects, from_polarity
from voc.models.features import grams
from voc.models.heads import load_head
from voc.models.statements import inputs
from voc.schema import EMOTIONS, STATEMENTS, Floats

QUICK = ("german_hotel_absa", "acos", "us_airline_tweets")
FULL = (*QUICK, "mobasa", "sb10k", "bestande_de", "semeval2014_rest")
NEEDED = {"german_hotel_absa": 0.84, "acos": 0.86, "us_airline_tweets": 0.80}


def gold(name: str) -> NDArray[np.int64]:
    """0 negative, 1 neutral, 2 positive, −1 mixed or unclear: int64 (n,)."""
    table = load(name)
    if name == "bestande_de":
        return np.array([{"1": 0, "2": 0, "4": 2, "5": 2}.get(cell, -1) for cell in table["rating"]])
    whole = "polarity" in table
    targets = [
        from_polarity(cell) if whole else from_aspects(cell) for cell in table["polarity" if whole else "aspects"]
    ]
    kinds = {NEGATIVE: 0, NEUTRAL: 1, POSITIVE: 2}
    return np.array([-1 if target is None else kinds.get(target, -1) for target in targets])


def macro(truth: NDArray[np.int64], scores: Floats) -> tuple[float, float]:
    """Macro-F1 of positive against negative, and of all three classes."""
    two = (truth == 0) | (truth == 2)
    sided = np.where(scores[:, 2] > scores[:, 0], 2, 0)
    three = truth >= 0
    return (
        float(f1_score(truth[two], sided[two], average="macro", labels=[0, 2])),
        float(f1_score(truth[three], scores[three].argmax(axis=1), average="macro")),
    )


def calibration_error(truth: NDArray[np.int64], scores: Floats) -> float:
    """Expected calibration error of the leading class in ten bins (Guo et al., 2017, arXiv:1706.04599)."""
    known = truth >= 0
    sure, right = scores[known].max(axis=1), scores[known].argmax(axis=1) == truth[known]
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(sum(abs(right[bins == b].mean() - sure[bins == b].mean()) * (bins == b).mean() for b in set(bins)))


def vader(texts: list[str]) -> Floats:
    """VADER's compound score as three scores, with its own thresholds (Hutto & Gilbert, 2014)."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # type: ignore[import-untyped]

    judge = SentimentIntensityAnalyzer()
    compound = np.array([judge.polarity_scores(text)["compound"] for text in texts], np.float32)
    return np.stack([-compound, np.where(np.abs(compound) < 0.05, 1, 0), compound], axis=1)


def tf_idf(rows: sentiment.Pool, keep: NDArray[np.bool_], texts: list[str]) -> Floats:
    """A linear model on hashed words and parts of words alone, fitted on the same rows."""
    from sklearn.svm import LinearSVC

    clear = keep & (rows.targets.max(axis=1) >= 0.7)
    model = LinearSVC(C=0.1, random_state=0)
    matrix = gram_matrix(sentiment.select(rows.grams, clear))
    model.fit(matrix, rows.targets[clear].argmax(axis=1), sample_weight=sentiment.weigh(rows, clear))
    return np.asarray(model.decision_function(gram_matrix(grams(texts))), np.float32)


def judge_sentiment(names: tuple[str, ...]) -> list[str]:
    """The table of sentiment, as lines of Markdown."""
    rows = sentiment.pool()
    calibration = load_head("sentiment").calibration
    lines = [
        "| left out | rows | voc, +/− | needed | voc, three | error of calibration | TF-IDF, +/− | VADER, +/− "
        "| VADER, three | majority, +/− |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name in names:
        start = time.perf_counter()
        texts, truth, keep = load(name)["text"].tolist(), gold(name), sentiment.without(rows, name)
        z = logits(sentiment.train(rows, keep), vectors(name), grams(texts))
        shifted = z * calibration[0] + calibration[1]
        odds = np.exp(shifted - shifted.max(axis=1, keepdims=True))
        ours = odds / odds.sum(axis=1, keepdims=True)
        two, three = macro(truth, ours)
        peer = macro(truth, vader(texts)) if (load(name)["lang"] == "en").all() else None
        words = macro(truth, tf_idf(rows, keep, texts))[0]
        most = macro(
            truth, np.eye(3, dtype=np.float32)[np.full(len(truth), np.bincount(truth[truth != 1] + 1)[1:].argmax())]
        )
        cells = [
            f"{name}{' (also used to calibrate)' if name in CALIBRATED else ''}", f"{len(truth):,}", f"{two:.3f}",
            f"{NEEDED[name]:.2f}" if name in NEEDED else "", f"{three:.3f}" if (truth == 1).any() else "",
            f"{calibration_error(truth, ours):.3f}", f"{words:.3f}", f"{peer[0]:.3f}" if peer else "",
            f"{peer[1]:.3f}" if peer else "", f"{most[0]:.3f}",
        ]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
        print(lines[-1], f"{time.perf_counter() - start:.0f} s", flush=True)
    return lines


def judge_statements() -> list[str]:
    """The table of statement kinds, as lines of Markdown."""
    hand, weak = statements.labelled(), statements.weak()
    lines = ["| left out | segments | accuracy | macro-F1 of the kinds that occur |", "|---|---|---|---|"]
    every = np.full(len(hand.texts), -1)
    for source in sorted(set(hand.sources)):
        arrays = statements.train([statements.without(hand, source), statements.without(weak, source)])
        mine = hand.sources == source
        texts = [text for text, kept in zip(hand.texts, mine, strict=True) if kept]
        found = grams(texts)
        x = inputs(texts, encode(f"statements-{source[:8]}", texts), found)
        every[mine] = logits(arrays, x, found).argmax(axis=1)
        right, score = _agreement(hand.kinds[mine], every[mine])
        lines.append(f"| {source} | {mine.sum()} | {right:.2f} | {score:.2f} |")
    right, score = _agreement(hand.kinds, every)
    lines.append(f"| all, each read while its source was left out | {len(every)} | {right:.2f} | {score:.2f} |")
    single = f1_score(hand.kinds, every, average=None, labels=range(len(STATEMENTS)))
    lines += ["", "F1 by kind: " + ", ".join(f"{kind} {one:.2f}" for kind, one in zip(STATEMENTS, single, strict=True))]
    return lines


def _agreement(truth: NDArray[np.int64], found: NDArray[np.int64]) -> tuple[float, float]:
    return float((truth == found).mean()), float(
        f1_score(truth, found, average="macro", labels=sorted(set(truth.tolist())), zero_division=0)
    )


def judge_emotions() -> list[str]:
    """The table of emotions: the shipped recipe fitted on nine tenths of each set, judged on the tenth."""
    lines = ["| a tenth held out of | emotions asked | macro-F1 at 0.35 |", "|---|---|---|"]
    arrays = emotion.train(hold_out=True)
    for name, language in (("brighter", "de"), ("brighter", "en"), ("goemotions", "en")):
        table = load(name)
        mine = (table["lang"] == language).to_numpy() & emotion.held_out(len(table))
        targets, weights = emotion.emotion_targets(name)
        asked = [c for c in range(len(EMOTIONS)) if weights[mine, c].any() and (targets[mine, c] > 0.5).any()]
        z = logits(arrays, np.asarray(vectors(name))[mine], grams(table["text"][mine].tolist()))
        found = 1 / (1 + np.exp(-z)) >= 0.35
        score = np.mean([f1_score(targets[mine, c] > 0.5, found[:, c]) for c in asked])
        lines.append(f"| {name} ({language}), {mine.sum()} rows | {len(asked)} | {score:.2f} |")
    return lines


def main() -> int:
    """Print all tables, and write them where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readings", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only the three sets that issue 2 names")
    parser.add_argument("--record", action="store_true", help="also write the tables into the model cards")
    parser.add_argument("--write", type=Path, help="also write the tables to this Markdown file")
    options = parser.parse_args()
    try:
        tables = {
            "sentiment": "\n".join(judge_sentiment(QUICK if options.quick else FULL)),
            "statement": "\n".join(judge_statements()),
            "emotion": "\n".join(judge_emotions()),
        }
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    made = "Made by `python -m benchmarks.readings`: every row was read by a head fitted without the set or source."
    page = "\n\n".join(
        ["# How well segments are read", made, *(f"## {k.capitalize()}\n\n{v}" for k, v in tables.items())]
    )
    print(page)
    for name, table in tables.items() if options.record else ():
        record(name, f"{made}\n\n{table}")
    if options.write:
        options.write.write_text(page + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
