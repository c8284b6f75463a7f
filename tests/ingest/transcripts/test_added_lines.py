"""Lines of tools and notes of observers inside a talk are in no turn and no question, and are counted."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read, words_of

TURNS = [
    ("Ines", "Wie laden Sie das Rad?"), ("Ole", "Über Nacht, gleich neben der alten Heizung."),
    ("Ines", "Und im Winter?"), ("Ole", "Im Flur."),
]  # fmt: skip
TOOL_LINES = [
    "ACTION ITEM: Ole schickt ein Foto - WATCH: https://talks.example/x?t=12",
    "SCREEN SHARING: Ole started screen sharing - WATCH: https://talks.example/x?t=9",
    "**HIGHLIGHT:** charging at night",
    "Highlight: charging at night",
    "Recording stopped",
    "Die Aufzeichnung wurde beendet.",
    "Ole Roth (Gast) left the meeting",
    "Chapter 2: Winter (03:12)",
    "Kapitel 3 – Abschluss 12:40",
]
NOTES = [
    "Notiz: Ole zeigt auf den Akku.",
    "Notiz Beobachterin (Falk): Ole zögert, Akku fotografieren!",
    "Observer note: points at the battery, smiles",
    "Anmerkung der Interviewerin: kurze Störung.",
    "Postskript: Das Gespräch fand im Hof statt.",
    "[Anm. d. Interviewerin: Hund kommt herein, was nun?]",
    "Moderator's note: ask again?",
]


def talk(added: str, gap: str = "\n\n") -> str:
    lines = [f"{name}: {words}" for name, words in TURNS]
    return gap.join([*lines[:2], added, *lines[2:]]) + "\n"


@pytest.mark.parametrize("line", [*TOOL_LINES, *NOTES])
def test_an_added_line_is_in_no_turn_and_counted(read: Read, line: str) -> None:
    corpus = read("a.txt", talk(line))
    assert words_of(corpus.documents[0]) == TURNS
    (note,) = [note for note in corpus.sources[0].notes if "nobody said them" in note or "remark in brackets" in note]
    assert note.endswith("1.")


@pytest.mark.parametrize("line", [TOOL_LINES[0], TOOL_LINES[4], NOTES[0], NOTES[1], NOTES[2]])
def test_it_needs_no_empty_lines(read: Read, line: str) -> None:
    assert words_of(read("a.txt", talk(line, "\n")).documents[0]) == TURNS


def test_an_added_line_below_a_question_is_in_no_question(read: Read) -> None:
    text = talk("").replace("Rad?\n", "Rad?\n\nACTION ITEM: Ines sends a voucher - WATCH: https://talks.example/9\n")
    (document,) = read("a.txt", text).documents
    assert [turn.question for turn in document.turns] == ["", "Wie laden Sie das Rad?", "", "Und im Winter?"]


def test_repeated_lines_of_a_tool_are_no_speaker(read: Read) -> None:
    added = "ACTION ITEM: Ole schickt ein Foto\n\nACTION ITEM: Ines schickt den Gutschein"
    assert words_of(read("a.txt", talk(added)).documents[0]) == TURNS


def test_a_note_at_the_end_takes_its_paragraph(read: Read) -> None:
    text = talk("").rstrip() + "\n\nNotiz Beobachter (Falk): war angespannt.\nRücksprache mit der Werkstatt.\n"
    assert words_of(read("a.txt", text).documents[0]) == TURNS


def test_a_note_in_brackets_inside_a_turn_is_cut_out(read: Read) -> None:
    text = talk("").replace("Im Flur.", "Im Flur. [Anm. d. Interviewerin: zeigt dorthin] Da ist es warm.")
    assert words_of(read("a.txt", text).documents[0]) == [*TURNS, ("Ole", "Da ist es warm.")]


def test_a_gesture_within_a_sentence_leaves_it_whole(read: Read) -> None:
    words = "Ich gehe [Anm.: zeigt nach links] zum Keller."
    assert words_of(read("a.txt", talk("").replace("Im Flur.", words)).documents[0])[-1] == ("Ole", words)


def test_a_bare_time_with_a_title_counts_between_the_times_of_the_turns(read: Read) -> None:
    turns = "Ines  0:05\nWie war es?\n\nOle  0:09\nGut.\n\n{}\n\nInes  1:00\nUnd dann?\n\nOle  1:09\nAuch gut.\n"
    expected = [("Ines", "Wie war es?"), ("Ole", "Gut."), ("Ines", "Und dann?"), ("Ole", "Auch gut.")]
    assert words_of(read("a.txt", turns.format("0:40 Laden im Winter")).documents[0]) == expected
    kept = words_of(read("b.txt", turns.format("7:30: aufstehen")).documents[0])
    assert ("Ole", "Gut.\n\n7:30: aufstehen") in kept


@pytest.mark.parametrize(
    "words",
    [
        "Ich lese mal vor:\nHinweis: Der Akku ist leer.\nDas war alles.",
        "Auf dem Zettel stand:\nMilch: 2\nNotiz: Akku laden\nEier: 6",
        "Recording stopped, and then I called them.",
        "Wir haben dann die Besprechung verlassen.",
    ],
)
def test_what_somebody_reads_aloud_or_tells_stays(read: Read, words: str) -> None:
    text = talk("").replace("Im Flur.", words)
    assert words_of(read("a.txt", text).documents[0])[-1] == ("Ole", words)


def test_notes_without_speakers_keep_such_lines(read: Read) -> None:
    (document,) = read("a.txt", "Ole lädt nachts.\n\nNotiz: Akku im Flur.\n").documents
    assert "Notiz: Akku im Flur." in " ".join(words for _, words in words_of(document))


@pytest.mark.parametrize("badge", ["RO", "OR", "R"])
def test_initials_above_a_name_in_the_order_of_a_directory(read: Read, badge: str) -> None:
    head = "{}\n{name}\n0 Minuten {n} Sekunden0:0{n}\n{name} 0 Minuten {n} Sekunden\n{words}\n"
    asks, answers = "Ines Falk", "Roth, Ole (Extern)"
    text = "".join(
        head.format("IF" if name == asks else badge, name=name, n=n, words=words)
        for n, (name, words) in enumerate(
            [(asks, "Wie war es?"), (answers, "Gut."), (asks, "Und?"), (answers, "Nett.")]
        )
    )
    assert [words for _, words in words_of(read("a.txt", text).documents[0])] == [
        "Wie war es?",
        "Gut.",
        "Und?",
        "Nett.",
    ]


@pytest.mark.parametrize(
    "line", ["Notiz Ferdi: These stimmt, Schloss tauschen.", "Task 2: Open the lid.", "Aufgabe 3 - Deckel öffnen."]
)
def test_tasks_and_signed_notes_between_turns_are_nobodys_words(read: Read, line: str) -> None:
    corpus = read("a.txt", f"I: Was sehen Sie?\nB: Einen Deckel.\n\n{line}\n\nI: Und nun?\nB: Er klemmt.\n")
    assert words_of(corpus.documents[0])[1] == ("B", "Einen Deckel.")
    assert "nobody said them" in " ".join(corpus.sources[0].notes)


@pytest.mark.parametrize("line", ["Aufgabe 3 war leicht, Deckel auf.", "Notizen mache ich nie: zu umständlich."])
def test_what_is_said_about_tasks_and_notes_stays(read: Read, line: str) -> None:
    (document,) = read(
        "a.txt", f"I: Was sehen Sie?\nB: Einen Deckel.\n\n{line}\n\nI: Und nun?\nB: Er klemmt.\n"
    ).documents
    assert line in words_of(document)[1][1]


def test_the_heads_and_feet_of_pages_are_no_words_of_the_turns_around_them(read: Read) -> None:
    pages = [f"Studie Rad / Band 2, Seite {n} von 4" for n in (1, 2, 3)]
    lines = [f"{name}: {words}" for name, words in TURNS]
    corpus = read("a.txt", "\n".join([lines[0], lines[1], pages[0], "\x0c" + pages[1], *lines[2:], pages[1], pages[2]]))
    assert [words for _, words in words_of(corpus.documents[0])] == [words for _, words in TURNS]
    assert any("heads and feet of pages 4" in note for note in corpus.sources[0].notes)


def test_a_page_that_is_spoken_of_stays(read: Read) -> None:
    corpus = read(
        "a.txt", "Ines: Wo steht das?\nOle: Moment.\nIm Heft auf Seite 3\nInes: Und das?\nOle: Auf Seite 4.\n"
    )
    assert any("Seite 3" in words for _, words in words_of(corpus.documents[0]))


def test_a_table_between_the_turns_is_nobodys_and_named(read: Read) -> None:
    rows = "| Funktion | Note | Wortlaut |\n| --- | --- | --- |\n| Licht | 2 | Geht dauernd aus. |"
    corpus = read("a.txt", talk(rows))
    assert all("Licht" not in words and "---" not in words for _, words in words_of(corpus.documents[0]))
    assert any(note.startswith("A table between the turns was left out (2 rows)") for note in corpus.sources[0].notes)


def test_a_task_between_turns_on_lines_of_their_own_is_a_title(read: Read) -> None:
    lines = [f"{name}: {words}" for name, words in TURNS]
    corpus = read("a.txt", "\n".join([*lines[:2], "Aufgabe 2: Suchen Sie ein Schloss unter 30 Euro.", *lines[2:]]))
    assert words_of(corpus.documents[0]) == TURNS
