"""The PDF, read back with pypdfium2."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from reports.exports import export as run
from reports.exports import pdf, targets
from reports.exports.export import ExportOptions, export_study
from reports.exports.targets import ALL, load_target, resolve_targets
from reports.language import load_words
from reports.view import build_view
from tests.reports.exports.exported_study import ExportedStudy
from tests.reports.fake_study import FakeStudy
from voc.errors import UsageError

needs_typst = pytest.mark.skipif("pdf" in targets.uninstalled_extras(), reason="the extra pdf is not installed")


def pages_of(files: ExportedStudy):
    document = pypdfium2.PdfDocument(files.files["pdf"]["report.pdf"])
    texts = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    return document, [text.replace("\ufffe", "").replace("\u200b", "") for text in texts]


def joined(text):
    return re.sub(r"[\s\u00ad-]+", "", text)


@needs_typst
def test_pages_are_numbered_and_the_contents_say_where_sections_begin(files: ExportedStudy) -> None:
    view, words = build_view(files.analysis, files.personas), load_words(files.analysis.language)
    _, texts = pages_of(files)
    for number, text in enumerate(texts, 1):
        assert f"{words('document.page')} {number} / {len(texts)}" in text
    assert words("page.contents") in texts[0]
    for name in ("glance", "journey", "pains", "themes", "personas", "method"):
        title = words(f"section.{name}")
        found = re.search(rf"^{re.escape(title)}[ .]*(\d+)$", texts[0], re.M)
        assert found, (title, texts[0])
        assert title in texts[int(found[1]) - 1]
    assert " ".join(view.head.title.split()) in texts[0]


@needs_typst
def test_bookmarks_title_and_language_are_there(files: ExportedStudy) -> None:
    view, words = build_view(files.analysis, files.personas), load_words(files.analysis.language)
    document, _ = pages_of(files)
    titles = [one.get_title() for one in document.get_toc()]
    assert words("section.pains") in titles
    assert document.get_metadata_value("Title") == view.head.title
    content = files.files["pdf"]["report.pdf"]
    assert b"/StructTreeRoot" in content or b"/MarkInfo" in content or document.is_tagged()


@needs_typst
def test_worst_pain_points_and_their_words_are_in_it(files: ExportedStudy) -> None:
    view = build_view(files.analysis, files.personas)
    everything = joined(" ".join(pages_of(files)[1]))
    for pain in view.pains[:3]:
        assert joined(pain.title) in everything
        for quote in pain.quotes:
            assert joined(quote.segment_id) in everything
    for persona in view.personas:
        assert joined(persona.title) in everything


@needs_typst
def test_every_picture_is_drawn_below_its_finding(files: ExportedStudy) -> None:
    pictures = build_view(files.analysis, files.personas).pictures
    assert pictures.themes
    assert pictures.personas
    assert pictures.pains
    document, texts = pages_of(files)
    for picture, words in (
        (pictures.themes, [f"{bar.negative}" for bar in pictures.themes.bars if bar.negative]),
        (pictures.personas.summary, [bar.name for bar in pictures.personas.summary.bars]),
        (pictures.pains, [f"{pain.rank}" for pain in pictures.pains.pains]),
    ):
        (page,) = [number for number, text in enumerate(texts) if joined(picture.title) in joined(text)]
        after = joined(texts[page]).split(joined(picture.title), 1)[1]
        assert all(joined(word) in after for word in words)
        # Letters alone would be no picture.
        assert any(found.type != pypdfium2.raw.FPDF_PAGEOBJ_TEXT for found in document[page].get_objects(max_depth=4))


@needs_typst
def test_a_persona_is_on_one_page_and_begins_it_unless_the_page_before_would_be_white(files: ExportedStudy) -> None:
    view, words = build_view(files.analysis, files.personas), load_words(files.analysis.language)
    _, texts = pages_of(files)
    filled = pdf.measure_pages(files.files["pdf"]["report.pdf"])
    for persona in view.personas:
        # The page before may hold the list of all personas, and the card of another one.
        page = max(
            number
            for number, text in enumerate(texts)
            if f"{persona.name}: " in text and words("persona.attributes") in text
        )
        assert f"{persona.name}: " in texts[page][:200] or min(filled[page], filled[page - 1]) >= pdf.LEAST_FILLED


@needs_typst
def test_hostile_words_are_words(hostile: ExportedStudy) -> None:
    _, texts = pages_of(hostile)
    everything = joined(" ".join(texts))
    assert "<script>alert(1)</script>" in everything
    assert "{{7*7}}" in everything
    assert len(texts) > 5


@needs_typst
def test_the_same_study_gives_the_same_bytes_on_any_day(files: ExportedStudy) -> None:
    assert load_target("pdf")(files.analysis, files.personas) == files.files["pdf"]
    assert not re.search(rb"D:\d{4}|\d{4}-\d\d-\d\dT", files.files["pdf"]["report.pdf"])


def test_without_the_extra_the_message_names_it(study: FakeStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "uninstalled_extras", lambda: frozenset({"pdf"}))
    with pytest.raises(UsageError, match=r"pip install 'voc-personas\[pdf\]'"):
        pdf.export_pdf(*study)


def test_all_leaves_out_what_is_not_installed_and_says_so(
    study_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets, "find_spec", lambda name: None)
    assert "pdf" not in resolve_targets([ALL])
    assert resolve_targets([ALL, "pdf"]).count("pdf") == 1
    monkeypatch.setattr(run, "resolve_targets", lambda names: ("mermaid",))
    done = export_study(study_folder, ExportOptions((ALL,), tmp_path / "out"))
    assert [note for note in done.notes if note.startswith("pdf is left out")]
