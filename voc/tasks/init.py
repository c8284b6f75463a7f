"""Propose a `voc.toml` for some inputs: read them as a run would, and write down how they were understood.

What was detected becomes a key, so that a run with the file gives the same study as a run without it. This is checked
by reading the inputs again: a key that would change how a file is read is written as a comment.
"""

from __future__ import annotations

import textwrap
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from glob import escape
from pathlib import Path

import tomlkit

from voc.config import StudyConfig, parse_config
from voc.duplicates import deduplicate
from voc.errors import MappingError
from voc.ingest import read_folder
from voc.ingest.input_files import find_files
from voc.journey import BUILT_IN, NO_JOURNEY
from voc.privacy import protect
from voc.schema import Corpus, Document, Progress, Protected, Role, Source, no_progress
from voc.segment import segment
from voc.tables.listing import list_some
from voc.tasks.input_details import plan_file
from voc.tasks.inspect import SourceContents, group_by_source
from voc.text.language import detect_any, study_language

WIDTH = 100
"""Characters of a line before a comment is wrapped or a list is written one entry a line."""
_MAX_NAMES = 40
"""A comment lists at most this many names."""
_SAMPLE = 2000
"""The language of about this many documents is detected; more would not change the shares."""
_MIN_LANGUAGE = 0.02
"""A language of this share of the documents is proposed for `languages`; less is mostly misdetection."""
_ROLES: tuple[Role, ...] = ("interviewer", "participant", "other")
_HEAD = """# How voc understood these files. Correct it, then run `voc run` again: it uses the voc.toml in the folder
# of its first input. A line that starts with # is a remark or an alternative; take the # away to use it.
# Every key: docs/configuration.md. Names of real people may be in this file, so keep it with the recordings."""

_Keys = Mapping[str, object]
_Speakers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _ColumnUse:
    """The columns of a table by use, and the columns without one; both empty for transcripts and for several sheets."""

    columns: _Keys = field(default_factory=dict)
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _FileFacts:
    """How one file was understood: its contents, the columns of a table, and the speakers of interviews by role."""

    source: Source
    contents: SourceContents
    table: _ColumnUse
    speakers: _Speakers


