"""An analysis → the codebook, and which codes each segment has."""

from __future__ import annotations

from collections import defaultdict

from voc.ingest.projects.refi.records import Code, guid_of
from voc.ingest.projects.refi.words import BRANCHES, COLOURS, FIXED, sentence
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Analysis, in_language


def code_guid(branch: str, key: str = "") -> str:
    """The GUID of a code: ``branch`` is a key of `BRANCHES`, ``key`` an id of the study ("" for the branch itself)."""
    return guid_of("code", branch, key)


def codebook(analysis: Analysis) -> tuple[Code, ...]:
    """Themes below their groups, touchpoints below phases, sentiment, emotions, statement kinds, pain points."""
    language = analysis.language
    below = {
        "theme": _themes(analysis),
        "touchpoint": _touchpoints(analysis),
        **{
            branch: tuple(
                Code(code_guid(branch, key), german if language == "de" else english, color=COLOURS.get(key, ""))
                for key, german, english in FIXED[branch]
            )
            for branch in ("sentiment", "emotion", "statement")
        },
        "pain_point": tuple(
            Code(code_guid("pain_point", one.pain_point_id), one.title) for one in analysis.pain_points
        ),
    }
    return tuple(
        Code(code_guid(branch), names[language], codable=False, codes=below[branch])
        for branch, names in BRANCHES.items()
        if below[branch]
    )


def _themes(analysis: Analysis) -> tuple[Code, ...]:
    grouped: dict[str, list[Code]] = defaultdict(list)
    for theme in analysis.themes.themes:
        words = ", ".join(theme.keywords)
        told = sentence("keywords", analysis.language, words=words) if words else ""
        grouped[theme.group].append(Code(code_guid("theme", theme.theme_id), theme.name, told))
    found: list[Code] = []
    for group, codes in grouped.items():
        below = tuple(codes)
        found += [Code(guid_of("group", group), group, codable=False, codes=below)] if group else below
    return tuple(found)


def _touchpoints(analysis: Analysis) -> tuple[Code, ...]:
    language = analysis.language
    return tuple(
        Code(
            guid_of("phase", phase.phase_id),
            in_language(phase.names, language),
            codable=False,
            codes=tuple(
                Code(
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
