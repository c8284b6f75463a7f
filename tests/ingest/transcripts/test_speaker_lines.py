"""Heads of turns on one or several lines above the words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ingest.transcripts.turns import Read, turns_of, words_of
from voc.errors import NothingReadableError

ASKS, ANSWERS = "Lena Brandt", "Oskar Thiel"
TALK = [
    (ASKS, "How did you pick the tariff?", 4),
    (ANSWERS, "A friend told me.\nThe page was a mess.", 12),
    (ASKS, "What went wrong?", 43),
    (ANSWERS, "I started over three times.", 51),
    (ASKS, "And the hotline?", 122),
    (ANSWERS, "They were kind.", 130),
]
Head = Callable[[str, int], str]


def clock(second: int) -> str:
    return f"{second // 60}:{second % 60:02d}"


def english(second: int) -> str:
    return f"{second // 60} minutes {second % 60} seconds"


def german(second: int) -> str:
    minutes = f"{second // 60} Minuten " if second >= 60 else ""
    return f"{minutes}{second % 60} Sekunden"


def initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


TIMED: dict[str, Head] = {
    "teams-screen": lambda name, at: f"{name}\n{english(at)}\n{clock(at)}\n{name} {english(at)}",
    "teams-screen-german": lambda name, at: f"{initials(name)}\n{name}\n{german(at)}\n{clock(at)}\n{name} {german(at)}",
    "teams-screen-joined": lambda name, at: f"{name}\n{english(at)}{clock(at)}\n{name} {english(at)}",
    "two-lines": lambda name, at: f"{name}\n{clock(at)}",
    "time-above": lambda name, at: f"0{clock(at)}\n{name}",
    "badges": lambda name, at: f"{initials(name)}\n{name}\nHost\n00:0{clock(at)}",
    "happy-scribe": lambda name, at: f"[00:0{clock(at)}.00] - {name}",
    "at-sign": lambda name, at: f"@{clock(at)} - {name}",
    "dash": lambda name, at: f"{name} - {clock(at)}",
    "bar": lambda name, at: f"{clock(at)} | {name}",
    "comma": lambda name, at: f"{name}, {clock(at)}",
    "heading": lambda name, at: f"### {name} ({clock(at)})",
    "bold": lambda name, at: f"**{name}**\n{clock(at)}\n",
    "zoom-captions": lambda name, at: f"[{name}] 00:0{clock(at)}",
}


@pytest.mark.parametrize("layout", TIMED)
def test_head_of_a_turn_is_no_speech(layout: str, read: Read) -> None:
    text = "\n\n".join(f"{TIMED[layout](name, at)}\n{words}" for name, words, at in TALK)
    (document,) = read("a.md", text).documents
    assert words_of(document) == [(name, words) for name, words, _ in TALK]
    assert [turn.time_s for turn in document.turns] == [float(at) for _, _, at in TALK]
    assert [turn.role for turn in document.turns] == ["interviewer", "participant"] * 3


@pytest.mark.parametrize(
    "head",
    [
        "{}, [03.08.26 12:31]", "{}, [8/3/2026 1:04 PM]", "{} — Today at 1:04 PM", "{}  1:04 PM", "{} [1:04 PM]",
        "[03.08. 12:31] {}", "{}\n  1:04 PM",
    ],
)  # fmt: skip
def test_copied_messages_have_no_time_in_the_recording(head: str, read: Read) -> None:
    text = "\n\n".join(f"{head.format(name)}\n{words}" for name, words, _ in TALK)
    (document,) = read("a.txt", text).documents
    assert words_of(document) == [(name, words) for name, words, _ in TALK]
    assert {turn.time_s for turn in document.turns} == {None}


def test_teams_screen_continues_a_speaker_without_the_name(read: Read) -> None:
    text = (
        f"{ASKS}\n0 minutes 4 seconds\n0:04\n{ASKS} 0 minutes 4 seconds\nHow was it?\n\n"
        f"{ANSWERS}\n0 minutes 9 seconds\n0:09\n{ANSWERS} 0 minutes 9 seconds\nSlow. It took 5 minutes\n"
        f"0:15\n{ANSWERS} 0 minutes 15 seconds\nand then it broke.\n\n"
        f"{ASKS}\n0 minutes 44 seconds\n0:44\n{ASKS} 0 minutes 44 seconds\nOh?\n"
    )
    assert words_of(read("a.txt", text).documents[0]) == [
        (ASKS, "How was it?"), (ANSWERS, "Slow. It took 5 minutes"), (ANSWERS, "and then it broke."), (ASKS, "Oh?")
    ]  # fmt: skip


def test_line_of_speech_that_ends_with_a_time_is_no_head(read: Read) -> None:
    text = (
        f"{ANSWERS}  0:05\nI waited:\nThat took 3 minutes\nand then\nAt half past 10:30\nit went on.\n\n"
        f"{ASKS}  0:35\nHow long?\n\n{ANSWERS}  0:50\nForever.\n\n{ASKS}  1:02\nOh.\n"
    )
    assert len(read("a.txt", text).documents[0].turns) == 4


def test_repeated_words_between_times_are_no_speaker(read: Read) -> None:
    lines = [
        "So I went to the shop",
        "Okay",
        "and bought a lamp",
        "Okay",
        "which was too dark",
        "Okay",
        "and that was it",
    ]
    with pytest.raises(NothingReadableError, match="time codes"):
        read("a.rtf", r"{\rtf1 " + "".join(rf"0:{n:02d}\par {line}\par " for n, line in enumerate(lines)) + "}")


MARKED = ["{}", "## {}", "#### {}", "### **{}:**", "**{}**", "[{}]", "**{}**:"]


@pytest.mark.parametrize("mark", MARKED)
@pytest.mark.parametrize("names", [("Speaker 0", "Speaker 1"), (ASKS, ANSWERS)])
def test_marked_names_are_speakers(mark: str, names: tuple[str, str], read: Read) -> None:
    labels = dict(zip((ASKS, ANSWERS), names, strict=True))
    text = "\n\n".join(f"{mark.format(labels[name])}\n\n{words}" for name, words, _ in TALK)
    (document,) = read("a.md", text).documents
    assert words_of(document) == [(labels[name], words) for name, words, _ in TALK]
    assert [turn.role for turn in document.turns] == ["interviewer", "participant"] * 3


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_plain_names_above_the_words_are_speakers(gap: str, read: Read) -> None:
    text = "\n\n".join(f"{name}{gap}{words}" for name, words, _ in TALK)
    assert words_of(read("a.txt", text).documents[0]) == [(name, words) for name, words, _ in TALK]


def test_short_answers_are_no_names(read: Read) -> None:
    asks = ("Did you go?", "Was it full?", "Did you stay?", "Will you go again?")
    text = "\n\n".join(f"{ask}\n\n{answer}" for ask, answer in zip(asks, ("Yes", "No", "Yes", "No"), strict=True))
    assert read("a.txt", text).sources[0].reader == "notes"


def test_marked_name_that_occurs_once_is_a_speaker_too(read: Read) -> None:
    text = "\n".join(f"#### {name}\n{words}" for name, words, _ in TALK) + "\n#### Mia Roth\nNot for me.\n"
    assert words_of(read("a.md", text).documents[0])[-1] == ("Mia Roth", "Not for me.")


@pytest.mark.parametrize(
    "text",
    [
        "## Desk\n### Good\nKind.\n### Bad\nWhy so long?\n## Shelf\n### Good\nFull.\n### Bad\nWhere was the price?\n",
        "# Visit\n\n## Till\nIt was loud.\n\n## Till\nStill loud.\n\n## Exit\nQuiet.\n\n## Exit\nQuiet.\n",
        "[Pause]\nIt was loud.\n\n[Laughter]\nReally?\n\n[Pause]\nYes.\n\n[Laughter]\nOh?\n",
    ],
)
def test_topics_and_remarks_are_no_speakers(text: str, read: Read) -> None:
    assert read("a.md", text).sources[0].reader == "notes"


def test_words_that_belong_to_no_turn_are_counted(read: Read) -> None:
    text = "\n\n".join(f"{name}  {clock(at)}\n{words}" for name, words, at in TALK[:2])
    text += "\n\n## Second part\n\nthree lost words\n\n" + "\n\n".join(
        f"{name}  {clock(at)}\n{words}" for name, words, at in TALK[2:]
    )
    corpus = read("a.md", "word " * 50 + "\n\n" + text)
    assert [words for _, _, words in turns_of(corpus.documents[0])] == [words for _, words, _ in TALK]
    notes = " ".join(corpus.sources[0].notes)
    assert "3 words below headings" in notes
    assert "50 words above the first turn" in notes
