"""`check_personas`: does data/personas.json prove what it says?

Every line is counted again from data/segments.csv and data/respondents.csv. Nothing that the writer computed is
trusted; shared with it are only the rules that say what a segment is evidence of and how attributes are banded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean
from typing import Any

from personas.build import FITS_NO_GROUP
from personas.differences import LEVEL, attribute_counts, cramers_v
from personas.document import CounterEntry, FeelingEntry, LineEntry, PersonaEntry, PersonasDocument, QuoteEntry
from personas.evidence import AGAINST, NO_SUBJECT, SAID_KINDS, ReadSegment, statement_kinds_of
from voc.schema import Difference, Respondent
from voc.study.codec import DecodeError, decode
from voc.study.verify import StudyTables

FILE = "data/personas.json"
_NO_ATTRIBUTES = {"respondent_id", "source", "n_segments"}
_ROUNDING, _TABLE_ROUNDING = 1e-3, 2e-3
"""Figures may differ by this much: the document has four decimals; what is recounted from tables rests on three."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _CheckContext:
    """The document beside the rows of the tables that it is checked against."""

    document: PersonasDocument
    segments: Mapping[str, Row]
    """Rows of segments.csv by segment id."""
    respondents: tuple[Respondent, ...]
    theme_names: Mapping[str, str]
    touchpoint_names: Mapping[str, str]
    persona_of: Mapping[str, str]
    """The persona id of each member."""


def check_personas(study: StudyTables) -> list[str]:
    """Everything in data/personas.json that the document itself or the tables contradict, as sentences."""
    try:
        document: PersonasDocument = decode(PersonasDocument, study.personas)
    except DecodeError as error:
        return [f"{FILE}: {_malformed_persona(study.personas)}{error}. Run `voc run` again."]
    context = _CheckContext(
        document,
        {row["segment_id"]: row for row in study.segments},
        tuple(_respondent(row) for row in study.respondents),
        {row["theme_id"]: row["name"] for row in study.themes},
        {row["touchpoint_id"]: row["name"] for row in study.touchpoints if row["touchpoint_id"]},
        {person: persona.persona_id for persona in document.personas for person in persona.respondents},
    )
    # Recounting needs every id to resolve, so it comes after the ids were found in order.
    findings = list(_check_ids(context)) or list(_recount(context))
    return [f"{FILE}: {finding}" for finding in findings]


def _malformed_persona(document: Any) -> str:
    """Return the id of the first persona that cannot be decoded, with a colon; "" where there is none."""
    personas = document.get("personas") if isinstance(document, dict) else None
    for persona in personas if isinstance(personas, list) else ():
        try:
            decode(PersonaEntry, persona)
        except DecodeError:
            return f"{persona.get('persona_id')}: " if isinstance(persona, dict) else ""
    return ""


def _respondent(row: Row) -> Respondent:
    attributes = {name: value for name, value in row.items() if name not in _NO_ATTRIBUTES and value}
    return Respondent(row["respondent_id"], "", (), attributes)


# -------------------------------------------------------------------------------------- ids, counts and membership


def _check_ids(context: _CheckContext) -> Iterator[str]:
    """Yield contradictions inside the document, and ids that do not resolve."""
    document = context.document
    if bool(document.personas) == bool(document.refusal):
        yield f"must hold either personas or a refusal; found {len(document.personas)} personas."
    for persona in document.personas:
        yield from _check_persona(persona, context)
    # Each persona counts once, because `_check_list` finds people who are named twice in one.
    n_personas = Counter(person for persona in document.personas for person in set(persona.respondents))
    for person in sorted(person for person, n in n_personas.items() if n > 1):
        yield f"{person} is a member of {n_personas[person]} personas."
    for profile in document.profiles:
        person, persona_id = profile.respondent_id, context.persona_of.get(profile.respondent_id, "")
        where = f"profile of {person}"
        if profile.persona_id != persona_id:
            yield f"{where}: the person is in {persona_id or 'no persona'}, but the profile says otherwise."
        yield from _check_quote(profile.quote, f"{where}: quote", context, {person})
        for line in profile.traits:
            yield from _check_line(line, f"{where}: {line.kind} ({line.subject_id})", context, {person})
    for entry in document.left_out:
        if entry.respondent_id in context.persona_of:
            yield f"{entry.respondent_id} is both left out and a member of {context.persona_of[entry.respondent_id]}."


