"""The language of a text: counted function words first, `lingua` where they do not decide.

Function words settle most sentences at a tenth of the cost; what is left goes to lingua's detector, restricted to the
languages that can occur. Swiss German counts as German. Unknown and too short is "", never a guess.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from voc.schema import Language, Segment

if TYPE_CHECKING:
    from lingua import LanguageDetector

EUROPEAN = ("de", "en", "fr", "it", "es", "nl", "pt", "pl", "sv", "da", "cs")
"""Languages that a document is looked at for besides the configured ones (ISO 639-1)."""

MIN_WORDS_FOREIGN = 6
"""A text below this number of words is never said to be in a language outside the configured ones."""

_ENOUGH_WORDS = 14
"""From this number of words on, lingua may name another language without one of its function words in the text."""

_FUNCTION_WORDS: Mapping[str, str] = {
    "de": """aber alle allem allen aller alles als also am an andere auch auf aus bei beim bin bis bist da dabei damit
        dann das dass daß dem den denn der des dich die dir doch dort du durch ein eine einem einen einer eines einfach
        er es etwas euch eure für ganz gar gerne gibt gut habe haben halt hat hatte hatten hätte ich ihm ihn ihnen ihr
        ihre im immer in ins ist ja jede jeder jedes jetzt kann kannst kein keine keinen könnte können leider mal man
        mehr mein meine mich mir mit muss musste müssen nach nein nicht nichts noch nun nur oder ohne schon sehr sein
        seine sich sie sind so soll sollte sondern über um und uns unser unsere viel viele vom von vor war waren warum
        was wegen weil wenn wer werden wie wieder wir wird wo würde wurde wurden zu zum zur zwar zwischen nett besser
        weder wenig wirklich vielleicht bisschen eigentlich genau trotzdem
        isch nöd ned nid het hät gsi guet gueti chli uf cha chan öppis müend hend vill dr mr vom au chunt gits wott""",
    "en": """a about after all also am an and any are as at back be because been before being but by can can't could
        did didn't do does doesn't doing don't down each even for from get good got great had has have he her here him
        his how i i'm i've if in into is isn't it it's its just like make me more most my never no not nothing now of
        off on one only or other our out over really same she should so some still such than thanks that that's the
        their them then there these they this those through time to too under up us very was wasn't we were what when
        where which while who why will with won't would you your you're you've we're they're i'd there's let's""",
    "fr": """à au aussi aux avec avoir bien c'est ce ces cette comme d'un d'une dans de des donc du elle elles en est
        et être fait faire il ils j'ai je l'on la le les leur leurs lui ma mais me même mes moi mon ne nous n'est on
        ont ou où par parce pas peu peut plus pour qu'il que qui qu'on s'est sa sans se ses si son sont sur ta très
        trop tu un une votre vous était étaient ça""",
    "it": """a ad al alla alle anche che chi ci come con cosa da dal dalla dei del della delle di dove e è era gli ha
        hanno ho i il in io la le lo loro ma mi molto ne nel nella non o per perché però più poco quando questa questo
        se si sono sua suo tutto un una uno""",
    "es": """a al aunque como con cuando de del desde donde el ella en era es esta está este esto fue ha han hay la
        las le lo los más me mi muy nada ni no nos o para pero poco por porque que qué se si sin sobre son su sus
        también te tiene todo un una y ya yo""",
    "nl": """aan al alles als bij daar dan dat de deze die dit door een en er ging goed had hadden heb hebben heeft
        heel het hier hij hoe ik in is je kan kunnen maar me meer met mijn naar niet niets nog nu of om onze ook op
        over te toch tot uit van veel voor waar was wat we werd wij worden wordt zeer ze zich zijn zo""",
    "pt": """a ao aos as até bem com como da das de do dos e ela ele em era essa esse está eu foi há isso já lhe mais
        mas me meu minha muito na não nas nem no nos o os ou para pela pelo por porque quando que quem são se sem ser
        seu só sua também tem tudo um uma você""",
    "pl": """aby ale był była było bo by być co czy dla do gdy i ich jak jako jest jeszcze już ma mi mnie może na nie
        o od po przez przy się są tak też to tu tylko w we z za ze że""",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_UMLAUT = re.compile("[äöüßÄÖÜ]")
_MARKS = re.compile(r"\[[A-Za-z-]+ \d+\]|https?://\S+|www\.\S+|[@#]\w+")
_HEAD = 4000
"""Characters of a text that are looked at: more of it does not change the answer."""


def detect(
    texts: Sequence[str], languages: Sequence[str] = ("de", "en"), *, expected: Sequence[str] | None = None
) -> list[str]:
    """The language of each text among ``languages``; "" where it is unknown, too short or clearly another one.

    Args:
        texts: any texts; pseudonyms, addresses and hashtags in them are passed over.
        languages: ISO 639-1 codes that are expected; unknown codes are passed over.
        expected: for each text the language of what surrounds it ("" if unknown). It is the answer where the text
            itself is short and has no clear function words.

    Returns:
        One code of ``languages`` (or of ``expected``) or "" for each text, in order.

    >>> detect(["Das Zimmer war leider nicht sauber.", "The room was not clean.", "42"])
    ['de', 'en', '']
    """
    wanted = set(languages)
    chosen = tuple(languages)
    hints: Iterable[str] = [""] * len(texts) if expected is None else expected
    return [
        found if (found := _language(text, chosen, hint)) in wanted else hint
        for text, hint in zip(texts, hints, strict=True)
    ]


def detect_any(texts: Sequence[str], languages: Sequence[str] = ("de", "en")) -> list[str]:
    """Like `detect`, but a text of MIN_WORDS_FOREIGN words or more may also be in another language of Europe.

    >>> detect_any(["Je pense que ce n'est pas très utile pour nous.", "Alles gut bei uns."])
    ['fr', 'de']
    """
    return [_language(text, tuple(languages)) for text in texts]


def study_language(segments: Iterable[Segment]) -> Language:
    """The language most respondents speak: "de" or "en"; "en" where there are neither.

    People count, not mentions: each respondent speaks the language of most of their characters. Where as many people
    speak the one as the other, the larger number of characters decides.
    """
    spoken: dict[str, dict[str, int]] = defaultdict(lambda: {"de": 0, "en": 0})
    for segment in segments:
        if segment.language in ("de", "en"):
            spoken[segment.respondent_id][segment.language] += len(segment.text)
    german = sum(who["de"] > who["en"] for who in spoken.values())
    english = sum(who["en"] > who["de"] for who in spoken.values())
    if german != english:
        return "de" if german > english else "en"
    return "de" if sum(who["de"] - who["en"] for who in spoken.values()) > 0 else "en"


@lru_cache(maxsize=32)
def function_words(language: str) -> frozenset[str]:
    """The function words that are known of a language, in lower case; empty for a language that has no list."""
    return frozenset(_FUNCTION_WORDS.get(language, "").split())


def _language(text: str, languages: tuple[str, ...], expected: str = "") -> str:
    text = text[:_HEAD]
    if any(mark in text for mark in ("@", "#", "[", "http", "www.")):
        text = _MARKS.sub(" ", text)
    words = _WORD.findall(text.lower().replace("’", "'"))
    if not words:
        return ""
    found = _by_function_words(words, languages, has_umlaut=_UMLAUT.search(text) is not None)
    if found:
        return found
    owners = {owner for word in words if (owner := _owners(_widened(languages)).get(word))}
    sureness = _sureness(len(words))
    if len(words) >= MIN_WORDS_FOREIGN:
        found = _by_lingua(text, _widened(languages), sureness)
        counts = {language: sum(map(function_words(language).__contains__, words)) for language in (found, *languages)}
        is_backed = all(counts[found] > counts[language] for language in languages if language != found)
        if found in languages or is_backed or len(words) >= _ENOUGH_WORDS:
            return found
    if expected or (owners and owners.isdisjoint(languages)):
        return expected
    return _by_lingua(text, languages, sureness)


def _sureness(n_words: int) -> float:
    """How far ahead of the second language the first must be for lingua to answer (0–0.99)."""
    return 0.25 if n_words < 3 else 0.1 if n_words < MIN_WORDS_FOREIGN else 0.0


def _by_function_words(words: list[str], languages: tuple[str, ...], *, has_umlaut: bool) -> str:
    """The language whose own function words lead by two, or "".

    A word counts only for the one language that has it: a word of several languages tells nothing.
    """
    known = _owners(_widened(languages) if len(words) >= MIN_WORDS_FOREIGN else languages)
    counts: dict[str, int] = {}
    for word in words:
        owner = known.get(word)
        if owner:
            counts[owner] = counts.get(owner, 0) + 1
    if has_umlaut and "de" in languages and (not counts or "de" in counts):
        counts["de"] = counts.get("de", 0) + 1
    if not counts:
        return ""
    ranked = sorted(counts.values(), reverse=True)
    lead = ranked[0] - (ranked[1] if len(ranked) > 1 else 0)
    if lead < 2 or lead * 3 < ranked[0]:
        return ""
    return max(counts, key=lambda language: counts[language])


@lru_cache(maxsize=16)
def _owners(languages: tuple[str, ...]) -> dict[str, str]:
    owners: dict[str, str] = {}
    for language in languages:
        for word in _FUNCTION_WORDS.get(language, "").split():
            owners[word] = "" if word in owners else language
    return {word: language for word, language in owners.items() if language}


@lru_cache(maxsize=16)
def _widened(languages: tuple[str, ...]) -> tuple[str, ...]:
    return languages + tuple(language for language in EUROPEAN if language not in languages)


@lru_cache(maxsize=65536)
def _by_lingua(text: str, languages: tuple[str, ...], sureness: float) -> str:
    detector = _detector(languages, sureness)
    if detector is None:
        return ""
    found = detector.detect_language_of(text)
    return "" if found is None else str(found.iso_code_639_1.name).lower()


@lru_cache(maxsize=16)
def _detector(languages: tuple[str, ...], sureness: float) -> LanguageDetector | None:
    from lingua import Language as Lingua
    from lingua import LanguageDetectorBuilder

    chosen = sorted(
        (one for one in Lingua.all() if one.iso_code_639_1.name.lower() in languages), key=lambda one: one.name
    )
    if len(chosen) < 2:
        return None
    builder = LanguageDetectorBuilder.from_languages(*chosen).with_minimum_relative_distance(sureness)
    return builder.with_low_accuracy_mode().build() if len(chosen) > 2 else builder.build()
