"""The list of studies: last opened first, never in the way of work."""

from __future__ import annotations

from pathlib import Path

from voc.workspace.known_studies import KnownStudies


def make_study(folder: Path) -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "manifest.json").write_text("{}")
    return folder


def test_last_opened_first_and_kept(tmp_path: Path) -> None:
    known = KnownStudies(tmp_path / "state")
    for name in ("a", "b", "a"):
        folder = tmp_path / name
        known.add(folder if folder.exists() else make_study(folder))
    again = KnownStudies(tmp_path / "state").recent()
    assert [entry.folder.name for entry in again] == ["a", "b"]
    known.forget(again[0].study_id)
    assert [entry.folder.name for entry in KnownStudies(tmp_path / "state").recent()] == ["b"]
    assert (tmp_path / "a").is_dir()


def test_a_study_that_is_gone_is_not_shown(tmp_path: Path) -> None:
    known = KnownStudies(tmp_path / "state")
    known.add(make_study(tmp_path / "a"))
    (tmp_path / "a" / "data" / "manifest.json").unlink()
    assert known.recent() == []


def test_a_damaged_list_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "studies.json").write_text('[{"folder": 3')
    known = KnownStudies(tmp_path)
    assert known.recent() == []
    known.add(make_study(tmp_path / "a"))
    assert len(KnownStudies(tmp_path).recent()) == 1


def test_a_folder_that_cannot_be_written_does_not_stop_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    known = KnownStudies(tmp_path / "file")
    assert known.add(make_study(tmp_path / "a")) in known.recent()
