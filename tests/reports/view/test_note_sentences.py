"""Every note that the catalogue translates is word for word a note that a reader makes.

Notes are translated by their English sentence, so a note that is reworded in `voc.ingest` alone would stay English in a
German report without any error. Here the readers themselves make all of them.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from reports.language import load_words
from reports.view.reader_notes import NoteMatch, match_note, match_part, note_value_key, translate_note
from tests.ingest.documents.pdf_writer import Word, lines, pdf
from tests.reports.view import note_inputs
from tests.themes.studies import MATTERS_EN, direction, one_segment, planted
from voc.config import StudyConfig, load_config
from voc.duplicates import deduplicate
from voc.errors import NothingReadableError
from voc.ingest import read_folder
from voc.ingest.characters import notes_on_characters, to_character_count
from voc.ingest.transcripts import roles
from voc.tasks.run import find_config
from voc.themes import find_themes

ANSWERS = (
    "The delivery was late and nobody told me why.",
    "I searched the shop for an hour and gave up.",
    "The staff on the phone were friendly and quick.",
    "The invoice was wrong and had to be written anew.",
    "Returning the shoes was easy and free of charge.",
    "The page kept loading and then lost my basket.",
)
TALK = (
    "I: How did you find the shop?\n\nB: On the web, of course.\n\nI: And then?\n\nB: The checkout took far too long.\n"
)
TEAMS = """\
WEBVTT

00:00:01.000 --> 00:00:03.000
<v Ann>How did you find it?</v>

