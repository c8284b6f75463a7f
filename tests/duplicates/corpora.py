"""Small interviews and tables as `read_folder` returns them."""

from __future__ import annotations

from collections.abc import Sequence

from voc.schema import Corpus, Document, Kind, Respondent, Source, Turn


def interview(path: str, turns: Sequence[tuple[str, str]], *, person: str = "", times: bool = False) -> Corpus:
    """A corpus of one interview; turns are ("I" or a participant's label, words)."""
    text = ""
    spoken: list[Turn] = []
    respondent_id = person or f"raw-{path}"
    for number, (speaker, words) in enumerate(turns):
        text += f"{speaker}: " if speaker else ""
        start, end, time_s = len(text), len(text) + len(words), float(number) if times else None
        if speaker == "I":
            spoken.append(Turn(start, end, speaker, "interviewer", "", time_s))
        else:
            spoken.append(Turn(start, end, speaker, "participant", respondent_id, time_s))
        text += words + "\n"
    return Corpus(
        (Source(path, "interview", "labelled", "read"),),
        (Document(f"d-{path}", path, "interview", text, tuple(spoken)),),
        (Respondent(respondent_id, person or path, (path,), {"age": "34"} if times else {}),),
    )


def table(path: str, rows: Sequence[tuple[str, str]], *, kind: Kind = "survey", date: str = "") -> Corpus:
    """A corpus of one table; rows are (id or "", text)."""
    documents, people = [], []
    for number, (name, text) in enumerate(rows, start=2):
        respondent_id, locator = f"raw-{path}-{number}", f"row {number}"
        turn = Turn(0, len(text), "", "participant", respondent_id, question="What would you change?")
        documents.append(Document(f"d-{path}-{number}", path, kind, text, (turn,), locator, date))
        people.append(Respondent(respondent_id, name or locator, (path,)))
    return Corpus((Source(path, kind, "table-csv", "read"),), tuple(documents), tuple(people))


def join(*parts: Corpus) -> Corpus:
    return Corpus(
        tuple(sorted((source for part in parts for source in part.sources), key=lambda source: source.path)),
        tuple(sorted((doc for part in parts for doc in part.documents), key=lambda doc: doc.source)),
        tuple({person.respondent_id: person for part in parts for person in part.respondents}.values()),
    )


def paths(corpus: Corpus) -> list[str]:
    """The source of each document."""
    return [document.source for document in corpus.documents]
