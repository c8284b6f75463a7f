"""Who is introduced at the beginning of a talk as somebody who only listens: "Nadja hört heute nur zu", "With me is
Tom, who's taking notes". It states the role of a voice, even if it asks a question later."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from itertools import islice

from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.speakers import is_generic, normalise_label
from voc.ingest.transcripts.voices import name_in_label

MAX_TURNS = 12
"""Turns at the beginning in which people are introduced."""
MAX_BEFORE = 60
"""Code points before the words for listening in which the name is."""
MIN_NAME = 3
"""Letters of a word by which somebody is called."""

_DATA = tomllib.loads(files("voc.ingest.transcripts").joinpath("roles.toml").read_text("utf-8"))
_LISTENS = re.compile(rf"\b(?:{'|'.join(_DATA['listening'])})\b", re.I)
_SENTENCE_END = re.compile(r"[.!?:\n](?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+")


def introduced_listeners(transcript: Transcript) -> frozenset[str]:
    """Normalised labels of those whom somebody else introduces by their name as one who listens or takes notes."""
    labels_of: dict[str, set[str]] = {}
    for label in {item.label for item in transcript.utterances if item.label and not is_generic(item.label)}:
        for word in _WORD.findall(name_in_label(label)):
            if len(word) >= MIN_NAME:
                labels_of.setdefault(word, set()).add(normalise_label(label))
    listeners: set[str] = set()
    for item in islice(transcript.utterances, MAX_TURNS):
        words = transcript.text[item.start : item.end]
        for verb in _LISTENS.finditer(words):
            before = _SENTENCE_END.split(words[max(0, verb.start() - MAX_BEFORE) : verb.start()])[-1]
            # "Heute hört Nadja zu", or else the last one who is named before the verb: "Herr Brandt, Nadja hört zu".
            is_asked = re.match(r"[^.!?\n]*\?", words[verb.end() :]) is not None
            called = [word.casefold() for word in (*_WORD.findall(before), *_WORD.findall(verb.group()))]
            named = [labels_of[word] for word in called if word in labels_of]
            # A first name of two people tells neither.
            if named and len(named[-1]) == 1 and not is_asked:
                listeners |= named[-1] - {normalise_label(item.label)}
    return frozenset(listeners)
