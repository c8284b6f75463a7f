"""Decisions about personas: who belongs together, what a persona is called, and which of its lines stay."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.decisions.codebook import MAX_PARTS, NOBODY, Codebook, load_codebook
from voc.decisions.edit import Entry, edit_codebook, entry, structure, update, waiting
from voc.errors import UsageError
from voc.schema import stable_id
from voc.study import require_study
from voc.study.folder import CODEBOOK, PERSONAS
from voc.study.quotes import read_table
from voc.study.store import read_json

_ANCHORS = 40
"""How many members are written down to find a persona again; ids are hashes, so the first ones are a fair sample."""
_OURS = ("[personas.", "[respondents.")


@dataclass(frozen=True, slots=True)
class PersonaRow:
    """A persona of a written study, and what was decided about it in plain English ("" for nothing)."""

    persona_id: str
    title: str
    n: int
    n_of: int
    decision: str


def list_personas(study: Path) -> tuple[list[PersonaRow], list[str], str]:
    """The personas of a study, the decisions that found nothing in the last run, and why there are none ("" if any).

    Raises:
        OutputError: the folder is no study.
        ConfigError: its codebook is not valid.
    """
    document, codebook = _document(study), load_codebook(study / CODEBOOK)
    rows = [
        PersonaRow(
            str(one["persona_id"]),
            str(one["title"]),
            int(one["n"]),
            int(one["n_of"]),
            _said(codebook, one["persona_id"]),
        )
        for one in document["personas"]
    ]
    return rows, [one for one in waiting(study) if one.startswith(_OURS)], str(document.get("refusal", ""))


def _said(codebook: Codebook, persona_id: str) -> str:
    decision = codebook.personas.get(persona_id)
    moved = sum(one.persona == persona_id for one in codebook.respondents.values())
    parts = [f"{moved} moved here"] if moved else []
    if decision is not None:
        parts += ["by hand"] if decision.respondents else []
        parts += ["named"] if decision.title else []
        parts += structure(decision)
        parts += [f"{len(decision.pin)} pinned"] if decision.pin else []
        parts += [f"{len(decision.reject)} rejected"] if decision.reject else []
    return ", ".join(parts)


def find_persona(study: Path, persona: str) -> Mapping[str, Any]:
    """A persona of data/personas.json by its id or exact title.

    Raises:
        UsageError: there is no such persona.
        OutputError: the folder is no study.
    """
    rows = _document(study)["personas"]
    wanted = persona.strip().lower()
    for one in rows:
        if wanted in (str(one["persona_id"]).lower(), str(one["title"]).lower()):
            return dict(one)
    near = difflib.get_close_matches(wanted, [str(one["title"]).lower() for one in rows], n=1)
    hint = next((f" Did you mean '{one['title']}'?" for one in rows if str(one["title"]).lower() in near), "")
    raise UsageError(
        f"There must be a persona with this id or title in {study}, found none: {persona}.{hint} "
        f"See `voc persona list {study}`."
    )


def rename_persona(study: Path, persona: str, title: str) -> str:
    """Give a persona a title; returns its id. Personas are told by id or exact title, here and below.

    Raises:
        UsageError: there is no such persona, or the title is empty or too long.
        OutputError: the folder is no study, or its codebook cannot be written.
        ConfigError: the codebook is not valid, or would not be.
    """
    if not title.strip():
        raise UsageError("A persona's title must not be empty. Leave its title to voc by removing the line by hand.")
    return _set(study, persona, title=title.strip())


def merge_personas(study: Path, persona: str, into: str) -> str:
    """Let a persona's people count to another one; returns the other's id. Raises as `rename_persona`."""
    one, other = find_persona(study, persona), find_persona(study, into)
    if one["persona_id"] == other["persona_id"]:
        raise UsageError(f"A persona cannot be merged into itself, found {one['persona_id']} twice. Name two personas.")

    def change(document: Entry) -> None:
        _update(document, one, merge_into=other["persona_id"])
        _update(document, other)

    edit_codebook(study, change)
    return str(other["persona_id"])


def split_persona(study: Path, persona: str, parts: int = 2) -> str:
    """Cut a persona into parts by what its people say; returns its id. Raises as `rename_persona`."""
    if not 2 <= parts <= MAX_PARTS:
        raise UsageError(f"A persona can be split into 2 to {MAX_PARTS} parts, found {parts}.")
    n = int(find_persona(study, persona)["n"])
    if n < 2 * parts:
        raise UsageError(f"A persona to be split into {parts} must have at least {2 * parts} people, found {n}.")
    return _set(study, persona, split=parts)


def drop_persona(study: Path, persona: str) -> str:
    """Leave a persona's people in no persona; returns its id. Raises as `rename_persona`."""
    return _set(study, persona, drop=True)


