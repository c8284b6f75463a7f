"""MAXQDA's structured texts: several respondents in one file."""

from __future__ import annotations

from tests.ingest.transcripts.turns import Read, words_of


def test_every_text_is_a_respondent_and_its_codes_are_questions(read: Read) -> None:
    text = (
        "#TEXT Person 01\n#CODE Reason\\Purchase\nI needed a stove.\n#ENDCODE\n#CODE Trouble\nNobody came.\n\n"
        "Nobody called.\n#ENDCODE\n#TEXT Person 02\n#CODE Trouble\nNone.\n#ENDCODE\nAnd thanks.\n#ENDTEXT\n"
    )
    corpus = read("a.txt", text)
    (document,) = corpus.documents
    assert [(turn.speaker, turn.question, document.text[turn.start : turn.end]) for turn in document.turns] == [
        ("Person 01", "Purchase", "I needed a stove."),
        ("Person 01", "Trouble", "Nobody came."),
        ("Person 01", "Trouble", "Nobody called."),
        ("Person 02", "Trouble", "None."),
        ("Person 02", "", "And thanks."),
    ]
    assert len(corpus.respondents) == 2
    assert "2 texts of MAXQDA with 3 coded passages" in " ".join(corpus.sources[0].notes)


def test_same_label_is_somebody_else_in_every_text(read: Read) -> None:
    talk = "I: How was it?\nB: {}.\nI: And then?\nB: Nothing.\n"
    corpus = read("a.txt", f"#TEXT Talk A\n{talk.format('Good')}\n#TEXT Talk B\n{talk.format('Bad')}")
    assert words_of(corpus.documents[0])[1::4] == [("Talk A", "Good."), ("Talk B", "Bad.")]
    assert [respondent.label for respondent in corpus.respondents] == ["Talk A", "Talk B"]
