"""Voices: which labels of a transcript are the same person, and which are several people or nobody in particular.

Meeting tools put badges behind names ("Piet Hallström (Unverified)", "Anna Berg | Acme", "iPhone von Anna"), and people
join under several names ("Müller, Anna", "Anna"). Each voice gets one label, without badges.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files

from voc.ingest.file_content import LeftOut, Transcript
from voc.ingest.transcripts.legends import Legend, code_key, read_legend
from voc.ingest.transcripts.speakers import (
    is_doubted_label,
    is_generic,
    is_group_label,
    is_joint_label,
    is_unnamed_label,
    normalise_label,
    role_of_label,
    without_doubt,
)
from voc.ingest.transcripts.utterances import MAX_HEADER
from voc.schema import Role

MAX_SAME_WORD = 50
"""Names with the same word that are compared; in a file with more, a part of a name is nobody's in particular."""

MIN_SLIP = 5
"""Letters of a word in which a wrong one is a slip of the pen; shorter names differ in one letter often."""
MIN_OFTEN = 3
"""Turns under the right label from which on a label that occurs once may be a slip of the pen."""

_DATA = tomllib.loads(files("voc.ingest.transcripts").joinpath("voices.toml").read_text("utf-8"))
_BADGE = re.compile("|".join(_DATA["badges"]["bracketed"]))
_TRAILING_BADGE = re.compile(
    rf"^(.*?[^\W\d_].*?)[\s,–|-]+(?:{'|'.join(_DATA['badges']['trailing'])})$"
    rf"|^(.*?[^\W\d_].*?\s.*?[^\W\d_].*?)[\s,–|-]+(?:{'|'.join(_DATA['badges']['trailing_after_two_words'])})$",
    re.I,
)
_PRONOUN = f"(?:{'|'.join(_DATA['badges']['pronouns'])})"
_PRONOUNS = re.compile(rf"{_PRONOUN}(?:\s?[/|,]\s?{_PRONOUN})+|{_PRONOUN}", re.I)
_TRAILING_PRONOUNS = re.compile(rf"^(.+?)[\s,–-]+{_PRONOUN}(?:\s?/\s?{_PRONOUN})+$", re.I)
_LAST_BRACKET = re.compile(r"^(.*\S)\s*[(\[{]([^()\[\]{}]{0,60})[)\]}]$")
_ALL_IN_BRACKETS = re.compile(r"^[(\[{]\s*([^()\[\]{}]+?)\s*[)\]}]$")
_COMPANY = re.compile(r"^([^|@]*[^\W_][^|@]*?)\s*(?:\||(?<=\s)@|(?<=\s)[–—-](?=\s))\s*(.+)$")
# Only a role is cut off behind a comma, or "Müller, Anna" would lose its name.
_AFTER_COMMA = re.compile(rf"^([^,]+),\s*({'|'.join(_DATA['badges']['roles'])})$", re.I)
_ROLE_BEFORE_NAME = re.compile(
    rf"^({'|'.join(_DATA['badges']['roles'])})\s*[:\s|–-]\s*((?-i:[A-ZÄÖÜ])\D*[^\W\d_]\D+)$", re.I
)
_DEVICE = f"(?:{'|'.join(_DATA['devices']['names'])})"
# "iPhone von Anna", "Galaxy A52 de Anna", "iPad (2) of Anna Berg".
_DEVICE_OF = re.compile(rf"^{_DEVICE}\b[\w ().+-]{{0,20}}?\s(?:von|of|de|di)\s(.+)$", re.I)
# "Anna's iPhone", "Annas iPhone", "Anna iPhone 14".
_OWNERS_DEVICE = re.compile(rf"^(.+?)(?:['’]s?)?[\s-]+{_DEVICE}\b[\w ().+-]{{0,20}}$", re.I)
_CODE = re.compile(r"([^\W\d_]{1,15})[\s._-]{0,2}(\d{1,3})")
_BLOT = "·"
_EDGES = re.compile(r"^[^\w(\[{@?+*]+|[^\w)\]}.?*!]+$")
_FEMALE = {"frau", "fr", "fr.", "mrs", "mrs.", "ms", "ms.", "mme"}
_MALE = {"herr", "herrn", "hr", "hr.", "hrn", "hrn.", "mr", "mr.", "m."}
_DEGREES = {"dr", "dr.", "prof", "prof.", "dipl.-ing.", "mag.", "ing."}


