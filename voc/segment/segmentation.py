"""Documents → segments: the stage itself."""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from voc.config import StudyConfig
from voc.schema import Corpus, Document, Progress, Segment, Segmentation, Turn, no_progress, stable_id
from voc.segment.blocks import blocks
from voc.segment.sentences import sentence_ends
from voc.segment.units import cut, join, piece, says_something, trim
from voc.segment.words import answer_key, empty_answers
from voc.text.language import detect, detect_any

_STEP = 2000
"""Documents between two reports of progress."""

_MARK = re.compile(r"(\[[A-Za-z-]+) \d+\]")


class _Block(NamedTuple):
    """A block of a turn; ``joined`` as `blocks` gives it."""

    document: int
    turn: int
    start: int
    end: int
    joined: bool


class _Part(NamedTuple):
    """A unit before it is a segment: the positions of its document and turn, and its interval."""

    document: int
    turn: int
    start: int
    end: int


def segment(corpus: Corpus, config: StudyConfig | None = None, *, progress: Progress = no_progress) -> Segmentation:
    """Cut every turn into segments: a sentence, or neighbouring sentences where one alone says too little.

    ``Segment.text == document.text[start:end]`` always; segments of a document do not overlap and stand in order;
    every letter and digit of a participant's turn is in exactly one segment or in an empty answer. Segments carry no
    white space, bullets, quotes or emphasis around them. ``segment_id`` is made from the document's id and the
    offsets as they are without the pseudonyms' numbers, so that it stays when these shift.

    Args:
        corpus: documents whose turns do not overlap; their order is kept.
        config: ``study.languages`` are the languages that are expected.
        progress: called as ``progress("segment", documents done, documents)``.

    Returns:
        Participants' segments, all others' as context, and the number of answers that say nothing.
    """
    languages = (config or StudyConfig()).study.languages
    documents = corpus.documents
    spoken = _document_languages(documents, languages)
    n_empty = 0
    parts: list[_Part] = []
    for first in range(0, len(documents), _STEP):
        progress("segment", first, len(documents))
        chunk = range(first, min(first + _STEP, len(documents)))
        found, empty = _parts(documents, chunk, spoken)
        parts += found
        n_empty += empty
    segments = _segments(documents, parts, spoken, languages)
    progress("segment", len(documents), len(documents))
    return Segmentation(
        segments=tuple(one for one in segments if one.role == "participant"),
        context=tuple(one for one in segments if one.role != "participant"),
        n_empty=n_empty,
    )


# -------------------------------------------------------------------------------------------------------- languages


def _document_languages(documents: Sequence[Document], languages: Sequence[str]) -> list[str]:
    """The language of each document; a document that is too short to tell takes its source's main language."""
    texts = [_participants_text(document) for document in documents]
    found = detect_any(texts, languages)
    by_source: dict[str, Counter[str]] = defaultdict(Counter)
    for document, text, language in zip(documents, texts, found, strict=True):
        if language and len(text) >= 20:
            by_source[document.source][language] += len(text)
    main = {source: max(sorted(counts), key=counts.__getitem__) for source, counts in by_source.items()}
    sole = {source for source, counts in by_source.items() if counts[main[source]] >= 0.9 * counts.total()}
    result = []
    for document, text, language in zip(documents, texts, found, strict=True):
        usual = main.get(document.source, "")
        unsure = not language or (len(text) < 20 and document.source in sole)
        result.append(usual or language if unsure else language)
    return result


def _participants_text(document: Document) -> str:
    spoken = [document.text[turn.start : turn.end] for turn in document.turns if turn.role == "participant"]
    return "\n".join(spoken) if spoken else document.text


# ------------------------------------------------------------------------------------------------------------ units


