"""Read the JSON of recognisers and meeting services: any list of records with words and a speaker, wherever it is.

Fathom, Fireflies, Otter, Grain, tl;dv, Zoom, Teams, AWS Transcribe, Google, Azure, Speechmatics, Rev.ai, ElevenLabs,
whisper.cpp, YouTube and others name and nest their fields differently (`recogniser_fields.toml`), but all write a
record per phrase or per word. A list without speakers is a talk only if its records have a start and an end.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from voc.errors import FormatError
from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.caption_repeats import count_words
from voc.ingest.transcripts.caption_turns import Caption
from voc.ingest.transcripts.caption_voices import UNKNOWN
from voc.ingest.transcripts.captions import read_pieces
from voc.ingest.transcripts.json_strings import explain_json
from voc.ingest.transcripts.speakers import is_serving_label, role_of_label
from voc.ingest.transcripts.utterances import parse_seconds
from voc.schema import Role

MAX_DEPTH = 12
"""Levels of nested lists and records that are searched; the deepest known talk, of Google, is on the sixth."""
MAX_SAMPLE = 500
"""Records of a long list that show whether it is a talk."""
MAX_TIME = 1e13
"""The largest number that is a time: milliseconds since 1970, some centuries from now."""
MAX_START_S = 1e7
"""Seconds; a start after more than a hundred days is not a time in a recording."""

_FIELDS: dict[str, Any] = tomllib.loads(
    files("voc.ingest.transcripts").joinpath("recogniser_fields.toml").read_text("utf-8")
)
_SIDES: Mapping[str, str] = _FIELDS["sides"]
_DURATIONS = frozenset({"duration", "durationmilliseconds", "ddurationms"})
_MILLISECONDS = re.compile(r"ms$|milli|^offsets$")
_SECONDS = re.compile(r"(?:PT)?(?:(\d{1,4})H)?(?:(\d{1,5})M)?(\d{1,9}(?:\.\d{1,9})?)S?", re.I)
_PUNCTUATION = re.compile(r"[.,;:!?…%)\]]+")
# Other JSON files, such as a table of 30 MB, are spared the search.
_SIGN = re.compile(rf'"(?:[A-Za-z_]{{0,20}}[sS]peaker[A-Za-z_]{{0,12}}|(?i:{"|".join(_FIELDS["signs"])}))"\s*:')
_TURN = "[SPEAKER_TURN]"
"""How whisper.cpp marks a change of speaker inside the words."""
_Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TalkThresholds:
    """When a list of records is a talk, and not a table of reviews or a list of quotes."""

    min_share: float = 0.6
    """Share of the records of a list that must have words."""
    min_named: float = 0.5
    """Share of these records that must name a speaker, where any does; recognisers leave it out here and there."""
    max_speakers: float = 0.3
    """Speakers per record in a list without times; in a list of quotes, each has one of its own."""
    min_seconds_per_word: float = 20.0
    """Seconds per word from which on numbers without a unit must be milliseconds: nobody speaks that slowly."""


_THRESHOLDS = TalkThresholds()


@dataclass(frozen=True, slots=True)
class _Piece:
    """The words of one record; ``speaker`` is None when it names nobody, times are None when it has none.

    ``has_unit`` is False when the times are plain numbers, which may be seconds or milliseconds. ``is_unknown`` is set
    when the field of the speaker is there and empty: somebody speaks whom the program does not know.
    """

    words: str
    speaker: str | None
    start: float | None
    end: float | None
    is_attached: bool = False
    has_unit: bool = True
    is_unknown: bool = False


@dataclass(slots=True)
class _Talk:
    """The pieces of one list. ``is_by_word`` is set when each piece is one word or sign."""

    pieces: list[_Piece]
    n_words: int = 0
    n_speakers: int = 0
    is_by_word: bool = False


def is_talk(text: str) -> bool:
    """Whether the JSON has a list of records with words and speakers, or with words, starts and ends."""
    return _find_talk(text) is not None


def is_aws_transcribe(text: str) -> bool:
    """Whether this is AWS Transcribe, whose speakers and words are in two lists, matched by their times."""
    return bool(_aws_items(_load(text))) if '"speaker_labels"' in text else False


def read_talk(text: str) -> Transcript:
    """The turns of a JSON file that `is_talk` accepts; a note counts words in other places of the file."""
    talk = _find_talk(text)
    if talk is None:
        raise FormatError("must be JSON with words and speakers in a list, found none. Export it as .vtt or .srt.")
    return _to_transcript(talk, text)


def read_aws_transcribe(text: str) -> Transcript:
    """The turns of AWS Transcribe, whose items name a speaker by their start in ``speaker_labels``."""
    data = _load(text)
    talk = _as_talk(_aws_items(data), {}, _THRESHOLDS)
    if talk is None:
        raise FormatError("must be the JSON of AWS Transcribe with words and speakers. Export it as .vtt or .srt.")
    return _to_transcript(talk, text)


# Several conventions ask for the same file, one after the other.
@lru_cache(maxsize=1)
def _load(text: str) -> Any:
    """The JSON, None when it is broken or too deeply nested."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


