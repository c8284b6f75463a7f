"""One screen: the mood over the phases, the worst pains, the best moments, and what is known least."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from reports.view.facts import Facts
from reports.view.records import Fact, Pain, PhaseBlock
from voc.schema import MIN_PEOPLE, Feeling

WORST = 3
BEST = 2
DULL = 0.15


@dataclass(frozen=True, slots=True)
class Glance:
    """What the first screen says. ``finding`` is the title of the curve."""

    finding: str
    pains: tuple[Fact, ...]
    best: tuple[Fact, ...]
    no_best: str
    gaps: tuple[Markup, ...]


def glance(facts: Facts, blocks: tuple[PhaseBlock, ...], pains: tuple[Pain, ...]) -> Glance:
    """The first screen."""
    best = _best(facts)
    return Glance(
        finding=finding(facts, blocks),
        pains=tuple(Fact(pain.title, pain.sentence, pain.anchor, pain.quotes[:1], pain.few) for pain in pains[:WORST]),
        best=best,
        no_best="" if best else facts.words("glance.no_best", minimum=MIN_PEOPLE),
        gaps=_gaps(facts, blocks),
    )


def finding(facts: Facts, blocks: tuple[PhaseBlock, ...]) -> str:
    """What the curve shows, and whether the difference between its ends could be chance."""
    words = facts.words
    known = [block.phase for block in blocks if block.phase.mood.polarity is not None and not block.phase.mood.few]
    if len(known) < 2:
        return words("journey.finding_one", name=known[0].name) if known else words("journey.finding_none")
    low = min(known, key=lambda place: place.mood.polarity or 0.0)
    high = max(known, key=lambda place: place.mood.polarity or 0.0)
    apart = low.mood.high is not None and high.mood.low is not None and low.mood.high < high.mood.low
    return words("journey.finding_clear" if apart else "journey.finding_open", low=low.name, high=high.name)


def _best(facts: Facts) -> tuple[Fact, ...]:
    """Touchpoints with enough people whose mood is good, surest first: by the lower end of the interval."""
    good = [
        feeling
        for feeling in facts.analysis.feelings
        if feeling.touchpoint_id
        and feeling.polarity is not None
        and feeling.polarity >= DULL
        and feeling.n_respondents >= MIN_PEOPLE
    ]
    good.sort(key=lambda one: (-(one.low if one.low is not None else -1.0), -(one.polarity or 0.0), one.touchpoint_id))
    return tuple(_moment(facts, feeling) for feeling in good[:BEST])


def _moment(facts: Facts, feeling: Feeling) -> Fact:
    positions = facts.at_touchpoint(feeling.touchpoint_id)
    split = facts.balance(positions)
    key = "glance.moment_most" if split["positive"] * 2 > feeling.n_respondents else "glance.moment"
    touchpoint = facts.touchpoints[feeling.touchpoint_id]
    return Fact(
        title=facts.words.named(touchpoint.names),
        sentence=facts.words.html(
            key, of=facts.of(feeling.n_respondents), n=feeling.n_respondents, positive=split["positive"]
        ),
        target=f"place-{touchpoint.touchpoint_id}",
        quotes=(facts.quote(feeling.best),) if feeling.best >= 0 else (),
    )


def _gaps(facts: Facts, blocks: tuple[PhaseBlock, ...]) -> tuple[Markup, ...]:
    words = facts.words
    gaps = []
    silent = [block.phase.name for block in blocks if not block.phase.mood.people]
    if silent:
        gaps.append(words.html("glance.gap_silent", n=len(silent), names=words.list(silent)))
    few = [block.phase.name for block in blocks if block.phase.mood.few]
    if few:
        gaps.append(words.html("glance.gap_few", n=len(few), names=words.list(few), minimum=MIN_PEOPLE))
    spoken = [place for block in blocks for place in block.places]
    rare = sum(place.mood.few for place in spoken)
    if rare:
        gaps.append(words.html("glance.gap_touchpoints", n=rare, total=len(spoken), minimum=MIN_PEOPLE))
    loose = sum(1 for touchpoint in facts.analysis.tags.touchpoint if touchpoint < 0)
    if loose:
        gaps.append(words.html("glance.gap_loose", n=loose, share=words.percent(loose / len(facts.segments))))
    unsure = facts.n_unsure
    if unsure:
        gaps.append(words.html("glance.gap_unsure", n=unsure, share=words.percent(unsure / len(facts.segments))))
    return tuple(gaps[:3])
