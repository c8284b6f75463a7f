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

[withdrawn] and [tone] then say which of these readings the other words of the text contradict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol, cast

import numpy as np

from voc.schema import Floats, TraitKind
from voc.text.clauses import MAX_TEXT, TextRange, find_goal, find_hurdle
from voc.text.lexicon import LANGUAGES, alternatives, pattern, pattern_table

MIN_SENTENCE_WORDS, MAX_SENTENCE_WORDS = 4, 30
"""Words of a sentence that is quoted as a self-statement: short enough to read as it was said, and no mere answer."""

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
