"""The board of themes: what people talk about, with what was decided about each theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from voc.decisions.codebook import UNSORTED, ThemeDecision, code_id
from voc.schema import SENTIMENTS, Language, Segment
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields
from voc.workspace.views.decisions import past_decisions, structural_keys, target_name
from voc.workspace.views.statement_list import StatementPage, page_statements

N_SHOWN = 3
"""Statements on a card; all others are one click away."""


@dataclass(frozen=True, slots=True)
class BoardTheme:
    """A theme on the board. ``name`` is the one that was decided, ``found_name`` that of the last run; ``counts`` are
    statements by sentiment; ``pending`` are decisions that the next run carries out; ``merge_into`` is the name of the
    target. ``n_coming`` and ``n_leaving`` count statements that were moved since."""

    theme_id: str
    name: str
    found_name: str
    is_code: bool
    n_people: int
    n_statements: int
    counts: Mapping[str, int]
    exemplars: tuple[Segment, ...]
    stability: float | None
    pending: tuple[str, ...]
    merge_into: str
    n_coming: int
    n_leaving: int


_SORTS: Mapping[str, Callable[[BoardTheme], tuple[object, ...]]] = {
    "people": lambda card: (-card.n_people, -card.n_statements),
    # Statements and not people: what is complained about most is read first.
    "trouble": lambda card: (-card.counts["negative"], -card.n_people),
    "name": lambda card: (card.name.casefold(),),
}


def show(study: OpenStudy, fields: Fields, language: Language) -> Mapping[str, object]:
    """The themes that the search leaves, those that the next run makes, and the statements of the one that is open."""
    analysis, codebook = study.study.analysis, study.codebook
    moves = _moves(study)
    names = _names(study)
    cards = [_card(study, place, names, moves) for place in range(len(analysis.themes.themes))]
    words, sort = fields.get("words").casefold(), fields.get("sort", "people")
    shown = [card for card in cards if words in f"{card.name} {card.found_name}".casefold()]
    ids = [theme.theme_id for theme in analysis.themes.themes]
    # Codes that the last run did not know; they take statements already.
    new = {code_id(key): code.name or key for key, code in codebook.codes.items() if code_id(key) not in ids}
    return {
        "cards": sorted(shown, key=_SORTS.get(sort, _SORTS["people"])),
        "n_all": len(cards),
        "sorts": tuple(_SORTS),
        "sort": sort,
        "names": {theme_id: names[theme_id] for theme_id in (*ids, *new)},
        "new": [(key, name, sum(target == key for _, target in moves)) for key, name in new.items()],
        "gone": past_decisions(codebook.themes, ids, codebook.theme_merges(), names),
        "open_id": fields.get("open"),
        "opened": _opened(study, fields),
        "unsorted": UNSORTED,
        "n_unsorted": len(study.loaded.members.get(-1, ())),
    }


def _names(study: OpenStudy) -> dict[str, str]:
    """What each theme and code is called now, by its id."""
    codebook = study.codebook
    names = {code_id(key): code.name or key for key, code in codebook.codes.items()}
    # A pinned theme keeps its id as a code; a new name of the theme is newer than the code's.
    names |= study.loaded.theme_names
    return names | {key: decision.name for key, decision in codebook.themes.items() if decision.name and key in names}


def _moves(study: OpenStudy) -> list[tuple[str, str]]:
    """The theme that a statement is in and the one that it was moved to since, for each that is to move."""
    analysis, loaded, moves = study.study.analysis, study.loaded, []
    ids = [theme.theme_id for theme in analysis.themes.themes]
    # Decisions of earlier runs are carried out and move nothing any more.
    for segment_id, decision in study.codebook.segments.items():
        place = loaded.position_of.get(segment_id)
        if decision.theme and place is not None:
            now = int(analysis.themes.assignment[place])
            move = (ids[now] if now >= 0 else UNSORTED, study.codebook.theme_id(decision.theme))
            moves += [move] if move[0] != move[1] else []
    return moves


def _card(study: OpenStudy, place: int, names: Mapping[str, str], moves: list[tuple[str, str]]) -> BoardTheme:
    analysis, codebook = study.study.analysis, study.codebook
    theme, members = analysis.themes.themes[place], study.loaded.members.get(place, [])
    sentiments = analysis.readings.sentiment[members].tolist()
    key = theme.theme_id
    return BoardTheme(
        theme_id=key,
        name=names[key],
        found_name=theme.name,
        is_code=key in {code_id(code) for code in codebook.codes},
        n_people=len({analysis.segments[row].respondent_id for row in members}),
        n_statements=len(members),
        counts={name: sentiments.count(number) for number, name in enumerate(SENTIMENTS)},
        exemplars=tuple(analysis.segments[row] for row in theme.exemplars[:N_SHOWN]),
        stability=theme.stability,
        pending=structural_keys(codebook.themes.get(key, ThemeDecision())),
        merge_into=target_name(key, codebook.theme_merges(), names),
        n_coming=sum(target == key for _, target in moves),
        n_leaving=sum(source == key for source, _ in moves),
    )


def _opened(study: OpenStudy, fields: Fields) -> StatementPage | None:
    """The statements of the theme that is open, nearest to it first; of those in no theme for "unsorted"."""
    themes = study.study.analysis.themes
    places = {theme.theme_id: place for place, theme in enumerate(themes.themes)} | {UNSORTED: -1}
    place = places.get(fields.get("open"))
    if place is None:
        return None
    # Scores are rounded as in data/segments.csv, so that equal ones keep the order of the texts.
    members = sorted(study.loaded.members.get(place, ()), key=lambda row: (-round(float(themes.score[row]), 3), row))
    return page_statements(study.loaded, members, fields.number("page", 1))
