"""Attributes of a respondent in front matter, small tables, header lines ("Age: 58 | female") and the file's name.

`respondent_attributes.toml` lists the names of fields that become attributes. Front matter and tables that are clearly
about a respondent give all of their fields. Fields of the project ("title", "history") and personal data (names,
addresses, e-mail, dates) never become attributes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import pairwise
from pathlib import PurePosixPath

from voc.privacy.names import is_unknown, name_list

MIN_KNOWN_FIELDS = 2
"""Known fields in a block of front matter that is about the respondent."""
MAX_VALUE = 80
"""Code points of an attribute's value; a longer one is a sentence."""
MAX_VALUE_WORDS = 8
"""Words of a value of a field whose name is not known; a longer one is a sentence."""
MAX_QUESTION_WORDS = 12
"""Words of a survey question that asks for an attribute; a longer one asks for an opinion."""
MIN_AGE = 14
"""Two digits in a file's name are an age in years from this number on; lower ones number the files."""

_DATA = tomllib.loads(files("voc.ingest").joinpath("respondent_attributes.toml").read_text("utf-8"))
_BY_ALIAS: dict[str, str] = {alias: name for name, aliases in _DATA["aliases"].items() for alias in aliases}
_QUESTIONS = {name: re.compile(pattern, re.I) for name, pattern in _DATA["questions"].items()}
_NAME_FIELDS = frozenset(_DATA["fields"]["name"])
_SECTIONS = frozenset(_DATA["fields"]["section"])
_NEVER = re.compile(
    rf"(?:.*\b)?(?:{'|'.join(_DATA['fields']['personal'])})(?:\b.*)?|{'|'.join(_DATA['fields']['project'])}"
)
_ROOM = re.compile("|".join(_DATA["fields"]["rooms"]))
_GENDER_VALUE = re.compile(r"(?:male|female|non-?binary|divers|m|w|f|d|männlich|weiblich|mann|frau|man|woman)", re.I)
_PERSONAL_VALUE = re.compile(
    r".*@.*|https?:.*|www\..*|\d{4}-\d{2}-\d{2}.*|\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}.*|\d{1,2}/\d{1,2}/\d{2,4}.*"
    r"|\+?[\d ()/-]{8,}|[\[{&*!|>].*|(?:dr|frau|herrn?|mrs?|ms|prof)\b\.?\s.*",
    re.S | re.I,
)
"""E-mail addresses, links, dates, telephone numbers, names behind a title, and YAML that is not a plain value."""
_EMPTY_VALUES = {"", "-", "–", "n/a", "na", "k.a.", "k. a.", "none", "unknown", "unbekannt", "keine angabe", "?"}

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_YAML_LINE = re.compile(r"^(\s*)([^\s#:\-][^:]*?)\s*:\s*(.*?)\s*$")
_HEADER_LINE = re.compile(
    r"^[ \t]*(?:[-*•]\s+)?(?:\*\*)?([^\W\d_][^:|=\n*]{0,40}?)(?:\*\*)?[ \t]*[:=](?:\*\*)?"
    r"[ \t]*(\S[^\n]{0,120}?)[ \t\\]*$",
    re.M,
)
_NAME_IN_SENTENCE = re.compile(
    rf"(?<![^\W_])(?i:{'|'.join(_DATA['fields']['name'])})\s*:\s*"
    r"((?:(?:Dr|Prof|Dipl|Ing|Frau|Herrn?|Mrs?|Ms)\.?\s+)*"
    r"[^\W\d_a-zäöüß][\w'’-]*(?:\s+(?:van|von|de|der|den|du|la|zu)\b)*"
    r"(?:\s+[^\W\d_a-zäöüß][\w'’-]*){0,3})"
)
_TABLE = re.compile(r"^[ \t]*\|(.+)\|[ \t]*\n[ \t]*\|[ \t:|-]+\|[ \t]*\n((?:[ \t]*\|.*\|[ \t]*(?:\n|\Z))+)", re.M)

_FILENAME_ROLE = re.compile("|".join(_DATA["filename"]["roles"]), re.I)
_FILENAME_PERSON = re.compile(r"([wfmd])[ _-]?(\d{2})", re.I)
_FILENAME_GENDERS = {"w": "female", "f": "female", "m": "male", "d": "diverse"}
# A letter behind the number is a part of the same interview: "P05a" and "P05b".
_FILENAME_CODE = re.compile(
    r"((?:p|tn|vp|ip|b|r|s|id|participant|teilnehmer(?:in)?|proband(?:in)?|respondent|user)[ _-]?\d{1,4})[a-d]?", re.I
)


