"""Read texts without speaker labels: questions as headings, two people who take turns, and notes.

Notes is the last convention: the paragraphs of any text count as the words of one participant.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.errors import FormatError
from voc.ingest.file_content import LeftOut, Transcript, Utterance
from voc.ingest.transcripts.utterances import FRONT_MATTER, count_time_lines, has_time_codes, paragraph_spans

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*+")
_ENDS_WITH_QUESTION = re.compile(r"\?[\"”“»’')*_\s]*$")

MIN_ASKING_HEADINGS = 0.4
"""Share of the headings that must be questions; the others are topics between them."""

_HEADING = re.compile(
    r"^[ \t]*(?:(?P<hashes>#{1,6})[ \t]*(?P<title>.*?)[ \t#]*|\*\*(?P<bold>[^*\n]+\?)\*\*[ \t]*)$", re.M
)
_QUESTION_NUMBER = re.compile(r"^(?:question|frage|q|f)\s*\d{1,3}\s*[a-z]?\s*[:.)\-–]\s*", re.I)
_NUMBERED = re.compile(r"^(?:question|frage|q|f)\s*\d{1,3}\b", re.I)
_BOLD_LEVEL = 7
"""Level of a bold question, below the levels 1 to 6 of Markdown headings."""


@dataclass(frozen=True, slots=True)
class _MarkdownHeading:
    start: int
    end: int
    level: int
    title: str

    @property
    def asks(self) -> bool:
        return self.title.rstrip(' *_"”“').endswith("?") or _NUMBERED.match(self.title) is not None


def _headings(text: str) -> list[_MarkdownHeading]:
    return [
        _MarkdownHeading(
            match.start(),
            match.end(),
            len(match["hashes"]) if match["hashes"] else _BOLD_LEVEL,
            (match["title"] if match["hashes"] else match["bold"]).strip(),
        )
        for match in _HEADING.finditer(text)
    ]


def _questions(headings: list[_MarkdownHeading]) -> set[_MarkdownHeading]:
    """Headings that are questions, and all headings of at least their level after the first ("### In general.")."""
    top = min((heading.level for heading in headings if heading.asks), default=0)
    questions, is_inside = set(), False
    for heading in headings:
        if heading.asks:
            is_inside = True
        elif heading.level < top or (heading.level == top and not is_inside):
            is_inside = False
        if heading.asks or (is_inside and heading.level >= top):
            questions.add(heading)
    return questions


def has_question_headings(text: str) -> bool:
    """Whether at least two headings are questions, and they are a good part of all headings."""
    if has_time_codes(text):
        return False
    headings = _headings(text)
    n_asking = sum(heading.asks for heading in headings)
    return n_asking >= 2 and n_asking >= MIN_ASKING_HEADINGS * len(headings)


def read_question_headings(text: str) -> Transcript:
    """An utterance without a label per paragraph of an answer, with the heading as its question.

    Written interviews and filled-in question guides are laid out like this, and one person answers.
    """
    headings = _headings(text)
    questions = _questions(headings)
    utterances = []
    for position, heading in enumerate(headings):
        if heading not in questions:
            continue
        end = headings[position + 1].start if position + 1 < len(headings) else len(text)
        question = " ".join(_QUESTION_NUMBER.sub("", heading.title).strip("*_ ").split())
        utterances += [Utterance(*span, "", question=question) for span in paragraph_spans(text, heading.end, end)]
    notes = [f"{len(questions)} headings were read as questions, the text below as answers."]
    spoken = [(heading.start, heading.end) for heading in headings] + [(item.start, item.end) for item in utterances]
    n_words = _count_words_outside(text, spoken)
    if n_words:
        notes.append(f"{n_words} words above the first question or below other headings belong to no answer.")
    first = min((heading.start for heading in questions), default=0)
    left_out = [LeftOut(0, first, "head"), *(LeftOut(heading.start, heading.end, "headings") for heading in headings)]
    for heading, end in zip(headings, [*(heading.start for heading in headings[1:]), len(text)], strict=True):
        if heading not in questions:
            left_out.append(LeftOut(heading.end, end, "text below headings"))
    return Transcript(text, tuple(utterances), tuple(notes), tuple(left_out))


def _count_words_outside(text: str, spans: list[tuple[int, int]]) -> int:
    """The words outside spans and front matter."""
    front = FRONT_MATTER.match(text)
    position, n_words = front.end() if front else 0, 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        n_words += len(_WORD.findall(text, position, start)) if start > position else 0
        position = max(position, end)
    return n_words


_NOT_SPOKEN = re.compile(
    r"\A---\n(?s:.*?)\n(?:---|\.\.\.)[ \t]*+(?:\n|\Z)|^[ \t]*+#{1,6}[ \t].*$|^[ \t]*+\|.*\|[ \t]*+$"
    r"|^[ \t]*+(?:-{3,}|_{3,}|={3,})[ \t]*+$"
    r"|^[ \t]*+!\[[^\]\n]*\]\([^)\n]*\)[ \t]*+$|^```[^\n]*\n(?:(?!```)[^\n]*\n)*+```[^\n]*$"
    r"|^[ \t]*+\*\*[^*\n]+\*\*[ \t]*+$|^[ \t]*+https?://\S+[ \t]*+$",
    re.M,
)


def is_not_empty(text: str) -> bool:
    """Whether there is any text."""
    return bool(text.strip())


def _spoken_paragraphs(text: str) -> list[Utterance]:
    """Paragraphs outside front matter, headings, tables, code and pictures."""
    paragraphs, position = [], 0
    for gap in [*_NOT_SPOKEN.finditer(text), None]:
        end = gap.start() if gap else len(text)
        paragraphs += [Utterance(*span, "") for span in paragraph_spans(text, position, end)]
        position = gap.end() if gap else end
    return paragraphs


NOTES_OF_ONE = (
    "No speakers are named: read as notes of one participant. If they are nobody's words, leave the file out with "
    'skip = true, below [files."NAME"] in voc.toml.'
)


def read_notes(text: str) -> Transcript:
    """Every paragraph outside front matter, headings, tables, code and pictures.

    Raises:
        FormatError: the text has time codes, so it is a transcript whose turns could not be read.
    """
    if has_time_codes(text):
        raise FormatError(
            f"this looks like a transcript ({count_time_lines(text)} lines with time codes), but no speakers could be "
            "read. Write each turn as 'Name: text' or 'Name  0:12' above its text, or export it as .vtt."
        )
    paragraphs = _spoken_paragraphs(text)
    notes = [NOTES_OF_ONE]
    left_out = (gap.group() for gap in _NOT_SPOKEN.finditer(text))
    n_words = sum(len(_WORD.findall(gap)) for gap in left_out if not gap.lstrip().startswith(("#", "---", "http")))
    if n_words:
        notes.append(f"{n_words} words of tables, code, captions of pictures and bold lines were left out.")
    return Transcript(text, tuple(paragraphs), tuple(notes), tuple(_not_spoken(text)))


def _not_spoken(text: str) -> Iterator[LeftOut]:
    for gap in _NOT_SPOKEN.finditer(text):
        is_heading = gap.group().lstrip().startswith(("#", "**"))
        yield LeftOut(gap.start(), gap.end(), "headings" if is_heading else "pictures, tables and code")


INTERVIEWER, INTERVIEWEE = "Interviewer", "Interviewee"


@dataclass(frozen=True, slots=True)
class AlternationThresholds:
    """When paragraphs without labels evidently belong to two people who take turns."""

    min_paragraphs: int = 12
    """Paragraphs; fewer prove nothing."""
    max_paragraph: int = 20_000
    """Code points of a paragraph that can be a turn."""
    min_agreement: float = 0.8
    """Share of the evidence (questions, signs of listening, long answers) that must fit the turns."""
    min_evidence: float = 0.3
    """Mean evidence of a paragraph: 1 for a question or long answer, 0.4 for a sign of listening, 0 for all others."""
    opening: int = 6
    """The first paragraphs, one in this many, are small talk in which both ask; their evidence counts half."""
    max_stays: float = 0.05
    """Share of the paragraphs that may have the same speaker as the paragraph before."""
    stay_cost: float = 12.0
    """Penalty for such a paragraph: twelve questions or long answers outweigh it."""
    max_question_words: int = 80
    """Words of a question, a paragraph that ends with a question mark."""
    max_listening_words: int = 3
    """Words of a sign of listening ("Mm-hm.")."""
    min_answer_words: int = 40
    """Words of a long answer."""


def is_alternating(text: str, thresholds: AlternationThresholds = AlternationThresholds()) -> bool:
    """Whether two people plainly take turns, paragraph by paragraph, without time codes."""
    return not has_time_codes(text) and bool(_find_turns(text, _turn_paragraphs(text, thresholds), thresholds))


def read_alternating(text: str, thresholds: AlternationThresholds = AlternationThresholds()) -> Transcript:
    """The paragraphs as turns of "Interviewer" and "Interviewee"."""
    paragraphs = _turn_paragraphs(text, thresholds)
    utterances = tuple(
        Utterance(item.start, item.end, INTERVIEWER if is_asking else INTERVIEWEE)
        for item, is_asking in zip(paragraphs, _find_turns(text, paragraphs, thresholds), strict=True)
    )
    note = (
        "No speakers are named, but the paragraphs plainly alternate between one who asks and one who answers: read as "
        f"'{INTERVIEWER}' and '{INTERVIEWEE}'. Check the first turns; write 'I:' and 'B:' before the paragraphs to be "
        "sure."
    )
    title = LeftOut(0, paragraphs[0].start if paragraphs else 0, "head")
    return Transcript(text, utterances, (note,), (title, *_not_spoken(text)))


def _turn_paragraphs(text: str, thresholds: AlternationThresholds) -> list[Utterance]:
    """Paragraphs of speech, from the first one with a sentence on; earlier ones are a title or a date."""
    paragraphs = [item for item in _spoken_paragraphs(text) if item.end - item.start < thresholds.max_paragraph]
    is_sentence = (re.search(r"[.!?…,]", text[item.start : item.end]) for item in paragraphs)
    first = next((position for position, match in enumerate(is_sentence) if match), len(paragraphs))
    return paragraphs[first:]


def _evidence(words: str, thresholds: AlternationThresholds) -> float:
    """How much a paragraph looks like one of the interviewer (above 0) or the interviewee (below 0)."""
    n_words = len(words.split())
    if _ENDS_WITH_QUESTION.search(words) and n_words <= thresholds.max_question_words:
        return 1.0
    if n_words <= thresholds.max_listening_words:
        return 0.4 if "?" not in words else 0.0
    return -1.0 if n_words >= thresholds.min_answer_words and "?" not in words else 0.0


def _find_turns(text: str, paragraphs: Sequence[Utterance], thresholds: AlternationThresholds) -> list[bool]:
    """Whether each paragraph is by the interviewer; empty when the turns are not evident."""
    n = len(paragraphs)
    if n < thresholds.min_paragraphs:
        return []
    weights = [0.5] * (n // thresholds.opening) + [1.0] * n
    evidence = [
        weight * _evidence(text[item.start : item.end], thresholds)
        for weight, item in zip(weights, paragraphs, strict=False)
    ]
    path = _most_likely_path(evidence, thresholds.stay_cost)
    n_stays = sum(before == after for before, after in itertools.pairwise(path))
    total = sum(abs(value) for value in evidence)
    fitting = sum(abs(value) for value, is_asking in zip(evidence, path, strict=True) if (value > 0) == is_asking)
    supported = {
        is_asking
        for value, is_asking in zip(evidence, path, strict=True)
        if abs(value) >= 0.5 and (value > 0) == is_asking
    }
    is_evident = (
        n_stays <= thresholds.max_stays * n
        and fitting >= thresholds.min_agreement * total
        and total >= thresholds.min_evidence * n
        and len(supported) == 2
    )
    return path if is_evident else []


def _most_likely_path(evidence: Sequence[float], stay_cost: float) -> list[bool]:
    """The assignment of paragraphs with the highest sum of evidence, less the cost of every paragraph that does not
    change the speaker: the Viterbi algorithm over two states."""
    scores = {True: evidence[0], False: -evidence[0]}
    origins: list[dict[bool, bool]] = []
    for value in evidence[1:]:
        origin, best = {}, {}
        for side in (True, False):
            change, stay = scores[not side], scores[side] - stay_cost
            origin[side] = (not side) if change >= stay else side
            best[side] = max(change, stay) + (value if side else -value)
        origins.append(origin)
        scores = best
    path = [scores[True] >= scores[False]]
    for origin in reversed(origins):
        path.append(origin[path[-1]])
    return path[::-1]
