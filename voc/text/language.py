"""The language of a text: by its function words, by the share of words that a dictionary knows, and by `lingua`.

Function words settle most sentences. A dictionary settles short texts: of three German or English words, most are in
simplemma's dictionary, and hardly any Turkish or Romanian one is. lingua names what neither knows, among all its
languages, and only where it is sure. Swiss German counts as German. A text that is unknown or too short is "", never a
guess.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from voc.schema import Language, Segment
from voc.text.lexicon import LANGUAGES, function_words

if TYPE_CHECKING:
    from lingua import Language as Lingua
    from lingua import LanguageDetector

EUROPEAN = ("de", "en", "fr", "it", "es", "nl", "pt", "pl", "sv", "da", "cs")
"""Languages whose function words are compared with those of the configured ones (ISO 639-1)."""

MIN_WORDS_FOREIGN = 4
"""Words below which a text in Latin letters is never taken for a language outside the configured ones."""

_MIN_WORDS_COMPARED = 6
"""Words from which the function words of other languages count: in short texts they are shared too often."""
_MIN_LEAD = 2
"""Function words by which a language must lead the next one to win alone."""
_MIN_LEAD_SHARE = 1 / 3
"""The lead must also be this share of the words of the leading language: mixed texts go on."""
_MIN_OWN = 0.35
"""Share of function words in a text that needs no dictionary; German and English sentences have about half."""
_MIN_KNOWN_BESIDE = 0.4
"""Share of words that the dictionary must know where function words lead: Turkish has "da" and "en", too."""
_MIN_KNOWN, _MOST_KNOWN, _ALL_KNOWN = 0.65, 0.85, 1.0
"""Share of known words that makes a text one of the configured languages: where lingua knows nothing better, before
lingua is asked, and for a text of fewer than MIN_WORDS_FOREIGN words.

All words of 76 % of the German and 77 % of the English texts of one to three words are known, and of 4 % of those in
ten other languages. In texts of four to eight words the share is about 0.94, and 0.2 to 0.4 in other languages.
"""
_MAX_LOOKED_UP = 40
"""Words of a text that are looked up in a dictionary; more do not change the share."""
_MIN_KNOWN_LEAD = 0.25
"""Share by which the best known language must lead the next one; else lingua decides between them."""
_MIN_CONFIDENCE, _MIN_CONFIDENCE_SCRIPT = 0.95, 0.98
"""How sure lingua must be of a language among all that it knows (0–1), in Latin letters and in others.

Of foreign texts of four to eight words it then names 61 % right and 0.9 % wrong; from 0.8 on it would be 72 % and 4 %.
Russian, Ukrainian and Macedonian are confused more often.
"""
_MIN_CONFIDENCE_BACKED = 0.02
"""The same of a language whose function words lead."""
_MAX_LINGUA = 400
"""Code points that lingua reads; it takes 4 ms for 4,000, and is sure long before."""
_MAX_TEXT = 4000
"""Code points of a text that are read; more of it does not change the answer."""

_MIN_SURE_BETWEEN = 0.9
"""How sure lingua must be of one of two languages (0–1) for one to five words that both have ("Service", "Top")."""
_LEAST_SURE = 0.1
"""How sure lingua must at least be of a language (0–1) for a text of few known words to be in it."""
_MIN_KNOWN_AMONG = 0.5
"""Share of known words with which a text is taken for the language around it, unless lingua is this sure of another:"""
_MAX_SURE_OF_OTHER = 0.8

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_QUOTED = re.compile(r"""(?<![^\W_])(?:["“„»«][^"“”„»«\n]{2,80}["“”»«]|['‘‚][^'‘’‚\n]{2,80}['‘’](?![^\W_]))""")
_COMPOUND = re.compile(r"(?<![^\W_])[^\W\d_]++(?:-[^\W\d_]++)+")
_MIN_UNQUOTED = 2
"""Words outside quotes and compounds that tell the language of a text by themselves."""
_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ]")
_UMLAUT = re.compile("[äöüßÄÖÜ]")
_PLACEHOLDER = re.compile(r"\[[A-Za-z-]+ \d+\]|https?://\S+|www\.\S+|[@#]\w+")


