"""Cut documents into segments: sentences, or neighbouring sentences where one alone says too little."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby, pairwise

from voc.config import StudyConfig
from voc.schema import Corpus, Document, Progress, Segment, Segmentation, Turn, no_progress, stable_id
from voc.segment.sentences import sentence_ends
from voc.segment.spoken import says_nothing
from voc.segment.units import (
    APART,
    NEXT_LINE,
    SAME_BLOCK,
    Block,
    cut_long,
    has_content,
    join_repeated,
    join_short,
    measure_sentence,
    split_blocks,
    trim,
)
from voc.segment.unpunctuated import lacks_punctuation, thought_ends
from voc.text.language import detect_any
from voc.text.lexicon import words_of_all
from voc.text.surroundings import detect_among

_DOCUMENTS_PER_BATCH = 2000
"""Documents between two reports of progress."""
_MAX_EMPTY_ANSWER = 60
"""Code points of the longest answer that is compared with those that say nothing."""

PSEUDONYM = re.compile(r"(\[[A-Za-z-]+) \d+\]")


@dataclass(frozen=True, slots=True)
class _TurnBlock:
    """A block of a turn; ``document`` and ``turn`` are positions."""

    document: int
    turn: int
    block: Block


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit before it is a segment: the positions of its document and turn, and its range of code points."""

    document: int
    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Units:
    """The units of some documents, in order, and how many answers say nothing."""

    units: tuple[_Unit, ...]
    n_empty: int


def segment(corpus: Corpus, config: StudyConfig | None = None, *, progress: Progress = no_progress) -> Segmentation:
    """Cut every turn into segments: a sentence, or neighbouring sentences where one alone says too little.

    ``Segment.text == document.text[start:end]`` always; segments of a document do not overlap and are in order; every
    letter and digit of a participant's turn is in exactly one segment or in an empty answer. Segments have no white
    space, bullets, quotes or emphasis around them. ``segment_id`` is made from the document's id and the offsets as
    they are without the pseudonyms' numbers, so that it stays the same when these shift.

    Args:
        corpus: documents whose turns do not overlap; their order is kept.
        config: ``study.languages`` are the languages that are expected.
        progress: called as ``progress("segment", documents done, documents)``.

    Returns:
        Participants' segments, all others' as context, and the number of answers that say nothing.
    """
    expected = (config or StudyConfig()).study.languages
    documents = corpus.documents
    languages = document_languages(documents, expected)
    n_empty = 0
    units: list[_Unit] = []
    positions = range(len(documents))
    for first in positions[::_DOCUMENTS_PER_BATCH]:
        progress("segment", first, len(documents))
        batch = _cut_documents(documents, positions[first : first + _DOCUMENTS_PER_BATCH], languages)
        units += batch.units
        n_empty += batch.n_empty
    segments = _segments(documents, units, languages, expected)
    progress("segment", len(documents), len(documents))
    return Segmentation(
        segments=tuple(segment for segment in segments if segment.role == "participant"),
        context=tuple(segment for segment in segments if segment.role != "participant"),
        n_empty=n_empty,
    )


def is_empty_answer(text: str, *, survey: bool) -> bool:
    """Whether an answer says nothing ("k. A.", "No comment"), in any language.

    Args:
        text: the whole answer; only its letters and digits count, in lower case.
        survey: whether it answers an open question of a survey, where a bare "no" says nothing either.

    >>> is_empty_answer(" K. A. ", survey=False), is_empty_answer("Nein.", survey=False)
    (True, False)
    """
    return _answer_key(text) in _empty_keys(survey=survey)


