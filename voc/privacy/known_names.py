"""How else a known person is written: by a short form, without umlauts, in a login, as a part of a double name."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
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
_LETTERS = re.compile(r"[^\W\d_]+")
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


# -------------------------------------------------------------------------------------------- double names and logins


def name_parts(word: str) -> list[str]:
    """A word of a name, and the parts of a double name.

    >>> name_parts("Okonjo-Baptiste"), name_parts("Fink")
    (['Okonjo-Baptiste', 'Okonjo', 'Baptiste'], ['Fink'])
    """
    return [word, *word.split("-")] if "-" in word else [word]


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
        start = max(start, result[-1].end if result else 0)
        if start < end:
            result.append(Detection(start, end, detection.kind, key))
    return result


def _end_with_surname(text: str, start: int, end: int) -> int:
    """Where a first name ends with the surname behind it, if that is a word that can be nothing else."""
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
