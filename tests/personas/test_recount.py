import copy
import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.simulate import Recipe, simulate
from personas import build_personas, check_personas, personas_json
from personas.evidence import ELSEWHERE
from voc.schema import SENTIMENTS, STATEMENTS
from voc.study.verify import StudyTables


def rows_of(analysis):
    for at, segment in enumerate(analysis.segments):
        theme, touchpoint = int(analysis.themes.assignment[at]), int(analysis.tags.touchpoint[at])
        yield {
            "segment_id": segment.segment_id,
            "respondent_id": segment.respondent_id,
            "role": segment.role,
            "text": segment.text,
            "language": segment.language,
            "statement": STATEMENTS[int(analysis.readings.statement[at])],
            "sentiment": SENTIMENTS[int(analysis.readings.sentiment[at])],
            "theme_id": analysis.themes.themes[theme].theme_id if theme >= 0 else "",
            "phase_id": analysis.taxonomy.touchpoints[touchpoint].phase_id if touchpoint >= 0 else "",
            "polarity": f"{float(analysis.readings.polarity[at]):.3f}",
            "touchpoint_id": analysis.taxonomy.touchpoints[touchpoint].touchpoint_id if touchpoint >= 0 else "",
        }


@pytest.fixture(scope="module")
def tables():
    """A study of three groups; ``team`` goes with the first, so that there is a difference in an attribute."""
    made = simulate(Recipe(n_people=36, n_groups=3, strength=0.75, seed=7))
    respondents = tuple(
        replace(one, attributes={"team": "north" if made.groups[one.respondent_id] == 0 else "south"})
        for one in made.analysis.corpus.respondents
    )
    analysis = replace(made.analysis, corpus=replace(made.analysis.corpus, respondents=respondents))
    drafts = build_personas(analysis)
    assert drafts.personas, drafts.refusal
    people = [
        {"respondent_id": one.respondent_id, "source": "", "n_segments": "1", **one.attributes} for one in respondents
    ]
    empty: dict[str, list[dict[str, str]]] = {name: [] for name in StudyTables.__dataclass_fields__}
    return StudyTables(
        **{
            **empty,
            "folder": Path(),
            "themes": [{"theme_id": one.theme_id, "name": one.name} for one in analysis.themes.themes],
            "touchpoints": [
                {"touchpoint_id": one.touchpoint_id, "name": one.names["de"]} for one in analysis.taxonomy.touchpoints
            ],
            "respondents": people,
            "segments": list(rows_of(analysis)),
            "personas": json.loads(personas_json(drafts, analysis)),
            "manifest": {},
            "documents": {},
        }
    )


def changed(tables, mutate):
    document = copy.deepcopy(tables.personas)
    mutate(document)
    return check_personas(replace(tables, personas=document))


def test_a_written_study_holds(tables):
    assert check_personas(tables) == []
    personas = tables.personas["personas"]
    assert any(one["kind"] == "attribute" for persona in personas for one in persona["differences"])
    assert any(trait["spans"] for persona in personas for trait in persona["traits"])
    assert tables.personas["profiles"]


EVERY = 3
"""Every third line is mutated, of all kinds: all of them would take a minute."""


def evidence(tables):
    for number, persona in enumerate(tables.personas["personas"]):
        for key in ("traits", "channels", "touchpoints", "counter"):
            for place in range(number % EVERY, len(persona[key]), EVERY):
                yield number, key, place


def test_evidence_about_another_matter_is_found_wherever_it_is_swapped_in(tables):
    rows = {row["segment_id"]: row for row in tables.segments}
    swapped = 0
    for number, key, place in evidence(tables):
        line = tables.personas["personas"][number][key][place]
        if line["subject_id"] == ELSEWHERE or line["kind"] == "channel":
            continue
        about = {"theme_id", "touchpoint_id"}
        other = next(
            (
                row["segment_id"]
                for row in tables.segments
                if row["respondent_id"] == rows[line["segments"][0]]["respondent_id"]
                and line["subject_id"] not in {row[name] for name in about}
            ),
            None,
        )
        if other is None:
            continue

        def swap(document, number=number, key=key, place=place, other=other):
            document["personas"][number][key][place]["segments"].append(other)

        swapped += 1
        assert any("about something else" in finding for finding in changed(tables, swap))
    assert swapped > 10


def test_evidence_dropped_from_a_person_is_found_everywhere(tables):
    for number, key, place in evidence(tables):

        def drop(document, number=number, key=key, place=place):
            line = document["personas"][number][key][place]
            gone = line["respondents"][0]
            owners = {row["segment_id"]: row["respondent_id"] for row in tables.segments}
            line["segments"] = [one for one in line["segments"] if owners[one] != gone]

        assert changed(tables, drop)


def first(document, key):
    return next(persona[key][0] for persona in document["personas"] if persona[key])


def attribute(document):
    return next(one for persona in document["personas"] for one in persona["differences"] if one["kind"] == "attribute")


def spanned(document):
    return next(trait for persona in document["personas"] for trait in persona["traits"] if trait["spans"])


def said(document):
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
        lambda d: spanned(d)["spans"][0].update(text="I never said this."),
        lambda d: spanned(d)["spans"][0].update(end=3),
        lambda d: said(d).update(kind="goal"),
        lambda d: d.update(n_of=3),
        lambda d: d["profiles"][0].update(n_segments=999),
        lambda d: d["profiles"][0].update(persona_id="p-0000000000"),
        lambda d: d["profiles"][0]["traits"][0]["segments"].append(d["profiles"][1]["quote"]["segment_id"]),
        lambda d: d["profiles"][0]["quote"].update(text="Somebody else said this."),
        lambda d: d["personas"][0].pop("channels"),
        lambda d: d.pop("profiles"),
    ],
)
def test_every_change_of_a_figure_or_text_is_found(tables, mutate):
    assert changed(tables, mutate)
