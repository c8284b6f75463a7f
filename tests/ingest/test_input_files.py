"""Files that voc knows but does not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.ingest import read_folder


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("a.mp3", "this is a recording: transcribe it first"),
        ("a.m4a", "this is a recording: transcribe it first"),
        ("a.mp4", "this is a video: transcribe it first"),
        ("a.doc", "this is the old Word format: save it as .docx"),
        ("a.png", "pictures are not read: type out their text"),
        ("a.pages", "export it as .docx or .txt"),
    ],
)
def test_known_but_unreadable_files_are_skipped_with_a_remedy(tmp_path: Path, name: str, remedy: str) -> None:
    (tmp_path / "b.txt").write_text("Sie sucht lange.\n", "utf-8")
    (tmp_path / name).write_bytes(b"\x00\x01\x02")
    sources = {source.path: source for source in read_folder([tmp_path]).sources}
    assert (sources[name].status, sources["b.txt"].status) == ("skipped", "read")
    assert remedy in sources[name].reason


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "content", "remedy"),
    [
        ("a.gdoc", b'{"doc_id": "1"}\n{"a": 1}\n', "only a link to Google Docs"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "found an old Word document (.doc)"),
        ("a.doc", b"{\\rtf1 Hallo\n}", "By its content it is rich text: give it the ending .rtf"),
        ("a.doc", b"%PDF-1.7", "By its content it is a PDF: give it the ending .pdf"),
        ("a.xlsx", b"id;text\n1;gut\n", "found text with separators. Remedy: give it the ending .csv"),
        ("a.msg", OLE, "save it in Outlook as text"),
        ("a.one", b"\xe4\x52\x5c\x7b", "OneNote"),
        ("a", b"I: Wie?\nB: So.\n", "give it the ending .txt"),
    ],
)
def test_a_foreign_file_says_what_it_is_and_what_to_do(tmp_path: Path, name: str, content: bytes, remedy: str) -> None:
    (tmp_path / "b.txt").write_text("Sie sucht lange.\n", "utf-8")
    (tmp_path / name).write_bytes(content)
    sources = {source.path: source for source in read_folder([tmp_path]).sources}
    assert remedy in sources[name].reason


def test_a_web_page_named_xls_is_read_as_its_table(tmp_path: Path) -> None:
    rows = ("The lift is slow.", "The stairs are dark.", "The door sticks all day.")
    body = "".join(f"<tr><td>{n}</td><td>{text}</td></tr>" for n, text in enumerate(rows))
    (tmp_path / "a.xls").write_text(f"<html><table><tr><th>id</th><th>comment</th></tr>{body}</table></html>", "utf-8")
    assert [document.text for document in read_folder([tmp_path]).documents] == list(rows)


def test_lock_files_and_thumbnails_are_ignored(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Sie sucht lange.\n", "utf-8")
    for name in ("~$b.docx", "Thumbs.db", "desktop.ini", ".DS_Store", ".~lock.b.odt#", "._b.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert [source.path for source in read_folder([tmp_path]).sources] == ["b.txt"]
