"""Read people's codes from a table (CSV) or a project (.qdpx), and find the coded passages in a study's documents."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path, PurePosixPath

from voc.errors import FormatError, MappingError, UsageError
from voc.ingest.projects import open_project
from voc.ingest.projects.refi_records import Project, RefiCode, TextSource, walk_codes
from voc.ingest.projects.study_project import BRANCHES, GERMAN_CODES, guid_of_document
from voc.schema import Segment
from voc.schema.agreement import CodeKind
from voc.tables.cells import tidy_cell
from voc.tables.csv_files import read_csv
from voc.tables.table import TableFile
from voc.tasks.agree.categories import CodePath

MAX_BYTES = 100_000_000
"""A table of codes may have at most this many bytes, because it is read at once."""
MAX_NOTES = 5
"""How many parts of a project that could not be read are named."""
CODE_KINDS: tuple[CodeKind, ...] = ("theme", "touchpoint", "sentiment")
UNNAMED_CODER = "coder"
_CODE_SEPARATOR = re.compile(r"\s*[;|]\s*|\s*\n\s*")
_PATH_SEPARATOR = re.compile(r"\s*(?:>|\\|::)\s*")
_SENTIMENTS = {word.casefold(): key for key, german in GERMAN_CODES["sentiment"].items() for word in (key, german)}
_BRANCHES = {name.casefold(): branch for branch, names in BRANCHES.items() for name in names.values()}
_NOT_COMPARED = {"emotion", "statement", "pain_point"}
"""Branches of an export by voc in which a segment has too many codes, or too few, for a comparison."""

_SENTENCE_BORDER = re.compile(r"\n+|(?<=[.!?…])\s+")
_SPEAKER_LABEL = re.compile(r"^\s*[^\n:]{1,30}:\s+")


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage that a person coded. ``code`` is () for "looked at and not coded".

    A passage is located by its segment, by a span of a document (code points), or by its words; what the file does not
    give is "" or −1. ``document`` is the file's own name for it.
    """

    coder: str
    code: CodePath
    kind: CodeKind
    segment_id: str = ""
    document: str = ""
    start: int = -1
    end: int = -1
    text: str = ""


@dataclass(frozen=True, slots=True)
class CodedFile:
    """What was read from a file. ``documents`` are ids of answers and reviews that it contains, coded or not."""

    passages: tuple[CodedPassage, ...]
    documents: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def read_coded_file(file: Path, document_kinds: Mapping[str, str]) -> CodedFile:
    """Read the coded passages of a file.

    Args:
        file: .csv, .tsv, .txt (a table with a header row) or .qdpx.
        document_kinds: the kind of each document of the study, by id.

    Raises:
        UsageError: the file does not exist, or is of another kind.
        MappingError: the table has no column for codes, or none that says what was coded.
        ReadError: the file cannot be read.
    """
    if not file.is_file():
        raise UsageError(f"{file}: there is no such file. Check the path.")
    suffix = file.suffix.casefold()
    if suffix == ".qdpx":
        return _read_project(open_project(file, file.name), document_kinds)
    if suffix not in {".csv", ".tsv", ".tab", ".txt"}:
        raise UsageError(f"{file}: codes must come as .csv or .qdpx, found '{suffix}'. Export them in one of these.")
    # Whole interviews may be in a cell, so a table of codes can be large, but not without limit.
    if file.stat().st_size > MAX_BYTES:
        raise UsageError(f"{file}: a table of codes may have at most {MAX_BYTES // 1_000_000} MB. Split it.")
    return _read_table(file)


def _read_table(file: Path) -> CodedFile:
    (table,) = read_csv(TableFile.from_path(file))
    if table.reason:
        # Agreement over a part of the codes would look like disagreement.
        raise FormatError(f"{file}: {table.reason}")
    header = [" ".join(name.split()).casefold() for name in table.cells]
    known = tomllib.loads((resources.files("voc.tasks.agree") / "columns.toml").read_text("utf-8"))
    columns = {
        meaning: next((header.index(name) for name in names if name in header), -1) for meaning, names in known.items()
    }
    _check_columns(file, header, columns)
    passages: list[CodedPassage] = []
    for number, row in enumerate(table.rows, table.first_row):
        cells = {meaning: tidy_cell(row[column]) if column >= 0 else "" for meaning, column in columns.items()}
        if any(cells.values()):
            passages += _read_row(cells, columns, f"{file} row {number}")
    return CodedFile(tuple(passages))


def _check_columns(file: Path, header: Sequence[str], columns: Mapping[str, int]) -> None:
    names = ", ".join(f"'{name}'" for name in header if name) or "nothing"
    if all(columns[kind] < 0 for kind in CODE_KINDS):
        raise MappingError(f"{file}: a column must hold the codes ('code', 'theme'), found {names}. Rename one.")
    has_span = columns["document"] >= 0 and columns["start"] >= 0
    if columns["segment_id"] < 0 and columns["text"] < 0 and not has_span:
        raise MappingError(
            f"{file}: columns must say what was coded ('segment_id'; or 'document', 'start', 'end'; or 'text'), "
            f"found {names}. Rename them."
        )


