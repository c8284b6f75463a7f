"""What is a person's name: in a speaker's label, and in the words of a text.

A bare first name in a text is a name only when it is a speaker's or was announced ("my colleague Anna", "Frau Müller",
"mein Name ist …"), or when a common surname follows it. So brands, films, months and ordinary words stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from voc.privacy import lists
from voc.privacy.dictionary import is_function_word, is_unknown

CAPITALISED = r"[A-ZÄÖÜÉÁÓÇŞŠŽČĆŁ][^\W\d_]+(?:[-'’][A-ZÄÖÜÉÁÓ][^\W\d_]+)*"
_NAMED = rf"(?P<name>{CAPITALISED})(?P<more>(?: {CAPITALISED})?)"
PARTICLE = (
    r"(?:(?:[Vv]on der|[Vv]on den|[Vv]on|[Vv]an der|[Vv]an den|[Vv]an|[Dd]e la|[Dd]e|[Dd]el|[Dd]i|[Dd]a|[Zz]u|[Ee]l"
    r"|[Aa]l) )?"
)
_TITLED = re.compile(
    r"(?<![\w-])(?P<before>(?:[^\W\d_]+ )?)"
    r"(?P<title>(?:(?:Frau|Herrn?|Fräulein|Fr\.|Hr\.|Mr\.?|Mrs\.?|Ms\.?|Mister|Miss|Dr\.?|Doktor|Doctor|Prof\.?"
    r"|Professorin|Professor)[ \u00a0]+|(?:Dr|Prof)\.|(?:med|dent|phil|jur|nat|rer|h|c)\.[ \u00a0]?)+)"
    rf"(?P<name>{PARTICLE}{CAPITALISED})(?P<more>(?: {CAPITALISED})?)"
)
_RELATION_EN = re.compile(
    r"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Yy]our)(?: [a-z-]+)? (?:colleague|co-?worker|boss|manager|friend"
    r"|husband|wife|partner|brother|sister|son|daughter|mother|father|mum|mom|dad|aunt|uncle|cousin|neighbou?r|roommate"
    r"|flatmate|girlfriend|boyfriend|teacher|therapist|supervisor|professor|assistant|nephew|niece|team ?mate"
    rf"|team ?lead|trainer|coach)(?P<comma>,?) {_NAMED}"
)
_RELATION_DE = re.compile(
    r"\b(?:(?:[MmDdSs]ein|[Uu]nser|[Ii]hr|[Ee]uer|[Ee]ur|[Ee]in)(?:e[rnms]?)?|[Dd](?:er|ie|en|em))"
    r"(?: [a-zäöüß]+e[rnms]?)? (?:[A-Z][a-zäöü]+(?:kolleg(?:e|en|in)|freund(?:in)?|chef(?:in)?|leiter(?:in)?"
    r"|nachbar(?:in)?|partner(?:in)?|schwester|bruder|tochter|sohn|mutter|vater)|Kolleg(?:e|en|in)|Chef(?:in)?"
    r"|Freund(?:in|es)?|Frau|Mann|Partner(?:in)?|Bruder|Schwester|Sohn|Tochter|Mutter|Vater|Mama|Papa|Nachbar(?:in|n)?"
    r"|Vorgesetzten?|Vorgesetzter|Mitbewohner(?:in)?|Lehrer(?:in)?|Tante|Onkel|Oma|Opa|Cousine?|Enkel(?:in)?"
    r"|Betreuer(?:in)?|Teamleiter(?:in)?|Kumpel|Ehemann|Ehefrau|Ärztin|Arzt|Dozent(?:in)?|Ansprechpartner(?:in)?"
    r"|Trainer(?:in)?|Verkäufer(?:in)?|Berater(?:in)?|Mitarbeiter(?:in)?|Hausarzt|Hausärztin|Friseurin|Therapeut(?:in)?"
    r"|Fahrer(?:in)?|Schwager|Schwägerin|Neffe|Nichte|Verlobte[rn]?|Assistent(?:in)?|Kommilitone|Kommilitonin)"
    rf"(?P<comma>,?) {_NAMED}"
)
_INTRODUCED = re.compile(
    r"\b(?:(?:[Mm]ein|[Ii]hr|[Ss]ein|[Dd]ein) Name ist|[Ii]ch hei(?:ß|ss)e|namens|[Mm]y name is|[Mm]y name['’]s"
    rf"|named|called) {_NAMED}"
)
_MYSELF = re.compile(
    r"\b(?:(?:[Mm]ein|[Mm]y) (?:Name ist|name is|name['’]s)|[Ii]ch hei(?:ß|ss)e|[Ii]ch bin(?: (?:der|die))?"
    rf"|I['’]m|I am) {_NAMED}"
)
_GREETED = re.compile(
    r"\b(?:[Ii]ch bin(?: (?:der|die))?|I['’]m|I am|[Tt]his is|[Hh]allo|[Hh]i|[Hh]ey|[Hh]ello|[Ll]ieber?|[Dd]ear"
    rf"|[Dd]anke|[Tt]hanks|[Tt]hank you|[Mm]oin|[Ss]ervus|[Gg]rüezi|Kolleg(?:e|en|in)),? {_NAMED}"
)
_SPOKEN_OF = re.compile(
    r"\b(?:(?P<article>[Dd](?:er|ie|em|en))|mir|mich|uns|ihm|[Mm]it|[Vv]on|[Bb]ei|ohne|dass|und|with|from|by|told|asked|and"
    rf"|that) {_NAMED}(?! [A-ZÄÖÜ])"
)
_MAYBE_TITLED = re.compile(r"\b(?:Frau|Herr|Fräulein|Fr\. |Hr\. |Mr|Mrs|Ms|Miss|Dr\b|Dokt|Doct|Prof)")
_INTRODUCING = ("ame ist ", "hei", "namens ", "ame is ", "ame's ", "ame’s ", "named ", "called ")
_POSSESSING = ("my ", "My ", "our ", "Our ", "his ", "His ", "her ", "Her ", "their ", "Their ", "your ", "Your ")
_POSSESSIVE = re.compile(r"(?:mein|dein|sein|ihr|unser|eur?|ein|kein|jed|welch|manch)(?:e[rnms]?)?", re.I)
_CALLED = (",", "!", ".", "?", "\n", "")
_LABEL_NOISE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\b(?:Dr|Prof|Mr|Mrs|Ms|Dipl|Ing)\.|[:*_#]+")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at ``text[start:end]``, without its title."""

    start: int
    end: int


