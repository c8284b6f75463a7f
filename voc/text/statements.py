"""What the words of a statement say: a pain, praise, a goal, a need, a habit, a motivation; and whether they mean it.

`StatementReader` is the interface, `RuleReader` its first implementation with the patterns of the lexicon. A trained
model that implements the protocol replaces the rules by being returned from `statement_reader`.

Whether a text is a pain, a goal or a wish is asked for four purposes, and the lexicon has a section for each. They
overlap, but are not the same on purpose:

- [markers] are inputs of the trained statement model: any hint counts, in both languages, even in a question.
- [self_statements] select whole sentences for personas. They must be certain, so they want "I" beside the verb.
- [goals] and [hurdles] find the clause to quote (`voc.text.clauses`). An opener must be certain where a goal begins;
  a hurdle needs no "I", because things break by themselves.
- [topics] are single words of short lines without a verb (`voc.text.matching`).

[withdrawn], [tone] and [troubles] then say which of these readings the other words of the text contradict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from voc.schema import BAD_EMOTIONS, EMOTIONS, SENTIMENTS, STATEMENTS, Floats, Readings, Segment, Tags, TraitKind
from voc.text.clauses import MAX_TEXT, TextRange, denies_trouble, find_goal, find_hurdle
from voc.text.lexicon import LANGUAGES, alternatives, pattern, pattern_table

MIN_SENTENCE_WORDS, MAX_SENTENCE_WORDS = 4, 30
"""Words of a sentence that is quoted as a self-statement: short enough to read as it was said, and no mere answer."""
_MIN_TROUBLE_WORDS = 3
"""Words of the shortest statement that can say what a trouble was; "Very bad." cannot."""
_MAX_VERDICT_WORDS = 16
"""Words of the longest statement that is taken for nothing but the verdict in it ("never again")."""

MARKERS = (
    "wish", "should", "need", "goal", "motive", "habit", "trouble", "praise", "negation", "contrast", "question",
    "first_person", "conditional", "exclamation",
)  # fmt: skip
"""Names of the columns of `marker_features`, in the order in which the statement model was trained."""

_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+[\"'”“»«’)]*|(?=\n)|$)")
# A sentence with these was cut, holds a pseudonym, asks, or quotes somebody.
_NOT_QUOTABLE = re.compile(r"\.\.\.|…|\[|\?|[\"“”„»«*]{2}")


class SelfStatement(NamedTuple):
    """``text[start:end]`` is a sentence in which the speaker says something about themselves."""

    kind: TraitKind
    start: int
    end: int


class StatementReading(Protocol):
    """What one text says. Ranges are half open, in code points of the text."""

    @property
    def self_statements(self) -> Sequence[SelfStatement]:
        """Sentences in which the speaker wants, needs, values, dislikes or usually does something, in order."""

    @property
    def goal(self) -> TextRange | None:
        """The words that say what the speaker wanted; None where no words say so clearly."""

    @property
    def hurdle(self) -> TextRange | None:
        """The clause that names what kept the speaker from the goal; None where no clause is clear."""

    @property
    def is_about_speaker(self) -> bool:
        """Whether the speaker comes into it; True where the language is unknown."""

    @property
    def names_trouble(self) -> bool:
        """Whether the words can say what a trouble was, given that the text is negative."""

    @property
    def is_praise(self) -> bool:
        """Whether the words praise, or say that a trouble is rare, without a reservation."""

    def rules_out(self, kind: TraitKind) -> bool:
        """Whether the words deny such a statement, ask about it, suppose it, or report it of somebody else."""

    def has_tone_of(self, kind: TraitKind, *, needs_word: bool) -> bool:
        """Whether the wording goes with a pain or with praise; True for other kinds and unknown languages.

        ``needs_word``: some word must sound like it. Without, it is enough that none sounds like the contrary.
        """


class StatementReader(Protocol):
    """Reads what texts say; the place where a trained model replaces the rules.

    Callers read single texts as they come (`read_statement`), some of them several times. A reader that is slow for
    single texts has to cache its readings.
    """

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> Sequence[StatementReading]:
        """Read n texts, each with its language (ISO 639-1, "" where unknown): n readings in the same order."""


@cache
def statement_reader() -> StatementReader:
    """The reader that the product uses."""
    return RuleReader()


def read_statement(text: str, language: str) -> StatementReading:
    """Read one text with `statement_reader`."""
    return statement_reader().read([text], [language])[0]


class RuleReader:
    """Reads texts by the lexicon's patterns, each part of a reading only when it is asked for."""

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> Sequence[StatementReading]:
        """See `StatementReader.read`."""
        return [RuleReading(text, language) for text, language in zip(texts, languages, strict=True)]


