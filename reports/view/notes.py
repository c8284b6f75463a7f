"""What the readers noted about a file, in the report's language.

Readers write English sentences. Those that occur often stand in the catalogues as ``note.*`` with fields: the English
one is the pattern that a note must match as a whole, the other what is said instead. What matches none stays as it is,
and is marked as English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from reports.language import Catalogue, load_words

_FIELD = re.compile(r"\\{(\w+)\\}")
_QUOTED = re.compile(r"'(.+?)'(?=[,.) ]|$)")


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it is shown; ``language`` is "" where it is the report's."""

    text: str
    language: str = ""


def told(words: Catalogue, note: str) -> Note:
    """A reader's note, in the language of ``words`` where the catalogue has it.

    >>> told(load_words("de"), "Overall rating: 'Stars'.")
    Note(text='Gesamtbewertung: „Stars“.', language='')
    >>> told(load_words("de"), "Something rare.").language
    'en'
    """
    if words.language == "en":
        return Note(note)
    for key, pattern in _patterns().items():
        found = pattern.fullmatch(note)
        if found:
            return Note(words(key, **_values(words, found.groupdict())))
    return Note(note, "en")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    sentences = {key: text for key, text in load_words("en").entries.items() if key.startswith("note.")}
    return {
        key: re.compile(_FIELD.sub(r"(?P<\1>.+?)", re.escape(text)), re.DOTALL)
        for key, text in sentences.items()
        if isinstance(text, str)
    }


def _values(words: Catalogue, values: Mapping[str, str]) -> dict[str, str]:
    """What stands in the fields: quoted as the language quotes, our own words in its words."""
    return {
        name: words.maybe(f"note_value.{re.sub(r'[^a-z]+', '_', value)}", _QUOTED.sub("„\\1“", value))
        for name, value in values.items()
    }
