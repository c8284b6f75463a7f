"""`check_personas`: does data/personas.json prove what it says? Trusts nothing in it, counts again in the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from personas.differences import LEVEL
from personas.recount import WHERE, recount
from personas.recount_whole import recount_whole
from voc.study.verify import StudyTables


def check_personas(study: StudyTables) -> list[str]:
    """Everything in data/personas.json that is not borne out by the document itself or by the tables, as sentences; an
    empty list means that all holds."""
    owners = {row["segment_id"]: row["respondent_id"] for row in study.segments}
    return check_document(study.personas, owners) or [*recount(study), *recount_whole(study)]


def check_document(document: Mapping[str, Any], segment_ids: Mapping[str, str]) -> list[str]:
    """Everything in a personas document that is not borne out, as sentences; an empty list means that all holds.

    Args:
        document: what `json.loads` gives for data/personas.json (`personas_json` documents the keys).
        segment_ids: the respondent's id by segment id, as in data/segments.csv.
    """
    if not isinstance(document, Mapping) or not isinstance(document.get("personas"), list):
        return [f"{WHERE}: must be an object with a list 'personas'. Run `voc run` again."]
    findings: list[str] = []
    personas = document["personas"]
    if bool(personas) == bool(document.get("refusal")):
        findings.append(f"{WHERE}: must hold personas or a refusal, one of them; found {len(personas)} personas.")
    known = set(segment_ids.values())
    placed: dict[str, str] = {}
    for number, persona in enumerate(personas):
        if not isinstance(persona, Mapping):
            findings.append(f"{WHERE}: persona {number + 1} must be an object.")
            continue
        where = f"{WHERE}: {persona.get('persona_id') or f'persona {number + 1}'}"
        findings += _persona(persona, where, segment_ids, known)
        for member in _texts(persona.get("respondents")):
            if member in placed:
                findings.append(f"{where}: {member} is also a member of {placed[member]}.")
            placed[member] = str(persona.get("persona_id"))
    findings += _profiles(document.get("profiles"), placed, segment_ids)
    left_out = document.get("left_out")
    for entry in left_out if isinstance(left_out, list) else []:
        who = entry.get("respondent_id") if isinstance(entry, Mapping) else None
        if who in placed:
            findings.append(f"{WHERE}: {who} is left out and a member of {placed[who]} at once.")
    return findings


def _profiles(value: Any, placed: Mapping[str, str], segment_ids: Mapping[str, str]) -> list[str]:
    if not isinstance(value, list):
        return [f"{WHERE}: profiles must be a list."]
    findings: list[str] = []
    for profile in _objects(value):
        who = str(profile.get("respondent_id"))
        where = f"{WHERE}: profile of {who}"
        if profile.get("persona_id") != placed.get(who, ""):
            findings.append(f"{where}: the person is in {placed.get(who) or 'no persona'}, not as the profile says.")
        findings += _quote(profile.get("quote"), f"{where}: quote", segment_ids, {who})
        findings += _lines(profile.get("traits"), f"{where}: traits", segment_ids, [who])
    return findings


def _persona(persona: Mapping[str, Any], where: str, segment_ids: Mapping[str, str], known: set[str]) -> list[str]:
    members = _texts(persona.get("respondents"))
    findings = _ids(members, where, "respondents")
    findings += [f"{where}: respondent {who} says nothing in the study." for who in members if who not in known]
    if persona.get("n") != len(members):
        findings.append(f"{where}: n is {persona.get('n')!r}, but {len(members)} respondents are listed.")
    findings += _quote(persona.get("quote"), f"{where}: quote", segment_ids, set(members))
    for key in ("traits", "channels", "touchpoints", "counter"):
        findings += _lines(persona.get(key), f"{where}: {key}", segment_ids, members)
    for one in _objects(persona.get("differences")):
        if not isinstance(one.get("p_value"), float | int) or not 0 <= one["p_value"] <= LEVEL:
            findings.append(f"{where}: differences ({one.get('subject_id')}): p_value must be 0–{LEVEL}.")
    findings += _attributes(persona, where, len(members))
    return findings + _feelings(persona, where, segment_ids, set(members))


def _lines(value: Any, where: str, segment_ids: Mapping[str, str], members: list[str]) -> list[str]:
    if not isinstance(value, list):
        return [f"{where} must be a list."]
    findings = []
    for number, line in enumerate(value):
        name = f"{where} {number + 1}"
        if isinstance(line, Mapping):
            findings += _trait(line, f"{name} ({line.get('kind')}, {line.get('subject_id')})", segment_ids, members)
        else:
            findings.append(f"{name} must be an object.")
    return findings


def _trait(trait: Mapping[str, Any], where: str, segment_ids: Mapping[str, str], members: list[str]) -> list[str]:
    people, segments = _texts(trait.get("respondents")), _texts(trait.get("segments"))
    findings = _ids(people, where, "respondents") + _ids(segments, where, "segments")
    findings += [f"{where}: {who} is no member of the persona." for who in people if who not in members]
    if trait.get("n") != len(people):
        findings.append(f"{where}: n is {trait.get('n')!r}, but {len(people)} respondents are listed.")
    if trait.get("n_of") != len(members):
        findings.append(f"{where}: n_of is {trait.get('n_of')!r}, but the persona has {len(members)} members.")
    proven = set()
    for segment in segments:
        owner = segment_ids.get(segment)
        if owner is None:
            findings.append(f"{where}: segment {segment} does not exist.")
        elif owner not in people:
            findings.append(f"{where}: segment {segment} is by {owner}, who is not named as showing it.")
        else:
            proven.add(owner)
    findings += [f"{where}: no segment proves that {who} shows it." for who in people if who not in proven]
    quotes = trait.get("quotes")
    if not isinstance(quotes, list) or not quotes:
        return [*findings, f"{where}: has no quote."]
    for quote in quotes:
        findings += _quote(quote, f"{where}: quote", segment_ids, set(people))
        if isinstance(quote, Mapping) and quote.get("segment_id") not in segments:
            findings.append(f"{where}: quote {quote.get('segment_id')!r} is not among its evidence.")
    return findings


def _quote(quote: Any, where: str, segment_ids: Mapping[str, str], people: set[str]) -> list[str]:
    if not isinstance(quote, Mapping):
        return [f"{where}: is missing."]
    owner = segment_ids.get(str(quote.get("segment_id")))
    if owner is None:
        return [f"{where}: segment {quote.get('segment_id')!r} does not exist."]
    findings = []
    if owner not in people:
        findings.append(f"{where}: segment {quote['segment_id']} is by {owner}, who is not named here.")
    if quote.get("respondent_id") != owner:
        findings.append(f"{where}: segment {quote['segment_id']} is by {owner}, not {quote.get('respondent_id')!r}.")
    if not str(quote.get("text") or "").strip():
        findings.append(f"{where}: segment {quote['segment_id']} has no text.")
    return findings


def _attributes(persona: Mapping[str, Any], where: str, n_members: int) -> list[str]:
    findings = []
    totals: dict[str, int] = {}
    stated: dict[str, set[int]] = {}
    for one in _objects(persona.get("attributes")):
        if not isinstance(one.get("n"), int) or not isinstance(one.get("n_known"), int):
            findings.append(f"{where}: attribute '{one.get('attribute')}': n and n_known must be whole numbers.")
            continue
        name = str(one.get("attribute"))
        totals[name] = totals.get(name, 0) + one["n"]
        stated.setdefault(name, set()).add(one["n_known"])
    for name, total in totals.items():
        if len(stated[name]) != 1 or total > min(stated[name]) or max(stated[name]) > n_members:
            findings.append(
                f"{where}: attribute '{name}': the values count {total} of {n_members} members, n_known says "
                f"{sorted(stated[name])}."
            )
    return findings


def _feelings(persona: Mapping[str, Any], where: str, segment_ids: Mapping[str, str], members: set[str]) -> list[str]:
    findings = []
    for feeling in _objects(persona.get("feelings")):
        for end in ("best", "worst"):
            segment = feeling.get(end)
            if segment is not None and segment_ids.get(str(segment)) not in members:
                findings.append(f"{where}: {feeling.get('phase_id')}: {end} {segment!r} is no member's segment.")
        n = feeling.get("n")
        if not isinstance(n, int) or n > len(members):
            findings.append(f"{where}: {feeling.get('phase_id')}: {n!r} people felt it, of {len(members)} members.")
    return findings


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _ids(values: list[str], where: str, key: str) -> list[str]:
    if not values:
        return [f"{where}: names no {key}."]
    return [] if len(set(values)) == len(values) else [f"{where}: names some of its {key} twice."]


def _texts(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
