"""A study and a file with people's codes → how far they agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from voc.errors import UsageError
from voc.study import read_study
from voc.study.verify import StudyTables
from voc.tasks.agree.coded_passages import KINDS, read_codes
from voc.tasks.agree.compare import Material, compare
from voc.tasks.agree.place import Finder
from voc.tasks.agree.records import Agreement, Kind, Passage, Quote

Placed = list[tuple[Passage, dict[str, float]]]


def agree(study: str | Path, codes: str | Path) -> Agreement:
    """Compare a study's themes, touchpoints and sentiment with people's codes.

    The unit is voc's segment. A passage codes a segment when it covers at least half of it, or lies in it with at least
    half of itself. A coder looked at a document when they coded something in it or the table names it, and at an
    answer or review when the project holds it; of a table of segments, at those segments.

    Args:
        study: a folder that `voc run` has written.
        codes: a table (.csv) or a project (.qdpx).

    Raises:
        OutputError: the folder is no study.
        UsageError, ReadError: the file cannot be read, or none of its passages is in the study.
    """
    tables, file = read_study(study), Path(codes)
    kinds = {row["document_id"]: row["kind"] for row in tables.segments}
    read = read_codes(file, kinds)
    finder = Finder(tables.segments, tables.documents)
    placed: Placed = []
    unplaced = 0
    seen: dict[str, set[str]] = {passage.coder: set() for passage in read.passages}
    for passage in read.passages:
        spans = finder.spans(passage)
        covered = finder.segments(spans)
        unplaced += not spans
        for document, _, _ in spans if _looked_at_all(passage) else ():
            seen[passage.coder].update(segment for _, _, segment in finder.by_document[document])
        seen[passage.coder].update(covered)
        if covered and passage.code:
            placed.append((passage, covered))
    for document in read.documents:
        for one in seen.values():
            one.update(segment for _, _, segment in finder.by_document[document])
    if not placed:
        raise UsageError(
            f"{file}: must hold codes of texts that are in {study}; of {len(read.passages)} passages none was found "
            "there. Compare a study with codes of the same texts."
        )
    dimensions = [_material(kind, tables, placed, seen) for kind in KINDS]
    found = tuple(compare(one) for one in dimensions if one is not None)
    wanted = {segment for one in found for difference in one.differences for segment in difference.segments}
    return Agreement(
        study=str(tables.manifest.get("name", "")) or Path(study).resolve().name,
        language=str(tables.manifest.get("language", "en")),
        file=file.name,
        n_passages=len(read.passages),
        n_unplaced=unplaced,
        dimensions=found,
        quotes={
            row["segment_id"]: Quote(row["text"], row["source"])
            for row in tables.segments
            if row["segment_id"] in wanted
        },
        notes=read.notes,
    )


def _looked_at_all(passage: Passage) -> bool:
    """Whether a passage tells that its whole document was looked at; a segment's id tells only of the segment."""
    if passage.segment_id:
        return False
    return bool(passage.code) or (not passage.text and passage.start < 0)


def _material(kind: Kind, tables: StudyTables, placed: Placed, seen: dict[str, set[str]]) -> Material | None:
    """The segments that people looked at who coded this dimension at all; None where nobody did."""
    own = [(passage, covered) for passage, covered in placed if passage.kind == kind]
    coders = sorted({passage.coder for passage, _ in own})
    if not coders:
        return None
    union = set().union(*(seen[coder] for coder in coders))
    rows = [row for row in tables.segments if row["role"] == "participant" and row["segment_id"] in union]
    place = {row["segment_id"]: i for i, row in enumerate(rows)}
    coded: dict[str, list[dict[tuple[str, ...], float]]] = {coder: [{} for _ in rows] for coder in coders}
    counts = Counter(passage.coder for passage, _ in own)
    for passage, covered in own:
        for segment, share in covered.items():
            cell = coded[passage.coder][place[segment]]
            cell[passage.code] = max(cell.get(passage.code, 0.0), share)
    names = _names(kind, tables)
    return Material(
        kind=kind,
        ids=tuple(row["segment_id"] for row in rows),
        people=tuple(row["respondent_id"] for row in rows),
        lengths=tuple(len(row["text"]) for row in rows),
        ours=tuple(names.get(row[_COLUMN[kind]], row[_COLUMN[kind]]) for row in rows),
        coded=coded,
        looked_at={coder: frozenset(place[one] for one in seen[coder] if one in place) for coder in coders},
        n_codings=counts,
    )


_COLUMN: dict[Kind, str] = {"theme": "theme_id", "touchpoint": "touchpoint_id", "sentiment": "sentiment"}


def _names(kind: Kind, tables: StudyTables) -> dict[str, str]:
    """What voc's labels are called; ids are added where two are called alike."""
    rows = {"theme": tables.themes, "touchpoint": tables.touchpoints, "sentiment": []}[kind]
    key = _COLUMN[kind]
    alike: dict[str, int] = defaultdict(int)
    for row in rows:
        alike[row["name"].casefold()] += bool(row[key])
    return {
        row[key]: row["name"] if alike[row["name"].casefold()] == 1 else f"{row['name']} ({row[key]})"
        for row in rows
        if row[key]
    }