def detect(
    texts: Sequence[str], languages: Sequence[str] = ("de", "en"), *, expected: Sequence[str] | None = None
) -> list[str]:
    """Detect the language of each text among ``languages``; "" where it is unknown, too short or another one.

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
    detected = detect_any(texts, languages, expected=expected)
    return [code if code in languages or code == hint else "" for code, hint in zip(detected, hints, strict=True)]


def detect_any(
    texts: Sequence[str], languages: Sequence[str] = ("de", "en"), *, expected: Sequence[str] | None = None
) -> list[str]:
    """Like `detect`, but a text may also be in any other language that lingua knows.

    >>> detect_any(["Je pense que ce n'est pas très utile pour nous.", "Alles gut bei uns.", "Muchas gracias"])
    ['fr', 'de', '']
    """
    hints = [""] * len(texts) if expected is None else expected
    return [_detect_one(text, tuple(languages), hint) for text, hint in zip(texts, hints, strict=True)]


def is_readable(language: str, text: str) -> bool:
    """Whether the product reads a text: one in German or English, or one without any word, such as emoji.

    >>> is_readable("de", "Gut"), is_readable("", "goed"), is_readable("", "👍 5/5")
    (True, False, True)
    """
    return language in LANGUAGES or (not language and not _words_of(text[:_MAX_TEXT]))


def could_be(text: str, language: str) -> bool:
    """Whether a text of unknown language may be taken for the language of the texts around it.

    Something must speak for that language (most words are in its dictionary, or lingua thinks of it), and no function
    word of a third one may be in the text. So 55 % of the short German and English texts get their language that
    have none alone, and 5 % (one to three words) or 1 % (four to eight) of those in other languages.
    """
    words = _words_of(text[:_MAX_TEXT])
    if not words or _has_foreign_function_words(words, language):
        return False
    confidences = _lingua_confidences(text[:_MAX_LINGUA])
    # lingua has no answer to the shortest ones ("UX").
    if not confidences or confidences.get(language, 0.0) >= _LEAST_SURE:
        return True
    return _known_among(words, language) >= _MIN_KNOWN_AMONG and max(confidences.values()) < _MAX_SURE_OF_OTHER


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


def _words_of(text: str) -> list[str]:
    # The pattern costs more than the test, and few texts have any of these.
    if any(mark in text for mark in ("@", "#", "[", "http", "www.")):
        text = _PLACEHOLDER.sub(" ", text)
    return _WORD.findall(text.replace("’", "'"))


def _telling_part(text: str) -> str:
    """A text without quotes and compounds of hyphens, where enough words are left: they are often of another language.

    German has English ones in its sentences: "Das Single-Sign-On fehlt", "Der Knopf 'Save and close' fehlt".
    """
    if "-" not in text and not any(mark in text for mark in "\"'“„»«‘‚"):
        return text
    for pattern in (_QUOTED, _COMPOUND):
        shorter = pattern.sub(" ", text)
        if len(_WORD.findall(shorter)) >= _MIN_UNQUOTED:
            text = shorter
    return text


def _detect_one(text: str, languages: tuple[str, ...], expected: str = "") -> str:
    text = text[:_MAX_TEXT]
    # The pattern costs more than the test, and few texts have any of these.
    if any(mark in text for mark in ("@", "#", "[", "http", "www.")):
        text = _PLACEHOLDER.sub(" ", text)
    if not _WORD.search(text):
        return ""
    if not _LATIN.search(text):
        return _by_lingua_alone(text, _MIN_CONFIDENCE_SCRIPT) or expected
    text = _telling_part(text)
    words = _WORD.findall(text.replace("’", "'"))
    lowered = [word.lower() for word in words]
    code = _by_function_words(lowered, languages, has_umlaut=_UMLAUT.search(text) is not None)
    # Most texts end here, before a dictionary is loaded.
    if code in languages and _function_word_share(lowered, code) >= _MIN_OWN:
        return code
    known = {language: _known_share(words, language) for language in languages if language in _dictionaries()}
    if code in languages and known.get(code, 1.0) >= _MIN_KNOWN_BESIDE:
        return code
    is_short = len(words) < _MIN_WORDS_COMPARED
    is_around = expected and known.get(expected, 1.0) >= _MIN_KNOWN_BESIDE
    if is_short and is_around and not _has_foreign_function_words(words, expected):
        return expected
    evidence = _Evidence(text, words, known, "" if code in languages else code)
    detected = _by_dictionary_and_lingua(evidence, languages, expected)
    return detected or (expected if expected and not _speaks_against(text, words, expected) else "")


def _speaks_against(text: str, words: Sequence[str], language: str) -> bool:
    """Whether a text of unknown language is hardly in the one of its surroundings: another one is in its words."""
    if _known_among(words, language) > _MIN_KNOWN_AMONG:
        return False
    if _has_foreign_function_words(words, language):
        return True
    confidences = _lingua_confidences(text[:_MAX_LINGUA])
    is_sure = max(confidences.values(), default=0.0) >= _MAX_SURE_OF_OTHER
    return is_sure and confidences.get(language, 0.0) < _LEAST_SURE


def _has_foreign_function_words(words: Sequence[str], language: str) -> bool:
    own, foreign = function_words(language), _foreign_function_words(language)
    return any(word in foreign and word not in own for word in map(str.lower, words))


def _known_among(words: Sequence[str], language: str) -> float:
    return _known_share(words, language) if language in _dictionaries() else 0.0


class _Evidence(NamedTuple):
    """What is known about a text: the share of its words in each dictionary, and the foreign language whose function
    words lead ("" for none)."""

    text: str
    words: Sequence[str]
    known: Mapping[str, float]
    foreign: str


def _by_dictionary_and_lingua(evidence: _Evidence, languages: tuple[str, ...], expected: str) -> str:
    text, words, known, foreign = evidence
    is_tiny = len(words) < MIN_WORDS_FOREIGN
    most_known = max(known.values(), default=0.0)
    if most_known >= (_ALL_KNOWN if is_tiny else _MOST_KNOWN) and not foreign:
        return _best_known(evidence, expected)
    own = _by_few_function_words(evidence, languages)
    if own:
        return own
    code = _by_lingua_alone(text, _MIN_CONFIDENCE)
    if is_tiny:
        return code if code in languages else _by_whole_dictionary(text, words, languages)
    if code and known.get(code, 1.0) >= _MIN_KNOWN_BESIDE:
        return code
    # Romanian has many function words of Spanish, but lingua does not take it for Spanish.
    if foreign:
        return foreign if _lingua_confidences(text[:_MAX_LINGUA]).get(foreign, 0.0) >= _MIN_CONFIDENCE_BACKED else ""
    return _best_known(evidence, expected) if most_known >= _MIN_KNOWN else ""


def _by_few_function_words(evidence: _Evidence, languages: tuple[str, ...]) -> str:
    """The only configured language that has function words in a text whose words it mostly knows, or "".

    Grammar decides where nouns are borrowed: "Requests werden ignoriert" is German.
    """
    owners = _owners(languages)
    codes = {owners[word] for word in map(str.lower, evidence.words) if word in owners}
    if len(codes) != 1 or evidence.foreign:
        return ""
    code = codes.pop()
    is_foreign = _has_foreign_function_words(evidence.words, code)
    return code if evidence.known.get(code, 0.0) >= _MIN_KNOWN and not is_foreign else ""


def _by_whole_dictionary(text: str, words: Sequence[str], languages: tuple[str, ...]) -> str:
    """The language whose dictionary has every word, those included that others have as function words, where lingua
    thinks of it first ("Nie wieder", which has a Polish word)."""
    confidences = _lingua_confidences(text[:_MAX_LINGUA])
    best = max(confidences, key=confidences.__getitem__, default="")
    if best not in languages or confidences[best] < _MIN_KNOWN_AMONG:
        return ""
    return best if all(_in_dictionary(word.lower(), best) for word in words) else ""


def _best_known(evidence: _Evidence, expected: str) -> str:
    """The language whose dictionary knows most of the words; between two that know nearly as many, the one around the
    text, the one with function words in it, or else lingua's choice; "" where a few words may be in both."""
    text, words, known, _ = evidence
    ranked = sorted(known, key=lambda language: -known[language])
    candidates = tuple(language for language in known if known[language] > known[ranked[0]] - _MIN_KNOWN_LEAD)
    if len(candidates) == 1:
        return candidates[0]
    if expected in candidates:
        return expected
    if len(words) < _MIN_WORDS_COMPARED:
        owners = _owners(candidates)
        codes = {owners[word] for word in map(str.lower, words) if word in owners}
        if len(codes) == 1:
            return codes.pop()
        sure = _confidence_between(text, candidates)
        return max(sure, key=sure.__getitem__) if max(sure.values(), default=0.0) >= _MIN_SURE_BETWEEN else ""
    return _by_lingua(text, candidates)


