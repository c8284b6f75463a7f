"""A talk, written out as the programs of researchers write it: the mirror of the readers, for tests only."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO


@dataclass(frozen=True)
class Speech:
    """Who says what, and at which whole second they start."""

    speaker: str
    words: str
    start: int


Talk = Sequence[Speech]
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
    return [(speech.speaker, speech.words, float(speech.start) if timed else None) for speech in talk]


def joined(talk: Talk) -> list[Turn]:
    """What a reader should find that joins neighbouring pieces of one speaker."""
    turns: list[Turn] = []
    for speech in talk:
        if turns and turns[-1][0] == speech.speaker:
            turns[-1] = (speech.speaker, f"{turns[-1][1]} {speech.words}", turns[-1][2])
        else:
            turns.append((speech.speaker, speech.words, float(speech.start)))
    return turns


def after_marks(talk: Talk) -> list[Turn]:
    """f4: a turn starts where the one before it ended."""
    starts = [0.0, *(speech.start + 0.8 for speech in talk)]
    return [(speech.speaker, speech.words, starts[position]) for position, speech in enumerate(talk)]


def first_of_each_block(talk: Talk, size: int = 3) -> list[Turn]:
    """Google Meet: only the first turn below a time has it."""
    return [
        (speech.speaker, speech.words, float(speech.start) if position % size == 0 else None)
        for position, speech in enumerate(talk)
    ]


# --------------------------------------------------------------------------------------------------------- plain text


def generic(talk: Talk) -> str:
    return "\n\n".join(f"[{clock(speech.start)}] {speech.speaker}: {speech.words}" for speech in talk) + "\n"


def bold_markdown(talk: Talk) -> str:
    return "# A talk\n\n" + "\n\n".join(f"**{speech.speaker}:** {speech.words}" for speech in talk) + "\n"


def f4(talk: Talk) -> str:
    return "\n\n".join(f"{speech.speaker}: {speech.words} #{clock(speech.start)}-8#" for speech in talk) + "\n"


def maxqda(talk: Talk) -> str:
    return "\n".join(f"{clock(speech.start, tenths=True)}{speech.speaker}: {speech.words}" for speech in talk) + "\n"


def otter(talk: Talk) -> str:
    turns = "".join(f"{speech.speaker}  {short(speech.start)}  \n{speech.words}\n\n" for speech in talk)
    return turns + "Transcribed by https://otter.ai\n"


def rev_lines(talk: Talk) -> str:
    return "\n\n".join(f"{speech.speaker} ({short(speech.start)}):\n{speech.words}" for speech in talk) + "\n"


def rev_labels(talk: Talk) -> str:
    return "\n\n".join(f"{speech.speaker} ({clock(speech.start)}): {speech.words}" for speech in talk) + "\n"


def teams_screen(talk: Talk) -> str:
    def head(speech: Speech) -> str:
        duration = f"{speech.start // 60} minutes {speech.start % 60} seconds"
        return f"{speech.speaker}\n{duration}\n{short(speech.start)}\n{speech.speaker} {duration}"

    return "\n\n".join(f"{head(speech)}\n{speech.words}" for speech in talk) + "\n"


def chat(talk: Talk) -> str:
    return "".join(
        f"03.08.26, {speech.start // 3600 + 8:02d}:{speech.start // 60 % 60:02d} - {speech.speaker}: {speech.words}\n"
        for speech in talk
    )


def headings(talk: Talk) -> str:
    return "\n\n".join(f"#### {speech.speaker}\n\n{speech.words}" for speech in talk) + "\n"


def maxqda_texts(talk: Talk) -> str:
    return "".join(f"#TEXT {speech.speaker} {n}\n{speech.words}\n" for n, speech in enumerate(talk))


# ----------------------------------------------------------------------------------------------------------- captions


def _cues(talk: Talk, line: Callable[[Speech], str], numbered: Callable[[int], str], comma: str = ".") -> str:
    return "".join(
        f"{numbered(number)}\n{clock(speech.start)}{comma}000 --> {clock(speech.start)}{comma}900\n{line(speech)}\n\n"
        for number, speech in enumerate(talk, start=1)
    )


def zoom(talk: Talk) -> str:
    return "WEBVTT\n\n" + _cues(talk, lambda speech: f"{speech.speaker}: {speech.words}", str)


def teams(talk: Talk) -> str:
    def line(speech: Speech) -> str:
        return f"<v {html.escape(speech.speaker, quote=False)}>{html.escape(speech.words, quote=False)}</v>"

    return "WEBVTT\n\n" + _cues(talk, line, lambda number: f"5f2e1c9a-0b7d-4c55-9c1e-3a7b8d2f6e10/{number}-0")


def noscribe_vtt(talk: Talk) -> str:
    note = "WEBVTT my talk\n\nNOTE\nTranscribed with noScribe vers. 0.6\nMedia source: talk.mp3\n\n"
    return note + _cues(talk, lambda speech: f"<v {speech.speaker}>{html.escape(speech.words, quote=False)}", str)


def srt(talk: Talk) -> str:
    return _cues(talk, lambda speech: f"{speech.speaker}: {speech.words}", str, comma=",")


def noscribe_html(talk: Talk) -> str:
    paragraphs, before = [], ""
    for speech in talk:
        shown = f"{speech.speaker}: {speech.words}" if speech.speaker != before else f" {speech.words}"
        name = f"ts_{speech.start * 1000}_{speech.start * 1000 + 900}_{speech.speaker}"
        anchor = f'<a name="{html.escape(name)}">{html.escape(shown)}</a>'
        if speech.speaker == before:
            paragraphs[-1] += anchor
        else:
            paragraphs.append(anchor)
        before = speech.speaker
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return f"<!DOCTYPE html><html><head><title>talk</title></head><body><p>talk.mp3</p>\n{body}</body></html>"


# --------------------------------------------------------------------------------------------------------------- JSON


def whisper(talk: Talk) -> str:
    segments = [{"id": n, "start": speech.start, "end": speech.start + 0.9, "text": f" {speech.words}"}
                for n, speech in enumerate(talk)]  # fmt: skip
    return json.dumps({"text": "", "segments": segments, "language": "de"})


def whisperx(talk: Talk) -> str:
    segments = [
        {"start": speech.start, "end": speech.start + 0.9, "text": speech.words, "speaker": speech.speaker,
         "words": [{"word": word} for word in speech.words.split()]}
        for speech in talk
    ]  # fmt: skip
    return json.dumps({"segments": segments, "word_segments": []}, ensure_ascii=False)


def hugging_face(talk: Talk) -> str:
    chunks = [{"timestamp": [speech.start, speech.start + 0.9], "text": f" {speech.words}"} for speech in talk]
    chunks[-1]["timestamp"][1] = None  # type: ignore[index]
    return json.dumps({"text": "", "chunks": chunks})


def _number(talk: Talk, speaker: str) -> int:
    return list(dict.fromkeys(speech.speaker for speech in talk)).index(speaker)


def deepgram(talk: Talk) -> str:
    utterances = [
        {"start": float(speech.start), "end": speech.start + 0.9, "speaker": _number(talk, speech.speaker),
         "transcript": speech.words, "id": str(n), "words": []}
        for n, speech in enumerate(talk)
    ]  # fmt: skip
    return json.dumps({"metadata": {"duration": 9.0}, "results": {"channels": [], "utterances": utterances}})


def deepgram_paragraphs(talk: Talk) -> str:
    paragraphs = [
        {"start": float(speech.start), "end": speech.start + 0.9, "speaker": _number(talk, speech.speaker),
         "sentences": [{"text": speech.words, "start": speech.start, "end": speech.start + 0.9}]}
        for speech in talk
    ]  # fmt: skip
    alternative = {"transcript": "", "paragraphs": {"transcript": "", "paragraphs": paragraphs}}
    return json.dumps({"metadata": {}, "results": {"channels": [{"alternatives": [alternative]}]}})


def assemblyai(talk: Talk) -> str:
    utterances = [
        {"speaker": chr(ord("A") + _number(talk, speech.speaker)), "start": speech.start * 1000,
         "end": speech.start * 1000 + 900, "text": speech.words, "confidence": 0.9}
        for speech in talk
    ]  # fmt: skip
    return json.dumps({"id": "1", "status": "completed", "text": "", "utterances": utterances})


def talk_json(talk: Talk) -> str:
    """A meeting service: the speaker is a record, the time a clock."""
    pieces = [
        {"speaker": {"display_name": speech.speaker, "email": None}, "text": speech.words,
         "timestamp": clock(speech.start)}
        for speech in talk
    ]  # fmt: skip
    return json.dumps({"title": "Call", "transcript": pieces}, ensure_ascii=False)


def chat_json(talk: Talk) -> str:
    """Telegram: the words are there twice, in seconds since a day."""
    messages = [
        {"id": number, "type": "message", "date_unixtime": str(1_772_359_200 + speech.start), "from": speech.speaker,
         "from_id": speech.speaker, "text": speech.words, "text_entities": [{"type": "plain", "text": speech.words}]}
        for number, speech in enumerate(talk)
    ]  # fmt: skip
    return json.dumps({"name": "Call", "type": "private_group", "messages": messages}, ensure_ascii=False)


def aws_transcribe(talk: Talk) -> str:
    items, segments = [], []
    for speech in talk:
        label = f"spk_{_number(talk, speech.speaker)}"
        starts = []
        for position, word in enumerate(speech.words.split()):
            start = f"{speech.start + 0.01 * position:.2f}"
            starts.append({"start_time": start, "end_time": start, "speaker_label": label})
            items.append({"type": "pronunciation", "start_time": start, "end_time": start,
                          "alternatives": [{"content": word.rstrip(",.?"), "confidence": "0.9"}]})  # fmt: skip
            if word[-1] in ",.?":
                items.append({"type": "punctuation", "alternatives": [{"content": word[-1]}]})
        segments.append({"start_time": f"{speech.start}", "speaker_label": label, "items": starts})
    whole = {"transcript": " ".join(speech.words for speech in talk)}
    results = {"transcripts": [whole], "speaker_labels": {"speakers": 2, "segments": segments}, "items": items}
    return json.dumps({"jobName": "job", "status": "COMPLETED", "results": results})


def otranscribe(talk: Talk) -> str:
    paragraphs = "".join(
        f'<p><span class="timestamp" data-timestamp="{speech.start}">{short(speech.start)}</span>&nbsp;'
        f"{html.escape(speech.speaker)}: {html.escape(speech.words)}<br /></p>"
        for speech in talk
    )
    return json.dumps({"text": paragraphs, "media": "talk.mp3", "media-source": "", "media-time": 12.5})


# ----------------------------------------------------------------------------------- captions and annotation programs


def panel(talk: Talk) -> str:
    """YouTube's transcript panel as it is copied, without names, with the times in words."""
    return "".join(
        f"{short(speech.start)}\n{speech.start // 60} minutes, {speech.start % 60} seconds\n{speech.words}\n"
        for speech in talk
    )