# The colon of a time parts nothing: in "Anna (0:43)" nobody is 43.
_TITLE_PARTS = re.compile(r"[,;()\[\]/|–—]|\s-\s|(?<!\d):|:(?!\d)")
_AGE = re.compile(r"(\d{2})(?:\s?(?:-?jährig|j\.?|jahre?(?: alt)?|years?(?: old)?|yrs?\.?|y\.?o?\.?))?", re.I)
_TITLE_GENDERS = {
    **_FILENAME_GENDERS, "weiblich": "female", "frau": "female", "female": "female", "woman": "female",
    "männlich": "male", "mann": "male", "male": "male", "man": "male", "divers": "diverse", "non-binary": "diverse",
}  # fmt: skip
_NAME_IN_TITLE = re.compile(
    r"(?:[^\W\d_a-zäöüß][\w'’.-]*+[ ]+(?:(?:van|von|de|der|den|zu)[ ]+)?){1,2}[^\W\d_a-zäöüß][\w'’-]++"
)
_BEFORE_AGE = re.compile(r"(?<![\w'’-])([^\W\d_a-zäöüß][^\W\d_]+(?:-[^\W\d_]+)?)[ ]?[(\[](?:[wmfd],[ ]?)?\d{2}\b")
_GENDER_AND_AGE = re.compile(rf"({'|'.join(sorted(_TITLE_GENDERS, key=len, reverse=True))})\s?(\d{{2}})", re.I)


def canonical_attribute(field_name: str) -> str:
    """The attribute that a field holds, "" when its name is not a known one.

    >>> canonical_attribute("Alter"), canonical_attribute("  Geschlecht "), canonical_attribute("history")
    ('age', 'gender', '')
    """
    return _BY_ALIAS.get(_fold(field_name), "")


def attribute_of_question(question: str) -> str:
    """The attribute that a short survey question asks for, "" when it asks for something else.

    >>> attribute_of_question("Wie alt sind Sie?"), attribute_of_question("In which country do you work?")
    ('age', 'country')
    """
    if len(question.split()) > MAX_QUESTION_WORDS:
        return ""
    return next((name for name, pattern in _QUESTIONS.items() if pattern.search(question)), "")


def is_field_name(name: str) -> bool:
    """Whether heads of interviews have a field of this name: about the respondent, the file or the project.

    >>> is_field_name("Alter"), is_field_name("Datum"), is_field_name("Interviewerin"), is_field_name("Ada")
    (True, True, True, False)
    """
    key = _fold(name)
    return bool(canonical_attribute(name)) or key in _NAME_FIELDS or _NEVER.fullmatch(key) is not None


def attributes_from_title(title: str) -> dict[str, str]:
    """Gender, age and role in the heading of an interview.

    Each must be a part of its own between commas or brackets, and a number alone is an age only beside
    one of the others or a name.

    >>> attributes_from_title("Interview 2 (m, 61)"), attributes_from_title("P03 – Studentin, 22 Jahre")
    ({'gender': 'male', 'age': '61'}, {'role': 'studentin', 'age': '22'})
    >>> attributes_from_title("Interview 34"), attributes_from_title("Anna (0:43)")
    ({}, {})
    """
    attributes: dict[str, str] = {}
    bare_age = ""
    for part in map(str.strip, _TITLE_PARTS.split(title)):
        if gender := _TITLE_GENDERS.get(part.casefold()):
            attributes["gender"] = gender
        elif (joint := _GENDER_AND_AGE.fullmatch(part)) and int(joint[2]) >= MIN_AGE:
            attributes |= {"gender": _TITLE_GENDERS[joint[1].casefold()], "age": joint[2]}
        elif (age := _AGE.fullmatch(part)) and int(age[1]) >= MIN_AGE:
            if part == age[1]:
                bare_age = part
            else:
                attributes["age"] = age[1]
        elif _FILENAME_ROLE.fullmatch(part):
            attributes["role"] = part.casefold()
    if bare_age and (attributes or _names_in_title(title)):
        attributes.setdefault("age", bare_age)
    return attributes


def name_in_title(title: str) -> str:
    """The respondent's name in the heading of an interview that also has their age or gender; else "".

    >>> name_in_title("Interview 2: Anna Kolb, 34, Lehrerin"), name_in_title("Interview 2: Online Banking")
    ('Anna Kolb', '')
    >>> name_in_title("Termin 3, 9 Uhr - Sabine (41, Lehrerin)"), name_in_title("Termin 3 - Lehrerin (41)")
    ('Sabine', '')
    """
    return next(iter(_names_in_title(title)), "") if attributes_from_title(title) else ""


