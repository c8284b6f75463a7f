"""Import codes of another program into `codebook.toml`; the passages that people coded become their examples.

The passages are pseudonymised like everything that a run reads. Nothing in the codebook is changed, only added.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from voc.decisions.codebook import Code, Codebook, load_codebook
from voc.decisions.codebook_text import CodebookData
from voc.decisions.editing import edit_codebook, get_entry
from voc.errors import OutputError, UsageError
from voc.ingest import read_folder
from voc.ingest.projects import open_codebook, open_project
from voc.ingest.projects.refi_records import Project, RefiCode, walk_codes
from voc.ingest.projects.study_project import BRANCHES, guid_of_code
from voc.privacy import protect
from voc.schema import Document, Turn, take_turns
from voc.study.folder import CODEBOOK, DECISIONS, MANIFEST

MAX_NAME = 120
"""Characters of a code's name, as in `voc.decisions.codebook.Code`."""
MAX_EXAMPLES = 12
"""Example passages per code; more do not make it clearer."""
READABLE = (15, 400)
"""Fewest and most code points of an example; of a longer passage the sentences that fit are taken."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_SPEAKER_LABEL = re.compile(r"^[^\n:]{1,30}:\s+", re.M)


@dataclass(frozen=True, slots=True)
class ImportedCodes:
    """Names of the codes that were added, of those that the codebook had already, and of those that nothing defines."""

    added: tuple[str, ...]
    kept: tuple[str, ...]
    left_out: tuple[str, ...]
    codebook: Path


@dataclass(frozen=True, slots=True)
class _CodedText:
    """A passage that somebody coded, and the id of its source."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class _UniqueCodes:
    """Codes by unique names, and the names of codes that neither a description nor an example defines."""

    codes: Mapping[str, Code]
    undefined: tuple[str, ...]


def import_codes(file: Path, study: Path) -> ImportedCodes:
    """Import the codes of a project (.qdpx) or codebook (.qdc) into ``study/codebook.toml``.

    ``study`` is a study, or a folder that is empty or does not exist yet: a first run into it then finds the codes.
    From a project, codes are imported that somebody used or described; from a codebook, all that can be used. Of what
    voc itself has exported, only themes are.

    Raises:
        UsageError: the file does not exist or is of another kind.
        ReadError: it cannot be read.
        OutputError: the folder is neither a study nor empty.
        ConfigError: its codebook is not valid.
    """
    if not file.is_file():
        raise UsageError(f"{file}: there is no such file. Check the path.")
    suffix = file.suffix.casefold()
    codes: Sequence[RefiCode]
    examples: Mapping[str, tuple[str, ...]] = {}
    if suffix == ".qdc":
        codes = open_codebook(file, file.name)
    elif suffix == ".qdpx":
        project = open_project(file, file.name)
        codes, examples = project.codes, _find_examples(project, file)
    else:
        raise UsageError(f"{file}: codes must come as .qdpx or .qdc, found '{suffix}'. Export them as REFI-QDA.")
    _check_folder(study)
    # A codebook has no passages, so a bare name is all that can be expected of its codes.
    unique = _name_uniquely(codes, examples, keep_undefined=suffix == ".qdc")
    present = load_codebook(study / CODEBOOK)
    kept = tuple(name for name in unique.codes if _has_code(present, name))
    added = {name: code for name, code in unique.codes.items() if name not in kept}

    def change(document: CodebookData) -> None:
        for name, code in added.items():
            entry = get_entry(document, "codes", name)
            if code.description:
                entry["description"] = code.description
            if code.examples:
                entry["examples"] = list(code.examples)

    if added:
        study.mkdir(parents=True, exist_ok=True)
        edit_codebook(study / CODEBOOK, change, f"Import {len(added)} codes from {file.name}")
    return ImportedCodes(tuple(added), kept, unique.undefined, study / CODEBOOK)


