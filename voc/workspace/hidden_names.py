"""Names that a reader has found in a study, and that no page shows until a run replaces them."""

from __future__ import annotations

import re
from collections.abc import Sequence

HIDDEN = "[…]"
"""What is shown in the place of a name."""


class HiddenNames:
    """Words to leave out of what is shown; the study itself stays as the run wrote it."""

    def __init__(self, names: Sequence[str]) -> None:
        """Hide `names`, in any case and as whole words."""
        self.names = tuple(names)
        # Longer ones first, so that "Anna Muster" leaves no "Muster" behind.
        words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None

    def mask(self, text: str) -> str:
        """The text with every name left out.

        >>> HiddenNames(["Anna Muster", "Muster"]).mask("Mit anna  Muster, nicht mit Mustern")
        'Mit […], nicht mit Mustern'
        """
        return self._pattern.sub(HIDDEN, text) if self._pattern else text
