"""Code by hand: make codes, give them to statements and refuse them, and suggest more statements like these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voc.decisions.codebook import Codebook, code_id, load_codebook, suggest_name, words_id
from voc.decisions.codebook_text import CodebookData
from voc.decisions.codes import CodeTask, measure_codes
from voc.decisions.editing import edit_codebook, get_entry
from voc.errors import UsageError
from voc.schema import Floats, Segment
from voc.study import Study, as_study
from voc.study.folder import CODEBOOK
from voc.study.tables import theme_ids
from voc.tasks.label import find_segments
from voc.tasks.study_vectors import encode_statements, open_study_encoder

NEAR = -0.12
"""Suggestions may be this much (cosine) less close than what a code finds by itself: a person looks at them."""
FEWEST = 5
"""So many of the closest are suggested however far they are, for there is nothing else to learn from."""
_REFUSED = -1.0
"""The margin of what was refused, or is nearer to it."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code of the codebook. ``accepted`` and ``refused`` are ids of statements, by hand; ``n_found`` is how many
    statements had it after the last run, those by hand too."""

    key: str
    name: str
    description: str
    examples: tuple[str, ...]
    parent: str
    colour: str
    accepted: tuple[str, ...]
    refused: tuple[str, ...]
    n_found: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A statement that may belong to a code; ``margin`` (cosine) is above 0 where a run would find it by itself."""

    segment: Segment
    margin: float


def list_codes(study: Path | Study) -> tuple[CodeRow, ...]:
    """List the codes of a study, in the order of its codebook.

    Raises:
        OutputError: the folder is not a study.
        ConfigError: its codebook is not valid.
    """
    loaded = as_study(study)
    codebook = load_codebook(loaded.folder / CODEBOOK)
    accepted, refused = codebook.coded_by_hand(), codebook.refused_by_hand()
    themes = theme_ids(loaded.analysis)
    return tuple(
        CodeRow(
            key=key,
            name=code.name or key,
            description=code.description,
            examples=code.examples,
            parent=codebook.code_key(code.parent) if code.parent else "",
            colour=code.colour,
            accepted=accepted.get(key, ()),
            refused=refused.get(key, ()),
            n_found=themes.count(code_id(key)),
        )
        for key, code in codebook.codes.items()
    )


def write_code(  # noqa: PLR0913
    study: Path | Study,
    name: str,
    *,
    description: str | None = None,
    examples: Sequence[str] | None = None,
    parent: str | None = None,
    colour: str | None = None,
    new_name: str | None = None,
) -> str:  # fmt: skip
    """Make a code, or change the one with this name or key; what is None stays as it is. Return its key.

    Raises:
        UsageError: the name is empty, or the parent is the code itself or below it.
        ConfigError: the colour is not a known one, or the codebook is not valid.
        OutputError: the folder is not a study, or its codebook cannot be written.
    """
    folder = as_study(study).folder
    codebook = load_codebook(folder / CODEBOOK)
    key = codebook.code_key(name) or name.strip()
    if not key:
        raise UsageError("A code needs a name.")
    parent_key = _find_code(codebook, parent) if parent else parent
    if parent_key:
        _refuse_circle(codebook, key, parent_key)
    texts = {"description": description, "parent": parent_key, "colour": colour, "name": new_name}
    values: dict[str, Any] = {field: text.strip() for field, text in texts.items() if text is not None}
    if examples is not None:
        values["examples"] = [example.strip() for example in examples if example.strip()]

    def change(document: CodebookData) -> None:
        entry = get_entry(document, "codes", key)
        entry.update(values)
        # A code whose name is all there is needs one key, or its entry would be an empty table.
        if not entry:
            entry["description"] = ""
        for field in [field for field in values if not entry[field] and len(entry) > 1]:
            del entry[field]

    edit_codebook(folder / CODEBOOK, change, f"{'Change' if key in codebook.codes else 'Make'} the code {key}")
    return key


def _refuse_circle(codebook: Codebook, key: str, parent: str) -> None:
    above = parent
    for _ in range(len(codebook.codes) + 1):
        if above == key:
            raise UsageError(f"The code {key} cannot be below itself. Choose another code to be above it.")
        if above not in codebook.codes or not codebook.codes[above].parent:
            return
        above = codebook.code_key(codebook.codes[above].parent)


def delete_code(study: Path | Study, code: str) -> str:
    """Delete a code and take it from all statements; codes below it move up. Return its key. Raises as `give_code`."""
    folder = as_study(study).folder
    codebook = load_codebook(folder / CODEBOOK)
    key = _find_code(codebook, code)

    def change(document: CodebookData) -> None:
        parent = document["codes"].pop(key).get("parent", "")
        for entry in document["codes"].values():
            if codebook.code_key(entry.get("parent", "")) == key:
                entry["parent"] = parent
        for entry in document.get("segments", {}).values():
            _remove(codebook, entry, key, ("codes", "not_codes"))
        _drop_empty(document)

    edit_codebook(folder / CODEBOOK, change, f"Delete the code {key}")
    return key


