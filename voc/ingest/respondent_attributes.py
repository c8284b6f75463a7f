"""What a file says about its respondent: front matter, a small table, header lines ("Age: 58 | female").

Fields are taken from a list of German and English names. Front matter and tables that are plainly about a respondent
(two fields of that list, or a section of that name) give all of their fields. A project's own fields ("title",
"history") and personal data (names, addresses, e-mail, dates) never become attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

ALIASES: dict[str, tuple[str, ...]] = {
    "age": ("age", "alter", "age group", "altersgruppe", "altersklasse", "age range", "jahrgang", "year of birth"),
    "gender": ("gender", "geschlecht", "sex"),
    "job": (
        "job", "beruf", "occupation", "profession", "tätigkeit", "tätigkeitsfeld", "berufsfeld", "job title",
        "position",
    ),
    "role": ("role", "rolle", "funktion", "function"),
    "country": ("country", "land", "nationality", "nationalität", "herkunftsland", "author country", "user country"),
    "education": (
        "education", "bildung", "bildungsabschluss", "abschluss", "studium", "studiengang", "degree", "schulabschluss",
    ),
    "industry": ("industry", "branche", "sector", "sektor"),
    "experience": ("experience", "erfahrung", "berufserfahrung", "years of experience", "erfahrung in jahren"),
    "household": (
        "household", "haushalt", "haushaltsgröße", "family status", "familienstand", "marital status", "kinder",
        "children",
    ),
    "segment": (
        "segment", "customer type", "kundentyp", "kundensegment", "user group", "nutzergruppe", "zielgruppe", "gruppe",
        "group", "cohort",
    ),
    "income": ("income", "einkommen", "haushaltseinkommen"),
    "device": ("device", "gerät", "endgerät", "device type"),
    "traveller type": ("traveller type", "type traveller", "traveler type", "type of traveller", "reiseart"),
    "customer since": ("customer since", "kunde seit", "kundin seit", "member since", "kundschaft seit"),
}  # fmt: skip
"""Attribute → the names that files use for it. What is not here keeps its own name and is taken only from a section
or table that is plainly about the respondent."""
NAME_FIELDS = (
    "interviewee", "interviewpartner", "interviewpartnerin", "interviewte", "interviewter", "befragte", "befragter",
    "befragte person", "respondent", "participant", "teilnehmer", "teilnehmerin", "proband", "probandin",
    "gesprächspartner", "gesprächspartnerin", "participant id", "teilnehmer-id", "teilnehmer id", "respondent id",
    "pseudonym", "attendee", "testperson", "gast", "guest",
)  # fmt: skip
SECTIONS = (
    "respondent", "participant", "teilnehmer", "teilnehmerin", "interviewee", "befragte", "befragter", "person",
    "demographics", "demografie",
)  # fmt: skip

_BY_ALIAS = {alias: name for name, aliases in ALIASES.items() for alias in aliases}
_GENDERS = re.compile(r"(?:male|female|non-?binary|divers|m|w|f|d|männlich|weiblich|mann|frau|man|woman)", re.I)
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(
    r"^[ \t]*(?:[-*•]\s+)?(?:\*\*)?([^\W\d_][^:|=\n*]{0,40}?)(?:\*\*)?[ \t]*[:=](?:\*\*)?"
    r"[ \t]*(\S[^\n]{0,120}?)[ \t\\]*$",
    re.M,
)
_NAMED = re.compile(
    rf"(?<![^\W_])(?i:{'|'.join(NAME_FIELDS)})\s*:\s*"
    r"((?:(?:Dr|Prof|Dipl|Ing|Frau|Herrn?|Mrs?|Ms)\.?\s+)*"
    r"[^\W\d_a-zäöüß][\w'’-]*(?:\s+(?:van|von|de|der|den|du|la|zu)\b)*"
    r"(?:\s+[^\W\d_a-zäöüß][\w'’-]*){0,3})"
)
_TABLE = re.compile(r"^[ \t]*\|(.+)\|[ \t]*\n[ \t]*\|[ \t:|-]+\|[ \t]*\n((?:[ \t]*\|.*\|[ \t]*(?:\n|\Z))+)", re.M)
MIN_ABOUT = 2
"""Fields from the list of names that make a block of front matter plainly one about the respondent."""
_NOT_ABOUT = re.compile(
    r"(?:.*\b)?(?:\w*names?|pseudonym|handle|twitter|instagram|linkedin|e-?mail|mail|tel|telefon|phone|mobile?|handy|address|adresse|anschrift"
    r"|date|datum|geburtsdatum|birthday|url|link|website|iban|kontakt|contact)(?:\b.*)?"
    r"|titles?|titel|subtitle|untertitel|authors?|autor(?:in)?|id|nr|nummer|number|code|version|status|type|typ|tags?"
    r"|keywords|language|sprache|lang|location|ort|place|setting|duration|dauer|länge|length|time|uhrzeit|zeit"
    r"|project|projekt|study|studie|file|datei|source|quelle|source[ _]?url|publisher|acronym|responsible|history"
    r"|comment|kommentar|notes?|notiz(?:en)?|bemerkung(?:en)?|interviewer(?:in)?|moderator(?:in)?|moderation|host"
    r"|transcri\w+|transkri\w+|recording|aufnahme|audio|video|consent|einwilligung|category|kategorie|layout|draft"
    r"|speakers?|sprecher(?:in)?|attendees|participants|teilnehmende|format|medium|channel|kanal|session|interview"
    r"|thema|topic|todo|summary|zusammenfassung|created|updated|erstellt|draft|lizenz|licen[cs]e"
)
_PERSONAL_VALUE = re.compile(
    r".*@.*|https?:.*|www\..*|\d{4}-\d{2}-\d{2}.*|\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}.*|\d{1,2}/\d{1,2}/\d{2,4}.*"
    r"|\+?[\d ()/-]{8,}|[\[{&*!|>].*",
    re.S,
)
_EMPTY = {"", "-", "–", "n/a", "na", "k.a.", "k. a.", "none", "unknown", "unbekannt", "keine angabe", "?"}


def canonical(field: str) -> str:
    """The attribute's name for a field's name, "" when the field is none of a respondent's.

    >>> canonical("Alter"), canonical("  Geschlecht "), canonical("history")
    ('age', 'gender', '')
    """
    return _BY_ALIAS.get(_key(field), "")


def _key(field: str) -> str:
    return " ".join(field.replace("_", " ").split()).casefold()


def tidy_value(name: str, value: str) -> str:
    """A value without quotes and doubled spaces; genders in lower case, so that "Male" and "male" are one."""
    value = " ".join(value.strip().strip("\"'").split())
    if value.casefold() in _EMPTY:
        return ""
    return value.casefold() if name == "gender" else value


def from_header(header: str) -> tuple[dict[str, str], str]:
    """Attributes and the respondent's name ("" when none) from everything above the first turn."""
    attributes: dict[str, str] = {}
    name = ""
    front = _FRONT.match(header)
    body = header[front.end() :] if front else header
    fields = list(_front_fields(front[1] if front else ""))
    about = sum(bool(canonical(field)) for section, field, _ in fields if not section) >= MIN_ABOUT
    for section, field, value in fields:
        if section and section not in SECTIONS:
            continue
        key = _key(field)
        if (key in NAME_FIELDS or (section and key in {"name", "id", "pseudonym"})) and not name:
            name = tidy_value("", value)
        else:
            _put(attributes, field, value, plain=bool(section) or about)
    for field, value in _table_fields(body):
        if _key(field) in NAME_FIELDS:
            name = name or _name_in(value)
        else:
            _put(attributes, field, value, plain=True)
    for found in _FIELD.finditer(body):
        first, *rest = [part.strip() for part in found[2].split("|")]
        if _key(found[1]) in NAME_FIELDS:
            name = name or _name_in(first)
            continue
        if _put(attributes, found[1], first, plain=False):
            _put_more(attributes, rest)
    named = None if name else _NAMED.search(body)
    return attributes, " ".join(named[1].split()) if named else name


