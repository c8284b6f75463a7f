"""Rosters: tables about the people of other files ("respondents.csv"), a row per person and no free text.

A roster is recognised by a column that names the other files or the speakers in them. It gives attributes. So does a
list of whom the study recruited (`voc.ingest.surveys.recruiting_list`), most of whom speak nowhere.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import PurePosixPath

from voc.ingest.file_content import Person, person_id
from voc.ingest.respondent_attributes import tidy_value
from voc.ingest.surveys.answers import MAX_ATTRIBUTE_LENGTH
from voc.ingest.surveys.column_profile import attribute_name, is_known_attribute, is_text, profile_column, sample_rows
from voc.ingest.surveys.recruiting_list import is_about_recruiting, names_in, signs_of_recruiting
from voc.ingest.transcripts.speakers import role_of_label
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
_LANGUAGES = frozenset({"language", "sprache"})
"""Columns that a survey program fills with the language of its pages; in a list of people, it is theirs."""
_ROLES = tomllib.loads(files("voc.ingest.surveys").joinpath("roster.toml").read_text("utf-8"))
_TEAM, _RESPONDENTS = (re.compile("|".join(_ROLES[key]), re.I) for key in ("team", "respondents"))


@dataclass(frozen=True, slots=True)
class Roster:
    """What a table says about the people of other files.

    Attributes:
        attributes: respondent id → attributes.
        same: id of a respondent → id of the same person under which they are kept.
        notes: sentences for the report.
        names: names of people who may speak nowhere, for `voc.privacy`.
        staff: respondent id of who belongs to the team of the study, by their role.
    """

    attributes: Mapping[str, Mapping[str, str]]
    same: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    staff: frozenset[str] = frozenset()


@dataclass(slots=True)
class Interviews:
    """The interviews read so far: files with their participants."""

    files: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    _files_by_key: dict[str, list[str]] = field(default_factory=dict)
    _people_by_label: dict[str, list[Person]] = field(default_factory=dict)
    _senders: dict[str, Person] = field(default_factory=dict)

    def add_senders(self, people: Sequence[Person]) -> None:
        """Add people who wrote mails, whom a table may name by their addresses."""
        self._senders.update({person.respondent_id: person for person in people})

    @property
    def is_empty(self) -> bool:
        """Whether nobody was added."""
        return not (self.files or self._senders)

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
        if "@" in key and (sender := self._senders.get(person_id("mail", key))):
            return [sender]
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
    if interviews.is_empty:
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
    unused = [name for column, name in enumerate(table.header) if column not in (naming, respondent, *columns)]
    notes = [
        *table.notes,
        f"A table about the people of the other files: '{table.header[naming]}' names {len(attributes)} of them.",
        f"Known about them: {', '.join(columns.values())}." if columns else "It says nothing else about them.",
        *([f"Not used: {', '.join(map(repr, unused))}."] if unused else []),
    ]
    if same:
        notes.append(f"{len(same)} people were merged with people of another file, because the table says so.")
    if n_unknown:
        notes.append(f"{n_unknown} rows name neither a file nor a speaker and were skipped.")
    return Roster(attributes, same, tuple(notes), staff=_find_staff(attributes))


def _find_staff(attributes: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """The people of the team, in a list whose roles name respondents as well."""
    roles = {respondent_id: own.get("role", "") for respondent_id, own in attributes.items()}
    if not any(_RESPONDENTS.fullmatch(role) or role_of_label(role) == "participant" for role in roles.values()):
        return frozenset()
    return frozenset(
        respondent_id
        for respondent_id, role in roles.items()
        if _TEAM.fullmatch(role) and not _RESPONDENTS.fullmatch(role)
    )


def _respondent_column(table: Table, naming: int) -> int | None:
    """The column with the ids of people, other than the one that names files."""
    keys = [column_names.name_key(name) for name in table.header]
    return next((c for c, key in enumerate(keys) if c != naming and key in column_names.ROSTER_RESPONDENT), None)


def _attribute_columns(table: Table, naming: int) -> dict[int, str]:
    """Position of each column about the person → name of the attribute; personal data are left out."""
    columns: dict[int, str] = {}
    rows = sample_rows(table.rows)
    for column, name in enumerate(table.header):
        key = column_names.name_key(name)
        # Ids, dates of interviews and names of files say nothing about a person.
        if column == naming or key in column_names.ROSTER_RESPONDENT | column_names.DATE | _FILE_COLUMNS:
            continue
        is_nothing = column_names.is_personal(name) or is_about_recruiting(name)
        is_nothing |= profile_column(rows, column).dates >= MIN_NAMING_SHARE
        is_nothing |= key in column_names.IGNORED - _LANGUAGES
        if is_known_attribute(name, name) or not is_nothing:
            columns[column] = attribute_name(name)
    return columns
