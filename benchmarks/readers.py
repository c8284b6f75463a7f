"""Write docs/readers.md: what the readers find in each file of real studies, without any text of the files.

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
"""The language is detected in at most about this many documents of each file."""
MIN_SHARE = 0.1
"""A language is named if this share of the documents is in it."""
MAX_NAMES, MAX_NAME = 8, 30
"""Attributes are listed up to this number and length in characters; otherwise only their number is given."""
HEADER = """# What the readers find in real studies

Written by `python -m benchmarks.readers` from the studies that voc is developed on, which are not part of the project.
Each folder was read by itself, before duplicates are removed and names replaced. **Turns** are the turns of a
conversation, or the answers and reviews of a table; **of participants** leaves out the interviewers' turns; **timed**
is the share of turns with a time code; **attributes** are the names of the respondents' attributes (only their number
if there are many or the names are long). Readers marked ° are unverified: no real file of their format was available.
"""


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=Path, default=STUDIES)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "readers.md")
    arguments = parser.parse_args()
    if not arguments.studies.is_dir():
        parser.error(f"{arguments.studies} does not exist. Name the folder with the studies with --studies.")
    arguments.out.write_text(make_page(arguments.studies), encoding="utf-8", newline="\n")
    print(f"Wrote {arguments.out}.")


def make_page(studies: Path) -> str:
    """Make the page, with a section for each folder that has files."""
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
    # Survey exports often have whole questions as the names of attributes.
    short = len(names) <= MAX_NAMES and all(len(name) <= MAX_NAME for name in names)
    return _cell(", ".join(names)) if short else f"{len(names)} attributes"


def _languages(documents: Sequence[Document]) -> str:
    """Name the languages of at least `MIN_SHARE` of the documents, most frequent first."""
    step = max(1, len(documents) // SAMPLE)
    texts = [
        " ".join(document.text[turn.start : turn.end] for turn in document.turns)[:4000]
        for document in documents[::step]
    ]
    counts = Counter(code for code in detect(texts, EUROPEAN) if code)
    total = counts.total()
    frequent = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(code for code, count in frequent if count >= MIN_SHARE * total) or "unknown"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    main()
