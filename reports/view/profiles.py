"""A profile of each respondent: in the report of a small study, as pages of their own for a large one."""

from __future__ import annotations

from markupsafe import Markup

from reports.view.differences import attribute_name
from reports.view.facts import Facts
from reports.view.persona_lines import group, lines, talked
from reports.view.personas import letter
from reports.view.records import People, Profile
from voc.schema import Personas
from voc.schema import Profile as Record

IN_REPORT = 60
"""With more people than this the report holds no profiles."""
KINDS = ("goal", "need", "motivation", "pain", "behaviour", "praise", "suggestion")
LINES, TOPICS = 3, 6


def people(facts: Facts, personas: Personas, *, everybody: bool = False) -> People:
    """The profiles that the report shows; all of them when ``everybody`` is asked for."""
    words = facts.words
    n = len(personas.profiles)
    if n == 0 or (facts.total > IN_REPORT and not everybody):
        return People((), "", words.html("profile.elsewhere", n=n) if n else Markup(""))
    ranked = sorted(
        personas.profiles, key=lambda one: (facts.person_order.get(one.respondent_id, facts.total), one.respondent_id)
    )
    told = {one.respondent_id for one in personas.profiles}
    silent = [facts.labels.get(one, one) for one in facts.people if one not in told]
    return People(
        profiles=tuple(_profile(facts, one, personas) for one in ranked),
        silent=words("profile.silent", n=len(silent), names=words.list(silent)) if 0 < len(silent) <= IN_REPORT else "",
        elsewhere=Markup(""),
    )


def _profile(facts: Facts, one: Record, personas: Personas) -> Profile:
    words = facts.words
    said: set[str] = set()
    groups = []
    for kind in KINDS:
        traits = [trait for trait in one.traits if trait.kind == kind]
        made = [line for line in lines(facts, traits, 1, said) if line.said or line.quotes]
        if made:
            groups.append(group(kind, made, LINES))
    topics = [trait for trait in one.traits if trait.kind in {"theme", "touchpoint"}]
    place = {draft.persona_id: number for number, draft in enumerate(personas.personas)}
    order = facts.person_order.get(one.respondent_id)
    draft = place.get(one.persona_id)
    felt = {(each.phase_id, each.touchpoint_id): each for each in one.feelings}
    names = [(phase.phase_id, words.named(phase.names)) for phase in facts.analysis.taxonomy.phases]
    known = {each.respondent_id: each.attributes for each in facts.analysis.corpus.respondents}
    waves = " · ".join(one.waves)
    return Profile(
        anchor=one.respondent_id,
        label=facts.labels.get(one.respondent_id, one.respondent_id),
        persona=None
        if draft is None
        else (
            words("persona.name", letter=letter(draft)),
            personas.personas[draft].title,
            f"persona-{one.persona_id}",
        ),
        size=words("profile.size", n=one.n_segments, n_words=one.n_words),
        sources=" · ".join(
            [*(facts.source_names.get(path, path) for path in one.sources), *([waves] if waves else [])]
        ),
        attributes=tuple(
            (attribute_name(facts, name), value) for name, value in sorted(known.get(one.respondent_id, {}).items())
        ),
        quote=facts.quote(one.quote) if one.quote >= 0 else None,
        groups=tuple(groups),
        topics=tuple(talked(facts, topics[:TOPICS], 1, {})),
        moods=tuple((name, facts.mood(felt[phase_id, ""])) for phase_id, name in names if (phase_id, "") in felt),
        token=f"r{order}" if facts.total <= IN_REPORT and order is not None else "",
    )
