"""What may be in codebook.toml, what its errors say, and that an edit keeps the rest of it."""

from pathlib import Path

import pytest

from voc.decisions.codebook import Code, Codebook, code_id, codebook_template, load_codebook, parse_codebook
from voc.decisions.codebook_text import CodebookData
from voc.decisions.editing import edit_codebook, get_entry, write_decision
from voc.errors import ConfigError


def test_codebook_template_is_empty_and_every_line_of_it_is_valid_without_its_mark() -> None:
    template = codebook_template()
    assert parse_codebook(template) == Codebook()
    live = [line.removeprefix("# ") for line in template.splitlines() if "=" in line or line.startswith("# [")]
    codebook = parse_codebook("\n".join(live))
    assert (len(codebook.codes), len(codebook.themes), len(codebook.segments)) == (1, 1, 1)
    assert len(codebook.personas) == 2


def test_codebook_that_is_absent_is_empty(tmp_path: Path) -> None:
    assert load_codebook(tmp_path / "codebook.toml") == Codebook()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[themes", "not valid TOML"),
        ('[themes."t-1"]\nnaem = "x"', "merge_into"),
        ('[themes."t-1"]\nsplit = 1', "split"),
        ('[themes."t-1"]\nsplit = 40', "split"),
        ('[segments."s-1"]\ntheme = ""', "theme"),
        ('[themes."t-1"]\nmerge_into = "t-1"', "t-1 → t-1"),
        ('[themes."t-1"]\nmerge_into = "t-2"\n[themes."t-2"]\nmerge_into = "t-1"', "back to itself"),
        ('[pain_points."pp-1"]\nmerge_into = "pp-1"', "pp-1 → pp-1"),
        ('[pain_points."pp-1"]\nmerge_into = "pp-2"\n[pain_points."pp-2"]\nmerge_into = "pp-1"', "back to itself"),
    ],
)
def test_codebook_errors_name_the_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "codebook.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"codebook\.toml") as error:
        load_codebook(path)
    assert message in str(error.value)


def test_codebook_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "codebook.toml").write_bytes(b"\xff\xfe\x00\x9f")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_codebook(tmp_path / "codebook.toml")


def test_codes_are_found_by_key_or_name() -> None:
    codebook = Codebook(codes={"refund": Code(name="Money back"), "t-0123456789": Code(name="Old theme")})
    assert codebook.theme_id("REFUND") == codebook.theme_id("money back") == code_id("refund")
    assert codebook.theme_id("old theme") == "t-0123456789"
    assert codebook.theme_id("t-9876543210") == "t-9876543210"
    assert code_id("refund").startswith("c-")


MINE = '# ours\n[themes."t-1"]\nname = "Mine" # agreed\nanchors = ["s-1"]\n'


def test_an_edit_keeps_comments_and_first_anchors_and_the_latest_structure(tmp_path: Path) -> None:
    path = tmp_path / "codebook.toml"
    path.write_text(MINE, encoding="utf-8")

    def split(document: CodebookData) -> None:
        write_decision(get_entry(document, "themes", "t-1"), ["s-2"], split=2)

    def drop(document: CodebookData) -> None:
        write_decision(get_entry(document, "themes", "t-1"), ["s-3"], drop=True)

    edit_codebook(path, split)
    edit_codebook(path, drop)
    text = path.read_text("utf-8")
    assert text.startswith("# ours\n")
    assert "# agreed" in text
    decision = load_codebook(path).themes["t-1"]
    assert (decision.name, decision.anchors, decision.split, decision.drop) == ("Mine", ("s-1",), None, True)


def test_an_edit_that_is_not_valid_leaves_the_codebook_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "codebook.toml"
    path.write_text(MINE, encoding="utf-8")
    with pytest.raises(ConfigError, match="back to itself"):
        edit_codebook(path, lambda document: get_entry(document, "themes", "t-1").update({"merge_into": "t-1"}))
    assert path.read_text("utf-8") == MINE
    assert [file.name for file in tmp_path.iterdir()] == ["codebook.toml"]
