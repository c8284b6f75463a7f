"""The same files and the same configuration give the same bytes, whatever the threads, the order or the cache."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

pytestmark = pytest.mark.slow

EXAMPLES = ROOT / "examples"
INTERVIEWS = ("interview_01.txt", "interview_06.docx", "interview_08.vtt")
INPUTS = [*(EXAMPLES / "interviews" / name for name in INTERVIEWS), EXAMPLES / "bewertungen.xlsx"]


def run(out: Path, inputs: list[Path], **environment: str) -> dict[str, bytes]:
    """Run `voc run` and return the content of every file of the study by path."""
    config = str(ROOT / "examples" / "voc.toml")
    command = [sys.executable, "-m", "voc", "run", *map(str, inputs), "--config", config, "--out", str(out), "-q"]
    subprocess.run(command, check=True, env={**os.environ, **environment})
    folders = [path for name in ("data", "workshop") for path in (out / name).rglob("*")]
    paths = [out / "report.html", *(path for path in folders if path.is_file())]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(paths)}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("reference")
    return run(folder / "study", INPUTS, OMP_NUM_THREADS="1", VOC_CACHE=str(folder / "cache"), PYTHONHASHSEED="1")


def test_same_bytes_with_other_threads_order_and_hash_seed(reference: dict[str, bytes], tmp_path: Path) -> None:
    environment = {"OMP_NUM_THREADS": "2", "VOC_CACHE": "off", "PYTHONHASHSEED": "2", "TZ": "Pacific/Auckland"}
    again = run(tmp_path / "elsewhere", INPUTS[::-1], **environment)
    assert again.keys() == reference.keys()
    assert [name for name in reference if again[name] != reference[name]] == []


def _order(paths: list[Path]) -> list[int]:
    """Positions of paths in the order of their names."""
    return sorted(range(len(paths)), key=lambda i: paths[i].name)


def cells_of(table: bytes, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Some columns of every row."""
    return {tuple(row[column] for column in columns) for row in csv.DictReader(table.decode("utf-8-sig").splitlines())}


def test_files_with_other_names_in_another_folder_give_the_same_themes_and_ids(
    reference: dict[str, bytes], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "moved"
    elsewhere.mkdir()
    # In the same order: the order of files numbers the pseudonyms, which the texts hold.
    renamed = [elsewhere / f"talk {number}{INPUTS[i].suffix}" for number, i in enumerate(_order(INPUTS))]
    for target, i in zip(renamed, _order(INPUTS), strict=True):
        shutil.copyfile(INPUTS[i], target)
    again = run(tmp_path / "study", renamed, VOC_CACHE="off")
    assert again["data/themes.csv"] == reference["data/themes.csv"]
    for table, columns in (
        ("segments", ("segment_id", "document_id", "respondent_id", "theme_id", "touchpoint_id", "pain_point_id")),
        ("pain_points", ("pain_point_id", "title", "n_respondents", "severity")),
    ):
        name = f"data/{table}.csv"
        assert cells_of(reference[name], columns) == cells_of(again[name], columns)
