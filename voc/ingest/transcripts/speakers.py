"""Speakers: which words can be a label, and who asks and who answers.

A role comes from voc.toml, else from a legend in the file, the label itself ("I", "Befragte"), "Interviewer is …" in
the header, or else from who asks most of the questions. The report shows the reason of every role.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import get_args

from voc.errors import MappingError
from voc.ingest.file_content import FileSettings, Transcript
from voc.ingest.transcripts.times import is_time
from voc.ingest.transcripts.utterances import MAX_HEADER
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
_INITIALS = re.compile(r"[A-ZÄÖÜ]\.?\s?[A-ZÄÖÜ]?\.?\d*")
_UNKNOWN = re.compile(r"(?:unknown|unbekannt\w*)(?: (?:speaker|sprecher(?:in)?))?")
_LEGEND = re.compile(
    rf"(?:^|[,;|]\s*)[ \t]*(?P<label>[^\W_][\w. -]{{0,20}}?)[ \t]*(?:=|:|–)[ \t]*"
    rf"(?P<meaning>[^\W\d_][\w ./-]{{0,{MAX_LABEL}}})",
    re.M,
)
_NAMED_INTERVIEWER = re.compile(
    r"\bInterviewer(?:in|s)?\s*(?:is|are|was|were|ist|sind|war|waren|:)\s+(?P<names>[^.\n]{3,150})", re.I
)
_ANNOUNCEMENT = re.compile(
    r"\b(?:first|second|next|last|final|another|my) question\b|\bquestions? (?:I|we) have\b"
    r"|\b(?:erste|zweite|nächste|letzte|meine|unsere)n? Frage(?:n)?\b",
    re.I,
)


@lru_cache(maxsize=4096)
def normalise_label(label: str) -> str:
    """A label for comparison: composed Unicode, one space between words, lower case, no trailing colon or dot."""
    return " ".join(unicodedata.normalize("NFC", label).split()).rstrip(":.").strip().casefold()


@lru_cache(maxsize=4096)
def can_be_label(label: str) -> bool:
    """Whether a text can be a speaker: short, a few words, neither a time or number nor a URL nor a field's name."""
    words = label.split()
    if not words or len(label) > MAX_LABEL or len(words) > MAX_LABEL_WORDS or "//" in label or is_time(label):
        return False
    return _NOT_A_SPEAKER.fullmatch(normalise_label(label)) is None


@lru_cache(maxsize=4096)
def role_of_label(label: str) -> Role | None:
    """The role that a label states ("I", "Interviewer 2", "Befragte", "P3"), None for any other label.

    >>> role_of_label("Interviewer 1"), role_of_label("B"), role_of_label("Protokollantin"), role_of_label("Anna")
    ('interviewer', 'participant', 'other', None)
    """
    text = normalise_label(label)
    return next((role for role, pattern in _ROLES.items() if pattern.fullmatch(text)), None)


def is_known(label: str) -> bool:
    """Whether a label is a usual one for speakers, which counts even when it does not repeat."""
    return role_of_label(label) is not None or _UNNAMED.fullmatch(normalise_label(label)) is not None


def is_generic(label: str) -> bool:
    """Whether a label names nobody outside its file ("B", "Speaker 2", "LG").

    >>> is_generic("Speaker 2"), is_generic("LG"), is_generic("Jo"), is_generic("Manu")
    (True, True, False, False)
    """
    text = normalise_label(label)
    return (
        not text
        or role_of_label(label) is not None
        or _ANONYMOUS.fullmatch(text) is not None
        or _INITIALS.fullmatch(label.strip()) is not None
    )


@dataclass(frozen=True, slots=True)
class RoleThresholds:
    """How clearly somebody must behave like an interviewer or a note taker when no label states the role."""

    min_questions: int = 3
    """Turns with a question that an interviewer must have."""
    min_question_rate: float = 1 / 3
    """Share of an interviewer's turns that must have a question."""
    min_lead: float = 2.0
    """How many times as often as the next speaker an interviewer must ask."""
    min_share_of_questions: float = 0.5
    """Share of all turns with a question that an interviewer must have."""
    max_share_of_words: float = 0.6
    """Share of all code points that an interviewer may have; a talkative respondent has more."""
    min_rival_turns: int = 3
    """Turns of a speaker who is compared with the interviewer: a single "Pardon?" would have a rate of 1."""
    max_announcer_words: float = 0.5
    """Share of all code points that an interviewer may have who is recognised by announcing questions."""
    min_announcer_turns: float = 0.2
    """Share of all turns that such an interviewer must have."""
    max_speakers: int = 4
    """Speakers of an interview; in a larger meeting, anybody may announce a question."""
    max_note_taker_words: float = 0.2
    """Code points of "P" per code point of "B", below which "P" takes notes ("Protokoll")."""