@cache
def _foreign_function_words(language: str) -> frozenset[str]:
    return frozenset().union(*(function_words(other) for other in EUROPEAN if other not in (language, "de", "en")))


@cache
def _dictionaries() -> frozenset[str]:
    """Languages that simplemma has a dictionary of."""
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return frozenset(SUPPORTED_LANGUAGES)


def _known_share(words: Sequence[str], language: str) -> float:
    looked_up = words[:_MAX_LOOKED_UP]
    return sum(_is_known(word, language) for word in looked_up) / len(looked_up)


@lru_cache(maxsize=200_000)
def _is_known(word: str, language: str) -> bool:
    lowered = word.lower()
    if lowered in function_words(language):
        return True
    # The dictionaries hold words such as "la" and "ik", which are seldom anything but a function word of another.
    if lowered in _foreign_function_words(language):
        return False
    return _in_dictionary(lowered, language)


def _in_dictionary(lowered: str, language: str) -> bool:
    import simplemma

    # German nouns are in the dictionary with their capital, and words in capitals are not.
    return any(simplemma.is_known(form, lang=language) for form in {lowered, lowered.capitalize()})


def _by_function_words(words: list[str], languages: tuple[str, ...], *, has_umlaut: bool) -> str:
    """The language whose own function words lead, or "".

    A word counts only if a single language has it: a word of several languages says nothing.
    """
    owners = _owners(_with_european(languages) if len(words) >= _MIN_WORDS_COMPARED else languages)
    counts = Counter(owner for word in words if (owner := owners.get(word)))
    # An umlaut counts as one German word, unless all words are of other languages ("Zürich" in an English text).
    if has_umlaut and "de" in languages and (not counts or "de" in counts):
        counts["de"] += 1
    if not counts:
        return ""
    ranked = [*counts.most_common(2), ("", 0)]
    lead = ranked[0][1] - ranked[1][1]
    return ranked[0][0] if lead >= _MIN_LEAD and lead >= _MIN_LEAD_SHARE * ranked[0][1] else ""


