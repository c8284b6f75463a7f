"""What is a person's name: in a speaker's label, and in the words of a text.

These rules find names that a text announces ("my colleague Anna", "Frau Müller", "mein Name ist …"). Names that nothing
announces are found by a trained model (`voc/privacy/recogniser.py`).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from voc.text.lexicon import load_patterns

_PATTERNS = load_patterns("voc.privacy", "names")

# ------------------------------------------------------------------------------------------ name lists and dictionaries


@cache
def name_list(key: str) -> frozenset[str]:
    """A word list of `name_lists.toml`, as it is written there."""
    value = _lists()[key]
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def first_names() -> frozenset[str]:
    """Capitalised first names that are no ordinary words, so that each shows a name without further evidence."""
    return name_list("first_names") - name_list("ordinary")


@cache
def _roles() -> frozenset[str]:
    return frozenset(word.lower() for word in name_list("roles"))


@cache
def _lists() -> dict[str, str | list[str]]:
    return tomllib.loads((resources.files("voc.privacy") / "name_lists.toml").read_text("utf-8"))


@cache
def _german_stop_words() -> frozenset[str]:
    import stopwordsiso

    return frozenset(stopwordsiso.stopwords("de"))


@lru_cache(maxsize=8192)
def is_unknown(word: str) -> bool:
    """Whether neither the German nor the English dictionary of simplemma has a word or a part of it.

    A capitalised word that is in no dictionary may be a surname.

    >>> is_unknown("Lindqvist"), is_unknown("Tag"), is_unknown("Customer"), is_unknown("O'Halloran")
    (True, False, False, True)
    """
    import simplemma

    # The "O" of "O'Halloran" is a letter, which every dictionary has.
    word = re.sub(r"\b[ODLA]['’](?=[A-Z])", "", word)

    return not any(
        simplemma.is_known(form, language)
        for part in re.split(r"[-'’]", word)
        for form in (part, part.lower())
        for language in ("de", "en")
    )


def is_known_pair(words: Sequence[str]) -> bool:
    """Whether words begin like the name of a brand, a work or a public figure ("Hugo Boss")."""
    return " ".join(words[:2]) in name_list("known_pairs")


def is_full_name(first: str, last: str) -> bool:
    """Whether two words without context are a first name and a surname: a common one, or a word no dictionary has.

    >>> is_full_name("Henning", "Schmidt"), is_full_name("Hugo", "Boss"), is_full_name("Henning", "Team")
    (True, False, False)
    """
    if first not in first_names() or is_known_pair((first, last)):
        return False
    return _is_surname(last) or (not _is_no_name(last) and last not in name_list("first_names") and is_unknown(last))


def is_person(words: Sequence[str]) -> bool:
    """Whether words where a name is expected are one: with a first name, or several with one no dictionary has.

    >>> is_person(["Mira", "Lindqvist"]), is_person(["Guten", "Tag"]), is_person(["Sabine"]), is_person(["Team"])
    (True, False, True, False)
    """
    names = [word for word in words if word[0].isupper()]
    if not names or is_known_pair(words) or any(_is_no_name(word) for word in names):
        return False
    if names[0] in first_names() or (names[0] in name_list("first_names") and len(names) > 1):
        return True
    return len(names) > 1 and any(is_unknown(word) for word in names)


def is_role(word: str) -> bool:
    """Whether a word names a role and no person ("Respondent", "Moderatorin")."""
    return word.lower() in _roles()


def _is_no_name(word: str) -> bool:
    is_listed = word in name_list("not_names") or word in name_list("not_after_title")
    return is_listed or is_role(word) or word.isupper()


def _is_surname(word: str) -> bool:
    return word in name_list("surnames") or _PATTERNS["surname_ending"].search(word) is not None


# --------------------------------------------------------------------------------------------------- speakers' labels

_NICKNAME_REACH = 40
"""Code points before a nickname in which the name is."""
_MAX_LABEL_WORDS = 5
"""Words of the longest label that can be a name; a longer one describes somebody."""


@lru_cache(maxsize=4096)
def label_name(label: str) -> tuple[str, ...]:
    """The words of a person's name in a speaker's label; empty for labels that name nobody ("B", "Speaker 1").

    >>> label_name("Müller, Anna (UX)"), label_name("Interviewee 3"), label_name("Dr. Jonas Weber")
    (('Anna', 'Müller'), (), ('Jonas', 'Weber'))
    """
    if label[-1:].isdigit():
        return ()
    text = unicodedata.normalize("NFC", _PATTERNS["label_noise"].sub(" ", label)).strip()
    halves = [half.split() for half in text.split(",")]
    words = [*halves[1], *halves[0]] if len(halves) == 2 and halves[1] else text.replace(",", " ").split()
    if not 1 <= len(words) <= _MAX_LABEL_WORDS or any(not _PATTERNS["name_word"].fullmatch(word) for word in words):
        return ()
    kept = [word.rstrip(".") for word in words if word.lower().rstrip(".") not in _roles()]
    name = [_capitalise(word) for word in kept]
    # Two or more role words ("Team Lead Anna") make the rest a description, not a name.
    if not any(len(word) > 2 for word in name) or len(name) < len(words) - 1:
        return ()
    is_plain_word = len(name) == 1 and kept[0].islower() and name[0] not in first_names()
    return () if is_plain_word else tuple(name)


def nicknames(label: str) -> tuple[str, ...]:
    """What somebody is called beside their name, as a label says it.

    >>> nicknames('Hannah "Hanni" Klamm'), nicknames("Otto Steg, genannt Ottl"), nicknames("Anna Klamm (UX)")
    (('Hanni',), ('Ottl',), ())
    """
    label = unicodedata.normalize("NFC", label)
    return tuple(label[mention.start : mention.end] for mention in find_nicknames(label))


def find_nicknames(text: str) -> Iterator[Mention]:
    """Words that may be what somebody is called beside the name before them: quoted, in brackets, or "genannt …"."""
    for match in _PATTERNS["nickname"].finditer(text):
        group = match.lastgroup or ""
        word = match[group]
        # What is in brackets is a role or a firm as often.
        first = text[max(0, match.start() - _NICKNAME_REACH) : match.start()].split()[-2:]
        if group != "bracketed" or word in first_names() or any(other[:2] == word[:2] for other in first):
            yield Mention(match.start(group), match.end(group))


def _capitalise(word: str) -> str:
    """Write "ANNA" and "anna" as "Anna"; particles, initials and mixed case stay as they are."""
    if word in ("von", "van", "de", "der", "den", "zu", "di", "da", "del", "la", "le"):
        return word
    if word.islower() or (word.isupper() and len(word) > 2):
        return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
    return word


# ---------------------------------------------------------------------------------------------------- announced names

# Cheap tests before the patterns: most texts have none of these.
_INTRODUCING = ("ame ist ", "hei", "namens ", "ame is ", "ame's ", "ame’s ", "named ", "called ")
_POSSESSING = ("my ", "My ", "our ", "Our ", "his ", "His ", "her ", "Her ", "their ", "Their ", "your ", "Your ")
_MIN_LOWER_NAME = 3
"""Letters of the shortest name in lower case behind a title."""
_AFTER_GREETED = (",", "!", ".", "?", "\n", "")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at ``text[start:end]``, without its title."""

    start: int
    end: int


