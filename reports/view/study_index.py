"""Look-ups over an analysis: people are counted, segments become quotes, and polarities become words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from reports.language import Catalogue
from reports.view.page_records import Mood, ShownQuote
from reports.view.reader_notes import has_unclear_roles
from voc.schema import EMOTIONS, MIN_PEOPLE, SENTIMENTS, Analysis, Document, Feeling, Span
from voc.schema.vocabulary import BAD_EMOTIONS, GOOD_EMOTIONS

UNSURE_BELOW = 0.6
"""A reading with less confidence than this is shown lighter and with "≈"."""
MIXED_BELOW = 0.15
"""A mean polarity nearer to zero than this is called mixed."""
STRONG_FROM = 0.5
"""A mean polarity at least this far from zero is called very good or very bad."""

_LOCATOR_WORD = re.compile(r"(?:(?<=^)|(?<=, ))([a-z]+)( )")
"""The English words that readers put into a locator: "sheet Mai, row 14"."""


class StudyIndex:
    """An analysis with the look-ups of the report. ``people`` are respondents with at least one statement, in order of
    appearance; ``quoted`` collects the positions of all segments that became quotes."""

    def __init__(self, analysis: Analysis, words: Catalogue) -> None:
        self.analysis = analysis
        self.words = words
        self.segments = analysis.segments
        self.people = analysis.people
        self.total = len(self.people)
        self.person_order = {person: number for number, person in enumerate(self.people)}
        self.documents = {document.document_id: document for document in analysis.corpus.documents}
        self.labels = {person.respondent_id: person.label for person in analysis.corpus.respondents}
        self.source_names = _short_names([source.path for source in analysis.corpus.sources])
        self.quoted: set[int] = set()
        self.feelings = {(feeling.phase_id, feeling.touchpoint_id): feeling for feeling in analysis.feelings}
        # Numbers of themes and touchpoints are their places in the analysis; filters of the page use them as tokens.
        self.themes = {theme.theme_id: theme for theme in analysis.themes.themes}
        self.theme_order = {theme_id: number for number, theme_id in enumerate(self.themes)}
        self.phases = {phase.phase_id: phase for phase in analysis.taxonomy.phases}
        self.phase_order = {phase_id: number for number, phase_id in enumerate(self.phases)}
        self.touchpoints = {touchpoint.touchpoint_id: touchpoint for touchpoint in analysis.taxonomy.touchpoints}
        self.order = {touchpoint_id: number for number, touchpoint_id in enumerate(self.touchpoints)}
        self.n_unsure = int((analysis.readings.confidence < UNSURE_BELOW).sum())
        self._positions: dict[int, list[int]] = defaultdict(list)
        for position, touchpoint in enumerate(analysis.tags.touchpoint.tolist()):
            self._positions[touchpoint].append(position)
        self.unclear_roles = {source.path for source in analysis.corpus.sources if has_unclear_roles(source)}
        # Only interviews and surveys ask: with reviews among the sources nobody may be called a respondent.
        self.everybody_asked = all(
            source.kind != "review" for source in analysis.corpus.sources if source.status != "skipped"
        )

    def quote(self, position: int) -> ShownQuote:
        """The whole segment as a quote."""
        self.quoted.add(position)
        segment, readings = self.segments[position], self.analysis.readings
        emotion = int(readings.emotion[position])
        return ShownQuote(
            segment_id=segment.segment_id,
            text=segment.text,
            language=segment.language,
            person=self.labels.get(segment.respondent_id, segment.respondent_id),
            source=self.source_names.get(segment.source, segment.source),
            place=self.place(position),
            mood=SENTIMENTS[int(readings.sentiment[position])],
            emotion=EMOTIONS[emotion] if emotion >= 0 else "",
            unsure=self.is_unsure(position),
            asks=self.may_ask(position),
        )

    def span(self, span: Span) -> ShownQuote:
        """A part of a segment as a quote, with its offsets; the whole segment where the part is all of it."""
        whole = self.quote(span.segment)
        if (span.start, span.end) == (0, len(whole.text)):
            return whole
        start = self.segments[span.segment].start
        text = whole.text[span.start : span.end]
        return replace(whole, text=text, start=start + span.start, end=start + span.end)

    def quotes(self, positions: Iterable[int], limit: int) -> tuple[ShownQuote, ...]:
        """The segments of `pick` as quotes."""
        return tuple(self.quote(position) for position in self.pick(positions, limit))

    def pick(self, positions: Iterable[int], limit: int) -> list[int]:
        """Up to ``limit`` positions in the given order, of different people first, no text twice; those that may hold
        an interviewer's question last."""
        # Three quotes of one person would look like three people who say it.
        first: list[int] = []
        later: list[int] = []
        texts: set[str] = set()
        speakers: set[str] = set()
        for position in sorted(positions, key=self.may_ask):
            segment = self.segments[position]
            if segment.text in texts:
                continue
            texts.add(segment.text)
            (later if segment.respondent_id in speakers else first).append(position)
            speakers.add(segment.respondent_id)
            if len(first) == limit:
                break
        return (first + later)[:limit]

    def may_ask(self, position: int) -> bool:
        """Whether a segment may hold an interviewer's question: it has one, and nothing says who speaks."""
        segment = self.segments[position]
        return segment.source in self.unclear_roles and "?" in segment.text

    def is_unsure(self, position: int) -> bool:
        """Whether the reading of a segment needs a mark because its confidence is low."""
        return float(self.analysis.readings.confidence[position]) < UNSURE_BELOW

    def place(self, position: int) -> str:
        """Where in its source a segment is, in the report's language: "12:04", "row 214", or ""."""
        segment = self.segments[position]
        if segment.time_s is not None:
            return clock(segment.time_s)
        document = self.documents.get(segment.document_id)
        return self.locator(document) if document else ""

    def locator(self, document: Document) -> str:
        """Where in its source a document is, in the report's language: "row 214", or ""."""
        return _LOCATOR_WORD.sub(self._translate_locator, document.locator)

    def _translate_locator(self, match: re.Match[str]) -> str:
        return self.words.maybe(f"locator.{match[1]}", match[1]) + match[2]

    def respondents(self, positions: Iterable[int]) -> tuple[str, ...]:
        """The people who say these, in order of appearance."""
        return tuple(dict.fromkeys(self.segments[position].respondent_id for position in positions))

    def balance(self, positions: Iterable[int]) -> Counter[str]:
        """Number of people by whether their negative or positive statements outweigh; "mixed" where neither does."""
        return Counter(self.tone_of_each(positions).values())

    def tone_of_each(self, positions: Iterable[int]) -> dict[str, str]:
        """Every person's balance by their id: "negative", "positive" or "mixed"."""
        # Sentiment is 0, 1 or 2, so that its distance from 1 adds up to a person's balance.
        sums: dict[str, int] = defaultdict(int)
        for position in positions:
            sums[self.segments[position].respondent_id] += int(self.analysis.readings.sentiment[position]) - 1
        return {who: "positive" if value > 0 else "negative" if value < 0 else "mixed" for who, value in sums.items()}

    def emotions(self, positions: Iterable[int]) -> list[tuple[str, int]]:
        """Emotions with the number of people who show them, most people first."""
        people: dict[int, set[str]] = defaultdict(set)
        for position in positions:
            emotion = int(self.analysis.readings.emotion[position])
            if emotion >= 0:
                people[emotion].add(self.segments[position].respondent_id)
        ranked = sorted(people, key=lambda emotion: (-len(people[emotion]), emotion))
        return [(EMOTIONS[emotion], len(people[emotion])) for emotion in ranked]

    def share(self, people: int) -> float:
        """People as a share of all who said something, 0–1."""
        return people / self.total if self.total else 0.0

    def of(self, people: int) -> str:
        """ "9 of 34 respondents", or "people" where not everybody was asked."""
        return self.words("count.of_asked" if self.everybody_asked else "count.of", n=people, total=self.total)

    def phase_name(self, phase_id: str) -> str:
        """The name of a phase, "" for none."""
        phase = self.phases.get(phase_id)
        return self.words.named(phase.names) if phase else ""

    def at_touchpoint(self, touchpoint_id: str) -> list[int]:
        """Positions of the segments at a touchpoint."""
        # −1 holds the unassigned segments; an unknown touchpoint must not get them.
        return self._positions.get(self.order.get(touchpoint_id, -2), [])

    def mood(self, feeling: Feeling | None) -> Mood:
        """A feeling in words and figures; without an interval where it rests on few people."""
        if feeling is None or feeling.polarity is None or feeling.n_respondents == 0:
            return Mood(None, None, None, self.words("mood.none"), "none", 0, few=False)
        # An interval from two people would be as wide as the scale, and would still look like knowledge.
        mood = self.mean_mood(feeling.polarity, feeling.n_respondents)
        return mood if mood.few else replace(mood, low=feeling.low, high=feeling.high)

    def mean_mood(self, polarity: float, people: int) -> Mood:
        """A mean polarity in words, without an interval."""
        word, tone = mood_word(polarity)
        return Mood(polarity, None, None, self.words(f"mood.{word}"), tone, people, few=people < MIN_PEOPLE)


