"""`build_personas`: from an analysed study to persona drafts, or to the reason why there are none. Composition only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from personas.clustering import Matrix, fit_space, place
from personas.decisions import Before, Decided, decide_groups, hand_method
from personas.drafts import Material, write_drafts
from personas.evidence import collect_facts, find_traits
from personas.features import ENOUGH_SEGMENTS, ENOUGH_WORDS, Voices, listen, subset
from personas.features import profiles as profile_rows
from personas.grouping import MIN_RESPONDENTS, MIN_STABILITY, RESAMPLES, Grouping, group_people
from personas.lines import decided_lines, lost_lines, without_rejected
from personas.profiles import write_profiles
from personas.wording import decimal, say
from voc.decisions.codebook import Codebook, PersonaDecision
from voc.schema import Analysis, Persona, Personas, Progress, no_progress

SAID_TOO_LITTLE = "said too little"
FITS_NO_GROUP = "fits no group"
PUT_ASIDE = "put aside by hand"


def build_personas(
    analysis: Analysis,
    *,
    codebook: Codebook | None = None,
    before: Before | None = None,
    progress: Progress = no_progress,
) -> Personas:
    """Group the respondents by what they say and feel, and draft a persona of each group.

    People who said enough (3 segments or 40 words) form the groups; people with few words join the nearest group where
    it is clearly the nearest. Where nearly everybody made one comment, all with a sentence form them ("pooled").
    Nobody is forced in: `Personas.left_out` names the others. Below six people who said enough, where groups are no
    clearer than chance, or where they do not come back on resamples, there is a refusal in the study's language.

    The researcher's decisions come in between: about who belongs together before the drafts are written, about titles
    and lines after. Groups made by hand are drafted even where none were found.

    Args:
        analysis: an analysed study.
        codebook: the researcher's decisions; none without one.
        before: the personas of the run before (`personas_before`), so that ids stay.
        progress: called as ``progress("build personas", done, total)``.
    """
    from threadpoolctl import threadpool_limits

    progress("build personas", 0, 0)
    with threadpool_limits(1):
        return _build(analysis, codebook or Codebook(), before or Before(), progress)


def _build(analysis: Analysis, codebook: Codebook, before: Before, progress: Progress) -> Personas:
    voices = listen(analysis)
    grouping = group_people(voices)
    found = [
        tuple(rid for rid, label in zip(voices.respondent_ids, grouping.labels, strict=True) if label == number)
        for number in range(grouping.n_groups)
    ]
    hand = decide_groups(found, voices.respondent_ids, codebook, before, lambda people: _places(voices, people))
    left_out = _left_out(analysis, voices, grouping, hand)
    facts = collect_facts(analysis)
    profiles = write_profiles(
        analysis, facts, {who: group.persona_id for group in hand.groups for who in group.respondents}
    )
    if not hand.groups:
        refusal = _refusal(analysis, grouping)
        return Personas((), refusal, left_out, profiles=profiles, found=hand.found, waiting=hand.waiting)
    groups = [group.respondents for group in hand.groups]
    others = _compared(voices, grouping).union(*groups)
    traits = []
    for done, group in enumerate(hand.groups):
        members, rest = group.respondents, sorted(others - set(group.respondents))
        lines = find_traits(analysis, facts, members, rest)
        decision = codebook.personas.get(group.persona_id, PersonaDecision())
        traits.append(decided_lines(analysis, facts, lines, decision, (members, rest)))
        progress("build personas", done + 1, len(groups))
    material = Material(analysis, facts, others, grouping.way == "pooled")
    drafts = tuple(_decided(draft, codebook) for draft in write_drafts(material, hand.groups, traits))
    return Personas(
        drafts,
        "",
        left_out,
        None if grouping.refusal else round(grouping.stability or 0.0, 4),
        _method(analysis, grouping, hand),
        tentative=grouping.tentative,
        profiles=profiles,
        found=hand.found,
        waiting=(*hand.waiting, *lost_lines(drafts, codebook.personas, facts)),
    )


def _places(voices: Voices, people: Sequence[str]) -> Matrix:
    """Where some people stand to each other."""
    where = {rid: at for at, rid in enumerate(voices.respondent_ids)}
    matrix = profile_rows(subset(voices, np.array(sorted(where[rid] for rid in people), dtype=np.int64)))
    return place(matrix, fit_space(matrix))


def _decided(persona: Persona, codebook: Codebook) -> Persona:
    decision = codebook.personas.get(persona.persona_id)
    if decision is None:
        return persona
    return replace(without_rejected(persona, decision.reject), title=decision.title or persona.title)


def _compared(voices: Voices, grouping: Grouping) -> set[str]:
    """Everybody that a group is compared with: people in groups, and people who said enough but fit none."""
    chosen = {voices.respondent_ids[one] for one in grouping.drivers}
    return chosen | {rid for rid, label in zip(voices.respondent_ids, grouping.labels, strict=True) if label >= 0}


def _left_out(analysis: Analysis, voices: Voices, grouping: Grouping, hand: Decided) -> Mapping[str, str]:
    drivers = {voices.respondent_ids[one] for one in grouping.drivers}
    placed = {rid for group in hand.groups for rid in group.respondents}
    refused = grouping.refusal and not hand.groups
    everybody: Sequence[str] = sorted(one.respondent_id for one in analysis.corpus.respondents)
    return {
        rid: PUT_ASIDE if rid in hand.aside else FITS_NO_GROUP if rid in drivers else SAID_TOO_LITTLE
        for rid in everybody
        if rid not in placed and not (refused and rid in drivers)
    }


def _refusal(analysis: Analysis, grouping: Grouping) -> str:
    return say(
        analysis.language,
        "refusal",
        grouping.refusal or "dropped",
        needed=MIN_RESPONDENTS,
        segments=ENOUGH_SEGMENTS,
        words=ENOUGH_WORDS,
        found=len(grouping.drivers),
        total=len(analysis.corpus.respondents),
        stability=decimal(max(grouping.stability or 0.0, 0.0), analysis.language),
        needed_stability=decimal(MIN_STABILITY, analysis.language),
    )


def _method(analysis: Analysis, grouping: Grouping, hand: Decided) -> str:
    by_hand = hand_method(analysis.language, hand)
    if grouping.refusal:
        return " ".join([*by_hand, _refusal(analysis, grouping)])
    language = analysis.language
    drivers = set(grouping.drivers.tolist())
    joined = sum(1 for one, label in enumerate(grouping.labels) if label >= 0 and one not in drivers)
    apart = len(analysis.corpus.respondents) - int((grouping.labels >= 0).sum())
    sentences = [
        say(
            language,
            "method",
            grouping.way,
            k=grouping.n_groups,
            drivers=len(drivers),
            segments=ENOUGH_SEGMENTS,
            words=ENOUGH_WORDS,
        ),
        say(
            language,
            "method",
            "tested",
            resamples=RESAMPLES,
            stability=decimal(grouping.stability or 0.0, language),
            chance=decimal(grouping.chance, language),
        ),
    ]
    if grouping.tentative:
        sentences.append(say(language, "method", "tentative"))
    if grouping.n_tested < len(drivers):
        sentences.append(say(language, "method", "sampled", tested=grouping.n_tested))
    if joined:
        sentences.append(say(language, "method", "joined", joined=joined))
    if apart:
        sentences.append(say(language, "method", "left_out", left_out=apart))
    return " ".join([*sentences, *by_hand])
