"""A table about the people in other files ("respondents.csv"): one row a person, no free text → attributes.

It is told by its content: one of its columns names the other files, or the speakers in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from voc.ingest.file_content import FileContent, Person
from voc.ingest.respondent_attributes import tidy_value
from voc.ingest.surveys.column_profile import profile, sample
from voc.ingest.surveys.judge import attribute_name, is_known, is_text
from voc.tables import column_names
from voc.tables.table import Table

READER = "respondents-table"
MAX_ROWS = 5_000
MAX_VALUE = 120
"""Code points of an attribute's value."""
MIN_SHARE = 0.5
"""At least this share of the rows has to name a file or a speaker."""


@dataclass(frozen=True, slots=True)
class Roster:
    """``attributes`` by respondent id; ``same`` maps the ids of people who are one respondent to the one that stays."""

    attributes: Mapping[str, Mapping[str, str]]
    same: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def reading(self) -> FileContent:
        """A reading without any words."""
        return FileContent("interview", (), (), self.notes)


@dataclass(slots=True)
class Interviews:
    """The interviews read so far: files with their participants."""

    files: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    _by_name: dict[str, list[str]] = field(default_factory=dict)
    _by_label: dict[str, list[Person]] = field(default_factory=dict)

    def add(self, name: str, people: tuple[Person, ...]) -> None:
        """A file and its participants."""
        self.files[name] = people
        path = PurePosixPath(name.casefold())
        tokens = _tokens(path.stem)
        starts = {" ".join(tokens[:end]) for end in range(1, len(tokens) + 1)}
        for key in {str(path), path.name, path.stem, *starts}:
            self._by_name.setdefault(key, []).append(name)
        for person in people:
            self._by_label.setdefault(" ".join(person.label.casefold().split()), []).append(person)

    def find(self, value: str) -> list[Person]:
        """The people of the files that a cell names, else the one person whom it names; [] when nobody is meant.

        A file's name counts with and without its ending, and so does its beginning up to a hyphen, blank or
        underscore ("P01" names "P01_home visit.txt"). A file with several participants names nobody.
        """
        value = " ".join(value.casefold().split())
        if not value:
            return []
        names = self._by_name.get(value) or self._by_name.get(" ".join(_tokens(value)), [])
        alone = [people[0] for people in (self.files[name] for name in names) if len(people) == 1]
        if alone:
            return alone
        labelled = {person.respondent_id: person for person in self._by_label.get(value, [])}
        return list(labelled.values()) if len(labelled) == 1 else []


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def find_roster(tables: Sequence[Table], interviews: Interviews) -> Roster | None:
    """The roster that a file's tables are, None when they are something else."""
    if not interviews.files:
        return None
    for table in tables:
        if len(table.rows) > MAX_ROWS:
            continue
        column, share = _naming_column(table, interviews)
        if share >= MIN_SHARE and not _has_text(table, column):
            return _read(table, column, interviews)
    return None


def _naming_column(table: Table, interviews: Interviews) -> tuple[int, float]:
    """The column that names most people, and its share of filled cells that do."""
    best, most, best_share = 0, 0, 0.0
    for column in range(len(table.header)):
        filled = [row[column] for row in table.rows if row[column].strip()]
        hits = sum(bool(interviews.find(value)) for value in filled)
        if hits > most:
            best, most, best_share = column, hits, hits / len(filled)
    return best, best_share


def _has_text(table: Table, naming: int) -> bool:
    rows = sample(table.rows)
    return any(
        is_text(table.header[column], table.questions[column], profile(rows, column))
        for column in range(len(table.header))
        if column != naming
    )


def _read(table: Table, naming: int, interviews: Interviews) -> Roster:
    columns = _attribute_columns(table, naming)
    joining = next(
        (
            c
            for c, name in enumerate(table.header)
            if c != naming and column_names.name_key(name) in column_names.ROSTER_RESPONDENT
        ),
        None,
    )
    attributes: dict[str, dict[str, str]] = {}
    same: dict[str, str] = {}
    first_of: dict[str, str] = {}
    unknown = 0
    for row in table.rows:
        people = interviews.find(row[naming])
        unknown += bool(row[naming].strip()) and not people
        if not people:
            continue
        joined = row[joining].strip().casefold() if joining is not None else ""
        kept = people[0].respondent_id
        kept = same.get(kept, kept)
        kept = first_of.setdefault(joined, kept) if joined else kept
        same.update({person.respondent_id: kept for person in people if person.respondent_id != kept})
        own = attributes.setdefault(kept, {})
        for column, name in columns.items():
            value = tidy_value(name, row[column])
            if value and len(value) <= MAX_VALUE:
                own.setdefault(name, value)
    return Roster(
        attributes, same, tuple(_notes(table, naming, list(columns.values()), len(attributes), unknown, len(same)))
    )


def _attribute_columns(table: Table, naming: int) -> dict[int, str]:
    """Columns that say something about the person, with the attribute's name; personal data are not read."""
    found: dict[int, str] = {}
    for column, name in enumerate(table.header):
        key = column_names.name_key(name)
        if column == naming or key in column_names.ROSTER_RESPONDENT | column_names.DATE | {
            "file",
            "datei",
            "filename",
        }:
            continue
        if is_known(name, name) or not (column_names.is_personal(name) or key in column_names.IGNORED):
            found[column] = attribute_name(name)
    return found


def _notes(table: Table, naming: int, names: list[str], n: int, unknown: int, joined: int) -> list[str]:
    notes = [
        *table.notes,
        f"A table about the people of the other files: '{table.header[naming]}' names {n} of them.",
        f"Known about them: {', '.join(names)}." if names else "It tells nothing else about them.",
    ]
    if joined:
        notes.append(f"{joined} people were joined with another file's, as the table says that they are one.")
    if unknown:
        notes.append(f"{unknown} rows name no file and nobody who was read; they were passed over.")
    return notes
