"""A name that slipped through is on no page any more, and is replaced with the next run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from voc.config import load_config
from voc.errors import UsageError
from voc.study.folder import INPUTS
from voc.tasks.demo import examples_folder
from voc.tasks.hide_name import hide_name, names_hidden_since, settings_file
from voc.workspace.hidden_names import HiddenNames
from voc.workspace.open_study import OpenStudy

JSON = {"accept": "application/json"}


@pytest.fixture
def settings(opened: OpenStudy, tmp_path: Path) -> Path:
    """The voc.toml of the open study, with a comment."""
    file = tmp_path / "voc.toml"
    file.write_text('# ours\n[study]\nname = "Laden"\n', encoding="utf-8")
    _write_config(opened, file)
    return file


def _write_config(study: OpenStudy, file: Path) -> None:
    request = json.loads((study.folder / INPUTS).read_text("utf-8"))
    request["options"]["config"] = str(file)
    (study.folder / INPUTS).write_text(json.dumps(request), encoding="utf-8")


def test_a_hidden_name_is_on_no_page(browser: TestClient, opened: OpenStudy, settings: Path) -> None:
    segment = next(entry for entry in opened.study.analysis.segments if "Gutschein" in entry.text)
    pages = [
        f"/study/{opened.study_id}/statements?q=gutschein&open={segment.segment_id}",
        f"/study/{opened.study_id}/document?at={segment.segment_id}",
    ]
    assert all("der Gutschein" in browser.get(page).text for page in pages)
    path = f"/study/{opened.study_id}/do/hide-name"
    assert browser.post(path, data={"name": " Gutschein "}, headers=JSON).status_code == 200
    assert opened.hidden_names == ("Gutschein",)
    for page in pages:
        shown = browser.get(page).text
        assert "der Gutschein" not in shown
        assert "der […]" in shown
    assert load_config(settings).privacy.names == ("Gutschein",)
    assert settings.read_text("utf-8").startswith("# ours\n")
    assert (
        browser.post(f"/study/{opened.study_id}/do/show-name", data={"name": "Gutschein"}, headers=JSON).status_code
        == 200
    )
    assert "der Gutschein" in browser.get(pages[0]).text


def test_a_name_that_the_run_knew_is_not_left_out(opened: OpenStudy, settings: Path) -> None:
    (opened.folder / "private" / "config.json").write_text(json.dumps({"privacy": {"names": ["Muster"]}}), "utf-8")
    hide_name(opened.folder, "Muster")
    hide_name(opened.folder, "Anna Muster")
    assert names_hidden_since(opened.folder) == ("Anna Muster",)


def test_words_without_a_letter_are_no_name(opened: OpenStudy, settings: Path) -> None:
    before = settings.read_bytes()
    with pytest.raises(UsageError, match="Write the name"):
        hide_name(opened.folder, " 12 ")
    assert settings.read_bytes() == before


def test_a_folder_of_inputs_gets_its_settings(opened: OpenStudy, inputs: Path) -> None:
    assert settings_file(opened.folder) == inputs / "voc.toml"


def test_the_examples_are_not_changed(opened: OpenStudy) -> None:
    _write_config(opened, examples_folder() / "voc.toml")
    with pytest.raises(UsageError, match="no settings"):
        settings_file(opened.folder)
    assert opened.hidden_names == ()


def test_no_names_hide_nothing() -> None:
    assert HiddenNames(()).mask("Alles bleibt. ") == "Alles bleibt. "
    assert HiddenNames(["a.b"]).mask("axb a.b") == "axb […]"
