"""The list of documents, and each one in full."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from voc.workspace.open_study import OpenStudy


def test_every_file_is_listed_with_its_statements(browser: TestClient, opened: OpenStudy) -> None:
    page = browser.get(f"/study/{opened.study_id}/documents").text
    for source in opened.study.analysis.corpus.sources:
        assert source.path.rsplit("/", 1)[-1] in page


def test_every_statement_is_in_its_document_in_full(browser: TestClient, opened: OpenStudy) -> None:
    for segment in opened.study.analysis.segments[::7]:
        answer = browser.get(f"/study/{opened.study_id}/document", params={"at": segment.segment_id})
        assert answer.status_code == 200
        assert f'<div id="{segment.segment_id}"' in answer.text


def test_what_was_asked_is_shown_with_what_was_said(browser: TestClient, opened: OpenStudy) -> None:
    document = next(entry for entry in opened.study.analysis.corpus.documents if entry.kind == "interview")
    page = browser.get(f"/study/{opened.study_id}/document", params={"id": document.document_id}).text
    for turn in document.turns:
        assert document.text[turn.start : turn.end].strip() in page


def test_a_statement_is_corrected_in_its_place(browser: TestClient, opened: OpenStudy) -> None:
    segment = opened.study.analysis.segments[0]
    address = {"at": segment.segment_id, "open": segment.segment_id}
    page = browser.get(f"/study/{opened.study_id}/document", params=address).text
    assert 'id="correct"' in page
    assert f'name="segment" value="{segment.segment_id}"' in page


def test_a_filter_within_leaves_out_other_turns(browser: TestClient, opened: OpenStudy) -> None:
    document = next(entry for entry in opened.study.analysis.corpus.documents if entry.source.endswith("one.txt"))
    page = browser.get(f"/study/{opened.study_id}/document", params={"id": document.document_id, "q": "gutschein"}).text
    assert "<mark>Gutschein</mark>" in page
    assert "den Halbmarathon schaffen" not in page


def test_an_unknown_document_is_not_found(browser: TestClient, opened: OpenStudy) -> None:
    assert browser.get(f"/study/{opened.study_id}/document", params={"id": "../private"}).status_code == 404
    assert opened.loaded.document_pages[0][0][0].document_id in browser.get(f"/study/{opened.study_id}/document").text


def test_pages_lead_through_all_documents(browser: TestClient, opened: OpenStudy) -> None:
    seen = []
    document_id = opened.loaded.document_pages[0][0][0].document_id
    while document_id:
        seen.append(document_id)
        page = browser.get(f"/study/{opened.study_id}/document", params={"id": document_id}).text
        after = re.search(r'rel="next" href="[^"]*id=([^"&]+)"', page)
        document_id = after[1] if after else ""
    assert seen == [page[0][0].document_id for page in opened.loaded.document_pages]
