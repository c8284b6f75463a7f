"""LimeSurvey archive (.lsa) → table: questions from the .lss, answers from the _responses.lsr; tokens are not read.

An .lsa is a zip file of XML files (https://www.limesurvey.org/manual/Exporting_a_survey_structure). XML is parsed
without DOCTYPE, entities or network.
"""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import replace
from typing import Any

from voc.errors import EmptyError, FormatError
from voc.files.limits import MAX_TEXT_BYTES, check_archive, check_size
from voc.ingest.file_content import FileToRead
from voc.ingest.surveys.dialects.base import UNVERIFIED, uses
from voc.ingest.surveys.dialects.limesurvey import USES
from voc.tables.table import Table, make_header, tidy_name

_OPEN_TYPES = frozenset("STUQ;")
"""Question types with free text: short, long and huge text, several short texts, a table of texts."""
_FIELD = re.compile(r"\d+X\d+X\d+\w*")
_NEW_FIELD = re.compile(r"Q(\d+)(?:_(\w+))?")
_TAG = re.compile(r"<[^>]*>")

Question = tuple[str, str, dict[str, str]]
"""(type, text, answers by code)."""


def read(content: FileToRead) -> list[Table]:
    """The responses as one table, with the questions' words.

    Raises:
        EmptyError: the archive holds no responses.
        FormatError: no archive of LimeSurvey, broken, or with a DOCTYPE.
        LimitError: too large, also when unpacked.
    """
    check_size(content.name, content.path.stat().st_size, MAX_TEXT_BYTES)
    check_archive(content.path, content.name)
    structure, responses = _parts(content)
    records = [_record(row) for row in responses.iterfind("responses/rows/row")]
    if not records:
        raise EmptyError(f"{content.name}: the archive holds no responses. Export it again with the responses.")
    questions, subquestions = _questions(structure)
    names = list(dict.fromkeys(name for record in records for name in record))
    known = uses((name.casefold() for name in names), USES)
    texts, answers = [], []
    for position, name in enumerate(names):
        kind, text, codes = _about(name, questions, subquestions)
        if kind in _OPEN_TYPES or name.endswith(("other", "comment")):
            known.setdefault(position, "text")
        texts.append(text or name)
        answers.append(codes)
    rows = [[codes.get(value, value) for codes, value in zip(answers, _cells(record, names), strict=True)]
            for record in records]  # fmt: skip
    header, notes = make_header(names)
    table = Table(header, tuple(texts), rows, first_row=1, notes=notes, cells=tuple(names), uses=known)
    table = replace(table, open_columns=frozenset(p for p, use in known.items() if use == "text"))
    return [table.with_note(UNVERIFIED.format(label="LimeSurvey (archive)"))]


def _cells(record: dict[str, str], names: list[str]) -> list[str]:
    return [record.get(name, "") for name in names]


def _parts(content: FileToRead) -> tuple[Any, Any]:
    """The roots of the survey's structure and of its responses."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    found: dict[str, Any] = {}
    try:
        with zipfile.ZipFile(content.path) as archive:
            for entry in sorted(archive.namelist()):
                for ending in (".lss", "_responses.lsr"):
                    if entry.casefold().endswith(ending):
                        found.setdefault(ending, etree.fromstring(archive.read(entry), parser))
    except (etree.LxmlError, zipfile.BadZipFile, ValueError) as error:
        raise FormatError(
            f"{content.name}: must be a LimeSurvey archive (.lsa), found a broken one ({type(error).__name__}). "
            "Export it again, or export the responses as .csv."
        ) from error
    if len(found) < 2:
        raise FormatError(
            f"{content.name}: must hold a survey (.lss) and its responses (_responses.lsr), found "
            f"{', '.join(found) or 'neither'}. Export the responses as .csv."
        )
    if any(root.getroottree().docinfo.doctype for root in found.values()):
        raise FormatError(f"{content.name}: holds an XML DOCTYPE, which LimeSurvey never writes. It was not read.")
    return found[".lss"], found["_responses.lsr"]


def _record(row: Any) -> dict[str, str]:
    return {str(cell.tag).removeprefix("_"): (cell.text or "").strip() for cell in row if isinstance(cell.tag, str)}


def _questions(root: Any) -> tuple[dict[str, Question], dict[tuple[str, str], str]]:
    """Questions by id, and texts of subquestions by (parent's id, code). The survey's own language goes first."""
    languages = [(item.text or "").strip() for item in root.iterfind("languages/language")]
    main = languages[0] if languages else ""
    rows = {name: _sorted(root, name, main) for name in ("questions", "subquestions")}
    later = _sorted(root, "question_l10ns", main)
    texts = {record.get("qid", ""): _plain(record.get("question", "")) for record in reversed(later)}
    codes = _codes(root, main)
    found: dict[str, Question] = {}
    parts: dict[tuple[str, str], str] = {}
    for record in (*rows["questions"], *rows["subquestions"]):
        qid, parent = record.get("qid", ""), record.get("parent_qid", "") or "0"
        text = texts.get(qid) or _plain(record.get("question", ""))
        if parent == "0":
            found.setdefault(qid, (record.get("type", ""), text, codes.get(qid, {})))
        else:
            parts.setdefault((parent, record.get("title", "")), text)
            parts.setdefault((parent, f"S{qid}"), text)
    return found, parts


def _sorted(root: Any, name: str, language: str) -> list[dict[str, str]]:
    records = [_record(row) for row in root.iterfind(f"{name}/rows/row")]
    return sorted(records, key=lambda record: record.get("language", language) != language)


def _codes(root: Any, language: str) -> dict[str, dict[str, str]]:
    """The answers to choose from, by question and code."""
    texts = {
        record.get("aid", ""): record.get("answer", "") for record in reversed(_sorted(root, "answer_l10ns", language))
    }
    found: dict[str, dict[str, str]] = {}
    for record in _sorted(root, "answers", language):
        text = record.get("answer") or texts.get(record.get("aid", ""), "")
        found.setdefault(record.get("qid", ""), {}).setdefault(record.get("code", ""), _plain(text))
    return found


def _about(name: str, questions: dict[str, Question], parts: dict[tuple[str, str], str]) -> Question:
    """What a column asks: its question, with the subquestion's words behind it."""
    new = _NEW_FIELD.fullmatch(name)
    if new and new[1] in questions:
        qid, rest = new[1], (new[2] or "")
    elif _FIELD.fullmatch(name):
        digits = name.split("X")[2]
        # the id of the question is the longest beginning that is one: codes of subquestions may be digits too
        ends = [end for end in range(len(digits), 0, -1) if digits[:end] in questions]
        if not ends:
            return "", "", {}
        qid, rest = digits[: ends[0]], digits[ends[0] :]
    else:
        return "", "", {}
    kind, text, codes = questions[qid]
    part = parts.get((qid, rest)) or parts.get((qid, rest.split("_")[0])) or ""
    return kind, f"{text} [{part}]" if part else text, codes


def _plain(text: str) -> str:
    """Words without the markup that question texts have."""
    return tidy_name(html.unescape(_TAG.sub(" ", text)))
