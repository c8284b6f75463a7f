"""Responses as the interfaces of survey programs send them (JSON): Typeform, Qualtrics, SurveyMonkey, Google Forms and
Jotform.

Each answer is an element of its own, with its value under a key that depends on its type; titles of questions are in
the form's definition, which is in the same file or missing. Other JSON is read as plain records.

- Typeform: https://www.typeform.com/developers/responses/reference/retrieve-responses/
- Qualtrics: https://api.qualtrics.com/ ("Response Exports", format json)
- SurveyMonkey: https://developer.surveymonkey.com/api/v3/ ("/surveys/{id}/responses/bulk")
- Google Forms: https://developers.google.com/forms/api/reference/rest/v1/forms.responses
- Jotform: https://api.jotform.com/docs/ ("/form/{id}/submissions")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voc.ingest.surveys.dialects import UNVERIFIED, find_uses
from voc.ingest.surveys.dialects.survey_tools import without_qualtrics_tests
from voc.tables import formats
from voc.tables.cell_markup import clean_text
from voc.tables.cells import cell_text
from voc.tables.json_records import is_list_of_records, title_of
from voc.tables.table import Table, TableFile, Use, make_header

MAX_DEFINITION_DEPTH = 8
"""Levels of a form's definition that are searched for its questions."""
# Labels of a scale; a numbered list of shops or devices has none of these words.
_LEVEL_WORD = re.compile(
    r"\b(?:very|extremely|somewhat|slightly|moderately|neither|not at all|poor|bad|fair|average|good|excellent"
    r"|(?:dis)?satisfied|(?:un)?likely|(?:dis)?agree|easy|difficult|sehr|eher|weder|überhaupt nicht|gar nicht|gut"
    r"|schlecht"
    r"|mittelmäßig|(?:un)?zufrieden|(?:un)?wahrscheinlich|stimme|trifft|leicht|schwierig)\b",
    re.I,
)
_BAD_LEVEL = re.compile(
    r"\b(?:poor|bad|terrible|dissatisfied|disagree|unlikely|not|difficult|schlecht|nicht|unzufrieden|unwahrscheinlich"
    r"|schwierig)\b",
    re.I,
)
_RANDOM_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{20,}|[0-9a-f]{16,}|[A-Za-z0-9]{10,16}")

Record = Mapping[str, Any]


@dataclass(slots=True)
class _AnswerColumn:
    """A column of the table that is built: its name, its question, its use and the ends of its scale."""

    name: str
    question: str = ""
    use: Use | None = None
    scale: tuple[float, float] | None = None


@dataclass(slots=True)
class _Responses:
    """Responses while they are collected: columns by key, and the cells of each response by key."""

    label: str
    columns: dict[str, _AnswerColumn] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)

    def start(self, respondent: Any, date: Any) -> None:
        """Begin a response."""
        self.rows.append({})
        self.add(_AnswerColumn("response_id", use="row"), respondent)
        self.add(_AnswerColumn("submitted_at", use="date"), date)

    def add(self, column: _AnswerColumn, value: Any, key: str = "") -> None:
        """Add an answer to the response that was begun last; a second answer to the same question follows the first."""
        text = cell_text(value)
        key = key or column.name
        if text:
            self.columns.setdefault(key, column)
            before = self.rows[-1].get(key)
            self.rows[-1][key] = f"{before}; {text}" if before else text

    def to_table(self) -> Table:
        """The table of all responses, a row each."""
        columns = list(self.columns.values())
        header = make_header(column.name for column in columns)
        rows = [[row.get(key, "") for key in self.columns] for row in self.rows]
        table = Table(
            header=header.names,
            questions=tuple(column.question or column.name for column in columns),
            rows=rows,
            first_row=1,
            uses={position: column.use for position, column in enumerate(columns) if column.use},
            scales={position: column.scale for position, column in enumerate(columns) if column.scale},
            kind="survey",
        )
        return table.with_note(UNVERIFIED.format(label=f"{self.label} (JSON)"))