def _names_in_title(title: str) -> list[str]:
    """Full names, and first names before a bracket ("Anna (34, Lehrerin)")."""
    full = [part.strip() for part in _TITLE_PARTS.split(title) if _NAME_IN_TITLE.fullmatch(part.strip())]
    before = _BEFORE_AGE.search(title)
    if full or not before:
        return full
    is_name = is_unknown(before[1]) or any(part in name_list("first_names") for part in before[1].split("-"))
    return [before[1]] if is_name else []


def tidy_value(name: str, value: str) -> str:
    """A value without quotation marks and double spaces, "" when it says nothing ("n/a"). Genders are lower case."""
    value = " ".join(value.strip().strip("\"'").split())
    if value.casefold() in _EMPTY_VALUES:
        return ""
    return value.casefold() if name == "gender" else value


@dataclass(slots=True)
class HeaderFacts:
    """Attributes and name of the respondent in the head of a file; ``name`` is "" when it names nobody."""

    attributes: dict[str, str] = field(default_factory=dict)
    name: str = ""

    def add(self, field_name: str, value: str, *, is_about_respondent: bool) -> bool:
        """Add a field if it is an attribute, and return whether it is.

        ``is_about_respondent`` says that the field is in a block about the respondent, where it needs no known name.
        """
        key = _fold(field_name)
        name = canonical_attribute(field_name) or (key if is_about_respondent and not _NEVER.fullmatch(key) else "")
        value = tidy_value(name, value)
        if not name or not value or len(value) > MAX_VALUE or _PERSONAL_VALUE.fullmatch(value):
            return False
        self.attributes.setdefault(name, value)
        return True


def attributes_from_header(header: str) -> HeaderFacts:
    """Attributes and the respondent's name from everything above the first turn."""
    facts = HeaderFacts()
    front = _FRONT_MATTER.match(header)
    body = header[front.end() :] if front else header
    if front:
        _add_front_matter(facts, front[1])
    for field_name, value in _table_fields(body):
        if _fold(field_name) in _NAME_FIELDS:
            _add_person(facts, value)
        elif _fold(field_name) == "location":
            # In a table about the respondent, as in that of a panel; elsewhere it is the place of the talk.
            if not _ROOM.fullmatch(value.casefold()):
                facts.attributes.setdefault("location", tidy_value("", value))
        else:
            facts.add(field_name, value, is_about_respondent=True)
    for block in _header_blocks(body):
        _add_block(facts, block)
    if not facts.name and (named := _NAME_IN_SENTENCE.search(body)) and not _is_description(named[1]):
        facts.name = " ".join(named[1].split())
    return facts


def _header_blocks(text: str) -> Iterator[list[re.Match[str]]]:
    """Header lines, with successive ones together."""
    block: list[re.Match[str]] = []
    for line in _HEADER_LINE.finditer(text):
        if block and text[block[-1].end() : line.start()].strip(" \t\\") != "\n":
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _add_block(facts: HeaderFacts, block: Sequence[re.Match[str]]) -> None:
    """Add the fields of successive header lines.

    Names that are not known count only among known ones, or any sentence with a colon would be a field.
    """
    names = [_fold(line[1]) for line in block]
    is_about_person = any(canonical_attribute(name) or name in _NAME_FIELDS for name in names)
    is_about_respondent = is_about_person and sum(map(is_field_name, names)) >= MIN_KNOWN_FIELDS
    for name, line in zip(names, block, strict=True):
        first, *rest = [part.strip() for part in line[2].split("|")]
        if name in _NAME_FIELDS or (is_about_respondent and name == "name"):
            _add_person(facts, first)
        elif facts.add(
            line[1], first, is_about_respondent=is_about_respondent and len(first.split()) <= MAX_VALUE_WORDS
        ):
            _add_unnamed(facts, rest)


def _fold(field_name: str) -> str:
    return " ".join(field_name.replace("_", " ").split()).casefold()


def _add_person(facts: HeaderFacts, value: str) -> None:
    """Add a name ("Ada Berg, 34") or a description ("Mutter, 34, zwei Kinder") with the attributes behind it."""
    known = attributes_from_title(value)
    parts = [part.strip() for part in _TITLE_PARTS.split(value)]
    # "Father of two, 38".
    if "age" not in known and (age := next((part for part in parts[1:] if _AGE.fullmatch(part)), "")):
        known |= attributes_from_title(f"{age} years" if age.isdigit() else age)
    for name, own in known.items():
        facts.attributes.setdefault(name, own)
    name = _bare_name(value)
    is_described = name != value.strip() and name[:1].islower() and not any(character.isdigit() for character in name)
    if not is_described and not _is_description(name):
        facts.name = facts.name or name


