"""Zip archives among the inputs."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from voc.config import parse_config
from voc.errors import NothingReadableError
from voc.ingest import read_folder

TALK = "I: Wie war der Kaffee?\n\nB: Kalt.\n\nI: Und sonst?\n\nB: Teuer.\n"


def archive(path: Path, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as stream:
        for name, data in files.items():
            stream.writestr(name, data)


def test_files_are_read_as_if_unpacked(tmp_path: Path) -> None:
    table = b"id,comment\n1,The coffee was cold and weak.\n2,Nobody came to our table.\n3,We liked the garden a lot.\n"
    files = {
        "a/talk 1.txt": TALK.encode(),
        "r.csv": table,
        "__MACOSX/._talk 1.txt": b"\x00\x05",
        "a/.DS_Store": b"x",
        "a/b/": b"",
    }
    archive(tmp_path / "all.zip", files)
    corpus = read_folder([tmp_path])
    assert [(source.path, source.status) for source in corpus.sources] == [
        ("all.zip/a/talk 1.txt", "read"), ("all.zip/r.csv", "read"),
    ]  # fmt: skip


def test_voc_toml_names_a_file_inside(tmp_path: Path) -> None:
    archive(tmp_path / "all.zip", {"a.txt": TALK.encode(), "b.txt": TALK.replace("Kalt", "Lau").encode()})
    corpus = read_folder([tmp_path], parse_config({"files": {"all.zip/b.txt": {"skip": True}}}))
    assert [source.status for source in corpus.sources] == ["read", "skipped"]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"a.zip": b"x"}, "holds another archive"),
        ({"../a.txt": b"x"}, "path leaves"),
        ({"a.txt": bytes(9_000_000)}, "zip bomb"),
        ({}, "holds no files"),
        ({"__MACOSX/a.txt": b"x"}, "holds no files"),
    ],
)
def test_archives_that_are_not_unpacked_say_why(tmp_path: Path, files: dict[str, bytes], reason: str) -> None:
    archive(tmp_path / "a.zip", files)
    with pytest.raises(NothingReadableError, match=reason):
        read_folder([tmp_path])


def test_decomposed_names_of_files_match_voc_toml_and_rosters(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "Bürgi.txt")).write_text(TALK, "utf-8")
    (tmp_path / "people.csv").write_text("file,age\nBürgi.txt,34\n", "utf-8")
    corpus = read_folder([tmp_path])
    assert corpus.sources[0].path == "Bürgi.txt"
    assert dict(corpus.respondents[0].attributes) == {"age": "34"}
    settings = parse_config({"files": {"Bürgi.txt": {"skip": True}, "people.csv": {"skip": True}}})
    with pytest.raises(NothingReadableError, match=r"left out by voc\.toml"):
        read_folder([tmp_path], settings)
