"""Analysis → rows of the tables of figures in `data/`: metrics, experiments and moments of truth."""

from __future__ import annotations

from voc.numbers.experiments import compare, rate
from voc.schema import Analysis
from voc.study.rows import Table, number


def _whole(value: int | None) -> str:
    return "" if value is None else str(value)


def metrics(analysis: Analysis) -> Table:
    """data/metrics.csv: one figure a row; an empty touchpoint is the whole journey."""
    header = ("touchpoint_id", "metric", "value", "unit", "period", "source", "n")
    rows = [
        [one.touchpoint_id, one.metric, number(one.value, 6), one.unit, one.period, one.source, _whole(one.n)]
        for one in analysis.metrics
    ]
    return header, rows


def experiments(analysis: Analysis) -> Table:
    """data/experiments.csv: one variant a row, the control first; what compares with it stands beside the others."""
    header = (
        *("experiment", "touchpoint_id", "variant", "visitors", "conversions", "rate", "rate_low", "rate_high"),
        *("difference", "difference_low", "difference_high", "p_value", "verdict", "more_visitors", "period", "source"),
    )
    rows = []
    for one in analysis.experiments:
        compared = {found.variant.name: found for found in compare(one)}
        for variant in one.variants:
            found = compared.get(variant.name)
            beside = [""] * 6
            if found:
                figures = (found.difference, found.low, found.high, found.p_value)
                more = _whole(found.more)
                beside = [*(number(value, 6) for value in figures), found.verdict, more]
            rows.append(
                [one.name, one.touchpoint_id, variant.name, str(variant.visitors), str(variant.conversions)]
                + [number(value, 6) for value in rate(variant)]
                + [*beside, one.period, one.source]
            )
    return header, rows


def moments(analysis: Analysis) -> Table:
    """data/moments.csv: how the overall rating (0–1) differs, or how far the mood lies from that of all people."""
    header = ("touchpoint_id", "side", "n_with", "n_without", "difference", "low", "high", "spread")
    rows = [
        [one.touchpoint_id, one.side, str(one.n_with), str(one.n_without)]
        + [number(value) for value in (one.difference, one.low, one.high, one.spread)]
        for one in analysis.moments
    ]
    return header, rows
