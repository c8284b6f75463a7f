"""Copies to share: everything that leaves is looked through for personal data again, and public copies tell less.

Personal data is blacked out, one "█" a character, so that every offset holds and every quote is still a span of its
document. Public copies (`reports.exports.public`) besides split no small group and number people anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from reports.exports.public import new_ids, public
from voc.config import StudyConfig
from voc.errors import VerifyError
from voc.privacy import personal_places
from voc.schema import Analysis, Personas
from voc.study.archive import NEVER, SCHEMA, read_archive
from voc.study.codec import encode

Level = Literal["public", "team"]
BAR = "█"

_NO_TEXT = NEVER | {("Segment", "text")}
_SKIPPED = frozenset(
    {
        *("document_id", "respondent_id", "respondents", "segment_id", "theme_id", "touchpoint_id", "phase_id", "date"),
        *("persona_id", "pain_point_id", "subject_id", "kind", "role", "status", "language", "reader", "sha256"),
        *("encoder", "emotion", "side", "unit", "period", "measure", "taxonomy", "schema", "unknown"),
    }
)
"""Fields that hold ids and words of our own, and the journey, which names no people."""
_PSEUDONYM = re.compile(r"(?<=\[)([A-Za-z-]+) (\d+)(?=\])")

Change = Callable[[str], str]


def shared(
    analysis: Analysis, personas: Personas, level: Level, config: StudyConfig | None = None
) -> tuple[Analysis, Personas, tuple[str, ...]]:
    """The copy that may leave, and what was changed, as sentences.

    Raises:
        VerifyError: personal data is still found after it was blacked out; nothing may leave then.
    """
    notes: list[str] = []
    if level == "public":
        analysis, personas, notes = public(analysis, personas)
    analysis = _told(analysis)
    data = {"schema": SCHEMA, "analysis": encode(analysis, _NO_TEXT), "personas": encode(personas)}
    bars, counts = _bars(sorted(set(_texts(data))), config)
    data = _changed(data, lambda text: bars.get(text, text))
    if level == "public":
        data = _changed(data, _without_numbers)
        data = _with_ids(data, new_ids(analysis))
    analysis, personas = read_archive(data, Path())
    kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(counts.items()))
    found = f"Personal data was found in what leaves and is blacked out ({kinds})."
    return analysis, personas, (found if counts else "No personal data was found in what leaves.", *notes)


def _told(analysis: Analysis) -> Analysis:
    """Without check sums of files, and without sentences that a team has put into its journey."""
    sources = tuple(replace(one, sha256="") for one in analysis.corpus.sources)
    touchpoints = tuple(replace(one, examples=()) for one in analysis.taxonomy.touchpoints)
    return replace(
        analysis,
        corpus=replace(analysis.corpus, sources=sources),
        taxonomy=replace(analysis.taxonomy, touchpoints=touchpoints),
        number_files=dict.fromkeys(analysis.number_files, ""),
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in _SKIPPED:
                yield from _texts(one)


def _bars(texts: list[str], config: StudyConfig | None) -> tuple[dict[str, str], Counter[str]]:
    """Text → the text with bars, for those that need them; and how many places there are of each kind."""
    counts: Counter[str] = Counter()
    barred = {}
    for text, places in zip(texts, personal_places(texts, config), strict=True):
        if places:
            barred[text] = _blackened(text, [(start, end) for start, end, _ in places])
            counts.update(kind for *_, kind in places)
    if any(personal_places(barred.values(), config)):
        raise VerifyError(
            "Nothing was written: personal data is still found after it was blacked out. Please report it; until then "
            "name it under [privacy] names in voc.toml and run `voc run` again."
        )
    return barred, counts


def _blackened(text: str, places: list[tuple[int, int]]) -> str:
    for start, end in places:
        text = text[:start] + BAR * (end - start) + text[end:]
    return text


def _without_numbers(text: str) -> str:
    """Pseudonyms without their numbers, which would tell who is who: "[Person 3]" → "[Person █]".

    >>> _without_numbers("Ask [Person 12].")
    'Ask [Person ██].'
    """
    return _PSEUDONYM.sub(lambda found: f"{found[1]} {BAR * len(found[2])}", text)


def _changed(value: Any, change: Change) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_changed(one, change) for one in value]
    if isinstance(value, dict):
        return {key: one if key in _SKIPPED else _changed(one, change) for key, one in value.items()}
    return value


def _with_ids(value: Any, ids: Mapping[str, str]) -> Any:
    """All ids replaced, wherever they stand, as values or as keys."""
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, list):
        return [_with_ids(one, ids) for one in value]
    if isinstance(value, dict):
        return {ids.get(key, key): _with_ids(one, ids) for key, one in value.items()}
    return value
