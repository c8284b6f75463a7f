"""What meeting tools and researchers write above and below a talk is nobody's words."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read, words_of

TALK = "Ines: Wie lagern Sie die Ski?\n\nOle: Im Keller.\n\nInes: Und die Schuhe?\n\nOle: Neben der Heizung.\n"
TURNS = [("Ines", "Wie lagern Sie die Ski?"), ("Ole", "Im Keller."), ("Ines", "Und die Schuhe?"),
         ("Ole", "Neben der Heizung.")]  # fmt: skip
LIST = "- Ines: Gutschein schicken\n- Ole: Fotos schicken\n"


@pytest.mark.parametrize("title", ["Summary", "Zusammenfassung:", "**Key takeaways**", "## AI Summary", "📝 Notizen"])
def test_a_section_below_the_talk_is_left_out_and_counted(read: Read, title: str) -> None:
    corpus = read("a.txt", f"{TALK}\n{title}\n\nOle lagert alles feucht.\n\nAction items\n{LIST}")
    assert words_of(corpus.documents[0]) == TURNS
    (note,) = [note for note in corpus.sources[0].notes if note.startswith("Left out as summaries")]
    assert "Action items" in note
    assert "words)." in note


def test_sections_above_the_talk_end_at_its_heading(read: Read) -> None:
    tasks = "Ines: Gutschein schicken\nOle: Fotos schicken\nInes: Bericht schreiben\n"
    text = f"Meeting notes\n\nOle lagert feucht.\n\nNächste Schritte\n\n{tasks}\nTranskript\n\n{TALK}"
    assert words_of(read("a.txt", text).documents[0]) == TURNS


def test_a_list_of_tasks_without_dashes_below_a_long_talk(read: Read) -> None:
    text = TALK * 3 + "\nNext steps\nInes: Gutschein schicken\nOle: Fotos schicken\n"
    assert words_of(read("a.txt", text).documents[0]) == TURNS * 3


def test_a_section_ends_at_the_next_interview(read: Read) -> None:
    text = f"Interview 1\n\n{TALK}\nFazit\nLagert feucht.\n\nInterview 2\n\n{TALK}\nFazit\nEbenso.\n"
    assert [words_of(document) for document in read("a.txt", text).documents] == [TURNS, TURNS]


@pytest.mark.parametrize("title", ["Zusammenfassung", "Nächste Schritte"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_topic_of_the_talk_is_kept(read: Read, title: str, gap: str) -> None:
    second = [("Ines", "Was nehmen Sie mit?"), ("Ole", "Nichts weiter.")]
    text = TALK.replace("\n\n", gap).strip() + f"{gap}{title}{gap}" + gap.join(": ".join(turn) for turn in second)
    corpus = read("a.txt", text)
    assert words_of(corpus.documents[0]) == [*TURNS, *second]
    assert "Left out as summaries" not in " ".join(corpus.sources[0].notes)


def test_notes_without_a_talk_are_read(read: Read) -> None:
    (document,) = read("a.txt", "Zusammenfassung\n\nSie lagert die Ski im Keller.\n").documents
    assert ("", "Sie lagert die Ski im Keller.") in words_of(document)


@pytest.mark.parametrize("title", ["Auswertung (Testleitung)", "**Auswertung**", "Evaluation", "Notes (Ines)"])
def test_what_the_researcher_writes_below_a_talk_is_no_answer(read: Read, title: str) -> None:
    corpus = read(
        "a.txt", f"{TALK.replace(chr(10) * 2, chr(10)).strip()}\n{title}\nSUS: 62\nFindet den Keller nicht.\n"
    )
    assert words_of(corpus.documents[0]) == TURNS
