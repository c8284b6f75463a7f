"""Notes and reasons of the readers in the report's language.

Readers write in English. The catalogues have each of their sentences with fields: notes as ``note.*``, reasons why a
file was not read as ``refusal.*``. A sentence that matches the English one as a whole is shown in the report's
language. Our own words inside a field are translated too: whole values as ``note_value.*``, and what lists are made of
("quoted mails", "(6 cells)", "row 12") as ``note_part.*``. Names from the file stay. A sentence that the catalogue does
not have stays English, and is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from reports.language import Catalogue, load_words
from reports.view.page_records import Note
from voc.schema import Source
from voc.text.catalogue import load_catalogue

MAX_SENTENCES = 12
"""Sentences in a reason; a note with more (a column's name may hold many full stops) is not taken apart."""

ROLE_NOTES = ("note.questions", "note.chevrons_mixed", "note.no_interviewer")
"""The notes on transcripts in which nothing says who asks and who answers."""

_OWN_WORDS = ("note_value.", "note_part.")
_FIELD = re.compile(r"\\{(\w+)\\}")
# The catalogues are typeset; the readers write plain quotation marks.
_MARK = re.compile("[\"'“”’]")
_QUOTED = re.compile(r"'(.+?)'(?=[,.:;) ]|$)")
# Projects join the problems of their sources with "; ".
_BETWEEN_SENTENCES = re.compile(r"(?<=\.);? ")
# A comma inside a quoted name ends no item.
_ITEM = re.compile(r"(?:'[^']*'(?=[,.:;) ]|$)|[^,]|,(?! ))+")
_COUNTED = re.compile(r"(?P<before>[\d.,]+ )?(?P<words>.+?)(?P<after> [\d.,]+| \([\d.,]+\))?")


@dataclass(frozen=True, slots=True)
class NoteMatch:
    """A note that the catalogue has: its key, and the parts of the note that fill the fields of its sentence."""

    key: str
    fields: Mapping[str, str]


def translate_note(words: Catalogue, note: str) -> Note:
    """A reader's note or reason in the report's language, where the catalogue has it.

    >>> translate_note(load_words("de"), "Overall rating: 'Stars'.")
    Note(text='Gesamtbewertung: „Stars“.', language='')
    >>> translate_note(load_words("de"), "Left out: comments (2).").text
    'Ausgelassen: Kommentare (2).'
    >>> translate_note(load_words("de"), "Something rare.").language
    'en'
    """
    if words.language == "en":
        return Note(note)
    translation = _translate_sentence(words, note) or _translate_sentences(words, note)
    return Note(translation) if translation else Note(note, "en")


def has_unclear_roles(source: Source) -> bool:
    """Whether questions may be among the answers of a file, because nothing says who asks."""
    patterns = _patterns(("note.",))
    return any(patterns[key].fullmatch(note) for key in ROLE_NOTES for note in source.notes)


def match_note(note: str) -> NoteMatch | None:
    """The entry of the catalogue whose English sentence is this note; None where there is none."""
    # The first match wins; a test makes sure that each sentence matches its own pattern first.
    return _first_match(note, ("note.", "refusal."))


def note_value_key(value: str) -> str:
    """The key of our own words in a field of a note.

    >>> note_value_key("asks most of the questions")
    'note_value.asks_most_of_the_questions'
    """
    return f"note_value.{re.sub(r'[^a-z]+', '_', value)}"


def match_part(value: str) -> NoteMatch | None:
    """The entry of the catalogue for our own words in a list, without their number; None where there is none.

    >>> match_part("2 quoted mails").key
    'note_part.quotes'
    """
    counted = _COUNTED.fullmatch(value)
    return _first_match(value, ("note_part.",)) or (
        _first_match(counted["words"], ("note_part.",)) if counted and counted["words"] != value else None
    )


def _first_match(text: str, sections: tuple[str, ...]) -> NoteMatch | None:
    for key, pattern in _patterns(sections).items():
        match = pattern.fullmatch(text)
        if match:
            return NoteMatch(key, match.groupdict())
    return None


def _translate_sentence(words: Catalogue, note: str) -> str:
    """A note that is one sentence of the catalogue, "" when it is none."""
    match = match_note(note)
    if match is None:
        return ""
    fields = {name: _translate_value(words, value) for name, value in match.fields.items()}
    if "note" in match.fields:
        # A note about one of several interviews or sheets of a file.
        fields["note"] = translate_note(words, match.fields["note"]).text
    return words(match.key, **fields)


def _translate_sentences(words: Catalogue, note: str) -> str:
    """A reason of several sentences of the catalogue, "" when one of them is none."""
    ends = [*_BETWEEN_SENTENCES.finditer(note)]
    if not 0 < len(ends) <= MAX_SENTENCES:
        return ""
    for end in ends:
        head = _translate_sentence(words, note[: end.start()])
        rest = note[end.end() :]
        if head and (translation := _translate_sentence(words, rest) or _translate_sentences(words, rest)):
            return f"{head} {translation}"
    return ""


def _translate_value(words: Catalogue, value: str) -> str:
    """Our own words in a field translated; names from the file stay, in German quotation marks where quoted."""
    if match := _first_match(value, _OWN_WORDS):
        return words(match.key, **{name: _translate_value(words, part) for name, part in match.fields.items()})
    items = _ITEM.findall(value)
    if len(items) > 1:
        return ", ".join(_translate_value(words, item.strip()) for item in items)
    counted = _COUNTED.fullmatch(value)
    if counted and (match := _first_match(counted["words"], _OWN_WORDS)) and not match.fields:
        return f"{counted['before'] or ''}{words(match.key)}{counted['after'] or ''}"
    return load_catalogue("personas", words.language).maybe(f"attribute.{value}", _QUOTED.sub("„\\1“", value))


@cache
def _patterns(sections: tuple[str, ...]) -> dict[str, re.Pattern[str]]:
    """Key of a sentence → a pattern of its English wording, with a group for each field; ``n`` is a number."""
    return {
        key: re.compile(
            _FIELD.sub(
                lambda field: rf"(?P<{field[1]}>{'[0-9.,]+' if field[1] == 'n' else '.+?'})",
                _MARK.sub(lambda _: _MARK.pattern, re.escape(text)),
            ),
            re.DOTALL,
        )
        for key, text in load_words("en").entries.items()
        if key.startswith(sections) and isinstance(text, str)
    }
