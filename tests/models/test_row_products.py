"""A product of a row is the same wherever the row is and whatever it is read with."""

import numpy as np
import pytest

from voc.models.row_products import multiply_rows


@pytest.fixture
def rows() -> np.ndarray:
    return np.random.default_rng(7).standard_normal((301, 512)).astype(np.float32)


@pytest.fixture
def matrix() -> np.ndarray:
    return np.random.default_rng(8).standard_normal((512, 221)).astype(np.float32)


def test_a_product_is_right(rows: np.ndarray, matrix: np.ndarray) -> None:
    exact = rows.astype(np.float64) @ matrix.astype(np.float64)
    assert np.abs(multiply_rows(rows, matrix) - exact).max() < 1e-3
    assert multiply_rows(rows, matrix).dtype == np.float32


def test_a_row_does_not_depend_on_its_place(rows: np.ndarray, matrix: np.ndarray) -> None:
    together = multiply_rows(rows, matrix)
    assert np.array_equal(multiply_rows(rows[::-1], matrix), together[::-1])
    for row in (0, 1, 150, 300):
        assert np.array_equal(multiply_rows(rows[row : row + 1], matrix)[0], together[row])


def test_no_rows_have_no_products(matrix: np.ndarray) -> None:
    assert multiply_rows(np.empty((0, 512), np.float32), matrix).shape == (0, 221)
