"""Speaker labels: what can be one, which roles they name, and whether a label is a person's own name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from voc.errors import MappingError
from voc.ingest.file_content import FileSettings, Transcript
from voc.ingest.transcripts.utterances import MAX_HEADER
from voc.schema import Role

MAX_LABEL = 63
MAX_LABEL_WORDS = 7

_INTERVIEWER = (
    r"i\s*\d{0,2}|int|intv|ir|iv|interviewer(?:in|\*in|:in)?|interviewe?ur|interviewerin|interviewing|interwiever"
    r"|moderator(?:in)?|moderation|mod|facilitator|researcher|host|f|fr|frage|fragen?de?r?|forscher(?:in)?|q|question"
    r"|versuchsleiter(?:in)?|vl|testleiter(?:in)?|interviewleiter(?:in)?|befrager(?:in)?|reporter(?:in)?|redaktion"
)
_PARTICIPANT = (
    r"b|bp|befragte?r?|befragte person|ip|interviewee|interviewte?r?|interviewpartner(?:in)?|interview partner"
    r"|interviewperson|participant|part|p\s*\d{1,3}|p|tn|tp|vp|teilnehmer(?:in|\*in|:in|nde)?|teilnehmende?r?"
    r"|proband(?:in)?"
    r"|testperson|versuchsperson|respondent|user|nutzer(?:in)?|kund(?:e|in)|customer|client|subject|answer|antwort"
    r"|a|expert(?:e|in)?|gast|guest|patient(?:in)?|bewohner(?:in)?|mitarbeiter(?:in)?|student(?:in)?"
)
_OTHER = (
    r"protokollant(?:in)?|protokoll|protocol|note ?taker|notetaker|observer|beobachter(?:in)?|technik(?:er)?"
    r"|technician|dolmetscher(?:in)?|übersetzer(?:in)?|interpreter|translator|transcriber|transkribent(?:in)?|system"
)
_NUMBER = r"(?:[\s._-]*\d{1,3}|[\s._-]+[a-z])?"
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("interviewer", re.compile(rf"(?:{_INTERVIEWER}){_NUMBER}")),
    ("participant", re.compile(rf"(?:{_PARTICIPANT}){_NUMBER}")),
    ("other", re.compile(rf"(?:{_OTHER}){_NUMBER}")),
)
_ANONYMOUS = re.compile(
    rf"(?:speaker|sprecher(?:in)?|person|stimme|voice|unknown(?: speaker)?|unbekannt|spk|s|mann|frau|man|woman"
    rf"|male|female|männlich|weiblich|teilnehmer|anonym(?:ous)?){_NUMBER}|\W*\d+\W*|[a-zäöü]\.?\d*"
)
_INITIALS = re.compile(r"[A-ZÄÖÜ]\.?\s?[A-ZÄÖÜ]?\.?\d*")
_NO_SPEAKER = re.compile(
    r"(?:https?|www|ftp|mailto|e-?mail|datum|date|ort|location|uhrzeit|zeit|time|dauer|duration|thema|topic|titel|title"
    r"|hinweis|anmerkung|notes?|notiz(?:en)?|todo|fazit|pro|con|contra|beispiel|example|z\.? ?b\.?|d\.? ?h\.?"
    r"|e\.? ?g\.?|i\.? ?e\.?|quelle|source|tags?|autor|author|version|status|link|url|tel|telefon|fax|betreff|name"
    r"|alter|age|geschlecht|gender|beruf|job|legende|ps|p\.? ?s\.?|edit|update|tipp|tip|problem|lösung|solution"
    r"|vorteile?|nachteile?|advantages?|disadvantages?|ziele?|goals?|ergebnis(?:se)?|results?|transcription|transcript)"
    r"\s*\d*",
)


@lru_cache(maxsize=4096)
def normal(label: str) -> str:
    """A label for comparison: composed, one space between words, no case, no trailing colon or dot."""
    return " ".join(unicodedata.normalize("NFC", label).split()).rstrip(":.").strip().casefold()


@lru_cache(maxsize=4096)
def can_be_label(label: str) -> bool:
    """Whether a text before a colon can be a speaker at all: short, a few words, no URL, no field name."""
    words = label.split()
    if not words or len(label) > MAX_LABEL or len(words) > MAX_LABEL_WORDS:
        return False
    if "/" in label and "//" in label:
        return False
    return _NO_SPEAKER.fullmatch(normal(label)) is None


@lru_cache(maxsize=4096)
def role_by_label(label: str) -> Role | None:
    """The role that a label names by itself ("I", "Interviewer 2", "Befragte", "P3"), else None.

    >>> role_by_label("Interviewer 1"), role_by_label("B"), role_by_label("Protokollantin"), role_by_label("Anna")
    ('interviewer', 'participant', 'other', None)
    """
    text = normal(label)
    return next((role for role, pattern in _ROLES if pattern.fullmatch(text)), None)


def is_known(label: str) -> bool:
    """Whether a label is a usual one for a speaker, so that it needs no repetition to be believed."""
    return (
        role_by_label(label) is not None
        or re.fullmatch(rf"(?:speaker|sprecher|person){_NUMBER}", normal(label)) is not None
    )


def is_generic(label: str) -> bool:
    """Whether a label stands for whoever speaks in this file ("B", "Speaker 2", "LG"), not for a person by name.

    >>> is_generic("Speaker 2"), is_generic("LG"), is_generic("Jo"), is_generic("Manu")
    (True, True, False, False)
    """
    text = normal(label)
    known = role_by_label(label) is not None or _ANONYMOUS.fullmatch(text) is not None
    return not text or known or _INITIALS.fullmatch(label.strip()) is not None


_LEGEND = re.compile(
    rf"(?:^|[,;|]\s*)[ \t]*(?P<label>[^\W_][\w. -]{{0,20}}?)[ \t]*(?:=|:|–)[ \t]*"
    rf"(?P<what>[^\W\d_][\w ./-]{{0,{MAX_LABEL}}})",
    re.M,
)
_NAMED = re.compile(
    r"\bInterviewer(?:in|s)?\s*(?:is|are|was|were|ist|sind|war|waren|:)\s+(?P<names>[^.\n]{3,150})", re.I
)
MAX_IN_INTERVIEW = 4
"""More speakers than this are a meeting, where anybody may announce a question."""
_ANNOUNCES = re.compile(
    r"\b(?:first|second|next|last|final|another|my) question\b|\bquestions? (?:I|we) have\b"
    r"|\b(?:erste|zweite|nächste|letzte|meine|unsere)n? Frage(?:n)?\b",
    re.I,
)
_UNKNOWN = re.compile(r"(?:unknown|unbekannt\w*)(?: (?:speaker|sprecher(?:in)?))?")


@dataclass(frozen=True, slots=True)
class Roles:
    """``of`` maps a normal label to its role; ``notes`` say for each speaker which and why."""

    of: Mapping[str, Role]
    notes: tuple[str, ...]
    unmatched: frozenset[str] = frozenset()


def assign(transcript: Transcript, settings: FileSettings) -> Roles:
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


def _configured(labels: Sequence[str], settings: FileSettings) -> tuple[dict[str, Role], frozenset[str]]:
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
    """Give the speakers without a role one: the one who clearly asks is the interviewer, the rest participate."""
    open_labels = [normal(label) for label in labels if normal(label) not in roles]
    if not open_labels:
        return
    taken = {role for role, _ in roles.values()}
    asker, why = "", ""
    if "interviewer" not in taken and len(labels) > 1:
        answering = [key for key, (role, _) in roles.items() if role == "participant"]
        asker, why = _asker(_shares(transcript, [*open_labels, *answering]), open_labels)
    for key in open_labels:
        if key == asker and ("participant" in taken or len(open_labels) > 1):
            roles[key] = ("interviewer", why)
        else:
            roles[key] = ("participant", "nobody else answers" if len(labels) == 1 else "no sign of another role")


@dataclass(slots=True)
class _Share:
    """What one speaker does in a talk: turns, turns with a question, turns that announce one, characters."""

    turns: int = 0
    asked: int = 0
    announced: int = 0
    length: int = 0

    @property
    def rate(self) -> float:
        return self.asked / max(self.turns, 1)


def _shares(transcript: Transcript, candidates: Sequence[str]) -> dict[str, _Share]:
    shares = {key: _Share() for key in candidates}
    for utterance in transcript.utterances:
        share = shares.get(normal(utterance.label))
        if share is not None:
            said = transcript.text[utterance.start : utterance.end]
            share.turns += 1
            share.asked += "?" in said
            share.announced += _ANNOUNCES.search(said) is not None
            share.length += len(said)
    return shares


def _asker(shares: Mapping[str, _Share], open_labels: Sequence[str]) -> tuple[str, str]:
    """Who asks and why, ("", "") when nobody clearly does.

    By questions: half of all of them, in a third of the turns, twice as often as the next, without talking most of
    the time. Else the only one who speaks of "the next question" and talks less. Else the only one beside people
    who are labelled as participants, when nobody asks more.
    """
    ranked = sorted(shares, key=lambda key: (-shares[key].rate, key))
    if len(ranked) < 2:
        return "", ""
    best = shares[ranked[0]]
    rival = max((shares[key].rate for key in ranked[1:] if shares[key].turns >= 3), default=0.0)
    in_all = max(sum(share.length for share in shares.values()), 1)
    clear = best.rate >= 1 / 3 and best.rate >= 2 * rival and best.asked >= 3
    half = best.asked >= 0.5 * sum(share.asked for share in shares.values())
    if ranked[0] in open_labels and clear and half and best.length <= 0.6 * in_all:
        return ranked[0], "asks most of the questions"
    speaking = [key for key in ranked if shares[key].announced]
    if len(speaking) == 1 and speaking[0] in open_labels and len(shares) <= MAX_IN_INTERVIEW:
        share = shares[speaking[0]]
        if share.length <= 0.5 * in_all and share.turns >= 0.2 * sum(other.turns for other in shares.values()):
            return speaking[0], "announces the questions"
    if len(open_labels) == 1 and all(shares[open_labels[0]].asked >= share.asked for share in shares.values()):
        return open_labels[0], "the only one beside the participants"
    return "", ""
