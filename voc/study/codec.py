"""Records to JSON values and back, and the JSON Schema of a record, all from the records' type hints.

A record becomes an object by field, a tuple a list, a mapping an object in its own order, an array a list (of lists). A
float32 is written with the fewest digits that give the same float32 again. NaN and infinity do not exist in JSON and
are refused. A new field of a record needs no code here.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

Omit = frozenset[tuple[str, str]]
"""Fields that are not written, as (name of the record, name of the field)."""
Decoder = Callable[[Any], Any]

_SCALARS = frozenset({str, int, float, bool, type(None)})
_JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}
_JSON_TYPES_OF_ARRAYS = {"f": "number", "i": "integer", "b": "boolean"}
"""numpy's `dtype.kind` → JSON type of the entries."""


class DecodeError(ValueError):
    """A value does not have the type of its field. The message names the record and field, never the value."""


def encode(value: Any, omit: Omit = frozenset()) -> Any:
    """Turn a record, or anything that a record holds, into what `json.dumps` accepts.

    >>> from voc.schema import Span
    >>> encode((Span(1, 0, 4), None))
    [{'segment': 1, 'start': 0, 'end': 4}, None]
    """
    value_type = type(value)
    if value_type in _SCALARS:
        return value
    if value_type is tuple:
        # Scalars are checked here too: a study has millions of them, and a call for each would double the time.
        return [entry if type(entry) in _SCALARS else encode(entry, omit) for entry in value]
    if is_dataclass(value_type):
        entries = ((name, getattr(value, name)) for name in _written_fields(value_type, omit))
        return {name: entry if type(entry) in _SCALARS else encode(entry, omit) for name, entry in entries}
    if isinstance(value, np.ndarray):
        return _encode_array(value)
    # A single number taken from an array.
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return {key: encode(entry, omit) for key, entry in value.items()}
    raise TypeError(f"a record cannot hold a {value_type.__name__}")


@cache
def _written_fields(record: type, omit: Omit) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record) if (record.__name__, field.name) not in omit)


def _encode_array(array: NDArray[Any]) -> Any:
    if array.dtype != np.float32:
        return array.tolist()
    flat = array.ravel()
    shortest = np.array([float(digits) for digits in flat.astype(str).tolist()], np.float64)
    # The shortest digits can round to a neighbouring float32; then all digits of the double are written.
    exact = np.where(shortest.astype(np.float32) == flat, shortest, flat.astype(np.float64))
    return exact.reshape(array.shape).tolist()


def decode(record: type, value: Any) -> Any:
    """Rebuild the record that `encode` was called with; a missing field takes its default.

    >>> from voc.schema import Span
    >>> decode(Span, {"segment": 1, "start": 0, "end": 4})
    Span(segment=1, start=0, end=4)

    Raises:
        DecodeError: a field is missing, unknown, or of another type.
    """
    return _decoder(record)(value)


@cache
def _decoder(hint: Any) -> Decoder:
    """Build the function that decodes values of a type hint, once per hint."""
    origin, args = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _record_decoder(hint)
    if origin is np.ndarray:
        return _array_decoder(np.dtype(get_args(args[1])[0]))
    if origin is tuple:
        return _tuple_decoder(_decoder(args[0]))
    if origin is Mapping:
        return _mapping_decoder(_decoder(args[1]))
    if origin is types.UnionType:
        inner = _decoder(args[0])
        return lambda value: None if value is None else inner(value)
    return _literal_decoder(args) if origin is Literal else _scalar_decoder(hint)


def _record_decoder(record: Any) -> Decoder:
    hints = get_type_hints(record)
    decoders = {field.name: _decoder(hints[field.name]) for field in fields(record)}
    required = {field.name for field in fields(record) if _is_required(field)}

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise DecodeError(f"{record.__name__} must be an object")
        # Unknown fields are refused: a newer version of voc may have given the others another meaning.
        if value.keys() - decoders.keys():
            raise DecodeError(f"{record.__name__} has no field {min(value.keys() - decoders.keys())!r}")
        if required - value.keys():
            raise DecodeError(f"{record.__name__} must have the field {min(required - value.keys())!r}")
        return record(**{name: decoders[name](entry) for name, entry in value.items()})

    return read


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _array_decoder(dtype: np.dtype[Any]) -> Decoder:
    def read(value: Any) -> NDArray[Any]:
        try:
            return np.array(value, dtype)
        except (TypeError, ValueError, OverflowError) as error:
            raise DecodeError(f"an array of {dtype} must be a list of numbers, all rows of the same length") from error

    return read


def _tuple_decoder(inner: Decoder) -> Decoder:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise DecodeError(f"must be a list, found {type(value).__name__}")
        return tuple(map(inner, value))

    return read


def _mapping_decoder(inner: Decoder) -> Decoder:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise DecodeError(f"must be an object, found {type(value).__name__}")
        return {key: inner(entry) for key, entry in value.items()}

    return read


def _literal_decoder(choices: tuple[Any, ...]) -> Decoder:
    def read(value: Any) -> Any:
        if value not in choices:
            raise DecodeError(f"must be one of {', '.join(map(repr, choices))}")
        return value

    return read


def _scalar_decoder(scalar: type) -> Decoder:
    def read(value: Any) -> Any:
        # Other programs write 1.0 as 1. To isinstance a bool is an int; to a record it is not.
        if scalar is float and type(value) is int:
            return float(value)
        if type(value) is not scalar:
            raise DecodeError(f"must be {scalar.__name__}, found {type(value).__name__}")
        return value

    return read


def json_schema(hint: Any, definitions: dict[str, Any], *, omit: Omit, optional: Omit) -> dict[str, Any]:
    """Return the JSON Schema of a type hint, and add the records that it uses to `definitions`.

    Args:
        hint: a record, or the type of a field of one.
        definitions: the ``$defs`` so far, by the records' names; records are described by their docstrings.
        omit: fields that are never written.
        optional: fields that may be left out although they have no default.
    """
    origin, args = get_origin(hint), get_args(hint)

    def inner(of: Any) -> dict[str, Any]:
        return json_schema(of, definitions, omit=omit, optional=optional)

    if is_dataclass(hint):
        name = hint.__name__  # type: ignore[union-attr]
        if name not in definitions:
            # Reserved first, so that a record that contains itself would not recurse for ever.
            definitions[name] = {}
            hints = get_type_hints(hint)
            written = [field for field in fields(hint) if (name, field.name) not in omit]
            definitions[name] = {
                "description": " ".join((hint.__doc__ or "").split()),
                "type": "object",
                "properties": {field.name: inner(hints[field.name]) for field in written},
                "required": [
                    field.name for field in written if _is_required(field) and (name, field.name) not in optional
                ],
                "additionalProperties": False,
            }
        return {"$ref": f"#/$defs/{name}"}
    if origin is np.ndarray:
        entries = {"type": _JSON_TYPES_OF_ARRAYS[np.dtype(get_args(args[1])[0]).kind]}
        return {"type": "array", "items": {"anyOf": [entries, {"type": "array", "items": entries}]}}
    if origin is tuple:
        return {"type": "array", "items": inner(args[0])}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": inner(args[1])}
    if origin is types.UnionType:
        return {"anyOf": [inner(args[0]), {"type": "null"}]}
    return {"enum": list(args)} if origin is Literal else {"type": _JSON_TYPES[hint]}
