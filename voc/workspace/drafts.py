"""Studies that are being prepared: a project folder with the files in it, what would be read from them, and no study
yet."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.errors import ConfigError, OutputError, UsageError
from voc.study.folder import MANIFEST
from voc.tasks.run import CONFIG_NAME
from voc.tasks.settings import name_study, read_settings
from voc.workspace.known_studies import read_entries, study_id, write_entries
from voc.workspace.uploads import harmless_name, list_uploads

PROJECTS_VARIABLE = "VOC_PROJECTS"
"""The folder that new studies are put in; by default "voc" in the user's documents."""
INPUTS = "inputs"
STUDY = "study"
"""What the folders in a project are called."""


def projects_folder() -> Path:
    """The folder that new studies are put in, unless the user names another one."""
    # Read every time: it is set by tests and by whoever starts the server.
    if folder := os.environ.get(PROJECTS_VARIABLE, "").strip():
        return Path(folder).expanduser()
    from platformdirs import user_documents_path

    return user_documents_path() / "voc"


@dataclass(slots=True)
class Draft:
    """A study that is being prepared in `folder` from the files in `inputs`.

    ``inspection`` is what the last look at the files brought (`voc.workspace.inspection`), ``stamp`` the state of the
    files then.
    """

    folder: Path
    inputs: Path
    inspection: Mapping[str, Any] | None = None
    stamp: str = ""

    @property
    def draft_id(self) -> str:
        """The id in addresses."""
        return study_id(self.folder)

    @property
    def name(self) -> str:
        """What the study is called."""
        try:
            return read_settings(self.settings).study.name or self.folder.name
        except ConfigError:
            # Somebody has edited the file; looking at the files says what is wrong with it.
            return self.folder.name

    @property
    def is_copied(self) -> bool:
        """Whether the files were sent into the project, so that they may be removed from it. A folder that was named
        is the user's own, and nothing is ever deleted there."""
        return self.inputs == self.folder / INPUTS

    @property
    def study(self) -> Path:
        """The folder of the study."""
        return self.folder / STUDY

    @property
    def study_id(self) -> str:
        """The id of the study in addresses, and of the run that makes it."""
        return study_id(self.study)

    @property
    def has_study(self) -> bool:
        """Whether the study was made already; it can be made again from changed files."""
        return (self.study / MANIFEST).is_file()

    @property
    def settings(self) -> Path:
        """The file with the corrections."""
        return self.inputs / CONFIG_NAME

    def files(self) -> dict[str, int]:
        """The size of each file by path."""
        return list_uploads(self.inputs)

    def state(self) -> str:
        """Changes whenever a file or a correction changes."""
        try:
            settings = self.settings.stat().st_mtime_ns
        except OSError:
            settings = 0
        times = [(path, (self.inputs / path).stat().st_mtime_ns) for path in self.files()]
        return str(hash((settings, *times)))


class Drafts:
    """The drafts, and the list of them in `drafts.json` beside that of the studies."""

    def __init__(self, folder: Path) -> None:
        """Keep the list in `folder`."""
        self._file = folder / "drafts.json"
        self._drafts: dict[str, Draft] = {}
        for entry in read_entries(self._file):
            if isinstance(entry, dict) and {"folder", "inputs"} <= entry.keys():
                self._put(Draft(Path(entry["folder"]), Path(entry["inputs"])))

    def all(self) -> list[Draft]:
        """Those whose files still exist, in the order of their names."""
        return sorted((draft for draft in self._drafts.values() if draft.inputs.is_dir()), key=lambda draft: draft.name)

    def get(self, key: str) -> Draft | None:
        """The draft with this id."""
        draft = self._drafts.get(key)
        return draft if draft is not None and draft.inputs.is_dir() else None

    def of_study(self, study: Path) -> Draft | None:
        """The draft that a study was made from."""
        return self.get(study_id(study.parent)) if study.name == STUDY else None

    def find(self, name: str) -> Draft | None:
        """The project of this name in the usual place, whether it is on the list or was taken off."""
        folder = projects_folder().absolute() / name
        if not (folder / INPUTS).is_dir():
            return None
        if self.get(study_id(folder)) is None:
            self._put(Draft(folder, folder / INPUTS))
            self._write()
        return self.get(study_id(folder))

    def create(self, name: str, place: str = "", inputs: str = "") -> Draft:
        """Begin a study.

        Args:
            name: what it is called; its folder too, as far as a folder can be.
            place: the folder that its folder is put in; the usual one when empty.
            inputs: a folder of this computer to read; when empty, one for files to be sent into.

        Raises:
            UsageError: the name is no name, or is taken; the folder to read does not exist.
            OutputError: the place cannot be written.
        """
        own_name = harmless_name(name.replace("/", "_").replace("\\", "_")).lstrip(".")
        if not own_name:
            raise UsageError("Give the study a name of letters or digits.")
        source = Path(inputs).expanduser().absolute() if inputs else None
        if source is not None and not source.is_dir():
            raise UsageError(f"{source}: there is no such folder. Check the path.")
        folder = (Path(place).expanduser() if place else projects_folder()).absolute() / own_name
        if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
            raise UsageError(f"{folder} exists already. Choose another name.")
        try:
            (folder if source else folder / INPUTS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{folder}: cannot be made ({error.strerror}). Choose another place.") from error
        draft = Draft(folder, source or folder / INPUTS)
        # Without a name of its own a study is called as its folder is, which may lack characters of the name.
        if not (source and (source.name == name or read_settings(draft.settings).study.name)):
            name_study(draft.settings, name)
        self._put(draft)
        self._write()
        return draft

    def forget(self, key: str) -> None:
        """Take a draft off the list; its files stay as they are."""
        self._drafts.pop(key, None)
        self._write()

    def _put(self, draft: Draft) -> None:
        self._drafts[draft.draft_id] = draft

    def _write(self) -> None:
        entries = [{"folder": str(draft.folder), "inputs": str(draft.inputs)} for draft in self._drafts.values()]
        write_entries(self._file, entries)
