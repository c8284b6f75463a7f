"""How the report was made: what was read, what was left out and why, and by which means."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from reports.view.page_records import Note, SourceRow
from reports.view.personas import reasons_left_out
from reports.view.reader_notes import translate_note
from reports.view.study_index import StudyIndex
from voc.schema import Personas
from voc.text.language import is_readable


@dataclass(frozen=True, slots=True)
class Method:
    """Rows and sentences of the last section."""

    sources: tuple[SourceRow, ...]
    omitted: tuple[str, ...]
    redactions: tuple[tuple[str, int], ...]
    encoder: str
    taxonomy: str
    n_unsure: int
    unsure: str
    themes_note: Note | None
    personas_method: str
    left_out: tuple[str, ...]


def build_method(index: StudyIndex, personas: Personas) -> Method:
    """What a reader needs to know to judge the report."""
    analysis, words = index.analysis, index.words
    redactions = sorted(analysis.redactions.items(), key=lambda count: (-count[1], count[0]))
    return Method(
        sources=_source_rows(index),
        omitted=_omitted(index),
        redactions=tuple((words.maybe(f"redaction.{kind.lower()}", kind), n) for kind, n in redactions if n),
        encoder=words.maybe(f"encoder.{analysis.encoder.partition('-')[0]}", analysis.encoder),
        taxonomy=words.named(analysis.taxonomy.names),
        n_unsure=index.n_unsure,
        unsure=words.percent(index.n_unsure / len(index.segments)) if index.segments else "",
        themes_note=translate_note(words, analysis.themes.note) if analysis.themes.note else None,
        personas_method=personas.method,
        left_out=reasons_left_out(index, personas),
    )


def _source_rows(index: StudyIndex) -> tuple[SourceRow, ...]:
    corpus = index.analysis.corpus
    documents = Counter(document.source for document in corpus.documents)
    statements = Counter(segment.source for segment in index.segments)
    people: dict[str, set[str]] = defaultdict(set)
    for segment in index.segments:
        people[segment.source].add(segment.respondent_id)
    return tuple(
        SourceRow(
            path=source.path,
            kind=source.kind,
            status=source.status,
            reader=source.reader,
            documents=documents[source.path],
            statements=statements[source.path],
            people=len(people[source.path]),
            reason=translate_note(index.words, source.reason) if source.reason else None,
            notes=tuple(translate_note(index.words, note) for note in source.notes),
        )
        for source in corpus.sources
    )


def _omitted(index: StudyIndex) -> tuple[str, ...]:
    corpus = index.analysis.corpus
    respondents = {respondent.respondent_id for respondent in corpus.respondents}
    counts = {
        "skipped": sum(source.status == "skipped" for source in corpus.sources),
        "partial": sum(source.status == "partial" for source in corpus.sources),
        "empty": index.analysis.n_empty,
        "foreign": sum(not is_readable(segment.language, segment.text) for segment in index.segments),
        "context": len(index.analysis.context),
        # They appear nowhere else in the report.
        "silent": len(respondents - set(index.people)),
    }
    sentences = [index.words(f"method.omitted_{name}", n=n) for name, n in counts.items() if n]
    return tuple(sentences) or (index.words("method.omitted_nothing"),)
