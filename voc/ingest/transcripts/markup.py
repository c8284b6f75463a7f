"""The text of a transcript without what is no word of a speaker: comments, marks and tags of Markdown, line numbers,
and what transcribers add to talks in two languages.

Researchers keep notes in Obsidian, Notion and Logseq. What these programs show to their reader stays ("==the bus=="
becomes "the bus"), what they hide or strike out is left out and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from voc.ingest.file_content import DocumentText
from voc.ingest.transcripts.glosses import without_glosses
from voc.ingest.transcripts.labelled import label_at_start
from voc.ingest.transcripts.speakers import is_known, normalise_label
from voc.ingest.transcripts.utterances import CLOCK, FRONT_MATTER

MARKDOWN = frozenset({".md", ".markdown"})

MIN_NUMBERED = 5
"""Numbered lines; fewer may be a list."""
MIN_NUMBERED_SHARE = 0.9
"""Share of the lines with text that must have a number, for lines that are all numbered."""
LINE_NUMBER_STEPS = (1, 5, 10, 2)
"""Every line is numbered, or every fifth, tenth or second one."""
FULL_LINE = 0.7
"""Length of a line, as a share of the longest, from which on the next line continues its paragraph."""


@lru_cache(maxsize=2)
def without_markup(text: str, suffix: str) -> DocumentText:
    """The text of a file without markup and line numbers, and notes that count what was left out."""
    text, notes = _without_line_numbers(text)
    if suffix in MARKDOWN:
        text, markdown_notes = _without_markdown(text)
        notes += markdown_notes
    text, gloss_notes = without_glosses(text)
    return DocumentText(text, notes + gloss_notes)


# ------------------------------------------------------------------------------------------------------------- Markdown


@dataclass(frozen=True, slots=True)
class _Hidden:
    """Markup that is left out with its content: how a note names it."""

    name: str
    pattern: re.Pattern[str]


# Each pattern ends at the line or at a mark that it cannot run across, and begins at the first of several blanks, which
# keeps the time linear.
_HIDDEN = (
    _Hidden("callouts", re.compile(r"^[ \t]*+>[ \t]*+\[![\w-]+\][^\n]*+(?:\n[ \t]*+>[^\n]*+)*+\n?", re.M)),
    _Hidden("struck-out passages", re.compile(r"(?<![ \t])[ \t]*+~~[^~\n]++~~")),
    _Hidden(
        "tasks",
        re.compile(
            r"^[ \t]*+[-*+][ \t]++(?:\[[ xX/-]\]|(?:TODO|DOING|DONE|LATER|NOW|WAITING|CANCELED)\b)[ \t][^\n]*+\n?", re.M
        ),
    ),
    _Hidden("embedded files", re.compile(r"(?<![ \t])[ \t]*+(?:!\[\[[^\[\]\n]*+\]\]|\{\{[^{}\n]*+\}\})")),
    _Hidden("block ids", re.compile(r"(?<![ \t])(?:[ \t]*+\(\([0-9a-f-]{36}\)\)|[ \t]++\^[\w-]{1,60}[ \t]*+$)", re.M)),
    _Hidden("footnotes", re.compile(r"^\[\^[^\]\n]{1,60}\]:[^\n]*+\n?|\[\^[^\]\n]{1,60}\]", re.M)),
    _Hidden(
        "tags",
        re.compile(r"(?:(?<=\s)|^)#(?!(?:END)?(?:TEXT|CODE)\b)(?:[^\W\d_][\w/-]*+|\[\[[^\[\]\n]++\]\])[ \t]?", re.M),
    ),
    _Hidden(
        "properties",
        re.compile(
            r"(?<![ \t])[ \t]*+\[[\w-]{1,40}::[ \t][^\[\]\n]*+\]|^[ \t]*+(?:[-*][ \t]++)?[\w-]{1,40}::[ \t][^\n]*+\n?",
            re.M,
        ),
    ),
)
_ENCLOSED = (("comments", "%%", "%%"), ("comments", "<!--", "-->"), ("code blocks", "```", "```"))
_LEADING_PROPERTIES = re.compile(r"(?:[\w-]{1,40}::[ \t][^\n]*\n)+")
# Markup whose content is shown.
_SHOWN: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"==([^=\n]++)=="), r"\1"),
    (re.compile(r"(?<!!)\[\[([^\[\]|\n]*+)(?:\|([^\[\]\n]*+))?\]\]"), lambda link: link[2] or link[1]),
    (re.compile(r"(?<!!)\[([^\[\]\n]++)\]\((?:https?|mailto|obsidian|notion)[^()\s]*+\)"), r"\1"),
    (
        re.compile(r"</?(?:u|b|i|em|strong|mark|span|aside|details|summary|sub|sup|p|div|font)\b[^<>\n]{0,200}>", re.I),
        "",
    ),
    (re.compile(r"[ \t]?<br ?/?>", re.I), "\n"),
    (re.compile(r"\\([\[\]()*_#>~=+.!|{}-])"), r"\1"),
)


def _without_markdown(text: str) -> tuple[str, tuple[str, ...]]:
    front = FRONT_MATTER.match(text)
    head = front.group() if front else ""
    body = text[len(head) :]
    counts: Counter[str] = Counter()
    n_words = 0
    # Logseq begins a page with its properties, which describe the respondent as front matter does.
    properties = _LEADING_PROPERTIES.match(body)
    if properties:
        body = properties.group().replace(":: ", ": ") + body[properties.end() :]
    for name, opening, closing in _ENCLOSED:
        kept, enclosed = _split_enclosed(body, opening, closing)
        body = "".join(kept)
        counts[name] += len(enclosed)
        n_words += sum(len(text.split()) for text in enclosed)
    for hidden in _HIDDEN:
        matches = hidden.pattern.findall(body)
        counts[hidden.name] += len(matches)
        n_words += sum(len(match.split()) for match in matches)
        body = hidden.pattern.sub("", body)
    for pattern, shown in _SHOWN:
        body = pattern.sub(shown, body)
    if not n_words:
        return head + body, ()
    listed = ", ".join(f"{name} {counts[name]}" for name in sorted(counts) if counts[name])
    return head + body, (f"Markup of Markdown, {n_words} words, was left out: {listed}.",)


def _split_enclosed(text: str, opening: str, closing: str) -> tuple[list[str], list[str]]:
    """What is outside and what is inside of a pair of marks; one that is never closed encloses nothing."""
    kept, enclosed, at = [], [], 0
    while (start := text.find(opening, at)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        kept.append(text[at:start].rstrip(" \t") if text[start - 1 : start] in " \t" else text[at:start])
        enclosed.append(text[start + len(opening) : end])
        at = end + len(closing)
    return [*kept, text[at:]], enclosed


# --------------------------------------------------------------------------------------------------------- line numbers

_NUMBERED = re.compile(r"[ \t]*+[\[(]?(?P<number>\d{1,5})(?P<mark>[\])]?[.:]?)(?:[ \t]++(?=\S)|[ \t]*+$)")
_TIME_START = re.compile(rf"[\[(#]*+{CLOCK}")


def _without_line_numbers(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without the numbers of lines, as print-outs of QDA programs have them; wrapped lines are joined."""
    front = FRONT_MATTER.match(text)
    head = front.group() if front else ""
    lines = text[len(head) :].split("\n")
    numbers = _line_numbers(lines)
    if not numbers:
        return text, ()
    if sum(not line.strip() for line in lines) >= len(numbers) - 1:
        # In a Word document, an empty line is below every line.
        lines = [line for line in lines if line.strip()]
        numbers = _line_numbers(lines)
    bare = [(_NUMBERED.sub("", line, count=1) if n in numbers else line).strip() for n, line in enumerate(lines)]
    note = f"{len(numbers)} numbers of lines were left out."
    return head + "\n".join(_joined(bare)) + "\n", (note,)


