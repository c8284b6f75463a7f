"""A study that is open: its records and its codebook in memory, read again when a file has changed."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from reports.language import load_words
from reports.view.documents import group_documents
from reports.view.study_index import StudyIndex
from voc.decisions.codebook import Codebook, SegmentDecision, load_codebook
from voc.errors import ConfigError, OutputError, VocError
from voc.schema import Document, Language, Segment, in_language
from voc.study import Study, load
from voc.study.folder import CODEBOOK, HISTORY, INPUTS, MANIFEST
from voc.study.store import read_json
from voc.tasks.code import CodeRow, list_codes
from voc.tasks.hide_name import names_hidden_since, settings_file
from voc.tasks.history import EditHistory, list_history
from voc.workspace.hidden_names import HiddenNames
from voc.workspace.labels import Labels, label_study
from voc.workspace.meaning import MeaningSearch
from voc.workspace.statement_index import StatementIndex


class _Stamp(NamedTuple):
    """What tells one version of a file from the next, without reading it."""

    inode: int
    size: int
    changed: int


class LoadedStudy:
    """A study as the last run left it, with what is looked up again and again."""

    def __init__(self, study: Study) -> None:
        """Hold `study`."""
        self.study = study
        self._report_indexes: dict[Language, StudyIndex] = {}

    @cached_property
    def position_of(self) -> Mapping[str, int]:
        """The position of each statement, by its id."""
        return {segment.segment_id: position for position, segment in enumerate(self.study.analysis.segments)}

    @cached_property
    def by_document(self) -> Mapping[str, list[int]]:
        """The positions of the statements of each document."""
        positions: dict[str, list[int]] = {}
        for position, segment in enumerate(self.study.analysis.segments):
            positions.setdefault(segment.document_id, []).append(position)
        return positions

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What each person is called, by id."""
        return {person.respondent_id: person.label for person in self.study.analysis.corpus.respondents}

    @cached_property
    def index(self) -> StatementIndex:
        """What statements are found by."""
        return StatementIndex(self.study.analysis)

    @cached_property
    def meaning(self) -> MeaningSearch:
        """The search by meaning."""
        return MeaningSearch(self.study)

    def report_index(self, language: Language) -> StudyIndex:
        """The look-ups of the report, which names people, files and places as it does."""
        if language not in self._report_indexes:
            self._report_indexes[language] = StudyIndex(self.study.analysis, load_words(language))
        return self._report_indexes[language]

    @cached_property
    def document_pages(self) -> tuple[tuple[tuple[Document, ...], ...], ...]:
        """The documents of each page to read, as the report has them: those of a part together."""
        documents = [document for document in self.study.analysis.corpus.documents if document.turns]
        return tuple(group_documents(documents))

    @cached_property
    def page_of(self) -> Mapping[str, int]:
        """The place in `document_pages` of each document, by its id."""
        return {
            document.document_id: place
            for place, page in enumerate(self.document_pages)
            for part in page
            for document in part
        }

    @cached_property
    def theme_names(self) -> Mapping[str, str]:
        """What each theme was called by the last run, by id."""
        return {theme.theme_id: theme.name for theme in self.study.analysis.themes.themes}

    @cached_property
    def members(self) -> Mapping[int, list[int]]:
        """The positions of the statements of each theme, by its place in the study; −1: of those in none."""
        members: dict[int, list[int]] = defaultdict(list)
        for position, theme in enumerate(self.study.analysis.themes.assignment.tolist()):
            members[theme].append(position)
        return members

    def touchpoint_name(self, touchpoint_id: str, language: Language) -> str:
        """The name of a touchpoint of the study's journey; "" for none."""
        touchpoints = self.study.analysis.taxonomy.touchpoints
        return next((in_language(t.names, language) for t in touchpoints if t.touchpoint_id == touchpoint_id), "")

    def phase_name(self, phase_id: str, language: Language) -> str:
        """The name of a phase of the study's journey; "" for none."""
        phases = self.study.analysis.taxonomy.phases
        return next((in_language(phase.names, language) for phase in phases if phase.phase_id == phase_id), "")


