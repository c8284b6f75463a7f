"""From the user's inputs to files: which files are read, in which order, and under which name.

A pandas DataFrame becomes a CSV file of the same content, so that column names, `voc.toml` and the conventions of
survey programs apply to it as they do to any other file.
"""

from __future__ import annotations

import csv
import os
import re
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeGuard

from voc.errors import UsageError
from voc.files.content_kinds import explain_content

if TYPE_CHECKING:
    import pandas as pd

    DataFrames = pd.DataFrame | Mapping[str, pd.DataFrame]

DATA_FRAME_FOLDER = "data_frames"
"""Parent folder of the files made from DataFrames; it prefixes a file's name when two inputs have the same name."""

_SYSTEM_FILES = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "voc.toml", "codebook.toml"}
_SYSTEM_FOLDERS = {"__macosx", "node_modules", "__pycache__"}
_ABOUT_THE_FOLDER = re.compile(
    r"(?:license|licence|changelog|contributing|codebook)(?:\.\w+)?|(?:read[ _-]?me|lies[ _-]?mich)(?:[^a-z].*)?", re.I
)

_REMEDIES: dict[str, str] = {
    suffix: group["remedy"]
    for group in tomllib.loads(files("voc.ingest").joinpath("unread_formats.toml").read_text("utf-8"))["format"]
    for suffix in group["suffixes"]
}


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file and its name in the study: relative to the input that held it, with ``/``."""

    path: Path
    name: str


@contextmanager
def data_frames_as_files(inputs: Sequence[str | Path | DataFrames]) -> Iterator[list[str | Path]]:
    """Yield the inputs with every DataFrame replaced by a CSV file, which exists until the end of the ``with`` block.

    A DataFrame in a mapping gets its key as the name of its file ("reviews" → "reviews.csv"); one without a name is
    "table.csv", the next "table_2.csv" and so on.

    Raises:
        UsageError: a name is no name of a file or is used twice, or a value of a mapping is no DataFrame.
    """
    paths: list[str | Path] = []
    n_unnamed = 0
    with TemporaryDirectory() as temporary:
        folder = Path(temporary, DATA_FRAME_FOLDER)
        folder.mkdir()
        for item in inputs:
            if isinstance(item, str | Path):
                paths.append(item)
            elif _is_data_frame(item):
                n_unnamed += 1
                paths.append(_save(item, folder, "table" if n_unnamed == 1 else f"table_{n_unnamed}"))
            else:
                paths += [_save(frame, folder, name) for name, frame in item.items()]
        yield paths


def _is_data_frame(value: object) -> TypeGuard[pd.DataFrame]:
    # A caller with a DataFrame has imported pandas; an import here would cost everybody else half a second.
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.DataFrame)


def _save(frame: object, folder: Path, name: object) -> Path:
    """Write a DataFrame as pandas does: a missing value is empty, a date is ISO 8601, only a named index is kept."""
    stem = str(name).removesuffix(".csv")
    path = folder / f"{stem}.csv"
    if not stem.strip(".") or path.parent != folder or path.exists():
        raise UsageError(f"'{name}': the name of a DataFrame must be a file name without '/', and unique.")
    if not _is_data_frame(frame):
        raise UsageError(f"'{name}': must be a pandas DataFrame, found {type(frame).__name__}.")
    has_named_index = any(level is not None for level in frame.index.names)
    # All cells are quoted, or a carriage return in a cell would end the row; see `voc.tables.csv_files.write_csv_rows`.
    frame.to_csv(path, index=has_named_index, errors="replace", lineterminator="\n", quoting=csv.QUOTE_ALL)
    return path


def find_files(inputs: Sequence[str | Path]) -> tuple[InputFile, ...]:
    """All files of the inputs, sorted by name, without hidden files, lock files, voc.toml and finished studies.

    A file that is given twice counts once. Files with the same name are prefixed with as many of their parent folders
    as needed to make the names unique.

    Raises:
        UsageError: no input, or a path that does not exist.
    """
    if not inputs:
        raise UsageError("give at least one file or folder to read.")
    roots = [Path(item) for item in inputs]
    missing = [str(root) for root in roots if not root.exists()]
    if missing:
        raise UsageError(f"{', '.join(missing)}: there is no such file or folder. Check the path.")
    by_path: dict[Path, InputFile] = {}
    # Folders come first, so a file that is also given by itself is named by its place in the folder.
    for root in sorted(roots, key=lambda root: (not root.is_dir(), root.resolve().as_posix())):
        if root.is_dir():
            for path in _files_below(root):
                by_path.setdefault(path.resolve(), InputFile(path, _composed(path.relative_to(root).as_posix())))
        else:
            by_path.setdefault(root.resolve(), InputFile(root, _composed(root.name)))
    return tuple(sorted(_with_unique_names(list(by_path.values())), key=lambda file: file.name))


def _composed(name: str) -> str:
    """A file's name with "ü" as one character; macOS stores two, and tables and voc.toml name the file with one."""
    return unicodedata.normalize("NFC", name)