def timed_text(talk: Talk) -> str:
    paragraphs = "".join(
        f'<p begin="{clock(speech.start)}.000" end="{clock(speech.start)}.900">'
        f"{html.escape(speech.speaker)}: {html.escape(speech.words)}</p>"
        for speech in talk
    )
    return f'<?xml version="1.0" encoding="utf-8"?><tt xmlns="http://www.w3.org/ns/ttml"><body>{paragraphs}</body></tt>'


def elan(talk: Talk) -> str:
    slots, tiers = "", dict.fromkeys((speech.speaker for speech in talk), "")
    for number, speech in enumerate(talk):
        for edge, value in ((2 * number, speech.start * 1000), (2 * number + 1, speech.start * 1000 + 900)):
            slots += f'<TIME_SLOT TIME_SLOT_ID="ts{edge}" TIME_VALUE="{value}"/>'
        tiers[speech.speaker] += (
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{number}" TIME_SLOT_REF1="ts{2 * number}" '
            f'TIME_SLOT_REF2="ts{2 * number + 1}"><ANNOTATION_VALUE>{html.escape(speech.words)}</ANNOTATION_VALUE>'
            "</ALIGNABLE_ANNOTATION></ANNOTATION>"
        )
    body = "".join(f'<TIER TIER_ID="{html.escape(name)}">{tier}</TIER>' for name, tier in tiers.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT FORMAT="3.0"><HEADER TIME_UNITS="milliseconds"/>'
        f"<TIME_ORDER>{slots}</TIME_ORDER>{body}</ANNOTATION_DOCUMENT>"
    )


