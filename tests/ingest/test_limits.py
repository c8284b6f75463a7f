from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest

from voc.errors import FormatError, LimitError
from voc.ingest import limits


def archive(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return path


def test_check_archive_lets_an_ordinary_one_pass(tmp_path: Path) -> None:
    limits.check_archive(archive(tmp_path / "a.docx", {"word/document.xml": b"<w/>" * 50}), "a.docx")


def test_check_archive_refuses_a_bomb_before_unpacking(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.docx", {"word/document.xml": bytes(80_000_000)})
    started = time.perf_counter()
    with pytest.raises(LimitError, match="zip bomb"):
        limits.check_archive(path, "a.docx")
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "a\\..\\..\\evil.xml", "C:/evil.xml"])
def test_check_archive_refuses_paths_that_leave_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(FormatError, match="leaves the file"):
        limits.check_archive(archive(tmp_path / "a.docx", {name: b"x"}), "a.docx")


def test_check_archive_refuses_archives_inside(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="another archive"):
        limits.check_archive(archive(tmp_path / "a.docx", {"inner.zip": b"x"}), "a.docx")


def test_check_archive_refuses_too_many_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ENTRIES", 3)
    with pytest.raises(LimitError, match="found 4"):
        limits.check_archive(archive(tmp_path / "a.docx", {str(n): b"x" for n in range(4)}), "a.docx")


def test_check_archive_counts_what_really_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ARCHIVE_BYTES", 100)
    with pytest.raises(LimitError, match="unpacks to more"):
        limits.check_archive(archive(tmp_path / "a.docx", {"a": b"x" * 80, "b": b"y" * 80}), "a.docx")


def test_check_archive_refuses_a_lie_about_sizes(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.docx", {"a.xml": b"x" * 5000})
    data = bytearray(path.read_bytes())
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(FormatError, match="broken"):
        limits.check_archive(path, "a.docx")


@pytest.mark.parametrize("markup", [b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a/>" * 20_000 + b"<!doctype a>"])
def test_check_archive_refuses_a_doctype(tmp_path: Path, markup: bytes) -> None:
    with pytest.raises(FormatError, match="DOCTYPE"):
        limits.check_archive(archive(tmp_path / "a.docx", {"word/document.xml": markup}), "a.docx")


def test_budget_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    budget = limits.Budget("a.csv", seconds=-1.0)
    with pytest.raises(LimitError, match=r"a\.csv: reading may take"):
        budget.check()


def test_check_line_length_names_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TEXT_LINE", 10)
    with pytest.raises(LimitError, match="line 2"):
        limits.check_line_length("a.txt", "short\n" + "x" * 11)
