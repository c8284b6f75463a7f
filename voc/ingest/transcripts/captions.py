"""Read captions (.vtt, .srt): Zoom ``Name: text``, Teams ``<v Name>text</v>``, several voices in a cue, or no names.

No VTT library read these files correctly: webvtt-py leaves entities in and drops the second voice of a cue, pysubs2
leaks Teams' cue ids and drops speakers. For this tolerant reader, a cue is a line with ``-->`` and the lines below it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.ingest.file_content import Transcript, Utterance
from voc.ingest.transcripts.speakers import MAX_LABEL, can_be_label, is_known, normalise_label
from voc.ingest.transcripts.utterances import ARROW_LINE, parse_seconds

_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]{1,200})>|</v\s*>", re.I)
_VOICE_START = re.compile(r"<v(?:\.[\w.]+)?\s+[^>\n]{1,200}>", re.I)
_TAG = re.compile(r"</?(?:[ibu]|c|ruby|rt|lang|font|span)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[^}]{0,80}\}", re.I)
_PREFIX = re.compile(rf"^[ \t]*(?:-[ \t]*|>>[ \t]*)?([^\W_][^:\n<>\[\]]{{0,{MAX_LABEL - 1}}}):(?!//)(?=\s|$)[ \t]*")
_NAME_IN_BRACKETS = re.compile(rf"^[ \t]*[\[(]([^\W\d_][^:\n<>\[\]()]{{0,{MAX_LABEL - 1}}})[\])][ \t]*:?[ \t]*(?:\n|$)")
_FILLERS = frozenset({
    "aber", "also", "and", "but", "genau", "gut", "ja", "nein", "no", "ok", "okay", "so", "und", "well", "yeah", "yes",
})  # fmt: skip
"""Words before a colon that are speech and never a name, however often they occur."""
# An empty line ends a cue, unless the second speaker of the cue is named below it, in brackets.
_CUE_END = re.compile(r"\n[ \t]*+\n(?![ \t]*[\[(][^\W\d_])")
# In Word, Teams may put time, name and words into paragraphs of their own.
_EMPTY_LINE_BELOW = re.compile(r"[^\n]*\n[ \t]*\n")
_SENTENCE_END = re.compile(r"[.!?…][\"”“»’')]*$")


@dataclass(frozen=True, slots=True)
class ParagraphThresholds:
    """When captions without names start a new paragraph."""

    pause_s: float = 3.0
    """Seconds of silence that end a paragraph."""
    length: int = 1_500
    """Code points after which a paragraph ends with the sentence; after twice as many, it ends with the caption."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Words with their times in seconds. ``label`` is None when nobody is named and the last speaker goes on."""

    start_s: float
    end_s: float
    label: str | None
    text: str


def is_captions(text: str) -> bool:
    """Whether the text has cues: a WEBVTT line, or two lines with ``-->``."""
    return text.lstrip().startswith("WEBVTT") or len(ARROW_LINE.findall(text)) >= 2


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
    cues = _cues(text)
    return not any(_VOICE.search(cue.text) for cue in cues) and _have_names_above(cues)


def is_zoom_vtt(text: str) -> bool:
    """Whether this is a .vtt file of Zoom: ``Name: words`` in the cues."""
    is_vtt = text.lstrip().startswith("WEBVTT") and len(ARROW_LINE.findall(text)) >= 2
    return is_vtt and bool(_believed_prefixes(_cues(text)))


def read_captions(text: str) -> Transcript:
    """The turns of a caption file; the document's text is rewritten with a paragraph per turn."""
    return join_captions(list(_captions(_cues(text))))


def _cues(text: str) -> list[Caption]:
    """Cues with their raw text, without the ids in the lines above ``-->``."""
    arrows = list(ARROW_LINE.finditer(text))
    is_vtt = text.lstrip().startswith("WEBVTT")
    is_spread = not is_vtt and bool(arrows) and _EMPTY_LINE_BELOW.match(text, arrows[0].end())
    cues = []
    for position, arrow in enumerate(arrows):
        is_last = position + 1 == len(arrows)
        body_start = text.find("\n", arrow.end()) + 1 or len(text)
        body = text[body_start : len(text) if is_last else arrows[position + 1].start()]
        if is_spread:
            body = "\n".join(line for line in body.split("\n") if line.strip())
        end = _CUE_END.search("\n" + body)
        if end:
            body = body[: max(end.start() - 1, 0)]
        elif not is_last:
            # Without an empty line between cues, a last line of digits is the id of the next cue.
            lines = body.rstrip("\n").split("\n")
            body = "\n".join(lines[:-1] if len(lines) > 1 and lines[-1].strip().isdigit() else lines)
        start_s, end_s = parse_seconds(arrow["start"]) or 0.0, parse_seconds(arrow["end"]) or 0.0
        cues.append(Caption(start_s, end_s, None, body))
    return cues


def _have_names_above(cues: Sequence[Caption]) -> bool:
    """Whether the first lines of the cues are names (Teams in Word): they look like names, and few of them recur."""
    heads = [cue.text.split("\n", 1)[0].strip() for cue in cues if "\n" in cue.text.strip()]
    names = {normalise_label(head) for head in heads}
    return (
        len(heads) >= 3
        and len(heads) >= 0.9 * len([cue for cue in cues if cue.text.strip()])
        and len(names) <= max(2, 0.5 * len(heads))
        and not any(_NAME_IN_BRACKETS.match(head + "\n") for head in heads)
        and all(can_be_label(head) and not _SENTENCE_END.search(head) and not head[0].islower() for head in heads)
    )


