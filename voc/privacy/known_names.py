"""How else a known person is written: by a short form, without umlauts, in a login, as a part of a double name."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

from voc.privacy.contacts import Detection
from voc.privacy.names import first_names, is_unknown, name_list
from voc.privacy.recogniser import can_spread

_MIN_BEGINNING = 4
"""Letters of the shortest beginning of a first name that counts as its short form ("Korbi")."""
_MIN_ACCOUNT_PART = 3
"""Letters of the shortest part of a login that is looked up."""
_MAX_TOKEN = 80
"""Characters of the longest login or double name; longer tokens are data."""

_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae"}
)
_DOUBLE = re.compile(r"[^\W\d_]++(?:-[^\W\d_]++)++")
_ACCOUNT = re.compile(r"(?<![\w@./:#-])[^\W_]\w*+(?:[.-]\w++)*+(?![@:/]\w)")
_ACCOUNT_SIGN = re.compile(r"_|[^\W\d_]\d")
_ADDRESS = re.compile(r"(?<![\w.+-])([^\W\d_]{1,20})[._-]([^\W\d_]{4,30}(?:-[^\W\d_]{2,30})?)\d{0,4}@")
_LETTERS = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r" [A-ZÄÖÜ]\.(?:-?[A-ZÄÖÜ]\.){0,3}(?!\w)")
_INITIAL_BEFORE = re.compile(r"(?:^|\n|\] |- )([A-ZÄÖÜ]\. ?)$")
"""At the beginning of a line, where labels stand; elsewhere a letter with a point may end a sentence."""
_SURNAME = re.compile(r" ([A-ZÄÖÜ][^\W\d_A-Z]{3,})(?=[,.;:!?)]|$)")
_TITLE = re.compile(r"\b(?:Frau|Herrn?|Dr|Prof|Mr|Mrs|Ms|Miss)\.? $")
_TITLE_REACH = 10
"""Characters before a name in which its title may stand; a surname has none behind it."""


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word as logins and files write it: in lower case, with umlauts spelt out and without accents.

    >>> fold("Brünjes"), fold("Karaoğlan"), fold("bruenjes")
    ('bruenjes', 'karaoglan', 'bruenjes')
    """
    spelt_out = unicodedata.normalize("NFC", word).lower().translate(_SPELT_OUT)
    return "".join(sign for sign in unicodedata.normalize("NFKD", spelt_out) if not unicodedata.combining(sign))


# --------------------------------------------------------------------------------------------------------- short forms


@cache
def _short_forms() -> Mapping[str, frozenset[str]]:
    lines = tomllib.loads((resources.files("voc.privacy") / "short_forms.toml").read_text("utf-8"))["forms"]
    return {line.split()[0]: frozenset(line.split()[1:]) for line in lines}


def short_forms(first: str) -> frozenset[str]:
    """The usual short forms of a first name.

    >>> sorted(short_forms("Barnaby"))
    ['Barn', 'Barney']
    """
    return _short_forms().get(first, frozenset())


def is_short_form(word: str, first: str) -> bool:
    """Whether a word is a short form of a first name: a usual one, or its beginning.

    >>> is_short_form("Maxl", "Maximilian"), is_short_form("Korbi", "Korbinian"), is_short_form("Max", "Korbinian")
    (True, True, False)
    """
    if word in short_forms(first):
        return True
    return _MIN_BEGINNING <= len(word) < len(first) and first.startswith(word) and can_spread(word)


def owner_of_short_form(word: str, owners: Mapping[str, str]) -> str:
    """The key of the only one of ``owners`` (first name → key) that a word is a short form of; "" for none."""
    if not word or word in owners or f"{word}s" in owners or not (can_spread(word) or word in first_names()):
        return ""
    keys = {key for first, key in owners.items() if first[0] == word[0] and is_short_form(word, first)}
    keys = keys or {key for first, key in owners.items() if word in short_forms(first)}
    return keys.pop() if len(keys) == 1 else ""


@cache
def _all_short_forms() -> frozenset[str]:
    return frozenset().union(*_short_forms().values())


def names_in_addresses(text: str) -> Iterator[tuple[str, str]]:
    """(first name or initial, surname) of mail addresses that are made of both; "info.klammo@…" names nobody.

    >>> list(names_in_addresses("jed.lindqvist@post.example, shop.lindqvist@post.example, j.lindqvist@post.example"))
    [('Jed', 'Lindqvist'), ('J', 'Lindqvist')]
    """
    for match in _ADDRESS.finditer(text) if "@" in text else ():
        first, surname = match[1].title(), match[2].title()
        is_first = len(first) == 1 or first in first_names() or first in _all_short_forms() or first in _short_forms()
        if is_first and can_spread(surname) and is_unknown(surname):
            yield first, surname


