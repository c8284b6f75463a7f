"""Captions (.vtt, .srt): Zoom ``Name: text``, Teams ``<v Name>text</v>``, several voices a cue, or no names at all.

No VTT library read these files right: webvtt-py leaves entities in and drops the second voice of a cue, pysubs2 leaks
Teams' cue ids and drops speakers. So this small tolerant reader: a cue is a line with ``-->`` and the lines below it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.ingest.file_content import Transcript, Utterance
from voc.ingest.transcripts.speakers import MAX_LABEL, can_be_label, is_known, normal
from voc.ingest.transcripts.utterances import ARROW_LINE, seconds

PAUSE_S = 3.0
"""Where nobody is named, a silence this long ends a paragraph."""
LONG = 1_500
"""… and so does the end of a sentence after this many characters, or any cue after twice as many."""

_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]{1,200})>|</v\s*>", re.I)
_TAG = re.compile(r"</?(?:[ibu]|c|ruby|rt|lang|font|span)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[^}]{0,80}\}", re.I)
_PREFIX = re.compile(rf"^[ \t]*(?:-[ \t]*|>>[ \t]*)?([^\W_][^:\n<>\[\]]{{0,{MAX_LABEL - 1}}}):(?!//)(?=\s|$)[ \t]*")
_BOXED = re.compile(rf"^[ \t]*[\[(]([^\W\d_][^:\n<>\[\]()]{{0,{MAX_LABEL - 1}}})[\])][ \t]*:?[ \t]*(?:\n|$)")
_FILLER = {
    "so",
    "okay",
    "ok",
    "yeah",
    "yes",
    "no",
    "and",
    "but",
    "well",
    "ja",
    "nein",
    "also",
    "und",
    "aber",
    "genau",
    "gut",
}
_BLANK = re.compile(r"\n[ \t]*+\n(?![ \t]*[\[(][^\W\d_])")
"""An empty line ends a cue, unless the second speaker of the cue is named below it, in brackets."""
_EMPTY_BELOW = re.compile(r"[^\n]*\n[ \t]*\n")
"""In Word, Teams may put time, name and words into paragraphs of their own."""
_SENTENCE_END = re.compile(r"[.!?…][\"”“»’')]*$")


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption: ``label`` is None when the cue names nobody, so that the speaker before goes on."""

    start_s: float
    end_s: float
    label: str | None
    text: str


def recognise(text: str) -> bool:
    """Whether the text has cues: a WEBVTT line, or two lines with ``-->``."""
    return text.lstrip().startswith("WEBVTT") or len(ARROW_LINE.findall(text)) >= 2


def read(text: str) -> Transcript:
    """The turns of a caption file; its document text is written anew, one paragraph a turn."""
    return join_captions(list(_voices(_payloads(text))))


def _payloads(text: str) -> list[Caption]:
    """Cues with their raw text. A line that is followed by ``-->`` is a cue's id and no speech."""
    arrows = list(ARROW_LINE.finditer(text))
    spread = not text.lstrip().startswith("WEBVTT") and bool(arrows) and _EMPTY_BELOW.match(text, arrows[0].end())
    cues = []
    for position, arrow in enumerate(arrows):
        body_start = text.find("\n", arrow.end()) + 1 or len(text)
        end = arrows[position + 1].start() if position + 1 < len(arrows) else len(text)
        body = text[body_start:end]
        if spread:
            body = "\n".join(line for line in body.split("\n") if line.strip())
        blank = _BLANK.search("\n" + body)
        if blank:
            body = body[: max(blank.start() - 1, 0)]
        elif position + 1 < len(arrows):
            lines = body.rstrip("\n").split("\n")  # no empty line between cues: a last line of digits is the next id
            body = "\n".join(lines[:-1] if len(lines) > 1 and lines[-1].strip().isdigit() else lines)
        start_s, end_s = seconds(arrow["start"]) or 0.0, seconds(arrow["end"]) or 0.0
        cues.append(Caption(start_s, end_s, None, body))
    return cues


def _names_above(cues: Sequence[Caption]) -> bool:
    """Whether the first line of every cue is a name (Teams in Word): like a name, and coming again."""
    heads = [cue.text.split("\n", 1)[0].strip() for cue in cues if "\n" in cue.text.strip()]
    names = {normal(head) for head in heads}
    return (
        len(heads) >= 3
        and len(heads) >= 0.9 * len([cue for cue in cues if cue.text.strip()])
        and len(names) <= max(2, 0.5 * len(heads))
        and not any(_BOXED.match(head + "\n") for head in heads)
        and all(can_be_label(head) and not _SENTENCE_END.search(head) and not head[0].islower() for head in heads)
    )


