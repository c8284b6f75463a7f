"""The registry of targets, and the files that an export writes."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from reports.exports import ALL, TARGETS, ExportOptions, export_study, resolve_targets
from reports.exports.targets import load_target, uninstalled_extras
from tests.paths import ROOT
from tests.reports.exports.exported_study import ExportedStudy
from voc.errors import OutputError, UsageError

CHEAP = ("csv", "mermaid")


@pytest.mark.parametrize("name", TARGETS)
def test_targets_are_functions_that_are_documented(name) -> None:
    assert load_target(name).__doc__.startswith(f"Target ``{name}``")
    assert f"`{name}`" in (ROOT / "docs" / "exchange.md").read_text("utf-8")
    assert f"`{name}`" in (ROOT / "docs" / "commands.md").read_text("utf-8")


def test_targets_stand_in_order_and_each_once() -> None:
    assert all(a < b for a, b in pairwise(TARGETS))
    assert resolve_targets(["xlsx", "csv", "xlsx"]) == ("csv", "xlsx")
    assert resolve_targets(["xlsx", ALL]) == tuple(name for name in TARGETS if name not in uninstalled_extras())


@pytest.mark.parametrize("names", [["xls"], ["csv", "Excel"], []])
def test_targets_that_do_not_exist_are_refused_with_the_choices(names) -> None:
    with pytest.raises(UsageError, match=r"cjml, csv, .*xlsx, all"):
        resolve_targets(names)


def test_no_two_targets_write_the_same_file(files: ExportedStudy) -> None:
    names = [name for made in files.files.values() for name in made]
    assert len(names) == len(set(names))


def test_the_same_study_gives_the_same_bytes(files: ExportedStudy) -> None:
    for name, made in files.files.items():
        assert dict(load_target(name)(files.analysis, files.personas)) == dict(made), name


def test_export_writes_beside_the_study_and_leaves_it_alone(study_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "spring"
    shutil.copytree(study_folder, folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = export_study(folder, ExportOptions(CHEAP))
    assert done.out == tmp_path / "spring-export"
    assert {path.relative_to(done.out).as_posix() for path in done.out.rglob("*") if path.is_file()} == set(done.files)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert export_study(folder, ExportOptions(CHEAP)).files == done.files


def test_export_replaces_changed_files_only_when_told(study_folder: Path, tmp_path: Path) -> None:
    order = ExportOptions(("mermaid",), tmp_path / "out")
    (name,) = export_study(study_folder, order).files
    (tmp_path / "out" / name).write_text("my own work")
    with pytest.raises(OutputError, match="--force"):
        export_study(study_folder, order)
    assert (tmp_path / "out" / name).read_text() == "my own work"
    export_study(study_folder, ExportOptions(("mermaid",), tmp_path / "out", force=True))
    assert (tmp_path / "out" / name).read_text("utf-8").startswith("journey\n")


def test_export_speaks_the_language_that_is_asked_for(study_folder: Path, tmp_path: Path) -> None:
    for language, word in (("de", "Kaufhandlung"), ("en", "Conversion")):
        export_study(study_folder, ExportOptions(("csv",), tmp_path / language, language=language))
        assert word in (tmp_path / language / "csv" / "touchpoints.csv").read_text("utf-8")


@pytest.mark.parametrize("below", ["", "data", "private/x"])
def test_export_leaves_the_study_itself_alone(study_folder: Path, below) -> None:
    with pytest.raises(OutputError, match="is inside the study"):
        export_study(study_folder, ExportOptions(("mermaid",), study_folder / below, force=True))


def test_export_needs_a_place_that_can_be_written(study_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file is in the way")
    with pytest.raises(OutputError, match="Choose another --out"):
        export_study(study_folder, ExportOptions(("mermaid",), tmp_path / "out"))
