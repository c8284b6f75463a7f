"""One text → everything in it that becomes a pseudonym, as intervals that do not overlap."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from voc.privacy import lists
from voc.privacy.addresses import addresses
from voc.privacy.births import births
from voc.privacy.contacts import Find, contacts
from voc.privacy.entities import Entities
from voc.privacy.identifiers import identifiers
from voc.privacy.names import announced
from voc.privacy.people import People, Place, name_key
from voc.privacy.presented import is_full_name, presented

_CAPITALISED = re.compile(r"(?<![^\W_])[A-ZÄÖÜÀ-ÖØ-ÞŁŞŠŽČĆ][^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NEXT = re.compile(r" ([^\W\d_]+(?:[-'’][^\W\d_]+)*)")
_DIGIT = re.compile(r"\d")
_MARK = re.compile(r"\[[A-Za-z-]+ \d+\]")
_ARTICLE = re.compile(
    r"\b(?:d(?:er|ie|as|en|em|es)|(?:k|m|d|s)?eine?[rnms]?|the|an?|jede[rnms]?|zum|zur|im|am|beim|vom|this|that|no)\s+$",
    re.I,
)
_NEW_SENTENCE = re.compile(r"(?:^|[.!?…:;\"„“»(\[\]-]\s*|\n\s*)$")


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for a whole study: its speakers, names that always go, and words that never do (in lower case)."""

    people: People
    names: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()
    entities: Entities | None = None


def rules(people: People, names: Sequence[str], keep: Sequence[str], entities: Entities | None = None) -> Rules:
    """Prepare `scan`; ``names`` and ``keep`` as in [privacy] of voc.toml, ``entities`` of its pipeline."""
    split = sorted({tuple(_words(name)) for name in names if _words(name)}, key=lambda words: (-len(words), words))
    always: dict[str, list[tuple[str, ...]]] = {}
    for words in split:
        always.setdefault(words[0], []).append(words)
    kept = frozenset(" ".join(word.split()).casefold() for word in keep if word.strip())
    return Rules(people, always, kept, entities)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))


def scan(text: str, place: Place, rule: Rules) -> list[Find]:
    """All personal data of a text, ascending, without overlaps.

    Args:
        text: what is looked through.
        place: where it stands: decides which of several people a first name means.
        rule: what holds for the study.
    """
    found = [*_numbered(text), *contacts(text)] if _DIGIT.search(text) else list(contacts(text))
    if text != text.lower():
        found += _named(text, place, rule)
    elif rule.names:
        found += _always(text, rule)
    if not found:
        return []
    return _settled(text, found, rule)


def _numbered(text: str) -> Iterator[Find]:
    """Everything with figures in it that is not for reaching or paying somebody."""
    yield from births(text)
    yield from identifiers(text)
    yield from addresses(text)


def _settled(text: str, found: list[Find], rule: Rules) -> list[Find]:
    """Drop what overlaps something before it in rank, what is kept, and what is a pseudonym already."""
    taken = [Find(*match.span(), "", "") for match in _MARK.finditer(text)] if "[" in text else []
    starts = [find.start for find in taken]
    for find in found:
        at = bisect.bisect_left(starts, find.end)
        if at and taken[at - 1].end > find.start:
            continue
        if rule.keep and _is_kept(text[find.start : find.end], rule.keep):
            continue
        starts.insert(at, find.start)
        taken.insert(at, find)
    return [find for find in taken if find.kind]


def _is_kept(original: str, keep: frozenset[str]) -> bool:
    lowered = " ".join(original.split()).casefold().lstrip("@")
    if lowered in keep or "@" + lowered in keep:
        return True
    return any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lowered)
        for word in keep
        if not lowered.startswith(("http", "www"))
    )


def _named(text: str, place: Place, rule: Rules) -> list[Find]:
    found = _always(text, rule) if rule.names else []
    words = [(match.start(), match.end(), match.group()) for match in _CAPITALISED.finditer(text)]
    mentions = [(one.start, one.end) for one in announced(text, frozenset(word for _, _, word in words))]
    mentions += [(one.start, one.end) for one in presented(text)]
    mentions += _pairs(text, words)
    if rule.entities is not None:
        mentions += [(start, end) for start, end in rule.entities(text) if _words(text[start:end])]
    spoken = list(_speakers(text, words, place, rule.people))
    known: dict[str, str] = {}
    plain = {word for start, end in mentions for word in _words(text[start:end])} | rule.people.spellings.keys()
    for start, end in mentions:
        written = _words(text[start:end])
        genitive = written[-1].endswith("s") and written[-1][:-1] in plain
        if genitive:
            written[-1] = written[-1][:-1]
        length, person = rule.people.find(written, place, announced=True)
        key = person if length == len(written) else name_key(written)
        known.setdefault(written[-1], key)
        known.setdefault(written[0], key)
        if not any(start < one.end and one.start < end and one.end - one.start > end - start for one in spoken):
            found.append(Find(start, end - genitive, "name", key))
    found += spoken
    for start, end, word in words:
        base = word if word in known else word[:-1] if word.endswith("s") else ""
        if base in known and base not in lists.ordinary() and not _glued(text, start, end):
            found.append(Find(start, start + len(base), "name", known[base]))
    return found


