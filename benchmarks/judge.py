"""Measure the judge of pairs that `python -m training.judge` trained: `python -m benchmarks.judge [FILE]`.

For each planted study, every statement stands with the title of every pain of its key, in the study's language. The
table has the mean average precision of the judge and of the products of vectors, and the share of the statements that
say a pain which is among the 30, 60 or 100 with the largest products; beside them the same for the cosine of the
embedded encoder. Then the same two precisions on the held-out small studies, and how often the touchpoint with the
largest product is one of a line's own. The first lines are a reader's: somebody who saw each statement of two planted
studies alone and in random order, and somebody who marked the held-out small studies a second time.
"""

from __future__ import annotations

import csv
import sys
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from benchmarks.planted_pains import FOLDER, KEY, read_segments, says
from training.judge.__main__ import FILE
from training.judge.lower import LowerVectors, pretrained
from training.judge.network import JudgeNetwork, collate_pairs, collate_texts
from training.judge.rows import PHRASE_PREFIX, STATEMENT_PREFIX, held_out_studies
from training.studies import second_marks
from voc.models.encoder_registry import load_encoder
from voc.models.reader_outputs import PAIR_CLASSES
from voc.schema import Floats

SECOND = Path(__file__).parent / "planted_second.csv"
"""What a second reader found in two planted studies, statement by statement."""
_BATCH = 64
_NEAREST = (30, 60, 100)


class TrainedJudge:
    """The trained network with its lower half."""

    def __init__(self, file: Path) -> None:
        half, tokenizer = pretrained()
        self._lower, self._network = LowerVectors(half, tokenizer), JudgeNetwork()
        self._network.load_state_dict(torch.load(file))
        self._network.eval()

    @torch.no_grad()
    def supports(self, phrases: Sequence[str], statements: Sequence[str]) -> Floats:
        """Log-odds that each statement supports each phrase, float32 (phrases, statements)."""
        pairs = [(PHRASE_PREFIX + phrase, STATEMENT_PREFIX + text) for phrase in phrases for text in statements]
        self._lower.read(text for pair in pairs for text in pair)
        logits = np.zeros((len(pairs), len(PAIR_CLASSES) + 1), np.float32)
        for part in _by_length([self._lower.length(first) + self._lower.length(second) for first, second in pairs]):
            batch = collate_pairs([(self._lower[pairs[i][0]], self._lower[pairs[i][1]]) for i in part])
            logits[part] = self._network.pair_logits(batch).numpy()
        odds = logits[:, 0] - np.logaddexp.reduce(logits[:, 1 : len(PAIR_CLASSES)], axis=1)
        return odds.reshape(len(phrases), len(statements))

    @torch.no_grad()
    def products(self, phrases: Sequence[str], statements: Sequence[str]) -> Floats:
        """Products of the vectors, float32 (phrases, statements)."""
        first = self._vectors([PHRASE_PREFIX + text for text in phrases], are_statements=False)
        second = self._vectors([STATEMENT_PREFIX + text for text in statements], are_statements=True)
        return first @ second.T

    def _vectors(self, texts: Sequence[str], *, are_statements: bool) -> Floats:
        self._lower.read(texts)
        lengths = [self._lower.length(text) for text in texts]
        parts = {}
        for part in _by_length(lengths):
            batch = collate_texts([self._lower[texts[i]] for i in part], are_statements=are_statements)
            parts |= dict(zip(part.tolist(), self._network.vectors(batch).numpy(), strict=True))
        return np.array([parts[i] for i in range(len(texts))], np.float32)


def _by_length(lengths: Sequence[int]) -> list[NDArray[np.int64]]:
    order = np.argsort(lengths, kind="stable")
    return [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]


