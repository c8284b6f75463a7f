"""Rows of surveys and reviews that stand in two exports of the same table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voc.duplicates.records import Copy
from voc.schema import Corpus, Document, Respondent, stable_id

FEWEST_ROWS = 5
SAME_EXPORT = 0.8
"""Share of a table's rows without an id that must stand in another one before any of them counts as repeated."""
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its documents, and what it must share with a row of another table to be the same row."""

    documents: tuple[Document, ...]
    named: bool
    signature: str
    telling: bool


def copies_of_rows(corpus: Corpus) -> list[Copy]:
    """Documents of rows that another table has as well; the row of the longest table is kept.

    A row is the same when the respondent's id, the questions and all texts are equal. Rows without an id must also
    have the same date, ratings and attributes, and nearly all rows of the shorter table must stand in the other: the
    same short comment of two people is not the same row. Nothing is compared within a table.
    """
    tables = _tables(corpus)
    if len(tables) < 2:
        return []
    found: list[Copy] = []
    left: dict[str, dict[str, list[_Row]]] = {}
    for source in sorted(tables, key=lambda name: (-len(tables[name]), name)):
        rows = tables[source]
        matched = {at: other for other in left for at in _matches(rows, left[other])}
        mine: dict[str, list[_Row]] = defaultdict(list)
        for at, row in enumerate(rows):
            if at in matched:
                twin = left[matched[at]][row.signature].pop()
                found += [
                    Copy(one, two, "the same rows") for one, two in zip(row.documents, twin.documents, strict=True)
                ]
            else:
                mine[row.signature].append(row)
        left[source] = {signature: found_rows[::-1] for signature, found_rows in mine.items()}
    return found


def _matches(rows: list[_Row], others: Mapping[str, list[_Row]]) -> set[int]:
    """Positions of the rows that ``others`` have too, each of theirs used once."""
    used: dict[str, int] = defaultdict(int)
    same = []
    for at, row in enumerate(rows):
        if used[row.signature] < len(others.get(row.signature, ())):
            used[row.signature] += 1
            same.append(at)
    if len(same) >= FEWEST_ROWS and len(same) >= SAME_EXPORT * len(rows):
        return set(same)
    return {at for at in same if rows[at].named and rows[at].telling}


def _tables(corpus: Corpus) -> dict[str, list[_Row]]:
    """The rows of every source of survey answers and reviews that has several."""
    people = {one.respondent_id: one for one in corpus.respondents}
    grouped: dict[str, dict[str, list[Document]]] = defaultdict(lambda: defaultdict(list))
    for document in corpus.documents:
        if document.kind != "interview" and document.locator:
            grouped[document.source][document.locator].append(document)
    if len(grouped) < 2:
        return {}
    return {source: [_row(documents, people) for documents in rows.values()] for source, rows in grouped.items()}


def _row(documents: Iterable[Document], people: Mapping[str, Respondent]) -> _Row:
    ordered = sorted(documents, key=lambda one: (_question(one), one.text))
    first = ordered[0]
    person = people.get(first.turns[0].respondent_id) if first.turns else None
    name = person.label if person is not None and person.label != first.locator else ""
    parts = [name]
    for one in ordered:
        parts += (_question(one), " ".join(one.text.split()))
    if not name:
        parts.append(first.date)
        parts += [f"{key}={value}" for key, value in sorted(first.ratings.items())]
        parts += [f"{key}={value}" for key, value in sorted(person.attributes.items())] if person else []
    telling = sum(len(one.text.split()) for one in ordered) >= _FEWEST_WORDS
    return _Row(tuple(ordered), bool(name), stable_id("row", *parts), telling)


def _question(document: Document) -> str:
    return document.turns[0].question if document.turns else ""
