"""What the readers of Word, OpenDocument and rich text share: the checked text, and the note on what was left out."""

from __future__ import annotations

from collections.abc import Mapping

from voc.errors import EmptyError
from voc.files.decode import tidy
from voc.files.limits import check_line_length
from voc.ingest.file_content import DocumentText

MAX_HEADING = 200
"""Code points of a bold paragraph that is still marked as a heading; longer ones are emphasised speech."""


def checked_text(text: str, name: str, notes: tuple[str, ...] = ()) -> DocumentText:
    """The tidied text of a document.

    Raises:
        EmptyError: there is no text.
        LimitError: a line is too long.
    """
    text = tidy(text).strip("\n")
    if not text.strip():
        raise EmptyError(f"{name}: holds no text, perhaps only pictures. Save its text as .docx or .txt.")
    check_line_length(name, text)
    return DocumentText(text, notes)


def left_out_note(counts: Mapping[str, int]) -> list[str]:
    """A sentence about what was left out, by its name in the plural; none when nothing was."""
    listed = [f"{kind} ({n})" for kind, n in counts.items() if n]
    return [f"Left out: {', '.join(listed)}."] if listed else []
