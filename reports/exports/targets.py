"""The registry of export targets: one plain function per target, ``(analysis, personas)`` → files by name.

To add a target, write ``export_<name>`` in a module of this folder, add its line here, and describe it in
docs/exchange.md. A target that is printed or shown takes an `Appearance` too and is in `STYLED_TARGETS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, update_wrapper
from importlib import import_module
from importlib.util import find_spec

from reports.exports.appearance import OWN_APPEARANCE, Appearance
from reports.exports.file_bytes import Files
from voc.errors import UsageError
from voc.schema import Analysis, Personas

Target = Callable[[Analysis, Personas], Files]

TARGETS = {
    "cjml": "journey_notation",
    "csv": "study_tables",
    "docx": "word",
    "dovetail": "research_tools",
    "html": "report_files",
    "json": "study_tables",
    "md": "markdown",
    "mermaid": "journey_notation",
    "parquet": "study_tables",
    "pdf": "pdf",
    "png": "report_files",
    "pptx": "slides.deck",
    "profiles": "report_files",
    "qdc": "research_tools",
    "qdpx": "research_tools",
    "smaply": "boards",
    "stickies": "boards",
    "svg": "report_files",
    "uxpressia": "boards",
    "xlsx": "workbook",
}
"""Target → module in `reports.exports` with its function. Modules are imported on use: `--to csv` needs neither
python-docx nor python-pptx."""
JOURNEY_TARGETS = frozenset({"cjml", "mermaid", "png", "smaply", "svg", "uxpressia"})
"""Targets that draw or list the touchpoints of a journey, and nothing where the study has none."""
STYLED_TARGETS = frozenset({"docx", "html", "pdf", "pptx", "profiles", "xlsx"})
"""Targets whose function takes an `Appearance` as its third argument."""
ALL = "all"
EXTRAS = {"pdf": "typst"}
"""Target → the package that its extra installs; the extra has the name of the target."""


def resolve_targets(names: Sequence[str]) -> tuple[str, ...]:
    """The unique target names in alphabetical order; "all" is every target whose extra is installed.

    Raises:
        UsageError: a name is unknown, or there is none; the message lists the choices.
    """
    choices = ", ".join([*TARGETS, ALL])
    if not names:
        raise UsageError(f"--to needs at least one target. Choose from {choices}.")
    unknown = sorted(set(names) - TARGETS.keys() - {ALL})
    if unknown:
        raise UsageError(f"--to: unknown target {', '.join(map(repr, unknown))}. Choose from {choices}.")
    # "all" must not fail because of a missing extra: `export_study` says what it left out.
    available = TARGETS.keys() - uninstalled_extras() if ALL in names else set()
    return tuple(sorted(set(names) - {ALL} | available))


def uninstalled_extras() -> frozenset[str]:
    """The targets whose extra is not installed."""
    return frozenset(name for name, package in EXTRAS.items() if find_spec(package) is None)


def load_target(name: str, appearance: Appearance = OWN_APPEARANCE) -> Target:
    """Import the function of a target; what it makes has this appearance."""
    function = getattr(import_module(f"reports.exports.{TARGETS[name]}"), f"export_{name}")
    target: Target = function
    if name in STYLED_TARGETS:
        target = update_wrapper(partial(function, appearance=appearance), function)
    return target
