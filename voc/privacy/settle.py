"""Settle the words that a study would lose in one text and keep in another, before the check of its files finds them.

The search for names reads a word in its sentence; the check (`voc.privacy.leaks`) looks for it everywhere, in any case
and across hyphens. What only one of them finds is decided here for the whole study: somebody's name is replaced
wherever it is written as one, a word that is no name ("Mm-hmm", "FitDesk") is kept everywhere, and a name that means
something else in another text ("a price", "the Alma app") stays there and is no leak.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from voc.privacy.contacts import Detection
from voc.privacy.leaks import find_phrases, phrases_of, searched_names
from voc.privacy.names import first_names
from voc.privacy.pseudonyms import PseudonymBook
from voc.privacy.recogniser import can_spread
from voc.privacy.scan import ScanRules
from voc.privacy.things import announced_words
from voc.privacy.word_features import is_particle, lists_of
from voc.schema import Corpus, Document, Pseudonym

Leftovers = Mapping[str, Mapping[str, Sequence[str]]]
"""Pseudonym → phrase of an original → the texts in which it was left."""

_PART = re.compile(r"[^\W\d_]+")
_AS_NAME = re.compile(r"(?:Ma?c|[DO])?[^\W\d_][^\W\d_A-ZÄÖÜ]*")
"""A name in its usual capitals; "BPOs" and "IPyKernel" are products and abbreviations."""


@dataclass(frozen=True)
class Settlement:
    """What was decided: ``names`` maps phrases to keys of people and are replaced wherever they are written as names,
    detections with a key of ``dropped`` are none, and rows of the key with a phrase of ``local`` are no evidence.
    ``configured`` are the keys of people whose names are replaced however they are written. ``kept`` are the words of
    what was dropped, sorted."""

    names: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    local: frozenset[str] = frozenset()
    configured: frozenset[str] = frozenset()
    kept: tuple[str, ...] = ()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.names, key=lambda phrase: (-len(phrase), phrase))
        return _pattern_of(longest_first)

    def apply(
        self, text: str, detections: Sequence[Detection], same: Mapping[str, str], borders: Sequence[int] = ()
    ) -> list[Detection]:
        """The detections of a text without words that are no names, and with names that were left; ascending.

        Args:
            text: the original text.
            detections: ascending, without overlaps.
            same: keys of people → the key under which they are known.
            borders: ascending offsets that no detection crosses.
        """
        kept = [name for name in detections if name.kind != "name" or same.get(name.key, name.key) not in self.dropped]
        if not self.names:
            return kept
        added = []
        for match in self._pattern.finditer(text):
            is_free = all(match.end() <= other.start or other.end <= match.start() for other in kept)
            key = self.names.get(_phrase(match.group()))
            if is_free and key is not None and (key in self.configured or is_name_at(match.group(), text)):
                cuts = [match.start(), *(at for at in borders if match.start() < at < match.end()), match.end()]
                for start, end in pairwise(cuts):
                    words = list(_PART.finditer(text, start, end))
                    added += [Detection(words[0].start(), words[-1].end(), "name", key)] if words else []
        return sorted([*kept, *added], key=lambda detection: detection.start)

    def with_scopes(self, key: Iterable[Pseudonym]) -> tuple[Pseudonym, ...]:
        """The key, in which originals that mean something else in other texts have the scope "text"."""
        return tuple(
            row if self.local.isdisjoint(phrases_of(row.original)) else replace(row, scope="text") for row in key
        )


def find_leftovers(corpus: Corpus, key: Iterable[Pseudonym], keep: Iterable[str]) -> Leftovers:
    """Find what the check of the files would find in the texts of a protected corpus.

    Args:
        corpus: behind the replacement of names.
        key: its key.
        keep: words that are kept on purpose (``privacy.keep``).
    """
    names = searched_names(key, keep)
    leftovers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for text in dict.fromkeys(texts_of(corpus)) if names else ():
        for phrase, pseudonym in dict.fromkeys(find_phrases(text.encode("utf-8", "replace"), names)):
            leftovers[pseudonym][phrase].append(text)
    return leftovers


def texts_of(corpus: Corpus) -> Iterator[str]:
    """All texts of a corpus that leave with a study: of documents, their questions and heads, files and people."""
    for document in corpus.documents:
        yield from (document.text, document.locator, *heads_of(document))
        yield from (turn.question for turn in document.turns)
    for source in corpus.sources:
        yield from (source.path, source.reason, *source.notes)
    for respondent in corpus.respondents:
        yield from (respondent.label, *respondent.attributes, *respondent.attributes.values())


def heads_of(document: Document) -> Iterator[str]:
    """The heads of the columns from which the ratings of a document are."""
    yield from dict.fromkeys((*document.ratings, *document.scales))


def settle(
    before: Settlement, leftovers: Leftovers, corpus: Corpus, rules: ScanRules, book: PseudonymBook
) -> Settlement:
    """Decide on what was left, in addition to what was decided before.

    A name that a label, a file of staff, the configuration or the words around it introduced ("Frau Koch") is one. Any
    other is a guess of the recogniser and is dropped if the study writes it as no name is written, or leaves it more
    often than not.

    Args:
        before: the decisions under which the leftovers were left.
        leftovers: see `find_leftovers`.
        corpus: with the original texts.
        rules: for the search in these.
        book: the pseudonyms that were handed out.
    """
    originals: dict[str, list[str]] = defaultdict(list)
    for row in book.rows():
        originals[row.pseudonym].append(row.original)
    texts = list(dict.fromkeys(texts_of(corpus)))
    introduced = {book.same.get(key, key) for key in (*rules.speakers.names, *rules.configured)}
    names, dropped, local, kept = dict(before.names), set(before.dropped), set(before.local), set(before.kept)
    for pseudonym, phrases in leftovers.items():
        key = book.key_of(pseudonym)
        if key not in introduced and _is_no_name(originals[pseudonym], phrases, texts):
            dropped.add(key)
            kept |= set(originals[pseudonym])
            continue
        for phrase, left in phrases.items():
            is_thing = rules.things.issuperset(_PART.findall(phrase.title()))
            if not is_thing:
                names[phrase] = key
            places = ((place, text) for text in left for place in _places(phrase, text))
            if is_thing or not (key in rules.configured or all(is_name_at(*place) for place in places)):
                local.add(phrase)
    return Settlement(names, frozenset(dropped), frozenset(local), rules.configured, tuple(sorted(kept)))


def is_name_at(written: str, text: str) -> bool:
    """Whether words of a name mean the person: they have its capitals, or can be nothing else without them.

    >>> is_name_at("A. Koch", "A. Koch wrote"), is_name_at("a price", "Has a price."), is_name_at("priya", "So priya")
    (True, False, True)
    """
    parts = _PART.findall(written)
    words = [word for word in parts if len(word) > 1] or parts
    is_certain = all(can_spread(word.title()) for word in words)
    if all(part[0].isupper() or is_particle(part) for part in parts):
        return is_certain or text != text.upper()
    # "a tran" begins "a trans-Tasman flight": beside an initial, a word without its capital is no surname.
    is_likely = any(can_spread(word.title()) for word in words) or text == text.lower()
    return len(words) == len(parts) and (is_certain if len(words) == 1 else is_likely)


def _is_no_name(originals: Sequence[str], phrases: Mapping[str, Sequence[str]], texts: Sequence[str]) -> bool:
    """Whether a study does not use what the recogniser took for a name as one."""
    patterns = [_pattern_of([phrase]) for phrase in {phrase for written in originals for phrase in phrases_of(written)}]
    places: Counter[str] = Counter()
    for text in texts:
        matches = [match.group() for pattern in patterns for match in pattern.finditer(text)]
        words = {word for match in matches for word in _PART.findall(match)}
        if words and not words.isdisjoint(announced_words(text)):
            return False
        # Speech recognisers write names without capitals, too.
        places.update(matches if text != text.lower() else ())
    n_lower = sum(n for place, n in places.items() if place.islower())
    if any(map(_is_listed, originals)):
        return n_lower * 2 > places.total()
    n_left = sum(len(_places(phrase, text)) for phrase, left in phrases.items() for text in left)
    return n_left * 2 > places.total() or not all(map(_has_capitals, places))


def _is_listed(original: str) -> bool:
    return all(word in first_names() or not set("FS").isdisjoint(lists_of(word)) for word in original.title().split())


def _has_capitals(place: str) -> bool:
    return all(word[0].isupper() and _AS_NAME.fullmatch(word) for word in _PART.findall(place))


def _phrase(written: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", written).lower()))


def _places(phrase: str, text: str) -> list[str]:
    return [match.group() for match in _pattern_of([phrase]).finditer(text)]


def _pattern_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds phrases as the check does: as whole words, in any case, with any signs between, in the genitive."""
    either = "|".join(
        r"[\W_]+".join(map(re.escape, form.split()))
        for phrase in phrases
        for form in dict.fromkeys((phrase, unicodedata.normalize("NFD", phrase)))
    )
    return re.compile(rf"(?<![^\W_])(?:{either})(?=s?(?![^\W_]))", re.IGNORECASE)
