"""Roles: who asks and who answers.

A role comes from voc.toml, else from a legend in the file, the label itself ("I", "Befragte"), "Interviewer is …" in
the header, what is said about somebody at the beginning, or else from who asks most of the questions. The report shows
the reason of every role.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import get_args

from voc.errors import MappingError
from voc.ingest.file_content import FileSettings, Transcript
from voc.ingest.transcripts.introductions import introduced_listeners
from voc.ingest.transcripts.speakers import (
    is_company_label,
    is_doubted_label,
    is_generic,
    is_machine_label,
    is_serving_label,
    normalise_label,
    role_of_label,
)
from voc.ingest.transcripts.voices import Voices
from voc.models.authors import average_author
from voc.schema import Role

_DATA = tomllib.loads(files("voc.ingest.transcripts").joinpath("roles.toml").read_text("utf-8"))
_ANNOUNCEMENT = re.compile("|".join(_DATA["announcements"]), re.I)
_OPENING = rf"^(?:(?:{'|'.join(_DATA['leads'])})[,.!]? ){{0,4}}(?:{'|'.join(_DATA['openings'])})"
_REQUEST = re.compile("|".join([*_DATA["requests"], _OPENING]), re.I)
_ENDS_WITH_QUESTION = re.compile(r"\?[\"”“»’')*_\s.]*\Z")
NO_SIGN = "no sign of another role"
IN_OTHERS = "asks in other interviews of the file"
ASIDE = "answers no question"
SERVES = "serves the participants"
# The report translates this sentence by its exact wording (reports/language).
NO_INTERVIEWER = "No interviewer was recognised. Name who asks in voc.toml: [speakers] interviewer = [...]."
_MIN_OTHERS = 2
"""Speakers of whom nothing is known beside whom a label such as "Jana (Support)" is the company's."""
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
    min_askers_rate: float = 0.5
    """Share of their turns that must ask, of several people who ask together, or of one who joins an interviewer."""
    max_answerers_rate: float = 0.3
    """Share of their turns that may ask, of those who answer them."""
    min_contrary: int = 3
    """Asking turns of others that outweigh a label of one letter: "I" who never asks may be Ida."""
    max_aside_words: float = 0.25
    """Share of all code points of somebody who answers no question and may belong to the interviewers' side."""
    max_respondents: int = 3
    """Respondents of a talk in which one who answers no question is doubtful; of a larger group, nobody is."""
    min_asker_odds: float = 1.0
    """Odds of the interviewer against the participant, on the average of a speaker's turns, above which their words are
    those of an interviewer; they must also be ``min_asking_lead`` times those of the most respondent-like speaker."""
    min_read: int = 5
    """Turns of a speaker whose words are judged."""
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
    """Counts for one speaker: turns, turns with a question mark, turns that ask, turns that announce a question, turns
    directly after somebody else's that asks, and code points.

    A turn asks when it ends with a question, or is short and a request to tell something. Respondents often have a
    question mark in the middle of a turn, where they quote themselves.
    """

    turns: int = 0
    questions: int = 0
    asking: int = 0
    announcements: int = 0
    answers: int = 0
    length: int = 0

    @property
    def question_rate(self) -> float:
        return self.questions / max(self.turns, 1)

    @property
    def asking_rate(self) -> float:
        return self.asking / max(self.turns, 1)


def assign_roles(
    transcript: Transcript,
    voices: Voices,
    settings: FileSettings,
    interviewers: frozenset[str] = frozenset(),
    beside: Mapping[str, Role] = MappingProxyType({}),
    thresholds: RoleThresholds = RoleThresholds(),
) -> SpeakerRoles:
    """A role for every voice of a transcript, with the reason.

    Args:
        transcript: its labels are those of ``voices``.
        voices: which labels are groups, or nobody in particular.
        settings: names from voc.toml, in the spelling of the file or of the voices.
        interviewers: normalised labels of those who ask in other interviews of the file.
        beside: roles in the talk to which this file belongs, by normalised label.
        thresholds: how clearly somebody must behave like an interviewer.

    Raises:
        MappingError: the file's own [speakers] section names a label that does not occur.
    """
    labels = _first_spellings(transcript)
    configured, unmatched = _configured_roles(labels, voices, settings)
    roles = _stated_roles(labels, voices, configured)
    for key in beside.keys() & set(map(normalise_label, labels)):
        roles.setdefault(key, _Assigned(beside[key], "in the talk beside it"))
    behaviours = _behaviours(transcript, thresholds)
    length = sum(behaviour.length for behaviour in behaviours.values())
    for key in introduced_listeners(transcript):
        # Who talks a lot takes part after all.
        if behaviours[key].length <= thresholds.max_aside_words * length:
            roles.setdefault(key, _Assigned("other", "introduced as somebody who only listens"))
    _find_note_taker(behaviours, roles, thresholds)
    _doubt_letters(behaviours, roles, thresholds)
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
            roles[key] = _Assigned("interviewer", IN_OTHERS)
    for key in _find_askers_by_words(transcript, roles, thresholds):
        roles[key] = _Assigned("interviewer", "speaks as an interviewer does")
    _judge_unnamed(transcript, voices, roles)
    _judge_asides(behaviours, roles, interviewers, thresholds)
    notes = (*_role_notes(labels, roles), *_count_notes(transcript, labels, voices, roles))
    return SpeakerRoles({key: item.role for key, item in roles.items()}, notes, unmatched)


