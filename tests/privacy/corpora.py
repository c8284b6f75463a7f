"""Small corpora for tests of pseudonyms, as readers make them."""

from __future__ import annotations

from voc.schema import Corpus, Document, Protected, Respondent, Role, Source, Turn

Lines = list[tuple[str, Role, str]]


def talk(path: str, lines: Lines, person: str = "") -> tuple[Source, Document, Respondent]:
    """An interview as it is read: "Label: words" lines; one respondent, who has the participants' label."""
    text, turns, label = "", [], person
    for speaker, role, words in lines:
        text += f"{speaker}: "
        owner = f"raw-{path}" if role == "participant" else ""
        turns.append(Turn(len(text), len(text) + len(words), speaker, role, owner))
        text += words + "\n"
        label = label or (speaker if role == "participant" else "")
    return (
        Source(path, "interview", "labelled", "read"),
        Document(f"raw-{path}", path, "interview", text, tuple(turns)),
        Respondent(f"raw-{path}", label, (path,)),
    )


def table(path: str, rows: list[str], labels: list[str] | None = None) -> list[tuple[Source, Document, Respondent]]:
    parts = []
    for number, text in enumerate(rows):
        owner = f"raw-{path}-{number}"
        turn = Turn(0, len(text), "", "participant", owner, question="What would you change?")
        label = labels[number] if labels else f"row {number}"
        parts.append(
            (
                Source(path, "survey", "table-csv", "read"),
                Document(owner, path, "survey", text, (turn,), f"row {number}"),
                Respondent(owner, label, (path,)),
            )
        )
    return parts


def corpus(*parts: tuple[Source, Document, Respondent]) -> Corpus:
    return Corpus(
        tuple({source.path: source for source, _, _ in parts}.values()),
        tuple(document for _, document, _ in parts),
        tuple(respondent for _, _, respondent in parts),
    )


def spoken(result: Protected, number: int = 0) -> list[str]:
    document = result.corpus.documents[number]
    return [document.text[turn.start : turn.end] for turn in document.turns]
