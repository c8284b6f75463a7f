"""E-mail addresses, URLs, handles, IBANs, payment cards and telephone numbers in a text.

IBANs and card numbers count only when their check digits hold (ISO 13616, ISO/IEC 7812), telephone numbers only when
the numbering plan of DE, AT, CH, GB or US knows them or, after a +, when their country has numbers of that length, so
that order numbers, prices, years and times stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Find:
    """Personal data at ``text[start:end]``. Equal ``key`` (normalised original) means the same pseudonym."""

    start: int
    end: int
    kind: str
    key: str


_TRUNK_ZERO = ("DE", "AT", "CH", "GB")
_LONGEST_NATIONAL = 12
_EMAIL = re.compile(r"[\w.+%-]*\w@\w[\w-]*(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_MAYBE_EMAIL = re.compile(r"\w@\w")
_URL = re.compile(r"(?:[Hh]ttps?://|[Ww]{3}\.|HTTPS?://)[^\s<>\"'“”»«\]]+")
_DOMAINS = r"(?:com|de|org|net|at|ch|eu|io|uk|me|ly|co)"
_MAYBE_BARE_URL = re.compile(rf"\.{_DOMAINS}/\w")
_BARE_URL = re.compile(rf"(?<![\w@.:/-])(?:[\w-]+\.)+{_DOMAINS}/[^\s<>\"'“”»«\]]+")
_HANDLE = re.compile(r"(?<![\w@./])@(?=\w*[^\W\d_])[^\W\d](?:[\w.]*\w)?")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{1,4}){3,9}(?![A-Za-z0-9])")
_CARD = re.compile(r"(?<![\d.,])(?<![A-Z]{2}\d{2} )[3-6]\d{3}(?:[ -]?\d){8,15}(?!\d)")
_DIGITS = re.compile(r"\d(?:[ \t\u00a0()/.-]{0,3}\d){6}")
_PHONE = re.compile(
    r"(?<![\w.,/:+-])(?:\+|00)[1-9](?:[ \u00a0()/.-]{0,3}\d){7,13}(?![\d])"
    r"|(?<![\w.,/:+-])\(?0\d(?:[ \u00a0()/.-]{0,3}\d){5,11}(?!\d)"
    r"|(?<![\w.,/:+-])(?:1[ .-])?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\d-])"
)
_DATE = re.compile(r"\(?\d{1,4}([./-])\d{1,2}\1\d{2,4}(?:\D|$)|\d{1,4}[./-]\d{1,4}$")
NO_PHONE_BEFORE = re.compile(
    r"(?:bestell|auftrag|kunden|rechnung|ticket|artikel|buchung|vorgang|mitglied|serien|sendung|paket|parcel|shipment|voucher|gutschein|order|invoice|booking"
    r"|customer|serial|tracking|reference|ref|case|isbn|ean|iban|konto|steuer|flight|flug|confirmation|id|plz|zip)"
    r"[\w-]*[\s.:#-]*(?:(?:no|nr|nummer|number|code|id)\b)?[\s.:#-]*(?:(?:is|ist|war|was|lautet)\s)?[\s#]*$|#$|№\s*$",
    re.I,
)


def contacts(text: str) -> Iterator[Find]:
    """Everything in a text by which somebody could be reached or paid; finds of different kinds may overlap.

    Where they do, the earlier kind wins: e-mail, URL, IBAN, card, phone, handle.
    """
    if "@" in text and _MAYBE_EMAIL.search(text):
        for match in _EMAIL.finditer(text):
            yield Find(match.start(), match.end(), "email", match.group().casefold())
    if "://" in text or "www." in text or "WWW." in text or "Www." in text:
        yield from _urls(text, _URL)
    if "/" in text and _MAYBE_BARE_URL.search(text):
        yield from _urls(text, _BARE_URL)
    if _DIGITS.search(text):
        yield from _ibans(text)
        yield from _cards(text)
        yield from _phones(text)
    if "@" in text:
        for match in _HANDLE.finditer(text):
            yield Find(match.start(), match.end(), "handle", match.group().casefold())


def _urls(text: str, pattern: re.Pattern[str]) -> Iterator[Find]:
    for match in pattern.finditer(text):
        end = _without_tail(text, match.start(), match.end())
        yield Find(match.start(), end, "url", text[match.start() : end].rstrip("/"))


def _without_tail(text: str, start: int, end: int) -> int:
    """The end of an address without the punctuation of the sentence around it."""
    while end > start:
        last = text[end - 1]
        if last in ".,;:!?…*_'’" or (last == ")" and "(" not in text[start:end]):
            end -= 1
        else:
            break
    return end


def _ibans(text: str) -> Iterator[Find]:
    from stdnum import iban

    for match in _IBAN.finditer(text):
        end = match.end()
        while end - match.start() >= 15:
            if iban.is_valid(text[match.start() : end]):
                yield Find(match.start(), end, "iban", iban.compact(text[match.start() : end]).upper())
                break
            end = max(text.rfind(" ", match.start(), end), text.rfind("-", match.start(), end), match.start())


def _cards(text: str) -> Iterator[Find]:
    from stdnum import luhn

    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if 13 <= len(digits) <= 19 and len(set(digits)) > 1 and luhn.is_valid(digits):
            yield Find(match.start(), match.end(), "card", digits)


def _phones(text: str) -> Iterator[Find]:
    candidates = [match for match in _PHONE.finditer(text) if not _is_other_number(text, match)]
    if not candidates:
        return
    import phonenumbers

    for match in candidates:
        written = match.group()
        number = "+" + written[2:] if written.startswith("00") else written
        for region in _TRUNK_ZERO if written.lstrip("(").startswith("0") else ("US",):
            try:
                parsed = phonenumbers.parse(number, region)
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(parsed) or (
                written.startswith("+") and phonenumbers.is_possible_number(parsed)
            ):
                key = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
                yield Find(match.start(), match.end(), "phone", key)
                break


def _is_other_number(text: str, match: re.Match[str]) -> bool:
    written = match.group()
    if written.isdigit() and written[1] != "0" and len(written) > _LONGEST_NATIONAL:
        return True
    if _DATE.match(written) or text[match.end() : match.end() + 1] in ("%", "€", "$", ":"):
        return True
    return NO_PHONE_BEFORE.search(text, max(0, match.start() - 40), match.start()) is not None
