"""An edit changes its own entries and no other character, however the codebook is written."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from voc.decisions.codebook import codebook_template, load_codebook
from voc.decisions.codebook_text import EntryChange, NotWritableError, change_text, parse_text
from voc.decisions.editing import edit_codebook, get_entry

TEXT = """# ours
[themes."t-1"] # the first
name = "Mine" # agreed
# Ben wants another name.
drop = true

# The one of Monday:
[themes.'t-2']
anchors = [
    "s-1", # near
]

[codes."Sätze [mit] Klammern"]
examples = ["[themes.\\"t-9\\"]", "Ein Satz."]
"""


def set_keys(text: str, section: str, key: str, **keys: Any) -> str:
    before = tomllib.loads(text).get(section, {}).get(key)
    return change_text(text, [EntryChange(section, key, before, {**(before or {}), **keys})])


def test_a_changed_key_leaves_every_other_character() -> None:
    assert set_keys(TEXT, "themes", "t-1", name="Ours") == TEXT.replace('"Mine"', '"Ours"')
    assert set_keys(TEXT, "themes", "t-2", name="Ours").startswith(TEXT[: TEXT.index("anchors")])


def test_a_new_entry_is_appended_and_a_removed_one_goes_with_its_keys_alone() -> None:
    added = set_keys(TEXT, "segments", 's-"1\\', note="a\tb\n\x7f\u2028", key_quote=True, split_at=[3, 9])
    assert added.startswith(TEXT)
    assert tomllib.loads(added)["segments"] == {
        's-"1\\': {"note": "a\tb\n\x7f\u2028", "key_quote": True, "split_at": [3, 9]}
    }
    before = tomllib.loads(TEXT)["themes"]["t-1"]
    removed = change_text(TEXT, [EntryChange("themes", "t-1", before, None)])
    assert removed == TEXT[: TEXT.index("[themes")] + TEXT[TEXT.index("\n# The one") :]


def test_sentences_are_on_lines_of_their_own_and_ids_on_one() -> None:
    added = set_keys("", "codes", "Geld", examples=["Ein Satz.", "Noch einer."], name="X")
    assert added == '[codes."Geld"]\nexamples = [\n    "Ein Satz.",\n    "Noch einer.",\n]\nname = "X"\n'
    assert 'anchors = ["s-1", "s-2"]' in set_keys("", "themes", "t-1", anchors=["s-1", "s-2"])


def test_line_ends_stay_and_a_last_line_without_one_gets_one() -> None:
    dos = TEXT.replace("\n", "\r\n")
    changed = set_keys(set_keys(dos, "themes", "t-1", name="Ours", split=2), "themes", "t-7", examples=["a b", "c d"])
    assert changed.count("\n") == changed.count("\r\n")
    assert set_keys('[themes."t-1"]\nname = "x"', "themes", "t-2", name="y").count("[themes") == 2


@pytest.mark.parametrize(
    "text",
    [
        'themes."t-1".name = "Mine"\n',
        '[themes]\n"t-1" = { name = "Mine" }\n',
        '[themes]\n"t-1".name = "Mine"\n',
        '[ themes . "t-1" ]\nname = "Mine"\n',
        '["themes".t-1]\nname = """\n[themes."t-9"]\n"""\n',
    ],
)
def test_other_ways_of_writing_an_entry_are_changed_too(text: str) -> None:
    changed = tomllib.loads(set_keys(text, "themes", "t-1", name="Ours"))
    assert changed["themes"]["t-1"]["name"] == "Ours"
    assert tomllib.loads(set_keys(text, "segments", "s-1", note="x"))["segments"] == {"s-1": {"note": "x"}}


def test_an_entry_that_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(NotWritableError):
        change_text(TEXT, [EntryChange("codes", "nowhere", {"name": "y"}, None)])


def test_an_edit_among_two_thousand_entries_takes_a_tenth_of_a_second(tmp_path: Path) -> None:
    path = tmp_path / "codebook.toml"
    entries = "".join(
        f'\n[segments."s-{n:010d}"]\nsentiment = "negative"\nkind = "pain"\nwords = "w-{n:010d}"\n' for n in range(2000)
    )
    path.write_text(codebook_template() + entries, encoding="utf-8")
    times = []
    for key in ("s-0000000900", "s-9000000000", "s-0000001999", "s-9000000001", "s-0000000001"):
        started = time.process_time()
        edit_codebook(path, lambda document, key=key: get_entry(document, "segments", key).update({"note": "x"}))
        times.append(time.process_time() - started)
    assert load_codebook(path).segments["s-9000000001"].note == "x"
    # tomlkit alone takes seconds; the limit leaves room for a slow machine.
    assert sorted(times)[2] < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing but comments\n",
        '[themes."t-1"]\nname = "A"\n\n# about b\n[themes."t-2"]\nname = "B"\n[segments.s-1]\nsplit_at = [3]\n',
        '[codes."A"]\nexamples = [\n    "[codes.B]",\n    "zwei",\n]\n',
        '[codes."A"]\ndescription = """\n[themes."t-1"]\nname = "inside"\n"""\n',
        "[codes.'A']\ndescription = '''\n[x]\n'''\n[codes.\"B\"]\nname = \"b\"\n",
        '[codes]\nA = { name = "inline" }\n[themes."t-1"]\nname = "A"\n',
        '[codes]\nA.name = "dotted"\n',
        'codes.A.name = "dotted at the top"\n[themes."t-1"]\nname = "A"\n',
        '[personas."p-1"]\ntitle = "x"\n[personas."p-1".more]\ny = 1\n',
        '[codes."a\\"b"]\nname = "quoted"\n[codes."c"]\nname = "c"\n',
        '[codes]\n[codes."A"]\nname = "a"\n',
        '[[codes]]\nname = "a"\n[[codes]]\nname = "b"\n',
        '[codes."A"]\r\nname = "a"\r\n[codes."B"]\r\nname = "b"\r\n',
    ],
)
def test_entries_parsed_one_by_one_are_those_of_the_whole_text(text: str) -> None:
    assert parse_text(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        '[codes."A"]\nname = "a"\n[codes."A"]\nname = "b"\n',
        '[codes."A"]\nname = """\n[codes."B"]\nname = "b"\n',
        '[codes."A"]\nname = \n[codes."B"]\nname = "b"\n',
        '[codes."A"]\nname = "a"\n[codes."A".name]\nx = 1\n',
    ],
)
def test_text_that_is_no_toml_is_refused_by_entries_too(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        parse_text(text)
