"""Where the real studies are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.paths import STUDIES


@pytest.fixture
def studies() -> Path:
    if not STUDIES.is_dir():
        pytest.skip("needs shared/data/studies beside the repository")
    return STUDIES
