"""Columns with replies of the company, whatever they are called: by what their cells say to the customer.

"Antwort Radhof" or "responseBody" is in no list of names. Only the company thanks for a review, regrets the trouble,
asks for a mail and signs as a team; and it answers some of the rows, never more than have a text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from importlib.resources import files

from voc.ingest.surveys.column_profile import ColumnProfile
from voc.tables.column_names import is_called_text

MIN_REPLIES = 0.6
"""Share (0–1) of the different cells that must speak for the company where the column's name says nothing."""
MIN_NAMED_REPLIES = 0.3
"""The same share where the name is one of replies; "A colleague will call you back" is in no list."""
MIN_WORDS = 3.0
"""Mean words of a column of replies."""

_FILE = tomllib.loads((files("voc.ingest.surveys") / "company_replies.toml").read_text("utf-8"))
_SIGN = re.compile("|".join(_FILE["signs"]), re.I)
_NAME = re.compile(rf"(?:^|[\W_])(?:{'|'.join(_FILE['reply_names'])})(?:$|[\W_])", re.I)


def are_replies(name: str, cells: Collection[str], profile: ColumnProfile, texts: Collection[ColumnProfile]) -> bool:
    """Whether a column holds what the company replied to the texts of other columns.

    Args:
        name: the name of the column.
        cells: its filled cells.
        profile: of the column.
        texts: the profiles of other columns that may hold what is replied to.

    >>> _SIGN.search("Danke für Ihr Lob!") is not None, _SIGN.search("Danke für die Hilfe!") is not None
    (True, False)
    """
    is_reply = _NAME.search(name) is not None
    # A column "Message" may hold both sides of a talk.
    if profile.words < MIN_WORDS or profile.machine_written >= 0.5 or (is_called_text(name) and not is_reply):
        return False
    if not any(text.words >= MIN_WORDS and text.filled >= profile.filled for text in texts):
        return False
    different = set(cells)
    least = MIN_NAMED_REPLIES if is_reply else MIN_REPLIES
    # Two replies are the fewest that show a habit, unless the name says what they are.
    n_signs = sum(_SIGN.search(cell[:2_000]) is not None for cell in different)
    return n_signs >= least * len(different) and (n_signs >= 2 or is_reply)