def give_code(study: Path | Study, code: str, segment_ids: Sequence[str], words: str = "") -> str:
    """Give a code to statements; ``words``, a part of one of them, become an example of the code. Return its key.

    Raises:
        UsageError: there is no such code or statement, or the words are in none of the statements.
        ConfigError: the codebook is not valid.
        OutputError: the folder is not a study, or its codebook cannot be written.
    """
    loaded = as_study(study)
    codebook = load_codebook(loaded.folder / CODEBOOK)
    key, segments = _find_code(codebook, code), find_segments(loaded, segment_ids)
    words = words.strip()
    if words and not any(words in segment.text for segment in segments):
        raise UsageError(f"“{words}” is in none of these statements. Select words of one statement.")

    def change(document: CodebookData) -> None:
        entry = get_entry(document, "codes", key)
        if words and words not in entry.get("examples", []):
            entry["examples"] = [*entry.get("examples", []), words]
        for segment in segments:
            _add(codebook, document, segment, key, "codes", "not_codes")

    edit_codebook(loaded.folder / CODEBOOK, change, f"Give the code {key} to {_count(segments)}")
    return key


def refuse_code(study: Path | Study, code: str, segment_ids: Sequence[str]) -> str:
    """Say that a code does not fit statements, so that neither they nor what is like them are found. Return its key.

    Raises as `give_code`.
    """
    loaded = as_study(study)
    codebook = load_codebook(loaded.folder / CODEBOOK)
    key, segments = _find_code(codebook, code), find_segments(loaded, segment_ids)

    def change(document: CodebookData) -> None:
        for segment in segments:
            _add(codebook, document, segment, key, "not_codes", "codes")

    edit_codebook(loaded.folder / CODEBOOK, change, f"Refuse the code {key} to {_count(segments)}")
    return key


def take_code(study: Path | Study, code: str, segment_ids: Sequence[str]) -> str:
    """Take back that a code was given or refused to statements, and return its key. Raises as `give_code`."""
    loaded = as_study(study)
    codebook = load_codebook(loaded.folder / CODEBOOK)
    key = _find_code(codebook, code)

    def change(document: CodebookData) -> None:
        for segment_id in segment_ids:
            entry = document.get("segments", {}).get(segment_id)
            if entry is not None:
                _remove(codebook, entry, key, ("codes", "not_codes"))
        _drop_empty(document)

    edit_codebook(loaded.folder / CODEBOOK, change, f"Take the code {key} from {len(set(segment_ids))} statements")
    return key


def suggest_statements(
    study: Path | Study, code: str, *, count: int = 20, vectors: Floats | None = None
) -> tuple[Suggestion, ...]:
    """Suggest statements for a code, the closest first: those that nothing was decided about.

    Args:
        study: the study, or its folder.
        code: the name or key of a code.
        count: how many at most.
        vectors: float32 (n, d), those of all statements by the study's encoder; computed where they are missing.

    Raises:
        UsageError: there is no such code.
        OutputError: the folder is not a study.
        ConfigError: its codebook is not valid.
    """
    loaded = as_study(study)
    codebook = load_codebook(loaded.folder / CODEBOOK)
    key, analysis = _find_code(codebook, code), loaded.analysis
    segments = analysis.segments
    encoder = open_study_encoder(loaded)
    if vectors is None:
        vectors = encode_statements(loaded)
    task = CodeTask.from_codebook(codebook, segments)
    own = CodeTask({key: codebook.codes[key]}, {key: task.accepted.get(key, ())}, {key: task.refused.get(key, ())})
    margin = measure_codes(segments, vectors, own, encoder.encode, analysis.language).margin[0].round(4)
    decided = {*own.accepted[key], *own.refused[key]}
    order = np.lexsort((np.arange(len(segments)), -margin)).tolist()
    open_rows = [row for row in order if row not in decided and margin[row] > _REFUSED]
    near = [row for rank, row in enumerate(open_rows) if rank < FEWEST or margin[row] >= NEAR]
    return tuple(Suggestion(segments[row], float(margin[row])) for row in near[:count])


def _find_code(codebook: Codebook, reference: str) -> str:
    key = codebook.code_key(reference)
    if not key:
        names = [code.name or name for name, code in codebook.codes.items()]
        known = f" The codes are: {', '.join(names)}." if names else " There is no code yet."
        raise UsageError(f"There is no code '{reference}'.{suggest_name(reference, names) or known}")
    return key


def _count(segments: Sequence[Segment]) -> str:
    return "a statement" if len(segments) == 1 else f"{len(segments)} statements"


def _add(codebook: Codebook, document: CodebookData, segment: Segment, key: str, to: str, instead_of: str) -> None:
    entry = get_entry(document, "segments", segment.segment_id)
    _remove(codebook, entry, key, (instead_of,))
    if key not in map(codebook.code_key, entry.get(to, [])):
        entry[to] = [*entry.get(to, []), key]
    entry.setdefault("words", words_id(segment.text))


def _remove(codebook: Codebook, entry: dict[str, Any], key: str, lists: Sequence[str]) -> None:
    for name in lists:
        left = [code for code in entry.get(name, []) if codebook.code_key(code) != key]
        if left:
            entry[name] = left
        else:
            entry.pop(name, None)


def _drop_empty(document: CodebookData) -> None:
    """Drop entries of statements in which only what finds them again is left."""
    segments = document.get("segments", {})
    for segment_id in [key for key, entry in segments.items() if set(entry) <= {"words"}]:
        del segments[segment_id]
