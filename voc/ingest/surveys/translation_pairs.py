"""Two text columns of which one translates the other, whatever they are called: by the texts of their rows.

Nobody answers two questions of a questionnaire in two languages. So where nearly every row has two texts of the same
length in different languages, one is the translation of the other.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from voc.tables.table import Table
from voc.text.language import detect_any

MIN_BOTH_FILLED = 0.7
"""Share (0–1) of the rows with either of two columns that must have both. In a bilingual questionnaire, each respondent
fills the column of their own language only."""
MIN_ROWS = 3
"""Rows in which two columns hold the same answer in two languages; fewer may be chance."""
MIN_SHARE_OF_PAIRS = 0.8
"""Share (0–1) of rows that must be a text and its translation, or the same text twice."""
MAX_LENGTH_RATIO = 2.5
"""Characters of a text and of its translation differ by less."""
MIN_ROWS_OF_LANGUAGES = 8
"""Rows that, without exception, have two languages: enough evidence by themselves."""
MIN_SHARED = 0.4
"""Share (0–1) of rows with a word, name or number that both texts have."""
MIN_CORRELATION = 0.7
"""Correlation of the lengths of texts and of their translations."""
MIN_ROWS_OF_LENGTHS = 6
"""Rows whose lengths are compared; fewer correlate by chance."""
ROWS_TO_COMPARE = 60
"""Rows, evenly spaced, that are compared."""
MAX_COLUMNS = 12
"""Text columns that are compared with each other."""
MIN_SAME = 2
"""Rows with the same text in both columns, where the original is in the language of the translations."""
MIN_LETTERS_OF_SAME = 15
"""Characters of such a text; "nothing" may answer two questions."""
_ORIGINAL = re.compile(r"\b(?:original|source|verbatim|wortlaut)", re.I)
_NAMED = re.compile(
    r"\b(?:original|translat|übersetz|wortlaut|(?:auf|in|ins|to) (?:german|deutsch|english|englisch|french|französisch)"
    r"|english|englisch|german|deutsch)\w{0,10}\s*\)?$",
    re.I,
)
_LONG_WORD = re.compile(r"[^\W\d_]{5,}|\d{2,}")


@dataclass(frozen=True, slots=True)
class _TranslatedColumn:
    """Positions of a column and of its translation."""

    original: int
    translation: int


@dataclass(frozen=True, slots=True)
class _Languages:
    """The languages of texts, each detected once."""

    known: dict[str, str]

    def of(self, text: str) -> str:
        text = text[:300]
        if text not in self.known:
            self.known[text] = detect_any([text])[0]
        return self.known[text]


def find_pairs_by_content(table: Table, texts: Sequence[int]) -> dict[int, int]:
    """Text column → the column with its translation, for columns that nothing but their rows shows to be a pair."""
    texts = texts[:MAX_COLUMNS]
    step = max(1, len(table.rows) // ROWS_TO_COMPARE)
    rows = table.rows[::step][: 2 * ROWS_TO_COMPARE]
    languages = _Languages({})
    translations: dict[int, int] = {}
    for number, left in enumerate(texts):
        for right in texts[number + 1 :]:
            if not {left, right} & {*translations, *translations.values()} and (
                pair := _find_pair(table, rows, left, right, languages)
            ):
                translations[pair.original] = pair.translation
    return translations


def _find_pair(
    table: Table, rows: Sequence[Sequence[str]], left: int, right: int, languages: _Languages
) -> _TranslatedColumn | None:
    """The two columns as original and translation, None when their rows are no pairs."""
    cells = [(row[left].strip(), row[right].strip()) for row in rows]
    n_either = sum(map(any, cells))
    alone = [pair for pair in cells if any(pair) and not all(pair)]
    cells = [(first, second) for first, second in cells if first and second]
    if len(cells) < MIN_ROWS:
        return None
    if len(cells) < MIN_BOTH_FILLED * n_either and not _translates_what_needs_it(alone, cells, languages):
        return None
    of_left, of_right = ([languages.of(text) for text in side] for side in zip(*cells, strict=True))
    known = [
        (pair, first, second)
        for pair, first, second in zip(cells, of_left, of_right, strict=True)
        if (first and second) or pair[0] == pair[1]
    ]
    translated = [pair for pair, first, second in known if first != second and _are_alike(*pair)]
    n_same = sum(pair[0] == pair[1] and len(pair[0]) >= MIN_LETTERS_OF_SAME for pair, _, _ in known)
    n_pairs = len(translated) + n_same
    if len(translated) < MIN_ROWS or n_pairs < MIN_SHARE_OF_PAIRS * len(known) or len(known) < 0.5 * len(cells):
        return None
    is_named = any(_NAMED.search(table.header[position]) for position in (left, right))
    is_certain = n_same >= MIN_SAME or (len(translated) >= MIN_ROWS_OF_LANGUAGES and n_pairs == len(known))
    if not (is_named or is_certain or _say_the_same(translated)):
        return None
    # Translations are in one language, originals in many.
    n_left, n_right = (len(set(codes) - {""}) for codes in (of_left, of_right))
    is_left_translation = n_left < n_right or _is_named_original(table.header[right])
    return _TranslatedColumn(right, left) if is_left_translation else _TranslatedColumn(left, right)


def _translates_what_needs_it(
    alone: Sequence[tuple[str, str]], both: Sequence[tuple[str, str]], languages: _Languages
) -> bool:
    """Whether texts without a second one, all in one column, have the language of the second texts of the other rows.

    A column of translations is empty where the original is in its language already.
    """
    filled = {0 if first else 1 for first, _ in alone}
    if len(filled) != 1:
        return False
    (original,) = filled
    counts = Counter(code for pair in both if (code := languages.of(pair[1 - original])))
    target = counts.most_common(1)[0][0] if counts else ""

    def share(pairs: Sequence[tuple[str, str]], side: int) -> float:
        codes = [code for pair in pairs if (code := languages.of(pair[side]))]
        return sum(code == target for code in codes) / max(len(codes), 1)

    return (
        bool(target)
        and min(share(both, 1 - original), share(alone, original)) >= MIN_SHARE_OF_PAIRS
        and share(both, original) <= 1 - MIN_SHARE_OF_PAIRS
    )


def _are_alike(first: str, second: str) -> bool:
    """Whether two texts are about as long."""
    short, long = sorted((len(first), len(second)))
    return long <= MAX_LENGTH_RATIO * short + 10


def _say_the_same(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether texts in two languages say the same: longer ones beside longer ones, or words that both share.

    Answers to two questions are long and short by chance.
    """
    n_shared = sum(not _stems(first).isdisjoint(_stems(second)) for first, second in pairs)
    if n_shared >= MIN_SHARED * len(pairs):
        return True
    left, right = ([float(len(text)) for text in side] for side in zip(*pairs, strict=True))
    if len(pairs) < MIN_ROWS_OF_LENGTHS or len(set(left)) == 1 or len(set(right)) == 1:
        return False
    return statistics.correlation(left, right) >= MIN_CORRELATION


def _stems(text: str) -> set[str]:
    """Numbers of several digits, and the beginnings of words: names and related words share them ("Hotel")."""
    return {word[:5].casefold() for word in _LONG_WORD.findall(text[:2_000])}


def _is_named_original(name: str) -> bool:
    return _ORIGINAL.search(name) is not None
