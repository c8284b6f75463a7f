"""A small reader of Mermaid journeys, after its grammar (userJourney.jison): title, sections, tasks with actors."""

import re

TITLE = re.compile(r"\s+title\s([^#\n;]+)")
SECTION = re.compile(r"\s+section\s([^#:\n;]+)")
TASK = re.compile(r"\s+([^#:\n;]+):\s*([^#\n;]+)")
KEYWORDS = ("accTitle", "accDescr", "%%", "journey")


def read(text):
    """(title, {section: [(task, score, actors)]}); AssertionError where Mermaid would not read it."""
    first, *lines = text.split("\n")
    assert first == "journey"
    assert lines.pop() == ""
    found, title, section = {}, "", ""
    for line in lines:
        assert not re.search(r"[\x00-\x1f\x7f]", line), line
        assert not line.strip().startswith(KEYWORDS), line
        if match := TITLE.fullmatch(line):
            title = match[1]
        elif match := SECTION.fullmatch(line):
            section = match[1]
            found.setdefault(section, [])
        else:
            match = TASK.fullmatch(line)
            assert match and section, line
            score, _, actors = match[2].partition(":")
            assert score.strip().isdigit() and 1 <= int(score) <= 5, line
            found[section].append((match[1], int(score), [one.strip() for one in actors.split(",")]))
    return title, found