def _name_in(value: str) -> str:
    """The name in "Ada Berg, Graz" or "Ada Berg (34)"."""
    return tidy_value("", re.split(r"\s*[,;(|]", value)[0])


def _front_fields(block: str) -> Iterator[tuple[str, str, str]]:
    """(section, field, value) of a block of YAML: plain values at the top and one level below, nothing else."""
    section = ""
    for line in block.split("\n"):
        found = re.match(r"^(\s*)([^\s#:\-][^:]*?)\s*:\s*(.*?)\s*$", line)
        if found is None:
            continue
        indent, field, value = found.groups()
        if not indent:
            section = "" if value else _key(field)
        if value and value not in {"|", ">"}:
            yield section if indent else "", field.strip("\"'"), re.sub(r"\s+#.*$", "", value)


def _table_fields(text: str) -> Iterator[tuple[str, str]]:
    """Fields of small Markdown tables: one row below a header of known names, or names in the first column."""
    for table in _TABLE.finditer(text):
        header = _cells(table[1])
        rows = [_cells(line.strip().strip("|")) for line in table[2].strip().split("\n")]
        known = sum(bool(canonical(cell)) for cell in header)
        pairs = [(row[0], row[1]) for row in (header, *rows) if len(row) == 2]
        if len(header) == 2 and sum(bool(canonical(field)) for field, _ in pairs) > known:
            yield from pairs
        elif len(rows) == 1 and known:
            yield from zip(header, rows[0], strict=False)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _put(attributes: dict[str, str], field: str, value: str, *, plain: bool) -> bool:
    """Add an attribute; ``plain`` fields stand in a section about the respondent and need no known name."""
    name = canonical(field) or (_key(field) if plain and not _NOT_ABOUT.fullmatch(_key(field)) else "")
    value = tidy_value(name, value)
    if not name or not value or len(value) > 80 or _PERSONAL_VALUE.fullmatch(value):
        return False
    attributes.setdefault(name, value)
    return True


def _put_more(attributes: dict[str, str], values: list[str]) -> None:
    """Values after a bar without a name: "Age: 58 | female"."""
    for value in values:
        if _GENDERS.fullmatch(value.strip()):
            attributes.setdefault("gender", value.strip().casefold())
        elif ":" in value:
            _put(attributes, *value.split(":", 1), plain=False)


_ASKED = (
    (
        "age",
        r"\bhow old\b|\bwie alt\b|\b(?:your|ihr|dein) (?:age|alter)\b|\b(?:age|alters)[ -]?(?:group|gruppe|range)\b",
    ),
    ("gender", r"\b(?:your|ihr|dein|which|welches|what is your) (?:gender|geschlecht|sex)\b|\bgender identity\b"),
    ("country", r"\b(?:which|what) country\b|\bwelchem land\b"),
    (
        "education",
        r"\bhighest (?:degree|qualification|level of education)\b|\bhöchste\w* (?:bildungs)?abschluss\b",
    ),
)


def asked(question: str) -> str:
    """The attribute that a short question of a survey asks for, "" when it is none of the usual ones.

    >>> asked("Wie alt sind Sie?"), asked("In which country do you work?"), asked("What do you like?")
    ('age', 'country', '')
    """
    if len(question.split()) > 12:
        return ""
    return next((name for name, pattern in _ASKED if re.search(pattern, question, re.I)), "")
