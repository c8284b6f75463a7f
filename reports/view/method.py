"""How the report was made: what was read, what was left out and why, and by what means."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from reports.view.facts import Facts
from reports.view.notes import Note, told
from reports.view.personas import left_out
from reports.view.records import SourceRow
from voc.schema import Personas


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


def method(facts: Facts, personas: Personas) -> Method:
    """What the reader needs to judge the rest."""
    analysis, words = facts.analysis, facts.words
    kinds = sorted(analysis.redactions.items(), key=lambda pair: (-pair[1], pair[0]))
    return Method(
        sources=_sources(facts),
        omitted=_omitted(facts),
        redactions=tuple((words.maybe(f"redaction.{kind.lower()}", kind), n) for kind, n in kinds if n),
        encoder=words.maybe(f"encoder.{analysis.encoder}", analysis.encoder),
        taxonomy=words.named(analysis.taxonomy.names),
        n_unsure=facts.n_unsure,
        unsure=words.percent(facts.n_unsure / len(facts.segments)) if facts.segments else "",
        themes_note=told(words, analysis.themes.note) if analysis.themes.note else None,
        personas_method=personas.method,
        left_out=left_out(facts, personas),
    )


def _sources(facts: Facts) -> tuple[SourceRow, ...]:
    documents = Counter(document.source for document in facts.analysis.corpus.documents)
    statements = Counter(segment.source for segment in facts.segments)
    people: dict[str, set[str]] = defaultdict(set)
    for segment in facts.segments:
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
            reason=source.reason,
            notes=tuple(told(facts.words, note) for note in source.notes),
        )
        for source in facts.analysis.corpus.sources
    )


def _omitted(facts: Facts) -> tuple[str, ...]:
    analysis, words = facts.analysis, facts.words
    skipped = sum(source.status == "skipped" for source in analysis.corpus.sources)
    partly = sum(source.status == "partial" for source in analysis.corpus.sources)
    silent = len({person.respondent_id for person in analysis.corpus.respondents} - set(facts.people))
    counts = {
        "skipped": skipped,
        "partial": partly,
        "empty": analysis.n_empty,
        "context": len(analysis.context),
        "silent": silent,
    }
    lines = [words(f"method.omitted_{name}", n=n) for name, n in counts.items() if n]
    return tuple(lines) or (words("method.omitted_nothing"),)
