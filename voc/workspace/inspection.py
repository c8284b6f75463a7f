"""What `voc inspect` finds, as plain data from the process that looked, and in the user's words for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reports.language import Catalogue, load_words
from reports.view.page_records import Note
from reports.view.reader_notes import note_value_key, translate_note
from voc.ingest.folder import LEFT_OUT
from voc.schema import Language
from voc.tasks.inspect import Inspection


def inspection_data(inspection: Inspection) -> dict[str, Any]:
    """An inspection as JSON data."""
    sources = []
    for view in inspection.sources:
        source = view.source
        sources.append(
            {
                "path": source.path,
                "kind": source.kind,
                "reader": source.reader,
                "status": source.status,
                "reason": source.reason,
                "notes": [note for note in source.notes if note not in view.to_check],
                "to_check": list(view.to_check),
                "share_read": source.characters.used / max(source.characters.total, 1) if source.characters else None,
                "documents": view.n_documents,
                "people": view.n_respondents,
                "roles": dict(view.roles),
                "languages": dict(view.languages),
                "attributes": list(view.attributes),
            }
        )
    # Both are in the order of the files' own paths, although the first have pseudonyms in them.
    files = [asdict(file) for file in inspection.files]
    return {
        "sources": [{**source, "original": file} for source, file in zip(sources, files, strict=True)],
        "people": inspection.n_respondents,
        "personal": dict(inspection.redactions),
        "kept": list(inspection.kept),
        "names": list(inspection.names),
    }


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as the page shows it, in the user's language.

    ``path`` is the file's own name; ``askers`` are the labels of who asks; ``to_check`` and ``notes`` are sentences of
    the reader; ``reason`` says why it was not read, or not all of it. ``detail`` has its speakers and columns.
    ``is_skipped_by_team``: voc.toml leaves it out, and it can be taken in again.
    """

    path: str
    kind: str
    status: str
    reason: Note | None
    people: int
    documents: int
    turns: int
    languages: str
    askers: tuple[str, ...]
    attributes: str
    to_check: tuple[Note, ...]
    notes: tuple[Note, ...]
    detail: Mapping[str, Any]
    is_skipped_by_team: bool


@dataclass(frozen=True, slots=True)
class InspectionView:
    """An inspection as the page shows it: files to check first, then those that were read, then those that were not."""

    files: tuple[FileView, ...]
    people: int
    n_read: int
    n_to_check: int
    n_refused: int
    personal: str
    kept: tuple[str, ...]
    names: tuple[str, ...]


def show_inspection(data: Mapping[str, Any], language: Language) -> InspectionView:
    """The data of an inspection in the user's words."""
    words = load_words(language)
    files = sorted(
        (_show_file(source, words) for source in data["sources"]),
        key=lambda file: (file.status == "skipped", not file.to_check, file.path.casefold()),
    )
    kinds = sorted(data["personal"].items(), key=lambda item: -item[1])
    personal = [f"{words.maybe(f'redaction.{kind}', kind)} ({words.number(n)})" for kind, n in kinds]
    n_refused = sum(1 for file in files if file.status == "skipped")
    return InspectionView(
        files=tuple(files),
        people=data["people"],
        n_read=len(files) - n_refused,
        n_to_check=sum(1 for file in files if file.to_check and file.status != "skipped"),
        n_refused=n_refused,
        personal=words.list(personal),
        kept=tuple(data["kept"]),
        names=tuple(data["names"]),
    )


def _show_file(source: Mapping[str, Any], words: Catalogue) -> FileView:
    detail = source["original"]
    languages = sorted(source["languages"].items(), key=lambda item: -item[1])
    attributes = [words.maybe(f"attribute.{name}", name) for name in source["attributes"]]
    return FileView(
        path=detail["path"],
        kind=source["kind"],
        status=source["status"],
        reason=translate_note(words, source["reason"]) if source["reason"] else None,
        people=source["people"],
        documents=source["documents"],
        turns=sum(source["roles"].values()),
        languages=words.list([words.maybe(f"language.{code or 'unknown'}", code) for code, _ in languages]),
        askers=tuple(speaker["label"] for speaker in detail["speakers"] if speaker["role"] == "interviewer"),
        attributes=", ".join(attributes),
        to_check=tuple(translate_note(words, note) for note in source["to_check"]),
        notes=tuple(translate_note(words, note) for note in source["notes"]),
        detail={**detail, "speakers": [_in_words(speaker, words) for speaker in detail["speakers"]]},
        is_skipped_by_team=source["reason"] == LEFT_OUT,
    )


def _in_words(speaker: Mapping[str, Any], words: Catalogue) -> dict[str, Any]:
    """A speaker with the reason of the role in the user's language."""
    reason = speaker["reason"]
    return {**speaker, "reason": words.maybe(note_value_key(reason), reason) if reason else ""}
