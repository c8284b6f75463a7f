"""What the name recogniser knows of a word: its lists and form, its place in the sentence, and the words around it.

Features are strings that are hashed into buckets of a weight table. Training and use share this file, so that any
change here asks for `python -m training.names`.
"""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from voc.privacy.names import is_unknown, name_list

BITS = 17
"""Features share 2^17 buckets; more did not help."""
N_BUCKETS = 1 << BITS

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+|[^\s\w]")
_GENITIVE = re.compile(r"['’][sS]$")
_OPENING = frozenset('.!?:;"„“”»«()[]-–—…>*•|/')
"""After one of these, or at the beginning, a capital letter says nothing."""
_TITLES = frozenset(["Frau", "Herr", "Herrn", "Dr", "Mr", "Mrs", "Ms", "Miss", ".", "Prof"])
_NEAR = 4
"""Words to the left and to the right that count as near, in any order."""
_MIN_COMPOUND_PART = 4
"""Letters of the shortest noun that ends a German compound ("Kundenkarte"); shorter ones end surnames too."""
_MAX_LETTERS = 40
"""Letters of the longest name, hyphens included; longer words are no names and would take long."""
_MIN_UNMISTAKABLE = 3
"""Letters of the shortest name that can be nothing else."""
_ABBREVIATIONS = frozenset({"Jan"})
"""Names that are the short form of a month as well."""
_MAX_LOWER_CAPITALS = 0.01
"""Share of capitalised words up to which a text counts as written in lower case: recognisers capitalise a few."""
_LABELS = re.compile(
    r"(?m)^[ \t]*(?:[\[(]?[\d:.,]{4,}[\])]?[ \t]*)?[^\W\d_][^\n:.!?]{0,29}:(?=[ \t])"
    r"|\[[A-Za-z-]+ \d+\]|\b[A-ZÄÖÜ_]{2,}\d*\b"
)
"""What has capitals in a text without any: labels of speakers, pseudonyms and acronyms."""
_MAX_ACRONYM = 5
"""Capitals in a row up to this length are an acronym; longer ones may be a shouted name."""


