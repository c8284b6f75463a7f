"""voc: from interviews, survey answers and reviews to themes, pain points, emotion per touchpoint and personas.

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

_HOMES = {
    "StudyConfig": "voc.config.StudyConfig",
    "analyse": "voc.analysis.analyse",
    "load_config": "voc.config.load_config",
    "load_study": "voc.study.load",
    "read_folder": "voc.ingest.read_folder",
    "verify_study": "voc.study.verify_study",
}
"""Public name → where it is defined."""

__all__ = ["StudyConfig", "__version__", "analyse", "load_config", "load_study", "read_folder", "verify_study"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `voc --help` answers at once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'voc' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].rpartition(".")
    return getattr(import_module(module), attribute)
