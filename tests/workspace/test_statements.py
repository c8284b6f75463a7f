"""The page of all statements: what filters leave, and what its forms decide."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from voc.decisions.codebook import load_codebook
from voc.schema import SENTIMENTS
from voc.workspace.open_study import OpenStudy
from voc.workspace.requests import Fields
from voc.workspace.statement_filter import filter_address, find_statements, mark_terms, parse_address
from voc.workspace.views.statement_rows import find_split_places, next_in_turn


def _fields(**values: str) -> Fields:
    return Fields({name: [value] for name, value in values.items()})


def _do(browser: TestClient, study: OpenStudy, action: str, data: dict[str, object]) -> str:
    answer = browser.post(f"/study/{study.study_id}/do/{action}", data=data, headers={"accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["message"])


def _other_sentiment(study: OpenStudy, position: int) -> str:
    return SENTIMENTS[(int(study.labels.readings.sentiment[position]) + 1) % 3]


def test_words_are_found_in_any_case_and_marked(browser: TestClient, opened: OpenStudy) -> None:
    hits = find_statements(opened, _fields(q="RÜCKSENDUNG"))
    texts = [opened.study.analysis.segments[row].text for row in hits.positions]
    assert texts
    assert all("rücksendung" in text.lower() for text in texts)
    page = browser.get(f"/study/{opened.study_id}/statements", params={"q": "RÜCKSENDUNG"}).text
    assert page.count("<mark>Rücksendung</mark>") == len(texts)


def test_marks_change_no_character() -> None:
    text = "Straße, STRASSE und Straßen"
    parts = mark_terms(text, ("strasse",))
    assert "".join(part for part, _ in parts) == text
    assert [part for part, is_hit in parts if is_hit] == ["Straße", "STRASSE", "Straße"]


@pytest.mark.parametrize("name", SENTIMENTS)
def test_filters_leave_what_the_run_read(opened: OpenStudy, name: str) -> None:
    sentiment = opened.study.analysis.readings.sentiment.tolist()
    rows = find_statements(opened, _fields(sentiment=name)).positions
    assert rows == tuple(row for row, code in enumerate(sentiment) if SENTIMENTS[code] == name)


def test_filters_of_themes_and_touchpoints_leave_out_the_others(opened: OpenStudy) -> None:
    themes, tags = opened.study.analysis.themes, opened.study.analysis.tags
    for place, theme in enumerate(themes.themes):
        rows = find_statements(opened, _fields(theme=theme.theme_id)).positions
        assert rows == tuple((themes.assignment == place).nonzero()[0].tolist())
    assert find_statements(opened, _fields(theme="t-unknown")).positions == ()
    for row, place in enumerate(tags.touchpoint.tolist()):
        touchpoint = opened.study.analysis.taxonomy.touchpoints[place].touchpoint_id if place >= 0 else "none"
        assert row in find_statements(opened, _fields(touchpoint=touchpoint)).positions


def test_an_address_of_filters_finds_the_same_again(opened: OpenStudy) -> None:
    fields = _fields(q='"die app" & mehr', sentiment="negative", page="2", open="s-1")
    again = parse_address(filter_address(fields))
    assert again.get("q") == fields.get("q")
    assert not again.has("page")


def test_a_correction_is_shown_at_once_and_marked(browser: TestClient, opened: OpenStudy) -> None:
    segment = opened.study.analysis.segments[0]
    name = _other_sentiment(opened, 0)
    _do(browser, opened, "label-statements", {"segment": segment.segment_id, "sentiment": name})
    assert opened.labels.decided_keys(0) == ("sentiment",)
    assert 0 in find_statements(opened, _fields(sentiment=name)).positions
    assert find_statements(opened, _fields(corrected="yes")).positions == (0,)
    assert "decided" in browser.get(f"/study/{opened.study_id}/statements?corrected=yes").text
    _do(browser, opened, "label-statements", {"segment": segment.segment_id, "clear": "sentiment"})
    assert opened.labels.decided == {}


def test_what_is_worked_out_again_is_what_all_decisions_say(browser: TestClient, opened: OpenStudy) -> None:
    ids = [segment.segment_id for segment in opened.study.analysis.segments[:4]]
    for number, segment_id in enumerate(ids):
        assert opened.labels
        _do(browser, opened, "label-statements", {"segment": segment_id, "sentiment": SENTIMENTS[number % 3]})
    _do(browser, opened, "label-statements", {"segment": ids[1], "clear": "all"})
    afresh = OpenStudy(opened.study_id, opened.folder).labels
    for name in ("sentiment", "polarity", "emotion", "statement", "confidence"):
        assert getattr(opened.labels.readings, name).tolist() == getattr(afresh.readings, name).tolist()


def test_all_hits_of_a_filter_are_changed(browser: TestClient, opened: OpenStudy) -> None:
    rows = find_statements(opened, _fields(q="app")).positions
    theme = opened.study.analysis.themes.themes[0].theme_id
    _do(browser, opened, "label-statements", {"all": "yes", "query": "q=app", "theme": theme})
    moved = load_codebook(opened.folder / "codebook.toml").segments
    assert set(moved) == {opened.study.analysis.segments[row].segment_id for row in rows}
    assert {entry.theme for entry in moved.values()} == {theme}


def test_a_form_decides_only_what_was_changed_in_it(browser: TestClient, opened: OpenStudy) -> None:
    page = browser.get(
        f"/study/{opened.study_id}/statements", params={"open": opened.study.analysis.segments[0].segment_id}
    )
    assert 'id="correct"' in page.text
    theme = opened.labels.theme_ids[int(opened.labels.theme[0])] if opened.labels.theme[0] >= 0 else "unsorted"
    places = [int(opened.labels.tags.touchpoint[0]), *opened.labels.further.get(0, ())]
    ids = [opened.study.analysis.taxonomy.touchpoints[place].touchpoint_id for place in places if place >= 0]
    form = {
        "segment": opened.study.analysis.segments[0].segment_id, "theme": theme, "note": "Nachfragen!",
        "touchpoint": ids[0] if ids else "none", "further": ids[1:],
    }  # fmt: skip
    _do(browser, opened, "label-statements", form)
    (entry,) = load_codebook(opened.folder / "codebook.toml").segments.values()
    assert (entry.note, entry.theme, entry.touchpoints) == ("Nachfragen!", None, None)
    assert find_statements(opened, _fields(note="yes")).positions == (0,)


def test_key_quotes_and_small_talk(browser: TestClient, opened: OpenStudy) -> None:
    first, second = (segment.segment_id for segment in opened.study.analysis.segments[:2])
    _do(browser, opened, "label-statements", {"segment": first, "key_quote": "yes"})
    _do(browser, opened, "label-statements", {"segment": second, "small_talk": "yes"})
    assert find_statements(opened, _fields(key_quote="yes")).positions == (0,)
    assert find_statements(opened, _fields(small_talk="yes", theme="none", kind="other")).positions == (1,)
    assert opened.labels.decided_keys(1) == ("small_talk",)
    _do(browser, opened, "label-statements", {"segment": first, "key_quote": "no"})
    assert find_statements(opened, _fields(key_quote="yes")).positions == ()


def test_nothing_selected_is_explained(browser: TestClient, opened: OpenStudy) -> None:
    path = f"/study/{opened.study_id}/do/label-statements"
    answer = browser.post(path, data={"sentiment": "negative"}, headers={"accept": "application/json"})
    assert (answer.status_code, "selected" in answer.json()["error"]) == (422, True)


def test_pages_hold_all_hits_once(browser: TestClient, opened: OpenStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voc.workspace.views.statements.PAGE_SIZE", 10)
    n = len(opened.study.analysis.segments)
    shown = []
    for number in range(1, -(-n // 10) + 1):
        page = browser.get(f"/study/{opened.study_id}/statements", params={"page": number}).text
        shown += [
            segment.segment_id for segment in opened.study.analysis.segments if f'<li id="{segment.segment_id}"' in page
        ]
    assert shown == [segment.segment_id for segment in opened.study.analysis.segments]


def test_similar_statements_are_those_of_the_run(opened: OpenStudy) -> None:
    neighbours = opened.study.analysis.neighbours
    assert neighbours is not None
    row = int((neighbours >= 0).any(axis=1).argmax())
    segment_id = opened.study.analysis.segments[row].segment_id
    rows = find_statements(opened, _fields(similar=segment_id)).positions
    assert rows == (row, *(near for near in neighbours[row].tolist() if near >= 0))


def test_a_phrase_is_searched_by_meaning(opened: OpenStudy) -> None:
    fields = _fields(q="Das Geld kam spät zurück", meaning="yes")
    hits = find_statements(opened, fields)
    for _ in range(60):
        if hits.is_ready:
            break
        hits = find_statements(opened, fields)
    assert "Geld" in opened.study.analysis.segments[hits.positions[0]].text


def test_texts_of_people_are_escaped(browser: TestClient, opened: OpenStudy) -> None:
    first = opened.study.analysis.segments[0].segment_id
    _do(browser, opened, "label-statements", {"segment": first, "note": "<script>alert(1)</script>"})
    page = browser.get(f"/study/{opened.study_id}/statements", params={"q": "<b>", "open": first}).text
    assert "<script>alert" not in page
    assert 'value="&lt;b&gt;"' in page


def test_split_and_join_show_what_the_next_run_will_do(browser: TestClient, opened: OpenStudy) -> None:
    segments = opened.study.analysis.segments
    row = next(row for row, segment in enumerate(segments) if len(find_split_places(segment.text)) > 3)
    segment = segments[row]
    place = find_split_places(segment.text)[1]
    _do(browser, opened, "split-statement", {"segment": segment.segment_id, "at": place.offset})
    assert opened.labels.decided[row].split_at
    page = f"/study/{opened.study_id}/statements?open={segment.segment_id}"
    assert "to be split" in browser.get(page).text
    _do(browser, opened, "label-statements", {"segment": segment.segment_id, "clear": "split_at"})
    assert row not in opened.labels.decided
    joined = next((row for row in range(len(segments)) if next_in_turn(opened, row)), None)
    if joined is not None:
        _do(browser, opened, "join-statement", {"segment": segments[joined].segment_id})
        assert opened.labels.decided[joined].join_next