@lru_cache(maxsize=1)
def _find_talk(text: str) -> _Talk | None:
    """The talk with the most speakers named, and of several the one with the most words."""
    if text.lstrip()[:1] not in {"{", "["} or not _SIGN.search(text):
        return None
    data = _load(text)
    names = dict(_names_by_id(data))
    talks = [talk for records in _with_sides(list(_lists(data, 0))) if (talk := _as_talk(records, names, _THRESHOLDS))]
    return max(talks, key=lambda talk: (talk.n_speakers > 0, not talk.is_by_word, talk.n_words), default=None)


def _lists(data: Any, depth: int) -> Iterator[list[_Record]]:
    """All lists of records. Lists of words inside successive records also come joined to one list."""
    if depth > MAX_DEPTH:
        return
    if isinstance(data, list):
        records = [_flat(item) for item in data if isinstance(item, dict)]
        if records:
            yield records
            for key in ("words", "sentences", "transcript"):
                inner = [_inherit(item, word) for item in records for word in _records(item.get(key))]
                # Google's last result repeats all words, now with their speakers.
                yield [word for word in inner if word.get("speakertag")] or inner
        for item in data:
            yield from _lists(item, depth + 1)
    elif isinstance(data, dict):
        for value in data.values():
            if isinstance(value, dict | list):
                yield from _lists(value, depth + 1)