def read_json(file: TableFile) -> list[Table]:
    """The responses of a survey program's interface as a table; any other JSON as plain records.

    Raises:
        ReadError: as `voc.tables.formats.read_json`.
    """
    if file.suffix == ".json" and file.text:
        data = formats.load_json(file.text, file.name)
        for read in _READERS:
            responses = read(data)
            if responses is not None and responses.columns:
                table = responses.to_table()
                return [without_qualtrics_tests(table) if read is _read_qualtrics else table]
    return formats.read_json(file)


def _records(data: Any, *keys: str, depth: int = 0) -> Sequence[Record]:
    """The list of records in a file: the outermost list, or the one under one of these keys, maybe inside another."""
    if is_list_of_records(data):
        return data  # type: ignore[no-any-return]
    if isinstance(data, dict):
        for key in keys:
            if is_list_of_records(data.get(key)):
                return data[key]  # type: ignore[no-any-return]
            if depth < 2 and isinstance(data.get(key), dict) and (inner := _records(data[key], *keys, depth=depth + 1)):
                return inner
    return ()


def _walk(data: Any, depth: int = 0) -> Iterator[Record]:
    """Every record of a file, outer ones first."""
    if depth > MAX_DEFINITION_DEPTH:
        return
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _walk(value, depth + 1)
    elif isinstance(data, list):
        for item in data:
            yield from _walk(item, depth + 1)


def _plain(text: Any) -> str:
    """The words of a question without markup."""
    return " ".join(clean_text(text).split()) if isinstance(text, str) else ""


# ------------------------------------------------------------------------------------------------------------ Typeform


def _read_typeform(data: Any) -> _Responses | None:
    """A page of responses, one response of a webhook, or a list of these."""
    records = _records(data, "items", "responses") or ([data] if isinstance(data, dict) else [])
    responses = [record.get("form_response", record) for record in records]
    responses = [item for item in responses if isinstance(item, dict) and _has_typeform_answers(item)]
    if not responses:
        return None
    fields = {
        key: record
        for record in _walk(data)
        if isinstance(record.get("title"), str) and isinstance(record.get("type"), str)
        for key in (record.get("id"), record.get("ref"))
        if isinstance(key, str)
    }
    collected = _Responses("Typeform")
    for response in responses:
        identity = response.get("response_id") or response.get("token") or response.get("landing_id")
        collected.start(identity, response.get("submitted_at"))
        for name, value in _mapping(response.get("hidden")).items():
            collected.add(_AnswerColumn(str(name), use="closed"), value)
        for answer in response["answers"]:
            _add_typeform_answer(collected, answer, fields)
    return collected


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _has_typeform_answers(response: Record) -> bool:
    answers = response.get("answers")
    return is_list_of_records(answers) and all("field" in item and "type" in item for item in answers or ())


def _add_typeform_answer(collected: _Responses, answer: Record, fields: Mapping[str, Record]) -> None:
    answered = _mapping(answer.get("field"))
    ref = str(answered.get("ref") or "")
    key = str(answered.get("id") or ref)
    definition = fields.get(key) or fields.get(ref) or {}
    title = _plain(definition.get("title"))
    # A ref that nobody has chosen is random and says nothing.
    name = ref if ref and not (_RANDOM_NAME.fullmatch(ref) and (title or key)) else title or key
    kind = str(answered.get("type") or definition.get("type") or "")
    value, use = _typeform_value(answer)
    if kind == "long_text":
        use = "text"
    column = _AnswerColumn(name or "answer", title, use, _typeform_scale(kind, _mapping(definition.get("properties"))))
    collected.add(column, value, key=f"field {key or name}")


