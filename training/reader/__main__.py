"""Train the reader step by step. Each step writes its result to `training/cache/reader`.

    python -m training.reader start             # vocabulary and tokenizer
    python -m training.reader public --run a    # train on public rows: sentiment, emotions
    python -m training.reader labelled --run a  # then on hand labels, own sentences and pairs
    python -m training.reader calibrate         # fit temperatures and thresholds on what runs a and b leave out
    python -m training.reader export            # write the shipped weights

A step uses one core; several runs can train in parallel. `training.reader.runs` lists what each run leaves out. The
default run, "full", leaves out nothing and gives the shipped weights.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

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
from training.reader.pair_rows import pair_rows
from training.reader.predictions import CALIBRATION, FOLDER, network_file
from training.reader.rows import (
    Rows,
    emotion_draw,
    join,
    labelled_rows,
    public_rows,
    rows_to_keep,
    sentiment_draw,
)
from training.reader.runs import RUNS
from training.reader.source import SourceError, read_source
from training.reader.vocabulary import choose_pieces, tokenizer_model
from training.sentiment_sets import PLANS
from voc.models.reader_outputs import GROUPS

EMOTION_SHARE = 0.25
"""Share (0–1) of the public rows that are sampled for their emotions; the others are sampled for their sentiment."""
EPOCHS = 2
"""Passes over the hand labels in the labelled step."""
REHEARSAL_ROWS = 4000
"""Public rows in each epoch of the labelled step: without them the model forgets the public step."""


def start() -> None:
    """Choose the vocabulary and write the tokenizer."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    source = read_source()
    texts = [text for name in PLANS for text in load(name)["text"]]
    pieces = choose_pieces(source, texts)
    np.save(FOLDER / "pieces.npy", pieces)
    (FOLDER / "tokenizer.model").write_bytes(tokenizer_model(source, pieces))
    print(f"{len(pieces):,} pieces of {len(source.pieces):,}")


def tokenizer() -> SentencePieceProcessor:
    """Load the reader's tokenizer.

    Raises:
        DataError: the step "start" has not been run.
    """
    return SentencePieceProcessor(model_file=str(_result_of("start", FOLDER / "tokenizer.model")))


def train_public(run: str, seed: int) -> None:
    """Train the pretrained network on a sample of the public rows; write RUN-public.pt."""
    rows, n_rows = public_rows(tokenizer()), RUNS[run].public_rows
    rows = rows.select(rows_to_keep(rows, RUNS[run].left_out))
    rng = np.random.default_rng(seed)
    chosen = np.union1d(
        _draw(sentiment_draw(rows), int(n_rows * (1 - EMOTION_SHARE)), rng),
        _draw(emotion_draw(rows), int(n_rows * EMOTION_SHARE), rng),
    )
    rows = rows.select(chosen)
    _reset_sentiment_weights(rows)
    print(f"{run}: {len(rows):,} public rows", flush=True)
    # Before the network is built: its heads are initialised at random.
    torch.manual_seed(seed)
    network = from_source(read_source(), np.load(FOLDER / "pieces.npy"))
    standardise(network, rows.select(rng.choice(len(rows), 600, replace=False)))
    lengths = np.array([len(ids) for ids in rows.tokens])
    fit(network, rows, batches(lengths, rng), FitConfig(seed=seed), FOLDER / f"{run}-public.pt")


def train_labelled(run: str, seed: int) -> None:
    """Train the network of the public step on labels, pairs and some public rows; write RUN.pt."""
    start_from = _result_of(f"public --run {run}", FOLDER / f"{run}-public.pt")
    rng = np.random.default_rng(seed)
    epochs = _epochs(run, rng)
    plan: list[NDArray[np.int64]] = []
    first = 0
    for epoch in epochs:
        lengths = np.array([len(ids) for ids in epoch.tokens])
        plan += [batch + first for batch in batches(lengths, rng)]
        first += len(epoch)
    network = ReaderNetwork.of_state(torch.load(start_from))
    fit(network, join(epochs), plan, FitConfig(body_rate=1e-4, seed=seed), network_file(run))


def _epochs(run: str, rng: np.random.Generator) -> list[Rows]:
    """The rows of each epoch of the labelled step: all labels, pairs, and some public rows."""
    tokens = tokenizer()
    labels, public = labelled_rows(tokens), public_rows(tokens)
    labels, public = (rows.select(rows_to_keep(rows, RUNS[run].left_out)) for rows in (labels, public))
    sentiments = sentiment_draw(public)
    _reset_sentiment_weights(public)
    # The public sets see emotions in many texts whose words show none. From here on our labels alone say what counts.
    public.weights[:, GROUPS["emotion"].columns] = 0
    epochs: list[Rows] = []
    for _ in range(EPOCHS):
        pairs = pair_rows(tokens, rng)
        pairs = pairs.select(rows_to_keep(pairs, RUNS[run].left_out))
        epochs.append(join([labels, pairs, public.select(_draw(sentiments, REHEARSAL_ROWS, rng))]))
        print(f"{run}: {len(labels):,} labelled rows, {len(pairs):,} pairs", flush=True)
    return epochs


def _result_of(step: str, file: Path) -> Path:
    if not file.is_file():
        raise DataError(f"{file} is missing: run `python -m training.reader {step}` first.")
    return file


def _draw(weights: NDArray[np.float64], n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw n positions without replacement, with probability proportional to weight (Efraimidis and Spirakis, 2006)."""
    usable = np.flatnonzero(weights > 0)
    n = min(n, len(usable))
    times = rng.exponential(size=len(usable)) / weights[usable]
    return usable[np.argpartition(times, n - 1)[:n]]


def _reset_sentiment_weights(rows: Rows) -> None:
    """Set the weight of every known sentiment to 1, in place: the sampling has already used the trust of each set."""
    columns = GROUPS["sentiment"].columns
    rows.weights[:, columns] = rows.weights[:, columns] > 0


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
            with np.load(_result_of("calibrate", CALIBRATION), allow_pickle=False) as calibration:
                export(network_file(options.run), FOLDER / "tokenizer.model", dict(calibration))
            write_reader_card()
    except (DataError, SourceError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
