"""What was written is read back the same, by us and by pyrefiqda, whose models were made from the published schema."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from voc.ingest.projects.refi_reader import parse_codebook, parse_project
from voc.ingest.projects.refi_records import (
    Case,
    Coding,
    Project,
    RefiCode,
    RefiNote,
    RefiSet,
    Selection,
    TextSource,
    User,
    guid_of,
    walk_codes,
)
from voc.ingest.projects.refi_writer import pack_project, portable_text
from voc.ingest.projects.study_project import (
    codebook_qdc,
    codes_of_segments,
    guid_of_document,
    guid_of_segment,
    project_qdpx,
    to_project,
)
from voc.schema import Analysis, Personas

Study = tuple[Analysis, Personas]


def read_back(data: bytes) -> Project:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return parse_project(
            archive.read("project.qde"),
            "project.qdpx",
            lambda path: archive.read(f"sources/{path.removeprefix('internal://')}").decode(),
        )


def read_by_pyrefiqda(data: bytes, folder: Path) -> Any:
    from pyrefiqda import RefiProject

    (folder / "p.qdpx").write_bytes(data)
    return RefiProject.load(folder / "p.qdpx", str(folder / "out"))


def test_project_is_read_back_by_us_as_it_was_written(study: Study) -> None:
    written = to_project(*study)
    project = read_back(project_qdpx(*study))
    assert project.codes == written.codes
    assert project.cases == written.cases
    assert project.variables == written.variables
    assert project.sets == written.sets
    assert project.notes == written.notes
    assert [source.selections for source in project.sources] == [
        tuple(Selection(s.guid, s.start, s.end, with_user(s.codings, written), s.name) for s in source.selections)
        for source in written.sources
    ]
    assert [(source.text, source.name, source.values, source.notes) for source in project.sources] == [
        (source.text, source.name, source.values, source.notes) for source in written.sources
    ]
    assert not project.unread


def with_user(codings: Iterable[Coding], project: Project) -> tuple[Coding, ...]:
    return tuple(Coding(coding.guid, coding.code, project.users[0].guid) for coding in codings)


def test_project_is_read_by_pyrefiqda_with_the_same_codes_codings_and_positions(study: Study, tmp_path: Path) -> None:
    analysis, personas = study
    project = read_by_pyrefiqda(project_qdpx(analysis, personas), tmp_path)
    names: dict[str, str] = {}

    def gather(codes: Iterable[Any]) -> None:
        for code in codes:
            names[code.guid] = code.name
            gather(code.code)

    gather(project.code_book.codes.code)
    assert names == {code.guid: code.name for code, _ in walk_codes(to_project(analysis, personas).codes)}
    read = {
        selection.guid: (source.guid, selection.start_position, selection.end_position, [
            coding.code_ref.target_guid for coding in selection.coding
        ])
        for source in project.sources.text_source
        for selection in source.plain_text_selection
    }  # fmt: skip
    assert read == {
        guid_of_segment(segment.segment_id): (guid_of_document(segment.document_id), segment.start, segment.end, codes)
        for segment, codes in zip(analysis.segments, codes_of_segments(analysis), strict=True)
    }
    assert {case.guid for case in project.cases.case} == {
        guid_of("case", respondent.respondent_id) for respondent in analysis.corpus.respondents
    }


def test_every_selection_holds_the_words_of_its_segment_beyond_the_basic_plane_too(study: Study) -> None:
    analysis, personas = with_emoji(study[0]), study[1]
    texts = {source.guid: source.text for source in read_back(project_qdpx(analysis, personas)).sources}
    assert [texts[guid_of_document(item.document_id)][item.start : item.end] for item in analysis.segments] == [
        portable_text(item.text) for item in analysis.segments
    ]


def with_emoji(analysis: Analysis) -> Analysis:
    """The study with an emoji before every text, so that everything moves by one code point and by two in UTF-16."""
    documents = tuple(replace(document, text=f"😀{document.text}") for document in analysis.corpus.documents)
    segments = tuple(replace(item, start=item.start + 1, end=item.end + 1) for item in analysis.segments)
    return replace(analysis, corpus=replace(analysis.corpus, documents=documents), segments=segments)


def test_the_same_study_gives_the_same_bytes(study: Study) -> None:
    assert project_qdpx(*study) == project_qdpx(*study)


def test_codebook_is_read_back_by_us_and_by_pyrefiqda(study: Study, tmp_path: Path) -> None:
    from pyrefiqda import RefiCodebook

    analysis, _ = study
    data = codebook_qdc(analysis)
    codes = to_project(analysis).codes
    assert parse_codebook(data, "codes.qdc") == codes
    (tmp_path / "codes.qdc").write_bytes(data)
    codebook = RefiCodebook.load(tmp_path / "codes.qdc")
    assert [code.guid for code in codebook.codes.code] == [code.guid for code in codes]


MODELS = {
    "Project": "Project",
    "CodeBook": "ProjectCodeBookType",
    "Code": "ProjectCodeType",
    "Case": "CaseType",
    "VariableValue": "VariableValueType",
    "TextSource": "TextSourceType",
    "Note": "TextSourceType",
    "PlainTextSelection": "PlainTextSelectionType",
    "Coding": "CodingType",
    "Set": "ProjectSetType",
    "Variable": "VariableType",
}


def test_children_stand_in_the_order_of_the_schema(study: Study) -> None:
    """The order of fields in pyrefiqda's models is that of the published schema, from which they were generated."""
    from pyrefiqda import models

    with zipfile.ZipFile(io.BytesIO(project_qdpx(*study))) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    seen: set[str] = set()
    for element in root.iter():
        name = etree.QName(element).localname
        if name not in MODELS:
            continue
        fields = getattr(models, MODELS[name]).model_fields.values()
        about = [field.json_schema_extra or getattr(field, "xsdata_metadata", None) or field for field in fields]
        order = [metadata(item)["name"] for item in about if metadata(item).get("type") == "Element"]
        places = [order.index(etree.QName(child).localname) for child in element]
        assert places == sorted(places), name
        seen.add(name)
    assert set(MODELS) == seen


