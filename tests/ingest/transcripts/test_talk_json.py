"""Talks in the JSON of recognisers and meeting services, and JSON that is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.ingest.transcripts.turns import Read, turns_of, words_of
from voc.config import StudyConfig

TALK = [
    (0, "Wie oft waren Sie dort?", 0.5), (1, "Zweimal, leider.", 4.0),
    (0, "Was war beim zweiten Mal?", 8.0), (1, "Der Schalter war zu.", 11.0),
]  # fmt: skip
NAMES = ("Jana Moll", "Udo Kern")


def tokens(words: str, start: float) -> Iterator[tuple[str, str, float]]:
    """(word, sign behind it, start) of each word."""
    for position, word in enumerate(words.split()):
        yield word.rstrip(",.?"), word[-1] if word[-1] in ",.?" else "", round(start + 0.3 * position, 2)


def google() -> Any:
    """The last result repeats all words, now with the speakers."""
    results, words = [], []
    for speaker, text, start in TALK:
        plain = [{"startTime": f"{s}s", "word": word + sign} for word, sign, s in tokens(text, start)]
        results.append({"alternatives": [{"transcript": text, "words": plain}], "resultEndTime": f"{start + 2}s"})
        words += [{**word, "speakerTag": speaker + 1} for word in plain]
    return {"results": [*results, {"alternatives": [{"words": words}]}]}


def azure() -> Any:
    phrases = [
        {"speaker": speaker + 1, "offset": f"PT{start}S", "duration": "PT2S", "offsetInTicks": start * 1e7,
         "nBest": [{"lexical": words.lower(), "display": words}]}
        for speaker, words, start in TALK
    ]  # fmt: skip
    whole = [{"channel": 0, "display": " ".join(words for _, words, _ in TALK)}]
    return {"combinedRecognizedPhrases": whole, "recognizedPhrases": phrases}


def speechmatics() -> Any:
    results: list[dict[str, Any]] = []
    for speaker, words, start in TALK:
        for word, sign, second in tokens(words, start):
            best = {"content": word, "speaker": f"S{speaker + 1}"}
            results.append({"type": "word", "start_time": second, "end_time": second, "alternatives": [best]})
            if sign:
                best = {"content": sign, "speaker": f"S{speaker + 1}"}
                results.append({"type": "punctuation", "attaches_to": "previous", "start_time": second,
                                "end_time": second, "alternatives": [best]})  # fmt: skip
    return {"format": "2.9", "results": results}


def rev_ai() -> Any:
    def elements(words: str, start: float) -> Iterator[dict[str, Any]]:
        for word, sign, second in tokens(words, start):
            yield {"type": "text", "value": word, "ts": second, "end_ts": second}
            yield {"type": "punct", "value": f"{sign} "}

    return {"monologues": [{"speaker": speaker, "elements": list(elements(words, s))} for speaker, words, s in TALK]}


def word_parts() -> Any:
    """Parts of words with their spaces, as Soniox writes them."""
    parts = []
    for speaker, words, start in TALK:
        for word, sign, second in tokens(words, start):
            parts += [{"text": text, "start_ms": round(second * 1000), "end_ms": round(second * 1000) + 90,
                       "speaker": str(speaker + 1)} for text in (f" {word[:2]}", word[2:] + sign) if text]  # fmt: skip
    return {"tokens": parts}


def spaced_words() -> Any:
    """Words and spaces, as ElevenLabs writes them."""
    words = []
    for speaker, text, start in TALK:
        for word, sign, second in tokens(text, start):
            about = {"start": second, "end": second, "speaker_id": f"speaker_{speaker}"}
            words += [{"text": word + sign, "type": "word", **about}, {"text": " ", "type": "spacing", **about}]
    return {"language_code": "de", "text": "", "words": words}


def by_id() -> Any:
    """The names are in a list of their own, as Otter writes them."""
    people = [{"id": 70 + n, "speaker_name": name} for n, name in enumerate(NAMES)]
    pieces = [{"transcript": words, "speaker_id": 70 + n, "start_offset": start} for n, words, start in TALK]
    return {"speech": {"speakers": people, "transcripts": pieces}}


def milliseconds() -> Any:
    return {"transcript": [{"speaker": NAMES[n], "start": int(s * 1000), "text": words} for n, words, s in TALK]}


def participants() -> Any:
    return [
        {"participant": {"id": n, "name": NAMES[n]},
         "words": [{"text": word + sign, "start_timestamp": {"relative": s}} for word, sign, s in tokens(words, start)]}
        for n, words, start in TALK
    ]  # fmt: skip


def dates() -> Any:
    return [
        {"startDateTime": f"2026-05-01T10:00:{start + 5:09.6f}Z", "speakerName": NAMES[n], "spokenText": words}
        for n, words, start in TALK
    ]


LAYOUTS: dict[Callable[[], Any], tuple[tuple[str, str], float]] = {
    google: (("Speaker 1", "Speaker 2"), 0.5),
    azure: (("Speaker 1", "Speaker 2"), 0.5),
    speechmatics: (("Speaker S1", "Speaker S2"), 0.5),
    rev_ai: (("Speaker 0", "Speaker 1"), 0.5),
    word_parts: (("Speaker 1", "Speaker 2"), 0.5),
    spaced_words: (("speaker_0", "speaker_1"), 0.5),
    by_id: (NAMES, 0.5),
    milliseconds: (NAMES, 0.5),
    participants: (NAMES, 0.5),
    dates: (NAMES, 0.0),
}


@pytest.mark.parametrize("write", LAYOUTS, ids=lambda write: write.__name__)
def test_talk_has_speakers_words_and_times_whatever_the_fields_are_called(write: Callable[[], Any], read: Read) -> None:
    names, first_s = LAYOUTS[write]
    corpus = read("a.json", json.dumps(write(), ensure_ascii=False))
    (document,) = corpus.documents
    assert words_of(document) == [(names[speaker], words) for speaker, words, _ in TALK]
    assert [turn.time_s for turn in document.turns] == [pytest.approx(s - TALK[0][2] + first_s) for *_, s in TALK]
    assert (document.kind, corpus.sources[0].reader) == ("interview", "talk-json")


@pytest.mark.parametrize(
    "speaker",
    ["Udo Kern", {"name": "Udo Kern"}, {"display_name": "Udo Kern", "email": "u@example.org"}, {"label": "Udo Kern"},
     [{"username": "Udo Kern"}]],
)  # fmt: skip
def test_speaker_may_be_a_record_and_is_no_attribute(speaker: Any, read: Read) -> None:
    asks = {"speaker": {"display_name": "Jana Moll"}, "text": "Und dann?", "timestamp": "00:00:01"}
    answers = {"speaker": speaker, "text": "Dann war Ruhe.", "timestamp": "00:01:05"}
    corpus = read("a.json", json.dumps({"data": {"call": {"turns": [asks, answers, asks]}}}))
    assert words_of(corpus.documents[0])[1] == ("Udo Kern", "Dann war Ruhe.")
    assert corpus.documents[0].turns[1].time_s == 65.0
    assert all(not person.attributes for person in corpus.respondents)


def test_summary_beside_the_talk_is_counted_and_not_read(read: Read) -> None:
    data = {"summary": "The guest came twice and found the counter closed.", "transcript": [
        {"speaker": NAMES[n], "text": words, "start_time": start} for n, words, start in TALK
    ], "text": " ".join(words for _, words, _ in TALK)}  # fmt: skip
    corpus = read("a.json", json.dumps(data))
    assert [words for _, words in words_of(corpus.documents[0])] == [words for _, words, _ in TALK]
    assert any(note.endswith("was left out: 9 words.") for note in corpus.sources[0].notes)


def test_pieces_without_a_speaker_go_on_and_are_counted(read: Read) -> None:
    pieces = [
        {"speaker": "Jana", "text": "Und?"}, {"speaker": "Udo", "text": "Ich kam"}, {"text": "zu spät."},
        {"speaker": "Jana", "text": "Warum?"},
    ]  # fmt: skip
    corpus = read("a.json", json.dumps({"items": pieces}))
    assert words_of(corpus.documents[0])[1] == ("Udo", "Ich kam zu spät.")
    assert any(note.startswith("Pieces that name no speaker: 1.") for note in corpus.sources[0].notes)


def test_pieces_of_an_unknown_speaker_are_nobody_elses_and_counted(read: Read) -> None:
    talk = [("Jana", "Und?"), ({"name": None}, "Ich kam zu spät."), (None, "Leider."), ("Jana", "Warum?")]
    corpus = read("a.json", json.dumps({"items": [{"speaker": speaker, "text": words} for speaker, words in talk]}))
    assert words_of(corpus.documents[0])[1] == ("Unknown speaker", "Ich kam zu spät. Leider.")
    assert any(note.endswith("does not know: 5, of 'Unknown speaker'.") for note in corpus.sources[0].notes)


def test_fields_may_be_written_in_any_case_and_times_since_1970(read: Read) -> None:
    pieces = [
        {"Speaker": {"Name": name}, "Text": words, "StartTime": 1_748_001_000_000 + 4000 * number}
        for number, (name, words) in enumerate([("Jana", "Wie war es?"), ("Udo", "Laut.")])
    ]
    (document,) = read("a.json", json.dumps({"Transcript": {"Blocks": pieces}})).documents
    assert words_of(document) == [("Jana", "Wie war es?"), ("Udo", "Laut.")]
    assert [turn.time_s for turn in document.turns] == [0.0, 4.0]


def test_whisper_segments_with_a_record_for_the_speaker(read: Read) -> None:
    segments = [{"start": n, "end": n + 1, "text": f"Satz {n}.", "speaker": {"name": "AB"[n] * 3}} for n in range(2)]
    assert words_of(read("a.json", json.dumps({"segments": segments})).documents[0]) == [
        ("AAA", "Satz 0."), ("BBB", "Satz 1."),
    ]  # fmt: skip


def test_one_monologue_is_a_talk(read: Read) -> None:
    data = {"transcript": [{"speaker": "Udo", "text": "Ich war lange dort.", "timestamp": "00:00:02"}]}
    assert words_of(read("a.json", json.dumps(data)).documents[0]) == [("Udo", "Ich war lange dort.")]


def test_whisper_cpp_marks_of_a_change_of_speaker_are_no_words(read: Read) -> None:
    pieces = [
        {"timestamps": {"from": f"00:00:0{n},000", "to": f"00:00:0{n},900"},
         "offsets": {"from": n * 1000, "to": n * 1000 + 900}, "text": f" {words} [SPEAKER_TURN]"}
        for n, words in enumerate(["Was fehlt?", "Ein Stuhl.", "Und wo?", "Im Flur.", "Sonst?", "Nichts."])
    ]  # fmt: skip
    (document,) = read("a.json", json.dumps({"transcription": pieces})).documents
    assert turns_of(document)[2] == ("Interviewer", "interviewer", "Und wo?")
    assert [turn.time_s for turn in document.turns] == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]


def test_aws_transcribe_joins_words_and_speakers_by_their_times(read: Read) -> None:
    items: list[dict[str, Any]] = []
    segments = []
    for speaker, words, start in TALK:
        starts = []
        for word, sign, second in tokens(words, start):
            starts.append({"start_time": str(second), "speaker_label": f"spk_{speaker}"})
            items.append({"type": "pronunciation", "start_time": str(second), "alternatives": [{"content": word}]})
            items += [{"type": "punctuation", "alternatives": [{"content": sign}]}] if sign else []
        segments.append({"start_time": str(start), "items": starts})
    results = {"transcripts": [{"transcript": "x"}], "speaker_labels": {"segments": segments}, "items": items}
    corpus = read("a.json", json.dumps({"results": results}))
    assert corpus.sources[0].reader == "aws-transcribe-json"
    assert words_of(corpus.documents[0]) == [(f"spk_{speaker}", words) for speaker, words, _ in TALK]


@pytest.mark.parametrize(
    "record",
    [
        {"participant": "P{}", "text": "Der Flur war kalt, Nummer {}."},
        {"author": "Gast {}", "text": "Der Flur war kalt, Nummer {}.", "rating": "4"},
        {"speaker": "Rednerin {}x", "text": "Der Flur war kalt, Nummer {}."},
        {"speaker": "yes", "text": "The loudspeaker is loud, number {}.", "stars": "3"},
    ],
)
def test_tables_are_no_talks(record: dict[str, str], read: Read) -> None:
    rows = [{key: value.format(n) for key, value in record.items()} for n in range(8)]
    rows = [row | {"speaker": ""} if row.get("speaker") == "yes" else row for row in rows]
    corpus = read("a.json", json.dumps(rows))
    assert corpus.sources[0].reader == "table-json"
    assert len(corpus.documents) == 8


def test_columns_of_voc_toml_make_a_table_of_a_talk(read: Read) -> None:
    rows = [{"speaker": NAMES[n], "text": words} for n, words, _ in TALK]
    settings = StudyConfig.model_validate({"files": {"a.json": {"columns": {"text": ["text"]}}}})
    assert read("a.json", json.dumps(rows), settings).sources[0].reader == "table-json"
