"""What each page of a study shows: views take the study and the fields of its address; templates share their name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from voc.schema import Language
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields
from voc.workspace.views import (
    codes,
    document,
    documents,
    history,
    journey,
    overview,
    pains,
    personas,
    statements,
    themes,
)

View = Callable[[OpenStudy, Fields, Language], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a study: its name in the address, in the catalogue (`page.NAME`) and of its template, and its view."""

    name: str
    show: View


PAGES = {
    page.name: page
    for page in (
        Page("overview", overview.show),
        Page("themes", themes.show),
        Page("pains", pains.show),
        Page("personas", personas.show),
        Page("journey", journey.show),
        Page("statements", statements.show),
        Page("documents", documents.show),
        Page("document", document.show),
        Page("codes", codes.show),
        Page("history", history.show),
    )
}
MENU = ("overview", "statements", "documents", "themes", "pains", "personas", "journey", "codes", "history")
"""The pages in the menu, in the order in which researchers work."""
