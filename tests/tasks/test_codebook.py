"""Codes of another program become codes in the codebook, and nothing in it is changed."""

from pathlib import Path

import pytest

from voc.decisions.codebook import load_codebook
from voc.errors import OutputError, UsageError
from voc.ingest.projects.refi_records import Coding, Project, RefiCode, Selection, TextSource, guid_of
from voc.ingest.projects.refi_writer import pack_project
from voc.ingest.projects.study_project import codebook_qdc, project_qdpx
from voc.study import load
from voc.tasks.codebook import READABLE, import_codes

RETURNS = "The label for the return would not print at all."
WAITING = "I waited four weeks for my money to arrive."
TALK = f"Interviewer: How was it?\nErika: {RETURNS} Write to erika.m@example.org about it.\nErika: {WAITING}\n"
USED, DESCRIBED, BARE, TWIN = (guid_of(name) for name in ("used", "described", "bare", "twin"))


def project() -> Project:
    def coded(words: str, code: str) -> Selection:
        start = TALK.index(words)
        return Selection(guid_of(words, code), start, start + len(words), (Coding(guid_of("c", words, code), code),))

    codes = (
        RefiCode(guid_of("top"), "Trouble", codable=False, codes=(
            RefiCode(USED, "Returns"),
            RefiCode(DESCRIBED, "Money", "The refund is late"),
            RefiCode(BARE, "Nothing tells it"),
        )),
        RefiCode(guid_of("other"), "Joy", codable=False, codes=(RefiCode(TWIN, "returns"),)),
    )  # fmt: skip
    mail = "Write to erika.m@example.org about it."
    selections = (coded(RETURNS, USED), coded(mail, USED), coded(WAITING, TWIN))
    return Project("p", "MAXQDA", codes=codes, sources=(TextSource(guid_of("s"), "talk", TALK, selections),))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "p.qdpx").write_bytes(pack_project(project()))
    return tmp_path / "p.qdpx"


def test_codes_are_defined_by_the_passages_that_were_coded(file: Path, tmp_path: Path) -> None:
    imported = import_codes(file, tmp_path / "study")
    assert imported.added == ("Trouble: Returns", "Money", "Joy: returns")
    assert imported.left_out == ("Nothing tells it",)
    codes = load_codebook(tmp_path / "study" / "codebook.toml").codes
    assert codes["Trouble: Returns"].examples[0] == RETURNS
    assert codes["Money"].description == "The refund is late"
    assert codes["Joy: returns"].examples == (WAITING,)


def test_passages_are_pseudonymised(file: Path, tmp_path: Path) -> None:
    import_codes(file, tmp_path / "study")
    written = (tmp_path / "study" / "codebook.toml").read_text("utf-8")
    assert "erika" not in written.casefold()
    assert "[email" in written.casefold()


def test_what_is_in_the_codebook_stays(file: Path, tmp_path: Path) -> None:
    study = tmp_path / "study"
    study.mkdir()
    mine = '# mine\n[codes."money"]\nexamples = ["My own words for it."]\n'
    (study / "codebook.toml").write_text(mine, "utf-8")
    imported = import_codes(file, study)
    assert imported.kept == ("Money",)
    assert (study / "codebook.toml").read_text("utf-8").startswith(mine)
    again = (study / "codebook.toml").read_bytes()
    assert import_codes(file, study).added == ()
    assert (study / "codebook.toml").read_bytes() == again


def test_a_long_passage_is_cut_to_whole_sentences(file: Path, tmp_path: Path) -> None:
    long = "Another sentence about the very same matter. " * 30
    source = TextSource(
        guid_of("s"), "t", long, (Selection(guid_of("x"), 0, len(long), (Coding(guid_of("c"), USED),)),)
    )
    (tmp_path / "q.qdpx").write_bytes(
        pack_project(Project("p", "NVivo", codes=(RefiCode(USED, "Long"),), sources=(source,)))
    )
    import_codes(tmp_path / "q.qdpx", tmp_path / "study")
    (example,) = load_codebook(tmp_path / "study" / "codebook.toml").codes["Long"].examples
    assert READABLE[0] < len(example) <= READABLE[1]
    assert example.endswith("matter.")


def test_of_what_voc_wrote_only_themes_are_imported(study: Path, tmp_path: Path) -> None:
    loaded = load(study)
    themes = {theme.name for theme in loaded.analysis.themes.themes}
    (tmp_path / "own.qdpx").write_bytes(project_qdpx(loaded.analysis, loaded.personas))
    (tmp_path / "own.qdc").write_bytes(codebook_qdc(loaded.analysis))
    assert set(import_codes(tmp_path / "own.qdpx", tmp_path / "a").added) == themes
    assert set(import_codes(tmp_path / "own.qdc", tmp_path / "b").added) == themes


def test_wrong_calls_say_what_to_do(file: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        import_codes(tmp_path / "none.qdpx", tmp_path / "study")
    (tmp_path / "codes.docx").write_bytes(b"x")
    with pytest.raises(UsageError, match="REFI-QDA"):
        import_codes(tmp_path / "codes.docx", tmp_path / "study")
    with pytest.raises(OutputError, match="holds other files"):
        import_codes(file, tmp_path)
