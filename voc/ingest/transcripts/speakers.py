"""Speakers: which words can be a label, the roles that labels state, and labels that are nobody's name."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from importlib.resources import files

from voc.ingest.transcripts.times import is_time
from voc.schema import Role

MAX_LABEL = 63
"""Code points of a speaker label; longer text before a colon is a sentence."""
MAX_LABEL_WORDS = 7
"""Words of a speaker label."""

_DATA = tomllib.loads(files("voc.ingest.transcripts").joinpath("speakers.toml").read_text("utf-8"))
_NUMBER = r"(?:[\s._-]*\d{1,3}|[\s._-]+[a-z])?"


def _any_of(patterns: Sequence[str], end: str = _NUMBER) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)}){end}")


_ROLES: dict[Role, re.Pattern[str]] = {role: _any_of(patterns) for role, patterns in _DATA["roles"].items()}
_UNNAMED = _any_of(_DATA["labels"]["unnamed"])
_ANONYMOUS = re.compile(rf"{_any_of(_DATA['labels']['anonymous']).pattern}|\W*\d+\W*|[a-zäöü]\.?\d*")
_NOT_A_SPEAKER = _any_of(_DATA["labels"]["not_speakers"], r"\s*\d*")
_NOBODY_NOUN = f"(?:{'|'.join(_DATA['labels']['nobody_nouns'])})"
_NOBODY = re.compile(
    rf"(?:{'|'.join(_DATA['labels']['nobody'])})(?:[ _-]?{_NOBODY_NOUN})?[ _-]?\d{{0,3}}"
    rf"|{_NOBODY_NOUN}\s*\?+|\W*|@\s?\d{{1,3}}"
)
_NUMBERED = re.compile(
    rf"(?=.*(?:\d|\b[a-z]$))(?:{_UNNAMED.pattern}|{_ROLES['participant'].pattern}|{_ROLES['interviewer'].pattern})"
)
_MACHINE = re.compile(rf"(?:{'|'.join(_DATA['labels']['machine'])})[\s._-]*(?:\d{{1,3}}|[a-z])")
_PLACE_OR_DEVICE = re.compile("|".join(_DATA["labels"]["places_and_devices"]))
_BYSTANDER = re.compile("|".join(_DATA["labels"]["bystanders"]))
_SERVING, _EMPLOYEE, _CUSTOMER = (_any_of(_DATA["labels"][key]) for key in ("serving", "employees", "customers"))
_COMPANY = re.compile(
    rf"(?:(?i:^|[\s_.-])(?i:bot)|(?<=[a-zäöüß])Bot)\d{{0,4}}(?:\#\d{{4}})?$"
    rf"|[(\[][^()\[\]]{{0,20}}\b(?i:{'|'.join(_DATA['labels']['company'])})[)\]]"
)
_GROUP = re.compile("|".join(_DATA["labels"]["groups"]))
_BETWEEN_PARTS = re.compile(r"\s*(?:[&+/;,]|\bund\b|\band\b|\bu\.)\s*")
# "Teilnehmer*in" is "teilnehmerin", and "Kunde (m)" is "kunde".
_GENDER_MARK = re.compile(r"[*:/_]-?(in(?:nen)?|r|n)\b")
_REMARK = re.compile(r"(?<=\S)\s*\([^()]*\)$")
_DOUBT = re.compile(r"\s*(?:\(\?{1,3}\)|\?{1,3})$")
_INITIALS = re.compile(r"[A-ZÄÖÜ]\.?\s?[A-ZÄÖÜ]?\.?\d*")


@lru_cache(maxsize=4096)
def normalise_label(label: str) -> str:
    """A label for comparison: composed Unicode, one space between words, lower case, no trailing colon or dot."""
    return " ".join(unicodedata.normalize("NFC", label).split()).rstrip(":.").strip().casefold()


@lru_cache(maxsize=4096)
def can_be_label(label: str) -> bool:
    """Whether a text can be a speaker: short, a few words, neither a time or number nor a URL nor a field's name."""
    words = label.split()
    # Meet's "@1" is somebody, although it has nothing but a number.
    is_number = is_time(label) and not label.startswith("@")
    if not words or len(label) > MAX_LABEL or len(words) > MAX_LABEL_WORDS or "//" in label or is_number:
        return False
    return _NOT_A_SPEAKER.fullmatch(normalise_label(label)) is None


def is_machine_label(label: str) -> bool:
    """Whether a speech recogniser wrote the label ("Speaker 2", "SPK_1", "S01"), and nobody has named the voice yet."""
    return _MACHINE.fullmatch(normalise_label(label)) is not None


@lru_cache(maxsize=4096)
def role_of_label(label: str) -> Role | None:
    """The role that a label states ("I", "Interviewer 2", "Befragte", "P3"), None for any other label.

    >>> role_of_label("Interviewer 1"), role_of_label("B"), role_of_label("Protokollantin"), role_of_label("Anna")
    ('interviewer', 'participant', 'other', None)
    """
    text = _GENDER_MARK.sub(r"\1", _REMARK.sub("", normalise_label(label)))
    return next((role for role, pattern in _ROLES.items() if pattern.fullmatch(text)), None)