def _answer_key(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


@cache
def _empty_keys(*, survey: bool) -> frozenset[str]:
    answers = words_of_all("segmentation.empty_answers") | words_of_all("segmentation.noises")
    answers |= words_of_all("segmentation.empty_survey_answers") if survey else frozenset()
    return frozenset(map(_answer_key, answers))


def _is_empty_turn(document: Document, turn: Turn) -> bool:
    text = document.text[turn.start : turn.end]
    if document.kind == "interview" and says_nothing(text):
        return True
    if len(text) > _MAX_EMPTY_ANSWER or not _answer_key(text):
        return not has_content(text, 0, len(text))
    return is_empty_answer(text, survey=document.kind == "survey")


def document_languages(documents: Sequence[Document], expected: Sequence[str]) -> list[str]:
    """The language of what participants say in each document (ISO 639-1), "" where it is unknown.

    Args:
        documents: all of the study; a short one may take the language of the others of its person or file.
        expected: codes of the languages that are expected.
    """
    return detect_among(
        [_participants_text(document) for document in documents],
        expected,
        [document.source for document in documents],
        [_only_participant(document) for document in documents],
    )


def _only_participant(document: Document) -> str:
    people = {turn.respondent_id for turn in document.turns if turn.role == "participant"}
    return people.pop() if len(people) == 1 else ""


def _participants_text(document: Document) -> str:
    spoken = [document.text[turn.start : turn.end] for turn in document.turns if turn.role == "participant"]
    return "\n".join(spoken) if spoken else document.text


def _cut_documents(documents: Sequence[Document], chosen: Iterable[int], languages: Sequence[str]) -> _Units:
    n_empty = 0
    blocks: list[_TurnBlock] = []
    by_language: dict[str, list[int]] = defaultdict(list)
    for position in chosen:
        document = documents[position]
        for number, turn in enumerate(_turns_in_order(document)):
            if _is_empty_turn(document, turn):
                n_empty += turn.role == "participant"
                continue
            for block in split_blocks(document.text, turn.start, turn.end):
                by_language[languages[position]].append(len(blocks))
                blocks.append(_TurnBlock(position, number, block))
    ends: list[list[int]] = [[] for _ in blocks]
    # spaCy is much faster on a batch than text by text, and takes one language at a time.
    for language in sorted(by_language):
        numbers = by_language[language]
        chosen_blocks = [blocks[number] for number in numbers]
        texts = [documents[row.document].text[row.block.start : row.block.end] for row in chosen_blocks]
        for number, inner_ends in zip(numbers, sentence_ends(texts, language), strict=True):
            ends[number] = inner_ends
        unpunctuated = [
            (number, text)
            for number, row, text in zip(numbers, chosen_blocks, texts, strict=True)
            if lacks_punctuation(text, spoken=documents[row.document].kind == "interview")
        ]
        thoughts = thought_ends([text for _, text in unpunctuated], language)
        for (number, _), inner_ends in zip(unpunctuated, thoughts, strict=True):
            ends[number] = sorted({*ends[number], *inner_ends})
    return _Units(tuple(_units(documents, blocks, ends, languages)), n_empty)


def _units(
    documents: Sequence[Document],
    blocks: Sequence[_TurnBlock],
    ends: Sequence[Sequence[int]],
    languages: Sequence[str],
) -> Iterator[_Unit]:
    """Cut each turn into sentences, cut long ones, join short ones, and trim the result.

    ``ends`` are the sentence ends inside each block.
    """
    rows = zip(blocks, ends, strict=True)
    for (position, turn), group in groupby(rows, key=lambda row: (row[0].document, row[0].turn)):
        text, language = documents[position].text, languages[position]
        ranges, nearness = [], []
        for row, inner_ends in group:
            block = row.block
            near = NEXT_LINE if block.is_next_line else APART
            bounds = [block.start, *(block.start + offset for offset in inner_ends), block.end]
            for sentence_start, sentence_end in pairwise(bounds):
                for part in cut_long(text, sentence_start, sentence_end):
                    ranges.append(part)
                    nearness.append(near)
                    near = SAME_BLOCK
        # Most answers of a survey are one sentence, and have nothing to be joined to.
        if len(ranges) > 1:
            sentences = [
                measure_sentence(text, start, end, language=language, nearness=near)
                for (start, end), near in zip(ranges, nearness, strict=True)
            ]
            ranges = [(unit.start, unit.end) for unit in join_short(join_repeated(text, sentences))]
        for start, end in (trim(text, *part) for part in ranges):
            if has_content(text, start, end):
                yield _Unit(position, turn, start, end)


def _turns_in_order(document: Document) -> list[Turn]:
    return sorted(document.turns, key=lambda turn: (turn.start, turn.end))


def _segments(
    documents: Sequence[Document], units: Sequence[_Unit], languages: Sequence[str], expected: Sequence[str]
) -> list[Segment]:
    texts = [documents[unit.document].text[unit.start : unit.end] for unit in units]
    n_units = Counter(unit.document for unit in units)
    unit_languages = [languages[unit.document] for unit in units]
    # The only unit of a document has its language already; in a talk, one sentence may be in another language.
    several = [number for number, unit in enumerate(units) if n_units[unit.document] > 1]
    detected = detect_any(
        [texts[number] for number in several], expected, expected=[unit_languages[number] for number in several]
    )
    for number, language in zip(several, detected, strict=True):
        unit_languages[number] = language
    turns: Mapping[int, list[Turn]] = {position: _turns_in_order(documents[position]) for position in n_units}
    without_numbers = {position: offset_without_numbers(documents[position].text) for position in n_units}
    return [
        _record(
            documents[unit.document], turns[unit.document][unit.turn], unit, language, without_numbers[unit.document]
        )
        for unit, language in zip(units, unit_languages, strict=True)
    ]


def offset_without_numbers(text: str) -> Callable[[int], int]:
    """Return a function that maps an offset to the one without the numbers of pseudonyms ("[Person 12]")."""
    if "[" not in text:
        return lambda offset: offset
    pseudonyms = list(PSEUDONYM.finditer(text))
    ends = [match.end() for match in pseudonyms]
    removed = list(accumulate((match.end() - match.end(1) - 1 for match in pseudonyms), initial=0))
    return lambda offset: offset - removed[bisect.bisect_right(ends, offset)]


def make_segment_id(document_id: str, start: int, end: int, without_numbers: Callable[[int], int]) -> str:
    """Return the id of the segment at these offsets, which stays when the numbers of pseudonyms shift."""
    return stable_id("s", document_id, str(without_numbers(start)), str(without_numbers(end)))


def _record(
    document: Document, turn: Turn, unit: _Unit, language: str, without_numbers: Callable[[int], int]
) -> Segment:
    return Segment(
        segment_id=make_segment_id(document.document_id, unit.start, unit.end, without_numbers),
        document_id=document.document_id,
        respondent_id=turn.respondent_id,
        source=document.source,
        kind=document.kind,
        role=turn.role,
        start=unit.start,
        end=unit.end,
        time_s=turn.time_s,
        question=turn.question,
        text=document.text[unit.start : unit.end],
        language=language,
    )
