"""The hand-made study, once a session, and the report that was written from it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reports_fake_study", Path(__file__).with_name("fake_study.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def fake() -> ModuleType:
    """The module `fake_study.py`."""
    return _load()


@pytest.fixture(scope="session", params=["de", "en"])
def study(request, fake):
    """(analysis, personas) in both languages of the report."""
    analysis = fake.fake_analysis(request.param)
    return analysis, fake.fake_personas(analysis)


@pytest.fixture(scope="session")
def german(fake):
    """(analysis, personas) in German."""
    analysis = fake.fake_analysis("de")
    return analysis, fake.fake_personas(analysis)


@pytest.fixture(scope="session")
def written(study, tmp_path_factory):
    """(analysis, folder) with the report and the workshop files in it."""
    from reports import write_report

    folder = tmp_path_factory.mktemp("study")
    write_report(*study, folder)
    return study[0], folder
