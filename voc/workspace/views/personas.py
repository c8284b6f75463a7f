"""The board of personas: who belongs together, what is said of them with its evidence, and who is in none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from personas.decisions import line_key
from reports.language import Catalogue, load_words
from reports.view.personas import KINDS
from voc.decisions.codebook import NOBODY, Codebook, PersonaDecision
from voc.schema import Language, Persona, Profile, Trait
from voc.workspace.open_study import LoadedStudy, OpenStudy
from voc.workspace.requests import Fields
from voc.workspace.views.decisions import past_decisions, structural_keys, target_name
from voc.workspace.views.statement_list import ShownStatement, show_statement

LINE_KINDS = (*KINDS, "theme", "touchpoint")
"""Kinds of lines that can be decided about, in the order of the report."""
N_EVIDENCE = 12
"""Statements behind a line; the report and the page of statements have all."""
N_PEOPLE = 40
"""People on a card before "all people"."""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A line of a persona. ``decision`` is "pin", "reject" or "". ``own_words`` is a member's sentence, None where
    nobody says it in one; ``evidence`` are the first of ``n_evidence`` statements."""

    key: str
    subject: str
    n_people: int
    own_words: str | None
    language: str
    evidence: tuple[ShownStatement, ...]
    n_evidence: int
    decision: str


@dataclass(frozen=True, slots=True)
class BoardPerson:
    """A person; ``moved_to`` is the name of the persona that they were moved to since the last run. ``hints`` are the
    subjects of what they say most tellingly, ``reason`` why they are in no persona."""

    respondent_id: str
    label: str
    moved_to: str = ""
    hints: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BoardPersona:
    """A persona on the board. ``title`` is the one that was decided, ``found_title`` that of the last run. ``pending``
    are decisions that the next run carries out; ``merge_into`` is the title of the target."""

    persona_id: str
    title: str
    found_title: str
    n_people: int
    by_hand: bool
    lines: Mapping[str, tuple[BoardLine, ...]]
    people: tuple[BoardPerson, ...]
    caveats: tuple[str, ...]
    quote: ShownStatement | None
    pending: tuple[str, ...]
    merge_into: str


def show(study: OpenStudy, fields: Fields, language: Language) -> Mapping[str, object]:
    """All personas, those that the next run will make, and the people in none."""
    personas, codebook, loaded = study.study.personas, study.codebook, study.loaded
    titles = _titles(personas.personas, codebook)
    places = _Places.build(study, titles, language)
    present = {persona.persona_id for persona in personas.personas}
    grouped = {who for persona in personas.personas for who in persona.respondents}
    hints = _hints(personas.profiles)
    # In order of appearance, as everywhere else.
    alone = [who for who in study.study.analysis.people if who not in grouped]
    # Where nobody is grouped, what people talk about helps to group them; else the reason is enough.
    people = [places.person(who, hints.get(who, "")) for who in alone]
    shown = fields.get("open")
    return {
        "cards": [_card(study, persona, places, shown, language) for persona in personas.personas],
        "new": [
            (key, decision.title, [loaded.labels.get(who, who) for who in decision.respondents])
            for key, decision in codebook.personas.items()
            if decision.respondents and key not in present
        ],
        "gone": past_decisions(codebook.personas, present, codebook.persona_merges(), titles),
        "titles": titles,
        "alone": people if shown == NOBODY else people[:N_PEOPLE],
        "n_alone": len(people),
        "n_people": len(study.study.analysis.people),
        "refusal": personas.refusal,
        "tentative": personas.tentative,
        "open_id": shown,
        "nobody": NOBODY,
        "line_kinds": LINE_KINDS,
    }


def _titles(personas: Iterable[Persona], codebook: Codebook) -> dict[str, str]:
    """What each persona is called now, by id; also those that were made by hand since the last run."""
    titles = {persona.persona_id: persona.title for persona in personas}
    # People can be moved to a persona before a run has made it.
    for key, decision in codebook.personas.items():
        if decision.title and (key in titles or decision.respondents):
            titles[key] = decision.title
    return titles