@dataclass(frozen=True, slots=True)
class RuleReading:
    """What the lexicon's patterns say about one text. See `StatementReading` for the meaning of each part."""

    text: str
    language: str

    @property
    def self_statements(self) -> list[SelfStatement]:
        """A sentence that is a question, cut or too long says nothing.

        >>> text = "Well, I usually order late at night. It was wet."
        >>> [(kind, text[start:end]) for kind, start, end in RuleReading(text, "en").self_statements]
        [('behaviour', 'I usually order late at night.')]
        """
        text = self.text[:MAX_TEXT]
        # Most texts hold no word for a person at all; without this test the patterns below dominate the run time.
        if not pattern(self.language, "stance.self_statement_words").search(text):
            return []
        withdrawn = pattern_table(self.language, "withdrawn")
        statements = []
        for start, end in _quotable_sentences(text):
            sentence = text[start:end]
            for kind, says_so in pattern_table(self.language, "self_statements").items():
                if says_so.search(sentence) and not (kind in withdrawn and withdrawn[kind].search(sentence)):
                    statements.append(SelfStatement(cast(TraitKind, kind), start, end))
        return statements

    @property
    def goal(self) -> TextRange | None:
        """See `voc.text.clauses.find_goal`."""
        return find_goal(self.text, self.language)

    @property
    def hurdle(self) -> TextRange | None:
        """See `voc.text.clauses.find_hurdle`."""
        return find_hurdle(self.text, self.language)

    @property
    def is_about_speaker(self) -> bool:
        """Whether the text has a pronoun of the first person.

        >>> RuleReading("My son prints.", "en").is_about_speaker, RuleReading("He left.", "en").is_about_speaker
        (True, False)
        """
        return self.language not in LANGUAGES or _self_pronoun().search(self.text[:MAX_TEXT]) is not None

    @property
    def names_trouble(self) -> bool:
        """Whether the text is long enough, no bare verdict, and denies no trouble.

        >>> RuleReading("I would not fly with them again.", "en").names_trouble
        False
        >>> RuleReading("The seat did not recline.", "en").names_trouble
        True
        """
        n_words = len(self.text.split())
        if n_words < _MIN_TROUBLE_WORDS or denies_trouble(self.text, self.language):
            return False
        verdict = pattern(self.language, "troubles.bare_verdict").search(self.text)
        return n_words > _MAX_VERDICT_WORDS or verdict is None

    @property
    def is_praise(self) -> bool:
        """Whether the text has words of praise, nothing that limits them, and no hurdle.

        >>> RuleReading("Mehrarbeit ist hier die Ausnahme.", "de").is_praise
        True
        >>> RuleReading("A great idea, but the screen stays black.", "en").is_praise
        False
        """
        if not pattern(self.language, "troubles.praise").search(self.text):
            return False
        return not pattern(self.language, "troubles.praise_limits").search(self.text) and self.hurdle is None

    def rules_out(self, kind: TraitKind) -> bool:
        """Questions and sentences about others rule out every kind; denials and suppositions the kind they are about.

        >>> RuleReading("No crashes since the update.", "en").rules_out("pain")
        True
        >>> RuleReading("It crashes.", "en").rules_out("pain")
        False
        """
        text = self.text[:MAX_TEXT]
        # Stricter than `is_question`: a question in quotation marks ("Why?") is somebody's report, and no question.
        if text.rstrip().endswith("?") or (_about_others().match(text) and not _self_pronoun().search(text)):
            return True
        withdrawn = pattern_table(self.language, "withdrawn")
        return kind in withdrawn and withdrawn[kind].search(text) is not None

    def has_tone_of(self, kind: TraitKind, *, needs_word: bool) -> bool:
        """See `StatementReading.has_tone_of`.

        >>> RuleReading("I was worried.", "en").has_tone_of("praise", needs_word=False)
        False
        """
        if kind not in ("pain", "praise") or self.language not in LANGUAGES:
            return True
        text = self.text[:MAX_TEXT]
        is_bad = pattern(self.language, "tone.bad").search(text) is not None
        is_good = pattern(self.language, "tone.good").search(text) is not None
        if kind == "praise":
            # Only worries speak against praise: "waiting" and "late" occur in praise as well.
            is_worried = pattern(self.language, "tone.worry").search(text) is not None
            return is_good or not (needs_word or is_worried)
        is_only_good = is_good and not pattern(self.language, "tone.hedges").search(text)
        return is_bad or not (needs_word or is_only_good)


