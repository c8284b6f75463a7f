"""Exports of vendors → figures at touchpoints."""

import pytest

from tests.numbers import samples
from voc.errors import MappingError, UsageError
from voc.numbers.number_files import read_numbers, with_attributes
from voc.schema import Corpus, Metric, Respondent, Variant


def values(numbers):
    return {(one.touchpoint_id, one.metric): one.value for one in numbers.metrics}


def test_analytics_adds_up_the_pages_of_a_touchpoint(save, journey):
    numbers = read_numbers([save("ga4.csv", samples.GA4_EN)], journey, {})
    found = values(numbers)
    assert found["payment", "views"] == 1500
    assert found["payment", "key_events"] == 320
    assert found["payment", "revenue"] == 20250.5
    assert found["payment", "engagement_time"] == pytest.approx((42.5 * 800 + 12.5 * 200) / 1000)
    assert found["returns", "users"] == 512
    assert {one.period for one in numbers.metrics} == {"2026-01-01/2026-03-31"}
    assert {one.source for one in numbers.metrics} == {"ga4.csv"}


def test_analytics_never_adds_up_people_over_pages(save, journey):
    numbers = read_numbers([save("ga4.csv", samples.GA4_EN)], journey, {})
    assert ("payment", "users") not in values(numbers)


def test_analytics_names_pages_at_no_touchpoint(save, journey):
    (note,) = read_numbers([save("ga4.csv", samples.GA4_EN)], journey, {}).notes
    assert "/imprint" in note
    assert "metrics.touchpoints" in note
    assert "(not set)" not in note


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_analytics_reads_german_figures_and_headings(save, journey, encoding):
    found = values(read_numbers([save("ga4.csv", samples.GA4_DE, encoding)], journey, {}))
    assert found["payment", "views"] == 1500
    assert found["payment", "users"] == 1000
    assert found["payment", "revenue"] == 20250.5
    assert found["payment", "bounce_rate"] == 0.125
    assert found["returns", "engagement_time"] == 75


def test_analytics_reads_several_tables_of_one_file(save, journey):
    found = values(read_numbers([save("ga4.csv", samples.GA4_TWO)], journey, {}))
    assert found["payment", "events"] == 80
    assert found["returns", "abandonment_rate"] == 0.3
    assert found["returns", "abandonments"] == 300


def test_patterns_of_the_configuration_go_before_names(save, journey):
    path = save("ga4.csv", samples.GA4_EN)
    found = values(read_numbers([path], journey, {"/IMPRINT": "delivery", "/help/*": "payment"}))
    assert found["delivery", "views"] == 40
    assert found["payment", "views"] == 1500 + 640


def test_patterns_that_lead_nowhere_are_refused_with_the_known_touchpoints(save, journey):
    with pytest.raises(MappingError, match=r"'shipping', which is no touchpoint.*Known: payment, returns, delivery"):
        read_numbers([save("ga4.csv", samples.GA4_EN)], journey, {"/x": "shipping"})


@pytest.mark.parametrize("text", [samples.CASES_EN, samples.CASES_DE])
def test_cases_count_once_at_their_reason_and_for_their_person(save, journey, text):
    numbers = read_numbers([save("cases.csv", text)], journey, {})
    found = values(numbers)
    assert (found["returns", "cases"], found["payment", "cases"]) == (2, 1)
    assert numbers.customers["c-02"] == {"cases": 2}
    assert numbers.metrics[0].period.startswith("2026-01-14/2026-0")


def test_cases_leave_the_footer_of_the_report_out(save, journey):
    assert values(read_numbers([save("cases.csv", samples.CASES_EN)], journey, {}))["", "cases"] == 4


def test_opportunities_count_when_won(save, journey):
    numbers = read_numbers([save("won.csv", samples.OPPORTUNITIES)], journey, {})
    assert numbers.customers == {"c-01": {"purchases": 2, "revenue": 228.9}}


