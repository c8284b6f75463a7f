"""Measure pain points on invented studies in which every pain is known.

    python -m benchmarks.planted_pains [STUDY …]     # folders of benchmarks/planted; all by default

The studies were written by people who had not seen the code, each with a key: pains with the sentences that say them,
and troubles that are none (fixed, denied, said of others, supposed, asked). For every planted pain the table names the
pain point among the first ten that fits it best, with the share of its people that it counts, and the share of its
segments that say this pain. A pain is found if people reach REQUIRED_PEOPLE and precision REQUIRED_PRECISION.
"""

from __future__ import annotations

import argparse
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.analysis import analyse
from voc.ingest import read_folder
from voc.schema import Analysis, PainPoint, Segment
from voc.segment import segment

FOLDER = Path(__file__).parent / "planted"
FIRST = 10
"""Pain points of a study that are looked at."""
REQUIRED_PEOPLE = 0.7
REQUIRED_PRECISION = 0.8
_SHARE_OF_SENTENCE = 0.4
"""A segment that is a part of a sentence of the key must be this share of it: "Yes." says no pain."""
KEY = "key.toml"


@dataclass(frozen=True, slots=True)
class Fit:
    """How one pain point fits a planted pain: shares (0–1) of the pain's people and of the point's segments."""

    rank: int
    title: str
    people: float
    precision: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both shares."""
        total = self.people + self.precision
        return 2 * self.people * self.precision / total if total else 0.0

    @property
    def is_found(self) -> bool:
        """Whether both shares are as high as required."""
        return self.people >= REQUIRED_PEOPLE and self.precision >= REQUIRED_PRECISION


NOT_FOUND = Fit(0, "–", 0.0, 0.0)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _says(segment: Segment, sentences: list[str]) -> bool:
    """Whether a segment is, holds, or is a good part of one of the sentences."""
    text = _plain(segment.text)
    return any(
        sentence in text or (text in sentence and len(text) >= _SHARE_OF_SENTENCE * len(sentence))
        for sentence in sentences
    )


def says(segment: Segment, planted: dict[str, Any]) -> bool:
    """Whether a segment says a planted pain."""
    return _says(segment, [_plain(entry["text"]) for entry in planted["said"]])


def fit_of(planted: dict[str, Any], point: PainPoint, rank: int, segments: tuple[Segment, ...]) -> Fit:
    """Compare a pain point with a planted pain."""
    own = [row for row in point.segments if says(segments[row], planted)]
    n_people = len({entry["person"] for entry in planted["said"]})
    people = len({segments[row].respondent_id for row in own})
    return Fit(rank, point.title, people / n_people, len(own) / len(point.segments))


def measure(folder: Path) -> list[tuple[str, Fit]]:
    """The best fit of every planted pain of a study."""
    key = tomllib.loads((folder / KEY).read_text("utf-8"))
    analysis = analyse_folder(folder)
    first = list(enumerate(analysis.pain_points[:FIRST], start=1))
    result = []
    for planted in key["pains"]:
        fits = [fit_of(planted, point, rank, analysis.segments) for rank, point in first]
        result.append((planted["title_en"], max(fits, key=lambda fit: fit.f1, default=NOT_FOUND)))
    rows = {row for _, point in first for row in point.segments}
    none = [_plain(entry["text"]) for entry in key["not_pains"]]
    n_wrong = sum(_says(analysis.segments[row], none) for row in rows)
    n_points = len(analysis.pain_points)
    print(f"{folder.name}: {n_points} pain points; of {len(none)} troubles that are none, {n_wrong} count")
    for title, fit in result:
        mark = "found" if fit.is_found else ""
        print(f"  {title[:44]:44} {fit.people:5.2f} {fit.precision:5.2f}  {fit.rank:2} {fit.title[:60]:60} {mark}")
    for rank, point in first:
        print(f"  {rank:2}. {len(point.respondents):3} people, {len(point.segments):3} segments  {point.title}")
    return result


def read_segments(folder: Path) -> tuple[Segment, ...]:
    """The segments of a study, cut as the product cuts them."""
    return segment(read_folder(_material(folder))).segments


def _material(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.name != KEY]


def analyse_folder(folder: Path) -> Analysis:
    """Analyse the material of a study: everything in its folder but the key."""
    return analyse(read_folder(_material(folder)))


def main() -> None:
    """Print all studies, and how many pains are found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("studies", nargs="*", default=sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))
    fits = [fit for name in parser.parse_args().studies for _, fit in measure(FOLDER / name)]
    n_found, mean = sum(fit.is_found for fit in fits), sum(fit.f1 for fit in fits) / len(fits)
    print(f"{n_found} of {len(fits)} pains found; mean F1 {mean:.3f}")


if __name__ == "__main__":
    main()
