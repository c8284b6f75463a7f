"""What speech recognition writes as .json: Whisper, WhisperX, Hugging Face, Deepgram, AssemblyAI.

Shapes: Whisper ``segments[].start/end/text`` in seconds; WhisperX adds ``speaker`` (a segment may lack it: the speaker
before goes on); a Hugging Face pipeline ``chunks[].timestamp = [start, end]``; Deepgram ``results.utterances[]`` or
``results.channels[0].alternatives[0].paragraphs`` (float seconds, integer speaker); AssemblyAI ``utterances[]``
(milliseconds, speaker "A").
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from voc.errors import FormatError
from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.captions import Caption, join_captions

_LONGEST_S = 1e7
_AGAIN = "Export the transcript as .vtt or .srt."


def _load(text: str, *keys: str) -> Any:
    """The JSON when all keys stand in the text and it is sound, else None."""
    if text.lstrip()[:1] not in {"{", "["} or not all(f'"{key}"' in text for key in keys):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _items(value: Any, *needed: str) -> list[dict[str, Any]]:
    """The records of a list, when the first of them has all needed fields; else none."""
    if not isinstance(value, list) or not value:
        return []
    records = [item for item in value if isinstance(item, dict)]
    return records if records and all(field in records[0] for field in needed) else []


def _whisper(text: str) -> list[dict[str, Any]]:
    data = _load(text, "segments", "start", "text")
    return _items(data.get("segments"), "start", "text") if isinstance(data, dict) else []


def is_whisper(text: str) -> bool:
    """Whether this is Whisper's JSON without speakers."""
    return bool(_whisper(text)) and '"speaker"' not in text


def is_whisperx(text: str) -> bool:
    """Whether this is WhisperX' JSON: segments with speakers."""
    return '"speaker"' in text and any("speaker" in item for item in _whisper(text))


def read_whisper(text: str) -> Transcript:
    """The segments of Whisper or WhisperX.

    Raises:
        FormatError: a segment has no time or text.
    """
    return _from("Whisper", _whisper(text), lambda item: _cue(item, item["start"], item.get("end"), "text"))


def _chunks(text: str) -> list[dict[str, Any]]:
    data = _load(text, "timestamp", "text")
    return _items(data.get("chunks") if isinstance(data, dict) else data, "timestamp", "text")


def is_hugging_face(text: str) -> bool:
    """Whether this is the result of a Hugging Face pipeline with time stamps."""
    chunks = _chunks(text)
    return bool(chunks) and isinstance(chunks[0]["timestamp"], list) and len(chunks[0]["timestamp"]) == 2


def read_hugging_face(text: str) -> Transcript:
    """The chunks of a Hugging Face pipeline.

    Raises:
        FormatError: a chunk has no time or text.
    """
    return _from(
        "the Hugging Face pipeline", _chunks(text),
        lambda item: _cue(item, item["timestamp"][0] or 0.0, item["timestamp"][1], "text"),
    )  # fmt: skip


def _deepgram(text: str) -> list[dict[str, Any]]:
    """Utterances, else paragraphs with their sentences put together."""
    data = _load(text, "results", "start")
    results = data.get("results") if isinstance(data, dict) else None
    if not isinstance(results, dict):
        return []
    spoken = _items(results.get("utterances"), "start", "transcript")
    if spoken:
        return spoken
    try:
        paragraphs = results["channels"][0]["alternatives"][0]["paragraphs"]["paragraphs"]
        return [
            {**item, "transcript": " ".join(str(sentence["text"]) for sentence in item["sentences"])}
            for item in _items(paragraphs, "start", "sentences")
        ]
    except (KeyError, IndexError, TypeError):
        return []


def is_deepgram(text: str) -> bool:
    """Whether this is Deepgram's JSON with utterances or paragraphs."""
    return bool(_deepgram(text))


def read_deepgram(text: str) -> Transcript:
    """Deepgram's utterances; speaker 0 becomes "Speaker 0".

    Raises:
        FormatError: an utterance has no time or words.
    """
    return _from("Deepgram", _deepgram(text), lambda item: _cue(item, item["start"], item.get("end"), "transcript"))


def _assemblyai(text: str) -> list[dict[str, Any]]:
    data = _load(text, "utterances", "start", "text")
    return _items(data.get("utterances"), "start", "text", "speaker") if isinstance(data, dict) else []


def is_assemblyai(text: str) -> bool:
    """Whether this is AssemblyAI's JSON with utterances."""
    return bool(_assemblyai(text))


def read_assemblyai(text: str) -> Transcript:
    """AssemblyAI's utterances; speaker "A" becomes "Speaker A".

    Raises:
        FormatError: an utterance has no time or words.
    """
    return _from(
        "AssemblyAI", _assemblyai(text),
        lambda item: _cue(item, item["start"] / 1000, (item.get("end") or item["start"]) / 1000, "text"),
    )  # fmt: skip


def _cue(item: dict[str, Any], start: Any, end: Any, field: str) -> Caption:
    speaker = item.get("speaker")
    label = None if speaker is None else str(speaker).strip()
    if label is not None and len(label) <= 2:
        label = f"Speaker {label}"
    start_s = round(float(start), 3)
    if not 0 <= start_s < _LONGEST_S:
        raise ValueError("a start outside any recording")
    return Caption(start_s, start_s if end is None else round(float(end), 3), label, str(item[field]))


def _from(program: str, items: list[dict[str, Any]], cue: Callable[[dict[str, Any]], Caption]) -> Transcript:
    try:
        return join_captions([cue(item) for item in items])
    except (KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
        raise FormatError(
            f"must be the JSON of {program}, each piece with a start in numbers and text, found another. {_AGAIN}"
        ) from error
