"""Values → TOML text. Strings are JSON strings, which are TOML basic strings (toml.io/en/v1.0.0)."""

from __future__ import annotations

import json
from collections.abc import Mapping


def quoted(value: object, *, width: int | None = None) -> str:
    """A TOML value: a string, a list, a table in one line, a boolean or a number.

    A list longer than `width` characters has one entry a line. What is no Unicode text (half a surrogate pair) becomes
    "?".

    >>> quoted("a \\"b\\""), quoted(["x", "y"]), quoted({"de": "Ja"}), quoted(True)
    ('"a \\\\"b\\\\""', '["x", "y"]', '{ de = "Ja" }', 'true')
    """
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {quoted(entry)}" for key, entry in value.items()) + " }"
    if isinstance(value, list | tuple):
        parts = [quoted(entry, width=width) for entry in value]
        short = f"[{', '.join(parts)}]"
        fits = width is None or len(short) <= width
        return short if fits else "[\n" + "".join(f"  {part},\n" for part in parts) + "]"
    if isinstance(value, str):
        clean = value.encode("utf-8", "replace").decode("utf-8")
        return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)
