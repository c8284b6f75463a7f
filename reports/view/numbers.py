"""Figures beside the words: metrics per touchpoint, A/B tests in sentences, moments of truth, and what they tell about
a hypothesis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.language import Catalogue
from reports.view.facts import Facts
from reports.view.records import Mood
from voc.numbers.experiments import Comparison, compare
from voc.numbers.moments import is_clear
from voc.schema import Experiment, Metric, Moment
from voc.text.catalogue import NARROW_SPACE

MOST_MOMENTS = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure as it is written."""

    name: str
    value: str
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """What was measured at a touchpoint, beside how it sounds. ``anchor`` is "" where nobody speaks of it."""

    name: str
    anchor: str
    mood: Mood
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ABTest:
    """An A/B test: one sentence per variant against the control."""

    name: str
    place: str
    sentences: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class MomentRow:
    """One moment of truth. Differences are written with their sign; ``clear`` when the interval leaves out zero."""

    name: str
    anchor: str
    side: str
    tone: str
    people: int
    others: int
    difference: str
    interval: str
    spread: str
    clear: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """All of it. ``evidence`` maps a pain point's anchor to sentences, ``beside`` that of a touchpoint with figures or
    a test of its own; ``note`` says what moments are and are not."""

    places: tuple[PlaceFigures, ...] = ()
    tests: tuple[ABTest, ...] = ()
    moments: tuple[MomentRow, ...] = ()
    more_moments: int = 0
    note: str = ""
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.places or self.tests or self.moments)


def numbers(facts: Facts) -> Numbers:
    """Metrics in the taxonomy's order, tests in theirs, moments with the clearest first."""
    analysis = facts.analysis
    by_place: dict[str, list[Metric]] = defaultdict(list)
    for metric in analysis.metrics:
        by_place[metric.touchpoint_id].append(metric)
    order = sorted(by_place, key=lambda touchpoint_id: (touchpoint_id != "", facts.order.get(touchpoint_id, 0)))
    ranked = sorted(analysis.moments, key=lambda one: (not is_clear(one), -abs(one.difference)))
    said = _said(facts, by_place)
    measured = {*by_place, *(one.touchpoint_id for one in analysis.experiments)}
    return Numbers(
        places=tuple(_place(facts, touchpoint_id, by_place[touchpoint_id]) for touchpoint_id in order),
        tests=tuple(_ab_test(facts, one) for one in analysis.experiments),
        moments=tuple(_moment(facts, one) for one in ranked[:MOST_MOMENTS]),
        more_moments=max(0, len(ranked) - MOST_MOMENTS),
        note=_note(facts, ranked),
        evidence={
            f"pain-{one.pain_point_id}": said[one.touchpoint_id]
            for one in analysis.pain_points
            if one.touchpoint_id in said
        },
        beside={f"place-{one}": lines for one, lines in said.items() if one in measured},
    )


def _note(facts: Facts, found: list[Moment]) -> str:
    if not found:
        return ""
    return facts.words("moment.note_rated" if found[0].side in {"trouble", "delight"} else "moment.note_felt")


def _name(facts: Facts, touchpoint_id: str) -> str:
    touchpoint = facts.touchpoints.get(touchpoint_id)
    return facts.words.named(touchpoint.names) if touchpoint else facts.words("numbers.whole")


def _anchor(facts: Facts, touchpoint_id: str) -> str:
    return f"place-{touchpoint_id}" if facts.at_touchpoint(touchpoint_id) else ""


def _place(facts: Facts, touchpoint_id: str, metrics: list[Metric]) -> PlaceFigures:
    touchpoint = facts.touchpoints.get(touchpoint_id)
    feeling = facts.feelings.get((touchpoint.phase_id, touchpoint_id)) if touchpoint else None
    return PlaceFigures(
        name=_name(facts, touchpoint_id),
        anchor=_anchor(facts, touchpoint_id),
        mood=facts.mood(feeling),
        figures=tuple(_figure(facts, one) for one in metrics),
    )


