"""The words of a codebook that voc writes: names of its branches and fixed codes, by language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from voc.ingest.projects.refi_records import (
    Case,
    Coding,
    Project,
    RefiCode,
    RefiNote,
    RefiSet,
    Selection,
    TextSource,
    User,
    Variable,
    VariableType,
    VariableValue,
    guid_of,
)
from voc.ingest.projects.refi_writer import codebook_xml, pack_project, portable
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Analysis, Document, Language, Personas, Source, in_language
from voc.version import __version__

BRANCHES: dict[str, dict[Language, str]] = {
    "theme": {"de": "Themen", "en": "Themes"},
    "touchpoint": {"de": "Touchpoints", "en": "Touchpoints"},
    "sentiment": {"de": "Stimmung", "en": "Sentiment"},
    "emotion": {"de": "Emotionen", "en": "Emotions"},
    "statement": {"de": "Art der Aussage", "en": "Kind of statement"},
    "pain_point": {"de": "Schmerzpunkte", "en": "Pain points"},
}
"""What stands at the top of the codebook, in this order."""

FIXED_CODES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "sentiment": tuple(zip(SENTIMENTS, ("negativ", "neutral", "positiv"), SENTIMENTS, strict=True)),
    "emotion": tuple(
        zip(
            EMOTIONS,
            (
                *("Freude", "Dankbarkeit", "Vertrauen", "Überraschung"),
                *("Verwirrung", "Frustration", "Enttäuschung", "Sorge"),
            ),
            EMOTIONS,
            strict=True,
        )
    ),
    "statement": tuple(
        zip(
            STATEMENTS,
            ("Ärgernis", "Lob", "Ziel", "Bedürfnis", "Verhalten", "Motivation", "Vorschlag", "Sonstiges"),
            STATEMENTS,
            strict=True,
        )
    ),
}
"""Branch → (key, German, English) of each code."""

COLOURS = {"negative": "#b3531f", "neutral": "#8a8a8a", "positive": "#1f7a6b"}

_SENTENCES: dict[str, dict[Language, str]] = {
    "description": {
        "de": "Codiert von voc {version}: maschinelle Lesung, zum Prüfen. Positionen zählen Codepoints.",
        "en": "Coded by voc {version}: read by a machine, to be checked. Positions count code points.",
    },
    "keywords": {"de": "Stichworte: {words}", "en": "Keywords: {words}"},
    "persona": {"de": "Persona-Entwurf, {n} Personen", "en": "Persona draft, {n} people"},
    "persona_name": {"de": "Persona: {title}", "en": "Persona: {title}"},
    "read_as": {"de": "Gelesen als: {reader} ({status})", "en": "Read as: {reader} ({status})"},
}


def sentence(key: str, language: Language, **values: str) -> str:
    """A sentence of the export in the study's language."""
    return _SENTENCES[key][language].format(**values)


def code_guid(branch: str, key: str = "") -> str:
    """The GUID of a code: ``branch`` is a key of `BRANCHES`, ``key`` an id of the study ("" for the branch itself)."""
    return guid_of("code", branch, key)


def codebook(analysis: Analysis) -> tuple[RefiCode, ...]:
    """Themes below their groups, touchpoints below phases, sentiment, emotions, statement kinds, pain points."""
    language = analysis.language
    below = {
        "theme": _themes(analysis),
        "touchpoint": _touchpoints(analysis),
        **{
            branch: tuple(
                RefiCode(code_guid(branch, key), german if language == "de" else english, color=COLOURS.get(key, ""))
                for key, german, english in FIXED_CODES[branch]
            )
            for branch in ("sentiment", "emotion", "statement")
        },
        "pain_point": tuple(
            RefiCode(code_guid("pain_point", one.pain_point_id), one.title) for one in analysis.pain_points
        ),
    }
    return tuple(
        RefiCode(code_guid(branch), names[language], codable=False, codes=below[branch])
        for branch, names in BRANCHES.items()
        if below[branch]
    )


def _themes(analysis: Analysis) -> tuple[RefiCode, ...]:
    grouped: dict[str, list[RefiCode]] = defaultdict(list)
    for theme in analysis.themes.themes:
        words = ", ".join(theme.keywords)
        told = sentence("keywords", analysis.language, words=words) if words else ""
        grouped[theme.group].append(RefiCode(code_guid("theme", theme.theme_id), theme.name, told))
    found: list[RefiCode] = []
    for group, codes in grouped.items():
        below = tuple(codes)
        found += [RefiCode(guid_of("group", group), group, codable=False, codes=below)] if group else below
    return tuple(found)


