"""How somebody could be reached or paid: e-mail and street addresses, URLs, handles, telephones, IBANs, cards.

IBANs and card numbers count only when their check digits hold (ISO 13616, ISO/IEC 7812), telephone numbers only when
the numbering plan of DE, AT, CH, GB or US knows them or, after a +, when their country has numbers of that length, so
that order numbers, prices, years and times stay.

A street without a number, a city and a postcode alone stay: many people live there. Names that do not say that they
are streets ("Im Winkel 9") count only before a postcode and city, or where somebody says that they live there.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

from voc.text.lexicon import load_patterns

_PATTERNS = load_patterns("voc.privacy", "contacts")


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
_DIGIT = re.compile(r"\d")
_SIGN_OF_LOGIN = re.compile(r"[^\W\d][\w.+-]*[\d_#.@+]|\d[\w.+-]*[^\W\d]|^@")
_IPV4_POINTS = 3
_LONG_PART, _LONG_PARTS = 3, 2
"""An address without a word beside it has at least two numbers of three digits; versions have none."""
_IPV6_COLONS = 2
_MIN_IPV6 = 7
"""Characters of the shortest IPv6 address that counts."""
_MIN_IBAN = 15
"""Characters of the shortest IBAN (Norway)."""


def find_contacts(text: str) -> Iterator[Detection]:
    """Find everything in a text by which somebody could be reached or paid, street addresses aside.

    Detections of different kinds may overlap; the earlier one wins: e-mail, URL, IBAN, card, phone, network
    address, login, handle.
    """
    if "@" in text and _PATTERNS["maybe_email"].search(text):
        for match in _PATTERNS["email"].finditer(text):
            yield Detection(match.start(), match.end(), "email", match.group().casefold())
    if "://" in text or "www." in text or "WWW." in text or "Www." in text:
        yield from _find_urls(text, _PATTERNS["url"])
    if "/" in text and _PATTERNS["maybe_bare_url"].search(text):
        yield from _find_urls(text, _PATTERNS["bare_url"])
    if _PATTERNS["maybe_number"].search(text):
        yield from _find_ibans(text)
        yield from _find_cards(text)
        yield from _find_phones(text)
    yield from _find_network(text)
    if "@" in text:
        for match in _PATTERNS["handle"].finditer(text):
            yield Detection(match.start(), match.end(), "handle", match.group().casefold())


def _find_network(text: str) -> Iterator[Detection]:
    """Find IP and hardware addresses, and the names under which people log in."""
    if text.count(".") >= _IPV4_POINTS and _DIGIT.search(text):
        for match in _PATTERNS["ipv4"].finditer(text):
            # "1.2.3.4" is a version, unless the text says that it is an address.
            is_long = sum(len(part) == _LONG_PART for part in match.group().split(".")) >= _LONG_PARTS
            if is_long or _PATTERNS["ip_label"].search(text, max(0, match.start() - _LABEL_REACH), match.start()):
                yield Detection(match.start(), match.end(), "ip", match.group())
    if text.count(":") >= _IPV6_COLONS:
        for match in _PATTERNS["mac"].finditer(text):
            yield Detection(match.start(), match.end(), "ip", match.group().casefold())
        for match in _PATTERNS["ipv6"].finditer(text):
            if _is_ipv6(match.group()):
                yield Detection(match.start(), match.end(), "ip", match.group().casefold())
    if _PATTERNS["maybe_login"].search(text):
        for match in _PATTERNS["login"].finditer(text):
            login = match["login"]
            # "my user name is wrong": a login has a digit or a sign in it, or follows a colon.
            if (
                _SIGN_OF_LOGIN.search(login)
                or match.group()[: match.start("login") - match.start()].rstrip()[-1:] in ":="
            ):
                yield Detection(match.start("login"), match.end("login"), "login", login.casefold())
        for match in (*_PATTERNS["login_after_account"].finditer(text), *_PATTERNS["home_folder"].finditer(text)):
            yield Detection(match.start("login"), match.end("login"), "login", match["login"].casefold())


def _is_ipv6(written: str) -> bool:
    try:
        ipaddress.IPv6Address(written)
    except ValueError:
        return False
    # "12::30" may be a time with a slip of the finger.
    return len(written) >= _MIN_IPV6


def has_other_label(text: str, start: int) -> bool:
    """Whether the words before a number at ``start`` say that it is no telephone number ("Bestellnummer", "ref")."""
    return _PATTERNS["no_phone_label"].search(text, max(0, start - _LABEL_REACH), start) is not None


def _find_urls(text: str, pattern: re.Pattern[str]) -> Iterator[Detection]:
    for match in pattern.finditer(text):
        start, end = match.span()
        # The punctuation of the sentence around it; a bracket belongs to the address when it opens there.
        while end > start and (text[end - 1] in ".,;:!?…*_'’" or (text[end - 1] == ")" and "(" not in text[start:end])):
            end -= 1
        yield Detection(start, end, "url", text[start:end].rstrip("/"))


def _find_ibans(text: str) -> Iterator[Detection]:
    from stdnum import iban

    for match in _PATTERNS["iban"].finditer(text):
        start, end = match.span()
        # The pattern may take in the words behind the number: shorten it group by group until the check digits hold.
        while end - start >= _MIN_IBAN:
            if iban.is_valid(text[start:end]):
                yield Detection(start, end, "iban", iban.compact(text[start:end]).upper())
                break
            end = max(text.rfind(" ", start, end), text.rfind("-", start, end), start)


def _find_cards(text: str) -> Iterator[Detection]:
    from stdnum import luhn

    for match in _PATTERNS["card"].finditer(text):
        digits = re.sub(r"\D", "", match.group())
        # A row of a single digit, as in a form ("5555 5555 …"), may have a valid check digit by chance.
        if 13 <= len(digits) <= 19 and len(set(digits)) > 1 and luhn.is_valid(digits):
            yield Detection(match.start(), match.end(), "card", digits)


def _find_phones(text: str) -> Iterator[Detection]:
    candidates = [match for match in _PATTERNS["phone"].finditer(text) if not _is_other_number(text, match)]
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
    after = text[match.end() : match.end() + 2]
    # "+49 176 4455 1230: Hallo" is the label of a chat; "12:30" goes on with a digit.
    if _PATTERNS["date"].match(written) or after[:1] in ("%", "€", "$") or re.fullmatch(r":\d", after):
        return True
    return has_other_label(text, match.start())


_LIVES_REACH = 50
"""Code points before such a name in which a word may stand that says that somebody lives there."""


def find_addresses(text: str) -> Iterator[Detection]:
    """Find street addresses, with the postcode and city behind them.

    Forms: "Hauptstraße 12", "Am Mühlgraben 17, 01662 Meißen", "12 Baker Street, Leeds LS2 7EW".
    """
    for match in _PATTERNS["placed"].finditer(text):
        is_home = _PATTERNS["lives"].search(text, max(0, match.start() - _LIVES_REACH), match.start()) is not None
        if match["city"] or (is_home and not _PATTERNS["unit"].match(text, match.end())):
            yield _address(match)
    for match in _PATTERNS["street_de"].finditer(text):
        if _is_german_street(text, match):
            yield _address(match)
    for match in _PATTERNS["street_en"].finditer(text):
        if match["city"] or not (
            _PATTERNS["no_street_name_en"].search(match["name"]) or _PATTERNS["plural"].match(text, match.end())
        ):
            yield _address(match)


def _address(match: re.Match[str]) -> Detection:
    key = " ".join(re.sub(r"[^\w]+", " ", match.group()).split()).casefold()
    return Detection(match.start(), match.end(), "address", key)


def _is_german_street(text: str, match: re.Match[str]) -> bool:
    """Whether the street's type has a name before it, and the number after it is a house number, not a quantity."""
    if match["street"] == match["type"]:
        return False
    if match["city"]:
        return True
    if _PATTERNS["unit"].match(text, match.end()):
        return False
    if _PATTERNS["strong_type"].fullmatch(match["type"]):
        return True
    # "Hering 3", "Ehering 2": a vowel before "ring" makes it another word.
    if match["type"].endswith("ring") and re.search(r"[eouai]r?$", match["stem"]):
        return False
    return _PATTERNS["no_street"].search(match["stem"]) is None and not _PATTERNS["next_noun"].match(text, match.end())
