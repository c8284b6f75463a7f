"""What was written is read back the same, by us and by pyrefiqda, whose models were made from the published schema."""

import io
import uuid
import zipfile
from dataclasses import replace

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


def read_back(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return parse_project(
            archive.read("project.qde"),
            "project.qdpx",
            lambda path: archive.read(f"sources/{path.removeprefix('internal://')}").decode(),
        )


def read_by_pyrefiqda(data, folder):
    from pyrefiqda import RefiProject

    (folder / "p.qdpx").write_bytes(data)
    return RefiProject.load(folder / "p.qdpx", str(folder / "out"))


def test_project_is_read_back_by_us_as_it_was_written(study):
    wanted = to_project(*study)
    found = read_back(project_qdpx(*study))
    assert found.codes == wanted.codes
    assert found.cases == wanted.cases
    assert found.variables == wanted.variables
    assert found.sets == wanted.sets
    assert found.notes == wanted.notes
    assert [one.selections for one in found.sources] == [
        tuple(Selection(s.guid, s.start, s.end, with_user(s.codings, wanted), s.name) for s in one.selections)
        for one in wanted.sources
    ]
    assert [(one.text, one.name, one.values, one.notes) for one in found.sources] == [
        (one.text, one.name, one.values, one.notes) for one in wanted.sources
    ]
    assert not found.unread


def with_user(codings, project):
    return tuple(Coding(one.guid, one.code, project.users[0].guid) for one in codings)


def test_project_is_read_by_pyrefiqda_with_the_same_codes_codings_and_positions(study, tmp_path):
    analysis, personas = study
    project = read_by_pyrefiqda(project_qdpx(analysis, personas), tmp_path)
    names = {}

    def gather(codes):
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
        guid_of_segment(one.segment_id): (guid_of_document(one.document_id), one.start, one.end, codes)
        for one, codes in zip(analysis.segments, codes_of_segments(analysis), strict=True)
    }
    assert {one.guid for one in project.cases.case} == {
        guid_of("case", one.respondent_id) for one in analysis.corpus.respondents
    }


def test_every_selection_holds_the_words_of_its_segment_beyond_the_basic_plane_too(study):
    analysis, personas = with_emoji(study[0]), study[1]
    texts = {one.guid: one.text for one in read_back(project_qdpx(analysis, personas)).sources}
    for one in analysis.segments:
        assert texts[guid_of_document(one.document_id)][one.start : one.end] == portable_text(one.text)


def with_emoji(analysis):
    """The study with an emoji before every text, so that everything moves by one code point and by two in UTF-16."""
    documents = tuple(replace(one, text=f"😀{one.text}") for one in analysis.corpus.documents)
    segments = tuple(replace(one, start=one.start + 1, end=one.end + 1) for one in analysis.segments)
    return replace(analysis, corpus=replace(analysis.corpus, documents=documents), segments=segments)


def test_the_same_study_gives_the_same_bytes(study):
    assert project_qdpx(*study) == project_qdpx(*study)


def test_codebook_is_read_back_by_us_and_by_pyrefiqda(study, tmp_path):
    from pyrefiqda import RefiCodebook

    analysis, _ = study
    data = codebook_qdc(analysis)
    wanted = to_project(analysis).codes
    assert parse_codebook(data, "codes.qdc") == wanted
    (tmp_path / "codes.qdc").write_bytes(data)
    found = RefiCodebook.load(tmp_path / "codes.qdc")
    assert [one.guid for one in found.codes.code] == [one.guid for one in wanted]


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


def test_children_stand_in_the_order_of_the_schema(study):
    """The order of fields in pyrefiqda's models is that of the published schema, from which they were generated."""
    from pyrefiqda import models

    with zipfile.ZipFile(io.BytesIO(project_qdpx(*study))) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    seen = set()
    for element in root.iter():
        name = etree.QName(element).localname
        if name not in MODELS:
            continue
        fields = getattr(models, MODELS[name]).model_fields.values()
        about = [field.json_schema_extra or getattr(field, "xsdata_metadata", None) or field for field in fields]
        order = [metadata(one)["name"] for one in about if metadata(one).get("type") == "Element"]
        places = [order.index(etree.QName(child).localname) for child in element]
        assert places == sorted(places), name
        seen.add(name)
    assert set(MODELS) == seen


def metadata(field):
    found = getattr(field, "metadata", field)
    return found if isinstance(found, dict) else {}


ODD = st.sampled_from(
    ["😀", "👩\u200d👩\u200d👧", "\u202e", "ש", "\r\n", "\r", "\0", "\ufeff", "\u2028", "é", "\x1b", "𝔸"]
)
TEXTS = st.lists(st.characters(codec="utf-8") | ODD, min_size=1, max_size=40).map("".join)


@st.composite
def projects(draw):
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
    case = Case(guid_of("case"), "a case", sources=tuple(one.guid for one in sources))
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


def tidied(text):
    return " ".join(portable_text(text).split()) or "x"


@given(projects())
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_with_the_same_length_and_positions(project):
    found = read_back(pack_project(project))
    assert found.codes == project.codes
    assert [one.text for one in found.notes] == [one.text for one in project.notes]
    texts = {one.guid: one for one in found.sources}
    for source in project.sources:
        if not source.text.strip():
            continue
        back = texts[source.guid]
        assert len(back.text) == len(source.text)
        assert back.text == portable_text(source.text)
        assert [(one.start, one.end) for one in back.selections] == [(one.start, one.end) for one in source.selections]


@pytest.mark.parametrize("text", ["a\r\nb", "\ufeffab", "a\0b", "a\ud800b", "a\x0bb\ufffe"])
def test_portable_keeps_every_position(text):
    found = portable_text(text)
    assert len(found) == len(text)
    assert "\r" not in found and not found.startswith("\ufeff")
    found.encode()
