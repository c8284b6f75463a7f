"""Projects of other programs (.qdpx) as sources: what real programs write, and what hostile hands may."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from voc.errors import FormatError, LimitError, NothingReadableError, ReadError
from voc.ingest import read_folder
from voc.ingest.projects import open_codebook, open_project
from voc.ingest.projects.refi_records import TextSource, walk_codes
from voc.privacy import protect

A, B = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
CODE, CASE, VAR = (f"{digit * 8}-0000-0000-0000-000000000000" for digit in "abc")
TALK = (
    "Interviewer: How did the return go?\n"
    "Anna: It went badly. 😀 The label would not print at all.\n"
    "Interviewer: What happened then?\n"
    "Anna: I drove to the shop myself, which took an hour.\n"
)
HEAD = '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{origin}">'
CODES = (
    f'<CodeBook><Codes><Code guid="{CODE.upper()}" name="Returns" isCodable="true"><Description>How returns go'
    "</Description></Code></Codes></CodeBook>"
)
CASES = (
    f'<Variables><Variable guid="{VAR}" name="Alter" typeOfVariable="Integer"/></Variables>'
    f'<Cases><Case guid="{CASE}" name="Anna"><VariableValue><VariableRef targetGUID="{VAR}"/>'
    f'<IntegerValue>34</IntegerValue></VariableValue><SourceRef targetGUID="{A}"/></Case></Cases>'
)


def selection(start: int, end: int, name: str = "") -> str:
    return (
        f'<PlainTextSelection guid="{B}" name="{name}" startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="{B}"><CodeRef targetGUID="{{{CODE}}}"/></Coding></PlainTextSelection>'
    )


def project(
    path: Path, sources: str, *, text: str = TALK, origin: str = "MAXQDA", more: Mapping[str, bytes] | None = None
) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "project.qde", f"{HEAD.format(origin=origin)}{CODES}{CASES}<Sources>{sources}</Sources></Project>"
        )
        archive.writestr(f"Sources/{A}.txt", text.encode())
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return path


def text_source(inside: str = "", path: str = f'plainTextPath="internal://{A}.txt"') -> str:
    return f'<TextSource guid="{A}" name="P1" {path}>{inside}</TextSource>'


def only_source(path: Path) -> tuple[TextSource, list[str]]:
    """The one source of a project, and the words of its selections."""
    (source,) = open_project(path, path.name).sources
    return source, [source.text[selection.start : selection.end] for selection in source.selections]


def test_project_becomes_documents_with_cases_as_respondents(tmp_path: Path) -> None:
    project(tmp_path / "p.qdpx", text_source(selection(0, 10)))
    corpus = read_folder([tmp_path])
    (document,) = corpus.documents
    (person,) = corpus.respondents
    assert (document.source, document.locator, document.kind) == ("p.qdpx", "text 1", "interview")
    assert (person.label, person.attributes) == ("Anna", {"age": "34"})
    assert [turn.role for turn in document.turns] == ["interviewer", "participant"] * 2
    assert {turn.respondent_id for turn in document.turns} == {"", person.respondent_id}
    assert corpus.sources[0].reader == "refi-qda"
    assert any("1 codes, 1 codings" in note for note in corpus.sources[0].notes)


def test_names_of_sources_and_cases_do_not_reach_the_study(tmp_path: Path) -> None:
    project(tmp_path / "p.qdpx", text_source().replace('name="P1"', 'name="Interview Erika Mustermann"'))
    clean = protect(read_folder([tmp_path])).corpus
    assert "Mustermann" not in repr(clean)
    assert "Anna" not in repr([(person.label, person.attributes) for person in clean.respondents])


CODED = "The label would not print"
AT = TALK.index(CODED)
CRLF = TALK.replace("\n", "\r\n")
BREAKS = TALK[:AT].count("\n")


@pytest.mark.parametrize(
    ("origin", "text", "at", "name"),
    [
        ("MAXQDA", TALK, AT, ""),
        ("NVivo", TALK, AT + 1, "The label would not..."),
        ("NVivo", CRLF, AT + BREAKS, ""),
        ("ATLAS.ti Windows", CRLF, AT, ""),
        ("QDA Miner", CRLF, AT, "The label would not print…"),
        ("NVivo", CRLF, AT + BREAKS + 1, "The label would…"),
        ("Quirkos", "\ufeff" + TALK, AT, ""),
    ],
)
def test_positions_are_right_however_the_program_counted(
    tmp_path: Path, origin: str, text: str, at: int, name: str
) -> None:
    wide = len(CODED)
    path = project(tmp_path / "p.qdpx", text_source(selection(at, at + wide, name)), text=text, origin=origin)
    source, words = only_source(path)
    assert words == [CODED]
    assert "\r" not in source.text


def test_codes_are_read_with_braces_and_capitals(tmp_path: Path) -> None:
    opened = open_project(project(tmp_path / "p.qdpx", text_source(selection(0, 4))), "p.qdpx")
    ((code, above),) = walk_codes(opened.codes)
    assert (code.guid, code.name, code.description, above) == (CODE, "Returns", "How returns go", ())
    assert opened.sources[0].selections[0].codings[0].code == CODE


def test_text_inside_the_xml_and_pdf_representations_are_read(tmp_path: Path) -> None:
    inside = text_source("<PlainTextContent>What was said.</PlainTextContent>" + selection(5, 8), path="")
    assert only_source(project(tmp_path / "a.qdpx", inside))[1] == ["was"]
    pdf = (
        f'<PDFSource guid="{A}" name="P1" path="internal://x.pdf"><Representation guid="{B}" '
        f'plainTextPath="internal://{A}.txt">{selection(0, 11)}</Representation></PDFSource>'
    )
    assert only_source(project(tmp_path / "b.qdpx", pdf))[1] == ["Interviewer"]


def test_a_document_without_plain_text_is_read_and_its_codings_left_out(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in TALK.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "x.docx"))
    source = text_source(selection(0, 4), path='richTextPath="internal://x.docx"')
    path = project(tmp_path / "p.qdpx", source, more={"Sources/x.docx": (tmp_path / "x.docx").read_bytes()})
    source, words = only_source(path)
    assert "drove to the shop" in source.text
    assert words == []


def test_what_has_no_text_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    more = (
        f'<PictureSource guid="{B}" name="photo"/>'
        + f'<TextSource guid="{B}" name="P2" plainTextPath="relative://x.txt"/>'
    )
    project(tmp_path / "p.qdpx", text_source() + more)
    (source,) = read_folder([tmp_path]).sources
    assert source.status == "partial"
    assert "source 2: holds no text" in source.reason
    assert "source 3: is not inside the project" in source.reason


@pytest.mark.parametrize(
    "path",
    [
        f"{A}.txt", f"sources/{A}.txt", f"sources\\{A}.txt", f"./{A}.txt", f"relative:///{A}.txt",
        f"absolute:///Users/ada/Desktop/{A}.txt", f"C:\\study\\{A}.txt", f"file:///home/ada/{A.upper()}.TXT",
    ],
)  # fmt: skip
def test_a_source_is_found_however_the_program_writes_its_path(tmp_path: Path, path: str) -> None:
    source, _ = only_source(project(tmp_path / "p.qdpx", text_source(path=f'plainTextPath="{path}"')))
    assert "drove to the shop" in source.text


def test_variables_of_a_source_without_a_case_are_those_of_its_participant(tmp_path: Path) -> None:
    value = f'<VariableValue><VariableRef targetGUID="{VAR}"/><IntegerValue>51</IntegerValue></VariableValue>'
    source = f'<TextSource guid="{B}" name="P2" plainTextPath="internal://b.txt">{value}</TextSource>'
    project(tmp_path / "p.qdpx", source, more={"sources/b.txt": TALK.encode()})
    (respondent,) = read_folder([tmp_path]).respondents
    assert dict(respondent.attributes) == {"age": "51"}


@pytest.mark.parametrize(
    ("qde", "more", "error", "sign"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><Project/>', {}, FormatError, "DOCTYPE"),
        ("<Project", {}, FormatError, "well-formed"),
        ("<html/>", {}, FormatError, "<Project> of REFI-QDA"),
        ("<Project/>", {"../evil.txt": b"x"}, FormatError, "path leaves"),
        ("<Project/>", {"sources/a.zip": b"x"}, FormatError, "another archive"),
        ("<Project/>", {"sources/a.txt": bytes(9_000_000)}, LimitError, "zip bomb"),
        ("<Code>" * 300 + "</Code>" * 300, {}, FormatError, "well-formed"),
    ],
)
def test_hostile_projects_are_refused_before_anything_is_read(
    tmp_path: Path, qde: str, more: Mapping[str, bytes], error: type[Exception], sign: str
) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", qde)
        for name, data in more.items():
            archive.writestr(name, data)
    with pytest.raises(error, match=sign):
        open_project(path, "p.qdpx")
    with pytest.raises(NothingReadableError, match=sign):
        read_folder([path])


def test_a_file_that_is_no_project_says_so(tmp_path: Path) -> None:
    (tmp_path / "p.qdpx").write_bytes(b"no zip")
    with pytest.raises(ReadError, match=r"valid \.qdpx file"):
        open_project(tmp_path / "p.qdpx", "p.qdpx")
    with zipfile.ZipFile(tmp_path / "q.qdpx", "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(FormatError, match=r"must hold project\.qde"):
        open_project(tmp_path / "q.qdpx", "q.qdpx")


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:project:1.0"])
def test_codebooks_are_read_in_both_namespaces(tmp_path: Path, namespace: str) -> None:
    (tmp_path / "c.qdc").write_text(f'<CodeBook xmlns="{namespace}">{CODES[10:-11]}</CodeBook>', "utf-8")
    assert [code.name for code in open_codebook(tmp_path / "c.qdc", "c.qdc")] == ["Returns"]


def test_codebook_with_a_doctype_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.qdc").write_text('<!DOCTYPE x [<!ENTITY a "b">]><CodeBook>&a;</CodeBook>', "utf-8")
    with pytest.raises(FormatError, match="DOCTYPE"):
        open_codebook(tmp_path / "c.qdc", "c.qdc")
