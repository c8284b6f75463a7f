"""What the readers make of real studies, a row per file: the table of docs/readers.md. No text of theirs is in it.

python -m benchmarks.readers [--studies FOLDER] [--out docs/readers.md]
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from voc.errors import NothingReadableError
from voc.ingest import read_folder
from voc.schema import Corpus, Document, Source
from voc.text.language import EUROPEAN, detect

ROOT = Path(__file__).resolve().parents[1]
STUDIES = ROOT.parent / "shared" / "data" / "studies"
SAMPLE = 300
"""Documents per file whose language is looked at."""
HEADER = """# What the readers make of real studies

Written by `python -m benchmarks.readers` from the studies that voc is developed on, which are not part of the project.
Each folder was read by itself, before duplicates are set aside and names are replaced. **Turns** are a talk's turns, or
the answers and reviews of a table; **timed** is the share of the turns with a time code; **attributes** are the names
of what is known about the respondents (a number where there are many). Readers marked ° are unverified: no real file
of their kind was at hand.
"""


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=Path, default=STUDIES)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "readers.md")
    arguments = parser.parse_args()
    if not arguments.studies.is_dir():
        parser.error(f"{arguments.studies}: there is no such folder. Name the studies with --studies.")
    arguments.out.write_text(table(arguments.studies), encoding="utf-8", newline="\n")
    print(f"{arguments.out} is written.")


def table(studies: Path) -> str:
    """The whole page: a section per folder that holds files."""
    parts = [HEADER]
    for folder in sorted({path.parent for path in studies.rglob("*") if path.is_file()}):
        names = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
        if folder == studies or not names:
            continue
        parts.append(f"## {folder.relative_to(studies).as_posix()}\n")
        parts.append("| file | reader | people | turns | of participants | attributes | timed | language |")
        parts.append("|---|---|---:|---:|---:|---|---:|---|")
        parts += [f"| {' | '.join(row)} |" for row in _rows(names)]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _rows(files: Sequence[Path]) -> Iterator[list[str]]:
    try:
        corpus = read_folder(files)
    except NothingReadableError as error:
        for line in str(error).split("\n")[1:]:
            name, _, reason = line.strip().partition(": ")
            yield [_cell(name), f"skipped: {_cell(reason)}", *[""] * 6]
        return
    documents: dict[str, list[Document]] = defaultdict(list)
    for document in corpus.documents:
        documents[document.source].append(document)
    for source in corpus.sources:
        yield _row(source, documents[source.path], corpus)


def _row(source: Source, documents: Sequence[Document], corpus: Corpus) -> list[str]:
    if source.status == "skipped":
        return [_cell(source.path), f"skipped: {_cell(source.reason)}", *[""] * 6]
    turns = [turn for document in documents for turn in document.turns]
    people = [person for person in corpus.respondents if source.path in person.sources]
    attributes = sorted({name for person in people for name in person.attributes})
    timed = sum(turn.time_s is not None for turn in turns)
    unverified = any("unverified" in note for note in source.notes)
    return [
        _cell(source.path),
        source.reader + ("°" if unverified else "") + (" (in part)" if source.status == "partial" else ""),
        f"{len(people):,}",
        f"{len(turns):,}",
        f"{sum(turn.role == 'participant' for turn in turns):,}",
        _attributes(attributes),
        f"{100 * timed / len(turns):.0f} %" if timed else "",
        _languages(documents),
    ]


def _attributes(names: Sequence[str]) -> str:
    """The names; only their number where there are many, or where they are whole questions of a survey."""
    short = len(names) <= 8 and all(len(name) <= 30 for name in names)
    return _cell(", ".join(names)) if short else f"{len(names)} attributes"


def _languages(documents: Sequence[Document]) -> str:
    """The languages of at least a tenth of the documents, the commonest first."""
    step = max(1, len(documents) // SAMPLE)
    spoken = [" ".join(one.text[turn.start : turn.end] for turn in one.turns)[:4000] for one in documents[::step]]
    found = Counter(code for code in detect(spoken, EUROPEAN) if code)
    total = found.total()
    named = [
        code for code, count in sorted(found.items(), key=lambda item: (-item[1], item[0])) if count >= 0.1 * total
    ]
    return ", ".join(named) or "unknown"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    main()
