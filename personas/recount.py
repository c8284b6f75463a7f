"""Every line of data/personas.json counted again from data/segments.csv and data/respondents.csv."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from personas.attributes import attribute_counts
from personas.evidence import ELSEWHERE, SAID_KINDS, kinds_of
from voc.schema import AttributeCount, Respondent
from voc.study.verify import StudyTables

WHERE = "data/personas.json"
_COLUMNS = {"respondent_id", "source", "n_segments"}
_AGAINST = {"pain": "positive", "praise": "negative"}
_ROUNDED = 1e-3
CACHED = 20_000
"""Segments whose kinds are kept: one stands in many lines."""

Row = Mapping[str, str]


def recount(study: StudyTables) -> list[str]:
    """What the tables do not bear out of a document that `check_document` found in order, as sentences."""
    document, rows = study.personas, {row["segment_id"]: row for row in study.segments}
    respondents = [_respondent(row) for row in study.respondents]
    findings: list[str] = []
    if document.get("n_of") != len(respondents):
        findings.append(f"{WHERE}: n_of is {document.get('n_of')!r}, but data/respondents.csv has {len(respondents)}.")
    for persona in document["personas"]:
        where = f"{WHERE}: {persona['persona_id']}"
        if abs(float(persona.get("share") or 0) - persona["n"] / max(len(respondents), 1)) > _ROUNDED:
            findings.append(f"{where}: share is not n / n_of.")
        findings += _quote(persona["quote"], where, rows)
        for key in ("traits", "channels", "touchpoints", "counter"):
            findings += [one for line in persona[key] for one in _line(line, f"{where}: {key}", rows, key == "counter")]
        findings += _attributes(persona, where, respondents)
        findings += [
            one for item in persona.get("differences", ()) for one in _difference(item, where, persona, respondents)
        ]
    said = Counter(row["respondent_id"] for row in study.segments if row["role"] == "participant")
    for profile in document["profiles"]:
        where = f"{WHERE}: profile of {profile['respondent_id']}"
        if profile.get("n_segments") != said[profile["respondent_id"]]:
            findings.append(f"{where}: n_segments is not what data/segments.csv holds.")
        findings += _quote(profile["quote"], where, rows)
        findings += [one for line in profile["traits"] for one in _line(line, where, rows, False)]
    return findings


def _respondent(row: Row) -> Respondent:
    attributes = {name: value for name, value in row.items() if name not in _COLUMNS and value}
    return Respondent(row["respondent_id"], "", (), attributes)


def _line(line: Mapping[str, Any], where: str, rows: Mapping[str, Row], against: bool) -> Iterator[str]:
    name = f"{where} ({line.get('kind')}, {line.get('subject_id')})"
    for segment_id in line["segments"]:
        row = rows[segment_id]
        if not _about(line, row):
            yield f"{name}: segment {segment_id} is about something else."
        if against and row["sentiment"] != _AGAINST.get(str(line["kind"])):
            yield f"{name}: segment {segment_id} does not speak against it."
        if not against and line["kind"] in SAID_KINDS and line["kind"] not in _kinds(row):
            yield f"{name}: segment {segment_id} is no {line['kind']}."
    for quote in line["quotes"]:
        yield from _quote(quote, name, rows)
    for span in line.get("spans", ()):
        row = rows.get(str(span.get("segment_id")), {})
        text = row.get("text", "")[span.get("start") or 0 : span.get("end") or 0]
        if span.get("segment_id") not in line["segments"] or not text or text != span.get("text"):
            yield f"{name}: the span in {span.get('segment_id')} is not its text."


def _about(line: Mapping[str, Any], row: Row) -> bool:
    if line["subject_id"] == ELSEWHERE:
        return True
    if line["kind"] == "channel":
        return bool(row["touchpoint_id"])
    return line["subject_id"] in (row["theme_id"], row["touchpoint_id"])


def _kinds(row: Row) -> frozenset[str]:
    """The kinds of statement that a row can be evidence of; how sure its reading was does not stand in the table."""
    return _kinds_of(row["text"], row["language"], row["statement"], row["sentiment"])


@lru_cache(maxsize=CACHED)
def _kinds_of(text: str, language: str, statement: str, sentiment: str) -> frozenset[str]:
    return frozenset(str(kind) for kind in kinds_of(text, language, statement, sentiment, 1.0, 0))


def _quote(quote: Mapping[str, Any], where: str, rows: Mapping[str, Row]) -> list[str]:
    same = rows[str(quote["segment_id"])]["text"] == quote.get("text")
    return [] if same else [f"{where}: the quote of {quote['segment_id']} is not its text."]


def _attributes(persona: Mapping[str, Any], where: str, respondents: Sequence[Respondent]) -> list[str]:
    counted = attribute_counts(respondents, persona["respondents"])
    listed = tuple(
        AttributeCount(str(one.get("attribute")), str(one.get("value")), one.get("n", -1), one.get("n_known", -1))
        for one in persona.get("attributes", ())
    )
    wrong = sorted({one.attribute for one in {*counted} ^ {*listed}})
    return [f"{where}: attribute '{one}' is not what data/respondents.csv holds." for one in wrong]


def _difference(
    one: Mapping[str, Any], where: str, persona: Mapping[str, Any], respondents: Sequence[Respondent]
) -> Iterator[str]:
    name = f"{where}: differences ({one.get('subject_id')})"
    n_in, of_in, n_out, of_out = (int(one.get(key) or 0) for key in ("n_in", "of_in", "n_out", "of_out"))
    if not (0 <= n_in <= of_in and 0 <= n_out <= of_out and of_in and of_out and of_in + of_out <= len(respondents)):
        yield f"{name}: {n_in} of {of_in} against {n_out} of {of_out} cannot be."
        return
    if one.get("measure") == "risk_difference":
        expected = n_in / of_in - n_out / of_out
    elif one.get("measure") == "cramers_v":
        a, b, c, d = n_in, of_in - n_in, n_out, of_out - n_out
        expected = (a * d - b * c) / np.sqrt(max(float(of_in) * of_out * (a + c) * (b + d), 1.0))
    else:
        expected = float(one.get("effect") or 0)
    if abs(expected - float(one.get("effect") or 0)) > _ROUNDED:
        yield f"{name}: the effect is not what the counts give."
    if one.get("kind") == "trait" and of_in != persona["n"]:
        yield f"{name}: of_in is {of_in}, but the persona has {persona['n']} members."
    if one.get("kind") == "attribute":
        inside = set(persona["respondents"])
        held = [
            r.attributes[one["subject_id"]]
            for r in respondents
            if r.respondent_id in inside and one["subject_id"] in r.attributes
        ]
        if one.get("measure") == "cramers_v" and (n_in, of_in) != (held.count(str(one.get("value"))), len(held)):
            yield f"{name}: {n_in} of {of_in} is not what data/respondents.csv holds."
