"""The journey in CJML 2.0, the Customer Journey Modelling Language (https://cjml.no).

No schema is published. Names and their order follow the sample of cjml.no and what its editor reads and writes:
``journeyID, journeyTitle, journeyPhases, journeyShortSummary, actors, touchpoints``, and in a touchpoint
``touchpointID, belongsTo, initiator, receiver, channel, comment, touchpointExperience``. Ratings of experience are 1–5.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree  # type: ignore[import-untyped]

from reports.exports.boards.mermaid import mermaid_score
from reports.exports.files import in_xml
from reports.exports.material import material
from reports.view.facts import Facts
from reports.view.journey import feeling_at
from reports.view.records import PhaseBlock
from voc.schema import MIN_PEOPLE, Analysis, Feeling, Persona, Personas

COMPANY = "company"
CUSTOMER = "customer"


def cjml(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``cjml``: the journey of all people, then one for each persona (phases only where it has people)."""
    view, facts = material(analysis, personas)
    root = etree.Element("CJML", version="2.0")
    everybody = facts.words("count.everybody_asked" if facts.asked else "count.everybody")
    _journey(root, ("AJ1", view.head.title, view.head.counts), (CUSTOMER, everybody), view.phases, facts, None)
    for number, persona in enumerate(personas.personas, 2):
        head = (f"AJ{number}", f"{view.head.title}: {persona.title}", facts.of(len(persona.respondents)))
        _journey(root, head, (f"persona-{number - 1}", persona.title), view.phases, facts, persona)
    page = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return {"journey.cjml.xml": page}


def _journey(
    root: etree._Element,
    head: tuple[str, str, str],
    actor: tuple[str, str],
    blocks: Sequence[PhaseBlock],
    facts: Facts,
    persona: Persona | None,
) -> None:
    journey = etree.SubElement(root, "actualJourney")
    number, title, summary = head
    _text(journey, "journeyID", number)
    _text(journey, "journeyTitle", title)
    own = _feelings(facts, blocks, persona)
    used = [block for block in blocks if any(own.get((one.phase_id, one.touchpoint_id)) for one in block.places)]
    phases = etree.SubElement(journey, "journeyPhases")
    for block in used:
        phase = etree.SubElement(phases, "journeyPhase", phaseID=f"phase-{block.phase.phase_id}")
        _text(phase, "phaseName", block.phase.name)
        _text(phase, "phaseDescription", "")
    _text(journey, "journeyShortSummary", summary)
    actors = etree.SubElement(journey, "actors")
    _text(etree.SubElement(actors, "endUser", actorID=actor[0]), "actorName", actor[1])
    _text(etree.SubElement(actors, "serviceProvider", actorID=COMPANY), "companyName", facts.words("cjml.company"))
    touchpoints = etree.SubElement(journey, "touchpoints")
    for block in used:
        for place in block.places:
            feeling = own.get((place.phase_id, place.touchpoint_id))
            if feeling:
                _touchpoint(touchpoints, facts, feeling, actor[0])


def _feelings(
    facts: Facts, blocks: Sequence[PhaseBlock], persona: Persona | None
) -> dict[tuple[str, str], Feeling | None]:
    if persona is not None:
        found = {(one.phase_id, one.touchpoint_id): one for one in persona.feelings if one.n_respondents}
        return dict(found)
    return {
        (one.phase_id, one.touchpoint_id): feeling_at(facts, one.phase_id, one.touchpoint_id)
        for block in blocks
        for one in block.places
    }


def _touchpoint(parent: etree._Element, facts: Facts, feeling: Feeling, customer: str) -> None:
    touchpoint = facts.touchpoints[feeling.touchpoint_id]
    name = facts.words.named(touchpoint.names)
    point = etree.SubElement(parent, "actualCommunicationPoint")
    _text(point, "touchpointID", f"T{facts.order[feeling.touchpoint_id] + 1}")
    etree.SubElement(point, "belongsTo", phaseIDref=f"phase-{feeling.phase_id}")
    # A passive touchpoint is only noticed: the company starts it. An active one asks people to act.
    sides = (COMPANY, customer) if touchpoint.mode == "passive" else (customer, COMPANY)
    for side, actor in zip(("initiator", "receiver"), sides, strict=True):
        one = etree.SubElement(point, side)
        etree.SubElement(one, "refersTo", actorIDref=actor)
        _text(one, f"{side}Label", name)
    channel = etree.SubElement(point, "channel")
    _text(channel, "channelName", facts.words(f"touchpoint.channel.{touchpoint.channel}"))
    few = f" ({facts.words('few.long', minimum=MIN_PEOPLE)})" if feeling.n_respondents < MIN_PEOPLE else ""
    _text(point, "comment", facts.of(feeling.n_respondents) + few)
    experience = etree.SubElement(point, "touchpointExperience")
    _text(experience, "experienceDescription", facts.mood(feeling).word)
    _text(experience, "experienceRating", str(mermaid_score(feeling.polarity or 0.0)))


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = in_xml(text)
