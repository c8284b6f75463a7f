"""Counts people over an analysis, and turns positions of segments into quotes; all of the view asks here."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from reports.language import Catalogue
from reports.view.records import Mood, Quote
from voc.schema import EMOTIONS, MIN_PEOPLE, SENTIMENTS, Analysis, Feeling, Span

UNSURE_BELOW = 0.6
"""Readings with less confidence than this are shown lighter and with "≈"."""
TONE_LIMIT = 0.15
"""Mean polarity nearer to zero than this is called mixed."""
STRONG_LIMIT = 0.5
POSITIVE_EMOTIONS = frozenset({"joy", "gratitude", "trust"})
NEGATIVE_EMOTIONS = frozenset({"confusion", "frustration", "disappointment", "worry"})

_LOCATOR = re.compile(r"(?:(?<=^)|(?<=, ))([a-z]+)( )")
"""The English words that readers put into a locator: "sheet Mai, row 14"."""


class Facts:
    """An analysis with the look-ups that the view needs. `people` are respondents with at least one statement."""

    def __init__(self, analysis: Analysis, words: Catalogue) -> None:
        self.analysis = analysis
        self.words = words
        self.segments = analysis.segments
        self.people = tuple(dict.fromkeys(segment.respondent_id for segment in analysis.segments))
        self.total = len(self.people)
        self.person_order = {person: number for number, person in enumerate(self.people)}
        self.documents = {document.document_id: document for document in analysis.corpus.documents}
        self.labels = {person.respondent_id: person.label for person in analysis.corpus.respondents}
        self.source_names = _short_names([source.path for source in analysis.corpus.sources])
        self.used: dict[int, None] = {}
        self.feelings = {(one.phase_id, one.touchpoint_id): one for one in analysis.feelings}
        self.themes = {one.theme_id: one for one in analysis.themes.themes}
        self.theme_order = {one.theme_id: number for number, one in enumerate(analysis.themes.themes)}
        self.phases = {one.phase_id: one for one in analysis.taxonomy.phases}
        self.phase_order = {one.phase_id: number for number, one in enumerate(analysis.taxonomy.phases)}
        self.touchpoints = {one.touchpoint_id: one for one in analysis.taxonomy.touchpoints}
        self.n_unsure = int((analysis.readings.confidence < UNSURE_BELOW).sum())
        self._at: dict[int, list[int]] = defaultdict(list)
        for position, touchpoint in enumerate(analysis.tags.touchpoint.tolist()):
            self._at[touchpoint].append(position)
        self.order = {one.touchpoint_id: number for number, one in enumerate(analysis.taxonomy.touchpoints)}
        kinds = {source.kind for source in analysis.corpus.sources if source.status != "skipped"}
        self.asked = "review" not in kinds

    # ------------------------------------------------------------------------------------------------------ quotes

    def quote(self, position: int) -> Quote:
        """The whole segment as a quote."""
        self.used.setdefault(position)
        segment, readings = self.segments[position], self.analysis.readings
        emotion = int(readings.emotion[position])
        return Quote(
            segment_id=segment.segment_id,
            text=segment.text,
            language=segment.language,
            person=self.labels.get(segment.respondent_id, segment.respondent_id),
            source=self.source_names.get(segment.source, segment.source),
            place=self.place(position),
            mood=SENTIMENTS[int(readings.sentiment[position])],
            emotion=EMOTIONS[emotion] if emotion >= 0 else "",
            unsure=self.is_unsure(position),
        )

    def span(self, span: Span) -> Quote:
        """A part of a segment as a quote; the whole segment where the part is all of it."""
        whole = self.quote(span.segment)
        if (span.start, span.end) == (0, len(whole.text)):
            return whole
        start = self.segments[span.segment].start
        return Quote(
            segment_id=whole.segment_id,
            text=whole.text[span.start : span.end],
            language=whole.language,
            person=whole.person,
            source=whole.source,
            place=whole.place,
            mood=whole.mood,
            emotion=whole.emotion,
            unsure=whole.unsure,
            start=start + span.start,
            end=start + span.end,
        )

    def quotes(self, positions: Iterable[int], limit: int) -> tuple[Quote, ...]:
        """Up to `limit` quotes in the given order, of different people first, no text twice."""
        return tuple(self.quote(position) for position in self.pick(positions, limit))

    def pick(self, positions: Iterable[int], limit: int) -> list[int]:
        """Up to `limit` positions in the given order, of different people first, no text twice."""
        first: list[int] = []
        later: list[int] = []
        texts: set[str] = set()
        speakers: set[str] = set()
        for position in positions:
            segment = self.segments[position]
            if segment.text in texts:
                continue
            texts.add(segment.text)
            (later if segment.respondent_id in speakers else first).append(position)
            speakers.add(segment.respondent_id)
            if len(first) == limit:
                break
        return (first + later)[:limit]

    def is_unsure(self, position: int) -> bool:
        """Whether the reading of a segment is too uncertain to be shown without a mark."""
        return float(self.analysis.readings.confidence[position]) < UNSURE_BELOW

    def place(self, position: int) -> str:
        """Where in its source a segment stands: "12:04", "row 214", or ""."""
        segment = self.segments[position]
        if segment.time_s is not None:
            minutes, seconds = divmod(int(segment.time_s), 60)
            hours, minutes = divmod(minutes, 60)
            return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        document = self.documents.get(segment.document_id)
        return _LOCATOR.sub(self._said, document.locator) if document else ""

    def _said(self, found: re.Match[str]) -> str:
        return self.words.maybe(f"locator.{found[1]}", found[1]) + found[2]

    # ------------------------------------------------------------------------------------------------------- people

    def respondents(self, positions: Iterable[int]) -> tuple[str, ...]:
        """The people who say these, in order of appearance."""
        return tuple(dict.fromkeys(self.segments[position].respondent_id for position in positions))

    def balance(self, positions: Iterable[int]) -> Counter[str]:
        """People by the balance of what they say: "negative" or "positive" where one outweighs, else "mixed"."""
        sums: dict[str, int] = defaultdict(int)
        for position in positions:
            sums[self.segments[position].respondent_id] += int(self.analysis.readings.sentiment[position]) - 1
        return Counter("positive" if value > 0 else "negative" if value < 0 else "mixed" for value in sums.values())

    def emotions(self, positions: Iterable[int]) -> list[tuple[str, int]]:
        """Emotions with the number of people who show them, most people first."""
        who: dict[int, set[str]] = defaultdict(set)
        for position in positions:
            emotion = int(self.analysis.readings.emotion[position])
            if emotion >= 0:
                who[emotion].add(self.segments[position].respondent_id)
        counts = [(EMOTIONS[emotion], len(people)) for emotion, people in who.items()]
        return sorted(counts, key=lambda pair: (-pair[1], EMOTIONS.index(pair[0])))

    def share(self, people: int) -> float:
        """People as a share of all who said something, 0–1."""
        return people / self.total if self.total else 0.0

    def of(self, people: int, total: int | None = None) -> str:
        """ "9 of 34 people", in the noun that fits how they were heard."""
        key = "count.of_asked" if self.asked else "count.of"
        return self.words(key, n=people, total=self.total if total is None else total)

    def phase_name(self, phase_id: str) -> str:
        """The name of a phase, "" for none."""
        phase = self.phases.get(phase_id)
        return self.words.named(phase.names) if phase else ""

    def at_touchpoint(self, touchpoint_id: str) -> list[int]:
        """Positions of the segments at a touchpoint."""
        return self._at.get(self.order.get(touchpoint_id, -2), [])

    # --------------------------------------------------------------------------------------------------------- mood

    def mood(self, feeling: Feeling | None) -> Mood:
        """A feeling in words and figures."""
        if feeling is None or feeling.polarity is None or feeling.n_respondents == 0:
            return Mood(None, None, None, self.words("mood.none"), "none", 0, few=False)
        word, tone = mood_word(feeling.polarity)
        few = feeling.n_respondents < MIN_PEOPLE
        return Mood(
            polarity=feeling.polarity,
            low=None if few else feeling.low,
            high=None if few else feeling.high,
            word=self.words(f"mood.{word}"),
            tone=tone,
            people=feeling.n_respondents,
            few=few,
        )


def mood_word(polarity: float) -> tuple[str, str]:
    """The word and the tone of a mean polarity.

    >>> mood_word(-0.7), mood_word(-0.2), mood_word(0.1), mood_word(0.6)
    (('very_negative', 'negative'), ('negative', 'negative'), ('mixed', 'neutral'), ('very_positive', 'positive'))
    """
    if abs(polarity) < TONE_LIMIT:
        return "mixed", "neutral"
    tone = "positive" if polarity > 0 else "negative"
    return (f"very_{tone}" if abs(polarity) >= STRONG_LIMIT else tone), tone


def emotion_tone(emotion: str) -> str:
    """Whether an emotion is good, bad or neither to have."""
    if emotion in POSITIVE_EMOTIONS:
        return "positive"
    return "negative" if emotion in NEGATIVE_EMOTIONS else "neutral"


def _short_names(paths: Sequence[str]) -> dict[str, str]:
    names = Counter(PurePosixPath(path).name for path in paths)
    return {path: name if names[name := PurePosixPath(path).name] == 1 else path for path in paths}