def _card(study: OpenStudy, persona: Persona, places: _Places, shown: str, language: Language) -> BoardPersona:
    loaded, codebook, titles = study.loaded, study.codebook, places.titles
    decision = codebook.personas.get(persona.persona_id, PersonaDecision())
    lines: dict[str, list[BoardLine]] = defaultdict(list)
    for trait in persona.traits:
        # Channels are counts of contacts and no lines that one could pin.
        if trait.kind in LINE_KINDS:
            lines[trait.kind].append(_line(loaded, trait, decision))
    # A line that an earlier run has rejected is on no list any more, and can be taken back all the same.
    listed = {line_key(trait.kind, trait.subject_id) for trait in persona.traits}
    for key in decision.reject:
        kind, _, subject_id = key.partition(":")
        if key not in listed and kind in LINE_KINDS:
            lines[kind].append(_rejected_line(loaded, key, subject_id, language))
    people = persona.respondents if shown == persona.persona_id else persona.respondents[:N_PEOPLE]
    return BoardPersona(
        persona_id=persona.persona_id,
        title=titles[persona.persona_id],
        found_title=persona.title,
        n_people=len(persona.respondents),
        by_hand=bool(decision.respondents),
        lines={kind: tuple(lines[kind]) for kind in LINE_KINDS if lines[kind]},
        people=tuple(places.person(who) for who in people),
        caveats=persona.caveats,
        quote=show_statement(loaded, persona.quote) if persona.quote >= 0 else None,
        pending=structural_keys(decision),
        merge_into=target_name(persona.persona_id, codebook.persona_merges(), titles),
    )


def _line(loaded: LoadedStudy, trait: Trait, decision: PersonaDecision) -> BoardLine:
    key = line_key(trait.kind, trait.subject_id)
    # The most telling sentence stands for the line, as in the report.
    span = next(iter(trait.spans), None)
    segments = loaded.study.analysis.segments
    # The statements that hold people's own sentences first, then the others.
    rows = list(dict.fromkeys([*(own.segment for own in trait.spans), *trait.segments]))
    return BoardLine(
        key=key,
        subject=trait.subject,
        n_people=len(trait.respondents),
        own_words=segments[span.segment].text[span.start : span.end] if span else None,
        language=segments[span.segment].language if span else "",
        evidence=tuple(show_statement(loaded, row) for row in rows[:N_EVIDENCE]),
        n_evidence=len(rows),
        decision="pin" if key in decision.pin else "reject" if key in decision.reject else "",
    )


def _rejected_line(loaded: LoadedStudy, key: str, subject_id: str, language: Language) -> BoardLine:
    name = loaded.theme_names.get(subject_id) or loaded.touchpoint_name(subject_id, language) or subject_id
    return BoardLine(key, name, 0, None, "", (), 0, "reject")


@dataclass(frozen=True, slots=True)
class _Places:
    """Where people are: ``now`` by the last run, ``next`` by the decisions since; persona ids by respondent, people in
    no persona are absent from ``now``."""

    loaded: LoadedStudy
    titles: Mapping[str, str]
    now: Mapping[str, str]
    next: Mapping[str, str]
    words: Catalogue

    @classmethod
    def build(cls, study: OpenStudy, titles: Mapping[str, str], language: Language) -> _Places:
        """Look up everybody once."""
        codebook = study.codebook
        now = {who: persona.persona_id for persona in study.study.personas.personas for who in persona.respondents}
        by_hand = {who: key for key, decision in codebook.personas.items() for who in decision.respondents}
        # A single move is newer than the list of a persona made by hand, or `new_persona` would have removed it.
        moved = {who: decision.persona for who, decision in codebook.respondents.items()}
        return cls(study.loaded, titles, now, {**by_hand, **moved}, load_words(language))

    def person(self, who: str, hints: str = "") -> BoardPerson:
        """A person with where they go."""
        now = self.now.get(who, NOBODY)
        target = self.next.get(who, now)
        reason = self.loaded.study.personas.left_out.get(who, "")
        return BoardPerson(
            respondent_id=who,
            label=self.loaded.labels.get(who, who),
            moved_to="" if target == now else self.titles.get(target, target),
            hints=hints,
            reason=self.words.maybe(f"left_out.{reason.replace(' ', '_')}", reason) if reason else "",
        )


def _hints(profiles: Sequence[Profile]) -> dict[str, str]:
    """Subjects of the first lines of each profile, by person: what tells people apart when they are grouped by hand."""
    return {
        profile.respondent_id: ", ".join(list(dict.fromkeys(trait.subject for trait in profile.traits))[:3])
        for profile in profiles
    }