@dataclass(frozen=True, slots=True)
class _NameInLabel:
    """The parts of a label: the name that is shown, what was behind it ("Acme"), and the role that a badge states."""

    shown: str
    qualifier: str = ""
    role: Role | None = None
    # "Annas iPhone": whether the "s" belongs to the name is open.
    is_owner: bool = False

    @property
    def gender(self) -> str:
        words = set(self.shown.casefold().split())
        return "f" if words & _FEMALE else "m" if words & _MALE else ""

    @property
    def words(self) -> tuple[str, ...]:
        return _words(self.shown)


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without titles; sorted, because tools write "Müller Anna" too.

    A code is one word: "TN 3", "tn.3" and "TN03" are the same.
    """
    titles = _FEMALE | _MALE | _DEGREES
    if code := _CODE.fullmatch(normalise_label(name)):
        return (f"{code[1]}{int(code[2])}",)
    words = [word for word in normalise_label(name).split() if word not in titles]
    return tuple(sorted(word.rstrip(".,") for word in words))


@lru_cache(maxsize=4096)
def _read_name(label: str) -> _NameInLabel:
    """The name in a label, without what meeting tools put around it.

    >>> _read_name("Piet Hallström External unfamiliar").shown, _read_name("Müller, Anna (she/her) | Acme").shown
    ('Piet Hallström', 'Anna Müller')
    >>> _read_name("Anna's iPhone").shown, _read_name("Ada Berg (Moderatorin)").role, _read_name("Judith Guest").shown
    ('Anna', 'interviewer', 'Judith Guest')
    """
    text, qualifier, role, is_owner = _EDGES.sub("", " ".join(label.split())), "", None, False
    if inner := _ALL_IN_BRACKETS.match(text):
        text = inner[1]
    # Every pass takes one badge away; a label has at most a few.
    for _ in range(6):
        before = text
        if bracket := _LAST_BRACKET.match(text):
            content = normalise_label(bracket[2])
            # "Host" and "Teilnehmer" are what a meeting tool calls everybody, and say nothing about who asks.
            is_badge = (
                not content
                or all(_BADGE.fullmatch(part.strip()) for part in content.split(","))
                or _PRONOUNS.fullmatch(content)
                or "@" in content
            )
            stated = None if is_badge else role_of_label(content) if len(content) > 2 else None
            if not is_badge and not stated and qualifier:
                break
            text, role = bracket[1], role or stated
            qualifier = qualifier if is_badge or stated else content
        elif trailing := _TRAILING_BADGE.match(text) or _TRAILING_PRONOUNS.match(text):
            text = next(part for part in trailing.groups() if part)
        elif not qualifier and (company := _COMPANY.match(text) or _AFTER_COMMA.match(text)):
            stated = role_of_label(company[2])
            text, role = company[1], role or stated
            qualifier = "" if stated else normalise_label(company[2])
        elif announced := _ROLE_BEFORE_NAME.match(text):
            text, role = announced[2], role or role_of_label(announced[1])
        elif owner := _DEVICE_OF.match(text):
            text = owner[1]
        elif owner := _OWNERS_DEVICE.match(text):
            text, is_owner = owner[1], True
        text = _EDGES.sub("", text)
        if text == before:
            break
    return _NameInLabel(_in_speaking_order(text), qualifier, role, is_owner) if text else _NameInLabel(label)


def _in_speaking_order(name: str) -> str:
    """ "Anna Müller" for "Müller, Anna"; other labels as they are."""
    last, comma, first = (part.strip() for part in name.partition(","))
    words = [*last.split(), *first.split()]
    is_name = comma and first and "," not in first and len(words) <= 5 and len(first.split()) <= 2
    if not is_name or any(not word[0].isupper() and not word.islower() for word in words) or not first[0].isupper():
        return name
    if role_of_label(first) or role_of_label(last) or any(character.isdigit() for character in name):
        return name
    return f"{first} {last}"


@dataclass(frozen=True, slots=True)
class Voices:
    """``labels`` maps each label as written to that of its voice. ``groups`` and ``unnamed`` are normalised labels of
    voices; ``roles`` are those that badges state ("Ada Berg (Moderatorin)"). ``legend`` is what the head says about the
    voices, by their normalised labels."""

    labels: Mapping[str, str]
    groups: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    roles: Mapping[str, Role] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    legend: Legend = field(default_factory=Legend)


def name_in_label(label: str) -> str:
    """The name in a label for comparison: without badges, in lower case, forms of address and codes in one spelling.

    >>> name_in_label("Berg, Ada (Gast)"), name_in_label("B (lacht)"), name_in_label("Fr. Berg"), name_in_label("P.12")
    ('ada berg', 'b', 'f berg', 'p12')
    """
    name = _read_name(label)
    return " ".join(filter(None, (name.gender, *name.words))) if name.words else normalise_label(name.shown)


def slip_of(label: str, others: Collection[str]) -> str:
    """The only one of ``others`` of which a label is a slip of the pen: a letter is missing, doubled or swapped inside
    a word. "" where there is none; "Daniel" and "Daniela" are two people, and so are "Müller" and "Möller".

    >>> slip_of("Hr Kesler", ["Hr. Kessler", "Fr. Kessler"]), slip_of("Daniel", ["Daniela"])
    ('Hr. Kessler', '')
    """
    name = _read_name(label)
    slips = [other for other in others if name.gender == _read_name(other).gender and _is_slip(name, _read_name(other))]
    return slips[0] if len({name_in_label(slip) for slip in slips}) == 1 else ""


def _is_slip(name: _NameInLabel, other: _NameInLabel) -> bool:
    unequal = [pair for pair in zip(name.words, other.words, strict=False) if pair[0] != pair[1]]
    if len(name.words) != len(other.words) or len(unequal) != 1:
        return False
    short, long = sorted(unequal[0], key=len)
    if len(short) < MIN_SLIP or not (short + long).isalpha() or (short[0], short[-1]) != (long[0], long[-1]):
        return False
    if len(short) == len(long):
        return any(short == f"{long[:at]}{long[at + 1]}{long[at]}{long[at + 2 :]}" for at in range(1, len(long) - 2))
    return any(short == long[:at] + long[at + 1 :] for at in range(1, len(long) - 1))


def identify_voices(transcript: Transcript) -> Voices:
    """The voices of a transcript.

    Labels are of one person when the head of the talk says so, when they have the same name without badges, or when the
    one is part of the other ("Anna", "Anna Müller") and nobody else could be meant.
    """
    counts = Counter(utterance.label for utterance in transcript.utterances)
    written = list(counts)
    parts = {normalise_label(label) for label in written}
    # "TN3?" is who speaks as "TN3" elsewhere; "TN?" is any of them.
    sure = {label: without_doubt(label) for label in written if is_doubted_label(label)}
    groups = {label for label in written if is_group_label(_read_name(label).shown) or is_joint_label(label, parts)}
    unnamed = {
        label
        for label in written
        if label not in groups
        and (normalise_label(sure[label]) not in parts if label in sure else is_unnamed_label(_read_name(label).shown))
    }
    named = [label for label in written if label not in groups and label not in unnamed]
    names = _distinct_names([sure.get(label, label) for label in named])
    shown = _merge_parts_of_names(names)
    names = {label: names[sure.get(label, label)] for label in named}
    labels = {label: shown[names[label]] if label in names else label for label in written}
    labels |= _slips(labels, counts)
    head = transcript.text[: min(transcript.utterances[0].start, MAX_HEADER)] if transcript.utterances else ""
    legend = read_legend(head, written)
    labels = _with_explained(labels, legend)
    roles: dict[str, Role] = {}
    for label, name in names.items():
        if name.role:
            roles.setdefault(normalise_label(labels[label]), name.role)
    return Voices(
        labels,
        frozenset(map(normalise_label, groups)),
        frozenset(map(normalise_label, unnamed)),
        roles,
        tuple(_merge_notes(labels, names)),
        _legend_of_voices(legend, labels),
    )


def _slips(labels: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, str]:
    """The voices of labels that are slips of the pen: each occurs once, and the right one often."""
    n_turns: Counter[str] = Counter()
    for label, voice in labels.items():
        n_turns[voice] += counts[label]
    often = [voice for voice, n in n_turns.items() if n >= MIN_OFTEN]
    slips = {label: slip_of(label, often) for label, voice in labels.items() if n_turns[voice] == 1}
    return {label: voice for label, voice in slips.items() if voice}


def _with_explained(labels: Mapping[str, str], legend: Legend) -> dict[str, str]:
    """The voices, those as one that a legend explains by the same code ("Speaker 4 = P07 again")."""
    voice_of_code: dict[str, str] = {code_key(label): voice for label, voice in labels.items()}
    explained = {}
    for label, voice in labels.items():
        code = legend.same.get(normalise_label(label), "")
        explained[label] = voice_of_code.setdefault(code, voice) if code else voice
    return explained


def _legend_of_voices(legend: Legend, labels: Mapping[str, str]) -> Legend:
    """The legend by the normalised labels of voices. What is said about one label of a voice is said about all."""
    voice_of = {normalise_label(label): normalise_label(voice) for label, voice in labels.items()}
    return replace(
        legend,
        roles={voice_of[key]: role for key, role in legend.roles.items()},
        descriptions={voice_of[key]: description for key, description in legend.descriptions.items()},
        refused=frozenset(voice_of[key] for key in legend.refused),
    )


def with_voices(transcript: Transcript, voices: Voices) -> Transcript:
    """The transcript with the labels of its voices."""
    utterances = tuple(
        utterance
        if voices.labels[utterance.label] == utterance.label
        else replace(utterance, label=voices.labels[utterance.label])
        for utterance in transcript.utterances
    )
    return replace(transcript, utterances=utterances)


def without_refused(transcript: Transcript) -> Transcript:
    """The transcript without the voices that its head says must not be used. Their words are blotted out in the text,
    because a study keeps it."""
    voices = identify_voices(transcript)
    refused = {item for item in transcript.utterances if _key(voices, item.label) in voices.legend.refused}
    if not refused:
        return transcript
    text = list(transcript.text)
    for item in refused:
        text[item.start : item.end] = [_BLOT if mark.strip() else mark for mark in text[item.start : item.end]]
    labels = ", ".join(dict.fromkeys(f"'{item.label}'" for item in transcript.utterances if item in refused))
    n_words = sum(len(transcript.text[item.start : item.end].split()) for item in refused)
    note = f"Left out, because the head of the file says not to use it: {labels} ({n_words} words)."
    return replace(
        transcript,
        text="".join(text),
        utterances=tuple(item for item in transcript.utterances if item not in refused),
        notes=(*transcript.notes, note),
        left_out=(*(LeftOut(item.start, item.end, "voices not to be used") for item in refused), *transcript.left_out),
    )


def _key(voices: Voices, label: str) -> str:
    return normalise_label(voices.labels[label])


def has_badge(label: str) -> bool:
    """Whether what is in brackets behind a name is a badge of a meeting tool ("Guest") and tells nothing."""
    bracket = _LAST_BRACKET.match(label)
    return bracket is not None and _BADGE.fullmatch(normalise_label(bracket[2])) is not None


def names_in_variants(voices: Voices) -> list[str]:
    """The labels that are a slip of the pen of their voice's name, which is a name in the text too."""
    return [label for label, voice in voices.labels.items() if not is_generic(voice) and slip_of(label, [voice])]