def _records(value: Any) -> list[_Record]:
    return [_flat(item) for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _flat(record: _Record) -> _Record:
    """A record by `_key`, with the fields of its best alternative (AWS, Azure, Google, Speechmatics)."""
    fields = {_key(name): value for name, value in record.items()}
    for name in ("alternatives", "nbest"):
        alternatives = fields.get(name)
        if isinstance(alternatives, list) and alternatives and isinstance(alternatives[0], dict):
            del fields[name]
            return {_key(key): value for key, value in alternatives[0].items()} | fields
    return fields


@lru_cache(maxsize=1000)
def _key(name: str) -> str:
    return name.replace("_", "").casefold()


def _inherit(parent: _Record, child: _Record) -> _Record:
    """A record in another one, with the speaker of that one if it has none."""
    missing = {key: parent[key] for key in _FIELDS["speaker"] if parent.get(key) is not None}
    return {**missing, **child}


def _people(data: Any, depth: int) -> Iterator[_Record]:
    """The records of the lists of people that services keep beside the talk."""
    if depth > MAX_DEPTH or not isinstance(data, dict | list):
        return
    for key, value in data.items() if isinstance(data, dict) else ((None, item) for item in data):
        if key and _key(key) in _FIELDS["people"]:
            yield from _records(value)
        yield from _people(value, depth + 1)


def _names_by_id(data: Any) -> Iterator[tuple[str, str]]:
    """Ids of people with their names or roles."""
    for person in _people(data, 0):
        name = _party_name(person)
        ids = [person.get(field) for field in ("id", "speakerid", "userid", *_FIELDS["party"])] if name else []
        yield from ((str(item), name) for item in ids if isinstance(item, str | int))


def _party_name(person: _Record) -> str:
    """The name in a list of people, with their role behind it; the role alone of who serves the customer."""
    roles = [value for key in _FIELDS["role"] if isinstance(value := person.get(key), str)]
    role = next((role for role in roles if _side_of(role)), "")
    name = _name_of({key: value for key, value in person.items() if key != "id"})
    if _side_of(role) == "other":
        return role
    return f"{name} ({role})" if name and role else name or role


def _side_of(role: str) -> Role | None:
    """The role of a side of a call: "other" for whoever serves the customer."""
    return "other" if is_serving_label(role) else role_of_label(role)


def _with_sides(lists: Sequence[list[_Record]]) -> Iterator[list[_Record]]:
    """The lists of records; in the only recording whose records name the sides and no speaker, the sides speak.

    Chats and tickets, of which a file may have many, have dates in place of seconds.
    """
    keys = [_key_of_sides(records) for records in lists]
    is_alone = sum(map(bool, keys)) == 1
    for key, records in zip(keys, lists, strict=True):
        yield [{"speaker": _side(record, key), **record} for record in records] if key and is_alone else records


def _key_of_sides(records: Sequence[_Record]) -> str:
    """The field of a recording's records with the customer and who serves them; "" when there is none."""
    if not all(_is_in_recording(record) for record in records):
        return ""
    sides = ((key, {_side_of(_side(record, key)) for record in records}) for key in _FIELDS["role"])
    return next((key for key, own in sides if {"other", "participant"} <= own), "")


def _is_in_recording(record: _Record) -> bool:
    start = _time_of(record, "start")
    return start is not None and start < MAX_START_S


def _side(record: _Record, key: str) -> str:
    value = str(record.get(key) or "")
    return _SIDES.get(value.casefold(), value)


def _name_of(record: _Record) -> str:
    value = next((record[key] for key in _FIELDS["name"] if record.get(key) not in (None, "")), "")
    return str(value).strip() if isinstance(value, str | int) else ""


def _as_talk(records: Sequence[_Record], names: Mapping[str, str], thresholds: TalkThresholds) -> _Talk | None:
    """The pieces of a list, None when it is no talk."""
    # A table of reviews is recognised by its first rows.
    if len(records) > 2 * MAX_SAMPLE and _as_talk(records[:MAX_SAMPLE], names, thresholds) is None:
        return None
    pieces = [piece for record in records if (piece := _piece(record, names))]
    n_records = sum(record.get("type") != "spacing" for record in records)
    if not pieces or len(pieces) < thresholds.min_share * n_records:
        return None
    named = [piece.speaker for piece in pieces if piece.speaker]
    n_starts = sum(piece.start is not None for piece in pieces)
    n_ends = sum(piece.end is not None for piece in pieces)
    is_timed = max(n_starts, n_ends) >= thresholds.min_share * len(pieces)
    has_ends = is_timed and n_ends > 0
    if (not named and not has_ends) or (len(pieces) == 1 and not (named and is_timed)):
        return None
    if named and len(named) < thresholds.min_named * len(pieces) and not has_ends:
        return None
    if named and not is_timed and len(set(named)) > max(2, thresholds.max_speakers * len(named)):
        return None
    talk = _Talk(pieces, sum(count_words(piece.words) for piece in pieces), len(set(named)))
    talk.is_by_word = talk.n_words <= 1.05 * len(pieces)
    return talk


def _piece(record: _Record, names: Mapping[str, str]) -> _Piece | None:
    key = next((key for key in _FIELDS["words"] if _words_of(record.get(key)).strip()), None)
    if key is None:
        return None
    start, end = _time_of(record, "start"), _time_of(record, "end")
    inner = _records(record[key])
    if start is None and inner:
        # Rev.ai, Gong and Recall.ai give times to words and sentences only.
        start, end = _time_of(inner[0], "start"), _time_of(inner[-1], "end")
    is_attached = record.get("type") in {"punctuation", "punct"} or record.get("attachesto") == "previous"
    speaker = _speaker_of(record, names)
    has_unit = _has_unit(inner[0] if inner else record)
    is_unknown = speaker is None and "speaker" in record
    return _Piece(_words_of(record[key]), speaker, start, end, is_attached, has_unit, is_unknown)


def _has_unit(record: _Record) -> bool:
    """Whether the start is a clock time, or its field is named after its unit."""
    key = next((key for key in _FIELDS["start"] if record.get(key) is not None), "")
    return _MILLISECONDS.search(key) is not None or not isinstance(record.get(key), int | float)


def _words_of(value: Any, depth: int = 0) -> str:
    """The words of a field: a text, or a list of records with a word each."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list) or depth > 2:
        return ""
    words = ""
    for item in value:
        record = _flat(item) if isinstance(item, dict) else {"text": item}
        word = next((text for key in _FIELDS["words"] if (text := _words_of(record.get(key), depth + 1))), "")
        # Rev.ai and Speechmatics write signs as words of their own; whisper.cpp and YouTube write the spaces too.
        is_glued = not words or word[:1].isspace() or words[-1:].isspace() or _PUNCTUATION.fullmatch(word.strip())
        words += word if is_glued else f" {word}"
    return words


def _speaker_of(record: _Record, names: Mapping[str, str]) -> str | None:
    for key in _FIELDS["speaker"]:
        if key not in record:
            continue
        value = record[key]
        # In a survey, a participant is a person who answers; only as a record (Recall.ai), it is a speaker.
        label = "" if key == "participant" and not isinstance(value, dict) else speaker_label(value, names)
        if label:
            return label
    party = next((str(record[key]) for key in _FIELDS["party"] if record.get(key) is not None), "")
    return speaker_label(names[party]) if party in names else None


def speaker_label(value: Any, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """The label of a speaker, given as a name, a number or a record with a name; "" when it names nobody.

    >>> speaker_label("Ada"), speaker_label(0), speaker_label({"display_name": "Ada"}), speaker_label(None)
    ('Ada', 'Speaker 0', 'Ada', '')
    """
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = _name_of(_flat(value))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    label = names.get(str(value).strip(), str(value).strip())
    # Nobody would recognise a bare number or letter as a speaker in the report.
    return f"Speaker {label}" if 0 < len(label) <= 2 else label


def _time_of(record: _Record, kind: str) -> float | None:
    """The start or end of a record in seconds, or in milliseconds where only all records together show it."""
    for key in _FIELDS[kind]:
        if key not in record:
            continue
        value = record[key]
        if key == "offset" and (ticks := _seconds(record.get("offsetinticks"))):
            value = ticks / 1e7
        if isinstance(value, dict):
            # whisper.cpp: {"from": 0, "to": 3000}; Recall.ai: {"relative": 1.2}.
            inner = ("from", "relative") if kind == "start" else ("to", "relative")
            value = next((value[name] for name in inner if name in value), None)
        if isinstance(value, list) and len(value) == 2:
            value = value[0] if kind == "start" else value[1]
        seconds = _seconds(value)
        if seconds is not None:
            is_number = isinstance(value, int | float) or str(value).isdigit()
            seconds /= 1000 if is_number and _MILLISECONDS.search(key) else 1
            if key in _DURATIONS:
                start = _time_of(record, "start")
                return None if start is None else start + seconds
            return seconds if 0 <= seconds < MAX_TIME else None
    return None


def _seconds(value: Any) -> float | None:
    """Seconds from a number, "1.4", "1.400s", "PT1M2.5S", "00:01:02.5" or a date with time."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) < MAX_TIME else None
    if not isinstance(value, str) or not 0 < len(value) <= 40:
        return None
    if match := _SECONDS.fullmatch(value.strip()):
        hours, minutes, seconds = match.groups()
        return 3600.0 * int(hours or 0) + 60.0 * int(minutes or 0) + float(seconds)
    return _seconds_of_date(value.strip()) if "T" in value else parse_seconds(value)


def _seconds_of_date(value: str) -> float | None:
    try:
        date = datetime.fromisoformat(value)
        # Only differences count; the time zone of this machine must not change them.
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, OSError):
        return None


