"""File names without the names of those who speak in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from voc.privacy.people import People
from voc.privacy.replace import Edit, replaced
from voc.schema import Source

_WORD = re.compile(r"[^\W\d_]+")


def protected_paths(sources: Sequence[Source], people: People, pseudonym: Callable[[str, str], str]) -> dict[str, str]:
    """Map each source's path to the path that is shown.

    A full name of any speaker goes; a first name or surname alone goes only in an interview where its owner speaks.
    Paths that become equal are numbered: "talk (2).md".

    Args:
        sources: sorted by path.
        people: the study's speakers.
        pseudonym: (person, original) → "[Person 3]".
    """
    shown: dict[str, str] = {}
    taken: set[str] = set()
    for source in sources:
        path = unicodedata.normalize("NFC", source.path)
        path = replaced(path, _edits(path, source, people, pseudonym)) if people.spellings else path
        pure, number = PurePosixPath(path), 2
        while path in taken:
            path = str(pure.with_name(f"{pure.stem} ({number}){pure.suffix}"))
            number += 1
        taken.add(path)
        shown[source.path] = path
    return shown


def _edits(path: str, source: Source, people: People, pseudonym: Callable[[str, str], str]) -> list[Edit]:
    matches = list(_WORD.finditer(path))
    words = [match.group()[:1].upper() + match.group()[1:] for match in matches]
    home = people.at_home.get(source.path, set())
    edits: list[Edit] = []
    position = 0
    while position < len(words):
        length, person = people.find(words[position : position + 5], source.path)
        near = all(
            matches[at].end() + 1 == matches[at + 1].start() and path[matches[at].end()] in " _-."
            for at in range(position, position + max(length, 1) - 1)
        )
        if length and near and (length > 1 or (source.kind == "interview" and person in home)):
            start, end = matches[position].start(), matches[position + length - 1].end()
            edits.append(Edit(start, end, pseudonym(person, path[start:end])))
            position += length
        else:
            position += 1
    return edits