def _check_persona(persona: PersonaEntry, context: _CheckContext) -> Iterator[str]:
    where, members = persona.persona_id, set(persona.respondents)
    yield from _check_list(persona.respondents, where, "respondents")
    for person in sorted(members - {row["respondent_id"] for row in context.segments.values()}):
        yield f"{where}: respondent {person} says nothing in the study."
    if persona.n != len(persona.respondents):
        yield f"{where}: n is {persona.n}, but {len(persona.respondents)} respondents are listed."
    yield from _check_quote(persona.quote, f"{where}: quote", context, members)
    for name, line in _lines(persona):
        yield from _check_line(line, f"{where}: {name}", context, members)
    for difference in persona.differences:
        if not 0 <= difference.p_value <= LEVEL:
            yield f"{where}: differences ({difference.subject_id}): p_value must be 0–{LEVEL}."
    for feeling in persona.feelings:
        for end, segment_id in (("best", feeling.best), ("worst", feeling.worst)):
            if segment_id is not None and context.segments.get(segment_id, {}).get("respondent_id") not in members:
                yield f"{where}: feelings ({feeling.phase_id}): {end} {segment_id} is no member's segment."
        if feeling.n > len(members):
            yield f"{where}: feelings ({feeling.phase_id}): {feeling.n} people felt it, of {len(members)} members."


def _lines(persona: PersonaEntry) -> Iterator[tuple[str, LineEntry | CounterEntry]]:
    """All lines of a persona, each with its place in the document."""
    for key in ("traits", "channels", "touchpoints", "counter"):
        for line in getattr(persona, key):
            yield f"{key} ({line.kind}, {line.subject_id})", line


def _check_list(values: Sequence[str], where: str, key: str) -> Iterator[str]:
    if not values:
        yield f"{where}: names no {key}."
    if len(set(values)) < len(values):
        yield f"{where}: names some of its {key} twice."


def _check_line(line: LineEntry | CounterEntry, where: str, context: _CheckContext, members: set[str]) -> Iterator[str]:
    people = set(line.respondents)
    yield from _check_list(line.respondents, where, "respondents")
    yield from _check_list(line.segments, where, "segments")
    if line.n != len(line.respondents):
        yield f"{where}: n is {line.n}, but {len(line.respondents)} respondents are listed."
    if line.n_of != len(members):
        yield f"{where}: n_of is {line.n_of}, but there are {len(members)} members."
    owners = {segment_id: context.segments.get(segment_id, {}).get("respondent_id") for segment_id in line.segments}
    for segment_id, owner in owners.items():
        if owner is None:
            yield f"{where}: segment {segment_id} does not exist."
        elif owner not in people:
            yield f"{where}: segment {segment_id} is by {owner}, who is not named as showing it."
    for person in sorted(people - members):
        yield f"{where}: {person} is no member of the persona."
    for person in sorted(people - set(owners.values())):
        yield f"{where}: no segment proves that {person} shows it."
    if not line.quotes:
        yield f"{where}: has no quote."
    for quote in line.quotes:
        yield from _check_quote(quote, f"{where}: quote", context, people)
        if quote.segment_id not in owners:
            yield f"{where}: quote {quote.segment_id} is not among its evidence."


def _check_quote(quote: QuoteEntry, where: str, context: _CheckContext, people: set[str]) -> Iterator[str]:
    row = context.segments.get(quote.segment_id)
    if row is None:
        yield f"{where}: segment {quote.segment_id} does not exist."
        return
    owner = row["respondent_id"]
    if owner not in people:
        yield f"{where}: segment {quote.segment_id} is by {owner}, who is not named here."
    if quote.respondent_id != owner:
        yield f"{where}: segment {quote.segment_id} is by {owner}, not {quote.respondent_id}."
    if quote.text != row["text"] or not quote.text.strip():
        yield f"{where}: the text is not that of segment {quote.segment_id}."


