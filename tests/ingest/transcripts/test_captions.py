"""Captions with names, voices or nobody; and talks in tables, which are joined like captions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.ingest.transcripts.turns import Read, turns_of, words_of
from voc.ingest.transcripts import captions

ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:03.000
Ada Berg: Willkommen. Was stört Sie?

2
00:00:03.500 --> 00:00:05.000
Ben Tal: Die Suche:

3
00:00:05.500 --> 00:00:07.000
Ben Tal: sie findet nichts.

4
00:00:07.500 --> 00:00:08.000
Gar nichts.

5
00:00:09.000 --> 00:00:10.000
Ada Berg: Und sonst? Was noch?

6
00:00:11.000 --> 00:00:12.000
Ben Tal: Nichts.

7
00:00:13.000 --> 00:00:14.000
Ada Berg: Wirklich?
"""


TEAMS = """WEBVTT

3f2a/14-0
00:00:01.000 --> 00:00:03.000
<v Müller, Anna (Extern)>Tom &amp; Jerry
sind da.</v>

3f2a/15-0
00:00:03.000 --> 00:00:04.000
<v Müller, Anna (Extern)>Ja.</v><v Kaya, Cem>Nein &lt;3.</v>

3f2a/15-1
00:00:05.000 --> 00:00:06.000
weiter so
"""


def test_captions_zoom_joins_cues_of_one_speaker(read: Read) -> None:
    corpus = read("a.vtt", ZOOM)
    (document,) = corpus.documents
    assert turns_of(document)[:3] == [
        ("Ada Berg", "interviewer", "Willkommen. Was stört Sie?"),
        ("Ben Tal", "participant", "Die Suche: sie findet nichts. Gar nichts."),
        ("Ada Berg", "interviewer", "Und sonst? Was noch?"),
    ]
    assert document.turns[1].time_s == 3.5
    assert "asks most" in " ".join(corpus.sources[0].notes)


def test_captions_teams_voices_entities_and_names_with_commas(read: Read) -> None:
    (document,) = read("a.vtt", TEAMS).documents
    assert [(label, words) for label, _, words in turns_of(document)] == [
        ("Anna Müller", "Tom & Jerry sind da. Ja."),
        ("Cem Kaya", "Nein <3. weiter so"),
    ]


def test_captions_srt_without_names_is_one_participant_and_says_so(read: Read) -> None:
    corpus = read(
        "a.srt", "1\n00:00:01,000 --> 00:00:02,500\nguten tag\n\n2\n00:00:09,000 --> 00:00:10,000\n<i>bis bald</i>\n"
    )
    assert [words for _, _, words in turns_of(corpus.documents[0])] == ["guten tag", "bis bald"]
    assert [turn.time_s for turn in corpus.documents[0].turns] == [1.0, 9.0]
    assert "No speakers are named" in corpus.sources[0].notes[0]
    assert len(corpus.respondents) == 1


def test_captions_note_and_style_blocks_are_no_speech(read: Read) -> None:
    text = "WEBVTT\n\nNOTE by a tool\nand more\n\nSTYLE\n::cue {color: red}\n\n00:01.000 --> 00:02.000\n"
    text += "<v Ada>Hallo.\n"
    (document,) = read("a.vtt", text).documents
    assert turns_of(document) == [("Ada", "participant", "Hallo.")]


def test_captions_without_empty_lines_between_cues(read: Read) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\neins\n2\n00:00:02,000 --> 00:00:03,000\nzwei\n"
    assert [words for _, _, words in turns_of(read("a.srt", text).documents[0])] == ["eins zwei"]


def test_captions_colons_in_speech_are_no_names(read: Read) -> None:
    text = ZOOM.replace("sie findet nichts.", "so: nichts.").replace("Gar nichts.", "Also: gar nichts.")
    (document,) = read("a.vtt", text).documents
    assert turns_of(document)[1][2] == "Die Suche: so: nichts. Also: gar nichts."


NAMES = st.sampled_from(["Ada Berg", "Ben Tal", "Kaya, Cem"])


