"""`build_personas`: from an analysed study to persona drafts, or to the reason why there are none. Composition only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from personas.describe import attribute_counts, caveats, member_feelings, unknown_kinds
from personas.evidence import Facts, collect_facts, find_traits
from personas.grouping import MIN_RESPONDENTS, MIN_STABILITY, RESAMPLES, Grouping, group_people
from personas.quotes import typical_quote
from personas.respondents import ENOUGH_SEGMENTS, ENOUGH_WORDS, Voices, listen
from personas.titles import Title, write_titles
from personas.wording import decimal, say
from voc.schema import Analysis, Persona, Personas, Progress, Trait, no_progress, stable_id

SAID_TOO_LITTLE = "said too little"
FITS_NO_GROUP = "fits no group"


def build_personas(analysis: Analysis, *, progress: Progress = no_progress) -> Personas:
    """Group the respondents by what they say and feel, and draft a persona of each group.

    People who said enough (3 segments or 40 words) form the groups; people with few words join the nearest group where
    it is clearly the nearest. Where nearly everybody made one comment, all with a sentence form them ("pooled").
    Nobody is forced in: `Personas.left_out` names the others. Below six people who said enough, where groups are no
    clearer than chance, or where they do not come back on resamples, there is a refusal in the study's language.

    Args:
        analysis: an analysed study.
        progress: called as ``progress("build personas", done, total)``.
    """
    from threadpoolctl import threadpool_limits

    progress("build personas", 0, 0)
    with threadpool_limits(1):
        return _build(analysis, progress)


def _build(analysis: Analysis, progress: Progress) -> Personas:
    voices = listen(analysis)
    grouping = group_people(voices)
    left_out = _left_out(analysis, voices, grouping)
    if grouping.refusal:
        return Personas((), _refusal(analysis, grouping), left_out)
    groups = [
        tuple(rid for rid, label in zip(voices.respondent_ids, grouping.labels, strict=True) if label == number)
        for number in range(grouping.n_groups)
    ]
    groups.sort(key=lambda members: (-len(members), members))
    others = _compared(voices, grouping)
    facts = collect_facts(analysis)
    traits = []
    for done, members in enumerate(groups):
        traits.append(find_traits(analysis, facts, members, sorted(others - set(members))))
        progress("build personas", done + 1, len(groups))
    titles = write_titles(analysis, groups, traits)
    drafts = tuple(
        _draft(analysis, facts, grouping, (members, mine, title))
        for members, mine, title in zip(groups, traits, titles, strict=True)
    )
    return Personas(drafts, "", left_out, round(cast(float, grouping.stability), 4), _method(analysis, grouping))


def _draft(
    analysis: Analysis, facts: Facts, grouping: Grouping, group: tuple[tuple[str, ...], tuple[Trait, ...], Title]
) -> Persona:
    members, traits, title = group
    return Persona(
        persona_id=stable_id("p", *members),
        title=title.text,
        respondents=members,
        share_respondents=len(members) / len(analysis.corpus.respondents),
        quote=typical_quote(analysis, facts.quality, members, title.traits),
        traits=traits,
        attributes=attribute_counts(analysis.corpus.respondents, members),
        feelings=member_feelings(analysis, members),
        unknown=unknown_kinds(analysis, members),
        caveats=caveats(analysis, members, pooled=grouping.way == "pooled"),
    )


def _compared(voices: Voices, grouping: Grouping) -> set[str]:
    """Everybody that a group is compared with: people in groups, and people who said enough but fit none."""
    chosen = {voices.respondent_ids[one] for one in grouping.drivers}
    return chosen | {rid for rid, label in zip(voices.respondent_ids, grouping.labels, strict=True) if label >= 0}


def _left_out(analysis: Analysis, voices: Voices, grouping: Grouping) -> Mapping[str, str]:
    drivers = {voices.respondent_ids[one] for one in grouping.drivers}
    placed = {rid for rid, label in zip(voices.respondent_ids, grouping.labels, strict=True) if label >= 0}
    everybody: Sequence[str] = sorted(one.respondent_id for one in analysis.corpus.respondents)
    return {
        rid: FITS_NO_GROUP if rid in drivers else SAID_TOO_LITTLE
        for rid in everybody
        if rid not in placed and not (grouping.refusal and rid in drivers)
    }


def _refusal(analysis: Analysis, grouping: Grouping) -> str:
    return say(
        analysis.language,
        "refusal",
        grouping.refusal,
        needed=MIN_RESPONDENTS,
        segments=ENOUGH_SEGMENTS,
        words=ENOUGH_WORDS,
        found=len(grouping.drivers),
        total=len(analysis.corpus.respondents),
        stability=decimal(max(grouping.stability or 0.0, 0.0), analysis.language),
        needed_stability=decimal(MIN_STABILITY, analysis.language),
    )


def _method(analysis: Analysis, grouping: Grouping) -> str:
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
    if grouping.n_tested < len(drivers):
        sentences.append(say(language, "method", "sampled", tested=grouping.n_tested))
    if joined:
        sentences.append(say(language, "method", "joined", joined=joined))
    if apart:
        sentences.append(say(language, "method", "left_out", left_out=apart))
    return " ".join(sentences)
