"""Whose words a line is, on what the author head never saw: other domains of our own lines, and all real interviews.

    python -m benchmarks.authors [--record]

Of every speaker with a role in the interviews of `../shared/data/studies`, the average author of their turns is
compared with the role: among participant and interviewer, the likelier one. Labels and the order of turns are not used.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from training.authors import held_out_logits, read_lines
from training.weights import record
from voc.ingest import read_folder
from voc.models.authors import AUTHORS, average_author

STUDIES = Path(__file__).resolve().parents[2] / "shared" / "data" / "studies"
MIN_TURNS = 5
"""Turns of a speaker who is counted."""
SEEDS = (0, 1, 2)


def measure_lines() -> list[str]:
    """Accuracy per author on held-out domains, mean of three seeds."""
    authors = read_lines().authors
    is_right = np.stack([held_out_logits(seed).argmax(1) == authors for seed in SEEDS])
    read = [is_right[:, authors == place].mean() for place in range(len(AUTHORS))]
    table = [f"| {name} | {(authors == place).sum()} | {read[place]:.2f} |" for place, name in enumerate(AUTHORS)]
    return ["| author | lines | read right in held-out domains |", "|---|---|---|", *table]


def measure_speakers() -> list[str]:
    """Speakers of each study whose role is the likelier of two."""
    rows = ["| study | speakers | right |", "|---|---|---|"]
    total = right = 0
    for study in sorted(path for path in STUDIES.iterdir() if path.is_dir()):
        counts = count_study(study)
        if counts:
            rows.append(f"| {study.name} | {len(counts)} | {sum(counts)} |")
            total, right = total + len(counts), right + sum(counts)
    return [*rows, f"| all | {total} | {right} |"]


def count_study(study: Path) -> list[bool]:
    """For each interviewer and participant of a study with enough turns, whether their words say the role."""
    counts = []
    for document in read_folder([study]).documents:
        turns: dict[tuple[str, str], list[str]] = defaultdict(list)
        for turn in document.turns:
            turns[turn.speaker, turn.role].append(document.text[turn.start : turn.end])
        for (_, role), lines in turns.items():
            if role in {"interviewer", "participant"} and len(lines) >= MIN_TURNS:
                average = average_author(lines)
                counts.append(max(("interviewer", "participant"), key=average.__getitem__) == role)
    return counts


def main() -> int:
    """Print both tables; with --record, write them into the card."""
    text = "\n".join([*measure_lines(), "", *measure_speakers()])
    print(text)
    if "--record" in sys.argv:
        record("author", f"Measured by `python -m benchmarks.authors`.\n\n{text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
