"""Titles of pain points: the touchpoint's name, and the matter in words that stand in the segments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from voc.journey.matters import Matter
from voc.schema import Language, Segment, Taxonomy, Themes
from voc.words import Phrase, candidate_phrases, content_words, lists

LEAST_PEOPLE = 2
LEAST_SHARE = 0.12
"""A phrase in a title is said by at least this many, and this share, of the people whom the matter troubles."""
SECOND_SHARE = 0.6
"""A second phrase joins when it is said by this share of those who say the first."""
THEME_SHARE = 0.3
"""A theme's name stands in a title when this share of these people say a word of it."""
THEME_WORDS = 2
"""So many of a theme's keywords tell nothing about a matter within it."""
_SAYS_NOTHING = frozenset(
    [
        "experience",
        "complaint",
        "bother",
        "problem",
        "issue",
        "trouble",
        "star",
        "review",
        "rating",
        "opinion",
        "person",
        "year",
        "hour",
        "minute",
        "time",
        "future",
        "erlebnis",
        "erfahrung",
        "beschwerde",
        "problem",
        "ärger",
        "kritik",
        "schwierigkeit",
        "stern",
        "bewertung",
        "person",
        "stunde",
        "minute",
        "zeit",
        "zukunft",
        "absolute",
        "absolutely",
        "total",
        "terrible",
        "poor",
        "awful",
        "worst",
        "bad",
        "schlecht",
        "furchtbar",
    ]
)
"""Verdicts and measures."""
_AND = {"de": "und", "en": "and"}

Lemmas = tuple[str, ...]


@dataclass(slots=True)
class Titles:
    """Names matters. What is said of every matter names none: phrases are weighed against all segments."""

    segments: Sequence[Segment]
    taxonomy: Taxonomy
    themes: Themes
    language: Language
    _spoken: dict[int, list[Phrase]] = field(default_factory=dict)
    _everywhere: Counter[Lemmas] = field(default_factory=Counter)

    def title(self, matter: Matter) -> str:
        """A noun phrase such as "Rücksendung: Etikett", or the name of touchpoint or theme alone; "" for neither.

        A matter without a touchpoint is called after its theme, where its people say a word of the theme's name.
        """
        head = self._head(matter)
        known = f"{head} {self._keywords(matter)}"
        what = self._phrases_of(matter, known, self.language) or self._phrases_of(
            matter, known, self._spoken_by_most(matter)
        )
        return f"{head}: {what}" if head and what else head or what

    def is_specific(self, matter: Matter) -> bool:
        """Whether a phrase tells this matter from others at its touchpoint or of its theme."""
        return bool(self.key(matter))

    def key(self, matter: Matter) -> str:
        """What tells this matter from others, whatever the researcher calls its theme: the lemmas of its first phrase,
        "" for none."""
        names = self.taxonomy.touchpoints[matter.touchpoint].names.values() if matter.touchpoint >= 0 else ()
        known = " ".join([*names, self._keywords(matter)])
        chosen = self._chosen(matter, known, self._spoken_by_most(matter))
        return " ".join(chosen[0]) if chosen else ""

    def _head(self, matter: Matter) -> str:
        if matter.touchpoint >= 0:
            return self.taxonomy.touchpoints[matter.touchpoint].names[self.language]
        return self._if_said(self.themes.themes[matter.theme].name, matter) if matter.theme >= 0 else ""

    def _keywords(self, matter: Matter) -> str:
        """The strongest words of the theme of a matter without a touchpoint."""
        if matter.touchpoint >= 0 or matter.theme < 0:
            return ""
        return " ".join(self.themes.themes[matter.theme].keywords[:THEME_WORDS])

    def _spoken_by_most(self, matter: Matter) -> str:
        counts = Counter(self.segments[row].language for row in matter.rows)
        return min(counts.items(), key=lambda item: (-item[1], item[0]))[0]

    def _phrases_of(self, matter: Matter, known: str, language: str) -> str:
        """One or two phrases of a language that most of these people say, in forms that stand in segments."""
        chosen = self._chosen(matter, known, language)
        forms = Counter[tuple[Lemmas, str]]()
        for row in matter.rows:
            if self.segments[row].language == language:
                forms.update({(phrase.lemmas, phrase.text) for phrase in self._phrases(row)})
        texts = [min((-n, text) for (lemmas, text), n in forms.items() if lemmas == one)[1] for one in chosen]
        joined = f" {_AND[self.language]} ".join(texts)
        return joined[:1].upper() + joined[1:]

    def _chosen(self, matter: Matter, known: str, language: str) -> list[Lemmas]:
        """The lemmas of the phrase that names the matter best, and of a second one where most say both."""
        rows = [row for row in matter.rows if self.segments[row].language == language]
        people: dict[Lemmas, set[str]] = {}
        mentions: Counter[Lemmas] = Counter()
        for row in rows:
            for phrase in self._phrases(row):
                if phrase.lemmas and not _overlaps(phrase.lemmas, known) and not _is_vague(phrase.lemmas):
                    people.setdefault(phrase.lemmas, set()).add(self.segments[row].respondent_id)
                    mentions[phrase.lemmas] += 1
        least = max(LEAST_PEOPLE, LEAST_SHARE * len({self.segments[row].respondent_id for row in rows}))
        worth = {lemmas: self._worth(lemmas, mentions[lemmas], len(who)) for lemmas, who in people.items()}
        fit = sorted((-worth[lemmas], lemmas) for lemmas, who in people.items() if len(who) >= least)
        if not fit:
            return []
        first = fit[0][1]
        second = next((x for _, x in fit[1:] if not set(x) & set(first) and not _alike(x, first)), None)
        if second and language == self.language and len(people[second]) >= SECOND_SHARE * len(people[first]):
            return [first, second]
        return [first]

    def _worth(self, lemmas: Lemmas, here: int, n_people: int) -> float:
        """People × the share of the phrase's mentions that belong to this matter; longer phrases say more."""
        if not self._everywhere:
            for row, segment in enumerate(self.segments):
                if segment.language in _AND:
                    self._everywhere.update({phrase.lemmas for phrase in self._phrases(row)})
        own = here / max(here, self._everywhere[lemmas])
        return round(n_people * (0.25 + own) * (1 + 0.2 * (len(lemmas) - 1)), 6)

    def _phrases(self, row: int) -> list[Phrase]:
        if row not in self._spoken:
            self._spoken[row] = candidate_phrases(self.segments[row].text, self.segments[row].language)
        return self._spoken[row]

    def _if_said(self, theme: str, matter: Matter) -> str:
        """The theme's name, where enough of these people say a word of it."""
        words = set(content_words(theme, self.language))
        said = {
            self.segments[row].respondent_id
            for row in matter.rows
            if words & set(content_words(self.segments[row].text, self.language))
        }
        people = {self.segments[row].respondent_id for row in matter.rows}
        return theme if theme and len(said) >= THEME_SHARE * len(people) else ""


def _overlaps(lemmas: Lemmas, known: str) -> bool:
    """Whether a lemma stands in the name already, alone or in a compound ("App" in "App-Nutzung")."""
    return any(lemma in known.lower() for lemma in lemmas)


def _alike(one: Lemmas, other: Lemmas) -> bool:
    return any(a in b or b in a for a in one for b in other)


def _is_vague(lemmas: Lemmas) -> bool:
    """Whether nothing in a phrase says what the matter is."""
    vague = frozenset().union(*lists.VAGUE_NOUNS.values(), _SAYS_NOTHING)
    return all(lemma in vague for lemma in lemmas)
