"""The example data: a web shop for running shoes, invented for this purpose."""

from __future__ import annotations

import shutil
from pathlib import Path

from voc.errors import UsageError
from voc.tasks.run import CONFIG_NAME

DEMO_NAME = "Demo"
"""What the project of the demo study is called."""
_NO_INPUTS = {"README.md", CONFIG_NAME, "__init__.py"}


def examples_folder() -> Path:
    """The example data: inside the installed package, or beside it in a working copy.

    Raises:
        UsageError: neither exists.
    """
    # The wheel carries the folder inside the package (see pyproject.toml), a clone has it beside the package.
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "examples", package.parent / "examples"):
        if folder.is_dir():
            return folder
    raise UsageError("The example data is missing from this installation. Install voc-personas again.")


def example_inputs() -> list[Path]:
    """The files and folders of the example data that a study is made from, sorted."""
    return sorted(path for path in examples_folder().iterdir() if path.name not in _NO_INPUTS)


def copy_examples(inputs: Path) -> None:
    """Copy the example data and its voc.toml into a folder, where they can be changed."""
    for path in [*example_inputs(), examples_folder() / CONFIG_NAME]:
        if path.is_dir():
            shutil.copytree(path, inputs / path.name, dirs_exist_ok=True)
        else:
            shutil.copyfile(path, inputs / path.name)
