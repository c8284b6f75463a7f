"""Titles of pain points: where it is, and the clause of the people's own that says best what most of them say."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from voc.pains.portraits import Material, Portrait
from voc.pains.voices import Matter, is_vague
from voc.schema import Language
from voc.text import candidate_phrases, content_words
from voc.text.clauses import find_hurdle, is_fragment, split_clauses

LONGEST, LONGEST_OF_ALL = 11, 12
"""Words of a clause in a title at most; and where there is none as short."""
_BEGINNING = 4
"""Words that stand before the first comma of a sentence and can be a clause."""
_SPOKEN = 4
"""So many of the words that stand for a matter are looked for in a clause."""
_TROUBLED = -0.3
_HINDERED = 0.6
"""What it is worth that a clause says by itself what stood in the way."""


MAJORITY = 0.5
"""A title that says a word of this share of the people stands for the matter by itself, …"""
MANY = 5
"""… and in a matter of fewer people any does."""
HOME = 1 / 3
"""Share of statements in the language of the study from which one of them gives the title."""
_ADVICE = 0.5
_ADVISES = re.compile(
    r"\b(?:empfehl|empfohl|recommend|hoff|hope|wünsch|wish|glaub|think|danke|thank)\w*"
    r"|\b(?:much\s+better|improved|solved|viel\s+besser|besser\s+geworden|verbessert|gelöst)\b",
    re.IGNORECASE,
)
"""What somebody does about a trouble, or that it is over, rather than what it is."""
_LOOSE_END = re.compile(r"\b(?:and|but|or|so|because|even|though|und|aber|oder|weil|dass|obwohl)$", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"(?:this|that|these|those|it|they|he|she|which|dies\w*|das|es|sie|er|dadurch|dabei|davon)\b", re.IGNORECASE
)
"""How a clause begins that speaks of something said before."""
_HOLLOW = 0.4
"""What it takes from a clause that it says nothing but where it is."""
_ODD = re.compile(r"[&<>|\\#*=_\[\]{}]")
_NO_SENTENCE = re.compile(
    r"[(\[*–—-]|(?:und|and|aber|but|oder|or|ach|na|naja|nein|oh|well|ja|yes|no,|also)\b", re.IGNORECASE
)
"""How a piece begins that is no sentence of its own."""


_TROUBLE = {
    "de": re.compile(
        r"^(?:kein\w*|zu\s+wenig\w*|zu\s+viele?)\b|\b(?:nicht|nie|gering\w*|schlecht\w*|mangel\w*|mangelnd\w*|fehlend\w*"
        r"|fehlt|unterdurchschnittlich\w*|langsam\w*|ungültig|kaputt|verspätet\w*|schwierig\w*|monoton\w*)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"^(?:no|not|cannot|too)\b|\b(?:lack\w*|missing|poor\w*|bad|limited|difficult\w*|hard|slow|never|not|unable|rude"
        r"|dirty|broken|unwieldy|clunky|awkward|confusing|annoying|horrible)\b|n['’]t\b",
        re.IGNORECASE,
    ),
}
"""Words by which even a clause without a verb says that something is wrong."""


@dataclass(frozen=True, slots=True)
class Titles:
    """Names matters of one study in its language."""

    material: Material
    language: Language

    def title(self, portrait: Portrait) -> str:
        """A title such as "Rücksendung: Seit drei Wochen kein Geld"; "" where nothing in this language names it.

        Before the colon stands the touchpoint, where there is one; else the theme, where the clause says what few of
        these people say. Where no clause says it by itself, the shortest of the most central statements does.
        """
        matter = portrait.matter
        place = self.head(matter) if matter.touchpoint >= 0 else ""
        what, covered = self._clause(portrait, LONGEST)
        if not what:
            what, covered = self._clause(portrait, LONGEST_OF_ALL)
        what = what or self._central(portrait)
        theme = self.material.themes.themes[matter.theme].name if matter.theme >= 0 else ""
        if theme and set(content_words(theme, self.language)) & set(content_words(what, self.language)):
            theme = ""
        head = place or (theme if what and covered < MAJORITY and len(portrait.people) >= MANY else "")
        noun = what or self._noun(portrait, head)
        noun = noun[:1].upper() + noun[1:]
        return f"{head}: {noun}" if head and noun else noun

    def head(self, matter: Matter) -> str:
        """The name of the touchpoint, else of the theme, else ""."""
        if matter.touchpoint >= 0:
            return self.material.taxonomy.touchpoints[matter.touchpoint].names[self.language]
        return self.material.themes.themes[matter.theme].name if matter.theme >= 0 else ""

    def _clause(self, portrait: Portrait, longest: int) -> tuple[str, float]:
        """The short clause near the middle of the matter that says most of what is said most, and the share of the
        people who say the commonest of its words; ("", 0) where none says it."""
        shares, said = self._shares(portrait)
        best: tuple[float, str, str, float] = (0.0, "", "", 0.0)
        place = (
            set(content_words(self.head(portrait.matter), self.language)) if portrait.matter.touchpoint >= 0 else set()
        )
        middle = sorted(portrait.near)[len(portrait.near) // 5]
        for row, near in zip(portrait.rows, portrait.near, strict=True):
            segment, polarity = self.material.segments[row], float(self.material.readings.polarity[row])
            if segment.language != self.language or polarity > _TROUBLED or near < middle:
                continue
            for text, hindered in self._candidates(segment.text, longest):
                words = [word for word in content_words(text, self.language) if not is_vague(word)]
                worth = _worth(words, shares)
                if worth > 0 and not _ODD.search(text) and not _LOOSE_END.search(text):
                    covered = max(said.get(word, 0.0) for word in words)
                    sure = 1.2 * near - 0.2 * polarity - 0.012 * len(text.split()) + 0.3 * (covered >= MAJORITY)
                    sure -= _HOLLOW * (set(words) <= place) + _ADVICE * bool(_ADVISES.search(text))
                    worth += _HINDERED * hindered + sure
                    best = min(best, (-round(worth, 6), segment.segment_id, text, covered))
        return best[2], best[3]

    def _central(self, portrait: Portrait) -> str:
        """How the most central statement begins, of this language before others: its clause that says the trouble, else
        its first words."""
        near = dict(zip(portrait.rows, portrait.near, strict=True))
        segments, ids = self.material.segments, self.material.voices.ids
        home = sum(segments[row].language == self.language for row in near) >= HOME * len(near)
        rows = sorted(near, key=lambda row: (home and segments[row].language != self.language, -near[row], ids[row]))
        rows = [row for row in rows if segments[row].language == segments[rows[0]].language]
        for row in rows:
            text, language = segments[row].text, segments[row].language
            for start, end in split_clauses(text, language):
                begins = not re.search(r"[^.!?…\s]\s*$", text[:start])
                clause = text[start:end].rstrip(".! ")
                if begins and says_trouble(clause, language) and not _POINTS_BACK.match(clause):
                    return clause
        words = segments[rows[0]].text.split()
        return " ".join(words[:LONGEST_OF_ALL]).rstrip(".!,;: ") + (" …" if len(words) > LONGEST_OF_ALL else "")

    def _shares(self, portrait: Portrait) -> tuple[dict[str, float], dict[str, float]]:
        """Share of the people who say a word of this language, less where many say it who do not speak of this; and
        the share itself."""
        voices = self.material.voices
        rows = [row for row in portrait.rows if self.material.segments[row].language == self.language]
        said = Counter(word for _, word in {(voices.people[row], word) for row in rows for word in voices.words[row]})
        n_people = max(1, voices.count(rows))
        telling = {word: n for word, n in said.items() if n >= min(2, n_people) and not is_vague(word)}
        plain = {word: n / n_people for word, n in telling.items()}
        return {word: plain[word] * (n / max(n, voices.spoken[word])) ** 0.3 for word, n in telling.items()}, plain

    def _candidates(self, text: str, longest: int) -> list[tuple[str, bool]]:
        """What says in so many words what stood in the way, short sentences, and how sentences begin; whether it is the
        first of these."""
        hurdle = find_hurdle(text, self.language)
        found = [(text[slice(*hurdle)], True)] if hurdle else []
        for k, piece in enumerate(re.split(r"(?<=[^\W\d][.!?…])\s+|\n+", text.strip())):
            sentence = piece.strip().rstrip(".!")
            if is_fragment(sentence, 0, self.language) or (k and sentence[:1].islower() and text.strip()[:1].isupper()):
                continue
            beginning = re.split(r"[,;–(:]", sentence)[0].strip()
            for one, least in ((sentence, 2), (beginning, _BEGINNING)):
                if len(one.split()) >= least and one[-1:] not in "?…:," and not _NO_SENTENCE.match(one):
                    found.append((one, says_trouble(one, self.language)))
        return [(one, hindered) for one, hindered in found if len(one.split()) <= longest]

    def _noun(self, portrait: Portrait, head: str) -> str:
        """The noun phrase of this language with the words that stand for the matter, in its commonest form."""
        wanted = portrait.words[:_SPOKEN]
        forms: Counter[tuple[str, str]] = Counter()
        for row in portrait.rows:
            segment = self.material.segments[row]
            if segment.language == self.language:
                found = candidate_phrases(segment.text, segment.language)
                forms.update({(one.lemmas[0], one.text) for one in found if len(one.lemmas) == 1})
        told = [(wanted.index(lemma), -n, text) for (lemma, text), n in forms.items() if lemma in wanted]
        fresh = [one for one in told if one[2].lower() not in head.lower()]
        return min(fresh)[2] if fresh else ""


def says_trouble(clause: str, language: str) -> bool:
    """Whether a clause says by itself that something is wrong.

    >>> says_trouble("Poor version control", "en"), says_trouble("Geringes Gehalt", "de"), says_trouble("The app", "en")
    (True, True, False)
    """
    if language not in _TROUBLE:
        return False
    return find_hurdle(clause, language) is not None or bool(_TROUBLE[language].search(clause))


def _worth(words: list[str], shares: dict[str, float]) -> float:
    """How much of a clause is what many say: the mean share of its words, longer ones a little less; 0 for none."""
    distinct = set(words)
    told = sum(shares.get(word, 0.0) for word in distinct)
    return told / (len(distinct) + 1) + 0.3 * told if told else 0.0