def introduced_name(text: str) -> tuple[str, ...]:
    """The words of the name by which a speaker introduces themselves; empty where they do not.

    >>> introduced_name("Ja, mein Name ist Henning Schmidt, ich bin 34."), introduced_name("I am German.")
    (('Henning', 'Schmidt'), ())
    """
    for match in _PATTERNS["myself"].finditer(text):
        # "My name is Koch" says that it is one; "I am Koch" may be a profession.
        is_formal = "ame" in match.group().split()[1] or "hei" in match.group()
        if match["name"] in first_names() or (is_formal and match["name"] not in name_list("not_names")):
            mention = _with_surname(match, takes_any=is_formal)
            return tuple(text[mention.start : mention.end].split())
    return ()


def find_announced(text: str, capitalised: frozenset[str]) -> Iterator[Mention]:
    """Names that a text announces: by a title, a relation, an introduction or a greeting.

    Args:
        text: any text.
        capitalised: its capitalised words.
    """
    if _PATTERNS["maybe_titled"].search(text):
        yield from _find_titled(text)
    if any(hint in text for hint in _INTRODUCING):
        for match in _PATTERNS["introduced"].finditer(text):
            # "named" and "called" introduce things as well, so that only a first name counts after them.
            is_formal = match.group()[0] not in "nc"
            if match["name"] in first_names() or (is_formal and _can_be_any_name(match["name"])):
                yield _with_surname(match, takes_any=is_formal)
    if any(hint in text for hint in _POSSESSING):
        for match in _PATTERNS["relation_en"].finditer(text):
            if match["name"] in first_names() or (not match["comma"] and _can_be_any_name(match["name"])):
                yield _with_surname(match, takes_any=False)
    if _PATTERNS["maybe_titled_lower"].search(text):
        yield from _find_titled_in_lower_case(text)
    if not capitalised.isdisjoint(name_list("first_names")):
        yield from _find_first_names(text)


def _find_first_names(text: str) -> Iterator[Mention]:
    """First names where people are spoken of or greeted."""
    for match in _PATTERNS["relation_de"].finditer(text):
        if match["name"] in name_list("first_names"):
            yield _with_surname(match, takes_any=False)
    for match in _PATTERNS["genitive"].finditer(text):
        if match["name"] in name_list("first_names"):
            yield Mention(match.start("name"), match.end("name"))
    for match in _PATTERNS["spoken_of"].finditer(text):
        is_thing = match["article"] and match["name"] in name_list("not_after_article")
        if match["name"] in first_names() and not match["more"] and not is_thing:
            yield Mention(match.start("name"), match.end("name"))
    for match in _PATTERNS["greeted"].finditer(text):
        next_char = text[match.end("name") : match.end("name") + 1]
        is_greeted = match.group()[0] in "HhMmSsGgDdTtLl" and next_char in _AFTER_GREETED
        if match["name"] in first_names() or (is_greeted and match["name"] in name_list("first_names")):
            yield _with_surname(match, takes_any=False)


