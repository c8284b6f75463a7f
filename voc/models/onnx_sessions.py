"""Run networks of onnxruntime so that the result for a text does not depend on the texts beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from voc.schema import Floats

_BATCH = 16
"""Sequences of one length that a thread reads at a time."""


def load_session(path: Path) -> Any:
    """A session that uses one core: batches run in parallel instead (`run_by_length`).

    Raises:
        RuntimeError: the file is missing or damaged.
    """
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        # The errors of onnxruntime (NoSuchFile, InvalidProtobuf, Fail) have no base class except Exception.
        raise RuntimeError(f"{path.name}: {error}") from error


def run_by_length(
    lengths: Sequence[int], run: Callable[[Sequence[int]], Iterable[Floats]], threads: int
) -> Iterator[tuple[int, Floats]]:
    """Run n sequences in batches of one length; yield each position with its result, the shortest sequences first.

    Only sequences of the same length share a batch, so there is no padding, and a sequence gets bit-identical results
    in any batch.

    Args:
        lengths: of the n sequences.
        run: the results for the sequences at some positions.
        threads: batches that run at the same time.
    """
    by_length: dict[int, list[int]] = {}
    for position, length in enumerate(lengths):
        by_length.setdefault(length, []).append(position)
    batches = [
        positions[start : start + _BATCH]
        for _, positions in sorted(by_length.items())
        for start in range(0, len(positions), _BATCH)
    ]
    with ThreadPoolExecutor(threads) as pool:
        for positions, results in zip(batches, pool.map(run, batches), strict=True):
            yield from zip(positions, results, strict=True)
