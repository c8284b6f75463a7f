"""Read what speech recognition writes besides captions: .json, noScribe's .html, and .txt with a caption per line.

JSON: Whisper ``segments[].start/end/text`` in seconds; WhisperX adds ``speaker`` (a segment without one belongs to the
speaker before); a Hugging Face pipeline ``chunks[].timestamp = [start, end]``; Deepgram ``results.utterances[]`` or
``results.channels[0].alternatives[0].paragraphs`` (float seconds, integer speaker); AssemblyAI ``utterances[]``
(milliseconds, speaker "A").

noScribe: ``<a name="ts_{startMs}_{endMs}_{speaker}">words</a>``, in paragraphs that begin with the speaker. Overlapping
speech is written ``//S01: …//`` inside a turn and stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from statistics import median
from typing import Any

from voc.errors import FormatError
from voc.files.decode import count_characters
from voc.ingest.characters import explain_difference
from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.caption_turns import Caption, join_captions
from voc.ingest.transcripts.captions import read_pieces
from voc.ingest.transcripts.json_strings import explain_json
from voc.ingest.transcripts.speakers import MAX_LABEL, can_be_label
from voc.ingest.transcripts.talk_json import speaker_label
from voc.ingest.transcripts.utterances import BRACKETED, has_time_codes

MAX_START_S = 1e7
"""Seconds; a start after more than a hundred days is not a time in a recording."""

_Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class JsonLayout:
    """How one program lays out its JSON; ``find_records`` returns a record per caption, and [] for any other JSON."""

    program: str
    find_records: Callable[[str], list[_Record]]
    to_caption: Callable[[_Record], Caption]

    def recognise(self, text: str) -> bool:
        """Whether the text is JSON of this program."""
        return bool(self.find_records(text))

    def read(self, text: str) -> Transcript:
        """The turns of a JSON file that `recognise` accepts.

        Raises:
            FormatError: a record has no time or text.
        """
        try:
            captions = [self.to_caption(record) for record in self.find_records(text)]
        except (KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
            raise FormatError(
                f"must be the JSON of {self.program}, each piece with a start in numbers and text, found another. "
                "Export the transcript as .vtt or .srt."
            ) from error
        return read_pieces(captions, left_out=explain_json(text, captions))


def _parse_json(text: str, *keys: str) -> Any:
    """The JSON when it is valid and the text holds all keys, else None."""
    # The search for keys spares other JSON files, such as a table of 30 MB, the parser.
    if text.lstrip()[:1] not in {"{", "["} or not all(f'"{key}"' in text for key in keys):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _member(data: Any, name: str) -> Any:
    return data.get(name) if isinstance(data, dict) else None


def _records(value: Any, *needed: str) -> list[_Record]:
    """The records of a list when the first of them has all needed fields, else none."""
    records = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return records if records and all(name in records[0] for name in needed) else []


def _caption(record: _Record, start: Any, end: Any, text_field: str = "text") -> Caption:
    label = speaker_label(record.get("speaker")) or None
    start_s = round(float(start), 3)
    if not 0 <= start_s < MAX_START_S:
        raise ValueError("a start outside any recording")
    return Caption(start_s, start_s if end is None else round(float(end), 3), label, str(record[text_field]))


def _segments(text: str) -> list[_Record]:
    return _records(_member(_parse_json(text, "segments", "start", "text"), "segments"), "start", "text")


def _whisper(text: str) -> list[_Record]:
    # WhisperX writes the same layout and adds speakers.
    return [] if '"speaker"' in text else _segments(text)


def _whisperx(text: str) -> list[_Record]:
    records = _segments(text) if '"speaker"' in text else []
    return records if any("speaker" in record for record in records) else []


def _hugging_face(text: str) -> list[_Record]:
    data = _parse_json(text, "timestamp", "text")
    records = _records(_member(data, "chunks") if isinstance(data, dict) else data, "timestamp", "text")
    times = records[0]["timestamp"] if records else None
    return records if isinstance(times, list) and len(times) == 2 else []


def _deepgram(text: str) -> list[_Record]:
    """Utterances, else paragraphs with their sentences joined."""
    results = _member(_parse_json(text, "results", "start"), "results")
    utterances = _records(_member(results, "utterances"), "start", "transcript")
    if utterances:
        return utterances
    try:
        paragraphs = results["channels"][0]["alternatives"][0]["paragraphs"]["paragraphs"]
        return [
            {**item, "transcript": " ".join(str(sentence["text"]) for sentence in item["sentences"])}
            for item in _records(paragraphs, "start", "sentences")
        ]
    except (KeyError, IndexError, TypeError):
        return []


def _assemblyai(text: str) -> list[_Record]:
    data = _parse_json(text, "utterances", "start", "text")
    return _records(_member(data, "utterances"), "start", "text", "speaker")


WHISPER = JsonLayout("Whisper", _whisper, lambda item: _caption(item, item["start"], item.get("end")))
WHISPERX = JsonLayout("Whisper", _whisperx, WHISPER.to_caption)
HUGGING_FACE = JsonLayout(
    "the Hugging Face pipeline",
    _hugging_face,
    # The pipeline leaves the first start and the last end open when it is unsure.
    lambda item: _caption(item, item["timestamp"][0] or 0.0, item["timestamp"][1]),
)
DEEPGRAM = JsonLayout("Deepgram", _deepgram, lambda item: _caption(item, item["start"], item.get("end"), "transcript"))
ASSEMBLYAI = JsonLayout(
    "AssemblyAI",
    _assemblyai,
    lambda item: _caption(item, item["start"] / 1000, (item.get("end") or item["start"]) / 1000),
)


_ANCHOR_NAME = re.compile(r"ts_(\d+)_(\d+)_([^\"'<>]*)")
_LABEL_BEFORE_WORDS = re.compile(rf"^\s*(?:{BRACKETED}\s*)?(?P<label>[^\W_][^:\n]{{0,{MAX_LABEL - 1}}}):(?!//)\s*")
_TIME_BEFORE_WORDS = re.compile(rf"^\s*{BRACKETED}\s*")


@dataclass(slots=True)
class _Anchor:
    start_ms: int
    end_ms: int
    speaker: str
    opens_paragraph: bool
    parts: list[str] = field(default_factory=list)


class _AnchorParser(HTMLParser):
    """Collects the anchors of a page with the words inside them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.anchors: list[_Anchor] = []
        self.n_outside = 0
        self._is_inside = False
        self._opens_paragraph = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "br", "div"}:
            self._opens_paragraph = True
        name = _ANCHOR_NAME.fullmatch(dict(attrs).get("name") or "") if tag == "a" else None
        if name:
            self.anchors.append(_Anchor(int(name[1]), int(name[2]), name[3].strip(), self._opens_paragraph))
            self._is_inside, self._opens_paragraph = True, False

    def handle_endtag(self, tag: str) -> None:
        self._is_inside = self._is_inside and tag not in {"a", "p"}

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.anchors[-1].parts.append(data)
        else:
            self.n_outside += count_characters(data)


