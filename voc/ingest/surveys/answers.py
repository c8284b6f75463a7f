"""Turn the rows of a table into documents and respondents: a document per answer, a respondent per id, name or row.

Tables may have millions of rows: dates, ratings and attributes are computed once per different value and shared by the
documents. Ids are provisional; `voc.privacy` makes the final ones.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import Any, TypeVar

from voc.errors import EmptyError
from voc.files.decode import count_characters
from voc.ingest.characters import to_character_count
from voc.ingest.file_content import FileContent, FileToRead, Person, build_records, person_id
from voc.ingest.mail.messages import MessageReader
from voc.ingest.respondent_attributes import tidy_value
from voc.ingest.surveys.column_dates import DateFindings, find_dates
from voc.ingest.surveys.column_profile import attribute_name, sample_rows
from voc.ingest.surveys.column_scales import Scale, find_scales
from voc.ingest.surveys.columns import ColumnPlan, list_names, plan_columns
from voc.ingest.surveys.people_columns import holds_own_names, person_names
from voc.ingest.surveys.trial_answers import MAX_LISTED, find_trials, without_repeated, without_trials
from voc.privacy.known_names import surnames_in_addresses
from voc.privacy.names import label_name
from voc.schema import CharacterCount, Document, Kind, Reason, Turn
from voc.tables import column_names
from voc.tables.cell_markup import clean_text, describe
from voc.tables.listing import list_some
from voc.tables.table import Table

MAX_ATTRIBUTE_LENGTH = 120
"""Characters of an attribute's value. A longer one is an answer, and may hold personal data."""
_ANSWERS_PER_BATCH = 5_000
# Combinations of cells that are cached for each use; without a limit, columns of unique values would fill the memory.
_MAX_CACHED = 200_000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class CrowdThresholds:
    """When a value of the respondent column is the name of many people ("A Google user")."""

    min_rows: int = 100
    """Rows of a table; in a smaller one, a share of its rows says nothing."""
    share: float = 0.05
    """Share of rows with the same name; no single person writes so many of a table's reviews."""
    share_of_answers: float = 0.2
    """The same share in a table with one row per answer, where each person has several rows."""
    min_count: int = 10
    """Rows with the same name."""


CROWD = CrowdThresholds()


@dataclass(slots=True)
class TableRespondents:
    """The respondents of a table, in the order of their first rows.

    Attributes:
        key: identifies the table in the ids of its rows.
        column: position of the respondent column, None when there is none; ``column_key`` is its name.
        ids_are_of_file: whether equal ids in other files are of other people.
        crowd: names that many people share.
        names: positions of columns with the respondent's name; then it is the label, so that texts do not show it.
        ids, labels, attributes: one of each per respondent.
        conflicts: (position of the respondent, name of the attribute) with different values in different rows.
        notes: sentences for the report.
    """

    file: str
    key: str
    column: int | None
    column_key: str
    ids_are_of_file: bool
    crowd: frozenset[str]
    names: Sequence[int]
    notes: list[str]
    ids: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    attributes: list[Mapping[str, str]] = field(default_factory=list)
    conflicts: set[tuple[int, str]] = field(default_factory=set)
    _positions: dict[str, int] = field(default_factory=dict)

    def add_row(self, row: Sequence[str], number: int, locator: str, attributes: Mapping[str, str]) -> int:
        """The position of a row's respondent: equal names or ids are one person; a row without either is a person."""
        if self.column is not None:
            name = " ".join(row[self.column].split())
            key = name.casefold()
            if name and name not in self.crowd and key not in column_names.ANONYMOUS:
                position = self._positions.setdefault(key, len(self.ids))
                if position == len(self.ids):
                    self._append(self._id_of(name), self._own_name(row) or name, attributes)
                else:
                    self._merge_attributes(position, attributes)
                return position
        self._append(f"r-{self.key}-{number}", self._own_name(row) or locator, attributes)
        return len(self.ids) - 1

    def to_people(self) -> tuple[Person, ...]:
        """All respondents, without the attributes that differ between their rows."""
        for position, name in self.conflicts:
            attributes = self.attributes[position]
            self.attributes[position] = {other: value for other, value in attributes.items() if other != name}
        n = len(self.ids)
        return tuple(build_records(Person, n, respondent_id=self.ids, label=self.labels, attributes=self.attributes))

    def _own_name(self, row: Sequence[str]) -> str:
        """The name of a row's respondent, "" when no column has it: a whole name, or first name and surname."""
        if not self.names:
            return ""
        names = [name for position in self.names if (name := " ".join(row[position].split())) and label_name(name)]
        whole = next((name for name in names if " " in name), "")
        return whole or " ".join(dict.fromkeys(names[:2]))

    def _append(self, respondent_id: str, label: str, attributes: Mapping[str, str]) -> None:
        self.ids.append(respondent_id)
        self.labels.append(label)
        self.attributes.append(attributes)

    def _id_of(self, name: str) -> str:
        if self.ids_are_of_file:
            return person_id("id", self.file, name)
        # A short number means a person only with the name of its column: "7" may be a customer or a participant.
        if name.isdigit() and len(name) < 6:
            return person_id("id", self.column_key, name)
        return person_id("person", name.casefold())

    def _merge_attributes(self, position: int, attributes: Mapping[str, str]) -> None:
        known = self.attributes[position]
        # Rows with equal cells share one mapping, so comparing identities is usually enough.
        if known is not attributes and known != attributes:
            self.attributes[position] = {**attributes, **known}
            differing = (name for name, value in attributes.items() if known.get(name, value) != value)
            self.conflicts.update((position, name) for name in differing)


