"""`verify_study`: does the study hold what it promises?

Every quote shown anywhere is an exact span of a stored document, every id can be resolved, and every file is the one
that was written. What is found is returned as sentences; an empty list means that all holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from voc.errors import OutputError
from voc.schema import Analysis
from voc.study.archive import restore
from voc.study.layout import ANALYSIS, MANIFEST, REPORT, VOICES, WORKSHOP
from voc.study.quotes import Quote, quotes_in_html, quotes_in_workshop
from voc.study.read import Records, StudyTables, read_study
from voc.study.write import hashes

Check = Callable[[StudyTables], list[str]]


def verify_study(folder: str | Path, *, check_personas: Check | None = None) -> list[str]:
    """All that does not hold in a study folder, as sentences.

    Args:
        folder: a study that `voc run` has written.
        check_personas: findings about data/personas.json (the persona room passes its own check).

    Raises:
        OutputError: the folder is no study, or a table cannot be read at all.
    """
    study = read_study(folder)
    checks: list[Check] = [_offsets, _ids, _pain_quotes, _report, _workshop, _archive, _files]
    findings = [finding for check in checks for finding in check(study)]
    if check_personas is not None:
        findings += check_personas(study)
    return findings


def _offsets(study: StudyTables) -> list[str]:
    findings = []
    for row in study.segments:
        text = study.documents.get(row["document_id"])
        if text is None:
            findings.append(f"data/segments.csv: {row['segment_id']}: document {row['document_id']} does not exist.")
        elif not (row["start"].isdigit() and row["end"].isdigit()):
            findings.append(f"data/segments.csv: {row['segment_id']}: start and end must be whole numbers.")
        elif text[int(row["start"]) : int(row["end"])] != row["text"]:
            findings.append(
                f"data/segments.csv: {row['segment_id']}: the text is not "
                f"documents/{row['document_id']}.txt[{row['start']}:{row['end']}]."
            )
    return findings


def _ids(study: StudyTables) -> list[str]:
    places = {(row["phase_id"], row["touchpoint_id"]) for row in study.touchpoints}
    known = {
        "segment_id": {row["segment_id"] for row in study.segments},
        "respondent_id": {row["respondent_id"] for row in study.respondents},
        "theme_id": {row["theme_id"] for row in study.themes},
        "source": {row["path"] for row in study.sources},
    }
    findings = []
    unknown = partial(_unknown, known)
    for row in study.segments:
        findings += unknown("data/segments.csv", row["segment_id"], row, ("respondent_id", "theme_id", "source"))
        if row["phase_id"] and (row["phase_id"], row["touchpoint_id"]) not in places:
            findings.append(f"data/segments.csv: {row['segment_id']}: touchpoint {row['touchpoint_id']} is unknown.")
    for row in study.pain_points:
        findings += unknown("data/pain_points.csv", row["pain_point_id"], row, ("theme_id", "source"))
        if row["touchpoint_id"] and (row["phase_id"], row["touchpoint_id"]) not in places:
            findings.append(f"data/pain_points.csv: {row['pain_point_id']}: {row['touchpoint_id']} is unknown.")
    findings += _places_of_figures(study, {touchpoint_id for _, touchpoint_id in places})
    for row in study.themes:
        for segment_id in filter(None, row["exemplars"].split("; ")):
            findings += unknown("data/themes.csv", row["theme_id"], {"segment_id": segment_id}, ("segment_id",))
    for name, rows, column in (
        ("segments", study.segments, "segment_id"),
        ("respondents", study.respondents, "respondent_id"),
        ("themes", study.themes, "theme_id"),
        ("pain_points", study.pain_points, "pain_point_id"),
    ):
        findings += _repeated(f"data/{name}.csv", rows, column)
    return findings


def _places_of_figures(study: StudyTables, known: set[str]) -> list[str]:
    tables = {"moments": study.moments, "metrics": study.metrics, "experiments": study.experiments}
    return [
        f"data/{name}.csv row {number}: touchpoint {row['touchpoint_id']} is unknown."
        for name, rows in tables.items()
        for number, row in enumerate(rows, 2)
        if row["touchpoint_id"] not in known | {""}
    ]


def _unknown(
    known: Mapping[str, set[str]], file: str, owner: str, row: Mapping[str, str], columns: tuple[str, ...]
) -> list[str]:
    return [
        f"{file}: {owner}: {column} {row[column]} does not exist."
        for column in columns
        if row[column] and row[column] not in known[column]
    ]


def _repeated(file: str, rows: Records, column: str) -> list[str]:
    seen: set[str] = set()
    findings = []
    for row in rows:
        if row[column] in seen:
            findings.append(f"{file}: {column} {row[column]} stands there twice.")
        seen.add(row[column])
    return findings


def _pain_quotes(study: StudyTables) -> list[str]:
    texts = {row["segment_id"]: row["text"] for row in study.segments}
    everything = "\n\x00\n".join(texts.values())
    findings = []
    for row in study.pain_points:
        owner = f"data/pain_points.csv: {row['pain_point_id']}"
        if row["quote"] != texts.get(row["quote_segment_id"]):
            findings.append(f"{owner}: the quote is not what segment {row['quote_segment_id']} says.")
        findings += [
            f"{owner}: the {column} stands in no segment."
            for column in ("goal", "hurdle")
            if row[column] and row[column] not in everything
        ]
    return findings


def _report(study: StudyTables) -> list[str]:
    path = study.folder / REPORT
    if not path.is_file():
        return [f"{REPORT} is missing."]
    findings = []
    for page in (path, *sorted((study.folder / VOICES).glob("*.html"))):
        quotes, found = quotes_in_html(page)
        findings += found + _check_quotes(study, quotes)
    return findings


def _workshop(study: StudyTables) -> list[str]:
    quotes, findings = quotes_in_workshop(study.folder / WORKSHOP)
    return findings + _check_quotes(study, quotes)


def _archive(study: StudyTables) -> list[str]:
    """Whether the records are those of the tables; a study of before there were records has none."""
    if ANALYSIS not in study.manifest.get("files", {}):
        return []
    try:
        analysis, _ = restore(study.folder)
    except OutputError as error:
        return [str(error)]
    rows = {row["segment_id"]: row for row in study.segments if row["role"] == "participant"}
    findings = [f"{ANALYSIS}: {one} is not in data/segments.csv." for one in _ids_of(analysis) - rows.keys()]
    for segment in analysis.segments:
        row = rows.pop(segment.segment_id, None)
        where = (segment.document_id, segment.respondent_id, segment.text)
        if row and where != (row["document_id"], row["respondent_id"], row["text"]):
            findings.append(f"{ANALYSIS}: {segment.segment_id} is not what data/segments.csv says.")
    return sorted(findings) + [f"{ANALYSIS}: segment {one} is missing." for one in rows]


def _ids_of(analysis: Analysis) -> set[str]:
    return {segment.segment_id for segment in analysis.segments}


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
            text = study.documents.get(row["document_id"], "")[slice(*quote.span)]
            if not int(row["start"]) <= quote.span[0] <= quote.span[1] <= int(row["end"]):
                findings.append(f"{quote.place}: the quote leaves its segment {quote.segment_id}.")
        if quote.text != text:
            findings.append(f"{quote.place}: the quote is not what segment {quote.segment_id} says.")
    return findings


def _files(study: StudyTables) -> list[str]:
    written: Mapping[str, str] = study.manifest.get("files", {})
    found = hashes(study.folder)
    findings = [f"{name} is missing." for name in sorted(written.keys() - found.keys())]
    findings += [f"{name} was not written by this run." for name in sorted(found.keys() - written.keys())]
    findings += [
        f"{name} was changed after it was written ({MANIFEST} has another sha256)."
        for name in sorted(written.keys() & found.keys())
        if written[name] != found[name]
    ]
    return findings