def _always(text: str, rule: Rules) -> list[Find]:
    """The names of [privacy] names, as they are written there."""
    found = []
    words = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]
    for position, (start, _, word) in enumerate(words):
        for base in (word, word[:-1] if word.endswith("s") else ""):
            for name in rule.names.get(base, ()):
                here = [one[2] for one in words[position : position + len(name)]]
                whole = tuple(here) == name or (len(name) == 1 and base == name[0])
                if whole:
                    end = words[position + len(name) - 1][1] if tuple(here) == name else start + len(base)
                    found.append(Find(start, end, "name", name_key(name)))
                    break
    return found


def _speakers(text: str, words: list[tuple[int, int, str]], place: Place, people: People) -> Iterator[Find]:
    """Speakers' names: in full, by first name or by surname, with or without a genitive -s."""
    if not people.spellings:
        return
    for start, end, word in words:
        genitive = word not in people.spellings
        if genitive and (word[:-1] not in people.spellings or word[-1] != "s" or word in lists.first_names()):
            continue
        base = word[:-1] if genitive else word
        written = [base] if genitive else [base, *_following(text, end)]
        length, person = _longest(written, place, people)
        if not length or (length == 1 and (_is_word_here(text, start, end, base) or _is_known(written))):
            continue
        stop = start + _reach(text, start, written[:length])
        if length > 1 or not _glued(text, start, stop + genitive):
            yield Find(start, stop, "name", person)


def _is_known(written: Sequence[str]) -> bool:
    """Whether a first name begins the name of a brand, a work or a figure of the past."""
    return len(written) > 1 and any((written[0], last) in lists.known_pairs() for last in (written[1], written[1][:-2]))


def _following(text: str, end: int) -> list[str]:
    """The next words of the same line, four at most, as far as only single spaces stand between them."""
    found: list[str] = []
    position = end
    while len(found) < 4 and (match := _NEXT.match(text, position)):
        found.append(match.group(1))
        position = match.end()
    return found


def _longest(written: list[str], place: Place, people: People) -> tuple[int, str]:
    """Like `People.find`, also where the last word of the name has a genitive -s. Cuts that -s off in ``written``."""
    length, person = people.find(written, place)
    for at in range(len(written) - 1, 0, -1):
        if written[at].endswith("s") and at + 1 > length:
            bare = [*written[:at], written[at][:-1]]
            longer, owner = people.find(bare, place)
            if longer == at + 1:
                written[:] = bare
                return longer, owner
    return length, person


def _reach(text: str, start: int, words: Sequence[str]) -> int:
    """How many characters the words take from ``start`` on."""
    position = start
    for word in words:
        position = text.index(word, position) + len(word)
    return position - start


def _is_word_here(text: str, start: int, end: int, word: str) -> bool:
    """Whether a name that is an ordinary word too is meant as the word: after an article, or beginning a sentence."""
    if word not in lists.ordinary():
        return False
    before = text[max(0, start - 20) : start]
    if _ARTICLE.search(before) or re.search(r"\d\s*$", before):
        return True
    after = text[end : end + 2]
    return _NEW_SENTENCE.search(before) is not None and not after.startswith((",", ":", "'", "’", "!", "?", "."))


def _glued(text: str, start: int, end: int) -> bool:
    """Whether a name is a part of a longer one ("Anna" in "Anna-Lena")."""
    after = re.match(r"-([^\W\d_]+)", text[end : end + 30])
    before = re.search(r"([^\W\d_]+)-$", text[max(0, start - 30) : start])
    return any(match is not None and match.group(1) in lists.first_names() for match in (after, before))


def _pairs(text: str, words: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """First name and surname side by side ("Henning Schmidt")."""
    firsts = lists.first_names()
    for (start, end, first), (next_start, next_end, last) in pairwise(words):
        if first in firsts and text[end:next_start] == " " and is_full_name(first, last):
            yield start, next_end
