"""The interviews, surveys and reviews of a study, with the people in them and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voc.schema import SENTIMENTS, Kind, Language
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file with its pages to read: the id of the first document of each. ``counts`` are statements by sentiment."""

    name: str
    kind: Kind
    path: str
    pages: tuple[str, ...]
    people: tuple[str, ...]
    n_statements: int
    counts: Mapping[str, int]


def show(study: OpenStudy, fields: Fields, language: Language) -> Mapping[str, object]:
    """All files with somebody's words in them, by kind and then as the study has them."""
    return {"files": list_files(study, language)}


def list_files(study: OpenStudy, language: Language) -> list[ListedFile]:
    """The files of the study that can be read."""
    loaded, segments = study.loaded, study.study.analysis.segments
    report, sentiment = loaded.report_index(language), study.labels.readings.sentiment.tolist()
    pages: dict[str, list[str]] = {}
    for page in loaded.document_pages:
        pages.setdefault(page[0][0].source, []).append(page[0][0].document_id)
    rows: dict[str, list[int]] = {}
    for position, segment in enumerate(segments):
        rows.setdefault(segment.source, []).append(position)
    kinds = {source.path: source.kind for source in study.study.analysis.corpus.sources}
    listed = []
    for path, ids in pages.items():
        positions = rows.get(path, [])
        codes = [sentiment[position] for position in positions]
        people = dict.fromkeys(segments[position].respondent_id for position in positions)
        listed.append(
            ListedFile(
                name=report.source_names.get(path, path),
                kind=kinds[path],
                path=path,
                pages=tuple(ids),
                people=tuple(report.labels.get(person, person) for person in people),
                n_statements=len(positions),
                counts={name: codes.count(code) for code, name in enumerate(SENTIMENTS)},
            )
        )
    order = ("interview", "survey", "review")
    return sorted(listed, key=lambda file: order.index(file.kind))
