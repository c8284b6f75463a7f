"""Titles of pain points: where it is, and the clause of the people's own that says best what most of them say."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from voc.journey.clauses import find_hurdle, is_torn
from voc.journey.portraits import Material, Portrait
from voc.journey.voices import Matter, is_vague
from voc.schema import Language
from voc.words import candidate_phrases, content_words

LONGEST, LONGEST_OF_ALL = 9, 12
"""Words of a clause in a title at most; and where there is none as short."""
_BEGINNING = 4
"""Words that stand before the first comma of a sentence and can be a clause."""
_SPOKEN = 4
"""So many of the words that stand for a matter are looked for in a clause."""
_TROUBLED = -0.3
_HINDERED = 0.35
"""What it is worth that a clause says by itself what stood in the way."""


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

        Before the colon stands the touchpoint, where there is one. Where no clause in the study's language says it, a
        noun does, with the theme; where there is none either, touchpoint or theme stand alone.
        """
        matter = portrait.matter
        place = (
            self.material.taxonomy.touchpoints[matter.touchpoint].names[self.language] if matter.touchpoint >= 0 else ""
        )
        clause = self._clause(portrait, LONGEST) or self._clause(portrait, LONGEST_OF_ALL)
        theme = self.material.themes.themes[matter.theme].name if matter.theme >= 0 else ""
        head = place if place or clause else theme
        what = clause or self._noun(portrait, head)
        what = what[:1].upper() + what[1:]
        return f"{head}: {what}" if head and what else head or what

    def head(self, matter: Matter) -> str:
        """The name of the touchpoint, else of the theme, else ""."""
        if matter.touchpoint >= 0:
            return self.material.taxonomy.touchpoints[matter.touchpoint].names[self.language]
        return self.material.themes.themes[matter.theme].name if matter.theme >= 0 else ""

    def _clause(self, portrait: Portrait, longest: int) -> str:
        """The short clause that says most of what is said most, "" where none says it."""
        shares = self._shares(portrait)
        best = (0.0, "", "")
        for row, near in zip(portrait.rows, portrait.near, strict=True):
            segment, polarity = self.material.segments[row], float(self.material.readings.polarity[row])
            if segment.language != self.language or polarity > _TROUBLED:
                continue
            for text, hindered in self._candidates(segment.text, longest):
                words = [word for word in content_words(text, self.language) if not is_vague(word)]
                worth = _worth(words, shares)
                if worth > 0:
                    sure = 0.3 * near - 0.2 * polarity - 0.012 * len(text.split())
                    best = min(best, (-round(worth + _HINDERED * hindered + sure, 6), segment.segment_id, text))
        return best[2]

    def _shares(self, portrait: Portrait) -> dict[str, float]:
        """Share of the people who say a word of this language, less where many say it who do not speak of this."""
        voices = self.material.voices
        rows = [row for row in portrait.rows if self.material.segments[row].language == self.language]
        said = Counter(word for _, word in {(voices.people[row], word) for row in rows for word in voices.words[row]})
        n_people = max(1, voices.count(rows))
        telling = {word: n for word, n in said.items() if n >= min(2, n_people) and not is_vague(word)}
        return {word: n / n_people * (n / max(n, voices.spoken[word])) ** 0.3 for word, n in telling.items()}

    def _candidates(self, text: str, longest: int) -> list[tuple[str, bool]]:
        """What says in so many words what stood in the way, short sentences, and how sentences begin; whether it is the
        first of these."""
        hurdle = find_hurdle(text, self.language)
        found = [(text[slice(*hurdle)], True)] if hurdle else []
        for k, piece in enumerate(re.split(r"(?<=[^\W\d][.!?…])\s+|\n+", text.strip())):
            sentence = piece.strip().rstrip(".!")
            if is_torn(sentence, 0, self.language) or (k and sentence[:1].islower() and text.strip()[:1].isupper()):
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
    return find_hurdle(clause, language) is not None or bool(_TROUBLE[language].search(clause))


def _worth(words: list[str], shares: dict[str, float]) -> float:
    """How much of a clause is what many say: the mean share of its words, longer ones a little less; 0 for none."""
    distinct = set(words)
    told = sum(shares.get(word, 0.0) for word in distinct)
    return told / (len(distinct) + 1) + 0.3 * told if told else 0.0
