"""Lines in the head of a talk that say who is who: "Interviewerin: Ada Berg", "Beobachter: Herr Prinz, hört nur zu",
"Teilnehmerin: Mutter, 34, zwei Kinder". They have the form of turns, and nobody says them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from voc.ingest.respondent_attributes import is_field_name
from voc.ingest.transcripts.speakers import normalise_label, role_of_label
from voc.ingest.transcripts.utterances import FRONT_MATTER
from voc.schema import Role

MAX_LINES = 60
"""Lines of the head of a file."""
MAX_WORDS = 16
"""Words of the value in a line of a head; a longer one is speech."""
MAX_DESCRIPTION = 200
"""Code points of a description that are searched for a name."""
MAX_TITLE_WORDS = 12
"""Words of a title in a head, which has no colon."""

_FIELD = re.compile(
    r"[ \t]*+(?:[-*•][ \t]++)?(?:\*\*|__)?(?P<name>[^\W\d_][^:|=\n*]{0,40}?)(?:\*\*|__)?[ \t]*+[:=](?:\*\*|__)?"
    r"[ \t]*+(?P<value>[^\n]*)"
)
_CELLS = re.compile(r"[ \t]*+\|(?P<name>[^|\n]{1,41})\|(?P<value>[^|\n]*)\|[ \t]*+")
_INITIAL_AT_END = re.compile(r"(?:^|\s)[^\W\d_]\.$")
_BEHIND_NAME = re.compile(r"\s*(?:[,;(\[|/]|\s[–—-]\s).*", re.S)
_GREETING = re.compile(r"(?:gut(?:en|e)|grüß|hallo|hi|hey|hello|good|welcome|willkommen)\b", re.I)
_ANSWER = re.compile(r"(?:ja|nein|yes|no|okay?)\b", re.I)
_BETWEEN_PEOPLE = re.compile(r"[,;]|\s(?:und|and|&)\s")
_TITLES = re.compile(r"(?:(?:dr|prof|dipl|ing|frau|herrn?|mrs?|ms|mme)\b\.?\s*)+", re.I)
_NAME = re.compile(r"[^\W\d_][^\W\d_]*+\.?(?:['’-][^\W\d_]++)*+(?:\s(?:van|von|de|der|den|du|la|zu|da|del|bin|el))*+")


@dataclass(frozen=True, slots=True)
class HeadPerson:
    """Somebody whom a line in the head gives a role. ``title`` is the role as written ("Beobachter"); ``name`` is ""
    where the line only describes them. ``role`` is None in a list of all who are there ("Teilnehmer: Ada Berg, Ole
    Roth")."""

    role: Role | None
    title: str
    name: str


def end_of_head(text: str) -> int:
    """Where the lines of fields at the top of a text end; 0 when they are not plainly a head.

    A head has a field that is no speaker ("Datum"). Its lines may be turns by their form, but not by their words.
    """
    front = FRONT_MATTER.match(text)
    position = front.end() if front else 0
    names: set[str] = set()
    n_known, end = 0, 0
    for _ in range(MAX_LINES):
        newline = text.find("\n", position)
        stop = len(text) if newline < 0 else newline
        line = text[position:stop].strip()
        field = _FIELD.fullmatch(line) or _CELLS.fullmatch(line)
        name = field["name"].strip(" *_") if field else ""
        if field and _is_of_head(name, field["value"].strip(" *_")) and not _is_speaker(text, name, names):
            names.add(name)
            n_known += is_field_name(name) and role_of_label(name) is None
            end = stop
        elif line and not _is_title(line):
            break
        if newline < 0:
            break
        position = newline + 1
    # A single field that comes back is a speaker, or that of several interviews.
    is_single = n_known == 1 and any(_repeats(text, name) for name in names if is_field_name(name))
    return end if n_known and not is_single else 0


def people_in_head(head: str) -> Iterator[HeadPerson]:
    """The people to whom lines of the head give a role."""
    for line in head[: end_of_head(head)].split("\n"):
        field = _FIELD.fullmatch(line.strip()) or _CELLS.fullmatch(line.strip())
        role = role_of_label(field["name"].strip(" *_")) if field else None
        if field and role:
            value = field["value"].strip(" *_")[:MAX_DESCRIPTION]
            title = field["name"].strip(" *_")
            parts = [part for part in _BETWEEN_PEOPLE.split(value) if part.strip()]
            if len(parts) > 1 and all(" " in _name_in(part) for part in parts):
                for part in parts:
                    yield HeadPerson(None if role == "participant" else role, title, _name_in(part))
            else:
                yield HeadPerson(role, title, _name_in(value))


def is_name_of(name: str, label: str) -> bool:
    """Whether a speaker's label is the name of somebody in the head, or its last or first word.

    >>> is_name_of("Wanda Kolb", "Kolb"), is_name_of("Zeisig", "Frau Zeisig"), is_name_of("Ada Berg", "Ada K")
    (True, True, False)
    """
    words = _TITLES.sub("", normalise_label(label)).split()
    parts = _TITLES.sub("", normalise_label(name)).split()
    if not words or not parts:
        return False
    return words == parts or (len(words) == 1 and len(words[0]) > 2 and words[0] in {parts[0], parts[-1]})


def _is_of_head(name: str, value: str) -> bool:
    """Whether a line is a field and no turn: the names of fields are known, and roles have a short description."""
    role = role_of_label(name)
    if role is None and is_field_name(name):
        return not (value.endswith("?") or _GREETING.match(value))
    if len(normalise_label(name)) < 3 and role:
        return False
    is_spoken = (
        value.endswith(("?", "!", "…"))
        or _GREETING.match(value) is not None
        or _ANSWER.match(value) is not None
        or len(value.split()) > MAX_WORDS
        or not value
    )
    if is_spoken or (value.endswith(".") and not _INITIAL_AT_END.search(value)):
        return False
    # "Interview Nr.: 11": any other field, which is no sentence.
    return role is not None or len(value.split()) <= MAX_TITLE_WORDS // 2


def _is_speaker(text: str, name: str, names: Collection[str]) -> bool:
    """Whether a name that is no role is that of a speaker, because it repeats: fields occur once in a head."""
    if role_of_label(name):
        return False
    return name in names or (not is_field_name(name) and _repeats(text, name))


def _repeats(text: str, name: str) -> bool:
    lines = re.finditer(rf"^[ \t>*_\[•-]*+{re.escape(name)}[ \t]*+[:*_\]]", text, re.M)
    return role_of_label(name) is None and len(list(islice(lines, 2))) > 1


def _is_title(line: str) -> bool:
    is_line = len(line.split()) <= MAX_TITLE_WORDS and not line.endswith((".", "?", "!", ":", "…"))
    return is_line or not any(character.isalnum() for character in line)


def _name_in(value: str) -> str:
    """The name at the beginning of a description; "" when it does not begin with one ("Mutter, 34", "Team UX")."""
    plain = _TITLES.sub("", _BEHIND_NAME.sub("", value).strip())
    words = [match.group() for match in _NAME.finditer(plain)]
    is_name = words and " ".join(words) == plain and all(word[0].isupper() for word in words) and len(words) <= 4
    if not is_name or any(role_of_label(word) for word in words) or (plain.isupper() and len(plain) <= 3):
        return ""
    # One word without a title ("Mutter", "Paramedic") may be a description; with more behind it, it is one.
    has_title = _TITLES.match(value.strip()) is not None
    return plain if len(words) > 1 or has_title or (plain == value.strip()) else ""