@lru_cache(maxsize=4096)
def label_name(label: str) -> tuple[str, ...]:
    """The words of a person's name in a speaker's label; empty for labels that name nobody ("B", "Speaker 1").

    >>> label_name("Müller, Anna (UX)"), label_name("Interviewee 3"), label_name("Dr. Jonas Weber")
    (('Anna', 'Müller'), (), ('Jonas', 'Weber'))
    """
    if label[-1:].isdigit():
        return ()
    text = unicodedata.normalize("NFC", _LABEL_NOISE.sub(" ", label)).strip()
    halves = [half.split() for half in text.split(",")]
    words = [*halves[1], *halves[0]] if len(halves) == 2 and halves[1] else text.replace(",", " ").split()
    if not 1 <= len(words) <= 5 or any(not _NAME_WORD.fullmatch(word) for word in words):
        return ()
    kept = [word.rstrip(".") for word in words if word.lower().rstrip(".") not in lists.roles()]
    named = [_cased(word) for word in kept]
    if not any(len(word) > 2 for word in named) or len(named) < len(words) - 1:
        return ()
    single_lower = len(named) == 1 and kept[0].islower() and named[0] not in lists.first_names()
    return () if single_lower else tuple(named)


def _cased(word: str) -> str:
    """ "ANNA" and "anna" → "Anna"; particles and mixed case stay as they are."""
    if word.islower() and word in ("von", "van", "de", "der", "den", "zu", "di", "da", "del", "la", "le"):
        return word
    if word.islower() or (word.isupper() and len(word) > 2):
        return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
    return word


def introduced(text: str) -> tuple[str, ...]:
    """The words of the name by which a speaker introduces themselves; empty where they do not.

    >>> introduced("Ja, mein Name ist Henning Schmidt, ich bin 34."), introduced("I am German.")
    (('Henning', 'Schmidt'), ())
    """
    for match in _MYSELF.finditer(text):
        formal = "ame" in match.group().split()[1] or "hei" in match.group()
        if match["name"] in lists.first_names() or (formal and match["name"] not in lists.stop()):
            mention = _with_surname(match, free=formal)
            return tuple(text[mention.start : mention.end].split())
    return ()


