"""Records to plain JSON values and back, by their type hints alone: a new field of a record needs no code here.

A record is an object by field, a tuple a list, a mapping an object in its own order, an array a list (of lists). A
float32 is written with the fewest digits that give the same float32 again. Not a number and infinity have no place in
JSON and are refused.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

Omit = frozenset[tuple[str, str]]
"""Fields that are not written: (record's name, field)."""
Decoder = Callable[[Any], Any]

_AS_IT_IS = frozenset({str, int, float, bool, type(None)})


class DecodeError(ValueError):
    """A value is not what the record's type says; the message names the place and shows no value."""


def encode(value: Any, omit: Omit = frozenset()) -> Any:
    """A record, or anything that a record holds, as what `json.dumps` takes.

    >>> from voc.schema import Span
    >>> encode((Span(1, 0, 4), None))
    [{'segment': 1, 'start': 0, 'end': 4}, None]
    """
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is tuple:
        return [one if type(one) in _AS_IT_IS else encode(one, omit) for one in value]
    if is_dataclass(kind):
        found = ((name, getattr(value, name)) for name in _written(kind, omit))
        return {name: one if type(one) in _AS_IT_IS else encode(one, omit) for name, one in found}
    if isinstance(value, np.ndarray):
        return _listed(value)
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return {key: encode(one, omit) for key, one in value.items()}
    raise TypeError(f"{type(value).__name__} has no place in a record")


@cache
def _written(record: type, omit: Omit) -> tuple[str, ...]:
    return tuple(one.name for one in fields(record) if (record.__name__, one.name) not in omit)


def _listed(array: NDArray[Any]) -> Any:
    if array.dtype != np.float32:
        return array.tolist()
    flat = array.ravel()
    short = np.array([float(digits) for digits in flat.astype(str).tolist()], np.float64)
    # The few digits could lie on the border between two float32: then all digits of the double are written.
    exact = np.where(short.astype(np.float32) == flat, short, flat.astype(np.float64))
    return exact.reshape(array.shape).tolist()


def decode(record: type, value: Any) -> Any:
    """The record that `encode` was given; a missing field takes its default.

    >>> from voc.schema import Span
    >>> decode(Span, {"segment": 1, "start": 0, "end": 4})
    Span(segment=1, start=0, end=4)

    Raises:
        DecodeError: something is missing, unknown, or of another type.
    """
    return _decoder(record)(value)


@cache
def _decoder(hint: Any) -> Decoder:
    origin, args = get_origin(hint), get_args(hint)
    made: dict[Any, Callable[[], Decoder]] = {
        np.ndarray: lambda: _array(np.dtype(get_args(args[1])[0])),
        tuple: lambda: _tuple(_decoder(args[0])),
        Mapping: lambda: _mapping(_decoder(args[1])),
        types.UnionType: lambda: _optional(_decoder(args[0])),
        Literal: lambda: _one_of(args),
    }
    if origin in made:
        return made[origin]()
    return _record(hint) if is_dataclass(hint) else _plain(hint)


def _record(record: Any) -> Decoder:
    hints = get_type_hints(record)
    inner = {one.name: _decoder(hints[one.name]) for one in fields(record)}
    needed = {one.name for one in fields(record) if one.default is MISSING and one.default_factory is MISSING}

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise DecodeError(f"{record.__name__} must be an object")
        if value.keys() - inner.keys():
            raise DecodeError(f"{record.__name__} has no field {min(value.keys() - inner.keys())!r}")
        if needed - value.keys():
            raise DecodeError(f"{record.__name__} must have the field {min(needed - value.keys())!r}")
        return record(**{name: inner[name](one) for name, one in value.items()})

    return read


def _array(dtype: np.dtype[Any]) -> Decoder:
    def read(value: Any) -> NDArray[Any]:
        try:
            return np.array(value, dtype)
        except (TypeError, ValueError, OverflowError) as error:
            raise DecodeError(f"an array of {dtype} must be a list of numbers, all rows of one length") from error

    return read


def _tuple(inner: Decoder) -> Decoder:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise DecodeError("a list is needed")
        return tuple(map(inner, value))

    return read


def _mapping(inner: Decoder) -> Decoder:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise DecodeError("an object is needed")
        return {key: inner(one) for key, one in value.items()}

    return read


def _optional(inner: Decoder) -> Decoder:
    return lambda value: None if value is None else inner(value)


def _one_of(choices: tuple[Any, ...]) -> Decoder:
    def read(value: Any) -> Any:
        if value not in choices:
            raise DecodeError(f"one of {', '.join(map(repr, choices))} is needed")
        return value

    return read


def _plain(kind: type) -> Decoder:
    def read(value: Any) -> Any:
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is not kind:
            raise DecodeError(f"{kind.__name__} is needed, {type(value).__name__} found")
        return value

    return read
