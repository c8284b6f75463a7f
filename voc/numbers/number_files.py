"""Files of figures → what is known beside the words: read before the analysis, laid beside it afterwards."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from voc.errors import MappingError, ReadError, UsageError
from voc.numbers.readers import READERS
from voc.numbers.readers.base import Figures, missing
from voc.numbers.readers.customers import FIGURES
from voc.numbers.touchpoint_names import Places
from voc.schema import Analysis, Corpus, Experiment, Metric, Taxonomy
from voc.tables.cells import parse_number
from voc.tables.number_sheets import NumberSheet, read_number_sheets

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Numbers:
    """All figures of a run. ``people`` maps a customer's id, in lower case, to attributes; ``sources`` maps an
    attribute to the file it comes from; ``files`` maps a file's name to its SHA-256; ``notes`` are sentences about
    rows that found no touchpoint."""

    metrics: tuple[Metric, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    people: Mapping[str, Mapping[str, float | str]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_numbers(paths: Sequence[Path], taxonomy: Taxonomy, patterns: Mapping[str, str]) -> Numbers:
    """Read every file, in the order of their names.

    Args:
        paths: CSV files or spreadsheets.
        taxonomy: the journey whose touchpoints the figures belong to.
        patterns: `[metrics] touchpoints` of the configuration: a pattern of a vendor's label → touchpoint id.

    Raises:
        UsageError: a file is missing, of no known kind (the message says which column is missing), or wrong in a cell.
        MappingError: a pattern leads to no touchpoint, or nothing in a file leads to one.
    """
    places = Places(taxonomy, patterns)
    numbers = Numbers()
    for path in sorted({path.resolve(): path for path in paths}.values(), key=lambda path: (path.name, str(path))):
        if not path.is_file():
            raise UsageError(f"{path}: there is no such file of figures. Check the path after --metrics.")
        if path.name in numbers.files:
            raise UsageError(f"{path}: two files of figures are called {path.name}. Rename one of them.")
        try:
            sheets = read_number_sheets(path)
            found = [figures for sheet in sheets if (figures := _read(sheet, places))]
        except ReadError as error:
            raise UsageError(f"--metrics {error}") from error
        except OSError as error:
            raise UsageError(f"{path}: cannot be read ({error.strerror}). Close it in other programs.") from error
        if not found:
            raise UsageError(_unknown(sheets))
        numbers = _joined(numbers, path.name, hashlib.sha256(path.read_bytes()).hexdigest(), found)
    return numbers


def _read(sheet: NumberSheet, places: Places) -> Figures | None:
    for reader in READERS:
        figures = reader.read(sheet, places)
        if figures is not None:
            return figures
    return None


def _unknown(sheets: Sequence[NumberSheet]) -> str:
    sheet = sheets[0]
    lines = [
        f"  {reader.title}: {' and '.join(missing(sheet, reader.needs)) or 'a column of figures'}" for reader in READERS
    ]
    return (
        f"{sheet.name}: must be one of these kinds of figures, found the columns "
        f"{', '.join(repr(title) for title in sheet.header[:20])}. What is missing for each kind:\n"
        + "\n".join(lines)
        + "\nRename a column, or export the report again with it (docs/numbers.md lists the headings)."
    )


def _joined(numbers: Numbers, name: str, digest: str, found: Sequence[Figures]) -> Numbers:
    metrics = [metric for figures in found for metric in figures.metrics]
    experiments = [experiment for figures in found for experiment in figures.experiments]
    people = {person: dict(known) for person, known in numbers.people.items()}
    sources = dict(numbers.sources)
    for figures in found:
        for person, known in figures.people.items():
            people.setdefault(person, {}).update(known)
            sources.update(dict.fromkeys(known, name))
    loose = sorted({label for figures in found for label in figures.loose if label})
    if not (metrics or experiments or people):
        raise MappingError(f"{name}: none of its rows is at a touchpoint of the journey. {_remedy(loose)}")
    note = (f"{name}: at no touchpoint: {len(loose)} of its names. {_remedy(loose)}",) if loose else ()
    return Numbers(
        metrics=tuple(sorted((*numbers.metrics, *metrics), key=_key)),
        experiments=(*numbers.experiments, *experiments),
        people=people,
        sources=sources,
        files={**numbers.files, name: digest},
        notes=(*numbers.notes, *note),
    )


def _remedy(loose: Sequence[str]) -> str:
    shown = ", ".join(f"'{label[:60]}'" for label in loose[:SHOWN]) + (", …" if len(loose) > SHOWN else "")
    first = loose[0][:60] if loose else "/checkout*"
    return f'Found {shown}. Say where they belong: [metrics.touchpoints] "{first}" = "TOUCHPOINT_ID" in voc.toml.'


def _key(metric: Metric) -> tuple[str, ...]:
    return metric.touchpoint_id, metric.source, metric.metric, metric.period


def with_attributes(corpus: Corpus, numbers: Numbers) -> Corpus:
    """The corpus with what a CRM or loyalty programme knows about respondents whose id it shares.

    Raises:
        MappingError: there are figures by customer and nothing else, and no respondent has one of the ids.
    """
    if not numbers.people:
        return corpus
    matched = 0
    respondents = []
    for one in corpus.respondents:
        known = numbers.people.get(" ".join(one.label.casefold().split()))
        matched += known is not None
        told = {name: value if isinstance(value, str) else f"{value:g}" for name, value in (known or {}).items()}
        respondents.append(replace(one, attributes={**told, **one.attributes}) if told else one)
    if not matched and not (numbers.metrics or numbers.experiments):
        raise MappingError(
            f"{', '.join(sorted(set(numbers.sources.values())))}: its {len(numbers.people)} customers must share an id "
            f"with the {len(corpus.respondents)} respondents, found none in common. Name the survey's column of ids in "
            'voc.toml: [columns] respondent = "…".'
        )
    return replace(corpus, respondents=tuple(respondents))


def attach(analysis: Analysis, numbers: Numbers) -> Analysis:
    """The analysis with the figures beside it; what is known by person becomes a mean per touchpoint, over the people
    who speak of it."""
    if not numbers.files:
        return analysis
    metrics = sorted((*numbers.metrics, *_by_person(analysis, numbers.sources)), key=_key)
    return replace(
        analysis,
        metrics=tuple(metrics),
        experiments=numbers.experiments,
        number_files=dict(sorted(numbers.files.items())),
    )


def _by_person(analysis: Analysis, sources: Mapping[str, str]) -> list[Metric]:
    names = sorted(set(sources) & set(FIGURES))
    known: dict[str, dict[str, float]] = {
        one.respondent_id: {
            name: value for name in names if (value := parse_number(one.attributes.get(name, ""), ".")) is not None
        }
        for one in analysis.corpus.respondents
    }
    speakers: dict[str, set[str]] = defaultdict(set)
    for segment, tag in zip(analysis.segments, analysis.tags.touchpoint.tolist(), strict=True):
        speakers[""].add(segment.respondent_id)
        if tag >= 0:
            speakers[analysis.taxonomy.touchpoints[tag].touchpoint_id].add(segment.respondent_id)
    metrics = []
    for touchpoint_id, people in sorted(speakers.items()):
        for name in names:
            values = sorted(known[person][name] for person in people if name in known.get(person, {}))
            if values:
                mean = sum(values) / len(values)
                metrics.append(Metric(touchpoint_id, name, mean, "per person", "", sources[name], len(values)))
    return metrics