def _find_titled(text: str) -> Iterator[Mention]:
    # Not `finditer`: the search goes on behind the title, because what follows a refused name may be a title again.
    position = 0
    while match := _PATTERNS["titled"].search(text, position):
        position = match.end("title")
        if _is_titled_name(match):
            yield _with_surname(match, takes_any=match["name"] in name_list("first_names"))


def _find_titled_in_lower_case(text: str) -> Iterator[Mention]:
    """Names behind a title in lower case: "mr" is nothing else, the others are words or products too ("ms word")."""
    for match in _PATTERNS["titled_lower"].finditer(text):
        name = match["name"]
        written = _capitalise(name)
        if {name, written} & name_list("not_after_title") or len(name) < _MIN_LOWER_NAME or name.isupper():
            continue
        is_listed = written in name_list("surnames") or written in name_list("first_names")
        is_owned = _PATTERNS["possessive"].fullmatch(match["before"].strip()) is not None
        is_name = is_listed or is_unknown(name)
        if match["title"] in ("miss", "ms", "family") or is_owned:
            # "I miss will", "meine frau kann", "the family WhatsApp group".
            is_plain = name[0].islower() and match["title"] != "family"
            is_name = written in first_names() or (is_unknown(name) and is_plain)
        elif match["title"] in ("mr", "mrs", "mister"):
            is_name = is_name or (name[0].islower() and written not in name_list("not_names"))
        elif match["title"] not in ("frau", "herr", "herrn", "fräulein"):
            # "the doctor whatsapped me", "die familie will": what follows is a verb as often.
            is_name = is_name if name[0].isupper() else is_listed and written not in name_list("ordinary")
        if is_name:
            yield Mention(match.start("name"), match.end("name"))


def _is_titled_name(match: re.Match[str]) -> bool:
    name = match["name"]
    bare = name.split(" ")[-1].split("-")[0]
    if bare.isupper() or {name, bare} & name_list("not_after_title") or bare in name_list("not_names"):
        return False
    # "Dr Unterricht" is Swiss German for "der Unterricht".
    could_be_name = name in name_list("surnames") or name in name_list("first_names") or is_unknown(name)
    if match["title"].split()[-1] in ("Dr", "Prof") and not could_be_name:
        return False
    # "Toller Prof. Alles klar."
    if match["title"].endswith(". ") and name.lower() in _german_stop_words():
        return False
    # "Meine Frau Anna" and "ein Herr Pawlak" are announced; "meine Frau Zahnärztin" and "ein Herr Direktor" are not.
    is_owned = _PATTERNS["possessive"].fullmatch(match["before"].strip()) is not None
    is_noun_too = match["title"].split()[0] in ("Frau", "Herr", "Herrn")
    is_article = match["before"].strip().lower() in ("ein", "eine", "einem", "einen", "einer")
    is_name = name in first_names() or is_unknown(name) or (is_article and name in name_list("surnames"))
    return not (is_owned and is_noun_too) or is_name


def _with_surname(match: re.Match[str], *, takes_any: bool) -> Mention:
    """The name with the surname behind it; ``takes_any``: any capitalised word that is no function word is one."""
    first, more = match["name"], match["more"].strip()
    is_surname = more in name_list("surnames") or (first in first_names() and _is_surname(more))
    with_more = more and more not in name_list("not_names") and (is_surname or takes_any)
    return Mention(match.start("name"), match.end("more" if with_more else "name"))


def _can_be_any_name(word: str) -> bool:
    return word not in name_list("not_names") and word not in name_list("ordinary") and not word.isupper()


# ---------------------------------------------------------------------------------------------------- presented names


def find_presented(text: str) -> Iterator[Mention]:
    """Names that a text presents by its form: a sign-off, a line of a header, "conducted by …", a list of people."""
    if not _PATTERNS["maybe_presented"].search(text):
        return
    for key in ("signed", "headed", "conducted", "listed"):
        for match in _PATTERNS[key].finditer(text):
            position = match.start("names")
            parts = _PATTERNS["separator"].split(match["names"])
            lengths = [_name_length(part) for part in parts]
            for part, length in zip(parts, lengths, strict=True):
                if length:
                    yield Mention(position, position + length)
                # "Thanks, Becks & Tunde": who signs beside a person is one.
                elif key == "signed" and any(lengths) and part[:1].isupper() and not _is_no_name(part):
                    yield Mention(position, position + len(part))
                position += len(part)


def find_signed_in_lower_case(text: str) -> Iterator[Mention]:
    """The name of who signs a chat or a mail in lower case."""
    match = _PATTERNS["signed_lower"].search(text)
    if match is None:
        return
    written = _capitalise(match["last"])
    if written in first_names() or (written in name_list("surnames") and is_unknown(match["last"])):
        yield Mention(match.start("name"), match.end("name"))


def _name_length(part: str) -> int:
    """Return the length in code points of the person's name that the part begins with; 0 for none."""
    words = part.split()
    while words and not is_person(words):
        words.pop()
    if not words:
        return 0
    return part.index(words[-1], len(" ".join(words[:-1]))) + len(words[-1])