def measure_readers() -> None:
    """Print how well second readers agree with the keys and with the authors of the small studies."""
    listed: dict[tuple[str, str], set[str]] = defaultdict(set)
    with SECOND.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            listed[row["study"], row["pain"]].add(row["text"])
    for name in sorted({study for study, _ in listed}):
        key, segments = tomllib.loads((FOLDER / name / KEY).read_text("utf-8")), read_segments(FOLDER / name)
        pairs = [
            ({segment.text for segment in segments if says(segment, planted)}, listed[name, planted["id"]])
            for planted in key["pains"]
        ]
        print(f"{name}, a reader of single statements: {_agreement(pairs)}")
    pairs = [(first.alone, second.alone) for first, second in second_marks()]
    print(f"held-out small studies, a second reader: {_agreement(pairs)}")


def _agreement(pairs: Iterable[tuple[Collection[str], Collection[str]]]) -> str:
    """Precision and recall of the second list of each pair against the first."""
    both = [(set(first), set(second)) for first, second in pairs]
    common = sum(len(first & second) for first, second in both)
    precision, recall = common / sum(len(second) for _, second in both), common / sum(len(first) for first, _ in both)
    return f"precision {precision:.2f}, recall {recall:.2f}"


def measure_planted(judge: TrainedJudge) -> None:
    """Print a line for each planted study."""
    encoder = load_encoder("use")
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        key = tomllib.loads((folder / KEY).read_text("utf-8"))
        segments = read_segments(folder)
        texts = [segment.text for segment in segments]
        language = "en" if sum(segment.language == "en" for segment in segments) > len(segments) / 2 else "de"
        titles = [planted[f"title_{language}"] for planted in key["pains"]]
        truth = np.array([[says(segment, planted) for segment in segments] for planted in key["pains"]])
        products, cosines = judge.products(titles, texts), encoder.encode(titles) @ encoder.encode(texts).T
        print(
            f"{folder.name}: {len(titles)} pains, {truth.mean():.1%} of {len(texts)} statements say a given pain; "
            f"judge {_precision(truth, judge.supports(titles, texts)):.3f}, vectors {_precision(truth, products):.3f} "
            f"({_reached(truth, products)}), encoder {_precision(truth, cosines):.3f} ({_reached(truth, cosines)})"
        )


def _precision(truth: NDArray[np.bool_], scores: Floats) -> float:
    return float(np.mean([average_precision_score(*row) for row in zip(truth, scores, strict=True)]))


def _reached(truth: NDArray[np.bool_], scores: Floats) -> str:
    order = np.argsort(-scores, axis=1, kind="stable")
    shares = [
        np.mean([row[best[:n]].sum() / row.sum() for row, best in zip(truth, order, strict=True)]) for n in _NEAREST
    ]
    return " ".join(f"{share:.2f} in {n}" for n, share in zip(_NEAREST, shares, strict=True))


def measure_held_out(judge: TrainedJudge) -> None:
    """Print the precisions on claims, and the accuracy on touchpoints, of the held-out small studies."""
    claims: list[tuple[float, float]] = []
    hits: list[bool] = []
    for study in held_out_studies():
        lines = study.texts[: study.n_lines]
        phrases = [claim.phrase_de for claim in study.claims]
        truth = np.array([claim.relation[: study.n_lines] == 0 for claim in study.claims])
        for row, *scores in zip(truth, judge.supports(phrases, lines), judge.products(phrases, lines), strict=True):
            odds, near = (float(average_precision_score(row, score)) for score in scores)
            claims.append((odds, near))
        names = [f"{touchpoint.name_de}: {touchpoint.description_de}" for touchpoint in study.touchpoints]
        placed = [(text, own) for text, own in study.placed if own]
        if placed:
            best = judge.products(names, [text for text, _ in placed]).argmax(axis=0)
            hits += [int(position) in own for position, (_, own) in zip(best, placed, strict=True)]
    mean_odds, mean_near = np.mean(claims, axis=0)
    print(f"held-out small studies: {len(claims)} claims, judge {mean_odds:.3f}, vectors {mean_near:.3f}")
    print(f"held-out small studies: {len(hits)} placed lines, touchpoint right {np.mean(hits):.3f}")


def main(arguments: list[str]) -> int:
    """Measure a trained judge."""
    measure_readers()
    judge = TrainedJudge(Path(arguments[0]) if arguments else FILE)
    measure_planted(judge)
    measure_held_out(judge)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
