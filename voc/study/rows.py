"""Analysis → rows of the tables in `data/`. One function a table; every value is text already.

The columns are the study folder's contract (docs/study-folder.md). Polarity, scores and shares have three decimals;
an empty cell means "no data", never zero.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from voc.journey.feelings import person_means, split_feelings
from voc.pains.drafts import hypothesis, opportunity
from voc.schema import EMOTIONS, SENTIMENTS, STATEMENTS, Analysis, Segment, Span, in_language

Row = list[str]
Table = tuple[Sequence[str], list[Row]]
"""Header and rows."""


def number(value: float | None, digits: int = 3) -> str:
    """Up to `digits` decimals without trailing zeros; "" for None.

    >>> number(0.5), number(-0.00001), number(0.00012, 6), number(1200), number(None)
    ('0.5', '0', '0.00012', '1200', '')
    """
    if value is None:
        return ""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits else text
    return "0" if text == "-0" else text


def sources(analysis: Analysis) -> Table:
    """data/sources.csv: one row a file, whatever became of it."""
    documents = Counter(document.source for document in analysis.corpus.documents)
    segments = Counter(segment.source for segment in analysis.segments)
    languages: dict[str, Counter[str]] = defaultdict(Counter)
    for segment in analysis.segments:
        languages[segment.source][segment.language] += 1
    header = ("path", "kind", "reader", "n_documents", "n_segments", "language", "status", "reason")
    rows = [
        [
            source.path,
            source.kind,
            source.reader,
            str(documents[source.path]),
            str(segments[source.path]),
            _most_common(languages[source.path]),
            source.status,
            source.reason,
        ]
        for source in analysis.corpus.sources
    ]
    return header, rows


def _most_common(counts: Counter[str]) -> str:
    known = {language: n for language, n in counts.items() if language}
    return min(known, key=lambda language: (-known[language], language)) if known else ""


def respondents(analysis: Analysis) -> Table:
    """data/respondents.csv: one row a person, one column per attribute that any of them carries."""
    people = analysis.corpus.respondents
    fixed = ("respondent_id", "source", "n_segments")
    attributes = sorted({name for person in people for name in person.attributes})
    columns = [name if name not in fixed else f"{name}_attribute" for name in attributes]
    spoken = Counter(segment.respondent_id for segment in analysis.segments)
    rows = [
        [
            person.respondent_id,
            "; ".join(person.sources),
            str(spoken[person.respondent_id]),
            *(person.attributes.get(name, "") for name in attributes),
        ]
        for person in people
    ]
    return (*fixed, *columns), rows


SEGMENT_COLUMNS = (
    *("segment_id", "document_id", "respondent_id", "source", "kind", "role", "start", "end", "time_s", "question"),
    *("text", "language", "polarity", "sentiment", "emotion"),
    *(f"emotion_{name}" for name in EMOTIONS),
    *("statement", "phase_id", "touchpoint_id", "touchpoint_score", "further_touchpoints"),
    *("theme_id", "theme_score", "pain_point_id"),
)
_READ = len(SEGMENT_COLUMNS) - SEGMENT_COLUMNS.index("polarity")


def segments(analysis: Analysis) -> Table:
    """data/segments.csv: the participants' segments with all that was read off them, then the context without."""
    readings, tags, themes = analysis.readings, analysis.tags, analysis.themes
    pains = {i: pain.pain_point_id for pain in reversed(analysis.pain_points) for i in pain.segments}
    further: dict[int, list[str]] = defaultdict(list)
    for more in tags.also:
        further[more.segment].append(analysis.taxonomy.touchpoints[more.touchpoint].touchpoint_id)
    rows = []
    for i, segment in enumerate(analysis.segments):
        emotion, tag, theme = int(readings.emotion[i]), int(tags.touchpoint[i]), int(themes.assignment[i])
        touchpoint = analysis.taxonomy.touchpoints[tag] if tag >= 0 else None
        rows.append(
            [
                *_segment_cells(segment),
                number(float(readings.polarity[i])),
                SENTIMENTS[int(readings.sentiment[i])],
                EMOTIONS[emotion] if emotion >= 0 else "none",
                *(number(float(value)) for value in readings.emotions[i]),
                STATEMENTS[int(readings.statement[i])],
                touchpoint.phase_id if touchpoint else "",
                touchpoint.touchpoint_id if touchpoint else "",
                number(float(tags.score[i])) if touchpoint else "",
                "; ".join(further[i]),
                themes.themes[theme].theme_id if theme >= 0 else "",
                number(float(themes.score[i])) if theme >= 0 else "",
                pains.get(i, ""),
            ]
        )
    rows += [[*_segment_cells(segment), *[""] * _READ] for segment in analysis.context]
    return SEGMENT_COLUMNS, rows


def _segment_cells(segment: Segment) -> Row:
    return [
        segment.segment_id,
        segment.document_id,
        segment.respondent_id,
        segment.source,
        segment.kind,
        segment.role,
        str(segment.start),
        str(segment.end),
        number(segment.time_s),
        segment.question,
        segment.text,
        segment.language,
    ]


def themes(analysis: Analysis) -> Table:
    """data/themes.csv: polarity and emotion are means over people, as everywhere."""
    header = (
        *("theme_id", "name", "keywords", "n_segments", "n_respondents", "share_respondents"),
        *("polarity", "emotion", "stability", "exemplars", "group"),
    )
    speakers = {segment.respondent_id for segment in analysis.segments}
    rows = []
    for position, theme in enumerate(analysis.themes.themes):
        members = np.flatnonzero(analysis.themes.assignment == position)
        people = {analysis.segments[i].respondent_id for i in members}
        rows.append(
            [
                theme.theme_id,
                theme.name,
                "; ".join(theme.keywords),
                str(len(members)),
                str(len(people)),
                number(len(people) / len(speakers)),
                number(polarity_of_people(analysis, members.tolist())),
                leading_emotion(analysis, members),
                number(theme.stability),
                "; ".join(analysis.segments[i].segment_id for i in theme.exemplars),
                theme.group,
            ]
        )
    return header, rows


