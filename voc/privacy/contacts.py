"""How somebody could be reached or paid: e-mail and street addresses, URLs, handles, telephones, IBANs, cards.

IBANs and card numbers count only when their check digits hold (ISO 13616, ISO/IEC 7812), telephone numbers only when
the numbering plan of DE, AT, CH, GB or US knows them or, after a +, when their country has numbers of that length, so
that order numbers, prices, years and times stay.

A street without a number, a city and a postcode alone stay: many people live there. Names that do not say that they
are streets ("Im Winkel 9") count only before a postcode and city, or where somebody says that they live there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Detection:
    """Personal data at ``text[start:end]``. An equal ``key`` (normalised original) means the same pseudonym."""

    start: int
    end: int
    kind: str
    key: str


_TRUNK_ZERO_REGIONS = ("DE", "AT", "CH", "GB")
"""Countries where national numbers begin with a zero; the first one that knows a number decides."""
_MAX_NATIONAL_DIGITS = 12
"""Digits of the longest national telephone number; longer runs of digits are numbers of orders or parcels."""
_LABEL_REACH = 40
"""Code points before a number in which a word may stand that says that it is no telephone number."""
_MIN_IBAN = 15
"""Characters of the shortest IBAN (Norway)."""

_EMAIL = re.compile(r"[\w.+%-]*\w@\w[\w-]*(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_MAYBE_EMAIL = re.compile(r"\w@\w")
_URL = re.compile(r"(?:[Hh]ttps?://|[Ww]{3}\.|HTTPS?://)[^\s<>\"'“”»«\]]+")
_DOMAINS = r"(?:com|de|org|net|at|ch|eu|io|uk|me|ly|co)"
_MAYBE_BARE_URL = re.compile(rf"\.{_DOMAINS}/\w")
_BARE_URL = re.compile(rf"(?<![\w@.:/-])(?:[\w-]+\.)+{_DOMAINS}/[^\s<>\"'“”»«\]]+")
_HANDLE = re.compile(r"(?<![\w@./])@(?=\w*[^\W\d_])[^\W\d](?:[\w.]*\w)?")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{1,4}){3,9}(?![A-Za-z0-9])")
_CARD = re.compile(r"(?<![\d.,])(?<![A-Z]{2}\d{2} )[3-6]\d{3}(?:[ -]?\d){8,15}(?!\d)")
_MAYBE_NUMBER = re.compile(r"\d(?:[ \t\u00a0()/.-]{0,3}\d){6}")
_PHONE = re.compile(
    r"(?<![\w.,/:+-])(?:\+|00)[1-9](?:[ \u00a0()/.-]{0,3}\d){7,13}(?![\d])"
    r"|(?<![\w.,/:+-])\(?0\d(?:[ \u00a0()/.-]{0,3}\d){5,11}(?!\d)"
    r"|(?<![\w.,/:+-])(?:1[ .-])?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\d-])"
)
_DATE = re.compile(r"\(?\d{1,4}([./-])\d{1,2}\1\d{2,4}(?:\D|$)|\d{1,4}[./-]\d{1,4}$")
_NO_PHONE_LABEL = re.compile(
    r"(?:bestell|auftrag|kunden|rechnung|ticket|artikel|buchung|vorgang|mitglied|serien|sendung|paket|parcel|shipment"
    r"|voucher|gutschein|order|invoice|booking"
    r"|customer|serial|tracking|reference|ref|case|isbn|ean|iban|konto|steuer|flight|flug|confirmation|id|plz|zip)"
    r"[\w-]*[\s.:#-]*(?:(?:no|nr|nummer|number|code|id)\b)?[\s.:#-]*(?:(?:is|ist|war|was|lautet)\s)?[\s#]*$|#$|№\s*$",
    re.I,
)


def find_contacts(text: str) -> Iterator[Detection]:
    """Find everything in a text by which somebody could be reached or paid, street addresses aside.

    Detections of different kinds may overlap; the earlier one wins: e-mail, URL, IBAN, card, phone, handle.
    """
    if "@" in text and _MAYBE_EMAIL.search(text):
        for match in _EMAIL.finditer(text):
            yield Detection(match.start(), match.end(), "email", match.group().casefold())
    if "://" in text or "www." in text or "WWW." in text or "Www." in text:
        yield from _find_urls(text, _URL)
    if "/" in text and _MAYBE_BARE_URL.search(text):
        yield from _find_urls(text, _BARE_URL)
    if _MAYBE_NUMBER.search(text):
        yield from _find_ibans(text)
        yield from _find_cards(text)
        yield from _find_phones(text)
    if "@" in text:
        for match in _HANDLE.finditer(text):
            yield Detection(match.start(), match.end(), "handle", match.group().casefold())


def has_other_label(text: str, start: int) -> bool:
    """Whether the words before a number at ``start`` say that it is no telephone number ("Bestellnummer", "ref")."""
    return _NO_PHONE_LABEL.search(text, max(0, start - _LABEL_REACH), start) is not None


def _find_urls(text: str, pattern: re.Pattern[str]) -> Iterator[Detection]:
    for match in pattern.finditer(text):
        start, end = match.span()
        # The punctuation of the sentence around it; a bracket belongs to the address when it opens there.
        while end > start and (text[end - 1] in ".,;:!?…*_'’" or (text[end - 1] == ")" and "(" not in text[start:end])):
            end -= 1
        yield Detection(start, end, "url", text[start:end].rstrip("/"))


def _find_ibans(text: str) -> Iterator[Detection]:
    from stdnum import iban

    for match in _IBAN.finditer(text):
        start, end = match.span()
        # The pattern may take in the words behind the number: shorten it group by group until the check digits hold.
        while end - start >= _MIN_IBAN:
            if iban.is_valid(text[start:end]):
                yield Detection(start, end, "iban", iban.compact(text[start:end]).upper())
                break
            end = max(text.rfind(" ", start, end), text.rfind("-", start, end), start)


def _find_cards(text: str) -> Iterator[Detection]:
    from stdnum import luhn

    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        # A row of a single digit, as in a form ("5555 5555 …"), may have a valid check digit by chance.
        if 13 <= len(digits) <= 19 and len(set(digits)) > 1 and luhn.is_valid(digits):
            yield Detection(match.start(), match.end(), "card", digits)


def _find_phones(text: str) -> Iterator[Detection]:
    candidates = [match for match in _PHONE.finditer(text) if not _is_other_number(text, match)]
    # phonenumbers is slow to import, and most studies hold no such number.
    if not candidates:
        return
    import phonenumbers

    for match in candidates:
        written = match.group()
        number = "+" + written[2:] if written.startswith("00") else written
        for region in _TRUNK_ZERO_REGIONS if written.lstrip("(").startswith("0") else ("US",):
            try:
                parsed = phonenumbers.parse(number, region)
            except phonenumbers.NumberParseException:
                continue
            is_international = written.startswith("+")
            if phonenumbers.is_valid_number(parsed) or (is_international and phonenumbers.is_possible_number(parsed)):
                key = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
                yield Detection(match.start(), match.end(), "phone", key)
                break


def _is_other_number(text: str, match: re.Match[str]) -> bool:
    written = match.group()
    if written.isdigit() and written[1] != "0" and len(written) > _MAX_NATIONAL_DIGITS:
        return True
    if _DATE.match(written) or text[match.end() : match.end() + 1] in ("%", "€", "$", ":"):
        return True
    return has_other_label(text, match.start())


# --------------------------------------------------------------------------------------------------- street addresses

_CAP = r"[A-ZÄÖÜ][a-zäöüß]+"
_NUMBER = r"\d{1,4}(?: ?[a-h](?![^\W_]))?(?: ?[-–/] ?\d{1,4} ?[a-h]?(?![^\W_]))?(?![\d.:,]\d|[^\W_])"
# What German cities are told apart by: "Frankfurt am Main", "Freiburg im Breisgau".
_REGION = (
    "Main|Rhein|Inn|Neckar|Donau|Breisgau|Allgäu|Saale|Ruhr|Lahn|Oder|Weser|Isar|Ilm|Havel|Leine|Tauber|See|Wald|Harz"
)
_CITY_DE = rf"(?:,? ?\n?(?:(?:D|A|CH)-)?\d{{4,5}} {_CAP}(?: (?:am|an der|ob der|bei|im) (?:{_REGION})|[ -]{_CAP})?)"
_STRONG_TYPE = r"(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Aa]llee|[Gg]asse|[Cc]haussee)"
# These also end words that are no streets ("Arbeitsplatz 3"): see `_NO_STREET`.
_WEAK_TYPE = (
    r"(?:[Ww]eg|[Pp]latz|[Dd]amm|[Uu]fer|[Pp]fad|[Ss]tieg|[Rr]ing|[Ww]all|[Gg]raben|[Ss]teg|[Pp]romenade"
    r"|[Aa]nger)"
)
_STREET_DE = re.compile(
    rf"(?<![\w-])(?=[A-ZÄÖÜ])(?P<street>(?:{_CAP}er |"
    r"(?:Alte|Neue|Lange|Kurze|Große|Kleine|Obere|Untere|Hohe|Breite)[rsn]? )?"
    rf"(?:[A-ZÄÖÜ][\wäöüß]*-)*(?P<stem>[A-ZÄÖÜ]?[a-zäöüß]*?)-?(?P<type>{_STRONG_TYPE}|{_WEAK_TYPE})) ?"
    rf"(?P<number>{_NUMBER})(?P<city>{_CITY_DE})?"
)
_NO_STREET = re.compile(
    r"(?:Arbeits|Sitz|Steh|Park|Stell|Liege|Schlaf|Camping|Spiel|Fenster|Gang|Rast|Heim|Lauf|Sport|Zelt|Lager|Speicher|Test"
    r"|Lösungs|Bestell|Rück|Hin|Um|Aus|Liefer|Versand|Beschwerde|Kommunikations|Transport|Schul|Anfahrts|Bildungs|Rad"
    r"|Radschnell|Fuß|Wander"
    r"|Ohr|Schlüssel|Ehe|He|Sp|St|B|Vorst|Trauzeugen|Fire|Erd|Laufs|Daten|Mittel|Ausbildungs|Studien|Kita|Ab|An|Bahn|Milch"
    r"|Über|Spazier|Kreuz|Bürger|Verschlüsselungs|Zahlungs|Buchungs|Kauf|Bezahl|Kino|Tisch|Büro)s?$"
)
_UNIT = re.compile(
    r"\s?(?:Uhr|Euro|EUR|€|%|Prozent|Minuten?|Stunden?|Tagen?|Wochen?|Monaten?|Jahren?|km|m|Meter|Kilometer|Leuten?|Personen"
    r"|Läden|Geschäften?|Mal|mal|x|Grad|Punkten?|Sterne|von|h)(?![^\W_])"
)
_NEXT_NOUN = re.compile(r" [A-ZÄÖÜ][a-zäöüß]+")
# Streets whose names do not say so: "Am Mühlgraben 17".
_PLACED = re.compile(
    rf"(?<![\w-])(?:Am|Im|An der|An den|Auf der|Auf dem|Auf den|In der|In den|Zum|Zur|Beim|Hinter der|Hinter dem"
    rf"|Vor dem|Unter den|Unter der|Bei der) {_CAP}(?: {_CAP})? {_NUMBER}(?P<city>{_CITY_DE})?"
)
_LIVES_REACH = 50
"""Code points before such a name in which a word may stand that says that somebody lives there."""
_LIVES = re.compile(
    r"(?:wohn\w*|adresse\w*|anschrift\w*|umgezogen|gezogen|hausnummer|liefer\w+|live[sd]?|living|address|moved)"
    r"\W+(?:\w+\W+){0,3}$",
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
# "2 Hard Drive", "5 Star Way": a number before such a word counts things.
_NO_STREET_NAME_EN = re.compile(
    r"\b(?:Google|One|Pen|Hard|Flash|Test|Stars?|Way|Minutes?|Hours?|Days?|Weeks?|Years?|Percent|Times|Miles|Euro|Dollars?"
    r"|Pounds|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
# "3 Park Place tickets": a plural behind it is what the number counts.
_PLURAL = re.compile(r" (?!is\b|was\b|as\b|has\b|always\b|this\b|its\b|across\b|sometimes\b|does\b|towards\b)[a-z]+s\b")


def find_addresses(text: str) -> Iterator[Detection]:
    """Find street addresses, with the postcode and city behind them.

    Forms: "Hauptstraße 12", "Am Mühlgraben 17, 01662 Meißen", "12 Baker Street, Leeds LS2 7EW".
    """
    for match in _PLACED.finditer(text):
        is_home = _LIVES.search(text, max(0, match.start() - _LIVES_REACH), match.start()) is not None
        if match["city"] or (is_home and not _UNIT.match(text, match.end())):
            yield _address(match)
    for match in _STREET_DE.finditer(text):
        if _is_german_street(text, match):
            yield _address(match)
    for match in _STREET_EN.finditer(text):
        if match["city"] or not (_NO_STREET_NAME_EN.search(match["name"]) or _PLURAL.match(text, match.end())):
            yield _address(match)


def _address(match: re.Match[str]) -> Detection:
    key = " ".join(re.sub(r"[^\w]+", " ", match.group()).split()).casefold()
    return Detection(match.start(), match.end(), "address", key)


def _is_german_street(text: str, match: re.Match[str]) -> bool:
    """Whether a street's type has a name before it, and what looks like a house number counts nothing."""
    if match["street"] == match["type"]:
        return False
    if match["city"]:
        return True
    if _UNIT.match(text, match.end()):
        return False
    if re.fullmatch(_STRONG_TYPE, match["type"]):
        return True
    # "Hering 3", "Ehering 2": a vowel before "ring" makes it another word.
    if match["type"].endswith("ring") and re.search(r"[eouai]r?$", match["stem"]):
        return False
    return _NO_STREET.search(match["stem"]) is None and not _NEXT_NOUN.match(text, match.end())
