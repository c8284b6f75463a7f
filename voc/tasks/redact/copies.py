"""A protected corpus → the files of its copies: a text per talk, a table per survey or set of reviews."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from voc.schema import Corpus, Document, Respondent

RESPONDENTS = "respondents.csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def copies(corpus: Corpus) -> dict[str, str]:
    """Path → content of every copy, and of the table of people.

    A talk becomes "Speaker: words" paragraphs with time codes and the questions that stood as headings. A table keeps
    what was read of it: the person, date, ratings as they were given, attributes, and a column per open question;
    columns that were not read, personal ones among them, are left out.
    """
    by_source: dict[str, list[Document]] = defaultdict(list)
    for document in corpus.documents:
        by_source[document.source].append(document)
    people = {one.respondent_id: one for one in corpus.respondents}
    found = {RESPONDENTS: people_text(corpus.respondents)}
    for source, documents in sorted(by_source.items()):
        stem = source[: len(source) - len(PurePosixPath(source).suffix)]
        talks = [one for one in documents if one.kind == "interview"]
        rows = [one for one in documents if one.kind != "interview"]
        for number, talk in enumerate(talks, start=1):
            name = f"{stem} {number}.txt" if len(talks) > 1 else f"{stem}.txt"
            found[free(name, found)] = talk_text(talk, people)
        if rows:
            found[free(f"{stem}.csv", found)] = table_text(rows, people)
    return found


def free(path: str, taken: Container[str]) -> str:
    """The path, numbered when it is taken: "talk (2).txt"."""
    pure, number, found = PurePosixPath(path), 1, path
    while found in taken:
        number += 1
        found = pure.with_name(f"{pure.stem} ({number}){pure.suffix}").as_posix()
    return found


def talk_text(document: Document, people: Mapping[str, Respondent]) -> str:
    """One talk as paragraphs."""
    paragraphs = []
    question = ""
    for turn in document.turns:
        person = people.get(turn.respondent_id)
        if not turn.speaker and turn.question and turn.question != question:
            question = turn.question
            paragraphs.append(f"# {question}")
        label = turn.speaker or (f"[{person.label}]" if person else turn.role.capitalize())
        time = "" if turn.time_s is None else f"[{_clock(turn.time_s)}] "
        paragraphs.append(f"{time}{label}: {document.text[turn.start : turn.end]}")
    return "\n\n".join(paragraphs) + "\n"


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def table_text(documents: Sequence[Document], people: Mapping[str, Respondent]) -> str:
    """The rows of one source as CSV."""
    rows: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        rows[document.locator].append(document)
    questions = list(dict.fromkeys(_question(one) for one in documents))
    ratings = sorted({name for one in documents for name in one.ratings})
    owners = [
        people[one.turns[0].respondent_id] for one in documents if one.turns and one.turns[0].respondent_id in people
    ]
    attributes = sorted({name for one in owners for name in one.attributes})
    header = ["place", "person", "date", *ratings, *attributes, *questions]
    lines = []
    for place, mine in rows.items():
        first = mine[0]
        person = people.get(first.turns[0].respondent_id) if first.turns else None
        texts = dict.fromkeys(questions, "")
        for one in mine:
            texts[_question(one)] += ("\n" if texts[_question(one)] else "") + one.text
        lines.append(
            [
                place,
                person.label if person else "",
                first.date,
                *(first.scales.get(name, "").split(" of ")[0] for name in ratings),
                *(person.attributes.get(name, "") if person else "" for name in attributes),
                *texts.values(),
            ]
        )
    return _csv(header, lines)


def _question(document: Document) -> str:
    return (document.turns[0].question if document.turns else "") or "text"


def people_text(respondents: Iterable[Respondent]) -> str:
    """Everybody, where they speak, and what is known about them, as CSV."""
    people = list(respondents)
    attributes = sorted({name for one in people for name in one.attributes})
    return _csv(
        ["person", "sources", *attributes],
        [[one.label, "; ".join(one.sources), *(one.attributes.get(name, "") for name in attributes)] for one in people],
    )


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV that a spreadsheet program opens without running any cell as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in ([*header], *rows):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return buffer.getvalue()
