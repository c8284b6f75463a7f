"""A statement as pages show it: its labels, what of them is decided, and what it can be corrected to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voc.decisions.codebook import NO_EMOTION, UNSORTED, SegmentDecision
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Language, Segment, in_language
from voc.workspace.hidden_names import HiddenNames
from voc.workspace.open_study import OpenStudy
from voc.workspace.statement_filter import mark_terms


@dataclass(frozen=True, slots=True)
class FormChoice:
    """Something to choose: the value that a form sends, and its name."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class FormChoiceGroup:
    """Choices under a heading."""

    name: str
    choices: tuple[FormChoice, ...]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement with its labels. ``emotion`` is "none" without one, ``theme`` "unsorted"; ``touchpoints`` are ids,
    the main one first. ``decided`` are the keys that the team has decided; ``parts`` are the text, each with whether it
    was searched for."""

    segment: Segment
    person: str
    source: str
    place: str
    sentiment: str
    emotion: str
    kind: str
    theme: str
    theme_name: str
    touchpoints: tuple[str, ...]
    touchpoint_names: tuple[str, ...]
    decided: tuple[str, ...]
    decision: SegmentDecision
    is_unsure: bool
    parts: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class SplitPlace:
    """A place between two words where a statement can be split: the offset, and the words around it."""

    offset: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Editor:
    """What an opened statement can be changed to. ``next_segment`` is the one that it can be joined with."""

    row: StatementRow
    themes: tuple[FormChoice, ...]
    touchpoints: tuple[FormChoiceGroup, ...]
    split_places: tuple[SplitPlace, ...]
    next_segment: Segment | None
    has_similar: bool


_NOTHING_DECIDED = SegmentDecision()
_WORDS_AROUND = 4


def build_rows(
    study: OpenStudy, positions: Iterable[int], language: Language, terms: tuple[str, ...] = ()
) -> list[StatementRow]:
    """The statements at these positions, in this order."""
    loaded, labels = study.loaded, study.labels
    report, taxonomy = loaded.report_index(language), loaded.study.analysis.taxonomy
    rows = []
    for position in positions:
        segment, readings = report.segments[position], labels.readings
        emotion, theme = int(readings.emotion[position]), int(labels.theme[position])
        main = int(labels.tags.touchpoint[position])
        places = [taxonomy.touchpoints[place] for place in (main, *labels.further.get(position, ())) if place >= 0]
        decided = labels.decided_keys(position)
        rows.append(
            StatementRow(
                segment=segment,
                person=report.labels.get(segment.respondent_id, segment.respondent_id),
                source=report.source_names.get(segment.source, segment.source),
                place=report.place(position),
                sentiment=SENTIMENTS[int(readings.sentiment[position])],
                emotion=EMOTIONS[emotion] if emotion >= 0 else NO_EMOTION,
                kind=STATEMENTS[int(readings.statement[position])],
                theme=labels.theme_ids[theme] if theme >= 0 else UNSORTED,
                theme_name=labels.theme_names[theme] if theme >= 0 else "",
                touchpoints=tuple(touchpoint.touchpoint_id for touchpoint in places),
                touchpoint_names=tuple(in_language(touchpoint.names, language) for touchpoint in places),
                decided=decided,
                decision=labels.decided.get(position, _NOTHING_DECIDED),
                is_unsure="sentiment" not in decided and report.is_unsure(position),
                # Hidden before it is cut at what is searched for, or half a name would stay.
                parts=mark_terms(study.mask(segment.text), terms) if terms else ((segment.text, False),),
            )
        )
    return rows


def theme_choices(study: OpenStudy) -> tuple[FormChoice, ...]:
    """All themes and codes that a statement can be put into, by name."""
    labels = study.labels
    choices = [FormChoice(*pair) for pair in zip(labels.theme_ids, labels.theme_names, strict=True)]
    return tuple(sorted(choices, key=lambda choice: (choice.name.casefold(), choice.value)))


def touchpoint_choices(study: OpenStudy, language: Language) -> tuple[FormChoiceGroup, ...]:
    """All touchpoints of the journey, by phase."""
    taxonomy = study.study.analysis.taxonomy
    groups = []
    for phase in taxonomy.phases:
        of_phase = [touchpoint for touchpoint in taxonomy.touchpoints if touchpoint.phase_id == phase.phase_id]
        choices = tuple(FormChoice(place.touchpoint_id, in_language(place.names, language)) for place in of_phase)
        if choices:
            groups.append(FormChoiceGroup(in_language(phase.names, language), choices))
    return tuple(groups)


def build_editor(study: OpenStudy, segment_id: str, language: Language) -> Editor | None:
    """The controls of one statement; None where there is no such statement."""
    position = study.loaded.position_of.get(segment_id)
    if position is None:
        return None
    neighbours = study.study.analysis.neighbours
    places = find_split_places(study.study.analysis.segments[position].text)
    return Editor(
        row=build_rows(study, [position], language)[0],
        themes=theme_choices(study),
        touchpoints=touchpoint_choices(study, language),
        split_places=tuple(_mask_place(study, place) for place in places),
        next_segment=next_in_turn(study, position),
        has_similar=neighbours is not None and bool((neighbours[position] >= 0).any()),
    )


def find_split_places(text: str) -> tuple[SplitPlace, ...]:
    """The places before every word but the first.

    >>> [(place.offset, place.before, place.after) for place in find_split_places("Gut. Aber teuer")]
    [(5, 'Gut.', 'Aber teuer'), (10, 'Gut. Aber', 'teuer')]
    """
    words = text.split()
    places, offset = [], 0
    for number, word in enumerate(words):
        offset = text.index(word, offset)
        if number:
            before, after = words[max(0, number - _WORDS_AROUND) : number], words[number : number + _WORDS_AROUND]
            places.append(SplitPlace(offset, " ".join(before), " ".join(after)))
        offset += len(word)
    return tuple(places)


def _mask_place(study: OpenStudy, place: SplitPlace) -> SplitPlace:
    # Word by word around the place, where a name of two words may be cut in half.
    words = " ".join(name for name in study.hidden_names).split()
    masked = HiddenNames((*study.hidden_names, *words))
    return SplitPlace(place.offset, masked.mask(place.before), masked.mask(place.after))


def next_in_turn(study: OpenStudy, position: int) -> Segment | None:
    """The statement after this one if the same person says it in the same turn."""
    segments = study.study.analysis.segments
    segment = segments[position]
    after = segments[position + 1] if position + 1 < len(segments) else None
    if after is None or after.document_id != segment.document_id:
        return None
    document = study.loaded.report_index("en").documents[segment.document_id]
    is_same = any(turn.start <= segment.start and after.end <= turn.end for turn in document.turns)
    return after if is_same else None


def attribute_groups(study: OpenStudy) -> tuple[FormChoiceGroup, ...]:
    """The attributes of people with their values, as the filter `attribute` takes them."""
    attributes: Mapping[str, tuple[str, ...]] = study.loaded.index.attributes
    return tuple(
        FormChoiceGroup(name, tuple(FormChoice(f"{name}={value}", value) for value in values))
        for name, values in attributes.items()
    )
