"""Lines in the head of a talk that say who is who: "Interviewerin: Ada Berg", "Beobachter: Herr Prinz, hört nur zu",
"Teilnehmerin: Mutter, 34, zwei Kinder". They have the form of turns, and nobody says them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from voc.ingest.respondent_attributes import attributes_from_title, is_field_name
from voc.ingest.transcripts.speakers import is_doubted_label, is_group_label, normalise_label, role_of_label
from voc.ingest.transcripts.utterances import FRONT_MATTER
from voc.privacy.names import is_person, is_unknown, name_list
from voc.schema import Role

MAX_LINES = 60
"""Lines of the head of a file."""
MAX_WORDS = 16
"""Words of the value in a line of a head; a longer one is speech."""
MAX_DESCRIPTION = 200
"""Code points of a description that are searched for a name."""
MAX_TITLE_WORDS = 12
"""Words of a title in a head, which has no colon."""
MAX_INITIAL = 4
"""Code points of a label in brackets beside a name."""

_FIELD = re.compile(
    r"[ \t]*+(?:[-*•][ \t]++)?(?:\*\*|__)?(?P<name>[^\W\d_][^:|=\n*]{0,40}?)(?:\*\*|__)?[ \t]*+[:=](?:\*\*|__)?"
    r"[ \t]*+(?P<value>[^\n]*)"
)
_CELLS = re.compile(r"[ \t]*+\|(?P<name>[^|\n]{1,41})\|(?P<value>[^|\n]*)\|[ \t]*+")
# Several fields on a line stand well apart.
_NEXT_FIELD = re.compile(r"(?:[ \t]{2,}|[ \t]+[|/·•][ \t]+)(?=[^\W\d_][^:|=\n*]{0,40}[:=])")
_IN_BRACKETS = re.compile(r"[ \t]*[(\[]([^()\[\]]{1,20})[)\]]")
# "M1 = Ada Berg", "Ada Berg = M1" and "M1" are the same as "Ada Berg (M1)".
_CODE = r"(?P<code>[^\W\d_]{1,3}\d{0,2})"
_CODE_BEFORE_NAME = re.compile(rf"\s*{_CODE}\s*[=:]\s*(?P<name>[^\W\d_]{{2}}.*)", re.S)
_CODE_BEHIND_NAME = re.compile(rf"\s*(?P<name>[^\W\d_]{{2}}[^=]*?)\s*=\s*{_CODE}\s*")
_CODE_ALONE = re.compile(r"\s*(?P<code>[^\W\d_]{1,3}\d{1,2})(?P<name>)\s*")
_INITIAL_AT_END = re.compile(r"(?:^|\s)[^\W\d_]\.$")
_BEHIND_NAME = re.compile(r"\s*(?:[,;(\[|/]|\s[–—-]\s).*", re.S)
_GREETING = re.compile(r"(?:gut(?:en|e)|grüß|hallo|hi|hey|hello|good|welcome|willkommen)\b", re.I)
_ANSWER = re.compile(r"(?:ja|nein|yes|no|okay?)\b", re.I)
_BETWEEN_PEOPLE = re.compile(r"[,;]|\s(?:und|and|&)\s")
_TITLES = re.compile(r"(?:(?:dr|prof|dipl|ing|frau|fr|herrn?|hrn?|mrs?|ms|mme)\b\.?\s*)+", re.I)
_NAME = re.compile(r"[^\W\d_][^\W\d_]*+\.?(?:['’-][^\W\d_]++)*+(?:\s(?:van|von|de|der|den|du|la|zu|da|del|bin|el))*+")


@dataclass(frozen=True, slots=True)
class HeadPerson:
    """Somebody whom a line in the head gives a role. ``title`` is the role as written ("Beobachter"); ``name`` is ""
    where the line only describes them. ``initial`` is their label in lower case, where it is beside the name
    ("Moderation: Ada (M)"). ``role`` is None in a list of all who are there ("Teilnehmer: Ada Berg, Ole Roth")."""

    role: Role | None
    title: str
    name: str
    initial: str = ""


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
        fields = _fields(line)
        if fields and all(_is_of_head(item) and not _is_speaker(text, item, names) for item in fields):
            names |= {item.name for item in fields}
            n_known += sum(map(_is_plain_fact, fields))
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
        fields = _fields(line.strip())
        is_staff = any(role_of_label(item.name) in {"interviewer", "other"} for item in fields)
        for item in fields:
            # Who is beside the staff on a line ("Moderator: Ada | Notes: Ole") is staff too.
            role = role_of_label(item.name) or ("other" if is_staff and name_of_staff(item.value) else None)
            if role:
                yield from _people_of(item, role)


def _people_of(item: _HeadField, role: Role) -> Iterator[HeadPerson]:
    """The people in a field of the head that gives them a role."""
    title = _IN_BRACKETS.sub("", item.name).strip()
    parts = [_with_code_behind(part) for part in _BETWEEN_PEOPLE.split(item.value[:MAX_DESCRIPTION]) if part.strip()]
    value = parts[0] if len(parts) == 1 else item.value[:MAX_DESCRIPTION]
    initial = _initial_in(item.name) or _initial_in(value)
    has_codes = len(parts) > 1 and all(map(_initial_in, parts))
    is_list = len(parts) > 1 and all(" " in _name_in(part) for part in parts)
    if role == "participant" and not is_list and not has_codes:
        yield HeadPerson(role, title, _name_in(value), initial)
    elif is_list or has_codes or (len(parts) > 1 and all(map(name_of_staff, parts))):
        for part in parts:
            name = _name_in(part) or name_of_staff(part)
            yield HeadPerson(None if role == "participant" else role, title, name, _initial_in(part))
    else:
        yield HeadPerson(role, title, _name_in(value) or name_of_staff(value), initial)


def _with_code_behind(part: str) -> str:
    """Somebody in a field of the head, with their label in brackets behind the name."""
    patterns = (_CODE_BEFORE_NAME, _CODE_BEHIND_NAME, _CODE_ALONE)
    coded = next(filter(None, (pattern.fullmatch(part) for pattern in patterns)), None)
    return f"{coded['name']} ({coded['code']})".strip() if coded else part


def name_of_staff(value: str, *, is_expected: bool = True) -> str:
    """The name at the beginning of "Ros (researcher)" or "Fr. Dr. Wieland (Amt)"; "" for any other description.

    Where a name is expected, a word that is in no dictionary is one.

    >>> name_of_staff("Mehmet (M)"), name_of_staff("Mutter, 34"), name_of_staff("nach Dresing")
    ('Mehmet', '', '')
    """
    plain = _TITLES.sub("", _BEHIND_NAME.sub("", value).strip()).strip()
    words = plain.split()
    is_name = (
        0 < len(words) <= 3
        and not plain.isupper()
        and all(_NAME.fullmatch(word) and word[0].isupper() for word in words)
    )
    if not is_name or any(role_of_label(word) for word in words):
        return ""
    has_title = _TITLES.match(value.strip()) is not None
    is_listed = words[0] in name_list("first_names") or (words[0] in name_list("surnames") and len(words) == 1)
    is_other_name = is_expected and is_unknown(words[0])
    return plain if has_title or is_listed or is_other_name or is_person(words) else ""


@dataclass(frozen=True, slots=True)
class _HeadField:
    name: str
    value: str


def _fields(line: str) -> list[_HeadField]:
    """The fields of a line of a head; several may be on one ("Moderation: Ada   Protokoll: Ole")."""
    if cells := _CELLS.fullmatch(line):
        return [_HeadField(cells["name"].strip(" *_"), cells["value"].strip(" *_"))]
    matches = [_FIELD.fullmatch(part.strip()) for part in _NEXT_FIELD.split(line)]
    fields = [_HeadField(match["name"].strip(" *_"), match["value"].strip(" *_")) for match in matches if match]
    return fields if len(fields) == len(matches) else []


def _initial_in(text: str) -> str:
    """The label in brackets beside a name, in lower case; "" where there is none."""
    inner = _IN_BRACKETS.search(text)
    return normalise_label(inner[1]) if inner and len(inner[1]) <= MAX_INITIAL else ""


def _is_plain_fact(item: _HeadField) -> bool:
    """Whether a field cannot be a turn: about the talk, about a voice ("TN3: w, 67"), or staff with an initial."""
    role = role_of_label(item.name)
    if role and role != "participant" and _initial_in(item.value) and name_of_staff(item.value):
        return True
    return (is_field_name(item.name) and role is None) or _describes_voice(item)


def _describes_voice(item: _HeadField) -> bool:
    """Whether a field says nothing but who somebody is: "TN3: w, 67, Rentnerin"."""
    is_short = len(item.value.split()) <= MAX_TITLE_WORDS and not item.value.endswith((".", "?", "!", "…"))
    return is_short and "," in item.value and bool(attributes_from_title(item.value))


def explains_label(label: str, value: str) -> bool:
    """Whether words behind the label of nobody in particular are a rule of the transcript, and no sentence.

    >>> explains_label("TN?", "Sprecher nicht erkannt"), explains_label("Alle", "Ja!"), explains_label("Ada", "so")
    (True, False, False)
    """
    is_short = 0 < len(value.split()) <= MAX_TITLE_WORDS // 2 and not value.rstrip().endswith((".", "?", "!", "…", ")"))
    return is_short and value.strip()[0] not in "([" and (is_group_label(label) or is_doubted_label(label))


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


def _is_of_head(item: _HeadField) -> bool:
    """Whether a line is a field and no turn: the names of fields are known, and roles have a short description."""
    name, value = item.name, item.value
    if _describes_voice(item):
        return True
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


def _is_speaker(text: str, item: _HeadField, names: Collection[str]) -> bool:
    """Whether a name that is no role is that of a speaker, because it repeats: fields occur once in a head."""
    name = item.name
    if role_of_label(name) or _describes_voice(item) or explains_label(name, item.value):
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
