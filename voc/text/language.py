"""The language of a text: by counted function words first, by `lingua` where they do not decide.

Function words settle most sentences at a tenth of the cost. The rest goes to lingua's detector, restricted to the
languages that can occur. Swiss German counts as German. A text that is unknown or too short is "", never a guess.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from voc.schema import Language, Segment
from voc.text.lexicon import function_words

if TYPE_CHECKING:
    from lingua import LanguageDetector

EUROPEAN = ("de", "en", "fr", "it", "es", "nl", "pt", "pl", "sv", "da", "cs")
"""Languages that a document may be in besides the configured ones (ISO 639-1)."""

MIN_WORDS_FOREIGN = 6
"""Words below which a text is never taken for a language outside the configured ones."""

_MIN_WORDS_UNBACKED = 14
"""Words from which lingua may name another language although the text has few of its function words."""
_MIN_LEAD = 2
"""Function words by which a language must lead the next one to win without lingua."""
_MIN_LEAD_SHARE = 1 / 3
"""The lead must also be this share of the words of the leading language: mixed texts go to lingua."""
_MAX_TEXT = 4000
"""Code points of a text that are read; more of it does not change the answer."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_UMLAUT = re.compile("[äöüßÄÖÜ]")
_PLACEHOLDER = re.compile(r"\[[A-Za-z-]+ \d+\]|https?://\S+|www\.\S+|[@#]\w+")


def detect(
    texts: Sequence[str], languages: Sequence[str] = ("de", "en"), *, expected: Sequence[str] | None = None
) -> list[str]:
    """Detect the language of each text among ``languages``; "" where it is unknown, too short or clearly another one.

    Args:
        texts: any texts; pseudonyms, addresses and hashtags in them are ignored.
        languages: ISO 639-1 codes that are expected; unknown codes are ignored.
        expected: for each text the language of its surroundings ("" if unknown). It is the answer where the text
            itself is short and has no clear function words.

    Returns:
        One code of ``languages`` (or of ``expected``) or "" for each text, in order.

    >>> detect(["Das Zimmer war leider nicht sauber.", "The room was not clean.", "42"])
    ['de', 'en', '']
    """
    hints = [""] * len(texts) if expected is None else expected
    detected = [_detect_one(text, tuple(languages), hint) for text, hint in zip(texts, hints, strict=True)]
    return [code if code in languages else hint for code, hint in zip(detected, hints, strict=True)]


def detect_any(texts: Sequence[str], languages: Sequence[str] = ("de", "en")) -> list[str]:
    """Like `detect`, but a text of MIN_WORDS_FOREIGN words or more may also be in another European language.

    >>> detect_any(["Je pense que ce n'est pas très utile pour nous.", "Alles gut bei uns."])
    ['fr', 'de']
    """
    return [_detect_one(text, tuple(languages)) for text in texts]


def study_language(segments: Iterable[Segment]) -> Language:
    """The language that most respondents speak: "de" or "en"; "en" where there are neither.

    People count, not mentions: each respondent speaks the language of most of their characters. If as many people
    speak the one as the other, the larger number of characters decides.
    """
    letters: dict[str, Counter[str]] = defaultdict(Counter)
    for segment in segments:
        if segment.language in ("de", "en"):
            letters[segment.respondent_id][segment.language] += len(segment.text)
    leads = [counts["de"] - counts["en"] for counts in letters.values()]
    n_german, n_english = sum(lead > 0 for lead in leads), sum(lead < 0 for lead in leads)
    return "de" if (n_german, sum(leads)) > (n_english, 0) else "en"


def _detect_one(text: str, languages: tuple[str, ...], expected: str = "") -> str:
    text = text[:_MAX_TEXT]
    # The pattern costs more than the test, and few texts have any of these.
    if any(mark in text for mark in ("@", "#", "[", "http", "www.")):
        text = _PLACEHOLDER.sub(" ", text)
    words = _WORD.findall(text.lower().replace("’", "'"))
    if not words:
        return ""
    code = _by_function_words(words, languages, has_umlaut=_UMLAUT.search(text) is not None)
    if code:
        return code
    if len(words) >= MIN_WORDS_FOREIGN:
        code = _by_lingua(text, _with_european(languages), _min_distance(len(words)))
        counts = {language: sum(map(function_words(language).__contains__, words)) for language in (code, *languages)}
        is_backed = all(counts[code] > counts[language] for language in languages if language != code)
        if code in languages or is_backed or len(words) >= _MIN_WORDS_UNBACKED:
            return code
    owners = {owner for word in words if (owner := _owners(_with_european(languages)).get(word))}
    # Only words of other languages: lingua, which must choose among the configured ones, would guess.
    if expected or (owners and owners.isdisjoint(languages)):
        return expected
    return _by_lingua(text, languages, _min_distance(len(words)))


def _min_distance(n_words: int) -> float:
    """How far ahead of the second language the first must be for lingua to answer (0–0.99): short texts mislead it."""
    return 0.25 if n_words < 3 else 0.1 if n_words < MIN_WORDS_FOREIGN else 0.0


def _by_function_words(words: list[str], languages: tuple[str, ...], *, has_umlaut: bool) -> str:
    """The language whose own function words lead, or "".

    A word counts only if a single language has it: a word of several languages says nothing.
    """
    owners = _owners(_with_european(languages) if len(words) >= MIN_WORDS_FOREIGN else languages)
    counts = Counter(owner for word in words if (owner := owners.get(word)))
    # An umlaut counts as one German word, unless all words are of other languages ("Zürich" in an English text).
    if has_umlaut and "de" in languages and (not counts or "de" in counts):
        counts["de"] += 1
    if not counts:
        return ""
    ranked = [*counts.most_common(2), ("", 0)]
    lead = ranked[0][1] - ranked[1][1]
    return ranked[0][0] if lead >= _MIN_LEAD and lead >= _MIN_LEAD_SHARE * ranked[0][1] else ""


@lru_cache(maxsize=16)
def _owners(languages: tuple[str, ...]) -> dict[str, str]:
    """Map each function word that only one language has to that language."""
    counts = Counter(word for language in languages for word in function_words(language))
    return {word: language for language in languages for word in function_words(language) if counts[word] == 1}


@lru_cache(maxsize=16)
def _with_european(languages: tuple[str, ...]) -> tuple[str, ...]:
    return languages + tuple(language for language in EUROPEAN if language not in languages)


@lru_cache(maxsize=65536)
def _by_lingua(text: str, languages: tuple[str, ...], min_distance: float) -> str:
    detector = _detector(languages, min_distance)
    if detector is None:
        return ""
    language = detector.detect_language_of(text)
    return "" if language is None else str(language.iso_code_639_1.name).lower()


@lru_cache(maxsize=16)
def _detector(languages: tuple[str, ...], min_distance: float) -> LanguageDetector | None:
    """lingua's detector for the languages it knows; None for fewer than two."""
    from lingua import Language as Lingua
    from lingua import LanguageDetectorBuilder

    known = sorted(
        (language for language in Lingua.all() if language.iso_code_639_1.name.lower() in languages),
        key=lambda language: language.name,
    )
    if len(known) < 2:
        return None
    builder = LanguageDetectorBuilder.from_languages(*known).with_minimum_relative_distance(min_distance)
    # lingua's low accuracy mode loads trigrams only, which the many languages of `detect_any` need to fit into memory.
    return builder.with_low_accuracy_mode().build() if len(known) > 2 else builder.build()