def _check_folder(study: Path) -> None:
    if study.exists() and not study.is_dir():
        raise OutputError(f"{study}: codes go into a study's folder, and this is a file. Name a folder.")
    if (
        study.is_dir()
        and not (study / MANIFEST).is_file()
        and any(path.name not in DECISIONS for path in study.iterdir())
    ):
        raise OutputError(f"{study}: this folder holds other files and is not a study; nothing was written.")


def _has_code(codebook: Codebook, name: str) -> bool:
    names = {text.casefold() for key, code in codebook.codes.items() for text in (key, code.name)}
    return name.casefold() in names


def _name_uniquely(
    codes: Sequence[RefiCode], examples: Mapping[str, tuple[str, ...]], *, keep_undefined: bool
) -> _UniqueCodes:
    """Give every code a unique name; "Tools: SHAP" where two have the same name."""
    # Branches of an export by voc other than themes are readings, not codes.
    own_branches = {guid_of_code(branch) for branch in BRANCHES if branch != "theme"}
    usable = [
        (code, parents)
        for code, parents in walk_codes(codes)
        if code.codable and code.name and not (parents and parents[0].guid in own_branches)
    ]
    n_alike = Counter(code.name.casefold() for code, _ in usable)
    unique: dict[str, Code] = {}
    undefined = []
    for code, parents in usable:
        path = [parent.name for parent in parents] + [code.name]
        # Other programs allow longer names than codebook.toml does.
        name = (code.name if n_alike[code.name.casefold()] == 1 else ": ".join(path[-2:]))[:MAX_NAME]
        own_examples = examples.get(code.guid, ())
        if not (keep_undefined or own_examples or code.description):
            undefined.append(name)
        elif name.casefold() not in {known.casefold() for known in unique}:
            unique[name] = Code(description=" ".join(code.description.split()), examples=own_examples)
    return _UniqueCodes(unique, tuple(undefined))


def _find_examples(project: Project, file: Path) -> dict[str, tuple[str, ...]]:
    """Return up to `MAX_EXAMPLES` pseudonymised passages per code, every source's first before any source's second."""
    passages: dict[str, list[_CodedText]] = defaultdict(list)
    for source in project.sources:
        for selection in sorted(source.selections, key=lambda selection: (selection.start, selection.end)):
            passage = _shorten(source.text[selection.start : selection.end])
            for code in dict.fromkeys(coding.code for coding in selection.codings):
                if passage:
                    passages[code].append(_CodedText(source.guid, passage))
    chosen = {
        code: list(dict.fromkeys(entry.text for entry in take_turns(own, lambda entry: entry.source)))[:MAX_EXAMPLES]
        for code, own in passages.items()
    }
    pseudonymised = _pseudonymise(sorted({passage for own in chosen.values() for passage in own}), file)
    return {code: tuple(pseudonymised[passage] for passage in own) for code, own in chosen.items()}


def _shorten(passage: str) -> str:
    """Return a passage on one line without speaker labels, cut to whole sentences; "" where it is not readable."""
    shortest, longest = READABLE
    # "Erika: …" would tie the code to a person, and to how transcripts look.
    text = " ".join(_SPEAKER_LABEL.sub("", passage).split())
    if len(text) > longest:
        kept = ""
        for sentence in _SENTENCE_END.split(text):
            if len(kept) + len(sentence) + 1 > longest:
                break
            kept = f"{kept} {sentence}".strip()
        text = kept
    return text if len(text) >= shortest else ""


def _pseudonymise(texts: Sequence[str], file: Path) -> dict[str, str]:
    """Return the texts without personal data, by text."""
    if not texts:
        return {}
    # They are read together with the whole project, which introduces its people's names; a passage alone does not.
    corpus = read_folder([file])
    source = corpus.sources[0].path
    documents = tuple(
        Document(
            document_id=f"example-{number}",
            source=source,
            kind="interview",
            text=text,
            turns=(Turn(0, len(text), "", "other"),),
            locator=f"example {number}",
        )
        for number, text in enumerate(texts)
    )
    protected = protect(replace(corpus, documents=(*corpus.documents, *documents))).corpus
    text_at = {document.locator: document.text for document in protected.documents}
    return {text: text_at[f"example {number}"] for number, text in enumerate(texts)}
