"""The list of all statements, each with its source, and the filters for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.view.context import StatementContext, build_context
from reports.view.documents import page_names
from reports.view.overview import language_name
from reports.view.page_records import FilterChoice, StatementEntry
from reports.view.personas import MOST_PROFILES
from reports.view.study_index import StudyIndex
from voc.schema import SENTIMENTS, Personas

MOST_STATEMENTS = 3000
MOST_CHARACTERS = 1_000_000
"""Above either of these, only the statements that the page refers to are in it as HTML; a script lays out the rest on
demand."""
ROOM = 2_100_000
"""Bytes for the rest, so that the page of 10,000 statements stays under 3 MB; with more, all statements go on pages
beside the report."""
STATEMENTS_IN_ROOM, MOST_STATEMENTS_IN_REPORT = 10_000, 20_000
"""Between these numbers of statements the room grows with their number."""
BYTES_PER_STATEMENT = 70
"""What a statement of the rest takes beside its texts: ids, numbers, neighbours, commas and quotation marks."""
# In JSON inside a page each of them is written as "\u003c", which takes five bytes more.
ESCAPED_CHARACTERS, BYTES_PER_ESCAPE = "'&<>", 5
QUESTION_LIMIT = 140
"""Characters of a question above a statement; it is ours to cut, a statement is not."""


@dataclass(frozen=True, slots=True)
class StatementList:
    """The statements in the order of the sources: ``voices`` as HTML, ``rest`` laid out on demand, ``beyond`` on pages
    beside the report. ``context`` has the surroundings of each, None where some are not in the report; ``note``
    says what is not in it; the other fields are the values of the filters."""

    voices: tuple[StatementEntry, ...]
    rest: tuple[StatementEntry, ...]
    note: str
    moods: tuple[FilterChoice, ...]
    languages: tuple[FilterChoice, ...]
    kinds: tuple[FilterChoice, ...]
    touchpoints: tuple[FilterChoice, ...]
    themes: tuple[FilterChoice, ...]
    personas: tuple[FilterChoice, ...]
    sources: tuple[FilterChoice, ...]
    phases: tuple[FilterChoice, ...]
    people: tuple[FilterChoice, ...] = ()
    beyond: tuple[StatementEntry, ...] = ()
    context: StatementContext | None = None


def build_statements(index: StudyIndex, personas: Personas) -> StatementList:
    """All statements. Call it last: in a large study the page holds those that were quoted before."""
    total = len(index.segments)
    n_characters = sum(len(segment.text) for segment in index.segments)
    complete = total <= MOST_STATEMENTS and n_characters <= MOST_CHARACTERS
    shown = set(range(total)) if complete else set(index.quoted)
    filters = _filters(index, personas)
    offered = frozenset(choice.token for choices in filters.values() for choice in choices)
    writer = _EntryWriter(index, personas, offered)
    voices = tuple(writer.entry(position) for position in sorted(shown))
    rest = tuple(writer.entry(position) for position in range(total) if position not in shown)
    context = build_context(index)
    room = ROOM * max(1, min(total, MOST_STATEMENTS_IN_REPORT) / STATEMENTS_IN_ROOM)
    fits = sum(map(_size, rest)) + sum(map(_text_size, context.questions)) <= room
    note = "" if fits else index.words("voices.partial", n=len(voices), total=total)
    rest, beyond = (rest, ()) if fits else ((), rest)
    return StatementList(voices, rest, note, beyond=beyond, context=context if fits else None, **filters)


def _filters(index: StudyIndex, personas: Personas) -> dict[str, tuple[FilterChoice, ...]]:
    """Name of a filter → its values; what they all have in common makes no filter."""
    words, analysis = index.words, index.analysis
    languages = Counter(segment.language for segment in index.segments)
    codes = sorted(languages, key=lambda code: (not code, -languages[code], code))
    # A touchpoint that nobody speaks of would filter the list down to nothing.
    tagged = set(analysis.tags.touchpoint.tolist())
    themes = [FilterChoice(f"t{number}", theme.name) for number, theme in enumerate(analysis.themes.themes)]
    people = index.people if index.total <= MOST_PROFILES else ()
    return {
        "moods": tuple(
            FilterChoice(f"m{number}", words(f"sentiment.{name}")) for number, name in enumerate(SENTIMENTS)
        ),
        "languages": _choices((f"l-{code}", language_name(index, code)) for code in codes),
        "kinds": _choices(
            (f"k-{kind}", words(f"kind.{kind}")) for kind in sorted({segment.kind for segment in index.segments})
        ),
        "touchpoints": tuple(
            FilterChoice(f"c{number}", words.named(touchpoint.names))
            for number, touchpoint in enumerate(analysis.taxonomy.touchpoints)
            if number in tagged
        ),
        "themes": tuple(sorted(themes, key=lambda choice: (choice.name.casefold(), choice.token))),
        "personas": tuple(FilterChoice(f"p{number}", card.title) for number, card in enumerate(personas.personas)),
        "people": _choices((f"r{number}", index.labels.get(person, person)) for number, person in enumerate(people)),
        "sources": _choices(
            (f"f{number}", index.source_names.get(source, source)) for source, number in _source_order(index).items()
        ),
        "phases": tuple(
            FilterChoice(f"a{number}", words.named(phase.names))
            for number, phase in enumerate(analysis.taxonomy.phases)
        ),
    }


def _source_order(index: StudyIndex) -> dict[str, int]:
    return {source: number for number, source in enumerate(sorted({segment.source for segment in index.segments}))}


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[FilterChoice, ...]:
    """The values of a filter; none where there is only one, which would filter nothing."""
    choices = tuple(FilterChoice(token, name) for token, name in pairs)
    return choices if len(choices) > 1 else ()


def _size(entry: StatementEntry) -> int:
    texts = (entry.quote.text, entry.quote.person, entry.quote.place, entry.tokens)
    return sum(map(_text_size, texts)) + BYTES_PER_STATEMENT


def _text_size(text: str) -> int:
    return len(text.encode()) + BYTES_PER_ESCAPE * sum(map(text.count, ESCAPED_CHARACTERS))


class _EntryWriter:
    """Makes entries of the list with tokens of the filters that the page offers."""

    def __init__(self, index: StudyIndex, personas: Personas, offered: frozenset[str]) -> None:
        self.index, self.offered = index, offered
        self.sources = _source_order(index)
        self.pages = page_names(document for document in index.documents.values() if document.turns)
        self.persona_of: Mapping[str, int] = {
            person: number for number, persona in enumerate(personas.personas) for person in persona.respondents
        }
        self.profiled: frozenset[str] = frozenset()
        if index.total <= MOST_PROFILES:
            self.profiled = frozenset(profile.respondent_id for profile in personas.profiles)

    def entry(self, position: int) -> StatementEntry:
        """The statement at a position with everything that is known about it."""
        segment = self.index.segments[position]
        # A survey repeats its question above every answer, so a long one would push the answers apart.
        question = segment.question.strip()
        if len(question) > QUESTION_LIMIT:
            question = question[:QUESTION_LIMIT].rsplit(" ", 1)[0] + " …"
        return StatementEntry(
            place=position,
            quote=self.index.quote(position),
            about=" · ".join(self._subjects(position)),
            question=question,
            tokens=" ".join(token for token in self._tokens(position) if token in self.offered),
            profile=segment.respondent_id if segment.respondent_id in self.profiled else "",
            document=self.pages[segment.document_id],
        )

    def _subjects(self, position: int) -> list[str]:
        analysis = self.index.analysis
        touchpoint, theme = int(analysis.tags.touchpoint[position]), int(analysis.themes.assignment[position])
        subjects = []
        if touchpoint >= 0:
            subjects.append(self.index.words.named(analysis.taxonomy.touchpoints[touchpoint].names))
        if theme >= 0:
            subjects.append(analysis.themes.themes[theme].name)
        return subjects

    def _tokens(self, position: int) -> list[str]:
        index, analysis, segment = self.index, self.index.analysis, self.index.segments[position]
        touchpoint, theme = int(analysis.tags.touchpoint[position]), int(analysis.themes.assignment[position])
        tokens = [f"m{int(analysis.readings.sentiment[position])}", f"l-{segment.language}", f"k-{segment.kind}"]
        tokens.append(f"f{self.sources[segment.source]}")
        if touchpoint >= 0:
            phase_id = analysis.taxonomy.touchpoints[touchpoint].phase_id
            tokens += [f"c{touchpoint}", f"a{index.phase_order.get(phase_id, -1)}"]
        if theme >= 0:
            tokens.append(f"t{theme}")
        if segment.respondent_id in self.persona_of:
            tokens.append(f"p{self.persona_of[segment.respondent_id]}")
        if segment.respondent_id in index.person_order:
            tokens.append(f"r{index.person_order[segment.respondent_id]}")
        return tokens
