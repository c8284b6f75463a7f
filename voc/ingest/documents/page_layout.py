"""Turn the layout of pages into text: remove margins, put columns in order, join lines to paragraphs.

Positions are in points from the top left corner of a page. A line break is kept where the next word would have fitted
on the line (the author ended it), where a speaker starts, or where the gap is wider. At all other breaks, which come
from the width of the page, the lines are joined.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from voc.files.decode import count_characters, count_letters
from voc.ingest.file_content import DocumentText
from voc.ingest.transcripts.labelled import label_at_start
from voc.ingest.transcripts.speakers import is_known, normalise_label

SOFT_HYPHEN = "\u00ad"

_NUMBER = re.compile(r"\d{1,5}")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|s\.|p\.|pg\.|blatt)\s*)?(?P<number>\d{1,4})\s*(?:(?:/|of|von|\|)\s*\d{1,4})?\W*", re.I
)
_TIME_START = re.compile(r"[\[({]?\d{1,2}:\d{2}(?::\d{2})?\b")
_BULLET = re.compile(r"(?:[•▪◦●○‣·*–-]|\d{1,2}[.)])\s")
_LETTER_HYPHEN = re.compile(rf"[^\W_][-{SOFT_HYPHEN}]$")
_CONJUNCTION = re.compile(r"(?:und|oder|bzw\.?|sowie|bis|and|or)\b")
_COMPOUND = re.compile(r"[^\W\d_]{2,}-[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class TextRun:
    """Characters side by side on one line of a page.

    ``page`` counts from 0, ``height`` is the page's, ``size`` is the mean height of the characters, at least 1.
    """

    page: int
    height: float
    left: float
    right: float
    top: float
    bottom: float
    size: float
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class MarginThresholds:
    """When text at the edge of a page is a running head, a page number or a line number."""

    zone: float = 0.13
    """Share of a page's height, at the top and at the bottom, that is searched for running heads and feet."""
    min_share: float = 0.4
    """Share of the pages with the same running head; less than half, because even and odd pages may differ."""
    tolerance: float = 6.0
    """Points by which the position of a running head may differ between pages."""
    min_numbered: float = 0.5
    """Share of the pages on which numbers at the edge must count along to be page numbers."""
    max_line_step: int = 10
    """Largest step from one line number to the next; some programs number every fifth or tenth line."""


@dataclass(frozen=True, slots=True)
class LayoutThresholds:
    """When a page has two columns, and what ends a paragraph or makes it a heading."""

    min_column_lines: int = 6
    """Lines that a column must have on each side of the gutter."""
    min_column_width: float = 0.25
    """Median width of a column's lines per width of the text; names or times beside words are narrower."""
    max_crossing: float = 0.15
    """Share of the text runs that may cross the gutter, such as titles."""
    wide_gap: float = 0.35
    """Extra distance between two lines, in heights of a line, that starts a paragraph."""
    size_change: float = 0.15
    """Relative change of the letter size that starts a paragraph; a heading is larger than the text by this share."""
    max_heading: int = 200
    """Code points of a heading; a longer paragraph in bold is emphasised speech."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of one column. ``column`` is 0 for the whole width, 1 for the left and 2 for the right column."""

    run: TextRun
    column: int


@dataclass(frozen=True, slots=True)
class _UsualLayout:
    """What is usual in a document: the right edge of each column in points, the distance of lines in heights of a
    line, the size of letters in points, and the speaker labels at the starts of lines."""

    right_edges: dict[int, float]
    leading: float
    body_size: float
    labels: frozenset[str]


def compose_text(
    pages: Sequence[Sequence[TextRun]],
    margins: MarginThresholds = MarginThresholds(),
    layout: LayoutThresholds = LayoutThresholds(),
) -> DocumentText:
    """The text of all pages in reading order, and notes about what was left out."""
    kept, notes = remove_margins(pages, margins)
    lines: list[_Line] = []
    n_two_columns = 0
    for page in kept:
        page_lines = _lines_in_order(page, layout)
        n_two_columns += any(line.column for line in page_lines)
        lines += page_lines
    if n_two_columns:
        notes = (*notes, f"{n_two_columns} pages in two columns: read the left column first, then the right.")
    text = _join_lines(lines, layout)
    n_all, n_kept = (sum(count_characters(run.text) for page in own for run in page) for own in (pages, kept))
    # Hyphens at the ends of lines are gone, and bold lines have marks, so that only letters can be compared.
    n_lost = sum(count_letters(run.text) for page in kept for run in page) - count_letters(text)
    return DocumentText(text, notes, {"page headers": n_all - n_kept, "unexplained": max(n_lost, 0)})


