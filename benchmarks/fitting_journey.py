"""Which built-in journey `voc run` chooses: ``python -m benchmarks.fitting_journey [--data ../shared/data]``.

For each labelled set, by domain where it has one (200 random texts of 30 to 250 characters each), and for each real
study: the chosen journey ("none" if none fits), and the share of statements that each built-in journey would place. No
label is used: whether the choice is sensible is for the reader to judge. The thresholds of `voc.journey.fitting` were
set while looking at these tables, so they show what the thresholds do, not how well they carry over.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from voc.analysis import encode_once, open_encoder
from voc.ingest import read_folder
from voc.journey import fit_journey
from voc.privacy import protect
from voc.schema import Segment
from voc.segment import segment
from voc.text.language import detect_any

SEED = 7
TEXTS = 200
LENGTHS = (30, 250)
"""Characters of a text: shorter ones name nothing, longer ones are no single statement."""


def labelled_sets(folder: Path) -> Iterator[tuple[str, Sequence[Segment]]]:
    """A sample of each labelled set and domain as segments of different people."""
    for file in sorted(folder.glob("*.csv.gz")):
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
        table = table[table.text.str.len().between(*LENGTHS)]
        groups = table.groupby("domain") if "domain" in table else [("", table)]
        for domain, rows in groups:
            if len(rows) >= TEXTS:
                sample = rows.sample(TEXTS, random_state=SEED)
                name = f"{file.name.removesuffix('.csv.gz')} {domain}".strip()
                texts = sample.text.tolist()
                languages = detect_any(texts)
                yield name, list(map(_segment, range(len(texts)), texts, languages))


def _segment(number: int, text: str, language: str) -> Segment:
    return Segment(
        segment_id=f"s-{number:010d}",
        document_id=f"d-{number:010d}",
        respondent_id=f"r-{number:010d}",
        source="table.csv",
        kind="review",
        role="participant",
        start=0,
        end=len(text),
        time_s=None,
        question="",
        text=text,
        language=language,
    )


def studies(folder: Path) -> Iterator[tuple[str, Sequence[Segment]]]:
    """The segments of each real study, as `voc run` reads them."""
    for path in sorted(item for item in folder.iterdir() if item.is_dir()):
        inputs = path / "interviews" if (path / "interviews").is_dir() else path
        yield path.name, segment(protect(read_folder([inputs])).corpus).segments


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    folder = parser.parse_args().data
    encoder = open_encoder("voc")
    for part in (labelled_sets(folder / "labelled"), studies(folder / "studies")):
        for name, segments in part:
            fit = fit_journey(segments, encode_once(encoder, [item.text for item in segments]), encoder.encode)
            shares = "  ".join(f"{journey} {share:.2f}" for journey, share in fit.shares.items())
            print(f"{name:30} {fit.name:12} {shares}", flush=True)


if __name__ == "__main__":
    main()
