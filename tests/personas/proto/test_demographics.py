"""Demographic lines, counted in the attributes of respondents."""

from __future__ import annotations

import pytest

from personas.proto.demographics import DemographicCount, count_demographic
from voc.schema import Respondent

PEOPLE = (
    Respondent("r-1", "", ("a",), {"age": "37", "gender": "female", "job": "teacher"}),
    Respondent("r-2", "", ("a",), {"age": "61", "gender": "male", "job": ""}),
    Respondent("r-3", "", ("a",), {"age": "", "gender": "Female", "job": "student"}),
)


@pytest.mark.parametrize(
    ("line", "counted"),
    [
        ("age 35–45", DemographicCount("age", ("r-1",), 2)),
        ("35-45", DemographicCount("age", ("r-1",), 2)),
        ("Alter ab 60", DemographicCount("age", ("r-2",), 2)),
        ("38 years old", DemographicCount("age", ("r-1",), 2)),
        ("weiblich", DemographicCount("gender", ("r-1", "r-3"), 3)),
        ("men", DemographicCount("gender", ("r-2",), 3)),
        ("Student", DemographicCount("job", ("r-3",), 2)),
        ("job pilot", DemographicCount("job", (), 2)),
    ],
)
def test_lines_are_counted_among_those_whose_attribute_is_known(line: str, counted: DemographicCount) -> None:
    assert count_demographic(line, PEOPLE) == counted


def test_lines_that_no_source_carries_are_not_counted() -> None:
    assert count_demographic("lives in a village", PEOPLE) is None
    assert count_demographic("35–45", [Respondent("r-1", "", ("a",), {})]) is None
    assert count_demographic("female", []) is None
