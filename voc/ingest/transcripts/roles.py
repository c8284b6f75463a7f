"""Roles: who asks and who answers.

A role comes from voc.toml, else from a legend in the file, the label itself ("I", "Befragte"), "Interviewer is …" in
the header, or else from who asks most of the questions. The report shows the reason of every role.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import get_args

from voc.errors import MappingError
from voc.ingest.file_content import FileSettings, Transcript
from voc.ingest.transcripts.head_lines import HeadPerson, is_name_of, people_in_head
from voc.ingest.transcripts.speakers import (
    MAX_LABEL,
    is_generic,
    is_machine_label,
    is_serving_label,
    normalise_label,
    role_of_label,
)
from voc.ingest.transcripts.utterances import MAX_HEADER
from voc.ingest.transcripts.voices import Voices
from voc.schema import Role

_LEGEND = re.compile(
    rf"(?:^|[,;|]\s*)[ \t]*(?P<label>[^\W_][\w. -]{{0,20}}?)[ \t]*(?:=|:|–)[ \t]*"
    rf"(?P<meaning>[^\W\d_][\w ./-]{{0,{MAX_LABEL}}})",
    re.M,
)
_NAMED_INTERVIEWER = re.compile(
    r"\bInterviewer(?:in|s)?\s*(?:is|are|was|were|ist|sind|war|waren|:)\s+(?P<names>[^.\n]{3,150})", re.I
)
_DATA = tomllib.loads(files("voc.ingest.transcripts").joinpath("roles.toml").read_text("utf-8"))
_ANNOUNCEMENT = re.compile("|".join(_DATA["announcements"]), re.I)
_OPENING = rf"^(?:(?:{'|'.join(_DATA['leads'])})[,.!]? ){{0,4}}(?:{'|'.join(_DATA['openings'])})"
_REQUEST = re.compile("|".join([*_DATA["requests"], _OPENING]), re.I)
_ENDS_WITH_QUESTION = re.compile(r"\?[\"”“»’')*_\s.]*\Z")
_LENGTH_OF_CLOSING = 20
"""Code points of closing marks after the question mark that ends a turn."""


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
    """Speakers of an interview; in a larger meeting, anybody may announce a question, or ask a few."""
    min_asking_turns: int = 2
    """Turns of an interviewer that ask, where they are too few for the thresholds above."""
    min_asking_lead: float = 4.0
    """How many times as many turns of theirs must ask as of the next speaker."""
    max_strays: int = 1
    """Asking turns of the next speaker that are forgiven where the lead is half as large: recognisers sometimes write a
    turn under the wrong speaker."""
    max_asker_words: float = 0.5
    """Share of all code points that such an interviewer may have."""
    max_request: int = 400
    """Code points of a turn that asks without a question mark ("Tell me about it."); a longer one quotes somebody."""
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
    """Counts for one speaker: turns, turns with a question mark, turns that ask, turns that announce a question, and
    code points.

    A turn asks when it ends with a question, or is short and a request to tell something. Respondents often have a
    question mark in the middle of a turn, where they quote themselves.
    """

    turns: int = 0
    questions: int = 0
    asking: int = 0
    announcements: int = 0
    length: int = 0

    @property
    def question_rate(self) -> float:
        return self.questions / max(self.turns, 1)


def assign_roles(
    transcript: Transcript,
    voices: Voices,
    settings: FileSettings,
    interviewers: frozenset[str] = frozenset(),
    thresholds: RoleThresholds = RoleThresholds(),
) -> SpeakerRoles:
    """A role for every voice of a transcript, with the reason.

    Args:
        transcript: its labels are those of ``voices``.
        voices: which labels are groups, or nobody in particular.
        settings: names from voc.toml, in the spelling of the file or of the voices.
        interviewers: normalised labels of those who ask in other interviews of the file.
        thresholds: how clearly somebody must behave like an interviewer.

    Raises:
        MappingError: the file's own [speakers] section names a label that does not occur.
    """
    labels = _first_spellings(transcript)
    header = transcript.text[: min(transcript.utterances[0].start, MAX_HEADER)] if transcript.utterances else ""
    configured, unmatched = _configured_roles(labels, voices, settings)
    roles = _stated_roles(header, labels, voices, configured)
    behaviours = _behaviours(transcript, thresholds)
    _find_note_taker(behaviours, roles, thresholds)
    # "Is this on?" by nobody in particular is no reason to doubt who asks.
    n_named = len(behaviours.keys() - voices.unnamed)
    rivals = {
        key: behaviour
        for key, behaviour in behaviours.items()
        if n_named < 2 or key not in voices.unnamed or behaviour.turns >= thresholds.min_rival_turns
    }
    _assign_by_behaviour(rivals, labels, roles, thresholds)
    if all(item.role != "interviewer" for item in roles.values()) and len(roles) > 1:
        for key in interviewers & roles.keys():
            roles[key] = _Assigned("interviewer", "asks in other interviews of the file")
    _judge_unnamed(transcript, voices, roles)
    notes = (*_role_notes(labels, roles), *_count_notes(transcript, labels, voices, roles))
    return SpeakerRoles({key: item.role for key, item in roles.items()}, notes, unmatched)


def _stated_roles(
    header: str, labels: Sequence[str], voices: Voices, configured: Mapping[str, Role]
) -> dict[str, _Assigned]:
    """The roles that voc.toml, the file's head, or the labels themselves state."""
    legend = _legend_roles(header, labels)
    in_head = list(people_in_head(header))
    roles: dict[str, _Assigned] = {}
    for label in labels:
        key = normalise_label(label)
        if key in configured:
            roles[key] = _Assigned(configured[key], "voc.toml")
        elif key in voices.groups:
            roles[key] = _Assigned("other", "several people at once")
        elif key in voices.unnamed:
            continue
        elif key in legend:
            roles[key] = _Assigned(legend[key], "legend in the file")
        elif role := voices.roles.get(key) or role_of_label(label):
            roles[key] = _Assigned(role, "label")
        elif _is_named_interviewer(header, label):
            roles[key] = _Assigned("interviewer", "named as interviewer in the file")
        elif person := _only_person(in_head, label):
            roles[key] = person
    if any(item.role == "participant" for item in roles.values()):
        for label in labels:
            if is_serving_label(label):
                roles.setdefault(normalise_label(label), _Assigned("other", "serves the participants"))
    return roles


