"""What became of the strings of a recogniser's JSON: the talk, its copies, labels, ids, and texts beside the talk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from voc.files.decode import count_characters
from voc.ingest.transcripts.caption_turns import Caption
from voc.ingest.transcripts.speakers import normalise_label
from voc.ingest.transcripts.times import is_time
from voc.schema import Reason

MAX_DEPTH = 40
"""Levels of a file that are searched for strings."""
MIN_COPIED = 0.9
"""Share (0–1) of the words of a long text that are words of the talk, if it is the talk in another form."""
MIN_SUMMARY_WORDS = 6
"""Words of a text beside the talk that a note of its reader counts."""


def explain_json(text: str, captions: Sequence[Caption]) -> Counter[Reason]:
    """The characters of a JSON file that are not in the captions, by reason.

    Everything but strings is markup. What is not a copy, label, id, time or long text beside the talk stays
    unexplained, so that a list of words under a name that no reader knows is noticed.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Counter()
    talk = " ".join(caption.text for caption in captions)
    squeezed, vocabulary = _squeeze(talk), set(_words(talk))
    labels = {normalise_label(caption.label) for caption in captions if caption.label}
    counts: Counter[Reason] = Counter({"markup": count_characters(text)})
    n_talk = 0
    for value, is_in_list in _strings(data, 0, is_in_list=False):
        n = count_characters(value)
        counts["markup"] -= n
        if _is_of_talk(value, squeezed, vocabulary):
            n_talk += n
        elif normalise_label(value) in labels or f"speaker {normalise_label(value)}" in labels:
            counts["speakers"] += n
        elif len(value.split()) <= 1 or is_time(value):
            counts["ids"] += n
        elif len(value.split()) >= MIN_SUMMARY_WORDS:
            counts["summaries"] += n
        elif not is_in_list:
            counts["head"] += n
    counts["copies"] = max(n_talk - sum(count_characters(caption.text) for caption in captions), 0)
    return counts


def _strings(data: Any, depth: int, *, is_in_list: bool) -> Iterator[tuple[str, bool]]:
    """All strings, and whether each is in a record of a list."""
    if isinstance(data, str):
        yield data, is_in_list
    elif depth < MAX_DEPTH and isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _strings(value, depth + 1, is_in_list=is_in_list or isinstance(data, list))


def _is_of_talk(value: str, squeezed: str, vocabulary: set[str]) -> bool:
    words = list(_words(value))
    if not words or len(words) == 1:
        return not words or words[0] in vocabulary
    return _squeeze(value) in squeezed or (
        len(words) >= MIN_SUMMARY_WORDS and sum(word in vocabulary for word in words) >= MIN_COPIED * len(words)
    )


def _words(text: str) -> Iterable[str]:
    return filter(None, map(_squeeze, text.split()))


def _squeeze(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