def metadata(field: Any) -> dict[str, Any]:
    data = getattr(field, "metadata", field)
    return data if isinstance(data, dict) else {}


ODD = st.sampled_from(
    ["😀", "👩\u200d👩\u200d👧", "\u202e", "ש", "\r\n", "\r", "\0", "\ufeff", "\u2028", "é", "\x1b", "𝔸"]
)
TEXTS = st.lists(st.characters(codec="utf-8") | ODD, min_size=1, max_size=40).map("".join)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    code = RefiCode(guid_of("code"), draw(TEXTS.map(tidied)), draw(TEXTS.map(tidied)))
    sources = []
    for number, text in enumerate(draw(st.lists(TEXTS, min_size=1, max_size=3))):
        places = draw(
            st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))), max_size=4, unique=True)
        )
        selections = tuple(
            Selection(
                guid_of(str(number), f"{a}-{b}"), a, b, (Coding(guid_of("c", str(number), f"{a}-{b}"), code.guid),)
            )
            for a, b in places
            if a < b
        )
        sources.append(TextSource(str(uuid.UUID(int=number)), f"source {number}", text, selections))
    user = User(guid_of("user"), "a coder")
    case = Case(guid_of("case"), "a case", sources=tuple(source.guid for source in sources))
    note = RefiNote(guid_of("note"), "a note", draw(TEXTS.map(tidied)))
    return Project(
        "p",
        "test",
        (user,),
        (code,),
        cases=(case,),
        sources=tuple(sources),
        notes=(note,),
        sets=(RefiSet(guid_of("s"), "s"),),
    )


def tidied(text: str) -> str:
    return " ".join(portable_text(text).split()) or "x"


@given(projects())
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_with_the_same_length_and_positions(project: Project) -> None:
    read = read_back(pack_project(project))
    written = [source for source in project.sources if portable_text(source.text).strip()]
    assert read.codes == project.codes
    assert [note.text for note in read.notes] == [note.text for note in project.notes]
    assert [source.text for source in read.sources] == [portable_text(source.text) for source in written]
    assert [len(source.text) for source in read.sources] == [len(source.text) for source in written]
    assert [spans(source) for source in read.sources] == [spans(source) for source in written]


def spans(source: TextSource) -> list[tuple[int, int]]:
    return [(selection.start, selection.end) for selection in source.selections]


@pytest.mark.parametrize("text", ["a\r\nb", "\ufeffab", "a\0b", "a\ud800b", "a\x0bb\ufffe"])
def test_portable_keeps_every_position(text: str) -> None:
    portable = portable_text(text)
    assert len(portable) == len(text)
    assert "\r" not in portable and not portable.startswith("\ufeff")
    portable.encode()
