"""Analysis + personas → what the templates show: counted in people, rounded, sorted and worded. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from reports.language import load_words
from reports.view.facts import Facts
from reports.view.glance import Glance, glance
from reports.view.head import head
from reports.view.journey import phase_blocks
from reports.view.method import Method, method
from reports.view.numbers import Numbers, numbers
from reports.view.pains import pains
from reports.view.personas import persona_cards
from reports.view.profiles import people
from reports.view.records import Head, Pain, People, Persona, PhaseBlock
from reports.view.themes import ThemeList, theme_list
from reports.view.voices import Voices, voices
from voc.schema import Analysis, Personas

__all__ = ["View", "build_view"]


@dataclass(frozen=True, slots=True)
class View:
    """All that report.html shows. ``total`` is the number of people who said something."""

    language: str
    total: int
    asked: bool
    head: Head
    glance: Glance
    phases: tuple[PhaseBlock, ...]
    pains: tuple[Pain, ...]
    themes: ThemeList
    numbers: Numbers
    personas: tuple[Persona, ...]
    refusal: str
    people: People
    voices: Voices
    method: Method


def build_view(analysis: Analysis, personas: Personas) -> View:
    """Everything the report shows, in the study's language."""
    facts = Facts(analysis, load_words(analysis.language))
    blocks = phase_blocks(facts, personas)
    ranked = pains(facts, personas)
    cards = persona_cards(facts, personas)
    profiles = people(facts, personas)
    themes = theme_list(facts)
    first = glance(facts, blocks, ranked)
    return View(
        language=analysis.language,
        total=facts.total,
        asked=facts.asked,
        head=head(facts),
        glance=first,
        phases=blocks,
        pains=ranked,
        themes=themes,
        numbers=numbers(facts),
        personas=cards,
        refusal=personas.refusal,
        people=profiles,
        voices=voices(facts, personas),
        method=method(facts, personas),
    )
