"""`compare_studies`: what has grown, shrunk, appeared or gone between two waves, in people, corrected for chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voc.errors import UsageError
from voc.numbers.moments import FEWEST, difference_interval
from voc.numbers.proportions import holm, newcombe, two_proportions
from voc.schema import MIN_PEOPLE, SENTIMENTS, STATEMENTS, Floats, in_language
from voc.schema.comparison import CHANGE_KINDS, VERDICTS, Change, Comparison, Fix, Outcome, Verdict
from voc.study import Study
from voc.study.tables import pain_point_ids, theme_ids, touchpoint_ids
from voc.tasks.compare.common_groups import CommonGroups, WaveGroups, find_common_groups

Encode = Callable[[Sequence[str]], Floats]
Rows = NDArray[np.int64]
"""Positions of segments of a wave."""
LEVEL = 0.05
"""A change is clear when its corrected p-value is below this."""
_NO_PLACE = "\0"
"""The place of a segment that reports no trouble. No pain point is there, so the segment belongs to none."""


@dataclass(frozen=True, slots=True)
class Wave:
    """What a comparison needs of a study. All tuples are aligned by segment; only segments of respondents are in them.

    ``touchpoints``, ``themes`` and ``pain_points`` are ids, "" for none. ``polarity`` is −1…1. ``is_trouble`` marks
    segments that are a pain statement or negative.
    """

    study: Study
    people: tuple[str, ...]
    texts: tuple[str, ...]
    touchpoints: tuple[str, ...]
    themes: tuple[str, ...]
    pain_points: tuple[str, ...]
    polarity: tuple[float, ...]
    is_trouble: tuple[bool, ...]

    @property
    def n_people(self) -> int:
        """How many people say something."""
        return len(set(self.people))

    def people_of(self, rows: Rows) -> set[str]:
        """Return the people who said these segments."""
        return {self.people[row] for row in rows.tolist()}

    def mean_polarities(self, rows: Rows) -> NDArray[np.float64]:
        """Return the mean polarity of each person over these segments, sorted, so that sums do not depend on order."""
        values: dict[str, list[float]] = defaultdict(list)
        for row in rows.tolist():
            values[self.people[row]].append(self.polarity[row])
        return np.array(sorted(sum(sorted(own)) / len(own) for own in values.values()))

    def rows_at(self, touchpoint_id: str, *, only_trouble: bool = False) -> Rows:
        """Return the segments at a touchpoint, or only those that report trouble there."""
        at = np.array(self.touchpoints, dtype=object) == touchpoint_id
        return np.flatnonzero(at & np.array(self.is_trouble) if only_trouble else at)

    def touchpoint_names(self) -> dict[str, str]:
        """Return the names of the journey's touchpoints by id, in the study's language."""
        analysis = self.study.analysis
        return {
            touchpoint.touchpoint_id: in_language(touchpoint.names, analysis.language)
            for touchpoint in analysis.taxonomy.touchpoints
        }


def make_wave(study: Study) -> Wave:
    """Reduce a study to what a comparison needs."""
    analysis = study.analysis
    rows = [row for row, segment in enumerate(analysis.segments) if segment.respondent_id]
    segments = [analysis.segments[row] for row in rows]
    touchpoints, themes, pain_points = touchpoint_ids(analysis), theme_ids(analysis), pain_point_ids(analysis)
    readings = analysis.readings
    return Wave(
        study=study,
        people=tuple(segment.respondent_id for segment in segments),
        texts=tuple(segment.text for segment in segments),
        touchpoints=tuple(touchpoints[row] for row in rows),
        themes=tuple(themes[row] for row in rows),
        pain_points=tuple(pain_points[row] for row in rows),
        polarity=tuple(float(readings.polarity[row]) for row in rows),
        is_trouble=tuple(
            STATEMENTS[int(readings.statement[row])] == "pain" or SENTIMENTS[int(readings.sentiment[row])] == "negative"
            for row in rows
        ),
    )


def compare_studies(a: Study, b: Study, encode: Encode, *, fixes: Mapping[str, str] | None = None) -> Comparison:
    """Compare two waves; `a` is the earlier one.

    Args:
        a: the earlier study.
        b: the later study.
        encode: n texts → float32 (n, d); the same for both.
        fixes: what was changed in between: the id of a touchpoint, or of a pain point of `a`, → a sentence.

    Raises:
        UsageError: a study has no respondents, or a fix names nothing that exists.
    """
    wave_a, wave_b = make_wave(a), make_wave(b)
    for wave in (wave_a, wave_b):
        if not wave.n_people:
            raise UsageError(f"{wave.study.folder}: a study to compare must have respondents, found none.")
    vectors = encode(wave_a.texts), encode(wave_b.texts)
    pair = _WavePair(
        a=wave_a,
        b=wave_b,
        themes=find_common_groups(_group_themes(wave_a), _group_themes(wave_b), *vectors),
        pain_points=find_common_groups(
            _group_pain_points(wave_a, encode), _group_pain_points(wave_b, encode), *vectors
        ),
        touchpoints=wave_b.touchpoint_names() | wave_a.touchpoint_names(),
    )
    changes = correct([*pair.pain_point_changes(), *pair.touchpoint_changes(), *pair.theme_changes()])
    return Comparison(
        names=(a.name, b.name),
        totals=(wave_a.n_people, wave_b.n_people),
        language=b.analysis.language,
        changes=tuple(sorted(changes, key=_sort_key)),
        fixes=_judge_fixes(pair, changes, fixes or {}),
        new_touchpoints=tuple(sorted(wave_b.touchpoint_names().keys() - wave_a.touchpoint_names().keys())),
        notes=_find_limits(a, b),
        places=pair.touchpoints,
    )


def correct(changes: Sequence[Change]) -> list[Change]:
    """Return the changes with p-values corrected for their number (Benjamini & Hochberg 1995), and their verdicts."""
    from scipy.stats import false_discovery_control

    # Changes of too few people were not tested, so they must not make the correction of the others stricter.
    tested = [i for i, change in enumerate(changes) if change.p_value is not None]
    values = false_discovery_control([changes[i].p_value for i in tested]) if tested else []
    corrected = list(changes)
    for i, value in zip(tested, values, strict=True):
        corrected[i] = replace(changes[i], p_value=float(value), verdict=_verdict(changes[i], float(value)))
    return corrected


def _verdict(change: Change, p_value: float) -> Verdict:
    if p_value >= LEVEL or not change.difference:
        return "open"
    if change.kind != "mood":
        # A pain point that a wave's own analysis found is there, however few people the common rule leaves to it.
        is_pain = change.kind == "pain"
        few = MIN_PEOPLE if is_pain else 1
        if change.people_a < few and not (is_pain and change.in_a):
            return "appeared"
        if change.people_b < few and not (is_pain and change.in_b):
            return "gone"
    return "grown" if change.difference > 0 else "shrunk"


def _sort_key(change: Change) -> tuple[int, float, str]:
    """Sort by kind, then verdict, then size; the id breaks ties, so that the order of the studies' rows never does."""
    section = CHANGE_KINDS.index(change.kind) * len(VERDICTS) + VERDICTS.index(change.verdict)
    return section, -abs(change.difference or 0.0), change.key


