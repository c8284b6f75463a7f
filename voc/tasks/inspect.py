"""Inspect inputs: what a run would read from them, and how. Nothing is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voc.config import StudyConfig
from voc.duplicates import deduplicate
from voc.ingest import read_folder
from voc.privacy import protect
from voc.schema import Document, Progress, Source, no_progress
from voc.text.language import detect_any

SAMPLE = 400
"""The language of about this many documents per source is detected; more would not change the shares."""
_SAMPLED_CHARACTERS = 2000
"""Characters of a document whose language is detected."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """How one file is understood.

    ``roles`` counts turns by role, ``languages`` a sample of the documents by ISO 639-1 code; ``attributes`` are the
    names of what is known about its people.
    """

    source: Source
    n_documents: int
    n_respondents: int
    roles: Mapping[str, int]
    languages: Mapping[str, int]
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """All files, the number of people, and how many pieces of personal data a run would replace, by kind."""

    sources: tuple[SourceView, ...]
    n_respondents: int
    redactions: Mapping[str, int]


def inspect_inputs(
    inputs: Sequence[str | Path], config: StudyConfig | None = None, *, progress: Progress = no_progress
) -> Inspection:
    """Read the inputs as a run would, and say how they are understood. File names and notes show pseudonyms only.

    Raises:
        UsageError: an input does not exist.
        NothingReadableError: no input could be read.
    """
    config = config or StudyConfig()
    protected = protect(deduplicate(read_folder(inputs, config, progress=progress), config), config, progress=progress)
    corpus = protected.corpus
    documents: dict[str, list[Document]] = defaultdict(list)
    for document in corpus.documents:
        documents[document.source].append(document)
    people: dict[str, set[str]] = defaultdict(set)
    attributes: dict[str, set[str]] = defaultdict(set)
    for respondent in corpus.respondents:
        for path in respondent.sources:
            people[path].add(respondent.respondent_id)
            attributes[path].update(respondent.attributes)
    views = tuple(
        SourceView(
            source=source,
            n_documents=len(documents[source.path]),
            n_respondents=len(people[source.path]),
            roles=_count(turn.role for document in documents[source.path] for turn in document.turns),
            languages=_count(detect_any(_sample_texts(documents[source.path]), config.study.languages)),
            attributes=tuple(sorted(attributes[source.path])),
        )
        for source in corpus.sources
    )
    return Inspection(views, len(corpus.respondents), protected.counts)


def _sample_texts(documents: Sequence[Document]) -> list[str]:
    step = max(1, len(documents) // SAMPLE)
    return [
        " ".join(document.text[turn.start : turn.end] for turn in document.turns)[:_SAMPLED_CHARACTERS]
        for document in documents[::step]
    ]


def _count(values: Iterable[str]) -> Mapping[str, int]:
    return dict(Counter(sorted(values)))