def _typeform_value(answer: Record) -> tuple[Any, Use | None]:
    """The value of an answer, and the use of its column by its type."""
    kind = str(answer.get("type"))
    value = answer.get(kind)
    if kind in {"choice", "choices"}:
        choices = _mapping(value)
        labels = choices.get("labels") or [choices.get("label")]
        chosen = [*labels, choices.get("other")] if isinstance(labels, list) else [labels, choices.get("other")]
        return "; ".join(str(label) for label in chosen if label), "closed"
    if kind == "boolean":
        return ("yes" if value else "no"), "closed"
    if kind in {"email", "phone_number"}:
        return value, "personal"
    if kind in {"calendly", "file_url", "payment", "url"}:
        return value, "ignore"
    return value, None


def _typeform_scale(kind: str, properties: Record) -> tuple[float, float] | None:
    steps = properties.get("steps")
    if kind == "nps":
        return 0.0, 10.0
    if kind not in {"opinion_scale", "rating"}:
        return None
    if isinstance(steps, int) and steps > 1:
        low = 1.0 if kind == "rating" or properties.get("start_at_one") else 0.0
        return low, low + steps - 1
    # Without the definition: Typeform offers 0–10 first, and five stars.
    return (0.0, 10.0) if kind == "opinion_scale" else (1.0, 5.0)


# ----------------------------------------------------------------------------------------------------------- Qualtrics


def _read_qualtrics(data: Any) -> _Responses | None:
    """Responses with "values" by question id, and "labels" for those with choices."""
    responses = [item for item in _records(data, "responses", "result", "elements") if _mapping(item.get("values"))]
    if not responses or not any(re.match(r"QID\d", key) for item in responses for key in item["values"]):
        return None
    questions = _qualtrics_questions(data)
    technical = {name.casefold(): name for item in responses for name in item["values"] if not name.startswith("QID")}
    uses = find_uses(technical, "qualtrics")
    use_of = {name: uses.get(position) for position, name in enumerate(technical.values())}
    if "date" not in uses.values():
        use_of |= {name: "date" for key, name in technical.items() if key in {"enddate", "startdate"}}
    scales = _qualtrics_scales(responses)
    collected = _Responses("Qualtrics")
    for item in responses:
        values, labels = item["values"], _mapping(item.get("labels"))
        collected.rows.append({})
        collected.add(_AnswerColumn("responseId", use="row"), item.get("responseId") or values.get("_recordId"))
        for name, value in values.items():
            if not name.startswith("QID"):
                if name != "_recordId":
                    collected.add(_AnswerColumn(name, use=use_of.get(name)), value)
                continue
            shown = _mapping(item.get("displayedValues")).get(name)
            column = _AnswerColumn(name, questions.get(name.removesuffix("_TEXT"), ""), scale=scales.get(name))
            column.use = "text" if name.endswith("_TEXT") else "closed" if name in labels else None
            collected.add(column, _qualtrics_value(value, labels.get(name), shown))
    return collected


def _qualtrics_questions(data: Any) -> dict[str, str]:
    """Id of a question → its words, from a definition in the same file."""
    questions: dict[str, str] = {}
    for record in _walk(data):
        own = record.get("questionId") or record.get("QuestionID")
        text = record.get("questionText") or record.get("QuestionText")
        if isinstance(own, str) and text:
            questions.setdefault(own, _plain(text))
        for key, value in record.items():
            if re.match(r"QID\d", str(key)) and isinstance(value, dict):
                text = value.get("questionText") or value.get("QuestionText")
                questions.setdefault(str(key), _plain(text))
    return {key: text for key, text in questions.items() if text}


def _qualtrics_value(value: Any, label: Any, shown: Any) -> str:
    """An answer with its label; both where its values are the levels of a scale ("2 - Poor")."""
    if isinstance(label, list):
        return "; ".join(map(cell_text, label))
    if label is None or label == "":
        return "; ".join(map(cell_text, value)) if isinstance(value, list) else cell_text(value)
    return f"{cell_text(value)} - {_plain(label)}" if _levels(shown) else _plain(label)