def remove_margins(
    pages: Sequence[Sequence[TextRun]], thresholds: MarginThresholds
) -> tuple[list[list[TextRun]], tuple[str, ...]]:
    """The pages without running heads and feet, page numbers and line numbers, and notes about what was left out."""
    repeated = _running_heads(pages, thresholds) | _page_numbers(pages, thresholds)
    line_numbers = [_line_numbers(page, thresholds) for page in pages]
    kept = [
        [run for run in page if run not in repeated and run not in numbers]
        for page, numbers in zip(pages, line_numbers, strict=True)
    ]
    notes = []
    if repeated:
        notes.append("Left out: page numbers, and headers and footers that repeat.")
    if any(line_numbers):
        notes.append("Left out the line numbers in the margin.")
    return kept, tuple(notes)


def _is_in_margin(run: TextRun, thresholds: MarginThresholds) -> bool:
    return run.top < thresholds.zone * run.height or run.bottom > (1 - thresholds.zone) * run.height


def _running_heads(pages: Sequence[Sequence[TextRun]], thresholds: MarginThresholds) -> frozenset[TextRun]:
    """Runs with the same words at the same place on many pages."""
    by_text: dict[str, list[TextRun]] = defaultdict(list)
    for page in pages:
        for run in page:
            if _is_in_margin(run, thresholds):
                by_text[run.text.casefold()].append(run)
    # Two equal lines in a long document may be coincidence ("I: Mhm." at the top of two pages).
    min_pages = max(2 if len(pages) < 4 else 3, thresholds.min_share * len(pages))
    heads: set[TextRun] = set()
    for runs in by_text.values():
        for run in runs:
            near = [other for other in runs if abs(other.top - run.top) <= thresholds.tolerance]
            if len({other.page for other in near}) >= min_pages:
                heads.update(near)
    return frozenset(heads)


def _page_numbers(pages: Sequence[Sequence[TextRun]], thresholds: MarginThresholds) -> frozenset[TextRun]:
    """Numbers alone in the highest or lowest line that count along with the pages."""
    candidates: list[tuple[int, TextRun]] = []
    for page in pages:
        if not page:
            continue
        top, bottom = min(run.top for run in page), max(run.bottom for run in page)
        for run in page:
            is_at_edge = run.top <= top + run.size or run.bottom >= bottom - run.size
            number = _PAGE_NUMBER.fullmatch(run.text)
            if number and is_at_edge and _is_in_margin(run, thresholds):
                candidates.append((int(number["number"]) - run.page, run))
    offsets = Counter(offset for offset, _ in candidates)
    if not offsets:
        return frozenset()
    best, count = min(offsets.items(), key=lambda item: (-item[1], item[0]))
    # A single page proves no counting, so only "1" is taken for its number.
    if count < thresholds.min_numbered * len(pages) or (len(pages) == 1 and best != 1):
        return frozenset()
    return frozenset(run for offset, run in candidates if offset == best)


def _line_numbers(page: Sequence[TextRun], thresholds: MarginThresholds) -> frozenset[TextRun]:
    """A column of rising numbers at the left or right of everything else."""
    numbers = [run for run in page if _NUMBER.fullmatch(run.text)]
    words = [run for run in page if not _NUMBER.fullmatch(run.text)]
    if len(numbers) < 3 or not words:
        return frozenset()
    left, right = min(run.left for run in words), max(run.right for run in words)
    for side in ([run for run in numbers if run.right <= left + 1], [run for run in numbers if run.left >= right - 1]):
        values = [int(run.text) for run in sorted(side, key=lambda run: run.top)]
        steps = [after - before for before, after in itertools.pairwise(values)]
        if len(side) >= 3 and all(0 < step <= thresholds.max_line_step for step in steps):
            return frozenset(side)
    return frozenset()


