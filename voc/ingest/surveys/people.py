"""The respondents behind the rows of a table: by id or name where a column tells, else one a row."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from voc.ingest.file_content import FileToRead, Person, build_records, person_id
from voc.ingest.surveys.column_profile import sample
from voc.ingest.surveys.columns import Plan
from voc.tables import column_names
from voc.tables.table import Table

Attributes = Mapping[str, str]


@dataclass(slots=True)
class People:
    """Respondents in the order in which they are met; an attribute with two different values is dropped.

    ``key`` stands for the table in the ids of its rows. ``column`` is None where every row is a respondent of its own;
    ``crowd`` are values of the column that are no single person's.
    """

    content: FileToRead
    key: str
    column: int | None
    name: str
    file_only: bool
    crowd: frozenset[str]
    ids: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    known: list[Attributes] = field(default_factory=list)
    conflicts: set[tuple[int, str]] = field(default_factory=set)
    _places: dict[str, int] = field(default_factory=dict)

    def meet(self, row: list[str], number: int, place: str, attributes: Attributes) -> tuple[str, str]:
        """(id, label) of the person behind a row: a name or id is one person in every file, else the row is one."""
        if self.column is not None:
            name = " ".join(row[self.column].split())
            key = name.casefold()
            if name and name not in self.crowd and key not in column_names.ANONYMOUS:
                at = self._places.setdefault(key, len(self.ids))
                if at == len(self.ids):
                    self._add(self._id_of(name, key), name, attributes)
                elif self.known[at] is not attributes:
                    self._learn(at, attributes)
                return self.ids[at], self.labels[at]
        row_id = f"r-{self.key}-{number}"
        self._add(row_id, place, attributes)
        return row_id, place

    def _add(self, respondent_id: str, label: str, attributes: Attributes) -> None:
        self.ids.append(respondent_id)
        self.labels.append(label)
        self.known.append(attributes)

    def _id_of(self, name: str, key: str) -> str:
        if self.file_only:
            return person_id("id", self.content.name, name)
        if name.isdigit() and len(name) < 6:  # a number is a person only together with the name of its column
            return person_id("id", self.name, name)
        return person_id("person", key)

    def _learn(self, at: int, attributes: Attributes) -> None:
        """What another row says about a person who was met before."""
        known = self.known[at]
        if known != attributes:
            self.known[at] = {**attributes, **known}
            self.conflicts.update((at, name) for name, value in attributes.items() if known.get(name, value) != value)

    def all(self) -> tuple[Person, ...]:
        """Everybody, without the attributes that differ between rows."""
        differing: dict[int, set[str]] = {}
        for at, name in self.conflicts:
            differing.setdefault(at, set()).add(name)
        for at, names in differing.items():
            self.known[at] = {name: value for name, value in self.known[at].items() if name not in names}
        n = len(self.ids)
        return tuple(build_records(Person, n, respondent_id=self.ids, label=self.labels, attributes=self.known))


def find_people(content: FileToRead, table: Table, plan: Plan) -> tuple[People, list[str]]:
    """Who may stand behind the rows, and notes about names that stand for many people."""
    crowd, notes = _crowd(table, plan)
    name, file_only = "", False
    if plan.respondent is not None:
        name = column_names.name_key(table.header[plan.respondent])
        file_only = name in column_names.ROW_IDS or table.uses.get(plan.respondent) == "row"
    return People(content, table_key(content, table), plan.respondent, name, file_only, crowd), notes


def table_key(content: FileToRead, table: Table) -> str:
    """Ten digits that tell this table from every other of the study."""
    return hashlib.sha256(f"{content.name}\x1f{table.sheet}".encode("utf-8", "replace")).hexdigest()[:10]


def _crowd(table: Table, plan: Plan) -> tuple[frozenset[str], list[str]]:
    """Values of the respondent column that stand for many people ("A Google user"): over 5 % of 100 rows or more."""
    if plan.respondent is None or len(table.rows) < 100:
        return frozenset(), []
    column = plan.respondent
    least = 0.2 if plan.question is not None else 0.05
    limit = max(10, least * len(table.rows))
    seen = sample(table.rows)
    often = Counter(" ".join(row[column].split()) for row in seen)
    if max(often.values()) < 0.5 * least * len(seen):
        return frozenset(), []
    counts = Counter(" ".join(row[column].split()) for row in table.rows)
    crowd = frozenset(name for name, count in counts.items() if name and count > limit)
    if not crowd:
        return crowd, []
    return crowd, [f"{len(crowd)} respondent names stand in very many rows: each of these rows counts as a person."]
