"""Facts → the text of a `voc.toml`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from glob import escape

from voc.schema import Taxonomy
from voc.tasks.init.facts import FileFacts, Keys
from voc.toml_text import quoted

WIDTH = 100
MOST = 40
"""Names in a comment."""


def comment(text: str) -> str:
    """A text as comment lines."""
    return "\n".join(
        f"# {line}".rstrip()
        for part in text.split("\n")
        for line in textwrap.wrap(_plain(part), WIDTH, break_on_hyphens=False) or [""]
    )


def _plain(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def keys(values: Keys, *, live: bool) -> str:
    """Lines ``key = value``; commented out when they are not live."""
    text = "\n".join(f"{key} = {quoted(value, width=WIDTH)}" for key, value in values.items())
    return text if live else "\n".join(f"# {line}" for line in text.split("\n"))


def file_section(facts: FileFacts, *, live: bool, shared: Mapping[str, tuple[str, ...]]) -> str:
    """What holds for one file; ``shared`` are speakers that [speakers] says for all files."""
    source = facts.source
    name = quoted(escape(source.path))
    lines = [f"# --- {_plain(source.path)}"]
    if source.status == "skipped":
        return "\n".join([*lines, comment(f"Skipped: {source.reason}")])
    lines.append(comment(f"Read by '{source.reader}': {facts.n_documents} documents, {facts.n_people} people."))
    if source.reason:
        lines.append(comment(source.reason))
    if source.kind == "interview" and facts.attributes:
        lines.append(comment(f"Known about its people: {', '.join(facts.attributes)}."))
    mark = "" if live else "# "
    lines += [f"{mark}[files.{name}]", keys({"kind": source.kind}, live=live), "# skip = true"]
    if facts.columns:
        lines += [f"{mark}[files.{name}.columns]", keys(facts.columns, live=live)]
        if facts.unused:
            lines.append(comment(f"Not used: {', '.join(quoted(one) for one in facts.unused[:MOST])}"))
        lines.append('# scale = [1, 5]  # lowest and highest value of the ratings\n# ignore = ["COLUMN"]')
    if facts.speakers and dict(facts.speakers) != dict(shared):
        lines += [f"{mark}[files.{name}.speakers]", keys(dict(facts.speakers), live=live)]
    return "\n".join(lines)


def journey_section(taxonomy: Taxonomy, language: str) -> str:
    """The journey: its name, and its phases with their touchpoints as comments."""
    lines = ["[journey]", keys({"taxonomy": taxonomy.taxonomy_id}, live=True)]
    for phase in taxonomy.phases:
        points = [one.names[language] for one in taxonomy.touchpoints if one.phase_id == phase.phase_id]
        lines.append(comment(f"{phase.names[language]}: {', '.join(points)}"))
    lines.append(comment('Another journey: taxonomy = "my_journey.toml" (a file of your own).'))
    return "\n".join(lines)


def listed(names: Iterable[str]) -> str:
    """Names in quotes for a comment, MOST at most."""
    every = list(names)
    more = f" and {len(every) - MOST} more" if len(every) > MOST else ""
    return ", ".join(quoted(name) for name in every[:MOST]) + more
