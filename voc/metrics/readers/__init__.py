"""Exports of figures, one kind a file. The first reader that knows a sheet reads it."""

from __future__ import annotations

from typing import cast

from voc.metrics.readers import ab, pages, people, plain, records
from voc.metrics.readers.base import Reader

READERS = tuple(cast(Reader, reader) for reader in (plain, ab, records, pages, people))
