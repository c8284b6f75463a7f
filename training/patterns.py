"""Synthetic sentences for what public sets hardly contain: understatement, wishes, questions, plain facts.

Reviews teach that "schlecht" is bad and "schön" is good; these patterns teach what these words mean after "nicht",
after "wäre", in a question, and in an interviewee's account of an ordinary day. Every pattern takes every
filling.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from voc.schema import Floats

Slot = dict[str, tuple[str, ...]]
NEGATIVE, NEUTRAL, POSITIVE = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
_THINGS: Slot = {
    "de": (
        "Der Service",
        "Die Bedienung",
        "Das Produkt",
        "Die Seite",
        "Der Kundendienst",
        "Die Anleitung",
        "Das Gerät",
    ),
    "en": ("The service", "The support", "The product", "The website", "The manual", "The device", "The course"),
}
_BAD: Slot = {
    "de": ("schlecht", "übel", "verkehrt", "unfreundlich", "langsam", "teuer", "kompliziert"),
    "en": ("bad", "terrible", "wrong", "unfriendly", "slow", "expensive", "complicated"),
}
_GOOD: Slot = {
    "de": ("gut", "schön", "hilfreich", "freundlich", "zuverlässig", "übersichtlich", "verständlich"),
    "en": ("good", "nice", "helpful", "friendly", "reliable", "clear", "useful"),
}
_ACTS: Slot = {
    "de": (
        "die Rechnung", "den Newsletter", "mein Konto", "die Karte", "den Kalender", "die Nachrichten", "das Formular",
    ),
    "en": ("the invoice", "the newsletter", "my account", "the map", "the calendar", "the messages", "the form"),
}  # fmt: skip
_WHEN: Slot = {
    "de": ("morgens", "am Abend", "einmal pro Woche", "im Büro", "zu Hause", "meistens mit dem Handy"),
    "en": ("in the morning", "at night", "once a week", "at the office", "at home", "mostly on my phone"),
}
_WISH: Slot = {
    "de": (
        "eine Suche hätte", "mehr Auswahl gäbe", "man das ausdrucken könnte", "es eine Übersicht gäbe",
        "das schneller ginge", "man mehrere Konten hätte",
    ),
    "en": (
        "there was a search", "there were more options", "you could print it", "there was an overview",
        "it loaded faster", "I could have several accounts",
    ),
}  # fmt: skip

Pattern = tuple[str, str, tuple[Slot, ...], tuple[float, float, float]]
_PATTERNS: tuple[Pattern, ...] = (
    ("de", "{0} ist nicht {1}", (_THINGS, _BAD), (0.0, 0.25, 0.75)),
    ("de", "{0} war gar nicht {1}.", (_THINGS, _BAD), (0.05, 0.15, 0.8)),
    ("de", "{0} ist überhaupt nicht {1}!", (_THINGS, _GOOD), NEGATIVE),
    ("de", "{0} war leider nicht {1}", (_THINGS, _GOOD), NEGATIVE),
    ("de", "{0} ist wirklich {1}", (_THINGS, _GOOD), POSITIVE),
    ("de", "{0} ist ziemlich {1}", (_THINGS, _BAD), NEGATIVE),
    ("de", "{0} war furchtbar {1} und hat mir nicht geholfen", (_THINGS, _BAD), NEGATIVE),
    ("de", "Leider war {0} sehr {1}!", (_THINGS, _BAD), NEGATIVE),
    ("de", "Alles {0}, alles bestens", (_GOOD,), POSITIVE),
    ("de", "Ich kann nicht klagen, {0} ist {1}.", (_THINGS, _GOOD), POSITIVE),
    ("de", "Es wäre {0}, wenn man {1}.", (_GOOD, _WISH), (0.15, 0.8, 0.05)),
    ("de", "Ich fände es {0}, wenn man {1}", (_GOOD, _WISH), (0.15, 0.8, 0.05)),
    ("de", "Ist {0} {1}?", (_THINGS, _GOOD), NEUTRAL),
    ("de", "Wie finden Sie {0}?", (_ACTS,), NEUTRAL),
    ("de", "Warum nutzen Sie {0} {1}?", (_ACTS, _WHEN), NEUTRAL),
    ("de", "Ich öffne {0} {1}.", (_ACTS, _WHEN), NEUTRAL),
    ("de", "Also ich schaue mir {1} {0} an", (_ACTS, _WHEN), NEUTRAL),
    ("de", "Dann habe ich {0} {1} bekommen.", (_ACTS, _WHEN), NEUTRAL),
    ("de", "Wir haben {0} {1} besprochen und dann entschieden.", (_ACTS, _WHEN), NEUTRAL),
    ("de", "Ich möchte {0} {1} sehen.", (_ACTS, _WHEN), NEUTRAL),
    ("de", "Ich brauche {0} {1}", (_ACTS, _WHEN), NEUTRAL),
    ("de", "Ich habe drei Wochen auf {0} gewartet.", (_ACTS,), NEGATIVE),
    ("de", "{0} kam nie an und keiner hat sich gemeldet", (_THINGS,), NEGATIVE),
    ("en", "{0} is not {1}", (_THINGS, _BAD), (0.0, 0.25, 0.75)),
    ("en", "{0} was not {1} at all.", (_THINGS, _BAD), (0.05, 0.15, 0.8)),
    ("en", "{0} isn't {1}!", (_THINGS, _GOOD), NEGATIVE),
    ("en", "{0} was not very {1}", (_THINGS, _GOOD), NEGATIVE),
    ("en", "{0} is really {1}", (_THINGS, _GOOD), POSITIVE),
    ("en", "{0} is quite {1}", (_THINGS, _BAD), NEGATIVE),
    ("en", "{0} was awfully {1} and did not help me", (_THINGS, _BAD), NEGATIVE),
    ("en", "Sadly {0} was very {1}!", (_THINGS, _BAD), NEGATIVE),
    ("en", "I can't complain, {0} is {1}.", (_THINGS, _GOOD), POSITIVE),
    ("en", "It would be {0} if {1}.", (_GOOD, _WISH), (0.15, 0.8, 0.05)),
    ("en", "I wish {0}", (_WISH,), (0.3, 0.7, 0.0)),
    ("en", "{0} could be more {1}.", (_THINGS, _GOOD), (0.6, 0.4, 0.0)),
    ("en", "Is {0} {1}?", (_THINGS, _GOOD), NEUTRAL),
    ("en", "How do you like {0}?", (_ACTS,), NEUTRAL),
    ("en", "Why do you use {0} {1}?", (_ACTS, _WHEN), NEUTRAL),
    ("en", "I open {0} {1}.", (_ACTS, _WHEN), NEUTRAL),
    ("en", "So I usually look at {0} {1}", (_ACTS, _WHEN), NEUTRAL),
    ("en", "Then I got {0} {1}.", (_ACTS, _WHEN), NEUTRAL),
    ("en", "We talked about {0} {1} and then decided.", (_ACTS, _WHEN), NEUTRAL),
    ("en", "I want to see {0} {1}.", (_ACTS, _WHEN), NEUTRAL),
    ("en", "I need {0} {1}", (_ACTS, _WHEN), NEUTRAL),
    ("en", "I waited three weeks for {0}.", (_ACTS,), NEGATIVE),
    ("en", "{0} never worked and nobody got back to me", (_THINGS,), NEGATIVE),
)


def synthetic_sentences() -> tuple[list[str], Floats]:
    """All sentences, and their probabilities of (negative, neutral, positive): float32 (n, 3)."""
    texts: list[str] = []
    targets: list[tuple[float, float, float]] = []
    for language, pattern, slots, target in _PATTERNS:
        for filling in product(*(slot[language] for slot in slots)):
            texts.append(pattern.format(*filling))
            targets.append(target)
    return texts, np.array(targets, np.float32)