def is_known(label: str) -> bool:
    """Whether a label is a usual one for speakers, which counts even when it does not repeat."""
    text = normalise_label(label)
    return (
        role_of_label(label) is not None
        or _UNNAMED.fullmatch(text) is not None
        or is_group_label(label)
        or (bool(text) and text[0].isalpha() and is_unnamed_label(label))
    )


def is_unnamed_label(label: str) -> bool:
    """Whether a label says that the program does not know who speaks ("Unknown Speaker", "@1", "?", "").

    >>> is_unnamed_label("Unknown Speaker"), is_unnamed_label("@1"), is_unnamed_label("Speaker 1")
    (True, True, False)
    """
    return _NOBODY.fullmatch(normalise_label(label)) is not None or is_place_or_device(label) or is_doubted_label(label)


def is_doubted_label(label: str) -> bool:
    """Whether a transcriber was not sure who of the speakers it is ("TN?", "B2 (?)"), by a label that is no name.

    >>> is_doubted_label("TN?"), is_doubted_label("B2 (?)"), is_doubted_label("Wer?"), is_doubted_label("?")
    (True, True, False, False)
    """
    stem = without_doubt(label)
    is_code = role_of_label(stem) is not None or _INITIALS.fullmatch(stem) is not None
    return stem not in {"", label.strip()} and is_code


def without_doubt(label: str) -> str:
    """A label without the question mark of a transcriber who was not sure."""
    return _DOUBT.sub("", label.strip())


def is_place_or_device(label: str) -> bool:
    """Whether a label is a room or a device without its owner's name: whoever is there, or holds it, speaks.

    >>> is_place_or_device("MR-4.12 Leeds"), is_place_or_device("Galaxy A54"), is_place_or_device("Mr Room")
    (True, True, False)
    """
    return _PLACE_OR_DEVICE.fullmatch(normalise_label(label)) is not None


def is_bystander_label(label: str) -> bool:
    """Whether a label is that of somebody who may speak only once: a relative, or a name behind a title.

    >>> is_bystander_label("Ehefrau"), is_bystander_label("Herr Roth"), is_bystander_label("Herr der Lage")
    (True, True, False)
    """
    if not label.strip() or not label.rsplit(maxsplit=1)[-1][0].isupper():
        return False
    return _BYSTANDER.fullmatch(normalise_label(label)) is not None


def is_serving_label(label: str, others: Collection[str] = ()) -> bool:
    """Whether a label is that of somebody, or a machine, who serves the respondents ("Agent", "Assistant", "Alexa").

    >>> is_serving_label("Agent 2"), is_serving_label("Mitarbeiterin"), is_serving_label("Mitarbeiterin", ["Kunde"])
    (True, False, True)
    """
    key = normalise_label(label)
    if _EMPLOYEE.fullmatch(key):
        return any(_CUSTOMER.fullmatch(normalise_label(other)) for other in others)
    return _SERVING.fullmatch(key) is not None


def is_company_label(label: str) -> bool:
    """Whether the name of who wrote a message says that it is a program, or the company in brackets.

    >>> [is_company_label(name) for name in ("PostBot", "mail-bot", "Jana (Support)", "Abbott", "Jana (Ulm)")]
    [True, True, True, False, False]
    """
    return _COMPANY.search(unicodedata.normalize("NFC", label)) is not None


def is_group_label(label: str) -> bool:
    """Whether a label stands for several people who speak at once ("Alle", "Several voices")."""
    return _GROUP.fullmatch(normalise_label(label)) is not None


def is_joint_label(label: str, speakers: Collection[str]) -> bool:
    """Whether a label names several of the speakers at once ("Bodo & Cem", "TN1 und TN2").

    Args:
        label: the label as written.
        speakers: normalised labels of this file, which may be single or joint.
    """
    parts = [part for part in _BETWEEN_PARTS.split(normalise_label(label)) if part]
    if len(parts) < 2:
        return False
    # "TN1 und 2" repeats the number only.
    stem = re.match(r"[^\W\d_]*", parts[0])
    parts = [f"{stem[0]}{part}" if stem and part.isdigit() else part for part in parts]
    return all(part in speakers or _NUMBERED.fullmatch(part) is not None for part in parts)


def is_generic(label: str) -> bool:
    """Whether a label names nobody outside its file ("B", "Speaker 2", "LG").

    >>> is_generic("Speaker 2"), is_generic("LG"), is_generic("Jo"), is_generic("Manu")
    (True, True, False, False)
    """
    text = _REMARK.sub("", normalise_label(label))
    return (
        not text
        or role_of_label(label) is not None
        or _ANONYMOUS.fullmatch(text) is not None
        or is_unnamed_label(text)
        or is_group_label(text)
        or _INITIALS.fullmatch(label.strip()) is not None
    )
