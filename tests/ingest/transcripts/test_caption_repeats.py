"""Rolling captions, loops of recognisers and sentences that nobody says: folded, counted, and nothing else touched."""

from __future__ import annotations

import json

import pytest

from tests.ingest.transcripts.turns import Read, words_of
from voc.ingest.transcripts.caption_repeats import fold_repeats, fold_rolling
from voc.ingest.transcripts.caption_turns import Caption

LINES = ["am Montag war ich", "zum ersten Mal dort", "und fand die Tür nicht", "weil kein Schild hing", "das war dumm"]


def cues(*texts: str) -> str:
    return "".join(
        f"00:00:{2 * n:02d}.000 --> 00:00:{2 * n + 1:02d}.500 align:start\n{text}\n\n" for n, text in enumerate(texts)
    )


def test_repeats_automatic_captions_of_youtube_count_each_line_once(read: Read) -> None:
    parts, before = [], " "
    for line in LINES:
        first, rest = line.split(" ", 1)
        parts += [f"{before}\n{first}<00:00:01.000><c> {rest}</c>", f"{line}\n "]
        before = line
    corpus = read("a.vtt", "WEBVTT\nKind: captions\nLanguage: de\n\n" + cues(*parts))
    assert " ".join(words for _, words in words_of(corpus.documents[0])) == " ".join(LINES)
    assert any("37 words were folded" in note for note in corpus.sources[0].notes)


def test_repeats_captions_that_grow_count_once() -> None:
    texts = ["so I", "so I went", "so I went to\nthe desk", "and there", "and there was\nnobody"]
    folded, n_words = fold_rolling(texts)
    assert " ".join(" ".join(folded).split()) == "so I went to the desk and there was nobody"
    assert n_words == 7


@pytest.mark.parametrize(
    "texts",
    [
        ["Ja.", "Ja.", "Ja, genau.", "Nein.", "Nein."],
        ["Das war gut.", "Das war gut.", "Und dann kam sie.", "Sie kam spät.", "Zu spät.", "Leider."],
    ],
)
def test_repeats_what_people_say_twice_stays(texts: list[str]) -> None:
    assert fold_rolling(texts) == (texts, 0)
    captions = [Caption(0.0, 1.0, "A", text) for text in texts]
    assert fold_repeats(captions).captions == captions
    assert fold_repeats(captions).notes == ()


def test_repeats_loop_of_a_sentence_is_folded_across_and_inside_captions(read: Read) -> None:
    texts = ["Die Karte war alt.", *["Ich bin nicht sicher."] * 5, "Wir gingen. " + "Nein, so nicht. " * 4, "Ende."]
    segments = [{"start": n, "end": n + 1, "text": f" {text}"} for n, text in enumerate(texts)]
    corpus = read("a.json", json.dumps({"segments": segments}))
    # The loop takes the place of a pause, so that a new paragraph begins behind it.
    assert [words for _, words in words_of(corpus.documents[0])] == [
        "Die Karte war alt. Ich bin nicht sicher.",
        "Wir gingen. Nein, so nicht. Ende.",
    ]
    assert any(note.endswith("one round: 2, with 25 words left out.") for note in corpus.sources[0].notes)


def test_repeats_loop_ends_with_the_speaker() -> None:
    captions = [Caption(0.0, 1.0, "AB"[n % 2], "Das sehe ich auch so.") for n in range(6)]
    assert fold_repeats(captions).captions == captions


def test_repeats_words_said_a_few_times_and_dictated_letters_are_no_loop() -> None:
    captions = [Caption(0.0, 1.0, "A", "ja ja ja ja ja"), Caption(1.0, 2.0, "A", "0 0 0 0 0 0 0 0 0 0 0 0 a a a a a a")]
    assert fold_repeats(captions).captions == captions


@pytest.mark.parametrize(
    "sentence",
    [
        "untertitel der amara org community", "subtitles by the amara org community",
        "Untertitel der Amara.org-Community", "Untertitel im Auftrag des ZDF für funk, 2017",
        "Untertitelung des ZDF, 2020", "Untertitelung. BR 2018", "SWR 2021", "Vielen Dank fürs Zuschauen!",
        "Thanks for watching!", "Thank you for watching.", "Please subscribe to my channel.",
        "Subtitles by the Amara.org community", "Sous-titres réalisés par la communauté d'Amara.org",
    ],
)  # fmt: skip
def test_repeats_invented_sentences_are_left_out_and_counted(read: Read, sentence: str) -> None:
    corpus = read("a.vtt", "WEBVTT\n\n" + cues("Das Fach klemmt.", sentence, f"Sehr sogar. {sentence}"))
    assert words_of(corpus.documents[0]) == [("", "Das Fach klemmt. Sehr sogar.")]
    assert any(note.endswith("were left out: 2.") for note in corpus.sources[0].notes)


@pytest.mark.parametrize(
    "sentence",
    ["Vielen Dank.", "Thanks for watching the kids.", "Untertitel im Auftrag des ZDF mag ich.", "Das war der SWR."],
)
def test_repeats_what_people_may_say_stays(read: Read, sentence: str) -> None:
    corpus = read("a.vtt", "WEBVTT\n\n" + cues("Das Fach klemmt.", sentence))
    assert words_of(corpus.documents[0]) == [("", f"Das Fach klemmt. {sentence}")]


def test_repeats_sounds_alone_are_no_words(read: Read) -> None:
    corpus = read("a.vtt", "WEBVTT\n\n" + cues("[Music]", "Das Fach klemmt.", "♪♪", "(lacht)", "Sehr."))
    assert words_of(corpus.documents[0]) == [("", "Das Fach klemmt."), ("", "Sehr.")]
    assert "Captions of a sound alone ([Music]) were left out: 3." in corpus.sources[0].notes
