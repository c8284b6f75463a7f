"""Inspect inputs: what a run would read from them, and how. Nothing is written."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from voc.config import StudyConfig
from voc.duplicates import deduplicate
from voc.ingest import read_folder
from voc.ingest.input_files import find_files
from voc.privacy import protect
from voc.schema import Corpus, Document, Progress, Source, no_progress
from voc.segment import document_languages
from voc.tasks.input_details import FileDetail, detail_file

SAMPLE = 400
"""The language of about this many documents per source is detected; more would not change the shares."""

# By convention, a note that wants a look says what to do in a sentence that begins with one of these words.
_TO_DO = re.compile(r"(?:^|[.:] )(?:[Cc]heck|Correct|Delete|Export|[Ii]f|Name|Save|Split|To read|Unhide|Write)\b")


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

    @property
    def to_check(self) -> tuple[str, ...]:
        """The notes that ask the user to check or correct something."""
        return tuple(note for note in self.source.notes if _TO_DO.search(note))


@dataclass(frozen=True, slots=True)
class Inspection:
    """All files, the number of people, and how many pieces of personal data a run would replace, by kind.

    ``kept`` are words that look like names of people and that a run would not replace, see `voc.schema.Protected`.
    ``files`` are the details of each source, aligned, ``names`` those that would be replaced; both name people.
    """

    sources: tuple[SourceView, ...]
    n_respondents: int
    redactions: Mapping[str, int]
    kept: tuple[str, ...] = ()
    files: tuple[FileDetail, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceContents:
    """What was read from one file: its documents, and the ids and the names of attributes of its people."""

    documents: list[Document]
    people: set[str]
    attributes: set[str]


def group_by_source(corpus: Corpus) -> Mapping[str, SourceContents]:
    """The contents of every file of a corpus, by its path; a file without any has empty ones."""
    contents: dict[str, SourceContents] = defaultdict(lambda: SourceContents([], set(), set()))
    for document in corpus.documents:
        contents[document.source].documents.append(document)
    for respondent in corpus.respondents:
        for path in respondent.sources:
            contents[path].people.add(respondent.respondent_id)
            contents[path].attributes.update(respondent.attributes)
    return contents


def inspect_inputs(
    inputs: Sequence[str | Path],
    config: StudyConfig | None = None,
    *,
    details: bool = False,
    progress: Progress = no_progress,
) -> Inspection:
    """Read the inputs as a run would, and say how they are understood. File names and notes show pseudonyms only.

    ``details`` fills in ``files`` and ``names`` too, for which tables are read a second time.

    Raises:
        UsageError: an input does not exist.
        NothingReadableError: no input could be read.
    """
    config = config or StudyConfig()
    corpus = deduplicate(read_folder(inputs, config, progress=progress), config)
    protected = protect(corpus, config, progress=progress)
    contents = group_by_source(protected.corpus)
    sample = _sample(contents)
    languages: dict[str, list[str]] = defaultdict(list)
    # As in a run, where the texts around a short one tell its language.
    for document, language in zip(sample, document_languages(sample, config.study.languages), strict=True):
        languages[document.source].append(language)

    def view(source: Source) -> SourceView:
        own = contents[source.path]
        return SourceView(
            source=source,
            n_documents=len(own.documents),
            n_respondents=len(own.people),
            roles=_count(turn.role for document in own.documents for turn in document.turns),
            languages=_count(languages[source.path]),
            attributes=tuple(sorted(own.attributes)),
        )

    views = tuple(view(source) for source in protected.corpus.sources)
    inspection = Inspection(views, len(protected.corpus.respondents), protected.counts, protected.kept)
    if not details:
        return inspection
    names = sorted({row.original for row in protected.key if row.kind == "name"}, key=str.casefold)
    return replace(inspection, files=_details(inputs, corpus, config), names=tuple(names))


def _details(inputs: Sequence[str | Path], corpus: Corpus, config: StudyConfig) -> tuple[FileDetail, ...]:
    """The details of each file, in the order in which `protect` keeps sources: that of their own paths."""
    contents = group_by_source(corpus)
    paths = {file.name: file.path for file in find_files(inputs)}
    return tuple(
        detail_file(source, contents[source.path].documents, paths.get(source.path), config)
        for source in sorted(corpus.sources, key=lambda source: source.path)
    )


def _sample(contents: Mapping[str, SourceContents]) -> list[Document]:
    """Some documents of each file, evenly spread over it."""
    groups = [content.documents for content in contents.values()]
    return [document for group in groups for document in group[:: max(1, len(group) // SAMPLE)]]


def _count(values: Iterable[str]) -> Mapping[str, int]:
    return dict(Counter(sorted(values)))
