"""Export an analysis as a project (.qdpx) or codebook (.qdc) for programs for qualitative analysis.

Every segment of a participant becomes a selection with its codes, every document a source, every respondent a case,
and every persona draft a set of sources. The same study gives the same bytes: GUIDs are derived from the study's ids,
and nothing is dated.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

from voc.ingest.projects import refi_records as refi
from voc.ingest.projects.refi_writer import codebook_xml, pack_project, portable_text
from voc.schema import (
    EMOTIONS,
    SENTIMENTS,
    STATEMENTS,
    Analysis,
    Document,
    Language,
    Persona,
    Personas,
    Source,
    in_language,
)
from voc.version import __version__

ORIGIN = f"voc {__version__}"
MAX_SELECTION_NAME = 40
"""Code points of a selection's name, the beginning of its words."""

KIND_VARIABLE, DATE_VARIABLE, PERSONA_VARIABLE = "voc.kind", "voc.date", "Persona"
"""Names of voc's own variables: the first two belong to sources, the third to cases."""
RATING_PREFIX = "voc.rating."
"""Beginning of the name of a source's variable that holds a rating, 0–1."""

_TEXTS = tomllib.loads(files("voc.ingest.projects").joinpath("study_project.toml").read_text("utf-8"))
BRANCHES: dict[str, dict[Language, str]] = _TEXTS["branches"]
"""The top level of the codebook, in its order: key → name by language."""
GERMAN_CODES: dict[str, dict[str, str]] = _TEXTS["german"]
"""Branch → key → German name of the codes that every study has. In English they are called by their keys."""
_INTEGER = re.compile(r"[+-]?\d{1,15}")
_FLOAT = re.compile(r"[+-]?\d{1,15}\.\d{1,15}")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def project_qdpx(analysis: Analysis, personas: Personas | None = None) -> bytes:
    """The .qdpx file of a study: REFI-QDA 1.5."""
    return pack_project(to_project(analysis, personas))


def codebook_qdc(analysis: Analysis) -> bytes:
    """The .qdc file of a study: its codes alone."""
    return codebook_xml(to_codebook(analysis), ORIGIN)


def to_project(analysis: Analysis, personas: Personas | None = None) -> refi.Project:
    """A study as the records of a project."""
    drafts = personas.personas if personas is not None else ()
    kinds = _variable_types(analysis, drafts)
    cases = _cases(analysis, drafts)
    return refi.Project(
        name=analysis.name,
        origin=ORIGIN,
        users=(refi.User(refi.guid_of("user", "voc"), "voc"),),
        codes=to_codebook(analysis),
        variables=tuple(
            refi.Variable(refi.guid_of("variable", name), name, kind) for name, kind in sorted(kinds.items())
        ),
        cases=cases,
        sources=_sources(analysis),
        notes=tuple(_note(source, analysis.language) for source in analysis.corpus.sources),
        sets=_persona_sets(drafts, cases, analysis.language),
        description=_sentence("description", analysis.language, version=__version__),
    )


def guid_of_code(branch: str, key: str = "") -> str:
    """The GUID of a code: ``branch`` is a key of `BRANCHES`, ``key`` an id of the study ("" for the branch itself)."""
    return refi.guid_of("code", branch, key)


def guid_of_document(document_id: str) -> str:
    """The GUID of a document's source."""
    return refi.guid_of("source", document_id)


def guid_of_segment(segment_id: str) -> str:
    """The GUID of a segment's selection."""
    return refi.guid_of("selection", segment_id)


def _sentence(key: str, language: Language, **values: str) -> str:
    sentence: str = _TEXTS["sentences"][key][language]
    return sentence.format(**values)


def to_codebook(analysis: Analysis) -> tuple[refi.RefiCode, ...]:
    """The codes by branch: themes below their groups, touchpoints below phases, then sentiments and so on."""
    language = analysis.language
    codes = {
        "theme": _theme_codes(analysis),
        "touchpoint": _touchpoint_codes(analysis),
        "pain_point": tuple(
            refi.RefiCode(guid_of_code("pain_point", pain.pain_point_id), pain.title) for pain in analysis.pain_points
        ),
    }
    # These GUIDs are the same in every study, so that programs recognise the codes when projects are merged.
    for branch, names in GERMAN_CODES.items():
        codes[branch] = tuple(
            refi.RefiCode(
                guid_of_code(branch, key), name if language == "de" else key, color=_TEXTS["colours"].get(key, "")
            )
            for key, name in names.items()
        )
    return tuple(
        refi.RefiCode(guid_of_code(branch), names[language], codable=False, codes=codes[branch])
        for branch, names in BRANCHES.items()
        if codes[branch]
    )


