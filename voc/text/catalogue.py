"""Sentences in the report's languages, kept in TOML files: plural forms, numbers, shares and lists as each writes them.

A catalogue is one TOML file per language of nested tables, `language/de.toml` and `language/en.toml` beside the code
that uses it. A leaf is a sentence with ``{fields}``, or a table with exactly the keys ``one`` and ``other``, chosen by
the field ``n`` (CLDR's rule for German and English: one when n is 1). Whole numbers in fields get thousands separators.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from voc.schema import Language, in_language

NARROW_SPACE = "\u202f"
"""The no-break space that German puts between a number and its unit."""
MINUS = "\u2212"
PLURAL_FORMS = {"one", "other"}

Entry = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a language writes numbers and lists; ``percent`` and ``below_one_percent`` have a ``{value}`` and none."""

    thousands: str
    decimal: str
    percent: str
    below_one_percent: str
    last_of_list: str


FORMATS: Mapping[Language, NumberFormat] = {
    "de": NumberFormat(".", ",", f"{{value}}{NARROW_SPACE}%", f"unter 1{NARROW_SPACE}%", "{first} und {last}"),
    "en": NumberFormat(",", ".", "{value}%", "under 1%", "{first} and {last}"),
}


@cache
def load_catalogue(package: str, language: Language) -> Catalogue:
    """The catalogue of a package: `language/<language>.toml` in its folder."""
    text = files(package).joinpath("language", f"{language}.toml").read_text("utf-8")
    return Catalogue(language, flatten(tomllib.loads(text)))


def flatten(table: Mapping[str, Any], prefix: str = "") -> dict[str, Entry]:
    """Nested tables as ``{"head.people": entry}``.

    >>> flatten({"a": {"b": "x", "c": {"one": "1", "other": "n"}}})
    {'a.b': 'x', 'a.c': {'one': '1', 'other': 'n'}}
    """
    entries: dict[str, Entry] = {}
    for key, value in table.items():
        if isinstance(value, str) or set(value) == PLURAL_FORMS:
            entries[prefix + key] = value
        else:
            entries.update(flatten(value, f"{prefix}{key}."))
    return entries


class Catalogue:
    """Looks up sentences, and writes numbers, shares and lists in one language.

    >>> words = Catalogue("de", {"found": {"one": "{n} Person", "other": "{n} Personen"}})
    >>> words("found", n=1), words("found", n=1234)
    ('1 Person', '1.234 Personen')
    >>> words.percent(0.714), words.list(["a", "b", "c"])
    ('71\\u202f%', 'a, b und c')
    """

    def __init__(self, language: Language, entries: Mapping[str, Entry]) -> None:
        self.language = language
        self.entries = entries
        self.format = FORMATS[language]

    def __call__(self, key: str, **values: object) -> str:
        """The sentence as plain text. Raises KeyError for an unknown key or a missing field."""
        return self._entry(key, values).format(**self._as_text(values))

    def html(self, key: str, **values: object) -> Markup:
        """The sentence as HTML: tags of the catalogue stay, values are escaped."""
        return Markup(self._entry(key, values)).format(**self._as_text(values))  # noqa: S704 - the catalogue is ours

    def maybe(self, key: str, default: str) -> str:
        """The sentence without fields, or ``default`` when the catalogue does not have it."""
        entry = self.entries.get(key)
        return entry if isinstance(entry, str) else default

    def number(self, value: int) -> str:
        """A whole number with thousands separators."""
        return f"{value:,}".replace(",", self.format.thousands)

    def decimal(self, value: float) -> str:
        """A figure of −1…1 with two decimals, its sign and a real minus."""
        text = self._localized(f"{value:+.2f}")
        return text.lstrip("+" + MINUS) if abs(value) < 0.005 else text

    def two_decimals(self, value: float) -> str:
        """A figure with two decimals and no plus sign."""
        return self._localized(f"{value:.2f}")

    def percent(self, share: float) -> str:
        """A share of 0–1 in whole percent; what is above 0 is never written as 0."""
        if 0 < share < 0.005:
            return self.format.below_one_percent
        # Half up, as a reader would round by hand; Python's own rounding makes 12.5 % and 13.5 % both even.
        return self.format.percent.format(value=int(share * 100 + 0.5))

    def exact_percent(self, share: float) -> str:
        """A share of 0–1 as percent with one decimal."""
        return self.format.percent.format(value=self._localized(f"{100 * share:.1f}"))

    def points(self, difference: float) -> str:
        """A difference of two shares in percentage points, with its sign and one decimal, without a unit."""
        return self._localized(f"{100 * difference:+.1f}")

    def p_value(self, value: float) -> str:
        """ "= 0.034", or "< 0.001" for anything below that."""
        return self._localized("< 0.001" if value < 0.001 else f"= {value:.3f}")

    def list(self, items: Sequence[str]) -> str:
        """Items as "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        return self.format.last_of_list.format(first=", ".join(items[:-1]), last=items[-1])

    def named(self, names: Mapping[str, str]) -> str:
        """A name by language, in this language if there is one."""
        return in_language(names, self.language)

    def _localized(self, text: str) -> str:
        return text.replace("-", MINUS).replace(".", self.format.decimal)

    def _entry(self, key: str, values: Mapping[str, object]) -> str:
        entry = self.entries[key]
        return entry if isinstance(entry, str) else entry["one" if values["n"] == 1 else "other"]

    def _as_text(self, values: Mapping[str, object]) -> dict[str, object]:
        # `type(value) is int`, because a boolean is an int too and must not become a number.
        return {key: self.number(value) if type(value) is int else value for key, value in values.items()}
