"""Start files for the desktop: each calls this Python, whatever its path has in it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from voc.cli.shortcut import shortcut
from voc.errors import OutputError
from voc.tasks.shortcut import make_shortcut


def test_windows_starts_the_right_python_in_a_window_of_its_own() -> None:
    made = make_shortcut("win32", r"C:\Program Files\Jörg's\python.exe")
    calls = [node for node in ast.walk(ast.parse(made.text)) if isinstance(node, ast.List)]
    assert ast.literal_eval(calls[0]) == [r"C:\Program Files\Jörg's\python.exe", "-m", "voc", "open"]
    assert made.name == "voc.pyw" and "CREATE_NEW_CONSOLE" in made.text


def test_linux_quotes_what_desktop_files_need() -> None:
    line = make_shortcut("linux", '/o"p$t/100% \\py').text.splitlines()[4]
    assert line == r'Exec="/o\\"p\\$t/100%% \\\\py" -m voc open'


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_macos_runs_this_python(tmp_path: Path) -> None:
    python = tmp_path / "my 'own' python"
    python.symlink_to(sys.executable)
    script = make_shortcut("darwin", str(python)).text.replace("-m voc open", "-c 'print(6 * 7)'")
    assert subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout == "42\n"


def test_the_command_writes_it_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shortcut(tmp_path)
    (file,) = tmp_path.iterdir()
    assert sys.executable.rsplit(os.sep, 1)[-1] in file.read_text("utf-8") and str(file) in capsys.readouterr().out
    assert os.name == "nt" or os.access(file, os.X_OK)
    with pytest.raises(OutputError, match="already exists"):
        shortcut(tmp_path)
    shortcut(tmp_path, force=True)