def exmaralda(talk: Talk) -> str:
    names = list(dict.fromkeys(speech.speaker for speech in talk))
    speakers = "".join(
        f'<speaker id="SPK{n}"><abbreviation>{html.escape(name)}</abbreviation></speaker>'
        for n, name in enumerate(names)
    )
    points = "".join(
        f'<tli id="T{n}" time="{speech.start}"/><tli id="E{n}" time="{speech.start}.9"/>'
        for n, speech in enumerate(talk)
    )
    tiers = "".join(
        f'<tier id="TIE{n}" speaker="SPK{n}" category="v" type="t">'
        + "".join(
            f'<event start="T{at}" end="E{at}">{html.escape(speech.words)} </event>'
            for at, speech in enumerate(talk)
            if speech.speaker == name
        )
        + "</tier>"
        for n, name in enumerate(names)
    )
    head = f"<head><speakertable>{speakers}</speakertable></head>"
    body = f"<basic-body><common-timeline>{points}</common-timeline>{tiers}</basic-body>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<basic-transcription>{head}{body}</basic-transcription>'


def praat(talk: Talk) -> str:
    """A TextGrid in its long form, with a tier per speaker."""
    names = list(dict.fromkeys(speech.speaker for speech in talk))
    end = talk[-1].start + 1
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0", f"xmax = {end}",
             "tiers? <exists>", f"size = {len(names)}", "item []:"]  # fmt: skip
    for number, name in enumerate(names, start=1):
        spoken = [speech for speech in talk if speech.speaker == name]
        lines += [f"    item [{number}]:", '        class = "IntervalTier"', f'        name = "{name}"',
                  "        xmin = 0", f"        xmax = {end}", f"        intervals: size = {len(spoken)}"]  # fmt: skip
        for at, speech in enumerate(spoken, start=1):
            words = speech.words.replace('"', '""')
            lines += [f"        intervals [{at}]:", f"            xmin = {speech.start}",
                      f"            xmax = {speech.start + 0.9}", f'            text = "{words}"']  # fmt: skip
    return "\n".join(lines) + "\n"


