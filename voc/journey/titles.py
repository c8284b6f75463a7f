"""Titles of pain points: the touchpoint's name, and the matter in words that stand in the segments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from voc.journey.matters import Matter
from voc.schema import Language, Segment, Taxonomy, Themes
from voc.words import Phrase, candidate_phrases, content_words

_LEAST_PEOPLE = 2


@dataclass(slots=True)
class Titles:
    """Names matters; phrases are counted over people, and against the people who say them about other matters."""

    segments: Sequence[Segment]
    taxonomy: Taxonomy
    themes: Themes
    language: Language
    _spoken: dict[int, list[Phrase]] = field(default_factory=dict)

    def title(self, matter: Matter) -> str:
        """A noun phrase such as "Rücksendung: Retourenschein"; never empty."""
        touchpoint = self.taxonomy.touchpoints[matter.touchpoint].names[self.language] if matter.touchpoint >= 0 else ""
        what = self.themes.themes[matter.theme].name if matter.theme >= 0 else self.phrase(matter, touchpoint)
        if not touchpoint or not what:
            return touchpoint or what
        if set(content_words(what, self.language)) <= set(content_words(touchpoint, self.language)):
            return touchpoint
        return f"{touchpoint}: {what}"

    def phrase(self, matter: Matter, known: str) -> str:
        """The phrase of the study's language that most of these people say, in the form that stands in a segment."""
        rows = [row for row in matter.rows if self.segments[row].language == self.language]
        said = set(content_words(known, self.language))
        people: dict[tuple[str, ...], set[str]] = {}
        forms: dict[tuple[str, ...], Counter[str]] = {}
        for row in rows:
            for phrase in self._phrases(row):
                if phrase.lemmas and not set(phrase.lemmas) <= said:
                    people.setdefault(phrase.lemmas, set()).add(self.segments[row].respondent_id)
                    forms.setdefault(phrase.lemmas, Counter())[phrase.text] += 1
        fit = [(len(who) * (1 + 0.25 * (len(lemmas) - 1)), lemmas) for lemmas, who in people.items()]
        fit = [(worth, lemmas) for worth, lemmas in fit if len(people[lemmas]) >= _LEAST_PEOPLE]
        if not fit:
            return ""
        _, lemmas = min(fit, key=lambda item: (-item[0], item[1]))
        text = min(forms[lemmas].items(), key=lambda item: (-item[1], item[0]))[0]
        return text[:1].upper() + text[1:]

    def _phrases(self, row: int) -> list[Phrase]:
        if row not in self._spoken:
            self._spoken[row] = candidate_phrases(self.segments[row].text, self.language)
        return self._spoken[row]
