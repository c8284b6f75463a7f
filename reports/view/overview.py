"""The top of the report: who was heard, the mood over the phases, the worst pains, the best moments, and the gaps."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from reports.view.findings import ThemeOverview
from reports.view.key_findings import WORST_PAINS, build_key_findings
from reports.view.page_records import Finding, PainCard, PersonMood, PhaseBlock, ReportHead, ShownQuote, ThemeCard
from reports.view.study_index import MIXED_BELOW, StudyIndex
from voc.journey import load_taxonomy
from voc.journey.feelings import person_means
from voc.schema import MIN_PEOPLE, Feeling, Kind

KINDS: tuple[Kind, ...] = ("interview", "survey", "review")
# As many as fit on one screen.
BEST_MOMENTS = 2
THEMES = 5
GAPS = 3
MOST_PEOPLE = 60
"""Respondents whose moods can be told apart on one line of the first screen."""
ECHO = 0.75
"""A quote with this share of its words in a title only repeats the title."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Glance:
    """The first screen. ``finding`` is the title of the emotion curve, or of the ``themes`` that take its place where
    the study has no journey. ``findings`` are the key findings; ``people`` the respondents by mood, worst first, where
    there are few enough and no personas."""

    finding: str
    pains: tuple[Finding, ...]
    best: tuple[Finding, ...]
    no_best: str
    gaps: tuple[Markup, ...]
    themes: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    people: tuple[PersonMood, ...] = ()


def build_head(index: StudyIndex) -> ReportHead:
    """The title and the lines under it."""
    words, n_unclear = index.words, len(index.unclear_roles)
    counts = [
        words("count.asked" if index.everybody_asked else "count.people", n=index.total),
        words("count.statements", n=len(index.segments)),
        ", ".join(_count_sources(index)),
    ]
    return ReportHead(
        title=index.analysis.name or words("head.untitled"),
        counts=" · ".join(count for count in counts if count),
        languages=_languages(index),
        scope=words("head.scope"),
        caution=words.html("head.roles_unclear", n=n_unclear) if n_unclear else "",
    )


def _count_sources(index: StudyIndex) -> list[str]:
    """Interviews are counted as conversations, because a file may hold several; surveys and reviews as files."""
    conversations = {segment.document_id for segment in index.segments if segment.kind == "interview"}
    counts = Counter(source.kind for source in index.analysis.corpus.sources if source.status != "skipped")
    # A file of interviews may hold several, or only questions that count for nothing.
    counts["interview"] = len(conversations)
    return [index.words(f"count.{kind}", n=counts[kind]) for kind in KINDS if counts[kind]]


def _languages(index: StudyIndex) -> str:
    """ "German 71 %, English 29 %" by statements; "" without statements."""
    counts = Counter(segment.language for segment in index.segments)
    ranked = sorted(counts.items(), key=lambda count: (-count[1], count[0]))
    # "German 100 %" would be a riddle.
    if len(ranked) == 1:
        return index.words("head.one_language", language=language_name(index, ranked[0][0]))
    total = len(index.segments)
    return ", ".join(f"{language_name(index, code)} {index.words.percent(n / total)}" for code, n in ranked)


def language_name(index: StudyIndex, code: str) -> str:
    """The name of a language, or its code where the catalogue has no name."""
    return index.words.maybe(f"language.{code or 'unknown'}", code)


def build_glance(
    index: StudyIndex, blocks: tuple[PhaseBlock, ...], pains: tuple[PainCard, ...], themes: ThemeOverview
) -> Glance:
    """The first screen: led by the journey, or by the themes where there is none."""
    best = _best_moments(index) if blocks else _best_themes(index, themes.themes)
    no_best = "glance.no_best" if blocks else "glance.no_best_theme"
    finding = _curve_finding(index, blocks) if blocks else themes.finding
    gaps = _gaps(index, blocks)
    return Glance(
        finding=finding,
        pains=tuple(
            Finding(pain.title, pain.sentence, pain.anchor, _without_echo(pain), pain.few)
            for pain in pains[:WORST_PAINS]
        ),
        best=best,
        no_best="" if best else index.words(no_best, minimum=MIN_PEOPLE),
        gaps=gaps,
        themes=() if blocks else tuple(_theme_line(index, theme) for theme in themes.themes[:THEMES]),
        findings=build_key_findings(index, blocks, themes, finding, gaps),
        people=_people_by_mood(index),
    )


def _without_echo(pain: PainCard) -> tuple[ShownQuote, ...]:
    """The first verbatim of a pain point that says more than its title, which is often taken from one."""
    title = set(_WORD.findall(pain.title.lower()))
    for quote in pain.quotes:
        words = set(_WORD.findall(quote.text.lower()))
        if not quote.asks and len(words & title) < ECHO * len(words):
            return (quote,)
    return ()


def _leading(quotes: tuple[ShownQuote, ...]) -> tuple[ShownQuote, ...]:
    """The quotes that may stand alone: none that may hold the interviewer's question."""
    return tuple(quote for quote in quotes if not quote.asks)


def _people_by_mood(index: StudyIndex) -> tuple[PersonMood, ...]:
    """Everybody by the mean mood of what they say, worst first; nobody where they are too many to be told apart."""
    if index.total > MOST_PEOPLE:
        return ()
    means = person_means(
        [segment.respondent_id for segment in index.segments], index.analysis.readings.polarity.astype(np.float64)
    )
    ranked = sorted(means, key=lambda person: (means[person], index.person_order[person]))
    # The colour counts as the sentence about the mood does; by the mean, many more people would be in between.
    balance = index.tone_of_each(range(len(index.segments)))
    return tuple(PersonMood(index.labels.get(who, who), index.mean_mood(means[who], 1), balance[who]) for who in ranked)