def find_respondents(
    file: FileToRead, table: Table, plan: ColumnPlan, thresholds: CrowdThresholds = CROWD
) -> TableRespondents:
    """The respondents of a table before its rows are added: their column, and the names that many people share."""
    column_key, ids_are_of_file = "", False
    crowd: frozenset[str] = frozenset()
    if plan.respondent is not None:
        column_key = column_names.name_key(table.header[plan.respondent])
        ids_are_of_file = column_key in column_names.ROW_IDS or table.uses.get(plan.respondent) == "row"
        crowd = _find_crowd(table, plan.respondent, thresholds, has_rows_per_answer=plan.question is not None)
    notes = [f"{len(crowd)} respondent names are in very many rows: each of these rows counts as a person."]
    return TableRespondents(
        file=file.name,
        key=hashlib.sha256(f"{file.name}\x1f{table.sheet}".encode("utf-8", "replace")).hexdigest()[:10],
        column=plan.respondent,
        column_key=column_key,
        ids_are_of_file=ids_are_of_file,
        crowd=crowd,
        names=_own_names(table, plan),
        notes=notes if crowd else [],
    )


def _own_names(table: Table, plan: ColumnPlan) -> tuple[int, ...]:
    """Positions of the columns with respondents' names, first names first."""
    own = [p for p in plan.names if holds_own_names(table.header[p], table.questions[p])]
    return tuple(sorted(own, key=lambda position: (column_names.names_surname(table.header[position]), position)))


def _other_names(table: Table, plan: ColumnPlan) -> tuple[str, ...]:
    """Names of people beside the respondents' own, in order: staff, whoever else a column names, and mail addresses."""
    others = [p for p in plan.names if not holds_own_names(table.header[p], table.questions[p])]
    names = {*table.staff, *(row[position] for position in others for row in table.rows)}
    addresses = {row[position] for position in plan.personal for row in table.rows if "@" in row[position]}
    in_addresses = {name for address in addresses for name in surnames_in_addresses(address)}
    return tuple(sorted({*person_names(names), *in_addresses}))


def _find_crowd(table: Table, column: int, thresholds: CrowdThresholds, *, has_rows_per_answer: bool) -> frozenset[str]:
    n = len(table.rows)
    if n < thresholds.min_rows:
        return frozenset()
    share = thresholds.share_of_answers if has_rows_per_answer else thresholds.share
    # Most tables need no count of all rows, because no name in a sample comes near the share.
    sample = sample_rows(table.rows)
    if max(_count_names(sample, column).values()) < 0.5 * share * len(sample):
        return frozenset()
    limit = max(thresholds.min_count, share * n)
    return frozenset(name for name, count in _count_names(table.rows, column).items() if name and count > limit)


