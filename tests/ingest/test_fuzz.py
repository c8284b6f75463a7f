"""No reader raises anything but our own errors, and none takes down the run, whatever is in a file.

Small files of our own in every format, and the real studies where they are, are changed at random and read. Three
variables set the run: VOC_FUZZ_SECONDS (a few seconds by default), VOC_FUZZ_FILES (files per format) and VOC_FUZZ_SEED:

    VOC_FUZZ_FILES=2000 python -m pytest tests/ingest/test_fuzz.py
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from tests.ingest.fuzz_files import STUDY_SUFFIXES, mutated, seeds
from tests.paths import STUDIES
from voc.errors import VocError
from voc.ingest import read_folder
from voc.schema import Corpus

pytestmark = [pytest.mark.slow, pytest.mark.reader_process]

SECONDS = float(os.environ.get("VOC_FUZZ_SECONDS", "4"))
FILES = int(os.environ.get("VOC_FUZZ_FILES", "0"))
SEED = int(os.environ.get("VOC_FUZZ_SEED", "20240301"))
BATCH = 20 if FILES or SECONDS > 10 else 6
UNFORESEEN = ("could not be read (", "crash")
"""A part of the reason when an error was not one of ours: translated in the last resort, but a defect."""


def suffixes() -> list[str]:
    return sorted(seeds())


@pytest.mark.parametrize("suffix", suffixes())
def test_changed_files_raise_only_our_own_errors(suffix: str, tmp_path: Path) -> None:
    chance = random.Random(f"{SEED} {suffix}")
    originals = [*seeds()[suffix], *_real(suffix)]
    ends = time.monotonic() + SECONDS / len(suffixes())
    done, folder = 0, tmp_path
    while done < FILES or (not FILES and (time.monotonic() < ends or not done)):
        folder = tmp_path / f"batch{done}"
        folder.mkdir()
        for number in range(BATCH):
            data = chance.choice(originals)
            (folder / f"f{number}{suffix}").write_bytes(mutated(data, chance) if number else data)
        done += BATCH
        _read(folder, suffix)
        for path in folder.iterdir():
            path.unlink()
    assert done


def _read(folder: Path, suffix: str) -> None:
    try:
        corpus = read_folder([folder])
    except VocError as error:
        reasons = str(error)
    else:
        _sound(corpus)
        reasons = "\n".join(f"{source.path}: {source.reason}" for source in corpus.sources)
    for sign in UNFORESEEN:
        if sign in reasons:
            line = next(line for line in reasons.splitlines() if sign in line)
            pytest.fail(f"{suffix} in {folder} (seed {SEED}): {line}")


def _sound(corpus: Corpus) -> None:
    people = {respondent.respondent_id for respondent in corpus.respondents}
    ids = [document.document_id for document in corpus.documents]
    assert len(ids) == len(set(ids))
    for document in corpus.documents:
        document.text.encode()
        assert all(0.0 <= share <= 1.0 for share in document.ratings.values())
        for turn in document.turns:
            assert 0 <= turn.start < turn.end <= len(document.text)
            assert document.text[turn.start : turn.end].strip()
            assert (turn.respondent_id in people) == (turn.role == "participant")


def _real(suffix: str) -> list[bytes]:
    """The beginnings of the smallest real files of this kind; whole ones where a part is no file."""
    if not STUDIES.is_dir() or suffix not in STUDY_SUFFIXES:
        return []
    found = sorted(STUDIES.rglob(f"*{suffix}"), key=lambda path: (path.stat().st_size, path.name))[:6]
    cut = 20_000 if suffix not in {".pdf", ".docx"} else 150_000
    return [path.read_bytes()[:cut] for path in found]