def _distinct_names(labels: Sequence[str]) -> dict[str, _NameInLabel]:
    """The name in each label. What is behind a name belongs to it only where it tells two people apart.

    "Ada (Acme)" and "Ada (Globex)" are two people, and so are "B (Mutter)" and "B (Vater)".
    """
    names = {label: _read_name(label) for label in labels}
    qualifiers: dict[str, set[str]] = {}
    for name in names.values():
        qualifiers.setdefault(normalise_label(name.shown), set()).add(name.qualifier)
    plain = {normalise_label(label): label for label in labels}
    distinct = {}
    for label, name in names.items():
        known = qualifiers[normalise_label(name.shown)] - {""}
        # "B (lacht)" and "B (leise)" beside "B" are remarks about how somebody speaks.
        is_remark = is_generic(name.shown) and normalise_label(name.shown) in plain
        shown = name.shown
        if is_generic(shown) and name.qualifier in plain:
            # "Speaker 1 (Anna)" beside "Anna".
            shown = plain[name.qualifier]
        elif len(known) > 1 and name.qualifier and not is_remark:
            shown = label
        distinct[label] = replace(name, shown=shown, qualifier="")
    return distinct


def _merge_parts_of_names(names: Mapping[str, _NameInLabel]) -> dict[_NameInLabel, str]:
    """The label of the voice of each name: its own first spelling, or that of the only longer name it is part of."""
    first: dict[tuple[str, ...], _NameInLabel] = {}
    for name in names.values():
        first.setdefault((name.gender, *name.words), name)
    by_word: dict[str, list[_NameInLabel]] = {}
    for name in first.values():
        for word in set(name.words):
            by_word.setdefault(word, []).append(name)
    shown = {}
    for name in names.values():
        own = first[name.gender, *name.words]
        longer = [] if is_generic(name.shown) else _longer_names(own, by_word)
        # Of "Anna", "Anna Müller" and "Dr. Anna Müller", the longest one counts if all are the same person.
        longest = max(longer, key=lambda other: len(other.shown), default=own)
        is_clear = all(other == longest or _is_part_of(other, longest) for other in longer)
        shown[name] = longest.shown if is_clear else own.shown
    return shown


