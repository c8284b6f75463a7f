"""`python -m training [idf] [sentiment] [emotion] [statement]`: rebuild the weights, all of them by default."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np

from training import emotion, idf, sentiment, statements
from training.calibrate import SETS, calibrate
from training.cards import recorded, write_card
from training.data import DataError
from training.sentiment_sets import PLANS
from training.weights import write_head
from voc.schema import EMOTIONS, STATEMENTS


def build_sentiment() -> None:
    """Calibrate on left-out sets, then fit on all."""
    rows = sentiment.pool()
    calibration = calibrate(rows)
    print("calibration", calibration.tolist())
    arrays = sentiment.train(rows, np.ones(len(rows.trust), bool))
    write_head("sentiment", arrays, calibration, "softmax")
    how = (
        f"{len(rows.trust):,} rows, {len(np.unique(rows.groups))} groups. Two networks of 128 units on the USE "
        "vector and "
        "a regression on vector and hashed words, word pairs, negated words and parts of words; their logits are "
        "added. "
        "A group counts by the root of its size times a trust (stars of a whole review count less than labels of a "
        "sentence), its classes count alike. Sentences of our own (`training/patterns.py`) teach "
        f"understatement, wishes, questions and plain facts. Calibrated on {', '.join(SETS)}, left out for that "
        "purpose."
    )
    limits = (
        "Trained on reviews and tweets; interview speech is rarer. Irony is mostly missed. German rows of m_absa "
        "read as "
        "machine-translated. Complaints without a word of feeling are often read as neutral."
    )
    sections = [("What it does", "Negative, neutral or positive, with a probability."), ("How it was made", how)]
    write_card(
        "sentiment", "Sentiment", list(PLANS), [*sections, ("Measures", recorded("sentiment")), ("Limits", limits)]
    )


def build_emotion() -> None:
    """Fit on all."""
    write_head("emotion", emotion.train(), np.array([[1.0] * len(EMOTIONS), [0.0] * len(EMOTIONS)]), "sigmoid")
    how = f"How labels were mapped:\n\n{(emotion.__doc__ or '').split('.', 1)[1].strip()}"
    limits = (
        "Taught by comments, tweets and film subtitles, not by customers; German XED labels were projected from "
        "English. "
        "`read` makes emotions agree with the sentiment: see `voc.models.readings.agree`. Frustration against "
        "disappointment is a guess where the words do not tell."
    )
    sections = [("What it does", "Eight emotions, 0–1 each."), ("How it was made", how)]
    sets = [*emotion.MAPS, *emotion.CONTRAST]
    write_card("emotion", "Emotion", sets, [*sections, ("Measures", recorded("emotion")), ("Limits", limits)])


def build_statement() -> None:
    """Fit on all."""
    hand, weak = statements.labelled(), statements.weak()
    arrays = statements.train([hand, weak])
    write_head("statement", arrays, np.array([[1.0] * len(STATEMENTS), [0.0] * len(STATEMENTS)]), "softmax")
    how = (
        f"{len(hand.texts)} segments labelled by one annotator in one pass (492 drawn at random, 95 that hold a "
        "cue of a "
        f"rare kind; `training/labels/statements.csv`), {len(weak.texts)} weak rows: survey answers by their "
        "question, "
        "headings of employer reviews, and sentences of our own. Inputs: USE vector, sentiment, cues. Rules set "
        "by hand (`RULES`) are added. Vector scale and strength of the penalty were chosen among fifteen "
        "settings on the sources left out, so the figures are a little too good."
    )
    limits = (
        "Few labels; goal, motivation, need and suggestion have 14 to 26 each. No second reading was made, so no "
        "agreement is known. The sentiment head was trained on the review sets that some segments come from."
    )
    sections = [("What it does", f"One of: {', '.join(STATEMENTS)}."), ("How it was made", how)]
    sets = sorted({name for name, _, _ in statements.QUESTIONS})
    write_card(
        "statement", "Statement kind", sets, [*sections, ("Measures", recorded("statement")), ("Limits", limits)]
    )


STEPS: dict[str, Callable[[], None]] = {
    "idf": idf.build, "sentiment": build_sentiment, "emotion": build_emotion, "statement": build_statement,
}  # fmt: skip


def main(names: list[str]) -> int:
    """Run the steps named, in order; all of them when none is named."""
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        print(f"unknown step '{unknown[0]}'. Known: {', '.join(STEPS)}.", file=sys.stderr)
        return 2
    try:
        for name in names or STEPS:
            print(name, flush=True)
            STEPS[name]()
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