def _levels(shown: Any) -> list[int]:
    """The values of a question if they count up like a scale, at least three; else none."""
    levels = sorted(level for level in shown if isinstance(level, int)) if isinstance(shown, list) else []
    return levels if len(levels) >= 3 and levels == list(range(levels[0], levels[0] + len(levels))) else []


def _qualtrics_scales(responses: Sequence[Record]) -> dict[str, tuple[float, float]]:
    """Worst and best value of the questions whose labels rate something; the numbers of other choices mean nothing."""
    labels: dict[str, dict[int, str]] = {}
    levels: dict[str, list[int]] = {}
    for item in responses:
        for name, label in _mapping(item.get("labels")).items():
            value = item["values"].get(name)
            if isinstance(value, int) and isinstance(label, str):
                labels.setdefault(name, {})[value] = _plain(label)
                levels.setdefault(name, _levels(_mapping(item.get("displayedValues")).get(name)))
    scales = {}
    for name, own in labels.items():
        n_rating = sum(_LEVEL_WORD.search(label) is not None for label in own.values())
        if levels[name] and n_rating >= 0.6 * len(own):
            low, high = float(levels[name][0]), float(levels[name][-1])
            bad = [value for value, label in own.items() if _BAD_LEVEL.search(label)]
            is_inverted = bool(bad) and sum(bad) / len(bad) > (low + high) / 2
            scales[name] = (high, low) if is_inverted else (low, high)
    return scales


# -------------------------------------------------------------------------------------------------------- SurveyMonkey


@dataclass(slots=True)
class _MonkeyForm:
    """The definition of a form: questions and their scales by id, words and weights of choices and rows by id."""

    headings: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    scales: dict[str, tuple[float, float]] = field(default_factory=dict)


def _read_surveymonkey(data: Any) -> _Responses | None:
    """Responses with pages, questions and answers that name choices and rows by id."""
    responses = [item for item in _records(data, "data", "responses") if is_list_of_records(item.get("pages"))]
    if not responses and isinstance(data, dict) and is_list_of_records(data.get("pages")) and "collector_id" in data:
        responses = [data]
    answered = [question for item in responses for question in _monkey_questions(item) if "answers" in question]
    if not any(is_list_of_records(question["answers"]) for question in answered):
        return None
    form = _monkey_form(data)
    collected = _Responses("SurveyMonkey")
    for item in responses:
        collected.start(item.get("id"), item.get("date_modified") or item.get("date_created"))
        for question in _monkey_questions(item):
            for answer in question.get("answers") if is_list_of_records(question.get("answers")) else ():  # type: ignore[union-attr]
                _add_monkey_answer(collected, question, answer, form)
    return collected


def _monkey_questions(response: Record) -> Iterator[Record]:
    for page in response["pages"]:
        if isinstance(page, dict) and is_list_of_records(page.get("questions")):
            yield from page["questions"]


def _monkey_form(data: Any) -> _MonkeyForm:
    form = _MonkeyForm()
    for record in _walk(data):
        key = record.get("id")
        if not isinstance(key, str):
            continue
        headings = record.get("headings")
        if is_list_of_records(headings):
            form.headings.setdefault(key, _plain(headings[0].get("heading")))  # type: ignore[index]
            choices = _mapping(record.get("answers")).get("choices")
            weights = [choice.get("weight") for choice in choices or () if isinstance(choice, dict)]
            levels = [float(weight) for weight in weights if isinstance(weight, int | float) and weight]
            if len(set(levels)) >= 3:
                form.scales[key] = (min(levels), max(levels))
        elif isinstance(record.get("text"), str) and "position" in record:
            form.texts.setdefault(key, _plain(record["text"]))
            if isinstance(record.get("weight"), int | float):
                form.weights[key] = float(record["weight"])
    return form


