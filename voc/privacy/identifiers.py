"""Numbers by which somebody is known to an office, an insurer, the police or a firm, and dates of birth.

Numbers with a check digit count only when it holds, and numbers that could be anything only beside the word that says
what they are. Check digits: python-stdnum; German pension insurance number: § 2 VKVV; German health insurance number:
§ 290 SGB V. A British National Insurance number has no check digit (HMRC, NIM39110).
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterator

from voc.privacy.contacts import Detection, has_other_label
from voc.text.lexicon import load_patterns

_PATTERNS = load_patterns("voc.privacy", "identifiers")

_LABEL_REACH = 45
"""Code points before a number in which the word may stand that says what it is."""
_ANSWER_REACH = 90
"""The same across the end of a sentence: "Your customer number? - Again? That's …"."""
_MIN_DIGITS, _MIN_ANSWERED, _MIN_CODE, _MIN_AGAIN = 4, 6, 7, 5
"""Digits of the shortest customer number: beside its word; a sentence later; without one, as a code ("SW-2209-81733");
and where the study gave it away elsewhere. Postcodes have five, years four."""
_MAX_BIRTHS = 3
"""Dates of birth that follow each other: a wrong one, the right one, another try."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_identifiers(text: str) -> Iterator[Detection]:
    """Find numbers of social and health insurance, tax numbers, and licence plates."""
    if not _PATTERNS["maybe_number"].search(text):
        return
    yield from _find_insurance_numbers(text)
    for match in _PATTERNS["tax"].finditer(text):
        if _has_label(text, match, _PATTERNS["tax_label"]) and _is_tax_number(match.group()):
            yield _detection(match, "tax-id")
    for match in _PATTERNS["plate"].finditer(text):
        if _has_label(text, match, _PATTERNS["plate_label"]):
            yield _detection(match, "plate")


def _find_insurance_numbers(text: str) -> Iterator[Detection]:
    from stdnum.at import vnr
    from stdnum.ch import ssn as ahv
    from stdnum.us import ssn

    # German pension and Swiss numbers have a check digit and a form of their own: they need no word beside them.
    for pattern, is_valid in ((_PATTERNS["pension"], _is_pension), (_PATTERNS["ahv"], ahv.is_valid)):
        for match in pattern.finditer(text):
            if is_valid(_bare(match.group())):
                yield _detection(match, "insurance")
    for match in _PATTERNS["nino"].finditer(text):
        # In groups of two it can be nothing else; without spaces it could be an article number.
        if " " in match.group() or _has_label(text, match, _PATTERNS["insurance_label"]):
            yield _detection(match, "insurance")
    for match in _PATTERNS["ssn"].finditer(text):
        is_plain = "-" in match.group() and not has_other_label(text, match.start())
        if (_has_label(text, match, _PATTERNS["insurance_label"]) or is_plain) and ssn.is_valid(match.group()):
            yield _detection(match, "insurance")
    for pattern, is_valid in ((_PATTERNS["health"], _is_health), (_PATTERNS["austrian"], vnr.is_valid)):
        for match in pattern.finditer(text):
            if _has_label(text, match, _PATTERNS["insurance_label"]) and is_valid(_bare(match.group())):
                yield _detection(match, "insurance")


def _has_label(text: str, match: re.Match[str], label: re.Pattern[str]) -> bool:
    return label.search(text, max(0, match.start() - _LABEL_REACH), match.start()) is not None


def _detection(match: re.Match[str], kind: str) -> Detection:
    return Detection(match.start(), match.end(), kind, _bare(match.group()))


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


def _is_tax_number(written: str) -> bool:
    from stdnum.at import tin
    from stdnum.de import idnr, stnr
    from stdnum.gb import utr

    return any(office.is_valid(written) for office in (idnr, stnr, utr, tin))


def find_births(text: str) -> Iterator[Detection]:
    """Find dates of birth, the date alone.

    A date counts only where the words beside it say that somebody was born on it; a year alone stays.
    """
    for pattern in (_PATTERNS["born_before"], _PATTERNS["born_after"]):
        for match in pattern.finditer(text):
            dates = [match]
            # Whoever writes that a date of birth is wrong writes the right one too.
            while len(dates) < _MAX_BIRTHS and (again := _PATTERNS["born_again"].match(text, dates[-1].end("date"))):
                dates.append(again)
            for date in dates:
                start, written = date.start("date"), date["date"].rstrip(" ,")
                yield Detection(start, start + len(written), "birthdate", re.sub(r"\W+", " ", written).casefold())


def find_member_numbers(text: str, known: Container[str] = ()) -> Iterator[Detection]:
    """Find the numbers of customers, members, contracts and orders.

    Their word is beside them or in the question before; without one they must have the form of such a code.

    Args:
        text: any text.
        known: digits of numbers that other texts of the study gave away, which count without any of this.
    """
    for match in _PATTERNS["member_number"].finditer(text):
        written = match.group()
        digits = re.sub(r"\D", "", written)
        n_digits = len(digits)
        if n_digits < _MIN_DIGITS or _PATTERNS["date"].fullmatch(written) or _YEAR.fullmatch(written):
            continue
        if _PATTERNS["number_of_thing"].search(text, max(0, match.start() - _LABEL_REACH), match.start()):
            continue
        is_code = (
            " " not in written
            and written[0].isalpha()
            and sum(map(len, re.findall(r"\d+", _YEAR.sub("", written)))) >= _MIN_CODE
        )
        if (
            is_code
            or n_digits >= _min_digits_beside_word(text, match.start())
            or (n_digits >= _MIN_AGAIN and digits in known)
        ):
            yield Detection(match.start(), match.end(), "number", digits)


def _min_digits_beside_word(text: str, start: int) -> float:
    """How many digits a customer number at ``start`` must have; infinite where no word announces it."""
    labels = list(_PATTERNS["member_label"].finditer(text, max(0, start - 2 * _ANSWER_REACH), start))
    if not labels:
        return math.inf
    gap = text[labels[-1].end() : start]
    # Another number before it is the one that was announced.
    if re.search(r"\d", gap) or len(gap) > _ANSWER_REACH:
        return math.inf
    is_same_sentence = len(gap) <= _LABEL_REACH and not re.search(r"[.!?]\s|\n", gap.lstrip(" .:"))
    return _MIN_DIGITS if is_same_sentence else _MIN_ANSWERED
