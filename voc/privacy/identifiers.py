"""Tax numbers, numbers of social and health insurance, and licence plates.

Numbers with a check digit count only when it holds, and numbers that could be anything only beside the word that says
what they are. Check digits: python-stdnum; German pension insurance number: § 2 VKVV; German health insurance number:
§ 290 SGB V. A British National Insurance number has no check digit (HMRC, NIM39110).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from voc.privacy.contacts import NO_PHONE_BEFORE, Find

_REACH = 45
"""Code points before a number in which the word may stand that says what it is."""
_GAP = r"\W*(?:\w+[\W]+){0,3}$"
_TAX_BEFORE = re.compile(r"(?:steuer-?\s?id\w*|steuer\w*|st\.?-?nr|idnr|\butr|tax|taxpayer|tin)\b[-.]*" + _GAP, re.I)
_INSURED_BEFORE = re.compile(
    r"(?:versicherung\w*|versichert\w*|\bsv-?\w*|\bsvnr|rvnr|kvnr|ahv\w*|krankenkasse\w*|social security|ssn|insurance"
    r"|nino?)\b[-.]*" + _GAP,
    re.I,
)
_PLATE_BEFORE = re.compile(
    r"(?:kennzeichen|nummernschild|nummerntafel|autonummer|kfz\w*|licen[cs]e plate|number ?plate|plates?|registration"
    r"|reg\.?)\b" + _GAP,
    re.I,
)
_TAX = re.compile(
    r"(?<![\w/.-])(?:\d{2,5}[/ ]\d{3,4}[/ ]\d{4,5}|\d{2} ?\d{3} ?\d{3} ?\d{3}|\d{10,13})(?![\w/-]|[.,]\d)"
)
_PENSION = re.compile(r"(?<![\w/.-])(\d{2}) ?(\d{6}) ?([A-Z]) ?(\d{3})(?![\w-])")
_HEALTH = re.compile(r"(?<![\w/.-])([A-Z]) ?(\d{9})(?![\w-])")
_SSN = re.compile(r"(?<![\w/.-])\d{3}-\d{2}-\d{4}(?![\w-])|(?<![\w/.-])\d{9}(?![\w-])")
_NINO = re.compile(
    r"(?<![\w-])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d\d){3} ?[A-D](?![\w-])"
)
_AHV = re.compile(r"(?<![\w/.-])756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}(?![\w-])")
_AUSTRIAN = re.compile(r"(?<![\w/.-])\d{4} ?\d{6}(?![\w-])")
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[ -]?\d{1,4}[EH]?|[A-Z]{2}\d{2} ?[A-Z]{3}"
    r"|[A-Z]{1,2}[- ]\d{2,6} ?[A-Z]{0,3}|\d[A-Z]{3}\d{3}|[A-Z]{3}[- ]?\d{3,4})(?![\w-])"
)
_HAS_NUMBER = re.compile(r"\d[\d ./-]{1,}\d|[A-Z]{1,3}[- ]?\d")


def identifiers(text: str) -> Iterator[Find]:
    """Numbers by which an office or an insurer knows a person, and plates of their car."""
    if not _HAS_NUMBER.search(text):
        return
    yield from _checked(text, _PENSION, "insurance", _is_pension)
    yield from _checked(text, _AHV, "insurance", _is_swiss)
    for match in _NINO.finditer(text):
        if " " in match.group() or _is_called(text, match, _INSURED_BEFORE):
            yield _find(match, "insurance")
    for match in _SSN.finditer(text):
        named = _is_called(text, match, _INSURED_BEFORE)
        other = NO_PHONE_BEFORE.search(text, max(0, match.start() - 40), match.start())
        if (named or ("-" in match.group() and not other)) and _is_ssn(match.group()):
            yield _find(match, "insurance")
    for pattern, test in ((_HEALTH, _is_health), (_AUSTRIAN, _is_austrian)):
        for match in pattern.finditer(text):
            if _is_called(text, match, _INSURED_BEFORE) and test(_bare(match.group())):
                yield _find(match, "insurance")
    for match in _TAX.finditer(text):
        if _is_called(text, match, _TAX_BEFORE) and _is_tax(match.group()):
            yield _find(match, "tax-id")
    for match in _PLATE.finditer(text):
        if _is_called(text, match, _PLATE_BEFORE):
            yield _find(match, "plate")


def _checked(text: str, pattern: re.Pattern[str], kind: str, test: Callable[[str], bool]) -> Iterator[Find]:
    for match in pattern.finditer(text):
        if test(_bare(match.group())):
            yield _find(match, kind)


def _is_called(text: str, match: re.Match[str], what: re.Pattern[str]) -> bool:
    return what.search(text, max(0, match.start() - _REACH), match.start()) is not None


def _find(match: re.Match[str], kind: str) -> Find:
    return Find(match.start(), match.end(), kind, _bare(match.group()))


def _bare(written: str) -> str:
    return re.sub(r"[^0-9A-ZÄÖÜ]", "", written)


def _is_pension(number: str) -> bool:
    """Area, birth day, initial, serial and check digit: weighted cross sums modulo 10 (§ 2 Abs. 2 VKVV).

    >>> _is_pension("15070649C103"), _is_pension("15070649C104")
    (True, False)
    """
    if not 1 <= int(number[4:6]) <= 12 or not (1 <= int(number[2:4]) <= 31 or 51 <= int(number[2:4]) <= 81):
        return False
    digits = f"{number[:8]}{ord(number[8]) - 64:02d}{number[9:]}"
    return _cross_sum(digits[:-1], (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)) % 10 == int(digits[-1])


def _is_health(number: str) -> bool:
    """A letter and nine digits, the last of which is a check digit (§ 290 SGB V; weights 1 and 2 in turn).

    >>> _is_health("A123456780"), _is_health("A123456781")
    (True, False)
    """
    digits = f"{ord(number[0]) - 64:02d}{number[1:]}"
    return _cross_sum(digits[:-1], (1, 2) * 5) % 10 == int(digits[-1])


def _cross_sum(digits: str, weights: tuple[int, ...]) -> int:
    products = (int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return sum(product // 10 + product % 10 for product in products)


def _is_swiss(number: str) -> bool:
    from stdnum.ch import ssn

    return bool(ssn.is_valid(number))


def _is_austrian(number: str) -> bool:
    from stdnum.at import vnr

    return bool(vnr.is_valid(number))


def _is_ssn(number: str) -> bool:
    from stdnum.us import ssn

    return bool(ssn.is_valid(number))


def _is_tax(written: str) -> bool:
    from stdnum.at import tin
    from stdnum.de import idnr, stnr
    from stdnum.gb import utr

    return any(office.is_valid(written) for office in (idnr, stnr, utr, tin))