def _files_below(root: Path) -> list[Path]:
    paths = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not _is_system_folder(Path(folder, name)))
        paths += [Path(folder, name) for name in sorted(names) if not _is_system_file(name)]
    return [path for path in paths if path.is_file()]


def _is_system_file(name: str) -> bool:
    # "~$" begins the name of a lock file of Word or Excel.
    return name.startswith((".", "~$")) or name.casefold() in _SYSTEM_FILES or name.endswith(".toml")


def is_system_path(path: PurePosixPath) -> bool:
    """Whether a path inside an archive is hidden, or of the system or a program, like ``__MACOSX/._talk.txt``."""
    *folders, name = path.parts
    return _is_system_file(name) or any(
        folder.startswith(".") or folder.casefold() in _SYSTEM_FOLDERS for folder in folders
    )


def _is_system_folder(path: Path) -> bool:
    """Whether a folder is hidden, of the system, or a study by `voc`, whose tables must not be read again."""
    if path.name.startswith(".") or path.name.casefold() in _SYSTEM_FOLDERS:
        return True
    return (path / "data" / "manifest.json").is_file() and (path / "report.html").is_file()


def _with_unique_names(inputs: list[InputFile]) -> list[InputFile]:
    # At most twenty parents: names of files that are nested deeper may stay equal.
    for _ in range(20):
        counts = Counter(file.name for file in inputs)
        if max(counts.values(), default=0) < 2:
            break
        inputs = [InputFile(file.path, _with_parent(file)) if counts[file.name] > 1 else file for file in inputs]
    return inputs


def _with_parent(file: InputFile) -> str:
    """The name of a file with one more parent folder in front."""
    parts = file.path.resolve().parts
    n_parts = len(file.name.split("/")) + 1
    return "/".join(parts[-n_parts:]) if n_parts < len(parts) else file.name


def is_about_the_folder(filename: str) -> bool:
    """Whether a file describes the folder (README, LICENSE) and contains no respondent's words."""
    return _ABOUT_THE_FOLDER.fullmatch(filename) is not None


def why_not_read(suffix: str, path: Path | None = None) -> str:
    """Why files with this suffix ("" for none) are not read, and what to do about it.

    If the file at ``path`` is of another kind by its content, the sentence says so.
    """
    remedy = _REMEDIES.get(suffix)
    explanation = explain_content(path, suffix) if path is not None else ""
    # A link of Google Docs is plain text too, and a project of MAXQDA a database: their endings say more.
    says_less = any(kind in explanation for kind in ("text", "a database")) and "rich" not in explanation
    if explanation and not (remedy and says_less):
        return f"'{suffix}' files are not read. {explanation}" if suffix else explanation
    if remedy:
        return f"{suffix} is not read: {remedy}."
    subject = f"'{suffix}' files are" if suffix else "files without an ending are"
    return (
        f"{subject} not read. voc reads .txt, .md, .docx, .odt, .rtf, .pdf, .vtt, .srt, .csv, .tsv, .xlsx, .ods, "
        ".json, .jsonl, .parquet, .sav, .lsa, .qdpx, .html, .eml, .mbox, .zip, and files of ELAN, EXMARaLDA, Praat, "
        "oTranscribe and TEI."
    )
