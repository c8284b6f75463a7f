"""Which program wrote a transcript, told by its small habits; the grammar that reads it is a shared one."""

from __future__ import annotations

import re
from itertools import islice

from voc.ingest.transcripts import captions, headers, labelled
from voc.ingest.transcripts.utterances import ARROW_LINE, CLOCK

_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+[^>\n]{1,200}>", re.I)
_TEAMS_TURN = re.compile(rf"^[^\n:]{{1,63}}[ \t]{{2,}}{CLOCK}[ \t]*\n", re.M)
_TEAMS_HEAD = re.compile(
    r"^[^\n]{1,80} (?:started|stopped) transcription|^[^\n]{1,80} hat die Transkription (?:gestartet|beendet)"
    r"|^[ \t]*(?:\d+\s?(?:h|Std\.?)\s?)?(?:\d+\s?(?:m|min|Min\.?)\s?)\d+\s?(?:s|sec|Sek\.?)[ \t]*$",
    re.M,
)
_WORD_TURN = re.compile(r"^[ \t]*\d{2}:\d{2}:\d{2}[ \t]+[^\n:]{1,63}$", re.M)
_WORD_HEAD = re.compile(r"^[ \t#*]*(?:Transcript|Transkript|Audio ?file|Audiodatei)[ \t*]*$", re.M | re.I)
_MEET_TIME = re.compile(r"^[ \t*]*\d{1,2}:\d{2}:\d{2}[ \t*]*$", re.M)
_OTTER_TURN = re.compile(r"^[^\n:]{0,63}[ ]{2}(?:\d{1,2}:)?\d{1,2}:\d{2}[ ]{2}$", re.M)
_F4 = re.compile(r"#\d{1,2}:\d{2}:\d{2}[-.,]\d{1,3}#")
_MAXQDA = re.compile(r"^[ \t]*\d{1,2}:\d{2}:\d{2}(?:\.\d{1,3})?[^\W\d_][^\n:]{0,62}:", re.M)
_REV_TURN = re.compile(r"^[ \t*]*[^\n:]{1,63}?[ \t]\((?:\d{1,2}:)?\d{1,2}:\d{2}\)[ \t*]*(?::|$)", re.M)


def _often(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern is found twice."""
    return len(list(islice(pattern.finditer(text), 2))) == 2


def noscribe_captions(text: str) -> bool:
    """noScribe's .vtt: a NOTE that names the program."""
    return captions.recognise(text) and re.search(r"noScribe", text[:4000]) is not None


def teams_captions(text: str) -> bool:
    """Teams' .vtt: ``<v Name>``."""
    return captions.recognise(text) and _VOICE.search(text) is not None


def teams_arrows(text: str) -> bool:
    """Teams in Word with ``0:0:5.100 --> 0:0:8.250`` above name and words."""
    return captions.recognise(text) and captions.has_names_above(text)


def zoom_captions(text: str) -> bool:
    """Zoom's .vtt: ``Name: words`` in numbered cues."""
    return text.lstrip().startswith("WEBVTT") and len(ARROW_LINE.findall(text)) >= 2 and captions.has_prefixes(text)


def teams_document(text: str) -> bool:
    """Teams in Word: ``Name   0:03`` above the words, with the lines of its head."""
    return headers.recognise(text) and _often(_TEAMS_TURN, text) and _TEAMS_HEAD.search(text) is not None


def word_transcribe(text: str) -> bool:
    """Word "Transcribe": ``00:00:03 Speaker 1`` above the words, below the heading "Transcript"."""
    return headers.recognise(text) and _often(_WORD_TURN, text) and _WORD_HEAD.search(text[:2000]) is not None


def google_meet(text: str) -> bool:
    """Google Meet: lines with nothing but the time, ``Name: words`` below."""
    return labelled.recognise(text) and _MEET_TIME.search(text) is not None and not headers.recognise(text)


def otter(text: str) -> bool:
    """Otter: two spaces around the time, or its name in the head or foot."""
    named = re.search(r"\botter\.ai\b", text[:2000] + text[-500:]) is not None
    return headers.recognise(text) and (named or _often(_OTTER_TURN, text))


def rev_lines(text: str) -> bool:
    """Rev and its like: ``Speaker 1 (00:12)``, with or without a colon, above the words."""
    return _often(_REV_TURN, text) and headers.recognise(text)


def rev_labels(text: str) -> bool:
    """Rev and its like: ``Speaker 1 (00:12): words``."""
    return _often(_REV_TURN, text) and labelled.recognise(text)


def f4(text: str) -> bool:
    """f4 and f5: ``#00:00:06-8#``."""
    return _often(_F4, text) and labelled.recognise(text)


def maxqda(text: str) -> bool:
    """MAXQDA: the time glued to the name, ``00:03:40.5Zack:``."""
    return _often(_MAXQDA, text) and labelled.recognise(text)