def _stated_roles(labels: Sequence[str], voices: Voices, configured: Mapping[str, Role]) -> dict[str, _Assigned]:
    """The roles that voc.toml, the file's head, or the labels themselves state."""
    roles: dict[str, _Assigned] = {}
    for label in labels:
        key = normalise_label(label)
        if key in configured:
            roles[key] = _Assigned(configured[key], "voc.toml")
        elif key in voices.groups:
            roles[key] = _Assigned("other", "several people at once")
        elif key in voices.unnamed and is_doubted_label(label):
            roles[key] = _Assigned("other", "one of the others, in doubt who")
        elif key in voices.unnamed:
            continue
        elif stated := voices.legend.roles.get(key):
            roles[key] = _Assigned(stated.role, stated.reason)
        elif role := voices.roles.get(key) or role_of_label(label):
            roles[key] = _Assigned(role, "label")
    if any(item.role == "participant" for item in roles.values()):
        for label in labels:
            key = normalise_label(label)
            if is_serving_label(label, labels) and (key not in roles or roles[key].reason == "label"):
                roles[key] = _Assigned("other", SERVES)
    for label in _company_labels(labels, roles):
        roles[normalise_label(label)] = _Assigned("other", "a program or the company by the label")
    return roles


def _company_labels(labels: Sequence[str], roles: Collection[str]) -> list[str]:
    """Labels of a program or the company in a chat, where several others write.

    An interview may be with somebody of the support, and several labels may show departments ("Ben (Vertrieb)").
    """
    unknown = [label for label in labels if normalise_label(label) not in roles]
    company = [label for label in unknown if is_company_label(label)]
    n_others = sum(label not in company and not label.endswith((")", "]")) for label in unknown)
    return company if n_others >= _MIN_OTHERS else []


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


def _behaviours(transcript: Transcript, thresholds: RoleThresholds) -> dict[str, _Behaviour]:
    behaviours: dict[str, _Behaviour] = {}
    asked_by = ""
    for utterance in transcript.utterances:
        key = normalise_label(utterance.label)
        behaviour = behaviours.setdefault(key, _Behaviour())
        words = transcript.text[utterance.start : utterance.end]
        asks = _asks(words, thresholds)
        behaviour.turns += 1
        behaviour.questions += "?" in words
        behaviour.asking += asks
        behaviour.answers += asked_by not in {"", key}
        asked_by = key if asks else ""
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


def _doubt_letters(
    behaviours: Mapping[str, _Behaviour], roles: dict[str, _Assigned], thresholds: RoleThresholds
) -> None:
    """Take back the role that a label of one letter states where what is asked says the contrary: "I" may be Ida.

    "I" never asks, and somebody without a role does; or "B" asks, and nobody is known to interview.
    """
    is_interviewed = any(item.role == "interviewer" for item in roles.values())
    for key in [key for key, item in roles.items() if item.reason == "label" and len(key) == 1 and key in behaviours]:
        own = behaviours[key]
        others = [
            other
            for name, other in behaviours.items()
            if name != key and (name not in roles or not is_interviewed or roles[name].role == "interviewer")
        ]
        n_asking = sum(other.asking for other in others if other.asking_rate >= thresholds.min_askers_rate)
        is_contrary = (
            not own.questions and n_asking >= max(thresholds.min_contrary, thresholds.min_asking_lead * own.asking)
            if roles[key].role == "interviewer"
            else not is_interviewed and own.asking >= thresholds.min_contrary
            and own.asking_rate >= thresholds.min_askers_rate
            and all(other.asking_rate <= thresholds.max_answerers_rate for other in others)
        )  # fmt: skip
        if is_contrary:
            del roles[key]


