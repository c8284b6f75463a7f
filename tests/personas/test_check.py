"""`check_personas` finds every figure, id and text of data/personas.json that the tables contradict."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.simulate import Recipe, simulate
from personas import build_personas, check_personas
from personas.evidence import NO_SUBJECT
from tests.personas.written_tables import tables_of
from voc.study.verify import StudyTables

Json = dict[str, Any]
Mutation = Callable[[Json], object]


@pytest.fixture(scope="module")
def tables() -> StudyTables:
    """A study of three groups; ``team`` goes with the first, so that there is a difference in an attribute."""
    simulated = simulate(Recipe(n_people=36, n_groups=3, strength=0.75, seed=7))
    respondents = tuple(
        replace(person, attributes={"team": "north" if simulated.groups[person.respondent_id] == 0 else "south"})
        for person in simulated.analysis.corpus.respondents
    )
    corpus = replace(simulated.analysis.corpus, respondents=respondents)
    analysis = replace(simulated.analysis, corpus=corpus)
    personas = build_personas(analysis)
    assert personas.personas, personas.refusal
    return tables_of(analysis, personas)


@pytest.fixture(scope="module")
def owners(tables: StudyTables) -> dict[str, str]:
    """The respondent of each segment."""
    return {row["segment_id"]: row["respondent_id"] for row in tables.segments}


def findings_after(tables: StudyTables, mutate: Mutation) -> list[str]:
    document = copy.deepcopy(tables.personas)
    mutate(document)
    return check_personas(replace(tables, personas=document))


def test_a_written_study_holds(tables: StudyTables) -> None:
    assert check_personas(tables) == []
    personas = tables.personas["personas"]
    assert any(difference["kind"] == "attribute" for persona in personas for difference in persona["differences"])
    assert any(trait["spans"] for persona in personas for trait in persona["traits"])
    assert tables.personas["profiles"]


def drop_segments(persona: Json) -> None:
    persona["traits"][0]["segments"] = []


def drop_a_person(persona: Json) -> None:
    trait = persona["traits"][0]
    trait["respondents"] = trait["respondents"][1:]


def drop_quotes(persona: Json) -> None:
    persona["traits"][1]["quotes"] = []


def foreign_quote(persona: Json) -> None:
    persona["traits"][0]["quotes"][0]["segment_id"] = "s-0000000000"


def wrong_count(persona: Json) -> None:
    persona["traits"][0]["n"] += 1


def wrong_size(persona: Json) -> None:
    persona["n"] -= 1


def wrong_base(persona: Json) -> None:
    persona["traits"][0]["n_of"] += 5


def no_member(persona: Json) -> None:
    persona["traits"][0]["respondents"][0] = "r-99999"


def named_twice(persona: Json) -> None:
    persona["respondents"].append(persona["respondents"][0])


def no_quote(persona: Json) -> None:
    persona["quote"] = None


def swapped_owner(persona: Json) -> None:
    persona["quote"]["respondent_id"] = "r-99999"


def empty_text(persona: Json) -> None:
    persona["quote"]["text"] = " "


def impossible_attribute(persona: Json) -> None:
    persona["attributes"].append({"attribute": "age", "value": "34", "n": 10, "n_known": 9})


def foreign_feeling(persona: Json) -> None:
    persona["feelings"][0]["best"] = "s-0000000000"


MUTATIONS = (
    drop_segments, drop_a_person, drop_quotes, foreign_quote, wrong_count, wrong_size, wrong_base, no_member,
    named_twice, no_quote, swapped_owner, empty_text, impossible_attribute, foreign_feeling,
)  # fmt: skip


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_every_mutation_of_a_persona_is_found(tables: StudyTables, mutate: Mutation) -> None:
    findings = findings_after(tables, lambda document: mutate(document["personas"][0]))
    assert findings
    assert all(finding.startswith("data/personas.json: ") for finding in findings)


def first(document: Json, key: str) -> Json:
    """The first item of a list that any persona has."""
    return next(persona[key][0] for persona in document["personas"] if persona[key])


def attribute(document: Json) -> Json:
    differences = [difference for persona in document["personas"] for difference in persona["differences"]]
    return next(difference for difference in differences if difference["kind"] == "attribute")


def trait_with_span(document: Json) -> Json:
    return next(trait for persona in document["personas"] for trait in persona["traits"] if trait["spans"])


def pain(document: Json) -> Json:
    return next(trait for persona in document["personas"] for trait in persona["traits"] if trait["kind"] == "pain")


@pytest.mark.parametrize(
    "mutate",
    [
        lambda d: first(d, "differences").update(effect=0.99),
        lambda d: first(d, "differences").update(p_value=0.2),
        lambda d: first(d, "differences").update(n_in=10_000),
        lambda d: first(d, "differences").update(of_in=first(d, "differences")["of_in"] - 1),
        lambda d: attribute(d).update(value="west"),
        lambda d: attribute(d).update(effect=-attribute(d)["effect"]),
        lambda d: d["personas"][0]["attributes"].append({"attribute": "age", "value": "34", "n": 2, "n_known": 4}),
        lambda d: d["personas"][0]["attributes"].pop(),
        lambda d: d["personas"][0]["attributes"][0].update(n=1),
        lambda d: d["personas"][0].update(share=0.9),
        lambda d: d["personas"][0]["quote"].update(text="Somebody else said this."),
        lambda d: d["personas"][0]["traits"][0]["quotes"][0].update(text="Somebody else said this."),
        lambda d: trait_with_span(d)["spans"][0].update(text="I never said this."),
        lambda d: trait_with_span(d)["spans"][0].update(end=3),
        lambda d: pain(d).update(kind="goal"),
        lambda d: d.update(n_of=3),
        lambda d: d["profiles"][0].update(n_segments=999),
        lambda d: d["profiles"][0].update(persona_id="p-0000000000"),
        lambda d: d["profiles"][0]["traits"][0]["segments"].append(d["profiles"][1]["quote"]["segment_id"]),
        lambda d: d["profiles"][0]["quote"].update(text="Somebody else said this."),
        lambda d: d["personas"][0].pop("channels"),
        lambda d: d.pop("profiles"),
    ],
)
def test_every_change_of_a_figure_or_text_is_found(tables: StudyTables, mutate: Mutation) -> None:
    assert findings_after(tables, mutate)


EVERY = 3
"""Every third line is mutated, of all kinds: all of them would take a minute."""


def lines(tables: StudyTables) -> Iterator[tuple[int, str, int]]:
    """The persona's number, the list and the place of some lines."""
    for number, persona in enumerate(tables.personas["personas"]):
        for key in ("traits", "channels", "touchpoints", "counter"):
            for place in range(number % EVERY, len(persona[key]), EVERY):
                yield number, key, place


