"""What a vendor calls a page, an event or a kind of request → the touchpoint it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase

from voc.errors import MappingError
from voc.schema import Taxonomy

_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")


class Places:
    """Finds the touchpoint of a label: first by the patterns of `[metrics] touchpoints`, then by id, name and cue.

    By name, all words of a touchpoint's id, name or cue must stand in the label one after the other; the longest such
    phrase wins, and a tie between touchpoints is no answer: unassigned is better than wrong.
    """

    def __init__(self, taxonomy: Taxonomy, patterns: Mapping[str, str]) -> None:
        known = [one.touchpoint_id for one in taxonomy.touchpoints]
        for pattern, touchpoint_id in patterns.items():
            if touchpoint_id not in known:
                raise MappingError(
                    f"[metrics] touchpoints: '{pattern}' leads to '{touchpoint_id}', which is no touchpoint of the "
                    f"journey '{taxonomy.taxonomy_id}'. Known: {', '.join(known)}."
                )
        self._patterns = [(pattern.casefold(), found) for pattern, found in patterns.items()]
        self._phrases: dict[str, set[str]] = {}
        for one in taxonomy.touchpoints:
            cues = [cue for cues in one.cues.values() for cue in cues]
            for phrase in (one.touchpoint_id, *one.names.values(), *cues):
                if words := _words(phrase):
                    self._phrases.setdefault(words, set()).add(one.touchpoint_id)

    def find(self, label: str) -> str:
        """The touchpoint's id, "" for none."""
        folded = " ".join(label.casefold().split())
        for pattern, touchpoint_id in self._patterns:
            if fnmatchcase(folded, pattern):
                return touchpoint_id
        words = _words(label.split("?", maxsplit=1)[0])
        found = [(phrase.count(" "), len(phrase), ids) for phrase, ids in self._phrases.items() if phrase in words]
        if not found:
            return ""
        longest = max(found, key=lambda one: one[:2])[:2]
        ids = {one for *size, all_ids in found if tuple(size) == longest for one in all_ids}
        return ids.pop() if len(ids) == 1 else ""


def _words(text: str) -> str:
    """Words between single spaces, with a space at both ends, so that whole words are found by `in`; "" for none."""
    words = _WORD.findall(_CAMEL.sub(" ", text).casefold())
    return f" {' '.join(words)} " if words else ""
