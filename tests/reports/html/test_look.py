"""A look of one's own: ejected files give the same page, changes show, and what is broken is named with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reports.html.look import OWN_LOOK, THEME, find_pale_texts, load_look, measure_contrast, own_palette, write_look
from reports.html.report import render_html
from reports.view import build_view
from tests.reports.fake_study import FakeStudy
from voc.errors import TemplateError

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
LOGO = 'logo = "logo.png"\nlogo_text = "Acme"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_look(tmp_path / "look")
    return tmp_path / "look"


def theme(folder: Path, text: str) -> None:
    (folder / THEME).write_text(text, encoding="utf-8")


def page(study: FakeStudy, folder: Path) -> str:
    return render_html(build_view(*study), None, load_look(folder))


def test_an_ejected_look_gives_the_same_page(study: FakeStudy, folder) -> None:
    assert page(study, folder) == render_html(build_view(*study))


def test_what_is_deleted_stays_as_voc_has_it(study: FakeStudy, folder) -> None:
    for path in (folder / "templates").iterdir():
        path.unlink()
    (folder / THEME).unlink()
    assert page(study, folder) == render_html(build_view(*study))


def test_without_a_folder_it_is_our_own() -> None:
    assert load_look("") is load_look(None) is OWN_LOOK


def test_eject_replaces_nothing_unless_forced(folder) -> None:
    theme(folder, 'kicker = "Acme"')
    with pytest.raises(TemplateError, match=r"theme\.toml: already exists"):
        write_look(folder)
    write_look(folder, force=True)
    assert load_look(folder).kicker == ""


def test_colours_logo_fonts_and_lines_go_into_the_page(study: FakeStudy, folder) -> None:
    (folder / "logo.png").write_bytes(PNG)
    (folder / "sans.woff2").write_bytes(b"wOF2" + b"\x00" * 20)
    theme(
        folder,
        f'kicker = "Acme <b>"\nfooter = "Internal"\n{LOGO}[fonts]\ntext = "sans.woff2"\n[light]\nneg = "#aa0000"\n',
    )
    text = page(study, folder)
    assert "Acme &lt;b&gt;" in text
    assert "Internal" in text
    assert re.search(r'<img class="logo" src="data:image/png;base64,[^"]+" alt="Acme">', text)
    assert "--neg: #aa0000;" in text
    assert "font-src data:" in text
    assert "img-src data:" in text
    dark = text[text.index("--neg: #aa0000;") :]
    assert f"--neg: {own_palette().dark['neg']};" in dark


def test_our_own_page_allows_no_data(study: FakeStudy) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', render_html(build_view(*study)))
    assert policy
    assert "data:" not in policy[1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kicker = ", "not valid TOML"),
        ('colour = "#fff"', "colour: Extra inputs are not permitted. Known keys: kicker, footer, logo"),
        ('[fonts]\nserif = "a.woff2"', "fonts.serif: .* Known keys: text, headings"),
        ('[light]\nblue = "#0000ff"', r"\[light\] blue: no such colour. Known names: bg, panel"),
        ('[dark]\nbg = "black"', r"\[dark\] bg: must look like \"#0b655d\", found 'black'"),
        ('[dark]\nbg = "#fff;} body{display:none"', "must look like"),
        (LOGO, "logo.png: cannot be read"),
        ('logo = "logo.gif"\nlogo_text = "x"', "must be one of .svg, .png"),
        ('logo = "../logo.png"\nlogo_text = "x"', "must be in"),
        ('[fonts]\ntext = "look.woff2"', "is not a WOFF2 file"),
    ],
)
def test_a_broken_theme_is_named(folder, text: str, message) -> None:
    (folder / "look.woff2").write_bytes(b"no font")
    theme(folder, text)
    with pytest.raises(TemplateError, match=message):
        load_look(folder)


def test_a_logo_needs_a_text_and_a_size(folder) -> None:
    (folder / "logo.png").write_bytes(PNG)
    theme(folder, 'logo = "logo.png"')
    with pytest.raises(TemplateError, match="logo_text must say"):
        load_look(folder)
    (folder / "logo.png").write_bytes(PNG + b"\x00" * 500_000)
    theme(folder, LOGO)
    with pytest.raises(TemplateError, match="at most 400 KB, has 500 KB"):
        load_look(folder)


@pytest.mark.parametrize(
    ("template", "text", "message"),
    [
        ("head.html.j2", "<h1>\n{{ view.nothing }}</h1>", r"head.html.j2 line 2: .*nothing"),
        ("head.html.j2", "{% if %}", r"head.html.j2 line 1: Expected an expression"),
        ("head.html.j2", "{{ ''.__class__.__mro__ }}", r"head.html.j2 line 1: .*unsafe"),
        ("pains.html.j2", "\n\n{{ w('no.such.words') }}", r"pains.html.j2 line 3: "),
        ("report.html.j2", "{% include 'gone.html.j2' %}", r"report.html.j2 line 1: .*gone.html.j2"),
    ],
)
def test_a_broken_template_is_named_with_its_line(study: FakeStudy, folder, template, text: str, message) -> None:
    (folder / "templates" / template).write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError, match=message):
        page(study, folder)


def test_files_that_no_page_uses_are_named(folder) -> None:
    (folder / "templates" / "pain.html.j2").write_text("x", encoding="utf-8")
    with pytest.raises(
        TemplateError, match=r"pain.html.j2: no page uses a file of this name. Known names: .*pains.html.j2"
    ):
        load_look(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="voc template eject"):
        load_look(tmp_path / "none")


def test_pale_texts_are_said(folder) -> None:
    assert list(find_pale_texts({}, {})) == []
    theme(folder, '[light]\nsoft = "#bbbbbb"')
    assert any("[light] soft on bg has a contrast of 1." in note for note in load_look(folder).notes)


def test_contrast_is_that_of_wcag() -> None:
    assert measure_contrast("#000000", "#ffffff") == pytest.approx(21)
    assert measure_contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
