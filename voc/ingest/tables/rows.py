"""The rows of a table → documents and respondents."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voc.errors import EmptyError
from voc.ingest import attributes as respondent_attributes
from voc.ingest.records import Content, Person, Reading, person_id
from voc.ingest.tables import aliases, dates, ratings
from voc.ingest.tables.columns import Plan, decide
from voc.ingest.tables.csvfile import tidy_cell
from voc.ingest.tables.judge import attribute_name
from voc.ingest.tables.ratings import Scale
from voc.ingest.tables.table import Table
from voc.schema import Document, Kind, Turn, stable_id

_NOTHING: Mapping[str, float] = {}
_NO_SCALES: Mapping[str, str] = {}
_CHECK_EVERY = 2_000


@dataclass(slots=True)
class _People:
    """Respondents met so far: labels and attributes by id; an attribute with two different values is dropped."""

    labels: dict[str, str] = field(default_factory=dict)
    known: dict[str, dict[str, str]] = field(default_factory=dict)
    conflicts: set[tuple[str, str]] = field(default_factory=set)

    def meet(self, respondent_id: str, label: str, attributes: Mapping[str, str]) -> None:
        if respondent_id not in self.labels:
            self.labels[respondent_id] = label
            self.known[respondent_id] = dict(attributes)
            return
        own = self.known[respondent_id]
        for name, value in attributes.items():
            if own.setdefault(name, value) != value:
                self.conflicts.add((respondent_id, name))

    def all(self) -> tuple[Person, ...]:
        for respondent_id, name in self.conflicts:
            self.known[respondent_id].pop(name, None)
        return tuple(Person(key, label, self.known[key]) for key, label in self.labels.items())


@dataclass(frozen=True, slots=True)
class _Job:
    """Everything that holds for all rows of one table."""

    content: Content
    table: Table
    plan: Plan
    kind: Kind
    scales: Mapping[int, Scale]
    month_first: bool
    crowd: frozenset[str]
    attribute_names: tuple[str, ...]


def read_table(content: Content, table: Table, *, several: bool) -> Reading:
    """One table as a reading; ``several`` when the file has more sheets, so that the sheet is named.

    Raises:
        EmptyError: no row has any text.
        FormatError: no column holds text.
        MappingError: voc.toml names a column that does not exist.
    """
    plan = decide(table, content.settings.columns, strict=content.settings.own_columns, name=content.name)
    scales, scale_notes = _scales(content, table, plan)
    crowd, crowd_notes = _crowd(table, plan)
    dated = [row[plan.date] for row in table.rows[:2_000]] if plan.date is not None else []
    names = tuple(attribute_name(table.header[position]) for position in plan.attributes)
    job = _Job(
        content, table, plan, kind_of(content, table, plan), scales, dates.month_comes_first(dated), crowd, names
    )
    people = _People()
    seen: Counter[str] = Counter()
    documents: list[Document] = []
    silent = 0
    for offset, row in enumerate(table.rows):
        before = len(documents)
        documents += _documents(job, offset, row, people, seen, several=several)
        silent += len(documents) == before and any(row)
        if offset % _CHECK_EVERY == 0:
            content.budget.check()
    if not documents:
        raise EmptyError(f"{content.name}: the text columns are empty in all {len(table.rows)} rows.")
    notes = [*table.notes, *plan.notes, *scale_notes, *crowd_notes]
    if silent:
        notes.append(f"{silent} of {len(table.rows)} rows have no text and were passed over.")
    if people.conflicts:
        notes.append(f"{len(people.conflicts)} attributes differ between rows of one respondent and were left out.")
    return Reading(
        kind=job.kind,
        documents=tuple(documents),
        people=people.all(),
        notes=tuple(f"Sheet '{table.sheet}': {note}" if several else note for note in notes),
        reason=table.reason,
        unmatched=plan.unmatched,
        available=table.header,
    )


def kind_of(content: Content, table: Table, plan: Plan) -> Kind:
    """Survey: questions, or several open columns; review: one text column, or headings with a rating."""
    if content.settings.kind:
        kind = content.settings.kind
        return "interview" if kind == "interview" else "survey" if kind == "survey" else "review"
    if plan.question is not None or table.open_columns:
        return "survey"
    if plan.title is not None and plan.rating is not None:
        return "review"
    asking = any(aliases.asks(text) or aliases.says_open(text) for text in (table.questions[p] for p in plan.texts))
    return "survey" if len(plan.texts) > 1 or asking else "review"


def _documents(
    job: _Job, offset: int, row: list[str], people: _People, seen: Counter[str], *, several: bool
) -> list[Document]:
    """The documents of one row: one for each open question that was answered."""
    plan, table = job.plan, job.table
    answers = [(position, text) for position in plan.texts if (text := _text(row[position]))]
    heading = _text(row[plan.title]) if plan.title is not None else ""
    if heading and len(plan.texts) == 1:
        answers = [(plan.texts[0], f"{heading}\n\n{answers[0][1]}" if answers else heading)]
    elif heading and plan.title is not None:
        answers.insert(0, (plan.title, heading))
    if not answers:
        return []
    number = table.first_row + offset
    place = f"sheet {table.sheet}, row {number}" if several else f"row {number}"
    respondent_id, label = _respondent(job, row, place)
    people.meet(respondent_id, label, _attributes(job, row))
    rated, scales = _rated(job, row)
    day = dates.to_iso(row[plan.date], month_first=job.month_first) if plan.date is not None else ""
    found = []
    for position, text in answers:
        question = _question(job, row, position)
        key = "\x1f".join((job.content.name, table.sheet, table.header[position], respondent_id, text))
        document_id = stable_id("d", key)
        seen[document_id] += 1
        if seen[document_id] > 1:  # one person, one question, the same words again
            document_id = stable_id("d", key, str(seen[document_id]))
        found.append(
            Document(
                document_id=document_id,
                source=job.content.name,
                kind=job.kind,
                text=text,
                turns=(Turn(0, len(text), label, "participant", respondent_id, None, question),),
                locator=place,
                date=day,
                ratings=rated,
                scales=scales,
            )
        )
    return found


def _text(cell: str) -> str:
    text = tidy_cell(cell)
    return html.unescape(text).strip() if "&" in text and ";" in text else text


def _question(job: _Job, row: list[str], position: int) -> str:
    if job.plan.question is not None:
        return " ".join(row[job.plan.question].split())
    if job.kind == "review" and len(job.plan.texts) == 1:
        return ""
    return "" if position == job.plan.title else job.table.questions[position]


def _respondent(job: _Job, row: list[str], place: str) -> tuple[str, str]:
    """(id, label) of the person behind a row: a name or id is one person in every file, else the row is one."""
    position = job.plan.respondent
    name = " ".join(row[position].split()) if position is not None else ""
    if position is None or not name or name.casefold() in aliases.ANONYMOUS or name in job.crowd:
        return person_id("row", job.content.name, job.table.sheet, place), place
    if aliases.key(job.table.header[position]) in aliases.ROW_IDS or (name.isdigit() and len(name) < 6):
        return person_id("id", job.content.name, name), name
    return person_id("person", name.casefold()), name


def _crowd(table: Table, plan: Plan) -> tuple[frozenset[str], list[str]]:
    """Values of the respondent column that stand for many people ("A Google user"): over 5 % of 100 rows or more."""
    if plan.respondent is None or len(table.rows) < 100:
        return frozenset(), []
    counts = Counter(" ".join(row[plan.respondent].split()) for row in table.rows)
    several_texts = plan.question is not None
    limit = max(10, (0.2 if several_texts else 0.05) * len(table.rows))
    crowd = frozenset(name for name, count in counts.items() if name and count > limit)
    if not crowd:
        return crowd, []
    return crowd, [f"{len(crowd)} respondent names stand in very many rows: each of these rows counts as a person."]


def _attributes(job: _Job, row: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, position in zip(job.attribute_names, job.plan.attributes, strict=True):
        value = respondent_attributes.tidy_value(name, tidy_cell(row[position]))
        if value and len(value) <= 120:
            found.setdefault(name, value)
    return found


def _rated(job: _Job, row: list[str]) -> tuple[Mapping[str, float], Mapping[str, str]]:
    if not job.scales:
        return _NOTHING, _NO_SCALES
    shares: dict[str, float] = {}
    scales: dict[str, str] = {}
    for position, scale in job.scales.items():
        value = ratings.number(row[position])
        share = scale.share(value) if value is not None else None
        if value is not None and share is not None:
            name = "rating" if position == job.plan.rating else job.table.header[position]
            shares[name] = share
            scales[name] = f"{value:g} of {scale}"
    return shares, scales


def _scales(content: Content, table: Table, plan: Plan) -> tuple[dict[int, Scale], list[str]]:
    """The scale of each rating column: from voc.toml, else guessed from all of its values."""
    positions = ([plan.rating] if plan.rating is not None else []) + plan.ratings
    wanted = content.settings.columns.scale
    found: dict[int, Scale] = {}
    notes: list[str] = []
    for position in positions:
        cells = [row[position] for row in table.rows if row[position]]
        values = [value for cell in cells if (value := ratings.number(cell)) is not None]
        name = table.header[position]
        scale = _configured_scale(wanted) if wanted else ratings.guess_scale(values, name, cells[:2_000])
        if scale is None:
            notes.append(f"'{name}' is on no usual scale and was not read as a rating.")
            continue
        found[position] = scale
        outside = sum(scale.share(value) is None for value in values)
        if outside:
            notes.append(f"{outside} values of '{name}' are outside {scale} and were left out.")
    by_scale: dict[str, list[str]] = {}
    for position, scale in found.items():
        by_scale.setdefault(str(scale), []).append(f"'{table.header[position]}'")
    source = "as voc.toml says" if wanted else "taken from the values"
    notes += [f"Scale {scale} ({source}): {', '.join(names)}." for scale, names in by_scale.items()]
    return found, notes


def _configured_scale(ends: Sequence[float]) -> Scale | None:
    low, high = ends
    return Scale(min(low, high), max(low, high), inverted=low > high) if low != high else None
