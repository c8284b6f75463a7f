"""LimeSurvey: exported tables, and archives (.lsa) with the questions beside the responses.

Columns of a table are named by question code, by text, by both, or by ``{survey}X{group}X{question}``
(https://www.limesurvey.org/manual/Exporting_results). An archive is a zip file of XML files: questions in the .lss,
answers in the _responses.lsr (https://www.limesurvey.org/manual/Exporting_a_survey_structure). Participants' tokens
are not read.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from voc.errors import EmptyError, FormatError
from voc.files.limits import MAX_TEXT_BYTES, check_archive, check_size, parse_xml
from voc.ingest.surveys.dialects import UNVERIFIED, Dialect, find_uses, header_cells
from voc.ingest.surveys.dialects.multiple_choice import Choice, find_choices, join_choices
from voc.tables.table import Table, TableFile, tidy_name

# Columns that every export with answers has, by the language of the export.
_ALWAYS = (
    {"lastpage", "last page", "letzte seite"},
    {"startlanguage", "start language", "start-sprache", "startsprache"},
)
# {sid}X{gid}X{qid}, with the code of a subquestion, "other" or "comment" behind it.
_FIELD = re.compile(r"_?\d+X\d+X\d+\w*")
_CODE_AND_TEXT = re.compile(r"([A-Za-z]\w*(?:\[\w+\])*)\s?[.:]\s+(?=\S)(.+)", re.S)
_OPTION = re.compile(r"(.{3,}?)\s?\[([^\[\]]+)\]", re.S)
_TIMING = re.compile(r"(?:_?\d+X)?\d+(?:X\d+)?time|(?:group|question|page) ?time.*|interview ?time.*", re.I)

# Question types with free text: short, long and huge text, several short texts, a table of texts.
_OPEN_TYPES = frozenset("STUQ;")
# Newer archives name a field by the id of its question alone.
_NEW_FIELD = re.compile(r"Q(\d+)(?:_(\w+))?")
_TAG = re.compile(r"<[^>]*>")


def _recognise(table: Table) -> bool:
    names = header_cells(table)
    keys = {name.casefold() for name in names}
    if all(keys & group for group in _ALWAYS):
        return True
    if sum(_FIELD.fullmatch(name) is not None for name in names) >= 2:
        return True
    coded = [match for name in names if (match := _CODE_AND_TEXT.fullmatch(name))]
    n_subquestions = sum("[" in match[1] for match in coded)
    return len(coded) >= 5 and len(coded) >= 0.8 * len(names) and n_subquestions >= 2


def _tidy(table: Table) -> Table:
    """Remove codes from the questions. Unfinished answers, without a date of submission, are kept."""
    names = header_cells(table)
    uses = find_uses((name.casefold() for name in names), "limesurvey")
    uses |= {position: "ignore" for position, name in enumerate(names) if _TIMING.fullmatch(name)}
    questions = tuple(_question_text(text) or name for text, name in zip(names, table.header, strict=True))
    table = _with_incomplete(replace(table, questions=questions, uses=uses))
    options = {p: _OPTION.fullmatch(question) for p, question in enumerate(questions) if p not in uses}
    named = {p: Choice(match[1].strip(), match[2].strip()) for p, match in options.items() if match}
    return join_choices(table, find_choices(table, named))


def _with_incomplete(table: Table) -> Table:
    """The table with a note that counts the answers without a date of submission."""
    dates = [position for position, use in table.uses.items() if use == "date"]
    if not dates:
        return table
    n = sum(any(row) and not row[dates[0]].strip() for row in table.rows)
    if not 0 < n < len(table.rows):
        return table
    return table.with_note(
        f"{n} answers were not completed ('{table.header[dates[0]]}' is empty) and were read as well. To leave them "
        "out, export the completed ones only."
    )


def _question_text(name: str) -> str:
    """The words of a column's name: "Q3[SQ1]. [How satisfied are you with the pay]" → "How satisfied …"."""
    match = _CODE_AND_TEXT.fullmatch(name)
    if not match:
        return name
    words = match[2].strip()
    bracketed = re.fullmatch(r"\[(.+)\]", words, re.S)
    return " ".join((bracketed[1] if bracketed else words.removesuffix("[]")).split())


DIALECTS = (Dialect("limesurvey", "LimeSurvey", _recognise, _tidy, verified=True),)


@dataclass(frozen=True, slots=True)
class _Question:
    """A question of an archive: its type (one letter), its words, and the words of its answers by code."""

    kind: str = ""
    text: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Questionnaire:
    """Questions by id, and texts of subquestions by (id of the question, code)."""

    questions: Mapping[str, _Question]
    subquestions: Mapping[tuple[str, str], str]