@dataclass(frozen=True, slots=True)
class SpeakerRoles:
    """The role of each normalised label, notes with its reason for each speaker, and names of the general [speakers]
    section that do not occur."""

    by_label: Mapping[str, Role]
    notes: tuple[str, ...]
    unmatched: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Assigned:
    role: Role
    reason: str


@dataclass(slots=True)
class _Behaviour:
    """Counts for one speaker: turns, turns with a question, turns that announce one, and code points."""

    turns: int = 0
    questions: int = 0
    announcements: int = 0
    length: int = 0

    @property
    def question_rate(self) -> float:
        return self.questions / max(self.turns, 1)


def assign_roles(
    transcript: Transcript, settings: FileSettings, thresholds: RoleThresholds = RoleThresholds()
) -> SpeakerRoles:
    """A role for every label of a transcript, with the reason.

    Raises:
        MappingError: the file's own [speakers] section names a label that does not occur.
    """
    labels = _first_spellings(transcript)
    header = transcript.text[: min(transcript.utterances[0].start, MAX_HEADER)] if transcript.utterances else ""
    configured, unmatched = _configured_roles(labels, settings)
    legend = _legend_roles(header, labels)
    roles: dict[str, _Assigned] = {}
    for label in labels:
        key = normalise_label(label)
        if key in configured:
            roles[key] = _Assigned(configured[key], "voc.toml")
        elif (not label and len(labels) > 1) or _UNKNOWN.fullmatch(key):
            roles[key] = _Assigned("other", "nobody is named")
        elif key in legend:
            roles[key] = _Assigned(legend[key], "legend in the file")
        elif role := role_of_label(label):
            roles[key] = _Assigned(role, "label")
        elif _is_named_interviewer(header, label):
            roles[key] = _Assigned("interviewer", "named as interviewer in the file")
    behaviours = _behaviours(transcript)
    _find_note_taker(behaviours, roles, thresholds)
    _assign_by_behaviour(behaviours, labels, roles, thresholds)
    return SpeakerRoles({key: item.role for key, item in roles.items()}, _role_notes(labels, roles), unmatched)


def _first_spellings(transcript: Transcript) -> list[str]:
    """Labels in the order in which they first occur, in their first spelling."""
    spellings: dict[str, str] = {}
    for utterance in transcript.utterances:
        spellings.setdefault(normalise_label(utterance.label), utterance.label)
    return list(spellings.values())


def _configured_roles(labels: Sequence[str], settings: FileSettings) -> tuple[dict[str, Role], frozenset[str]]:
    """Roles from voc.toml by normalised label, and the names there that do not occur in this file."""
    keys = {normalise_label(label) for label in labels}
    sections: dict[Role, tuple[str, ...]] = {role: getattr(settings.speakers, role) for role in get_args(Role)}
    roles: dict[str, Role] = {normalise_label(name): role for role, names in sections.items() for name in names}
    missing = [name for names in sections.values() for name in names if normalise_label(name) not in keys]
    if missing and settings.own_speakers:
        raise MappingError(
            f"[speakers] names {_quoted(missing)}, but the file has the speakers {_quoted(labels)}. "
            "Correct the names in voc.toml."
        )
    return roles, frozenset(missing)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "none"


def _legend_roles(header: str, labels: Sequence[str]) -> dict[str, Role]:
    """Roles from lines like ``P = Protokollant`` or ``I: Interviewer, B: Befragter`` above the first turn."""
    keys = {normalise_label(label) for label in labels}
    roles: dict[str, Role] = {}
    for entry in _LEGEND.finditer(header):
        # A meaning of one or two letters is another label ("I: B").
        role = role_of_label(entry["meaning"]) if len(normalise_label(entry["meaning"])) > 2 else None
        if role and normalise_label(entry["label"]) in keys:
            roles[normalise_label(entry["label"])] = role
    return roles


def _is_named_interviewer(header: str, label: str) -> bool:
    """Whether the header says that this speaker is the interviewer ("Interviewer is Ada Berg and Rich W Moss")."""
    words = normalise_label(label).split()
    for sentence in _NAMED_INTERVIEWER.finditer(header):
        for name in re.split(r",|&|\band\b|\bund\b", sentence["names"]):
            parts = normalise_label(name).split()
            # "Rich Moss" speaks where the header says "Rich W Moss".
            if parts and words and (parts == words or (len(words) > 1 and {words[0], words[-1]} <= set(parts))):
                return True
    return False


def _behaviours(transcript: Transcript) -> dict[str, _Behaviour]:
    behaviours: dict[str, _Behaviour] = {}
    for utterance in transcript.utterances:
        behaviour = behaviours.setdefault(normalise_label(utterance.label), _Behaviour())
        words = transcript.text[utterance.start : utterance.end]
        behaviour.turns += 1
        behaviour.questions += "?" in words
        behaviour.announcements += _ANNOUNCEMENT.search(words) is not None
        behaviour.length += len(words)
    return behaviours