def _line_numbers(lines: list[str]) -> set[int]:
    """Positions of the lines that begin with their number: all lines with text, or every n-th line."""
    matches = [(n, match) for n, line in enumerate(lines) if (match := _NUMBERED.match(line))]
    # "1." and "[1]" also number the items of a list, which has no speakers.
    is_list = any(match["mark"] for _, match in matches) and not any(
        is_known(label_at_start(match.string[match.end() :])) for _, match in matches
    )
    numbered = [] if is_list else [(n, int(match["number"])) for n, match in matches]
    # The first number may be one of a title.
    for first in range(min(3, len(numbered) - MIN_NUMBERED + 1)):
        for step in LINE_NUMBER_STEPS:
            run = _counting_up(numbered[first:], step)
            n_text = sum(bool(line.strip()) for line in lines[run[0][0] :])
            if len(run) >= MIN_NUMBERED and (len(run) + 1) * step >= MIN_NUMBERED_SHARE * n_text:
                return {n for n, _ in run}
    return set()


def _counting_up(numbered: list[tuple[int, int]], step: int) -> list[tuple[int, int]]:
    """The lines whose numbers count up by a step, without numbers in between that begin a sentence."""
    run = numbered[:1]
    for n, number in numbered[1:]:
        if number == run[-1][1] + step:
            run.append((n, number))
    return run


def _joined(lines: list[str]) -> Iterator[str]:
    """Paragraphs of the lines; a label, a time, an empty line or a line that ends early begins a new one."""
    labels = Counter(normalise_label(label) for line in lines if (label := label_at_start(line)))
    longest = max((len(line) for line in lines), default=0)
    paragraph: list[str] = []
    for line in lines:
        label = label_at_start(line)
        is_turn = bool(label) and (labels[normalise_label(label)] > 1 or is_known(label))
        ends_early = bool(paragraph) and len(paragraph[-1]) < FULL_LINE * longest
        if paragraph and (not line or is_turn or ends_early or _TIME_START.match(line)):
            yield " ".join(paragraph)
            paragraph = []
        if line:
            paragraph.append(line)
        else:
            yield ""
    if paragraph:
        yield " ".join(paragraph)
