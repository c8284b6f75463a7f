"""A small study in a workspace, asked as a browser would ask."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from voc.workspace.app import create_app
from voc.workspace.guard import Guard
from voc.workspace.known_studies import KnownStudies
from voc.workspace.open_study import OpenStudy
from voc.workspace.workspace import Workspace

PORT = 8737
TOKEN = "token-of-the-test"
ORIGIN = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace(KnownStudies(tmp_path / "state"))
    yield opened
    opened.close()


@pytest.fixture
def opened(workspace: Workspace, study: Path, tmp_path: Path) -> OpenStudy:
    """A copy of the small study, open in the workspace."""
    shutil.copytree(study, tmp_path / "study", copy_function=shutil.copy2)
    return workspace.add(tmp_path / "study")


@pytest.fixture
def stranger(workspace: Workspace) -> TestClient:
    """A browser that does not know the token."""
    return TestClient(Guard(create_app(workspace), PORT, TOKEN), base_url=ORIGIN)


@pytest.fixture
def browser(stranger: TestClient) -> TestClient:
    """The browser that was given the address, on one of our pages."""
    stranger.get("/", params={"token": TOKEN})
    stranger.headers["origin"] = ORIGIN
    return stranger
