"""What data/personas.json says beyond single lines: names, shares against the others, moods, and who is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean
from typing import Any

from personas.evidence import ELSEWHERE
from personas.recount import WHERE
from voc.study.verify import StudyTables

FITS_NO_GROUP = "fits no group"
_ROUNDED = 2e-3

Row = Mapping[str, str]


def recount_whole(study: StudyTables) -> list[str]:
    """What the tables do not bear out of a document whose lines hold, as sentences."""
    document = study.personas
    if not document["personas"]:
        return []
    rows = [row for row in study.segments if row["role"] == "participant"]
    findings = list(_everybody(study))
    for persona in document["personas"]:
        where = f"{WHERE}: {persona['persona_id']}"
        others = _others(document, persona)
        for line in persona["traits"]:
            name = f"{where}: {line['kind']} ({line['subject_id']})"
            findings += _subject(line, name, study)
            findings += _lift(line, name, others)
        for one in persona.get("differences", ()):
            findings += _difference(one, f"{where}: differences ({one.get('subject_id')})", persona, others)
        findings += _feelings(persona, where, rows)
    return findings


def _everybody(study: StudyTables) -> Iterator[str]:
    document = study.personas
    placed = {who for persona in document["personas"] for who in persona["respondents"]}
    placed |= {str(one.get("respondent_id")) for one in document.get("left_out", ())}
    for row in study.respondents:
        if row["respondent_id"] not in placed:
            yield f"{WHERE}: {row['respondent_id']} is in no persona and not named as left out."


def _others(document: Mapping[str, Any], persona: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Whom members are compared with for sure (other personas, and who fits none), and who else may be among them."""
    sure = {who for one in document["personas"] for who in one["respondents"]} - set(persona["respondents"])
    maybe: set[str] = set()
    for one in document.get("left_out", ()):
        (sure if one.get("reason") == FITS_NO_GROUP else maybe).add(str(one.get("respondent_id")))
    return sure, maybe


def _subject(line: Mapping[str, Any], where: str, study: StudyTables) -> Iterator[str]:
    if line["subject_id"] == ELSEWHERE or line["kind"] == "channel":
        return
    names: dict[str, str] = {}
    if line["kind"] != "touchpoint":
        names.update({row["theme_id"]: row["name"] for row in study.themes})
    if line["kind"] != "theme":
        names.update({row["touchpoint_id"]: row["name"] for row in study.touchpoints if row["touchpoint_id"]})
    if line["subject_id"] not in names:
        yield f"{where}: there is no such subject of this kind."
    elif line.get("subject") != names[line["subject_id"]]:
        yield f"{where}: the subject is called '{names[line['subject_id']]}' in the tables."


def _lift(line: Mapping[str, Any], where: str, others: tuple[set[str], set[str]]) -> Iterator[str]:
    """A lift lies between that of a line all others show and that of a line one of them shows."""
    lift, n_others = line.get("lift"), len(others[0] | others[1])
    if lift is None or not n_others:
        return
    share = line["n"] / max(line["n_of"], 1)
    if not isinstance(lift, int | float) or not share - _ROUNDED <= lift <= share * n_others + _ROUNDED:
        yield f"{where}: lift is {lift!r}, which no number of the {n_others} others gives."


def _difference(
    one: Mapping[str, Any], where: str, persona: Mapping[str, Any], others: tuple[set[str], set[str]]
) -> Iterator[str]:
    if one.get("kind") != "trait":
        return
    sure, all_ = len(others[0]), len(others[0] | others[1])
    if not sure <= int(one.get("of_out") or 0) <= all_:
        yield f"{where}: of_out is {one.get('of_out')}, but the members are compared with {sure} others."
    listed = [
        line["n"]
        for line in persona["traits"]
        if (line["kind"], line["subject_id"]) == (one.get("value"), one.get("subject_id"))
    ]
    if listed and listed[0] != one.get("n_in"):
        yield f"{where}: n_in is {one.get('n_in')}, but {listed[0]} members show it."


def _feelings(persona: Mapping[str, Any], where: str, rows: Sequence[Row]) -> Iterator[str]:
    """Mean over people of their mean polarity. Segments that speak of further touchpoints count at each; where the
    table has fewer rows than the feeling, these cannot be told apart, and nothing is said."""
    members = set(persona["respondents"])
    mine = [row for row in rows if row["respondent_id"] in members]
    for feeling in persona.get("feelings", ()):
        phase, touchpoint = feeling.get("phase_id"), feeling.get("touchpoint_id") or ""
        here = [row for row in mine if row["phase_id"] == phase and touchpoint in ("", row["touchpoint_id"])]
        name = f"{where}: feelings ({phase} {touchpoint})".replace(" )", ")")
        n = feeling.get("n_segments")
        if not isinstance(n, int) or len(here) > n:
            yield f"{name}: {n!r} segments, but data/segments.csv has {len(here)}."
        elif len(here) == n and here:
            said: dict[str, list[float]] = {}
            for row in here:
                said.setdefault(row["respondent_id"], []).append(float(row["polarity"]))
            mean = fmean(fmean(values) for values in said.values())
            if feeling.get("n") != len(said) or abs(float(feeling.get("polarity") or 0) - mean) > _ROUNDED:
                yield f"{name}: people or polarity are not what data/segments.csv gives."
