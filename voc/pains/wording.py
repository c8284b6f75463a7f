"""Sentences about a pain point: its title, and drafts for the workshop.

A title says where the trouble is and then, in a clause that people said, what it is. The drafts are an opportunity
("How might we …") and a hypothesis with gaps.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from voc.pains.profiles import PainProfile
from voc.pains.segment_index import any_of, is_vague
from voc.schema import Language, PainPoint, SentenceParts, Taxonomy, in_language
from voc.text import content_words
from voc.text.catalogue import load_catalogue
from voc.text.clauses import is_fragment, split_clauses
from voc.text.lexicon import words_of_all
from voc.text.statements import read_statement


@dataclass(frozen=True, slots=True)
class TitleThresholds:
    """Which clause becomes a title. Lengths are in words."""

    max_words: int = 11
    """A clause in a title has at most this many words."""
    max_words_fallback: int = 12
    """If no clause is as short, one of this many words is taken, or as many first words of a segment."""
    min_beginning_words: int = 4
    """The beginning of a sentence up to its first comma is a clause from this many words on."""
    max_polarity: float = -0.3
    """A title comes from a segment of this polarity (−1…1) or below."""
    hurdle_bonus: float = 0.6
    """Added to the worth of a clause that says by itself that something is wrong."""
    majority: float = 0.5
    """A clause with a word that this share of the people use speaks for the candidate; otherwise its theme is named."""
    majority_bonus: float = 0.3
    """Added to the worth of a clause with such a word."""
    many_people: int = 5
    """Below this number of people any clause speaks for the candidate."""
    # Decides in studies with several languages only, such as reviews in German and English.
    home_share: float = 1 / 3
    """If this share of the segments is in the language of the study, a title is not taken from another language."""
    advice_penalty: float = 0.5
    """Subtracted from a clause of advice, thanks or relief."""
    touchpoint_penalty: float = 0.4
    """Subtracted from a clause that only names the touchpoint."""


DEFAULT_TITLES = TitleThresholds()

GAP = "…"
"""A gap that the workshop fills in."""
SENTENCE_WORDS = 3
"""A title of at least this many words is read as something people say; a shorter one as the name of a thing."""

_MARKUP = re.compile(r"[&<>|\\#*=_\[\]{}]")
"""Signs of markup, of a table or of a pseudonym, which no title should have."""
# What transcribers write into a sentence: "//Ja//" and "(2 Sek. Pause)", "(.)" or "(3s)".
_OVERLAP = re.compile(r"(?<!:)//")
_IN_BRACKETS = re.compile(r"\s*(?<![:;=-])\({1,2}([^()\n]{1,40})\){1,2}")
_NO_WORD = re.compile(r"[\W\d_]*(?:s|sec|sek)?\.?", re.I)


@dataclass(frozen=True, slots=True, order=True)
class _Clause:
    """A clause that may become a title; the best one sorts first, and ties are broken by id.

    ``cost`` is its negative worth; ``covered`` is the share of people who use the most common of its words.
    """

    cost: float = 0.0
    segment_id: str = ""
    text: str = ""
    covered: float = 0.0


@dataclass(frozen=True, slots=True)
class _WordShares:
    """Words of a candidate in the study's language: the share of its people who use each, and the same reduced for
    words that many others use."""

    plain: dict[str, float]
    weighted: dict[str, float]

    def worth(self, words: list[str]) -> float:
        """How much of a clause is what many people say; 0 if nothing is."""
        distinct = set(words)
        total = sum(self.weighted.get(word, 0.0) for word in distinct)
        return total / (len(distinct) + 1) + 0.3 * total if total else 0.0


@dataclass(frozen=True, slots=True)
class TitleWriter:
    """Writes titles of candidates in the language of the study."""

    language: Language
    thresholds: TitleThresholds = DEFAULT_TITLES

    def write(self, profile: PainProfile) -> str:
        """A title such as "Rücksendung: Seit drei Wochen kein Geld".

        Before the colon is the touchpoint if there is one, else the theme if few of the people use the clause's words.
        """
        limits, candidate = self.thresholds, profile.candidate
        clause = self._best_clause(profile, limits.max_words) or self._best_clause(profile, limits.max_words_fallback)
        text = clause.text if clause else self._central_words(profile)
        covered = clause.covered if clause else 0.0
        place = self.place_name(profile)
        if candidate.touchpoint < 0:
            repeats = self._content(place) & self._content(text)
            needs_theme = covered < limits.majority and len(profile.people) >= limits.many_people
            place = place if needs_theme and not repeats else ""
        text = text[:1].upper() + text[1:]
        return f"{place}: {text}" if place else text

    def place_name(self, profile: PainProfile) -> str:
        """The name of the candidate's touchpoint, else of its theme, else ""."""
        inputs, candidate = profile.inputs, profile.candidate
        if candidate.touchpoint >= 0:
            return inputs.taxonomy.touchpoints[candidate.touchpoint].names[self.language]
        return inputs.themes.themes[candidate.theme].name if candidate.theme >= 0 else ""

    def _content(self, text: str) -> set[str]:
        return set(content_words(text, self.language))

    def _best_clause(self, profile: PainProfile, max_words: int) -> _Clause | None:
        """The short clause of a central segment that says most of what most people say."""
        inputs, limits = profile.inputs, self.thresholds
        shares = self._word_shares(profile)
        place = self._content(self.place_name(profile)) if profile.candidate.touchpoint >= 0 else set()
        # The fifth of the segments that are furthest from the centre give no title.
        # A clause from the edge of a candidate may be well worded and about something else.
        min_cosine = sorted(profile.cosines)[len(profile.cosines) // 5]
        best = _Clause()
        for row, cosine in zip(profile.rows, profile.cosines, strict=True):
            segment, polarity = inputs.segments[row], float(inputs.readings.polarity[row])
            if segment.language != self.language or polarity > limits.max_polarity or cosine < min_cosine:
                continue
            for text, says_hurdle in self._split_candidates(segment.text, max_words):
                words = [word for word in content_words(text, self.language) if not is_vague(word)]
                worth = shares.worth(words)
                if worth <= 0 or _MARKUP.search(text) or any_of("loose_end", r"\b{}$").search(text):
                    continue
                # The shorter of two clauses that say the same is the better title, hence the penalty per word.
                covered = max(shares.plain.get(word, 0.0) for word in words)
                is_advice = any_of("advice", r"\b{}\w*").search(text) or any_of("resolved", r"\b{}\b").search(text)
                sure = 1.2 * cosine - 0.2 * polarity - 0.012 * len(text.split())
                sure += limits.majority_bonus * (covered >= limits.majority)
                sure -= limits.touchpoint_penalty * (set(words) <= place) + limits.advice_penalty * bool(is_advice)
                worth += limits.hurdle_bonus * says_hurdle + sure
                best = min(best, _Clause(-round(worth, 6), segment.segment_id, text, covered))
        return best if best.text else None

    def _split_candidates(self, text: str, max_words: int) -> list[tuple[str, bool]]:
        """Clauses of a text that can be a title, and whether each says by itself that something is wrong.

        They are the clause that names a hurdle, short sentences, and the beginnings of sentences.
        """
        text = without_transcription_marks(text)
        # The clause of the hurdle is searched in the text as it is, because its range refers to it.
        hurdle = read_statement(text, self.language).hurdle
        clauses = [(text[slice(*hurdle)], True)] if hurdle else []
        text = text.strip()
        for k, piece in enumerate(re.split(r"(?<=[^\W\d][.!?…])\s+|\n+", text)):
            sentence = piece.strip().rstrip(".!")
            # In a text that begins with a capital, a piece that does not continues an abbreviation ("approx. ten").
            continues = k > 0 and sentence[:1].islower() and text[:1].isupper()
            if continues or is_fragment(sentence, 0, self.language):
                continue
            beginning = re.split(r"[,;–(:]", sentence)[0].strip()
            for clause, min_words in ((sentence, 2), (beginning, self.thresholds.min_beginning_words)):
                is_whole = clause[-1:] not in "?…:," and not _begins_mid_sentence(clause)
                if len(clause.split()) >= min_words and is_whole:
                    clauses.append((clause, says_trouble(clause, self.language)))
        return [(clause, says_hurdle) for clause, says_hurdle in clauses if len(clause.split()) <= max_words]

    def _central_words(self, profile: PainProfile) -> str:
        """The first clause of a central segment that says what is wrong, else the first words of the most central."""
        segments, ids = profile.inputs.segments, profile.inputs.index.ids
        cosines = dict(zip(profile.rows, profile.cosines, strict=True))
        n_home = sum(segments[row].language == self.language for row in cosines)
        is_home = n_home >= self.thresholds.home_share * len(cosines)

        def rank(row: int) -> tuple[bool, float, str]:
            return is_home and segments[row].language != self.language, -cosines[row], ids[row]

        rows = sorted(cosines, key=rank)
        rows = [row for row in rows if segments[row].language == segments[rows[0]].language]
        for row in rows:
            text, language = without_transcription_marks(segments[row].text), segments[row].language
            for start, end in split_clauses(text, language):
                begins_sentence = not re.search(r"[^.!?…\s]\s*$", text[:start])
                clause = text[start:end].rstrip(".! ")
                points_back = any_of("points_back", r"{}\b").match(clause)
                if begins_sentence and says_trouble(clause, language) and not points_back:
                    return clause
        words, limit = without_transcription_marks(segments[rows[0]].text).split(), self.thresholds.max_words_fallback
        return " ".join(words[:limit]).rstrip(".!,;: ") + (" …" if len(words) > limit else "")

    def _word_shares(self, profile: PainProfile) -> _WordShares:
        """The shares of the words that at least two people of the candidate use in this language."""
        index = profile.inputs.index
        rows = [row for row in profile.rows if profile.inputs.segments[row].language == self.language]
        uses = {(index.people[row], word) for row in rows for word in index.words[row]}
        # People of another language cannot use these words, so they do not count against them.
        n_people = max(1, index.count_people(rows))
        counts = {
            word: n
            for word, n in Counter(word for _, word in uses).items()
            if n >= min(2, n_people) and not is_vague(word)
        }
        plain = {word: n / n_people for word, n in counts.items()}
        weighted = {word: plain[word] * (n / max(n, index.speakers[word])) ** 0.3 for word, n in counts.items()}
        return _WordShares(plain, weighted)


def without_transcription_marks(text: str) -> str:
    """A text without the marks of overlaps, pauses and noises in its sentences.

    >>> without_transcription_marks("//Ja.// Das weiß, (2 Sek. Pause) wer das (lacht) Portal (alt) kennt")
    'Ja. Das weiß, wer das Portal (alt) kennt'
    """

    def mark_or_words(bracket: re.Match[str]) -> str:
        is_mark = _NO_WORD.fullmatch(bracket[1]) or _noises() & set(re.findall(r"[^\W\d_]+", bracket[1].casefold()))
        return "" if is_mark else bracket.group()

    return _IN_BRACKETS.sub(mark_or_words, _OVERLAP.sub("", text)).strip()


@cache
def _noises() -> frozenset[str]:
    return frozenset(word.casefold() for word in words_of_all("segmentation.noises"))


def says_trouble(clause: str, language: str) -> bool:
    """Whether a clause says by itself that something is wrong.

    >>> says_trouble("Poor version control", "en"), says_trouble("Geringes Gehalt", "de"), says_trouble("The app", "en")
    (True, True, False)
    """
    if language not in ("de", "en"):
        return False
    has_hurdle = read_statement(clause, language).hurdle is not None
    if has_hurdle or any_of(f"trouble.{language}.first", r"^{}\b").search(clause):
        return True
    is_negated = language == "en" and re.search(r"n['’]t\b", clause, re.IGNORECASE)
    return bool(is_negated or any_of(f"trouble.{language}.anywhere", r"\b{}\b").search(clause))


def _begins_mid_sentence(clause: str) -> bool:
    return clause[:1] in tuple("([*–—-") or any_of("no_sentence", r"{}\b").match(clause) is not None


def title_at(place: str, text: str, touchpoint_id: str) -> SentenceParts:
    """What a title with the name of a touchpoint in front is made of."""
    return SentenceParts("title.at_touchpoint", {"place": place, "text": text}, {"place": touchpoint_id})


def title_in_language(pain: PainPoint, taxonomy: Taxonomy, language: Language) -> str:
    """The title of a pain point with the name of its touchpoint in a language; people's own words stay."""
    if pain.wording is None:
        return pain.title
    names = {place.touchpoint_id: in_language(place.names, language) for place in taxonomy.touchpoints}
    texts = pain.wording.texts
    place = names.get(pain.wording.ids["place"], texts["place"])
    return load_catalogue("voc.pains", language)(pain.wording.key, place=place, text=texts["text"])


def write_opportunity(pain: PainPoint, taxonomy: Taxonomy, language: Language) -> str:
    """A "How might we …" line about the pain point, at its touchpoint if it has one; or the team's own."""
    if own := pain.workshop.get("opportunity"):
        return own
    words = load_catalogue("voc.pains", language)
    touchpoint = next((t for t in taxonomy.touchpoints if t.touchpoint_id == pain.touchpoint_id), None)
    place = in_language(touchpoint.names, language) if touchpoint else ""
    # Titles may begin with the name of the touchpoint, which the sentence says already.
    title = pain.title.removeprefix(place).removeprefix(": ") if place else pain.title
    if len(title.split()) < SENTENCE_WORDS:
        return words("opportunity.touchpoint", place=pain.title)
    return words("opportunity.title_at_touchpoint" if place else "opportunity.title", place=place, title=title)


def write_hypothesis(pain: PainPoint, n_respondents: int, language: Language) -> str:
    """A hypothesis with gaps: what should fall, by how much, after which change, and on how many people it rests.

    The team's own where it has one.
    """
    if own := pain.workshop.get("hypothesis"):
        return own
    words = load_catalogue("voc.pains", language)
    return words("hypothesis", title=pain.title, gap=GAP, n=len(pain.respondents), total=n_respondents)
