"""`compare_studies`: what has grown, shrunk, appeared or gone between two waves, in people, corrected for chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voc.errors import UsageError
from voc.numbers.moments import FEWEST, difference_interval
from voc.numbers.proportions import holm, newcombe, two_proportions
from voc.schema import MIN_PEOPLE, Floats, Language
from voc.study import StudyTables
from voc.tasks.compare.groups import CommonGroups, Grouping, common_groups
from voc.tasks.compare.material import Wave, wave_of
from voc.tasks.compare.records import Change, Comparison, Fix, Kind, Outcome, Verdict

Encode = Callable[[Sequence[str]], Floats]
LIMIT = 0.05
_NOWHERE = "\0"
"""The place of what is no trouble: of no pain point's place, so that it belongs to none."""
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
    vectors = encode(one.texts), encode(two.texts)
    themes = common_groups(_themes(one), _themes(two), *vectors)
    pains = common_groups(_pains(one, encode), _pains(two, encode), *vectors)
    places = _places(two) | _places(one)
    pair = _Pair(one, two, themes, pains, places)
    changes = corrected([*pair.pains_changed(), *pair.touchpoints(), *pair.themes_changed()])
    language: Language = "de" if b.manifest.get("language") == "de" else "en"
    return Comparison(
        names=(str(a.manifest.get("study", "A")), str(b.manifest.get("study", "B"))),
        totals=(one.total, two.total),
        language=language,
        changes=tuple(sorted(changes, key=_key)),
        fixes=_fixes(pair, changes, fixes or {}),
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
    few = MIN_PEOPLE if change.kind == "pain" else 1
    if change.kind != "mood" and change.people_a < few and not (change.kind == "pain" and change.in_a):
        return "appeared"
    if change.kind != "mood" and change.people_b < few and not (change.kind == "pain" and change.in_b):
        return "gone"
    return "grown" if change.difference > 0 else "shrunk"


def _key(change: Change) -> tuple[int, int, float, str]:
    return KINDS.index(change.kind), _ORDER.index(change.verdict), -abs(change.difference or 0.0), change.key


def _places(wave: Wave) -> dict[str, str]:
    return {row["touchpoint_id"]: row["name"] for row in wave.tables.touchpoints if row["touchpoint_id"]}


def _themes(wave: Wave) -> Grouping:
    names = {row["theme_id"]: row["name"] for row in wave.tables.themes}
    return Grouping(wave.themes, names, ("",) * len(wave.themes), dict.fromkeys(names, ""))


def _pains(wave: Wave, encode: Encode) -> Grouping:
    """Pain points by what their statements and titles mean, each at its touchpoint; only troubles belong to one."""
    rows = wave.tables.pain_points
    names = {row["pain_point_id"]: row["title"] for row in rows}
    places = {row["pain_point_id"]: row["touchpoint_id"] for row in rows}
    where = tuple(place if bad else "\0" for place, bad in zip(wave.touchpoints, wave.is_trouble, strict=True))
    return Grouping(wave.pains, names, where, places, encode(tuple(names.values())) if names else None)


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
    themes: CommonGroups
    pains: CommonGroups
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
        for position, theme in enumerate(self.themes.groups):
            row = Change("theme", theme.key, theme.name, "", theme.key)
            rows_a = np.flatnonzero(self.themes.rows_a == position)
            rows_b = np.flatnonzero(self.themes.rows_b == position)
            found.append(self._shares(row, rows_a, rows_b))
        return found

    def pains_changed(self) -> list[Change]:
        """How many report each pain point of the joint list."""
        rows = {row["pain_point_id"]: row for wave in (self.b, self.a) for row in wave.tables.pain_points}
        found = []
        for position, pain in enumerate(self.pains.groups):
            row = rows[pain.key]
            later = pain.name_b if pain.name_b != pain.name else ""
            change = Change("pain", pain.key, pain.name, row["touchpoint_id"], row["theme_id"])
            change = replace(change, later=later, in_a=bool(pain.id_a), in_b=bool(pain.id_b))
            rows_a, rows_b = (np.flatnonzero(one == position) for one in (self.pains.rows_a, self.pains.rows_b))
            found.append(self._shares(change, rows_a, rows_b))
        return found

    def trouble_at(self, touchpoint_id: str) -> Change:
        """How many report trouble of any kind at a touchpoint."""
        row = Change("pain", touchpoint_id, self.places[touchpoint_id], touchpoint_id, "")
        rows = [
            np.flatnonzero((np.array(wave.touchpoints, dtype=object) == touchpoint_id) & np.array(wave.is_trouble))
            for wave in (self.a, self.b)
        ]
        return self._shares(row, rows[0], rows[1])

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


def _fixes(pair: _Pair, changes: Sequence[Change], fixes: Mapping[str, str]) -> tuple[Fix, ...]:
    """Every fix with the trouble it was for; p-values corrected for their number."""
    found = [_fix(pair, changes, target, text) for target, text in sorted(fixes.items())]
    tested = [i for i, one in enumerate(found) if one.trouble.p_value is not None]
    values = holm([found[i].trouble.p_value or 0.0 for i in tested])
    for i, value in zip(tested, values, strict=True):
        trouble = replace(found[i].trouble, p_value=value)
        trouble = replace(trouble, verdict=_verdict(trouble, value))
        less = (trouble.difference or 0.0) < 0
        outcome: Outcome = "open" if trouble.verdict == "open" else "helped" if less else "worse"
        found[i] = replace(found[i], trouble=trouble, outcome=outcome)
    return tuple(found)


def _fix(pair: _Pair, changes: Sequence[Change], target: str, text: str) -> Fix:
    """For a touchpoint the trouble there, its pain points and its mood; else one pain point of either study."""
    if target in pair.places:
        rows = [one for one in changes if one.touchpoint_id == target]
        return Fix(text, pair.places[target], pair.trouble_at(target), "few", tuple(sorted(rows, key=_key)))
    ids = {pain.id_b: pain.key for pain in pair.pains.groups} | {pain.key: pain.key for pain in pair.pains.groups}
    rows = [one for one in pair.pains_changed() if target and one.key == ids.get(target)]
    if rows:
        return Fix(text, rows[0].name, replace(rows[0], verdict="few"), "few")
    known = ", ".join([*sorted(pair.places), *sorted(one.key for one in changes if one.kind == "pain")])
    raise UsageError(
        f"--fix {target}=… (or fix in the codebook.toml of the first study): must name a touchpoint or a pain point of "
        f"the two studies. Known: {known}."
    )
