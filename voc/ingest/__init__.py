"""Files and folders → Corpus: what researchers have, read as it is."""

from voc.ingest.folder import read_folder

__all__ = ["read_folder"]
