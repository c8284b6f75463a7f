"""Inputs → files, each with a name of its own, in an order that no file system decides."""

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


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file and its name in the study: relative to the input that held it, with ``/``."""

    path: Path
    name: str


def find_files(inputs: Sequence[str | Path]) -> tuple[InputFile, ...]:
    """All files of the inputs, sorted by name; hidden files, lock files, voc.toml and finished studies are left out.

    A file that is given twice counts once. When two inputs hold files of the same name, all names of both get their
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
    found: dict[Path, tuple[Path, str]] = {}
    for root in sorted(roots, key=lambda root: (not root.is_dir(), root.resolve().as_posix())):
        if root.is_dir():
            for path in _below(root):
                found.setdefault(path.resolve(), (path, path.relative_to(root).as_posix()))
        else:
            found.setdefault(root.resolve(), (root, root.name))
    return tuple(sorted(_told_apart(list(found.values())), key=lambda file: file.name))


def _below(root: Path) -> list[Path]:
    paths = []
    for folder, subfolders, files in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not _is_system_folder(Path(folder, name)))
        paths += [Path(folder, name) for name in sorted(files) if not _is_system_file(name)]
    return [path for path in paths if path.is_file()]


def _is_system_file(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in _SYSTEM_FILES or name.endswith(".toml")


def _is_system_folder(path: Path) -> bool:
    """Hidden and system folders, and studies that `voc` wrote."""
    if path.name.startswith(".") or path.name.casefold() in _SYSTEM_FOLDERS:
        return True
    return (path / "data" / "manifest.json").is_file() and (path / "report.html").is_file()


def _told_apart(files: list[tuple[Path, str]]) -> list[InputFile]:
    names = [name for _, name in files]
    for _ in range(20):
        counts = Counter(names)
        if max(counts.values(), default=0) < 2:
            break
        names = [
            _longer(path, name) if counts[name] > 1 else name for (path, _), name in zip(files, names, strict=True)
        ]
    return [InputFile(path, name) for (path, _), name in zip(files, names, strict=True)]


def _longer(path: Path, name: str) -> str:
    """The name with one more parent folder in front."""
    parts = path.resolve().parts
    wanted = len(name.split("/")) + 1
    return "/".join(parts[-wanted:]) if wanted < len(parts) else name


_SOUND = "transcribe it first, and give voc the transcript (.vtt, .srt, .txt or .docx)"
_REMEDIES: dict[str, str] = {
    ".doc": "this is the old Word format: save it as .docx",
    ".pages": "export it as .docx or .txt",
    ".html": "web pages are not read, but noScribe's transcripts are: save its text as .txt or .docx",
    ".htm": "web pages are not read, but noScribe's transcripts are: save its text as .txt or .docx",
    ".numbers": "export it as .xlsx or .csv",
    ".lss": "this holds a survey's questions without answers: export the responses as .csv",
    ".zip": "unpack it, and give voc the folder",
    ".pptx": "slides are not read: save the text as .docx or .txt",
    ".xml": "export it as .csv, .xlsx or .json",
    ".qdc": "this is a codebook: `voc codebook import` takes its codes over",
    **dict.fromkeys((".mp3", ".wav", ".m4a", ".ogg", ".flac", ".aac", ".wma"), f"this is a recording: {_SOUND}"),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".webm"), f"this is a video: {_SOUND}"),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".heic"), "pictures are not read: type out their text"
    ),
}
_READ = (
    ".txt", ".md", ".docx", ".odt", ".rtf", ".pdf", ".vtt", ".srt", ".csv", ".tsv", ".xlsx", ".ods", ".json", ".jsonl",
    ".parquet", ".sav", ".lsa", ".qdpx",
)  # fmt: skip
_ABOUT = re.compile(r"(?:readme|license|licence|changelog|contributing|codebook)(?:\.\w+)?", re.I)


def remedy(suffix: str) -> str:
    """Why a file of this kind is not read, and what to do about it."""
    known = _REMEDIES.get(suffix)
    if known:
        return f"{suffix} is not read: {known}." if not known.endswith(".") else known
    what = f"'{suffix}' files are" if suffix else "files without an ending are"
    return (
        f"{what} not read. voc reads .txt, .md, .docx, .odt, .rtf, .pdf, .vtt, .srt, .csv, .tsv, .xlsx, .ods, .json, "
        ".jsonl, .parquet, .sav, .lsa and .qdpx."
    )


def is_about_the_folder(filename: str) -> bool:
    """Whether a file describes the folder (README, LICENSE) and holds nobody's words."""
    return _ABOUT.fullmatch(filename) is not None
