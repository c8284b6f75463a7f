"""Draw segments for hand labelling: `python -m training.sample FILE` writes them with their texts, outside the project.

With `--rare` it draws segments that hold a cue of a rare kind (wish, need, goal, motive), the same number of each.

Interviews come from the files in `studies`, surveys and reviews from the labelled sets. A segment is named by its
set, its row's id (or its file's path) and its start and end in code points of the row's text (or of the decoded
file), so that `training/labels/statements.csv` holds no text.
"""

from __future__ import annotations

import csv
import random
import sys
from dataclasses import dataclass
from pathlib import Path

from training.data import data_folder, load
from voc.files.decode import decode
from voc.ingest import read_folder
from voc.schema import Corpus, Document, Turn
from voc.segment import segment
from voc.text.statements import MARKERS, marker_features

SEED = 20261
"""Of the first draw; the draw of rare kinds takes the next one."""
INTERVIEWS = {"hci2024/interviews_de": 70, "divekit_de": 60, "hci2024/interviews_en": 50, "mlss_en": 45, "games_en": 10}
SETS = {
    "jupyter_surveys": 45, "softwaresaved_survey": 20, "pandas_survey": 10, "kununu_de": 55, "bestande_de": 40,
    "jameda_de": 12, "german_hotel_absa": 12, "mobasa": 15, "ryanair": 14, "amazon_alexa": 10, "womens_clothing": 10,
    "skytrax_lounge_seat": 14,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DrawnSegment:
    """A segment: its set or folder, its row's id or its file's path, start and end in code points, and its text."""

    set: str
    row: str
    start: int
    end: int
    text: str


def draw_from_set(name: str, number: int, rng: random.Random) -> list[DrawnSegment]:
    """One segment of each of ``number`` random rows of a labelled set."""
    table = load(name)
    kind = "survey" if "survey" in name else "review"
    # Twice as many rows as needed: some hold no segment.
    rows = rng.sample(range(len(table)), number * 2)
    drawn: list[DrawnSegment] = []
    for row in rows:
        text = table["text"].iloc[row]
        turn = Turn(0, len(text), "", "participant", f"r-{row}")
        document = Document(f"d-{row}", name, kind, text, (turn,))  # type: ignore[arg-type]
        parts = segment(Corpus((), (document,), ())).segments
        if parts and len(drawn) < number:
            part = rng.choice(parts)
            drawn.append(DrawnSegment(name, table["id"].iloc[row], part.start, part.end, part.text))
    return drawn


def draw_from_interviews(folder: str, number: int, rng: random.Random) -> list[DrawnSegment]:
    """Random segments of what participants say in a folder of interviews."""
    root = data_folder().parent / "studies" / folder
    parts = list(segment(read_folder([root])).segments)
    rng.shuffle(parts)
    drawn: list[DrawnSegment] = []
    for part in parts:
        file = next(path for path in sorted(root.rglob("*")) if path.name == Path(part.source).name)
        if file.suffix not in {".md", ".txt"} or len(drawn) == number:
            continue
        start = decode(file.read_bytes(), file.name)[0].find(part.text)
        if start >= 0:
            path = file.relative_to(root).as_posix()
            drawn.append(DrawnSegment(folder, path, start, start + len(part.text), part.text))
    return drawn


def select_rare(segments: list[DrawnSegment], number: int) -> list[DrawnSegment]:
    """The first ``number`` segments for each cue of a rare kind; a segment counts for one cue."""
    markers = marker_features([drawn.text for drawn in segments])
    chosen: dict[int, DrawnSegment] = {}
    for cue in ("wish", "need", "goal", "motive"):
        matching = [i for i in range(len(segments)) if markers[i, MARKERS.index(cue)] and i not in chosen]
        chosen |= {i: segments[i] for i in matching[:number]}
    return list(chosen.values())


def main() -> None:
    """Write set, row, start, end and text of all segments drawn."""
    is_rare = "--rare" in sys.argv
    rng = random.Random(SEED + 1 if is_rare else SEED)
    # Rare kinds are searched in four times as many segments.
    times = 4 if is_rare else 1
    drawn = [row for folder, n in INTERVIEWS.items() for row in draw_from_interviews(folder, n * times, rng)]
    drawn += [row for name, n in SETS.items() for row in draw_from_set(name, n * times, rng)]
    rng.shuffle(drawn)
    drawn = select_rare(drawn, 32) if is_rare else drawn
    with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["set", "row", "start", "end", "text"])
        writer.writerows([row.set, row.row, row.start, row.end, row.text] for row in drawn)


if __name__ == "__main__":
    main()
