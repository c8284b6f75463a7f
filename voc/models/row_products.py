"""Multiply rows by a matrix so that a row's result depends on that row alone."""

from __future__ import annotations

import numpy as np
from threadpoolctl import threadpool_limits

from voc.schema import Floats


def multiply_rows(rows: Floats, matrix: Floats) -> Floats:
    """``rows @ matrix``, float32 (n, k) for rows (n, d) and a matrix (d, k), one row at a time.

    A product of many rows rounds some of them differently: on many processors BLAS takes another kernel for the last
    rows of a block. A statement would then be read differently in another order of the files.
    """
    columns = np.ascontiguousarray(matrix.T)
    result = np.empty((len(rows), len(columns)), np.float32)
    with threadpool_limits(1, user_api="blas"):
        for row, values in zip(rows, result, strict=True):
            np.dot(columns, row, out=values)
    return result
