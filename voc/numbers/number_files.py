"""Read the files of numbers of `--metrics`: metrics, A/B tests and attributes of customers.

They are read before the analysis, so that a wrong file stops a run at once, and attached to it afterwards.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from voc.errors import FormatError, MappingError, ReadError, UsageError
from voc.numbers.readers import (
    NumberReader,
    SheetNumbers,
    TouchpointFinder,
    ab_tests,
    cell_of,
    crm,
    find_columns,
    load_headings,
    missing_columns,
    pick,
    web_analytics,
)
from voc.schema import Analysis, Corpus, Experiment, Metric, Taxonomy
from voc.tables.cells import parse_number
from voc.tables.number_sheets import NumberSheet, read_number_sheets

MAX_LABELS_SHOWN = 8
"""Labels without a touchpoint that a message lists: enough to see what they have in common."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """All numbers of a run.

    Attributes:
        metrics: sorted by touchpoint, file, name and period.
        experiments: A/B tests, in the order of their files.
        customers: a customer's id in lower case → attributes.
        sources: name of an attribute → name of its file.
        files: name of a file → its SHA-256.
        notes: sentences about rows that belong to no touchpoint.
    """

    metrics: tuple[Metric, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    customers: Mapping[str, Mapping[str, float | str]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_plain_table(sheet: NumberSheet, finder: TouchpointFinder) -> SheetNumbers | None:
    """A metric per row, in the layout of data/metrics.csv; an empty touchpoint means the whole journey.

    Raises:
        FormatError: a metric has no name, or a value is no number.
    """
    if missing_columns(sheet, PLAIN.needs):
        return None
    columns = find_columns(sheet, load_headings("plain"))
    metrics, unplaced = [], []
    for row in sheet.rows:
        name, cell = cell_of(row, columns, "metric"), cell_of(row, columns, "value")
        value = parse_number(cell, sheet.decimal_mark)
        if value is None or not name:
            raise FormatError(
                f"{sheet.name} row {row.number}: a metric must have a name and a number as its value, found "
                f"'{name}' and '{cell}'. Correct the cells."
            )
        label = cell_of(row, columns, "touchpoint")
        touchpoint_id = finder.find(label) if label else ""
        if label and not touchpoint_id:
            unplaced.append(label)
            continue
        unit = cell_of(row, columns, "unit") or ("share" if "%" in cell else "")
        source = cell_of(row, columns, "source") or sheet.name
        metrics.append(Metric(touchpoint_id, name, value, unit, cell_of(row, columns, "period"), source))
    return SheetNumbers(metrics=tuple(metrics), unplaced=tuple(unplaced))


PLAIN = NumberReader(
    "metrics by touchpoint", pick(load_headings("plain"), "touchpoint", "metric", "value"), read_plain_table
)
READERS = (PLAIN, ab_tests.READER, crm.RECORDS, web_analytics.READER, crm.CUSTOMERS)
"""Tried in this order: a reader that needs more columns comes before one that needs fewer."""


def read_numbers(paths: Sequence[Path], taxonomy: Taxonomy, patterns: Mapping[str, str]) -> Numbers:
    """Read every file, in the order of their names.

    Args:
        paths: CSV files or spreadsheets.
        taxonomy: the journey whose touchpoints the numbers belong to.
        patterns: `[metrics] touchpoints` of the configuration: a pattern of a vendor's label → touchpoint id.

    Raises:
        UsageError: a file is missing, of no known kind (the message says which column is missing), or wrong in a cell.
        MappingError: a pattern leads to no touchpoint, or nothing in a file leads to one.
    """
    finder = TouchpointFinder(taxonomy, patterns)
    numbers = Numbers()
    # A repeated path counts once, and the order of --metrics does not matter.
    for path in sorted({path.resolve(): path for path in paths}.values(), key=lambda path: (path.name, str(path))):
        if path.name in numbers.files:
            raise UsageError(f"{path}: two files of numbers are called {path.name}. Rename one of them.")
        if not path.is_file():
            raise UsageError(f"{path}: there is no such file. Check the path after --metrics.")
        try:
            sheets = read_number_sheets(path)
            contents = [
                content
                for sheet in sheets
                if (content := next(filter(None, (reader.read(sheet, finder) for reader in READERS)), None))
            ]
            checksum = hashlib.sha256(path.read_bytes()).hexdigest()
        except ReadError as error:
            raise UsageError(f"--metrics {error}") from error
        except OSError as error:
            raise UsageError(f"{path}: cannot be read ({error.strerror}). Close it in other programs.") from error
        if not contents:
            raise UsageError(_unknown_kind(sheets[0]))
        numbers = _add_file(numbers, path.name, checksum, contents)
    return numbers


def _unknown_kind(sheet: NumberSheet) -> str:
    lines = [
        f"  {reader.title}: {' and '.join(missing_columns(sheet, reader.needs)) or 'a column of numbers'}"
        for reader in READERS
    ]
    return (
        f"{sheet.name}: must be one of these kinds of numbers, found the columns "
        f"{', '.join(repr(title) for title in sheet.header[:20])}. What is missing for each kind:\n"
        + "\n".join(lines)
        + "\nRename a column, or export the report again with it (docs/numbers.md lists the headings)."
    )


def _add_file(numbers: Numbers, name: str, checksum: str, contents: Sequence[SheetNumbers]) -> Numbers:
    metrics = [metric for content in contents for metric in content.metrics]
    experiments = [experiment for content in contents for experiment in content.experiments]
    customers = {customer: dict(attributes) for customer, attributes in numbers.customers.items()}
    sources = dict(numbers.sources)
    for content in contents:
        for customer, attributes in content.customers.items():
            customers.setdefault(customer, {}).update(attributes)
            sources.update(dict.fromkeys(attributes, name))
    unplaced = sorted({label for content in contents for label in content.unplaced if label})
    if not (metrics or experiments or customers):
        raise MappingError(f"{name}: none of its rows is at a touchpoint of the journey. {_remedy(unplaced)}")
    note = f"{name}: {len(unplaced)} of its names belong to no touchpoint. {_remedy(unplaced)}"
    return Numbers(
        metrics=tuple(sorted((*numbers.metrics, *metrics), key=_order)),
        experiments=(*numbers.experiments, *experiments),
        customers=customers,
        sources=sources,
        files={**numbers.files, name: checksum},
        notes=(*numbers.notes, note) if unplaced else numbers.notes,
    )


def _remedy(labels: Sequence[str]) -> str:
    shown = ", ".join(f"'{label[:60]}'" for label in labels[:MAX_LABELS_SHOWN])
    more = ", …" if len(labels) > MAX_LABELS_SHOWN else ""
    first = labels[0][:60] if labels else "/checkout*"
    return f'Found {shown}{more}. Say where they belong: [metrics.touchpoints] "{first}" = "TOUCHPOINT_ID" in voc.toml.'


def _order(metric: Metric) -> tuple[str, ...]:
    return metric.touchpoint_id, metric.source, metric.metric, metric.period


def with_attributes(corpus: Corpus, numbers: Numbers) -> Corpus:
    """The corpus with the attributes of customers, joined to the respondents with the same id.

    Attributes from a respondent's own file win.

    Raises:
        MappingError: there are customers and nothing else, and no respondent has one of their ids.
    """
    if not numbers.customers:
        return corpus
    n_matched = 0
    respondents = []
    for respondent in corpus.respondents:
        customer = numbers.customers.get(" ".join(respondent.label.casefold().split()))
        n_matched += customer is not None
        attributes = {
            name: value if isinstance(value, str) else f"{value:g}" for name, value in (customer or {}).items()
        }
        respondents.append(
            replace(respondent, attributes={**attributes, **respondent.attributes}) if attributes else respondent
        )
    if not n_matched and not (numbers.metrics or numbers.experiments):
        raise MappingError(
            f"{', '.join(sorted(set(numbers.sources.values())))}: its {len(numbers.customers)} customers must share an "
            f"id with the {len(corpus.respondents)} respondents, found none in common. Name the survey's column of ids "
            'in voc.toml: [columns] respondent = "…".'
        )
    return replace(corpus, respondents=tuple(respondents))


def attach(analysis: Analysis, numbers: Numbers) -> Analysis:
    """The analysis with its numbers; attributes of customers become a mean per touchpoint they speak of."""
    if not numbers.files:
        return analysis
    metrics = tuple(sorted((*numbers.metrics, *_means_per_touchpoint(analysis, numbers.sources)), key=_order))
    files = dict(sorted(numbers.files.items()))
    return replace(analysis, metrics=metrics, experiments=numbers.experiments, number_files=files)


def _means_per_touchpoint(analysis: Analysis, sources: Mapping[str, str]) -> list[Metric]:
    names = sorted(set(sources) & set(load_headings("customer_numbers")))
    values_of: dict[str, dict[str, float]] = {
        respondent.respondent_id: {
            name: value
            for name in names
            if (value := parse_number(respondent.attributes.get(name, ""), ".")) is not None
        }
        for respondent in analysis.corpus.respondents
    }
    # "" is the whole journey, as in data/metrics.csv.
    speakers: dict[str, set[str]] = defaultdict(set)
    for segment, tag in zip(analysis.segments, analysis.tags.touchpoint.tolist(), strict=True):
        speakers[""].add(segment.respondent_id)
        if tag >= 0:
            speakers[analysis.taxonomy.touchpoints[tag].touchpoint_id].add(segment.respondent_id)
    metrics = []
    for touchpoint_id, people in sorted(speakers.items()):
        for name in names:
            # Sorted before they are added: a sum of floats depends on the order, and a set has none.
            values = sorted(values_of[person][name] for person in people if name in values_of.get(person, {}))
            if values:
                mean = sum(values) / len(values)
                metrics.append(Metric(touchpoint_id, name, mean, "per person", "", sources[name], len(values)))
    return metrics
