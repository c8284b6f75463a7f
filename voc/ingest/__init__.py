"""Files and folders → Corpus: what researchers have, read as it is.

`read_folder` is imported when it is first used, so that the process that reads single files starts fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voc.ingest.folder import read_folder

__all__ = ["read_folder"]


def __getattr__(name: str) -> Any:
    if name == "read_folder":
        from voc.ingest.folder import read_folder

        return read_folder
    raise AttributeError(f"module 'voc.ingest' has no attribute {name!r}")
