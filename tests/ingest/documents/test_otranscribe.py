"""Files of oTranscribe: the page of its editor, with speakers and times."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ingest.transcripts import transcript_writers as writers
from tests.ingest.transcripts.turns import TALK, Read, words_of
from voc.ingest import read_folder


@pytest.mark.parametrize("n_turns", [2, len(TALK)])
def test_otranscribe_has_names_times_and_words(n_turns: int, read: Read) -> None:
    talk = TALK[:n_turns]
    (document,) = read("a.otr", writers.otranscribe(talk)).documents
    assert words_of(document) == [(speech.speaker, speech.words) for speech in talk]
    assert [turn.time_s for turn in document.turns] == [float(speech.start) for speech in talk]


def test_otranscribe_without_times_is_read_like_a_text(read: Read) -> None:
    page = "<p>I: Wie war es?</p><p>B: Gut &amp; eng.<br/>Sehr eng.</p><p>I: Und?</p><p>B: Mehr nicht.</p>"
    assert words_of(read("a.otr", json.dumps({"text": page})).documents[0])[1] == ("B", "Gut & eng.\n\nSehr eng.")


@pytest.mark.parametrize("content", ["{", "[]", '{"text": 3}'])
def test_otranscribe_broken_files_are_refused_with_the_remedy(content: str, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Sie sucht lange.\n", "utf-8")
    (tmp_path / "a.otr").write_text(content, "utf-8")
    (source, _) = read_folder([tmp_path]).sources
    assert source.status == "skipped"
    assert "export it as plain text (.txt)" in source.reason