def _quotable_sentences(text: str) -> Iterator[TextRange]:
    """Whole sentences of a length that can be quoted, without the fillers they begin with."""
    for match in _SENTENCE.finditer(text):
        filler = _filler().match(text, match.start(), match.end())
        start = filler.end() if filler else match.start()
        end = start + len(text[start : match.end()].rstrip(" *_\t"))
        n_words = len(text[start:end].split())
        if MIN_SENTENCE_WORDS <= n_words <= MAX_SENTENCE_WORDS and not _NOT_QUOTABLE.search(text, start, end):
            yield TextRange(start, end)


@cache
def _filler() -> re.Pattern[str]:
    return re.compile(rf"(?:[\W_]|\b(?:{alternatives('stance.fillers')})\b)+", re.IGNORECASE)


@cache
def _self_pronoun() -> re.Pattern[str]:
    # Not before a full stop: "i." and "I." are the number of a section.
    return re.compile(rf"\b(?:{alternatives('stance.self_pronouns')})\b(?!\.)", re.IGNORECASE)


@cache
def _about_others() -> re.Pattern[str]:
    lead, subject = alternatives("stance.about_others_lead"), alternatives("stance.about_others")
    return re.compile(rf"^(?:(?:{lead})\s+)*(?:{subject}|\[\w+\s+\d+\])(?=[\s'’])", re.IGNORECASE)


def is_question(text: str) -> bool:
    """Whether a text ends in a question mark, quotation marks aside: it says nothing about who asks."""
    return re.search(r"\?[\"'”“»]*\s*$", text) is not None


def question_polarity(question: str) -> int:
    """−1 where a question asks for troubles, 1 where it asks for praise, 0 for neither or both.

    >>> question_polarity("Was hat Sie geärgert?"), question_polarity("What do you like best?")
    (-1, 1)
    """
    return _asks_for("praise", question) - _asks_for("troubles", question)


def asks_for_wishes(question: str) -> bool:
    """Whether a question asks what people want or what should change.

    >>> asks_for_wishes("Was sollten wir verbessern?"), asks_for_wishes("What annoyed you?")
    (True, False)
    """
    return _asks_for("wishes", question)


def _asks_for(what: str, question: str) -> bool:
    """Questionnaires carry no language, so that a question is tested with the words of both."""
    return any(pattern(language, f"questions.{what}").search(question) for language in LANGUAGES)


def marker_features(texts: Sequence[str]) -> Floats:
    """Which markers n texts have, and how long they are: inputs of the statement model.

    Returns:
        float32 (n, len(MARKERS) + 1): 1 where a marker of either language is found; the last column is
        log(1 + words) / 4, which keeps it between 0 and 2 like the others.
    """
    features = np.zeros((len(texts), len(MARKERS) + 1), np.float32)
    for row, text in enumerate(texts):
        lowered = text[:MAX_TEXT].lower().replace("’", "'")
        features[row, :-1] = [_has_marker(lowered, name) for name in MARKERS]
        features[row, -1] = np.log1p(lowered.count(" ") + 1) / 4
    return features


