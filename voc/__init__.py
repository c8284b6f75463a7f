"""voc: from interviews, survey answers and reviews to themes, pain points, emotion per touchpoint and personas.

Make a study as `voc run` does:

- `make_study(["interviews"], out="my-study")` reads, analyses, writes and verifies a study folder.
- `load_study(folder)` reads it back as records, `verify_study(folder)` checks it.

Or take single steps:

- `read_folder(inputs)` reads files into a corpus, `load_config(file)` a voc.toml.
- `analyse(corpus, config)` finds themes, touchpoints, feelings and pain points.
- `score(frame, text="comment")` reads the texts of a pandas DataFrame, each by itself.

>>> from voc import load_config
>>> load_config().themes.detail
'normal'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from voc.version import __version__

if TYPE_CHECKING:
    from voc.analysis import analyse
    from voc.config import StudyConfig, load_config
    from voc.ingest import read_folder
    from voc.study import load as load_study
    from voc.study import verify_study
    from voc.tasks.run import StudyResult, make_study
    from voc.tasks.score import score_frame as score

_HOMES = {
    "StudyConfig": "voc.config:StudyConfig",
    "StudyResult": "voc.tasks.run:StudyResult",
    "analyse": "voc.analysis:analyse",
    "load_config": "voc.config:load_config",
    "load_study": "voc.study:load",
    "make_study": "voc.tasks.run:make_study",
    "read_folder": "voc.ingest:read_folder",
    "score": "voc.tasks.score:score_frame",
    "verify_study": "voc.study:verify_study",
}
"""Where each public name is defined."""

__all__ = [
    "StudyConfig",
    "StudyResult",
    "__version__",
    "analyse",
    "load_config",
    "load_study",
    "make_study",
    "read_folder",
    "score",
    "verify_study",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `voc --help` answers at once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'voc' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    return getattr(import_module(module), attribute)
