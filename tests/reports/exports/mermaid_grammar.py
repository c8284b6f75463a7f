"""A small reader of Mermaid journeys, after its grammar (userJourney.jison): title, sections, tasks with actors."""

from __future__ import annotations

import re

TITLE = re.compile(r"\s+title\s([^#\n;]+)")
SECTION = re.compile(r"\s+section\s([^#:\n;]+)")
TASK = re.compile(r"\s+([^#:\n;]+):\s*([^#\n;]+)")
KEYWORDS = ("accTitle", "accDescr", "%%", "journey")


def read_journey(text: str) -> tuple[str, dict[str, list[tuple[str, int, list[str]]]]]:
    """Title, and section → tasks with score and actors. Raises AssertionError where Mermaid would not read it."""
    first, *lines = text.split("\n")
    assert first == "journey"
    assert lines.pop() == ""
    sections: dict[str, list[tuple[str, int, list[str]]]] = {}
    title, section = "", ""
    for line in lines:
        assert not re.search(r"[\x00-\x1f\x7f]", line), line
        assert not line.strip().startswith(KEYWORDS), line
        if match := TITLE.fullmatch(line):
            title = match[1]
        elif match := SECTION.fullmatch(line):
            section = match[1]
            sections.setdefault(section, [])
        else:
            match = TASK.fullmatch(line)
            assert match and section, line
            score, _, actors = match[2].partition(":")
            assert score.strip().isdigit() and 1 <= int(score) <= 5, line
            sections[section].append((match[1], int(score), [actor.strip() for actor in actors.split(",")]))
    return title, sections
