"""Read files and folders into a `voc.schema.Corpus`: transcripts, documents, surveys, reviews and QDA projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voc.ingest.folder import read_folder

__all__ = ["read_folder"]


def __getattr__(name: str) -> Any:
    # Imported on first use: the reader process only needs single readers, and has to start fast.
    if name == "read_folder":
        from voc.ingest.folder import read_folder

        return read_folder
    raise AttributeError(f"module 'voc.ingest' has no attribute {name!r}")
