"""A comparison of two waves → comparison.html and changes.csv: one page that asks for nothing, and a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reports.exports.study_tables import format_csv
from reports.html.look import OWN
from reports.html.pages import render
from reports.language import Catalogue, load_words
from voc.errors import OutputError
from voc.schema import MIN_PEOPLE
from voc.tasks.compare import Change, Comparison, Fix
from voc.tasks.compare.compare import KINDS

PAGE, TABLE = "comparison.html", "changes.csv"
BOM = "\ufeff"
COLUMNS = (
    *("kind", "key", "name", "touchpoint_id", "theme_id", "people_a", "total_a", "people_b", "total_b"),
    *("before", "after", "difference", "low", "high", "p_value", "verdict", "later_name"),
)
_CLEAR = {"grown", "shrunk", "appeared", "gone"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is shown. ``below`` are the touchpoint and what the matter is called later, where that differs.
    ``tone`` colours the verdict: more trouble is bad, a better mood is good."""

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
class FixBlock:
    """A fix with what became of it: the people troubled before and after in a sentence, and what that means."""

    text: str
    target: str
    figures: str
    sentence: str
    verdict: str
    tone: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class WavesView:
    """All that the page shows."""

    language: str
    title: str
    counts: str
    finding: str
    clear: tuple[tuple[str, tuple[Line, ...]], ...]
    fixes: tuple[FixBlock, ...]
    new_touchpoints: str
    tables: tuple[tuple[str, tuple[Line, ...]], ...]
    notes: tuple[str, ...]
    minimum: int = MIN_PEOPLE


def check_comparison_place(out: Path) -> None:
    """Make sure that a comparison may be written at `out`.

    Raises:
        OutputError: `out` is a file, or a folder with other things in it.
    """
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out}: a comparison is a folder, and a file of this name exists. Choose another --out.")
    if out.is_dir() and {path.name for path in out.iterdir()} - {PAGE, TABLE}:
        raise OutputError(f"{out}: this folder holds other things; nothing was touched. Choose another --out.")


def write_comparison(comparison: Comparison, out: Path) -> tuple[Path, ...]:
    """Write the page and the table into `out`, which is made where it is missing.

    Raises:
        OutputError: the place holds other things, or cannot be written.
    """
    check_comparison_place(out)
    texts = {PAGE: render_waves(waves_view(comparison)), TABLE: BOM + format_csv(COLUMNS, _rows(comparison))}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (out / name).write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}). Choose another --out.") from error
    return tuple(out / name for name in texts)


def _rows(comparison: Comparison) -> list[tuple[str | int | float, ...]]:
    return [
        (
            *(one.kind, one.key, one.name, one.touchpoint_id, one.theme_id),
            *(one.people_a, one.total_a, one.people_b, one.total_b),
            *(_cell(value) for value in (one.before, one.after, one.difference, one.low, one.high, one.p_value)),
            *(one.verdict, one.later),
        )
        for one in comparison.changes
    ]


def _cell(value: float | None) -> str | float:
    return "" if value is None else round(value, 4)


def waves_view(comparison: Comparison) -> WavesView:
    """The comparison in words and figures, in its language."""
    words = load_words(comparison.language)
    a, b = comparison.names
    lines = {one: _line(words, comparison, one) for one in comparison.changes}
    clear = [one for one in comparison.changes if one.verdict in _CLEAR]
    tested = [one for one in comparison.changes if one.verdict != "few"]
    by_kind = [
        (words(f"compare.kind_{kind}"), [one for one in comparison.changes if one.kind == kind]) for kind in KINDS
    ]
    names = [comparison.places[touchpoint_id] for touchpoint_id in comparison.new_touchpoints]
    return WavesView(
        language=comparison.language,
        title=words("compare.title", a=a, b=b),
        counts=words("compare.counts", a=comparison.totals[0], b=comparison.totals[1]),
        finding=words("compare.finding", n=len(clear), total=len(tested)) if clear else words("compare.finding_none"),
        clear=tuple(
            (title, tuple(lines[one] for one in rows if one.verdict in _CLEAR))
            for title, rows in by_kind
            if any(one.verdict in _CLEAR for one in rows)
        ),
        fixes=tuple(_fix(words, comparison, fix) for fix in comparison.fixes),
        new_touchpoints=words("compare.new_touchpoints", n=len(names), names=words.list(names)) if names else "",
        tables=tuple((title, tuple(lines[one] for one in rows)) for title, rows in by_kind if rows),
        notes=tuple(words(f"compare.note_{key}") for key in comparison.notes),
    )


def _fix(words: Catalogue, comparison: Comparison, fix: Fix) -> FixBlock:
    """A fix in people, with no claim that it did it."""
    line = _line(words, comparison, fix.trouble)
    key = "few" if line.p == "–" else "tested"
    return FixBlock(
        text=fix.text,
        target=fix.target,
        figures=words(
            f"compare.fix_{key}",
            before=line.before,
            after=line.after,
            difference=line.difference,
            interval=line.interval,
            p=words.p_value(fix.trouble.p_value or 0.0),
        ),
        sentence=words(f"compare.fix_{fix.outcome}_means"),
        verdict=words(f"compare.outcome_{fix.outcome}"),
        tone={"helped": "positive", "worse": "negative"}.get(fix.outcome, "neutral"),
        lines=tuple(_line(words, comparison, one) for one in fix.changes),
    )


def _tone(change: Change) -> str:
    """Whether a change is good: less trouble, a better mood. Being spoken of more is neither."""
    if change.verdict not in _CLEAR or change.kind not in {"pain", "mood"}:
        return "neutral"
    less = change.verdict in {"shrunk", "gone"}
    return "positive" if less == (change.kind == "pain") else "negative"


def _line(words: Catalogue, comparison: Comparison, one: Change) -> Line:
    mood = one.kind == "mood"

    def level(value: float | None, people: int, total: int) -> str:
        if value is None:
            return "–"
        if mood:
            return words("compare.mood_of", value=words.decimal(value), n=people)
        return words("compare.share_of", share=words.exact_percent(value), n=people, total=total)

    def signed(value: float | None) -> str:
        return "–" if value is None else words.decimal(value) if mood else words.points(value)

    verdict = f"{one.verdict}_mood" if mood and one.verdict in {"grown", "shrunk"} else one.verdict
    place = comparison.places.get(one.touchpoint_id, "") if one.kind == "pain" else ""
    later = words("compare.later", name=one.later) if one.later else ""
    return Line(
        name=one.name,
        below=tuple(filter(None, (place, later))),
        before=level(one.before, one.people_a, one.total_a),
        after=level(one.after, one.people_b, one.total_b),
        difference=signed(one.difference),
        interval="–" if one.low is None else words("chart.from_to", low=signed(one.low), high=signed(one.high)),
        p="–" if one.p_value is None else words.p_value(one.p_value).removeprefix("= "),
        verdict=words(f"compare.{verdict}", minimum=MIN_PEOPLE),
        tone=_tone(one),
    )


def render_waves(view: WavesView) -> str:
    """The page as text with ``\n`` line ends."""
    words = load_words("de" if view.language == "de" else "en")
    return render("waves.html.j2", words, OWN, {"view": view})
