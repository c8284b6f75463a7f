"""The names of files as they are shown: without any part of a name that the study knows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from voc.privacy.contacts import Detection
from voc.privacy.known_names import Spellings, account_forms, fold, whole_names
from voc.privacy.names import first_names, is_unknown, name_list
from voc.privacy.path_names import PathName
from voc.privacy.people import NameMatch, TextContext, name_key
from voc.privacy.pseudonyms import Edit, PseudonymBook, apply_edits
from voc.privacy.scan import ScanRules
from voc.privacy.settle import Settlement
from voc.schema import Corpus

_MAX_NAME_WORDS = 5
"""Words of a path that are compared with a name at once; labels have at most as many."""
_MIN_SIBLINGS = 2
"""Files that have a person's name in the same place, if a word there in another file's name is one as well."""
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = " _-."
"""Signs between the words of a name in a path."""
_NO_SPELLINGS = Spellings({})


def shown_paths(
    corpus: Corpus,
    rules: ScanRules,
    book: PseudonymBook,
    in_paths: Mapping[str, Sequence[PathName]],
    settlement: Settlement,
) -> dict[str, str]:
    """Map each source's path to the path that is shown, in the order of the sources.

    Full names are replaced, in one word too ("amueller"), and words that can be nothing but a name of the study;
    others ("Koch") only in an interview where their owner speaks, and where the path itself gives them away
    (``in_paths``, by source). Paths that become equal are numbered: "talk (2).md".
    """
    paths = {source.path: unicodedata.normalize("NFC", source.path) for source in corpus.sources}
    names_by_path: dict[str, list[Detection]] = {}
    contexts = _contexts_of_single_people(corpus, rules)
    for original, path in paths.items():
        context = contexts.get(original) or rules.speakers.source_context(original)
        known = list(_find_names(path, rules, context, rules.in_interviews.get(original, _NO_SPELLINGS)))
        own = (Detection(name.start, name.end, "name", name_key(name.words)) for name in in_paths.get(original, ()))
        names = [*known, *(name for name in own if not _is_taken(path, name, known, rules))]
        names_by_path[original] = _merged(
            path, whole_names(path, sorted(names, key=lambda name: name.start), rules.accounts)
        )
    places = Counter(_place(paths[at], name.start, name.end) for at, names in names_by_path.items() for name in names)
    nameless = [original for original, names in names_by_path.items() if not names]
    for original in nameless:
        by_place = _names_by_place(paths[original], places, rules.in_interviews.get(original, _NO_SPELLINGS))
        names_by_path[original] = [name for name in by_place if not _is_taken(paths[original], name, (), rules)]
    # "Klein-en.md" among files of people makes "Klein-de.md" one as well, which has no siblings of its own.
    persons = {paths[at][name.start : name.end]: name.key for at in nameless for name in names_by_path[at]}
    shown: dict[str, str] = {}
    taken: set[str] = set()
    for original, names in names_by_path.items():
        path = paths[original]
        shown_names = names or [
            Detection(match.start(), match.end(), "name", persons[match.group()])
            for match in _WORD.finditer(path)
            if match.group() in persons
        ]
        edits = [
            Edit(name.start, name.end, book.name(name.key, path[name.start : name.end]))
            for name in settlement.apply(path, shown_names, book.same)
        ]
        path = _numbered(apply_edits(path, edits), taken)
        taken.add(path)
        shown[original] = path
    return shown


def _place(path: str, start: int, end: int) -> tuple[str, str]:
    """What is around a name in a file's name, without its suffix and whatever its numbers."""
    before, behind = path[:start].rpartition("/")[2], path[end : len(path) - len(PurePosixPath(path).suffix)]
    return re.sub(r"\d", "0", before), re.sub(r"\d", "0", behind)


def _names_by_place(path: str, places: Mapping[tuple[str, str], int], own: Spellings) -> Iterator[Detection]:
    """A word where files with names like this one have a person's: nobody speaks in a file that is not read. Where the
    file's own text calls somebody so (``own``: "Herr Wachtel"), one such file is enough, or a name without other words.
    """
    for match in _WORD.finditer(path):
        word = match.group()
        place = _place(path, *match.span())
        n_siblings, person = places.get(place, 0), own.in_any_case(word)
        may_be_name = word[0].isupper() and (is_unknown(word) or word in first_names() or word in name_list("surnames"))
        is_by_place = any(place) and n_siblings >= _MIN_SIBLINGS and may_be_name
        if is_by_place or (person and (n_siblings or not _WORD.search("".join(place)))):
            yield Detection(match.start(), match.end(), "name", person or name_key((word,)))


