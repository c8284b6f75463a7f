"""The names that any text or label of a study gives away, and which of them are the same person."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from voc.privacy.known_names import (
    Spellings,
    account_forms,
    could_be_same,
    fold,
    is_abbreviated,
    name_parts,
    surnames_in_addresses,
    without_umlauts,
)
from voc.privacy.names import is_unknown
from voc.privacy.people import Name, Speakers, TextContext, name_key
from voc.privacy.recogniser import can_spread
from voc.privacy.scan import ScanRules, scan
from voc.privacy.things import find_things, words_of_categories, words_of_heads
from voc.schema import Corpus

_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_MIN_SPREAD = 4
"""Letters of the shortest part of a label that is replaced everywhere, in any case and in logins."""
_DESCRIBING = frozenset(["the", "a", "of", "from", "with", "and", "der", "die", "das", "aus", "mit", "und"])
"""Words of labels that are no names but say something about somebody."""


@dataclass(slots=True)
class _Gathered:
    """What was found: word → keys, key → its names and places, the full names of the texts, customer numbers,
    and the words of names in each interview → key."""

    owners: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, set[Name]] = field(default_factory=lambda: defaultdict(set))
    places: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    full: set[Name] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    interviews: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))


def with_found_names(corpus: Corpus, rules: ScanRules) -> ScanRules:
    """The rules with the names that any text or label of the study gives away, so that they are found in all texts.

    Words that can be nothing but names are found by themselves, others in full names alone. A first name of several
    people, or a surname, has a key of its own.
    """
    gathered = _Gathered()
    _add_labels(rules.speakers, gathered)
    for document in corpus.documents:
        place = document.source if document.kind == "interview" else document.document_id
        context = rules.speakers.document_context(document)
        for text in (document.text, *dict.fromkeys(turn.question for turn in document.turns)):
            _add_address_names(text, gathered)
            for detection in scan(text, context, rules):
                if detection.kind == "name":
                    _add_name(text[detection.start : detection.end], detection.key, place, gathered)
                    if document.kind == "interview":
                        words = _NAME_WORD.findall(text[detection.start : detection.end])
                        gathered.interviews[document.source] |= dict.fromkeys(words, detection.key)
                elif detection.kind == "number":
                    gathered.numbers.add(detection.key)
    heads = {head for document in corpus.documents for head in document.ratings}
    heads |= {head for respondent in corpus.respondents for head in respondent.attributes}
    for head in sorted(heads):
        for detection in scan(head, TextContext(), rules):
            if detection.kind == "name":
                _add_name(head[detection.start : detection.end], detection.key, head, gathered)
    things = _drop_things(corpus, gathered, rules)
    same = _same_people(gathered, rules.speakers)
    interviewed = {same.get(key, key) for persons in rules.speakers.interviews.values() for key in persons}
    known: dict[str, str] = {}
    for word, keys in sorted(gathered.owners.items()):
        key, bare = _owner(word, {same.get(key, key) for key in keys}, gathered, interviewed)
        known[word] = key
        if bare and key != bare:
            same[bare] = key
    # "Wiebkes" beside "Wiebke" is her genitive.
    known = {
        word: key
        for word, key in known.items()
        if not (word.endswith("s") and word[:-1] in known) and word.casefold() not in rules.keep
    }
    # "Bruenjes" is Brünjes: logins and people in a hurry write no umlauts.
    plain = {without: key for word, key in known.items() if can_spread(without := without_umlauts(word))}
    known = {**plain, **known}
    spellings = Spellings(known)
    names = {first: list(others) for first, others in rules.names.items()}
    for full_name in sorted(gathered.full, key=lambda words: (-len(words), words)):
        names.setdefault(full_name[0], []).append(full_name)
    accounts = _accounts(known, gathered, rules.speakers)
    numbers = frozenset(gathered.numbers)
    rules = replace(rules, known=known, names=names, accounts=accounts, same=same, numbers=numbers, things=things)
    in_interviews = {source: Spellings(words) for source, words in gathered.interviews.items()}
    return replace(rules, spellings=spellings, in_interviews=in_interviews)


def _drop_things(corpus: Corpus, gathered: _Gathered, rules: ScanRules) -> frozenset[str]:
    """Forget words that are in no full name and name no speaker or staff, where the study uses them as things."""
    alone = {name[0] for names in gathered.names.values() for name in names if len(name) == 1}
    named = {word for names in gathered.names.values() for name in names if len(name) > 1 for word in name}
    categories = words_of_categories(corpus) | words_of_heads(corpus)
    # "Miele Triflex" of a column is no full name.
    words = (alone - named | categories) - rules.speakers.spellings.keys()
    texts = dict.fromkeys(document.text for document in corpus.documents)
    things = find_things(texts, frozenset(words), categories)
    for word in things:
        gathered.owners.pop(word, None)
    gathered.full = {name for name in gathered.full if not things.issuperset(name)}
    return things


def _add_labels(speakers: Speakers, gathered: _Gathered) -> None:
    """Every part of the names of who speaks in interviews, and of staff.

    Writers of reviews are many, and share their names with brands and words: theirs are found in their own texts.
    """
    for person, names in speakers.names.items():
        gathered.names[person] |= set(names)
        for name in names if person not in speakers.writers else ():
            # "Leopold the hiker" describes somebody.
            words = name[:1] if any(word.lower() in _DESCRIBING for word in name) else name
            for part in (part for word in words for part in name_parts(word)):
                if len(part) >= _MIN_SPREAD and can_spread(part):
                    gathered.owners[part].add(person)
    for source, persons in speakers.interviews.items():
        for person in persons:
            gathered.places[person].add(source)


def _add_address_names(text: str, gathered: _Gathered) -> None:
    """The surnames of mail addresses in a text, of the person who is known by it, if there is one."""
    for surname in surnames_in_addresses(text):
        keys = {key for word, keys in gathered.owners.items() if fold(word) == fold(surname) for key in keys}
        for part in name_parts(surname):
            if len(part) >= _MIN_SPREAD and can_spread(part):
                gathered.owners[part] |= keys or {name_key((surname,))}


def _add_name(written: str, key: str, place: str, gathered: _Gathered) -> None:
    name = unicodedata.normalize("NFC", written)
    words = tuple(_NAME_WORD.findall(name.title() if name.islower() else name))
    if not words or re.search(r"[\d_]", name):
        return
    if len(words) > 1 and key == name_key(words):
        gathered.full.add(words)
    gathered.names[key].add(words)
    gathered.places[key].add(place)
    for part in (part for word in words for part in name_parts(word)):
        if can_spread(part):
            gathered.owners[part].add(key)


def _owner(word: str, keys: set[str], gathered: _Gathered, interviewed: set[str]) -> tuple[str, str]:
    """The person whom a word names in the whole study, and the key of the bare word where it stands somewhere alone."""
    bare = name_key((word,))
    others = keys - {bare}
    if bare not in keys or len(others) != 1:
        return (next(iter(keys)) if len(keys) == 1 else bare), ""
    other = next(iter(others))
    # Who speaks in an interview is known to all. Somebody who is spoken of is the same person in the same file, and
    # where both parts of the name stand ("Wiebke", "Frau Klamm").
    places = gathered.places[other].union(
        *(
            gathered.places[name_key((mate,))]
            for name in gathered.names[other]
            for mate in name
            if word in name and mate != word and can_spread(mate)
        )
    )
    return (other, bare) if other in interviewed or gathered.places[bare] <= places else (bare, "")


# --------------------------------------------------------------------------------------------------------- same people


def _same_people(gathered: _Gathered, speakers: Speakers) -> dict[str, str]:
    """Map the keys of shorter or longer forms of a name ("M. Klamm", "Otti K.") to the one person they can mean."""
    interviewed = frozenset[str]().union(*speakers.interviews.values())
    by_initials: dict[str, dict[str, set[Name]]] = defaultdict(lambda: defaultdict(set))
    for key, names in gathered.names.items():
        for name in names:
            if len(name) > 1 and key not in speakers.writers:
                by_initials[fold(name[-1])[:1]][key].add(name)
    same: dict[str, str] = {}
    for group in by_initials.values():
        short = [key for key, names in group.items() if all(map(is_abbreviated, names))]
        for key in sorted(short):
            others = [
                other
                for other, names in group.items()
                if other != key and any(could_be_same(a, b) for a in group[key] for b in names)
            ]
            if len({same.get(other, other) for other in others}) != 1:
                continue
            other = others[0]
            if (
                key not in interviewed
                and other not in interviewed
                and not gathered.places[key] <= gathered.places[other]
            ):
                continue
            # A respondent's key stays; two respondents are two people whatever they are called.
            if not key.startswith("Person "):
                same[key] = same.get(other, other)
            elif not other.startswith("Person "):
                same[other] = key
    return same


# ------------------------------------------------------------------------------------------------------------ accounts


def _accounts(known: Mapping[str, str], gathered: _Gathered, speakers: Speakers) -> dict[str, str]:
    """Map known words, and full names as one word, to persons, as logins and files write them."""
    accounts: dict[str, str] = {}
    for key in sorted(gathered.names):
        for name in sorted(gathered.names[key]):
            for account in filter(is_unknown, account_forms(name) if key not in speakers.writers else ()):
                accounts.setdefault(fold(account), key)
    return {**accounts, **{fold(word): key for word, key in sorted(known.items()) if can_spread(without_umlauts(word))}}
