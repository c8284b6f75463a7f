"""`python -m training [idf] [sentiment] [emotion] [statement] [author]`: rebuild these weights, all by default."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np

from training import authors, emotion, sentiment, statements
from training.data import DataError
from training.sentiment_sets import PLANS
from training.weights import recorded, write_card, write_head, write_idf
from voc.models.authors import AUTHORS
from voc.schema import EMOTIONS, STATEMENTS


def build_sentiment() -> None:
    """Calibrate on held-out sets, then fit on all."""
    rows = sentiment.pool()
    calibration = sentiment.calibrate(rows)
    print("calibration", calibration.tolist())
    arrays = sentiment.train(rows, np.ones(len(rows.trust), bool))
    write_head("sentiment", arrays, calibration, "softmax")
    how = (
        f"{len(rows.trust):,} rows, {len(np.unique(rows.groups))} groups. Two networks of 128 units on the USE "
        "vector and a regression on vector and hashed words, word pairs, negated words and parts of words; their "
        "logits are added. A group counts by the root of its size times a trust (stars of a whole review count less "
        "than labels of a sentence; hand-labelled segments count most), its classes count alike. Synthetic sentences "
        "(`training/patterns.py`) teach understatement, wishes, questions and plain facts. Calibrated on "
        f"{', '.join(sentiment.CALIBRATION_SETS)}, held out for that purpose."
    )
    limits = (
        "Mostly reviews and tweets; of spoken language only the hand-labelled segments. Irony is mostly missed. "
        "German rows of m_absa read as machine-translated. Complaints without a word of feeling are often read as "
        "neutral."
    )
    sections = [("What it does", "Negative, neutral or positive, with a probability."), ("How it was made", how)]
    sections += [("Measures", recorded("sentiment")), ("Limits", limits)]
    write_card("sentiment", "Sentiment", list(PLANS), sections)


def build_emotion() -> None:
    """Find the thresholds on held-out rows, then fit on all."""
    calibration = emotion.calibrate()
    print("shifts", dict(zip(EMOTIONS, calibration[1].round(2).tolist(), strict=True)))
    write_head("emotion", emotion.train(), calibration, "sigmoid")
    how = (
        f"{(emotion.calibrate.__doc__ or '').strip()}\n\nHow labels were mapped:\n\n"
        f"{(emotion.__doc__ or '').split('.', 1)[1].strip()}"
    )
    limits = (
        "Taught by comments, tweets and film subtitles, and by few customers; German XED labels were projected from "
        "English. The numbers are strengths to be compared with the threshold, not probabilities. `predict_readings` "
        "makes emotions agree with the sentiment: see `voc.models.readings.align_emotions`. Frustration against "
        "disappointment is a guess where the words do not tell."
    )
    sections = [("What it does", "Eight emotions, 0–1 each."), ("How it was made", how)]
    sections += [("Measures", recorded("emotion")), ("Limits", limits)]
    write_card("emotion", "Emotion", [*emotion.MAPS, *emotion.CONTRAST], sections)


def build_statement() -> None:
    """Fit on all."""
    hand, weak = statements.labelled(), statements.weak()
    arrays = statements.train([hand, weak])
    write_head("statement", arrays, np.array([[1.0] * len(STATEMENTS), [0.0] * len(STATEMENTS)]), "softmax")
    how = (
        f"{len(hand.texts):,} hand-labelled segments (`training/labels`, how in its README), and with little weight "
        f"{len(weak.texts):,} rows whose kind is guessed: survey answers by their question, headings of employer "
        "reviews, and synthetic sentences. A regression on the USE vector, the sentiment and cues. Its settings were "
        "chosen among some fifty on held-out sources, so the accuracy is a little too good."
    )
    limits = (
        "Rare kinds (goal, need, motivation) are mostly missed or guessed: even a person reads them differently the "
        "second time. More labels of the same sources did not help; what is missing is an encoder that knows more "
        "about sentences."
    )
    sections = [("What it does", f"One of: {', '.join(STATEMENTS)}."), ("How it was made", how)]
    sections += [("Measures", recorded("statement")), ("Limits", limits)]
    sets = sorted({name for name, _, _ in statements.QUESTIONS})
    write_card("statement", "Statement kind", sets, sections)


def build_author() -> None:
    """Calibrate on held-out domains, then fit on all lines."""
    lines = authors.read_lines()
    calibration = authors.calibrate()
    write_head("author", authors.train(np.ones(len(lines.texts), bool)), calibration, "softmax")
    how = (
        f"{lines.n_written:,} lines of our own in {len(np.unique(lines.domains))} pairs of language and domain "
        f"(`training/labels/authors.csv`), each written as it would stand in a file, and "
        f"{lines.n_recognised:,} of them again as a recogniser of speech writes them. Two networks of "
        f"{authors.CONFIG.hidden} units on the USE vector and a regression on vector and n-grams; their logits are "
        f"added, and scaled by what fits held-out domains best ({calibration[0, 0]:.2f})."
    )
    limits = (
        "A single line is wrong in one of five cases: ask for the average of many. A participant who asks back, and an "
        "agent who tells a story, are the hardest. German and English only."
    )
    sections = [("What it does", f"Whose words a line is: {', '.join(AUTHORS)}."), ("How it was made", how)]
    sections += [("Measures", recorded("author", "python -m benchmarks.authors --record")), ("Limits", limits)]
    write_card("author", "Author", [], sections)


STEPS: dict[str, Callable[[], None]] = {
    "idf": write_idf, "sentiment": build_sentiment, "emotion": build_emotion, "statement": build_statement,
    "author": build_author,
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
