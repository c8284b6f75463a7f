"""Rosters: tables about the people of other files ("respondents.csv"), a row per person and no free text.

A roster is recognised by a column that names the other files or the speakers in them. It gives attributes. So does a
list of whom the study recruited (`voc.ingest.surveys.recruiting_list`), most of whom speak nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from voc.ingest.file_content import Person
from voc.ingest.respondent_attributes import tidy_value
from voc.ingest.surveys.answers import MAX_ATTRIBUTE_LENGTH
from voc.ingest.surveys.column_profile import attribute_name, is_known_attribute, is_text, profile_column, sample_rows
from voc.ingest.surveys.recruiting_list import names_in, signs_of_recruiting
from voc.tables import column_names
from voc.tables.table import Table

READER = "respondents-table"
MAX_ROWS = 5_000
"""Rows of a roster. Larger tables are surveys; looking up each of their cells would take long."""
MIN_NAMING_SHARE = 0.5
"""Share (0–1) of a column's filled cells that must name a file or speaker; the others may be people without a file."""
MAX_SIGNS = 5
"""Columns of a recruiting list that its note names."""
_FILE_COLUMNS = frozenset({"file", "datei", "filename"})


@dataclass(frozen=True, slots=True)
class Roster:
    """What a table says about the people of other files.

    Attributes:
        attributes: respondent id → attributes.
        same: id of a respondent → id of the same person under which they are kept.
        notes: sentences for the report.
        names: names of people who may speak nowhere, for `voc.privacy`.
    """

    attributes: Mapping[str, Mapping[str, str]]
    same: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Interviews:
    """The interviews read so far: files with their participants."""

    files: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    _files_by_key: dict[str, list[str]] = field(default_factory=dict)
    _people_by_label: dict[str, list[Person]] = field(default_factory=dict)

    def add(self, name: str, people: tuple[Person, ...]) -> None:
        """Add a file and its participants."""
        self.files[name] = people
        # "P01_home visit.txt" is found by "p01", "p01 home", "p01 home visit" and by its whole name.
        path = PurePosixPath(name.casefold())
        words = _words(path.stem)
        beginnings = {" ".join(words[:end]) for end in range(1, len(words) + 1)}
        for key in {str(path), path.name, path.stem, *beginnings}:
            self._files_by_key.setdefault(key, []).append(name)
        for person in people:
            self._people_by_label.setdefault(" ".join(person.label.casefold().split()), []).append(person)

    def find(self, cell: str) -> list[Person]:
        """The people of the files that a cell names, else the only speaker whom it names, else nobody.

        A file can be named with or without its suffix, or by its beginning up to a hyphen, blank or underscore ("P01"
        for "P01_home visit.txt"). A file with several participants names nobody.
        """
        key = " ".join(cell.casefold().split())
        if not key:
            return []
        names = self._files_by_key.get(key) or self._files_by_key.get(" ".join(_words(key)), [])
        alone = [people[0] for people in (self.files[name] for name in names) if len(people) == 1]
        if alone:
            return alone
        speakers = {person.respondent_id: person for person in self._people_by_label.get(key, [])}
        return list(speakers.values()) if len(speakers) == 1 else []


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def find_roster(tables: Sequence[Table], interviews: Interviews, path: str = "") -> Roster | None:
    """The roster among the tables of a file, None when there is none; ``path`` is the file's name in the study."""
    if not interviews.files:
        return None
    small = [table for table in tables if len(table.rows) <= MAX_ROWS]
    for table in small:
        naming, share = _find_naming_column(table, interviews)
        if naming is not None and share >= MIN_NAMING_SHARE and not _has_text(table, naming):
            return _read_roster(table, naming, interviews)
    for table in small:
        if signs := signs_of_recruiting(table, path):
            return _read_recruiting_list(table, signs, interviews, path)
    return None


