"""Profile a column's cells by shares and means, and decide by name and profile what the column can be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from voc.ingest.respondent_attributes import attribute_of_question, canonical_attribute
from voc.tables import column_names
from voc.tables.cells import highest_rating, parse_rating
from voc.tables.dates import could_be_date, is_date
from voc.tables.missing_answers import is_no_answer
from voc.tables.rating_labels import MAX_LABEL, numbered_label, read_label

SAMPLE_ROWS = 2_000
"""Rows that are profiled; more would change the shares by less than the distance between the thresholds."""
MAX_KINDS_OF_PEOPLE = 4
"""Different values of a column like "customer" that may be kinds ("new", "regular"); with more they are people."""
MAX_MISSING = 0.5
"""Share (0–1) of cells without an answer ("k. A.") up to which the other cells alone show what a column holds."""
_WITHOUT_BLANKS = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_URL = re.compile(r"^\s*(?:https?://|www\.)\S+", re.I)
_EMAIL = re.compile(r"^\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*$")
_IP = re.compile(r"^\s*\d{1,3}(?:\.\d{1,3}){3}\s*$")
_PHONE = re.compile(r"^\s*\+?[\d\s()/-]{8,20}$")
_JSON = re.compile(r"^\s*[\[{].*[\]}]\s*$", re.S)
# "3D printer", "4th floor"; "5pt" and "4Sterne" are numbers with a unit.
_NUMBER_IN_WORD = re.compile(r"\s*\d+(?:[A-Z]|st|nd|rd|th)\b")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What the cells of a column look like.

    Attributes:
        n: filled cells in the sample.
        filled: share (0–1) of rows whose cell is filled; all other shares are of filled cells.
        distinct: different values.
        distinct_share: different values per filled cell.
        words: mean length in words, of the cells that answer.
        chars: mean length in characters, of the cells that answer.
        numbers, dates, urls, json: shares of numbers or ratings, beginnings with a date, links, and JSON.
        possible_dates: share of what is a date if the column's name says so: a month, a day number of Excel.
        personal: share of e-mail addresses, phone numbers and IP addresses.
        capitals: share of capitalised words in values of two or more words: near 1 for names and titles, near 0.1 for
            English and near 0.35 for German sentences.
        sentences: share of the different values with at least four words, one of them a function word.
        parts: different parts between commas or semicolons per part: low for options ticked in a list.
        commonest: share of the most frequent value.
        repeated: share of the cells whose value is in another row, too.
    """

    n: int
    filled: float
    distinct: int
    distinct_share: float
    words: float
    chars: float
    numbers: float
    dates: float
    possible_dates: float
    urls: float
    personal: float
    json: float
    capitals: float
    sentences: float
    parts: float
    commonest: float
    repeated: float = 0.0

    @property
    def machine_written(self) -> float:
        """The largest of the shares of numbers, dates, links and JSON, which nobody types as an answer."""
        return max(self.numbers, self.dates, self.urls, self.json)