def _touchpoints(analysis: Analysis) -> tuple[RefiCode, ...]:
    language = analysis.language
    return tuple(
        RefiCode(
            guid_of("phase", phase.phase_id),
            in_language(phase.names, language),
            codable=False,
            codes=tuple(
                RefiCode(
                    code_guid("touchpoint", one.touchpoint_id),
                    in_language(one.names, language),
                    in_language(one.descriptions, language),
                )
                for one in analysis.taxonomy.touchpoints
                if one.phase_id == phase.phase_id
            ),
        )
        for phase in analysis.taxonomy.phases
    )


def codes_of(analysis: Analysis) -> list[list[str]]:
    """The GUIDs of each segment's codes, in the order of the codebook. No emotion and no theme are no code."""
    pains: dict[int, list[str]] = defaultdict(list)
    for pain in analysis.pain_points:
        for position in pain.segments:
            pains[position].append(code_guid("pain_point", pain.pain_point_id))
    themes, tags, readings = analysis.themes, analysis.tags, analysis.readings
    names = [code_guid("theme", theme.theme_id) for theme in themes.themes]
    places = [code_guid("touchpoint", one.touchpoint_id) for one in analysis.taxonomy.touchpoints]
    moods = [code_guid("sentiment", key) for key in SENTIMENTS]
    emotions = [code_guid("emotion", key) for key in EMOTIONS]
    kinds = [code_guid("statement", key) for key in STATEMENTS]
    found = []
    for i in range(len(analysis.segments)):
        theme, place, emotion = int(themes.assignment[i]), int(tags.touchpoint[i]), int(readings.emotion[i])
        found.append(
            [
                *([names[theme]] if theme >= 0 else []),
                *([places[place]] if place >= 0 else []),
                moods[int(readings.sentiment[i])],
                *([emotions[emotion]] if emotion >= 0 else []),
                kinds[int(readings.statement[i])],
                *pains[i],
            ]
        )
    return found


KIND, DATE, PERSONA = "voc.kind", "voc.date", "Persona"
"""Variables of voc's own: of sources, and of cases."""
RATING = "voc.rating."
"""Begins the name of a variable that holds a rating, 0–1."""
_INTEGER = re.compile(r"[+-]?\d{1,15}")
_FLOAT = re.compile(r"[+-]?\d{1,15}\.\d{1,15}")
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def kind_of(values: Iterable[str]) -> VariableType:
    """The narrowest type that holds all values.

    >>> kind_of(["34", "51"]), kind_of(["1.5", "2"]), kind_of(["2026-03-01"]), kind_of(["18–25", "34"]), kind_of([])
    ('Integer', 'Float', 'Date', 'Text', 'Text')
    """
    found = list(values)
    if found and all(_INTEGER.fullmatch(value) for value in found):
        return "Integer"
    if found and all(_INTEGER.fullmatch(value) or _FLOAT.fullmatch(value) for value in found):
        return "Float"
    return "Date" if found and all(_DAY.fullmatch(value) for value in found) else "Text"


def guid_of_document(document_id: str) -> str:
    """The GUID of a document's source."""
    return guid_of("source", document_id)


def guid_of_segment(segment_id: str) -> str:
    """The GUID of a segment's selection."""
    return guid_of("selection", segment_id)


