"""Every reason why a file was not read has a German sentence, and the catalogue has no reason that nobody writes.

Many reasons need broken or hostile files. Here they are taken from the source: the message of every error that the
readers raise, with "1" in the place of each field.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from reports.language import load_words
from reports.view.reader_notes import match_note, match_part, translate_note
from tests.paths import ROOT
from voc.files import content_kinds, decode
from voc.ingest import read_folder
from voc.ingest.input_files import why_not_read
from voc.ingest.mail import messages
from voc.ingest.transcripts import chats, markup
from voc.tables import cell_markup
from voc.text.catalogue import Catalogue

DE, EN = load_words("de"), load_words("en")
ROOMS = ("voc/ingest", "voc/tables", "voc/files", "voc/duplicates")
ERRORS = {"EmptyError", "FormatError", "LimitError"}
CUSTOMERS = (
    "Only the customers' rows were read, by 'x'; left out: {}. If that is wrong, name the column in voc.toml under "
    "ignore."
)
NOTES_OF_PARTS = (
    "Rows left out because they repeat the header: 2 (rows 3, 4).",
    "Respondents who are in other files too: 1 in a.csv, 2 in b.csv and in 2 more files.",
    "Cleaned: HTML tags in 5 cells.",
    "Date of the talk: 2026-01-06 (from the file's name).",
    "Left out of the turns, because nobody said them: lines of a tool 2, titles of chapters or tasks 1.",
    "Texts that look like trials were read as answers: sheet A, row 3, 4. Delete the rows if nobody answered there.",
    "2 trials of the survey's authors were left out (rows 2, 9). If somebody answered there, reword the test.",
    "7 answers were sent again by the same person and count once (rows 2, 3, 4, 5, 6 and 2 more).",
    "Values outside their scale were left out: 8 of 'Stars'.",
    "3 of 9 documents are also in a.csv (97 % of the same words) and are counted once.",
    "'Chat' holds whole conversations (3 cells): 2 messages of customers were read; left out: 1 internal note.",
    *(
        f"'Chat' holds whole conversations (3 cells): 2 messages of customers were read; left out: {others}."
        for others in ("3 of agents, bots or other people", "2 of agents, bots or other people and 2 internal notes")
    ),
    *(
        f"In {cells} nothing tells who the customer is; not read: rows 3, 4. A column 'Requester' with the customer's "
        "name as it is written in the conversation helps."
        for cells in ("1 conversation", "2 conversations")
    ),
    *(
        f"{rows} internal by one column, but a customer's by another, and were read."
        for rows in ("1 row is", "2 rows are")
    ),
    CUSTOMERS.format("2 of agents, bots or the company and 3 mails that a machine sent"),
    *(CUSTOMERS.format(f"2 of agents, bots or the company{notes}") for notes in ("", " and 3 notes")),
    CUSTOMERS.format("3 notes"),
)
OTHER_COMMANDS = {"voc/tables/blocks.py", "voc/tables/number_sheets.py"}
"""Messages of `voc score` and of tables with numbers: no reader of a study writes them."""


class RecordingCatalogue(Catalogue):
    """The German catalogue, which remembers the keys that were looked up."""

    def __init__(self) -> None:
        super().__init__("de", DE.entries)
        self.used: set[str] = set()

    def __call__(self, key: str, **values: object) -> str:
        self.used.add(key)
        return super().__call__(key, **values)


@cache
def sources() -> dict[str, ast.Module]:
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def constants(tree: ast.Module) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def filled(node: ast.expr, known: dict[str, str], field: str = "1") -> str:
    """A string of the source with its constants in place, and ``field`` for every other field."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(filled(part, known, field) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return filled(node.value, known, field)
    return known.get(node.id, field) if isinstance(node, ast.Name) else field


def without_name(sentence: str) -> str:
    """A message without the file's name in front, as it is shown beside the name."""
    return sentence.removeprefix("1").lstrip(": ").strip()


@cache
def raised() -> tuple[tuple[str, str], ...]:
    """The messages of all errors, with "1" and with nothing in the place of their fields."""
    shared = {name: text for tree in sources().values() for name, text in constants(tree).items()}
    sentences = []
    for path, tree in sources().items():
        known = shared | constants(tree)
        for node in ast.walk(tree):
            if path in OTHER_COMMANDS or not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ERRORS and node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr):
                sentences.append(tuple(without_name(filled(node.args[0], known, field)) for field in ("1", "")))
    return tuple(sentences)


def strings_of_the_source() -> Iterator[str]:
    for tree in sources().values():
        known = constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant | ast.JoinedStr):
                yield from (without_name(filled(node, known, field)) for field in ("1", ""))