@dataclass(frozen=True, slots=True)
class TextToken:
    """A word without its English genitive 's, a number or a sign at ``text[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class TokenisedText:
    """A text as the recogniser reads it: its tokens, whether it has no capital letters, and its language."""

    tokens: Sequence[TextToken]
    is_lower: bool
    language: str


def read_sentence(text: str) -> TokenisedText:
    """Cut a text into tokens."""
    tokens = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        genitive = _GENITIVE.search(match.group())
        if genitive is not None:
            end -= 2
        tokens.append(TextToken(start, end, text[start:end]))
        if genitive is not None:
            tokens.append(TextToken(end, end + 2, "'s"))
    lower = [token.text.lower() for token in tokens]
    german, english = (sum(word in known for word in lower) for known in (_frames()["german"], _frames()["english"]))
    language = "de" if german > english else "en" if english > german else "?"
    return TokenisedText(tokens, is_in_lower_case(text), language)


@lru_cache(maxsize=64)
def is_in_lower_case(text: str) -> bool:
    """Whether a text is written without capitals, but for labels, acronyms and a slip in a hundred words.

    >>> is_in_lower_case("Interviewer: und wer war das"), is_in_lower_case("Und wer war das")
    (True, False)
    """
    if text == text.lower():
        return True
    rest = _LABELS.sub(" ", text)
    return sum(map(str.isupper, rest)) <= _MAX_LOWER_CAPITALS * rest.count(" ")


def word_hash(word: str) -> int:
    """The number by which the vocabulary knows a word, in any case."""
    return zlib.crc32(word.casefold().encode())


@cache
def _membership() -> Mapping[str, str]:
    """Each listed word → letters for its lists."""
    letters: dict[str, str] = {}
    for letter, key in (("F", "first_names"), ("S", "surnames"), ("B", "brands"), ("P", "places"), ("O", "ordinary"),
                        ("N", "not_names"), ("T", "not_after_title")):  # fmt: skip
        for word in name_list(key):
            letters[word] = letters.get(word, "") + letter
    return letters


@lru_cache(maxsize=8192)
def lists_of(word: str) -> str:
    """Letters for the lists that hold a word, or a small "s" and those of its base where it may be a genitive.

    >>> lists_of("Gesa"), lists_of("Gesas"), lists_of("Tisch")
    ('F', 'sF', '')
    """
    lists = _membership().get(word, "")
    if lists:
        return lists
    if "-" in word:
        parts = {lists_of(part) for part in word.split("-")}
        # "Karl-Heinz" and "Müller-Weber" are names, "Samsung-Handy" is none.
        return "F" if parts <= {"F", "FO", "FS", "FSO"} else "S" if parts <= {"S", "SO", "FSO"} else ""
    base = _membership().get(word[:-1], "") if word.endswith("s") else ""
    return f"s{base}" if base.strip("BPNTO") else ""


@cache
def listed_in_lower_case() -> frozenset[str]:
    """Listed names in lower case, as the text of a speech recogniser may have them."""
    return frozenset(word.lower() for key in ("first_names", "surnames") for word in name_list(key))


@cache
def first_names_in_lower_case() -> frozenset[str]:
    """First names in lower case that can be nothing else, as a chat with a few capitals may have them."""
    only_names = name_list("first_names").difference(*(name_list(key) for key in (
        "surnames", "brands", "places", "ordinary", "not_names", "not_after_title")))  # fmt: skip
    return frozenset(name.lower() for name in only_names if len(name) >= _MIN_UNMISTAKABLE and name.isalpha())


def is_candidate(sentence: TokenisedText, at: int, vocabulary: Mapping[int, int]) -> bool:
    """Whether a token may be a name at all; "Antje" in "Frau Antje" is a figure and none."""
    word = sentence.tokens[at].text
    if sentence.is_lower:
        return may_be_lower_name(word.lower(), vocabulary)
    if word[0].islower():
        return word in first_names_in_lower_case() and word_hash(word) not in vocabulary
    is_figure = at > 0 and sentence.tokens[at - 1].text in _TITLES and "T" in lists_of(word)
    return may_be_name(word, vocabulary) and not is_figure


@lru_cache(maxsize=65536)
def may_be_lower_name(word: str, vocabulary: Mapping[int, int]) -> bool:
    """Whether a word of a text without capitals may be a name: a listed one, or one that no dictionary has."""
    if word in listed_in_lower_case():
        return True
    if not _MIN_UNMISTAKABLE <= len(word) <= _MAX_LETTERS or not word.isalpha() or word_hash(word) in vocabulary:
        return False
    lists = lists_of(word.title())
    return not lists.strip("s") and is_unknown(word) and not _is_compound(word, vocabulary)


@lru_cache(maxsize=65536)
def may_be_name(word: str, vocabulary: Mapping[int, int]) -> bool:
    """Whether a word is written like a name, and is no ordinary word, unless it is in a list of names."""
    if not 2 <= len(word) <= _MAX_LETTERS or not word[0].isupper() or (word.isupper() and len(word) <= _MAX_ACRONYM):
        return False
    lists = lists_of(word)
    if "N" in lists:
        return False
    return "F" in lists or "S" in lists or not (lists.strip("s") or word_hash(word) in vocabulary)


def is_ordinary(sentence: TokenisedText, at: int, vocabulary: Mapping[int, int]) -> bool:
    """Whether a word that may be a name is an ordinary word, a brand or a place as well."""
    word = sentence.tokens[at].text
    if word[0].islower():
        word = word.title()
    return lists_of(word).strip("sFS") != "" or word_hash(word) in vocabulary


def is_particle(word: str) -> bool:
    """Whether a word in lower case may be inside a name ("Friederike von Plessen")."""
    return word in _frames()["particles"]


def is_month(word: str) -> bool:
    """Whether a name is that of a month as well."""
    return word.lower() in _frames()["months"]


def is_unmistakable(word: str, vocabulary: Mapping[int, int]) -> bool:
    """Whether a word that names a person in one text of a study can be nothing else in another.

    Such a name is replaced in all texts, and searched for in all files before a study is handed over.
    """
    lists = lists_of(word).strip("s")
    return (
        len(word) >= _MIN_UNMISTAKABLE
        and word[0].isupper()
        and not word.isupper()
        and not lists.strip("FS")
        and word not in _ABBREVIATIONS
        and word_hash(word) not in vocabulary
    )


def features(sentence: TokenisedText, at: int, vocabulary: Mapping[int, int], *, hide_lists: bool = False) -> list[int]:
    """The buckets of a word's features.

    Args:
        sentence: the whole text.
        at: the position of the word among its tokens.
        vocabulary: `word_hash` of ordinary words → how they are mostly written.
        hide_lists: leave out the lists of the word itself, as if it were a name that nobody listed.
    """
    word = sentence.tokens[at].text
    is_lower = word[0].islower()
    if is_lower:
        word = word[0].upper() + word[1:]
    lists = "" if hide_lists else lists_of(word)
    written = vocabulary.get(word_hash(word), 0)
    kind = _kind(lists, written)
    third, second, before, after, next_but_one, next_third = (
        _neighbour(sentence, at + offset, vocabulary) for offset in (-3, -2, -1, 1, 2, 3)
    )
    opens = "^" if at == 0 or sentence.tokens[at - 1].text in _OPENING else "_"
    behind, in_front = _apposition_behind(sentence, at), _apposition_before(sentence, at)
    style = f"{sentence.language}{'l' if is_lower else ''}"
    names = [
        f"l {lists} {written}", f"k {kind}", f"kl {kind} {style}", f"ko {kind} {opens} {style}", f"o {opens} {style}",
        f"lw {lists} {written} {opens}",
        f"b {before}", f"a {after}", f"bb {second}", f"aa {next_but_one}", f"bbb {third}", f"aaa {next_third}",
        f"b2 {second} {before}", f"a2 {after} {next_but_one}", f"ba {before} {after}", f"b3 {third} {second} {before}",
        f"a3 {after} {next_but_one} {next_third}", f"oa {opens} {after} {style}", f"oa2 {opens} {after} {next_but_one}",
        f"kb {kind} {before}",
        f"ka {kind} {after}", f"kb2 {kind} {second} {before}", f"ka2 {kind} {after} {next_but_one}",
        f"kba {kind} {before} {after}",
        f"koa {kind} {opens} {after}", f"kbb {kind} {second}", f"kaa {kind} {next_but_one}",
        f"bs {before[-3:]}",
        f"bs2 {before[-2:]}", f"as {after[-2:]}", f"kbs {kind} {before[-2:]}", f"kas {kind} {after[-2:]}",
        f"koas {kind} {opens} {after[-2:]}",
        f"br {_role(before)}", f"ar {_role(after)}", f"bbr {_role(second)}", f"kbr {kind} {_role(before)}",
        f"kar {kind} {_role(after)}",
        f"koar {kind} {opens} {_role(after)} {style}", f"bar {_role(before)} {_role(after)}",
        f"b2r {_role(second)} {before}",
        f"kbbr {kind} {_role(second)} {_role(before)}", f"aar {kind} {_role(next_but_one)}",
        f"ap {behind}", f"apk {behind} {kind}", f"apf {in_front}", f"apfk {in_front} {kind}",
    ]  # fmt: skip
    shapes = f"{_shape(sentence, at - 1)} {_shape(sentence, at + 1)}"
    names += [
        f"sh {shapes} {opens} {style}",
        f"ksh {kind} {shapes} {style}",
        f"kshb {kind} {_shape(sentence, at - 1)} {before}",
    ]
    names += _form(word, kind, vocabulary, hide_lists=hide_lists)
    tokens = sentence.tokens
    near = {token.text.lower() for token in (*tokens[max(0, at - _NEAR) : at], *tokens[at + 1 : at + 1 + _NEAR])}
    names += [f"n {other}" for other in sorted(near)]
    return [zlib.crc32(name.encode()) & (N_BUCKETS - 1) for name in names]


@cache
def _frames() -> Mapping[str, frozenset[str]]:
    text = (resources.files("voc.privacy") / "name_frames.toml").read_text("utf-8")
    return {key: frozenset(words.split()) for key, words in tomllib.loads(text).items()}


@lru_cache(maxsize=16384)
def _role(word: str) -> str:
    """Whether a word beside the candidate names a person, a thing, or what people do; "" for any other.

    >>> _role("chefin"), _role("schwiegermutter"), _role("hotel"), _role("said"), _role("und")
    ('people', 'people', 'things', 'deeds', '')
    """
    for role in ("people", "things", "deeds"):
        if word in _frames()[role]:
            return role
    for role in ("people", "things"):
        # German compounds: "deutschlehrerin", "lieblingscafé".
        if any(word[at:] in _frames()[role] for at in range(3, len(word) - _MIN_COMPOUND_PART + 1)):
            return role
    return ""


def _apposition_behind(sentence: TokenisedText, at: int) -> str:
    """What the words behind the candidate say that it is ("Ida, the night nurse", "Julia, die Sprache")."""
    words = [token.text.lower() for token in sentence.tokens[at + 1 : at + 3 + _NEAR]]
    comma = words[:1] == [","]
    words = words[comma:]
    if not words or words[0] not in _frames()["determiners"]:
        return ""
    for word in words[1:_NEAR]:
        if not word[0].isalpha():
            break
        if role := _role(word):
            return f"{comma} {role}"
    return ""


def _apposition_before(sentence: TokenisedText, at: int) -> str:
    """What the words before the candidate say that it is ("unser Sohn, der Ole", "the porter, Ned")."""
    words = [token.text.lower() for token in sentence.tokens[max(0, at - 3) : at]][::-1]
    words = words[1:] if words and words[0] in _frames()["determiners"] else words
    return _role(words[1]) if len(words) > 1 and words[0] == "," else ""


def names_thing(word: str) -> bool:
    """Whether a word says that the name beside it is a thing's."""
    return _role(word.lower()) == "things"


