"""Read captions (.vtt, .srt, .sbv): Zoom ``Name: text``, Teams ``<v Name>text</v>``, several voices, or no names.

No VTT library read these files correctly: webvtt-py leaves entities in and drops the second voice of a cue, pysubs2
leaks Teams' cue ids and drops speakers. For this tolerant reader, a cue is a line with two times (``-->``) and all
lines down to the next one, without its id and comments: programs write empty lines inside cues.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from voc.files.decode import count_characters, tidy
from voc.ingest.characters import explain_difference
from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.caption_repeats import count_words, fold_repeats, fold_rolling
from voc.ingest.transcripts.caption_turns import Caption, join_captions
from voc.ingest.transcripts.caption_voices import TAG, VOICE_TAG, believed_labels, find_voices, have_names_above
from voc.ingest.transcripts.utterances import ARROW_LINE, parse_seconds
from voc.schema import Reason

_VOICE_START = re.compile(r"<v(?:\.[\w.]+)?\s+[^>\n]{1,200}>", re.I)
_FULL_CLOCK = r"\d{1,2}[:;]\d{2}[:;]\d{2}(?:[.,:;]\d{1,3})?"
# YouTube's .sbv has a comma between two times, the text of Premiere and others a dash (and frames behind the seconds).
# Without hours or seconds, a line of two times may be an entry of a diary.
_RANGE_LINE = re.compile(
    rf"^[ \t]*+[\[(]?(?P<start>{_FULL_CLOCK})[ \t]*+(?:->|[-–—→,]|to|bis)[ \t]*+(?P<end>{_FULL_CLOCK})[\])]?[ \t]*+$",
    re.M,
)
# An id has no spaces ("3f2a/14-0", "intro"), or is a word with a number ("Cue 12").
_CUE_ID = re.compile(r"\S{1,200}|[^\W\d_]{1,20} \d{1,6}")
_SETTING = re.compile(r"(?<!\S)[A-Za-z]\w{0,20}:[\w%,.:-]+")
_EMPTY_LINE = re.compile(r"\n[ \t]*+\n")
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t\n]|$)")
_HEADER = re.compile(r"(?:\ufeff?WEBVTT.*|[A-Za-z-]{1,30}:.*|\d+)")


@dataclass(slots=True)
class _CaptionFile:
    """Cues with their raw text; words in comments, words outside the cues, and cues with an empty line inside.

    ``left_out`` counts the characters that are in no cue.
    """

    cues: list[Caption]
    left_out: Counter[Reason] = field(default_factory=Counter)
    n_comment_words: int = 0
    n_other_words: int = 0
    n_spread: int = 0


def is_captions(text: str) -> bool:
    """Whether the text has cues: a WEBVTT line, or two lines with two times."""
    return text.lstrip().startswith("WEBVTT") or len(_time_lines(text)) >= 2


def is_noscribe_vtt(text: str) -> bool:
    """Whether this is a .vtt file of noScribe: a NOTE names the program."""
    return is_captions(text) and "noScribe" in text[:4000]


def is_teams_vtt(text: str) -> bool:
    """Whether speakers are tagged as Teams does it: ``<v Name>``."""
    return is_captions(text) and _VOICE_START.search(text) is not None


def is_teams_document(text: str) -> bool:
    """Whether this is Teams in Word, with ``0:0:5.100 --> 0:0:8.250`` above name and words."""
    if not is_captions(text):
        return False
    cues = _read_cues(text).cues
    return not any(VOICE_TAG.search(cue.text) for cue in cues) and have_names_above(cues)


def is_zoom_vtt(text: str) -> bool:
    """Whether this is a .vtt file of Zoom: ``Name: words`` in the cues."""
    is_vtt = text.lstrip().startswith("WEBVTT") and len(ARROW_LINE.findall(text)) >= 2
    return is_vtt and bool(believed_labels(_read_cues(text).cues))


def read_captions(text: str) -> Transcript:
    """The turns of a caption file; the document's text is rewritten with a paragraph per turn."""
    parts = _read_cues(text)
    notes = []
    # Where all cues are so (in Word, each line is a paragraph), nothing is unusual.
    if 0 < parts.n_spread < len(parts.cues):
        notes.append(f"Cues with an empty line inside: {parts.n_spread}. The words below it were read too.")
    if parts.n_comment_words:
        notes.append(f"Comments (NOTE) were left out: {parts.n_comment_words} words.")
    if parts.n_other_words:
        notes.append(f"Text above the first or below the last caption was left out: {parts.n_other_words} words.")
    return read_cues(parts.cues, notes, parts.left_out)


