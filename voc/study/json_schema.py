"""The JSON Schema of data/analysis.json and of `voc export --to json`, made from the records themselves.

Dialect: JSON Schema 2020-12, https://json-schema.org/draft/2020-12/schema.
"""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import numpy as np

from voc.schema import Analysis, Personas
from voc.study.archive import NEVER, SCHEMA, TEXTS

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}
_NUMBERS = {"f": "number", "i": "integer", "b": "boolean"}


def study_schema() -> dict[str, Any]:
    """The schema as JSON values; records are `$defs`, described by their docstrings."""
    found: dict[str, Any] = {}
    properties = {
        "schema": {"const": SCHEMA},
        "analysis": _of(Analysis, found),
        "personas": _of(Personas, found),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A study of voc",
        "description": "Offsets count code points, positions count Analysis.segments from 0, shares are 0–1.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": dict(sorted(found.items())),
    }


def _of(hint: Any, found: dict[str, Any]) -> dict[str, Any]:
    origin, args = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _record(hint, found)
    if origin is np.ndarray:
        numbers = {"type": _NUMBERS[np.dtype(get_args(args[1])[0]).kind]}
        return {"type": "array", "items": {"anyOf": [numbers, {"type": "array", "items": numbers}]}}
    if origin is tuple:
        return {"type": "array", "items": _of(args[0], found)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _of(args[1], found)}
    if origin is types.UnionType:
        return {"anyOf": [_of(args[0], found), {"type": "null"}]}
    return {"enum": list(args)} if origin is Literal else {"type": _PLAIN[hint]}


def _record(record: Any, found: dict[str, Any]) -> dict[str, Any]:
    name = record.__name__
    if name not in found:
        found[name] = {}
        hints = get_type_hints(record)
        written = [one for one in fields(record) if (name, one.name) not in NEVER]
        found[name] = {
            "description": " ".join((record.__doc__ or "").split()),
            "type": "object",
            "properties": {one.name: _of(hints[one.name], found) for one in written},
            "required": [
                one.name
                for one in written
                if one.default is MISSING and one.default_factory is MISSING and (name, one.name) not in TEXTS
            ],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}


def main(arguments: list[str]) -> None:
    """Write the schema to the file named; docs/study.schema.json is made so."""
    page = json.dumps(study_schema(), ensure_ascii=False, indent=1) + "\n"
    Path(arguments[0]).write_text(page, encoding="utf-8", newline="")


if __name__ == "__main__":
    main(sys.argv[1:])
