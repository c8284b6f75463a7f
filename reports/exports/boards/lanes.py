"""Tables to paste into mapping tools, a lane a row and a touchpoint a column.

Neither Smaply nor UXPressia documents an import of maps, so none is promised: the rows are made to be pasted lane by
lane. Smaply's emotional journey runs from −2 to +2, UXPressia's from 1 to 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reports.exports.boards.mermaid import mermaid_score
from reports.exports.boards.stickies import STICKY_LIMIT
from reports.exports.files import utf8
from reports.exports.material import material
from reports.exports.tables.persona_tables import persona_table
from reports.exports.tables.sheets import Cell, csv_text
from reports.language import Catalogue
from reports.view import View
from reports.view.records import Place, Quote
from voc.schema import Analysis, Personas


def smaply(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``smaply``."""
    return _files("smaply", analysis, personas, lambda polarity: mermaid_score(polarity) - 3)


def uxpressia(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``uxpressia``."""
    return _files("uxpressia", analysis, personas, mermaid_score)


def _files(tool: str, analysis: Analysis, personas: Personas, score: Callable[[float], int]) -> dict[str, bytes]:
    """The lanes, and the personas where there are any."""
    view, facts = material(analysis, personas)
    files = {f"{tool}_lanes.csv": _lanes(view, facts.words, score)}
    return files | ({f"{tool}_personas.csv": persona_table(view, facts.words)} if view.personas else {})


def _lanes(view: View, words: Catalogue, score: Callable[[float], int]) -> bytes:
    columns = [(block.phase.name, place) for block in view.phases for place in block.places]
    places = [place for _, place in columns]
    rows: list[Sequence[Cell]] = [
        _row(words, "touchpoint", [place.name for place in places]),
        _row(words, "emotion", [score(place.mood.polarity or 0.0) for place in places]),
        _row(words, "mood", [place.mood.word for place in places]),
        _row(words, "n_respondents", [place.mood.people for place in places]),
        _row(words, "contact", [place.traits for place in places]),
        _row(words, "goal", [_text(next(iter(place.wants), None)) for place in places]),
        _row(words, "title", [_hurdles(place) for place in places]),
        _row(words, "hurdle", [_text(next((one for *_, one in place.hurdles if one), None)) for place in places]),
        _row(words, "worst", [_text(place.worst) for place in places]),
        _row(words, "best", [_text(place.best) for place in places]),
        _row(words, "persona", [", ".join(place.actors) for place in places]),
    ]
    header = [words("table.phase"), *(phase for phase, _ in columns)]
    return utf8(csv_text(header, rows), bom=True)


def _row(words: Catalogue, field: str, cells: Sequence[Cell]) -> Sequence[Cell]:
    return [words(f"table.{field}"), *cells]


def _hurdles(place: Place) -> str:
    return "; ".join(title for title, *_ in place.hurdles)


def _text(quote: Quote | None) -> str:
    """A quote that fits on a card, with who says it."""
    if quote is None or len(quote.text) > STICKY_LIMIT:
        return ""
    return f"{quote.text} — {quote.person}"