def _contexts_of_single_people(corpus: Corpus, rules: ScanRules) -> dict[str, TextContext]:
    """Files of a single person that are no interviews, such as mails: the person's name there means nobody else."""
    people: dict[str, set[str]] = {}
    for respondent in corpus.respondents:
        for path in respondent.sources:
            people.setdefault(path, set()).add(rules.speakers.person_of[respondent.respondent_id])
    return {
        path: TextContext(frozenset(persons))
        for path, persons in people.items()
        if len(persons) == 1 and path not in rules.speakers.interviews
    }


def _find_names(path: str, rules: ScanRules, context: TextContext, own: Spellings) -> Iterator[Detection]:
    matches = list(_WORD.finditer(path))
    # File names are often in lower case, and names are known with a capital.
    words = [match.group()[:1].upper() + match.group()[1:] for match in matches]
    accounts = {
        account: person
        for person in sorted(context.speakers)
        for name in rules.speakers.names.get(person, ())
        for account in account_forms(name)
    }
    position = 0
    while position < len(words):
        name = _match(words[position : position + _MAX_NAME_WORDS], rules, context)
        if not (name.n_words and _are_adjacent(path, matches[position : position + name.n_words])):
            word = words[position].lower()
            person = accounts.get(word) or rules.accounts.get(fold(word), "") or rules.spellings.find(words[position])
            name = NameMatch(1, person or own.in_path(word) or own.find(words[position]))
        if name.person and not _is_kept(words[position : position + name.n_words], rules):
            yield Detection(matches[position].start(), matches[position + name.n_words - 1].end(), "name", name.person)
        position += name.n_words


def _is_taken(path: str, name: Detection, known: Sequence[Detection], rules: ScanRules) -> bool:
    """Whether a name in a path is kept, or a part of one that the study knows."""
    overlaps = any(name.start < other.end and other.start < name.end for other in known)
    return overlaps or _is_kept(path[name.start : name.end].split(), rules)


def _match(words: Sequence[str], rules: ScanRules, context: TextContext) -> NameMatch:
    """The name that words begin with: of a speaker, or a full name that some text has."""
    match = rules.speakers.match(words, context) if rules.speakers.spellings else NameMatch()
    if match.n_words > 1:
        return match
    for name in rules.names.get(words[0], ()):
        if len(name) > 1 and tuple(words[: len(name)]) == name:
            return NameMatch(len(name), name_key(name))
    return match if match.person in context.speakers else NameMatch()


def _is_kept(words: Sequence[str], rules: ScanRules) -> bool:
    return any(word.casefold() in rules.keep for word in (*words, " ".join(words)))


def _are_adjacent(path: str, matches: Sequence[re.Match[str]]) -> bool:
    """Whether only one space, "_", "-" or "." is between each word and the next."""
    return all(
        first.end() + 1 == second.start() and path[first.end()] in _BETWEEN for first, second in pairwise(matches)
    )


def _merged(path: str, names: Sequence[Detection]) -> list[Detection]:
    """The names, with parts of one person's name that follow each other as one."""
    merged: list[Detection] = []
    for name in names:
        last = merged[-1] if merged else None
        if last and last.key == name.key and path[last.end : name.start] in (*_BETWEEN, ", "):
            merged[-1] = Detection(last.start, name.end, "name", name.key)
        else:
            merged.append(name)
    return merged


def _numbered(path: str, taken: set[str]) -> str:
    """The path, with a number where it is taken: "talk (2).md"."""
    pure, number = PurePosixPath(path), 2
    while path in taken:
        path = str(pure.with_name(f"{pure.stem} ({number}){pure.suffix}"))
        number += 1
    return path


def replace_paths(text: str, paths: Mapping[str, str]) -> str:
    """Replace original paths and file names in a text by those that are shown."""
    # Longer paths first: "talks/a.md" contains "a.md".
    for old in sorted((path for path in paths if path != paths[path]), key=lambda path: (-len(path), path)):
        text = text.replace(old, paths[old])
        text = text.replace(old.rsplit("/", 1)[-1], paths[old].rsplit("/", 1)[-1])
    return text