def _find_note_taker(
    behaviours: Mapping[str, _Behaviour], roles: dict[str, _Assigned], thresholds: RoleThresholds
) -> None:
    """Give "P" the role "other" when it hardly speaks beside "I" and "B".

    "P" is usually a participant, but in German transcripts with "I" and "B" it is the note taker ("Protokoll").
    """
    if not {"i", "b", "p"} <= roles.keys() or roles["p"].reason != "label":
        return
    if behaviours["p"].length < thresholds.max_note_taker_words * behaviours["b"].length:
        roles["p"] = _Assigned("other", "beside 'I' and 'B', and says little")


def _assign_by_behaviour(
    behaviours: Mapping[str, _Behaviour],
    labels: Sequence[str],
    roles: dict[str, _Assigned],
    thresholds: RoleThresholds,
) -> None:
    """Assign the missing roles: whoever clearly asks is the interviewer, all others are participants."""
    open_keys = [normalise_label(label) for label in labels if normalise_label(label) not in roles]
    if not open_keys:
        return
    taken = {item.role for item in roles.values()}
    asker: tuple[str, str] | None = None
    if "interviewer" not in taken and len(labels) > 1:
        answering = [key for key, item in roles.items() if item.role == "participant"]
        candidates = {key: behaviours[key] for key in [*open_keys, *answering]}
        asker = _find_asker(candidates, open_keys, thresholds)
    for key in open_keys:
        if asker and key == asker[0] and ("participant" in taken or len(open_keys) > 1):
            roles[key] = _Assigned("interviewer", asker[1])
        else:
            reason = "nobody else answers" if len(labels) == 1 else "no sign of another role"
            roles[key] = _Assigned("participant", reason)


def _find_asker(
    candidates: Mapping[str, _Behaviour], open_keys: Sequence[str], thresholds: RoleThresholds
) -> tuple[str, str] | None:
    """The key of the speaker who asks, and the reason; None when nobody clearly does.

    The interviewer asks half of all questions, in a third of their turns, twice as often as the next speaker, and does
    not talk most of the time. Or they are the only one who speaks of "the next question", and talk less. Or they are
    the only one without a role beside labelled participants, none of whom asks more.
    """
    ranked = sorted(candidates, key=lambda key: (-candidates[key].question_rate, key))
    if len(ranked) < 2:
        return None
    everybody = candidates.values()
    best = candidates[ranked[0]]
    n_questions = sum(item.questions for item in everybody)
    length = max(sum(item.length for item in everybody), 1)
    rivals = [candidates[key] for key in ranked[1:] if candidates[key].turns >= thresholds.min_rival_turns]
    rival_rate = max((item.question_rate for item in rivals), default=0.0)
    if (
        ranked[0] in open_keys
        and best.questions >= thresholds.min_questions
        and best.question_rate >= thresholds.min_question_rate
        and best.question_rate >= thresholds.min_lead * rival_rate
        and best.questions >= thresholds.min_share_of_questions * n_questions
        and best.length <= thresholds.max_share_of_words * length
    ):
        return ranked[0], "asks most of the questions"
    announcing = [key for key in ranked if candidates[key].announcements]
    if len(announcing) == 1 and announcing[0] in open_keys and len(candidates) <= thresholds.max_speakers:
        announcer = candidates[announcing[0]]
        n_turns = sum(item.turns for item in everybody)
        if (
            announcer.length <= thresholds.max_announcer_words * length
            and announcer.turns >= thresholds.min_announcer_turns * n_turns
        ):
            return announcing[0], "announces the questions"
    if len(open_keys) == 1 and all(candidates[open_keys[0]].questions >= item.questions for item in everybody):
        return open_keys[0], "the only one beside the participants"
    return None


def _role_notes(labels: Sequence[str], roles: Mapping[str, _Assigned]) -> tuple[str, ...]:
    """A sentence for each role and reason, with all speakers who have them."""
    groups: dict[_Assigned, list[str]] = {}
    for label in labels:
        groups.setdefault(roles[normalise_label(label)], []).append(f"'{label}'" if label else "(no name)")
    notes = [
        f"Speaker{'s' if len(names) > 1 else ''} {', '.join(names)}: {item.role} ({item.reason})."
        for item, names in groups.items()
        if names != ["(no name)"] or len(labels) > 1
    ]
    if len(labels) > 1 and all(item.role != "interviewer" for item in groups):
        # The report translates this sentence by its exact wording (reports/language).
        notes.append("No interviewer was recognised. Name who asks in voc.toml: [speakers] interviewer = [...].")
    return tuple(notes)
