"""The lines of the author head: of every author in both languages, and none twice."""

from __future__ import annotations

import csv
from collections import Counter

from training.authors import LINES, read_lines
from training.data import text_key
from voc.models.authors import AUTHORS


def test_every_author_has_lines_of_both_languages_in_many_domains() -> None:
    lines = read_lines()
    for language in ("de", "en"):
        rows = [row for row, domain in enumerate(lines.domains.tolist()) if domain.startswith(language)]
        counts = Counter(AUTHORS[lines.authors[row]] for row in rows)
        assert all(counts[author] >= 50 for author in AUTHORS)
        assert len({lines.domains[row] for row in rows}) >= 25


def test_no_line_stands_twice() -> None:
    with LINES.open(encoding="utf-8", newline="") as stream:
        keys = Counter(text_key(row["text"]) for row in csv.DictReader(stream) if len(row["text"].split()) > 4)
    assert [key for key, n in keys.items() if n > 1] == []


def test_what_is_spoken_stands_a_second_time_as_a_recogniser_writes_it() -> None:
    lines = read_lines()
    plain = [row for row, text in enumerate(lines.texts) if text.islower() and "?" not in text and len(text) > 40]
    assert {AUTHORS[lines.authors[row]] for row in plain} >= {"participant", "interviewer", "company"}
