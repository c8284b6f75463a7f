"""The record that passes inside this room."""

from __future__ import annotations

from dataclasses import dataclass

from voc.schema import Document


@dataclass(frozen=True, slots=True)
class Copy:
    """``document`` repeats ``kept``; ``how`` says in what ("the same words")."""

    document: Document
    kept: Document
    how: str
