"""Tables of issue trackers: comments with their authors in cells, the person of a ticket, and wiki markup."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from voc.schema import Corpus

ReadRows = Callable[..., Corpus]
HEADER = [
    "Summary",
    "Issue key",
    "Assignee",
    "Assignee Id",
    "Reporter",
    "Reporter Id",
    "Description",
    "Comment",
    "Comment",
]
HUMS = "The lamp hums whenever I dim it below half."
TICKETS = [
    ["Hum", "L-1", "Moritz Kuhn", "a:1", "Tilda Voss", "q:1", HUMS,
     "3/Mar/26 9:11 AM;a:1;We are so sorry, which lamp is it?", "3/Mar/26 9:40 AM;q:1;The tall one; it hums too."],
    ["Glare", "L-2", "Moritz Kuhn", "a:1", "Jonas Ott", "q:2", "The glare keeps me awake at night.",
     "4/Mar/26 9:11 AM;a:1;Thank you, wonderful idea!", ""],
    ["Hum again", "L-3", "Moritz Kuhn", "a:1", "Tilda Voss", "q:1", "The new lamp hums just like the old one.", "", ""],
]  # fmt: skip


def texts_of(corpus: Corpus) -> list[str]:
    return [document.text for document in corpus.documents]


def test_only_the_reporters_comments_are_read_without_their_heads(read_rows: ReadRows) -> None:
    corpus = read_rows([HEADER, *TICKETS])
    assert "The tall one; it hums too." in texts_of(corpus)
    assert not any("sorry" in text or "wonderful" in text or "Mar/26" in text for text in texts_of(corpus))
    assert (
        "Comments by who reported the ticket were read: 1; left out, of agents and others: 2."
        in corpus.sources[0].notes
    )


def test_a_reporter_of_two_tickets_is_one_person(read_rows: ReadRows) -> None:
    assert len(read_rows([HEADER, *TICKETS]).respondents) == 2
    without_comments = [row[:7] for row in [HEADER, *TICKETS]]
    assert len(read_rows(without_comments).respondents) == 2


def test_comments_by_ids_that_no_column_has_are_not_read_and_named(read_rows: ReadRows) -> None:
    rows = [[cell for position, cell in enumerate(row) if position not in {3, 5}] for row in [HEADER, *TICKETS]]
    corpus = read_rows(rows)
    assert not any("tall one" in text or "sorry" in text for text in texts_of(corpus))
    assert any("Export the reporter's id" in note for note in corpus.sources[0].notes)


def test_a_ticket_by_somebody_of_the_team_is_said(read_rows: ReadRows) -> None:
    own = ["Trial", "L-4", "", "", "Moritz Kuhn", "a:1", "I try the new form for tickets.", "", ""]
    notes = " ".join(read_rows([HEADER, *TICKETS, own]).sources[0].notes)
    assert "row 5. Delete the rows if the team wrote them" in notes
    assert "answers other tickets" not in " ".join(read_rows([HEADER, *TICKETS]).sources[0].notes)


def test_attached_files_and_logged_hours_are_no_comments(read_rows: ReadRows) -> None:
    files = "3/Mar/26 9:11 AM;q:1;lamp.png;https://tracker.example/secure/attachment/1/lamp.png"
    rows = [[*HEADER, "Attachment"], *([*row, files] for row in TICKETS)]
    assert not any("lamp.png" in text for text in texts_of(read_rows(rows)))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("!photo.png|width=640! " + HUMS, HUMS),
        (f"{HUMS}\n{{code:java}}\nat com.lamp.Dim(Dim.java:7)\n{{code}}", HUMS),
        (f"h3. Problem\n[~accountid:a:1] {HUMS}", f"Problem\n {HUMS}"),
        (
            "{color:red}The lamp{color} *hums* whenever, see [the page|https://a.example].",
            "The lamp hums whenever, see the page.",
        ),
    ],
)
def test_markup_of_the_wiki_is_no_word(read_rows: ReadRows, written: str, read: str) -> None:
    marked = [*TICKETS[0][:6], f"{written} {{color:red}}{{color}}", "", ""]
    corpus = read_rows([HEADER, *TICKETS[1:], marked])
    # With the heading above it.
    assert any(" ".join(text.split()) == f"Hum {' '.join(read.split())}" for text in texts_of(corpus))


def test_words_with_brackets_of_their_own_stay(read_rows: ReadRows) -> None:
    words = "Great lamp! It dims to 5* and hums [a little] at {night}, what a hum!"
    rows = [["Nr.", "Comment"], ["1", words], ["2", "No light at all, really!"], ["3", "The dimmer is too stiff."]]
    assert words in texts_of(read_rows(rows))
