"""A study is open for writing in one place, and the other place shows where."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from voc.errors import OutputError
from voc.workspace.lock import hold, lock_file


def test_the_second_is_told_who_holds_it(tmp_path: Path) -> None:
    study = tmp_path / "out"
    with hold(study), pytest.raises(OutputError, match=f"already open.*process {os.getpid()}"), hold(study):
        pass
    with hold(study):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_dead_process_holds_nothing(tmp_path: Path) -> None:
    study = tmp_path / "out"
    script = (
        "import os, sys, pathlib\nfrom voc.workspace.lock import hold\n"
        "with hold(pathlib.Path(sys.argv[1])):\n os._exit(9)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", script, str(study)], check=False, env=environment).returncode == 9
    assert lock_file(study).exists()
    with hold(study):
        pass


def test_the_lock_is_beside_the_study_which_a_run_replaces(tmp_path: Path) -> None:
    study = tmp_path / "out"
    study.mkdir()
    with hold(study):
        shutil.rmtree(study)
        study.mkdir()
        with pytest.raises(OutputError), hold(study):
            pass
