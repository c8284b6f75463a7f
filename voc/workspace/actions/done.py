"""What an action says when it has succeeded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Done:
    """``key`` is a sentence of the catalogue, `done.KEY`, with its ``values``; ``go`` is the page to go on with ("" to
    stay)."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    go: str = ""