def _find_naming_column(table: Table, interviews: Interviews) -> tuple[int | None, float]:
    """The column that names most people, None when none does, and the share (0–1) of its cells that do."""
    best, most, share = None, 0, 0.0
    for column in range(len(table.header)):
        filled = [row[column] for row in table.rows if row[column].strip()]
        n_named = sum(bool(interviews.find(cell)) for cell in filled)
        if n_named > most:
            best, most, share = column, n_named, n_named / len(filled)
    return best, share


def _read_recruiting_list(table: Table, signs: Sequence[str], interviews: Interviews, path: str) -> Roster:
    """What a recruiting list says about those of its people who speak in an interview; nobody answers in it."""
    naming, _ = _find_naming_column(table, interviews)
    read = _read_roster(table, naming, interviews) if naming is not None else Roster({})
    quoted = ", ".join(f"'{sign}'" for sign in signs[:MAX_SIGNS])
    note = (
        f"Looks like a list of people to interview ({quoted}): its {len(table.rows)} rows are no respondents, and no "
        f'answer in it counts. To read it as a survey, write kind = "survey" below [files."{path}"] in voc.toml.'
    )
    notes = (note, *(known for known in read.notes if not known.endswith("were skipped.")))
    return replace(read, notes=notes, names=tuple(names_in(table)))


def _has_text(table: Table, naming: int) -> bool:
    # A survey of the same participants names the interviews too, but has answers of its own.
    rows = sample_rows(table.rows)
    return any(
        is_text(table.header[column], table.questions[column], profile_column(rows, column))
        for column in range(len(table.header))
        if column != naming
    )


def _read_roster(table: Table, naming: int, interviews: Interviews) -> Roster:
    columns = _attribute_columns(table, naming)
    respondent = _respondent_column(table, naming)
    attributes: dict[str, dict[str, str]] = {}
    same: dict[str, str] = {}
    first_of: dict[str, str] = {}
    n_unknown = 0
    for row in table.rows:
        people = interviews.find(row[naming])
        n_unknown += bool(row[naming].strip()) and not people
        if not people:
            continue
        # Rows with the same id are one person, even where they name different files.
        respondent_key = row[respondent].strip().casefold() if respondent is not None else ""
        kept = people[0].respondent_id
        kept = same.get(kept, kept)
        kept = first_of.setdefault(respondent_key, kept) if respondent_key else kept
        same.update({person.respondent_id: kept for person in people if person.respondent_id != kept})
        own = attributes.setdefault(kept, {})
        for column, name in columns.items():
            value = tidy_value(name, row[column])
            if value and len(value) <= MAX_ATTRIBUTE_LENGTH:
                own.setdefault(name, value)
    notes = [
        *table.notes,
        f"A table about the people of the other files: '{table.header[naming]}' names {len(attributes)} of them.",
        f"Known about them: {', '.join(columns.values())}." if columns else "It says nothing else about them.",
    ]
    if same:
        notes.append(f"{len(same)} people were merged with people of another file, because the table says so.")
    if n_unknown:
        notes.append(f"{n_unknown} rows name neither a file nor a speaker and were skipped.")
    return Roster(attributes, same, tuple(notes))


def _respondent_column(table: Table, naming: int) -> int | None:
    """The column with the ids of people, other than the one that names files."""
    keys = [column_names.name_key(name) for name in table.header]
    return next((c for c, key in enumerate(keys) if c != naming and key in column_names.ROSTER_RESPONDENT), None)


def _attribute_columns(table: Table, naming: int) -> dict[int, str]:
    """Position of each column about the person → name of the attribute; personal data are left out."""
    columns: dict[int, str] = {}
    for column, name in enumerate(table.header):
        key = column_names.name_key(name)
        # Ids, dates of interviews and names of files say nothing about a person.
        if column == naming or key in column_names.ROSTER_RESPONDENT | column_names.DATE | _FILE_COLUMNS:
            continue
        if is_known_attribute(name, name) or not (column_names.is_personal(name) or key in column_names.IGNORED):
            columns[column] = attribute_name(name)
    return columns
