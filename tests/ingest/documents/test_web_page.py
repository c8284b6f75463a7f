"""The words of a web page: what a browser shows."""

from __future__ import annotations

from pathlib import Path

from voc.ingest.documents.web_page import load_web_page


def load(tmp_path: Path, body: str) -> tuple[str, tuple[str, ...]]:
    file = tmp_path / "a.html"
    file.write_text(f"<html><body>{body}</body></html>", "utf-8")
    document = load_web_page(file, "a.html")
    return document.text, document.notes


def test_hidden_passages_are_left_out_and_counted(tmp_path: Path) -> None:
    body = (
        "<p>Es war laut.</p><div style='display: none'>Das <div>sieht</div> keiner.</div><p hidden>Dies auch.</p>"
        "<p style='color:red'>Und teuer.</p>"
    )
    text, notes = load(tmp_path, body)
    assert text == "Es war laut.\n\nUnd teuer."
    assert "Text that the page hides (5 words) was left out." in notes


def test_soft_hyphens_do_not_cut_words(tmp_path: Path) -> None:
    assert load(tmp_path, "<p>Die Video&shy;identifizierung war zäh.</p>")[0] == "Die Videoidentifizierung war zäh."
