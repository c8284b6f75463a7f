"""Files in the layouts that the vendors document are read, whatever the number format and the encoding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.numbers import layouts
from voc.errors import UsageError
from voc.numbers.number_files import read_numbers
from voc.schema import Taxonomy, Variant

Save = Callable[..., Path]
Metrics = dict[tuple[str, str], float]
Values = Callable[..., Metrics]


@pytest.fixture
def values(save: Save, journey: Taxonomy) -> Values:
    """``values(text)`` → the values of a file by touchpoint and metric."""

    def read(text: str, encoding: str = "utf-8", patterns: Mapping[str, str] | None = None) -> Metrics:
        numbers = read_numbers([save("figures.csv", text, encoding)], journey, patterns or {})
        return {(metric.touchpoint_id, metric.metric): metric.value for metric in numbers.metrics}

    return read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_pages_of_a_german_property_keep_their_decimal_point(values: Values, encoding: str) -> None:
    metrics = values(layouts.GA4_PAGES_DE, encoding)
    assert metrics["payment", "views"] == 83171
    assert metrics["payment", "engagement_time"] == 49.37149037612573
    assert metrics["payment", "revenue"] == 20150.5
    assert metrics["returns", "users"] == 917
    assert metrics["returns", "engagement_time"] == 38.938


@pytest.mark.parametrize("text", [layouts.GA4_EXPLORATION, layouts.GA4_EXPLORATION_GAP])
def test_explorations_leave_their_totals_out_and_know_their_dates(save: Save, journey: Taxonomy, text: str) -> None:
    numbers = read_numbers([save("explored.csv", text)], journey, {})
    metrics = {(metric.touchpoint_id, metric.metric): metric.value for metric in numbers.metrics}
    assert metrics["payment", "views"] == 68392 + 48944
    assert ("payment", "users") not in metrics
    assert metrics["returns", "users"] == 50
    assert {metric.period for metric in numbers.metrics} == {"2026-07-23/2026-09-22"}
    assert numbers.notes == ()


def test_explorations_as_unicode_text_of_a_spreadsheet(values: Values) -> None:
    text = layouts.GA4_EXPLORATION.replace(",", "\t").replace(".", ",")
    assert values(text, "utf-16")["returns", "engagement_time"] == 12.5


def test_events_of_a_german_spreadsheet(values: Values) -> None:
    metrics = values(layouts.GA4_EVENTS_DE, patterns={"bezahlung*": "payment"})
    assert metrics["payment", "events"] == 1080
    assert metrics["payment", "revenue"] == 1234.5


def test_landing_pages(values: Values) -> None:
    metrics = values(layouts.GA4_LANDING)
    assert metrics["returns", "sessions"] == 1200
    assert metrics["returns", "engagement_time"] == 31.25


def test_tables_of_the_data_api(values: Values) -> None:
    metrics = values(layouts.GA4_API)
    assert metrics["payment", "views"] == 1200
    assert metrics["payment", "engagement_time"] == 42.5
    assert metrics["payment", "bounce_rate"] == 0.25


def test_total_engagement_time_is_not_taken_for_a_mean(values: Values) -> None:
    metrics = values(layouts.GA4_API.replace("averageSessionDuration", "userEngagementDuration"))
    assert ("payment", "engagement_time") not in metrics


@pytest.mark.parametrize("cell", ["1.234", "1,234", "1'234", "1’234", "1 234", "1\u202f234", "1234"])
def test_thousands_of_counts_are_known_by_any_mark(values: Values, cell: str) -> None:
    text = f'Page path,Views\n/payment,"{cell}"\n'
    assert values(text)["payment", "views"] == 1234


def test_classic_reports_end_where_the_footer_begins(save: Save, journey: Taxonomy) -> None:
    numbers = read_numbers([save("report.csv", layouts.SALESFORCE_CLASSIC)], journey, {})
    metrics = {(metric.touchpoint_id, metric.metric): metric.value for metric in numbers.metrics}
    assert metrics == {("", "cases"): 3, ("returns", "cases"): 1, ("payment", "cases"): 1}
    assert numbers.customers["0031x00000bbbbb"] == {"cases": 2}
    assert numbers.metrics[0].period == "2026-01-14/2026-01-21"


def test_german_reports_of_cases(values: Values) -> None:
    metrics = values(layouts.SALESFORCE_DE)
    assert metrics == {("", "cases"): 2, ("returns", "cases"): 1, ("payment", "cases"): 1}


def test_german_opportunities_with_decimal_commas(save: Save, journey: Taxonomy) -> None:
    numbers = read_numbers([save("won.csv", layouts.SALESFORCE_WON_DE)], journey, {})
    assert numbers.customers == {"c-01": {"purchases": 1, "revenue": 1129.9}}


def test_list_emails_with_rates_and_people(values: Values) -> None:
    metrics = values(layouts.PARDOT_EMAILS)
    assert metrics["returns", "delivered"] == 1180
    assert (metrics["returns", "opens"], metrics["returns", "unique_opens"]) == (700, 410)
    assert metrics["returns", "open_rate"] == pytest.approx(0.3475)
    assert metrics["returns", "click_rate"] == pytest.approx(0.0814)
    assert metrics["returns", "unsubscribes"] == 4


@pytest.mark.parametrize(("text", "person"), [(layouts.PARDOT_PROSPECTS, "c-01"), (layouts.PARDOT_API, "1")])
def test_prospects_have_scores_and_no_names(save: Save, journey: Taxonomy, text: str, person: str) -> None:
    people = read_numbers([save("prospects.csv", text)], journey, {}).customers
    assert people[person] == {"score": 120}


def test_optimizely_takes_unique_conversions_and_leaves_revenue_out(save: Save, journey: Taxonomy) -> None:
    (experiment,) = read_numbers([save("results.csv", layouts.AB_OPTIMIZELY)], journey, {}).experiments
    assert experiment.name == "Payment on one page · Purchase"
    assert experiment.variants == (Variant("Original", 2400, 120), Variant("Variation #1", 2390, 151))


def test_vwo_leaves_its_total_out(save: Save, journey: Taxonomy) -> None:
    (experiment,) = read_numbers([save("Returns label.csv", layouts.AB_VWO)], journey, {}).experiments
    assert [variant.visitors for variant in experiment.variants] == [1200, 1210]
    assert experiment.touchpoint_id == "returns"


def test_vwo_with_both_counts_in_one_cell(save: Save, journey: Taxonomy) -> None:
    (experiment,) = read_numbers([save("returns.csv", layouts.AB_VWO_BOTH)], journey, {}).experiments
    assert experiment.variants == (Variant("Control", 1200, 60), Variant("Variation 1", 1210, 90))


def test_every_goal_is_a_test_of_its_own(save: Save, journey: Taxonomy) -> None:
    first, second = read_numbers([save("tests.csv", layouts.AB_DE_GOALS)], journey, {}).experiments
    assert (first.touchpoint_id, second.touchpoint_id) == ("returns", "payment")
    assert first.variants == (Variant("Original", 1000, 100), Variant("Neu", 1000, 120))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Variation,Visitors,Total Conversions\nA,10,4\nB,10,5\n", "A/B results: conversions"),
        ("Variation,Visitors,Conversion Rate\nA,10,4%\nB,10,5%\n", "A/B results: conversions"),
        ("Variations,Conversions / Visitors\nA,12\nB,1/10\n", "'visitors' must be a whole number"),
        ("Date,Views\n20260101,10\n", "Google Analytics 4, Pardot.: page"),
        ("Subject,Origin\nx,Web\n", r"cases or opportunities \(Salesforce\): case number or opportunity name"),
        ("First Name,Score\nAda,3\n", "customers with their numbers .*: customer's id"),
    ],
)
def test_other_layouts_are_refused_with_what_is_missing(save: Save, journey: Taxonomy, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_numbers([save("other.csv", text)], journey, {})
