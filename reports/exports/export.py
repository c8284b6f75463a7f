"""`export_study`: a study folder, targets and a level of sharing → files in a folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from reports.exports.sharing import Level, shared
from reports.exports.targets import ALL, missing, target, targets_of
from voc.config import StudyConfig
from voc.errors import OutputError
from voc.schema import Language, Progress, no_progress
from voc.study import restore
from voc.study.layout import CONFIG
from voc.study.read import read_json


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for; ``language`` None is the study's, ``share`` None leaves everything as it is."""

    targets: tuple[str, ...]
    out: Path | None = None
    language: Language | None = None
    share: Level | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where, by name, and what was changed before it left."""

    out: Path
    files: tuple[str, ...]
    notes: tuple[str, ...]


def export_study(folder: Path, order: Order, progress: Progress = no_progress) -> Exported:
    """Write a study in other formats. Nothing is written unless everything could be made.

    Raises:
        UsageError: a target is unknown.
        OutputError: the folder is no study, or of an older voc, or a file cannot be written or is there already.
    """
    names = targets_of(order.targets)
    out = order.out or default_out(folder, order.share)
    if folder.resolve() in (out.resolve(), *out.resolve().parents):
        raise OutputError(f"{out}: lies in the study, which stays as it is. Choose another --out.")
    analysis, personas = restore(folder)
    notes: tuple[str, ...] = ()
    if order.language:
        analysis = replace(analysis, language=order.language)
    if order.share:
        progress("check what leaves", 0, 0)
        analysis, personas, notes = shared(analysis, personas, order.share, config_of(folder))
    files: dict[str, bytes] = {}
    for done, name in enumerate(names):
        progress(f"export {name}", done, len(names))
        files.update(target(name)(analysis, personas))
    if ALL in order.targets:
        notes += tuple(
            f"{name} is left out: its extra is not installed (pip install 'voc-personas[{name}]')."
            for name in sorted(missing().difference(names))
        )
    _write(files, out, force=order.force)
    return Exported(out, tuple(sorted(files)), notes)


def config_of(folder: Path) -> StudyConfig:
    """The configuration that a study was made with.

    Raises:
        OutputError: it is missing (private/ was left out of a copy), or of another version of voc.
    """
    try:
        return StudyConfig.model_validate(read_json(folder / CONFIG))
    except ValueError as error:
        raise OutputError(
            f"{folder / CONFIG}: the configuration is of another version of voc. Run `voc run` again."
        ) from error


def default_out(folder: Path, share: Literal["public", "team"] | None) -> Path:
    """``STUDY-export`` beside the study, ``STUDY-public`` or ``STUDY-team`` for a copy to share."""
    folder = folder.resolve()
    return folder.with_name(f"{folder.name}-{share or 'export'}")


def _write(files: dict[str, bytes], out: Path, *, force: bool) -> None:
    try:
        there = [
            name
            for name, content in sorted(files.items())
            if (out / name).exists() and not ((out / name).is_file() and (out / name).read_bytes() == content)
        ]
        if there and not force:
            raise OutputError(
                f"{out}: {there[0]} is there already and differs; nothing was written. It may hold your own work: "
                "choose another --out, or replace it with --force."
            )
        for name, content in files.items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror or error}). Choose another --out.") from error
