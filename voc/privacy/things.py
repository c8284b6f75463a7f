"""Words that look like names of people, but that the texts of a study use as things: products, shops, apps.

A word behind a title or a relation is somebody's name whatever else is said of it; so are first names, unless the study
calls them a thing twice ("the Alma app", "Alma-Konto"). Speakers and staff are never things.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from voc.privacy.names import find_announced, find_presented, first_names, is_unknown
from voc.privacy.recogniser import find_unannounced
from voc.privacy.word_features import lists_of, names_deed, names_person, names_thing
from voc.schema import Corpus
from voc.text.lexicon import load_patterns

_PATTERNS = load_patterns("voc.privacy", "things")
_REACH = 40
"""Code points beside a word that say what it is."""
_MIN_FOR_FIRST_NAME = 2
"""Clear uses as a thing that outweigh a first name."""
_MAX_PEOPLE = 0.2
"""Share of an attribute's values that begin with a first name, from which its values may be people."""
_MAX_WORDS = 4
"""Words of the longest value of such an attribute; longer ones are sentences."""


def find_things(texts: Iterable[str], words: frozenset[str], categories: frozenset[str]) -> frozenset[str]:
    """Those of the words, each found as a name that nothing announces, which the texts use as things.

    Args:
        texts: all texts of a study.
        words: capitalised words.
        categories: see `words_of_categories` and `words_of_heads`; these need no other evidence.
    """
    if not words:
        return frozenset()
    either = re.compile(rf"(?<![\w'’])(?:{'|'.join(map(re.escape, sorted(words)))})(?![^\W_])")
    clear: Counter[str] = Counter()
    likely: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for text in texts:
        matches = list(either.finditer(text))
        announced = announced_words(text) if matches else frozenset()
        for match in matches:
            word = match.group()
            before = text[max(0, match.start() - _REACH) : match.start()]
            after = text[match.end() : match.end() + _REACH]
            # What somebody does outweighs every other sign: products do not phone back.
            if _is_person(before, after):
                people[word] += 1
            elif _is_clear(before, after):
                clear[word] += 1
            elif word in announced:
                people[word] += 1
            elif _PATTERNS["before"].search(before) and not _PATTERNS["possessive"].match(after):
                likely[word] += 1
    return frozenset(
        word
        for word in words
        if (
            clear[word] >= max(_MIN_FOR_FIRST_NAME, people[word] + 1)
            if word in first_names()
            else clear[word] + likely[word] + (word in categories) > people[word]
        )
    )


def announced_words(text: str) -> frozenset[str]:
    """The words of names that the words around them announce ("Frau Koch", "my name is …")."""
    capitalised = frozenset(_PATTERNS["capitalised"].findall(text))
    mentions = [*find_announced(text, capitalised), *find_presented(text)]
    return frozenset(word for mention in mentions for word in text[mention.start : mention.end].split(" "))


def _is_clear(before: str, after: str) -> bool:
    """Whether a word is part of a compound, is next to a word for a thing, or has a price."""
    compound = _PATTERNS["compound"].match(after)
    if compound is not None:
        return not (is_unknown(compound[1]) or set(lists_of(compound[1])) & set("FS"))
    following, preceding = _PATTERNS["next_word"].match(after), _PATTERNS["last_word"].search(before)
    if (following and names_thing(following[1])) or (preceding and names_thing(preceding[1])):
        return True
    apposition = _PATTERNS["apposition"].match(after)
    if apposition and (names_thing(apposition[1]) or names_thing(apposition[2] or "")):
        return True
    return _PATTERNS["price_after"].match(after) is not None


def _is_person(before: str, after: str) -> bool:
    """Whether the next word is what somebody does, or the word before it who somebody is."""
    following, preceding = _PATTERNS["next_word"].match(after), _PATTERNS["last_word"].search(before)
    return bool((following and names_deed(following[1])) or (preceding and names_person(preceding[1])))


def words_of_categories(corpus: Corpus) -> frozenset[str]:
    """Words in attributes of respondents that hold no people, such as a device ("Miele Triflex").

    A value of one word may be a surname, and a first name or a title shows people.
    """
    values: dict[str, set[str]] = defaultdict(set)
    for respondent in corpus.respondents:
        for name, value in respondent.attributes.items():
            values[name].add(value)
    words: set[str] = set()
    for texts in values.values():
        n_people = sum("," in text or not first_names().isdisjoint(text.split()) for text in texts)
        if n_people <= _MAX_PEOPLE * len(texts) and all(len(text.split()) <= _MAX_WORDS for text in texts):
            for text in texts:
                capitalised = _PATTERNS["capitalised"].findall(text)
                words |= set(capitalised) if len(capitalised) > 1 and not announced_words(text) else set()
    return frozenset(words)


def words_of_heads(corpus: Corpus) -> frozenset[str]:
    """Words that look like names of people in what a table asks everybody ("recommend Zuno to a friend"), and in notes.

    All respondents are asked about the same product or company. A first name or a title shows people there, too.
    """
    heads = {note for source in corpus.sources if source.kind != "interview" for note in source.notes}
    heads |= {name for respondent in corpus.respondents for name in respondent.attributes}
    for document in corpus.documents:
        if document.kind != "interview":
            heads.update(document.ratings, (turn.question for turn in document.turns))
    mentions = (
        _PATTERNS["capitalised"].findall(head[m.start : m.end]) for head in heads for m in find_unannounced(head)
    )
    return frozenset(word for words in mentions if first_names().isdisjoint(words) for word in words)
