"""What a transcriber adds to a talk in two languages: it was said already."""

from __future__ import annotations

import pytest

from voc.ingest.transcripts.glosses import without_glosses


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("B: My [DE] Bettenplan [/DE] {plan of beds} was gone.", "B: My Bettenplan was gone."),
        ("B: Es war <en>a total mess [Name 2] said</en> (ein Chaos).", "B: Es war a total mess [Name 2] said."),
        ("B: [PL] Nie wiem. I asked twice. [PL] Tak.", "B: Nie wiem. I asked twice. Tak."),
        ("B: Tomó mucho tiempo [lit. it took much time], ja.", "B: Tomó mucho tiempo, ja."),
        ("B: Das war mir einfach zu viel. {It was simply too much for me.}", "B: Das war mir einfach zu viel."),
        ('B: She said "komm doch morgen wieder" [do come again tomorrow].', 'B: She said "komm doch morgen wieder".'),
        (
            "B: Ich bin dann gegangen (then I went away). Keiner war mehr da (nobody was there any more).",
            "B: Ich bin dann gegangen. Keiner war mehr da.",
        ),
    ],
)  # fmt: skip
def test_translations_and_marks_are_left_out(line: str, words: str) -> None:
    text, notes = without_glosses(line)
    assert text == words
    assert notes[0].startswith("Left out as the transcriber's: ")


def test_the_head_explains_the_brackets() -> None:
    talk = "Conventions: translations in {curly brackets}\nB: The Kassa {till} was shut.\n"
    assert without_glosses(talk)[0].endswith("B: The Kassa was shut.\n")
    assert without_glosses(talk.replace("translations", "names"))[0] == talk.replace("translations", "names")


@pytest.mark.parametrize(
    "line",
    [
        "B: I like it (when it works, that is). Ich mag es (wenn es geht).",
        "B: Ich wohne in {Ort der Person} und war dort [lacht laut dabei] (also in der Stadt).",
        "B: Ich bin CSM (Customer Success Manager) und [Name 1] hilft [00:01:02].",
        "B: Wir hatten drei Tage Zeit (we had three days).",
        "B: Press [OK], then <b> or [EN].",
        "HZ  Zwei Leerzeichen  bleiben.",
    ],
)
def test_other_brackets_stay(line: str) -> None:
    assert without_glosses(line) == (line, ())
