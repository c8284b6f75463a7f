"""Inputs → files, each with a unique name, in an order that no file system decides; and which files are not read."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from voc.errors import UsageError

_SYSTEM_FILES = {"thumbs.db", "desktop.ini", "voc.toml", "codebook.toml"}
_SYSTEM_FOLDERS = {"__macosx", "node_modules", "__pycache__"}
_ABOUT_THE_FOLDER = re.compile(r"(?:readme|license|licence|changelog|contributing|codebook)(?:\.\w+)?", re.I)

_TRANSCRIBE = "transcribe it first, and give voc the transcript (.vtt, .srt, .txt or .docx)"
_WEB_PAGE = "web pages are not read, but noScribe's transcripts are: save its text as .txt or .docx"
_REMEDIES: dict[str, str] = {
    ".doc": "this is the old Word format: save it as .docx",
    ".pages": "export it as .docx or .txt",
    ".html": _WEB_PAGE,
    ".htm": _WEB_PAGE,
    ".numbers": "export it as .xlsx or .csv",
    ".lss": "this holds a survey's questions without answers: export the responses as .csv",
    ".zip": "unpack it, and give voc the folder",
    ".pptx": "slides are not read: save the text as .docx or .txt",
    ".xml": "export it as .csv, .xlsx or .json",
    ".qdc": "this is a codebook: `voc codebook import` takes its codes over",
    **dict.fromkeys((".mp3", ".wav", ".m4a", ".ogg", ".flac", ".aac", ".wma"), f"this is a recording: {_TRANSCRIBE}"),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".webm"), f"this is a video: {_TRANSCRIBE}"),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".heic"), "pictures are not read: type out their text"
    ),
}


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file and its name in the study: relative to the input that held it, with ``/``."""

    path: Path
    name: str


def find_files(inputs: Sequence[str | Path]) -> tuple[InputFile, ...]:
    """All files of the inputs, sorted by name; hidden files, lock files, voc.toml and finished studies are left out.

    A file that is given twice counts once. When two inputs hold files of the same name, the names of both get their
    parent folder in front, as often as needed to tell them apart.

    Raises:
        UsageError: no input, or a path that does not exist.
    """
    if not inputs:
        raise UsageError("give at least one file or folder to read.")
    roots = [Path(item) for item in inputs]
    missing = [str(root) for root in roots if not root.exists()]
    if missing:
        raise UsageError(f"{', '.join(missing)}: there is no such file or folder. Check the path.")
    files: dict[Path, InputFile] = {}
    # Folders come first: a file that is also given by itself then keeps its place in the folder as its name.
    for root in sorted(roots, key=lambda root: (not root.is_dir(), root.resolve().as_posix())):
        if root.is_dir():
            for path in _files_below(root):
                files.setdefault(path.resolve(), InputFile(path, path.relative_to(root).as_posix()))
        else:
            files.setdefault(root.resolve(), InputFile(root, root.name))
    return tuple(sorted(_with_unique_names(list(files.values())), key=lambda file: file.name))


def _files_below(root: Path) -> list[Path]:
    paths = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not _is_system_folder(Path(folder, name)))
        paths += [Path(folder, name) for name in sorted(names) if not _is_system_file(name)]
    return [path for path in paths if path.is_file()]


def _is_system_file(name: str) -> bool:
    # "~$" begins the name of a lock file of Word or Excel.
    return name.startswith((".", "~$")) or name.casefold() in _SYSTEM_FILES or name.endswith(".toml")


def _is_system_folder(path: Path) -> bool:
    """Whether a folder is hidden, or a system's, or a study that `voc` wrote: its tables would be read again."""
    if path.name.startswith(".") or path.name.casefold() in _SYSTEM_FOLDERS:
        return True
    return (path / "data" / "manifest.json").is_file() and (path / "report.html").is_file()


def _with_unique_names(files: list[InputFile]) -> list[InputFile]:
    # Twenty parents at most: files that are nested deeper are not told apart.
    for _ in range(20):
        counts = Counter(file.name for file in files)
        if max(counts.values(), default=0) < 2:
            break
        files = [InputFile(file.path, _with_parent(file)) if counts[file.name] > 1 else file for file in files]
    return files


def _with_parent(file: InputFile) -> str:
    """The name of a file with one more parent folder in front."""
    parts = file.path.resolve().parts
    n_parts = len(file.name.split("/")) + 1
    return "/".join(parts[-n_parts:]) if n_parts < len(parts) else file.name


def is_about_the_folder(filename: str) -> bool:
    """Whether a file describes the folder (README, LICENSE) and holds nobody's words."""
    return _ABOUT_THE_FOLDER.fullmatch(filename) is not None


def why_not_read(suffix: str) -> str:
    """Why files with this suffix ("" for none) are not read, and what to do about it."""
    if remedy := _REMEDIES.get(suffix):
        return f"{suffix} is not read: {remedy}."
    subject = f"'{suffix}' files are" if suffix else "files without an ending are"
    return (
        f"{subject} not read. voc reads .txt, .md, .docx, .odt, .rtf, .pdf, .vtt, .srt, .csv, .tsv, .xlsx, .ods, "
        ".json, .jsonl, .parquet, .sav, .lsa and .qdpx."
    )
