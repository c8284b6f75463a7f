"""A small journey, and files of numbers in a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from voc.schema import Phase, Taxonomy, Touchpoint


def _touchpoint(touchpoint_id: str, phase_id: str, de: str, en: str, *cues: str) -> Touchpoint:
    return Touchpoint(touchpoint_id, phase_id, {"de": de, "en": en}, {}, {"de": tuple(cues), "en": ()})


@pytest.fixture(scope="session")
def journey() -> Taxonomy:
    """Two phases, three touchpoints."""
    return Taxonomy(
        "small",
        {"de": "Klein", "en": "Small"},
        (Phase("buy", {"de": "Kauf", "en": "Purchase"}), Phase("after", {"de": "Danach", "en": "After"})),
        (
            _touchpoint("payment", "buy", "Bezahlung", "Payment"),
            _touchpoint("returns", "after", "Rücksendung", "Returns", "ruecksendung"),
            _touchpoint("delivery", "after", "Lieferung", "Delivery"),
        ),
    )


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """``save("a.csv", text)`` writes a file and returns its path."""

    def write(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding)
        return path

    return write