def _only_person(in_head: Sequence[HeadPerson], label: str) -> _Assigned | None:
    """The role of the people in the head who may be this speaker; None where they have several, or none."""
    titles = {person.role: person.title for person in in_head if is_name_of(person.name, label)}
    role, title = next(iter(titles.items()), (None, ""))
    return _Assigned(role, f"'{title}' in the head of the file") if role and len(titles) == 1 else None


def _first_spellings(transcript: Transcript) -> list[str]:
    """Labels in the order in which they first occur, in their first spelling."""
    spellings: dict[str, str] = {}
    for utterance in transcript.utterances:
        spellings.setdefault(normalise_label(utterance.label), utterance.label)
    return list(spellings.values())


def _configured_roles(
    labels: Sequence[str], voices: Voices, settings: FileSettings
) -> tuple[dict[str, Role], frozenset[str]]:
    """Roles from voc.toml by the normalised label of a voice, and the names there that do not occur in this file."""
    voice_of = {normalise_label(written): normalise_label(label) for written, label in voices.labels.items()}
    keys = voice_of.keys() | {normalise_label(label) for label in labels}
    sections: dict[Role, tuple[str, ...]] = {role: getattr(settings.speakers, role) for role in get_args(Role)}
    names_roles = [(normalise_label(name), role) for role, names in sections.items() for name in names]
    roles: dict[str, Role] = {voice_of.get(name, name): role for name, role in names_roles}
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


def _behaviours(transcript: Transcript, thresholds: RoleThresholds) -> dict[str, _Behaviour]:
    behaviours: dict[str, _Behaviour] = {}
    for utterance in transcript.utterances:
        behaviour = behaviours.setdefault(normalise_label(utterance.label), _Behaviour())
        words = transcript.text[utterance.start : utterance.end]
        behaviour.turns += 1
        behaviour.questions += "?" in words
        behaviour.asking += _asks(words, thresholds)
        behaviour.announcements += _ANNOUNCEMENT.search(words) is not None
        behaviour.length += len(words)
    return behaviours