def _group_themes(wave: Wave) -> WaveGroups:
    names = {theme.theme_id: theme.name for theme in wave.study.analysis.themes.themes}
    # Themes have no place: people may speak of one at any touchpoint.
    return WaveGroups(wave.themes, names, ("",) * len(wave.themes), dict.fromkeys(names, ""))


def _group_pain_points(wave: Wave, encode: Encode) -> WaveGroups:
    """Group pain points by the meaning of their segments and titles, each at its touchpoint."""
    pain_points = wave.study.analysis.pain_points
    names = {pain.pain_point_id: pain.title for pain in pain_points}
    return WaveGroups(
        labels=wave.pain_points,
        names=names,
        segment_places=tuple(
            touchpoint if is_trouble else _NO_PLACE
            for touchpoint, is_trouble in zip(wave.touchpoints, wave.is_trouble, strict=True)
        ),
        group_places={pain.pain_point_id: pain.touchpoint_id for pain in pain_points},
        name_vectors=encode(tuple(names.values())) if names else None,
    )


def _find_limits(a: Study, b: Study) -> tuple[str, ...]:
    """Return what differs between the ways the two studies were made, as keys of the report's catalogue."""
    # Each of these changes what is found, even where nothing has changed for the customers.
    keys = [key for key in ("encoder", "voc", "weights", "language") if a.manifest.get(key) != b.manifest.get(key)]
    journeys = [study.manifest.get("config", {}).get("journey") for study in (a, b)]
    kinds = [
        {source.kind for source in study.analysis.corpus.sources if source.status != "skipped"} for study in (a, b)
    ]
    keys += ["journey"] if journeys[0] != journeys[1] else []
    keys += ["kinds"] if kinds[0] != kinds[1] else []
    return tuple(keys)