def _is_description(name: str) -> bool:
    """Whether a name is a role, a gender or an age ("Mutter")."""
    return bool(attributes_from_title(name))


def _bare_name(value: str) -> str:
    """The name in "Ada Berg, Graz" or "Ada Berg (34)"."""
    return tidy_value("", re.split(r"\s*[,;(|]", value)[0])


@dataclass(frozen=True, slots=True)
class _YamlField:
    section: str
    name: str
    value: str


def _yaml_fields(block: str) -> Iterator[_YamlField]:
    """The plain values in a YAML block, at the top and one level below; lists and folded texts are skipped.

    This is not a YAML parser, because front matter written by hand is often not valid YAML.
    """
    section = ""
    for line in block.split("\n"):
        match = _YAML_LINE.match(line)
        if match is None:
            continue
        indent, name, value = match.groups()
        if not indent:
            section = "" if value else _fold(name)
        # "|" and ">" begin a text over several lines, which is no attribute.
        if value and value not in {"|", ">"}:
            yield _YamlField(section if indent else "", name.strip("\"'"), re.sub(r"\s+#.*$", "", value))


def _add_front_matter(facts: HeaderFacts, block: str) -> None:
    fields = list(_yaml_fields(block))
    n_known = sum(bool(canonical_attribute(item.name)) for item in fields if not item.section)
    for item in fields:
        if item.section and item.section not in _SECTIONS:
            continue
        key = _fold(item.name)
        if (key in _NAME_FIELDS or (item.section and key in {"name", "id", "pseudonym"})) and not facts.name:
            facts.name = tidy_value("", item.value)
        else:
            is_about_respondent = bool(item.section) or n_known >= MIN_KNOWN_FIELDS
            facts.add(item.name, item.value, is_about_respondent=is_about_respondent)


def _table_fields(text: str) -> Iterator[tuple[str, str]]:
    """Fields and values of small Markdown tables: one row below a header, or names in the first of two columns."""
    for table in _TABLE.finditer(text):
        header = _cells(table[1])
        rows = [_cells(line.strip().strip("|")) for line in table[2].strip().split("\n")]
        n_known = sum(bool(canonical_attribute(cell)) for cell in header)
        # Markdown demands a header row, which is the first field of a table with names in the first column.
        pairs = [(row[0], row[1]) for row in (header, *rows) if len(row) == 2]
        if len(header) == 2 and sum(bool(canonical_attribute(name)) for name, _ in pairs) > n_known:
            yield from pairs
        elif len(rows) == 1 and n_known:
            yield from zip(header, rows[0], strict=False)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _add_unnamed(facts: HeaderFacts, values: list[str]) -> None:
    """Add the values after a bar, with or without a name of their own: "Age: 58 | female"."""
    for value in values:
        if _GENDER_VALUE.fullmatch(value.strip()):
            facts.attributes.setdefault("gender", value.strip().casefold())
        elif ":" in value:
            facts.add(*value.split(":", 1), is_about_respondent=False)


def attributes_from_filename(path: str) -> dict[str, str]:
    """The role, gender and age in a file's name.

    Gender and age count only after a role: "W23" alone may also be a ward, a week or a room.

    >>> attributes_from_filename("talks/Student_W23.txt"), attributes_from_filename("W23.md")
    ({'role': 'student', 'gender': 'female', 'age': '23'}, {})
    """
    parts = [part for part in re.split(r"[\s_.-]+", PurePosixPath(path).stem) if part]
    role = next((part.casefold() for part in parts if _FILENAME_ROLE.fullmatch(part)), "")
    if not role:
        return {}
    attributes = {"role": role}
    for before, part in pairwise(parts):
        person = _FILENAME_PERSON.fullmatch(part) if before.casefold() == role else None
        if person and int(person[2]) >= MIN_AGE:
            attributes |= {"gender": _FILENAME_GENDERS[person[1].casefold()], "age": person[2]}
    return attributes


def code_from_filename(path: str) -> str:
    """The respondent's code if it is the whole name of a file, without the letter of a part; else "".

    Files in one folder with the same code are of one person.

    >>> code_from_filename("tests/P05b.json"), code_from_filename("tests/P5.txt"), code_from_filename("Interview 5.txt")
    ('P05', 'P5', '')
    """
    code = _FILENAME_CODE.fullmatch(PurePosixPath(path).stem)
    return code[1] if code else ""