def read_cues(
    cues: Sequence[Caption], notes: Sequence[str] = (), left_out: Mapping[Reason, int] = MappingProxyType({})
) -> Transcript:
    """The turns of cues with raw text: repeats folded, speakers recognised.

    ``left_out`` are the characters of the file that are in no cue.
    """
    untagged = [TAG.sub("", cue.text) for cue in cues]
    texts, n_rolling = fold_rolling(untagged)
    if n_rolling:
        notes = [*notes, f"The captions roll, each repeating the end of the one before: {n_rolling} words were folded."]
    voices = find_voices([replace(cue, text=text) for cue, text in zip(cues, texts, strict=True)])
    folded = fold_repeats(voices.captions)
    counts = Counter(left_out)
    counts["markup"] += _n_characters(cue.text for cue in cues) - _n_characters(untagged)
    counts["copies"] += _n_characters(untagged) - _n_characters(texts)
    counts.update(_without_voices(texts, voices.captions))
    counts.update(folded.left_out)
    transcript = join_captions(folded.captions, notes=(*voices.notes, *notes, *folded.notes))
    return replace(transcript, n_left_out=counts)


def _without_voices(texts: Sequence[str], captions: Sequence[Caption]) -> Counter[Reason]:
    """The characters of tags, labels and marks that were taken from texts when the speakers were found."""
    tags = [tag.group() for text in texts for tag in VOICE_TAG.finditer(text)]
    plain = [html.unescape(VOICE_TAG.sub(" ", text)) for text in texts]
    labels = {caption.label for caption in captions if caption.label}
    names = {name for text in texts for tag in VOICE_TAG.finditer(text) if (name := tag[1])}
    counts = explain_difference(plain, (caption.text for caption in captions), labels | names)
    counts["speakers"] += _n_characters(tags)
    counts["markup"] += _n_characters(texts) - _n_characters(tags) - _n_characters(plain)
    return counts


def _n_characters(texts: Iterable[str]) -> int:
    return sum(map(count_characters, texts))


def read_pieces(
    captions: Sequence[Caption], notes: Sequence[str] = (), left_out: Mapping[Reason, int] = MappingProxyType({})
) -> Transcript:
    """The turns of what a recogniser wrote; where it names nobody, the words may hold marks as in captions.

    ``left_out`` are the characters of the file that are in no caption.
    """
    n_before = _n_characters(caption.text for caption in captions)
    # The JSON of a program may hold control characters and halves of surrogate pairs.
    captions = [
        replace(caption, text=tidy(caption.text), label=tidy(caption.label).strip() if caption.label else caption.label)
        for caption in captions
    ]
    counts = Counter(left_out)
    counts["markup"] += n_before - _n_characters(caption.text for caption in captions)
    if not any(caption.label for caption in captions):
        return read_cues(captions, notes, counts)
    folded = fold_repeats(captions)
    counts.update(folded.left_out)
    return replace(join_captions(folded.captions, notes=(*notes, *folded.notes)), n_left_out=counts)


def _time_lines(text: str) -> list[re.Match[str]]:
    return list(ARROW_LINE.finditer(text)) or list(_RANGE_LINE.finditer(text))