def _longer_names(name: _NameInLabel, by_word: Mapping[str, list[_NameInLabel]]) -> list[_NameInLabel]:
    """The names that a name may be a shorter form of; all of them share a word with it."""
    words = {word for word in name.words if len(word) > 1}
    # "Annas iPhone" may be Anna's.
    words |= {word[:-1] for word in words if name.is_owner}
    candidates = dict.fromkeys(other for word in sorted(words) for other in by_word.get(word, [])[:MAX_SAME_WORD])
    return [other for other in candidates if _is_part_of(name, other)]


def _is_part_of(name: _NameInLabel, other: _NameInLabel) -> bool:
    """Whether a name is a shorter form of another one: "Anna", "A. Müller" and "Frau Müller" of "Anna Müller"."""
    if name == other or is_generic(other.shown) or not name.words:
        return False
    if name.gender or other.gender:
        # "Frau Berg" and "Tim Berg" may be two people; "Berg" and "Frau Berg" are one.
        return name.words == other.words and not name.gender
    rest = list(other.words)
    n_whole = 0
    for word in sorted(name.words, key=len, reverse=True):
        match = next((own for own in rest if own == word or (len(word) == 1 and own.startswith(word))), None)
        if match is None and name.is_owner:
            match = next((own for own in rest if f"{own}s" == word), None)
        if match is None:
            return False
        n_whole += len(word) > 1
        rest.remove(match)
    return n_whole > 0


def _merge_notes(labels: Mapping[str, str], names: Mapping[str, _NameInLabel]) -> list[str]:
    spellings: dict[str, list[str]] = {}
    for label in names:
        spellings.setdefault(normalise_label(labels[label]), []).append(label)
    return [
        f"{len(group)} labels were read as one speaker: {', '.join(repr(label) for label in group)}."
        for group in spellings.values()
        if len({normalise_label(label) for label in group}) > 1
    ]
