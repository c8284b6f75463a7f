"""Multiply rows by a matrix so that a row's result depends on that row alone.

numpy's product does not: on processors without AVX-512 its BLAS rounds six rows of twelve otherwise than the rest, so
that a statement would be read differently in another order of the files. onnxruntime adds up every row in the same
order, as soon as there are two. `weights/product.onnx` is a graph of that one product (`training/product.py`).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from voc.models.onnx_sessions import load_session
from voc.schema import Floats


def multiply_rows(rows: Floats, matrix: Floats) -> Floats:
    """``rows @ matrix``, float32 (n, k), for rows float32 (n, d) and a matrix float32 (d, k)."""
    session = _load_product()
    if session is None:
        return _multiply_each(rows, matrix)
    # A single row would take a path of its own.
    several = np.repeat(rows, 2, axis=0) if len(rows) == 1 else rows
    product: Floats = session.run(None, {"rows": several, "matrix": matrix})[0]
    return product[: len(rows)]


@cache
def _load_product() -> Any:
    """The session of the product; None where onnxruntime is not installed, since some systems have no wheel of it."""
    try:
        with as_file(files("voc.models") / "weights" / "product.onnx") as path:
            return load_session(path)
    except ImportError:
        return None


def _multiply_each(rows: Floats, matrix: Floats) -> Floats:
    """The same row by row: four times slower."""
    columns = np.ascontiguousarray(matrix.T)
    result = np.empty((len(rows), len(columns)), np.float32)
    with threadpool_limits(1, user_api="blas"):
        for row, values in zip(rows, result, strict=True):
            np.dot(columns, row, out=values)
    return result