00:00:04.000 --> 00:00:06.000
<v Ben>On the web, of course.</v>
"""
TEXTS = {
    "group.txt": "A: I like it.\n\nB: The checkout took too long.\n\nA: It was late.\n\nB: Nobody answered my mail.\n",
    "guide.md": "# Talk\n\nA short one.\n\n"
    "## How did you find us?\n\nOn the web.\n\n## What annoyed you?\n\nThe checkout took long.\n",
    "head.txt": f"Age: 34\nGender: female\n\n{TALK}",
    "notes.txt": "\ufeffThe checkout took far too long for me.\n\n"
    "The delivery was late and nobody told me.\n\n**Two words**\n",
    "teams.vtt": TEAMS,
    "above.txt": f"{'word ' * 50}\n\nB: Hello.\n\n## Part 2\n\nlost words\n\n{TALK}",
    "chat.txt": "".join(f"03.08.26, 12:31 - {name}: It was late.\n" for name in ("Kim", "Noor", "Kim", "Noor")),
    "maxqda.txt": "#TEXT Kim\n#CODE Delivery\nIt was late.\n#ENDCODE\n",
    "numbered.txt": "".join(f"{n}\t{line}\n" for n, line in enumerate(TALK.replace("\n\n", "\n").splitlines() * 2, 1)),
    "questions.txt": "How did you find the shop?\n\nOn the web.\n\nAnd what then?\n\nThe checkout took long.\n",
    "remark.txt": f"{TALK}\n[Pause]\n",
    "names.txt": f"{TALK}\n{TALK}\n{TALK}".replace("I:", "Kim:").replace("B:", "Noor:"),
    "unknown.txt": f"{TALK}\nUnknown Speaker: It was late.\n\nSpeaker 3: Right.\n\nI: What?\n\nUnknown Speaker: No.\n\n"
    "Speaker 3: None.\n\nAnn (Guest): Yes.\n\nAnn: No.\n\nBot: Beep.\n\nAction items\n\nCall the shop.\n",
    "several.txt": f"Interview 1\n\n{TALK}\nInterview 2\n\nAge: 34\n\n{TALK}",
    "fields.txt": f"Age: 34\nGender: female\n\n{TALK}\nAge: 61\nGender: male\n\n{TALK}",
    "parts.txt": f"Interview 1\n\n{TALK}\nInterview 2\n\n{TALK}\nInterview 1\n\n{TALK}",
    "aside.txt": "".join(
        f"Kim: And what then?\n\nNoor: The checkout took far too long.\n\n{aside}"
        for aside in ("", *["Bo: We know.\n\n"] * 2, "", "")
    ),
    "refused.txt": f"C = a neighbour, did not consent\n\n{TALK}\nC: It was late.\n\nC: Very late.\n",
    "rounds.txt": "".join(
        f"=== Round {n} - {name} (34) ===\n\n" + TALK.replace("I:", "Kim:").replace("B:", f"{name[0]}:") * 2 + "\n"
        for n, name in enumerate(("Gesine", "Wendy"), 1)
    )
    + "=== Debrief ===\n\nKim: It took too long.\n",
    "by_hand.txt": "Tim: It is recording.\n\n" + TALK.replace("B:", "Mia:") + "\nTim: I stop it here.\n",
}
CONFIG = {
    "files": {
        "by_hand.txt": {"speakers": {"other": ["Tim"]}},
        "reviews.csv": {"columns": {"text": ["Text"], "rating": "Stars", "scale": [1, 5]}},
        "survey.csv": {"columns": {"ratings": ["Service", "Points"]}},
    }
}


RARE_CONFIG = {"files": {"by_hand.csv": {"columns": {"day_first": True}}}}
OWN_WORDS = {"role", "reason", "origin", "kind", "first"}
"""Fields of notes that hold words of the readers, not of the file."""


def as_csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(";".join(row) for row in (header, *rows)) + "\n"


def survey_tables() -> dict[str, str]:
    stars, texts = [str(n % 5 + 1) for n in range(12)], [f"{ANSWERS[n % 6]} {n}" for n in range(12)]
    survey = [
        [f"P{n}", f"2024-05-{n + 1:02}", stars[n], stars[-n], str(900 + n), str(30 + n % 3), f"p{n}@a.org", texts[n]]
        for n in range(12)
    ]
    by_question = [[f"P{n // 2}", ("What was good?", "What was bad?")[n % 2], texts[n]] for n in range(12)]
    reviews = [[f"Late {n} again", stars[n] if n else "9", str(900 + n), texts[n]] for n in range(12)]
    merged = [["DE", ANSWERS[n], f"Please tell me about point {n}.", stars[n]] for n in range(6)]
    messy = [[stars[n], "DE", texts[n]] for n in range(6)]
    return {
        "survey.csv": as_csv(
            ["Participant", "Date", "Overall rating", "Service", "Points", "Age", "E-Mail", "Comment"], survey
        ),
        "by_question.csv": as_csv(["Participant", "Question", "Answer"], by_question),
        "reviews.csv": as_csv(["Title", "Stars", "Price", "Text"], reviews),
        "merged.csv": as_csv(["Land", "Open questions", "", "Stars"], [["", "Good?", "Bad?", ""], *merged]),
        "messy.csv": "Export of March;;\n;;\n"
        + as_csv(["Stars", "Land", "Comment"], [*messy, ["3", "DE", ""], ["4", "DE", ANSWERS[0], "more"]]),
    }


def pages_with_margins() -> bytes:
    return pdf(
        [
            [
                *(Word(60, 40, "Study of running shoes"), Word(280, 815, f"Page {page + 1} of 4")),
                *(Word(30, 100 + 14 * line, str(line + 1 + 20 * page), 8) for line in range(20)),
                *lines(60, 100, [f"B: Sentence {page} in line {line}, no more." for line in range(20)]),
            ]
            for page in range(4)
        ]
    )


def note_of_few_segments(n: int, text: str) -> str:
    segments = [one_segment(number, text, f"r-{number}") for number in range(n)]
    vectors = np.stack([direction("thanks", 64)] * n).astype(np.float32)
    return find_themes(segments, vectors, language="en").note


def note_of_themes(n_filler: int) -> str:
    segments, vectors, _ = planted(MATTERS_EN)
    filler = [one_segment(1000 + n, "Thank you very much!", f"r-{n}") for n in range(n_filler)]
    noise = np.stack([direction("thanks", 64)] * n_filler)
    return find_themes(segments + filler, np.concatenate([vectors, noise]).astype(np.float32), language="en").note


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder: Path = tmp_path_factory.mktemp("inputs")
    for name, text in (TEXTS | survey_tables()).items():
        (folder / name).write_text(text, "utf-8")
    (folder / "margins.pdf").write_bytes(pages_with_margins())
    sources = read_folder([folder], StudyConfig.model_validate(CONFIG)).sources
    rare = tmp_path_factory.mktemp("rare")
    note_inputs.write_all(rare)
    config = StudyConfig.model_validate(RARE_CONFIG)
    sources += deduplicate(read_folder([rare], config), config).sources
    assert [source.path for source in sources if source.status != "read"] == []
    themes = [
        note_of_themes(1),
        note_of_themes(3),
        note_of_few_segments(2, "It was late."),
        note_of_few_segments(60, "Hi!"),
    ]
    lost = notes_on_characters(to_character_count(100, 90, {}))
    return [note for source in sources for note in source.notes] + themes + lost


def all_matches(note: str) -> Iterator[NoteMatch]:
    """The entry of a note, and of the note inside it ("Sheet 'A': …")."""
    match = match_note(note)
    if match:
        yield match
        yield from all_matches(match.fields.get("note", ""))


def test_every_note_of_the_catalogue_is_made_by_a_reader(notes: list[str]) -> None:
    catalogue = {key for key in load_words("en").entries if key.startswith("note.")}
    assert catalogue - {match.key for note in notes for match in all_matches(note)} == set()


def test_every_note_of_a_reader_has_a_german_sentence(notes: list[str]) -> None:
    assert [note for note in notes if translate_note(load_words("de"), note).language] == []


def reasons_for_roles() -> Iterator[str]:
    """Every reason that the readers give for a role, also those that no short talk provokes, and "(no name)"."""
    for node in ast.walk(ast.parse(inspect.getsource(roles))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_Assigned":
            values = node.args[1:]
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            values = node.value.elts[1:]
        elif isinstance(node, ast.IfExp):
            values = [node.body, node.orelse]
        else:
            continue
        yield from (part.value for part in values if isinstance(part, ast.Constant) and isinstance(part.value, str))


def test_every_word_of_ours_in_a_note_is_translated(notes: list[str]) -> None:
    reasons = {reason for reason in reasons_for_roles() if len(reason) > 1}
    assert {"label", "nobody else answers", "announces the questions"} <= reasons
    matches = [match for note in notes for match in all_matches(note)]
    values = [value for match in matches for name, value in match.fields.items() if name in OWN_WORDS]
    # The name of the file is the same in both languages. Words around a name ("as in 'sent'") are parts.

    def is_value(text: str) -> bool:
        return note_value_key(text) in load_words("en").entries or match_part(text) is None

    words = {note_value_key(value) for value in {*values, *reasons} - {"voc.toml"} if is_value(value)}
    assert words == {key for key in load_words("en").entries if key.startswith("note_value.")}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["cases", "cases_read_right"])
def test_notes_on_files_from_the_wild_have_german_sentences(data: Path, kind: str) -> None:
    folders = sorted((data / kind).glob("*/input"))
    if not folders:
        pytest.skip("the inputs are not beside the repository")
    said = set()
    for folder in folders:
        try:
            sources = read_folder([folder], load_config(find_config([folder], None))).sources
        except NothingReadableError as error:
            said |= {line.split(": ", 1)[1] for line in str(error).splitlines()[1:]}
        else:
            said |= {text for source in sources for text in (source.reason, *source.notes) if text}
    assert sorted(text for text in said if translate_note(load_words("de"), text).language) == []