def _captions(cues: Sequence[Caption]) -> Iterator[Caption]:
    """Captions with speakers, without tags and entities; a cue with several voices becomes several captions."""
    if not any(_VOICE.search(cue.text) for cue in cues) and _have_names_above(cues):
        for cue in cues:
            head, _, words = cue.text.strip().partition("\n")
            if words:
                yield Caption(cue.start_s, cue.end_s, html.unescape(head.strip()), _clean(words))
        return
    prefixes = _believed_prefixes(cues)
    for cue in cues:
        yield from _voices(cue) if _VOICE.search(cue.text) else _prefixed_voices(cue, prefixes)


def _voices(cue: Caption) -> Iterator[Caption]:
    """The voices of a cue with ``<v Name>`` tags."""
    position, label = 0, None
    for tag in [*_VOICE.finditer(cue.text), None]:
        words = _clean(cue.text[position : tag.start() if tag else len(cue.text)])
        if words:
            yield Caption(cue.start_s, cue.end_s, label, words)
        if tag:
            position = tag.end()
            label = html.unescape(tag[1].strip()) if tag[1] else None


def _prefixed_voices(cue: Caption, prefixes: set[str]) -> Iterator[Caption]:
    """The voices of a cue with ``Name:`` before the words, or ``(Name)`` on a line above them."""
    voices: list[tuple[str | None, list[str]]] = [(None, [])]
    for line in cue.text.split("\n"):
        prefix = _PREFIX.match(line)
        bracketed = _NAME_IN_BRACKETS.match(line + "\n")
        if line.strip() == "-":
            continue  # separates two speakers of a cue
        if bracketed and normalise_label(bracketed[1]) in prefixes:
            voices.append((bracketed[1].strip(), []))
        elif prefix and normalise_label(prefix[1]) in prefixes:
            voices.append((prefix[1].strip(), [line[prefix.end() :]]))
        else:
            voices[-1][1].append(line)
    for label, lines in voices:
        yield Caption(cue.start_s, cue.end_s, None if label is None else html.unescape(label), _clean("\n".join(lines)))


def _believed_prefixes(cues: Sequence[Caption]) -> set[str]:
    """Labels before a colon or in brackets that repeat or are written like a name ("Ada Berg"), normalised."""
    counts: Counter[str] = Counter()
    look_like_names: set[str] = set()
    for cue in cues:
        for line in cue.text.split("\n"):
            prefix = _PREFIX.match(line)
            match = prefix or _NAME_IN_BRACKETS.match(line + "\n")
            if match is None or not can_be_label(match[1]) or normalise_label(match[1]) in _FILLERS:
                continue
            label = match[1].strip()
            counts[normalise_label(label)] += 1
            words = re.sub(r"[()|,\-]", " ", label).split()
            is_name = len(words) in {2, 3, 4} and all(not word[0].islower() for word in words)
            # Words in brackets on a line of their own may be a noise ("(Door closes)"), so only repeated ones count.
            if prefix and (is_name or is_known(label)):
                look_like_names.add(normalise_label(label))
    return {label for label, count in counts.items() if count >= 2 or label in look_like_names}


def _clean(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", text)).split())


@dataclass(slots=True)
class _JoinedTurn:
    label: str
    start_s: float
    words: list[str]
    length: int = 0


def join_captions(captions: Sequence[Caption], thresholds: ParagraphThresholds = ParagraphThresholds()) -> Transcript:
    """Join successive captions of one speaker to turns, without captions that have no words.

    The document's text is rewritten: ``Name: words``, a paragraph per turn.
    """
    turns: list[_JoinedTurn] = []
    label, last_end_s = "", 0.0
    for caption in captions:
        words = " ".join(caption.text.split())
        if not words:
            continue
        speaker = label if caption.label is None else caption.label
        is_new_turn = (
            not turns
            or speaker != label
            or (not speaker and _ends_paragraph(turns[-1], caption.start_s - last_end_s, thresholds))
        )
        if is_new_turn:
            turns.append(_JoinedTurn(speaker, caption.start_s, []))
        turns[-1].words.append(words)
        turns[-1].length += len(words) + 1
        label, last_end_s = speaker, caption.end_s
    return _write_transcript(turns)


def _ends_paragraph(turn: _JoinedTurn, pause_s: float, thresholds: ParagraphThresholds) -> bool:
    is_sentence_end = _SENTENCE_END.search(turn.words[-1]) is not None
    return (
        pause_s >= thresholds.pause_s
        or turn.length > 2 * thresholds.length
        or (turn.length > thresholds.length and is_sentence_end)
    )


def _write_transcript(turns: Sequence[_JoinedTurn]) -> Transcript:
    paragraphs: list[str] = []
    utterances, position = [], 0
    for turn in turns:
        head, body = (f"{turn.label}: " if turn.label else ""), " ".join(turn.words)
        paragraphs.append(f"{head}{body}\n\n")
        start = position + len(head)
        utterances.append(Utterance(start, start + len(body), turn.label, turn.start_s))
        position += len(paragraphs[-1])
    is_unnamed = bool(turns) and not any(turn.label for turn in turns)
    notes = ("No speakers are named: all words count as one participant's.",) if is_unnamed else ()
    return Transcript("".join(paragraphs), tuple(utterances), notes)
