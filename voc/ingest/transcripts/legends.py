"""What the head of a talk says about its voices: "M = Moderatorin", "Moderation: Ada (M)", "Speaker 4 = P07 again",
"Speaker 3 = a visitor, no consent", "TN3: w, 67". Who writes it knows the voices: it counts before any other sign."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import takewhile

from voc.ingest.respondent_attributes import attributes_from_title
from voc.ingest.transcripts.head_lines import is_name_of, name_of_staff, people_in_head
from voc.ingest.transcripts.speakers import MAX_LABEL, is_serving_label, normalise_label, role_of_label
from voc.schema import Role

MAX_MEANING = 300
"""Code points of what a line says about a label; a longer one is speech."""

_DATA = tomllib.loads(files("voc.ingest.transcripts").joinpath("legends.toml").read_text("utf-8"))
_REFUSED = re.compile(rf"\b(?:{'|'.join(_DATA['refused'])})\b", re.I)
_AGAIN = rf"(?:{'|'.join(_DATA['again'])})"
_SAME = re.compile(
    rf"(?:(?:{'|'.join(_DATA['same'])})[ \t]+)?(?P<code>[^\W\d_]{{1,15}}[ \t._-]?\d{{1,3}})(?![\w'’])"
    rf"(?:[ \t]+{_AGAIN}\b.*|[ \t]*(?:[,;(\[–—-].*)?)",
    re.I | re.S,
)
_WRITER = re.compile("|".join(_DATA["writer"]), re.I)
_ONE_PERSON = re.compile(rf"\b(?:{'|'.join(_DATA['one_person'])})\b", re.I)
_NOT = re.compile(rf"\b(?:{'|'.join(_DATA['not'])})\b", re.I)
_BEFORE_NAME = re.compile(rf"(?:(?:{'|'.join([*_DATA['all_of'], *_DATA['same'], *_DATA['again']])})[ \t]+)+", re.I)
_BEHIND_NAME = re.compile(rf"[ \t]+{_AGAIN}\W*$|\W+$", re.I)
_AND = rf"(?:{'|'.join(_DATA['and'])})"
_BETWEEN_LABELS = rf"[ \t]*(?:[,;/&+]|\b{_AND}\b)[ \t]*"
# "S1 = Ada", "S1, S2: Ada", "Note: S1 is me. S1 and S2 are the same voice".
_ENTRY = (
    r"(?:^|[,;|]|[.:](?=[ \t]))[ \t]*(?:[-*•][ \t]+)?[*_]*(?P<labels>{label}(?:{between}{label})*+)"
    r"(?![\w'’])[*_]*[ \t]*(?:(?:=|:|–|—|->|→|(?<=[ \t])-(?=[ \t]))|(?P<verb>{verb})\b)[*_]*[ \t]*"
)
_PARTS = re.compile(r"[,;()\[\]/]|\s[-–—]\s|\.\s")
_NAMED_INTERVIEWER = re.compile(
    r"\bInterviewer(?:in|s)?\s*(?:is|are|was|were|ist|sind|war|waren|:)\s+(?P<names>[^.\n]{3,150})", re.I
)


@dataclass(frozen=True, slots=True)
class StatedRole:
    """A role that the head gives a voice, and in which words."""

    role: Role
    reason: str


@dataclass(frozen=True, slots=True)
class Legend:
    """What a head says, by normalised label. ``same`` maps a label to the code or label of the one whose voice it is,
    ``descriptions`` to attributes. ``refused`` must not be used. ``names`` are of people who are named there."""

    roles: Mapping[str, StatedRole] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _LegendEntry:
    """What a line says about one or several labels, which are normalised."""

    keys: tuple[str, ...]
    meaning: str

    @property
    def plain(self) -> str:
        """The meaning without "both" and "again"."""
        return _BEHIND_NAME.sub("", _BEFORE_NAME.sub("", self.meaning))

    @property
    def person(self) -> str:
        """The name of the only person whom the meaning names, in full or with a title; "" for any other meaning."""
        words = list(takewhile(lambda word: word[0].isupper(), re.split(r"[,;(\[]", self.plain)[0].split()))
        behind = self.plain[len(" ".join(words)) :].lstrip(" \t,;(")
        is_several = re.match(rf"{_AND}\b|[&+/]", behind) or name_of_staff(behind, is_expected=False)
        name = name_of_staff(" ".join(words), is_expected=False)
        # "Koch" and "Weber" are professions, too.
        return name.rstrip(".") if len(words) > 1 and not is_several else ""

    @property
    def says_one_person(self) -> bool:
        """Whether its labels are those of one person, who is not named."""
        phrase = _ONE_PERSON.search(self.meaning)
        return phrase is not None and not _NOT.search(self.meaning[: phrase.start()])


def read_legend(head: str, labels: Sequence[str]) -> Legend:
    """What a head says about the voices with these labels."""
    entries = list(_entries(head, labels))
    roles: dict[str, StatedRole] = {}
    same: dict[str, str] = {}
    descriptions, refused, names = {}, set(), []
    label_of: dict[str, str] = {}
    for entry in entries:
        if entry.person or (len(entry.keys) > 1 and entry.says_one_person):
            # "Frau Kern (Mutter)" and "Frau Kern (Tochter)" are two people.
            first = label_of.setdefault(entry.plain, entry.keys[0]) if entry.person else entry.keys[0]
            same |= dict.fromkeys(entry.keys, code_key(first))
        # "B = Hilfskoch" may be a word that is in no dictionary.
        names.append(name_of_staff(entry.meaning, is_expected="(" in entry.meaning) or entry.person)
        for key in entry.keys:
            if match := _SAME.fullmatch(entry.meaning):
                same[key] = code_key(match["code"])
            # "Agent: Ada Berg (A17)" names an agent by a number, and no seventeenth answer.
            if role := _role_of_meaning(entry.meaning, may_be_code=not is_serving_label(key)):
                roles[key] = StatedRole(role, "legend in the file")
            if attributes := attributes_from_title(entry.meaning):
                descriptions[key] = attributes
            if _REFUSED.search(entry.meaning):
                refused.add(key)
    in_head = list(people_in_head(head))
    for label in labels:
        key = normalise_label(label)
        people = [person for person in in_head if key == person.initial or is_name_of(person.name, label)]
        titles = {person.role: person.title for person in people}
        role, title = next(iter(titles.items()), (None, ""))
        if role and len(titles) == 1:
            roles.setdefault(key, StatedRole(role, f"'{title}' in the head of the file"))
        elif _is_named_interviewer(head, label):
            roles.setdefault(key, StatedRole("interviewer", "named as interviewer in the file"))
    names += [person.name for person in in_head]
    return Legend(roles, same, descriptions, frozenset(refused), tuple(dict.fromkeys(filter(None, names))))


def code_key(label: str) -> str:
    """A label for comparison with a code: "P 07" and "p7" are the same."""
    return re.sub(r"[\s._-]|(?<=[^\W\d_])0+(?=\d)", "", normalise_label(label))


def _entries(head: str, labels: Collection[str]) -> Iterator[_LegendEntry]:
    """The labels that lines of a head explain, with the rest of the line up to the next label."""
    written = sorted({re.escape(label) for label in labels if label}, key=len, reverse=True)
    if not written:
        return
    label = re.compile("|".join(written), re.I)
    verb = "|".join(_DATA["verbs"])
    entry = re.compile(_ENTRY.format(label=f"(?:{label.pattern})", between=_BETWEEN_LABELS, verb=verb), re.I)
    for line in head.split("\n"):
        starts = list(entry.finditer(line)) if len(line) <= MAX_MEANING else []
        # "I was late" is no line about "I".
        starts = [start for start in starts if not start["verb"] or len(start["labels"]) > 1]
        for start, end in zip(starts, [*(match.start() for match in starts[1:]), len(line)], strict=False):
            meaning = line[start.end() : end].strip(" \t*_")
            if _can_explain(meaning):
                keys = dict.fromkeys(normalise_label(key) for key in label.findall(start["labels"]))
                yield _LegendEntry(tuple(keys), meaning)


def _can_explain(meaning: str) -> bool:
    """Whether words say what a label means; one or two letters are another label ("I: B"), and "B4" is a code."""
    return len(normalise_label(meaning)) > 2 or meaning[-1:].isdigit() or _WRITER.fullmatch(meaning) is not None


def _role_of_meaning(meaning: str, *, may_be_code: bool) -> Role | None:
    """The role in "Ada Berg (Moderatorin)", "P07 again" or "me"; somebody else than P07 is "P07's flatmate"."""
    if _WRITER.fullmatch(meaning.rstrip(".")):
        return "interviewer"
    same = _SAME.fullmatch(meaning)
    parts = [same["code"]] if same else [part.strip() for part in _PARTS.split(meaning)]
    parts = [part for part in parts if may_be_code or not part[-1:].isdigit()]
    stated = (role_of_label(part) for part in parts if len(part) <= MAX_LABEL and _can_explain(part))
    return next((role for role in stated if role), None)


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
