"""Which column of a table is what: by voc.toml, by name, by content. Every choice is reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from voc.config import ColumnsSection
from voc.errors import FormatError, MappingError
from voc.ingest.respondent_attributes import canonical
from voc.ingest.surveys.column_profile import Profile, profile, sample
from voc.ingest.surveys.judge import could_be_text, is_attribute, is_known, is_open, is_text
from voc.tables import column_names
from voc.tables.table import Table, tidy_name

MAX_ATTRIBUTES = 30
"""More closed questions than this say little about people; the best filled ones are kept."""


@dataclass(slots=True)
class Plan:
    """Positions of columns by use. ``notes`` say in sentences how each column is used."""

    texts: list[int] = field(default_factory=list)
    title: int | None = None
    rating: int | None = None
    ratings: list[int] = field(default_factory=list)
    date: int | None = None
    respondent: int | None = None
    question: int | None = None
    attributes: list[int] = field(default_factory=list)
    personal: list[int] = field(default_factory=list)
    unmatched: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Work:
    """A table while its columns are being decided: ``free`` are the positions without a use so far."""

    table: Table
    profiles: list[Profile]
    free: list[int]
    plan: Plan

    def take(self, position: int | None) -> None:
        if position is not None and position in self.free:
            self.free.remove(position)

    def by_name(self, names: frozenset[str], test: Callable[[Profile], bool]) -> int | None:
        """The free column whose name stands in ``names`` and whose content passes; the fullest, then the first."""
        fitting = [
            position
            for position in self.free
            if column_names.name_key(self.table.header[position]) in names and test(self.profiles[position])
        ]
        return max(fitting, key=lambda position: (self.profiles[position].filled, -position), default=None)


def decide(table: Table, settings: ColumnsSection, *, strict: bool, name: str) -> Plan:
    """The use of every column.

    ``strict`` when ``settings`` were written for this file: then every name must exist.

    Raises:
        FormatError: no column holds text; the message lists the columns.
        MappingError: a name in ``settings`` is no column; the message lists the columns.
    """
    rows = sample(table.rows)
    work = _Work(table, [profile(rows, column) for column in range(len(table.header))], [], Plan())
    work.free = [position for position in range(len(table.header)) if work.profiles[position].n]
    _configured(work, settings, strict=strict, name=name)
    _told(work)
    _personal(work)
    _by_names(work, settings)
    if not settings.text or not work.plan.texts:
        _texts(work)
    if not work.plan.texts:
        raise FormatError(
            f"{name}: must have a column with text, found none among {listed(table.header)}. "
            f'Name it in voc.toml: [files."{name}".columns] text = ["COLUMN"].'
        )
    _title(work, settings)
    if not settings.ratings:
        _ratings(work, settings)
    if not settings.attributes:
        _attributes(work)
    work.plan.notes = tuple(_notes(work, settings))
    return work.plan


def listed(names: Sequence[str], limit: int = 20) -> str:
    """Names in quotes with commas; "and 5 more" after ``limit``, long ones cut."""
    shown = ", ".join(f"'{name if len(name) <= 80 else name[:77] + '…'}'" for name in names[:limit])
    return f"{shown} and {len(names) - limit} more" if len(names) > limit else shown or "no columns"


def _configured(work: _Work, settings: ColumnsSection, *, strict: bool, name: str) -> None:
    """Uses that voc.toml names; columns are found by their name, or by their question."""
    places = {
        column_names.name_key(text): position for position, text in reversed(list(enumerate(work.table.questions)))
    }
    places |= {column_names.name_key(text): position for position, text in reversed(list(enumerate(work.table.header)))}
    missing: list[str] = []

    def find(wanted: str) -> int | None:
        position = places.get(column_names.name_key(tidy_name(wanted))) if wanted else None
        if wanted and position is None:
            missing.append(wanted)
        work.take(position)
        return position

    def find_all(wanted: Sequence[str]) -> list[int]:
        return [position for item in wanted if (position := find(item)) is not None]

    plan = work.plan
    plan.texts = find_all(settings.text)
    plan.ratings = find_all(settings.ratings)
    plan.attributes = find_all(settings.attributes)
    plan.rating, plan.date = find(settings.rating), find(settings.date)
    plan.respondent, plan.title = find(settings.respondent), find(settings.title)
    find_all(settings.ignore)
    if missing and strict:
        raise MappingError(
            f"{name}: voc.toml names {listed(missing)}, but the columns are {listed(work.table.header, 60)}. "
            f'Correct [files."{name}".columns].'
        )
    plan.unmatched = frozenset(missing)


def _told(work: _Work) -> None:
    """Uses that the export's own conventions give; voc.toml goes first."""
    plan = work.plan
    for position, use in sorted(work.table.uses.items()):
        if position not in work.free or use in {"text", "closed"}:
            continue
        if use in {"respondent", "row"}:
            if plan.respondent is None or (use == "respondent" and work.table.uses.get(plan.respondent) == "row"):
                plan.respondent = position
        elif use == "date":
            plan.date = position if plan.date is None else plan.date
        elif use == "rating":
            plan.rating = position if plan.rating is None else plan.rating
        elif use == "title":
            plan.title = position if plan.title is None else plan.title
        elif use == "personal":
            plan.personal.append(position)
        work.take(position)


def _personal(work: _Work) -> None:
    """Columns with personal data are put aside. A name may still tell respondents apart (reviews' authors)."""
    for position in list(work.free):
        found = work.profiles[position]
        name, question = work.table.header[position], work.table.questions[position]
        told = column_names.is_personal(name) or column_names.is_personal(question)
        if found.personal >= 0.5 or (told and found.words < 6 and not column_names.names_rating(question)):
            if canonical(name) or canonical(question):
                continue
            work.plan.personal.append(position)
            work.take(position)


