"""Markup of Markdown and line numbers are no words of a speaker."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read, words_of

QUESTION = "**I:** What was it like? ^q1\n"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("Loud %%ask again%% and late.", "Loud and late."),
        ("Loud <!-- ask\nagain --> and late.", "Loud and late."),
        ("Loud and ~~early~~ late.", "Loud and late."),
        ("Loud and late. ^a-1", "Loud and late."),
        ("Loud and late. #noise/inside", "Loud and late."),
        ("Loud and late.[^1]", "Loud and late."),
        ("Loud and late. ![[plan.png]]", "Loud and late."),
        ("Loud and late. [mood:: bad]", "Loud and late."),
        ("Loud and late.\n- TODO ask for the number", "Loud and late."),
        ("Loud and late.\n\n```dataview\nTABLE age FROM talks\n```", "Loud and late."),
        ("==Loud== and late.", "Loud and late."),
        ("[[Noise|Loud]] and [[late]].", "Loud and late."),
        ("[Loud](https://example.org/a) and <u>late</u>.", "Loud and late."),
        ("Loud and late\\.", "Loud and late."),
        ("Number 1 is C# and 50 % late, 3 ~ 4.", "Number 1 is C# and 50 % late, 3 ~ 4."),
        ("100 %% sure", "100 %% sure"),
    ],
)
def test_markdown_shows_the_spoken_words_only(markup: str, words: str, read: Read) -> None:
    corpus = read("a.md", f"{QUESTION}**B:** {markup}\n{QUESTION}**B:** Yes.\n")
    assert words_of(corpus.documents[0]) == [
        ("I", "What was it like?"), ("B", words), ("I", "What was it like?"), ("B", "Yes.")
    ]  # fmt: skip
    assert any(note.startswith("Markup of Markdown") and "block ids" in note for note in corpus.sources[0].notes)


def test_callouts_and_footnotes_are_counted_and_left_out(read: Read) -> None:
    text = (
        f"{QUESTION}**B:** Loud.\n\n> [!note] Later\n> ask her again\n\n{QUESTION}**B:** Yes.\n\n[^1]: my own remark\n"
    )
    corpus = read("a.md", text)
    assert [words for _, words in words_of(corpus.documents[0])][1::2] == ["Loud.", "Yes."]
    (note,) = [note for note in corpus.sources[0].notes if note.startswith("Markup")]
    assert "callouts 1" in note
    assert "footnotes 1" in note


def test_properties_of_logseq_are_no_words_and_describe_the_respondent(read: Read) -> None:
    text = "type:: interview\nage:: 41\n- I: What was it like?\n  id:: 64a0-aa\n\t- B: Loud.\n- I: And?\n\t- B: Late.\n"
    corpus = read("a.md", text)
    assert words_of(corpus.documents[0]) == [("I", "What was it like?"), ("B", "Loud."), ("I", "And?"), ("B", "Late.")]
    assert dict(corpus.respondents[0].attributes) == {"age": "41"}


def test_plain_text_keeps_what_would_be_markup(read: Read) -> None:
    text = "I: What was it like?\n\nB: ~~Loud~~ #late %%x%%.\n\nI: And?\n\nB: Yes.\n"
    assert words_of(read("a.txt", text).documents[0])[1] == ("B", "~~Loud~~ #late %%x%%.")


LINES = [
    "I: What annoyed you most about the new machine,", "when you think of it today?",
    "B: That it did not take any coins, and that I had", "to walk to the kiosk every time, only to get some",
    "change.", "I: Did you tell anybody?", "B: Nobody was there.",
]  # fmt: skip
TURNS = [
    ("I", "What annoyed you most about the new machine, when you think of it today?"),
    ("B", "That it did not take any coins, and that I had to walk to the kiosk every time, only to get some change."),
    ("I", "Did you tell anybody?"),
    ("B", "Nobody was there."),
]


@pytest.mark.parametrize("number", ["{:>3}  {}", "{}\t{}", "{:04d} {}"])
@pytest.mark.parametrize("first", [1, 241])
def test_numbered_lines_are_joined_without_their_numbers(number: str, first: int, read: Read) -> None:
    text = "\n".join(number.format(n, line) for n, line in enumerate(LINES * 2, first))
    corpus = read("a.txt", text)
    assert words_of(corpus.documents[0]) == TURNS * 2
    assert f"{2 * len(LINES)} numbers of lines were left out." in corpus.sources[0].notes


def test_every_fifth_line_is_numbered(read: Read) -> None:
    lines = LINES * 4
    text = "\n".join(f"{n:>4}  {line}" if n % 5 == 0 else f"      {line}" for n, line in enumerate(lines, 1))
    assert words_of(read("a.txt", text).documents[0]) == TURNS * 4


def test_numbers_in_speech_stay(read: Read) -> None:
    text = "I: What did you buy?\n\nB: My list:\n1 bread\n2 milk\n3 cheese\n\nI: And?\n\nB: 4 lamps.\n"
    assert words_of(read("a.txt", text).documents[0])[1] == ("B", "My list:\n1 bread\n2 milk\n3 cheese")
