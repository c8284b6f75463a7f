"""Every statement with its source, and what it can be filtered by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from reports.view.facts import Facts
from reports.view.head import language_name
from reports.view.profiles import IN_REPORT
from reports.view.records import Choice, Voice
from voc.schema import SENTIMENTS, Personas

LIMIT = 3000
CHARACTERS = 1_000_000
"""Above either of these only the statements that the page refers to stand in it as text; a script lays out the rest."""
ROOM = 2_100_000
"""What the rest may take, in bytes, so that the page stays under 3 MB."""
OVERHEAD = 64
"""Bytes that a statement of the rest takes beside its text and tokens …"""
ESCAPED, ESCAPE = "'&<>", 5
"""… and those that each of these characters takes more."""
QUESTION_LENGTH = 140


@dataclass(frozen=True, slots=True)
class Voices:
    """The statements in the order of the sources: ``voices`` as text, ``rest`` laid out on demand, each with its place
    among all, ``beyond`` on pages beside the report. ``note`` says what is not in the report."""

    voices: tuple[Voice, ...]
    rest: tuple[Voice, ...]
    note: str
    moods: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    touchpoints: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    personas: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    phases: tuple[Choice, ...]
    people: tuple[Choice, ...] = ()
    beyond: tuple[Voice, ...] = ()


def voices(facts: Facts, personas: Personas) -> Voices:
    """All statements, or those that the page refers to. Call it last: it reads what was quoted before."""
    analysis, words = facts.analysis, facts.words
    total = len(facts.segments)
    complete = total <= LIMIT and sum(len(segment.text) for segment in facts.segments) <= CHARACTERS
    positions = list(range(total)) if complete else sorted(facts.used)
    spoken = Counter(segment.language for segment in facts.segments)
    codes = sorted(spoken, key=lambda code: (not code, -spoken[code], code))
    kinds = sorted({segment.kind for segment in facts.segments})
    sources = sorted({segment.source for segment in facts.segments})
    owner = {person: number for number, one in enumerate(personas.personas) for person in one.respondents}
    places = {source: number for number, source in enumerate(sources)}
    touchpoints = analysis.taxonomy.touchpoints
    used = set(analysis.tags.touchpoint.tolist())
    filters = {
        "moods": tuple(Choice(f"m{number}", words(f"sentiment.{name}")) for number, name in enumerate(SENTIMENTS)),
        "languages": _choices((f"l-{code}", language_name(facts, code)) for code in codes),
        "kinds": _choices((f"k-{kind}", words(f"kind.{kind}")) for kind in kinds),
        "touchpoints": tuple(
            Choice(f"c{number}", words.named(one.names)) for number, one in enumerate(touchpoints) if number in used
        ),
        "themes": tuple(
            sorted(
                (Choice(f"t{number}", one.name) for number, one in enumerate(analysis.themes.themes)),
                key=lambda choice: (choice.name.casefold(), choice.token),
            )
        ),
        "personas": tuple(Choice(f"p{number}", one.title) for number, one in enumerate(personas.personas)),
        "people": _people(facts),
        "sources": _choices((f"f{places[source]}", facts.source_names.get(source, source)) for source in sources),
        "phases": tuple(
            Choice(f"a{number}", words.named(phase.names)) for number, phase in enumerate(analysis.taxonomy.phases)
        ),
    }
    offered = frozenset(choice.token for choices in filters.values() for choice in choices)
    profiled = frozenset(one.respondent_id for one in personas.profiles) if facts.total <= IN_REPORT else frozenset()
    tell = partial(_voice, facts, profiled=profiled, owner=owner, places=places, offered=offered)
    others = [] if complete else sorted(set(range(total)) - set(positions))
    told, rest = tuple(map(tell, positions)), tuple(map(tell, others))
    fits = sum(map(_size, rest)) <= ROOM
    note = "" if fits else words("voices.partial", n=len(positions), total=total)
    return Voices(voices=told, rest=rest if fits else (), beyond=() if fits else rest, note=note, **filters)


def _people(facts: Facts) -> tuple[Choice, ...]:
    """Everybody, of a study so small that its report holds profiles."""
    names = enumerate(facts.people) if facts.total <= IN_REPORT else ()
    return _choices((f"r{number}", facts.labels.get(person, person)) for number, person in names)


def _size(voice: Voice) -> int:
    text = voice.quote.text
    return len(text.encode()) + ESCAPE * sum(map(text.count, ESCAPED)) + len(voice.tokens) + OVERHEAD


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    """A filter with a single value filters nothing, and is left out."""
    choices = tuple(Choice(token, name) for token, name in pairs)
    return choices if len(choices) > 1 else ()


def _voice(
    facts: Facts,
    position: int,
    *,
    profiled: frozenset[str],
    owner: Mapping[str, int],
    places: Mapping[str, int],
    offered: frozenset[str],
) -> Voice:
    analysis, segment = facts.analysis, facts.segments[position]
    touchpoint = int(analysis.tags.touchpoint[position])
    theme = int(analysis.themes.assignment[position])
    tokens = [
        f"m{int(analysis.readings.sentiment[position])}",
        f"l-{segment.language}",
        f"k-{segment.kind}",
        f"f{places[segment.source]}",
    ]
    about = []
    if touchpoint >= 0:
        one = analysis.taxonomy.touchpoints[touchpoint]
        tokens += [f"c{touchpoint}", f"a{facts.phase_order.get(one.phase_id, -1)}"]
        about.append(facts.words.named(one.names))
    if theme >= 0:
        tokens.append(f"t{theme}")
        about.append(analysis.themes.themes[theme].name)
    if segment.respondent_id in owner:
        tokens.append(f"p{owner[segment.respondent_id]}")
    if segment.respondent_id in facts.person_order:
        tokens.append(f"r{facts.person_order[segment.respondent_id]}")
    question = segment.question.strip()
    if len(question) > QUESTION_LENGTH:
        question = question[:QUESTION_LENGTH].rsplit(" ", 1)[0] + " …"
    return Voice(
        position,
        facts.quote(position),
        " · ".join(about),
        question,
        " ".join(token for token in tokens if token in offered),
        segment.respondent_id if segment.respondent_id in profiled else "",
    )