def _count_names(rows: Sequence[Sequence[str]], column: int) -> Counter[str]:
    return Counter(" ".join(row[column].split()) for row in rows)


@dataclass(frozen=True, slots=True)
class _TableContext:
    """Everything that is the same for all rows of one table."""

    file: FileToRead
    table: Table
    plan: ColumnPlan
    kind: Kind
    scales: Mapping[int, Scale]
    dates: DateFindings
    attribute_names: tuple[str, ...]
    respondents: TableRespondents
    locator_prefix: str
    questions: Mapping[int, str]
    messages: MessageReader
    cleaned: Counter[str] = field(default_factory=Counter)
    left_out: Counter[Reason] = field(default_factory=Counter)


# Unlike the other records not frozen: millions are made, and making a frozen one takes several times as long.
@dataclass(slots=True)
class _Answer:
    """One answer, before it becomes a document of one turn."""

    document_id: str
    text: str
    label: str
    respondent_id: str
    question: str
    locator: str
    date: str
    ratings: Mapping[str, float]
    scales: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _RowRatings:
    """Ratings of a row by name: as shares (0–1, 1 is best), and as given ("4 of 1–5")."""

    shares: Mapping[str, float]
    scales: Mapping[str, str]


def read_answers(file: FileToRead, table: Table, *, is_one_of_several: bool) -> FileContent:
    """The documents and respondents of one table.

    Args:
        file: the file, with what voc.toml says about it.
        table: one of its tables, tidied by its dialect.
        is_one_of_several: whether the file has more sheets; then locators name the sheet.

    Raises:
        EmptyError: no row has any text.
        FormatError: no column holds text.
        MappingError: voc.toml names a column that does not exist.
    """
    plan = plan_columns(table, file.settings.columns, strict=file.settings.own_columns, name=file.name)
    table = table.after(partial(without_trials, plan=plan), "words of the company")
    table = table.after(partial(without_repeated, plan=plan), "copies")
    findings = find_scales(table, plan, file.settings.columns)
    respondents = find_respondents(file, table, plan)
    kind = kind_of(file, table, plan)
    dates = find_dates(table, plan, file.settings.columns)
    context = _TableContext(
        file=file,
        table=table,
        plan=plan,
        kind=kind,
        scales=findings.scales,
        dates=dates,
        attribute_names=tuple(attribute_name(table.header[p], table.label(p)) for p in plan.attributes),
        respondents=respondents,
        locator_prefix=f"sheet {table.sheet}, row " if is_one_of_several else "row ",
        questions=_questions(table, plan, kind),
        messages=MessageReader(
            (clean_text(row[p]) for row in sample_rows(table.rows) for p in plan.texts), are_mails=table.are_messages
        ),
    )
    documents: list[Document] = []
    answers: list[_Answer] = []
    add_answers, n_silent = _row_reader(context, answers), 0
    for offset, row in enumerate(table.rows):
        n_silent += not add_answers(offset, row) and any(row)
        if len(answers) >= _ANSWERS_PER_BATCH:
            documents += _to_documents(context, answers)
            answers.clear()
            file.budget.check()
    documents += _to_documents(context, answers)
    if not documents:
        raise EmptyError(f"{file.name}: the text columns are empty in all {len(table.rows)} rows.")
    notes = [*table.notes, *plan.notes, *findings.notes, *dates.notes]
    notes += [*context.messages.notes(), *_describe_rows(context, n_silent - context.messages.n_without_words)]
    return FileContent(
        kind=kind,
        documents=tuple(documents),
        people=respondents.to_people(),
        names=(*_other_names(table, plan), *context.messages.names),
        notes=tuple(notes),
        reason=table.reason,
        unmatched=plan.unmatched,
        available=table.header,
        characters=_count(context, documents),
    )