# ---------------------------------------------------------------------------------------------------------- recount


def _recount(context: _CheckContext) -> Iterator[str]:
    """Yield numbers and texts of the document that the tables contradict."""
    document = context.document
    rows: dict[str, list[Row]] = {}
    for row in context.segments.values():
        if row["role"] == "participant":
            rows.setdefault(row["respondent_id"], []).append(row)
    if document.n_of != len(rows):
        yield f"n_of is {document.n_of}, but {len(rows)} people say something in data/segments.csv."
    named = context.persona_of.keys() | {entry.respondent_id for entry in document.left_out}
    for person in sorted(rows.keys() - named) if document.personas else ():
        yield f"{person} is in no persona and not named as left out."
    for persona in document.personas:
        yield from _recount_persona(persona, context, rows)
    for profile in document.profiles:
        where = f"profile of {profile.respondent_id}"
        if profile.n_segments != len(rows.get(profile.respondent_id, ())):
            yield f"{where}: n_segments is not what data/segments.csv holds."
        for line in profile.traits:
            yield from _recount_line(line, f"{where}: {line.kind} ({line.subject_id})", context)


def _recount_persona(persona: PersonaEntry, context: _CheckContext, rows: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """``rows`` are the participants' rows of segments.csv by respondent."""
    where = persona.persona_id
    if abs(persona.share - persona.n / max(len(rows), 1)) > _ROUNDING:
        yield f"{where}: share is not n / n_of."
    for name, line in _lines(persona):
        yield from _recount_line(line, f"{where}: {name}", context)
    n_others = _count_others(context, persona)
    for line in persona.traits:
        yield from _recount_subject(line, f"{where}: {line.kind} ({line.subject_id})", context, n_others[1])
    counted = set(attribute_counts(context.respondents, persona.respondents))
    for attribute in sorted({count.attribute for count in counted ^ set(persona.attributes)}):
        yield f"{where}: attribute '{attribute}' is not what data/respondents.csv holds."
    for difference in persona.differences:
        yield from _recount_difference(difference, persona, context, n_others)
    own = [row for person in persona.respondents for row in rows.get(person, ())]
    for feeling in persona.feelings:
        yield from _recount_feeling(feeling, where, own)


def _recount_line(line: LineEntry | CounterEntry, where: str, context: _CheckContext) -> Iterator[str]:
    for segment_id in line.segments:
        row = context.segments[segment_id]
        # A channel is about all of its touchpoints, and the table does not say which ones these are.
        is_about = line.subject_id == NO_SUBJECT or line.subject_id in (row["theme_id"], row["touchpoint_id"])
        if not (bool(row["touchpoint_id"]) if line.kind == "channel" else is_about):
            yield f"{where}: segment {segment_id} is about something else."
        if isinstance(line, CounterEntry):
            if row["sentiment"] != AGAINST.get(line.kind):
                yield f"{where}: segment {segment_id} does not speak against it."
        elif line.kind in SAID_KINDS and line.kind not in _kinds(
            row["text"], row["language"], row["statement"], row["sentiment"]
        ):
            yield f"{where}: segment {segment_id} is no {line.kind}."
    for span in line.spans if isinstance(line, LineEntry) else ():
        text = context.segments.get(span.segment_id, {}).get("text", "")[span.start : span.end]
        if span.segment_id not in line.segments or not text or text != span.text:
            yield f"{where}: the span in {span.segment_id} is not its text."


@lru_cache(maxsize=20_000)  # a segment is evidence of many lines
def _kinds(text: str, language: str, statement: str, sentiment: str) -> frozenset[str]:
    # The table does not hold how sure the reading was, so it is taken for sure.
    return frozenset(statement_kinds_of(ReadSegment(text, language, statement, sentiment, 1.0), 0))


def _count_others(context: _CheckContext, persona: PersonaEntry) -> tuple[int, int]:
    """Return the smallest and the largest number of people that the members may have been compared with."""
    entries = context.document.left_out
    in_others = len(context.persona_of.keys() - set(persona.respondents))
    return in_others + sum(entry.reason == FITS_NO_GROUP for entry in entries), in_others + len(entries)


def _recount_subject(line: LineEntry, where: str, context: _CheckContext, n_others: int) -> Iterator[str]:
    """Check the name of the subject, and that some number of the others gives the lift."""
    if line.subject_id != NO_SUBJECT:
        # A line of a touchpoint must not be passed off as one of a theme, or the other way round.
        names = {} if line.kind == "touchpoint" else dict(context.theme_names)
        names |= {} if line.kind == "theme" else context.touchpoint_names
        if line.subject_id not in names:
            yield f"{where}: there is no such subject of this kind."
        elif line.subject != names[line.subject_id]:
            yield f"{where}: the subject is called '{names[line.subject_id]}' in the tables."
    share = line.n / line.n_of
    lift = line.lift
    if lift is not None and n_others and not share - _TABLE_ROUNDING <= lift <= share * n_others + _TABLE_ROUNDING:
        yield f"{where}: lift is {lift}, which no number of the {n_others} others gives."


def _recount_difference(
    difference: Difference, persona: PersonaEntry, context: _CheckContext, n_others: tuple[int, int]
) -> Iterator[str]:
    where = f"{persona.persona_id}: differences ({difference.subject_id})"
    members = set(persona.respondents)
    n_in, of_in, n_out, of_out = difference.n_in, difference.of_in, difference.n_out, difference.of_out
    is_possible = 0 <= n_in <= of_in and 0 <= n_out <= of_out and of_in > 0 and of_out > 0
    if not is_possible or of_in + of_out > len(context.respondents):
        yield f"{where}: {n_in} of {of_in} against {n_out} of {of_out} is impossible."
        return
    # Cliff's delta rests on every person's number and cannot be had from the counts.
    effect = difference.effect
    if difference.measure == "risk_difference":
        effect = n_in / of_in - n_out / of_out
    elif difference.measure == "cramers_v":
        effect = cramers_v(n_in, of_in, n_out, of_out)
        held = [
            respondent.attributes[difference.subject_id]
            for respondent in context.respondents
            if respondent.respondent_id in members and difference.subject_id in respondent.attributes
        ]
        if (n_in, of_in) != (held.count(difference.value), len(held)):
            yield f"{where}: {n_in} of {of_in} is not what data/respondents.csv holds."
    if abs(effect - difference.effect) > _ROUNDING:
        yield f"{where}: the effect is not what the counts give."
    if difference.kind == "trait":
        if of_in != persona.n:
            yield f"{where}: of_in is {of_in}, but the persona has {persona.n} members."
        if not n_others[0] <= of_out <= n_others[1]:
            yield f"{where}: of_out is {of_out}, but the members are compared with {n_others[0]} others."
        for line in persona.traits:
            if (line.kind, line.subject_id) == (difference.value, difference.subject_id) and line.n != n_in:
                yield f"{where}: n_in is {n_in}, but {line.n} members show it."


def _recount_feeling(feeling: FeelingEntry, where: str, rows: Sequence[Row]) -> Iterator[str]:
    """The mean over people of their mean polarity.

    Segments that speak of further touchpoints count at each of them, and the table does not name those; where it has
    fewer rows than the feeling, nothing can be said.
    """
    touchpoint = feeling.touchpoint_id
    own = [row for row in rows if row["phase_id"] == feeling.phase_id and touchpoint in ("", row["touchpoint_id"])]
    name = f"{where}: feelings ({' '.join(filter(None, (feeling.phase_id, touchpoint)))})"
    if len(own) > feeling.n_segments:
        yield f"{name}: {feeling.n_segments} segments, but data/segments.csv has {len(own)}."
    elif own and len(own) == feeling.n_segments:
        polarities: dict[str, list[float]] = {}
        for row in own:
            polarities.setdefault(row["respondent_id"], []).append(float(row["polarity"]))
        mean = fmean(fmean(values) for values in polarities.values())
        if feeling.n != len(polarities) or abs((feeling.polarity or 0.0) - mean) > _TABLE_ROUNDING:
            yield f"{name}: people or polarity are not what data/segments.csv gives."
