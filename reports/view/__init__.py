"""What the report shows: an analysis and persona drafts go in; counted, rounded, sorted and worded records come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.language import load_words
from reports.view.findings import ThemeOverview, build_pains, build_themes
from reports.view.journey import build_journey
from reports.view.method import Method, build_method
from reports.view.numbers import NumbersSection, build_numbers
from reports.view.overview import Glance, build_glance, build_head
from reports.view.page_records import MarkRange, PainCard, PersonaCard, PhaseBlock, ProfileList, ReportHead
from reports.view.personas import build_persona_cards, build_profiles
from reports.view.pictures import Pictures, build_pictures
from reports.view.study_index import StudyIndex
from reports.view.voices import StatementList, build_statements
from voc.schema import Analysis, Language, Personas

__all__ = ["View", "build_view"]


@dataclass(frozen=True, slots=True)
class View:
    """Everything that report.html shows. ``total`` is the number of people who said something. ``everybody_asked``: all
    of them answered questions, so that they may be called respondents. ``feelings`` are the words that carry a feeling,
    by segment id."""

    language: Language
    total: int
    everybody_asked: bool
    head: ReportHead
    glance: Glance
    phases: tuple[PhaseBlock, ...]
    pains: tuple[PainCard, ...]
    themes: ThemeOverview
    numbers: NumbersSection
    personas: tuple[PersonaCard, ...]
    pictures: Pictures
    refusal: str
    people: ProfileList
    voices: StatementList
    method: Method
    feelings: Mapping[str, tuple[MarkRange, ...]]

    @property
    def has_journey(self) -> bool:
        """Whether the study has a journey; without one, themes take its place."""
        return bool(self.phases)


def build_view(analysis: Analysis, personas: Personas) -> View:
    """Build all sections in the language of the analysis."""
    index = StudyIndex(analysis, load_words(analysis.language))
    phases = build_journey(index, personas)
    pains, themes = build_pains(index, personas), build_themes(index)
    cards = build_persona_cards(index, personas)
    return View(
        language=analysis.language,
        total=index.total,
        everybody_asked=index.everybody_asked,
        head=build_head(index),
        glance=build_glance(index, phases, pains, themes),
        phases=phases,
        pains=pains,
        themes=themes,
        numbers=build_numbers(index),
        personas=cards,
        pictures=build_pictures(index, personas, themes.themes, cards, pains),
        refusal=personas.refusal,
        people=build_profiles(index, personas),
        method=build_method(index, personas),
        # Last, because a large page lists only the statements that the other sections quote.
        voices=build_statements(index, personas),
        feelings=_feelings(analysis),
    )


def _feelings(analysis: Analysis) -> dict[str, tuple[MarkRange, ...]]:
    """The words that carry a feeling, by segment id."""
    ranges: dict[str, tuple[MarkRange, ...]] = {}
    for span in analysis.feeling_words:
        segment_id = analysis.segments[span.segment].segment_id
        ranges[segment_id] = (*ranges.get(segment_id, ()), MarkRange(span.start, span.end))
    return ranges