def _aws_items(data: Any) -> list[_Record]:
    """The words of AWS Transcribe with their speakers; signs belong to the word before."""
    results = data.get("results") if isinstance(data, dict) else None
    labels = results.get("speaker_labels") if isinstance(results, dict) else None
    if not isinstance(results, dict) or not isinstance(labels, dict):
        return []
    speakers = {
        str(item.get("starttime")): item.get("speakerlabel")
        for segment in _records(labels.get("segments"))
        for item in _records(segment.get("items"))
    }
    items, last = [], None
    for item in _records(results.get("items")):
        last = item.get("speakerlabel") or speakers.get(str(item.get("starttime"))) or last
        items.append({**item, "speakerlabel": last})
    return items


def _to_transcript(talk: _Talk, text: str) -> Transcript:
    pieces = _in_seconds(talk.pieces)
    n_unknown = 0
    if talk.n_speakers and not talk.is_by_word:
        n_unknown = sum(count_words(piece.words) for piece in pieces if piece.is_unknown)
        pieces = [replace(piece, speaker=UNKNOWN) if piece.is_unknown else piece for piece in pieces]
    captions = list(_captions_of_words(pieces) if talk.is_by_word else _captions_of_phrases(pieces))
    notes = []
    n_unnamed = sum(piece.speaker is None for piece in pieces if not piece.is_attached)
    if talk.n_speakers and n_unnamed:
        notes.append(f"Pieces that name no speaker: {n_unnamed}. They were read as the words of the speaker before.")
    if n_unknown:
        notes.append(f"Words of a speaker whom the program does not know: {n_unknown}, of '{UNKNOWN}'.")
    if n_words := _count_other_words(_load(text), captions):
        notes.append(f"Text in other places of the file (a summary, notes, a chat) was left out: {n_words} words.")
    names = [Caption(0.0, 0.0, _name_of(person), "") for person in _people(_load(text), 0)]
    return read_pieces(captions, notes, explain_json(text, [*captions, *names]))


