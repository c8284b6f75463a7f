"""The board of personas: people are grouped by hand and moved, lines stay or go, and everything can be taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from voc.decisions.editing import edit_codebook, get_entry
from voc.tasks.persona import new_persona
from voc.tasks.run import make_study
from voc.workspace.app import Workspace
from voc.workspace.open_study import OpenStudy

JSON = {"accept": "application/json"}
FILES = ("talk_one.txt", "talk_two.txt", "talk_three.txt", "talk_four.txt")


@pytest.fixture(scope="module")
def grouped(inputs: Path, study: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study with two personas that were grouped by hand."""
    folder = tmp_path_factory.mktemp("grouped") / "study"
    shutil.copytree(study, folder)
    new_persona(folder, "Die einen", FILES[:2])
    new_persona(folder, "Die anderen", FILES[2:])
    make_study([inputs], folder)
    return folder


@pytest.fixture
def personas(workspace: Workspace, grouped: Path, tmp_path: Path) -> OpenStudy:
    shutil.copytree(grouped, tmp_path / "grouped", copy_function=shutil.copy2)
    return workspace.add(tmp_path / "grouped")


def do(browser: TestClient, study: OpenStudy, action: str, **fields: object) -> str:
    answer = browser.post(f"/study/{study.study_id}/do/{action}", data=fields, headers=JSON)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["message"])


def page(browser: TestClient, study: OpenStudy, **query: str) -> str:
    answer = browser.get(f"/study/{study.study_id}/personas", params=query)
    assert answer.status_code == 200
    return answer.text


def test_a_refusal_says_what_one_can_do(browser: TestClient, opened: OpenStudy) -> None:
    refusal = opened.study.personas.refusal
    assert refusal
    text = page(browser, opened)
    assert "You can group people yourself" in text
    people = opened.study.analysis.people
    assert all(f'value="{who}" form="people-form"' in text for who in people)
    do(browser, opened, "group-people", what="new", title="Die Läufer", people=list(people[:2]))
    text = page(browser, opened)
    assert "The next run makes it of 2 people" in text and text.count("→ Die Läufer") == 2
    (key,) = opened.codebook.personas
    do(browser, opened, "take-back", entry=key, keys="")
    assert "Die Läufer" not in page(browser, opened)


def test_people_are_moved_and_come_back(browser: TestClient, personas: OpenStudy) -> None:
    first, second = personas.study.personas.personas
    who = first.respondents[0]
    do(browser, personas, "group-people", what="move", persona=second.persona_id, people=[who])
    assert f"→ {second.title}" in page(browser, personas)
    do(browser, personas, "take-back", entry=who, keys="persona")
    assert "→" not in page(browser, personas)
    do(browser, personas, "group-people", what="move", persona="none", people=list(first.respondents))
    assert page(browser, personas).count("→ In no persona") == len(first.respondents)


def test_nobody_chosen_is_explained(browser: TestClient, personas: OpenStudy) -> None:
    answer = browser.post(
        f"/study/{personas.study_id}/do/group-people", data={"what": "new", "title": "x"}, headers=JSON
    )
    assert answer.status_code == 422 and "Tick the boxes" in answer.json()["error"]


def test_a_persona_is_named_merged_split_and_dropped(browser: TestClient, personas: OpenStudy) -> None:
    first, second = personas.study.personas.personas
    do(browser, personas, "rename-persona", persona=first.persona_id, title="Die <Eiligen>")
    assert "Die &lt;Eiligen&gt;" in page(browser, personas)
    do(browser, personas, "merge-persona", persona=first.persona_id, into=second.persona_id)
    assert f"merges it into “{second.title}”" in page(browser, personas)
    do(browser, personas, "drop-persona", persona=first.persona_id)
    assert "The next run drops it" in page(browser, personas)
    do(browser, personas, "take-back", entry=first.persona_id, keys="drop")
    assert "The next run drops it" not in page(browser, personas)


def test_a_line_is_pinned_left_out_and_as_found_again(browser: TestClient, personas: OpenStudy) -> None:
    persona = personas.study.personas.personas[0]
    line = f"{persona.traits[0].kind}:{persona.traits[0].subject_id}"
    for action, key in (("pin-line", "pin"), ("reject-line", "reject")):
        do(browser, personas, action, persona=persona.persona_id, line=line)
        assert getattr(personas.codebook.personas[persona.persona_id], key) == (line,)
    assert 'class="rejected"' in page(browser, personas)
    do(browser, personas, "free-line", persona=persona.persona_id, line=line)
    assert 'class="rejected"' not in page(browser, personas)


def test_a_line_that_a_run_has_left_out_is_still_there_to_take_back(browser: TestClient, personas: OpenStudy) -> None:
    persona = personas.study.personas.personas[0]
    theme = personas.study.analysis.themes.themes[0]
    key = f"suggestion:{theme.theme_id}"
    edit_codebook(
        personas.folder / "codebook.toml",
        lambda document: get_entry(document, "personas", persona.persona_id).update({"reject": [key]}),
    )
    assert f'value="{key}"' in page(browser, personas)
