"""A study appears whole or not at all, and what people put into it survives."""

import json
from pathlib import Path

import pytest

from voc.errors import OutputError
from voc.study.folder import staged
from voc.study.store import file_hashes


def write(folder: Path, text: str = "one") -> None:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "workshop").mkdir(exist_ok=True)
    (folder / "workshop" / "pain_points.csv").write_text(text)
    (folder / "report.html").write_text(text)
    (folder / "data" / "manifest.json").write_text(json.dumps({"files": file_hashes(folder)}))


def leftovers(parent: Path) -> list[str]:
    return [path.name for path in parent.iterdir() if path.name.startswith(".")]


def test_staged_writes_all_at_once(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "study"
    with staged(out) as folder:
        write(folder)
        assert not out.exists()
    assert (out / "report.html").read_text() == "one"
    assert leftovers(out.parent) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_staged_leaves_the_old_study_whole_when_interrupted(tmp_path: Path, error: type[BaseException]) -> None:
    out = tmp_path / "study"
    with staged(out) as folder:
        write(folder)
    with pytest.raises(error), staged(out) as folder:
        write(folder, "two")
        raise error
    assert (out / "report.html").read_text() == "one"
    assert leftovers(tmp_path) == []


def test_staged_keeps_the_codebook_own_files_and_edited_workshop_files(tmp_path: Path) -> None:
    out = tmp_path / "study"
    with staged(out) as folder:
        write(folder)
    (out / "codebook.toml").write_text("# mine")
    (out / "notes").mkdir()
    (out / "notes" / "monday.md").write_text("ask again")
    (out / "workshop" / "pain_points.csv").write_text("owner: Kim")
    (out / "report.html").write_text("scribbled over")
    with staged(out) as folder:
        assert (folder / "codebook.toml").read_text() == "# mine"
        write(folder, "two")
    assert (out / "codebook.toml").read_text() == "# mine"
    assert (out / "notes" / "monday.md").read_text() == "ask again"
    assert (out / "workshop" / "edited" / "pain_points.csv").read_text() == "owner: Kim"
    assert (out / "workshop" / "pain_points.csv").read_text() == "two"
    assert (out / "report.html").read_text() == "two"
    with staged(out) as folder:
        write(folder, "three")
    assert (out / "workshop" / "edited" / "pain_points.csv").read_text() == "owner: Kim"


def test_staged_refuses_a_folder_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("precious")
    with pytest.raises(OutputError, match="is not a study; nothing was changed"), staged(tmp_path):
        pytest.fail("the block must not run")
    assert (tmp_path / "thesis.docx").read_text() == "precious"


def test_staged_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "study").write_text("a file")
    with pytest.raises(OutputError, match="a file of this name exists"), staged(tmp_path / "study"):
        pytest.fail("the block must not run")


def test_staged_uses_an_empty_folder(tmp_path: Path) -> None:
    out = tmp_path / "study"
    out.mkdir()
    with staged(out) as folder:
        write(folder)
    assert (out / "report.html").exists()


def test_staged_says_when_the_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"), staged(tmp_path / "file" / "study"):
        pytest.fail("the block must not run")