def tei(talk: Talk) -> str:
    names = list(dict.fromkeys(speech.speaker for speech in talk))
    people = "".join(
        f'<person xml:id="P{n}"><persName>{html.escape(name)}</persName></person>' for n, name in enumerate(names)
    )
    points = '<when xml:id="T"/>' + "".join(
        f'<when xml:id="T{n}" interval="{speech.start}" since="#T"/>' for n, speech in enumerate(talk)
    )
    utterances = "".join(
        f'<u who="#P{names.index(speech.speaker)}" start="#T{n}">{html.escape(speech.words)}</u>'
        for n, speech in enumerate(talk)
    )
    header = f"<teiHeader><particDesc>{people}</particDesc></teiHeader>"
    body = f"<text><timeline>{points}</timeline><body>{utterances}</body></text>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}{body}</TEI>'


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
    turns = [f"{speech.speaker}   {short(speech.start)}\n{speech.words}" for speech in talk]
    return _document([*head, *turns, "Ada Berg stopped transcription"])


def teams_arrows_docx(talk: Talk) -> bytes:
    def stamp(seconds: float) -> str:
        return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60}:{int(seconds) % 60}.{int(seconds * 10) % 10}00"

    return _document(
        [f"{stamp(speech.start)} --> {stamp(speech.start + 0.5)}\n{speech.speaker}\n{speech.words}" for speech in talk]
    )


def meet_docx(talk: Talk, size: int = 3) -> bytes:
    paragraphs = ["Treffen (2026-03-05 10:00 GMT+1) - Transcript", "Attendees", "Ada Berg, Ben Tal", "Transcript"]
    for position, speech in enumerate(talk):
        if position % size == 0:
            paragraphs.append(clock(speech.start))
        paragraphs.append(f"{speech.speaker}: {speech.words}")
    paragraphs += ["Transcription ended after 00:35:12",
                   "This editable transcript was computer generated and might contain errors."]  # fmt: skip
    return _document(paragraphs, ("Transcript",))


def word_transcribe_docx(talk: Talk) -> bytes:
    paragraphs = ["Audio file", "talk.mp3", "Transcript"]
    for speech in talk:
        paragraphs += [f"{clock(speech.start)} {speech.speaker}", speech.words]
    return _document(paragraphs, ("Audio file", "Transcript"))
