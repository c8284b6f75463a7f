"""File names without the names of those who speak in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from voc.privacy.dictionary import is_unknown
from voc.privacy.people import Name, People, Place
from voc.privacy.replace import Edit, replaced
from voc.schema import Source

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_COMPOUND = 5


def protected_paths(sources: Sequence[Source], people: People, pseudonym: Callable[[str, str], str]) -> dict[str, str]:
    """Map each source's path to the path that is shown.

    A full name of any speaker goes, in one word too ("amueller"); a first name or surname alone goes only in an
    interview where its owner speaks. Paths that become equal are numbered: "talk (2).md".

    Args:
        sources: sorted by path.
        people: the study's speakers.
        pseudonym: (person, original) → "[Person 3]".
    """
    shown: dict[str, str] = {}
    taken: set[str] = set()
    for source in sources:
        path = unicodedata.normalize("NFC", source.path)
        if people.spellings:
            path = replaced(path, _edits(path, people, people.source_place(source.path), pseudonym))
        path = _numbered(path, taken)
        taken.add(path)
        shown[source.path] = path
    return shown


def _edits(path: str, people: People, place: Place, pseudonym: Callable[[str, str], str]) -> list[Edit]:
    matches = list(_WORD.finditer(path))
    words = [match.group()[:1].upper() + match.group()[1:] for match in matches]
    compounds = {
        form: person
        for person in sorted(place.home)
        for name in people.names.get(person, ())
        for form in _compounds(name)
    }
    edits: list[Edit] = []
    position = 0
    while position < len(words):
        length, person = people.find(words[position : position + 5], place)
        near = all(
            matches[at].end() + 1 == matches[at + 1].start() and path[matches[at].end()] in " _-."
            for at in range(position, position + max(length, 1) - 1)
        )
        if not (length and near and (length > 1 or person in place.home)):
            length, person = 1, compounds.get(words[position].lower(), "")
        if person:
            start, end = matches[position].start(), matches[position + length - 1].end()
            edits.append(Edit(start, end, pseudonym(person, path[start:end])))
        position += length
    return edits


def without_accounts(
    paths: Sequence[str], names: Sequence[tuple[Name, str]], pseudonym: Callable[[str, str], str]
) -> dict[str, str]:
    """Map each shown path to one without accounts ("amueller") of people whose full name stands in a text.

    Args:
        paths: as they are shown, all different.
        names: (words of a full name, person), sorted.
        pseudonym: (person, original) → "[Name 3]".
    """
    accounts = {form: person for name, person in reversed(names) for form in _compounds(name)}
    shown: dict[str, str] = {}
    taken = set(paths)
    for path in paths:
        edits = [
            Edit(match.start(), match.end(), pseudonym(accounts[match.group().lower()], match.group()))
            for match in _WORD.finditer(path)
            if match.group().lower() in accounts and is_unknown(match.group())
        ]
        if edits:
            found = _numbered(replaced(path, edits), taken)
            taken.add(found)
            shown[path] = found
    return shown


def _numbered(path: str, taken: set[str]) -> str:
    """The path, with a number where it is taken: "talk (2).md"."""
    pure, number = PurePosixPath(path), 2
    while path in taken:
        path = str(pure.with_name(f"{pure.stem} ({number}){pure.suffix}"))
        number += 1
    return path


def _compounds(name: Name) -> list[str]:
    """A name as one word, in lower case, as accounts and files have it: "amueller", "annamueller", "muellera"."""
    if len(name) < 2:
        return []
    spelt = [word.lower() for word in name]
    first, last = spelt[0], spelt[-1]
    forms = [first[0] + last, first + last, last + first, last + first[0]]
    for old, new in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        forms += [form.replace(old, new) for form in forms if old in form]
    return [form for form in forms if len(form) >= _SHORTEST_COMPOUND]