def _below_names(cues: Sequence[Caption]) -> Iterator[Caption]:
    for cue in cues:
        head, _, said = cue.text.strip().partition("\n")
        if said:
            yield Caption(cue.start_s, cue.end_s, html.unescape(head.strip()), _clean(said))


def _voices(cues: Sequence[Caption]) -> Iterator[Caption]:
    """Cues with their speakers, tags and entities resolved; a cue with several voices becomes several."""
    if not any(_VOICE.search(cue.text) for cue in cues) and _names_above(cues):
        yield from _below_names(cues)
        return
    prefixes = _believed_prefixes(cues)
    for cue in cues:
        if _VOICE.search(cue.text):
            yield from _tagged(cue)
            continue
        lines = cue.text.split("\n")
        pieces: list[tuple[str | None, list[str]]] = [(None, [])]
        for line in lines:
            found = _PREFIX.match(line)
            boxed = _BOXED.match(line + "\n")
            if line.strip() == "-":
                continue
            if boxed and normal(boxed[1]) in prefixes:
                pieces.append((boxed[1].strip(), []))
            elif found and normal(found[1]) in prefixes:
                pieces.append((found[1].strip(), [line[found.end() :]]))
            else:
                pieces[-1][1].append(line)
        for label, said in pieces:
            yield Caption(
                cue.start_s, cue.end_s, None if label is None else html.unescape(label), _clean("\n".join(said))
            )


def _tagged(cue: Caption) -> Iterator[Caption]:
    position, label = 0, None
    for tag in [*_VOICE.finditer(cue.text), None]:
        said = _clean(cue.text[position : tag.start() if tag else len(cue.text)])
        if said:
            yield Caption(cue.start_s, cue.end_s, label, said)
        if tag:
            position = tag.end()
            label = html.unescape(tag[1].strip()) if tag[1] else None


def _believed_prefixes(cues: Sequence[Caption]) -> set[str]:
    """What stands before a colon counts as a name when it repeats or is written like one ("Ada Berg")."""
    counts: Counter[str] = Counter()
    looks: dict[str, bool] = {}
    for cue in cues:
        for line in cue.text.split("\n"):
            found = _PREFIX.match(line) or _BOXED.match(line + "\n")
            if found and can_be_label(found[1]) and normal(found[1]) not in _FILLER:
                label = found[1].strip()
                boxed = _PREFIX.match(line) is None
                counts[normal(label)] += 1
                words = re.sub(r"[()|,\-]", " ", label).split()
                named = len(words) in {2, 3, 4} and all(not word[0].islower() for word in words)
                looks[normal(label)] = looks.get(normal(label), False) or (not boxed and (named or is_known(label)))
    return {label for label, count in counts.items() if count >= 2 or looks[label]}


def _clean(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def join_captions(cues: Sequence[Caption]) -> Transcript:
    """Successive cues of one speaker joined into turns; text is ``Name: words``, a paragraph a turn."""
    turns: list[tuple[str, float, list[str]]] = []
    label, last_end, length = "", 0.0, 0
    for cue in cues:
        said = " ".join(cue.text.split())
        if not said:
            continue
        speaker = label if cue.label is None else cue.label
        fresh = (
            not turns or speaker != label or (not speaker and _breaks(turns[-1][2][-1], cue.start_s - last_end, length))
        )
        if fresh:
            turns.append((speaker, cue.start_s, []))
            length = 0
        turns[-1][2].append(said)
        length += len(said) + 1
        label, last_end = speaker, cue.end_s
    return _written(turns)


def _breaks(last: str, pause_s: float, length: int) -> bool:
    return pause_s >= PAUSE_S or length > 2 * LONG or (length > LONG and _SENTENCE_END.search(last) is not None)


def _written(turns: Sequence[tuple[str, float, list[str]]]) -> Transcript:
    pieces: list[str] = []
    found, position = [], 0
    for label, time_s, said in turns:
        head, body = (f"{label}: " if label else ""), " ".join(said)
        pieces.append(f"{head}{body}\n\n")
        start = position + len(head)
        found.append(Utterance(start, start + len(body), label, time_s))
        position += len(pieces[-1])
    unnamed = bool(turns) and not any(label for label, _, _ in turns)
    notes = ("No speakers are named: all words count as one participant's.",) if unnamed else ()
    return Transcript("".join(pieces), tuple(found), notes)


def has_prefixes(text: str) -> bool:
    """Whether cues begin with ``Name:``."""
    return bool(_believed_prefixes(_payloads(text)))


def has_names_above(text: str) -> bool:
    """Whether the first line of every cue is a name, without voice tags."""
    cues = _payloads(text)
    return not any(_VOICE.search(cue.text) for cue in cues) and _names_above(cues)
