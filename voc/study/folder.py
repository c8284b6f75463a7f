"""The study folder: what each file is called, and how a whole study replaces an older one in one step."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voc.decisions.codebook import CODEBOOK_NAME
from voc.decisions.editing import PARTIAL_NAME
from voc.decisions.history_log import HISTORY_NAME
from voc.errors import OutputError
from voc.study.tables import TABLES

MANIFEST = "data/manifest.json"
PERSONAS = "data/personas.json"
ANALYSIS = "data/analysis.json"
REPORT = "report.html"
DOCUMENTS = "documents"
WORKSHOP = "workshop"
VOICES = "voices"
"""Pages with all statements, beside the report of a study that is too large for a single page."""
PRIVATE = "private/"
KEY = "private/pseudonyms.csv"
CONFIG = "private/config.json"
INPUTS = "private/inputs.json"
KEPT = "private/kept_words.txt"
"""Words that look like names of people and that the study does not use as such, one per line."""
CODEBOOK = CODEBOOK_NAME
HISTORY = HISTORY_NAME
DECISIONS = frozenset({CODEBOOK, HISTORY, PARTIAL_NAME})
"""The codebook and what is written beside it by edits; none of it leaves the house."""
_WRITTEN_ANEW = frozenset({MANIFEST, KEY, KEPT, CONFIG, INPUTS, *DECISIONS})
"""Files that are neither people's own nor listed in the manifest."""
EDITED = "workshop/edited"
"""Where a re-run puts workshop files that somebody has changed since they were written."""


def is_written(name: str) -> bool:
    """Return whether `voc run` writes the file `name`, a path inside the study; the manifest has the hash of each."""
    if name in {REPORT, PERSONAS, ANALYSIS} or name.startswith((f"{DOCUMENTS}/", f"{VOICES}/")):
        return True
    if name.startswith("data/"):
        return name.removeprefix("data/") in TABLES
    return name.startswith(f"{WORKSHOP}/") and not name.startswith(f"{EDITED}/")


def files_to_share(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of every file of a study that may leave: all but private/ and the decisions."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in DECISIONS and not name.startswith(PRIVATE):
            yield name, path.read_bytes()


def require_study(folder: Path) -> None:
    """Raise OutputError unless `folder` is a study."""
    if not (folder / MANIFEST).is_file():
        raise OutputError(
            f"{folder}: this is not a study folder ({MANIFEST} is missing). Name a folder that `voc run` has written."
        )


def check_place(out: Path) -> None:
    """Check that a study may be written to `out`: it does not exist, is a study, or holds nothing but decisions.

    Raises:
        OutputError: `out` is a file, or a folder with other files in it.
    """
    # A link is refused because the swap below would replace the link and leave the folder behind it unchanged.
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputError(f"{out}: a study is a folder, and a file of this name exists. Choose another --out.")
    has_other_files = out.is_dir() and any(path.name not in DECISIONS for path in out.iterdir())
    if has_other_files and not (out / MANIFEST).is_file():
        raise OutputError(
            f"{out}: this folder holds other files and is not a study; nothing was changed. Choose another --out."
        )


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Yield a new folder beside `out`; it becomes `out` when the block succeeds and is deleted when it fails.

    What people put into an older study at `out` is carried over: codebook.toml, files that `voc run` does not write,
    and changed workshop files (into workshop/edited). An interrupted run leaves the old study as it was.

    Raises:
        OutputError: the folder cannot be written.
    """
    check_place(out)
    try:
        # The new folder must be on the same file system as `out`, or it could not be renamed in one step.
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".partial", dir=out.parent))
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}). Choose another --out.") from error
    try:
        # mkdtemp gives the folder to its owner alone; a study is shared like any other folder.
        folder.chmod(0o755)
        _copy_decisions(out, folder)
        yield folder
        _carry_over(out, folder)
        _swap(folder, out)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror or error}). Choose another --out.") from error
    finally:
        if folder.exists():
            shutil.rmtree(folder)


def _copy_decisions(old: Path, new: Path) -> None:
    for name in (CODEBOOK, HISTORY):
        if (old / name).is_file():
            shutil.copy2(old / name, new / name)


def _carry_over(old: Path, new: Path) -> None:
    """Copy people's own files and their changed workshop files from the old study into the new one."""
    # The codebook once more: somebody may have decided something while the report was written.
    _copy_decisions(old, new)
    if not (old / MANIFEST).is_file():
        return
    try:
        hashes = json.loads((old / MANIFEST).read_text("utf-8"))["files"]
    except (ValueError, KeyError) as error:
        raise OutputError(
            f"{old / MANIFEST}: damaged, so that your own files in this folder cannot be told from those of voc. "
            "Move the folder away, or choose another --out."
        ) from error
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old).as_posix()
        # The run writes the manifest, private/ and the documents anew, and the decisions are copied already.
        if (
            not path.is_file()
            or name in {MANIFEST, KEY, CONFIG, INPUTS, *DECISIONS}
            or name.startswith(f"{DOCUMENTS}/")
        ):
            continue
        target = new / name
        if is_written(name):
            is_changed = hashes.get(name) != hashlib.sha256(path.read_bytes()).hexdigest()
            if not (is_changed and name.startswith(f"{WORKSHOP}/")):
                continue
            target = new / EDITED / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)


def _swap(folder: Path, out: Path) -> None:
    """Move `folder` to `out`, and the older study back if that fails."""
    if not out.exists():
        folder.rename(out)
        return
    retired = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".old", dir=out.parent))
    out.rename(retired / "study")
    try:
        folder.rename(out)
    except BaseException:
        # Ctrl+C counts too: between the two renames there is no study at `out`.
        (retired / "study").rename(out)
        retired.rmdir()
        raise
    shutil.rmtree(retired)
