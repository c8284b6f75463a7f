"""Write comparison.html and changes.csv: what changed between two waves, as a self-contained page and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.exports.study_tables import format_csv
from reports.html.look import OWN_LOOK
from reports.html.pages import render_page, write_folder
from reports.language import Catalogue, load_words
from voc.schema import MIN_PEOPLE, Language
from voc.schema.comparison import CHANGE_KINDS, CLEAR_VERDICTS, Change, Comparison, Fix

PAGE, TABLE = "comparison.html", "changes.csv"
BOM = "\ufeff"
"""Excel reads a CSV file as UTF-8 only when it begins with a byte order mark."""
COLUMNS = (
    *("kind", "key", "name", "touchpoint_id", "theme_id", "people_a", "total_a", "people_b", "total_b"),
    *("before", "after", "difference", "low", "high", "p_value", "verdict", "later_name"),
)
N_DECIMALS = 4
"""Decimals in changes.csv: a p-value of .0004 is still told apart from zero."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change as it is shown. ``below`` are the touchpoint and the later name, where it differs. ``tone`` colours the
    verdict: more trouble is bad, a better mood is good."""

    name: str
    below: tuple[str, ...]
    before: str
    after: str
    difference: str
    interval: str
    p: str
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True)
class FixView:
    """A fix and its outcome: how many people reported the problem before and after, and what that means."""

    text: str
    target: str
    figures: str
    sentence: str
    verdict: str
    tone: str
    lines: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class WavesView:
    """Everything that the page shows. ``clear`` and ``tables`` are titles with their changes."""

    language: Language
    title: str
    counts: str
    finding: str
    clear: tuple[tuple[str, tuple[ChangeView, ...]], ...]
    fixes: tuple[FixView, ...]
    new_touchpoints: str
    tables: tuple[tuple[str, tuple[ChangeView, ...]], ...]
    notes: tuple[str, ...]
    minimum: int = MIN_PEOPLE


def write_comparison(comparison: Comparison, out: Path) -> tuple[Path, ...]:
    """Write the page and the table into the folder `out`, which is created if it is missing; return their paths.

    Raises:
        OutputError: `out` holds other files, or cannot be written.
    """
    table = BOM + format_csv(COLUMNS, _table_rows(comparison))
    write_folder(out, {PAGE: render_waves(waves_view(comparison)), TABLE: table})
    return out / PAGE, out / TABLE


def _table_rows(comparison: Comparison) -> list[tuple[str | int | float, ...]]:
    rows: list[tuple[str | int | float, ...]] = []
    for change in comparison.changes:
        figures = (change.before, change.after, change.difference, change.low, change.high, change.p_value)
        rows.append(
            (
                *(change.kind, change.key, change.name, change.touchpoint_id, change.theme_id),
                *(change.people_a, change.total_a, change.people_b, change.total_b),
                *("" if figure is None else round(figure, N_DECIMALS) for figure in figures),
                *(change.verdict, change.later),
            )
        )
    return rows


def waves_view(comparison: Comparison) -> WavesView:
    """Return the texts and figures of the page in the language of the comparison."""
    words = load_words(comparison.language)
    name_a, name_b = comparison.names
    total_a, total_b = comparison.totals
    n_clear = sum(change.verdict in CLEAR_VERDICTS for change in comparison.changes)
    # Changes of too few people were not tested, and are no comparisons.
    n_tested = sum(change.verdict != "few" for change in comparison.changes)
    new_names = [comparison.places[touchpoint_id] for touchpoint_id in comparison.new_touchpoints]

    def by_kind(changes: Sequence[Change]) -> tuple[tuple[str, tuple[ChangeView, ...]], ...]:
        tables = (
            (words(f"compare.kind_{kind}"), [change for change in changes if change.kind == kind])
            for kind in CHANGE_KINDS
        )
        return tuple(
            (title, tuple(_change_view(words, comparison, change) for change in rows)) for title, rows in tables if rows
        )

    return WavesView(
        language=comparison.language,
        title=words("compare.title", a=name_a, b=name_b),
        counts=words("compare.counts", a=total_a, b=total_b),
        finding=words("compare.finding", n=n_clear, total=n_tested) if n_clear else words("compare.finding_none"),
        clear=by_kind([change for change in comparison.changes if change.verdict in CLEAR_VERDICTS]),
        fixes=tuple(_fix_view(words, comparison, fix) for fix in comparison.fixes),
        new_touchpoints=(
            words("compare.new_touchpoints", n=len(new_names), names=words.list(new_names)) if new_names else ""
        ),
        tables=by_kind(comparison.changes),
        notes=tuple(words(f"compare.note_{key}") for key in comparison.notes),
    )


def _fix_view(words: Catalogue, comparison: Comparison, fix: Fix) -> FixView:
    """Return what became of the problem, counted in people; the page never claims that the fix is the cause."""
    trouble = _change_view(words, comparison, fix.trouble)
    key = "few" if fix.trouble.p_value is None else "tested"
    return FixView(
        text=fix.text,
        target=fix.target,
        figures=words(
            f"compare.fix_{key}",
            before=trouble.before,
            after=trouble.after,
            difference=trouble.difference,
            interval=trouble.interval,
            # The sentence for too few people does not mention p.
            p=words.p_value(fix.trouble.p_value or 0.0),
        ),
        sentence=words(f"compare.fix_{fix.outcome}_means"),
        verdict=words(f"compare.outcome_{fix.outcome}"),
        tone={"helped": "positive", "worse": "negative"}.get(fix.outcome, "neutral"),
        lines=tuple(_change_view(words, comparison, change) for change in fix.changes),
    )


def _tone(change: Change) -> str:
    """Return whether a change is good: less trouble, or a better mood. More people speaking of something is neither."""
    if change.verdict not in CLEAR_VERDICTS or change.kind not in {"pain", "mood"}:
        return "neutral"
    is_less = change.verdict in {"shrunk", "gone"}
    return "positive" if is_less == (change.kind == "pain") else "negative"


def _change_view(words: Catalogue, comparison: Comparison, change: Change) -> ChangeView:
    is_mood = change.kind == "mood"

    def level(value: float | None, n_people: int, total: int) -> str:
        if value is None:
            return "–"
        if is_mood:
            return words("compare.mood_of", value=words.decimal(value), n=n_people)
        return words("compare.share_of", share=words.exact_percent(value), n=n_people, total=total)

    def signed(value: float | None) -> str:
        return "–" if value is None else words.decimal(value) if is_mood else words.points(value)

    # A mood does not grow or shrink; it gets better or worse.
    verdict = f"{change.verdict}_mood" if is_mood and change.verdict in {"grown", "shrunk"} else change.verdict
    # Other kinds are a touchpoint themselves, or have none.
    touchpoint = comparison.places.get(change.touchpoint_id, "") if change.kind == "pain" else ""
    later = words("compare.later", name=change.later) if change.later else ""
    return ChangeView(
        name=change.name,
        below=tuple(filter(None, (touchpoint, later))),
        before=level(change.before, change.people_a, change.total_a),
        after=level(change.after, change.people_b, change.total_b),
        difference=signed(change.difference),
        interval=(
            "–" if change.low is None else words("chart.from_to", low=signed(change.low), high=signed(change.high))
        ),
        p="–" if change.p_value is None else words.p_value(change.p_value).removeprefix("= "),
        verdict=words(f"compare.{verdict}", minimum=MIN_PEOPLE),
        tone=_tone(change),
    )


def render_waves(view: WavesView) -> str:
    """Render the page as text with Unix line ends."""
    words = load_words(view.language)
    return render_page("waves.html.j2", words, OWN_LOOK, {"view": view})