def clock(time_s: float) -> str:
    """Seconds as a time of a transcript.

    >>> clock(724.0), clock(3724.0)
    ('12:04', '1:02:04')
    """
    minutes, seconds = divmod(int(time_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def mood_word(polarity: float) -> tuple[str, str]:
    """The word and the tone of a mean polarity.

    >>> mood_word(-0.7), mood_word(-0.2), mood_word(0.1), mood_word(0.6)
    (('very_negative', 'negative'), ('negative', 'negative'), ('mixed', 'neutral'), ('very_positive', 'positive'))
    """
    if abs(polarity) < MIXED_BELOW:
        return "mixed", "neutral"
    tone = "positive" if polarity > 0 else "negative"
    return (f"very_{tone}" if abs(polarity) >= STRONG_FROM else tone), tone


def emotion_tone(emotion: str) -> str:
    """Whether an emotion feels good, bad, or can be either: "positive", "negative" or "neutral"."""
    if emotion in GOOD_EMOTIONS:
        return "positive"
    return "negative" if emotion in BAD_EMOTIONS else "neutral"


def _short_names(paths: Sequence[str]) -> dict[str, str]:
    """Path → the name of the file; the whole path where two files have the same name."""
    names = Counter(PurePosixPath(path).name for path in paths)
    return {path: name if names[name := PurePosixPath(path).name] == 1 else path for path in paths}
