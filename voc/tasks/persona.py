"""Write decisions about personas into `codebook.toml`: who belongs together, their titles, and which lines stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from voc.decisions.codebook import MAX_PARTS, NOBODY, Codebook, find_id, load_codebook, suggest_name
from voc.decisions.codebook_text import CodebookData
from voc.decisions.editing import edit_codebook, get_entry, write_decision
from voc.errors import UsageError
from voc.schema import Persona, stable_id
from voc.study import Study, as_study
from voc.study.folder import CODEBOOK, PERSONAS
from voc.study.store import read_json

N_ANCHORS = 40
"""How many members are written down to find a persona again; ids are hashes, so the first ones are a fair sample."""
_PERSONA_SECTIONS = ("[personas.", "[respondents.")


@dataclass(frozen=True, slots=True)
class PersonaRow:
    """A persona of a study, and what was decided about it, in plain English ("" for nothing)."""

    persona_id: str
    title: str
    n: int
    n_of: int
    decision: str


@dataclass(frozen=True, slots=True)
class PersonaListing:
    """The personas of a study; why there are none ("" if there are any); sentences about pending decisions."""

    personas: tuple[PersonaRow, ...]
    refusal: str
    waiting: tuple[str, ...]


def list_personas(study: Path | Study) -> PersonaListing:
    """List the personas of a study with the decisions about them.

    Raises:
        OutputError: the folder is not a study.
        ConfigError: its codebook is not valid.
    """
    loaded = as_study(study)
    codebook = load_codebook(loaded.folder / CODEBOOK)
    n_of = len(loaded.analysis.people)
    rows = (
        PersonaRow(
            persona_id=persona.persona_id,
            title=persona.title,
            n=len(persona.respondents),
            n_of=n_of,
            decision=_describe_decision(codebook, persona.persona_id),
        )
        for persona in loaded.personas.personas
    )
    pending = (sentence for sentence in loaded.pending_decisions if sentence.startswith(_PERSONA_SECTIONS))
    return PersonaListing(tuple(rows), loaded.personas.refusal, tuple(pending))


def _describe_decision(codebook: Codebook, persona_id: str) -> str:
    n_moved = sum(decision.persona == persona_id for decision in codebook.respondents.values())
    parts = [f"{n_moved} moved here"] if n_moved else []
    decision = codebook.personas.get(persona_id)
    if decision is not None:
        parts += ["by hand"] if decision.respondents else []
        parts += ["named"] if decision.title else []
        parts += decision.describe_structure()
        parts += [f"{len(decision.pin)} pinned"] if decision.pin else []
        parts += [f"{len(decision.reject)} rejected"] if decision.reject else []
    return ", ".join(parts)


def read_persona_document(study: Path | Study, persona: str) -> dict[str, Any]:
    """Return the entry of data/personas.json for a persona, by its id or exact title.

    Raises:
        UsageError: there is no such persona.
        OutputError: the folder is not a study.
    """
    # The file and not the records: it is the published format, with quotes and counts for every line.
    loaded = as_study(study)
    persona_id = _find_persona(loaded, persona).persona_id
    entries = read_json(loaded.folder / PERSONAS)["personas"]
    return next(dict(entry) for entry in entries if entry["persona_id"] == persona_id)


def rename_persona(study: Path | Study, persona: str, title: str) -> str:
    """Give a persona a title and return its id. `persona` is an id or an exact title, here and below.

    Raises:
        UsageError: there is no such persona, or the title is empty or too long.
        OutputError: the folder is not a study, or its codebook cannot be written.
        ConfigError: the codebook is not valid, or would not be.
    """
    if not title.strip():
        raise UsageError(
            "A persona's title must not be empty. To let voc choose the title again, delete its line in codebook.toml."
        )
    return _decide(study, persona, f"Call the persona '{persona}' '{title.strip()}'", title=title.strip())


def merge_personas(study: Path | Study, persona: str, into: str) -> str:
    """Move a persona's people into another persona, and return the other's id. Raises as `rename_persona`."""
    loaded = as_study(study)
    record, target = _find_persona(loaded, persona), _find_persona(loaded, into)
    if record.persona_id == target.persona_id:
        raise UsageError(f"A persona cannot be merged into itself, found {record.persona_id} twice. Name two personas.")

    def change(document: CodebookData) -> None:
        _write(document, record, merge_into=target.persona_id)
        # Its anchors are written too, so that the merge still finds it when its id has changed.
        _write(document, target)

    edit_codebook(loaded.folder / CODEBOOK, change, f"Merge the persona {record.persona_id} into {target.persona_id}")
    return target.persona_id


def split_persona(study: Path | Study, persona: str, parts: int = 2) -> str:
    """Cut a persona into parts by what its people say, and return its id. Raises as `rename_persona`."""
    if not 2 <= parts <= MAX_PARTS:
        raise UsageError(f"A persona can be split into 2 to {MAX_PARTS} parts, found {parts}.")
    n = len(_find_persona(as_study(study), persona).respondents)
    if n < 2 * parts:
        raise UsageError(f"A persona to be split into {parts} must have at least {2 * parts} people, found {n}.")
    return _decide(study, persona, f"Split the persona '{persona}' into {parts}", split=parts)


def drop_persona(study: Path | Study, persona: str) -> str:
    """Leave a persona's people in no persona, and return its id. Raises as `rename_persona`."""
    return _decide(study, persona, f"Drop the persona '{persona}'", drop=True)