def _theme_codes(analysis: Analysis) -> tuple[refi.RefiCode, ...]:
    by_group: dict[str, list[refi.RefiCode]] = defaultdict(list)
    for theme in analysis.themes.themes:
        keywords = ", ".join(theme.keywords)
        description = _sentence("keywords", analysis.language, words=keywords) if keywords else ""
        by_group[theme.group].append(refi.RefiCode(guid_of_code("theme", theme.theme_id), theme.name, description))
    codes: list[refi.RefiCode] = []
    for group, members in by_group.items():
        if group:
            codes.append(refi.RefiCode(refi.guid_of("group", group), group, codable=False, codes=tuple(members)))
        else:
            codes += members
    return tuple(codes)


def _touchpoint_codes(analysis: Analysis) -> tuple[refi.RefiCode, ...]:
    language = analysis.language
    by_phase: dict[str, list[refi.RefiCode]] = defaultdict(list)
    for touchpoint in analysis.taxonomy.touchpoints:
        name, description = in_language(touchpoint.names, language), in_language(touchpoint.descriptions, language)
        guid = guid_of_code("touchpoint", touchpoint.touchpoint_id)
        by_phase[touchpoint.phase_id].append(refi.RefiCode(guid, name, description))
    return tuple(
        refi.RefiCode(
            refi.guid_of("phase", phase.phase_id),
            in_language(phase.names, language),
            codable=False,
            codes=tuple(by_phase[phase.phase_id]),
        )
        for phase in analysis.taxonomy.phases
    )


def codes_of_segments(analysis: Analysis) -> list[list[str]]:
    """The GUIDs of each segment's codes, in the order of the codebook; an unassigned theme has no code."""
    themes, tags, readings = analysis.themes, analysis.tags, analysis.readings
    columns = [
        ("theme", [theme.theme_id for theme in themes.themes], themes.assignment),
        ("touchpoint", [item.touchpoint_id for item in analysis.taxonomy.touchpoints], tags.touchpoint),
        ("sentiment", SENTIMENTS, readings.sentiment),
        ("emotion", EMOTIONS, readings.emotion),
        ("statement", STATEMENTS, readings.statement),
    ]
    guids = [([guid_of_code(branch, key) for key in keys], positions) for branch, keys, positions in columns]
    pain_guids: dict[int, list[str]] = defaultdict(list)
    for pain in analysis.pain_points:
        for position in pain.segments:
            pain_guids[position].append(guid_of_code("pain_point", pain.pain_point_id))
    return [
        [*(own[positions[i]] for own, positions in guids if positions[i] >= 0), *pain_guids[i]]
        for i in range(len(analysis.segments))
    ]


def variable_type(values: Iterable[str]) -> refi.VariableType:
    """The narrowest type that holds all values.

    >>> variable_type(["34", "51"]), variable_type(["1.5", "2"]), variable_type(["2026-03-01"])
    ('Integer', 'Float', 'Date')
    >>> variable_type(["18–25", "34"]), variable_type([])
    ('Text', 'Text')
    """
    texts = list(values)
    if not texts:
        return "Text"
    if all(_INTEGER.fullmatch(text) for text in texts):
        return "Integer"
    if all(_INTEGER.fullmatch(text) or _FLOAT.fullmatch(text) for text in texts):
        return "Float"
    return "Date" if all(_DATE.fullmatch(text) for text in texts) else "Text"


def _variable_types(analysis: Analysis, drafts: Sequence[Persona]) -> dict[str, refi.VariableType]:
    """The type of every variable of cases and sources, by name."""
    values: dict[str, list[str]] = defaultdict(list)
    for respondent in analysis.corpus.respondents:
        for name, value in respondent.attributes.items():
            values[name].append(value)
    dates = [document.date for document in analysis.corpus.documents if document.date]
    ratings = {name for document in analysis.corpus.documents for name in document.ratings}
    kinds = {name: variable_type(texts) for name, texts in values.items()}
    if drafts:
        kinds[PERSONA_VARIABLE] = variable_type(_titles_by_respondent(drafts).values())
    # The types of voc's own variables do not depend on their values.
    kinds[KIND_VARIABLE] = "Text"
    if dates:
        kinds[DATE_VARIABLE] = variable_type(dates)
    return kinds | dict.fromkeys((f"{RATING_PREFIX}{name}" for name in ratings), "Float")


