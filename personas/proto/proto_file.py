"""Personas that a team brings (proto-personas), read from TOML or CSV. What they say is a guess until it is tested."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from voc.errors import ConfigError, ReadError
from voc.schema import Language
from voc.tables.cells import tidy_cell
from voc.tables.csv_files import read_csv
from voc.tables.table import Table, TableFile

ProtoKind = Literal[
    "goal", "pain", "need", "behaviour", "motivation", "praise", "channel", "characteristic", "demographic"
]
MAX_LINES = 500
"""Most lines of a file, because every line is compared with every statement of the study."""
_HELP = "Write an example with `voc persona template FILE`."


@dataclass(frozen=True, slots=True)
class ProtoLine:
    """One guess about a persona."""

    kind: ProtoKind
    text: str


@dataclass(frozen=True, slots=True)
class Proto:
    """A persona that a team brings."""

    name: str
    lines: tuple[ProtoLine, ...]


def template(language: Language) -> str:
    """An example file, to be edited."""
    return files("personas.proto").joinpath("templates", f"{language}.toml").read_text("utf-8")


def read_protos(path: Path) -> tuple[Proto, ...]:
    """Read proto-personas: TOML as in `template`, or a CSV table with the columns persona, kind and line.

    Raises:
        ConfigError: the file cannot be read, or holds no persona with a line.
    """
    try:
        if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
            (table,) = read_csv(TableFile.from_path(path))
            protos = _from_table(table, str(path))
        else:
            protos = _from_toml(path.read_text("utf-8-sig"), str(path))
    except ReadError as error:
        raise ConfigError(f"{error} {_HELP}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error
    if not protos or not all(proto.lines for proto in protos):
        raise ConfigError(f"{path}: every persona must have a line, found {len(protos)} personas. {_HELP}")
    if (n := sum(len(proto.lines) for proto in protos)) > MAX_LINES:
        raise ConfigError(f"{path}: at most {MAX_LINES} lines can be tested, found {n}.")
    return protos


@cache
def load_aliases() -> Mapping[str, Any]:
    """What keys, columns and values of proto-personas may be called, from `aliases.toml`."""
    return tomllib.loads(files("personas.proto").joinpath("aliases.toml").read_text("utf-8"))


def _kind(name: str, where: str) -> ProtoKind:
    alias = name.strip().lower().replace("_", " ")
    kinds: Mapping[ProtoKind, Sequence[str]] = load_aliases()["kinds"]
    for kind, names in kinds.items():
        if alias in names:
            return kind
    raise ConfigError(f"{where}: the kind of a line must be one of {', '.join(kinds)}, found '{name}'. {_HELP}")


def _from_toml(text: str, where: str) -> tuple[Proto, ...]:
    try:
        entries = tomllib.loads(text).get("personas", [])
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where}: not valid TOML: {error}.") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigError(f"{where}: personas must be written as [[personas]]. {_HELP}")
    return tuple(_proto(entry, f"{where}: personas[{number}]") for number, entry in enumerate(entries, 1))


def _proto(entry: Mapping[str, Any], where: str) -> Proto:
    name_keys: Sequence[str] = load_aliases()["name"]
    name = next((str(entry[key]) for key in name_keys if key in entry), "").strip()
    if not name:
        raise ConfigError(f"{where}: must have a name. {_HELP}")
    lines = []
    for key, value in entry.items():
        if key in name_keys:
            continue
        kind = _kind(key, where)
        values = [value] if isinstance(value, str) else value
        # `demographics = { age = "35–45" }` makes a line of each attribute.
        if isinstance(value, dict):
            values = [f"{attribute} {held}" for attribute, held in value.items()]
        if not isinstance(values, list) or not all(isinstance(text, str) for text in values):
            raise ConfigError(f"{where}.{key}: must be a list of texts. {_HELP}")
        lines += [ProtoLine(kind, text.strip()) for text in values if text.strip()]
    return Proto(name, tuple(lines))


def _from_table(table: Table, where: str) -> tuple[Proto, ...]:
    if table.reason:
        raise ConfigError(f"{where}: {table.reason}")
    columns = [tidy_cell(name).lower() for name in table.cells]
    aliases = {"persona": load_aliases()["name"], **load_aliases()["columns"]}
    at = {
        name: next((columns.index(alias) for alias in names if alias in columns), -1) for name, names in aliases.items()
    }
    if missing := [name for name, column in at.items() if column < 0]:
        raise ConfigError(
            f"{where}: a table must have the columns persona, kind and line; {', '.join(missing)} missing. {_HELP}"
        )
    lines_of: dict[str, list[ProtoLine]] = {}
    for number, row in enumerate(table.rows, table.first_row):
        name, kind, line = (tidy_cell(row[at[key]]) for key in ("persona", "kind", "line"))
        # Spreadsheets export empty rows at the end.
        if not (name or kind or line):
            continue
        if not name or not line:
            raise ConfigError(f"{where} row {number}: persona and line must not be empty.")
        lines_of.setdefault(name, []).append(ProtoLine(_kind(kind, f"{where} row {number}"), line))
    return tuple(Proto(name, tuple(lines)) for name, lines in lines_of.items())
