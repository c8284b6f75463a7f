"""Tables of issue trackers such as Jira: whose comments are read, who the person of a row is, and the tracker's markup.

A ticket has a column for each of its comments, with date, author and words in one cell ("12/Mar/24 9:11 AM;ida;Still
broken."). Only comments by who reported the row's ticket are a respondent's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from voc.ingest.surveys.mail_columns import compact_key, lists
from voc.ingest.surveys.message_heads import STAMP
from voc.tables.listing import list_some
from voc.tables.table import Table, Use

MIN_SHARE = 0.8
"""Share (0–1) of the filled cells of a column that must begin with a date and an author."""
MAX_STAMP = 40
"""Code points of the date and time before the author."""
MAX_AUTHOR = 120
"""Code points of an author: a name, a login or the id of an account."""
MIN_WORDS = 2.0
"""Mean words per comment; attachments and logged hours are written in the same way and have fewer."""
MAX_LISTED = 10
"""Rows that a note lists."""

# Jira's wiki: code and logs are nobody's words, and neither are pictures and the ids of people.
_BLOCK = re.compile(r"\{(code|noformat)(?:[:|][^{}\n]{0,200})?\}.{0,100000}?\{\1\}", re.S)
_PICTURE = re.compile(r"!(?! )[^!\n|]{1,200}\.\w{2,5}(?:\|[^!\n]{0,100})?!|\[\^[^\[\]\n]{1,200}\]")
_PERSON = re.compile(r"\[~(?:accountid:)?[^\[\]\n]{1,120}\]")
_TAG = re.compile(r"\{(?:color|quote|panel|anchor|toc|status)(?:[:|][^{}\n]{0,200})?\}")
_LINK = re.compile(r"\[([^\[\]|\n]{1,300})\|[^\[\]\n]{1,2000}\]")
_HEADING = re.compile(r"^[ \t]*h[1-6]\.[ \t]+", re.M)
_EMPHASIS = re.compile(r"(?<![\w*_+])([*_+])(?=\S)([^\n*_+]{1,500}?)(?<=\S)\1(?![\w*_+])")
_SIGNS = (_BLOCK, _PICTURE, _PERSON, _TAG)


@dataclass(frozen=True, slots=True)
class _Comment:
    author: str
    words: str


@dataclass(slots=True)
class _TicketSides:
    """Who wrote comments and tickets, in lower case: the people of each row, and who works for the company."""

    reporters: list[set[str]]
    team: set[str] = field(default_factory=set)


def without_wiki_markup(table: Table) -> Table:
    """The table without a tracker's markup in its columns, where some cell has a sign that nothing else explains."""
    marked = [
        position
        for position in range(len(table.header))
        if any("{" in row[position] or "!" in row[position] or "[" in row[position] for row in table.rows)
        and any(sign.search(row[position]) for row in table.rows for sign in _SIGNS)
    ]
    if not any(compact_key(name) in {"issuekey", "issueid", "issuetype"} for name in table.header) or not marked:
        return table
    rows = [list(row) for row in table.rows]
    for row in rows:
        for position in marked:
            row[position] = _plain(row[position])
    return replace(table, rows=rows)


def _plain(cell: str) -> str:
    for sign in _SIGNS:
        cell = sign.sub(" ", cell)
    cell = _EMPHASIS.sub(r"\2", _HEADING.sub("", _LINK.sub(r"\1", cell)))
    return re.sub(r"[ \t]*\n(?:[ \t]*\n)+", "\n\n", re.sub(r"[ \t]{2,}", " ", cell)).strip()


def keep_reporters(table: Table) -> Table:
    """The table in which columns of comments hold only the words of who reported the row's ticket.

    All comments of a row are one text. Where nothing tells who wrote them, they are not read, and a note says so.
    """
    columns = [position for position in range(len(table.header)) if _holds_comments(table, position)]
    if not columns:
        return table
    comments = [[_read(row[position]) for position in columns if row[position].strip()] for row in table.rows]
    reporting = _columns_of(table, "requesters")
    sides = _TicketSides([{_folded(row[position]) for position in reporting} - {""} for row in table.rows])
    sides.team = {_folded(row[position]) for position in _columns_of(table, "assignees") for row in table.rows} - {""}
    everybody = {_folded(own.author) for row in comments for own in row if own}
    is_known = not everybody.isdisjoint(sides.team.union(*sides.reporters))
    kept = [
        [own for own in row if own and is_known and _folded(own.author) in reporters]
        for row, reporters in zip(comments, sides.reporters, strict=True)
    ]
    first, *others = columns
    rows = [list(row) for row in table.rows]
    for row, own in zip(rows, kept, strict=True):
        row[first] = "\n\n".join(comment.words.strip() for comment in own)
        for position in others:
            row[position] = ""
    uses: dict[int, Use] = {first: "text" if any(map(any, kept)) else "ignore", **dict.fromkeys(others, "ignore")}
    ids = [p for p in reporting if compact_key(table.header[p]).endswith("id") and any(row[p] for row in table.rows)]
    if ids and "respondent" not in table.uses.values():
        uses[ids[0]] = "respondent"
    staff = {own.author for row in comments for own in row if own and own.author.istitle()}
    notes = _describe(table, sides, n_comments=sum(map(len, comments)), n_kept=sum(map(len, kept)), is_known=is_known)
    return replace(
        table,
        rows=rows,
        uses={**uses, **table.uses},
        staff=tuple(sorted({*table.staff, *staff})),
        notes=(*table.notes, *notes),
    )


def _describe(table: Table, sides: _TicketSides, *, n_comments: int, n_kept: int, is_known: bool) -> list[str]:
    if not is_known:
        return [
            f"Comments not read, because no column has their authors: {n_comments}. Export the reporter's id, or name, "
            "as it is written in the comments."
        ]
    n_others = n_comments - n_kept
    notes = [f"Comments by who reported the ticket were read: {n_kept}; left out, of agents and others: {n_others}."]
    team = [table.first_row + n for n, reporters in enumerate(sides.reporters) if reporters & sides.team]
    if team:
        notes.append(
            f"Tickets whose reporter answers other tickets were read: row {list_some(team, MAX_LISTED)}. "
            "Delete the rows if the team wrote them as a test."
        )
    return notes


def _holds_comments(table: Table, position: int) -> bool:
    """Whether the filled cells of a column are dates with authors and words, and no files or hours."""
    filled = [row[position] for row in table.rows if row[position].strip()]
    comments = [comment for cell in filled if (comment := _read(cell))]
    if not filled or len(comments) < MIN_SHARE * len(filled):
        return False
    n_words = sum(len(comment.words.split()) for comment in comments)
    are_links = sum(re.search(r"https?://\S+\s*\Z", comment.words) is not None for comment in comments)
    return n_words >= MIN_WORDS * len(comments) and are_links < MIN_SHARE * len(comments)


def _read(cell: str) -> _Comment | None:
    """The author and the words of a comment, None where a cell is written in another way."""
    stamp, *rest = cell.split(";", 2)
    if len(rest) < 2 or len(stamp) > MAX_STAMP or len(rest[0]) > MAX_AUTHOR or not STAMP.search(stamp):
        return None
    return _Comment(rest[0].strip(), rest[1])


def _columns_of(table: Table, kind: str) -> list[int]:
    """The columns of requesters or assignees, by name or by id ("Reporter", "Reporter Id")."""
    names = lists()[kind]
    keys: Sequence[str] = [compact_key(name) for name in table.header]
    return [p for p, key in enumerate(keys) if key in names or key.removesuffix("id") in names]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
