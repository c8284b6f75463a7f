"""How else a known person is written: by a short form, without umlauts, in a login, as a part of a double name."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

from voc.privacy.contacts import Detection
from voc.privacy.names import first_names, is_unknown, name_list
from voc.privacy.recogniser import can_spread
from voc.privacy.word_features import lists_of

_MIN_BEGINNING = 4
"""Letters of the shortest beginning of a first name that counts as its short form ("Korbi")."""
_MIN_ACCOUNT_PART = 3
"""Letters of the shortest part of a login that is looked up."""
_MIN_ACCOUNT = 5
"""Letters of the shortest account ("amueller") that is looked for: shorter ones are ordinary words too often."""
_MAX_TOKEN = 80
"""Characters of the longest login or double name; longer tokens are data."""

_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae"}
)
_DOUBLE = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:-[^\W\d_]++)++")
_ACCOUNT = re.compile(r"(?<![\w@./:#-])[^\W_]\w*+(?:[.-]\w++)*+(?![@:/]\w)")
_ACCOUNT_SIGN = re.compile(r"_|[^\W\d_]\d")
_ADDRESS = re.compile(r"(?<![\w.+-])([^\W\d_]{1,20})[._-]([^\W\d_]{4,30}(?:-[^\W\d_]{2,30})?)\d{0,4}@")
_LETTERS = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r" [A-ZÄÖÜ]\.(?:-?[A-ZÄÖÜ]\.){0,3}(?!\w)")
_INITIAL_BEFORE = re.compile(r"(?:^|\n|\] |- )([A-ZÄÖÜ]\. ?)$")
"""At the beginning of a line, where labels stand; elsewhere a letter with a point may end a sentence."""
_SURNAME = re.compile(
    r" ((?P<form>(?:(?:van|von|der|den|de|da|di|del|ter|ten|zu|zur|zum|bin|al)[ ]){0,3}(?:[ODLA]['’])?)"
    r"[A-ZÄÖÜ][^\W\d_A-Z]{3,}(?P<more>(?:[-'’][A-ZÄÖÜ][^\W\d_A-Z]{2,})*))(?P<end>[,.;:!?)]|$)?"
)
"""A surname behind a first name: by its form ("van der Berg", "O'Leary", "Klamm-Fink"), or at the end of a clause."""
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


def without_umlauts(word: str) -> str:
    """A name with its umlauts spelt out and without accents, its capitals as they were.

    >>> without_umlauts("Brünjes-Tadić"), without_umlauts("Öz"), without_umlauts("McAdam")
    ('Bruenjes-Tadic', 'Oez', 'McAdam')
    """
    return "-".join(
        part if fold(part) == part.lower() else fold(part)[:1].upper() + fold(part)[1:] for part in word.split("-")
    )


_MIN_NEAR = 6
"""Letters of the shortest name that is known again with a letter too many, too few, wrong or out of place."""


class Spellings:
    """Names by their spelling without umlauts and accents; longer ones are found with a slip of the pen too.

    >>> spellings = Spellings({"Brünjes": "a", "Klamm": "b"})
    >>> [spellings.find(word) for word in ("Bruenjes", "Brunjes", "Brünejs", "Klamn", "Brünnchen")]
    ['a', 'a', 'a', '', '']
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self._folded = {fold(word): key for word, key in sorted(known.items())}
        self._written = {word.lower(): key for word, key in sorted(known.items())}
        self._shortened: dict[str, set[str]] = defaultdict(set)
        for word in self._folded:
            for part in (word, *_shortened(word)) if len(word) >= _MIN_NEAR else ():
                self._shortened[part].add(word)

    def in_any_case(self, word: str) -> str:
        """The person whose name a word is but for its capitals, as the check of the files compares; "" for none."""
        return self._written.get(word.lower(), "")

    def in_path(self, word: str) -> str:
        """The person whom a word of the interview's own path means by another spelling of their name ("Lohmueller")."""
        is_other = len(word) >= _MIN_BEGINNING and word.lower() not in self._written
        return self._folded.get(fold(word), "") if is_other else ""

    def find(self, word: str) -> str:
        """The person whom a word that can be nothing but a name must mean; "" for none or several."""
        if not self._folded or not can_spread(word):
            return ""
        folded = fold(word)
        # Another listed name is another person's: "Hofmann" is not Hoffmann.
        if folded in self._folded or lists_of(word) or len(folded) < _MIN_NEAR:
            return self._folded.get(folded, "")
        near = {other for part in (folded, *_shortened(folded)) for other in self._shortened.get(part, ())}
        keys = {self._folded[other] for other in near if other[0] == folded[0]}
        return keys.pop() if len(keys) == 1 else ""


