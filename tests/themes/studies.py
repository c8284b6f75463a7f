"""Small studies of our own writing with vectors that we plant: one direction a matter, noise around it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from voc.schema import Floats, Segment

MATTERS_EN = {
    "delivery": ("the parcel", "parcel delivery", "delivery day", "the courier", "a late delivery"),
    "refund": ("the refund", "refund request", "my money back", "the return label", "a refund"),
    "app": ("the app", "app update", "lost runs", "the tracking app", "an app crash"),
    "advice": ("shop advice", "the advice", "the sales assistant", "foot measuring", "honest advice"),
}
MATTERS_DE = {
    "delivery": ("das Paket", "die Lieferung", "ein Lieferdienst", "die Paketzustellung", "späte Lieferung"),
    "refund": ("die Erstattung", "das Rücksendeetikett", "mein Geld", "die Rücksendung", "eine Erstattung"),
    "app": ("die App", "das Update", "meine Läufe", "die Lauf-App", "ein Absturz"),
    "advice": ("die Beratung", "ehrliche Beratung", "die Verkäuferin", "das Fußmessen", "eine Beratung"),
}
_FRAMES = {
    "en": ("In March {} cost us an evening at home.", "We spoke about {} with neighbours.", "For runners {} decides."),
    "de": ("Im März kostete uns {} einen Abend.", "Wir sprachen über {} mit Nachbarn.", "Für Läufer entscheidet {}."),
}


def one_segment(place: int, text: str, person: str, language: str = "en") -> Segment:
    code = hashlib.sha256(f"{place} {text}".encode()).hexdigest()[:10]
    return Segment(
        f"s-{code}", "d-1", person, "a.md", "interview", "participant", 0, len(text), None, "", text, language
    )


def direction(name: str, dimensions: int) -> Floats:
    seed = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
    found = np.random.default_rng(seed).normal(size=dimensions)
    return (found / np.linalg.norm(found)).astype(np.float32)


def planted(
    matters: Mapping[str, Sequence[str]],
    *,
    each: int = 30,
    people: int = 12,
    noise: float = 0.5,
    language: str = "en",
    dimensions: int = 64,
) -> tuple[list[Segment], Floats, list[str]]:
    """Segments, vectors float32 (n, d) of length one, and the matter of each; one matter after the other."""
    random = np.random.default_rng(7)
    segments, rows, truth = [], [], []
    for matter, phrases in matters.items():
        for number in range(each):
            frame = _FRAMES[language][number % 3]
            text = f"{frame.format(phrases[number % len(phrases)])} Nr. {number}"
            segments.append(one_segment(len(segments), text, f"r-{number % people}", language))
            spread = random.normal(size=dimensions) / dimensions**0.5
            rows.append(direction(matter, dimensions) + noise * spread)
            truth.append(matter)
    vectors = np.array(rows, np.float32)
    return segments, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), truth
