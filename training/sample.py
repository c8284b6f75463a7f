"""Draw segments to label by hand: `python -m training.sample FILE` writes them, with their texts, outside the project.

With `--rare` it draws segments that hold a cue of a rare kind (wish, need, goal, motive), as many of each.

Interviews come from the files in `studies`, surveys and reviews from the labelled sets. A segment is named by its
set, its row's id (or its file's path) and its start and end in code points of the row's text (or of the decoded
file), so that `training/labels/statements.csv` holds no text.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

from training.data import data_folder, load
from voc.files.decode import decode
from voc.ingest import read_folder
from voc.schema import Corpus, Document, Turn
from voc.segment import segment
from voc.text.statements import MARKERS, marker_features

SEED = 20261
INTERVIEWS = {"hci2024/interviews_de": 70, "divekit_de": 60, "hci2024/interviews_en": 50, "mlss_en": 45, "games_en": 10}
SETS = {
    "jupyter_surveys": 45, "softwaresaved_survey": 20, "pandas_survey": 10, "kununu_de": 55, "bestande_de": 40,
    "jameda_de": 12, "german_hotel_absa": 12, "mobasa": 15, "ryanair": 14, "amazon_alexa": 10, "womens_clothing": 10,
    "skytrax_lounge_seat": 14,
}  # fmt: skip
Place = tuple[str, str, int, int, str]


def from_set(name: str, number: int, rng: random.Random) -> list[Place]:
    """One segment each of ``number`` random rows of a labelled set."""
    table = load(name)
    kind = "survey" if "survey" in name else "review"
    rows = rng.sample(range(len(table)), number * 2)
    found: list[Place] = []
    for row in rows:
        text = table["text"].iloc[row]
        turn = Turn(0, len(text), "", "participant", f"r-{row}")
        document = Document(f"d-{row}", name, kind, text, (turn,))  # type: ignore[arg-type]
        parts = segment(Corpus((), (document,), ())).segments
        if parts and len(found) < number:
            part = rng.choice(parts)
            found.append((name, table["id"].iloc[row], part.start, part.end, part.text))
    return found


def from_interviews(folder: str, number: int, rng: random.Random) -> list[Place]:
    """Random segments of what participants say in a folder of interviews."""
    root = data_folder().parent / "studies" / folder
    parts = list(segment(read_folder([root])).segments)
    rng.shuffle(parts)
    found: list[Place] = []
    for part in parts:
        file = next(path for path in sorted(root.rglob("*")) if path.name == Path(part.source).name)
        if file.suffix not in {".md", ".txt"} or len(found) == number:
            continue
        start = decode(file.read_bytes(), file.name)[0].find(part.text)
        if start >= 0:
            found.append((folder, file.relative_to(root).as_posix(), start, start + len(part.text), part.text))
    return found


def rare(places: list[Place], number: int) -> list[Place]:
    """The first ``number`` places for each cue of a rare kind; a place counts for one cue."""
    marks = marker_features([place[-1] for place in places])
    chosen: dict[int, Place] = {}
    for cue in ("wish", "need", "goal", "motive"):
        found = [i for i in range(len(places)) if marks[i, MARKERS.index(cue)] and i not in chosen]
        chosen |= {i: places[i] for i in found[:number]}
    return list(chosen.values())


def main() -> None:
    """Write set, row, start, end and text of all segments drawn."""
    few = "--rare" not in sys.argv
    rng = random.Random(SEED if few else SEED + 1)
    more = 1 if few else 4
    places = [place for folder, number in INTERVIEWS.items() for place in from_interviews(folder, number * more, rng)]
    places += [place for name, number in SETS.items() for place in from_set(name, number * more, rng)]
    rng.shuffle(places)
    places = places if few else rare(places, 32)
    with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["set", "row", "start", "end", "text"])
        writer.writerows(places)


if __name__ == "__main__":
    main()
