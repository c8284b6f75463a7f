"""Files that are too large, packed too tightly, or hostile."""

from __future__ import annotations

import gzip
import time
import zipfile
from pathlib import Path

import pytest

from voc.errors import FormatError, LimitError, NothingReadableError
from voc.files import limits
from voc.ingest import read_folder


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


def test_packed_table_that_swells_is_ended_before_it_is_unpacked(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.csv.gz", "wb") as packed:
        packed.write(b"comment\n")
        for _ in range(100):
            packed.write(b"so viele Worte " * 66_667)
    started = time.perf_counter()
    with pytest.raises(NothingReadableError, match=r"a\.csv\.gz: is packed more than 200 times, as in a zip bomb"):
        read_folder([tmp_path])
    assert time.perf_counter() - started < 3


def test_folder_goes_on_past_hostile_files(tmp_path: Path) -> None:
    archive(tmp_path / "a.docx", {"word/document.xml": bytes(20_000_000)})
    archive(tmp_path / "b.xlsx", {"xl/workbook.xml": b'<!DOCTYPE w [<!ENTITY e "ha">]><w>&e;</w>'})
    archive(tmp_path / "c.lsa", {"../../survey_1.lss": b"<document/>"})
    archive(tmp_path / "d.ods", {"content.xml": b"<broken"})
    (tmp_path / "e.csv").write_text("comment\n" + "x" * (limits.MAX_LINE + 10))
    with (tmp_path / "f.txt").open("wb") as sparse:
        sparse.truncate(limits.MAX_TEXT_BYTES + 1)
    (tmp_path / "g.csv").write_text("comment\nIt was a fine day for me.\nIt was no fine day.\n")
    corpus = read_folder([tmp_path])
    assert [source.status for source in corpus.sources] == ["skipped"] * 6 + ["read"]
    signs = ["zip bomb", "DOCTYPE", "path leaves", "must be a spreadsheet", "at most 4,000,000", "at most 40 MB"]
    assert all(sign in source.reason for sign, source in zip(signs, corpus.sources, strict=False))
