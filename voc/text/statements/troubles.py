"""Which segments name a trouble: unhappy ones, less bare verdicts, wishes and troubles that are denied or over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Readings, Segment, Tags
from voc.text.statements.clauses import denies_trouble, find_hurdle

TROUBLED = tuple(EMOTIONS.index(name) for name in ("confusion", "frustration", "disappointment", "worry"))
"""Positions of the emotions that go with trouble."""

_NEGATIVE, _POSITIVE = SENTIMENTS.index("negative"), SENTIMENTS.index("positive")
_PAIN = STATEMENTS.index("pain")
_WISHES = tuple(STATEMENTS.index(name) for name in ("praise", "suggestion", "goal", "motivation"))
_UNHAPPY = -0.2
_EVEN = 0.05
_SURE = 0.55
_MIN_WORDS = 3
_VERDICT_WORDS = 16
_VERDICT = {
    "de": r"\bnie\s+(?:wieder|mehr)\b|\b(?:nicht|nie)\s+(?:zu\s+)?(?:weiter)?empfehl\w*|\bkeine\s+(?:Weiter)?empfehlung"
    r"|\b(?:schlechtest|schlimmst)\w*\b.*\b(?:je|jemals|bisher|aller\s+Zeiten)\b|\bFinger\s+weg\b"
    r"|^(?:echt\s+|einfach\s+|total\s+|sehr\s+)?(?:schlecht|furchtbar|schrecklich|katastrophal?e?|enttäuschend)\W*$",
    "en": r"\b(?:never|not|n['’]t)\b.{0,40}\bagain\b|\bagain\b.{0,12}\bnever\b|\bnever\s+again\b"
    r"|\b(?:not|never|n['’]t|cannot)\s+(?:ever\s+)?recommend\w*"
    r"|\bworst\b.{0,60}\b(?:ever|I\s+have|I['’]ve|we\s+have|we['’]ve)\b|\bworst\s+(?:ever|\w+\s+ever)\b"
    r"|\bmost\s+\w+\b.{0,50}\bever\b|\bone\s+of\s+the\s+worst\b|\b(?:disgrace|embarrassment)\W*$"
    r"|\b(?:worst|horrible|terrible|awful|bad)\s+(?:\w+\s+){0,2}experience\b"
    r"|\b(?:will|would|to)\s+avoid\b|^avoid\b|\bin\s+future\s+I\s+will\s+not\b|\bwaste\s+of\s+money\b",
}
"""What tells how it was, or what somebody will do about it, but not what the trouble was."""


_PRAISE_LEAST = -0.6
_PRAISE = {
    "de": r"\b(?:toll|wunderbar|super|prima|hervorragend|klasse|ausgezeichnet|perfekt|kostenlos|kostenfrei|pünktlich"
    r"|zuverlässig|einwandfrei|vorbildlich|gleichberechtigt?|wertstiftend)(?:e[nrms]?)?\b|\bzum\s+Glück\b"
    r"|\b(?:Ausnahme|Seltenheit)\b|\bnicht\s+(?:überall\s+)?(?:normal|üblich|nötig)\b"
    r"|\b(?:in\s+der\s+Regel|normalerweise|so\s+gut\s+wie|fast)\s+(?:gar\s+)?keine?\b|\bmuss\s+(?:\w+\s+)?aber\s+nicht\b",
    "en": r"\b(?:great|excellent|wonderful|amazing|fantastic|perfect|awesome|superb|outstanding|lovely|super)\b"
    r"|\b(?:rarely|seldom|hardly\s+ever|almost\s+never)\s+(?:any\s+)?(?:\w+\s+)?"
    r"(?:problems?|issues?|delays?|overtime|crash\w*|errors?)\b"
    r"|\b(?:problems?|issues?|delays?|overtime|crash\w*|errors?)\s+(?:is|are)\s+(?:very\s+)?"
    r"(?:rare|an?\s+exception)\b",
}
_YET = {
    "de": r"\b(?:aber(?!\s+nicht)|leider|trotz\w*|zu\s+\w+|nie|wäre|würde|hätte|sollte|statt|ohne|wenig\w*|schade"
    r"|obwohl\s+(?:es|das|die))\b",
    "en": r"\b(?:but|however|unfortunately|too|would|could|should|wish|lack\w*|more|instead|without|except|not|never|no"
    r"|if|than|although|though|another|yet)\b|n['’]t\b",
}
"""What takes praise back, or only wishes for it."""


@dataclass(frozen=True, slots=True)
class Troubles:
    """Positions: ``rows`` name a trouble; ``echoes`` may say the same in even words and count where they lie near."""

    rows: tuple[int, ...]
    echoes: tuple[int, ...]


_ASKS_TROUBLE = re.compile(
    r"\b(?:gestört|stört|ärger\w*|geärgert|schlecht|Problem\w*|schwierig\w*|hinder\w*|Kritik|fehlt\w*"
    r"|annoy\w*|difficult\w*|problems?|trouble\w*|frustrat\w*|dislike\w*|worst|challeng\w*|obstacles?|pain\s+points?)\b",
    re.IGNORECASE,
)
_ASKS_PRAISE = re.compile(
    r"\b(?:gefällt|gut|gefallen|lieben|pleasant|like\s+(?:most|best)|best|loben|praise|positiv\w*)\b", re.IGNORECASE
)


def asks_for(question: str) -> int:
    """−1 where a question asks for troubles, 1 where it asks for praise, 0 for neither or both.

    >>> asks_for("Was hat Sie geärgert?"), asks_for("What do you like best?"), asks_for("And then?")
    (-1, 1, 0)
    """
    return bool(_ASKS_PRAISE.search(question)) - bool(_ASKS_TROUBLE.search(question))


def find_troubles(segments: Sequence[Segment], readings: Readings, tags: Tags) -> Troubles:
    """What names a trouble: pains, what is negative and no wish, and what answers a question for troubles; away from
    every touchpoint only what is surely so and shows an emotion of `TROUBLED`."""
    unhappy = (readings.polarity <= _UNHAPPY) & (readings.sentiment != _POSITIVE)
    told = ~np.isin(readings.statement, _WISHES)
    sure = (readings.confidence >= _SURE) & np.isin(readings.emotion, TROUBLED)
    negative = (readings.sentiment == _NEGATIVE) & told & (sure | (tags.touchpoint >= 0))
    asked = np.array([asks_for(segment.question) for segment in segments], dtype=np.int8)
    answers = (asked < 0) & (readings.polarity <= _EVEN) & (readings.sentiment != _POSITIVE) & told
    trouble = (unhappy & ((readings.statement == _PAIN) | negative) & (asked <= 0)) | answers
    even = (readings.polarity <= _EVEN) & (readings.sentiment != _POSITIVE) & told & (tags.touchpoint >= 0) & ~trouble

    def named(chosen: NDArray[np.bool_]) -> tuple[int, ...]:
        rows = np.flatnonzero(chosen).tolist()
        named = (i for i in rows if segments[i].respondent_id and names_trouble(segments[i]))
        return tuple(i for i in named if readings.polarity[i] <= _PRAISE_LEAST or not praises(segments[i]))

    return Troubles(named(trouble), named(even))


def names_trouble(segment: Segment) -> bool:
    """Whether the words can name a matter: long enough, no bare verdict, not denied.

    >>> from types import SimpleNamespace as said
    >>> names_trouble(said(text="I would not fly with them again.", language="en"))
    False
    >>> names_trouble(said(text="The seat did not recline.", language="en"))
    True
    """
    text, language = segment.text, segment.language
    n_words = len(text.split())
    if n_words < _MIN_WORDS or denies_trouble(text, language):
        return False
    pattern = _VERDICT.get(language)
    return not (pattern and n_words <= _VERDICT_WORDS and re.search(pattern, text, re.IGNORECASE))


def praises(segment: Segment) -> bool:
    """Whether the words praise, or say that a trouble is rare, and take nothing back.

    >>> from types import SimpleNamespace as said
    >>> praises(said(text="Mehrarbeit ist hier die Ausnahme.", language="de"))
    True
    >>> praises(said(text="A great idea, but the screen stays black.", language="en"))
    False
    """
    text, language = segment.text, segment.language
    if language not in _PRAISE or not re.search(_PRAISE[language], text, re.IGNORECASE):
        return False
    return not re.search(_YET[language], text, re.IGNORECASE) and find_hurdle(text, language) is None