def own_words() -> Iterator[str]:
    """What the readers' lists are made of, and what they say to do about files that are not read."""
    ingest = ROOT / "voc/ingest"
    yield from (item["remedy"] for item in tomllib.loads((ingest / "unread_formats.toml").read_text("utf-8"))["format"])
    yield from (
        item["what"] for item in tomllib.loads((ingest / "companion_files.toml").read_text("utf-8"))["companion"]
    )
    tables = (content_kinds._OLE_PARTS, content_kinds._STARTS, content_kinds._ZIP_PARTS)
    for kind in (content_kinds._LOCKED, *(kind for table in tables for _, kind in table)):
        yield from (kind.name, kind.remedy)
    yield from (kind for _, kind in decode._SIGNATURES)
    yield from (wording for pair in messages._WORDING.values() for wording in pair)
    yield from chats._LINES_OF_NOTE.values()
    yield from (item.name for item in markup._HIDDEN)
    yield from (name for name, _, _ in markup._ENCLOSED)
    yield from cell_markup.NAMES.values()


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Reasons that are put together from several parts."""
    folder: Path = tmp_path_factory.mktemp("refused")
    asked = "".join(f"I: What about part {n}?\n" for n in range(8))
    questions = "\n\n".join(f"What did you think of part {n}?" for n in range(8))
    files = {
        "a.gdoc": "{}",
        "a.xyz": "",
        "ending": "x",
        "text.doc": "{\\rtf1 Hello.}",
        "broken.json": '{"a": ',
        "guide.txt": f"Interview guide\n\n{questions}",
        "list.txt": questions,
        "consent.txt": "Consent form\n\nI agree to this study and to the use of what I say.",
        "log.txt": "".join(f"2026-03-01T10:00:0{n} INFO cache filled\n" for n in range(8)),
        "field log.txt": "".join(f"10:0{n} P01 arrives, the interview begins\n" for n in range(8)),
        "discussion guide.txt": f"Discussion guide\n\n{asked}",
        "asked.txt": asked,
        "meta.json": '{"duration": 12, "codec": "opus"}',
        "talk.txt": "I: How was it?\n\nB: It was good.\n\nI: And now?\n\nB: Fine.\n",
        "zoom/closed_caption.txt": "It was good.\n\nFine.\n",
        "zoom/talk.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nAda: Good?\n\n00:03.000 --> 00:04.000\nBen: Yes.\n",
        "README.md": "About it.",
        "open.csv": 'id,Comment\n1,Good\n2,Fine\n3,"Bad\n4,Late\n',
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    reasons = [source.reason for source in read_folder([folder]).sources if source.reason]
    assert len(reasons) >= len(files) - 3
    return [
        *reasons,
        why_not_read(".xyz"),
        why_not_read(""),
        "text 1: holds no text.; source 2: holds no text.; and 3 more",
    ]


def test_every_error_of_a_reader_has_a_german_sentence() -> None:
    assert len(raised()) > 80
    missing = [texts for texts in raised() if all(translate_note(DE, text).language for text in texts)]
    # An error of programmers, whose suffix no table has.
    assert [text for text, blank in missing if blank and "is not the suffix of a table" not in text] == []


def test_reasons_of_several_parts_have_german_sentences(refusals: list[str]) -> None:
    assert [reason for reason in refusals if translate_note(DE, reason).language] == []


def test_the_catalogue_has_no_refusal_that_nobody_writes(refusals: list[str]) -> None:
    words = RecordingCatalogue()
    for sentence in (*refusals, *strings_of_the_source()):
        translate_note(words, sentence)
    assert {key for key in EN.entries if key.startswith("refusal.")} - words.used == set()


def test_own_words_of_the_readers_are_translated_inside_their_notes() -> None:
    assert [text for text in own_words() if match_part(text) is None] == []


def test_the_catalogue_has_no_words_that_nobody_writes(refusals: list[str]) -> None:
    words = RecordingCatalogue()
    for sentence in (*refusals, *NOTES_OF_PARTS):
        assert translate_note(words, sentence).language == ""
    written = {*own_words(), *strings_of_the_source()}
    found = {match.key for text in written if (match := match_part(text))} | words.used
    assert {key for key in EN.entries if key.startswith("note_part.")} - found == set()


def test_a_note_with_an_unknown_sentence_stays_english_as_a_whole() -> None:
    assert translate_note(DE, "holds no text. A rare thing happened.").language == "en"
    assert match_note("A rare thing happened.") is None