def new_persona(study: Path, title: str, respondents: Sequence[str]) -> str:
    """Make a persona by hand from these people; returns its id. They leave the personas that they are in.

    Raises as `rename_persona`; UsageError too when somebody is not in the study.
    """
    if not title.strip():
        raise UsageError("A persona's title must not be empty. Say in a few words who these people are.")
    people = sorted({find_respondent(study, one) for one in respondents})
    if not people:
        raise UsageError("A persona must have at least one respondent, found none.")
    key = stable_id("p", "by hand", title.strip())

    def change(document: Entry) -> None:
        entry(document, "personas", key).update({"title": title.strip(), "respondents": people})
        for who in people:
            document.get("respondents", {}).pop(who, None)

    edit_codebook(study, change)
    return key


def move_respondent(study: Path, respondent: str, persona: str) -> str:
    """Put one person into a persona, or out of every persona with "none"; returns the persona's id.

    Raises as `rename_persona`; UsageError too when there is no such respondent.
    """
    who = find_respondent(study, respondent)
    if persona.strip().lower() == NOBODY:
        edit_codebook(study, lambda document: entry(document, "respondents", who).update({"persona": NOBODY}))
        return NOBODY
    found = find_persona(study, persona)

    def change(document: Entry) -> None:
        entry(document, "respondents", who).update({"persona": found["persona_id"]})
        _update(document, found)

    edit_codebook(study, change)
    return str(found["persona_id"])


def pin_line(study: Path, persona: str, line: str) -> str:
    """Always list a line of a persona; returns "KIND:SUBJECT_ID". Raises as `rename_persona`."""
    return _decide_line(study, persona, line, ("pin", "reject"))


def reject_line(study: Path, persona: str, line: str) -> str:
    """Never list a line of a persona; returns "KIND:SUBJECT_ID". Raises as `rename_persona`."""
    return _decide_line(study, persona, line, ("reject", "pin"))


def find_respondent(study: Path, respondent: str) -> str:
    """The id of a respondent by id, or by their file where it is theirs alone.

    Raises:
        UsageError: nobody is meant by it.
    """
    require_study(study)
    rows = read_table(study / "data" / "respondents.csv")
    wanted = respondent.strip()
    found = [row["respondent_id"] for row in rows if row["respondent_id"] == wanted]
    found = found or [row["respondent_id"] for row in rows if row["source"] == wanted]
    if len(found) != 1:
        raise UsageError(
            f"There must be one respondent with this id or file, found {len(found)}: {respondent}. Ids stand in "
            f"{study / 'data' / 'respondents.csv'}."
        )
    return found[0]


def _document(study: Path) -> dict[str, Any]:
    require_study(study)
    return read_json(study / PERSONAS)


def _decide_line(study: Path, persona: str, line: str, keys: tuple[str, str]) -> str:
    found = find_persona(study, persona)
    name = _line(study, found, line, load_codebook(study / CODEBOOK))
    key, opposite = keys

    def change(document: Entry) -> None:
        _update(document, found)
        table = entry(document, "personas", found["persona_id"])
        table[key] = [*dict.fromkeys([*table.get(key, []), name])]
        if name in table.get(opposite, []):
            table[opposite] = [one for one in table[opposite] if one != name]

    edit_codebook(study, change)
    return name


def _line(study: Path, persona: Mapping[str, Any], line: str, codebook: Codebook) -> str:
    """The "KIND:SUBJECT_ID" of a line by its number in `voc persona show`, or by its kind and subject."""
    names = [f"{one['kind']}:{one['subject_id']}" for one in persona["traits"]]
    if line.isdigit() and 1 <= int(line) <= len(names):
        return names[int(line) - 1]
    wanted = line.strip().lower()
    for name, one in zip(names, persona["traits"], strict=True):
        if wanted in (name.lower(), f"{one['kind']}:{one['subject']}".lower()):
            return name
    decided = codebook.personas.get(str(persona["persona_id"]))
    if decided is not None and line.strip() in {*decided.pin, *decided.reject}:
        return line.strip()
    raise UsageError(
        f"There must be a line of this number or KIND:SUBJECT, found none: {line}. "
        f"See `voc persona show {study} {persona['persona_id']}`."
    )


def _set(study: Path, persona: str, **values: object) -> str:
    found = find_persona(study, persona)
    edit_codebook(study, lambda document: _update(document, found, **values))
    return str(found["persona_id"])


def _update(document: Entry, persona: Mapping[str, Any], **values: object) -> None:
    key = str(persona["persona_id"])
    made = "respondents" in document.get("personas", {}).get(key, {})
    anchors = [] if made else [str(one) for one in persona["respondents"][:_ANCHORS]]
    update(document, ("personas", key), anchors, **values)
