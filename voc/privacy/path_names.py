"""Names of people that nothing but the name of a file gives away: "Einwilligung_Tadić.pdf", "Interview 2 Ada Berg.m4a".

Recordings, consent forms and pictures are not read, and a transcript has labels such as "B", so that no text of the
study may hold the name of whom it is about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from voc.privacy.names import first_names, is_full_name, is_unknown, name_list
from voc.privacy.people import Name
from voc.privacy.recogniser import can_spread
from voc.text.lexicon import load_patterns

MAX_FILES_OF_A_PERSON = 3
"""Files that are called by the same word; what names more of them is the project."""
MIN_LETTERS = 3
"""Letters of the shortest word that is looked at; shorter ones are versions and initials."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_YEAR = re.compile(r"[\W_]*(?:19|20)\d{2}(?!\d)")
_PATTERNS = load_patterns("voc.privacy", "paths")


@dataclass(frozen=True, slots=True)
class PathName:
    """A name in a path: ``path[start:end]``. ``is_certain`` when it can be nothing else, wherever it is."""

    start: int
    end: int
    words: Name
    is_certain: bool


def names_in_paths(paths: Iterable[str], is_in_texts: Callable[[str], bool]) -> dict[str, list[PathName]]:
    """The names in each path, ascending, without overlaps.

    A first name with a surname, a word behind a title, and a word that can only be a name are names everywhere. A word
    that is in no dictionary, or a surname that is an ordinary word as well, needs a place where people are named:
    beside the word for a talk or for its consent form. What many files are called by is the project; so is a word of
    which the texts speak without giving it away as a name.

    Args:
        paths: the paths of all files.
        is_in_texts: whether a text of the study has a word.
    """
    by_path = {path: list(_names_in(path)) for path in paths}
    counts: Counter[Name] = Counter()
    for names in by_path.values():
        counts.update({name.words for name in names})

    def is_person(name: PathName) -> bool:
        if name.is_certain:
            return True
        return counts[name.words] <= MAX_FILES_OF_A_PERSON and not is_in_texts(name.words[0])

    return {path: [name for name in names if is_person(name)] for path, names in by_path.items()}


def _names_in(path: str) -> Iterator[PathName]:
    at = 0
    stem_end = len(path) - len(PurePosixPath(path).suffix)
    for part in path[:stem_end].split("/"):
        yield from _names_in_part(path, at, at + len(part))
        at += len(part) + 1


def _names_in_part(path: str, start: int, end: int) -> Iterator[PathName]:
    """The names in a folder's or a file's name, without its suffix."""
    matches = list(_WORD.finditer(path, start, end))
    in_capitals = path[start:end].isupper()
    words = [_capitalised(match.group(), in_capitals=in_capitals) for match in matches]
    position = 0
    while position < len(words):
        n_words, is_certain = _name_at(path, matches, words, position)
        if n_words:
            last = position + n_words
            name = tuple(words[position:last])
            yield PathName(matches[position].start(), matches[last - 1].end(), name, is_certain)
        position += max(n_words, 1)


def _capitalised(word: str, *, in_capitals: bool) -> str:
    """A word as a name is written: "tadić" is Tadić; "McRae" stays, and "CEST" unless everything is in capitals."""
    return word.title() if word.islower() or in_capitals else word


def _name_at(path: str, matches: Sequence[re.Match[str]], words: Sequence[str], at: int) -> tuple[int, bool]:
    """How many words from a position on are a name, and whether they can be nothing else; 0 for none."""
    word = words[at]
    if len(word) < MIN_LETTERS or not word[0].isupper() or _PATTERNS["paper"].fullmatch(word):
        return 0, False
    following = words[at + 1] if at + 1 < len(words) and _is_beside(path, matches[at], matches[at + 1]) else ""
    if word in first_names() and _may_be_surname(following):
        # "Interview Ulrike Zipfel" shows a surname that is an ordinary word.
        is_shown = path[matches[at + 1].start()].isupper() and _is_in_place(words, at)
        if is_shown or is_full_name(word, following):
            return 2, True
    if word in name_list("not_names"):
        return 0, False
    if at and _PATTERNS["title"].fullmatch(words[at - 1]) and _is_beside(path, matches[at - 1], matches[at]):
        return 1, True
    is_surname = word in name_list("surnames")
    is_listed = (is_surname or word in first_names()) and can_spread(word)
    if is_listed and (path[matches[at].start()].isupper() or _is_in_place(words, at)):
        return 1, True
    # "Interviews Sommer 2026" were made in summer.
    # "GMT" and "CEST" are made by machines.
    is_word = len(word) > MIN_LETTERS and not word.isupper()
    may_be_name = (is_word and is_unknown(word)) or (is_surname and not _YEAR.match(path, matches[at].end()))
    return int(may_be_name and _is_in_place(words, at)), False


def _may_be_surname(word: str) -> bool:
    return len(word) >= MIN_LETTERS and not _PATTERNS["paper"].fullmatch(word) and word not in name_list("not_names")


def _is_beside(path: str, left: re.Match[str], right: re.Match[str]) -> bool:
    return right.start() - left.end() <= 2 and not any(map(str.isdigit, path[left.end() : right.start()]))


def _is_in_place(words: Sequence[str], at: int) -> bool:
    """Whether a word is beside the word for a talk or its consent form; numbers and "mit" may be between."""
    before = [word for word in words[:at] if not _PATTERNS["between"].fullmatch(word)]
    neighbours = (*before[-1:], *words[at + 1 : at + 2])
    return any(_PATTERNS["paper"].fullmatch(word) for word in neighbours)


def certain_names(names: Mapping[str, Sequence[PathName]]) -> list[Name]:
    """Those of the names that texts of the study are searched for as well, sorted."""
    return sorted({name.words for own in names.values() for name in own if name.is_certain})
