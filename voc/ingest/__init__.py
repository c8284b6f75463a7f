"""Files and folders → `voc.schema.Corpus`: transcripts, documents, surveys, reviews and projects of other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voc.ingest.folder import read_folder

__all__ = ["read_folder"]


def __getattr__(name: str) -> Any:
    # Imported when it is first used, so that the reader process, which needs single readers only, starts fast.
    if name == "read_folder":
        from voc.ingest.folder import read_folder

        return read_folder
    raise AttributeError(f"module 'voc.ingest' has no attribute {name!r}")
