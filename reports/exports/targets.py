"""What a study can be exported to: one plain function a target, ``(analysis, personas)`` → files by name.

A new target is a module with such a function, and its line here; docs/exchange.md describes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec

from reports.exports.files import Files
from voc.errors import UsageError
from voc.schema import Analysis, Personas

Target = Callable[[Analysis, Personas], Files]

TARGETS = {
    "cjml": "reports.exports.journey_notation:cjml",
    "csv": "reports.exports.tables.machine:csv_files",
    "docx": "reports.exports.word:docx",
    "dovetail": "reports.exports.research_tools:dovetail",
    "html": "reports.exports.report_files:page",
    "json": "reports.exports.tables.machine:json_files",
    "md": "reports.exports.markdown:markdown",
    "mermaid": "reports.exports.boards.mermaid:journey_mmd",
    "parquet": "reports.exports.tables.machine:parquet",
    "pdf": "reports.exports.pdf:pdf",
    "png": "reports.exports.boards.pictures:png",
    "pptx": "reports.exports.slides.deck:pptx",
    "profiles": "reports.exports.documents.profiles:profiles",
    "qdc": "reports.exports.qda.refi:qdc",
    "qdpx": "reports.exports.qda.refi:qdpx",
    "smaply": "reports.exports.boards.lanes:smaply",
    "stickies": "reports.exports.boards.stickies:stickies",
    "svg": "reports.exports.boards.pictures:svg",
    "uxpressia": "reports.exports.boards.lanes:uxpressia",
    "xlsx": "reports.exports.workbook:xlsx",
}
"""Target → ``module:function``, loaded when asked for."""
ALL = "all"
EXTRAS = {"pdf": "typst"}
"""Target → the module that its extra, of the same name, brings."""


def targets_of(names: Sequence[str]) -> tuple[str, ...]:
    """The targets that are asked for, each once, by name; "all" is every one whose extra is there.

    Raises:
        UsageError: a name is unknown; the message lists the choices.
    """
    if not names:
        raise UsageError(f"--to must name at least one target. Choose from {', '.join([*TARGETS, ALL])}.")
    unknown = sorted(set(names) - TARGETS.keys() - {ALL})
    if unknown:
        raise UsageError(
            f"--to must name targets of `voc export`, found {', '.join(map(repr, unknown))}. "
            f"Choose from {', '.join([*TARGETS, ALL])}."
        )
    wanted = set(names) - {ALL}
    return tuple(sorted(wanted | (TARGETS.keys() - missing() if ALL in names else set())))


def missing() -> frozenset[str]:
    """Targets whose extra is not installed."""
    return frozenset(name for name, module in EXTRAS.items() if find_spec(module) is None)


def target(name: str) -> Target:
    """The function of a target."""
    module, _, function = TARGETS[name].partition(":")
    found: Target = getattr(import_module(module), function)
    return found
