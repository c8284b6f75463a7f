"""Files in the layouts that the vendors document are read, whatever the number format and the encoding."""

import pytest

from tests.numbers import layouts
from voc.errors import UsageError
from voc.numbers.number_files import read_numbers
from voc.schema import Variant


@pytest.fixture
def values(save, journey):
    """``values(text)`` → the figures of a file by touchpoint and metric."""

    def read(text, encoding="utf-8", patterns=None):
        numbers = read_numbers([save("figures.csv", text, encoding)], journey, patterns or {})
        return {(one.touchpoint_id, one.metric): one.value for one in numbers.metrics}

    return read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_pages_of_a_german_property_keep_their_decimal_point(values, encoding):
    found = values(layouts.GA4_PAGES_DE, encoding)
    assert found["payment", "views"] == 83171
    assert found["payment", "engagement_time"] == 49.37149037612573
    assert found["payment", "revenue"] == 20150.5
    assert found["returns", "users"] == 917
    assert found["returns", "engagement_time"] == 38.938


@pytest.mark.parametrize("text", [layouts.GA4_EXPLORATION, layouts.GA4_EXPLORATION_GAP])
def test_explorations_leave_their_totals_out_and_know_their_dates(save, journey, text):
    numbers = read_numbers([save("explored.csv", text)], journey, {})
    found = {(one.touchpoint_id, one.metric): one.value for one in numbers.metrics}
    assert found["payment", "views"] == 68392 + 48944
    assert ("payment", "users") not in found
    assert found["returns", "users"] == 50
    assert {one.period for one in numbers.metrics} == {"2026-07-23/2026-09-22"}
    assert numbers.notes == ()


def test_explorations_as_unicode_text_of_a_spreadsheet(values):
    text = layouts.GA4_EXPLORATION.replace(",", "\t").replace(".", ",")
    assert values(text, "utf-16")["returns", "engagement_time"] == 12.5


def test_events_of_a_german_spreadsheet(values):
    found = values(layouts.GA4_EVENTS_DE, patterns={"bezahlung*": "payment"})
    assert found["payment", "events"] == 1080
    assert found["payment", "revenue"] == 1234.5


def test_landing_pages(values):
    found = values(layouts.GA4_LANDING)
    assert found["returns", "sessions"] == 1200
    assert found["returns", "engagement_time"] == 31.25


def test_tables_of_the_data_api(values):
    found = values(layouts.GA4_API)
    assert found["payment", "views"] == 1200
    assert found["payment", "engagement_time"] == 42.5
    assert found["payment", "bounce_rate"] == 0.25


def test_total_engagement_time_is_not_taken_for_a_mean(values):
    found = values(layouts.GA4_API.replace("averageSessionDuration", "userEngagementDuration"))
    assert ("payment", "engagement_time") not in found


@pytest.mark.parametrize("cell", ["1.234", "1,234", "1'234", "1’234", "1 234", "1\u202f234", "1234"])
def test_thousands_of_counts_are_known_by_any_mark(values, cell):
    text = f'Page path,Views\n/payment,"{cell}"\n'
    assert values(text)["payment", "views"] == 1234


def test_classic_reports_end_where_the_footer_begins(save, journey):
    numbers = read_numbers([save("report.csv", layouts.SALESFORCE_CLASSIC)], journey, {})
    found = {(one.touchpoint_id, one.metric): one.value for one in numbers.metrics}
    assert found == {("", "cases"): 3, ("returns", "cases"): 1, ("payment", "cases"): 1}
    assert numbers.customers["0031x00000bbbbb"] == {"cases": 2}
    assert numbers.metrics[0].period == "2026-01-14/2026-01-21"


def test_german_reports_of_cases(values):
    found = values(layouts.SALESFORCE_DE)
    assert found == {("", "cases"): 2, ("returns", "cases"): 1, ("payment", "cases"): 1}


def test_german_opportunities_with_decimal_commas(save, journey):
    numbers = read_numbers([save("won.csv", layouts.SALESFORCE_WON_DE)], journey, {})
    assert numbers.customers == {"c-01": {"purchases": 1, "revenue": 1129.9}}


def test_list_emails_with_rates_and_people(values):
    found = values(layouts.PARDOT_EMAILS)
    assert found["returns", "delivered"] == 1180
    assert (found["returns", "opens"], found["returns", "unique_opens"]) == (700, 410)
    assert found["returns", "open_rate"] == pytest.approx(0.3475)
    assert found["returns", "click_rate"] == pytest.approx(0.0814)
    assert found["returns", "unsubscribes"] == 4


@pytest.mark.parametrize(("text", "person"), [(layouts.PARDOT_PROSPECTS, "c-01"), (layouts.PARDOT_API, "1")])
def test_prospects_have_scores_and_no_names(save, journey, text, person):
    people = read_numbers([save("prospects.csv", text)], journey, {}).customers
    assert people[person] == {"score": 120}


def test_optimizely_takes_unique_conversions_and_leaves_revenue_out(save, journey):
    (one,) = read_numbers([save("results.csv", layouts.AB_OPTIMIZELY)], journey, {}).experiments
    assert one.name == "Payment on one page · Purchase"
    assert one.variants == (Variant("Original", 2400, 120), Variant("Variation #1", 2390, 151))


def test_vwo_leaves_its_total_out(save, journey):
    (one,) = read_numbers([save("Returns label.csv", layouts.AB_VWO)], journey, {}).experiments
    assert [variant.visitors for variant in one.variants] == [1200, 1210]
    assert one.touchpoint_id == "returns"


def test_vwo_with_both_counts_in_one_cell(save, journey):
    (one,) = read_numbers([save("returns.csv", layouts.AB_VWO_BOTH)], journey, {}).experiments
    assert one.variants == (Variant("Control", 1200, 60), Variant("Variation 1", 1210, 90))


def test_every_goal_is_a_test_of_its_own(save, journey):
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
def test_other_layouts_are_refused_with_what_is_missing(save, journey, text, message):
    with pytest.raises(UsageError, match=message):
        read_numbers([save("other.csv", text)], journey, {})
