"""`propose(inputs)`: read as a run would, and write down what was understood."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from voc.config import StudyConfig, parse_config
from voc.duplicates import count_once
from voc.errors import MappingError
from voc.ingest import read_folder
from voc.ingest.input_files import find_files
from voc.journey import load_taxonomy
from voc.privacy import protect
from voc.schema import Corpus, Document, Progress, Protected, no_progress
from voc.segment import segment
from voc.tasks.init.facts import FileFacts, gather
from voc.tasks.init.toml import comment, file_section, journey_section, keys, listed
from voc.text.language import detect_any, study_language

_SAMPLE = 2000
"""Documents whose language is looked at."""
_HEAD = """# What voc understood of these files. Correct it, then run `voc run` again: it uses the voc.toml in the
# folder of its first input. A line that starts with # is a remark or an alternative; take the # away to use it.
# Every key: docs/configuration.md. Names of real people may stand in this file, so keep it with the recordings."""


def propose(inputs: Sequence[str | Path], *, progress: Progress = no_progress) -> str:
    """The text of a `voc.toml` for some inputs.

    What was detected stands as live keys, so that a run with the file gives what a run without it gives; this is
    checked by reading again. What would change a file's reading stands as a comment.

    Args:
        inputs: files or folders; a voc.toml among them is ignored.
        progress: as for `voc.read_folder` and `voc.privacy.protect`.

    Raises:
        UsageError: an input does not exist.
        NothingReadableError: no input could be read.
    """
    corpus = read_folder(inputs, progress=progress)
    facts = gather(corpus, {file.name: file.path for file in find_files(inputs)})
    counted = count_once(corpus)
    protected = protect(counted, progress=progress)
    language = study_language(segment(protected.corpus).segments)
    shared = _shared_speakers(facts)
    commented = _that_change(inputs, corpus, facts, shared)
    if commented and shared:
        shared = {}
        commented = _that_change(inputs, corpus, facts, shared)
    sections = [
        _HEAD,
        _study(corpus, language),
        _speakers(shared),
        *_files(facts, shared, commented),
        _privacy(protected),
        _duplicates(counted),
        _rest(language),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _files(facts: Sequence[FileFacts], shared: Mapping[str, tuple[str, ...]], commented: set[str]) -> list[str]:
    return [file_section(one, live=one.source.path not in commented, shared=shared) for one in facts]


def _that_change(
    inputs: Sequence[str | Path], corpus: Corpus, facts: Sequence[FileFacts], shared: Mapping[str, tuple[str, ...]]
) -> set[str]:
    """Files that would be read otherwise if what was detected were live keys."""
    commented: set[str] = set()
    before = _by_source(corpus)
    for _ in range(len(facts) + 1):
        text = "\n\n".join([_speakers(shared), *_files(facts, shared, commented)])
        try:
            after = _by_source(read_folder(inputs, parse_config(tomllib.loads(text))))
        except MappingError as error:
            wrong = {one.source.path for one in facts if str(error).startswith(f"{one.source.path}:")} - commented
        else:
            wrong = {path for path, documents in before.items() if after.get(path) != documents} - commented
        if not wrong:
            break
        commented |= wrong
    return commented


def _by_source(corpus: Corpus) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {source.path: [] for source in corpus.sources}
    for document in corpus.documents:
        found[document.source].append(replace(document, scales={}))
    return found


def _shared_speakers(facts: Sequence[FileFacts]) -> dict[str, tuple[str, ...]]:
    """Speakers that all interviews have alike, when there are several interviews."""
    own = [dict(one.speakers) for one in facts if one.speakers]
    return own[0] if len(own) > 1 and all(speakers == own[0] for speakers in own) else {}


def _study(corpus: Corpus, language: str) -> str:
    step = max(1, len(corpus.documents) // _SAMPLE)
    texts = [one.text[:2000] for one in corpus.documents[::step]]
    expected = StudyConfig().study.languages
    counts = Counter(found for found in detect_any(texts, expected) if found)
    talks = [one.text[:5000] for one in corpus.documents if one.kind == "interview"]
    certain = len(set(detect_any(talks, expected))) < 2  # a translation may leave, and the main language change
    shares = ", ".join(f"{code} {100 * n / counts.total():.0f} %" for code, n in sorted(counts.items()))
    more = sorted(code for code, n in counts.items() if code not in expected and n >= 0.02 * counts.total())
    lines = [
        "[study]",
        '# name = "Title of the report"',
        comment(f"Languages of the documents: {shares or 'unknown'}."),
    ]
    lines += [keys({"language": language}, live=certain), keys({"languages": list(expected)}, live=True)]
    if more:
        lines.append(keys({"languages": [*expected, *more]}, live=False))
    return "\n".join(lines)


def _speakers(shared: Mapping[str, tuple[str, ...]]) -> str:
    if not shared:
        return ""
    return "\n".join([comment("The same in all interviews."), "[speakers]", keys(dict(shared), live=True)])


def _privacy(protected: Protected) -> str:
    counts = ", ".join(f"{n} {kind}" for kind, n in protected.counts.items()) or "nothing"
    names = sorted({one.original for one in protected.key if one.kind == "name"})
    lines = ["[privacy]", comment(f"Places that become pseudonyms: {counts}.")]
    if names:
        lines.append(comment(f"Names of people who are spoken of: {listed(names)}"))
    lines.append(comment('Names that were missed, and words that are no names:\nnames = ["NAME"]\nkeep = ["BRAND"]'))
    return "\n".join(lines)


def _duplicates(counted: Corpus) -> str:
    found = [f"{one.path}: {one.reason}" for one in counted.sources if "duplicate of" in one.reason]
    return "\n".join(["[duplicates]", keys({"detect": True}, live=True), *(comment(one) for one in found)])


def _rest(language: str) -> str:
    config = StudyConfig()
    themes = "\n".join(["[themes]", keys({"detail": config.themes.detail}, live=True), "# number = 12"])
    encoder = "\n".join(["[encoder]", keys({"name": config.encoder.name}, live=True)])
    return "\n\n".join([themes, journey_section(load_taxonomy(config.journey.taxonomy), language), encoder])
