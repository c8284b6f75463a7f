"""Proto-personas against the data: which of their lines people support, which they contradict, and who is missing.

Single statements are compared. A statement is about a line when it has most of the line's topic in its words, is near
it in meaning, and is no question; it supports the line when it agrees in feeling (lines with a stance) or in
affirmation (all others). "Not found" says that nobody was found to say it, not that it is false.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from personas.proto.demographics import count_demographic
from personas.proto.proto_file import Proto, ProtoLine
from voc.schema import STATEMENTS, Floats, Segment
from voc.study import Study
from voc.text import lemma, tokens
from voc.text.matching import Topic, find_negations, mentions_speaker, mentions_wish, read_topic, topic_shares
from voc.text.statements import is_question

Verdict = Literal[
    "supported", "few", "disputed", "contradicted", "unclear", "not_found", "counted", "nobody", "no_data"
]

THING_KINDS = ("need", "channel")
"""Lines of these kinds name a thing, which one word can do, however common it is."""


@dataclass(frozen=True, slots=True)
class ProtoThresholds:
    """When a statement is about a line, and when people support it."""

    min_topic_share: float = 0.6
    """A statement has this share of a line's topic in its words, rare words weighing more."""
    min_cosine: float = 0.22
    """A statement that has a line's topic also needs at least this cosine to it."""
    min_cosine_alone: float = 0.38
    """A statement without the topic in its words is worth a look from this cosine on."""
    min_deviations: float = 4.0
    """Its cosine must also be this many standard deviations above the mean of all statements."""
    max_word_share: float = 0.02
    """A single word that more than this share of the statements have is too common to show a habit or a goal."""
    min_agreement: float = 0.15
    """A statement supports a line with a stance from this polarity in its direction on."""
    min_disagreement: float = 0.3
    """A statement contradicts a line with a stance from this polarity against it on."""
    few_share: float = 0.02
    """Below two people, and below this share of all, a line is said by few."""
    clear_majority: float = 2.0
    """One side is the stronger where it has this many times the people of the other."""
    max_quotes: int = 3
    """At most this many quotes of each kind are shown beside a line."""
    enough_statements: int = 3
    """People who said less are not missed by a proto-persona."""
    min_theme_share: float = 0.1
    """A theme that fewer than this share of the people speak of is not missing."""
    max_missing_themes: int = 8
    """At most this many themes are named as missing."""


THRESHOLDS = ProtoThresholds()

Encode = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class LineFinding:
    """What the data say about one line.

    ``supporters`` and ``opponents`` are respondents; ``n_of`` is the number of people it could have been: everybody,
    or those whose attribute is known. ``supporting``, ``opposing`` and ``similar`` are positions of segments: what
    supports the line, what contradicts it, and what a person must read to judge. ``attribute`` is "" unless it was
    counted.
    """

    line: ProtoLine
    verdict: Verdict
    supporters: tuple[str, ...]
    opponents: tuple[str, ...]
    n_of: int
    supporting: tuple[int, ...] = ()
    opposing: tuple[int, ...] = ()
    similar: tuple[int, ...] = ()
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A persona of the study or a theme that no proto-persona covers.

    ``n`` of its ``n_of`` people are uncovered; ``quote`` is the position of a segment, or −1.
    """

    kind: Literal["persona", "theme"]
    name: str
    key: str
    n: int
    n_of: int
    quote: int


@dataclass(frozen=True, slots=True)
class ProtoTest:
    """The findings of each proto-persona in the order of the file, and who and what is missing.

    ``covered`` are the people who support any line of each proto-persona; ``uncovered`` those who said enough and
    support no line of any; ``n_of`` is everybody who says something.
    """

    protos: tuple[Proto, ...]
    findings: tuple[tuple[LineFinding, ...], ...]
    covered: tuple[tuple[str, ...], ...]
    missing: tuple[Missing, ...]
    uncovered: tuple[str, ...]
    n_of: int


@dataclass(frozen=True, slots=True)
class _Statement:
    """A participant's segment with its position in the study and what was read from it."""

    position: int
    segment: Segment
    kind: str
    polarity: float


@dataclass(frozen=True, slots=True)
class _Statements:
    """All statements, their unit vectors (n, d), their numbers by lemma, and the number of people who make them."""

    rows: tuple[_Statement, ...]
    vectors: Floats
    numbers_by_lemma: dict[str, frozenset[int]]
    n_people: int


@dataclass(slots=True)
class _Sides:
    """Numbers of the statements that support a line, oppose it, or leave it open; the nearest first."""

    supporting: list[int]
    opposing: list[int]
    similar: list[int]


