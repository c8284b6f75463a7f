from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from voc.config import parse_config
from voc.errors import MappingError, NothingReadableError, UsageError
from voc.ingest import read_folder
from voc.schema import Corpus

TALK = "I: Wie war es?\n\nB: Gut, danke.\n\nI: Und sonst?\n\nB: Auch gut.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "study"
    (root / "talks").mkdir(parents=True)
    (root / "talks" / "b.txt").write_text(TALK)
    (root / "talks" / "a.md").write_text(TALK)
    (root / "r.csv").write_text("review,stars\nThe shoes fit me well.,5\nThe shoes are too small.,2\n")
    (root / "broken.docx").write_bytes(b"no zip at all")
    (root / "call.mp3").write_bytes(b"ID3xxxx")
    (root / "README.md").write_text("About this folder.")
    (root / ".hidden.txt").write_text(TALK)
    (root / "voc.toml").write_text("")
    return root


def test_one_bad_file_never_stops_a_folder(folder: Path) -> None:
    corpus = read_folder([folder])
    assert [(source.path, source.status) for source in corpus.sources] == [
        ("README.md", "skipped"),
        ("broken.docx", "skipped"),
        ("call.mp3", "skipped"),
        ("r.csv", "read"),
        ("talks/a.md", "read"),
        ("talks/b.txt", "read"),
    ]
    reasons = {source.path: source.reason for source in corpus.sources}
    assert "broken, encrypted or different" in reasons["broken.docx"]
    assert "transcribe it first" in reasons["call.mp3"]


def test_corpus_is_in_the_order_of_the_contract(folder: Path) -> None:
    corpus = read_folder([folder])
    assert [document.source for document in corpus.documents] == ["r.csv", "r.csv", "talks/a.md", "talks/b.txt"]
    spoken = [turn.respondent_id for document in corpus.documents for turn in document.turns if turn.respondent_id]
    assert [respondent.respondent_id for respondent in corpus.respondents] == list(dict.fromkeys(spoken))
    assert len({document.document_id for document in corpus.documents}) == len(corpus.documents)


def test_order_of_inputs_does_not_matter(folder: Path) -> None:
    inputs = [folder / "talks", folder / "r.csv", folder / "talks" / "a.md"]
    corpora: list[Corpus] = [read_folder(order) for order in itertools.permutations(inputs)]
    assert all(corpus == corpora[0] for corpus in corpora)
    assert len(corpora[0].documents) == 4, "a file that is given twice counts once"


def test_same_names_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(TALK)
        (tmp_path / name / f"{name}.txt").write_text(TALK)
    corpus = read_folder([tmp_path / "two", tmp_path / "one"])
    assert [source.path for source in corpus.sources] == ["one.txt", "one/a.txt", "two.txt", "two/a.txt"]


def test_files_can_be_skipped_and_their_kind_be_set(folder: Path) -> None:
    settings = parse_config({"files": {"*.csv": {"kind": "survey"}, "talks/b.txt": {"skip": True}}})
    sources = {source.path: source for source in read_folder([folder], settings).sources}
    assert sources["r.csv"].kind == "survey"
    assert (sources["talks/b.txt"].status, sources["talks/b.txt"].reason) == ("skipped", "left out by voc.toml.")


def test_speaker_of_voc_toml_that_does_not_occur(folder: Path) -> None:
    with pytest.raises(
        MappingError, match=r"talks/a\.md: \[speakers\] names 'Ada', but the file has the speakers 'I', 'B'"
    ):
        read_folder([folder], parse_config({"files": {"a.md": {"speakers": {"interviewer": ["Ada"]}}}}))
    with pytest.raises(MappingError, match=r"\[speakers\] names 'Ada', which no file has"):
        read_folder([folder], parse_config({"speakers": {"interviewer": ["Ada"]}}))


def test_finished_studies_inside_are_left_out(folder: Path) -> None:
    study = folder / "old-study"
    (study / "data").mkdir(parents=True)
    (study / "data" / "manifest.json").write_text("{}")
    (study / "report.html").write_text("")
    (study / "data" / "segments.csv").write_text("text\nThis would be read twice.\n")
    assert not any("old-study" in source.path for source in read_folder([folder]).sources)


def test_progress_is_told(folder: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    read_folder([folder], progress=lambda stage, done, total: seen.append((stage, done, total)))
    assert seen[0] == ("read", 0, 6)
    assert seen[-1] == ("read", 6, 6)


def test_missing_path_and_no_path_at_all(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        read_folder([tmp_path / "nowhere"])
    with pytest.raises(UsageError, match="at least one"):
        read_folder([])


def test_empty_folder_says_what_is_read(tmp_path: Path) -> None:
    with pytest.raises(NothingReadableError, match=r"found no files\..*voc reads \.txt"):
        read_folder([tmp_path])


def test_folder_without_readable_files_lists_each_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "b.txt").write_bytes(b"")
    with pytest.raises(NothingReadableError) as caught:
        read_folder([tmp_path])
    assert "a.pdf: must be a PDF, found a broken one." in str(caught.value)
    assert "b.txt: the file is empty." in str(caught.value)
