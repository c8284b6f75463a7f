"""The key findings of the first screen: up to five sentences that say more than the titles of the sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from markupsafe import Markup

from reports.view.findings import ThemeOverview
from reports.view.page_records import Finding, JourneyStep, MoodSplit, PhaseBlock, ThemeCard
from reports.view.study_index import StudyIndex
from voc.schema import MIN_PEOPLE, STATEMENTS

KEY_FINDINGS = 5
"""As many as fit side by side at 1280 pixels."""
WORST_PAINS = 3
"""The pain points that the first screen names."""
WISHES = tuple(STATEMENTS.index(kind) for kind in ("goal", "need", "suggestion"))


def build_key_findings(
    index: StudyIndex, blocks: Sequence[PhaseBlock], themes: ThemeOverview, curve: str, gaps: Sequence[Markup]
) -> tuple[Finding, ...]:
    """The findings that the material supports, most important first; the last one is what is known least about.

    Args:
        index: the study.
        blocks: the journey, empty without one.
        themes: all themes.
        curve: the finding of the emotion curve.
        gaps: what the study knows least about.
    """
    last = [_finding(index, "finding.gaps", "method", gaps[0])] if gaps else []
    candidates = [finding for finding in _candidates(index, blocks, themes, curve) if finding.sentence]
    return (*candidates[: KEY_FINDINGS - len(last)], *last)


def _candidates(
    index: StudyIndex, blocks: Sequence[PhaseBlock], themes: ThemeOverview, curve: str
) -> Iterator[Finding]:
    yield _finding(index, "finding.mood", "voices", _mood(index))
    if blocks:
        yield _finding(index, "finding.journey", "journey", Markup.escape(curve) + ".")
    yield _finding(index, "finding.pains", "pains", _reach_of_pains(index))
    yield _finding(index, "finding.groups", "journey", _widest_split(index, blocks))
    divided = _divided_theme(themes.themes)
    if divided:
        sentence = index.words.html("glance.divided", name=divided.name, split=divided.split)
        yield _finding(index, "finding.themes", divided.anchor, sentence)
    elif blocks and themes.themes:
        # Without a journey, the first screen lists the themes anyway.
        yield _finding(index, "finding.themes", "themes", Markup.escape(themes.finding) + ".")
    yield _finding(index, "finding.wishes", "voices", _wishes(index))


def _finding(index: StudyIndex, key: str, target: str, sentence: Markup) -> Finding:
    return Finding(index.words(key), sentence, target, ())


def _mood(index: StudyIndex) -> Markup:
    """By whether the good or the bad statements of a person outweigh."""
    balance = index.balance(range(len(index.segments)))
    if not index.total:
        return Markup()
    counts = {tone: balance[tone] for tone in ("negative", "mixed")}
    return index.words.html("glance.mood", of=index.of(balance["positive"]), n=balance["positive"], **counts)


def _reach_of_pains(index: StudyIndex) -> Markup:
    """How many people report at least one pain point, and one of the worst."""
    pains = index.analysis.pain_points
    everybody = {person for pain in pains for person in pain.respondents}
    worst = {person for pain in pains[:WORST_PAINS] for person in pain.respondents}
    if len(pains) < 2:
        return Markup()
    key = "glance.pains_reach" if len(pains) <= WORST_PAINS else "glance.pains_reach_worst"
    return index.words.html(key, of=index.of(len(everybody)), n=len(everybody), pains=len(pains), worst=len(worst))


def _widest_split(index: StudyIndex, blocks: Sequence[PhaseBlock]) -> Markup:
    """The touchpoint and attribute whose groups differ most, among the splits that are large enough to be shown."""
    # Interviews and reviews differ because of how people were asked, personas because they were grouped by mood.
    no_attributes = {index.words("split.source_kind"), index.words("split.persona")}
    splits = [
        (place, split)
        for block in blocks
        for place in block.places
        for split in place.splits
        if split.visible and split.name not in no_attributes
    ]
    if not splits:
        return Markup()
    place, split = max(splits, key=lambda pair: pair[1].spread)
    return _split_sentence(index, place, split)


def _split_sentence(index: StudyIndex, place: JourneyStep, split: MoodSplit) -> Markup:
    sure = [(value, mood) for value, mood in split.values if mood.polarity is not None and not mood.few]
    sure.sort(key=lambda pair: pair[1].polarity or 0.0)
    (low, low_mood), (high, high_mood) = sure[0], sure[-1]
    values = {"low": low, "low_mood": low_mood.word, "high": high, "high_mood": high_mood.word}
    return index.words.html("glance.split", place=place.name, name=split.name, **values)


def _divided_theme(themes: Sequence[ThemeCard]) -> ThemeCard | None:
    """The theme with the most people on both sides; None where no theme has enough on each."""
    divided = [theme for theme in themes if min(theme.negative, theme.positive) >= MIN_PEOPLE]
    return max(divided, key=lambda theme: min(theme.negative, theme.positive), default=None)


def _wishes(index: StudyIndex) -> Markup:
    """How many people say what they want, need or suggest."""
    wishes = np.flatnonzero(np.isin(index.analysis.readings.statement, WISHES)).tolist()
    n = len(index.respondents(wishes))
    return index.words.html("glance.wishes", of=index.of(n), n=n, statements=len(wishes)) if n else Markup()