@dataclass(frozen=True, slots=True)
class ColumnThresholds:
    """When a column is text, an attribute or neither; all bounds were set on real exports of surveys and reviews."""

    max_machine_written: float = 0.5
    """Share of numbers, dates, links or JSON from which on a column is no text."""
    min_distinct_of_marked_text: float = 0.3
    """Different values per cell of a column that its export marks as open text; an age can be typed in too."""
    min_cells_of_marked_text: int = 10
    """With fewer filled cells the export's mark counts, because the share of different values says nothing."""
    min_words_of_named_text: float = 2.5
    """Mean words of a column that is called "comment" or "review"."""
    min_chars_of_named_text: float = 8.0
    """Mean characters of such a column when its answers are shorter but mostly different ("zu teuer")."""
    min_distinct_of_named_text: float = 0.5
    """Different values per cell of such a column, of one that calls itself free text, and of the last resort."""
    min_distinct_of_text: float = 0.6
    """Different values per cell of any other text."""
    min_parts_of_text: float = 0.35
    """Different parts between commas per part; with fewer, cells are combinations of a list of options."""
    max_distinct_of_options: float = 0.9
    """Different values per cell of such combinations; nearly all cells are different only in real text."""
    max_capitals_of_text: float = 0.62
    """Share of capitalised words; with more, cells are names or titles in any language."""
    min_sentences_of_capitals: float = 0.6
    """Share of sentences that makes a column with more capitals a text after all."""
    min_words_of_facts: float = 8.0
    """Mean words when the question seems to ask for a name or link; only a misread question has such long answers."""
    min_sentences_of_facts: float = 0.6
    """Share of sentences among the answers to such a question."""
    min_words_of_answers: float = 3.0
    """Mean words when the column's name is a question."""
    min_words_of_opinions: float = 1.5
    """Mean words when the question asks for praise, complaints or wishes; "opening hours" is an answer there."""
    min_sentences_of_answers: float = 0.12
    """Share of sentences among the answers to a question."""
    min_distinct_of_answers: float = 0.8
    """Different values per cell that make up for too few sentences among such answers."""
    min_words_of_unnamed_text: float = 5.0
    """Mean words when the name says nothing about the content."""
    min_sentences_of_unnamed_text: float = 0.5
    """Share of sentences in such a column."""
    max_values_of_attribute: int = 30
    """Different values of an attribute whose name is not a usual one (country, age)."""
    max_distinct_of_attribute: float = 0.5
    """Different values per cell of an attribute: values that do not repeat cannot group people."""
    min_repeated_of_wordings: float = 0.7
    """Share of cells with a wording that another cell has too, which makes several words an option of a list."""
    max_words_of_attribute: float = 12.0
    """Mean words of a closed question's answers."""
    max_words_of_known_attribute: float = 8.0
    """Mean words of a column that asks for age, country and the like."""
    min_filled_of_attribute: float = 0.2
    """Share of rows with an answer."""
    max_numbers_of_attribute: float = 0.9
    """Share of numbers from which on a column with many different numbers is a measurement and forms no groups."""
    max_numeric_values_of_attribute: int = 12
    """Different numbers that still form groups; a scale of 0 to 10 has eleven."""
    max_urls_of_attribute: float = 0.3
    """Share of links in an attribute."""
    max_json_of_attribute: float = 0.1
    """Share of JSON in an attribute."""


THRESHOLDS = ColumnThresholds()


def sample_rows(rows: Sequence[list[str]]) -> Sequence[list[str]]:
    """At most `SAMPLE_ROWS` rows, evenly spaced."""
    if len(rows) <= SAMPLE_ROWS:
        return rows
    step = len(rows) / SAMPLE_ROWS
    return [rows[int(position * step)] for position in range(SAMPLE_ROWS)]


def profile_column(rows: Sequence[list[str]], column: int) -> ColumnProfile:
    """The profile of one column over ``rows``, usually of `sample_rows`."""
    counts = Counter(cell for row in rows if (cell := row[column].strip()))
    n = counts.total()
    answers = _answers(counts)
    # Long texts are cut: a regular expression over megabytes of text in one cell would take minutes.
    words = [_WORD.findall(value[:2_000]) for value in counts]
    several_words = [words_of_value for words_of_value in words if len(words_of_value) >= 2]
    parts = [part.strip().casefold() for value in counts for part in re.split(r"[,;|]\s*", value[:500])]
    n_sentences = sum(map(_is_sentence, words))
    n_capitals = sum(word[0].isupper() for words_of_value in several_words for word in words_of_value)
    # No link is shorter than twelve characters, which spares most columns of numbers and choices the test.
    has_room_for_urls = any(len(value) >= 12 for value in counts)
    return ColumnProfile(
        n=n,
        filled=n / max(len(rows), 1),
        distinct=len(counts),
        distinct_share=len(counts) / max(n, 1),
        words=_mean(answers, _count_words),
        chars=_mean(answers, len),
        numbers=_share(answers, answers.total(), _is_number),
        dates=_share(counts, n, lambda value: len(value) < 40 and is_date(value)),
        possible_dates=_share(counts, n, lambda value: len(value) < 40 and could_be_date(value)),
        urls=_share(counts, n, lambda value: _URL.match(value) is not None) if has_room_for_urls else 0.0,
        personal=_share(counts, n, _is_personal),
        json=_share(counts, n, lambda value: _JSON.match(value[:5_000]) is not None),
        capitals=n_capitals / max(sum(map(len, several_words)), 1),
        sentences=n_sentences / max(len(counts), 1),
        parts=len(set(parts)) / max(sum(count * _count_parts(value) for value, count in counts.items()), 1),
        commonest=max(counts.values(), default=0) / max(n, 1),
        repeated=sum(count for count in counts.values() if count > 1) / max(n, 1),
    )