class OpenStudy:
    """A study folder in the workspace.

    Commands and editors may change the folder while it is open, so both parts are read again whenever their file is
    another one. What is decided but not run yet is in the codebook only; pages show it beside what the last run found.
    """

    def __init__(self, study_id: str, folder: Path) -> None:
        """Open `folder`, whose id in addresses is `study_id`."""
        self.study_id = study_id
        self.folder = folder
        self._loaded: LoadedStudy | None = None
        self._loaded_stamp: _Stamp | None = None
        self._codebook = Codebook()
        self._decisions_then = ""
        self._inputs_stamp: _Stamp | None = None
        self._codebook_stamp: _Stamp | None = None
        self._labels: tuple[LoadedStudy, Codebook, Labels] | None = None
        self._history: EditHistory | None = None
        self._history_stamp: _Stamp | None = None
        self._settings: Path | None = None
        self._settings_stamp: _Stamp | None = None
        self._hidden: HiddenNames | None = None
        self._hidden_in: LoadedStudy | None = None

    @property
    def loaded(self) -> LoadedStudy:
        """The study of the last run.

        Raises:
            OutputError: the folder is not a study any more, or is damaged.
        """
        stamp = _stamp(self.folder / MANIFEST)
        if self._loaded is None or stamp != self._loaded_stamp:
            self._loaded = LoadedStudy(_load(self.folder))
            self._loaded_stamp = stamp
        return self._loaded

    @property
    def study(self) -> Study:
        """The records of the last run."""
        return self.loaded.study

    @property
    def codebook(self) -> Codebook:
        """All decisions, those since the last run too.

        Raises:
            ConfigError: somebody has edited the file and it is not valid now.
        """
        stamp = _stamp(self.folder / CODEBOOK)
        if stamp != self._codebook_stamp:
            self._codebook = load_codebook(self.folder / CODEBOOK)
            self._codebook_stamp = stamp
        return self._codebook

    @property
    def labels(self) -> Labels:
        """What holds for every statement now."""
        loaded, codebook = self.loaded, self.codebook
        known = self._labels
        if known is None or known[0] is not loaded or known[1] is not codebook:
            before = known[2] if known and known[0] is loaded else None
            self._labels = known = (loaded, codebook, label_study(loaded.study.analysis, codebook, before))
        return known[2]

    @property
    def history(self) -> EditHistory:
        """All edits of the codebook.

        Raises:
            ConfigError: the history is damaged.
        """
        stamp = _stamp(self.folder / HISTORY)
        if self._history is None or stamp != self._history_stamp:
            self._history = list_history(self.folder)
            self._history_stamp = stamp
        return self._history

    @property
    def hidden_names(self) -> tuple[str, ...]:
        """Names that the next run will replace. Until then their words are in the study, and no page shows them."""
        stamp = _stamp(self._settings) if self._settings else None
        if self._hidden is None or stamp != self._settings_stamp or self.loaded is not self._hidden_in:
            try:
                self._settings = settings_file(self.folder)
                stamp, names = _stamp(self._settings), names_hidden_since(self.folder)
            except VocError:
                # Without settings nothing can be hidden; what is wrong with them, hiding a name will say.
                self._settings, stamp, names = None, None, ()
            self._settings_stamp, self._hidden_in = stamp, self.loaded
            self._hidden = HiddenNames(names)
        return self._hidden.names

    def mask(self, text: str) -> str:
        """The text without the names that the next run will replace."""
        return self._hidden.mask(text) if self.hidden_names and self._hidden else text

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return self._next("next_undo")

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to redo."""
        return self._next("next_redo")

    def _next(self, name: str) -> bool:
        try:
            return getattr(self.history, name) is not None
        except ConfigError:
            # A damaged history is explained on its own page, and must not close all others.
            return False

    @property
    def codes(self) -> tuple[CodeRow, ...]:
        """The team's own codes, those since the last run too."""
        return list_codes(self.study)

    @property
    def has_new_decisions(self) -> bool:
        """Whether the codebook holds something else than what the last run was made with."""
        stamp = _stamp(self.folder / INPUTS)
        if stamp != self._inputs_stamp or stamp is None:
            self._decisions_then = self._read_decisions_then()
            self._inputs_stamp = stamp
        return self._decisions_then not in ("", self.codebook.fingerprint)

    def _read_decisions_then(self) -> str:
        try:
            return str(read_json(self.folder / INPUTS).get("decisions", ""))
        except OutputError:
            # A copy without private/ cannot be made again, so there is nothing to hint at.
            return ""

    def version(self) -> str:
        """Changes whenever something that pages show has changed."""
        return "|".join(str(_stamp(self.folder / name)) for name in (MANIFEST, CODEBOOK))

    def decision(self, segment: Segment) -> SegmentDecision | None:
        """What is decided about a statement."""
        return self.codebook.segments.get(segment.segment_id)


def _load(folder: Path) -> Study:
    # The records of a large study are a million objects that stay: looking through them for garbage again and again
    # takes a quarter of the time of loading, and a moment of some later requests.
    gc.disable()
    try:
        study = load(folder)
        gc.freeze()
        return study
    finally:
        gc.enable()


def _stamp(file: Path) -> _Stamp | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return _Stamp(status.st_ino, status.st_size, status.st_mtime_ns)