WORDS = st.text(st.sampled_from("abc äöü"), min_size=1, max_size=30).map(lambda text: "x" + " ".join(text.split()))


# The same words several times in a row would be a loop of the recogniser, which is folded.
@given(st.lists(st.tuples(NAMES, WORDS), min_size=3, max_size=15, unique_by=lambda item: item[1]))
def test_captions_voices_written_out_are_read_back(talk: list[tuple[str, str]]) -> None:
    cues = [f"00:00:{n:02d}.000 --> 00:00:{n:02d}.900\n<v {name}>{words}</v>" for n, (name, words) in enumerate(talk)]
    transcript = captions.read_captions("WEBVTT\n\n" + "\n\n".join(cues) + "\n")
    expected: list[tuple[str, str]] = []
    for name, words in talk:
        if expected and expected[-1][0] == name:
            expected[-1] = (name, f"{expected[-1][1]} {words}")
        else:
            expected.append((name, words))
    assert [(item.label, transcript.text[item.start : item.end]) for item in transcript.utterances] == expected


def test_captions_with_names_in_brackets_and_two_speakers_a_cue(read: Read) -> None:
    text = "00:00:08.000 --> 00:00:12.000\n(Ada Berg)\nHallo, wie war es?\n\n"
    text += "00:00:12.000 --> 00:00:16.000\n(Ada Berg)\nUnd sonst?\n-\n \n(Ben Tal)\nGut, ja.\n\n"
    text += "00:00:16.000 --> 00:00:20.000\n(Ben Tal)\nSehr gut.\n"
    assert words_of(read("a.vtt", text).documents[0]) == [
        ("Ada Berg", "Hallo, wie war es? Und sonst?"),
        ("Ben Tal", "Gut, ja. Sehr gut."),
    ]


def test_talk_in_a_table_has_turns(read: Read) -> None:
    rows = 'timestamp,speaker,words\n,,(noise)\n[00:00:03],AB:,Who are you?\n,CD:,"It was me&#8212;well."\n'
    rows += ",AB:,And now?\n,CD:,Now?\n"
    (document,) = read("a.csv", rows + ",AB:,Why?\n,CD:,Because it rained.\n").documents
    assert [role for _, role, _ in turns_of(document)][:3] == ["other", "interviewer", "participant"]
    assert turns_of(document)[2][2] == "It was me—well."
    assert document.turns[1].time_s == 3.0


def test_captions_words_below_an_empty_line_inside_a_cue_are_kept(read: Read) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nLeitung: Wie war der Umzug?\n\n00:03.000 --> 00:05.000 line:91%\n\n"
    text += "Gast: Der Lift war defekt.\n\nDas hat Stunden gekostet.\n\n4\n00:06.000 --> 00:07.000\nLeitung: Und dann?"
    corpus = read("a.vtt", text + "\n\n00:08.000 --> 00:09.000\n\nGast: Wir haben getragen.\n")
    assert words_of(corpus.documents[0]) == [
        ("Leitung", "Wie war der Umzug?"),
        ("Gast", "Der Lift war defekt. Das hat Stunden gekostet."),
        ("Leitung", "Und dann?"),
        ("Gast", "Wir haben getragen."),
    ]
    assert "Cues with an empty line inside: 1. The words below it were read too." in corpus.sources[0].notes


def test_captions_ids_are_no_words_and_comments_and_footers_are_counted(read: Read) -> None:
    text = "WEBVTT\n\nNOTE Aufnahme im Lager\n\nteil-1\n00:01.000 --> 00:02.000\n<v Jana>Guten Tag.</v>\n\n"
    text += "NOTE\nhier lacht sie\n\nCue 2\n00:03.000 --> 00:04.000\n<v Jana>Bis bald.</v>\n"
    corpus = read("a.vtt", text + "\nGeprüft von der Leitung.\n")
    assert words_of(corpus.documents[0]) == [("Jana", "Guten Tag. Bis bald.")]
    assert "Comments (NOTE) were left out: 6 words." in corpus.sources[0].notes
    assert "Text above the first or below the last caption was left out: 4 words." in corpus.sources[0].notes


