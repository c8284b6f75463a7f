"""Exports of figures, one kind a file. The first reader that knows a sheet reads it."""

from __future__ import annotations

from typing import cast

from voc.numbers.readers import ab_tests as ab
from voc.numbers.readers import crm as records
from voc.numbers.readers import customers as people
from voc.numbers.readers import plain
from voc.numbers.readers import web_analytics as pages
from voc.numbers.readers.base import Reader

READERS = tuple(cast(Reader, reader) for reader in (plain, ab, records, pages, people))
