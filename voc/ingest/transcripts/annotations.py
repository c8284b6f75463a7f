"""Read annotation programs: ELAN (.eaf), EXMARaLDA (.exb), Praat (.TextGrid) and TEI (.xml, .tei).

They are one family: each file has tiers or utterances on a time line, of which some hold what a speaker says and the
others annotate it (translations, glosses, gestures, single words again). Only what is said is read; the rest is counted
in a note. Utterances that overlap are put in the order of their starts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from voc.errors import FormatError
from voc.files.decode import count_characters
from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.caption_repeats import count_words
from voc.ingest.transcripts.caption_turns import Caption
from voc.ingest.transcripts.captions import read_pieces
from voc.ingest.transcripts.speakers import can_be_label
from voc.ingest.transcripts.talk_json import MAX_START_S
from voc.ingest.transcripts.xml_text import parse_xml_text
from voc.schema import Reason

# Tiers that write the words again as parts or sounds, by their usual names.
_LEVEL = re.compile(
    r"(?:words?|wort|wörter|ort(?:ho|-mau)?|phon(?:e|em|eme)?s?|laute?|segments?|syll(?:able)?s?|silben?|morph\w*|gloss\w*"
    r"|kan(?:-mau)?|mau|mas|trn|sentences?|s[aä]tze?|utterances?|transcript\w*|transkript\w*|text|silences?|pausen?)",
    re.I,
)
MIN_REPEATED = 0.9
"""A tier is another one's words cut into pieces if it shares at least this part of its words; people who talk with each
other share far fewer."""
MIN_COMPARED = 5
"""A tier of fewer words may share all of them by chance ("yes", "mhm")."""
_TEI_NOT_SPOKEN = frozenset({"desc", "incident", "kinesic", "note", "pause", "shift", "spanGrp", "vocal", "writing"})
_TEI_TOKENS = frozenset({"w", "pc"})


@dataclass(slots=True)
class _Tier:
    """One line of annotations; ``is_speech`` is False for those that nobody says."""

    name: str
    label: str
    is_speech: bool
    captions: list[Caption] = field(default_factory=list)

    @property
    def n_words(self) -> int:
        return sum(count_words(caption.text) for caption in self.captions)

    @property
    def n_filled(self) -> int:
        return sum(bool(caption.text.strip()) for caption in self.captions)


def is_elan(text: str) -> bool:
    """Whether this is a file of ELAN."""
    return "<ANNOTATION_DOCUMENT" in text[:4000]


def is_exmaralda(text: str) -> bool:
    """Whether this is a basic transcription of EXMARaLDA."""
    return "<basic-transcription" in text[:4000]


def is_praat(text: str) -> bool:
    """Whether this is a TextGrid of Praat, in its long or short form."""
    return "ooTextFile" in text[:200] and "TextGrid" in text[:400]


def is_tei(text: str) -> bool:
    """Whether this is a TEI document with utterances (``<u>``)."""
    return (
        re.search(r"<(?:\w{1,20}:)?(?:TEI|teiCorpus)[\s>]", text[:4000]) is not None
        and re.search(r"<(?:\w{1,20}:)?u[\s>]", text) is not None
    )


def read_elan(text: str) -> Transcript:
    """The annotations of the independent tiers; a tier that depends on another one annotates it."""
    root = parse_xml_text(text)
    times = _time_line((slot.get("TIME_SLOT_ID"), _number(slot.get("TIME_VALUE"))) for slot in root.iter("TIME_SLOT"))
    tiers = []
    for element in root.iter("TIER"):
        name = element.get("TIER_ID") or ""
        tier = _Tier(name, (element.get("PARTICIPANT") or name).strip(), element.get("PARENT_REF") is None)
        last_ms = 0.0
        for annotation in element.iter("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
            start, end = times.get(annotation.get("TIME_SLOT_REF1")), times.get(annotation.get("TIME_SLOT_REF2"))
            last_ms = last_ms if start is None else start
            words = _all_text(annotation)
            tier.captions.append(_caption(last_ms / 1000, (end or last_ms) / 1000, tier.label, words))
        tiers.append(tier)
    return _to_transcript(tiers, _outside(text, root, root.iter("TIER")))


def read_exmaralda(text: str) -> Transcript:
    """The events of the tiers of type "t" (transcription); "a" and "d" are annotations and descriptions."""
    root = parse_xml_text(text)
    times = _time_line((item.get("id"), _number(item.get("time"))) for item in root.iter("tli"))
    names = {
        speaker.get("id"): (speaker.findtext("abbreviation") or "").strip() or speaker.get("id")
        for speaker in root.iter("speaker")
    }
    tiers = []
    for element in root.iter("tier"):
        speaker = element.get("speaker")
        label = names.get(speaker) or speaker or ""
        name = element.get("display-name") or f"{label} {element.get('category') or ''}".strip()
        tier = _Tier(name, label, element.get("type") == "t" and bool(label))
        last_s = 0.0
        for event in element.iter("event"):
            start, end = times.get(event.get("start")), times.get(event.get("end"))
            last_s = last_s if start is None else start
            # Events cut words in two, so their spaces are kept where they are.
            tier.captions.append(_caption(last_s, end or last_s, label, "".join(event.itertext())))
        tier.captions = _joined_events(tier.captions)
        tiers.append(tier)
    return _to_transcript(tiers, _outside(text, root, root.iter("tier")))


def read_praat(text: str) -> Transcript:
    """The intervals of the tiers that are named after speakers; points mark events and are left out."""
    tiers = list(_praat_tiers(text))
    # The usual names of levels ("words") are no speakers. Where no tier has another name, the one with the fewest and
    # thus longest intervals is read.
    is_level = [_LEVEL.fullmatch(tier.name) is not None or not tier.name for tier in tiers]
    spoken = [position for position, tier in enumerate(tiers) if tier.is_speech]
    if all(is_level[position] for position in spoken):
        longest = min(spoken, key=lambda position: tiers[position].n_filled or 10**9, default=0)
        for position, tier in enumerate(tiers):
            tier.is_speech = tier.is_speech and position == longest
            tier.captions = [_caption(item.start_s, item.end_s, "", item.text) for item in tier.captions]
    else:
        for position, tier in enumerate(tiers):
            tier.is_speech = tier.is_speech and not is_level[position]
    values = (match["text"] or "" for match in _PRAAT_VALUE.finditer(text))
    n_quoted = sum(count_characters(value) for value in values)
    # The kinds and names of tiers are quoted too.
    n_outside = n_quoted - sum(count_characters(caption.text) for tier in tiers for caption in tier.captions)
    return _to_transcript(tiers, {"markup": count_characters(text) - n_quoted, "head": n_outside})


def read_tei(text: str) -> Transcript:
    """The utterances (``<u who="#A">``), with the names of ``<person>``; notes and gestures inside are left out."""
    root = parse_xml_text(text)
    identifier = "{http://www.w3.org/XML/1998/namespace}id"
    names = {}
    for person in _elements(root, "person"):
        name = next((_all_text(item) for item in _elements(person, "persName")), "")
        names[person.get(identifier)] = name or person.get("n") or person.get(identifier)
    times = _tei_times(root, identifier)
    speech, other = _Tier("u", "", is_speech=True), _Tier("notes", "", is_speech=False)
    last_s = 0.0
    for utterance in _elements(root, "u"):
        who = (utterance.get("who") or _block_speaker(utterance) or "").split()
        key = who[0].rpartition("#")[2] if who else ""
        anchors = [item.get("synch") for item in _elements(utterance, "anchor")]
        starts = [utterance.get("start") or _block_time(utterance), *anchors]
        start = next((time for ref in starts if (time := times.get((ref or "").rpartition("#")[2])) is not None), None)
        last_s = last_s if start is None else start
        spoken, unspoken = _tei_words(utterance)
        speech.captions.append(_caption(last_s, last_s, names.get(key) or key, spoken))
        other.captions.append(_caption(last_s, last_s, None, unspoken))
    return _to_transcript([speech, other], _outside(text, root, _elements(root, "u")))


def _outside(text: str, root: Any, elements: Iterable[Any]) -> Mapping[Reason, int]:
    """The characters of a file outside of the elements with words: its tags, and the facts of its head."""
    n_texts = sum(map(count_characters, root.itertext()))
    n_inside = sum(count_characters(words) for element in elements for words in element.itertext())
    return {"markup": count_characters(text) - n_texts, "head": n_texts - n_inside}


def _elements(root: Any, name: str) -> Iterator[Any]:
    """Elements by name in any namespace."""
    return (item for item in root.iter("{*}" + name))


def _all_text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _time_line(points: Iterable[tuple[str | None, float | None]]) -> dict[str | None, float]:
    """The time of each point of a time line, in order; a point without a time of its own is between its neighbours."""
    ids, own_times = zip(*points, strict=True) if (points := list(points)) else ((), ())
    known = [position for position, time in enumerate(own_times) if time is not None]
    if not known:
        return {name: float(position) for position, name in enumerate(ids)}
    # Past the last known time the points stay in order, a thousandth apart.
    ends = [*range(known[-1] + 1, len(own_times))]
    positions = [*known, *ends]
    times = [own_times[position] for position in known] + [
        own_times[known[-1]] + 0.001 * (i + 1) for i in range(len(ends))
    ]
    return dict(zip(ids, np.interp(range(len(ids)), positions, times).tolist(), strict=True))


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if 0 <= number < MAX_START_S * 1000 else None


def _caption(start_s: float, end_s: float, label: str | None, text: str) -> Caption:
    return Caption(round(min(start_s, MAX_START_S), 3), round(min(end_s, MAX_START_S), 3), label, text)


def _joined_events(captions: Sequence[Caption]) -> list[Caption]:
    """Events that follow each other without a pause, as one: their texts are parts of one utterance."""
    joined: list[Caption] = []
    for caption in captions:
        last = joined[-1] if joined else None
        if last and last.end_s == caption.start_s and last.end_s > last.start_s:
            joined[-1] = _caption(last.start_s, caption.end_s, last.label, last.text + caption.text)
        else:
            joined.append(caption)
    return joined


# The long form names each value ("text = "Hello""), the short form gives the values alone, in the same order.
_PRAAT_VALUE = re.compile(
    r'"(?P<text>(?:[^"]|"")*+)"|(?<![\w"\[.-])(?P<number>-?\d{1,12}(?:\.\d{1,20})?(?:e-?\d{1,2})?)(?![\w\]])'
)


def _praat_tiers(text: str) -> Iterator[_Tier]:
    """The tiers of a TextGrid: of intervals (start, end, words) and of points (time, words)."""
    values = [
        float(match["number"]) if match["text"] is None else match["text"] for match in _PRAAT_VALUE.finditer(text)
    ]
    position = 0
    while position + 4 < len(values):
        kind, name = values[position], values[position + 1]
        if kind not in {"IntervalTier", "TextTier"} or not isinstance(name, str):
            position += 1
            continue
        name = name.strip()
        size, width = values[position + 4], 3 if kind == "IntervalTier" else 2
        if not isinstance(size, float):
            raise FormatError(f"the tier '{name}' has no number of intervals. Save the TextGrid again in Praat.")
        tier = _Tier(name, name, kind == "IntervalTier")
        position += 5
        for _ in range(int(size)):
            item = values[position : position + width]
            if len(item) < width or not isinstance(item[0], float) or not isinstance(item[-1], str):
                raise FormatError(
                    f"the tier '{name}' must have {int(size)} intervals, found {len(tier.captions)}. "
                    "Save the TextGrid again in Praat."
                )
            end_s = item[1] if isinstance(item[1], float) else item[0]
            tier.captions.append(_caption(max(item[0], 0.0), max(end_s, 0.0), name, item[-1].replace('""', '"')))
            position += width
        yield tier


def _tei_times(root: Any, identifier: str) -> dict[str, float]:
    """Seconds by the id of each point of the time line; an interval counts from the point that ``since`` names."""
    times: dict[str, float] = {}
    for when in _elements(root, "when"):
        key, interval = when.get(identifier) or "", _number(when.get("interval"))
        since = (when.get("since") or "").rpartition("#")[2]
        if interval is not None:
            times[key] = times.get(since, 0.0) + interval
        elif key:
            times.setdefault(key, 0.0)
    return times


def _block_speaker(utterance: Any) -> str | None:
    """The speaker of the block around an utterance (ISO 24624)."""
    parent = utterance.getparent()
    return parent.get("who") if parent is not None else None


def _block_time(utterance: Any) -> str | None:
    parent = utterance.getparent()
    return parent.get("start") if parent is not None else None


def _tei_words(utterance: Any) -> tuple[str, str]:
    """What is said, and what is noted, in an utterance."""
    spoken: list[str] = []
    noted: list[str] = []
    depth = 0
    for event, element in _walk(utterance):
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if event == "start":
            depth += name in _TEI_NOT_SPOKEN
            if name == "w":
                spoken.append(" ")
            (noted if depth else spoken).append(element.text or "")
        else:
            depth -= name in _TEI_NOT_SPOKEN
            if element is not utterance:
                (noted if depth else spoken).append(element.tail or "")
    return "".join(spoken), " ".join(noted)


def _walk(element: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree  # type: ignore[import-untyped]

    return iter(etree.iterwalk(element, events=("start", "end")))


def _to_transcript(tiers: Sequence[_Tier], left_out: Mapping[Reason, int]) -> Transcript:
    """The utterances of all speakers by their start, and a note with the words of the other tiers.

    ``left_out`` are the characters of the file that are in no tier.
    """
    for tier in tiers:
        # "Notes" and the like are names of tiers, and not of people.
        if tier.is_speech and tier.label and not can_be_label(tier.label):
            tier.is_speech = False
    _leave_out_repeated_words([tier for tier in tiers if tier.is_speech])
    speech = [tier for tier in tiers if tier.is_speech]
    captions = sorted((caption for tier in speech for caption in tier.captions), key=lambda item: item.start_s)
    annotations = [caption.text for tier in tiers if not tier.is_speech for caption in tier.captions]
    counts = Counter(left_out)
    counts["annotations"] += sum(map(count_characters, annotations))
    n_of_tier = Counter({tier.name: tier.n_words for tier in tiers if not tier.is_speech})
    notes = []
    if n_words := n_of_tier.total():
        names = ", ".join(f"'{name}'" for name, count in sorted(n_of_tier.items()) if count)[:200]
        notes.append(f"Annotations that are not speech were left out: {n_words} words ({names}).")
    return read_pieces(captions, notes, counts)


def _leave_out_repeated_words(tiers: Sequence[_Tier]) -> None:
    """Take tiers that write the words of another one again, in more and shorter pieces, for annotations."""
    words = [Counter(word for caption in tier.captions for word in caption.text.lower().split()) for tier in tiers]
    for tier, own in zip(tiers, words, strict=True):
        tier.is_speech = own.total() < MIN_COMPARED or not any(
            other.n_filled < tier.n_filled and (own & theirs).total() >= MIN_REPEATED * own.total()
            for other, theirs in zip(tiers, words, strict=True)
            if other is not tier
        )
