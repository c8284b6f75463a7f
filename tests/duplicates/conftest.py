"""Small talks and tables as `read_folder` gives them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.paths import STUDIES
from voc.schema import Corpus, Document, Kind, Respondent, Source, Turn

Talk = Callable[..., Corpus]


def _talk(path: str, turns: Sequence[tuple[str, str]], *, person: str = "", times: bool = False) -> Corpus:
    """Lines of ("I" or a participant's label, words)."""
    text, found = "", []
    owner = person or f"raw-{path}"
    for number, (speaker, words) in enumerate(turns):
        role = "interviewer" if speaker == "I" else "participant"
        text += f"{speaker}: " if speaker else ""
        found.append(
            Turn(
                len(text), len(text) + len(words), speaker, role, "" if role == "interviewer" else owner,
                float(number) if times else None,
            )
        )  # fmt: skip
        text += words + "\n"
    return Corpus(
        (Source(path, "interview", "labelled", "read"),),
        (Document(f"d-{path}", path, "interview", text, tuple(found)),),
        (Respondent(owner, person or path, (path,), {"age": "34"} if times else {}),),
    )


def _table(path: str, rows: Sequence[tuple[str, str]], *, kind: Kind = "survey", date: str = "") -> Corpus:
    """Rows of (id or "", text)."""
    documents, people = [], []
    for number, (name, text) in enumerate(rows, start=2):
        owner, place = f"raw-{path}-{number}", f"row {number}"
        turn = Turn(0, len(text), "", "participant", owner, question="What would you change?")
        documents.append(Document(f"d-{path}-{number}", path, kind, text, (turn,), place, date))
        people.append(Respondent(owner, name or place, (path,)))
    return Corpus((Source(path, kind, "table-csv", "read"),), tuple(documents), tuple(people))


def joined(*parts: Corpus) -> Corpus:
    return Corpus(
        tuple(sorted((one for part in parts for one in part.sources), key=lambda one: one.path)),
        tuple(sorted((one for part in parts for one in part.documents), key=lambda one: one.source)),
        tuple({one.respondent_id: one for part in parts for one in part.respondents}.values()),
    )


@pytest.fixture
def talk() -> Talk:
    return _talk


@pytest.fixture
def table() -> Talk:
    return _table


@pytest.fixture
def join() -> Talk:
    return joined


@pytest.fixture
def studies() -> Path:
    if not STUDIES.is_dir():
        pytest.skip("needs shared/data/studies beside the repository")
    return STUDIES