def _read_row(cells: Mapping[str, str], columns: Mapping[str, int], where: str) -> Iterator[CodedPassage]:
    start = end = -1
    if cells["start"] or cells["end"]:
        try:
            start, end = int(cells["start"]), int(cells["end"])
        except ValueError as error:
            raise MappingError(f"{where}: 'start' and 'end' must be whole numbers (code points).") from error
    for column_kind in CODE_KINDS:
        if columns[column_kind] < 0:
            continue
        # An empty cell says that the passage was looked at and got no code.
        for code in [code for code in _CODE_SEPARATOR.split(cells[column_kind]) if code] or [""]:
            path, kind = _parse_code(code, column_kind)
            if kind is not None:
                yield CodedPassage(
                    coder=cells["coder"] or UNNAMED_CODER,
                    code=path,
                    kind=kind,
                    segment_id=cells["segment_id"],
                    document=cells["document"],
                    start=start,
                    end=end,
                    text=cells["text"],
                )


def _parse_code(code: str, column_kind: CodeKind) -> tuple[CodePath, CodeKind | None]:
    """Return the path and kind of a code in a column of this kind; no kind for what is not compared."""
    if not code:
        return (), column_kind
    if column_kind == "theme":
        return _classify(tuple(part for part in _PATH_SEPARATOR.split(code) if part))
    return (normal_sentiment(code) if column_kind == "sentiment" else code,), column_kind


def _classify(path: CodePath) -> tuple[CodePath, CodeKind | None]:
    """Return the path below the branch that names its kind, and the kind; no kind for what is not compared."""
    if not path:
        return path, None
    branch = _BRANCHES.get(path[0].casefold(), "") if len(path) > 1 else ""
    if branch in _NOT_COMPARED:
        return path, None
    if branch == "touchpoint":
        return path[-1:], "touchpoint"
    if branch == "sentiment" or (len(path) == 1 and path[0].casefold() in _SENTIMENTS):
        return (normal_sentiment(path[-1]),), "sentiment"
    return path[1:] if branch == "theme" else path, "theme"


def normal_sentiment(word: str) -> str:
    """Return a word for a sentiment, in either language, as voc writes it; any other word as it is.

    >>> normal_sentiment("Negativ"), normal_sentiment("so-so")
    ('negative', 'so-so')
    """
    return _SENTIMENTS.get(word.casefold(), word)


def _read_project(project: Project, document_kinds: Mapping[str, str]) -> CodedFile:
    document_ids = {guid_of_document(document_id): document_id for document_id in document_kinds}
    users = {user.guid: user.name for user in project.users}
    paths = {code.guid: _path_of(code, parents) for code, parents in walk_codes(project.codes)}
    passages: list[CodedPassage] = []
    short_documents = set()
    for source in project.sources:
        document_id = document_ids.get(source.guid, "")
        # Whoever has an answer or a review in the project has read it whole; an interview may be coded in part.
        if document_kinds.get(document_id) in {"survey", "review"}:
            short_documents.add(document_id)
        passages += _read_source(source, document_id, users, paths)
    notes = tuple(f"Not read in the project: {part}" for part in project.unread[:MAX_NOTES])
    return CodedFile(tuple(passages), frozenset(short_documents), notes)


def _path_of(code: RefiCode, parents: tuple[RefiCode, ...]) -> CodePath:
    return tuple(part.name for part in (*parents, code))


def _read_source(
    source: TextSource, document_id: str, users: Mapping[str, str], paths: Mapping[str, CodePath]
) -> Iterator[CodedPassage]:
    for selection in source.selections:
        for coding in selection.codings:
            path, kind = _classify(paths.get(coding.code, ()))
            if kind is None:
                continue
            coder = users.get(coding.user) or UNNAMED_CODER
            # In a text that voc exported the offsets hold; another program has its own text, so its words are used.
            if document_id:
                yield CodedPassage(coder, path, kind, document=document_id, start=selection.start, end=selection.end)
            else:
                name = PurePosixPath(source.name).name
                text = source.text[selection.start : selection.end]
                yield CodedPassage(coder, path, kind, document=name, text=text)


@dataclass(frozen=True, slots=True)
class PlacementThresholds:
    """When a passage counts as found, and as coding a segment."""

    min_share: float = 0.5
    """Share (0–1) of a segment that a passage must cover, or of itself that it must have in the segment; also the share
    of its letters that must be found when only some of its sentences are."""
    min_letters: int = 8
    """Letters that a passage must have to be searched for: shorter ones occur by chance."""
    min_sentence_letters: int = 12
    """Letters that a sentence must have to be searched for by itself: "yes, exactly" is everywhere."""


@dataclass(frozen=True, slots=True)
class DocumentSpan:
    """A span of a document, in code points."""

    document_id: str
    start: int
    end: int


