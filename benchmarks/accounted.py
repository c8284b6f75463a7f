"""Print what became of the characters of every file: in turns, left out for a reason, and unexplained.

    python -m benchmarks.accounted FOLDER …

Each folder is read as a study of its own. Exits with 1 when any file has unexplained characters.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from voc.errors import VocError
from voc.ingest import read_folder
from voc.schema import Source


def accounted(folder: Path) -> Iterator[Source]:
    """The files of a folder that were read."""
    try:
        yield from (source for source in read_folder([folder]).sources if source.status != "skipped")
    except VocError as error:
        print(f"{folder.name}: {str(error).splitlines()[0]}", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line per file and return 1 when any character is unexplained."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accounted", description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    n_unexplained = 0
    print(f"{'given':>9} {'used':>9} {'left out':>9} {'unexpl.':>9}  file")
    for folder in parser.parse_args(arguments).folders:
        for source in accounted(folder):
            name = f"{folder.name}/{source.path} ({source.reader})"
            count = source.characters
            if count is None:
                print(f"{'not counted':>39}  {name}")
                continue
            n_unexplained += abs(count.unexplained)
            n_left_out = sum(count.left_out.values()) - count.unexplained
            reasons = ", ".join(f"{reason} {100 * share:.1f} %" for reason, share in count.shares().items())
            print(f"{count.total:>9} {count.used:>9} {n_left_out:>9} {count.unexplained:>9}  {name}: {reasons}")
    return int(n_unexplained > 0)


if __name__ == "__main__":
    sys.exit(main())