def propose_config(inputs: Sequence[str | Path], *, progress: Progress = no_progress) -> str:
    """The text of a `voc.toml` for some inputs.

    Args:
        inputs: files or folders; a voc.toml among them is ignored.
        progress: as for `voc.read_folder` and `voc.privacy.protect`.

    Raises:
        UsageError: an input does not exist.
        NothingReadableError: no input could be read.
    """
    corpus = read_folder(inputs, progress=progress)
    facts = _collect_facts(corpus, {file.name: file.path for file in find_files(inputs)})
    deduplicated = deduplicate(corpus)
    protected = protect(deduplicated, progress=progress)
    language = study_language(segment(protected.corpus).segments)
    shared = _shared_speakers(facts)
    commented = _find_changed_files(inputs, corpus, facts, shared)
    if commented and shared:
        # Speakers for all files may be what changed a file, so every file gets its own.
        shared = {}
        commented = _find_changed_files(inputs, corpus, facts, shared)
    config = StudyConfig()
    sections = [
        _HEAD,
        _study_section(corpus, language),
        _speakers_section(shared),
        *_file_sections(facts, shared, commented),
        _privacy_section(protected),
        _duplicates_section(deduplicated),
        "\n".join(["[themes]", _lines({"detail": config.themes.detail}), "# number = 12"]),
        _journey_section(config.journey.taxonomy),
        "\n".join(["[encoder]", _lines({"name": config.encoder.name})]),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _collect_facts(corpus: Corpus, paths: Mapping[str, Path]) -> tuple[_FileFacts, ...]:
    """The facts of every file of a corpus; ``paths`` maps source names to files."""
    by_source = group_by_source(corpus)
    facts = []
    for source in corpus.sources:
        file, contents = paths.get(source.path), by_source[source.path]
        is_table = source.kind != "interview" and source.status != "skipped"
        table = _find_column_use(file, source.path) if is_table and file is not None else _ColumnUse()
        speakers = _find_speakers(contents.documents) if source.kind == "interview" else {}
        facts.append(_FileFacts(source, contents, table, speakers))
    return tuple(facts)


def _find_speakers(documents: Sequence[Document]) -> _Speakers:
    """Labels by role, in the order in which they speak; a label keeps the first role that it has."""
    roles: dict[str, Role] = {}
    for document in documents:
        for turn in document.turns:
            if turn.speaker.strip():
                roles.setdefault(turn.speaker, turn.role)
    speakers = {role: tuple(label for label, own in roles.items() if own == role) for role in _ROLES}
    return {role: labels for role, labels in speakers.items() if labels}


def _find_column_use(path: Path, name: str) -> _ColumnUse:
    """How the columns of a file are used; empty if it has several tables, which one section cannot describe."""
    planned = plan_file(path, name)
    if planned is None:
        return _ColumnUse()
    table, plan = planned.table, planned.plan

    def names(positions: Sequence[int]) -> list[str]:
        return [table.header[position] for position in positions]

    def name_of(position: int | None) -> str:
        return "" if position is None else table.header[position]

    columns = {
        "text": names(plan.texts),
        "title": name_of(plan.title),
        "rating": name_of(plan.rating),
        "ratings": names(plan.ratings),
        "date": name_of(plan.date),
        "respondent": name_of(plan.respondent),
        "attributes": names(plan.attributes),
    }
    used = {name for value in columns.values() for name in ([value] if isinstance(value, str) else value)}
    # Columns with personal data are not even named, because the file may be handed on.
    hidden = used | set(names(plan.personal)) | {name_of(plan.context)}
    return _ColumnUse(
        {use: value for use, value in columns.items() if value},
        tuple(name for name in table.header if name not in hidden),
    )


def _shared_speakers(facts: Sequence[_FileFacts]) -> _Speakers:
    """The speakers of all interviews, if there are several and their speakers are the same."""
    speakers = [dict(file.speakers) for file in facts if file.speakers]
    return speakers[0] if len(speakers) > 1 and all(other == speakers[0] for other in speakers) else {}


def _find_changed_files(
    inputs: Sequence[str | Path], corpus: Corpus, facts: Sequence[_FileFacts], shared: _Speakers
) -> set[str]:
    """Paths of files that would be read in another way if all that was detected were keys and none a comment."""
    commented: set[str] = set()
    before = _group_documents(corpus)
    # Every round comments out at least one more file, or ends.
    for _ in range(len(facts) + 1):
        text = "\n\n".join([_speakers_section(shared), *_file_sections(facts, shared, commented)])
        try:
            after = _group_documents(read_folder(inputs, parse_config(tomllib.loads(text))))
        except MappingError as error:
            # The message begins with the file that its keys do not fit.
            paths = [file.source.path for file in facts]
            changed = {path for path in paths if str(error).startswith(f"{path}:")} - commented
        else:
            changed = {path for path, documents in before.items() if after.get(path) != documents} - commented
        if not changed:
            break
        commented |= changed
    return commented


def _group_documents(corpus: Corpus) -> dict[str, list[Document]]:
    contents = group_by_source(corpus)
    # How a scale is described may change when its column is named, but then no reading changes.
    return {s.path: [replace(document, scales={}) for document in contents[s.path].documents] for s in corpus.sources}


def _study_section(corpus: Corpus, language: str) -> str:
    step = max(1, len(corpus.documents) // _SAMPLE)
    expected = StudyConfig().study.languages
    texts = [document.text[:2000] for document in corpus.documents[::step]]
    counts = Counter(code for code in detect_any(texts, expected) if code)
    interviews = [document.text[:5000] for document in corpus.documents if document.kind == "interview"]
    # With interviews in two languages one may be a translation; leaving it out could change the main language.
    is_certain = len(set(detect_any(interviews, expected))) < 2
    shares = ", ".join(f"{code} {100 * n / counts.total():.0f} %" for code, n in sorted(counts.items()))
    more = sorted(code for code, n in counts.items() if code not in expected and n >= _MIN_LANGUAGE * counts.total())
    lines = [
        "[study]",
        '# name = "Title of the report"',
        comment(f"Languages of the documents: {shares or 'unknown'}."),
        _lines({"language": language}, live=is_certain),
        _lines({"languages": list(expected)}),
    ]
    if more:
        lines.append(_lines({"languages": [*expected, *more]}, live=False))
    return "\n".join(lines)


def _speakers_section(shared: _Speakers) -> str:
    if not shared:
        return ""
    return "\n".join([comment("The same in all interviews."), "[speakers]", _lines(shared)])


def _file_sections(facts: Sequence[_FileFacts], shared: _Speakers, commented: set[str]) -> list[str]:
    return [_file_section(file, shared, live=file.source.path not in commented) for file in facts]


def _file_section(facts: _FileFacts, shared: _Speakers, *, live: bool) -> str:
    """The section of one file; ``shared`` speakers are in the section [speakers] already."""
    source = facts.source
    # Keys of [files] are patterns, and a file name may hold brackets.
    name = toml_value(escape(source.path))
    lines = [f"# --- {_printable(source.path)}"]
    if source.status == "skipped":
        return "\n".join([*lines, comment(f"Skipped: {source.reason}")])
    n_documents, n_people = len(facts.contents.documents), len(facts.contents.people)
    lines.append(comment(f"Read by '{source.reader}': {n_documents} documents, {n_people} people."))
    if source.reason:
        lines.append(comment(source.reason))
    if source.kind == "interview" and facts.contents.attributes:
        lines.append(comment(f"Known about its people: {', '.join(sorted(facts.contents.attributes))}."))
    mark = "" if live else "# "
    lines += [f"{mark}[files.{name}]", _lines({"kind": source.kind}, live=live), "# skip = true"]
    table = facts.table
    if table.columns:
        lines += [f"{mark}[files.{name}.columns]", _lines(table.columns, live=live)]
        if table.unused:
            lines.append(comment(f"Not used: {', '.join(toml_value(name) for name in table.unused[:_MAX_NAMES])}"))
        lines.append('# scale = [1, 5]  # worst and best value of the ratings\n# ignore = ["COLUMN"]')
    if facts.speakers and dict(facts.speakers) != dict(shared):
        lines += [f"{mark}[files.{name}.speakers]", _lines(facts.speakers, live=live)]
    return "\n".join(lines)


def _privacy_section(protected: Protected) -> str:
    counts = ", ".join(f"{n} {kind}" for kind, n in protected.counts.items()) or "nothing"
    names = sorted({row.original for row in protected.key if row.kind == "name"})
    lines = ["[privacy]", comment(f"Personal data that a run replaces: {counts}.")]
    if names:
        lines.append(comment(f"Names of people who are mentioned: {_list_names(names)}"))
    lines.append(comment('Names that were missed, and words that are not names:\nnames = ["NAME"]\nkeep = ["BRAND"]'))
    return "\n".join(lines)


def _duplicates_section(deduplicated: Corpus) -> str:
    sources = [source for source in deduplicated.sources if "duplicate of" in source.reason]
    notes = [comment(f"{source.path}: {source.reason}") for source in sources]
    return "\n".join(["[duplicates]", _lines({"detect": True}), *notes])


def _journey_section(name: str) -> str:
    choices = f'Or one of {", ".join(BUILT_IN)}, {NO_JOURNEY}, or a file of your own: taxonomy = "my_journey.toml".'
    return "\n".join(["[journey]", _lines({"taxonomy": name}), comment(choices)])


def comment(text: str) -> str:
    """A text as comment lines."""
    return "\n".join(
        f"# {line}".rstrip()
        for part in text.split("\n")
        for line in textwrap.wrap(_printable(part), WIDTH, break_on_hyphens=False) or [""]
    )


def toml_value(value: object) -> str:
    """A value as TOML; a list longer than `WIDTH` has one entry a line."""
    if isinstance(value, str):
        # A file name that is not Unicode reaches Python as half surrogate pairs, which TOML cannot hold.
        return tomlkit.item(value.encode("utf-8", "replace").decode("utf-8")).as_string()
    if isinstance(value, list | tuple):
        entries = [toml_value(entry) for entry in value]
        text = f"[{', '.join(entries)}]"
        return text if len(text) <= WIDTH else "[\n" + "".join(f"  {entry},\n" for entry in entries) + "]"
    return tomlkit.item(value).as_string()


def _lines(values: _Keys | _Speakers, *, live: bool = True) -> str:
    """Lines ``key = value``, commented out unless they are live."""
    text = "\n".join(f"{key} = {toml_value(value)}" for key, value in values.items())
    return text if live else "\n".join(f"# {line}" for line in text.split("\n"))


def _printable(text: str) -> str:
    # TOML forbids control characters even in comments.
    return "".join(character if character.isprintable() else " " for character in text)


def _list_names(names: Iterable[str]) -> str:
    return list_some([toml_value(name) for name in names], _MAX_NAMES)