def _by_names(work: _Work, settings: ColumnsSection) -> None:
    """Rating, date, respondent and question, each by its name and a look at its content."""
    plan = work.plan
    if plan.rating is None:
        plan.rating = work.by_name(column_names.RATING, lambda found: found.numbers >= 0.8 and found.distinct <= 101)
        work.take(plan.rating)
    if plan.date is None:
        plan.date = work.by_name(column_names.DATE, lambda found: found.dates >= 0.8)
        work.take(plan.date)
        if plan.date is None:
            plan.date = next(
                (p for p in work.free if work.profiles[p].dates >= 0.95 and work.profiles[p].filled > 0.9), None
            )
            work.take(plan.date)
    if plan.respondent is None:
        plan.respondent = work.by_name(column_names.RESPONDENT, _tells_apart)
        work.take(plan.respondent)
    plan.question = work.by_name(
        column_names.QUESTION,
        lambda found: found.filled >= 0.9 and 2 <= found.distinct <= 200 and found.distinct_share < 0.5,
    )
    work.take(plan.question)


def _tells_apart(found: Profile) -> bool:
    """Whether values can be respondents: often filled, short, and not half of them the same one."""
    return found.filled >= 0.3 and found.words <= 4 and (found.commonest < 0.5 or found.n < 10)


def _texts(work: _Work) -> None:
    """Open text: marked by the export, else by name with some words in it, else by content."""
    table, plan = work.table, work.plan
    marked = [p for p in work.free if p in table.open_columns or table.uses.get(p) == "text"]
    plan.texts = [p for p in marked if is_open(table.header[p], table.questions[p], work.profiles[p])]
    if not table.open_columns:
        others = [p for p in work.free if p not in marked and table.uses.get(p) != "closed"]
        found = [p for p in others if is_text(table.header[p], table.questions[p], work.profiles[p])]
        plan.texts = _with_siblings(work, sorted({*plan.texts, *found}))
    if not plan.texts:  # short answers: the column with the most words, when there is one that is no list of options
        plain = [
            p
            for p in work.free
            if could_be_text(work.profiles[p]) and column_names.name_key(table.header[p]) not in column_names.IGNORED
        ]
        best = max(plain, key=lambda p: (work.profiles[p].words, -p), default=None)
        if best is not None and (work.profiles[best].words >= 3 or len(work.table.header) == 1):
            plan.texts = [best]
    for position in plan.texts:
        work.take(position)


def _with_siblings(work: _Work, texts: list[int]) -> list[int]:
    """Text columns and those that differ from one of them by a number only ("Reason #1", "Reason #2")."""
    families = {_family(work.table.header[position]) for position in texts} - {""}
    return [
        p
        for p in work.free
        if p in texts or (_family(work.table.header[p]) in families and work.profiles[p].words >= 2)
    ]


def _family(name: str) -> str:
    return re.sub(r"\d+", "#", name) if re.search(r"\d", name) else ""


def _title(work: _Work, settings: ColumnsSection) -> None:
    """A heading is read with the text when most rows have one of their own."""
    if work.plan.title is not None or settings.title:
        return
    title = work.by_name(
        column_names.TITLE, lambda found: found.distinct_share >= 0.6 and found.words >= 1.2 and found.numbers < 0.5
    )
    if title is not None and work.profiles[title].capitals <= 0.75:
        work.plan.title = title
    for position in list(work.free):
        if column_names.name_key(work.table.header[position]) in column_names.TITLE:
            work.take(position)


def _ratings(work: _Work, settings: ColumnsSection) -> None:
    for position in list(work.free):
        found = work.profiles[position]
        if (
            found.numbers >= 0.8
            and found.distinct <= 101
            and found.distinct >= 2
            and any(map(column_names.names_rating, (work.table.header[position], work.table.questions[position])))
        ):
            work.plan.ratings.append(position)
            work.take(position)
    if work.plan.rating is None and not settings.rating and len(work.plan.ratings) == 1:
        work.plan.rating = work.plan.ratings.pop()


def _attributes(work: _Work) -> None:
    """Closed questions and demographics: few values that repeat. Lists of ticked options say little and are left."""
    header, questions = work.table.header, work.table.questions
    found = [p for p in work.free if is_attribute(header[p], questions[p], work.profiles[p])]
    known = [p for p in found if is_known(header[p], questions[p])]
    rest = sorted((p for p in found if p not in known), key=lambda p: (-work.profiles[p].filled, p))
    work.plan.attributes = sorted([*known, *rest][:MAX_ATTRIBUTES])
    for position in work.plan.attributes:
        work.take(position)


def _notes(work: _Work, settings: ColumnsSection) -> list[str]:
    """How each column is used, in sentences."""
    plan, header = work.plan, work.table.header
    by_hand = " (voc.toml)" if settings.text and not plan.unmatched else ""

    def names(positions: Sequence[int]) -> str:
        return listed([header[position] for position in positions], 40)

    notes = [f"Text{by_hand}: {names(plan.texts)}."]
    singles = (("Heading, read with the text", plan.title), ("Overall rating", plan.rating), ("Date", plan.date),
               ("Respondent", plan.respondent), ("Question", plan.question))  # fmt: skip
    notes += [f"{what}: {names([position])}." for what, position in singles if position is not None]
    if plan.ratings:
        notes.append(f"Ratings: {names(plan.ratings)}.")
    if plan.attributes:
        notes.append(f"Attributes of respondents: {names(plan.attributes)}.")
    if plan.personal:
        notes.append(f"Personal data, not read: {names(plan.personal)}.")
    if work.free:
        notes.append(f"Not used: {names(work.free)}.")
    return notes