def _has_marker(lowered: str, name: str) -> bool:
    if name in ("question", "exclamation"):
        return ("?" if name == "question" else "!") in lowered
    # The model was trained with the markers of both languages on every text.
    return any(pattern(language, f"markers.{name}", ignore_case=False).search(lowered) for language in LANGUAGES)


# ---------------------------------------------------------------------------------------------------------- troubles


@dataclass(frozen=True, slots=True)
class TroubleThresholds:
    """Limits of `find_troubles`. Polarities are −1…1, confidences 0–1."""

    max_unhappy_polarity: float = -0.2
    """A statement is unhappy at this polarity or below."""
    max_even_polarity: float = 0.05
    """Up to this polarity an answer to "What annoyed you?" is a trouble, however calmly it is put."""
    max_praise_polarity: float = -0.6
    """At this polarity or below, a statement is a trouble even if it has words of praise."""
    min_confidence: float = 0.55
    """Away from every touchpoint, a negative statement counts only when its sentiment is at least so sure."""


@dataclass(frozen=True, slots=True)
class Troubles:
    """Positions of segments: ``rows`` name a trouble, ``weak_rows`` may do so in an even tone.

    A weak row counts only where it is near other rows of a pain point.
    """

    rows: tuple[int, ...]
    weak_rows: tuple[int, ...]


BAD_EMOTION_COLUMNS = tuple(column for column, name in enumerate(EMOTIONS) if name in BAD_EMOTIONS)
"""Columns of ``Readings.emotions`` whose emotions go with trouble."""

_NEGATIVE, _POSITIVE = SENTIMENTS.index("negative"), SENTIMENTS.index("positive")
_PAIN = STATEMENTS.index("pain")
# A negative need is a trouble ("I need a printer for that"), a negative suggestion or goal is a wish.
_NO_TROUBLES = tuple(STATEMENTS.index(name) for name in ("praise", "suggestion", "goal", "motivation"))


def find_troubles(
    segments: Sequence[Segment], readings: Readings, tags: Tags, limits: TroubleThresholds | None = None
) -> Troubles:
    """Find the segments that name a trouble: pains, what is negative and no wish, and answers to "What annoyed you?".

    Away from every touchpoint a negative segment counts only when its sentiment is sure and it shows a bad emotion.
    Segments without a respondent are left out, because pain points count people.
    """
    limits = limits or TroubleThresholds()
    polarity, is_not_positive = readings.polarity, readings.sentiment != _POSITIVE
    may_be_trouble = ~np.isin(readings.statement, _NO_TROUBLES)
    is_at_touchpoint = tags.touchpoint >= 0
    is_sure = (readings.confidence >= limits.min_confidence) & np.isin(readings.emotion, BAD_EMOTION_COLUMNS)
    is_negative = (readings.sentiment == _NEGATIVE) & may_be_trouble & (is_sure | is_at_touchpoint)
    asks_for = np.array([question_polarity(segment.question) for segment in segments], dtype=np.int8)
    is_even = (polarity <= limits.max_even_polarity) & is_not_positive & may_be_trouble
    is_unhappy = (polarity <= limits.max_unhappy_polarity) & is_not_positive
    # The question decides where the tone does not: asked for praise, nobody reports a trouble; asked for troubles, an
    # even tone reports one.
    is_complaint = is_unhappy & ((readings.statement == _PAIN) | is_negative) & (asks_for <= 0)
    is_trouble = is_complaint | ((asks_for < 0) & is_even)

    def rows_that_name_it(candidates: NDArray[np.bool_]) -> tuple[int, ...]:
        rows = []
        for row in np.flatnonzero(candidates).tolist():
            reading = read_statement(segments[row].text, segments[row].language)
            is_praise = polarity[row] > limits.max_praise_polarity and reading.is_praise
            if segments[row].respondent_id and reading.names_trouble and not is_praise:
                rows.append(row)
        return tuple(rows)

    return Troubles(rows_that_name_it(is_trouble), rows_that_name_it(is_even & is_at_touchpoint & ~is_trouble))
