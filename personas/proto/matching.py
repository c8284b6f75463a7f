"""Proto-personas against the data: which of their lines people bear out, which they contradict, and who is missing.

What is compared are single statements. A statement says a line when it has most of the line's matter in its words, is
near it in meaning, is no question, and agrees in feeling (lines with a stance) or in affirmation (all others). "Not
found" says that nobody was found to say it, not that it is false.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from personas.proto.people import Counted, demographic
from personas.proto.proto_file import Proto, ProtoLine
from voc.schema import Floats
from voc.study import StudyTables
from voc.text import lemma, tokens
from voc.text.matching import Topic, find_negations, mentions_speaker, mentions_wish, read_topic, topic_shares
from voc.text.statements import is_question

Verdict = Literal[
    "supported", "few", "disputed", "contradicted", "unclear", "not_found", "counted", "nobody", "no_data"
]

MATTER = 0.6
"""A statement has a line's matter from this share of it on, rare words weighing more."""
COMMON = 0.02
"""One word that more than this share of the statements have is no habit, goal or characteristic of its own."""
THINGS = ("need", "channel")
"""Lines of these kinds name a thing; one word can do that, however common it is."""
NEAR = 0.22
"""Least cosine to a line of statements that have its matter."""
NEAR_ALONE = 0.38
STANDS_OUT = 4.0
"""Without the line's matter in its words, a statement is worth a look from this cosine on, and from so many standard
deviations above the mean of all statements on."""
FELT = 0.15
OPPOSED = 0.3
"""Least polarity (absolute) of a statement that agrees with a line's stance, and of one that disagrees."""
FEW_SHARE = 0.02
"""Below two people, and below this share of all, a line is said by few."""
CLEARLY = 2
"""One side is the stronger where it has this many times the people of the other."""
MOST_SHOWN = 3
ENOUGH_SAID = 3
"""People who said less are not missed by a proto-persona."""
MOST_MISSING = 8

Encode = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the data say about one line.

    ``says`` and ``against`` are respondents; ``n_of`` is all whom it could have been (everybody, or those whose
    attribute is known). ``quotes``, ``counter`` and ``look`` are positions in ``StudyTables.segments``: what bears the
    line out, what contradicts it, and what is near and must be read by a person.
    """

    line: ProtoLine
    verdict: Verdict
    says: tuple[str, ...]
    against: tuple[str, ...]
    n_of: int
    quotes: tuple[int, ...] = ()
    counter: tuple[int, ...] = ()
    look: tuple[int, ...] = ()
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A persona of ours or a theme that no proto-persona speaks for: how many of its people none covers."""

    kind: Literal["persona", "theme"]
    name: str
    key: str
    n: int
    n_of: int
    quote: int


@dataclass(frozen=True, slots=True)
class ProtoTest:
    """Each proto-persona's findings, in the order of the file, and who and what is missing. ``uncovered`` are people
    who said enough and of whom no proto-persona has a line; ``n_of`` is everybody who says something."""

    protos: tuple[Proto, ...]
    findings: tuple[tuple[Finding, ...], ...]
    covered: tuple[tuple[str, ...], ...]
    missing: tuple[Missing, ...]
    uncovered: tuple[str, ...]
    n_of: int


@dataclass(frozen=True, slots=True)
class _Said:
    """All participants' statements: positions in the table, unit vectors (n, d), positions by lemma, who says them."""

    at: tuple[int, ...]
    rows: tuple[Mapping[str, str], ...]
    vectors: Floats
    index: Mapping[str, frozenset[int]]
    n_people: int


def compare_protos(protos: Sequence[Proto], study: StudyTables, encode: Encode) -> ProtoTest:
    """Compare every line with every statement.

    Args:
        protos: what `read_protos` gives.
        study: a written study.
        encode: n texts → float32 (n, d).
    """
    said = _listen(study, encode)
    findings = tuple(tuple(_finding(line, study, said, encode) for line in proto.lines) for proto in protos)
    covered = tuple(tuple(sorted({who for one in mine for who in one.says if not one.attribute})) for mine in findings)
    everybody = Counter(row["respondent_id"] for row in said.rows)
    known = {who for people in covered for who in people}
    uncovered = tuple(who for who in sorted(everybody) if everybody[who] >= ENOUGH_SAID and who not in known)
    used = {at for mine in findings for one in mine for at in (*one.quotes, *one.counter)}
    missing = [*_personas(study, known), *_themes(study, said, used)]
    return ProtoTest(tuple(protos), findings, covered, tuple(missing), uncovered, len(everybody))


