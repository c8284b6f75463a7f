"""The records of a REFI-QDA project. Names follow its schema (Project.xsd of REFI-QDA 1.5)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

PROJECT_NAMESPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
VariableType = Literal["Text", "Boolean", "Integer", "Float", "Date", "DateTime"]
_GUID_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:voc:refi")


def guid_of(*parts: str) -> str:
    """The GUID of an object by its kind and id: version 5 of RFC 9562, the same in every export.

    >>> guid_of("code", "t-1") == guid_of("code", "t-1") != guid_of("code", "t-2")
    True
    """
    return str(uuid.uuid5(_GUID_NAMESPACE, "\x1f".join(parts)))


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who coded."""

    guid: str
    name: str


@dataclass(frozen=True, slots=True)
class RefiCode:
    """A code and its subcodes. ``color`` is "" or "#rrggbb"; a code that is not ``codable`` only groups others."""

    guid: str
    name: str
    description: str = ""
    color: str = ""
    codable: bool = True
    codes: tuple[RefiCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """An attribute of cases or sources."""

    guid: str
    name: str
    kind: VariableType = "Text"


@dataclass(frozen=True, slots=True)
class VariableValue:
    """The value of a variable (a GUID) as the schema writes it ("true", "3", "0.25", "2026-03-01")."""

    variable: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A person. ``sources`` and ``selections`` are the GUIDs of their words."""

    guid: str
    name: str
    values: tuple[VariableValue, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """A code on a selection or a whole source. ``code`` and ``user`` are GUIDs; ``user`` is "" when unknown."""

    guid: str
    code: str
    user: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """``text[start:end]`` of a source, in code points. ``name`` is often the beginning of the words."""

    guid: str
    start: int
    end: int
    codings: tuple[Coding, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text with its selections. ``codings`` are those of the whole text; ``notes`` are GUIDs."""

    guid: str
    name: str
    text: str
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[VariableValue, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class RefiNote:
    """A memo."""

    guid: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class RefiSet:
    """A group of codes or sources, by their GUIDs."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A whole project. ``origin`` is the program that wrote it; ``unread`` lists sources that could not be read."""

    name: str
    origin: str
    users: tuple[User, ...] = ()
    codes: tuple[RefiCode, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[TextSource, ...] = ()
    notes: tuple[RefiNote, ...] = ()
    sets: tuple[RefiSet, ...] = ()
    description: str = ""
    unread: tuple[str, ...] = ()


def walk_codes(
    codes: Sequence[RefiCode], above: tuple[RefiCode, ...] = ()
) -> Iterator[tuple[RefiCode, tuple[RefiCode, ...]]]:
    """Every code with the codes above it, outermost first, in the order of the codebook."""
    for code in codes:
        yield code, above
        yield from walk_codes(code.codes, (*above, code))
