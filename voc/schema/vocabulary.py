"""The vocabulary of the study: sentiments, emotions and kinds of statement, each defined here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Valence = Literal[-1, 0, 1]
"""Whether an emotion feels bad (−1), good (1), or can be either (0)."""


@dataclass(frozen=True, slots=True)
class Emotion:
    """An emotion that a statement can show.

    ``mark`` is the sign beside its name on a page, so that colour is never the only difference. ``follows_sentiment``:
    clear praise or a clear complaint is taken to show this emotion even where its own head is unsure; the others must
    be seen in the words.
    """

    name: str
    valence: Valence
    mark: str
    follows_sentiment: bool = False


SENTIMENTS = ("negative", "neutral", "positive")

# The order is that of the columns of every array, and of the trained weights behind them.
EMOTION_TABLE = (
    # U+FE0E asks for the text form of a sign that many systems would draw as a coloured emoji.
    Emotion("joy", 1, "☺\ufe0e", follows_sentiment=True),
    Emotion("gratitude", 1, "♥\ufe0e"),
    Emotion("trust", 1, "✓", follows_sentiment=True),
    Emotion("surprise", 0, "!"),
    Emotion("confusion", -1, "?"),
    Emotion("frustration", -1, "↯", follows_sentiment=True),
    Emotion("disappointment", -1, "↓", follows_sentiment=True),
    Emotion("worry", -1, "∿"),
)
EMOTIONS = tuple(emotion.name for emotion in EMOTION_TABLE)
"""Names of the emotions, in the order of every array's columns."""
GOOD_EMOTIONS = frozenset(emotion.name for emotion in EMOTION_TABLE if emotion.valence > 0)
BAD_EMOTIONS = frozenset(emotion.name for emotion in EMOTION_TABLE if emotion.valence < 0)

STATEMENTS = ("pain", "praise", "goal", "need", "behaviour", "motivation", "suggestion", "other")

ABOUT = ("self", "others", "company", "general")
"""Whose matter a statement is: the speaker's own, somebody else's, the provider's as such, or people's in general."""
STATUS = ("asserted", "denied", "supposed", "asked", "fixed")
"""Whether it is so: said to be, said not to be, only imagined or expected, a question, or over since."""
