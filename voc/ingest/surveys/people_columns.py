"""Columns with personal data: by their values where these can decide, by their name where they cannot.

Names of people are never attributes. They reach `voc.privacy`, so that a text that mentions one shows a pseudonym.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice

from voc.ingest.surveys.column_profile import ColumnProfile
from voc.privacy.names import first_names, is_full_name, is_person, label_name
from voc.tables import column_names

MAX_VALUES = 200
"""Different values of a column that are compared with names; enough to see what it holds."""
MIN_NAME_SHARE = 0.5
"""Share (0–1) of the values that must be names of people where the column's name says nothing."""
MIN_NAME_SHARE_BY_NAME = 0.3
"""The same share where the column's name asks for a name; surnames alone are often ordinary words."""
MAX_CHOICES = 8
"""Different values of a closed question. "Phone: iOS, Android" is one, a column of telephone numbers is not."""
MAX_CHOICES_SHARE = 0.5
"""Different values per filled cell of a closed question."""


def values_of(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    """The first different values of a column."""
    values = dict.fromkeys(" ".join(row[column].split()) for row in rows)
    return list(islice((value for value in values if value), MAX_VALUES))


def is_personal(name: str, question: str, profile: ColumnProfile) -> bool:
    """Whether a column holds personal data other than names: by its values, or by its name unless they contradict."""
    if profile.personal >= 0.5:
        return True
    is_named = column_names.is_personal(name) or column_names.is_personal(question)
    # A question with long answers, or for a rating ("the address form"), is only about personal data.
    if not is_named or profile.words >= 6 or column_names.names_rating(question):
        return False
    # A few values that many people share identify nobody, and no list of addresses or numbers looks like that.
    are_choices = (
        profile.distinct <= MAX_CHOICES and profile.distinct_share <= MAX_CHOICES_SHARE and not profile.personal
    )
    return not (are_choices and column_names.may_be_choice(name))


def holds_names(name: str, values: Collection[str], profile: ColumnProfile) -> bool:
    """Whether the values of a column are names of people."""
    if profile.words > 4 or profile.numbers >= 0.5 or not values:
        return False
    if column_names.names_surname(name):
        # Surnames are ordinary words too often for a better test.
        return len(person_names(values)) >= MIN_NAME_SHARE * len(values)
    words = [label_name(value) for value in values]
    if column_names.names_person(name):
        n_names = sum(bool(own) and (is_person(own) or _is_abbreviated(own)) for own in words)
        return n_names >= MIN_NAME_SHARE_BY_NAME * len(values)
    # Brands and tools look like surnames, so that only listed first names count here.
    return len(values) >= 2 and sum(map(_is_certain_name, words)) >= MIN_NAME_SHARE * len(values)


def _is_certain_name(words: Sequence[str]) -> bool:
    """Whether words are a first name, alone or with a surname."""
    if len(words) == 1:
        return words[0] in first_names()
    return 2 <= len(words) <= 3 and is_full_name(words[0], words[-1])


def _is_abbreviated(words: Sequence[str]) -> bool:
    """Whether words are a first name and an initial ("Ida B.")."""
    return len(words) == 2 and len(words[1]) == 1 and words[0] in first_names()


def holds_own_names(name: str, question: str) -> bool:
    """Whether the names in a column are those of the respondents, by its name or question."""
    if column_names.names_staff(name):
        return False
    return column_names.names_person(name) or column_names.is_personal(name) or column_names.is_personal(question)


def person_names(values: Collection[str]) -> list[str]:
    """The values of a column of names that are names; "Team" and "n/a" are none."""
    return [value for value in values if label_name(value)]
