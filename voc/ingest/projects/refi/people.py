"""Respondents → cases with typed variables; documents' dates and ratings → variables of sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from voc.ingest.projects.refi.records import Case, Set, Value, Variable, VariableType, guid_of
from voc.ingest.projects.refi.words import sentence
from voc.schema import Analysis, Document, Personas

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

    def values_of(self, document: Document) -> tuple[Value, ...]:
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

    def sets(self) -> tuple[Set, ...]:
        """One set a persona draft: the sources of its members."""
        sources = {case.guid: case.sources for case in self.cases()}
        language = self._analysis.language
        return tuple(
            Set(
                guid_of("persona", draft.persona_id),
                sentence("persona_name", language, title=draft.title),
                sentence("persona", language, n=str(len(draft.respondents))),
                sources=tuple(guid for one in draft.respondents for guid in sources.get(guid_of("case", one), ())),
            )
            for draft in self._drafts
        )


def _values(told: Mapping[str, str]) -> tuple[Value, ...]:
    return tuple(Value(guid_of("variable", name), value) for name, value in sorted(told.items()) if value)
