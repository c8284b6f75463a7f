"""Decide the use of every column of a table: by voc.toml, by the export's convention, by name, and by content."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from voc.config import ColumnsSection
from voc.errors import FormatError, MappingError
from voc.ingest.respondent_attributes import canonical_attribute
from voc.ingest.surveys.column_profile import (
    THRESHOLDS,
    ColumnProfile,
    ColumnThresholds,
    could_be_text,
    has_words,
    is_attribute,
    is_choice,
    is_known_attribute,
    is_marked_text,
    is_text,
    profile_column,
    sample_rows,
)
from voc.ingest.surveys.company_replies import are_replies
from voc.ingest.surveys.label_columns import find_label_columns
from voc.ingest.surveys.people_columns import holds_names, holds_own_names, is_personal, values_of
from voc.ingest.surveys.rating_batteries import find_batteries
from voc.ingest.surveys.scale_direction import names_school_mark, states_agreement, states_ends, value_of_agreement
from voc.ingest.surveys.staff_remarks import who_remarks
from voc.ingest.surveys.translations import find_analyses, find_translations
from voc.tables import column_names
from voc.tables.cells import highest_rating
from voc.tables.listing import list_some
from voc.tables.rating_labels import LabelScale
from voc.tables.table import Table, tidy_name

MAX_ATTRIBUTES = 30
"""Closed questions that are kept as attributes, those with most answers first; more say little about people."""
MAX_RATING_VALUES = 101
"""Different numbers of a rating; a scale of 0 to 100 has as many."""

MIN_ANALYSED_WORDS = 3.0
"""Mean words per cell of a column whose answers a program for text analysis may have read."""

NOT_USED = "Not used"
"""How the note about columns without a use begins."""
HOW_TO_USE = (
    "To use one of the columns that are not used, name it in voc.toml, below [columns]: "
    'text, ratings or attributes = ["COLUMN"], or date = "COLUMN".'
)
USUAL_ENDS = frozenset({5.0, 6.0, 7.0, 10.0, 100.0})
"""Upper ends of scales that cells state ("4/5"); "3/4" may be a page."""


@dataclass(slots=True)
class ColumnPlan:
    """Positions of columns by their use.

    Attributes:
        texts: free text; a document each.
        translations: text column → column with its translation, read only where the text is empty.
        title: a heading, read with the text.
        rating: the overall rating.
        ratings: other ratings.
        labels: the scale of every column whose cells are labels of one, whether it is read as a rating or not.
        date: when the row was written.
        respondent: who wrote it.
        question: the question that a row answers, in a table with one row per answer.
        context: what somebody else asked before the text of a row.
        attributes: demographics and closed questions.
        personal: personal data, which is not read.
        names: those of ``personal`` that hold names of people.
        company: words of the company, which are not read.
        analyses: what a program found in answers, which is not read.
        remarks: remarks of whoever keeps the table, or what may be such; the former are not read.
        unused: columns without a use.
        unmatched: names in voc.toml that are no columns of this table.
        notes: sentences about the use of each column.
    """

    texts: list[int] = field(default_factory=list)
    translations: dict[int, int] = field(default_factory=dict)
    title: int | None = None
    rating: int | None = None
    ratings: list[int] = field(default_factory=list)
    labels: dict[int, LabelScale] = field(default_factory=dict)
    date: int | None = None
    respondent: int | None = None
    question: int | None = None
    context: int | None = None
    attributes: list[int] = field(default_factory=list)
    personal: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    company: list[int] = field(default_factory=list)
    analyses: list[int] = field(default_factory=list)
    remarks: dict[int, str] = field(default_factory=dict)
    unused: list[int] = field(default_factory=list)
    unmatched: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def of_staff(self) -> list[int]:
        """Columns with remarks of whoever keeps the table."""
        return [position for position, who in self.remarks.items() if who == "staff"]


def plan_columns(
    table: Table, settings: ColumnsSection, *, strict: bool, name: str, thresholds: ColumnThresholds = THRESHOLDS
) -> ColumnPlan:
    """The use of every column.

    Args:
        table: the table, tidied by its dialect.
        settings: `[columns]` of voc.toml.
        strict: whether ``settings`` were written for this file; then every name in them must be a column.
        name: the file's name, for messages.
        thresholds: when a column is text, an attribute or neither.

    Raises:
        FormatError: no column holds text; the message lists the columns.
        MappingError: a name in ``settings`` is no column; the message lists the columns.
    """
    planner = _Planner(table, settings, thresholds)
    missing = planner.use_settings()
    if missing and strict:
        raise MappingError(
            f"{name}: voc.toml names {list_names(missing)}, but the columns are {list_names(table.header, 60)}. "
            f'Correct [files."{name}".columns].'
        )
    planner.use_dialect()
    planner.take_company_texts()
    planner.take_analyses()
    planner.take_remarks()
    planner.take_personal()
    planner.use_names()
    planner.take_names()
    plan = planner.plan
    if not settings.ratings:
        planner.find_ratings_in_words()
    if not settings.text or not plan.texts:
        planner.find_texts()
    if not plan.texts:
        raise FormatError(
            f"{name}: must have a column with text, found none among {list_names(table.header)}. "
            f'Name it in voc.toml: [files."{name}".columns] text = ["COLUMN"].'
        )
    if not settings.title:
        planner.find_title()
    if not settings.ratings:
        planner.find_ratings()
    if not settings.attributes:
        planner.find_attributes()
    plan.unused = planner.free
    plan.unmatched = frozenset(missing)
    plan.notes = tuple(planner.describe())
    return plan


def list_names(names: Sequence[str], limit: int = 20) -> str:
    """Names in quotes with commas; "and 5 more" after ``limit``, long ones cut."""
    shown = [f"'{name if len(name) <= 80 else name[:77] + '…'}'" for name in names]
    return list_some(shown, limit) or "no columns"


class _Planner:
    """Collects the uses of a table's columns; ``free`` are the positions of non-empty columns without a use so far."""

    def __init__(self, table: Table, settings: ColumnsSection, thresholds: ColumnThresholds) -> None:
        # Rows that were left out are empty.
        rows = [row for row in sample_rows(table.rows) if any(row)]
        self.table = table
        self.rows = rows
        self.settings = settings
        self.thresholds = thresholds
        self.profiles = [profile_column(rows, column) for column in range(len(table.header))]
        self.free = [position for position, profile in enumerate(self.profiles) if profile.n]
        self.plan = ColumnPlan(labels=find_label_columns(table, self.profiles))
        self.scaled: set[int] = set()

    def use_settings(self) -> list[str]:
        """Take the columns that voc.toml names, by name or question; returns the names that are no columns."""
        # Names win over questions, and of several columns with the same key the first wins.
        positions: dict[str, int] = {}
        for position, text in (*enumerate(self.table.header), *enumerate(self.table.questions)):
            positions.setdefault(column_names.name_key(text), position)
        missing: list[str] = []

        def find(name: str) -> int | None:
            position = positions.get(column_names.name_key(tidy_name(name))) if name else None
            if name and position is None:
                missing.append(name)
            return self._take(position)

        def find_all(names: Sequence[str]) -> list[int]:
            return [position for name in names if (position := find(name)) is not None]

        plan, settings = self.plan, self.settings
        plan.texts = find_all(settings.text)
        plan.ratings = find_all(settings.ratings)
        plan.attributes = find_all(settings.attributes)
        plan.rating, plan.date = find(settings.rating), find(settings.date)
        plan.respondent, plan.title = find(settings.respondent), find(settings.title)
        find_all(settings.ignore)
        # A column with a scale is a rating, unless it has another use.
        keys = {name: column_names.name_key(tidy_name(name)) for name in settings.scales}
        missing += [name for name, key in keys.items() if key not in positions]
        self.scaled = {positions[key] for key in keys.values() if key in positions}
        return missing

    def use_dialect(self) -> None:
        """Take the columns whose use is defined by the export's convention."""
        plan, uses = self.plan, self.table.uses
        for position, use in sorted(uses.items()):
            if position not in self.free or use in {"text", "closed"}:
                continue
            if use in {"respondent", "row"}:
                # A person's id wins over the number of an answer sheet, wherever it is.
                if plan.respondent is None or (use == "respondent" and uses.get(plan.respondent) == "row"):
                    plan.respondent = position
            elif use in {"date", "rating", "title", "context"}:
                if getattr(plan, use) is None:
                    setattr(plan, use, position)
            elif use == "personal":
                plan.personal.append(position)
            self._take(position)

    def take_company_texts(self) -> None:
        """Take columns with replies and notes of the company, which are no respondent's words."""
        free = [p for p in self.free if self.table.uses.get(p) != "text" and p not in self.table.open_columns]
        for position in free:
            if any(map(column_names.is_company_text, self._names(position))) or self._holds_replies(position):
                if self.profiles[position].words >= 2:
                    self.plan.company.append(position)
                self._take(position)

    def _holds_replies(self, position: int) -> bool:
        others = [self.profiles[p] for p in (*self.free, *self.plan.texts) if p != position]
        cells = (row[position] for row in self.rows if row[position].strip())
        return are_replies(self.table.header[position], cells, self.profiles[position], others)

    def take_analyses(self) -> None:
        """Take columns with the topics or feelings that a program found in the answers of another column."""
        texts = [p for p, profile in enumerate(self.profiles) if profile.words >= MIN_ANALYSED_WORDS]
        self.plan.analyses = find_analyses(self.table, self.free, texts)
        for position in self.plan.analyses:
            self._take(position)

    def take_remarks(self) -> None:
        """Take columns with remarks about the answers, beside columns whose names are questions."""
        if not any(column_names.is_question(name) for name in self.table.questions):
            return
        for position in [p for p in self.free if self.table.uses.get(p) != "text"]:
            cells = [row[position] for row in self.rows if row[position].strip()]
            if who := who_remarks(self._names(position)[0], cells, self.profiles[position]):
                self.plan.remarks[position] = who
                if who == "staff":
                    self._take(position)

    def take_personal(self) -> None:
        """Take columns with personal data, by content or by name. Authors' names still tell respondents apart."""
        for position in list(self.free):
            name, question = self._names(position)
            is_attribute_name = canonical_attribute(name) or canonical_attribute(question)
            if is_personal(name, question, self.profiles[position]) and not is_attribute_name:
                self.plan.personal.append(position)
                self._take(position)

    def take_names(self) -> None:
        """Take columns with names of people, whatever they are called; those of the respondent column stay there."""
        for position in sorted({*self.free, *self.plan.personal}):
            values = values_of(self.rows, position)
            if holds_names(self.table.header[position], values, self.profiles[position]):
                self.plan.names.append(position)
                if position in self.free:
                    self.plan.personal.append(position)
                    self._take(position)
        # Full names tell people apart as ids do; first names alone do not.
        own = [p for p in self.plan.names if holds_own_names(*self._names(p))]
        if self.plan.respondent is None and len(own) == 1:
            (position,) = own
            if self.profiles[position].words >= 1.5 and _tells_people_apart(self.profiles[position]):
                self.plan.respondent = position
                self.plan.names.remove(position)
                self.plan.personal.remove(position)
        if self.plan.respondent is None:
            self.plan.respondent = self._take(self._sheet_number())

    def use_names(self) -> None:
        """Take rating, date, respondent and question, each by name and a check of its content."""
        plan = self.plan
        if plan.rating is None:
            names = column_names.RATING
            if column_names.is_german_header(self.table.header):
                names |= column_names.GERMAN_RATING
            plan.rating = self._take(self._named(names, _could_be_rating))
        if plan.date is None:
            plan.date = self._take(self._named(column_names.DATE, lambda profile: profile.dates >= 0.8))
        # Numbers, months and weeks are dates only where the name says so.
        if plan.date is None:
            plan.date = self._take(self._named(column_names.DATE, lambda profile: profile.possible_dates >= 0.8))
        if plan.date is None:
            plan.date = self._take(self._called_date())
        # Without such a name all cells must be dates: a date in an answer is not the date of the answer.
        if plan.date is None:
            dated = (p for p in self.free if self.profiles[p].dates >= 0.95 and self.profiles[p].filled > 0.9)
            plan.date = self._take(next(dated, None))
        if plan.date is None:
            plan.date = self._take(self._named(column_names.PERIOD, lambda profile: profile.possible_dates >= 0.8))
        if plan.respondent is None:
            people = column_names.RESPONDENT - column_names.ROW_IDS
            plan.respondent = self._take(self._named(people, _tells_people_apart))
        # The number of an answer sheet tells people apart unless a column names them.
        if plan.respondent is None and self._sheet_number() is None:
            talk = self._named(column_names.TALK, _tells_talks_apart)
            plan.respondent = self._take(self._conversation() if talk is None else talk)
        plan.question = self._take(self._named(column_names.QUESTION, _could_be_question))

    def _sheet_number(self) -> int | None:
        return self._named(column_names.ROW_IDS, _tells_people_apart)

    def _conversation(self) -> int | None:
        """The column that numbers tickets or conversations of several rows each; a number in one row says nothing."""
        numbered = (p for p in self.free if any(map(column_names.numbers_conversation, self._names(p))))
        profiles = self.profiles
        return next((p for p in numbered if _tells_talks_apart(profiles[p]) and profiles[p].distinct_share < 0.9), None)

    def _called_date(self) -> int | None:
        """The first free column whose name says that it holds dates of any kind, and whose cells may be dates."""
        called = (p for p in self.free if any(map(column_names.says_date, self._names(p))))
        return next((p for p in called if self.profiles[p].possible_dates >= 0.8), None)

    def find_ratings_in_words(self) -> None:
        """Take columns of labels: of satisfaction and quality, and of agreement or likelihood if the name rates.

        What respondents say of themselves ("How is your German?") stays an attribute.
        """
        for position in list(self.free):
            labels = self.plan.labels.get(position)
            names = self._names(position)
            if labels is None or any(
                name_key in column_names.IGNORED for name_key in map(column_names.name_key, names)
            ):
                continue
            is_named = any(column_names.names_rating(name) or column_names.is_overall(name) for name in names)
            is_named = is_named or (labels.family == "agreement" and value_of_agreement(names[1]) != 0)
            is_of_oneself = any(map(column_names.is_about_respondent, names)) and not is_named
            # "Promoter" repeats the 9 beside it.
            is_derived = labels.family == "promoter" and self._has_promoter_score(position)
            if not is_derived and (labels.rates_by_itself or is_named) and not is_of_oneself:
                self.plan.ratings.append(position)
                self._take(position)

    def _has_promoter_score(self, group: int) -> bool:
        """Whether another column holds the numbers from which a group of promoters is derived."""
        others = (p for p in {*self.free, *self.plan.ratings, self.plan.rating} if p is not None and p != group)
        return any(
            self.profiles[p].numbers >= 0.8 and any(map(column_names.asks_to_recommend, self._names(p))) for p in others
        )

    def find_texts(self) -> None:
        """Take open text: as marked by the export, by name with some words in it, or by content."""
        table, plan = self.table, self.plan
        marked = [p for p in self.free if p in table.open_columns or table.uses.get(p) == "text"]
        plan.texts = [p for p in marked if is_marked_text(*self._names(p), self.profiles[p], self.thresholds)]
        # An export that marks open text marks all of it.
        if not table.open_columns:
            others = [p for p in self.free if p not in marked and table.uses.get(p) != "closed"]
            texts = [p for p in others if is_text(*self._names(p), self.profiles[p], self.thresholds)]
            plan.texts = self._with_numbered_siblings({*plan.texts, *texts})
        if not plan.texts:
            plan.texts = self._wordiest()
        for position in plan.texts:
            self._take(position)
        plan.translations = find_translations(table, plan.texts)
        plan.texts = [position for position in plan.texts if position not in plan.translations.values()]

    def _with_numbered_siblings(self, texts: set[int]) -> list[int]:
        """Text columns, and those that differ from one of them only by a number ("Reason #1", "Reason #2").

        The last ones of such a series have too few answers to be recognised by themselves.
        """
        families = {_without_numbers(self.table.header[position]) for position in texts} - {""}
        return [
            p
            for p in self.free
            if p in texts
            or (
                _without_numbers(self.table.header[p]) in families
                and self.profiles[p].words >= 2
                and self.table.uses.get(p) != "closed"
                and not is_known_attribute(*self._names(p))
            )
        ]

    def _wordiest(self) -> list[int]:
        """The column with the most words, as a last resort: three on average, or a table's only column."""
        candidates = [
            p
            for p in self.free
            if could_be_text(self.profiles[p], self.thresholds)
            and column_names.name_key(self.table.header[p]) not in column_names.IGNORED
        ]
        best = max(candidates, key=lambda p: (self.profiles[p].words, -p), default=None)
        if best is not None and (self.profiles[best].words >= 3 or len(self.table.header) == 1):
            return [best]
        return []

    def find_title(self) -> None:
        """Take a heading, which is read with the text when most rows have a different one."""
        if self.plan.title is not None:
            return
        title = self._named(column_names.TITLE, _could_be_title)
        # When nearly all words are capitalised it is the name of a product.
        if title is not None and self.profiles[title].capitals <= 0.75:
            self.plan.title = title
        # A heading that is not read is no attribute either.
        for position in list(self.free):
            if column_names.name_key(self._names(position)[0]) in column_names.TITLE:
                self._take(position)

    def find_ratings(self) -> None:
        """Take the other ratings; a table's only rating is the overall one."""
        plan = self.plan
        batteries = set(find_batteries(self.table, self.free))
        is_german = column_names.is_german_header(self.table.header)
        for position in list(self.free):
            profile = self.profiles[position]
            is_rating = _could_be_rating(profile) and profile.distinct >= 2
            names = self._names(position)
            is_named = any(column_names.names_rating(name) or states_ends(name) for name in names)
            is_named |= any(states_agreement(name) and value_of_agreement(name) for name in names)
            is_named |= position in batteries and not any(map(states_agreement, names))
            # In English, a note is a remark.
            is_named |= is_german and names_school_mark(names[0])
            has_scale = position in self.table.scales and profile.distinct >= 2
            if has_scale or position in self.scaled or (is_rating and (is_named or self._states_scale(position))):
                plan.ratings.append(position)
                self._take(position)
        # A rating that voc.toml names but this table lacks must not be replaced by another one.
        if plan.rating is None and not self.settings.rating:
            overall = [p for p in plan.ratings if any(map(column_names.is_overall, self._names(p)))]
            # Statements of a battery are parts of something.
            single = [p for p in plan.ratings if p not in batteries]
            candidates = single if len(single) == 1 else overall
            if len(candidates) == 1:
                plan.rating = candidates[0]
                plan.ratings = [p for p in plan.ratings if p != plan.rating]

    def find_attributes(self) -> None:
        """Take closed questions and demographics, the usual ones first."""
        attributes = [
            p
            for p in self.free
            if is_attribute(*self._names(p), self.profiles[p], self.thresholds)
            or (self.table.uses.get(p) == "closed" and is_choice(self.profiles[p], self.thresholds))
        ]
        known = [p for p in attributes if is_known_attribute(*self._names(p))]
        others = sorted((p for p in attributes if p not in known), key=lambda p: (-self.profiles[p].filled, p))
        self.plan.attributes = sorted([*known, *others][:MAX_ATTRIBUTES])
        for position in self.plan.attributes:
            self._take(position)

    def describe(self) -> list[str]:
        """Sentences about the use of each column."""
        plan = self.plan

        def names(positions: Sequence[int]) -> str:
            return list_names([self.table.header[position] for position in positions], 40)

        by_hand = " (voc.toml)" if self.settings.text and not plan.unmatched else ""
        single = (
            ("Heading, read with the text", plan.title),
            ("Overall rating", plan.rating),
            ("Date", plan.date),
            ("Respondent", plan.respondent),
            ("Question", plan.question),
            ("Context", plan.context),
        )
        uses: list[tuple[str, Sequence[int]]] = [
            (f"Text{by_hand}", plan.texts),
            *((use, [position]) for use, position in single if position is not None),
            ("Ratings", plan.ratings),
            ("Attributes of respondents", plan.attributes),
            ("Personal data, not read", plan.personal),
            (NOT_USED, self.free),
        ]
        notes = [f"{use}: {names(positions)}." for use, positions in uses if positions]
        for original, translation in plan.translations.items():
            notes.append(
                f"Read in the original ('{self.table.header[original]}'): its translation "
                f"{self._counted([translation])} was read only where the original is empty."
            )
        if plan.company:
            notes.append(f"Words of the company, not read: {self._counted(plan.company)}.")
        if plan.analyses:
            notes.append(
                f"Found in answers by a program, and nobody's words, not read: {self._counted(plan.analyses)}."
            )
        unclear = [position for position in plan.texts if plan.remarks.get(position) == "unclear"]
        if plan.of_staff:
            notes.append(
                f"Remarks of whoever keeps the table, not read: {self._counted(plan.of_staff)}. If respondents wrote "
                "them, name them in voc.toml under text."
            )
        if unclear:
            notes.append(
                f"Read as answers, although some cells may be remarks of whoever keeps the table: "
                f"{self._counted(unclear)}. If they are, name the column in voc.toml under ignore."
            )
        if unread := [position for position in self.free if has_words(self.profiles[position], self._names(position))]:
            notes.append(
                f"Columns with words that were not read: {self._counted(unread)}. Name those with answers in voc.toml "
                "under text."
            )
        return notes

    def _counted(self, positions: Sequence[int]) -> str:
        """The names of columns, each with the number of its filled cells in the whole table."""
        rows = self.table.rows
        counts = [(self.table.header[p], sum(bool(row[p].strip()) for row in rows)) for p in positions]
        return list_some([f"'{name}' ({n} cells)" for name, n in counts], 20)

    def _states_scale(self, position: int) -> bool:
        """Whether every cell states the same upper end of a scale ("4 von 5 Sternen", "★★★☆☆")."""
        cells = {row[position] for row in self.table.rows if row[position].strip()}
        return len(uppers := {highest_rating(cell) for cell in cells}) == 1 and uppers <= USUAL_ENDS

    def _names(self, position: int) -> tuple[str, str]:
        """A column's own name, without the header rows above it, and its question."""
        return column_names.last_part(self.table.header[position]), self.table.questions[position]

    def _keys(self, position: int) -> set[str]:
        """A column's names as in the lists; that of a record inside another one ("author.name") as one name too."""
        names = {self.table.header[position], column_names.last_part(self.table.header[position])}
        keys = set(map(column_names.name_key, names))
        return keys | {key.replace(".", "_") for key in keys}

    def _take(self, position: int | None) -> int | None:
        if position is not None and position in self.free:
            self.free.remove(position)
        return position

    def _named(self, names: frozenset[str], fits: Callable[[ColumnProfile], bool]) -> int | None:
        """The free column with one of these names and fitting content; the one with most answers, then the first."""
        fitting = [
            position
            for position in self.free
            if not self._keys(position).isdisjoint(names) and fits(self.profiles[position])
        ]
        return max(fitting, key=lambda position: (self.profiles[position].filled, -position), default=None)


def _could_be_rating(profile: ColumnProfile) -> bool:
    return profile.numbers >= 0.8 and profile.distinct <= MAX_RATING_VALUES


def _tells_people_apart(profile: ColumnProfile) -> bool:
    """Whether values can be respondents: often filled, short, and not half of them the same ("anonymous")."""
    return profile.filled >= 0.3 and profile.words <= 4 and (profile.commonest < 0.5 or profile.n < 10)


def _tells_talks_apart(profile: ColumnProfile) -> bool:
    """Whether values can be talks: "Interview: yes/no" asks whether somebody may be called."""
    return _tells_people_apart(profile) and profile.distinct >= 3 and profile.filled >= 0.9


def _could_be_question(profile: ColumnProfile) -> bool:
    """Whether nearly every row holds one of a few recurring questions."""
    return profile.filled >= 0.9 and 2 <= profile.distinct <= 200 and profile.distinct_share < 0.5


def _could_be_title(profile: ColumnProfile) -> bool:
    return profile.distinct_share >= 0.6 and profile.words >= 1.2 and profile.numbers < 0.5


def _without_numbers(name: str) -> str:
    """A name with "#" for its numbers, "" when it has none."""
    return re.sub(r"\d+", "#", name) if re.search(r"\d", name) else ""
