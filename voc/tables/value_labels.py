"""What the labels of a variable's values say ("1 = sehr zufrieden"): of SPSS files and of code plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voc.tables.missing_answers import is_no_answer
from voc.tables.rating_labels import label_key, read_label


def scale_of_labels(labels: Mapping[Any, str]) -> tuple[float, float] | None:
    """Worst and best labelled value, when successive values or only the ends of the scale have labels.

    The lowest is the worst unless the words of the labels say otherwise.
    """
    labels = {value: label for value, label in labels.items() if not is_no_answer(label)}
    values = sorted(float(value) for value in labels if isinstance(value, int | float) and 0 <= value <= 10)
    if len(values) < 2 or values[-1] - values[0] < 2 or values[0] > 1:
        return None
    is_complete = values == [values[0] + step for step in range(len(values))]
    if not is_complete and len(values) not in {2, 3}:
        return None
    low, high = (read_label(label_key(labels[value])) for value in (values[0], values[-1]))
    low_is_best = low is not None and high is not None and low.level > high.level
    return (values[-1], values[0]) if low_is_best else (values[0], values[-1])