def announced(text: str, capitalised: frozenset[str]) -> Iterator[Mention]:
    """Names that a text announces: by a title, a relation, an introduction or a greeting.

    Args:
        text: what is looked through.
        capitalised: its capitalised words.
    """
    if _MAYBE_TITLED.search(text):
        yield from _titled(text)
    if any(hint in text for hint in _INTRODUCING):
        for match in _INTRODUCED.finditer(text):
            if match["name"] in lists.first_names() or (_is_free(match["name"]) and match.group()[0] not in "nc"):
                yield _with_surname(match, free=match.group()[0] not in "nc")
    if any(hint in text for hint in _POSSESSING):
        for match in _RELATION_EN.finditer(text):
            name = match["name"]
            if name in lists.first_names() or (not match["comma"] and _is_free(name)):
                yield _with_surname(match, free=False)
    if capitalised.isdisjoint(lists.all_first_names()):
        return
    yield from _first_names(text)


def _first_names(text: str) -> Iterator[Mention]:
    """First names where people are spoken of or greeted."""
    for match in _RELATION_DE.finditer(text):
        if match["name"] in lists.all_first_names():
            yield _with_surname(match, free=False)
    for match in _SPOKEN_OF.finditer(text):
        thing = match["article"] and match["name"] in lists.not_after_article()
        if match["name"] in lists.first_names() and not match["more"] and not thing:
            yield Mention(match.start("name"), match.end("name"))
    for match in _GREETED.finditer(text):
        called = match.group()[0] in "HhMmSsGgDdTtLl" and text[match.end("name") : match.end("name") + 1] in _CALLED
        if match["name"] in lists.first_names() or (called and match["name"] in lists.all_first_names()):
            yield _with_surname(match, free=False)


def _titled(text: str) -> Iterator[Mention]:
    position = 0
    while match := _TITLED.search(text, position):
        position = match.end("title")
        name = match["name"]
        bare = name.split(" ")[-1].split("-")[0]
        refused = name in lists.not_after_title() or bare in lists.not_after_title() or bare in lists.stop()
        owned = _POSSESSIVE.fullmatch(match["before"].strip()) is not None and match["title"].split()[0] in (
            "Frau",
            "Herr",
            "Herrn",
        )
        dotless = match["title"].split()[-1] in ("Dr", "Prof") and not _may_be_surname(name)
        begins = match["title"].endswith(". ") and is_function_word(name)  # "Toller Prof. Alles klar."
        if refused or dotless or begins or bare.isupper() or (owned and name not in lists.first_names()):
            continue
        yield _with_surname(match, free=name in lists.all_first_names())


def _may_be_surname(word: str) -> bool:
    """Whether a word behind "Dr" is a name: "Dr Unterricht" is Swiss German for "der Unterricht"."""
    return word in lists.surnames() or word in lists.all_first_names() or is_unknown(word)


def _with_surname(match: re.Match[str], *, free: bool) -> Mention:
    """The name with the surname behind it; ``free``: any capitalised word that is no function word is one."""
    more = match["more"].strip()
    first = match["name"]
    if (
        more
        and more not in lists.stop()
        and (more in lists.surnames() or (first in lists.first_names() and _is_surname(more)) or free)
    ):
        return Mention(match.start("name"), match.end("more"))
    return Mention(match.start("name"), match.end("name"))


def _is_surname(word: str) -> bool:
    return (
        word in lists.surnames()
        or re.search(r"(?:mann|meier|meyer|maier|mayr|bauer|berger|sen|ski|sky|ovic|ović|stein|feld)$", word)
        is not None
    )


def _is_free(word: str) -> bool:
    return word not in lists.stop() and word not in lists.ordinary() and not word.isupper() and word != "Hase"


def full_name_at(words: tuple[str, str]) -> bool:
    """Whether two neighbouring words are a first name and a surname, and not a brand or a famous name.

    >>> full_name_at(("Henning", "Schmidt")), full_name_at(("Hugo", "Boss")), full_name_at(("Summer", "Smith"))
    (True, False, False)
    """
    first, last = words
    return first in lists.first_names() and _is_surname(last) and words not in lists.known_pairs()
