"""Measure the encoder of matters: `python -m benchmarks.matter [--record]`.

For each planted study, every statement stands with the title of every pain of its key. The table has the mean average
precision of the products of vectors, and the share of the statements that say a pain which is among the 30, 60 or 100
with the largest products; beside them the same for the cosine of the Universal Sentence Encoder. Then the precision on
the claims of the small studies that were held out, and how often the touchpoint with the largest product is one of a
line's own. The first lines are a reader's: somebody who saw each statement of two planted studies alone and in random
order, and somebody who marked small studies a second time. `--record` writes the table into the model card.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from benchmarks.planted_pains import FOLDER, KEY, read_segments, says
from training.matter.rows import held_out_studies
from training.reader.pair_rows import phrase_of
from training.studies import second_marks
from training.weights import record
from voc.models.encoder_registry import load_encoder
from voc.models.matter_encoder import PHRASE_PREFIX, MatterEncoder
from voc.schema import Floats

SECOND = Path(__file__).parent / "planted_second.csv"
"""What a second reader found in two planted studies, statement by statement."""
_NEAREST = (30, 60, 100)
_SUPPORTS = 0


def measure_readers() -> Iterator[str]:
    """How well second readers agree with the keys and with the authors of the small studies."""
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
        yield f"{name}, a reader of single statements: {_agreement(pairs)}"
    pairs = [(first.alone, second.alone) for first, second in second_marks()]
    yield f"18 small studies, a second reader: {_agreement(pairs)}"


def _agreement(pairs: Iterable[tuple[Collection[str], Collection[str]]]) -> str:
    """Precision and recall of the second list of each pair against the first."""
    both = [(set(first), set(second)) for first, second in pairs]
    common = sum(len(first & second) for first, second in both)
    precision, recall = common / sum(len(second) for _, second in both), common / sum(len(first) for first, _ in both)
    return f"precision {precision:.2f}, recall {recall:.2f}"


def measure_planted(phrases: MatterEncoder, statements: MatterEncoder) -> Iterator[str]:
    """A line for each planted study; titles are those of both languages together."""
    words = load_encoder("use")
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        key = tomllib.loads((folder / KEY).read_text("utf-8"))
        segments = read_segments(folder)
        texts = [segment.text for segment in segments]
        titles = [[planted[f"title_{language}"] for planted in key["pains"]] for language in ("de", "en")]
        truth = np.array([[says(segment, planted) for segment in segments] for planted in key["pains"]])
        products = sum(phrases.encode(part) @ statements.encode(texts).T for part in titles)
        cosines = sum(words.encode(part) @ words.encode(texts).T for part in titles)
        yield (
            f"{folder.name}: {len(truth)} pains, {truth.mean():.1%} of {len(texts)} statements say a given pain; "
            f"{_precision(truth, products):.3f} ({_reached(truth, products)}), "
            f"Universal Sentence Encoder {_precision(truth, cosines):.3f} ({_reached(truth, cosines)})"
        )


def _precision(truth: NDArray[np.bool_], scores: Floats) -> float:
    return float(np.mean([average_precision_score(*row) for row in zip(truth, scores, strict=True)]))


def _reached(truth: NDArray[np.bool_], scores: Floats) -> str:
    order = np.argsort(-scores, axis=1, kind="stable")
    shares = [
        np.mean([row[best[:n]].sum() / row.sum() for row, best in zip(truth, order, strict=True)]) for n in _NEAREST
    ]
    return " ".join(f"{share:.2f} in {n}" for n, share in zip(_NEAREST, shares, strict=True))


def measure_held_out(phrases: MatterEncoder, statements: MatterEncoder) -> Iterator[str]:
    """The precision on claims, and the accuracy on touchpoints, of the held-out small studies."""
    precisions: list[float] = []
    hits: list[bool] = []
    rng = np.random.default_rng(0)
    for study in held_out_studies():
        products = (
            phrases.encode([german for german, _ in study.phrases]) @ statements.encode(study.texts[: study.n_lines]).T
        )
        truth = study.relation[:, : study.n_lines] == _SUPPORTS
        precisions += [float(average_precision_score(*pair)) for pair in zip(truth, products, strict=True)]
        placed = [(text, own) for text, own in study.placed if own]
        if placed:
            names = phrases.encode([phrase_of(touchpoint, rng) for touchpoint in study.touchpoints])
            best = (names @ statements.encode([text for text, _ in placed]).T).argmax(axis=0)
            hits += [int(position) in own for position, (_, own) in zip(best, placed, strict=True)]
    yield f"held-out small studies: {len(precisions)} claims, {np.mean(precisions):.3f}"
    yield f"held-out small studies: {len(hits)} placed lines, touchpoint right {np.mean(hits):.3f}"


def main(arguments: list[str]) -> int:
    """Measure the product's weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--record", action="store_true", help="write the table into the model card")
    options = parser.parse_args(arguments)
    phrases, statements = MatterEncoder(prefix=PHRASE_PREFIX), MatterEncoder()
    lines = []
    for part in (measure_readers(), measure_planted(phrases, statements), measure_held_out(phrases, statements)):
        for line in part:
            print(line, flush=True)
            lines.append(f"- {line}")
    if options.record:
        record("matter", "Mean average precision, as `python -m benchmarks.matter` measures it.\n\n" + "\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
