"""`build_personas`: from an analysed study to persona drafts, or to the reason why there are none. Composition only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from personas.caveats import describe_method, explain_refusal
from personas.clustering import Matrix, fit_space, project
from personas.decisions import (
    Before,
    DecidedGroups,
    decide_groups,
    decide_lines,
    describe_decisions,
    find_pending_lines,
    remove_rejected_lines,
)
from personas.drafts import DraftContext, write_drafts, write_profiles
from personas.evidence import collect_facts
from personas.features import RespondentFeatures, collect_features, feature_matrix, select_respondents
from personas.grouping import PersonaGrouping, group_respondents
from personas.traits import find_traits
from personas.wording import say
from voc.decisions.codebook import Codebook, PersonaDecision
from voc.schema import Analysis, Persona, Personas, Progress, SentenceParts, no_progress

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
    from sklearn import config_context
    from threadpoolctl import threadpool_limits

    progress("build personas", 0, 0)
    # With several threads BLAS adds up in another order, and the same study would not give the same bytes.
    # Grouping scores thousands of small groupings, where scikit-learn's checks of its arguments take most of the time.
    with threadpool_limits(1), config_context(assume_finite=True, skip_parameter_validation=True):
        return _build(analysis, codebook or Codebook(), before or Before(), progress)


def _build(analysis: Analysis, codebook: Codebook, before: Before, progress: Progress) -> Personas:
    features = collect_features(analysis)
    grouping = group_respondents(features)
    ids = np.array(features.respondent_ids, dtype=object)
    groups = [tuple(ids[grouping.labels == number].tolist()) for number in range(grouping.n_groups)]
    decided = decide_groups(groups, features.respondent_ids, codebook, before, lambda people: _points(features, people))
    left_out = _left_out(analysis, features, grouping, decided)
    facts = collect_facts(analysis)
    persona_ids = {person: group.persona_id for group in decided.groups for person in group.respondents}
    profiles = write_profiles(analysis, facts, persona_ids)
    if not decided.groups:
        refusal = explain_refusal(analysis, grouping)
        return Personas(
            (),
            say(refusal, analysis),
            left_out,
            profiles=profiles,
            found=decided.grouped,
            waiting=decided.waiting,
            refusal_wording=(refusal,),
        )
    # A group is compared with everybody in a group, and with those who said enough but fit none.
    everybody = {*ids[grouping.drivers], *ids[grouping.labels >= 0], *persona_ids}
    lines = []
    for done, group in enumerate(decided.groups):
        members, others = group.respondents, sorted(everybody - set(group.respondents))
        traits = find_traits(analysis, facts, members, others)
        decision = codebook.personas.get(group.persona_id, PersonaDecision())
        lines.append(decide_lines(analysis, facts, traits, decision, members, others))
        progress("build personas", done + 1, len(decided.groups))
    context = DraftContext(analysis, facts, everybody, grouping.way == "pooled")
    method = _method(analysis, grouping, decided)
    drafts = tuple(_apply_decision(draft, codebook) for draft in write_drafts(context, decided.groups, lines))
    return Personas(
        drafts,
        "",
        left_out,
        None if grouping.refusal else round(grouping.stability or 0.0, 4),
        " ".join(say(sentence, analysis) for sentence in method),
        method_wording=method,
        tentative=grouping.tentative,
        profiles=profiles,
        found=decided.grouped,
        waiting=(*decided.waiting, *find_pending_lines(drafts, codebook.personas, facts)),
    )


def _points(features: RespondentFeatures, people: Collection[str]) -> Matrix:
    """Place some people in a space: float64 (n, d), sorted by id."""
    position = {person: number for number, person in enumerate(features.respondent_ids)}
    rows = np.array(sorted(position[person] for person in people), dtype=np.int64)
    matrix = feature_matrix(select_respondents(features, rows))
    return project(matrix, fit_space(matrix))


def _apply_decision(persona: Persona, codebook: Codebook) -> Persona:
    decision = codebook.personas.get(persona.persona_id)
    if decision is None:
        return persona
    persona = remove_rejected_lines(persona, decision.reject)
    if not decision.title or persona.wording is None:
        return persona
    # A name that the team chose is the same in every language.
    return replace(persona, title=decision.title, wording=replace(persona.wording, title=None))


def _left_out(
    analysis: Analysis, features: RespondentFeatures, grouping: PersonaGrouping, decided: DecidedGroups
) -> Mapping[str, str]:
    """Say for each respondent without a persona why there is none, by respondent id."""
    drivers = {features.respondent_ids[person] for person in grouping.drivers}
    placed = {person for group in decided.groups for person in group.respondents}
    is_refused = grouping.refusal and not decided.groups
    reasons = {}
    for person in sorted(analysis.people):
        # In a refused study those who said enough fit no group only because there is none.
        if person in placed or (is_refused and person in drivers):
            continue
        if person in decided.aside:
            reasons[person] = PUT_ASIDE
        else:
            reasons[person] = FITS_NO_GROUP if person in drivers else SAID_TOO_LITTLE
    return reasons


def _method(analysis: Analysis, grouping: PersonaGrouping, decided: DecidedGroups) -> tuple[SentenceParts, ...]:
    by_hand = describe_decisions(decided)
    method = describe_method(analysis, grouping)
    # Groups made by hand where none were found: what was done comes first, and the refusal explains it.
    return tuple([*by_hand, *method] if grouping.refusal else [*method, *by_hand])