def _figure(facts: Facts, metric: Metric) -> Figure:
    words = facts.words
    name = words.maybe(f"metric.{metric.metric}", metric.metric)
    if metric.unit == "per person" and metric.n is not None:
        name = words("numbers.per_person", name=name, n=metric.n)
    return Figure(name, _value(words, metric), metric.period.replace("/", " – "), metric.source)


def _value(words: Catalogue, metric: Metric) -> str:
    if metric.unit == "share":
        return words.exact_percent(metric.value)
    unit = "" if metric.unit in {"", "per person"} else NARROW_SPACE + metric.unit
    if metric.value == int(metric.value):
        return words.number(int(metric.value)) + unit
    whole, digits = f"{abs(metric.value):.2f}".split(".")
    sign = "\u2212" if metric.value < 0 else ""
    return f"{sign}{words.number(int(whole))}{words.format.decimal}{digits}{unit}"


def _ab_test(facts: Facts, experiment: Experiment) -> ABTest:
    sentences = tuple(outcome_sentence(facts.words, one) for one in compare(experiment))
    place = _name(facts, experiment.touchpoint_id) if experiment.touchpoint_id else ""
    return ABTest(experiment.name, place, sentences, experiment.source)


def outcome_sentence(words: Catalogue, one: Comparison) -> str:
    """What an A/B test shows and what it does not, in three sentences at most."""
    first, second = one.control, one.variant
    parts = [
        words(
            "experiment.result",
            variant=second.name,
            control=first.name,
            count=second.conversions,
            total=second.visitors,
            rate=words.exact_percent(second.conversions / second.visitors),
            base_count=first.conversions,
            base_total=first.visitors,
            base=words.exact_percent(first.conversions / first.visitors),
            difference=words.points(one.difference),
            low=words.points(one.low),
            high=words.points(one.high),
            p=words.p_value(one.p_value),
        ),
        words(f"experiment.{one.verdict}"),
    ]
    if one.verdict == "open" and one.more is None:
        parts.append(words("experiment.equal"))
    elif one.verdict == "open" and one.more:
        parts.append(words("experiment.more", n=one.more))
    if one.uneven:
        parts.append(words("experiment.uneven"))
    return " ".join(parts)


def _moment(facts: Facts, one: Moment) -> MomentRow:
    words = facts.words
    return MomentRow(
        name=_name(facts, one.touchpoint_id),
        anchor=_anchor(facts, one.touchpoint_id),
        side=words(f"moment.{one.side}"),
        tone="negative" if one.side in {"trouble", "valley"} else "positive",
        people=one.n_with,
        others=one.n_without,
        difference=words.decimal(one.difference),
        interval=words("chart.from_to", low=words.decimal(one.low), high=words.decimal(one.high)),
        spread=words.decimal(one.spread).lstrip("+"),
        clear=is_clear(one),
    )


def _said(facts: Facts, by_place: Mapping[str, list[Metric]]) -> dict[str, tuple[str, ...]]:
    """What was measured at each touchpoint, said as evidence and no more than that."""
    words = facts.words
    lines: dict[str, list[str]] = defaultdict(list)
    for experiment in facts.analysis.experiments:
        for one in compare(experiment):
            said = f"evidence.test_{one.verdict}"
            lines[experiment.touchpoint_id].append(words(said, test=experiment.name, variant=one.variant.name))
    for moment in facts.analysis.moments:
        if moment.side == "trouble":
            key = "evidence.moment_clear" if is_clear(moment) and moment.difference < 0 else "evidence.moment_open"
            lines[moment.touchpoint_id].append(words(key, n=moment.n_with, difference=words.decimal(moment.difference)))
    for touchpoint_id, metrics in by_place.items():
        listed = words.list([f"{shown.name} {shown.value}" for shown in (_figure(facts, one) for one in metrics)])
        lines[touchpoint_id].append(words("evidence.figures", figures=listed))
    return {touchpoint_id: tuple(found) for touchpoint_id, found in lines.items() if touchpoint_id}