def _add_monkey_answer(collected: _Responses, question: Record, answer: Record, form: _MonkeyForm) -> None:
    """A free text, or a choice; each row of a matrix is a question of its own."""
    identity = str(question.get("id") or "")
    heading = form.headings.get(identity) or _plain(question.get("heading")) or f"question {identity}"
    row = form.texts.get(str(answer.get("row_id")), "")
    name = f"{heading} – {row}" if row else heading
    key = f"{identity} {answer.get('row_id') or ''}"
    choice = str(answer.get("choice_id") or "")
    if choice:
        metadata = _mapping(answer.get("choice_metadata"))
        weight = form.weights.get(choice, metadata.get("weight"))
        words = form.texts.get(choice) or _plain(answer.get("simple_text")) or _plain(answer.get("text")) or choice
        weight_text = cell_text(float(weight)) if isinstance(weight, int | float) else ""
        # A weight makes a choice a level of a scale.
        value = f"{weight_text} - {words}" if weight_text and not words.startswith(weight_text) else words
        collected.add(_AnswerColumn(name, name, "closed", form.scales.get(identity)), value, key)
    elif text := _plain(answer.get("text")):
        is_other = bool(answer.get("other_id"))
        column = _AnswerColumn(f"{name} – other" if is_other else name, name, "text")
        collected.add(column, text, f"{key} {'other' if is_other else 'text'}")


# ------------------------------------------------------------------------------------------- Google Forms and Jotform


def _read_google_forms(data: Any) -> _Responses | None:
    """Responses with "answers" by question id; titles are in the form's "items"."""
    responses = [item for item in _records(data, "responses") if _google_answers(item)]
    if not responses:
        return None
    titles: dict[str, str] = {}
    for record in _walk(data):
        question = _mapping(_mapping(record.get("questionItem")).get("question"))
        if isinstance(question.get("questionId"), str):
            titles[question["questionId"]] = _plain(record.get("title"))
    collected = _Responses("Google Forms")
    for item in responses:
        collected.start(item.get("responseId"), item.get("lastSubmittedTime") or item.get("createTime"))
        for identity, answer in _google_answers(item).items():
            values = [_mapping(value).get("value") for value in answer["textAnswers"].get("answers", ())]
            title = titles.get(identity, "")
            column = _AnswerColumn(title or f"question {identity}", title)
            collected.add(column, "; ".join(str(value) for value in values if value is not None), identity)
    return collected


def _google_answers(response: Record) -> dict[str, Record]:
    answers = _mapping(response.get("answers"))
    return {key: value for key, value in answers.items() if _mapping(_mapping(value).get("textAnswers"))}


_JOTFORM_USES: Mapping[str, Use] = {
    "control_address": "personal", "control_email": "personal", "control_fullname": "personal",
    "control_phone": "personal", "control_signature": "personal", "control_textarea": "text",
    "control_checkbox": "closed", "control_dropdown": "closed", "control_radio": "closed",
    "control_fileupload": "ignore",
}  # fmt: skip


def _read_jotform(data: Any) -> _Responses | None:
    """Submissions with "answers" by number, each with its question ("text") and its type ("control_textarea")."""
    submissions = [
        item
        for item in _records(data, "content")
        if any(
            str(_mapping(answer).get("type", "")).startswith("control_")
            for answer in _mapping(item.get("answers")).values()
        )
    ]
    if not submissions:
        return None
    collected = _Responses("Jotform")
    for item in submissions:
        collected.start(item.get("id"), item.get("created_at"))
        for key, answer in item["answers"].items():
            value = answer.get("prettyFormat") or answer.get("answer")
            titles = list(filter(None, map(title_of, value))) if isinstance(value, list) else [title_of(value)]
            text = "; ".join(titles) or ("" if isinstance(value, dict | list) else cell_text(value))
            question = _plain(answer.get("text"))
            use = _JOTFORM_USES.get(str(answer.get("type")))
            collected.add(_AnswerColumn(question or str(answer.get("name")), question, use), text, key)
    return collected


_READERS: tuple[Callable[[Any], _Responses | None], ...] = (
    _read_typeform, _read_qualtrics, _read_surveymonkey, _read_google_forms, _read_jotform,
)  # fmt: skip
