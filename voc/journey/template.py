"""A journey written out: as a file to edit, short and commented or whole, and as plain data; and what it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from voc.journey.taxonomy import LANGUAGES
from voc.schema import Language, Taxonomy
from voc.toml_text import quoted

_SHOWN = ("touchpoint_id", "names", "descriptions", "cues", "examples", "channel", "owner", "medium", "mode")


def commented_journey(language: Language) -> str:
    """A short journey file with a remark at every key, in German or English."""
    return files("voc.journey").joinpath("taxonomies").joinpath(f"new.{language}.toml").read_text("utf-8")


def as_toml(taxonomy: Taxonomy) -> str:
    """A journey file that reads back as `taxonomy`, whole and without a base."""
    lines = [
        "# Edit what you like; the keys are explained by `voc journey new FILE` without --like.",
        f"taxonomy_id = {quoted(taxonomy.taxonomy_id)}",
        f"names = {quoted(taxonomy.names)}",
    ]
    for phase in taxonomy.phases:
        lines += ["", "[[phases]]", f"id = {quoted(phase.phase_id)}", f"names = {quoted(phase.names)}"]
        lines += [f"when = {quoted(phase.when)}"] if phase.when else []
    for touchpoint in taxonomy.touchpoints:
        lines += ["", "[[touchpoints]]", f"id = {quoted(touchpoint.touchpoint_id)}"]
        lines += [f"phase = {quoted(touchpoint.phase_id)}", f"names = {quoted(touchpoint.names)}"]
        lines.append(f"descriptions = {quoted(touchpoint.descriptions)}")
        lines += [f"cues.{language} = {quoted(cues)}" for language, cues in sorted(touchpoint.cues.items())]
        lines += [f"examples = {quoted(touchpoint.examples)}"] if touchpoint.examples else []
        lines += [f"{key} = {quoted(getattr(touchpoint, key))}" for key in ("channel", "owner", "medium", "mode")]
    return "\n".join(lines) + "\n"


def journey_as_data(taxonomy: Taxonomy) -> dict[str, Any]:
    """The phases with their touchpoints as plain data for JSON."""
    rows = [{key: _plain(getattr(one, key)) for key in _SHOWN} for one in taxonomy.touchpoints]
    return {
        "taxonomy_id": taxonomy.taxonomy_id,
        "names": dict(taxonomy.names),
        "phases": [
            {
                "phase_id": phase.phase_id,
                "names": dict(phase.names),
                "when": phase.when,
                "touchpoints": [
                    row for row, one in zip(rows, taxonomy.touchpoints, strict=True) if one.phase_id == phase.phase_id
                ],
            }
            for phase in taxonomy.phases
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    return list(value) if isinstance(value, tuple) else value


def hints(taxonomy: Taxonomy) -> list[str]:
    """What would make a valid journey work better, in plain English."""
    found = []
    owners: dict[str, list[str]] = defaultdict(list)
    for touchpoint in taxonomy.touchpoints:
        name = touchpoint.names[LANGUAGES[0]]
        if touchpoint.descriptions == touchpoint.names:
            found.append(f"'{name}' has no description. Write one line with the words that customers use.")
        for cue in dict.fromkeys(cue.casefold() for cues in touchpoint.cues.values() for cue in cues):
            owners[cue].append(name)
    shared: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for cue, names in owners.items():
        if len(names) > 1:
            shared[tuple(names)].append(cue)
    found += [
        f"{' and '.join(repr(name) for name in names)} share cues ({', '.join(cues)}), which do not tell them apart."
        for names, cues in shared.items()
    ]
    spoken = {touchpoint.phase_id for touchpoint in taxonomy.touchpoints}
    found += [
        f"the phase '{p.names[LANGUAGES[0]]}' has no touchpoint." for p in taxonomy.phases if p.phase_id not in spoken
    ]
    return found
