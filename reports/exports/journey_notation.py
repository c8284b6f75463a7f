"""The journey in two notations for drawing tools: targets `mermaid` and `cjml`.

Mermaid's syntax: https://mermaid.js.org/syntax/userJourney.html. CJML 2.0 is the Customer Journey Modelling Language
(https://cjml.no). No schema of CJML is published; names and order of the elements follow the sample on that page and
what its editor reads and writes: ``journeyID, journeyTitle, journeyPhases, journeyShortSummary, actors, touchpoints``,
and in a touchpoint ``touchpointID, belongsTo, initiator, receiver, channel, comment, touchpointExperience``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]

from reports.exports.file_bytes import Files, encode_text, replace_invalid_xml
from reports.language import load_words
from reports.view import View, build_view
from reports.view.page_records import PhaseBlock
from reports.view.study_index import StudyIndex, mood_word
from voc.schema import MIN_PEOPLE, Analysis, Feeling, Personas

MERMAID_NAME_LIMIT = 80
"""Characters of a name; a longer one would push the others off the drawing."""
COMPANY = "company"
CUSTOMER = "customer"

_SCORES = {"very_negative": 1, "negative": 2, "mixed": 3, "positive": 4, "very_positive": 5}
_NOT_IN_MERMAID = re.compile(
    r"[:#;,%{}<>\"`\\|\[\]\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+"
)
"""Characters with a meaning in Mermaid, control characters, and marks that turn the direction of writing."""


def score_polarity(polarity: float | None) -> int:
    """A polarity of −1…1 as a score of 1–5, with the limits of the report's words for moods; 3 where it is unknown.

    >>> [score_polarity(value) for value in (-0.6, -0.3, None, 0.3, 0.6)]
    [1, 2, 3, 4, 5]
    """
    return _SCORES[mood_word(polarity or 0.0)[0]]


def export_mermaid(analysis: Analysis, personas: Personas) -> Files:
    """Target ``mermaid``: the journey as a diagram for wikis."""
    return {"journey.mmd": encode_text(mermaid_journey(build_view(analysis, personas)))}


def mermaid_journey(view: View) -> str:
    """The journey in Mermaid's `journey` syntax: a section per phase, a task with a score of 1–5 per touchpoint.

    The actors of a task are the personas with members at the touchpoint, or all people where there are no personas.
    """
    lines = ["journey", f"  title {mermaid_name(view.head.title)}"]
    for block in view.phases:
        # Mermaid draws a section without tasks as an empty box.
        if block.places:
            lines.append(f"  section {mermaid_name(block.phase.name)}")
        for place in block.places:
            actors = ", ".join(mermaid_name(name) for name in place.actors)
            lines.append(f"    {mermaid_name(place.name)}: {score_polarity(place.mood.polarity)}: {actors}")
    return "\n".join(lines) + "\n"


def mermaid_name(text: str) -> str:
    """A name without the characters that Mermaid would read as syntax.

    >>> mermaid_name("Kasse: #1; <b>")
    'Kasse 1 b'
    """
    name = " ".join(_NOT_IN_MERMAID.sub(" ", text).split()) or "–"
    return name if len(name) <= MERMAID_NAME_LIMIT else name[: MERMAID_NAME_LIMIT - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class ActorJourney:
    """The journey of all people, or of one persona. ``feelings`` are by phase and touchpoint id."""

    number: int
    title: str
    summary: str
    actor_id: str
    actor_name: str
    feelings: Mapping[tuple[str, str], Feeling]


def export_cjml(analysis: Analysis, personas: Personas) -> Files:
    """Target ``cjml``: the journey of all people, then one per persona with the touchpoints where it has members."""
    index = StudyIndex(analysis, load_words(analysis.language))
    view = build_view(analysis, personas)
    everybody = index.words("count.everybody_asked" if index.everybody_asked else "count.everybody")
    journeys = [ActorJourney(1, view.head.title, view.head.counts, CUSTOMER, everybody, index.feelings)]
    for number, persona in enumerate(personas.personas, 1):
        title, summary = f"{view.head.title}: {persona.title}", index.of(len(persona.respondents))
        feelings = {
            (feeling.phase_id, feeling.touchpoint_id): feeling for feeling in persona.feelings if feeling.n_respondents
        }
        journeys.append(ActorJourney(number + 1, title, summary, f"persona-{number}", persona.title, feelings))
    root = etree.Element("CJML", version="2.0")
    for journey in journeys:
        _add_journey(root, journey, view.phases, index)
    return {"journey.cjml.xml": etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)}


def _add_journey(
    root: etree._Element, journey: ActorJourney, blocks: tuple[PhaseBlock, ...], index: StudyIndex
) -> None:
    feelings = {
        block.phase.phase_id: [
            journey.feelings[place.phase_id, place.touchpoint_id]
            for place in block.places
            if (place.phase_id, place.touchpoint_id) in journey.feelings
        ]
        for block in blocks
    }
    spoken = [block.phase for block in blocks if feelings[block.phase.phase_id]]
    element = etree.SubElement(root, "actualJourney")
    _add_text(element, "journeyID", f"AJ{journey.number}")
    _add_text(element, "journeyTitle", journey.title)
    phases = etree.SubElement(element, "journeyPhases")
    for step in spoken:
        phase = etree.SubElement(phases, "journeyPhase", phaseID=f"phase-{step.phase_id}")
        _add_text(phase, "phaseName", step.name)
        # The sample of CJML has this element in every phase; voc has no text for it.
        _add_text(phase, "phaseDescription", "")
    _add_text(element, "journeyShortSummary", journey.summary)
    actors = etree.SubElement(element, "actors")
    _add_text(etree.SubElement(actors, "endUser", actorID=journey.actor_id), "actorName", journey.actor_name)
    company = etree.SubElement(actors, "serviceProvider", actorID=COMPANY)
    _add_text(company, "companyName", index.words("cjml.company"))
    touchpoints = etree.SubElement(element, "touchpoints")
    for step in spoken:
        for feeling in feelings[step.phase_id]:
            _add_touchpoint(touchpoints, feeling, journey.actor_id, index)


def _add_touchpoint(parent: etree._Element, feeling: Feeling, customer: str, index: StudyIndex) -> None:
    touchpoint = index.touchpoints[feeling.touchpoint_id]
    name = index.words.named(touchpoint.names)
    point = etree.SubElement(parent, "actualCommunicationPoint")
    _add_text(point, "touchpointID", f"T{index.order[feeling.touchpoint_id] + 1}")
    etree.SubElement(point, "belongsTo", phaseIDref=f"phase-{feeling.phase_id}")
    # A passive touchpoint is only noticed: the company starts it. An active one asks people to act.
    sides = (COMPANY, customer) if touchpoint.mode == "passive" else (customer, COMPANY)
    for side, actor in zip(("initiator", "receiver"), sides, strict=True):
        element = etree.SubElement(point, side)
        etree.SubElement(element, "refersTo", actorIDref=actor)
        _add_text(element, f"{side}Label", name)
    channel = etree.SubElement(point, "channel")
    _add_text(channel, "channelName", index.words(f"touchpoint.channel.{touchpoint.channel}"))
    few = f" ({index.words('few.long', minimum=MIN_PEOPLE)})" if feeling.n_respondents < MIN_PEOPLE else ""
    _add_text(point, "comment", index.of(feeling.n_respondents) + few)
    experience = etree.SubElement(point, "touchpointExperience")
    _add_text(experience, "experienceDescription", index.mood(feeling).word)
    _add_text(experience, "experienceRating", str(score_polarity(feeling.polarity)))


def _add_text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = replace_invalid_xml(text)
