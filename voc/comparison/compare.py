"""`compare_studies`: what has grown, shrunk, appeared or gone between two waves, in people, corrected for chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voc.comparison.material import Wave, wave_of
from voc.comparison.records import Change, Comparison, Fix, Kind, Verdict
from voc.comparison.themes import CommonThemes, common_themes
from voc.errors import UsageError
from voc.metrics.moments import FEWEST, difference_interval
from voc.metrics.proportions import newcombe, two_proportions
from voc.schema import MIN_PEOPLE, Floats, Language
from voc.study import StudyTables

Encode = Callable[[Sequence[str]], Floats]
LIMIT = 0.05
KINDS: tuple[Kind, ...] = ("pain", "touchpoint", "mood", "theme")
_ORDER: tuple[Verdict, ...] = ("appeared", "grown", "shrunk", "gone", "open", "few")


def compare_studies(
    a: StudyTables, b: StudyTables, encode: Encode, *, fixes: Mapping[str, str] | None = None
) -> Comparison:
    """Lay two waves side by side; `a` is the earlier one.

    Args:
        a: the earlier study.
        b: the later study.
        encode: texts → float32 (n, d); the same for both.
        fixes: what was changed in between: a touchpoint's id, or the id of a pain point of `a`, → a sentence.

    Raises:
        UsageError: a study has nobody in it, or a fix is for nothing that exists.
    """
    one, two = wave_of(a), wave_of(b)
    for wave in (one, two):
        if not wave.total:
            raise UsageError(f"{wave.tables.folder}: a study to compare must have respondents, found none.")
    themes = common_themes(one, two, encode(one.texts), encode(two.texts))
    places = _places(two) | _places(one)
    pair = _Pair(one, two, themes, places)
    changes = corrected([*pair.pains(), *pair.touchpoints(), *pair.themes_changed()])
    language: Language = "de" if b.manifest.get("language") == "de" else "en"
    return Comparison(
        names=(str(a.manifest.get("study", "A")), str(b.manifest.get("study", "B"))),
        totals=(one.total, two.total),
        language=language,
        changes=tuple(sorted(changes, key=_key)),
        fixes=tuple(_fix(pair, changes, target, text) for target, text in sorted((fixes or {}).items())),
        new_touchpoints=tuple(sorted(set(_places(two)) - set(_places(one)))),
        notes=_notes(a, b),
        places=places,
    )


def corrected(changes: Sequence[Change]) -> list[Change]:
    """The rows with p-values corrected for their number (Benjamini & Hochberg 1995), and their verdicts."""
    from scipy.stats import false_discovery_control

    tested = [i for i, one in enumerate(changes) if one.p_value is not None]
    values = false_discovery_control([changes[i].p_value for i in tested]) if tested else []
    found = list(changes)
    for i, value in zip(tested, values, strict=True):
        found[i] = replace(changes[i], p_value=float(value), verdict=_verdict(changes[i], float(value)))
    return found


def _verdict(change: Change, p_value: float) -> Verdict:
    if p_value >= LIMIT or not change.difference:
        return "open"
    if change.kind != "mood" and not change.people_a:
        return "appeared"
    if change.kind != "mood" and not change.people_b:
        return "gone"
    return "grown" if change.difference > 0 else "shrunk"


def _key(change: Change) -> tuple[int, int, float, str]:
    return KINDS.index(change.kind), _ORDER.index(change.verdict), -abs(change.difference or 0.0), change.key


def _places(wave: Wave) -> dict[str, str]:
    return {row["touchpoint_id"]: row["name"] for row in wave.tables.touchpoints if row["touchpoint_id"]}


def _notes(a: StudyTables, b: StudyTables) -> tuple[str, ...]:
    """Names of what differs between the ways the two studies were made: keys of the report's catalogue."""
    found = [key for key in ("encoder", "voc", "weights", "language") if a.manifest.get(key) != b.manifest.get(key)]
    journeys = [one.manifest.get("config", {}).get("journey") for one in (a, b)]
    kinds = [{row["kind"] for row in one.sources if row["status"] != "skipped"} for one in (a, b)]
    found += ["journey"] if journeys[0] != journeys[1] else []
    found += ["kinds"] if kinds[0] != kinds[1] else []
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Pair:
    a: Wave
    b: Wave
    themes: CommonThemes
    places: Mapping[str, str]

    def touchpoints(self) -> list[Change]:
        """How many speak of each touchpoint, and how it sounds."""
        found = []
        for touchpoint_id, name in sorted(self.places.items()):
            rows = [_where(wave, touchpoint_id) for wave in (self.a, self.b)]
            row = Change("touchpoint", touchpoint_id, name, touchpoint_id, "")
            change = self._shares(row, rows[0], rows[1])
            if change.people_a or change.people_b:
                found += [change, self._moods(replace(change, kind="mood"), rows[0], rows[1])]
        return found

    def themes_changed(self) -> list[Change]:
        """How many speak of each theme of the joint list."""
        found = []
        for position, theme in enumerate(self.themes.themes):
            row = Change("theme", theme.key, theme.name, "", theme.key)
            rows_a = np.flatnonzero(self.themes.rows_a == position)
            rows_b = np.flatnonzero(self.themes.rows_b == position)
            found.append(self._shares(row, rows_a, rows_b))
        return found

    def pains(self) -> list[Change]:
        """How many are troubled, per touchpoint and theme that a pain point of either wave is about."""
        found: dict[tuple[str, int], Change] = {}
        for earlier, wave in ((True, self.a), (False, self.b)):
            for row in wave.tables.pain_points:
                theme = self.themes.position(row["theme_id"], earlier=earlier)
                key = (row["touchpoint_id"], theme)
                if key in found or (not key[0] and theme < 0):
                    continue
                theme_id = self.themes.themes[theme].key if theme >= 0 else ""
                own = Change("pain", row["pain_point_id"], row["title"], key[0], theme_id)
                found[key] = self._shares(own, self._troubled(self.a, key), self._troubled(self.b, key))
        return list(found.values())

    def _troubled(self, wave: Wave, key: tuple[str, int]) -> NDArray[np.int64]:
        touchpoint_id, theme = key
        keep = np.array(wave.is_trouble, dtype=bool)
        if touchpoint_id:
            keep &= np.array(wave.touchpoints, dtype=object) == touchpoint_id
        if theme >= 0:
            keep &= (self.themes.rows_a if wave is self.a else self.themes.rows_b) == theme
        return np.flatnonzero(keep)

    def _shares(self, row: Change, rows_a: NDArray[np.int64], rows_b: NDArray[np.int64]) -> Change:
        first = (len(self.a.people_at(rows_a.tolist())), self.a.total)
        second = (len(self.b.people_at(rows_b.tolist())), self.b.total)
        low, high = newcombe(first, second)
        enough = first[0] + second[0] >= MIN_PEOPLE
        before, after = first[0] / first[1], second[0] / second[1]
        return replace(
            row,
            people_a=first[0],
            people_b=second[0],
            total_a=first[1],
            total_b=second[1],
            before=before,
            after=after,
            difference=after - before,
            low=low,
            high=high,
            p_value=two_proportions(first, second) if enough else None,
        )

    def _moods(self, row: Change, rows_a: NDArray[np.int64], rows_b: NDArray[np.int64]) -> Change:
        """Mean polarity over people; p by Welch's t-test (Welch 1947), interval by bootstrap over people."""
        from scipy.stats import ttest_ind

        first, second = np.array(self.a.moods(rows_a.tolist())), np.array(self.b.moods(rows_b.tolist()))
        before = float(first.mean()) if len(first) else None
        after = float(second.mean()) if len(second) else None
        row = replace(row, before=before, after=after, difference=None, low=None, high=None, p_value=None)
        if min(len(first), len(second)) < FEWEST or first.std() + second.std() == 0:
            return row
        low, high = difference_interval(second, first)
        p_value = float(ttest_ind(second, first, equal_var=False).pvalue)
        return replace(row, difference=float(second.mean() - first.mean()), low=low, high=high, p_value=p_value)


def _where(wave: Wave, touchpoint_id: str) -> NDArray[np.int64]:
    return np.flatnonzero(np.array(wave.touchpoints, dtype=object) == touchpoint_id)


def _fix(pair: _Pair, changes: Sequence[Change], target: str, text: str) -> Fix:
    """The rows that a fix was for: all of a touchpoint, or one pain point."""
    if target in pair.places:
        rows = [one for one in changes if one.touchpoint_id == target]
        return Fix(text, pair.places[target], tuple(sorted(rows, key=_key)))
    rows = [one for one in changes if one.kind == "pain" and one.key == target]
    if rows:
        return Fix(text, rows[0].name, tuple(rows))
    known = ", ".join([*sorted(pair.places), *sorted(one.key for one in changes if one.kind == "pain")])
    raise UsageError(f"--fix {target}=…: must name a touchpoint or a pain point of the first study. Known: {known}.")