def compare_protos(
    protos: Sequence[Proto], study: Study, encode: Encode, thresholds: ProtoThresholds = THRESHOLDS
) -> ProtoTest:
    """Compare every line with every statement.

    Args:
        protos: what `read_protos` gives.
        study: a written study.
        encode: n texts → float32 (n, d).
        thresholds: when a statement is about a line.
    """
    statements = _collect_statements(study, encode)
    findings = tuple(
        tuple(_judge_line(line, study, statements, encode, thresholds) for line in proto.lines) for proto in protos
    )
    covered = tuple(
        tuple(sorted({person for finding in of_proto if not finding.attribute for person in finding.supporters}))
        for of_proto in findings
    )
    anywhere = {person for people in covered for person in people}
    n_statements = Counter(row.segment.respondent_id for row in statements.rows)
    uncovered = [
        person
        for person in sorted(n_statements)
        if n_statements[person] >= thresholds.enough_statements and person not in anywhere
    ]
    quoted = {
        position for of_proto in findings for finding in of_proto for position in finding.supporting + finding.opposing
    }
    missing = [*_missing_personas(study, anywhere), *_missing_themes(study, statements, quoted, thresholds)]
    return ProtoTest(tuple(protos), findings, covered, tuple(missing), tuple(uncovered), len(n_statements))


def _collect_statements(study: Study, encode: Encode) -> _Statements:
    readings = study.analysis.readings
    rows = tuple(
        # Polarity as in data/segments.csv, so that whoever reads the table can follow the judgement.
        _Statement(
            position,
            segment,
            STATEMENTS[int(readings.statement[position])],
            round(float(readings.polarity[position]), 3),
        )
        for position, segment in enumerate(study.analysis.segments)
        if segment.role == "participant" and segment.respondent_id
    )
    numbers: dict[str, set[int]] = {}
    for number, row in enumerate(rows):
        for token in tokens(row.segment.text):
            if token.kind == "word":
                numbers.setdefault(lemma(token.text, row.segment.language).lower(), set()).add(number)
    numbers_by_lemma = {word: frozenset(having) for word, having in numbers.items()}
    vectors = _unit(encode([row.segment.text for row in rows]))
    return _Statements(rows, vectors, numbers_by_lemma, len({row.segment.respondent_id for row in rows}))


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def _judge_line(
    line: ProtoLine, study: Study, statements: _Statements, encode: Encode, thresholds: ProtoThresholds
) -> LineFinding:
    if line.kind == "demographic":
        counted = count_demographic(line.text, study.analysis.corpus.respondents)
        if counted is None:
            return LineFinding(line, "no_data", (), (), 0)
        verdict: Verdict = "counted" if counted.people else "nobody"
        return LineFinding(line, verdict, counted.people, (), counted.n_known, attribute=counted.attribute)
    sides = _take_sides(line, study, statements, encode, thresholds)
    votes_for, votes_against = (
        Counter(statements.rows[number].segment.respondent_id for number in side)
        for side in (sides.supporting, sides.opposing)
    )
    # People who say both count for the side on which they say more; where equal, for the line.
    supporters = sorted(person for person in votes_for if votes_for[person] >= votes_against[person])
    opponents = sorted(person for person in votes_against if votes_against[person] > votes_for[person])
    n_enough = max(2, thresholds.few_share * statements.n_people)
    majority = thresholds.clear_majority
    if not supporters and not opponents:
        verdict = "unclear" if sides.similar else "not_found"
    elif supporters and len(supporters) >= majority * len(opponents):
        verdict = "supported" if len(supporters) >= n_enough else "few"
    elif len(opponents) >= max(majority * len(supporters), n_enough):
        verdict = "contradicted"
    else:
        verdict = "disputed" if supporters else "unclear"

    def quotes(side: Sequence[int], people: Sequence[str] | None) -> tuple[int, ...]:
        """The first statement of each of these people, or of anybody."""
        first: dict[str, int] = {}
        for row in (statements.rows[number] for number in side):
            if people is None or row.segment.respondent_id in people:
                first.setdefault(row.segment.respondent_id, row.position)
        return tuple(list(first.values())[: thresholds.max_quotes])

    return LineFinding(
        line,
        verdict,
        tuple(supporters),
        tuple(opponents),
        statements.n_people,
        quotes(sides.supporting, supporters),
        quotes(sides.opposing, opponents),
        quotes(sides.similar, None),
    )