def _answers(counts: Counter[str]) -> Counter[str]:
    """The cells that show what a column holds: "not answered" beside them does not, unless it is usual."""
    answers = Counter({value: count for value, count in counts.items() if not is_no_answer(value)})
    return answers if answers.total() >= (1 - MAX_MISSING) * counts.total() else counts


def _mean(counts: Counter[str], measure: Callable[[str], int]) -> float:
    return sum(measure(value) * count for value, count in counts.items()) / max(counts.total(), 1)


def _is_number(value: str) -> bool:
    """Whether a cell is a number or a rating, and no words that begin with a number ("3D printer")."""
    if len(value) > MAX_LABEL or parse_rating(value) is None or _NUMBER_IN_WORD.match(value):
        return False
    # "10 - völlig zufrieden" and "Rated 4 out of 5 stars" are longer than other ratings.
    labelled = numbered_label(value)
    return len(value) < 20 or highest_rating(value) is not None or bool(labelled and read_label(labelled[1]))


def _count_words(value: str) -> int:
    """Words between blanks; Japanese and Chinese have none, and about two characters a word."""
    return len(value.split()) + (0 if value.isascii() else len(_WITHOUT_BLANKS.findall(value[:2_000])) // 2)


def _is_sentence(words: Sequence[str]) -> bool:
    return len(words) >= 4 and not column_names.FUNCTION_WORDS.isdisjoint(map(str.casefold, words))


def _count_parts(value: str) -> int:
    return sum(value[:500].count(separator) for separator in ",;|") + 1


def _is_personal(value: str) -> bool:
    """Whether a cell is an e-mail address, an IP address or a phone number."""
    if len(value) > 80 or not ("@" in value or value[-1].isdigit()):
        return False
    if _EMAIL.match(value) or _IP.match(value):
        return True
    return value[0] in "+0" and _PHONE.match(value) is not None and not is_date(value)


def _share(counts: Mapping[str, int], n: int, test: Callable[[str], bool]) -> float:
    return sum(count for value, count in counts.items() if test(value)) / max(n, 1)


def could_be_text(profile: ColumnProfile, thresholds: ColumnThresholds = THRESHOLDS) -> bool:
    """Whether a column may be text: not mostly numbers, dates, links, JSON or repeated values."""
    return (
        profile.machine_written < thresholds.max_machine_written
        and profile.distinct_share >= thresholds.min_distinct_of_named_text
    )


def has_words(profile: ColumnProfile, names: Collection[str] = (), thresholds: ColumnThresholds = THRESHOLDS) -> bool:
    """Whether cells hold words that somebody may have written: sentences, a few answers of several words, or different
    words below a question. Options ticked in a list are none."""
    if profile.machine_written >= 0.5 or profile.personal >= 0.5 or profile.parts < thresholds.min_parts_of_text:
        return False
    if any(map(column_names.is_question, names)) and profile.words >= 2:
        return profile.distinct_share >= thresholds.min_distinct_of_text
    return profile.sentences >= 0.25 or (profile.n < 10 and profile.words >= 2.5 and profile.distinct_share > 0.5)


def is_marked_text(name: str, question: str, profile: ColumnProfile, thresholds: ColumnThresholds = THRESHOLDS) -> bool:
    """Whether a column that its export marks as open holds text; an age or a choice can be typed in too."""
    if profile.machine_written >= thresholds.max_machine_written or is_known_attribute(name, question):
        return False
    if profile.n < thresholds.min_cells_of_marked_text:
        return True
    return profile.distinct_share >= thresholds.min_distinct_of_marked_text


def is_text(name: str, question: str, profile: ColumnProfile, thresholds: ColumnThresholds = THRESHOLDS) -> bool:
    """Whether a column holds people's own words.

    A column named "comment", or one that calls itself free text, needs only a few words in it.
    """
    if profile.machine_written >= thresholds.max_machine_written:
        return False
    key = column_names.name_key(name)
    if key in column_names.TEXT:
        return profile.words >= thresholds.min_words_of_named_text or (
            profile.distinct_share >= thresholds.min_distinct_of_named_text
            and profile.chars >= thresholds.min_chars_of_named_text
        )
    if column_names.is_called_open(question):
        return profile.distinct_share >= thresholds.min_distinct_of_named_text
    if key in column_names.IGNORED | column_names.TITLE or canonical_attribute(name) or profile.n < 2:
        return False
    return _has_sentences(question, profile, thresholds)


def _has_sentences(question: str, profile: ColumnProfile, thresholds: ColumnThresholds) -> bool:
    """Whether cells are different, of several words, and not titles, names, options or mere facts."""
    are_options = (
        profile.parts < thresholds.min_parts_of_text and profile.distinct_share < thresholds.max_distinct_of_options
    )
    asks_for_opinion = column_names.asks_for_opinion(question)
    are_titles = not asks_for_opinion and (
        profile.capitals > thresholds.max_capitals_of_text and profile.sentences < thresholds.min_sentences_of_capitals
    )
    if profile.distinct_share < thresholds.min_distinct_of_text or are_options or are_titles:
        return False
    if column_names.asks_for_fact(question):
        return profile.sentences >= thresholds.min_sentences_of_facts and profile.words >= thresholds.min_words_of_facts
    if column_names.is_question(question):
        least = thresholds.min_words_of_opinions if asks_for_opinion else thresholds.min_words_of_answers
        return profile.words >= least and (
            profile.sentences >= thresholds.min_sentences_of_answers
            or profile.distinct_share >= thresholds.min_distinct_of_answers
        )
    return (
        profile.words >= thresholds.min_words_of_unnamed_text
        and profile.sentences >= thresholds.min_sentences_of_unnamed_text
    )


def is_attribute(name: str, question: str, profile: ColumnProfile, thresholds: ColumnThresholds = THRESHOLDS) -> bool:
    """Whether a column can group respondents: a demographic or a closed question."""
    if is_known_attribute(name, question):
        return profile.words <= thresholds.max_words_of_known_attribute and profile.distinct >= 2
    if (
        column_names.name_key(name) in column_names.IGNORED
        or column_names.asks_for_fact(question)
        or column_names.names_id(name)
        or column_names.names_count(name)
        or column_names.names_staff(name)
        or (column_names.names_person(name) and profile.distinct > MAX_KINDS_OF_PEOPLE)
        or profile.dates >= thresholds.max_machine_written
        or profile.urls >= thresholds.max_urls_of_attribute
        or profile.json >= thresholds.max_json_of_attribute
    ):
        return False
    if (
        profile.numbers >= thresholds.max_numbers_of_attribute
        and profile.distinct > thresholds.max_numeric_values_of_attribute
    ):
        return False
    # An option of a multiple choice ("Which devices? [Tablet]") is a column of yes and no, which says little.
    is_option = name.rstrip().endswith("]") and profile.distinct <= 2
    # Two people do not write the same sentence: even in a few cells, those of a list are repeated.
    are_wordings = profile.words >= 2 and profile.repeated >= thresholds.min_repeated_of_wordings
    # The options ticked in a list are joined in a cell: their combinations may all be different, the options not.
    are_wordings |= profile.parts < thresholds.min_parts_of_text
    return (
        not is_option
        and 2 <= profile.distinct <= thresholds.max_values_of_attribute
        and (profile.distinct_share <= thresholds.max_distinct_of_attribute or are_wordings)
        and profile.words <= thresholds.max_words_of_attribute
        and profile.filled >= thresholds.min_filled_of_attribute
    )


def is_choice(profile: ColumnProfile, thresholds: ColumnThresholds = THRESHOLDS) -> bool:
    """Whether a column holds options of a multiple choice: their combinations may all be different, the options not."""
    return (
        profile.distinct >= 2
        and profile.machine_written < thresholds.max_machine_written
        and profile.parts <= thresholds.max_distinct_of_attribute
        and profile.filled >= thresholds.min_filled_of_attribute
    )


def is_known_attribute(name: str, question: str) -> bool:
    """Whether a column asks for one of the usual attributes (age, country)."""
    return bool(_known_attribute(name) or _known_attribute(question))


def attribute_name(name: str, question: str = "") -> str:
    """The name of a column's attribute: that of a usual one ("Wie alt sind Sie?" is "age"), else the column's own.

    ``question`` replaces a name that is only a code.
    """
    return _known_attribute(name) or _known_attribute(question) or question or name


def _known_attribute(text: str) -> str:
    """The usual attribute that a name or question asks for, also in "Guest – Country" and "Alter: Ich bin … Jahre"."""
    parts = dict.fromkeys((text, column_names.last_part(text), text.partition(": ")[0]))
    names = (canonical_attribute(part.rstrip(" ?:*")) for part in parts)
    return next(filter(None, names), "") or attribute_of_question(text)
