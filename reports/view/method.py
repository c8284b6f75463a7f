"""How the report was made: what was read, what was left out and why, and by which means.

Readers of files write their notes in English. The frequent ones are in both catalogues as ``note.*`` with fields: a
note that matches the English sentence as a whole is shown in the report's language. Any other stays as it is, marked
as English.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from reports.language import Catalogue, load_words
from reports.view.page_records import Note, SourceRow
from reports.view.personas import reasons_left_out
from reports.view.study_index import StudyIndex
from voc.schema import Personas
from voc.text.language import is_readable

_FIELD = re.compile(r"\\{(\w+)\\}")
_QUOTED = re.compile(r"'(.+?)'(?=[,.) ]|$)")


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
            reason=source.reason,
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


@dataclass(frozen=True, slots=True)
class NoteMatch:
    """A note that the catalogue has: its key, and the parts of the note that fill the fields of its sentence."""

    key: str
    fields: Mapping[str, str]


def translate_note(words: Catalogue, note: str) -> Note:
    """A reader's note in the report's language, where the catalogue has it.

    >>> translate_note(load_words("de"), "Overall rating: 'Stars'.")
    Note(text='Gesamtbewertung: „Stars“.', language='')
    >>> translate_note(load_words("de"), "Something rare.").language
    'en'
    """
    if words.language == "en":
        return Note(note)
    match = match_note(note)
    if match is None:
        return Note(note, "en")
    # Our own words are translated; names from the file stay, in German quotation marks where the note quotes them.
    fields = {
        name: words.maybe(note_value_key(value), _QUOTED.sub("„\\1“", value)) for name, value in match.fields.items()
    }
    if "note" in match.fields:
        # A note about one of several interviews of a file.
        fields["note"] = translate_note(words, match.fields["note"]).text
    return Note(words(match.key, **fields))


def match_note(note: str) -> NoteMatch | None:
    """The entry of the catalogue whose English sentence is this note; None where there is none."""
    # The first match wins; a test makes sure that each sentence matches its own pattern first.
    for key, pattern in _note_patterns().items():
        match = pattern.fullmatch(note)
        if match:
            return NoteMatch(key, match.groupdict())
    return None


def note_value_key(value: str) -> str:
    """The key of our own words in a field of a note.

    >>> note_value_key("asks most of the questions")
    'note_value.asks_most_of_the_questions'
    """
    return f"note_value.{re.sub(r'[^a-z]+', '_', value)}"


@cache
def _note_patterns() -> dict[str, re.Pattern[str]]:
    """Key of a note → a pattern of its English sentence, with a group for each field."""
    return {
        key: re.compile(_FIELD.sub(r"(?P<\1>.+?)", re.escape(sentence)), re.DOTALL)
        for key, sentence in load_words("en").entries.items()
        if key.startswith("note.") and isinstance(sentence, str)
    }