def _judge_asides(
    behaviours: Mapping[str, _Behaviour],
    roles: dict[str, _Assigned],
    interviewers: Collection[str],
    thresholds: RoleThresholds,
) -> None:
    """Judge who answers no question of a talk of few, although nothing states their role: a colleague who asks as well,
    an observer, somebody who passes by."""
    respondents = [key for key, item in roles.items() if item.role == "participant"]
    is_interview = any(item.role == "interviewer" for item in roles.values())
    is_group = len(respondents) > thresholds.max_respondents
    n_answers = sum(behaviours[key].answers for key in respondents)
    if not is_interview or is_group or n_answers < thresholds.min_questions:
        return
    length = sum(behaviour.length for behaviour in behaviours.values())
    for key, item in roles.items():
        own = behaviours[key]
        if item.reason != NO_SIGN or own.answers:
            continue
        if key in interviewers:
            roles[key] = _Assigned("interviewer", IN_OTHERS)
        elif own.asking >= thresholds.min_asking_turns and own.asking_rate >= thresholds.min_askers_rate:
            roles[key] = _Assigned("interviewer", "asks as well, and answers no question")
        elif own.length <= thresholds.max_aside_words * length:
            roles[key] = _Assigned("other", ASIDE)


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
    askers: dict[str, str] = {}
    if "interviewer" not in taken and len(labels) > 1:
        answering = [key for key, item in roles.items() if item.role == "participant"]
        candidates = {key: behaviours[key] for key in [*open_keys, *answering] if key in behaviours}
        asker = _find_asker(candidates, open_keys, thresholds)
        askers = dict([asker]) if asker else _find_several_askers(candidates, open_keys, thresholds)
    for key in open_keys:
        if key in askers and ("participant" in taken or len(open_keys) > 1):
            roles[key] = _Assigned("interviewer", askers[key])
        else:
            reason = "nobody else answers" if len(labels) == 1 else NO_SIGN
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


def _find_askers_by_words(
    transcript: Transcript, roles: Mapping[str, _Assigned], thresholds: RoleThresholds
) -> list[str]:
    """Those without another sign of a role who speak as interviewers do, where somebody else speaks as respondents do.

    A recogniser writes no question marks, an interviewer may tell much and a respondent ask back, and a second
    interviewer asks less than the first.
    """
    turns: dict[str, list[str]] = {}
    for utterance in transcript.utterances:
        turns.setdefault(normalise_label(utterance.label), []).append(transcript.text[utterance.start : utterance.end])
    long = [key for key, turn in turns.items() if len(turn) >= thresholds.min_read]
    others = [key for key in long if roles[key].role == "participant"]
    unsure = [key for key in others if roles[key].reason == NO_SIGN]
    if not unsure or len(others) < 2:
        return []
    shares = {}
    for key in others:
        author = average_author(turns[key])
        shares[key] = author["interviewer"] / (author["interviewer"] + author["participant"])
    least = min(shares.values())
    lead = thresholds.min_asking_lead * least / (1 - least)
    askers = [key for key in unsure if shares[key] / (1 - shares[key]) >= max(lead, thresholds.min_asker_odds)]
    n_words = sum(utterance.end - utterance.start for utterance in transcript.utterances)
    n_asking = sum(len(turn) for key in askers for turn in turns[key])
    return askers if n_asking <= thresholds.max_share_of_words * n_words else []


def _find_several_askers(
    candidates: Mapping[str, _Behaviour], open_keys: Sequence[str], thresholds: RoleThresholds
) -> dict[str, str]:
    """Those who ask together, each in most of their turns, where the others hardly ask; empty when it is not so."""
    askers = {
        key: "asks, and the others hardly do"
        for key in open_keys
        if key in candidates
        and candidates[key].asking >= thresholds.min_asking_turns
        and candidates[key].asking_rate >= thresholds.min_askers_rate
    }
    others = [item for key, item in candidates.items() if key not in askers]
    length = sum(item.length for item in candidates.values())
    is_plain = (
        others
        and len(candidates) <= thresholds.max_speakers
        and all(item.asking_rate <= thresholds.max_answerers_rate for item in others)
        and sum(candidates[key].length for key in askers) <= thresholds.max_asker_words * length
    )
    return askers if is_plain else {}


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
    # Nobody interviews in a call of a customer with an agent.
    if len(labels) > 1 and all(item.role != "interviewer" and item.reason != SERVES for item in groups):
        notes.append(NO_INTERVIEWER)
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

    asides = {key for key, item in roles.items() if item.reason == ASIDE}
    others = {key for key, item in roles.items() if item.role == "other"} - asides
    if others:
        yield f"Kept as context, not counted as words of a respondent (number of words): {listed(others)}."
    if asides:
        yield (
            "Who speaks beside the talk, asks little and answers no question, was not counted as a respondent: "
            f"{listed(asides)}. If they are respondents, write [speakers] participant = [...] in voc.toml."
        )
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
