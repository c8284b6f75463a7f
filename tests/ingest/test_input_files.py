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