def _shortened(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))


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
    """Whether a word is a short form of a first name: a usual one, its beginning, or its end.

    >>> is_short_form("Maxl", "Maximilian"), is_short_form("Korbi", "Korbinian"), is_short_form("Max", "Korbinian")
    (True, True, False)
    >>> is_short_form("Zeb", "Zebedee"), is_short_form("Lotta", "Charlotta"), is_short_form("App", "Appolonia")
    (True, True, False)
    """
    if word in short_forms(first):
        return True
    if not _MIN_BEGINNING - 1 <= len(word) < len(first) or not can_spread(word):
        return False
    # Three letters are a word or an acronym as often.
    is_long = len(word) >= _MIN_BEGINNING or is_unknown(word) or word in first_names()
    return (first.startswith(word) and is_long) or (first.endswith(word.lower()) and len(word) >= _MIN_BEGINNING)


def has_part_in(first: str, lowered: str) -> bool:
    """Whether a text in lower case has the beginning or the end of a first name: without either, none of its parts."""
    first = first.lower()
    return first[: _MIN_BEGINNING - 1] in lowered or first[-_MIN_BEGINNING:] in lowered


def owner_of_short_form(word: str, owners: Mapping[str, str]) -> str:
    """The key of the only one of ``owners`` (first name → key) that a word is a short form of; "" for none."""
    if not word or word in owners or f"{word}s" in owners or not (can_spread(word) or word in first_names()):
        return ""
    keys = {key for first, key in owners.items() if first[0] == word[0] and is_short_form(word, first)}
    keys = keys or {key for first, key in owners.items() if is_short_form(word, first)}
    return keys.pop() if len(keys) == 1 else ""


@cache
def _all_short_forms() -> frozenset[str]:
    return frozenset().union(*_short_forms().values())


def surnames_in_addresses(text: str) -> Iterator[str]:
    """Surnames of mail addresses that have a first name or an initial before it; "shop.klammo@…" names nobody.

    >>> list(surnames_in_addresses("jed.lindqvist@post.example, shop.klammo@post.example, j.sandvik@post.example"))
    ['Lindqvist', 'Sandvik']
    """
    for match in _ADDRESS.finditer(text) if "@" in text else ():
        first, surname = match[1].title(), match[2].title()
        is_first = len(first) == 1 or first in first_names() or first in _all_short_forms() or first in _short_forms()
        if is_first and can_spread(surname) and is_unknown(surname):
            yield surname


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


def account_forms(name: Sequence[str]) -> list[str]:
    """A name as one word in lower case, as accounts and files have it: "amueller", "annamueller", "muellera"."""
    if len(name) < 2:
        return []
    first, last = name[0].lower(), name[-1].lower()
    forms = [first[0] + last, first + last, last + first, last + first[0]]
    for umlaut, spelt_out in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        forms += [form.replace(umlaut, spelt_out) for form in forms if umlaut in form]
    return [form for form in forms if len(form) >= _MIN_ACCOUNT]


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
        before = result[-1] if result else Detection(0, 0, "", "")
        start = max(start, before.end)
        if before.kind == detection.kind == "name" and before.key == key and text[before.end : start] == " ":
            # First name and surname, found one by one.
            result[-1] = Detection(before.start, max(end, before.end), "name", key)
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
    surname = match[1].split(" ")[-1]
    is_surname = is_unknown(surname) and can_spread(surname)
    return match.end(1) if is_surname and (match["form"] or match["more"] or match["end"] is not None) else end


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


def find_accounts(text: str, accounts: Mapping[str, str], known: Mapping[str, str]) -> Iterator[Detection]:
    """Find logins and names of files that hold a known name: "tadic.uli", "anna_klamm_1953", "klamm61".

    Args:
        text: any text.
        accounts: folded names → persons.
        known: names that are found as words, which are no logins.
    """
    for match in _ACCOUNT.finditer(text):
        token = match.group()
        is_login = _ACCOUNT_SIGN.search(token) or ("." in token and token == token.lower())
        if token.islower() and len(token) >= _MIN_ACCOUNT and fold(token) in accounts and token.title() not in known:
            is_login = True  # "amueller"
        if not is_login or len(token) > _MAX_TOKEN:
            continue
        for part in _LETTERS.findall(token):
            # "DevNet5" is no login of somebody who is called Devnet.
            is_plain = part.islower() or part.istitle() or part.isupper()
            if is_plain and len(part) >= _MIN_ACCOUNT_PART and fold(part) in accounts:
                yield Detection(match.start(), match.end(), "name", accounts[fold(part)])
                break