def test_captions_of_noscribes_editor_have_names_and_times_as_cues_of_their_own(read: Read) -> None:
    cues = []
    for second, (label, words) in enumerate([("S00", "Was fehlte Ihnen?"), ("S01", "Ein Plan vom Haus.")] * 2, start=1):
        times = f"00:00:0{second}.000 --> 00:00:0{second}.900"
        cues += [f"{times}\n<v {label}>{text}" for text in (f"{label}: ", f"[00:00:0{second}]", words)]
    corpus = read("a.vtt", "WEBVTT talk\n\nNOTE\nTranskribiert mit noScribe Vers. 0.7\n\n" + "\n\n".join(cues) + "\n")
    assert corpus.sources[0].reader == "noscribe-vtt"
    assert words_of(corpus.documents[0]) == [("S00", "Was fehlte Ihnen?"), ("S01", "Ein Plan vom Haus.")] * 2


def test_captions_of_noscribes_editor_show_renamed_speakers_and_pauses(read: Read) -> None:
    text = (
        "WEBVTT\n\nNOTE\nTranskribiert mit noScribe Vers. 0.6\n\n00:00.000 --> 01:16.400\n<v >(1 Minute[n] Pause) \n\n"
    )
    for second, (tag, name, words) in enumerate(
        [("S04", "Leitung", "Wie war es?"), ("S01", "Mia", "Voll&#x27;n Dank.")] * 2
    ):
        times = f"01:{20 + second}.000 --> 01:{20 + second}.900"
        text += "".join(f"{times}\n<v {tag}>{line}\n\n" for line in (f"{name}: ", f"[00:01:{20 + second}]", words))
    corpus = read("a.vtt", text)
    assert words_of(corpus.documents[0]) == [("Leitung", "Wie war es?"), ("Mia", "Voll'n Dank.")] * 2
    assert "Captions of a sound alone ([Music]) were left out: 1." in corpus.sources[0].notes


def test_captions_pasted_with_the_words_beside_the_times(read: Read) -> None:
    text = "".join(
        f"[00:00:0{2 * n}.000 --> 00:00:0{2 * n + 1}.500]  (speaker {n % 2}) Satz Nummer {n}.\n" for n in range(4)
    )
    assert words_of(read("a.txt", text).documents[0])[:2] == [
        ("speaker 0", "Satz Nummer 0."),
        ("speaker 1", "Satz Nummer 1."),
    ]


def test_captions_with_frames_and_the_speaker_above_the_words(read: Read) -> None:
    text = "00:00:01:12 - 00:00:04:02\nSpeaker 1\nWas war neu?\n\n00:00:04:02 - 00:00:09:00\nSpeaker 2\nDie Tür.\n\n"
    (document,) = read("a.txt", text + "00;00;09;00 - 00;00;11;00\nSpeaker 1\nUnd sonst?\n").documents
    assert words_of(document) == [
        ("Speaker 1", "Was war neu?"), ("Speaker 2", "Die Tür."), ("Speaker 1", "Und sonst?"),
    ]  # fmt: skip
    assert [turn.time_s for turn in document.turns] == [1.0, 4.0, 9.0]


def test_captions_sbv(read: Read) -> None:
    text = "0:00:01.100,0:00:03.000\nguten\nMorgen\n\n0:00:09.000,0:00:10.000\nbis bald\n"
    (document,) = read("a.sbv", text).documents
    assert [(turn.time_s, document.text[turn.start : turn.end]) for turn in document.turns] == [
        (1.1, "guten Morgen"), (9.0, "bis bald"),
    ]  # fmt: skip


def test_captions_without_names_say_how_many_questions_are_among_the_words(read: Read) -> None:
    text = "00:00:01.000 --> 00:00:02.000\n\nWie lange dauert es?\n\n00:00:03.000 --> 00:00:04.000\n\nEwig.\n\n"
    notes = read("a.txt", text + "00:00:05.000 --> 00:00:06.000\n\nUnd warum?\n").sources[0].notes
    assert notes[0].startswith("No speakers are named, and 2 questions are among the words")
