"""The hand-made study of the reports' tests, and projects of our own writing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def fake() -> ModuleType:
    """The module `tests/reports/fake_study.py`."""
    path = Path(__file__).parents[1] / "reports" / "fake_study.py"
    spec = importlib.util.spec_from_file_location("refi_fake_study", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session", params=["de", "en"])
def study(request, fake):
    """(analysis, personas) in both languages."""
    analysis = fake.fake_analysis(request.param)
    return analysis, fake.fake_personas(analysis)