class PassageFinder:
    """Finds passages in documents, and the participants' segments that they code.

    Words are compared without case, spaces and punctuation, because exports of other programs change these. The study
    is pseudonymised, so of a passage that is not found whole, the sentences that are found count.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        context: Sequence[Segment],
        documents: Mapping[str, str],
        thresholds: PlacementThresholds = PlacementThresholds(),
    ) -> None:
        """`segments` are participants', `context` everybody else's; `documents` are texts by id."""
        self._documents = documents
        self._thresholds = thresholds
        self._letters: dict[str, _Letters] = {}
        self.segments_of: dict[str, list[Segment]] = defaultdict(list)
        self._document_ids: dict[str, list[str]] = defaultdict(list)
        self._span_of: dict[str, DocumentSpan] = {}
        for segment in segments:
            self.segments_of[segment.document_id].append(segment)
        for segment in (*segments, *context):
            document_id = segment.document_id
            self._span_of[segment.segment_id] = DocumentSpan(document_id, segment.start, segment.end)
            path = PurePosixPath(segment.source)
            # Exports name a document by whatever their program shows: with or without folder and extension.
            for name in {document_id, path.as_posix(), path.name, path.stem}:
                if document_id not in self._document_ids[name.casefold()][-1:]:
                    self._document_ids[name.casefold()].append(document_id)

    def find(self, passage: CodedPassage) -> list[DocumentSpan]:
        """Return the spans of a passage; [] when it is not found."""
        if passage.segment_id:
            span = self._span_of.get(passage.segment_id)
            return [span] if span else []
        named = self._documents_named(passage.document) if passage.document else []
        if passage.start >= 0 and len(named) == 1:
            return [DocumentSpan(named[0], passage.start, passage.end)]
        if not passage.text:
            # A row with a document and neither text nor code says that the whole document was looked at.
            return [] if passage.code else [DocumentSpan(document_id, 0, 0) for document_id in named]
        return self._search(passage.text, named or list(self._documents))

    def covered_segments(self, spans: Sequence[DocumentSpan]) -> dict[str, float]:
        """Return the participants' segments that the spans code, with the share (0–1) of each that is covered."""
        min_share = self._thresholds.min_share
        covered: dict[str, float] = {}
        for span in spans:
            for segment in self.segments_of.get(span.document_id, ()):
                length = segment.end - segment.start
                shared = min(span.end, segment.end) - max(span.start, segment.start)
                if shared > 0 and (shared >= min_share * length or shared >= min_share * (span.end - span.start)):
                    covered[segment.segment_id] = min(1.0, covered.get(segment.segment_id, 0.0) + shared / length)
        return covered

    def _documents_named(self, name: str) -> list[str]:
        """Return the documents with this id, path or file name, with or without its extension."""
        key = name.strip().casefold()
        return list(dict.fromkeys(self._document_ids.get(key) or self._document_ids.get(PurePosixPath(key).stem) or []))

    def _search(self, text: str, documents: Sequence[str]) -> list[DocumentSpan]:
        """Return the passage whole in the first document that has it, else its sentences in the one with most."""
        letters = _Letters.of(text).text
        if len(letters) < self._thresholds.min_letters:
            return []
        for document_id in documents:
            span = self._search_document(letters, document_id)
            if span:
                return [span]
        sentences = [_Letters.of(_SPEAKER_LABEL.sub("", part)).text for part in _SENTENCE_BORDER.split(text)]
        sentences = [sentence for sentence in sentences if len(sentence) >= self._thresholds.min_sentence_letters]
        # Pseudonyms in the study hide names that the coders' text still has, but few sentences have a name.
        best: list[DocumentSpan] = []
        needed = self._thresholds.min_share * sum(map(len, sentences))
        for document_id in documents:
            spans, n_letters, after = [], 0, 0
            for sentence in sentences:
                span = self._search_document(sentence, document_id, after) or self._search_document(
                    sentence, document_id
                )
                if span:
                    spans.append(span)
                    n_letters, after = n_letters + len(sentence), span.end
            if spans and n_letters >= needed:
                best, needed = spans, n_letters + 1
        return best

    def _search_document(self, letters: str, document_id: str, after: int = 0) -> DocumentSpan | None:
        if document_id not in self._letters:
            self._letters[document_id] = _Letters.of(self._documents.get(document_id, ""))
        document = self._letters[document_id]
        at = document.text.find(letters, bisect_left(document.offsets, after))
        if at < 0:
            return None
        return DocumentSpan(document_id, document.offsets[at], document.offsets[at + len(letters) - 1] + 1)


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters and digits of a text in lower case, and the offset of each."""

    text: str
    offsets: list[int]

    @classmethod
    def of(cls, text: str) -> _Letters:
        kept, offsets = [], []
        for offset, character in enumerate(text):
            if character.isalnum():
                # "İ" becomes two characters in lower case, which would shift all offsets after it.
                lowered = character.lower()
                kept.append(lowered if len(lowered) == 1 else character)
                offsets.append(offset)
        return cls("".join(kept), offsets)
