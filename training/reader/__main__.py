"""Train the reader, in steps that are kept in `training/cache/reader` and not repeated.

    python -m training.reader start             # vocabulary and tokenizer
    python -m training.reader public --run a    # public rows: sentiment, emotions
    python -m training.reader labelled --run a  # hand labels, own sentences, pairs; from the public step
    python -m training.reader calibrate         # doubt, from all runs that leave something out
    python -m training.reader export            # the weights of the product

A run takes one core; runs may go side by side. `training.reader.runs` says what each leaves out; without `--run` it is
"full", the product's.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
import torch
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from training.data import DataError, load
from training.reader.calibration import calibrate
from training.reader.card import write_reader_card
from training.reader.export import export
from training.reader.fit import FitConfig, batches, fit, standardise
from training.reader.network import ReaderNetwork, from_source
from training.reader.predictions import CALIBRATION, FOLDER, network_file
from training.reader.rows import (
    Rows,
    emotion_draw,
    join,
    labelled_rows,
    pair_rows,
    public_rows,
    sentiment_draw,
    without,
)
from training.reader.runs import RUNS
from training.reader.source import SourceError, read_source
from training.reader.vocabulary import choose_pieces, tokenizer_model
from training.sentiment_sets import PLANS
from voc.models.reader_outputs import GROUPS

EMOTION_SHARE = 0.25
"""Of the public rows drawn for their emotions."""
EPOCHS = 2
"""Of the labelled step."""
REHEARSED = 4000
"""Public rows in each epoch of the labelled step, so that what they taught stays."""
MATTER_PAIRS = 2000
"""Pairs of the category sets in each epoch."""


def start() -> None:
    """Choose the vocabulary, write the tokenizer."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    source = read_source()
    texts = [text for name in PLANS for text in load(name)["text"]]
    pieces = choose_pieces(source, texts)
    np.save(FOLDER / "pieces.npy", pieces)
    (FOLDER / "tokenizer.model").write_bytes(tokenizer_model(source, pieces))
    print(f"{len(pieces):,} pieces of {len(source.pieces):,}")


def tokenizer() -> SentencePieceProcessor:
    """The reader's tokenizer."""
    return SentencePieceProcessor(model_file=str(FOLDER / "tokenizer.model"))


def train_public(run: str, seed: int) -> None:
    """The public step."""
    rows, n_rows = public_rows(tokenizer()), RUNS[run].public_rows
    rows = rows.select(without(rows, RUNS[run].left_out))
    rng = np.random.default_rng(seed)
    chosen = np.union1d(
        _draw(sentiment_draw(rows), int(n_rows * (1 - EMOTION_SHARE)), rng),
        _draw(emotion_draw(rows), int(n_rows * EMOTION_SHARE), rng),
    )
    rows = _even_sentiment(rows).select(chosen)
    print(f"{run}: {len(rows):,} public rows", flush=True)
    network = from_source(read_source(), np.load(FOLDER / "pieces.npy"))
    standardise(network, rows.select(rng.choice(len(rows), 600, replace=False)))
    lengths = np.array([len(ids) for ids in rows.tokens])
    fit(network, rows, batches(lengths, rng), FitConfig(seed=seed), FOLDER / f"{run}-public.pt")


def train_labelled(run: str, seed: int) -> None:
    """The labelled step."""
    rng = np.random.default_rng(seed)
    tokens = tokenizer()
    labels, pairs, public = labelled_rows(tokens), pair_rows(tokens, rng), public_rows(tokens)
    labels, pairs, public = (rows.select(without(rows, RUNS[run].left_out)) for rows in (labels, pairs, public))
    draw = sentiment_draw(public)
    public = _even_sentiment(public)
    own, matter = np.flatnonzero(pairs.groups == "pairs"), np.flatnonzero(pairs.groups != "pairs")
    print(f"{run}: {len(labels):,} labelled rows, {len(own):,} pairs, {len(matter):,} of categories", flush=True)
    parts: list[Rows] = []
    for _ in range(EPOCHS):
        # Each statement meets its phrase in German or in English, in the next epoch perhaps in the other.
        one_language = own[np.arange(0, len(own), 2) + rng.integers(2, size=len(own) // 2)]
        parts += [labels, pairs.select(one_language), pairs.select(rng.choice(matter, MATTER_PAIRS, replace=False))]
        parts.append(public.select(_draw(draw, REHEARSED, rng)))
    epoch_sizes = [sum(len(part) for part in parts[i : i + 4]) for i in range(0, len(parts), 4)]
    rows = join(parts)
    plan: list[NDArray[np.int64]] = []
    first = 0
    for size in epoch_sizes:
        lengths = np.array([len(ids) for ids in rows.tokens[first : first + size]])
        plan += [part + first for part in batches(lengths, rng)]
        first += size
    network = empty_network()
    network.load_state_dict(torch.load(FOLDER / f"{RUNS[run].start_from or run}-public.pt"))
    fit(network, rows, plan, FitConfig(body_rate=1e-4, seed=seed), FOLDER / f"{run}.pt")


def empty_network() -> ReaderNetwork:
    """A network of the right sizes, to load weights into."""
    return from_source(read_source(), np.load(FOLDER / "pieces.npy"))


def _draw(weights: NDArray[np.float64], n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw n positions without replacement, each as probably as its weight says (Efraimidis and Spirakis, 2006)."""
    usable = np.flatnonzero(weights > 0)
    n = min(n, len(usable))
    times = rng.exponential(size=len(usable)) / weights[usable]
    return usable[np.argpartition(times, n - 1)[:n]]


def _even_sentiment(rows: Rows) -> Rows:
    """Rows whose sentiment counts 1 in the loss where it is known: how often a row is drawn says how much it counts."""
    columns = GROUPS["sentiment"].columns
    rows.weights[:, columns] = rows.weights[:, columns] > 0
    return rows


def main(arguments: list[str]) -> int:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("start", "public", "labelled", "calibrate", "export"))
    parser.add_argument("--run", choices=tuple(RUNS), default="full")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    try:
        if options.step == "start":
            start()
        elif options.step == "public":
            train_public(options.run, options.seed)
        elif options.step == "labelled":
            train_labelled(options.run, options.seed)
        elif options.step == "calibrate":
            np.savez(CALIBRATION, allow_pickle=False, **calibrate())
        else:
            with np.load(CALIBRATION, allow_pickle=False) as calibration:
                export(network_file(options.run), FOLDER / "tokenizer.model", dict(calibration))
            write_reader_card()
    except (DataError, SourceError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
