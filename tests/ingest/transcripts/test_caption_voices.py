"""Who speaks in captions: names in brackets or inside a line, and marks of a change without a name."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read, turns_of, words_of


def srt(*cues: str) -> str:
    return "".join(f"{n}\n00:00:{2 * n:02d},000 --> 00:00:{2 * n + 1:02d},500\n{cue}\n\n" for n, cue in enumerate(cues))


@pytest.mark.parametrize("label", ["[SPEAKER_0{}] ", "[Speaker {}]: ", "(speaker {})\n", "Speaker {}: "])
def test_voices_several_labelled_turns_in_a_cue(read: Read, label: str) -> None:
    asks, answers = label.format(0), label.format(1)
    text = srt(f"{asks}Wo kaufen Sie?", f"{answers}Online. {asks}Immer? {answers}Meist.", f"{asks}Und warum?")
    (document,) = read("a.srt", text).documents
    assert [words for _, words in words_of(document)] == ["Wo kaufen Sie?", "Online.", "Immer?", "Meist.", "Und warum?"]
    speakers = [speaker for speaker, _ in words_of(document)]
    assert speakers[0] == speakers[2] == speakers[4] != speakers[1] == speakers[3]


def test_voices_first_names_in_brackets_are_speakers_and_sounds_are_not(read: Read) -> None:
    text = srt("[Jana] Wo hakt es?", "[Udo] Beim Zahlen. [lacht] Immer.", "[Jana] Und?", "[Udo] [Musik] Sonst gut.")
    assert words_of(read("a.srt", text).documents[0]) == [
        ("Jana", "Wo hakt es?"),
        ("Udo", "Beim Zahlen. [lacht] Immer."),
        ("Jana", "Und?"),
        ("Udo", "[Musik] Sonst gut."),
    ]


def test_voices_repeated_sounds_above_words_are_no_speakers(read: Read) -> None:
    text = srt("[Applause]\nthank you", "[Applause]\nso we start", "[Music]\nwith the shop", "[Music]\nand its door")
    (document,) = read("a.srt", text).documents
    assert {turn.speaker for turn in document.turns} == {""}


def test_voices_every_cue_with_a_name_names_also_those_who_speak_once(read: Read) -> None:
    text = srt("Jana: Wer war dort?", "udo: Ich.", "Mia van Moll: Ich auch.", "Jana: Gut.", "Jana: Danke.")
    assert [speaker for speaker, _ in words_of(read("a.srt", text).documents[0])] == [
        "Jana", "udo", "Mia van Moll", "Jana",
    ]  # fmt: skip


@pytest.mark.parametrize("mark", [">> ", ">>", ">>> ", "&gt;&gt; ", "- ", "– ", "-"])
def test_voices_unnamed_changes_are_two_people_when_every_other_turn_asks(read: Read, mark: str) -> None:
    cues = ["Wie finden Sie her?", "Mit dem Bus.\nEr kommt selten.", "Und zurück?", "Zu Fuß.", "Warum?", "Kein Bus."]
    corpus = read("a.srt", srt(*(mark + cue for cue in cues)))
    assert turns_of(corpus.documents[0])[:2] == [
        ("Interviewer", "interviewer", "Wie finden Sie her?"),
        ("Interviewee", "participant", "Mit dem Bus. Er kommt selten."),
    ]
    assert len(corpus.documents[0].turns) == 6
    assert any("changes of speaker without names" in note for note in corpus.sources[0].notes)


def test_voices_two_dashes_in_a_cue_are_two_turns(read: Read) -> None:
    text = srt("- Sind Sie zufrieden?\n- Kaum.", "- Was fehlt?\n- Zeit.", "- Sonst?\n- Nein.")
    assert [words for _, words in words_of(read("a.srt", text).documents[0])] == [
        "Sind Sie zufrieden?", "Kaum.", "Was fehlt?", "Zeit.", "Sonst?", "Nein.",
    ]  # fmt: skip


def test_voices_unclear_changes_are_turns_of_their_own_and_a_note_counts_the_words(read: Read) -> None:
    text = srt(">> I like the hall.", ">> Me too. >> It is loud, though.", "And cold.", ">> Not in May. Why?")
    corpus = read("a.srt", text)
    assert [words for _, words in words_of(corpus.documents[0])] == [
        "I like the hall.", "Me too.", "It is loud, though. And cold.", "Not in May. Why?",
    ]  # fmt: skip
    assert any("marks 4 changes of speaker" in note and "the 16 words" in note for note in corpus.sources[0].notes)


def test_voices_unnamed_change_between_two_named_people_is_the_other_one(read: Read) -> None:
    text = srt(">> JANA: Was war gut?", ">> UDO: Der Hof.", ">> Und schlecht?", ">> Der Lärm.\nDie ganze Nacht.")
    assert words_of(read("a.srt", text).documents[0]) == [
        ("JANA", "Was war gut?"), ("UDO", "Der Hof."), ("JANA", "Und schlecht?"), ("UDO", "Der Lärm. Die ganze Nacht."),
    ]  # fmt: skip


def test_voices_unnamed_change_among_more_people_is_nobody_and_counted(read: Read) -> None:
    text = srt(">> JANA: Was war gut?", ">> UDO: Der Hof.", ">> MIA MOLL: Ja.", ">> Und der Baum", "im Garten.")
    corpus = read("a.srt", text)
    assert words_of(corpus.documents[0])[3] == ("Unknown speaker", "Und der Baum im Garten.")
    assert "1 changes of speaker ('>>') have no name: 5 words are of 'Unknown speaker'." in corpus.sources[0].notes


def test_voices_a_path_with_chevrons_is_no_change_of_speaker(read: Read) -> None:
    text = srt("Ich ging auf Menü >> Konto >> Adresse.", "Dann war Schluss.")
    assert words_of(read("a.srt", text).documents[0]) == [
        ("", "Ich ging auf Menü >> Konto >> Adresse. Dann war Schluss."),
    ]  # fmt: skip