def _lines_in_order(page: Sequence[TextRun], thresholds: LayoutThresholds) -> list[_Line]:
    """The lines of a page in reading order: between two wide lines, first the left and then the right column."""
    gutter = _find_gutter(page, thresholds)
    if gutter is None:
        return [_Line(run, 0) for run in _join_runs(page)]
    wide = [run for run in page if run.left < gutter < run.right]
    bands = sorted(_join_runs(wide), key=lambda run: run.top)
    lines: list[_Line] = []
    rest = [run for run in page if run not in wide]
    for band in [*bands, None]:
        above = [run for run in rest if band is None or run.top < band.top]
        rest = [run for run in rest if run not in above]
        lines += [_Line(run, 1) for run in _join_runs([run for run in above if run.right <= gutter])]
        lines += [_Line(run, 2) for run in _join_runs([run for run in above if run.left >= gutter])]
        if band is not None:
            lines.append(_Line(band, 0))
    return lines


def _find_gutter(page: Sequence[TextRun], thresholds: LayoutThresholds) -> float | None:
    """The x of the white strip between two columns, None when there is one column.

    Both sides need lines of some width, because a narrow strip of names or times beside the words is not a column.
    """
    if len(page) < 2 * thresholds.min_column_lines:
        return None
    left, right = min(run.left for run in page), max(run.right for run in page)
    width = right - left

    def count_crossing(x: float) -> int:
        return sum(run.left < x < run.right for run in page)

    # The middle 40 % of the text's width, in steps of 1 %; of equally clear strips the one nearest the middle.
    strips = [left + width * step / 100 for step in range(30, 71)]
    gutter = min(strips, key=lambda x: (count_crossing(x), abs(x - left - width / 2)))
    if count_crossing(gutter) > thresholds.max_crossing * len(page):
        return None
    for side in ([run for run in page if run.right <= gutter], [run for run in page if run.left >= gutter]):
        lines = _join_runs(side)
        if (
            len(lines) < thresholds.min_column_lines
            or median(line.right - line.left for line in lines) < thresholds.min_column_width * width
        ):
            return None
    return gutter


def _join_runs(runs: Sequence[TextRun]) -> list[TextRun]:
    """Runs at one height joined to lines, from top to bottom."""
    lines: list[list[TextRun]] = []
    for run in sorted(runs, key=lambda run: (run.top + run.bottom, run.left)):
        last = lines[-1][-1] if lines else None
        overlap = min(run.bottom, last.bottom) - max(run.top, last.top) if last else 0.0
        if last and overlap > 0.5 * min(run.size, last.size):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [_join_side_by_side(sorted(line, key=lambda run: run.left)) for line in lines]


def _join_side_by_side(runs: Sequence[TextRun]) -> TextRun:
    text, right = runs[0].text, runs[0].right
    for run in runs[1:]:
        gap = run.left - right
        # Two spaces keep a wide gap visible, by which Otter and Teams separate the time from the name.
        text += ("  " if gap > 2 * run.size else "" if gap < 0.1 * run.size else " ") + run.text
        right = max(right, run.right)
    return replace(
        runs[0],
        right=right,
        top=min(run.top for run in runs),
        bottom=max(run.bottom for run in runs),
        text=text,
        bold=all(run.bold for run in runs),
    )


def _join_lines(lines: Sequence[_Line], thresholds: LayoutThresholds) -> str:
    """The text of all lines: each paragraph on one line, headings marked and between empty lines."""
    if not lines:
        return ""
    usual = _UsualLayout(
        _right_edges(lines), _usual_leading(lines), median(line.run.size for line in lines), _repeated_labels(lines)
    )
    compounds = frozenset(word.casefold() for line in lines for word in _COMPOUND.findall(line.run.text))
    blocks: list[list[_Line]] = [[lines[0]]]
    texts = [lines[0].run.text]
    ends: list[str] = []
    for before, line in itertools.pairwise(lines):
        line_end = _line_end(before, line, usual, thresholds)
        if line_end:
            ends.append(line_end)
            texts.append(line.run.text)
            blocks.append([line])
        else:
            texts[-1] = _join_divided(texts[-1], line.run.text, compounds)
            blocks[-1].append(line)
    ends.append("\n")
    texts = [text.replace(SOFT_HYPHEN, "-") for text in texts]
    marks = [_heading_mark(text, block, usual, thresholds) for text, block in zip(texts, blocks, strict=True)]
    return "".join(
        _marked(text, mark) + ("\n\n" if mark or next_mark else end)
        for text, mark, next_mark, end in zip(texts, marks, [*marks[1:], ""], ends, strict=True)
    )


