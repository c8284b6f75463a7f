"""`redact(inputs, out)`: pseudonymised copies and the only key to them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voc.config import StudyConfig
from voc.errors import OutputError, VerifyError
from voc.ingest import read_folder
from voc.privacy import protect
from voc.schema import Progress, Pseudonym, Source, no_progress
from voc.study.layout import KEY
from voc.tasks.redact.copies import copies, free
from voc.tasks.redact.sweep import Originals, swept


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was written: paths of the copies, sources, and how many places of each kind were replaced."""

    files: tuple[str, ...]
    sources: tuple[Source, ...]
    counts: Mapping[str, int]


def redact(
    inputs: Sequence[str | Path],
    out: str | Path,
    config: StudyConfig | None = None,
    *,
    progress: Progress = no_progress,
) -> Redaction:
    """Write pseudonymised copies of all readable inputs, and ``private/pseudonyms.csv`` with mode 0600.

    Every original of the key goes from the copies wherever it stands as whole words; this is checked before anything
    is written.

    Args:
        inputs: files or folders.
        out: a folder that is new or empty, and lies outside the inputs.
        config: ``privacy`` and what holds for files.
        progress: as for `voc.read_folder` and `voc.privacy.protect`.

    Raises:
        UsageError: an input does not exist.
        NothingReadableError: no input could be read.
        OutputError: the folder holds something, lies inside an input, or cannot be written.
        VerifyError: an original would stand in a copy; nothing was written.
    """
    folder = Path(out)
    _check_place(folder, [Path(path) for path in inputs])
    protected = protect(read_folder(inputs, config, progress=progress), config, progress=progress)
    originals = Originals(protected.key)
    files: dict[str, str] = {}
    for path, content in copies(protected.corpus).items():
        files[free(swept(path, originals), files.keys())] = swept(content, originals)
    left = [path for path, content in files.items() if any(originals.found(f"{path}\n{content}"))]
    if left:
        raise VerifyError(
            f"Nothing was written: {len(left)} copies would still hold an original of the key. This is a defect of "
            "voc, please report it."
        )
    _write(folder, files, protected.key)
    return Redaction(tuple(sorted(files)), protected.corpus.sources, protected.counts)


def _check_place(folder: Path, inputs: Sequence[Path]) -> None:
    place = folder.resolve()
    for path in inputs:
        if path.is_dir() and path.resolve() in (place, *place.parents):
            raise OutputError(f"{folder}: lies inside the input {path}. Choose a folder beside it with --out.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder}: is not empty. Name a new folder with --out; nothing is ever replaced.")


def _write(folder: Path, files: Mapping[str, str], key: Sequence[Pseudonym]) -> None:
    try:
        for name, content in sorted(files.items()):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="")
        path = folder / KEY
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.chmod(0o600)
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(["kind", "pseudonym", "original"])
        writer.writerows([row.kind, row.pseudonym, row.original] for row in key)
        path.write_text(buffer.getvalue(), encoding="utf-8", newline="")
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror}). Choose another --out.") from error
