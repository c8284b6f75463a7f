"""Whisper's .json: ``segments`` with ``start``, ``end`` (seconds), ``text`` and, from WhisperX, ``speaker``."""

from __future__ import annotations

import json

from voc.errors import FormatError
from voc.ingest.records import Transcript
from voc.ingest.transcripts.captions import Cue, from_cues


def recognise(text: str) -> bool:
    """Whether the text is a JSON object with ``segments`` that have times."""
    head = text.lstrip()
    return head.startswith("{") and '"segments"' in text and '"start"' in text and '"text"' in text


def read(text: str) -> Transcript:
    """The segments as captions.

    Raises:
        FormatError: the JSON is broken, or has no segments as Whisper writes them.
    """
    try:
        segments = json.loads(text)["segments"]
        cues = [
            Cue(float(item["start"]), float(item.get("end") or item["start"]), item.get("speaker"), str(item["text"]))
            for item in segments
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FormatError(
            "must be Whisper's JSON with 'segments' that have 'start' and 'text', found something else. "
            "Export the transcript as .vtt or .srt."
        ) from error
    return from_cues(cues)