def _titles_by_respondent(drafts: Sequence[Persona]) -> dict[str, str]:
    return {respondent_id: draft.title for draft in drafts for respondent_id in draft.respondents}


def _values(texts: Mapping[str, str]) -> tuple[refi.VariableValue, ...]:
    return tuple(
        refi.VariableValue(refi.guid_of("variable", name), text) for name, text in sorted(texts.items()) if text
    )


def _cases(analysis: Analysis, drafts: Sequence[Persona]) -> tuple[refi.Case, ...]:
    """A case per respondent: all of their selections, and the sources in which nobody else takes part."""
    sources: dict[str, list[str]] = defaultdict(list)
    for document in analysis.corpus.documents:
        participants = {turn.respondent_id for turn in document.turns if turn.respondent_id}
        # The source of a group interview belongs to no case, but the selections of each speaker do.
        if len(participants) == 1:
            sources[participants.pop()].append(guid_of_document(document.document_id))
    selections: dict[str, list[str]] = defaultdict(list)
    for segment in analysis.segments:
        selections[segment.respondent_id].append(guid_of_segment(segment.segment_id))
    titles = _titles_by_respondent(drafts)
    cases = []
    for respondent in analysis.corpus.respondents:
        title = titles.get(respondent.respondent_id, "")
        cases.append(
            refi.Case(
                refi.guid_of("case", respondent.respondent_id),
                respondent.label,
                _values({**respondent.attributes, **({PERSONA_VARIABLE: title} if title else {})}),
                tuple(sources[respondent.respondent_id]),
                tuple(selections[respondent.respondent_id]),
            )
        )
    return tuple(cases)


def _persona_sets(
    drafts: Sequence[Persona], cases: Sequence[refi.Case], language: Language
) -> tuple[refi.RefiSet, ...]:
    """A set per persona draft: the sources of its members."""
    sources = {case.guid: case.sources for case in cases}
    return tuple(
        refi.RefiSet(
            refi.guid_of("persona", draft.persona_id),
            _sentence("persona_name", language, title=draft.title),
            _sentence("persona", language, n=str(len(draft.respondents))),
            sources=tuple(
                guid
                for respondent_id in draft.respondents
                for guid in sources.get(refi.guid_of("case", respondent_id), ())
            ),
        )
        for draft in drafts
    )


def _sources(analysis: Analysis) -> tuple[refi.TextSource, ...]:
    selections: dict[str, list[refi.Selection]] = defaultdict(list)
    for segment, codes in zip(analysis.segments, codes_of_segments(analysis), strict=True):
        codings = tuple(refi.Coding(refi.guid_of("coding", segment.segment_id, code), code) for code in codes)
        guid, name = guid_of_segment(segment.segment_id), _selection_name(segment.text)
        selections[segment.document_id].append(refi.Selection(guid, segment.start, segment.end, codings, name))
    return tuple(
        refi.TextSource(
            guid_of_document(document.document_id),
            f"{document.source}, {document.locator}" if document.locator else document.source,
            portable_text(document.text),
            tuple(selections[document.document_id]),
            notes=(refi.guid_of("note", document.source),),
            values=_document_values(document),
            description=document.document_id,
        )
        for document in analysis.corpus.documents
    )


def _selection_name(text: str) -> str:
    # Twice the length, because white space is collapsed before the cut.
    start = " ".join(text[: 2 * MAX_SELECTION_NAME].split())
    return start if len(start) <= MAX_SELECTION_NAME else f"{start[:MAX_SELECTION_NAME].rstrip()}…"


def _document_values(document: Document) -> tuple[refi.VariableValue, ...]:
    """Kind, date and ratings of a document; `project_sources` reads them back."""
    ratings = {f"{RATING_PREFIX}{name}": f"{value:.6f}" for name, value in document.ratings.items()}
    return _values({KIND_VARIABLE: document.kind, DATE_VARIABLE: document.date, **ratings})


def _note(source: Source, language: Language) -> refi.RefiNote:
    """A memo that says how a file was read."""
    first = _sentence("read_as", language, reader=source.reader or "–", status=source.status)
    lines = [first, *filter(None, [source.reason]), *source.notes]
    return refi.RefiNote(refi.guid_of("note", source.path), source.path, "\n".join(lines))