def is_noscribe_html(text: str) -> bool:
    """Whether the page has noScribe's anchors."""
    return re.search(rf"<a\s+name=[\"']{_ANCHOR_NAME.pattern}", text) is not None


def read_noscribe_html(text: str) -> Transcript:
    """The words of the anchors, joined to turns."""
    parser = _AnchorParser()
    parser.feed(text)
    parser.close()
    captions, label = [], ""
    for anchor in parser.anchors:
        words = "".join(anchor.parts)
        shown = _LABEL_BEFORE_WORDS.match(words) if anchor.opens_paragraph else None
        # noScribe's anchors keep the old names when people rename speakers in its editor, so the visible name counts.
        if shown and can_be_label(shown["label"].strip()):
            label, words = shown["label"].strip(), words[shown.end() :]
        elif anchor.opens_paragraph:
            label, words = anchor.speaker or label, _TIME_BEFORE_WORDS.sub("", words)
        captions.append(Caption(anchor.start_ms / 1000, anchor.end_ms / 1000, label, words))
    spoken = ["".join(anchor.parts) for anchor in parser.anchors]
    left_out = explain_difference(spoken, (caption.text for caption in captions), {*map(_label_of, captions)})
    left_out["head"] += parser.n_outside
    left_out["markup"] += count_characters(text) - parser.n_outside - sum(map(count_characters, spoken))
    return read_pieces(captions, left_out=left_out)


def _label_of(caption: Caption) -> str:
    return caption.label or ""


@dataclass(frozen=True, slots=True)
class CaptionLineThresholds:
    """When the lines of a plain text are captions, which are cut anywhere in a sentence."""

    min_lines: int = 12
    """Lines with words; fewer may be a list."""
    max_empty: float = 0.02
    """Share of empty lines."""
    max_length: int = 160
    """Code points of the longest line."""
    min_median_length: int = 25
    """Code points of the median line; shorter lines are a list."""
    min_continued: float = 0.4
    """Share of lines that begin with a small letter, in the middle of a sentence."""


def is_caption_lines(text: str, thresholds: CaptionLineThresholds = CaptionLineThresholds()) -> bool:
    """Whether hardly any line is empty, all are short, and many start in the middle of a sentence."""
    lines = [line.strip() for line in text.strip().split("\n")]
    spoken = [line for line in lines if line]
    n_empty = len(lines) - len(spoken)
    if len(spoken) < thresholds.min_lines or n_empty > thresholds.max_empty * len(lines) or has_time_codes(text):
        return False
    n_continued = sum(line[0].islower() for line in spoken)
    return (
        max(map(len, spoken)) <= thresholds.max_length
        and median(map(len, spoken)) >= thresholds.min_median_length
        and n_continued >= thresholds.min_continued * len(spoken)
    )


def read_caption_lines(text: str) -> Transcript:
    """The lines joined to paragraphs, so that no sentence ends at a line end; the document's text is rewritten."""
    joined = join_captions([Caption(0.0, 0.0, "", line) for line in text.split("\n")])
    utterances = tuple(replace(utterance, time_s=None) for utterance in joined.utterances)
    return Transcript(joined.text, utterances, (*joined.notes, "Lines that end within a sentence were joined."))
