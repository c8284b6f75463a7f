"""Stable ids: an id is made from content, never from order, so that it stays the same when files are added."""

from __future__ import annotations

import hashlib
import re

_NUMBERED_PSEUDONYM = re.compile(r"\[([A-Za-z-]+) \d+\]")


def stable_id(prefix: str, *parts: str) -> str:
    """Return ``prefix-`` and ten hexadecimal digits of the SHA-256 of the parts.

    Numbers of pseudonyms do not count: "[Person 3]" is hashed as "[Person]".

    >>> stable_id("d", "a.md", "ask [Person 3]") == stable_id("d", "a.md", "ask [Person 14]")
    True
    """
    text = "\x1f".join(parts)
    # Another file in the study shifts the numbers of all pseudonyms after its own.
    if "[" in text:
        text = _NUMBERED_PSEUDONYM.sub(r"[\1]", text)
    # Ten digits: of studies with ten thousand segments, one in 22,000 has two segments with the same id.
    return f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