def _theme_line(index: StudyIndex, theme: ThemeCard) -> Finding:
    """A theme with its people, how they speak of it, and the question that most of them answer."""
    sentence = index.words.html("glance.theme", of=index.of(theme.people), n=theme.people, split=theme.split)
    if theme.question:
        sentence += index.words.html("glance.theme_question", n=theme.answering, question=theme.question)
    return Finding(theme.name, sentence, theme.anchor, (), theme.few)


def _best_themes(index: StudyIndex, themes: tuple[ThemeCard, ...]) -> tuple[Finding, ...]:
    """Themes of which enough people speak well, and most of those who speak of them; largest part first."""
    good = [theme for theme in themes if theme.positive >= MIN_PEOPLE and theme.positive * 2 > theme.people]
    good.sort(key=lambda theme: (-theme.positive / theme.people, -theme.people, theme.name))
    return tuple(
        Finding(theme.name, _good_mood(index, theme.people, theme.positive), theme.anchor, _leading(theme.praise[:1]))
        for theme in good[:BEST_MOMENTS]
    )


def _good_mood(index: StudyIndex, people: int, positive: int) -> Markup:
    return index.words.html("glance.moment", of=index.of(people), n=people, positive=positive)


def _curve_finding(index: StudyIndex, blocks: tuple[PhaseBlock, ...]) -> str:
    """Where the curve is lowest and highest, and whether the difference could be chance."""
    phases = [block.phase for block in blocks if block.phase.mood.polarity is not None and not block.phase.mood.few]
    if not phases:
        return index.words("journey.finding_none")
    if len(phases) == 1:
        return index.words("journey.finding_one", name=phases[0].name)
    # Only phases of enough people: otherwise one angry person would make the lowest point of the curve.
    low = min(phases, key=lambda phase: phase.mood.polarity or 0.0)
    high = max(phases, key=lambda phase: phase.mood.polarity or 0.0)
    apart = low.mood.high is not None and high.mood.low is not None and low.mood.high < high.mood.low
    return index.words("journey.finding_clear" if apart else "journey.finding_open", low=low.name, high=high.name)


def _best_moments(index: StudyIndex) -> tuple[Finding, ...]:
    """Touchpoints of which enough people speak, most of them well, surest first: by the lower end of the interval.

    A good mean is not enough: a few delighted people outweigh many who are indifferent.
    """
    good = [
        feeling
        for feeling in index.analysis.feelings
        if feeling.touchpoint_id and feeling.n_respondents >= MIN_PEOPLE and (feeling.polarity or 0.0) >= MIXED_BELOW
        if _n_positive(index, feeling) * 2 > feeling.n_respondents
    ]
    # By the lower end, so that a touchpoint of three happy people does not beat one of thirty.
    good.sort(
        key=lambda feeling: (
            -(-1.0 if feeling.low is None else feeling.low),
            -(feeling.polarity or 0.0),
            feeling.touchpoint_id,
        )
    )
    return tuple(_moment(index, feeling) for feeling in good[:BEST_MOMENTS])


def _n_positive(index: StudyIndex, feeling: Feeling) -> int:
    return index.balance(index.at_touchpoint(feeling.touchpoint_id))["positive"]


def _moment(index: StudyIndex, feeling: Feeling) -> Finding:
    return Finding(
        title=index.words.named(index.touchpoints[feeling.touchpoint_id].names),
        sentence=_good_mood(index, feeling.n_respondents, _n_positive(index, feeling)),
        target=f"place-{feeling.touchpoint_id}",
        quotes=_leading((index.quote(feeling.best),)) if feeling.best >= 0 else (),
    )


def _gaps(index: StudyIndex, blocks: tuple[PhaseBlock, ...]) -> tuple[Markup, ...]:
    """What the study knows least about, most important first."""
    words = index.words
    silent = [block.phase.name for block in blocks if not block.phase.mood.people]
    few = [block.phase.name for block in blocks if block.phase.mood.few]
    touchpoints = [place for block in blocks for place in block.places]
    n_few = sum(place.mood.few for place in touchpoints)
    n_segments = max(1, len(index.segments))
    # Without a journey nothing could be placed, which says nothing about the material.
    n_unassigned = int((index.analysis.tags.touchpoint < 0).sum()) if blocks else 0
    gaps: dict[str, tuple[int, dict[str, object]]] = {
        "glance.gap_silent": (len(silent), {"names": words.list(silent)}),
        "glance.gap_few": (len(few), {"names": words.list(few), "minimum": MIN_PEOPLE}),
        "glance.gap_touchpoints": (n_few, {"total": len(touchpoints), "minimum": MIN_PEOPLE}),
        "glance.gap_loose": (n_unassigned, {"share": words.percent(n_unassigned / n_segments)}),
        "glance.gap_unsure": (index.n_unsure, {"share": words.percent(index.n_unsure / n_segments)}),
    }
    lines = tuple(words.html(key, n=n, **values) for key, (n, values) in gaps.items() if n)
    return (*_why_no_journey(index), *lines)[:GAPS]


def _why_no_journey(index: StudyIndex) -> tuple[Markup, ...]:
    """Why no journey is drawn, and how to get one; nothing where there is one or the team wants none."""
    fit = index.analysis.journey_fit
    if fit is None or index.analysis.taxonomy.phases or not fit.shares:
        return ()
    most = max(fit.shares, key=lambda name: fit.shares[name])
    name = index.words.named(load_taxonomy(most).names)
    return (index.words.html("glance.no_journey", name=name, share=index.words.percent(fit.shares[most])),)
