"""Train the encoder of matters.

    python -m training.matter fit [--steps N] [--start FILE] [--seed N] [--threads N]
    python -m training.matter export     # write voc/models/weights/matter and its card

`fit` writes `training/cache/matter/matter.pt` every 50 steps; a step takes about 3.5 seconds on two cores.
`python -m benchmarks.matter` measures the product's weights.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.data import ROOT, DataError
from training.matter.card import write_matter_card
from training.matter.export import export
from training.matter.fit import FitMatterConfig, fit
from training.reader.source import SourceError

FILE = ROOT / "training" / "cache" / "matter" / "matter.pt"


def main(arguments: list[str]) -> int:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("fit", "export"))
    parser.add_argument("--steps", type=int, default=FitMatterConfig().steps)
    parser.add_argument("--rate", type=float, default=FitMatterConfig().body_rate, help="learning rate of the layers")
    parser.add_argument("--start", type=Path, help="an earlier state to start from")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    FILE.parent.mkdir(parents=True, exist_ok=True)
    try:
        if options.step == "fit":
            config = FitMatterConfig(options.steps, options.rate, seed=options.seed, start=options.start)
            fit(FILE, config, options.threads)
        else:
            export(FILE)
            write_matter_card()
    except (DataError, SourceError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