def _count(context: _TableContext, documents: Sequence[Document]) -> CharacterCount:
    """What became of the characters of a table, by the use of each column."""
    table, plan = context.table, context.plan
    reasons: dict[int | None, Reason] = {
        **dict.fromkeys(plan.analyses, "machine lines"),
        **dict.fromkeys((*plan.company, *plan.of_staff), "words of the company"),
        **dict.fromkeys(plan.attributes, "attributes"),
        **dict.fromkeys([*plan.ratings, plan.rating, *context.scales], "ratings"),
        plan.date: "dates",
        **dict.fromkeys([plan.question, plan.context], "questions"),
        **dict.fromkeys(plan.translations.values(), "translations"),
        **dict.fromkeys([*plan.personal, *plan.names], "personal data"),
        plan.respondent: "ids",
    }
    counts = table.count_by_column()
    left_out = Counter(table.left_out)
    left_out.update(context.left_out)
    read = {*plan.texts, plan.title}
    for position, n in enumerate(counts):
        if position not in read:
            left_out[reasons.get(position, "columns not read")] += n
    used = sum(count_characters(document.text) for document in documents)
    return to_character_count(sum(counts) + sum(table.left_out.values()), used, left_out)


def _describe_rows(context: _TableContext, n_silent: int) -> list[str]:
    """Sentences about the rows: crowds, cleaned cells, rows without text, and attributes that differ."""
    notes = list(context.respondents.notes)
    if trials := find_trials(context.table, context.plan):
        listed = list_some(trials, MAX_LISTED)
        notes.append(
            f"Texts that look like trials were read as answers: {context.locator_prefix}{listed}. Delete the rows if "
            "nobody answered there."
        )
    if cleaned := describe(context.cleaned):
        notes.append(cleaned)
    if n_silent > 0:
        notes.append(f"{n_silent} of {len(context.table.rows)} rows have no text and were skipped.")
    if n_conflicts := len(context.respondents.conflicts):
        names = list_names(sorted({name for _, name in context.respondents.conflicts}))
        notes.append(f"{n_conflicts} attributes differ between rows of one respondent and were left out: {names}.")
    return notes


def kind_of(file: FileToRead, table: Table, plan: ColumnPlan) -> Kind:
    """Surveys have questions or several open columns, reviews a single text column or headings with a rating."""
    if file.settings.kind:
        return file.settings.kind
    if plan.question is not None or table.open_columns or table.kind:
        return "survey"
    # Shops and app stores export stars with a headline; surveys do not have both.
    if plan.title is not None and plan.rating is not None:
        return "review"
    questions = [table.questions[position] for position in plan.texts]
    is_asked = any(column_names.is_question(text) or column_names.is_called_open(text) for text in questions)
    return "survey" if len(plan.texts) > 1 or is_asked else "review"


def _questions(table: Table, plan: ColumnPlan, kind: Kind) -> dict[int, str]:
    """The question of each text column; the only text of a review answers none, and neither does a heading."""
    if kind == "review" and len(plan.texts) == 1:
        return {}
    return {position: table.questions[position] for position in plan.texts if position != plan.title}


def _row_reader(context: _TableContext, answers: list[_Answer]) -> Callable[[int, list[str]], bool]:
    """A function that appends the answers of one row to ``answers``, and returns whether there were any."""
    # The inner function runs once per row, so all that it needs is a local name.
    plan, respondents, first_row = context.plan, context.respondents, context.table.first_row
    cleaned = context.cleaned
    title, question_column, texts, prefix = plan.title, plan.question, plan.texts, context.locator_prefix
    attributes_of = _cached(plan.attributes, lambda row: _attributes(context, row))
    ratings_of = _cached(list(context.scales), lambda row: _row_ratings(context, row))
    date_of = _cached(
        [] if plan.date is None else [plan.date],
        lambda row: "" if plan.date is None else context.dates.read(row[plan.date]),
    )

    read_words, left_out = _words_reader(context), context.left_out

    def add_answers(offset: int, row: list[str]) -> bool:
        texts_of_row = {position: text for position in texts if (text := read_words(row[position]))}
        for original, translation in plan.translations.items():
            if original not in texts_of_row and (text := clean_text(row[translation], cleaned)):
                texts_of_row[original] = text
                left_out["translations"] -= count_characters(text)
        heading = clean_text(row[title], cleaned) if title is not None else ""
        if title is not None and heading:
            left_out["markup"] += count_characters(row[title]) - count_characters(heading)
            texts_of_row = _with_heading(texts_of_row, title, heading, texts)
        if not texts_of_row:
            return False
        number = first_row + offset
        locator = f"{prefix}{number}"
        respondent = respondents.add_row(row, number, locator, attributes_of(row))
        ratings, date = ratings_of(row), date_of(row)
        for position, text in texts_of_row.items():
            if plan.context is not None and (company_question := row[plan.context]):
                question = company_question
            elif question_column is None:
                question = context.questions.get(position, "")
            else:
                question = " ".join(row[question_column].split())
            answers.append(
                _Answer(
                    document_id=f"d-{respondents.key}-{number}-{position}",
                    text=text,
                    label=respondents.labels[respondent],
                    respondent_id=respondents.ids[respondent],
                    question=question,
                    locator=locator,
                    date=date,
                    ratings=ratings.shares,
                    scales=ratings.scales,
                )
            )
        return True

    return add_answers