def _take_sides(
    line: ProtoLine, study: Study, statements: _Statements, encode: Encode, thresholds: ProtoThresholds
) -> _Sides:
    """Which statements support a line, which oppose it, and which are similar."""
    rows, n = statements.rows, len(statements.rows)
    topic = read_topic(line.text, line.kind, study.analysis.language)
    cosines = np.round(statements.vectors @ _unit(encode([line.text]))[0], 4) if rows else np.zeros(0, np.float32)
    needs_rare_word = not topic.stance and line.kind not in THING_KINDS
    shares = topic_shares(topic.lemmas, statements.numbers_by_lemma, n)
    # Words count half as much as meaning when the best quotes are chosen.
    strength = {number: share.share * 0.5 + float(cosines[number]) for number, share in shares.items()}
    sides = _Sides([], [], [])
    for number in sorted(shares, key=lambda number: (-strength[number], rows[number].segment.segment_id)):
        row, share = rows[number], shares[number]
        is_near = share.share >= thresholds.min_topic_share and cosines[number] >= thresholds.min_cosine
        if not is_near or is_question(row.segment.text):
            continue
        is_one_common_word = share.n_words == 1 and share.rarest > thresholds.max_word_share * n
        # Naming a thing is no need of it.
        is_mere_mention = line.kind == "need" and not _asks_for_something(row)
        is_open = (is_one_common_word and needs_rare_word) or is_mere_mention
        side = 0 if is_open else _side(row, topic, thresholds)
        (sides.supporting if side > 0 else sides.opposing if side < 0 else sides.similar).append(number)
    if rows and not sides.supporting and not sides.opposing:
        deviations = (cosines - cosines.mean()) / max(float(cosines.std()), 1e-6)
        is_alike = (cosines >= thresholds.min_cosine_alone) & (deviations >= thresholds.min_deviations)
        alike = [number for number in np.flatnonzero(is_alike).tolist() if not is_question(rows[number].segment.text)]
        sides.similar = sorted(
            {*sides.similar[: thresholds.max_quotes], *alike},
            key=lambda number: (-float(cosines[number]), rows[number].segment.segment_id),
        )
    return sides


def _asks_for_something(row: _Statement) -> bool:
    return row.kind in {"need", "suggestion", "goal"} or mentions_wish(row.segment.text)


def _side(row: _Statement, topic: Topic, thresholds: ProtoThresholds) -> int:
    """1 where a statement about the line's topic supports it, −1 where it says the opposite, 0 where that is open."""
    if topic.stance:
        agreement = row.polarity * topic.stance
        return 1 if agreement >= thresholds.min_agreement else -1 if agreement <= -thresholds.min_disagreement else 0
    # Who is interviewed tells stories about others, too.
    if row.segment.kind == "interview" and not mentions_speaker(row.segment.text):
        return 0
    negations = find_negations(row.segment.text, row.segment.language, topic.lemmas)
    if not negations:
        return 1
    if any(negations) and not all(negations):
        return 0
    return 1 if negations[0] == topic.is_negated else -1


def _missing_personas(study: Study, covered: set[str]) -> list[Missing]:
    """Personas of the study most of whose people support no line."""
    missing = []
    for persona in study.personas.personas:
        people = set(persona.respondents)
        n_uncovered = len(people - covered)
        if n_uncovered * 2 > len(people):
            numbers = (n_uncovered, len(people))
            missing.append(Missing("persona", persona.title, persona.persona_id, *numbers, persona.quote))
    return missing


def _missing_themes(
    study: Study, statements: _Statements, quoted: set[int], thresholds: ProtoThresholds
) -> list[Missing]:
    """Themes that many people speak of, but that no quote of a line belongs to."""
    analysis = study.analysis
    # Unsorted quotes add −1, which is no theme.
    touched = {int(analysis.themes.assignment[position]) for position in quoted}
    people: dict[int, set[str]] = {}
    for segment, theme_number in zip(analysis.segments, analysis.themes.assignment.tolist(), strict=True):
        people.setdefault(theme_number, set()).add(segment.respondent_id)
    missing = []
    for number, theme in enumerate(analysis.themes.themes):
        n = len(people.get(number, ()))
        if number in touched or n < max(2, thresholds.min_theme_share * statements.n_people):
            continue
        quote = theme.exemplars[0] if theme.exemplars else -1
        missing.append(Missing("theme", theme.name, theme.theme_id, n, statements.n_people, quote))
    return sorted(missing, key=lambda theme: (-theme.n, theme.key))[: thresholds.max_missing_themes]
