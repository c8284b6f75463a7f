"""Redact: write pseudonymised copies of the inputs to hand on, and the only key to them.

An interview becomes a text, a survey or set of reviews a CSV. The
copies mask what a study of the same inputs masks: a name that is an ordinary word too ("Rich") only where it is a name,
every other original of the key wherever it occurs. This is checked before anything is written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from voc.config import StudyConfig
from voc.errors import OutputError, VerifyError
from voc.ingest import read_folder
from voc.privacy import protect
from voc.privacy.leaks import is_evidence
from voc.schema import Corpus, Document, Progress, Pseudonym, Respondent, Source, no_progress
from voc.study.folder import KEY
from voc.tables.csv_files import csv_text
from voc.tables.formula_cells import escape_formula
from voc.tasks.inspect import group_by_source

RESPONDENTS = "respondents.csv"
_PSEUDONYM = r"\[[A-Za-z-]+ \d+\]"
_TOKEN = re.compile(rf"{_PSEUDONYM}|[^\W_]+|[^\s\w]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Redaction:
    """The paths of the copies, the sources, and how many pieces of personal data were replaced, by kind."""

    files: tuple[str, ...]
    sources: tuple[Source, ...]
    counts: Mapping[str, int]


def redact(
    inputs: Sequence[str | Path],
    out: str | Path,
    config: StudyConfig | None = None,
    *,
    progress: Progress = no_progress,
) -> Redaction:
    """Write pseudonymised copies of all readable inputs, and ``private/pseudonyms.csv`` with mode 0600.

    Args:
        inputs: files or folders.
        out: a new or empty folder outside the inputs.
        config: its sections ``privacy`` and ``files`` apply.
        progress: as for `voc.read_folder` and `voc.privacy.protect`.

    Raises:
        UsageError: an input does not exist.
        NothingReadableError: no input could be read.
        OutputError: the folder is not empty, is inside an input, or cannot be written.
        VerifyError: a copy would still hold an original; nothing was written.
    """
    folder = Path(out)
    _check_folder(folder, [Path(path) for path in inputs])
    protected = protect(read_folder(inputs, config, progress=progress), config, progress=progress)
    originals = Originals([row for row in protected.key if is_evidence(row)])
    files: dict[str, str] = {}
    for path, content in _make_copies(protected.corpus).items():
        # Replacing a name can give two files the same path.
        files[_free_path(originals.replace(path), files)] = originals.replace(content)
    leaking = [path for path, content in files.items() if any(originals.find(f"{path}\n{content}"))]
    if leaking:
        raise VerifyError(
            f"Nothing was written: {len(leaking)} copies would still hold an original of the key. This is a defect of "
            "voc, please report it."
        )
    _write_files(folder, files, protected.key)
    return Redaction(tuple(sorted(files)), protected.corpus.sources, protected.counts)


@dataclass(frozen=True, slots=True)
class Match:
    """An original at ``text[start:end]``, and the pseudonym that replaces it."""

    start: int
    end: int
    pseudonym: str


class Originals:
    """The originals of a key, indexed by their first word or sign; the longest match wins."""

    def __init__(self, key: Sequence[Pseudonym]) -> None:
        self._by_first: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in sorted(set(key), key=lambda row: (-len(row.original), row.original, row.pseudonym)):
            original = row.original.strip()
            first = _TOKEN.match(original)
            # A single letter as an original ("J") would blank out half of every text.
            if first is not None and len(original) > 1:
                self._by_first[first.group()].append((original, row.pseudonym))

    def find(self, text: str) -> Iterator[Match]:
        """Every original in a text, except inside a pseudonym or a longer word."""
        position = 0
        while token := _TOKEN.search(text, position):
            position = token.end()
            word = token.group()
            candidates = self._by_first.get(word, [])
            if word.endswith("s"):
                candidates = [*candidates, *self._by_first.get(word[:-1], [])]  # the genitive: "Richs Hund"
            for original, pseudonym in candidates:
                end = _match_end(text, token.start(), original)
                if end:
                    yield Match(token.start(), end, pseudonym)
                    position = end
                    break

    def replace(self, text: str) -> str:
        """The text with a pseudonym in place of every original.

        >>> Originals([Pseudonym("name", "[Name 1]", "Rich")]).replace("Rich und Richs Hund, reich")
        '[Name 1] und [Name 1]s Hund, reich'
        """
        parts, position = [], 0
        for match in self.find(text):
            parts += [text[position : match.start], match.pseudonym]
            position = match.end
        return "".join([*parts, text[position:]])


def _match_end(text: str, start: int, original: str) -> int:
    """Where the original that begins at ``start`` ends, 0 if it is not there; any white space counts as one space."""
    end = start + len(original)
    if text[start:end] != original:
        match = re.compile(r"\s+".join(re.escape(part) for part in original.split())).match(text, start)
        if match is None:
            return 0
        end = match.end()
    after = text[end : end + 2]
    is_genitive = original[-1].isalpha() and re.match(r"s(?!\w)", after)
    if original[-1].isalnum() and _WORD.match(after) and not is_genitive:
        return 0
    return end


def _make_copies(corpus: Corpus) -> dict[str, str]:
    """Path → content of every copy, and of the table of respondents."""
    people = {respondent.respondent_id: respondent for respondent in corpus.respondents}
    copies = {RESPONDENTS: _respondents_csv(corpus.respondents)}
    for source, contents in sorted(group_by_source(corpus).items()):
        documents = contents.documents
        stem = source[: len(source) - len(PurePosixPath(source).suffix)]
        interviews = [document for document in documents if document.kind == "interview"]
        answers = [document for document in documents if document.kind != "interview"]
        for number, interview in enumerate(interviews, start=1):
            name = f"{stem} {number}.txt" if len(interviews) > 1 else f"{stem}.txt"
            copies[_free_path(name, copies)] = _interview_text(interview, people)
        if answers:
            copies[_free_path(f"{stem}.csv", copies)] = _answers_csv(answers, people)
    return copies


def _free_path(path: str, taken: Container[str]) -> str:
    """The path, numbered if it is taken: "talk (2).txt"."""
    original, number, free = PurePosixPath(path), 1, path
    while free in taken:
        number += 1
        free = original.with_name(f"{original.stem} ({number}){original.suffix}").as_posix()
    return free


def _interview_text(document: Document, people: Mapping[str, Respondent]) -> str:
    """Paragraphs "[time] Speaker: words", with the questions that were headings."""
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


def _answers_csv(documents: Sequence[Document], people: Mapping[str, Respondent]) -> str:
    """One row per row of the source: person, date, ratings, attributes, and a column per open question.

    Columns that were not read are left out, since nobody looked for personal data in them.
    """
    rows: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        rows[document.locator].append(document)
    questions = list(dict.fromkeys(_question(document) for document in documents))
    ratings = sorted({name for document in documents for name in document.ratings})
    owners = [owner for document in documents if (owner := _owner(document, people))]
    attributes = sorted({name for owner in owners for name in owner.attributes})
    lines = []
    for locator, row in rows.items():
        first, owner = row[0], _owner(row[0], people)
        texts = dict.fromkeys(questions, "")
        for document in row:
            text = texts[_question(document)]
            texts[_question(document)] = f"{text}\n{document.text}" if text else document.text
        lines.append(
            [
                locator,
                owner.label if owner else "",
                first.date,
                # A scale reads "4 of 5"; the table shows the rating as it was given.
                *(first.scales.get(name, "").split(" of ")[0] for name in ratings),
                *(owner.attributes.get(name, "") if owner else "" for name in attributes),
                *texts.values(),
            ]
        )
    headings = [_rating_heading(name, documents) for name in ratings]
    return _to_csv(["place", "person", "date", *headings, *attributes, *questions], lines)


def _rating_heading(name: str, documents: Sequence[Document]) -> str:
    """The name of a rating, with its scale where the lowest value is best: nobody could tell from the numbers."""
    scale = next((document.scales[name].partition(" of ")[2] for document in documents if name in document.scales), "")
    return f"{name} ({scale})" if scale.endswith("is best") else name


def _owner(document: Document, people: Mapping[str, Respondent]) -> Respondent | None:
    return people.get(document.turns[0].respondent_id) if document.turns else None


def _question(document: Document) -> str:
    return (document.turns[0].question if document.turns else "") or "text"


def _respondents_csv(respondents: Sequence[Respondent]) -> str:
    """Everybody, with their sources and attributes."""
    attributes = sorted({name for respondent in respondents for name in respondent.attributes})
    rows = [
        [person.label, "; ".join(person.sources), *(person.attributes.get(name, "") for name in attributes)]
        for person in respondents
    ]
    return _to_csv(["person", "sources", *attributes], rows)


def _to_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV text; an apostrophe keeps a spreadsheet program from running a cell as a formula."""
    return csv_text([escape_formula(cell) for cell in row] for row in (header, *rows))


def _check_folder(folder: Path, inputs: Sequence[Path]) -> None:
    place = folder.resolve()
    for path in inputs:
        if path.is_dir() and path.resolve() in (place, *place.parents):
            raise OutputError(f"{folder}: is inside the input {path}. Choose a folder beside it with --out.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder}: is not empty, and nothing is ever replaced. Name a new folder with --out.")


def _write_files(folder: Path, files: Mapping[str, str], key: Sequence[Pseudonym]) -> None:
    # Not `_to_csv`: an original must stay as it is, also if it begins with a "+" like a phone number.
    rows = [(row.kind, row.pseudonym, row.original, row.scope) for row in key]
    key_text = csv_text([("kind", "pseudonym", "original", "scope"), *rows])
    try:
        for name, content in sorted(files.items()):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="")
        path = folder / KEY
        path.parent.mkdir(parents=True, exist_ok=True)
        # Created with its mode before it has content; chmod as well, because a umask can only take rights away.
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(key_text, encoding="utf-8", newline="")
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror}). Choose another --out.") from error
