"""Columns with replies of the company, whatever they are called: by whose words their cells are.

"Antwort Radhof" or "responseBody" is in no list of names. The company answers some of the rows, never more than have a
text, and writes as a company does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from voc.ingest.surveys.column_profile import ColumnProfile
from voc.models.authors import average_author
from voc.tables.column_names import is_called_text

MIN_COMPANY = 0.45
"""Probability (0–1) of the company on the average of a column's cells. Of thirty columns of exports that nobody had
trained on, those with replies had .52 to .87 and those with customers' words .36 at most."""
MIN_REPLIES = 2
"""Different cells that a judgement needs: the fewest that show a habit."""
MIN_WORDS = 3.0
"""Mean words of a column of replies."""


def are_replies(name: str, cells: Iterable[str], profile: ColumnProfile, texts: Sequence[ColumnProfile]) -> bool:
    """Whether a column holds what the company replied to the texts of other columns.

    Args:
        name: the name of the column. One called "Message" may hold both sides of a talk, and is none of replies.
        cells: its filled cells.
        profile: of the column.
        texts: the profiles of other columns that may hold what is replied to.
    """
    if profile.words < MIN_WORDS or profile.machine_written >= 0.5 or is_called_text(name):
        return False
    if not any(text.words >= MIN_WORDS and text.filled >= profile.filled for text in texts):
        return False
    different = list(dict.fromkeys(cells))
    if len(different) < MIN_REPLIES:
        return False
    author = average_author(different)
    return author["company"] >= MIN_COMPANY and author["company"] > author["participant"]
