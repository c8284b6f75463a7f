"""The tables of figures in the study folder."""

from dataclasses import replace

from voc.schema import Experiment, Metric, Moment, Variant
from voc.study.tables import experiments, metrics, moments


class _Analysis:
    """The figures of an analysis."""

    metrics = (Metric("returns", "bounce_rate", 1 / 3, "share", "", "ga4.csv"), Metric("", "cases", 2.0, n=7))
    experiments = (Experiment("Label", (Variant("A", 1000, 100), Variant("B", 1000, 120)), "returns", "", "ab.csv"),)
    moments = (Moment("returns", "trouble", 8, 10, -0.31234, -0.5, -0.1, 0.25),)


def rows(table):
    return [dict(zip(table.header(), row, strict=True)) for row in table.as_text()]


def test_metrics_keep_six_decimals_and_leave_unknown_cells_empty():
    first, second = rows(metrics(_Analysis))
    assert (first["value"], first["n"]) == ("0.333333", "")
    assert (second["value"], second["n"], second["unit"]) == ("2", "7", "")


def test_experiments_have_the_control_first_and_what_compares_with_it_beside_the_others():
    control, variant = rows(experiments(_Analysis))
    assert control["variant"] == "A"
    assert control["verdict"] == control["p_value"] == ""
    assert (variant["difference"], variant["verdict"]) == ("0.02", "open")
    assert int(variant["more_visitors"]) > 1000


def test_moments_have_three_decimals():
    (row,) = rows(moments(_Analysis))
    assert (row["side"], row["difference"]) == ("trouble", "-0.312")
    assert replace(_Analysis.moments[0], side="delight").side == "delight"