def test_loyalty_reads_figures_and_tier_by_customer(save, journey):
    numbers = read_numbers([save("club.csv", samples.LOYALTY_DE)], journey, {})
    assert numbers.customers["c-01"] == {"points": 12500, "purchases": 14, "revenue": 1299.9, "tier": "Gold"}


def test_pardot_forms_are_placed_by_name(save, journey):
    found = values(read_numbers([save("forms.csv", samples.PARDOT_FORMS)], journey, {}))
    assert found == {("returns", "views"): 500, ("returns", "users"): 410, ("returns", "submissions"): 120}


def test_ab_compares_with_the_control_whatever_the_order(save, journey):
    (one,) = read_numbers([save("ab.csv", samples.AB_EN)], journey, {}).experiments
    assert one.name == "One-page payment"
    assert one.touchpoint_id == "payment"
    assert one.variants == (Variant("Control", 2400, 120), Variant("B", 2390, 151))


def test_ab_reads_german_and_finds_the_touchpoint_in_the_name(save, journey):
    (one,) = read_numbers([save("ab.csv", samples.AB_DE)], journey, {}).experiments
    assert one.touchpoint_id == "returns"
    assert one.variants[1] == Variant("Neu", 1000, 120)


def test_plain_table_keeps_unit_period_and_source(save, journey):
    numbers = read_numbers([save("plain.csv", samples.PLAIN)], journey, {})
    assert numbers.metrics == (
        Metric("", "NPS", 31, "points", "2026-Q1", "panel"),
        Metric("payment", "drop-off", 0.125, "share", "2026-Q1", "Matomo"),
    )


def test_spreadsheets_are_read_like_csv(tmp_path, journey):
    import xlsxwriter

    path = tmp_path / "ab.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([("Variante", "Besucher", "Konversionen"), ("A", 1000, 100), ("B", 1000, 130)]):
            sheet.write_row(row, 0, cells)
    (one,) = read_numbers([path], journey, {}).experiments
    assert one.variants == (Variant("A", 1000, 100), Variant("B", 1000, 130))


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
def test_wrong_files_are_refused_with_what_is_missing(save, journey, text, message):
    with pytest.raises(UsageError, match=message):
        read_numbers([save("wrong.csv", text)], journey, {})


def test_a_file_without_a_touchpoint_is_refused_with_the_remedy(save, journey):
    with pytest.raises(MappingError, match=r"none of its rows .*'/blog'.*metrics.touchpoints"):
        read_numbers([save("ga4.csv", "Page path,Views\n/blog,12\n")], journey, {})


def test_a_missing_file_is_named(tmp_path, journey):
    with pytest.raises(UsageError, match=r"none\.csv: there is no such file"):
        read_numbers([tmp_path / "none.csv"], journey, {})


def test_the_order_of_files_does_not_matter(save, journey):
    paths = [save("ga4.csv", samples.GA4_EN), save("club.csv", samples.LOYALTY_DE), save("ab.csv", samples.AB_EN)]
    assert read_numbers(paths, journey, {}) == read_numbers(paths[::-1], journey, {})


def corpus(*labels):
    people = tuple(Respondent(f"r-{label}", label, ("survey.csv",), {"age": "34"}) for label in labels)
    return Corpus((), (), people)


def test_customers_join_respondents_by_id_whatever_the_case(save, journey):
    numbers = read_numbers([save("club.csv", samples.LOYALTY_DE)], journey, {})
    joined = with_attributes(corpus("c-01", "somebody"), numbers)
    assert joined.respondents[0].attributes == {
        "points": "12500", "purchases": "14", "revenue": "1299.9", "tier": "Gold", "age": "34",
    }  # fmt: skip
    assert joined.respondents[1].attributes == {"age": "34"}


def test_customers_whom_nobody_is_are_refused(save, journey):
    numbers = read_numbers([save("club.csv", samples.LOYALTY_DE)], journey, {})
    with pytest.raises(MappingError, match=r"3 customers must share an id with the 1 respondents.*respondent"):
        with_attributes(corpus("somebody"), numbers)
