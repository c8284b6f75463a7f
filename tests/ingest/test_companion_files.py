"""Files beside transcripts that hold no respondent's words are skipped, with a way to read them anyway."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.config import parse_config
from voc.ingest import read_folder
from voc.schema import Source

TALK = "I: Wie war der Einzug?\n\nB: Die Heizung war kalt.\n\nI: Und sonst?\n\nB: Sehr nett.\n"
GUIDE = "Ablauf\n\nBegrüßung und Dank.\n\n1. Wie war der Einzug?\n2. Was hat gefehlt?\n3. Wie sind die Nachbarn?\n"
QUESTIONS = "Wie war es?\n\nWas hat gefehlt?\n\nWie sind die Nachbarn?\n\nWann war das?\n\nWer half?\n\nDanke!\n"
LOG = "".join(f"2026-02-03 10:00:{n:02},120 INFO Recorder: chunk {n} written\n" for n in range(8))
CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nInes Falk: Wie war es?\n\n"
CAPTIONS += "00:00:03.000 --> 00:00:04.000\nOle Roth: Laut.\n"
CASES = [
    ("Interviewleitfaden_v3.txt", GUIDE, "an interview guide (by its name)"),
    ("x.md", f"# Leitfaden für Mieter\n\n{GUIDE}", "an interview guide (by its title)"),
    ("Discussion guide.txt", GUIDE, "an interview guide (by its name)"),
    ("x.txt", QUESTIONS, "a list of questions (5 of 6 paragraphs)"),
    ("02_Einwilligung_Roth.txt", "Ich stimme der Aufnahme zu.\n", "a consent form"),
    ("x.txt", "Informed consent\n\nI agree to the recording.\n", "a consent form"),
    ("recorder.txt", LOG, "the log of a program"),
    ("meta.json", '{"topic": "Einzug", "duration": 640, "speakers": ["Ines", "Ole"]}', "facts about a recording"),
    (
        "Canned responses.txt",
        "C1\nWe have sent your refund today.\n",
        "replies that the company keeps ready (by its name)",
    ),
    (
        "x.md",
        "# Textbausteine\n\nWir haben das weitergegeben.\n",
        "replies that the company keeps ready (by its title)",
    ),
    (
        "Ablauf Sitzungen.txt",
        "1. Das Gerät starten\n2. Einmal nachfragen\n",
        "the procedure of the study (by its name)",
    ),
    ("Hotline-Antwortvorlagen.csv", "Titel;Text\nA;Wir melden uns.\n", "replies that the company keeps ready"),
    ("x.json", '{"macros": [{"title": "A", "text": "We are on it."}]}', "replies that the company keeps ready"),
    ("Leitfaden.csv", "Nr;Frage\n1;Wie war der Einzug?\n2;Was hat gefehlt?\n", "an interview guide (by its name)"),
    ("LIESMICH Interviews.txt", "Im Februar geführt.\n", "describes the folder"),
]


def read_beside_a_talk(folder: Path, name: str, text: str, **settings: object) -> Source:
    (folder / "talk.txt").write_text(TALK, "utf-8")
    (folder / name).write_text(text, "utf-8")
    sources = read_folder([folder], parse_config(settings)).sources
    return next(source for source in sources if source.path == name)


@pytest.mark.parametrize(("name", "text", "reason"), CASES)
def test_a_companion_is_skipped_with_its_reason(tmp_path: Path, name: str, text: str, reason: str) -> None:
    source = read_beside_a_talk(tmp_path, name, text)
    assert source.status == "skipped"
    assert reason in source.reason


@pytest.mark.parametrize(("name", "text", "reason"), [case for case in CASES if case[0].endswith((".txt", ".md"))][:7])
def test_a_kind_in_voc_toml_reads_it_anyway(tmp_path: Path, name: str, text: str, reason: str) -> None:
    assert read_beside_a_talk(tmp_path, name, text, files={name: {"kind": "interview"}}).status == "read"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Leitfaden Interview 3.txt", TALK),
        ("Einwilligung.txt", TALK),
        ("Ablauf Tag 1.txt", "Ich bin um acht los.\n\nMir war kalt, und der Bus kam nicht.\n"),
        ("Feedback Textbausteine.txt", "Die Texte klingen steif.\n\nNiemand versteht sie.\n"),
        ("Makros.csv", "text,rating\nThe macros crash when I save.,1\nThe macros save me hours.,5\n"),
        ("Leitfaden ausgefüllt.txt", QUESTIONS.replace("?\n", "?\n\nDas weiß ich. " + "Es war laut. " * 9 + "\n")),
        ("x.txt", "Der Einzug war laut.\n\nWarum nur?\n\nDie Heizung blieb kalt.\n\nSonst alles gut.\n\nNett.\n"),
    ],
)  # fmt: skip
def test_talks_and_answers_are_read_whatever_their_name(tmp_path: Path, name: str, text: str) -> None:
    assert read_beside_a_talk(tmp_path, name, text).status == "read"


def test_captions_that_zoom_saved_are_skipped_beside_a_transcript_only(tmp_path: Path) -> None:
    saved = "Ines Falk: Wie war es?\n\nOle Roth: Laut.\n\nInes Falk: Aha.\n\nOle Roth: Ja.\n"
    assert read_beside_a_talk(tmp_path, "meeting_saved_closed_caption.txt", saved).status == "read"
    (tmp_path / "GMT1.transcript.vtt").write_text(CAPTIONS, "utf-8")
    source = read_beside_a_talk(tmp_path, "meeting_saved_closed_caption.txt", saved)
    assert source.reason.startswith("these are the captions of the talk in GMT1.transcript.vtt.")


LABELLED_GUIDE = (
    "{title}\n\nEinstieg (5 min)\nI: Danke für Ihre Zeit. Wie wohnen Sie?\nI: Seit wann?\n\nHauptteil (25 min)\n"
    "I: Wie kam der Umzug zustande?\n   Nachfrage: Wer half?\n   Nachfrage: Was fehlte?\nI: Und die Nachbarn?\n"
    "   B: (Karte zeigen)\n\nAbschluss (5 min)\nI: Was haben wir vergessen?\nGutschein geben!\n"
)
FIELD_LOG = (
    "{title}\n03.02. 09:55 Ankunft, Aufzug defekt.\n03.02. 10:05 Beginn Interview U1, Partner sitzt dabei.\n"
    "03.02. 10:47 Ende. TP sucht lange nach dem Vertrag.\n05.02. 14:00 Interview U2 am Telefon.\n"
    "05.02. 14:31 Ende. Verbindung schlecht.\n"
)
DIARY = (
    "{title}\n03.02. 09:55 Ich suche den Schlüssel.\n03.02. 10:05 Mein Aufzug ist wieder defekt.\n"
    "03.02. 10:47 Endlich bin ich oben.\n05.02. 14:00 Wir streiten über die Heizung.\n"
)


@pytest.mark.parametrize("name", ["Leitfaden_v1.3.txt", "Fragen Umzug.txt"])
@pytest.mark.parametrize("title", ["Interviewleitfaden – Umzug", "Umzug 2026"])
def test_a_guide_with_labels_is_skipped(tmp_path: Path, name: str, title: str) -> None:
    source = read_beside_a_talk(tmp_path, name, LABELLED_GUIDE.format(title=title))
    assert source.status == "skipped"
    assert "an interview guide (" in source.reason
    assert 'kind = "interview"' in source.reason


def test_an_english_guide_with_probes_is_skipped(tmp_path: Path) -> None:
    text = (
        "Discussion guide\n\nWarm-up [5 minutes]\nModerator: How did you move in?\nProbe: Who helped?\n"
        "Moderator: What was missing?\nProbe: Why?\nModerator: Anything else?\n"
    )
    assert read_beside_a_talk(tmp_path, "Guide.txt", text).status == "skipped"


def test_questions_of_one_voice_are_skipped(tmp_path: Path) -> None:
    text = "".join(f"I: Wie war der {n}. Tag?\n" for n in range(1, 7))
    assert read_beside_a_talk(tmp_path, "x.txt", text).status == "skipped"


def test_a_guide_with_examples_of_answers_is_read_with_a_warning(tmp_path: Path) -> None:
    text = LABELLED_GUIDE.format(title="Leitfaden Umzug").replace("B: (Karte zeigen)", "B: Die sind alle sehr nett.")
    source = read_beside_a_talk(tmp_path, "Leitfaden.txt", text)
    assert source.status == "read"
    assert source.notes[0].startswith("This may be an interview guide")
    assert 'skip = true below [files."Leitfaden.txt"]' in source.notes[0]


def test_a_talk_that_follows_the_blocks_of_its_guide_is_read(tmp_path: Path) -> None:
    answers = LABELLED_GUIDE.format(title="Leitfaden").replace("?\nI:", "?\nB: Das war alles sehr laut und kalt.\nI:")
    text = answers.replace("(Karte zeigen)", "Nett, die helfen immer, wenn etwas ist.").replace("Nachfrage", "I")
    assert read_beside_a_talk(tmp_path, "Leitfaden.txt", text).status == "read"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Feldprotokoll.txt", "Umzug"),
        ("x.txt", "Beobachtungsprotokoll Umzug"),
        ("Moderator notes 2.txt", "Umzug"),
        ("x.txt", "Umzug"),
    ],
)
def test_the_log_of_an_observer_is_skipped(tmp_path: Path, name: str, title: str) -> None:
    source = read_beside_a_talk(tmp_path, name, FIELD_LOG.format(title=title))
    assert source.status == "skipped"
    assert "the log of whoever observed" in source.reason


def test_a_diary_with_times_is_read(tmp_path: Path) -> None:
    source = read_beside_a_talk(tmp_path, "x.txt", DIARY.format(title="Tagebuch"))
    assert (source.status, [note for note in source.notes if "may be" in note]) == ("read", [])


def test_a_diary_that_is_called_a_log_is_read_with_a_warning(tmp_path: Path) -> None:
    source = read_beside_a_talk(tmp_path, "Field log.txt", DIARY.format(title="Umzug"))
    assert source.status == "read"
    assert "skip = true" in source.notes[0]


KEPT = (
    "Vielen Dank für Ihre Nachricht. Wir prüfen Ihr Anliegen und melden uns in zwei Tagen.",
    "Es tut uns leid, dass Sie Unannehmlichkeiten hatten. Bitte nennen Sie uns Ihre Vertragsnummer.",
    "Eine Verlängerung ist leider nicht vorgesehen. Gern beraten wir Sie zu einem neuen Vertrag.",
    "Ihre Rücksendung ist bei uns eingegangen. Die Erstattung erfolgt innerhalb von vierzehn Tagen.",
    "Bitte starten Sie das Gerät neu und versuchen Sie es danach noch einmal.",
    "Wir freuen uns, dass wir Ihnen helfen konnten, und wünschen Ihnen einen schönen Tag.",
)
SAID = (
    "Auf die Antwort hab ich zwei Wochen gewartet, und dann war sie von einer Maschine.",
    "Die Erstattung kam schnell, da kann ich nichts sagen.",
    "Ich hab das Gerät dreimal neu gestartet und nichts ging.",
    "Die Dame am Telefon war nett, nur helfen konnte sie mir nicht.",
    "Beim nächsten Mal nehm ich einen anderen Anbieter.",
    "Schöner Laden, ich geh gern hin.",
)


@pytest.mark.parametrize(("lines", "is_read"), [(KEPT, False), (SAID, True)])
def test_replies_of_a_company_are_known_by_their_words_whatever_the_file_is_called(
    tmp_path: Path, lines: tuple[str, ...], is_read: bool
) -> None:
    (tmp_path / "zz.txt").write_text("\n\n".join(lines), encoding="utf-8")
    table = "\n".join(["Nr,Inhalt", *(f'{n},"{line}"' for n, line in enumerate(lines))])
    (tmp_path / "yy.csv").write_text(table, encoding="utf-8")
    (tmp_path / "b.txt").write_text("I: Wie war es?\n\nB: Ganz gut, nur laut.\n", encoding="utf-8")
    statuses = {source.path: source.status for source in read_folder([tmp_path]).sources}
    assert statuses == {"b.txt": "read", **dict.fromkeys(("zz.txt", "yy.csv"), "read" if is_read else "skipped")}
