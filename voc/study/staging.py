"""A study appears whole or not at all: it is built beside its place and moved there in one step."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voc.errors import OutputError
from voc.study.layout import CODEBOOK, DOCUMENTS, EDITED, KEY, MANIFEST, WORKSHOP, is_written


def require_study(folder: Path) -> None:
    """Raise OutputError unless `folder` is a study."""
    if not (folder / MANIFEST).is_file():
        raise OutputError(
            f"{folder}: this is no study folder ({MANIFEST} is missing). Name a folder that `voc run` has written."
        )


def check_place(out: Path) -> None:
    """Make sure that a study may be written at `out`: a study, or a folder with nothing but a codebook.

    Raises:
        OutputError: `out` is a file, or a folder with other things in it.
    """
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputError(f"{out}: a study is a folder, and a file of this name exists. Choose another --out.")
    others = out.is_dir() and any(one.name != CODEBOOK for one in out.iterdir())
    if others and not (out / MANIFEST).is_file():
        raise OutputError(
            f"{out}: this folder holds other things and is no study; nothing was touched. Choose another --out."
        )


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Yield a new folder beside `out`; when the block ends well, it becomes `out`, else it vanishes.

    What people put into an older study at `out` is carried over: codebook.toml, files that no run writes, and
    changed workshop files (into workshop/edited). An interrupted run leaves the old study whole.

    Raises:
        OutputError: the place cannot be written.
    """
    check_place(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".partial", dir=out.parent))
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}). Choose another --out.") from error
    try:
        folder.chmod(0o755)
        if (out / CODEBOOK).is_file():
            shutil.copy2(out / CODEBOOK, folder / CODEBOOK)
        yield folder
        _carry_over(out, folder)
        _swap(folder, out)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror or error}). Choose another --out.") from error
    finally:
        if folder.exists():
            shutil.rmtree(folder)


def _carry_over(old: Path, new: Path) -> None:
    if not (old / MANIFEST).is_file():
        return
    try:
        known = json.loads((old / MANIFEST).read_text("utf-8"))["files"]
    except (ValueError, KeyError) as error:
        raise OutputError(
            f"{old / MANIFEST}: broken, so that your own files in this folder cannot be told from ours. "
            "Move the folder away, or choose another --out."
        ) from error
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old).as_posix()
        if not path.is_file() or name in {MANIFEST, KEY, CODEBOOK} or name.startswith(f"{DOCUMENTS}/"):
            continue
        target = new / name
        if is_written(name):
            changed = known.get(name) != hashlib.sha256(path.read_bytes()).hexdigest()
            if not (changed and name.startswith(f"{WORKSHOP}/")):
                continue
            target = new / EDITED / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)


def _swap(folder: Path, out: Path) -> None:
    if not out.exists():
        folder.rename(out)
        return
    retired = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".old", dir=out.parent))
    out.rename(retired / "study")
    try:
        folder.rename(out)
    except BaseException:
        (retired / "study").rename(out)
        retired.rmdir()
        raise
    shutil.rmtree(retired)
