"""The verbatims that stand for a theme: near its centre, of readable length, of different people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.schema import Floats
from voc.themes.material import Material

_READABLE = (40, 300)
_PENALTY = 0.15
"""How much nearness a quote of unreadable length loses."""


def choose_exemplars(material: Material, rows: Sequence[int], cosine: Floats, number: int = 4) -> list[int]:
    """Rows nearest the centre first; each person, and each text, once as long as there are others.

    Args:
        material: the rows.
        rows: the theme's rows.
        cosine: float32, the nearness of each of ``rows`` to the centre.
        number: how many at most.
    """
    length = np.array([len(material.segments[row].text) for row in rows])
    fits = (length >= _READABLE[0]) & (length <= _READABLE[1])
    value = np.round(np.asarray(cosine, np.float64) - np.where(fits, 0.0, _PENALTY), 6)
    ranking = [rows[place] for place in sorted(range(len(rows)), key=lambda place: (-value[place], rows[place]))]
    chosen: list[int] = []
    persons: set[int] = set()
    texts: set[int] = set()
    for strict in (True, False):
        for row in ranking:
            if len(chosen) == number:
                break
            person, text = int(material.person[row]), int(material.first[row])
            if text in texts or (strict and person in persons):
                continue
            chosen.append(row)
            persons.add(person)
            texts.add(text)
    return chosen