def _right_edges(lines: Sequence[_Line]) -> dict[int, float]:
    """The right edge of each column: the 95th percentile, so that a line that is too long does not count."""
    rights: dict[int, list[float]] = defaultdict(list)
    for line in lines:
        rights[line.column].append(line.run.right)
    return {column: sorted(values)[int(0.95 * (len(values) - 1))] for column, values in rights.items()}


def _usual_leading(lines: Sequence[_Line]) -> float:
    """The most frequent distance from one line to the next, in heights of a line; 1.2 is the default of typesetting."""
    steps = Counter(
        round((line.run.bottom - before.run.bottom) / before.run.size, 1)
        for before, line in itertools.pairwise(lines)
        if line.run.page == before.run.page and line.column == before.column and line.run.top > before.run.top
    )
    return min(steps.items(), key=lambda item: (-item[1], item[0]))[0] if steps else 1.2


def _repeated_labels(lines: Sequence[_Line]) -> frozenset[str]:
    """Speaker labels at the starts of lines that are usual or repeat."""
    counts = Counter(normalise_label(label) for line in lines if (label := label_at_start(line.run.text)))
    return frozenset(label for label, count in counts.items() if count > 1 or is_known(label))


def _line_end(before: _Line, line: _Line, usual: _UsualLayout, thresholds: LayoutThresholds) -> str:
    """The separator of two lines: "" when they are joined, a line end, or an empty line."""
    above, below = before.run, line.run
    is_same_block = above.page == below.page and before.column == line.column
    is_far = is_same_block and (below.bottom - above.bottom) / above.size > usual.leading + thresholds.wide_gap
    is_resized = abs(above.size - below.size) > thresholds.size_change * max(above.size, below.size)
    if is_far or is_resized or above.bold != below.bold:
        return "\n\n"
    label = normalise_label(label_at_start(below.text))
    if label in usual.labels or _TIME_START.match(below.text) or _BULLET.match(below.text):
        return "\n"
    if above.text.endswith(SOFT_HYPHEN) or (_LETTER_HYPHEN.search(above.text) and below.text[:1].islower()):
        return ""
    # The author ended the line when the next word, at the mean width of a letter and with a space, would have fitted.
    word = below.text.split(" ", 1)[0]
    room = (below.right - below.left) * len(word) / max(len(below.text), 1) + 0.6 * below.size
    return "\n" if above.right + room < usual.right_edges[before.column] else ""


def _join_divided(before: str, after: str, compounds: frozenset[str]) -> str:
    """Join two lines of a paragraph: a hyphenated word becomes whole, a compound keeps its hyphen.

    >>> _join_divided("die Rück-", "sendung", frozenset()), _join_divided("der Web-", "Shop", frozenset())
    ('die Rücksendung', 'der Web-Shop')
    >>> _join_divided("Vor-", "und Nachteile", frozenset())
    'Vor- und Nachteile'
    >>> _join_divided("a well-", "known name", frozenset({"well-known"}))
    'a well-known name'
    """
    is_soft = before.endswith(SOFT_HYPHEN)
    stem = before.removesuffix(SOFT_HYPHEN).removesuffix("-") if _LETTER_HYPHEN.search(before) else ""
    if not stem:
        return f"{before.removesuffix(SOFT_HYPHEN) + '-' if is_soft else before} {after}"
    if _CONJUNCTION.match(after):
        return f"{stem}- {after}"
    first, second = re.search(r"[^\W\d_]+$", stem), re.match(r"[^\W\d_]+", after)
    is_compound = first and second and f"{first[0]}-{second[0]}".casefold() in compounds
    return f"{stem}-{after}" if is_compound or not after[:1].islower() else stem + after


def _heading_mark(text: str, block: Sequence[_Line], usual: _UsualLayout, thresholds: LayoutThresholds) -> str:
    """``#`` for a paragraph in larger letters, ``**`` for a short one in bold, "" for any other."""
    if len(text) > thresholds.max_heading or len(block) > 3 or not any(character.isalpha() for character in text):
        return ""
    if all(line.run.size > (1 + thresholds.size_change) * usual.body_size for line in block):
        return "#"
    # A bold speaker label, alone or before the words, starts a turn.
    is_label = text.endswith(":") or label_at_start(text)
    return "**" if not is_label and all(line.run.bold for line in block) else ""


def _marked(text: str, mark: str) -> str:
    return f"# {text}" if mark == "#" else f"**{text}**" if mark == "**" else text
