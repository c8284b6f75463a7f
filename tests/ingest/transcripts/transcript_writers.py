"""A talk, written out as the programs of researchers write it: the mirror of the readers, for tests only."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO


@dataclass(frozen=True)
class Said:
    """Who says what, and at which whole second they start."""

    speaker: str
    words: str
    start: int


Talk = Sequence[Said]
Turn = tuple[str, str, float | None]


def clock(seconds: float, *, tenths: bool = False) -> str:
    whole = int(seconds)
    text = f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    return f"{text}.{round(seconds * 10) % 10}" if tenths else text


def short(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}" if seconds >= 3600 else (
        f"{seconds // 60}:{seconds % 60:02d}"
    )  # fmt: skip


def as_said(talk: Talk, *, timed: bool = True) -> list[Turn]:
    """What a reader should find that keeps every piece."""
    return [(one.speaker, one.words, float(one.start) if timed else None) for one in talk]


def joined(talk: Talk) -> list[Turn]:
    """What a reader should find that joins neighbouring pieces of one speaker."""
    found: list[Turn] = []
    for one in talk:
        if found and found[-1][0] == one.speaker:
            found[-1] = (one.speaker, f"{found[-1][1]} {one.words}", found[-1][2])
        else:
            found.append((one.speaker, one.words, float(one.start)))
    return found


def after_marks(talk: Talk) -> list[Turn]:
    """f4: a turn starts where the one before it ended."""
    starts = [0.0, *(one.start + 0.8 for one in talk)]
    return [(one.speaker, one.words, starts[position]) for position, one in enumerate(talk)]


def first_of_each_block(talk: Talk, size: int = 3) -> list[Turn]:
    """Google Meet: only the first turn below a time has it."""
    return [
        (one.speaker, one.words, float(one.start) if position % size == 0 else None)
        for position, one in enumerate(talk)
    ]


# --------------------------------------------------------------------------------------------------------- plain text


def generic(talk: Talk) -> str:
    return "\n\n".join(f"[{clock(one.start)}] {one.speaker}: {one.words}" for one in talk) + "\n"


def bold_markdown(talk: Talk) -> str:
    return "# A talk\n\n" + "\n\n".join(f"**{one.speaker}:** {one.words}" for one in talk) + "\n"


def f4(talk: Talk) -> str:
    return "\n\n".join(f"{one.speaker}: {one.words} #{clock(one.start)}-8#" for one in talk) + "\n"


def maxqda(talk: Talk) -> str:
    return "\n".join(f"{clock(one.start, tenths=True)}{one.speaker}: {one.words}" for one in talk) + "\n"


def otter(talk: Talk) -> str:
    turns = "".join(f"{one.speaker}  {short(one.start)}  \n{one.words}\n\n" for one in talk)
    return turns + "Transcribed by https://otter.ai\n"


def rev_lines(talk: Talk) -> str:
    return "\n\n".join(f"{one.speaker} ({short(one.start)}):\n{one.words}" for one in talk) + "\n"


def rev_labels(talk: Talk) -> str:
    return "\n\n".join(f"{one.speaker} ({clock(one.start)}): {one.words}" for one in talk) + "\n"


# ----------------------------------------------------------------------------------------------------------- captions


def _cues(talk: Talk, line: Callable[[Said], str], numbered: Callable[[int], str], comma: str = ".") -> str:
    return "".join(
        f"{numbered(number)}\n{clock(one.start)}{comma}000 --> {clock(one.start)}{comma}900\n{line(one)}\n\n"
        for number, one in enumerate(talk, start=1)
    )


def zoom(talk: Talk) -> str:
    return "WEBVTT\n\n" + _cues(talk, lambda one: f"{one.speaker}: {one.words}", str)


def teams(talk: Talk) -> str:
    def line(one: Said) -> str:
        return f"<v {html.escape(one.speaker, quote=False)}>{html.escape(one.words, quote=False)}</v>"

    return "WEBVTT\n\n" + _cues(talk, line, lambda number: f"5f2e1c9a-0b7d-4c55-9c1e-3a7b8d2f6e10/{number}-0")


def noscribe_vtt(talk: Talk) -> str:
    note = "WEBVTT my talk\n\nNOTE\nTranscribed with noScribe vers. 0.6\nMedia source: talk.mp3\n\n"
    return note + _cues(talk, lambda one: f"<v {one.speaker}>{html.escape(one.words, quote=False)}", str)


def srt(talk: Talk) -> str:
    return _cues(talk, lambda one: f"{one.speaker}: {one.words}", str, comma=",")


def noscribe_html(talk: Talk) -> str:
    paragraphs, before = [], ""
    for one in talk:
        shown = f"{one.speaker}: {one.words}" if one.speaker != before else f" {one.words}"
        name = f"ts_{one.start * 1000}_{one.start * 1000 + 900}_{one.speaker}"
        anchor = f'<a name="{html.escape(name)}">{html.escape(shown)}</a>'
        if one.speaker == before:
            paragraphs[-1] += anchor
        else:
            paragraphs.append(anchor)
        before = one.speaker
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return f"<!DOCTYPE html><html><head><title>talk</title></head><body><p>talk.mp3</p>\n{body}</body></html>"


# --------------------------------------------------------------------------------------------------------------- JSON


def whisper(talk: Talk) -> str:
    segments = [{"id": n, "start": one.start, "end": one.start + 0.9, "text": f" {one.words}"}
                for n, one in enumerate(talk)]  # fmt: skip
    return json.dumps({"text": "", "segments": segments, "language": "de"})


def whisperx(talk: Talk) -> str:
    segments = [
        {"start": one.start, "end": one.start + 0.9, "text": one.words, "speaker": one.speaker,
         "words": [{"word": word} for word in one.words.split()]}
        for one in talk
    ]  # fmt: skip
    return json.dumps({"segments": segments, "word_segments": []}, ensure_ascii=False)


def hugging_face(talk: Talk) -> str:
    chunks = [{"timestamp": [one.start, one.start + 0.9], "text": f" {one.words}"} for one in talk]
    chunks[-1]["timestamp"][1] = None  # type: ignore[index]
    return json.dumps({"text": "", "chunks": chunks})


def _number(talk: Talk, speaker: str) -> int:
    return list(dict.fromkeys(one.speaker for one in talk)).index(speaker)


def deepgram(talk: Talk) -> str:
    utterances = [
        {"start": float(one.start), "end": one.start + 0.9, "speaker": _number(talk, one.speaker),
         "transcript": one.words, "id": str(n), "words": []}
        for n, one in enumerate(talk)
    ]  # fmt: skip
    return json.dumps({"metadata": {"duration": 9.0}, "results": {"channels": [], "utterances": utterances}})


def deepgram_paragraphs(talk: Talk) -> str:
    paragraphs = [
        {"start": float(one.start), "end": one.start + 0.9, "speaker": _number(talk, one.speaker),
         "sentences": [{"text": one.words, "start": one.start, "end": one.start + 0.9}]}
        for one in talk
    ]  # fmt: skip
    alternative = {"transcript": "", "paragraphs": {"transcript": "", "paragraphs": paragraphs}}
    return json.dumps({"metadata": {}, "results": {"channels": [{"alternatives": [alternative]}]}})


def assemblyai(talk: Talk) -> str:
    utterances = [
        {"speaker": chr(ord("A") + _number(talk, one.speaker)), "start": one.start * 1000,
         "end": one.start * 1000 + 900, "text": one.words, "confidence": 0.9}
        for one in talk
    ]  # fmt: skip
    return json.dumps({"id": "1", "status": "completed", "text": "", "utterances": utterances})


# --------------------------------------------------------------------------------------------------------------- Word


def _document(paragraphs: Sequence[str], headings: Sequence[str] = ()) -> bytes:
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        if paragraph in headings:
            document.add_heading(paragraph, 1)
        else:
            document.add_paragraph(paragraph)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def teams_docx(talk: Talk) -> bytes:
    head = ["Wöchentliches Treffen-20260305_100012-Besprechungsaufzeichnung", "5. März 2026, 10:00AM", "35m 12s",
            "Ada Berg started transcription"]  # fmt: skip
    turns = [f"{one.speaker}   {short(one.start)}\n{one.words}" for one in talk]
    return _document([*head, *turns, "Ada Berg stopped transcription"])


def teams_arrows_docx(talk: Talk) -> bytes:
    def stamp(seconds: float) -> str:
        return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60}:{int(seconds) % 60}.{int(seconds * 10) % 10}00"

    return _document([f"{stamp(one.start)} --> {stamp(one.start + 0.5)}\n{one.speaker}\n{one.words}" for one in talk])


def meet_docx(talk: Talk, size: int = 3) -> bytes:
    paragraphs = ["Treffen (2026-03-05 10:00 GMT+1) - Transcript", "Attendees", "Ada Berg, Ben Tal", "Transcript"]
    for position, one in enumerate(talk):
        if position % size == 0:
            paragraphs.append(clock(one.start))
        paragraphs.append(f"{one.speaker}: {one.words}")
    paragraphs += ["Transcription ended after 00:35:12",
                   "This editable transcript was computer generated and might contain errors."]  # fmt: skip
    return _document(paragraphs, ("Transcript",))


def word_transcribe_docx(talk: Talk) -> bytes:
    paragraphs = ["Audio file", "talk.mp3", "Transcript"]
    for one in talk:
        paragraphs += [f"{clock(one.start)} {one.speaker}", one.words]
    return _document(paragraphs, ("Audio file", "Transcript"))
