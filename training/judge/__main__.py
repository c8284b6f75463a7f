"""Train the judge of pairs from the shipped reader, calibrate it, and write `voc/models/weights/judge`.

    python -m training.judge fit       # about an hour on two cores; writes training/cache/judge/judge.pt
    python -m training.judge export    # calibrate on held-out studies, and write weights and card
    python -m training.judge titles    # only the vectors of the bank of titles, after a change of its lines
"""

from __future__ import annotations

import argparse
import sys

import torch

from training.data import ROOT, DataError
from training.judge.calibration import calibrate, judge_held_out
from training.judge.card import write_judge_card
from training.judge.export import export, write_title_vectors
from training.judge.fit import JudgeConfig, fit
from training.judge.network import JudgeNetwork

FILE = ROOT / "training" / "cache" / "judge" / "judge.pt"


def export_judge() -> None:
    """Calibrate the trained judge and write its weights and its card.

    Raises:
        DataError: the judge has not been trained.
    """
    if not FILE.is_file():
        raise DataError(f"{FILE} is missing: run `python -m training.judge fit` first.")
    network = JudgeNetwork()
    network.load_state_dict(torch.load(FILE))
    pairs = judge_held_out(network)
    export(network, calibrate(pairs))
    write_judge_card(pairs)


def main(arguments: list[str]) -> int:
    """Run one step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("fit", "export", "titles"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=JudgeConfig().epochs)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    try:
        if options.step == "fit":
            FILE.parent.mkdir(parents=True, exist_ok=True)
            fit(FILE, JudgeConfig(epochs=options.epochs, seed=options.seed), options.threads)
        elif options.step == "export":
            export_judge()
        else:
            write_title_vectors()
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
