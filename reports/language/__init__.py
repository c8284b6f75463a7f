"""The words of the report: a catalogue per language, with plural forms, numbers and lists as it writes them.

A catalogue is a TOML file of nested tables. A leaf is a sentence with ``{fields}``, or a table with exactly the keys
``one`` and ``other``, chosen by the field ``n`` (CLDR's rule for German and English: one when n is 1). Whole numbers
are written as the language writes them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from voc.schema import Language, in_language

NARROW_SPACE = "\u202f"
PLURAL_FORMS = {"one", "other"}

Entry = str | Mapping[str, str]


@cache
def load_words(language: Language) -> Words:
    """The catalogue of a language."""
    text = files("reports").joinpath("language", f"{language}.toml").read_text("utf-8")
    return Words(language, flatten(tomllib.loads(text)))


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


class Words:
    """Looks up sentences, and writes numbers, shares and lists.

    >>> words = load_words("de")
    >>> words.number(1234), words.percent(0.714), words.list(["a", "b", "c"])
    ('1.234', '71\\u202f%', 'a, b und c')
    """

    def __init__(self, language: Language, entries: Mapping[str, Entry]) -> None:
        self.language = language
        self.entries = entries

    def __call__(self, key: str, **values: object) -> str:
        """The sentence as plain text. Raises KeyError for an unknown key or a missing field."""
        return self._entry(key, values).format(**self._shown(values))

    def html(self, key: str, **values: object) -> Markup:
        """The sentence as HTML: tags of the catalogue stay, values are escaped."""
        return Markup(self._entry(key, values)).format(**self._shown(values))  # noqa: S704 - the catalogue is ours

    def maybe(self, key: str, default: str) -> str:
        """The sentence without fields, or `default` when the catalogue does not have it."""
        entry = self.entries.get(key)
        return entry if isinstance(entry, str) else default

    def number(self, value: int) -> str:
        """A whole number with its thousands set apart."""
        return f"{value:,}".replace(",", self("format.thousands"))

    def decimal(self, value: float) -> str:
        """A figure of −1…1 with two decimals, its sign and a real minus."""
        text = f"{value:+.2f}".replace("-", "\u2212").replace(".", self("format.decimal"))
        return text.lstrip("+\u2212") if abs(value) < 0.005 else text

    def percent(self, share: float) -> str:
        """A share of 0–1 in whole percent; what is above 0 is never written as 0."""
        if 0 < share < 0.005:
            return self("format.percent_below_one")
        return self("format.percent", value=str(int(share * 100 + 0.5)))

    def exact_percent(self, share: float) -> str:
        """A share of 0–1 as percent with one decimal."""
        return self("format.percent", value=f"{100 * share:.1f}".replace(".", self("format.decimal")))

    def points(self, difference: float) -> str:
        """A difference of two shares in percentage points, with its sign and one decimal, without a unit."""
        return f"{100 * difference:+.1f}".replace("-", "\u2212").replace(".", self("format.decimal"))

    def p_value(self, value: float) -> str:
        """ "= 0.034", or "< 0.001" for what is below."""
        text = "< 0.001" if value < 0.001 else f"= {value:.3f}"
        return text.replace(".", self("format.decimal"))

    def list(self, items: Sequence[str]) -> str:
        """Items as "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        return self("format.and", first=", ".join(items[:-1]), last=items[-1])

    def named(self, names: Mapping[str, str]) -> str:
        """A name by language, in this language if there is one."""
        return in_language(names, self.language)

    def _entry(self, key: str, values: Mapping[str, object]) -> str:
        entry = self.entries[key]
        if isinstance(entry, str):
            return entry
        return entry["one" if values["n"] == 1 else "other"]

    def _shown(self, values: Mapping[str, object]) -> dict[str, object]:
        return {key: self.number(value) if type(value) is int else value for key, value in values.items()}
