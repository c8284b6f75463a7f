"""Columns made from the answers of another one: translations, and what a program found in them (topics, sentiment).

Each answer is read once, in the language in which it was written. What a program found is nobody's words, and no fact
about the person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from voc.ingest.surveys.translation_pairs import MIN_BOTH_FILLED, find_pairs_by_content
from voc.tables import column_names
from voc.tables.table import Table

_LANGUAGE = re.compile(
    r"[\s_.(\[:–/-]{0,5}\b(?:de|deu|ger|german|deutsch|en|eng|english|englisch|fr|fra|french|französisch|es|spanish|spanisch"
    r"|it|italian|italienisch|nl|dutch|pl|polish|polnisch|tr|turkish|türkisch"
    r"|original(?:sprache|text|wortlaut)?|source(?: language| text)?)\b[\s)\]]{0,5}$",
    re.I,
)
_NO_LETTER = re.compile(r"[\W_]+")


def find_translations(table: Table, texts: Sequence[int]) -> dict[int, int]:
    """Text column → the column with its translation.

    A column is a translation by its name ("Kommentar (übersetzt)"), or when it differs from another one only by its
    language and nearly every row has both, or when nearly every row says something of the same length in another
    language there: nobody answers two questions in two languages. Then the left one is the original, unless its name
    or its languages say otherwise.
    """
    translations: dict[int, int] = {}
    named = [position for position in texts if column_names.is_translation(table.header[position])]
    originals = [position for position in texts if position not in named]
    for position in named:
        base = _base(column_names.without_translation(table.header[position]))
        same = [
            other for other in originals if base in {_base(table.header[other]), _language_base(table.header[other])}
        ]
        original = same[0] if same else originals[0] if len(originals) == 1 else None
        if original is not None:
            translations.setdefault(original, position)
    for number, left in enumerate(originals):
        for right in originals[number + 1 :]:
            base = _language_base(table.header[left])
            is_pair = bool(base) and base == _language_base(table.header[right])
            if (
                is_pair
                and left not in translations
                and right not in translations
                and _are_both_filled(table, left, right)
            ):
                translations[left] = right
    rest = [position for position in originals if position not in {*translations, *translations.values()}]
    return translations | find_pairs_by_content(table, rest)


def find_analyses(table: Table, positions: Sequence[int], texts: Collection[int]) -> list[int]:
    """The columns among ``positions`` that a program for text analysis made from one of ``texts``.

    Their name or question repeats that of the answers, with a word such as "Topics" or "Sentiment score".
    """
    bases = {_base(text) for position in texts for text in (table.header[position], table.questions[position])} - {""}

    def is_made(position: int) -> bool:
        names = {table.header[position], table.questions[position]}
        return any(_base(column_names.without_analysis(name)) in bases for name in names)

    return [position for position in positions if is_made(position)]


def _base(name: str) -> str:
    return _NO_LETTER.sub(" ", name).strip().casefold()


def _language_base(name: str) -> str:
    """A column's name without the language at its end."""
    return _base(_LANGUAGE.sub("", name.replace("_", " ")))


def _are_both_filled(table: Table, left: int, right: int) -> bool:
    filled = [(bool(row[left].strip()), bool(row[right].strip())) for row in table.rows[:2000]]
    n_either = sum(map(any, filled))
    has_languages = table.header[left].casefold() != table.header[right].casefold()
    n_both = sum(map(all, filled))
    # The same words in both columns are no translation.
    n_equal = sum(row[left].strip() == row[right].strip() != "" for row in table.rows[:2000])
    return has_languages and n_either > 0 and n_both >= MIN_BOTH_FILLED * n_either and n_equal < 0.5 * n_both
