"""Codes of another program → codes of one's own in `codebook.toml`, told by the passages that people coded.

The passages are pseudonymised like everything that a run reads. Nothing that stands in the codebook is changed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from voc.decisions.codebook import Codebook, load_codebook
from voc.decisions.edit import Entry, edit_codebook, entry
from voc.errors import OutputError, UsageError
from voc.ingest import read_folder
from voc.ingest.projects import open_codebook, open_project
from voc.ingest.projects.refi_records import Project, RefiCode, walk_codes
from voc.ingest.projects.study_project import BRANCHES, guid_of_code
from voc.privacy import protect
from voc.schema import Document, Turn
from voc.study.folder import CODEBOOK, MANIFEST

MAX_NAME = 120
MAX_EXAMPLES = 12
"""Passages that tell a code; more make it no clearer."""
READABLE = (15, 400)
"""Code points of a passage; of a longer one the sentences that fit are taken."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_LABEL = re.compile(r"^[^\n:]{1,30}:\s+", re.M)


@dataclass(frozen=True, slots=True)
class Imported:
    """Names of the codes that were added, of those that stood there already, and of those that nothing tells."""

    added: tuple[str, ...]
    kept: tuple[str, ...]
    left_out: tuple[str, ...]
    codebook: Path


def import_codes(file: Path, study: Path) -> Imported:
    """Take over the codes of a project (.qdpx) or codebook (.qdc) into ``study/codebook.toml``.

    ``study`` is a study, or a folder that is empty or does not exist yet: a first run into it then finds the codes.
    Of a project, codes are taken over that somebody used or described; of a codebook, all that can be used. Of what
    voc wrote itself, only themes are.

    Raises:
        UsageError: the file does not exist or is of another kind.
        ReadError: it cannot be read.
        OutputError: the folder is neither a study nor empty.
        ConfigError: the codebook that is there is not valid.
    """
    if not file.is_file():
        raise UsageError(f"{file}: there is no such file. Check the path.")
    suffix = file.suffix.casefold()
    if suffix == ".qdc":
        codes, told = open_codebook(file, file.name), {}
    elif suffix == ".qdpx":
        project = open_project(file, file.name)
        codes, told = project.codes, _examples(project, file)
    else:
        raise UsageError(f"{file}: codes must come as .qdpx or .qdc, found '{suffix}'. Export them as REFI-QDA.")
    _check_folder(study)
    wanted, bare = _named(codes, told, every=suffix == ".qdc")
    there = load_codebook(study / CODEBOOK)
    kept = tuple(name for name in wanted if _stands(there, name))
    added = {name: one for name, one in wanted.items() if name not in kept}

    def change(document: Entry) -> None:
        import tomlkit

        for name, (code, examples) in added.items():
            table = entry(document, "codes", name)
            if code.description:
                table["description"] = " ".join(code.description.split())
            if examples:
                table["examples"] = tomlkit.item(list(examples)).multiline(multiline=True)

    if added:
        study.mkdir(parents=True, exist_ok=True)
        edit_codebook(study, change)
    return Imported(tuple(added), kept, tuple(bare), study / CODEBOOK)


def _check_folder(study: Path) -> None:
    if study.exists() and not study.is_dir():
        raise OutputError(f"{study}: codes go into a study's folder, and this is a file. Name a folder.")
    if study.is_dir() and not (study / MANIFEST).is_file() and any(one.name != CODEBOOK for one in study.iterdir()):
        raise OutputError(f"{study}: this folder holds other things and is no study; nothing was written.")


def _stands(codebook: Codebook, name: str) -> bool:
    return name.casefold() in {text.casefold() for key, one in codebook.codes.items() for text in (key, one.name)}


def _named(
    codes: Sequence[RefiCode], told: Mapping[str, Sequence[str]], *, every: bool
) -> tuple[dict[str, tuple[RefiCode, tuple[str, ...]]], list[str]]:
    """Codes by a name of their own ("Tools: SHAP" where two are called alike), and those that nothing tells."""
    own = {guid_of_code(branch) for branch in BRANCHES if branch != "theme"}
    usable = [
        (code, above)
        for code, above in walk_codes(codes)
        if code.codable and code.name and not (above and above[0].guid in own)
    ]
    alike = Counter(code.name.casefold() for code, _ in usable)
    found: dict[str, tuple[RefiCode, tuple[str, ...]]] = {}
    bare = []
    for code, above in usable:
        path = [one.name for one in above] + [code.name]
        name = code.name if alike[code.name.casefold()] == 1 else ": ".join(path[-2:])
        name = name[:MAX_NAME]
        examples = tuple(told.get(code.guid, ()))
        if not (every or examples or code.description):
            bare.append(name)
        elif name.casefold() not in {one.casefold() for one in found}:
            found[name] = (code, examples)
    return found, bare


def _examples(project: Project, file: Path) -> dict[str, tuple[str, ...]]:
    """Up to `MAX_EXAMPLES` passages a code, every source's first before anyone's second, pseudonymised."""
    passages: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    turns: Counter[tuple[str, str]] = Counter()
    for number, source in enumerate(project.sources):
        for one in sorted(source.selections, key=lambda one: (one.start, one.end)):
            words = _readable(source.text[one.start : one.end])
            for code in dict.fromkeys(coding.code for coding in one.codings):
                if words:
                    passages[code].append((turns[source.guid, code], number, words))
                    turns[source.guid, code] += 1
    chosen = {
        code: list(dict.fromkeys(words for _, _, words in sorted(rows)))[:MAX_EXAMPLES]
        for code, rows in passages.items()
    }
    protected = _pseudonymised(sorted({words for rows in chosen.values() for words in rows}), file)
    return {code: tuple(protected[words] for words in rows) for code, rows in chosen.items()}


def _readable(passage: str) -> str:
    """A passage on one line without speakers' labels, cut to whole sentences; "" where it is too short or long."""
    words = " ".join(_LABEL.sub("", passage).split())
    if len(words) > READABLE[1]:
        kept = ""
        for sentence in _SENTENCE.split(words):
            if len(kept) + len(sentence) + 1 > READABLE[1]:
                break
            kept = f"{kept} {sentence}".strip()
        words = kept
    return words if len(words) >= READABLE[0] else ""


def _pseudonymised(texts: Sequence[str], file: Path) -> dict[str, str]:
    """The texts without personal data, read together with the whole project, so that its people's names are known."""
    if not texts:
        return {}
    corpus = read_folder([file])
    source = corpus.sources[0].path
    extra = tuple(
        Document(
            f"example-{number}", source, "interview", text, (Turn(0, len(text), "", "other"),), f"example {number}"
        )
        for number, text in enumerate(texts)
    )
    clean = protect(replace(corpus, documents=(*corpus.documents, *extra))).corpus
    by_place = {one.locator: one.text for one in clean.documents}
    return {text: by_place[f"example {number}"] for number, text in enumerate(texts)}