# -------------------------------------------------------------------------------------------- double names and logins


def name_parts(word: str) -> list[str]:
    """A word of a name, and the parts of a double name.

    >>> name_parts("Okonjo-Baptiste"), name_parts("Fink")
    (['Okonjo-Baptiste', 'Okonjo', 'Baptiste'], ['Fink'])
    """
    return [word, *word.split("-")] if "-" in word else [word]


def is_abbreviated(name: Sequence[str]) -> bool:
    """Whether a first name or surname is only an initial."""
    return min(len(name[0].rstrip(".")), len(name[-1].rstrip("."))) == 1


def could_be_same(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether an abbreviated name may be that of the same person as another one."""
    if short == full or is_abbreviated(full):
        return False
    first, last = short[0].rstrip("."), short[-1].rstrip(".")
    has_first = first == full[0] or (len(first) == 1 and full[0].startswith(first)) or is_short_form(first, full[0])
    has_last = len(last) == 1 or fold(last) in map(fold, name_parts(full[-1]))
    return has_first and has_last


def whole_names(text: str, detections: Iterable[Detection], owners: Mapping[str, str]) -> list[Detection]:
    """Detections in which a double name is replaced as a whole, and by its own person.

    Args:
        text: the text.
        detections: ascending, without overlaps.
        owners: the folded spelling of a double name → its person.
    """
    tokens = [match.span() for match in _DOUBLE.finditer(text) if len(match.group()) <= _MAX_TOKEN]
    result: list[Detection] = []
    at = 0
    for detection in detections:
        while at < len(tokens) and tokens[at][1] <= detection.start:
            at += 1
        start, end, key = detection.start, detection.end, detection.key
        # The name may begin before the double name ("H. Brünjes-Tadić") or reach into it from behind.
        for first, last in tokens[at : at + 3]:
            if detection.kind == "name" and first < end and start < last and not (start <= first and last <= end):
                key = owners.get(fold(text[first:last].removesuffix("s")), owners.get(fold(text[first:last]), key))
                start, end = _joined(text, (first, last), start, end)
        if detection.kind == "name":
            end = _end_with_surname(text, start, end)
            if initial := _INITIAL_BEFORE.search(text, max(0, start - _TITLE_REACH), start):
                start = initial.start(1)
        last = result[-1] if result else None
        start = max(start, last.end if last else 0)
        if last and last.kind == detection.kind == "name" and last.key == key and text[last.end : start] == " ":
            # First name and surname, each of which was found by itself.
            result[-1] = Detection(last.start, max(end, last.end), "name", key)
        elif start < end:
            result.append(Detection(start, end, detection.kind, key))
    return result


def _end_with_surname(text: str, start: int, end: int) -> int:
    """Where a first name ends with what is behind it: initials ("Anna B.-T."), or a word that can only be a surname."""
    if _LETTERS.fullmatch(text, start, end) and (initials := _INITIALS.match(text, end)):
        return initials.end()
    match = _SURNAME.match(text, end)
    if (
        not match
        or not _LETTERS.fullmatch(text, start, end)
        or _TITLE.search(text, max(0, start - _TITLE_REACH), start)
    ):
        return end
    surname = match[1]
    return match.end(1) if is_unknown(surname) and can_spread(surname) else end


def _joined(text: str, token: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """Widen a name within a double name by the parts beside it that may be names."""
    parts = [(token[0] + match.start(), token[0] + match.end()) for match in _LETTERS.finditer(text[slice(*token)])]
    after = [part for part in parts if part[0] >= end]
    # The rest of the word in which the name ends is a genitive ("Klamms") or an ending.
    for first, last in after:
        if first != end + 1 or not _may_be_surname(text[first:last]):
            break
        end = last
    for first, last in reversed([part for part in parts if part[1] <= start]):
        if last != start - 1 or not _may_be_surname(text[first:last]):
            break
        start = first
    return start, end


def _may_be_surname(word: str) -> bool:
    if not word[0].isupper() or word.isupper():
        return False
    return is_unknown(word) or can_spread(word) or word in name_list("surnames") or word in name_list("first_names")


def find_accounts(text: str, accounts: Mapping[str, str]) -> Iterator[Detection]:
    """Find logins and names of files that hold a known name: "tadic.uli", "anna_klamm_1953", "klamm61".

    Args:
        text: any text.
        accounts: folded names → persons.
    """
    for match in _ACCOUNT.finditer(text):
        token = match.group()
        is_login = _ACCOUNT_SIGN.search(token) or ("." in token and token == token.lower())
        if not is_login or len(token) > _MAX_TOKEN:
            continue
        for part in _LETTERS.findall(token):
            if len(part) >= _MIN_ACCOUNT_PART and fold(part) in accounts:
                yield Detection(match.start(), match.end(), "name", accounts[fold(part)])
                break