def test_evidence_about_another_subject_is_found_in_any_line(tables: StudyTables, owners: dict[str, str]) -> None:
    n_swapped = 0
    for number, key, place in lines(tables):
        line = tables.personas["personas"][number][key][place]
        if line["subject_id"] == NO_SUBJECT or line["kind"] == "channel":
            continue
        person = owners[line["segments"][0]]
        others = [
            row["segment_id"]
            for row in tables.segments
            if row["respondent_id"] == person and line["subject_id"] not in (row["theme_id"], row["touchpoint_id"])
        ]
        if not others:
            continue
        document = copy.deepcopy(tables.personas)
        document["personas"][number][key][place]["segments"].append(others[0])
        findings = check_personas(replace(tables, personas=document))
        assert any("about something else" in finding for finding in findings)
        n_swapped += 1
    assert n_swapped > 10


def test_evidence_dropped_from_a_person_is_found_in_any_line(tables: StudyTables, owners: dict[str, str]) -> None:
    places = list(lines(tables))
    assert len(places) > 10
    for number, key, place in places:
        document = copy.deepcopy(tables.personas)
        line = document["personas"][number][key][place]
        line["segments"] = [segment for segment in line["segments"] if owners[segment] != line["respondents"][0]]
        assert check_personas(replace(tables, personas=document))


def test_evidence_of_others_and_unknown_evidence_is_found(tables: StudyTables, owners: dict[str, str]) -> None:
    n_checked = 0
    for number, persona in enumerate(tables.personas["personas"]):
        for place in range(number % EVERY, len(persona["traits"]), EVERY):
            people = persona["traits"][place]["respondents"]
            stranger = next(segment for segment, person in owners.items() if person not in people)
            for segment in (stranger, "s-unknown"):
                document = copy.deepcopy(tables.personas)
                document["personas"][number]["traits"][place]["segments"][0] = segment
                assert check_personas(replace(tables, personas=document))
                n_checked += 1
    assert n_checked > 10


def test_membership_in_two_groups_is_found(tables: StudyTables) -> None:
    def add_to_second(document: Json) -> None:
        document["personas"][1]["respondents"].append(document["personas"][0]["respondents"][0])
        document["personas"][1]["n"] += 1

    assert any("is a member of 2 personas" in finding for finding in findings_after(tables, add_to_second))


def test_a_member_who_is_left_out_is_found(tables: StudyTables) -> None:
    def leave_out(document: Json) -> None:
        person = document["personas"][0]["respondents"][0]
        document["left_out"].append({"respondent_id": person, "reason": "fits no group"})

    assert any("left out" in finding for finding in findings_after(tables, leave_out))


@pytest.mark.parametrize(
    "broken",
    [{}, {"personas": None}, [], {"personas": [], "refusal": ""}, {"personas": ["x"]}, {"personas": [{}]},
     {"personas": [{"traits": ["x"], "attributes": ["x"], "feelings": "x"}]},
     {"personas": [{"attributes": [{}], "feelings": [{"n": "x", "best": []}], "quote": []}]}],
)  # fmt: skip
def test_hostile_documents_give_findings_and_no_traceback(tables: StudyTables, broken: Any) -> None:
    assert check_personas(replace(tables, personas=broken))
    if isinstance(broken, dict):
        # Also where the rest of the document is in order.
        assert findings_after(tables, lambda document: document.update(broken or {"personas": []}))
