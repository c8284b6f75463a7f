"""Read captions in XML: TTML and DFXP (.ttml, .dfxp, .xml), as television and streaming services write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from voc.files.decode import count_characters
from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.caption_turns import Caption
from voc.ingest.transcripts.captions import read_cues
from voc.ingest.transcripts.talk_json import MAX_START_S
from voc.ingest.transcripts.utterances import parse_seconds
from voc.ingest.transcripts.xml_text import parse_xml_text

_ROOT = re.compile(r"<(?:\w{1,20}:)?tt[\s>]")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|m|s|ms|f|t)")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def is_timed_text(text: str) -> bool:
    """Whether this is TTML: a root ``<tt>`` with paragraphs."""
    return _ROOT.search(text[:4000]) is not None


def read_timed_text(text: str) -> Transcript:
    """The paragraphs (``<p begin end>``); ``ttm:agent`` names the speaker where it is used."""
    root = parse_xml_text(text)
    rates = {"t": _rate(root, "tickRate", 1e7), "f": _rate(root, "frameRate", 30.0)}
    names = {}
    for agent in root.iter("{*}agent"):
        identifier = agent.get("{http://www.w3.org/XML/1998/namespace}id")
        names[identifier] = " ".join("".join(agent.itertext()).split()) or identifier
    cues, n_words = [], 0
    for paragraph in root.iter("{*}p"):
        start_s = _seconds(paragraph.get("begin"), rates)
        end_s = _seconds(paragraph.get("end"), rates) or start_s
        agent = _attribute(paragraph, "agent")
        lines = "".join(_lines(paragraph)).split("\n")
        words = "\n".join(" ".join(line.split()) for line in lines)
        cues.append(Caption(start_s, end_s, None, f"{names.get(agent, agent)}: {words}" if agent else words))
        # The name of the agent is written before the words, and taken away again where speakers are recognised.
        n_words += count_characters(words)
    n_added = sum(count_characters(cue.text) for cue in cues) - n_words
    n_texts = sum(map(count_characters, root.itertext()))
    head = n_texts - sum(count_characters(words) for item in root.iter("{*}p") for words in item.itertext())
    return read_cues(cues, left_out={"markup": count_characters(text) - n_texts, "head": head, "speakers": -n_added})


def _lines(element: Any) -> Iterator[str]:
    """The text of a paragraph with its line breaks (``<br/>``); line ends in the file are spaces."""
    for item in element.iter():
        name = item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""
        if name == "br":
            yield "\n"
        if name != "metadata":
            yield (item.text or "").replace("\n", " ")
        if item is not element:
            yield (item.tail or "").replace("\n", " ")


def _attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _rate(root: Any, name: str, default: float) -> float:
    value = _attribute(root, name)
    return float(value) if value.isascii() and value.isdigit() and int(value[:12]) else default


def _seconds(value: str | None, rates: dict[str, float]) -> float:
    """Seconds from ``00:00:01.5``, ``1.5s``, ``90f`` or ``15000000t``; 0 when there is no time."""
    offset = _OFFSET.fullmatch((value or "").strip())
    if offset is None:
        return parse_seconds(value or "") or 0.0
    number = float(offset[1])
    return round(min(number * _UNITS[offset[2]] if offset[2] in _UNITS else number / rates[offset[2]], MAX_START_S), 3)
