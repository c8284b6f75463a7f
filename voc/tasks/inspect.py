"""What would be read from some inputs, and how; nothing is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voc.config import StudyConfig
from voc.duplicates import count_once
from voc.ingest import read_folder
from voc.privacy import protect
from voc.schema import Document, Progress, Source, no_progress
from voc.text.language import detect_any

SAMPLE = 400
"""Documents per source whose language is looked at."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """One file as it is understood. ``roles`` counts turns by role, ``languages`` documents by ISO 639-1 code (a
    sample of at most SAMPLE), ``attributes`` names what is known about its people."""

    source: Source
    n_documents: int
    n_respondents: int
    roles: Mapping[str, int]
    languages: Mapping[str, int]
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """All files, and the places with personal data by kind."""

    sources: tuple[SourceView, ...]
    n_respondents: int
    redactions: Mapping[str, int]


def inspect_inputs(
    inputs: Sequence[str | Path], config: StudyConfig | None = None, *, progress: Progress = no_progress
) -> Inspection:
    """Read the inputs as a run would and say what was understood. File names and notes show pseudonyms only.

    Raises:
        UsageError: an input does not exist.
        NothingReadableError: no input could be read.
    """
    config = config or StudyConfig()
    read = count_once(read_folder(inputs, config, progress=progress), config)
    protected = protect(read, config, progress=progress)
    corpus = protected.corpus
    documents: dict[str, list[Document]] = defaultdict(list)
    for document in corpus.documents:
        documents[document.source].append(document)
    people: dict[str, set[str]] = defaultdict(set)
    attributes: dict[str, set[str]] = defaultdict(set)
    for person in corpus.respondents:
        for path in person.sources:
            people[path].add(person.respondent_id)
            attributes[path].update(person.attributes)
    views = tuple(
        SourceView(
            source=source,
            n_documents=len(documents[source.path]),
            n_respondents=len(people[source.path]),
            roles=_count(turn.role for one in documents[source.path] for turn in one.turns),
            languages=_count(detect_any(_sample(documents[source.path]), config.study.languages)),
            attributes=tuple(sorted(attributes[source.path])),
        )
        for source in corpus.sources
    )
    return Inspection(views, len(corpus.respondents), protected.counts)


def _sample(documents: Sequence[Document]) -> list[str]:
    step = max(1, len(documents) // SAMPLE)
    return [" ".join(one.text[turn.start : turn.end] for turn in one.turns)[:2000] for one in documents[::step]]


def _count(values: Iterable[str]) -> Mapping[str, int]:
    return dict(Counter(sorted(values)))
