"""`verify_study`: check that a study folder is what docs/study-folder.md promises.

Every quote shown anywhere is an exact span of a stored document, every id exists, and every file is the one that was
written. The tables are read as plain text and never through the code that wrote them, so that a defect of the writer
cannot hide itself. Findings are sentences; an empty list means that everything holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.errors import OutputError
from voc.study.folder import ANALYSIS, DOCUMENTS, MANIFEST, PERSONAS, REPORT, VOICES, WORKSHOP, require_study
from voc.study.quotes import Quote, TextRows, quotes_in_html, quotes_in_workshop, read_table
from voc.study.store import file_hashes, load, read_document, read_json
from voc.study.tables import TABLES


@dataclass(frozen=True, slots=True)
class StudyTables:
    """A study as it is checked: the tables of `data/` as rows of text by column, and the other files parsed."""

    folder: Path
    sources: TextRows
    respondents: TextRows
    segments: TextRows
    themes: TextRows
    touchpoints: TextRows
    touchpoint_splits: TextRows
    pain_points: TextRows
    claims: TextRows
    moments: TextRows
    metrics: TextRows
    experiments: TextRows
    personas: Mapping[str, Any]
    manifest: Mapping[str, Any]
    documents: Mapping[str, str]


Check = Callable[[StudyTables], list[str]]


def _read_tables(folder: Path) -> StudyTables:
    require_study(folder)
    tables = {name.removesuffix(".csv"): read_table(folder / "data" / name) for name in TABLES}
    return StudyTables(
        folder=folder,
        personas=read_json(folder / PERSONAS),
        manifest=read_json(folder / MANIFEST),
        documents={path.stem: read_document(path) for path in sorted((folder / DOCUMENTS).glob("*.txt"))},
        **tables,
    )


def verify_study(folder: str | Path, *, check_personas: Check | None = None) -> list[str]:
    """Check a study folder, and return the problems found as sentences.

    Args:
        folder: a study that `voc run` has written.
        check_personas: returns findings about data/personas.json; `personas` is above this room and passes its own.

    Raises:
        OutputError: the folder is not a study, or one of its files cannot be read.
    """
    study = _read_tables(Path(folder))
    checks: list[Check] = [
        _check_offsets,
        _check_ids,
        _check_pain_points,
        _check_claims,
        _check_report,
        _check_workshop,
        _check_archive,
        _check_files,
    ]
    findings = [finding for check in checks for finding in check(study)]
    if check_personas is not None:
        findings += check_personas(study)
    return findings


def _check_offsets(study: StudyTables) -> list[str]:
    findings = []
    for row in study.segments:
        text = study.documents.get(row["document_id"])
        if text is None:
            findings.append(f"data/segments.csv: {row['segment_id']}: document {row['document_id']} does not exist.")
        # Tables are edited by hand too.
        elif not (row["start"].isdigit() and row["end"].isdigit()):
            findings.append(f"data/segments.csv: {row['segment_id']}: start and end must be whole numbers.")
        elif text[int(row["start"]) : int(row["end"])] != row["text"]:
            findings.append(
                f"data/segments.csv: {row['segment_id']}: the text is not "
                f"documents/{row['document_id']}.txt[{row['start']}:{row['end']}]."
            )
    return findings


def _check_ids(study: StudyTables) -> list[str]:
    """Check that every id in a table exists in the table that defines it, and is unique there."""
    existing = {
        "segment_id": {row["segment_id"] for row in study.segments},
        "respondent_id": {row["respondent_id"] for row in study.respondents},
        "theme_id": {row["theme_id"] for row in study.themes},
        "source": {row["path"] for row in study.sources},
    }
    touchpoints = {(row["phase_id"], row["touchpoint_id"]) for row in study.touchpoints}
    findings = []

    def check_row(table: str, row: Mapping[str, str], key: str, columns: tuple[str, ...]) -> None:
        where = f"data/{table}.csv: {row[key]}"
        for column in columns:
            if row[column] and row[column] not in existing[column]:
                findings.append(f"{where}: {column} {row[column]} does not exist.")
        if row["phase_id"] and (row["phase_id"], row["touchpoint_id"]) not in touchpoints:
            findings.append(f"{where}: touchpoint {row['touchpoint_id']} does not exist.")

    for row in study.segments:
        check_row("segments", row, "segment_id", ("respondent_id", "theme_id", "source"))
    for row in study.pain_points:
        check_row("pain_points", row, "pain_point_id", ("theme_id", "source"))
    for row in study.themes:
        findings += [
            f"data/themes.csv: {row['theme_id']}: segment_id {segment_id} does not exist."
            for segment_id in filter(None, row["exemplars"].split("; "))
            if segment_id not in existing["segment_id"]
        ]
    # Empty means the whole journey.
    touchpoint_ids = {touchpoint_id for _, touchpoint_id in touchpoints} | {""}
    for name, rows in (("moments", study.moments), ("metrics", study.metrics), ("experiments", study.experiments)):
        findings += [
            f"data/{name}.csv row {number}: touchpoint {row['touchpoint_id']} does not exist."
            for number, row in enumerate(rows, 2)
            if row["touchpoint_id"] not in touchpoint_ids
        ]
    return (
        findings
        + _find_repeated("segments", study.segments, "segment_id")
        + _find_repeated("respondents", study.respondents, "respondent_id")
        + _find_repeated("themes", study.themes, "theme_id")
        + _find_repeated("pain_points", study.pain_points, "pain_point_id")
    )


def _find_repeated(table: str, rows: TextRows, column: str) -> list[str]:
    seen: set[str] = set()
    findings = []
    for row in rows:
        if row[column] in seen:
            findings.append(f"data/{table}.csv: {column} {row[column]} is not unique.")
        seen.add(row[column])
    return findings


def _check_pain_points(study: StudyTables) -> list[str]:
    texts = {row["segment_id"]: row["text"] for row in study.segments}
    # No goal or hurdle contains the separator, so none can match across the border of two segments.
    all_texts = "\n\x00\n".join(texts.values())
    findings = []
    for row in study.pain_points:
        where = f"data/pain_points.csv: {row['pain_point_id']}"
        if row["quote"] != texts.get(row["quote_segment_id"]):
            findings.append(f"{where}: the quote is not what segment {row['quote_segment_id']} says.")
        findings += [
            f"{where}: the {column} is in no segment."
            for column in ("goal", "hurdle")
            if row[column] and row[column] not in all_texts
        ]
    return findings


def _check_claims(study: StudyTables) -> list[str]:
    """Count the statements and people behind every claim again, and compare with what is shown."""
    people = {row["segment_id"]: row["respondent_id"] for row in study.segments}
    behind: dict[tuple[str, str], list[str]] = defaultdict(list)
    findings = []
    for row in study.claims:
        behind[row["claim_id"], row["relation"]].append(row["respondent_id"])
        if people.get(row["segment_id"]) != row["respondent_id"]:
            findings.append(
                f"data/claims.csv: {row['claim_id']}: {row['respondent_id']} does not say {row['segment_id']}."
            )
    for row in study.pain_points:
        supports, contradicts = (behind[row["pain_point_id"], relation] for relation in ("supports", "contradicts"))
        counts = {"n_segments": len(supports), "n_respondents": len(set(supports)), "n_counter": len(contradicts)}
        findings += [
            f"data/pain_points.csv: {row['pain_point_id']}: {column} is {row[column]}, data/claims.csv has {count}."
            for column, count in counts.items()
            if row[column] != str(count)
        ]
    return findings


def _check_report(study: StudyTables) -> list[str]:
    path = study.folder / REPORT
    if not path.is_file():
        return [f"{REPORT} is missing."]
    findings = []
    beside = [page for name in (VOICES, DOCUMENTS) for page in sorted((study.folder / name).glob("*.html"))]
    for page in (path, *beside):
        quotes, page_findings = quotes_in_html(page)
        findings += page_findings + _check_quotes(study, quotes)
    return findings


def _check_workshop(study: StudyTables) -> list[str]:
    quotes, findings = quotes_in_workshop(study.folder / WORKSHOP)
    return findings + _check_quotes(study, quotes)


def _check_quotes(study: StudyTables, quotes: list[Quote]) -> list[str]:
    rows = {row["segment_id"]: row for row in study.segments}
    findings = []
    for quote in quotes:
        row = rows.get(quote.segment_id)
        if row is None:
            findings.append(f"{quote.place}: segment {quote.segment_id or '(none)'} does not exist.")
            continue
        text = row["text"]
        if quote.span is not None:
            start, end = quote.span
            text = study.documents.get(row["document_id"], "")[start:end]
            if not int(row["start"]) <= start <= end <= int(row["end"]):
                findings.append(f"{quote.place}: the quote is not inside its segment {quote.segment_id}.")
        if quote.text != text:
            findings.append(f"{quote.place}: the quote is not what segment {quote.segment_id} says.")
    return findings


def _check_archive(study: StudyTables) -> list[str]:
    """Check that data/analysis.json has the segments of data/segments.csv."""
    # Studies of before there was a data/analysis.json do not list it.
    if ANALYSIS not in study.manifest.get("files", {}):
        return []
    try:
        analysis = load(study.folder).analysis
    except OutputError as error:
        return [str(error)]
    # Removed when seen: whatever is left has no record.
    rows = {row["segment_id"]: row for row in study.segments if row["role"] == "participant"}
    unknown = {segment.segment_id for segment in analysis.segments} - rows.keys()
    findings = [f"{ANALYSIS}: {segment_id} is not in data/segments.csv." for segment_id in unknown]
    for segment in analysis.segments:
        row = rows.pop(segment.segment_id, None)
        cells = (segment.document_id, segment.respondent_id, segment.text)
        if row and cells != (row["document_id"], row["respondent_id"], row["text"]):
            findings.append(f"{ANALYSIS}: {segment.segment_id} is not what data/segments.csv says.")
    return sorted(findings) + [f"{ANALYSIS}: segment {segment_id} is missing." for segment_id in rows]


def _check_files(study: StudyTables) -> list[str]:
    # The manifest itself is not listed: a file cannot contain its own hash.
    written: Mapping[str, str] = study.manifest.get("files", {})
    present = file_hashes(study.folder)
    return [
        *(f"{name} is missing." for name in sorted(written.keys() - present.keys())),
        *(f"{name} was not written by this run." for name in sorted(present.keys() - written.keys())),
        *(
            f"{name} was changed after it was written ({MANIFEST} has another SHA-256)."
            for name in sorted(written.keys() & present.keys())
            if written[name] != present[name]
        ),
    ]