class People:
    """Cases, variables and sets of one analysis."""

    def __init__(self, analysis: Analysis, personas: Personas | None) -> None:
        drafts = personas.personas if personas is not None else ()
        self._analysis = analysis
        self._drafts = drafts
        self._persona = {one: draft.title for draft in drafts for one in draft.respondents}
        told: dict[str, list[str]] = defaultdict(list)
        for person in analysis.corpus.respondents:
            for name, value in person.attributes.items():
                told[name].append(value)
        if drafts:
            told[PERSONA] = list(self._persona.values())
        told[KIND] = ["text"]
        dates = [document.date for document in analysis.corpus.documents if document.date]
        told.update({DATE: dates} if dates else {})
        for document in analysis.corpus.documents:
            for name in document.ratings:
                told[f"{RATING}{name}"] = ["0.5"]
        self.kinds: dict[str, VariableType] = {name: kind_of(values) for name, values in told.items()}

    def variables(self) -> tuple[Variable, ...]:
        """All variables, by name."""
        return tuple(Variable(guid_of("variable", name), name, kind) for name, kind in sorted(self.kinds.items()))

    def values_of(self, document: Document) -> tuple[VariableValue, ...]:
        """What is known about a source: its kind, date and ratings."""
        told: dict[str, str] = {KIND: document.kind}
        if document.date:
            told[DATE] = document.date
        told.update({f"{RATING}{name}": f"{value:.6f}" for name, value in document.ratings.items()})
        return _values(told)

    def cases(self) -> tuple[Case, ...]:
        """One case a respondent: sources where nobody else takes part, and every selection of theirs."""
        owners: dict[str, dict[str, None]] = defaultdict(dict)
        for document in self._analysis.corpus.documents:
            for turn in document.turns:
                if turn.respondent_id:
                    owners[document.document_id][turn.respondent_id] = None
        alone: dict[str, list[str]] = defaultdict(list)
        for document_id, people in owners.items():
            if len(people) == 1:
                alone[next(iter(people))].append(guid_of_document(document_id))
        said: dict[str, list[str]] = defaultdict(list)
        for segment in self._analysis.segments:
            said[segment.respondent_id].append(guid_of_segment(segment.segment_id))
        return tuple(
            Case(
                guid_of("case", person.respondent_id),
                person.label,
                _values({**person.attributes, **self._draft_of(person.respondent_id)}),
                tuple(alone[person.respondent_id]),
                tuple(said[person.respondent_id]),
            )
            for person in self._analysis.corpus.respondents
        )

    def _draft_of(self, respondent_id: str) -> dict[str, str]:
        title = self._persona.get(respondent_id, "")
        return {PERSONA: title} if title else {}

    def sets(self) -> tuple[RefiSet, ...]:
        """One set a persona draft: the sources of its members."""
        sources = {case.guid: case.sources for case in self.cases()}
        language = self._analysis.language
        return tuple(
            RefiSet(
                guid_of("persona", draft.persona_id),
                sentence("persona_name", language, title=draft.title),
                sentence("persona", language, n=str(len(draft.respondents))),
                sources=tuple(guid for one in draft.respondents for guid in sources.get(guid_of("case", one), ())),
            )
            for draft in self._drafts
        )


def _values(told: Mapping[str, str]) -> tuple[VariableValue, ...]:
    return tuple(VariableValue(guid_of("variable", name), value) for name, value in sorted(told.items()) if value)


ORIGIN = f"voc {__version__}"
_NAME = 40
"""Code points of a selection's name: the beginning of its words, as programs show it."""


def project_qdpx(analysis: Analysis, personas: Personas | None = None) -> bytes:
    """The .qdpx file of a study: REFI-QDA 1.5."""
    return pack_project(to_project(analysis, personas))


def codebook_qdc(analysis: Analysis) -> bytes:
    """The .qdc file of a study: its codes alone."""
    return codebook_xml(codebook(analysis), ORIGIN)


def to_project(analysis: Analysis, personas: Personas | None = None) -> Project:
    """A study as records of a project."""
    people = People(analysis, personas)
    return Project(
        name=analysis.name,
        origin=ORIGIN,
        users=(User(guid_of("user", "voc"), "voc"),),
        codes=codebook(analysis),
        variables=people.variables(),
        cases=people.cases(),
        sources=_sources(analysis, people),
        notes=tuple(_note(source, analysis) for source in analysis.corpus.sources),
        sets=people.sets(),
        description=sentence("description", analysis.language, version=__version__),
    )


def _sources(analysis: Analysis, people: People) -> tuple[TextSource, ...]:
    coded: dict[str, list[Selection]] = defaultdict(list)
    for segment, codes in zip(analysis.segments, codes_of(analysis), strict=True):
        codings = tuple(Coding(guid_of("coding", segment.segment_id, code), code) for code in codes)
        start = " ".join(segment.text[: 2 * _NAME].split())
        name = start if len(start) <= _NAME else f"{start[:_NAME].rstrip()}…"
        guid = guid_of_segment(segment.segment_id)
        coded[segment.document_id].append(Selection(guid, segment.start, segment.end, codings, name))
    return tuple(
        TextSource(
            guid_of_document(document.document_id),
            _name(document),
            portable(document.text),
            tuple(coded[document.document_id]),
            notes=(_note_guid(document.source),),
            values=people.values_of(document),
            description=document.document_id,
        )
        for document in analysis.corpus.documents
    )


def _name(document: Document) -> str:
    return f"{document.source}, {document.locator}" if document.locator else document.source


def _note_guid(path: str) -> str:
    return guid_of("note", path)


def _note(source: Source, analysis: Analysis) -> RefiNote:
    """What was read of a file and how."""
    first = sentence("read_as", analysis.language, reader=source.reader or "–", status=source.status)
    return RefiNote(
        _note_guid(source.path), source.path, "\n".join([first, *filter(None, [source.reason]), *source.notes])
    )
