"""Street addresses: "Hauptstraße 12", "Am Mühlgraben 17, 01662 Meißen", "12 Baker Street, Leeds LS2 7EW".

A street without a number, a city and a postcode alone stay: many people live there. Names that do not say that they
are streets ("Im Winkel 9") count only before a postcode and city, or where somebody says that they live there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.privacy.contacts import Find

_CAP = r"[A-ZÄÖÜ][a-zäöüß]+"
_NUMBER = r"\d{1,4}(?: ?[a-h](?![^\W_]))?(?: ?[-–/] ?\d{1,4} ?[a-h]?(?![^\W_]))?(?![\d.:,]\d|[^\W_])"
_RIVER = (
    "Main|Rhein|Inn|Neckar|Donau|Breisgau|Allgäu|Saale|Ruhr|Lahn|Oder|Weser|Isar|Ilm|Havel|Leine|Tauber|See|Wald|Harz"
)
_CITY_DE = rf"(?:,? ?\n?(?:(?:D|A|CH)-)?\d{{4,5}} {_CAP}(?: (?:am|an der|ob der|bei|im) (?:{_RIVER})|[ -]{_CAP})?)"
_STRONG = r"(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Aa]llee|[Gg]asse|[Cc]haussee)"
_WEAK = (
    r"(?:[Ww]eg|[Pp]latz|[Dd]amm|[Uu]fer|[Pp]fad|[Ss]tieg|[Rr]ing|[Ww]all|[Gg]raben|[Ss]teg|[Pp]romenade"
    r"|[Aa]nger)"
)
_STREET_DE = re.compile(
    rf"(?<![\w-])(?=[A-ZÄÖÜ])(?P<street>(?:{_CAP}er |"
    r"(?:Alte|Neue|Lange|Kurze|Große|Kleine|Obere|Untere|Hohe|Breite)[rsn]? )?"
    rf"(?:[A-ZÄÖÜ][\wäöüß]*-)*(?P<stem>[A-ZÄÖÜ]?[a-zäöüß]*?)-?(?P<type>{_STRONG}|{_WEAK})) ?(?P<number>{_NUMBER})"
    rf"(?P<city>{_CITY_DE})?"
)
_NO_STREET = re.compile(
    r"(?:Arbeits|Sitz|Steh|Park|Stell|Liege|Schlaf|Camping|Spiel|Fenster|Gang|Rast|Heim|Lauf|Sport|Zelt|Lager|Speicher|Test"
    r"|Lösungs|Bestell|Rück|Hin|Um|Aus|Liefer|Versand|Beschwerde|Kommunikations|Transport|Schul|Anfahrts|Bildungs|Rad|Radschnell|Fuß|Wander"
    r"|Ohr|Schlüssel|Ehe|He|Sp|St|B|Vorst|Trauzeugen|Fire|Erd|Laufs|Daten|Mittel|Ausbildungs|Studien|Kita|Ab|An|Bahn|Milch"
    r"|Über|Spazier|Kreuz|Bürger|Verschlüsselungs|Zahlungs|Buchungs|Kauf|Bezahl|Kino|Tisch|Büro)s?$"
)
_UNIT = re.compile(
    r"\s?(?:Uhr|Euro|EUR|€|%|Prozent|Minuten?|Stunden?|Tagen?|Wochen?|Monaten?|Jahren?|km|m|Meter|Kilometer|Leuten?|Personen"
    r"|Läden|Geschäften?|Mal|mal|x|Grad|Punkten?|Sterne|von|h)(?![^\W_])"
)
_NEXT_NOUN = re.compile(r" [A-ZÄÖÜ][a-zäöüß]+")
_PLACED = re.compile(
    rf"(?<![\w-])(?:Am|Im|An der|An den|Auf der|Auf dem|Auf den|In der|In den|Zum|Zur|Beim|Hinter der|Hinter dem"
    rf"|Vor dem|Unter den|Unter der|Bei der) {_CAP}(?: {_CAP})? {_NUMBER}(?P<city>{_CITY_DE})?"
)
_LIVES = re.compile(
    r"(?:wohn\w*|adresse\w*|anschrift\w*|umgezogen|gezogen|hausnummer|liefer\w+|live[sd]?|living|address|moved)\W+(?:\w+\W+){0,3}$",
    re.I,
)
_TYPES_EN = (
    r"(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln\.?|Drive|Grove|Close|Court|Crescent|Boulevard|Blvd\.?|Terrace|Gardens"
    r"|Way|Place|Square|Hill|Row|Mews|Walk|Parkway|Highway)"
)
_WORD_EN = r"(?:[A-Z][a-z]+(?:['’]s)?|\d{1,3}(?:st|nd|rd|th)|[NSEW]\.?|(?:St|Mt)\.)"
_POSTCODE_UK = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_CITY_EN = (
    rf"(?:,? (?:[A-Z][a-z]+[ -]?){{1,3}},? ?(?:{_POSTCODE_UK}|[A-Z]{{2}} \d{{5}}(?:-\d{{4}})?)|,? {_POSTCODE_UK})"
)
_STREET_EN = re.compile(
    rf"(?<![\w.,:/-])(?:(?:Flat|Apartment|Apt\.?|Unit|Suite) \w{{1,4}},? )?\d{{1,5}}[A-Za-z]? "
    rf"(?P<name>(?:{_WORD_EN} ){{1,3}})(?P<type>{_TYPES_EN})(?![\w-])(?P<city>{_CITY_EN})?"
)
_NO_NAME_EN = re.compile(
    r"\b(?:Google|One|Pen|Hard|Flash|Test|Stars?|Way|Minutes?|Hours?|Days?|Weeks?|Years?|Percent|Times|Miles|Euro|Dollars?"
    r"|Pounds|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_PLURAL = re.compile(r" (?!is\b|was\b|as\b|has\b|always\b|this\b|its\b|across\b|sometimes\b|does\b|towards\b)[a-z]+s\b")


def addresses(text: str) -> Iterator[Find]:
    """Street addresses of a text, with the postcode and city behind them."""
    for match in _PLACED.finditer(text):
        if match["city"] or (
            _LIVES.search(text, max(0, match.start() - 50), match.start()) and not _UNIT.match(text, match.end())
        ):
            yield _find(match)
    for match in _STREET_DE.finditer(text):
        if _is_german_street(text, match):
            yield _find(match)
    for match in _STREET_EN.finditer(text):
        if match["city"] or not (_NO_NAME_EN.search(match["name"]) or _PLURAL.match(text, match.end())):
            yield _find(match)


def _find(match: re.Match[str]) -> Find:
    return Find(
        match.start(), match.end(), "address", " ".join(re.sub(r"[^\w]+", " ", match.group()).split()).casefold()
    )


def _is_german_street(text: str, match: re.Match[str]) -> bool:
    if match["city"]:
        return match["street"] != match["type"]
    if _UNIT.match(text, match.end()):
        return False
    strong = re.fullmatch(_STRONG, match["type"]) is not None
    if match["street"] == match["type"]:
        return False
    if strong:
        return True
    if match["type"].endswith("ring") and re.search(r"[eouai]r?$", match["stem"]):
        return False
    return _NO_STREET.search(match["stem"]) is None and not _NEXT_NOUN.match(text, match.end())
