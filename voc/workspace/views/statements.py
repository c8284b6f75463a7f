"""Every statement with its labels: to search, to filter, and to correct, one at a time or many at once."""

from __future__ import annotations

from collections.abc import Mapping

from reports.view.overview import language_name
from voc.schema import Language
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields
from voc.workspace.statement_filter import FILTERS, filter_address, find_statements
from voc.workspace.views.statement_rows import (
    FormChoice,
    attribute_groups,
    build_editor,
    build_rows,
    theme_choices,
    touchpoint_choices,
)

PAGE_SIZE = 50
"""Statements on a page."""
MOST_PEOPLE = 300
"""With more people the filter for a person is a field to write in, and not a list."""


def show(study: OpenStudy, fields: Fields, language: Language) -> Mapping[str, object]:
    """One page of the statements that the filters leave."""
    hits = find_statements(study, fields)
    n_pages = max(1, -(-len(hits.positions) // PAGE_SIZE))
    number = min(max(fields.number("page", 1), 1), n_pages)
    shown = hits.positions[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    address = filter_address(fields)
    return {
        "rows": build_rows(study, shown, language, hits.terms),
        "editor": build_editor(study, fields.get("open"), language) if fields.get("open") else None,
        "n_hits": len(hits.positions),
        "n_all": len(study.study.analysis.segments),
        "is_ready": hits.is_ready,
        "similar_to": _similar_to(study, fields),
        "number": number,
        "n_pages": n_pages,
        "query": address,
        "base": f"?{address}&page={number}" if address else f"?page={number}",
        "active": [name for name in FILTERS if name != "q" and fields.get(name)],
        "themes": theme_choices(study),
        "touchpoints": touchpoint_choices(study, language),
        **_filter_choices(study, language),
    }


def _similar_to(study: OpenStudy, fields: Fields) -> str:
    position = study.loaded.position_of.get(fields.get("similar"))
    return "" if position is None else study.study.analysis.segments[position].text


def _filter_choices(study: OpenStudy, language: Language) -> Mapping[str, object]:
    """What the lists of the filters offer; an empty one is not shown."""
    loaded = study.loaded
    report, index = loaded.report_index(language), loaded.index
    people = index.people.values if len(index.people.values) <= MOST_PEOPLE else ()
    return {
        "people": tuple(FormChoice(person, report.labels.get(person, person)) for person in people),
        "files": tuple(FormChoice(file, report.source_names.get(file, file)) for file in index.files.values),
        "languages": tuple(FormChoice(code, language_name(report, code)) for code in index.languages.values),
        "attributes": attribute_groups(study),
    }