def _words_reader(context: _TableContext) -> Callable[[str], str]:
    """A function that returns the respondent's own words in a cell, and counts the characters of everything else."""
    cleaned, left_out, own_words = context.cleaned, context.left_out, context.messages.own_words

    def read_words(cell: str) -> str:
        text = clean_text(cell, cleaned)
        if text != cell:
            left_out["markup"] += count_characters(cell) - count_characters(text)
        own = own_words(text)
        if own != text:
            left_out["letter form"] += count_characters(text) - count_characters(own)
        return own

    return read_words


def _to_documents(context: _TableContext, answers: Sequence[_Answer]) -> list[Document]:
    """A document of one turn for each answer."""
    n = len(answers)
    turns = build_records(
        Turn,
        n,
        start=repeat(0),
        end=[len(answer.text) for answer in answers],
        speaker=[answer.label for answer in answers],
        role=repeat("participant"),
        respondent_id=[answer.respondent_id for answer in answers],
        time_s=repeat(None),
        question=[answer.question for answer in answers],
    )
    return build_records(
        Document,
        n,
        document_id=[answer.document_id for answer in answers],
        source=repeat(context.file.name),
        kind=repeat(context.kind),
        text=[answer.text for answer in answers],
        turns=zip(turns, strict=True),
        locator=[answer.locator for answer in answers],
        date=[answer.date for answer in answers],
        ratings=[answer.ratings for answer in answers],
        scales=[answer.scales for answer in answers],
    )


def _cached(columns: Sequence[int], compute: Callable[[list[str]], _T]) -> Callable[[list[str]], _T]:
    """The function ``compute``, called only once for each combination of cells in these columns."""
    if not columns:
        value = compute([])
        return lambda row: value
    cells_of = itemgetter(*columns)
    values: dict[Any, _T] = {}

    def look_up(row: list[str]) -> _T:
        cells = cells_of(row)
        value = values.get(cells)
        if value is None:
            value = compute(row)
            if len(values) < _MAX_CACHED:
                values[cells] = value
        return value

    return look_up


def _with_heading(texts: dict[int, str], title: int, heading: str, columns: Sequence[int]) -> dict[int, str]:
    """The texts of a row by column. A heading is put before the only text; beside several it is a separate text."""
    if len(columns) == 1:
        return {columns[0]: f"{heading}\n\n{texts[columns[0]]}" if texts else heading}
    return {title: heading, **texts}


def _attributes(context: _TableContext, row: list[str]) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for name, position in zip(context.attribute_names, context.plan.attributes, strict=True):
        value = tidy_value(name, clean_text(row[position]))
        if value and len(value) <= MAX_ATTRIBUTE_LENGTH:
            attributes.setdefault(name, value)
    return attributes


def _row_ratings(context: _TableContext, row: list[str]) -> _RowRatings:
    shares: dict[str, float] = {}
    scales: dict[str, str] = {}
    for position, scale in context.scales.items():
        share = scale.share_of(row[position])
        if share is not None:
            name = "rating" if position == context.plan.rating else context.table.label(position)
            shares[name] = share
            scales[name] = f"{scale.as_written(row[position])} of {scale}"
    return _RowRatings(shares, scales)