@dataclass(frozen=True, slots=True)
class _WavePair:
    """Two waves with the common lists of their themes and pain points, and the names of all touchpoints by id."""

    a: Wave
    b: Wave
    themes: CommonGroups
    pain_points: CommonGroups
    touchpoints: Mapping[str, str]

    def touchpoint_changes(self) -> list[Change]:
        """Return how many people speak of each touchpoint, and its mood."""
        changes = []
        for touchpoint_id, name in sorted(self.touchpoints.items()):
            rows = self.a.rows_at(touchpoint_id), self.b.rows_at(touchpoint_id)
            change = self._compare_shares(Change("touchpoint", touchpoint_id, name, touchpoint_id, ""), *rows)
            if change.people_a or change.people_b:
                changes += [change, self._compare_moods(replace(change, kind="mood"), *rows)]
        return changes

    def theme_changes(self) -> list[Change]:
        """Return how many people speak of each theme of the common list."""
        return [
            self._compare_shares(
                Change("theme", theme.key, theme.name, "", theme.key),
                np.flatnonzero(self.themes.rows_a == position),
                np.flatnonzero(self.themes.rows_b == position),
            )
            for position, theme in enumerate(self.themes.groups)
        ]

    def pain_point_changes(self) -> list[Change]:
        """Return how many people report each pain point of the common list."""
        # A's record wins where both have the id, as its name does.
        points = {pain.pain_point_id: pain for wave in (self.b, self.a) for pain in wave.study.analysis.pain_points}
        changes = []
        for position, group in enumerate(self.pain_points.groups):
            pain = points[group.key]
            change = Change(
                kind="pain",
                key=group.key,
                name=group.name,
                touchpoint_id=pain.touchpoint_id,
                theme_id=pain.theme_id,
                later=group.name_b if group.name_b != group.name else "",
                in_a=bool(group.id_a),
                in_b=bool(group.id_b),
            )
            rows_a = np.flatnonzero(self.pain_points.rows_a == position)
            rows_b = np.flatnonzero(self.pain_points.rows_b == position)
            changes.append(self._compare_shares(change, rows_a, rows_b))
        return changes

    def trouble_at(self, touchpoint_id: str) -> Change:
        """Return how many people report trouble of any kind at a touchpoint."""
        return self._compare_shares(
            Change("pain", touchpoint_id, self.touchpoints[touchpoint_id], touchpoint_id, ""),
            self.a.rows_at(touchpoint_id, only_trouble=True),
            self.b.rows_at(touchpoint_id, only_trouble=True),
        )

    def _compare_shares(self, change: Change, rows_a: Rows, rows_b: Rows) -> Change:
        first = (len(self.a.people_of(rows_a)), self.a.n_people)
        second = (len(self.b.people_of(rows_b)), self.b.n_people)
        # People and not segments are counted, so the two shares are of independent units and can be tested.
        low, high = newcombe(first, second)
        before, after = first[0] / first[1], second[0] / second[1]
        return replace(
            change,
            people_a=first[0],
            people_b=second[0],
            total_a=first[1],
            total_b=second[1],
            before=before,
            after=after,
            difference=after - before,
            low=low,
            high=high,
            p_value=two_proportions(first, second) if first[0] + second[0] >= MIN_PEOPLE else None,
        )

    def _compare_moods(self, change: Change, rows_a: Rows, rows_b: Rows) -> Change:
        """Compare mean polarity over people: p by Welch's t-test (Welch 1947), interval by bootstrap over people."""
        from scipy.stats import ttest_ind

        first, second = self.a.mean_polarities(rows_a), self.b.mean_polarities(rows_b)
        change = replace(
            change,
            before=float(first.mean()) if len(first) else None,
            after=float(second.mean()) if len(second) else None,
            difference=None,
            low=None,
            high=None,
            p_value=None,
        )
        # Without any spread Welch's test is not defined.
        if min(len(first), len(second)) < FEWEST or first.std() + second.std() == 0:
            return change
        low, high = difference_interval(second, first)
        p_value = float(ttest_ind(second, first, equal_var=False).pvalue)
        return replace(change, difference=float(second.mean() - first.mean()), low=low, high=high, p_value=p_value)


def _judge_fixes(pair: _WavePair, changes: Sequence[Change], fixes: Mapping[str, str]) -> tuple[Fix, ...]:
    """Return every fix with the trouble that it was for; p-values are corrected for the number of fixes."""
    judged = [_find_fix(pair, changes, target, text) for target, text in sorted(fixes.items())]
    tested = [i for i, fix in enumerate(judged) if fix.trouble.p_value is not None]
    # Fixes are named before the comparison is seen, so only their own number is corrected for.
    values = holm([judged[i].trouble.p_value or 0.0 for i in tested])
    for i, value in zip(tested, values, strict=True):
        trouble = replace(judged[i].trouble, p_value=value)
        trouble = replace(trouble, verdict=_verdict(trouble, value))
        is_less = (trouble.difference or 0.0) < 0
        outcome: Outcome = "open" if trouble.verdict == "open" else "helped" if is_less else "worse"
        judged[i] = replace(judged[i], trouble=trouble, outcome=outcome)
    return tuple(judged)


def _find_fix(pair: _WavePair, changes: Sequence[Change], target: str, text: str) -> Fix:
    """Return a fix for a touchpoint, with all changes there, or for a pain point of either study."""
    if target in pair.touchpoints:
        at_touchpoint = sorted((change for change in changes if change.touchpoint_id == target), key=_sort_key)
        return Fix(text, pair.touchpoints[target], pair.trouble_at(target), "few", tuple(at_touchpoint))
    groups = pair.pain_points.groups
    keys = {group.id_b: group.key for group in groups} | {group.key: group.key for group in groups}
    # Taken anew: the p-values in `changes` are corrected for the number of all changes already.
    for change in pair.pain_point_changes() if target else ():
        if change.key == keys.get(target):
            return Fix(text, change.name, replace(change, verdict="few"), "few")
    known = ", ".join([*sorted(pair.touchpoints), *sorted(change.key for change in changes if change.kind == "pain")])
    raise UsageError(
        f"--fix {target}=… (or fix in the codebook.toml of the first study): must name a touchpoint or a pain point of "
        f"the two studies. Known: {known}."
    )