def _asks(words: str, thresholds: RoleThresholds) -> bool:
    """Whether a turn ends with a question, or is a short request to tell something; "Pardon?" is neither."""
    if _ENDS_WITH_QUESTION.search(words[-_LENGTH_OF_CLOSING:]):
        return len(words.split()) > 1
    return len(words) <= thresholds.max_request and _REQUEST.search(words) is not None


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
        candidates = {key: behaviours[key] for key in [*open_keys, *answering] if key in behaviours}
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
    not talk most of the time. Or they are the only one who speaks of "the next question", and talk less. Or only they
    ask, at least twice. Or they are the only one without a role beside labelled participants, none of whom asks more.
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
    asking = max(candidates, key=lambda key: (candidates[key].asking, key))
    rival_asking = max(candidates[key].asking for key in candidates if key != asking)
    if (
        asking in open_keys
        and len(candidates) <= thresholds.max_speakers
        and _asks_alone(candidates[asking].asking, rival_asking, thresholds)
        and candidates[asking].length <= thresholds.max_asker_words * length
    ):
        return asking, "asks, and the others hardly do"
    if len(open_keys) == 1 and all(candidates[open_keys[0]].questions >= item.questions for item in everybody):
        return open_keys[0], "the only one beside the participants"
    return None


def _asks_alone(n_asking: int, n_rival: int, thresholds: RoleThresholds) -> bool:
    """Whether somebody asks so often, and the next speaker so seldom, that a stray turn of theirs does not matter."""
    lead = thresholds.min_asking_lead
    n_needed = min(lead * n_rival, max(lead * (n_rival - thresholds.max_strays), lead / 2 * n_rival))
    return n_asking >= max(thresholds.min_asking_turns, n_needed)


def _judge_unnamed(transcript: Transcript, voices: Voices, roles: dict[str, _Assigned]) -> None:
    """Keep unnamed voices as participants only where they answer an interviewer, or where nobody interviews."""
    open_keys = {key for key in voices.unnamed if key in roles and roles[key].role == "participant"}
    asking = {key for key, item in roles.items() if item.role == "interviewer"}
    if not asking or len(roles) == 1:
        return
    before, answering = "", set()
    for utterance in transcript.utterances:
        key = normalise_label(utterance.label)
        if before in asking:
            answering.add(key)
        before = key
    for key in open_keys:
        if roles[key].reason == "voc.toml":
            continue
        is_answering = key in answering
        roles[key] = _Assigned("participant" if is_answering else "other", "nobody is named")


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


def _count_notes(
    transcript: Transcript, labels: Sequence[str], voices: Voices, roles: Mapping[str, _Assigned]
) -> Iterator[str]:
    """Sentences about whose words count less clearly than those of a named participant, with their numbers of words."""
    n_words: Counter[str] = Counter()
    for utterance in transcript.utterances:
        n_words[normalise_label(utterance.label)] += len(transcript.text[utterance.start : utterance.end].split())

    def listed(keys: Collection[str]) -> str:
        shown = {normalise_label(label): f"'{label}'" if label else "(no name)" for label in labels}
        counted = [(name, n_words[key]) for key, name in shown.items() if key in keys]
        return ", ".join(f"{name} ({n})" for name, n in counted)

    others = {key for key, item in roles.items() if item.role == "other"}
    if others:
        yield f"Kept as context, not counted as words of a respondent (number of words): {listed(others)}."
    answering = {key for key, item in roles.items() if item.role == "participant"}
    if len(roles) > 1 and (unnamed := answering & voices.unnamed):
        yield (
            "Counted as one unnamed participant, who may be several people or one of those named (number of words): "
            f"{listed(unnamed)}. Write the name in place of the label, or leave these words out with "
            "[speakers] other = [...] in voc.toml."
        )
    named = {key for key in answering if not is_generic(key)}
    machine = {key for key in answering - voices.unnamed if is_machine_label(key)}
    if named and machine:
        yield (
            "Labels of a program beside names, each counted as a person, who may be one of those (number of words): "
            f"{listed(machine)}. If so, write the name in place of the label."
        )