def names_person(word: str) -> bool:
    """Whether a word says that the name beside it is somebody's ("Kollegin", "plumber")."""
    return _role(word.lower()) == "people"


def names_deed(word: str) -> bool:
    """Whether a word behind a name says what somebody does ("asked")."""
    return _role(word.lower()) == "deeds"


def _kind(lists: str, written: int) -> str:
    """A word's lists in short: a name that is no ordinary word in capitals, one that is in a small letter."""
    name = "F" if "F" in lists else "S" if "S" in lists else ""
    if "O" in lists or (name == "S" and written):
        name = name.lower()
    return name + ("B" if "B" in lists else "") + ("P" if "P" in lists else "")


def _neighbour(sentence: TokenisedText, at: int, vocabulary: Mapping[int, int]) -> str:
    """A word beside the candidate in lower case; a capitalised one that is no ordinary word by its lists alone."""
    if not 0 <= at < len(sentence.tokens):
        return "^" if at < 0 else "$"
    word = sentence.tokens[at].text
    if word[0].isdigit():
        return "0"
    if sentence.is_lower or not word[0].isupper():
        return word.lower()
    lists = lists_of(word)
    if not lists and word_hash(word) in vocabulary:
        return word.lower()
    if "N" in lists or "T" in lists:
        return word.lower()
    return f"<{lists.strip('s')[:1]}>"


