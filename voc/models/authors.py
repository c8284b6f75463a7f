"""Whose words a line is, from the words alone: a participant's, an interviewer's, the company's, or nobody's.

A label, a column's head or a note in the file may say who speaks; often nothing does, or it misleads ("Agent" in a
legend, replies under "Antwort", a file of canned replies). A single line is read right in four of five cases, so ask
for the average of many: of a speaker, of a column, of a file. `weights/author.md` is the card of the weights.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.models.encoder_registry import load_encoder
from voc.models.heads import load_head
from voc.models.ngrams import hash_ngrams
from voc.schema import Floats

AUTHORS = ("participant", "interviewer", "company", "notes", "signature", "trial")
"""Columns of the probabilities. "participant": a respondent or a customer; "company": agents, shops, developers, bots
and canned replies; "notes": headings, guides, summaries, logs, code books; "trial": rows that only try a form."""
MAX_LINES = 60
"""Lines of a speaker, a column or a file that are read: more would not change their average."""
_MAX_CHARACTERS = 300
"""Code points of a line that are read: who speaks shows in its beginning."""
_LEAST = 0.02
"""The probability that is taken for a smaller one, so that no single line outweighs ten."""


def author_probabilities(lines: Sequence[str]) -> Floats:
    """Calibrated probabilities of n lines, each by itself: float32 (n, 6), columns as AUTHORS, rows of sum one."""
    if not lines:
        return np.zeros((0, len(AUTHORS)), np.float32)
    texts = [line[:_MAX_CHARACTERS] for line in lines]
    return load_head("author").probabilities(load_encoder("use").encode(texts), hash_ngrams(texts))


def average_author(lines: Sequence[str]) -> dict[str, float]:
    """Who wrote some lines that have one author: a probability (0–1) for each of AUTHORS, of sum one.

    At most MAX_LINES of them are read, evenly spread. The geometric mean: what hardly any line allows is unlikely.

    >>> average = average_author(["Und wie war das?", "Können Sie mir das zeigen?", "Was haben Sie dann gemacht?"])
    >>> max(average, key=average.get)
    'interviewer'
    """
    filled = [line for line in lines if line.strip()]
    if not filled:
        return dict.fromkeys(AUTHORS, 1 / len(AUTHORS))
    rows = np.unique(np.linspace(0, len(filled) - 1, MAX_LINES).round().astype(int))
    logs = np.log(np.maximum(author_probabilities([filled[row] for row in rows]), _LEAST)).mean(axis=0)
    weights = np.exp(logs - logs.max())
    return dict(zip(AUTHORS, (weights / weights.sum()).tolist(), strict=True))
