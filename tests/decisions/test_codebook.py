"""What may stand in codebook.toml, and what its errors say."""

import pytest

from voc.decisions.codebook import TEMPLATE, Code, Codebook, code_id, load_codebook, parse_codebook
from voc.errors import ConfigError


def test_codebook_template_is_empty_and_every_line_of_it_is_valid_without_its_mark():
    assert parse_codebook(TEMPLATE) == Codebook()
    live = [line.removeprefix("# ") for line in TEMPLATE.splitlines() if "=" in line or line.startswith("# [")]
    found = parse_codebook("\n".join(live))
    assert (len(found.codes), len(found.themes), len(found.segments), len(found.personas)) == (1, 1, 1, 2)


def test_codebook_that_is_absent_is_empty(tmp_path):
    assert load_codebook(tmp_path / "codebook.toml") == Codebook()


@pytest.mark.parametrize(
    ("text", "says"),
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
def test_codebook_errors_name_the_place(tmp_path, text, says):
    path = tmp_path / "codebook.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"codebook\.toml") as found:
        load_codebook(path)
    assert says in str(found.value)


def test_codebook_that_is_no_text_is_an_error(tmp_path):
    (tmp_path / "codebook.toml").write_bytes(b"\xff\xfe\x00\x9f")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_codebook(tmp_path / "codebook.toml")


def test_codes_are_told_by_key_or_name():
    codebook = Codebook(codes={"refund": Code(name="Money back"), "t-0123456789": Code(name="Old theme")})
    assert codebook.theme_id("REFUND") == codebook.theme_id("money back") == code_id("refund")
    assert codebook.theme_id("old theme") == "t-0123456789"
    assert codebook.theme_id("t-9876543210") == "t-9876543210"
    assert code_id("refund").startswith("c-")
