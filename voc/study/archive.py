"""data/analysis.json: the study as records, so that it can be shown and handed on without reading the sources again.

The key to the pseudonyms and the embeddings are not in it. Texts are not in it twice: documents stand in
``documents/``, and a segment is ``document.text[start:end]``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from voc.errors import OutputError
from voc.schema import Analysis, Personas
from voc.study.codec import DecodeError, Omit, decode, encode
from voc.study.layout import ANALYSIS, DOCUMENTS
from voc.study.staging import require_study

SCHEMA = "voc-study/1"
NEVER: Omit = frozenset({("Analysis", "key"), ("Analysis", "embeddings"), ("Turn", "speaker")})
"""What no file but the study's own private/ may hold (a speaker may be a customer's number), and what is of no use
without the encoder."""
TEXTS: Omit = frozenset({("Document", "text"), ("Segment", "text")})


def archive_text(analysis: Analysis, personas: Personas, *, texts: bool = False) -> str:
    """Both as one JSON object, one line a field of the analysis; `texts` puts all texts in, for a file on its own.

    The same records give the same text. Its JSON Schema is docs/study.schema.json.
    """
    omit = NEVER if texts else NEVER | TEXTS
    fields = encode(analysis, omit)
    lines = ",\n".join(f"{_dumps(name)}:{_dumps(value)}" for name, value in fields.items())
    head = f'"schema":{_dumps(SCHEMA)}'
    return f'{{{head},\n"analysis":{{\n{lines}\n}},\n"personas":{_dumps(encode(personas))}}}\n'


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def write_archive(analysis: Analysis, personas: Personas, folder: Path) -> None:
    """Write data/analysis.json into a study folder that holds data/ already."""
    with (folder / ANALYSIS).open("w", encoding="utf-8", newline="") as file:
        file.write(archive_text(analysis, personas))


def restore(folder: str | Path) -> tuple[Analysis, Personas]:
    """The records that a study was written from; ``key`` and every ``Turn.speaker`` are empty, ``embeddings`` float32
    (n, 0).

    Raises:
        OutputError: the folder is no study, was written before data/analysis.json existed, or is damaged.
    """
    folder = Path(folder)
    require_study(folder)
    path = folder / ANALYSIS
    if not path.is_file():
        raise OutputError(
            f"{folder}: {ANALYSIS} is missing, so that this study was written by an older voc. Run `voc run` again on "
            "the same input and --out; your codebook.toml is kept."
        )
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise OutputError(f"{path}: cannot be read as JSON ({type(error).__name__}). Run `voc run` again.") from error
    return read_archive(data, folder)


def read_archive(data: Any, folder: Path) -> tuple[Analysis, Personas]:
    """Parsed JSON as records; texts that are not in it are taken from ``documents/`` of `folder`.

    Raises:
        OutputError: the data are of another version, or do not fit the records or the documents.
    """
    where = folder / ANALYSIS
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        found = data.get("schema") if isinstance(data, dict) else None
        raise OutputError(f"{where}: schema must be {SCHEMA!r}, found {found!r}. Run `voc run` again.")
    try:
        fields = dict(data["analysis"])
        fields["key"], fields["embeddings"] = [], []
        _fill_texts(fields, folder)
        analysis = decode(Analysis, fields)
        empty = np.zeros((len(analysis.segments), 0), np.float32)
        return replace(analysis, embeddings=empty), decode(Personas, data["personas"])
    except (DecodeError, KeyError, TypeError, ValueError) as error:
        reason = str(error) if isinstance(error, DecodeError) else type(error).__name__
        raise OutputError(f"{where}: damaged, or of another version of voc ({reason}). Run `voc run` again.") from error


def _fill_texts(fields: Mapping[str, Any], folder: Path) -> None:
    texts: dict[str, str] = {}
    for document in fields["corpus"]["documents"]:
        name = document["document_id"]
        if "text" not in document:
            document["text"] = _document(folder / DOCUMENTS / f"{name}.txt")
        texts[name] = document["text"]
        for turn in document["turns"]:
            turn["speaker"] = ""
    for segment in (*fields["segments"], *fields["context"]):
        segment.setdefault("text", texts[segment["document_id"]][segment["start"] : segment["end"]])


def _document(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"{path}: cannot be read ({type(error).__name__}). Run `voc run` again.") from error