def _parts(documents: Sequence[Document], chunk: Iterable[int], spoken: Sequence[str]) -> tuple[list[_Part], int]:
    """The units of some documents, in order, and how many answers say nothing."""
    n_empty = 0
    found: list[_Block] = []
    by_language: dict[str, list[int]] = defaultdict(list)
    for index in chunk:
        document = documents[index]
        for number, turn in enumerate(sorted(document.turns, key=lambda turn: (turn.start, turn.end))):
            if _is_empty(document, turn):
                n_empty += turn.role == "participant"
                continue
            for start, end, joined in blocks(document.text, turn.start, turn.end):
                by_language[spoken[index]].append(len(found))
                found.append(_Block(index, number, start, end, joined))
    ends: list[list[int]] = [[] for _ in found]
    for language in sorted(by_language):
        positions = by_language[language]
        texts = [documents[found[at].document].text[found[at].start : found[at].end] for at in positions]
        for at, inner in zip(positions, sentence_ends(texts, language), strict=True):
            ends[at] = inner
    return list(_units(documents, found, ends, spoken)), n_empty


def _is_empty(document: Document, turn: Turn) -> bool:
    text = document.text[turn.start : turn.end]
    if len(text) > 60:
        return not says_something(text, 0, len(text))
    key = answer_key(text)
    if not key:
        return not says_something(text, 0, len(text))
    return key in empty_answers(survey=document.kind == "survey")


def _units(
    documents: Sequence[Document],
    found: Sequence[_Block],
    ends: Sequence[Sequence[int]],
    spoken: Sequence[str],
) -> Iterator[_Part]:
    """Turn by turn: sentences → cut → joined → trimmed."""
    rows = zip(found, ends, strict=True)
    for (index, number), group in groupby(rows, key=lambda row: (row[0].document, row[0].turn)):
        text = documents[index].text
        sentences = []
        for block, inner in group:
            bounds = [block.start, *(block.start + offset for offset in inner), block.end]
            near = int(block.joined)
            for a, b in pairwise(bounds):
                for start, end in cut(text, a, b):
                    sentences.append((start, end, near))
                    near = 2
        if len(sentences) == 1:
            units = [trim(text, *sentences[0][:2])]
        else:
            pieces = [piece(text, a, b, language=spoken[index], near=near) for a, b, near in sentences]
            units = [trim(text, one.start, one.end) for one in join(pieces)]
        for start, end in units:
            if says_something(text, start, end):
                yield _Part(index, number, start, end)


# --------------------------------------------------------------------------------------------------------- segments


def _segments(
    documents: Sequence[Document], parts: Sequence[_Part], spoken: Sequence[str], languages: Sequence[str]
) -> list[Segment]:
    texts = [documents[part.document].text[part.start : part.end] for part in parts]
    shares = Counter(part.document for part in parts)
    tongues = [spoken[part.document] for part in parts]
    unsure = [at for at, part in enumerate(parts) if shares[part.document] > 1]
    found = detect([texts[at] for at in unsure], languages, expected=[tongues[at] for at in unsure])
    for at, language in zip(unsure, found, strict=True):
        tongues[at] = language
    turns: Mapping[int, list[Turn]] = {
        index: sorted(documents[index].turns, key=lambda turn: (turn.start, turn.end)) for index in shares
    }
    numberless = {index: _numberless(documents[index].text) for index in shares}
    return [
        _record(documents[part.document], turns[part.document][part.turn], part, language, numberless[part.document])
        for part, language in zip(parts, tongues, strict=True)
    ]


def _numberless(text: str) -> Callable[[int], int]:
    """Maps an offset to the offset that it has when the numbers of the pseudonyms are left out."""
    if "[" not in text:
        return lambda offset: offset
    marks = list(_MARK.finditer(text))
    ends = [mark.end() for mark in marks]
    lost = list(accumulate((mark.end() - mark.end(1) - 1 for mark in marks), initial=0))
    return lambda offset: offset - lost[bisect.bisect_right(ends, offset)]


def _record(document: Document, turn: Turn, part: _Part, language: str, numberless: Callable[[int], int]) -> Segment:
    return Segment(
        segment_id=stable_id("s", document.document_id, str(numberless(part.start)), str(numberless(part.end))),
        document_id=document.document_id,
        respondent_id=turn.respondent_id,
        source=document.source,
        kind=document.kind,
        role=turn.role,
        start=part.start,
        end=part.end,
        time_s=turn.time_s,
        question=turn.question,
        text=document.text[part.start : part.end],
        language=language,
    )