def _listen(study: StudyTables, encode: Encode) -> _Said:
    at = tuple(n for n, row in enumerate(study.segments) if row["role"] == "participant" and row["respondent_id"])
    rows = tuple(study.segments[n] for n in at)
    index: dict[str, set[int]] = {}
    for place, row in enumerate(rows):
        for token in tokens(row["text"]):
            if token.kind == "word":
                index.setdefault(lemma(token.text, row["language"]).lower(), set()).add(place)
    frozen = {word: frozenset(places) for word, places in index.items()}
    return _Said(
        at, rows, _unit(encode([row["text"] for row in rows])), frozen, len({r["respondent_id"] for r in rows})
    )


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def _finding(line: ProtoLine, study: StudyTables, said: _Said, encode: Encode) -> Finding:
    if line.kind == "demographic":
        return _counted(line, demographic(line.text, study.respondents))
    language = str(study.manifest.get("language", ""))
    matter = read_topic(line.text, line.kind, language)
    near = np.round(said.vectors @ _unit(encode([line.text]))[0], 4) if said.rows else np.zeros(0, np.float32)
    vague = not matter.stance and line.kind not in THINGS
    shares = topic_shares(matter.lemmas, said.index, len(said.rows))
    strength = {place: one.share * 0.5 + float(near[place]) for place, one in shares.items()}
    yes: list[int] = []
    no: list[int] = []
    look: list[int] = []
    for place in sorted(shares, key=lambda one: (-strength[one], said.rows[one]["segment_id"])):
        if is_question(said.rows[place]["text"]):
            continue
        if shares[place].share >= MATTER and near[place] >= NEAR:
            alone = shares[place].n_words == 1 and shares[place].rarest > COMMON * len(said.rows) and vague
            open_ = alone or (line.kind == "need" and not _wishes(said.rows[place]))
            side = 0 if open_ else _side(said.rows[place], matter)
            (yes if side > 0 else no if side < 0 else look).append(place)
    if not yes and not no and len(near):
        lift = (near - near.mean()) / max(float(near.std()), 1e-6)
        far = np.flatnonzero((near >= NEAR_ALONE) & (lift >= STANDS_OUT)).tolist()
        far = [place for place in far if not is_question(said.rows[place]["text"])]
        look = sorted({*look[:MOST_SHOWN], *far}, key=lambda one: (-float(near[one]), said.rows[one]["segment_id"]))
    return _judged(line, said, (yes, no, look))


def _wishes(row: Mapping[str, str]) -> bool:
    """Whether somebody asks for something; naming it is no need."""
    return row["statement"] in {"need", "suggestion", "goal"} or mentions_wish(row["text"])


def _side(row: Mapping[str, str], line: Topic) -> int:
    """1 where a statement with the line's matter bears it out, −1 where it says the opposite, 0 where that is open."""
    text = row["text"]
    polarity = float(row["polarity"] or 0)
    if line.stance:
        agrees = polarity * line.stance
        return 1 if agrees >= FELT else -1 if agrees <= -OPPOSED else 0
    if row["kind"] == "interview" and not mentions_speaker(text):
        return 0
    denied = find_negations(text, row["language"], line.lemmas)
    if not denied or (any(denied) and not all(denied)):
        return 0 if denied else 1
    return 1 if denied[0] == line.is_negated else -1


def _judged(line: ProtoLine, said: _Said, sides: tuple[list[int], list[int], list[int]]) -> Finding:
    yes, no, look = sides
    for_it, against_it = (Counter(said.rows[place]["respondent_id"] for place in side) for side in (yes, no))
    says = sorted(who for who in for_it if for_it[who] >= against_it[who])
    against = sorted(who for who in against_it if against_it[who] > for_it[who])
    least = max(2, FEW_SHARE * said.n_people)
    few = len(says) < least
    verdict: Verdict
    if not says and not against:
        verdict = "unclear" if look else "not_found"
    elif len(says) >= CLEARLY * len(against) and says:
        verdict = "few" if few else "supported"
    elif len(against) >= max(CLEARLY * len(says), least):
        verdict = "contradicted"
    else:
        verdict = "disputed" if says else "unclear"
    return Finding(
        line, verdict, tuple(says), tuple(against), said.n_people,
        _best(said, yes, says), _best(said, no, against), _best(said, look, None),
    )  # fmt: skip


def _best(said: _Said, places: Sequence[int], people: Sequence[str] | None) -> tuple[int, ...]:
    """The first statement of each of these people, up to three; of anybody without ``people``."""
    first: dict[str, int] = {}
    for place in places:
        who = said.rows[place]["respondent_id"]
        if people is None or who in people:
            first.setdefault(who, said.at[place])
    return tuple(list(first.values())[:MOST_SHOWN])


def _counted(line: ProtoLine, counted: Counted | None) -> Finding:
    if counted is None:
        return Finding(line, "no_data", (), (), 0)
    verdict: Verdict = "counted" if counted.who else "nobody"
    return Finding(line, verdict, counted.who, (), counted.n_known, attribute=counted.attribute)


def _personas(study: StudyTables, known: set[str]) -> list[Missing]:
    """Our personas most of whose people no proto-persona has a line of."""
    at = {row["segment_id"]: place for place, row in enumerate(study.segments)}
    found = []
    for one in study.personas.get("personas", []):
        people = set(one["respondents"])
        open_ = people - known
        if len(open_) * 2 > len(people):
            quote = at.get(one["quote"]["segment_id"], -1)
            found.append(Missing("persona", one["title"], one["persona_id"], len(open_), len(people), quote))
    return found


def _themes(study: StudyTables, said: _Said, used: set[int]) -> list[Missing]:
    """Themes of many people that no line touches: not one statement of theirs was found by any line."""
    at = {row["segment_id"]: place for place, row in enumerate(study.segments)}
    touched = {study.segments[place]["theme_id"] for place in used}
    found = []
    for row in study.themes:
        n = int(row["n_respondents"])
        if row["theme_id"] in touched or n < max(2, 0.1 * said.n_people):
            continue
        exemplar = next(filter(None, row["exemplars"].split("; ")), "")
        found.append(Missing("theme", row["name"], row["theme_id"], n, said.n_people, at.get(exemplar, -1)))
    return sorted(found, key=lambda one: (-one.n, one.key))[:MOST_MISSING]
