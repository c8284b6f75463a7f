"""A small journey, and files of figures in a folder."""

from __future__ import annotations

import pytest

from voc.schema import Phase, Taxonomy, Touchpoint


def _touchpoint(touchpoint_id, phase_id, de, en, *cues):
    return Touchpoint(touchpoint_id, phase_id, {"de": de, "en": en}, {}, {"de": tuple(cues), "en": ()})


@pytest.fixture(scope="session")
def journey():
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
def save(tmp_path):
    """``save(name, text)`` → the path of a file with this text."""

    def saved(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding)
        return path

    return saved