def new_persona(study: Path | Study, title: str, respondents: Sequence[str]) -> str:
    """Make a persona by hand from these people, who leave their personas; return its id.

    Raises as `rename_persona`; also UsageError when somebody is not in the study.
    """
    if not title.strip():
        raise UsageError("A persona's title must not be empty. Say in a few words who these people are.")
    loaded = as_study(study)
    respondent_ids = sorted({_find_respondent(loaded, respondent) for respondent in respondents})
    if not respondent_ids:
        raise UsageError("A persona must have at least one respondent, found none.")
    key = stable_id("p", "by hand", title.strip())

    def change(document: CodebookData) -> None:
        get_entry(document, "personas", key).update({"title": title.strip(), "respondents": respondent_ids})
        # An earlier move would take them out of the new persona again.
        for respondent_id in respondent_ids:
            document.get("respondents", {}).pop(respondent_id, None)

    edit_codebook(
        loaded.folder / CODEBOOK, change, f"Make the persona '{title.strip()}' of {len(respondent_ids)} people"
    )
    return key


def move_respondents(study: Path | Study, respondents: Sequence[str], persona: str) -> str:
    """Put people into a persona, or out of every persona with "none", and return the persona's id.

    A persona that was made by hand and has not been through a run can be named by its id.

    Raises as `rename_persona`; also UsageError when there is no such respondent.
    """
    loaded = as_study(study)
    respondent_ids = sorted({_find_respondent(loaded, respondent) for respondent in respondents})
    if not respondent_ids:
        raise UsageError("Choose at least one person to move.")
    target = None
    persona_id = persona.strip().lower()
    if persona_id != NOBODY and not _is_new_persona(loaded, persona_id):
        target = _find_persona(loaded, persona)
        persona_id = target.persona_id

    def change(document: CodebookData) -> None:
        for respondent_id in respondent_ids:
            get_entry(document, "respondents", respondent_id).update({"persona": persona_id})
        if target:
            _write(document, target)

    edit_codebook(loaded.folder / CODEBOOK, change, f"Move {len(respondent_ids)} people to the persona {persona_id}")
    return persona_id


def _is_new_persona(study: Study, persona_id: str) -> bool:
    decision = load_codebook(study.folder / CODEBOOK).personas.get(persona_id)
    return decision is not None and bool(decision.respondents)


def pin_line(study: Path | Study, persona: str, line: str) -> str:
    """Always list a line of a persona; return it as "KIND:SUBJECT_ID". Raises as `rename_persona`."""
    return _decide_line(study, persona, line, "pin")


def reject_line(study: Path | Study, persona: str, line: str) -> str:
    """Never list a line of a persona; return it as "KIND:SUBJECT_ID". Raises as `rename_persona`."""
    return _decide_line(study, persona, line, "reject")


