"""The studies that were opened last, in one file of the user's own state folder. Only these have an address."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from voc.study.folder import MANIFEST

STATE_VARIABLE = "VOC_STATE"
"""A folder for the list of studies; by default the user's own."""
MAX_KNOWN = 50
"""The oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class KnownStudy:
    """A study that was opened: its id in addresses, its folder, and when (ISO 8601, UTC)."""

    study_id: str
    folder: Path
    opened: str

    @property
    def exists(self) -> bool:
        """Whether the folder is a study still."""
        return (self.folder / MANIFEST).is_file()

    @property
    def name(self) -> str:
        """The name of the folder, or that of the project around it where every project's folder is called alike."""
        return self.folder.parent.name if self.folder.name == "study" else self.folder.name


def study_id(folder: Path) -> str:
    """The id of a study in addresses. It says nothing about the path, and no path can be put in its place."""
    return hashlib.sha256(str(folder).encode()).hexdigest()[:12]


def state_folder() -> Path:
    """The folder that the workspace keeps its own files in."""
    if folder := os.environ.get(STATE_VARIABLE, "").strip():
        return Path(folder).expanduser()
    from platformdirs import user_state_path

    return user_state_path("voc", appauthor=False)


class KnownStudies:
    """The list in `studies.json`. A damaged or unwritable file is no reason not to work: the list is then short."""

    def __init__(self, folder: Path) -> None:
        """Keep the list in `folder`."""
        self.folder = folder
        self._file = folder / "studies.json"
        self._studies = self._read()

    def _read(self) -> dict[str, KnownStudy]:
        try:
            folders = [(Path(entry["folder"]), str(entry["opened"])) for entry in read_entries(self._file)]
        except (KeyError, TypeError):
            return {}
        return {study_id(folder): KnownStudy(study_id(folder), folder, opened) for folder, opened in folders}

    def recent(self) -> list[KnownStudy]:
        """All that exist, the last opened first."""
        return sorted((entry for entry in self._studies.values() if entry.exists), key=lambda e: e.opened, reverse=True)

    def get(self, key: str) -> KnownStudy | None:
        """The study with this id."""
        return self._studies.get(key)

    def add(self, folder: Path) -> KnownStudy:
        """Put a study at the top of the list."""
        folder = folder.absolute()
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        entry = KnownStudy(study_id(folder), folder, now)
        self._studies[entry.study_id] = entry
        self._write()
        return entry

    def forget(self, key: str) -> None:
        """Take a study off the list; its folder stays as it is."""
        self._studies.pop(key, None)
        self._write()

    def _write(self) -> None:
        newest = sorted(self._studies.values(), key=lambda entry: entry.opened, reverse=True)[:MAX_KNOWN]
        write_entries(self._file, [{"folder": str(entry.folder), "opened": entry.opened} for entry in newest])


def read_entries(file: Path) -> list[Any]:
    """A list kept by `write_entries`; empty where there is none, or it is damaged."""
    try:
        entries = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return entries if isinstance(entries, list) else []


def write_entries(file: Path, entries: list[dict[str, str]]) -> None:
    """Keep a list for the next start. A folder that cannot be written is no reason not to work."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".new")
        beside.write_text(json.dumps(entries, indent=1), encoding="utf-8")
        beside.replace(file)
    except OSError:
        return
