"""Every bad input ends with a message that names the problem and the remedy, an exit code, and no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from voc.cli.main import main

GOOD = "I: How was it?\n\nB: The delivery was late and nobody answered my mails, that was annoying.\n"

Voc = Callable[..., tuple[int, str, str]]


@pytest.fixture
def voc(capsys: pytest.CaptureFixture[str]) -> Voc:
    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err + captured.out
        return stopped.value.code or 0, captured.out, captured.err

    return call


def flat(text: str) -> str:
    return " ".join(text.split())


def test_missing_path(voc: Voc, tmp_path: Path) -> None:
    code, _, err = voc("run", tmp_path / "nowhere")
    assert code == 2
    assert "nowhere" in err


def test_empty_folder(voc: Voc, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, _, err = voc("run", tmp_path / "empty")
    assert code == 3
    assert "empty" in err


def test_folder_with_no_readable_file(voc: Voc, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "talk.mp3").write_bytes(b"ID3\x03\x00")
    code, _, err = voc("run", folder)
    assert code == 3
    assert "talk.mp3" in err
    assert not (tmp_path / "in-study").exists()


def test_table_without_a_text_column(voc: Voc, tmp_path: Path) -> None:
    table = tmp_path / "numbers.csv"
    table.write_text("id,score\n" + "".join(f"{n},{n % 5}\n" for n in range(40)))
    code, _, err = voc("run", table)
    assert code == 3
    assert "numbers.csv" in err
    assert "score" in err
    assert '[files."numbers.csv".columns] text = ["COLUMN"]' in flat(err)


def test_table_with_zero_rows(voc: Voc, tmp_path: Path) -> None:
    table = tmp_path / "none.csv"
    table.write_text("date,rating,comment\n")
    code, _, err = voc("run", table)
    assert code == 3
    assert "none.csv" in err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.docx", b"PK\x03\x04 this is no archive"),
        ("binary.txt", bytes(range(256)) * 40),
        ("broken.xlsx", b"not a workbook"),
    ],
)
def test_one_bad_file_never_stops_the_rest(voc: Voc, tmp_path: Path, name: str, content: bytes) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(content)
    (folder / "good.txt").write_text(GOOD)
    code, out, _ = voc("run", folder, "--out", tmp_path / "study")
    assert code == 0
    assert "1 read, 1 skipped" in out
    assert name in out
    code, out, _ = voc("verify", tmp_path / "study")
    assert code == 0


def test_other_encoding_is_read_and_reported(voc: Voc, tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    file.write_bytes(
        "I: Wie war es?\n\nB: Die Rücksendung war mühsam, das hätte schöner sein können.\n".encode("cp1252")
    )
    code, out, _ = voc("inspect", file)
    assert code == 0
    assert "Windows-1252" in out


def test_single_line_of_50_mb_is_skipped_quickly(voc: Voc, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "huge.txt").write_bytes(b"word " * 10_000_000)
    (folder / "good.txt").write_text(GOOD)
    start = time.monotonic()
    code, out, _ = voc("run", folder, "--out", tmp_path / "study")
    assert code == 0
    assert "huge.txt" in out
    assert time.monotonic() - start < 30


def test_unknown_key_in_the_configuration(voc: Voc, tmp_path: Path) -> None:
    (tmp_path / "voc.toml").write_text('[study]\nnmae = "x"\n')
    (tmp_path / "good.txt").write_text(GOOD)
    code, _, err = voc("run", tmp_path / "good.txt", "--config", tmp_path / "voc.toml")
    assert code == 2
    assert "unknown key 'study.nmae'. Did you mean 'name'?" in flat(err)


def test_unknown_encoder(voc: Voc, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    code, _, err = voc("run", tmp_path / "good.txt", "--encoder", "bert")
    assert code == 2
    assert "bert" in err
    assert "sentence-transformers:" in err


def test_out_that_is_no_study_is_refused_and_untouched(voc: Voc, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.docx").write_text("precious")
    code, _, err = voc("run", tmp_path / "good.txt", "--out", other)
    assert code == 2
    assert "is not a study" in flat(err)
    assert [path.name for path in other.iterdir()] == ["chapter.docx"]


def test_out_that_cannot_be_written(voc: Voc, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "file").write_text("")
    code, _, err = voc("run", tmp_path / "good.txt", "--out", tmp_path / "file" / "study")
    assert code == 2
    assert "cannot be written" in flat(err)


def test_out_that_would_replace_the_input_is_refused(voc: Voc, inputs: Path) -> None:
    code, _, err = voc("run", inputs, "--out", inputs)
    assert code == 2
    assert "replace its own input" in flat(err)


def test_zip_bomb_is_skipped(voc: Voc, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    (folder / "good.txt").write_text(GOOD)
    code, out, _ = voc("run", folder, "--out", tmp_path / "study")
    assert code == 0
    assert "bomb.docx" in out


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT")
def test_interrupt_leaves_the_old_study_whole(study: Path, inputs: Path, tmp_path: Path) -> None:
    import shutil

    out = tmp_path / "out"
    shutil.copytree(study, out)
    before = (out / "report.html").read_bytes()
    table = tmp_path / "many.csv"
    table.write_text("comment\n" + "".join(f"The parcel number {n} came late and broken.\n" for n in range(60_000)))
    environment = {**os.environ, "VOC_CACHE": "off"}
    process = subprocess.Popen(
        [sys.executable, "-m", "voc", "run", str(table), "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Interrupted" in err
    assert "Traceback" not in err
    assert (out / "report.html").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many.csv", "out"]


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT")
def test_interrupt_while_code_from_a_string_runs_has_the_same_code(tmp_path: Path) -> None:
    """Python marks such an interruption as unhandled, even where it is caught, and ends `python -m` by the signal."""
    (tmp_path / "interrupted.py").write_text(
        "import os, signal\n"
        "import voc.cli.main\n"
        "def app(arguments):\n"
        "    exec('os.kill(os.getpid(), signal.SIGINT)\\nwhile True: pass')\n"
        "voc.cli.main.app = app\n"
        "voc.cli.main.main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-m", "interrupted"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
    )
    assert (ended.returncode, "Interrupted" in ended.stderr) == (130, True), ended.stderr


def test_usage_errors_have_code_2(voc: Voc) -> None:
    assert voc("run")[0] == 2
    assert voc("fly")[0] == 2
    assert voc("run", "--lang", "fr", "x")[0] == 2
