"""The documentation is complete: every command, option and configuration key is described."""

from typing import Any, cast

import typer.main
from pydantic import BaseModel

from tests.paths import ROOT
from voc.cli.main import app
from voc.config import FileSection, StudyConfig
from voc.decisions.codebook import Codebook
from voc.study.folder import ANALYSIS, CODEBOOK, KEY, MANIFEST, PERSONAS, REPORT
from voc.study.tables import SEGMENT_COLUMNS, TABLES


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def describe_keys() -> str:
    """Return every key of `voc.toml` as a Markdown list, a heading per section: the text of docs/configuration.md."""
    lines: list[str] = []
    for name, field in StudyConfig.model_fields.items():
        section = FileSection if name == "files" else cast(type[BaseModel], field.annotation)
        header = '[files."NAME"]' if name == "files" else f"[{name}]"
        lines += ["", f"## `{header}`", "", (section.__doc__ or "").split(": ", 1)[-1].strip().capitalize(), ""]
        for key, entry in section.model_fields.items():
            if entry.description is None:
                lines.append(f"- `{header[:-1]}.{key}]`: as `[{key}]` above, for these files only.")
                continue
            default = entry.get_default(call_default_factory=True)
            lines.append(f"- `{key}` ({_show_default(default)}): {entry.description}.")
    return "\n".join(lines).strip() + "\n"


def _show_default(default: Any) -> str:
    if default is None or default in ("", (), {}):
        return "empty"
    return f"`{list(default)!r}`" if isinstance(default, tuple) else f"`{default!r}`"


def test_docs_describe_every_configuration_key() -> None:
    assert describe_keys() in read("docs/configuration.md")


def test_docs_describe_every_command_and_option() -> None:
    page = read("docs/commands.md")
    for name, command in typer.main.get_command(app).commands.items():
        assert f"## `voc {name}" in page, name
        section = page.split(f"## `voc {name}", 1)[1].split("\n## ", 1)[0]
        assert "Example" in section, name
        subcommands = getattr(command, "commands", {})
        for parameter in [*command.params, *(option for sub in subcommands.values() for option in sub.params)]:
            for option in parameter.opts:
                if option.startswith("--") and option != "--help":
                    assert f"`{option}" in section, f"voc {name} {option}"
        for subcommand in subcommands:
            assert f"`voc {name} {subcommand} " in section, f"voc {name} {subcommand}"


def test_docs_describe_the_study_folder() -> None:
    page = read("docs/study-folder.md")
    for name in (*(f"data/{table}" for table in TABLES), MANIFEST, ANALYSIS, PERSONAS, REPORT, KEY, CODEBOOK):
        assert f"`{name}`" in page, name
    for part in Codebook.model_fields.values():
        for key in part.annotation.__args__[1].model_fields:
            assert f"| `{key}` |" in page, key
    for column in [column.name for column in SEGMENT_COLUMNS]:
        assert f"`{column}`" in page or column.startswith("emotion_"), column


def test_docs_name_the_exit_codes() -> None:
    page = read("README.md")
    for code in (0, 1, 2, 3, 70, 130):
        assert f"`{code}`" in page


def test_docs_name_no_path_of_a_machine_and_no_registry() -> None:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "constraints.txt", ROOT / "pyproject.toml"]:
        page = path.read_text("utf-8")
        assert "/home/" not in page, path
        assert "index-url" not in page, path
