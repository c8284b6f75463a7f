"""Exported files follow the look: its colours, logo, line above the title and line at the end."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from reports.exports.appearance import Appearance
from reports.exports.export import ExportOptions, choose_appearance
from reports.exports.targets import STYLED_TARGETS, load_target, uninstalled_extras
from reports.html.look import load_look
from tests.reports.fake_study import FakeStudy
from voc.config import ReportSection, StudyConfig
from voc.study import write_config

THEME = """
kicker = "Acme Forschung"
footer = "Vertraulich"
logo = "logo.svg"
logo_text = "Das Zeichen von Acme"
[light]
ink = "#102030"
neg = "#aa2200"
"""
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#aa2200"/></svg>'
)


@pytest.fixture(scope="module")
def look_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("look")
    (folder / "theme.toml").write_text(THEME, encoding="utf-8")
    (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    return folder


def parts_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".png"))]
        return "\n".join(names + [archive.read(name).decode("utf-8", "ignore") for name in names])


@pytest.mark.parametrize("target", sorted(STYLED_TARGETS - uninstalled_extras() - {"html", "profiles"}))
def test_colours_logo_and_lines_are_in_the_file(target: str, german: FakeStudy, look_folder: Path) -> None:
    (content,) = load_target(target, Appearance(load_look(look_folder)))(*german).values()
    if target == "pdf":
        pages = pypdfium2.PdfDocument(content)
        texts = [page.get_textpage().get_text_range() for page in pages]
        assert "Acme Forschung" in texts[0]
        assert all("Vertraulich" in text for text in texts)
        assert any(item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for item in pages[0].get_objects())
        return
    parts = parts_of(content)
    if target == "xlsx":
        assert "Arial" in parts
        return
    assert "102030" in parts
    assert all(text in parts for text in ("Acme Forschung", "Vertraulich", "Das Zeichen von Acme", ".png"))


def test_look_and_paper_of_the_call_win_and_a_look_that_is_gone_is_said(
    study_folder: Path, tmp_path: Path, look_folder: Path
) -> None:
    assert choose_appearance(study_folder, ExportOptions(("pdf",))) == (Appearance(), ())
    moved = tmp_path / "study"
    shutil.copytree(study_folder, moved)
    write_config(StudyConfig(report=ReportSection(look=str(tmp_path / "gone"), paper="letter")), moved)
    chosen, (note,) = choose_appearance(moved, ExportOptions(("pdf",)))
    assert chosen == Appearance(paper="letter")
    assert "gone" in note
    chosen, notes = choose_appearance(moved, ExportOptions(("pdf",), look=look_folder, paper="a4"))
    assert (chosen.look.kicker, chosen.paper, notes) == ("Acme Forschung", "a4", ())