def _function_word_share(words: Sequence[str], language: str) -> float:
    return sum(map(function_words(language).__contains__, words)) / len(words)


@lru_cache(maxsize=16)
def _owners(languages: tuple[str, ...]) -> dict[str, str]:
    """Map each function word that only one language has to that language."""
    counts = Counter(word for language in languages for word in function_words(language))
    return {word: language for language in languages for word in function_words(language) if counts[word] == 1}


@lru_cache(maxsize=16)
def _with_european(languages: tuple[str, ...]) -> tuple[str, ...]:
    return languages + tuple(language for language in EUROPEAN if language not in languages)


@lru_cache(maxsize=65536)
def _by_lingua(text: str, candidates: tuple[str, ...]) -> str:
    """The likeliest of some languages, or "" where the text is too short to tell."""
    detector = _detector(candidates)
    language = detector.detect_language_of(text) if detector else None
    return "" if language is None else _code(language)


@lru_cache(maxsize=65536)
def _confidence_between(text: str, candidates: tuple[str, ...]) -> Mapping[str, float]:
    """How sure lingua is of each of some languages, if it is one of them."""
    detector = _detector(candidates)
    values = detector.compute_language_confidence_values(text) if detector else []
    return {_code(entry.language): entry.value for entry in values}


def _by_lingua_alone(text: str, min_confidence: float) -> str:
    """The language of a text among all that lingua knows; "" where it is not sure."""
    confidences = _lingua_confidences(text[:_MAX_LINGUA])
    best = max(confidences, key=confidences.__getitem__, default="")
    return best if best and confidences[best] >= min_confidence else ""


@lru_cache(maxsize=65536)
def _lingua_confidences(text: str) -> Mapping[str, float]:
    """How sure lingua is of each language, of those that matter."""
    detector = _detector(())
    values = detector.compute_language_confidence_values(text) if detector else []
    return {_code(entry.language): entry.value for entry in values if entry.value >= _MIN_CONFIDENCE_BACKED}


def _code(language: Lingua) -> str:
    return str(language.iso_code_639_1.name).lower()


@lru_cache(maxsize=16)
def _detector(languages: tuple[str, ...]) -> LanguageDetector | None:
    """lingua's detector for the languages it knows, for all without any; None for a single one."""
    from lingua import Language as LinguaLanguage
    from lingua import LanguageDetectorBuilder

    known = sorted(
        (language for language in LinguaLanguage.all() if not languages or _code(language) in languages),
        key=lambda language: language.name,
    )
    if len(known) < 2:
        return None
    builder = LanguageDetectorBuilder.from_languages(*known)
    # All models take 1 GB of memory. The low accuracy mode loads trigrams only: 46 MB, and it is quicker to be sure.
    return builder.with_low_accuracy_mode().build() if len(known) > 2 else builder.build()
