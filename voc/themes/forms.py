"""How words and phrases are written in a name: capitals, umlauts and endings as a colleague would write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from voc.text import Phrase, is_noun, lemma
from voc.text import word_lists as lists

_FEMININE = ("ung", "heit", "keit", "schaft", "ion", "tät", "ik", "enz", "anz", "ur", "ei")
_GENITIVE = ("en", "el", "um", "ld", "kt", "ment", "tz")
"""A German noun that ends so takes an s in the genitive; other nouns in -s are mostly English plurals ("Meetings")."""
_SHORT, _QUARTER = 4, 0.25
"""An abbreviation has no more letters than this, and is all in capitals in at least this share of its uses."""
_SMALL = lists.JOINERS["de"] | lists.JOINERS["en"] | lists.ARTICLES["de"] | lists.ARTICLES["en"]


def capitals(rows: Iterable[tuple[str, Sequence[Phrase], str]]) -> Mapping[str, str]:
    """English words that people write with a capital inside a sentence, as they mostly write them.

    An abbreviation is one where at least a quarter of its uses are all in capitals ("PDF" beside "pdf").

    Args:
        rows: (text, phrases, language) of each row.
    """
    forms: dict[str, Counter[str]] = {}
    for text, phrases, language in rows:
        if language == "de" or text.isupper():
            continue
        for phrase in phrases:
            words = phrase.text.split()
            for word in words[starts_sentence(text, phrase.start) :]:
                forms.setdefault(word.lower(), Counter())[word] += 1
    named = {}
    for word, found in forms.items():
        upper = sum(count for form, count in found.items() if form[0].isupper())
        if upper >= 2 and upper > 0.6 * found.total():
            named[word] = min((form for form in found if form[0].isupper()), key=lambda form: (-found[form], form))
        short = found[word.upper()] if len(word) <= _SHORT else 0
        if short > 2 and short >= _QUARTER * found.total():
            named[word] = word.upper()
    return named


def starts_sentence(text: str, place: int) -> bool:
    """Whether what stands at a place of a text is the first word of its sentence or line."""
    before = text[:place].rstrip(" \t")
    return not before or before[-1] in '\n.!?…:"„“”»«()[]–—•*'


def english(text: str, named: Mapping[str, str]) -> str:
    """A phrase in small letters but for names and abbreviations.

    >>> english("Wi-Fi Access in Dubai", {"dubai": "Dubai"})
    'Wi-Fi access in Dubai'
    """
    return " ".join(named.get(word.lower(), word if _marked(word) else word.lower()) for word in text.split())


def _marked(word: str) -> bool:
    """Whether a word has a capital inside ("iPad", "Wi-Fi") or is a short word all in capitals ("API")."""
    return any(letter.isupper() for letter in word[1:]) and not (word.isupper() and len(word) > 4)


def german(text: str, *, first: bool = False) -> str:
    """A phrase as it is written alone: nouns with a capital, adjectives without, both without the endings of a case.

    Empty where the ending would need the noun's gender, which the words do not tell. ``first`` says that the phrase
    starts a sentence, so that its first capital means nothing.

    >>> german("flexiblen arbeitszeiten"), german("Gute Stimmung", first=True)
    ('flexible Arbeitszeiten', 'gute Stimmung')
    >>> german("Mitarbeitern"), german("netten Laden")
    ('Mitarbeiter', '')
    """
    words = text.split()
    done: list[str] = []
    for place, word in enumerate(words):
        if word.lower() in _SMALL:
            done.append(word.lower())
        elif _marked(word):
            done.append(word)
        elif (
            place + 1 < len(words)
            and (word.islower() or (first and place == 0))
            and not is_noun(word, sentence_start=True)
        ):
            bare = place > 0 and done[-1] in _SMALL
            mended = word.lower() if bare else _adjective(word.lower(), words[place + 1])
            if not mended:
                return ""
            done.append(mended)
        else:
            bare = place > 0 and done[-1] in _SMALL and done[-1] not in ("und",)
            done.append(word[:1].upper() + word[1:] if bare else _noun(word))
    return " ".join(done)


def _adjective(word: str, noun: str) -> str:
    """An adjective in the nominative before its noun; empty where that cannot be told."""
    plural = lemma(noun, "de").lower().replace("ß", "ss") != noun.lower().replace("ß", "ss")
    feminine = noun.lower().endswith(_FEMININE)
    if word.endswith("es"):
        return word
    if word.endswith("e"):
        return word if plural or feminine or noun.endswith("e") else ""
    if word.endswith("en") and (plural or feminine):
        return word[:-1]
    if word.endswith("er"):
        return word[:-1] if feminine or plural else word
    return ""


def _noun(word: str) -> str:
    base = lemma(word, "de")
    if word.endswith(("ern", "eln")) and base.lower() == word[:-1].lower():
        word = word[:-1]
    if base.endswith("r") and word.lower() == base[:-1].lower() + "n":
        word = word[:-1]
    elif word.endswith("s") and base.endswith(_GENITIVE) and base.lower() in (word[:-1].lower(), word[:-2].lower()):
        word = base
    return word[:1].upper() + word[1:]


def capitalised(name: str) -> str:
    """A name with a capital at its start, unless its first word is written otherwise ("iPad").

    >>> capitalised("lost runs"), capitalised("iPad app")
    ('Lost runs', 'iPad app')
    """
    first = name.split(" ", maxsplit=1)[0]
    return name if any(letter.isupper() for letter in first) else name[:1].upper() + name[1:]
