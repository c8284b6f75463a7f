"""Times on lines of their own with words below them."""

from __future__ import annotations

from tests.ingest.transcripts.turns import Read, words_of


def test_transcript_panel_of_youtube_has_times_and_no_durations(read: Read) -> None:
    text = "0:00\n0 Sekunden\nwillkommen im Laden\n0:04\n4 Sekunden\ndie Regale sind zu hoch\n1:05\n"
    text += "1 Minute, 5 Sekunden\n5 Leute warten\n1:02:00\n1 Stunde und 2 Minuten\nund das Licht ist grell\n"
    corpus = read("a.txt", text)
    (document,) = corpus.documents
    assert corpus.sources[0].reader == "youtube-panel"
    assert [(turn.time_s, document.text[turn.start : turn.end]) for turn in document.turns] == [
        (0.0, "willkommen im Laden"),
        (4.0, "die Regale sind zu hoch"),
        (65.0, "5 Leute warten"),
        (3720.0, "und das Licht ist grell"),
    ]


def test_the_language_below_the_panel_is_no_word(read: Read) -> None:
    text = "0:00\nwe came in early\n0:05\nand nobody was there\n0:09\nso we left again\nEnglish (auto-generated)\n"
    document = read("a.txt", text).documents[0]
    assert document.text[document.turns[-1].start : document.turns[-1].end] == "so we left again"


def test_times_above_names_are_no_panel(read: Read) -> None:
    text = "".join(f"00:0{n}:00\n**Jana Moll:** Satz {n}.\n\n**Udo Kern:** Antwort {n}.\n\n" for n in range(1, 5))
    corpus = read("a.md", text)
    assert corpus.sources[0].reader != "youtube-panel"
    assert {turn.speaker for turn in corpus.documents[0].turns} == {"Jana Moll", "Udo Kern"}


def test_panel_words_that_repeat_the_number_of_the_time_are_kept(read: Read) -> None:
    text = "0:01\nso we came in\n0:05\n5 people\nwere in front of us\n0:09\nand nobody moved\n"
    assert words_of(read("a.txt", text).documents[0])[1] == ("", "5 people were in front of us")


def test_panel_text_above_the_first_time_is_counted(read: Read) -> None:
    text = "Transcript of the visit\n\n0:00\nso we came in\n0:05\nand waited\n0:09\nand left\n"
    assert "Text above the first caption was left out: 4 words." in read("a.txt", text).sources[0].notes
