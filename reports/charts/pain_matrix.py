"""Pain points on a plane: the more people the further right, the worse they feel the higher. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, count

from reports.charts.geometry import Box, Label, LabelRoom, Point, Spot, spots_around
from reports.view.page_records import PainCard
from reports.view.study_index import MIXED_BELOW, STRONG_FROM

WIDE, NARROW, HEIGHT = 720.0, 340.0, 400.0
"""Width in pixels on a wide and on a narrow screen, and height."""
TITLE_ROOM = 200.0
"""Pixels right of the last dot for its title."""
BESIDE = 14.0
"""Pixels left and right of a dot's middle that titles of other dots keep free, or they would seem to be its own."""
LEFT, RIGHT, TOP, BOTTOM = 92.0, 16.0, 8.0, 40.0
"""Margins in pixels; the words of the mood are in the left one, those of the people in the bottom one."""
MOODS = (("very_negative", STRONG_FROM, 1.0), ("negative", MIXED_BELOW, STRONG_FROM), ("mixed", 0.0, MIXED_BELOW))
"""Words for how negative people sound, each with the part of the scale that it stands for."""
HEADROOM = 0.1
"""Part of the scale of the mood (0–1) above the strongest pain point; the rest of the scale would be empty."""
RADIUS = 5.0
LINE = 16.0
"""Pixels between the labels of dots that lie on each other."""
TICKS = 5
"""Numbers of people below the picture, besides 0, are fewer than this."""
LABEL_WIDTHS = (260.0, 190.0, 130.0)
"""A title without room is shortened to these widths in pixels; then only its rank is left."""


@dataclass(frozen=True, slots=True)
class PainDot:
    """A pain point at (x, y); ``label`` is its rank with as much of its title as there is room for."""

    x: float
    y: float
    pain: PainCard
    label: Label | None


@dataclass(frozen=True, slots=True)
class PainBand:
    """The part of the scale that a word of the mood stands for, from ``top`` to ``bottom``."""

    word: str
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PainMatrix:
    """The plane with its dots; ``ticks`` are numbers of people with their x."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    bands: tuple[PainBand, ...]
    ticks: tuple[tuple[int, float], ...]
    dots: tuple[PainDot, ...]


def draw_matrix(pains: Sequence[PainCard], *, width: float, named: bool = True) -> PainMatrix:
    """Draw the plane; the scale of the mood begins with the whole part of the word for the mildest pain point.

    ``named`` writes titles beside the ranks; without it there are only ranks, for a narrow screen.
    """
    right, bottom = width - RIGHT, HEIGHT - BOTTOM
    most = max(pain.people for pain in pains)
    length = right - LEFT - (TITLE_ROOM if named else 0.0)

    def place_x(people: int) -> float:
        return round(LEFT + length * people / most, 1)

    mildest = min(pain.intensity for pain in pains)
    # Whole parts, because a scale from the mildest to the strongest would make any difference look large.
    limits = [limit for limit in MOODS if limit[2] > mildest]
    lowest = limits[-1][1]
    highest = min(1.0, max(pain.intensity for pain in pains) + HEADROOM)

    def place_y(intensity: float) -> float:
        return round(bottom - (bottom - TOP) * (intensity - lowest) / (highest - lowest), 1)

    bands = tuple(
        PainBand(word, place_y(min(high, highest)), place_y(low)) for word, low, high in limits if low < highest
    )
    room = LabelRoom(Box(LEFT, TOP, width, bottom))
    points = [(place_x(pain.people), place_y(pain.intensity)) for pain in pains]
    room.taken += [_around(point, BESIDE) for point in points]
    dots = []
    for number, (pain, stack) in enumerate(zip(pains, _find_stacks(points), strict=True)):
        title = f"{pain.rank}. {pain.title}" if named else ""
        members = [points[member] for member in stack]
        label = _place_label(room, members, stack.index(number), str(pain.rank), title)
        dots.append(PainDot(*points[number], pain, label))
    ticks = tuple((people, place_x(people)) for people in _choose_ticks(most))
    return PainMatrix(width, HEIGHT, LEFT, right, TOP, bottom, bands, ticks, tuple(dots))


def _find_stacks(points: Sequence[Point]) -> list[list[int]]:
    """For each dot the numbers of those that touch it or each other, itself included, from the top."""
    stacks = [[number] for number in range(len(points))]
    for first, second in combinations(range(len(points)), 2):
        (x, y), (other_x, other_y) = points[first], points[second]
        if abs(x - other_x) < BESIDE and abs(y - other_y) < LINE and second not in stacks[first]:
            joined = sorted([*stacks[first], *stacks[second]], key=lambda number: (points[number][1], number))
            for number in joined:
                stacks[number] = joined
    return stacks


def _place_label(room: LabelRoom, stack: Sequence[Point], place: int, rank: str, title: str) -> Label | None:
    """Label the dot at this place of its stack, whose labels are in a column beside it."""
    x, y = stack[place]
    reserved = [_around(member, BESIDE) for member in stack]
    # The label of a dot may come nearer to it than those of others.
    room.taken = [box for box in room.taken if box not in reserved] + [_around(member, RADIUS) for member in stack]
    middle = sum(member[1] for member in stack) / len(stack)
    line = middle + LINE * (place - (len(stack) - 1) / 2)
    right, left = spots_around(x, line, RADIUS)[2:4]
    # Only beside the dot, since a title above or below it could be that of the next one; on the right while it can be.
    tries: list[tuple[tuple[Spot, ...], str]] = [((spot,), title) for spot in (right, left)] if title else []
    tries.append(((right, left, *spots_around(x, y, RADIUS)), rank))
    labels = (room.place(text, spots, LABEL_WIDTHS) for spots, text in tries)
    label = next((label for label in labels if label), None)
    room.taken += reserved
    return label


def _around(point: Point, side: float) -> Box:
    x, y = point
    height = min(side, LINE / 2)
    return Box(x - side, y - height, x + side, y + height)


def _choose_ticks(most: int) -> list[int]:
    """Round numbers of people from 0 to the largest.

    >>> _choose_ticks(16), _choose_ticks(3)
    ([0, 5, 10, 15], [0, 1, 2, 3])
    """
    steps = (factor * 10**power for power in count() for factor in (1, 2, 5))
    step = next(step for step in steps if most // step < TICKS)
    return list(range(0, most + 1, step))
