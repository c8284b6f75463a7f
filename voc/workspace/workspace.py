"""All that the server keeps: the lists of studies and drafts, the studies that are open and held, jobs, who listens."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from starlette.exceptions import HTTPException

from voc.study.folder import require_study
from voc.workspace.drafts import Drafts
from voc.workspace.events import Events
from voc.workspace.jobs import Jobs
from voc.workspace.known_studies import KnownStudies
from voc.workspace.lock import hold
from voc.workspace.open_study import OpenStudy


@dataclass(slots=True)
class Workspace:
    """What one server holds."""

    known: KnownStudies
    events: Events = field(default_factory=Events)
    drafts: Drafts = field(init=False)
    jobs: Jobs = field(init=False)
    _open: dict[str, OpenStudy] = field(default_factory=dict)
    _holding: ExitStack = field(default_factory=ExitStack)
    # Two tabs must not write one codebook at once; different studies need not wait for each other.
    _writing: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    def __post_init__(self) -> None:
        """Keep drafts where the list of studies is kept."""
        self.drafts = Drafts(self.known.folder)
        self.jobs = Jobs(self.events)

    def add(self, folder: Path) -> OpenStudy:
        """Open the study in `folder` and put it on the list.

        Raises:
            OutputError: the folder is not a study, or another process holds it.
        """
        folder = folder.absolute()
        require_study(folder)
        return self.get(self.known.add(folder).study_id)

    def get(self, key: str) -> OpenStudy:
        """The open study with this id; one that is only on the list is opened.

        Raises:
            HTTPException: there is no such study (404).
            OutputError: another process holds it.
        """
        if key not in self._open:
            entry = self.known.get(key)
            if entry is None or not entry.exists:
                raise HTTPException(404)
            self._holding.enter_context(hold(entry.folder))
            self._open[key] = OpenStudy(key, entry.folder)
        return self._open[key]

    def writing(self, key: str) -> asyncio.Lock:
        """The lock that whoever changes this study holds."""
        return self._writing[key]

    def close(self) -> None:
        """Let go of every study, stop what is being made and end every connection."""
        self.events.close()
        self.jobs.close()
        self._holding.close()
