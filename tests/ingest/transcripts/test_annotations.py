"""ELAN, EXMARaLDA, Praat and TEI: what is said, in the order of the time line, without what annotates it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ingest.transcripts import transcript_writers as writers
from tests.ingest.transcripts.turns import TALK, Read, words_of
from voc.ingest import read_folder


def notes_of(corpus: object) -> tuple[str, ...]:
    return corpus.sources[0].notes  # type: ignore[attr-defined, no-any-return]


def test_elan_dependent_tiers_are_left_out_and_counted(read: Read) -> None:
    translation = '<TIER TIER_ID="en" PARENT_REF="Ben Tal"><ANNOTATION><REF_ANNOTATION ANNOTATION_REF="a1">'
    translation += "<ANNOTATION_VALUE>Not so well.</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>"
    text = writers.elan(TALK).replace("</ANNOTATION_DOCUMENT>", f"{translation}</ANNOTATION_DOCUMENT>")
    corpus = read("a.eaf", text.replace('TIER_ID="Ada Berg"', 'TIER_ID="tier 1" PARTICIPANT="Ada Berg"'))
    assert words_of(corpus.documents[0]) == [(speech.speaker, speech.words) for speech in TALK]
    assert "Annotations that are not speech were left out: 3 words ('en')." in notes_of(corpus)


def test_exmaralda_joins_events_that_cut_words_and_counts_descriptions(read: Read) -> None:
    description = '<tier id="D" speaker="SPK1" category="nv" type="d"><event start="T1" end="E1">nickt lange</event>'
    text = writers.exmaralda(TALK).replace("</basic-body>", f"{description}</tier></basic-body>")
    cut = '<event start="T3" end="M">Dann ka</event><event start="M" end="E3">m '
    assert '<event start="T3" end="E3">Dann kam ' in text
    text = text.replace('<event start="T3" end="E3">Dann kam ', cut)
    text = text.replace('<tli id="E3"', '<tli id="M" time="24.4"/><tli id="E3"')
    corpus = read("a.exb", text)
    assert words_of(corpus.documents[0]) == [(speech.speaker, speech.words) for speech in TALK]
    assert "Annotations that are not speech were left out: 2 words ('Ben Tal nv')." in notes_of(corpus)


def test_points_without_a_time_keep_their_place_on_the_time_line(read: Read) -> None:
    text = writers.exmaralda(TALK)
    # Only the first point has a time, so the order of the points alone orders the turns.
    text = re.sub(r'(<tli id="(?!T0)\w+") time="[\d.]+"', r"\1", text)
    assert text.count("time=") <= 1
    corpus = read("a.exb", text)
    assert words_of(corpus.documents[0]) == [(speech.speaker, speech.words) for speech in TALK]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("is_short", [False, True])
def test_praat_long_and_short_form_in_any_encoding(encoding: str, is_short: bool, read: Read) -> None:
    text = writers.praat(TALK)
    if is_short:
        values = re.sub(r"^\s*(?:item|intervals) \[\d*\]:.*\n", "", text.split("item []:")[1], flags=re.M)
        values = re.sub(r"^\s*(?:\w+|intervals: size) = ", "", values, flags=re.M)
        text = f'File type = "ooTextFile"\n"TextGrid"\n\n0\n3701\n<exists>\n2{values}'
    corpus = read("a.TextGrid", text.encode(encoding))
    assert words_of(corpus.documents[0]) == [(speech.speaker, speech.words) for speech in TALK]
    assert [turn.time_s for turn in corpus.documents[0].turns] == [float(speech.start) for speech in TALK]


def test_praat_tiers_of_sounds_and_words_are_not_read_twice(read: Read) -> None:
    text = 'File type = "ooTextFile"\n"TextGrid"\n0\n4\n<exists>\n3\n"IntervalTier"\n"words"\n0\n4\n2\n'
    text += '0\n1\n"Zu"\n1\n4\n"eng"\n"IntervalTier"\n"sentences"\n0\n4\n1\n0\n4\n"Zu eng, ""hier""."\n'
    text += '"TextTier"\n"noise"\n0\n4\n1\n2.5\n"knallt"\n'
    corpus = read("a.textgrid", text)
    assert words_of(corpus.documents[0]) == [("", 'Zu eng, "hier".')]
    assert any("3 words ('noise', 'words')" in note for note in notes_of(corpus))


def test_praat_a_tier_that_repeats_a_speaker_word_by_word_is_no_speaker(read: Read) -> None:
    words = ["Die", "Kasse", "war", "leider", "viel", "zu", "langsam"]
    text = 'File type = "ooTextFile"\n"TextGrid"\n0\n9\n<exists>\n3\n"IntervalTier"\n"Mia"\n0\n9\n1\n0\n7\n'
    text += f'"{" ".join(words)}"\n"IntervalTier"\n"Mia pieces"\n0\n9\n{len(words)}\n'
    text += "".join(f'{n}\n{n + 1}\n"{word}"\n' for n, word in enumerate(words))
    text += '"IntervalTier"\n"Udo"\n0\n9\n1\n8\n9\n"Und der Preis?"\n'
    corpus = read("a.TextGrid", text)
    assert words_of(corpus.documents[0]) == [("Mia", " ".join(words)), ("Udo", "Und der Preis?")]
    assert any("7 words ('Mia pieces')" in note for note in notes_of(corpus))


def test_praat_with_a_missing_interval_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Sie sucht lange.\n", "utf-8")
    (tmp_path / "a.TextGrid").write_text(writers.praat(TALK).replace("size = 3", "size = 900000000"), "utf-8")
    (source, _) = read_folder([tmp_path]).sources
    assert source.status == "skipped"
    assert "must have 900000000 intervals" in source.reason
    assert "Save the TextGrid again in Praat." in source.reason


def test_tei_words_signs_and_notes(read: Read) -> None:
    text = writers.tei(TALK[:2]).replace("<u ", "<annotationBlock><u ").replace("</u>", "</u></annotationBlock>")
    text = text.replace("Wie war die Bestellung", "<seg><w>Wie</w><w>war</w> die <pause/>Bestellung</seg>")
    corpus = read("a.tei", text.replace("für Sie?", "für Sie<pc>?</pc><note>zeigt auf den Karton</note>"))
    assert words_of(corpus.documents[0]) == [(speech.speaker, speech.words) for speech in TALK[:2]]
    assert "Annotations that are not speech were left out: 4 words ('notes')." in notes_of(corpus)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.eaf", "<?xml version='1.0'?><ANNOTATION_DOCUMENT><TIER>", "must hold well-formed XML"),
        ("a.exb", "<!DOCTYPE a [<!ENTITY b 'c'>]><basic-transcription>&b;</basic-transcription>", "DOCTYPE"),
        ("a.xml", "<orders><order>1</order></orders>", "of XML, voc reads TEI transcripts"),
        ("a.TextGrid", "I: Wie?\n\nB: So.\n", "export the transcript as .txt"),
    ],
)
def test_files_without_a_transcript_are_refused(name: str, text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Sie sucht lange.\n", "utf-8")
    (tmp_path / name).write_text(text, "utf-8")
    (source, _) = read_folder([tmp_path]).sources
    assert source.status == "skipped"
    assert reason in source.reason


def test_empty_annotations_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Sie sucht lange.\n", "utf-8")
    text = "<ANNOTATION_DOCUMENT><TIME_ORDER/><TIER TIER_ID='A'/></ANNOTATION_DOCUMENT>"
    (tmp_path / "a.eaf").write_text(text, "utf-8")
    assert "nobody says anything" in read_folder([tmp_path]).sources[0].reason