def _shape(sentence: TokenisedText, at: int) -> str:
    """How the word beside the candidate is written: "Sweet Caroline" is a song, "sweet Caroline" somebody."""
    if not 0 <= at < len(sentence.tokens):
        return "$"
    word = sentence.tokens[at].text
    if not word[0].isalpha():
        return word if word == "'s" else "0" if word[0].isdigit() else "."
    return "A" if word.isupper() else "Aa" if word[0].isupper() else "a"


@lru_cache(maxsize=16384)
def _form(word: str, kind: str, vocabulary: Mapping[int, int], *, hide_lists: bool) -> list[str]:
    lower = word.lower()
    bounded = f"^{lower}$"
    is_odd = "i" if any(letter.isupper() for letter in word[1:]) else ""
    shape = ("A" if word.isupper() else "a") + is_odd + ("-" if "-" in word else "") + ("" if word.isascii() else "ä")
    names = [f"s {shape}", f"ks {kind} {shape} {min(len(word), 12)}", f"c {_is_compound(lower, vocabulary)}"]
    names += [f"e{n} {lower[-n:]}" for n in (1, 2, 3, 4, 5)] + [f"p{n} {lower[:n]}" for n in (2, 3, 4)]
    names += sorted({f"g {bounded[i : i + 3]}" for i in range(len(bounded) - 2)})
    if not hide_lists:
        names.append(f"w {lower}")
    return names


def _is_compound(word: str, vocabulary: Mapping[int, int]) -> bool:
    """Whether a word is two ordinary words in one ("kontaktformular", "servicenummer"), with an s or without."""
    return any(
        word_hash(word[at:]) in vocabulary
        and (word_hash(word[:at]) in vocabulary or (word[at - 1] == "s" and word_hash(word[: at - 1]) in vocabulary))
        for at in range(4, len(word) - _MIN_COMPOUND_PART + 1)
    )
