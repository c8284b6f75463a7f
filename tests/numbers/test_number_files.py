"""Exports of vendors → metrics at touchpoints, A/B tests, attributes of customers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.numbers import layouts
from voc.errors import MappingError, UsageError
from voc.numbers.number_files import Numbers, read_numbers, with_attributes
from voc.schema import Corpus, Metric, Respondent, Taxonomy, Variant

Save = Callable[..., Path]


def values(numbers: Numbers) -> dict[tuple[str, str], float]:
    return {(metric.touchpoint_id, metric.metric): metric.value for metric in numbers.metrics}


def test_analytics_adds_up_the_pages_of_a_touchpoint(save: Save, journey: Taxonomy) -> None:
    numbers = read_numbers([save("ga4.csv", layouts.GA4_PAGES_EN)], journey, {})
    metrics = values(numbers)
    assert metrics["payment", "views"] == 1500
    assert metrics["payment", "key_events"] == 320
    assert metrics["payment", "revenue"] == 20250.5
    assert metrics["payment", "engagement_time"] == pytest.approx((42.5 * 800 + 12.5 * 200) / 1000)
    assert metrics["returns", "users"] == 512
    assert {metric.period for metric in numbers.metrics} == {"2026-01-01/2026-03-31"}
    assert {metric.source for metric in numbers.metrics} == {"ga4.csv"}


def test_analytics_never_adds_up_people_over_pages(save: Save, journey: Taxonomy) -> None:
    numbers = read_numbers([save("ga4.csv", layouts.GA4_PAGES_EN)], journey, {})
    assert ("payment", "users") not in values(numbers)


def test_analytics_names_pages_at_no_touchpoint(save: Save, journey: Taxonomy) -> None:
    (note,) = read_numbers([save("ga4.csv", layouts.GA4_PAGES_EN)], journey, {}).notes
    assert "/imprint" in note
    assert "metrics.touchpoints" in note
    assert "(not set)" not in note


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_analytics_reads_german_numbers_and_headings(save: Save, journey: Taxonomy, encoding: str) -> None:
    metrics = values(read_numbers([save("ga4.csv", layouts.GA4_PATHS_DE, encoding)], journey, {}))
    assert metrics["payment", "views"] == 1500
    assert metrics["payment", "users"] == 1000
    assert metrics["payment", "revenue"] == 20250.5
    assert metrics["payment", "bounce_rate"] == 0.125
    assert metrics["returns", "engagement_time"] == 75


def test_analytics_reads_several_tables_of_one_file(save: Save, journey: Taxonomy) -> None:
    metrics = values(read_numbers([save("ga4.csv", layouts.GA4_TWO)], journey, {}))
    assert metrics["payment", "events"] == 80
    assert metrics["returns", "abandonment_rate"] == 0.3
    assert metrics["returns", "abandonments"] == 300


def test_patterns_of_the_configuration_go_before_names(save: Save, journey: Taxonomy) -> None:
    path = save("ga4.csv", layouts.GA4_PAGES_EN)
    metrics = values(read_numbers([path], journey, {"/IMPRINT": "delivery", "/help/*": "payment"}))
    assert metrics["delivery", "views"] == 40
    assert metrics["payment", "views"] == 1500 + 640


def test_patterns_that_lead_nowhere_are_refused_with_the_known_touchpoints(save: Save, journey: Taxonomy) -> None:
    with pytest.raises(MappingError, match=r"'shipping', which is no touchpoint.*Known: payment, returns, delivery"):
        read_numbers([save("ga4.csv", layouts.GA4_PAGES_EN)], journey, {"/x": "shipping"})


@pytest.mark.parametrize("text", [layouts.CASES_EN, layouts.CASES_DE])
def test_cases_count_once_at_their_reason_and_for_their_person(save: Save, journey: Taxonomy, text: str) -> None:
    numbers = read_numbers([save("cases.csv", text)], journey, {})
    metrics = values(numbers)
    assert (metrics["returns", "cases"], metrics["payment", "cases"]) == (2, 1)
    assert numbers.customers["c-02"] == {"cases": 2}
    assert numbers.metrics[0].period.startswith("2026-01-14/2026-0")


def test_cases_leave_the_footer_of_the_report_out(save: Save, journey: Taxonomy) -> None:
    assert values(read_numbers([save("cases.csv", layouts.CASES_EN)], journey, {}))["", "cases"] == 4


def test_opportunities_count_when_won(save: Save, journey: Taxonomy) -> None:
    numbers = read_numbers([save("won.csv", layouts.OPPORTUNITIES)], journey, {})
    assert numbers.customers == {"c-01": {"purchases": 2, "revenue": 228.9}}


def test_loyalty_reads_numbers_and_tier_by_customer(save: Save, journey: Taxonomy) -> None:
    numbers = read_numbers([save("club.csv", layouts.LOYALTY_DE)], journey, {})
    assert numbers.customers["c-01"] == {"points": 12500, "purchases": 14, "revenue": 1299.9, "tier": "Gold"}


def test_pardot_forms_are_placed_by_name(save: Save, journey: Taxonomy) -> None:
    metrics = values(read_numbers([save("forms.csv", layouts.PARDOT_FORMS)], journey, {}))
    assert metrics == {("returns", "views"): 500, ("returns", "users"): 410, ("returns", "submissions"): 120}


def test_ab_compares_with_the_control_whatever_the_order(save: Save, journey: Taxonomy) -> None:
    (experiment,) = read_numbers([save("ab.csv", layouts.AB_EN)], journey, {}).experiments
    assert experiment.name == "One-page payment"
    assert experiment.touchpoint_id == "payment"
    assert experiment.variants == (Variant("Control", 2400, 120), Variant("B", 2390, 151))


def test_ab_reads_german_and_finds_the_touchpoint_in_the_name(save: Save, journey: Taxonomy) -> None:
    (experiment,) = read_numbers([save("ab.csv", layouts.AB_DE)], journey, {}).experiments
    assert experiment.touchpoint_id == "returns"
    assert experiment.variants[1] == Variant("Neu", 1000, 120)


def test_plain_table_keeps_unit_period_and_source(save: Save, journey: Taxonomy) -> None:
    numbers = read_numbers([save("plain.csv", layouts.PLAIN)], journey, {})
    assert numbers.metrics == (
        Metric("", "NPS", 31, "points", "2026-Q1", "panel"),
        Metric("payment", "drop-off", 0.125, "share", "2026-Q1", "Matomo"),
    )


def test_spreadsheets_are_read_like_csv(tmp_path: Path, journey: Taxonomy) -> None:
    import xlsxwriter

    path = tmp_path / "ab.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([("Variante", "Besucher", "Konversionen"), ("A", 1000, 100), ("B", 1000, 130)]):
            sheet.write_row(row, 0, cells)
    (experiment,) = read_numbers([path], journey, {}).experiments
    assert experiment.variants == (Variant("A", 1000, 100), Variant("B", 1000, 130))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Variant,Visitors\nA,10\nB,12\n", "A/B results: conversions"),
        ("Comment,Mood\nfine,good\nbad,worse\n", "A/B results: variant and visitors and conversions"),
        ("Variant,Visitors,Conversions\nA,10,12\nB,12,1\n", r"row 2: conversions must be at most .* found 12 of 10"),
        ("Variant,Visitors,Conversions\nA,many,12\nB,12,1\n", "row 2: 'Visitors' must be a whole number.*'many'"),
        ("Variant,Visitors,Conversions\nA,100,12\n", "two or more variants"),
        ("Customer ID,Points\nC-01,lots\n", "row 2: 'Points' must be a number"),
        ("touchpoint,metric,value\npayment,NPS,high\n", "row 2: a metric must have a name and a number"),
        ("/a\n", "must hold a table"),
        ("", "holds no rows"),
    ],
)
def test_wrong_files_are_refused_with_what_is_missing(save: Save, journey: Taxonomy, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_numbers([save("wrong.csv", text)], journey, {})


def test_a_file_without_a_touchpoint_is_refused_with_the_remedy(save: Save, journey: Taxonomy) -> None:
    with pytest.raises(MappingError, match=r"none of its rows .*'/blog'.*metrics.touchpoints"):
        read_numbers([save("ga4.csv", "Page path,Views\n/blog,12\n")], journey, {})


def test_a_missing_file_is_named(tmp_path: Path, journey: Taxonomy) -> None:
    with pytest.raises(UsageError, match=r"none\.csv: there is no such file"):
        read_numbers([tmp_path / "none.csv"], journey, {})


def test_the_order_of_files_does_not_matter(save: Save, journey: Taxonomy) -> None:
    paths = [save("ga4.csv", layouts.GA4_PAGES_EN), save("club.csv", layouts.LOYALTY_DE), save("ab.csv", layouts.AB_EN)]
    assert read_numbers(paths, journey, {}) == read_numbers(paths[::-1], journey, {})


def corpus(*labels: str) -> Corpus:
    people = tuple(Respondent(f"r-{label}", label, ("survey.csv",), {"age": "34"}) for label in labels)
    return Corpus((), (), people)


def test_customers_join_respondents_by_id_whatever_the_case(save: Save, journey: Taxonomy) -> None:
    numbers = read_numbers([save("club.csv", layouts.LOYALTY_DE)], journey, {})
    joined = with_attributes(corpus("c-01", "somebody"), numbers)
    assert joined.respondents[0].attributes == {
        "points": "12500", "purchases": "14", "revenue": "1299.9", "tier": "Gold", "age": "34",
    }  # fmt: skip
    assert joined.respondents[1].attributes == {"age": "34"}


def test_customers_whom_nobody_is_are_refused(save: Save, journey: Taxonomy) -> None:
    numbers = read_numbers([save("club.csv", layouts.LOYALTY_DE)], journey, {})
    with pytest.raises(MappingError, match=r"3 customers must share an id with the 1 respondents.*respondent"):
        with_attributes(corpus("somebody"), numbers)