def polarity_of_people(analysis: Analysis, members: Sequence[int]) -> float | None:
    """The mean over people of each person's mean polarity; None for nobody."""
    people = [analysis.segments[i].respondent_id for i in members]
    means = person_means(people, analysis.readings.polarity[list(members)].astype(np.float64))
    return sum(means.values()) / len(means) if means else None


def leading_emotion(analysis: Analysis, members: Iterable[int]) -> str:
    """The emotion that most people show among these segments; "none" when nobody shows any."""
    people: dict[int, set[str]] = defaultdict(set)
    for i in members:
        if analysis.readings.emotion[i] >= 0:
            people[int(analysis.readings.emotion[i])].add(analysis.segments[i].respondent_id)
    if not people:
        return "none"
    return EMOTIONS[min(people, key=lambda emotion: (-len(people[emotion]), emotion))]


def touchpoints(analysis: Analysis) -> Table:
    """data/touchpoints.csv: one row a phase (touchpoint_id empty) and one a touchpoint, with or without data."""
    header = (
        *("phase_id", "touchpoint_id", "name", "n_segments", "n_respondents", "polarity", "polarity_low"),
        *("polarity_high", *EMOTIONS, "n_pain", "n_praise"),
    )
    language = analysis.language
    names: dict[tuple[str, str], str] = {}
    for phase in analysis.taxonomy.phases:
        names[phase.phase_id, ""] = in_language(phase.names, language)
    for touchpoint in analysis.taxonomy.touchpoints:
        names[touchpoint.phase_id, touchpoint.touchpoint_id] = in_language(touchpoint.names, language)
    rows = []
    for felt in analysis.feelings:
        known = felt.n_segments > 0
        rows.append(
            [
                felt.phase_id,
                felt.touchpoint_id,
                names[felt.phase_id, felt.touchpoint_id],
                str(felt.n_segments),
                str(felt.n_respondents),
                number(felt.polarity),
                number(felt.low),
                number(felt.high),
                *(number(felt.emotions.get(emotion, 0.0)) if known else "" for emotion in EMOTIONS),
                str(felt.n_pain) if known else "",
                str(felt.n_praise) if known else "",
            ]
        )
    return header, rows


def touchpoint_splits(analysis: Analysis) -> Table:
    """data/touchpoint_splits.csv: one row a cell with data; what is below MIN_PEOPLE is marked."""
    header = (
        *("attribute", "value", "phase_id", "touchpoint_id", "n_segments", "n_respondents", "polarity", "polarity_low"),
        *("polarity_high", *EMOTIONS, "n_pain", "n_praise", "few"),
    )
    people = analysis.corpus.respondents
    found = split_feelings(analysis.segments, analysis.readings, analysis.tags, analysis.taxonomy, people)
    rows = [
        [
            one.attribute,
            one.value,
            one.feeling.phase_id,
            one.feeling.touchpoint_id,
            str(one.feeling.n_segments),
            str(one.feeling.n_respondents),
            number(one.feeling.polarity),
            number(one.feeling.low),
            number(one.feeling.high),
            *(number(one.feeling.emotions.get(emotion, 0.0)) for emotion in EMOTIONS),
            str(one.feeling.n_pain),
            str(one.feeling.n_praise),
            "yes" if one.few else "no",
        ]
        for one in found
    ]
    return header, rows


def pain_points(analysis: Analysis) -> Table:
    """data/pain_points.csv: ranked; goal and hurdle are the people's own words or empty."""
    header = (
        *("rank", "pain_point_id", "title", "phase_id", "touchpoint_id", "theme_id", "n_respondents"),
        *("share_respondents", "n_segments", "intensity", "severity", "emotion", "goal", "hurdle"),
        *("quote", "quote_segment_id", "source", "quote_2", "quote_2_segment_id", "quote_3", "quote_3_segment_id"),
        *("n_counter", "opportunity", "hypothesis"),
    )
    n_respondents = len({segment.respondent_id for segment in analysis.segments})
    rows = []
    for rank, pain in enumerate(analysis.pain_points, 1):
        quote = analysis.segments[pain.quotes[0]]
        rows.append(
            [
                str(rank),
                pain.pain_point_id,
                pain.title,
                pain.phase_id,
                pain.touchpoint_id,
                pain.theme_id,
                str(len(pain.respondents)),
                number(pain.share_respondents),
                str(len(pain.segments)),
                number(pain.intensity),
                number(pain.severity),
                pain.emotion,
                _words(analysis, pain.goal),
                _words(analysis, pain.hurdle),
                quote.text,
                quote.segment_id,
                quote.source,
                *_more_quotes(analysis, pain.quotes[1:3]),
                str(len(pain.counter)),
                opportunity(pain, analysis.taxonomy, analysis.language),
                hypothesis(pain, n_respondents, analysis.language),
            ]
        )
    return header, rows


def _more_quotes(analysis: Analysis, positions: Sequence[int]) -> Row:
    chosen = [analysis.segments[position] for position in positions]
    cells = [cell for segment in chosen for cell in (segment.text, segment.segment_id)]
    return [*cells, *[""] * (4 - len(cells))]


def _words(analysis: Analysis, span: Span | None) -> str:
    return "" if span is None else analysis.segments[span.segment].text[span.start : span.end]