def _read_cues(text: str) -> _CaptionFile:
    """Cues with their raw text, without the ids in the lines above the times and without comments."""
    times = _time_lines(text)
    is_vtt = text.lstrip().startswith("WEBVTT")
    head = text[: times[0].start()] if times else text
    parts = _CaptionFile([])
    lines = _without_id(head.split("\n"), 0)
    parts.left_out["ids"] += count_characters(head) - _n_characters(lines)
    if is_vtt:
        lines = _without_comments(lines, parts)
    parts.left_out["head"] += _n_characters(lines)
    parts.n_other_words = sum(count_words(line) for line in lines if not _HEADER.fullmatch(line.strip()))
    for position, match in enumerate(times):
        is_last = position + 1 == len(times)
        line_end = text.find("\n", match.end())
        line_end = len(text) if line_end < 0 else line_end
        lines = text[line_end : len(text) if is_last else times[position + 1].start()].split("\n")
        if not is_last:
            n_before = _n_characters(lines)
            lines = _without_id(lines, position + 1)
            parts.left_out["ids"] += n_before - _n_characters(lines)
        if is_vtt:
            lines = _without_comments(lines, parts)
        # Where captions were pasted as text, the words may follow the times on their line.
        beside = _SETTING.sub("", text[match.end() : line_end]).lstrip(" \t]")
        parts.left_out["times"] += count_characters(text[match.start() : line_end]) - count_characters(beside)
        body = "\n".join([beside, *lines]).strip()
        is_spread = _EMPTY_LINE.search(body) is not None
        if is_last and is_spread and not parts.n_spread:
            # In a file without such cues, what follows the last one is a footer or somebody's notes.
            body, below = _EMPTY_LINE.split(body, maxsplit=1)
            parts.n_other_words += count_words(below)
            parts.left_out["head"] += count_characters(below)
            is_spread = False
        parts.n_spread += is_spread
        words = "\n".join(line for line in body.split("\n") if line.strip())
        start_s, end_s = (parse_seconds(match[name].replace(";", ":")) or 0.0 for name in ("start", "end"))
        parts.cues.append(Caption(start_s, end_s, None, words))
    return parts


def _without_id(lines: list[str], next_cue: int) -> list[str]:
    """The lines between two times without the last one, when it is the id of the next cue (the first cue is 0).

    The id is directly above the times. An empty line is above it, except in files without empty lines, where only a
    number is an id. Where each line is a paragraph, empty lines surround the id, which is the number of the cue.
    """
    # The last item is what is before the times on their own line.
    lines = lines[:-1] if not lines[-1].strip() else lines
    filled = [position for position, line in enumerate(lines) if line.strip()]
    if not filled:
        return lines
    last = lines[filled[-1]].strip()
    is_directly_above = filled[-1] == len(lines) - 1
    is_below_empty = filled[-1] == 0 or not lines[filled[-1] - 1].strip()
    if last.isascii() and last.isdigit():
        is_id = (is_directly_above and len(lines) > 1) or int(last[:9]) in {next_cue, next_cue + 1}
    else:
        # A single word without a digit may be all that the cue before has.
        is_alone = next_cue > 0 and len(filled) == 1 and not any(character.isdigit() for character in last)
        is_id = is_directly_above and is_below_empty and not is_alone and _CUE_ID.fullmatch(last) is not None
    return lines[: filled[-1]] if is_id else lines


def _without_comments(lines: list[str], parts: _CaptionFile) -> list[str]:
    """The lines without comments and styles, which begin below an empty line and end with the next one."""
    kept: list[str] = []
    is_comment, is_below_empty = False, False
    for line in lines:
        if not line.strip():
            is_comment, is_below_empty = False, True
        elif is_below_empty and _COMMENT.match(line.lstrip()):
            is_comment, is_below_empty = True, False
        else:
            is_below_empty = False
        if is_comment:
            parts.left_out["remarks"] += count_characters(line)
            if not line.lstrip().startswith(("STYLE", "REGION")):
                parts.n_comment_words += count_words(line.lstrip().removeprefix("NOTE"))
        else:
            kept.append(line)
    return kept
