"""Figures beside the words: metrics per touchpoint, A/B tests in sentences, moments of truth, and what they say about a
pain point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reports.language import Catalogue
from reports.view.page_records import Mood
from reports.view.study_index import StudyIndex
from voc.numbers.moments import is_clear
from voc.numbers.proportions import VariantComparison, compare
from voc.schema import Experiment, Metric, Moment
from voc.text.catalogue import MINUS, NARROW_SPACE

MOMENTS_SHOWN = 12
"""Moments of truth in the table; a line below it counts the others."""


@dataclass(frozen=True, slots=True)
class MeasuredFigure:
    """A metric as it is written in the report."""

    name: str
    value: str
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """What was measured at a touchpoint, and its mood. ``anchor`` is "" where nobody speaks of it."""

    name: str
    anchor: str
    mood: Mood
    figures: tuple[MeasuredFigure, ...]


@dataclass(frozen=True, slots=True)
class ABTest:
    """An A/B test: one sentence per variant compared with the control."""

    name: str
    place: str
    sentences: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class MomentRow:
    """A moment of truth. Differences are written with their sign; ``clear``: zero is outside the interval."""

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
class NumbersSection:
    """The section of figures. ``evidence`` maps the anchor of a pain point to sentences, ``beside`` that of a
    touchpoint with figures or a test of its own; ``note`` says what moments of truth show and what they do not."""

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


def build_numbers(index: StudyIndex) -> NumbersSection:
    """Metrics in the order of the journey, tests in their own, moments of truth with the clearest first."""
    analysis = index.analysis
    metrics: dict[str, list[Metric]] = defaultdict(list)
    for metric in analysis.metrics:
        metrics[metric.touchpoint_id].append(metric)
    # Metrics of the whole journey, which have no touchpoint, come first.
    order = sorted(metrics, key=lambda touchpoint_id: (touchpoint_id != "", index.order.get(touchpoint_id, 0)))
    # Clear ones first: a large difference that may be chance says less than a small one that is not.
    moments = sorted(analysis.moments, key=lambda moment: (not is_clear(moment), -abs(moment.difference)))
    # With too few overall ratings, moments are valleys and peaks of the mood instead.
    is_rated = any(moment.side in {"trouble", "delight"} for moment in moments)
    evidence = _evidence_sentences(index, metrics)
    measured = {*metrics, *(experiment.touchpoint_id for experiment in analysis.experiments)}
    return NumbersSection(
        places=tuple(_place_figures(index, touchpoint_id, metrics[touchpoint_id]) for touchpoint_id in order),
        tests=tuple(_ab_test(index, experiment) for experiment in analysis.experiments),
        moments=tuple(_moment_row(index, moment) for moment in moments[:MOMENTS_SHOWN]),
        more_moments=max(0, len(moments) - MOMENTS_SHOWN),
        note=index.words(f"moment.note_{'rated' if is_rated else 'felt'}") if moments else "",
        evidence={
            f"pain-{pain.pain_point_id}": evidence[pain.touchpoint_id]
            for pain in analysis.pain_points
            if pain.touchpoint_id in evidence
        },
        beside={f"place-{place}": sentences for place, sentences in evidence.items() if place in measured},
    )


def _touchpoint_name(index: StudyIndex, touchpoint_id: str) -> str:
    touchpoint = index.touchpoints.get(touchpoint_id)
    return index.words.named(touchpoint.names) if touchpoint else index.words("numbers.whole")


def _touchpoint_anchor(index: StudyIndex, touchpoint_id: str) -> str:
    return f"place-{touchpoint_id}" if index.at_touchpoint(touchpoint_id) else ""


def _place_figures(index: StudyIndex, touchpoint_id: str, metrics: Sequence[Metric]) -> PlaceFigures:
    touchpoint = index.touchpoints.get(touchpoint_id)
    feeling = index.feelings.get((touchpoint.phase_id, touchpoint_id)) if touchpoint else None
    return PlaceFigures(
        name=_touchpoint_name(index, touchpoint_id),
        anchor=_touchpoint_anchor(index, touchpoint_id),
        mood=index.mood(feeling),
        figures=tuple(_measured_figure(index.words, metric) for metric in metrics),
    )


def _measured_figure(words: Catalogue, metric: Metric) -> MeasuredFigure:
    name = words.maybe(f"metric.{metric.metric}", metric.metric)
    if metric.unit == "per person" and metric.n is not None:
        name = words("numbers.per_person", name=name, n=metric.n)
    return MeasuredFigure(name, _format_value(words, metric), metric.period.replace("/", " – "), metric.source)


def _format_value(words: Catalogue, metric: Metric) -> str:
    if metric.unit == "share":
        return words.exact_percent(metric.value)
    unit = "" if metric.unit in {"", "per person"} else NARROW_SPACE + metric.unit
    if metric.value == int(metric.value):
        return words.number(int(metric.value)) + unit
    # Written in two parts, because the catalogue sets thousands apart in whole numbers only.
    whole, digits = f"{abs(metric.value):.2f}".split(".")
    sign = MINUS if metric.value < 0 else ""
    return f"{sign}{words.number(int(whole))}{words.format.decimal}{digits}{unit}"


def _ab_test(index: StudyIndex, experiment: Experiment) -> ABTest:
    sentences = tuple(outcome_sentence(index.words, comparison) for comparison in compare(experiment))
    place = _touchpoint_name(index, experiment.touchpoint_id) if experiment.touchpoint_id else ""
    return ABTest(experiment.name, place, sentences, experiment.source)


def outcome_sentence(words: Catalogue, comparison: VariantComparison) -> str:
    """What an A/B test shows and what it does not, in at most four sentences."""
    control, variant = comparison.control, comparison.variant
    sentences = [
        words(
            "experiment.result",
            variant=variant.name,
            control=control.name,
            count=variant.conversions,
            total=variant.visitors,
            rate=words.exact_percent(variant.conversions / variant.visitors),
            base_count=control.conversions,
            base_total=control.visitors,
            base=words.exact_percent(control.conversions / control.visitors),
            difference=words.points(comparison.difference),
            low=words.points(comparison.low),
            high=words.points(comparison.high),
            p=words.p_value(comparison.p_value),
        ),
        words(f"experiment.{comparison.verdict}"),
    ]
    if comparison.verdict == "open" and comparison.more is None:
        sentences.append(words("experiment.equal"))
    elif comparison.verdict == "open" and comparison.more:
        sentences.append(words("experiment.more", n=comparison.more))
    if comparison.uneven:
        sentences.append(words("experiment.uneven"))
    return " ".join(sentences)


def _moment_row(index: StudyIndex, moment: Moment) -> MomentRow:
    words = index.words
    return MomentRow(
        name=_touchpoint_name(index, moment.touchpoint_id),
        anchor=_touchpoint_anchor(index, moment.touchpoint_id),
        side=words(f"moment.{moment.side}"),
        tone="negative" if moment.side in {"trouble", "valley"} else "positive",
        people=moment.n_with,
        others=moment.n_without,
        difference=words.decimal(moment.difference),
        interval=words("chart.from_to", low=words.decimal(moment.low), high=words.decimal(moment.high)),
        spread=words.decimal(moment.spread).lstrip("+"),
        clear=is_clear(moment),
    )


def _evidence_sentences(index: StudyIndex, metrics: Mapping[str, Sequence[Metric]]) -> dict[str, tuple[str, ...]]:
    """Touchpoint id → what was measured there, as evidence for or against a hypothesis and no more than that."""
    words = index.words
    sentences: dict[str, list[str]] = defaultdict(list)
    for experiment in index.analysis.experiments:
        for comparison in compare(experiment):
            sentences[experiment.touchpoint_id].append(
                words(f"evidence.test_{comparison.verdict}", test=experiment.name, variant=comparison.variant.name)
            )
    for moment in index.analysis.moments:
        if moment.side == "trouble":
            key = "evidence.moment_clear" if is_clear(moment) and moment.difference < 0 else "evidence.moment_open"
            difference = words.decimal(moment.difference)
            sentences[moment.touchpoint_id].append(words(key, n=moment.n_with, difference=difference))
    for touchpoint_id, measured in metrics.items():
        figures = [_measured_figure(words, metric) for metric in measured]
        listed = words.list([f"{figure.name} {figure.value}" for figure in figures])
        # Figures come last: they belong to the touchpoint, not to this pain point alone.
        sentences[touchpoint_id].append(words("evidence.figures", figures=listed))
    return {touchpoint_id: tuple(lines) for touchpoint_id, lines in sentences.items() if touchpoint_id}
