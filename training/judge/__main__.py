"""Train the judge of pairs: `python -m training.judge [--epochs N] [--seed N] [--threads N]`.

It starts from the pretrained network and writes `training/cache/judge/judge.pt` after every epoch (half an hour on two
cores). `python -m benchmarks.judge` measures it.
"""

from __future__ import annotations

import argparse
import sys

from training.data import ROOT, DataError
from training.judge.fit import JudgeConfig, fit
from training.reader.source import SourceError

FILE = ROOT / "training" / "cache" / "judge" / "judge.pt"


def main(arguments: list[str]) -> int:
    """Train the judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=JudgeConfig().epochs)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    FILE.parent.mkdir(parents=True, exist_ok=True)
    try:
        fit(FILE, JudgeConfig(epochs=options.epochs, seed=options.seed), options.threads)
    except (DataError, SourceError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