def _in_seconds(pieces: Sequence[_Piece], thresholds: TalkThresholds = _THRESHOLDS) -> list[_Piece]:
    """Pieces with times in seconds from the start of the recording."""
    starts = [piece.start for piece in pieces if piece.start is not None]
    if not starts:
        return list(pieces)
    n_words = sum(count_words(piece.words) for piece in pieces)
    first, span = 0.0, max(starts) - min(starts)
    unit = 1.0
    if min(starts) > MAX_START_S:
        # A date with time, as text or in (milli)seconds since 1970.
        first, unit = min(starts), 0.001 if min(starts) > 1e11 else 1.0
    elif span > thresholds.min_seconds_per_word * n_words:
        has_unit = any(piece.has_unit for piece in pieces if piece.start is not None)
        unit = 1.0 if has_unit else 0.001

    def convert(time: float | None) -> float | None:
        return None if time is None else min(max(round((time - first) * unit, 3), 0.0), MAX_START_S)

    return [replace(piece, start=convert(piece.start), end=convert(piece.end)) for piece in pieces]


def _captions_of_phrases(pieces: Sequence[_Piece]) -> Iterator[Caption]:
    last_s = 0.0
    for piece in pieces:
        start_s = last_s if piece.start is None else piece.start
        end_s = start_s if piece.end is None else piece.end
        # Google gives the ends of phrases only, so that the next one starts there.
        last_s = end_s if piece.start is None else start_s
        yield Caption(start_s, end_s, piece.speaker, piece.words.replace(_TURN, "\n>> "))


def _captions_of_words(pieces: Sequence[_Piece]) -> Iterator[Caption]:
    """A caption per sentence of one speaker; signs are joined to the word before."""
    # Where the program writes the spaces itself, a piece may be a part of a word.
    has_spaces = any(piece.words != piece.words.strip() for piece in pieces)
    text, label, start_s, end_s = "", None, 0.0, 0.0
    for piece in pieces:
        speaker = label if piece.speaker is None or piece.is_attached else piece.speaker
        is_sign = piece.is_attached or _PUNCTUATION.fullmatch(piece.words.strip()) is not None
        if text and not is_sign and (speaker != label or text.rstrip().endswith((".", "!", "?"))):
            yield Caption(start_s, end_s, label, text)
            text = ""
        if not text:
            start_s = end_s if piece.start is None else piece.start
        label, end_s = speaker, piece.end or piece.start or end_s
        text += piece.words.strip() if is_sign else piece.words if has_spaces or not text else f" {piece.words}"
    if text:
        yield Caption(start_s, end_s, label, text)


def _count_other_words(data: Any, captions: Sequence[Caption]) -> int:
    """Words of the long texts of a file that are not in the talk; the whole transcript as one text is in it."""
    talk = _squeeze(" ".join(caption.text for caption in captions))
    n_words = 0
    for number, text in enumerate(_long_texts(data, 0)):
        if number >= 200:
            break
        if _squeeze(" ".join(text.split()[:4])) not in talk:
            n_words += count_words(text)
    return n_words


def _long_texts(data: Any, depth: int) -> Iterator[str]:
    """Texts of more than five words that are in no list of records, which would be the talk in another form."""
    if depth > MAX_DEPTH or not isinstance(data, dict | list):
        return
    for value in data.values() if isinstance(data, dict) else data:
        if isinstance(value, str) and value.count(" ") >= 5 and "://" not in value:
            yield value
        else:
            yield from _long_texts(value, depth + 1)


def _squeeze(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
