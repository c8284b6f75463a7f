"""Responses as survey programs' interfaces send them (JSON): every answer is read, with its question and its scale."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from voc.schema import Corpus

Read = Callable[..., Corpus]
TEXTS = (
    "Die Karte war schwer zu lesen.",
    "Unser Kellner hatte gute Laune.",
    "Das Wasser kam erst auf Nachfrage.",
    "Die Kinder fanden es langweilig.",
)
MORE = ("Mehr Licht am Tisch.", "Einen Kinderstuhl.", "Weniger Musik.", "Kleinere Portionen.")
TYPEFORM_FIELDS = [
    {"id": "f1", "ref": "01HZX3AVK2J5Q7", "title": "Würden Sie uns empfehlen?", "type": "opinion_scale",
     "properties": {"steps": 7, "start_at_one": True}},
    {"id": "f2", "ref": "01HZX3AVK2J5Q8", "title": "Was hat *gestört*?", "type": "long_text"},
    {"id": "f3", "ref": "01HZX3AVK2J5Q9", "title": "Womit kamen Sie?", "type": "multiple_choice"},
    {"id": "f4", "ref": "01HZX3AVK2J5QA", "title": "Was fehlt noch?", "type": "long_text"},
]  # fmt: skip


def typeform_answers(n: int) -> list[dict[str, Any]]:
    field = {row["id"]: {"id": row["id"], "ref": row["ref"], "type": row["type"]} for row in TYPEFORM_FIELDS}
    return [
        {"field": field["f1"], "type": "number", "number": n + 2},
        {"field": field["f2"], "type": "text", "text": TEXTS[n]},
        {"field": field["f3"], "type": "choices", "choices": {"labels": ["Rad"], "other": "Boot" if n else None}},
        {"field": field["f4"], "type": "text", "text": MORE[n]},
        {"field": {"id": "f9", "type": "email", "ref": "mail"}, "type": "email", "email": "a@beispiel.de"},
    ]


@pytest.mark.parametrize("is_webhook", [False, True])
def test_typeform(read: Read, is_webhook: bool) -> None:
    responses = [
        {"response_id": f"p{n}", "submitted_at": "2026-04-05T10:00:00Z", "hidden": {"store": "AB"[n % 2]},
         "answers": typeform_answers(n)}
        for n in range(4)
    ]  # fmt: skip
    data: Any = {"form": {"fields": TYPEFORM_FIELDS}, "items": responses}
    if is_webhook:
        data = [{"form_response": {**item, "definition": {"fields": TYPEFORM_FIELDS}}} for item in responses]
    corpus = read("t.json", json.dumps(data))
    assert (len(corpus.respondents), len(corpus.documents)) == (4, 8)
    second = corpus.documents[2]
    assert (second.text, second.turns[0].question, second.date) == (TEXTS[1], "Was hat *gestört*?", "2026-04-05")
    assert dict(second.scales) == {"rating": "3 of 1–7"}
    assert dict(corpus.respondents[1].attributes) == {"Womit kamen Sie?": "Rad; Boot", "store": "B"}


def test_qualtrics(read: Read) -> None:
    labels = ("Very good", "Good", "Poor", "Very poor", "Good", "Poor")
    shops = ("North", "South", "East", "West")
    responses = [
        {"responseId": f"R_{n}",
         "values": {"endDate": "2026-04-05T10:00:00Z", "status": 0, "QID5": ["1", "2"], "QID4": n % 2 + 1,
                    "QID1": (1, 2, 3, 4, 2, 3)[n], "QID2_TEXT": (*TEXTS, *MORE)[n],
                    "distributionChannel": "preview" if n == 3 else "anonymous"},
         "labels": {"status": "IP Address", "QID1": labels[n], "QID4": shops[n % 2], "QID5": ["Fish", "Cake"]},
         "displayedValues": {"QID1": [1, 2, 3, 4], "QID4": [1, 2, 3, 4]}}
        for n in range(6)
    ]  # fmt: skip
    definition = {"QID2": {"questionText": "What <b>annoyed</b> you?"}, "QID1": {"questionText": "How was it?"}}
    corpus = read("q.json", json.dumps({"questions": definition, "responses": responses}))
    assert len(corpus.respondents) == 5, "the preview is left out"
    first = corpus.documents[0]
    assert (first.text, first.turns[0].question, first.date) == (TEXTS[0], "What annoyed you?", "2026-04-05")
    assert (first.ratings["rating"], first.scales["rating"]) == (1.0, "1 of 1–4, 1 is best")
    assert corpus.respondents[0].attributes["QID4"].endswith("North")
    assert any("1 previews, tests or spam were left out" in note for note in corpus.sources[0].notes)


def test_surveymonkey(read: Read) -> None:
    choices = [{"id": f"c{n}", "text": f"Stufe {n}", "position": n, "weight": n} for n in range(1, 6)]
    survey = {"pages": [{"id": "p", "questions": [
        {"id": "q1", "headings": [{"heading": "Was hat gestört?"}]},
        {"id": "q2", "headings": [{"heading": "Wie war das Essen?"}], "answers": {"choices": choices}},
        {"id": "q3", "headings": [{"heading": "Womit kamen Sie?"}],
         "answers": {"choices": [{"id": "k1", "text": "Rad", "position": 1}], "other": {"id": "o", "text": "Sonst"}}},
    ]}]}  # fmt: skip
    responses = [
        {"id": f"r{n}", "date_modified": "2026-04-05T10:00:00+00:00", "pages": [{"id": "p", "questions": [
            {"id": "q1", "answers": [{"text": TEXTS[n]}]},
            {"id": "q2", "answers": [{"choice_id": f"c{n + 1}"}]},
            {"id": "q3", "answers": [{"choice_id": "k1"}] if n else [{"other_id": "o", "text": "Mit dem alten Boot."}]},
        ]}]}
        for n in range(4)
    ]  # fmt: skip
    corpus = read("s.json", json.dumps({"survey": survey, "data": responses}))
    assert {document.text for document in corpus.documents} == {*TEXTS, "Mit dem alten Boot."}
    assert dict(corpus.documents[-1].scales) == {"rating": "4 of 1–5"}
    assert {document.turns[0].question for document in corpus.documents} == {"Was hat gestört?", "Womit kamen Sie?"}


def test_google_forms(read: Read) -> None:
    items = [{"title": "Was hat gestört?", "questionItem": {"question": {"questionId": "7a"}}}]
    responses = [
        {"responseId": f"x{n}", "lastSubmittedTime": "2026-04-05T10:00:00Z",
         "answers": {"7a": {"questionId": "7a", "textAnswers": {"answers": [{"value": TEXTS[n]}]}}}}
        for n in range(4)
    ]  # fmt: skip
    corpus = read("g.json", json.dumps({"items": items, "responses": responses}))
    assert [document.text for document in corpus.documents] == list(TEXTS)
    assert corpus.documents[0].turns[0].question == "Was hat gestört?"


def test_jotform(read: Read) -> None:
    content = [
        {"id": str(n), "created_at": "2026-04-05 10:00:00", "answers": {
            "1": {"name": "kopf", "type": "control_head", "text": "Umfrage"},
            "2": {"name": "name", "type": "control_fullname", "text": "Name", "answer": {"first": "Ilka"}},
            "3": {"name": "was", "type": "control_textarea", "text": "Was hat gestört?", "answer": TEXTS[n]}}}
        for n in range(4)
    ]  # fmt: skip
    corpus = read("j.json", json.dumps({"content": content}))
    assert [document.text for document in corpus.documents] == list(TEXTS)
    assert dict(corpus.respondents[0].attributes) == {}


@pytest.mark.parametrize(
    "data",
    [
        {"items": [{"answers": [{"field": None, "type": 3}]}]},
        {"responses": [{"values": {"QID1": {"a": 1}}, "labels": [], "displayedValues": {"QID1": [None]}}]},
        {"data": [{"pages": [{"questions": [{"answers": [{"text": None}]}]}]}]},
        {"content": [{"answers": {"1": {"type": "control_textarea", "answer": [[], {}]}}}]},
        {"responses": [{"answers": {"a": {"textAnswers": {"answers": [None]}}}}]},
    ],
)
def test_odd_files_are_refused_with_a_reason(read: Read, data: Any) -> None:
    from voc.errors import NothingReadableError

    with pytest.raises(NothingReadableError) as error:
        read("odd.json", json.dumps(data))
    assert "stopped unexpectedly" not in str(error.value) and "Error" not in str(error.value)
