"""Who asks and who answers: by voc.toml, by label, by the file's own legend, else by who asks most questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.errors import MappingError
from voc.ingest.records import Settings, Transcript
from voc.ingest.transcripts.blocks import MAX_HEADER
from voc.ingest.transcripts.labels import MAX_LABEL, normal, role_by_label
from voc.schema import Role

_LEGEND = re.compile(
    rf"(?:^|[,;|]\s*)[ \t]*(?P<label>[^\W_][\w. -]{{0,20}}?)[ \t]*(?:=|:|–)[ \t]*"
    rf"(?P<what>[^\W\d_][\w ./-]{{0,{MAX_LABEL}}})",
    re.M,
)
_NAMED = re.compile(
    r"\bInterviewer(?:in|s)?\s*(?:is|are|was|were|ist|sind|war|waren|:)\s+(?P<names>[^.\n]{3,150})", re.I
)
_UNKNOWN = re.compile(r"(?:unknown|unbekannt\w*)(?: (?:speaker|sprecher(?:in)?))?")


@dataclass(frozen=True, slots=True)
class Roles:
    """``of`` maps a normal label to its role; ``notes`` say for each speaker which and why."""

    of: Mapping[str, Role]
    notes: tuple[str, ...]
    unmatched: frozenset[str] = frozenset()


def assign(transcript: Transcript, settings: Settings) -> Roles:
    """A role for every label of a transcript, with the reason.

    Raises:
        MappingError: the file's own [speakers] section names a label that does not occur.
    """
    labels = _labels(transcript)
    header = transcript.text[: min(transcript.utterances[0].start, MAX_HEADER)] if transcript.utterances else ""
    roles: dict[str, tuple[Role, str]] = {}
    configured, unmatched = _configured(labels, settings)
    for label in labels:
        key = normal(label)
        by_legend = _by_legend(header, labels).get(key)
        by_label = role_by_label(label)
        if key in configured:
            roles[key] = (configured[key], "voc.toml")
        elif (not label and len(labels) > 1) or _UNKNOWN.fullmatch(key):
            roles[key] = ("other", "nobody is named")
        elif by_legend:
            roles[key] = (by_legend, "legend in the file")
        elif by_label:
            roles[key] = (by_label, "label")
        elif _named_interviewer(header, label):
            roles[key] = ("interviewer", "named as interviewer in the file")
    _note_taker(transcript, roles)
    _fill(transcript, labels, roles)
    return Roles({key: role for key, (role, _) in roles.items()}, _notes(labels, roles), unmatched)


def _notes(labels: Sequence[str], roles: Mapping[str, tuple[Role, str]]) -> tuple[str, ...]:
    """Who has which role and why; speakers with the same reason in one sentence."""
    groups: dict[tuple[Role, str], list[str]] = {}
    for label in labels:
        groups.setdefault(roles[normal(label)], []).append(f"'{label}'" if label else "(no name)")
    notes = [
        f"Speaker{'s' if len(names) > 1 else ''} {', '.join(names)}: {role} ({reason})."
        for (role, reason), names in groups.items()
        if names != ["(no name)"] or len(labels) > 1
    ]
    if len(labels) > 1 and all(role != "interviewer" for role, _ in groups):
        notes.append(
            "Nobody was told to be the interviewer. Name who asks in voc.toml: [speakers] interviewer = [...]."
        )
    return tuple(notes)


def _note_taker(transcript: Transcript, roles: dict[str, tuple[Role, str]]) -> None:
    """A bare "P" beside "I" and "B" who hardly speaks takes the notes ("Protokoll"), and does not take part."""
    if not {"i", "b", "p"} <= roles.keys() or roles["p"][1] != "label":
        return
    said = {"b": 0, "p": 0}
    for utterance in transcript.utterances:
        key = normal(utterance.label)
        if key in said:
            said[key] += utterance.end - utterance.start
    if said["p"] < 0.2 * said["b"]:
        roles["p"] = ("other", "beside 'I' and 'B', and says little")


def _labels(transcript: Transcript) -> list[str]:
    """Labels as first written, in the order in which they speak."""
    seen: dict[str, str] = {}
    for utterance in transcript.utterances:
        seen.setdefault(normal(utterance.label), utterance.label)
    return list(seen.values())


def _configured(labels: Sequence[str], settings: Settings) -> tuple[dict[str, Role], frozenset[str]]:
    named: dict[str, Role] = {}
    missing = []
    known = {normal(label) for label in labels}
    sections: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("interviewer", settings.speakers.interviewer),
        ("participant", settings.speakers.participant),
        ("other", settings.speakers.other),
    )
    for role, names in sections:
        for name in names:
            named[normal(name)] = role
            if normal(name) not in known:
                missing.append(name)
    if missing and settings.own_speakers:
        raise MappingError(
            f"[speakers] names {_quoted(missing)}, but the file has the speakers {_quoted(labels)}. "
            "Correct the names in voc.toml."
        )
    return named, frozenset(missing)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "none"


def _by_legend(header: str, labels: Sequence[str]) -> dict[str, Role]:
    """Roles from lines like ``P = Protokollant`` or ``I: Interviewer, B: Befragter`` above the first turn."""
    known = {normal(label) for label in labels}
    found: dict[str, Role] = {}
    for entry in _LEGEND.finditer(header):
        role = role_by_label(entry["what"]) if len(normal(entry["what"])) > 2 else None
        if role and normal(entry["label"]) in known:
            found[normal(entry["label"])] = role
    return found


def _named_interviewer(header: str, label: str) -> bool:
    """Whether the header says that this speaker is the interviewer ("Interviewer is Ada Berg and Rich W Moss")."""
    words = normal(label).split()
    for found in _NAMED.finditer(header):
        for name in re.split(r",|&|\band\b|\bund\b", found["names"]):
            parts = normal(name).split()
            if parts and words and (parts == words or (len(words) > 1 and {words[0], words[-1]} <= set(parts))):
                return True
    return False


def _fill(transcript: Transcript, labels: Sequence[str], roles: dict[str, tuple[Role, str]]) -> None:
    """Give the speakers without a role one: the one who clearly asks most is the interviewer, the rest participate."""
    open_labels = [normal(label) for label in labels if normal(label) not in roles]
    if not open_labels:
        return
    taken = {role for role, _ in roles.values()}
    asker = "" if "interviewer" in taken or len(labels) < 2 else _asker(transcript, open_labels)
    for key in open_labels:
        if key == asker and ("participant" in taken or len(open_labels) > 1):
            roles[key] = ("interviewer", "asks most of the questions")
        else:
            roles[key] = ("participant", "nobody else answers" if len(labels) == 1 else "no sign of another role")


def _asker(transcript: Transcript, candidates: Sequence[str]) -> str:
    """The label that asks at least half of all questions, in a third of its turns, twice as often as the next, and
    does not talk most of the time; "" when there is none."""
    turns = dict.fromkeys(candidates, 0)
    asked = dict.fromkeys(candidates, 0)
    words = dict.fromkeys(candidates, 0)
    for utterance in transcript.utterances:
        key = normal(utterance.label)
        if key in turns:
            said = transcript.text[utterance.start : utterance.end]
            turns[key] += 1
            asked[key] += "?" in said
            words[key] += len(said)
    rates = sorted(((asked[key] / turns[key], key) for key in candidates if turns[key]), reverse=True)
    if len(rates) < 2:
        return ""
    rate, best = rates[0]
    rival = max((rate for rate, key in rates[1:] if turns[key] >= 3), default=0.0)
    clear = rate >= 1 / 3 and rate >= 2 * rival and asked[best] >= 3
    modest = words[best] <= 0.6 * max(sum(words.values()), 1)
    return best if clear and modest and asked[best] >= 0.5 * sum(asked.values()) else ""