def _decide_line(study: Path | Study, persona: str, line: str, key: Literal["pin", "reject"]) -> str:
    loaded = as_study(study)
    record = _find_persona(loaded, persona)
    name = _find_line(loaded, record, line)
    opposite = "reject" if key == "pin" else "pin"

    def change(document: CodebookData) -> None:
        _write(document, record)
        entry = get_entry(document, "personas", record.persona_id)
        entry[key] = [*dict.fromkeys([*entry.get(key, []), name])]
        if name in entry.get(opposite, []):
            entry[opposite] = [other for other in entry[opposite] if other != name]

    edit_codebook(
        loaded.folder / CODEBOOK, change, f"{key.capitalize()} the line {name} of the persona {record.persona_id}"
    )
    return name


def free_line(study: Path | Study, persona: str, line: str) -> str:
    """Take back that a line is pinned or rejected; return it as "KIND:SUBJECT_ID". Raises as `rename_persona`."""
    loaded = as_study(study)
    record = _find_persona(loaded, persona)
    name = _find_line(loaded, record, line)

    def change(document: CodebookData) -> None:
        entry = get_entry(document, "personas", record.persona_id)
        # An empty list would be a decision to a reader of the file.
        for key in ("pin", "reject"):
            kept = [other for other in entry.get(key, []) if other != name]
            if kept:
                entry[key] = kept
            elif key in entry:
                del entry[key]

    edit_codebook(loaded.folder / CODEBOOK, change, f"Free the line {name} of the persona {record.persona_id}")
    return name


def _find_line(study: Study, persona: Persona, line: str) -> str:
    """Return the "KIND:SUBJECT_ID" of a line by its number in `voc persona show`, or by its kind and subject."""
    names = [f"{trait.kind}:{trait.subject_id}" for trait in persona.traits]
    if line.isdigit() and 1 <= int(line) <= len(names):
        return names[int(line) - 1]
    lowered = line.strip().lower()
    for name, trait in zip(names, persona.traits, strict=True):
        if lowered in (name.lower(), f"{trait.kind}:{trait.subject}".lower()):
            return name
    # A line that was rejected is not in the persona any more, and may be pinned again by its name.
    decision = load_codebook(study.folder / CODEBOOK).personas.get(persona.persona_id)
    if decision is not None and line.strip() in {*decision.pin, *decision.reject}:
        return line.strip()
    raise UsageError(
        f"The persona has no line '{line}'. Give its number or KIND:SUBJECT; see "
        f"`voc persona show {study.folder} {persona.persona_id}`."
    )


def _find_persona(study: Study, persona: str) -> Persona:
    records = {record.persona_id: record for record in study.personas.personas}
    names = {persona_id: record.title for persona_id, record in records.items()}
    persona_id = find_id(persona, names)
    if persona_id is None:
        raise UsageError(
            f"No persona in {study.folder} has the id or title '{persona}'.{suggest_name(persona, names.values())} "
            f"See `voc persona list {study.folder}`."
        )
    return records[persona_id]


def _find_respondent(study: Study, respondent: str) -> str:
    """Return the id of a respondent by id, or by a file that nobody else is in."""
    key = respondent.strip()
    people = study.analysis.corpus.respondents
    matches = [person.respondent_id for person in people if person.respondent_id == key]
    # People know an interview by its file; the file of a survey has many people and names none of them.
    matches = matches or [person.respondent_id for person in people if "; ".join(person.sources) == key]
    if len(matches) != 1:
        raise UsageError(
            f"Exactly one respondent must have this id or file, found {len(matches)}: {respondent}. Find the ids in "
            f"{study.folder / 'data' / 'respondents.csv'}."
        )
    return matches[0]


def _decide(study: Path | Study, persona: str, description: str, **values: object) -> str:
    loaded = as_study(study)
    record = _find_persona(loaded, persona)
    edit_codebook(loaded.folder / CODEBOOK, lambda document: _write(document, record, **values), description)
    return record.persona_id


def _write(document: CodebookData, persona: Persona, **values: object) -> None:
    entry = get_entry(document, "personas", persona.persona_id)
    # A persona made by hand lists its people and never loses its id.
    anchors = [] if "respondents" in entry else list(persona.respondents[:N_ANCHORS])
    write_decision(entry, anchors, **values)