def read_archive(file: TableFile) -> list[Table]:
    """The responses of an archive as one table, with the words of the questions.

    Raises:
        ReadError: the archive is too large, broken, hostile, not of LimeSurvey, or holds no responses.
    """
    check_size(file.name, file.path.stat().st_size, MAX_TEXT_BYTES)
    check_archive(file.path, file.name)
    parts = _parse_parts(file)
    records = [_fields(row) for row in parts["_responses.lsr"].iterfind("responses/rows/row")]
    if not records:
        raise EmptyError(f"{file.name}: the archive holds no responses. Export it again with the responses.")
    questionnaire = _read_questionnaire(parts[".lss"])
    names = list(dict.fromkeys(name for record in records for name in record))
    questions = [_question_of(name, questionnaire) for name in names]
    uses = find_uses((name.casefold() for name in names), "limesurvey")
    for position, (name, question) in enumerate(zip(names, questions, strict=True)):
        if question.kind in _OPEN_TYPES or name.endswith(("other", "comment")):
            uses.setdefault(position, "text")
    rows = [
        [question.answers.get(cell, cell) for question, cell in zip(questions, cells, strict=True)]
        for cells in ([record.get(name, "") for name in names] for record in records)
    ]
    table = replace(
        Table.from_rows(names, rows, first_row=1),
        questions=tuple(question.text or name for question, name in zip(questions, names, strict=True)),
        open_columns=frozenset(position for position, use in uses.items() if use == "text"),
        uses=uses,
    )
    return [table.with_note(UNVERIFIED.format(label="LimeSurvey (archive)"))]


def _parse_parts(file: TableFile) -> dict[str, Any]:
    """The XML roots of the survey (".lss") and of its responses ("_responses.lsr")."""
    parts: dict[str, Any] = {}
    try:
        with zipfile.ZipFile(file.path) as archive:
            for entry in sorted(archive.namelist()):
                for ending in (".lss", "_responses.lsr"):
                    if entry.casefold().endswith(ending) and ending not in parts:
                        parts[ending] = parse_xml(archive.read(entry), file.name)
    except (zipfile.BadZipFile, ValueError) as error:
        raise FormatError(
            f"{file.name}: must be a LimeSurvey archive (.lsa), found a broken one ({type(error).__name__}). "
            "Export it again, or export the responses as .csv."
        ) from error
    if len(parts) < 2:
        raise FormatError(
            f"{file.name}: must hold a survey (.lss) and its responses (_responses.lsr), found "
            f"{', '.join(parts) or 'neither'}. Export the responses as .csv."
        )
    return parts


def _fields(row: Any) -> dict[str, str]:
    # A field may begin with a digit, which no XML name may: LimeSurvey puts "_" in front.
    return {str(cell.tag).removeprefix("_"): (cell.text or "").strip() for cell in row}


def _read_questionnaire(root: Any) -> _Questionnaire:
    """The questions in the survey's base language, else in any other."""
    languages = [(item.text or "").strip() for item in root.iterfind("languages/language")]
    main = languages[0] if languages else ""
    # In reverse order, the record of the base language overwrites the others.
    translations = reversed(_records(root, "question_l10ns", main))
    texts = {record.get("qid", ""): _without_markup(record.get("question", "")) for record in translations}
    answers = _read_answers(root, main)
    questions: dict[str, _Question] = {}
    subquestions: dict[tuple[str, str], str] = {}
    for record in (*_records(root, "questions", main), *_records(root, "subquestions", main)):
        question_id, parent = record.get("qid", ""), record.get("parent_qid", "") or "0"
        text = texts.get(question_id) or _without_markup(record.get("question", ""))
        if parent == "0":
            questions.setdefault(question_id, _Question(record.get("type", ""), text, answers.get(question_id, {})))
        else:
            subquestions.setdefault((parent, record.get("title", "")), text)
            subquestions.setdefault((parent, f"S{question_id}"), text)
    return _Questionnaire(questions, subquestions)


def _records(root: Any, name: str, language: str) -> list[dict[str, str]]:
    """The records of a part of the survey, those in ``language`` first."""
    records = [_fields(row) for row in root.iterfind(f"{name}/rows/row")]
    return sorted(records, key=lambda record: record.get("language", language) != language)


def _read_answers(root: Any, language: str) -> dict[str, dict[str, str]]:
    """The words of the answers to choose from, by id of the question and code of the answer."""
    translations = reversed(_records(root, "answer_l10ns", language))
    texts = {record.get("aid", ""): record.get("answer", "") for record in translations}
    answers: dict[str, dict[str, str]] = {}
    for record in _records(root, "answers", language):
        text = record.get("answer") or texts.get(record.get("aid", ""), "")
        answers.setdefault(record.get("qid", ""), {}).setdefault(record.get("code", ""), _without_markup(text))
    return answers


def _question_of(name: str, questionnaire: _Questionnaire) -> _Question:
    """The question of a field, followed by the words of its subquestion; an empty one for technical fields."""
    new_field = _NEW_FIELD.fullmatch(name)
    if new_field and new_field[1] in questionnaire.questions:
        question_id, code = new_field[1], (new_field[2] or "")
    elif _FIELD.fullmatch(name):
        digits = name.split("X")[2]
        # Codes of subquestions may be digits too, so the longest beginning that is a question's id counts.
        ends = [end for end in range(len(digits), 0, -1) if digits[:end] in questionnaire.questions]
        if not ends:
            return _Question()
        question_id, code = digits[: ends[0]], digits[ends[0] :]
    else:
        return _Question()
    question = questionnaire.questions[question_id]
    parts = questionnaire.subquestions
    part = parts.get((question_id, code)) or parts.get((question_id, code.split("_")[0])) or ""
    return replace(question, text=f"{question.text} [{part}]") if part else question


def _without_markup(text: str) -> str:
    return tidy_name(html.unescape(_TAG.sub(" ", text)))
