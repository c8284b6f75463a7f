"""Lists of whom a study recruited, beside the interviews: nobody answers in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.config import parse_config
from voc.ingest import read_folder
from voc.schema import Corpus, Source

TALK = "I: Wie war der Kurs?\n\n{who}: Der Raum war stickig.\n\nI: Und sonst?\n\n{who}: Sehr lehrreich.\n"
PEOPLE = ("Imke Brandau", "Tarek Osman", "Wenke Loibl", "Piet Harms", "Dagny Voss", "Ruben Stolz")
WHY = ("Ich mag Kurse am Abend", "wegen des Gutscheins", "aus reiner Neugier", "", "weil ich Zeit habe", "Gutschein")
SCREENER = "Name;Mobil;Kurs besucht;Warum möchten Sie mitmachen?;Termin;zugesagt\n" + "".join(
    f"{name};0171 555{n}0{n}{n}5;{'oft' if n % 2 else 'nie'};{why};{';nein' if n > 1 else '3.5. 10 Uhr;ja'}\n"
    for n, (name, why) in enumerate(zip(PEOPLE, WHY, strict=True))
)


def read(folder: Path, name: str, table: str, who: str = "B", **settings: object) -> tuple[Corpus, Source]:
    for n in (1, 2):
        (folder / f"talk{n}.txt").write_text(TALK.format(who=who).replace("Kurs", f"Kurs {n}"), "utf-8")
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(table, "utf-8")
    corpus = read_folder([folder], parse_config(settings))
    return corpus, next(source for source in corpus.sources if source.path == name)


def test_people_who_were_recruited_are_no_respondents(tmp_path: Path) -> None:
    corpus, source = read(tmp_path, "Leute.csv", SCREENER)
    assert len(corpus.respondents) == 2
    assert {document.source for document in corpus.documents} == {"talk1.txt", "talk2.txt"}
    assert corpus.names == tuple(sorted(PEOPLE))
    assert source.notes[0] == (
        "Looks like a list of people to interview ('Name', 'Mobil', 'Termin', 'zugesagt'): its 6 rows are no "
        'respondents, and no answer in it counts. To read it as a survey, write kind = "survey" below '
        '[files."Leute.csv"] in voc.toml.'
    )


def test_a_screener_needs_no_decisions(tmp_path: Path) -> None:
    rows = [";".join(line.split(";")[:4]) for line in SCREENER.splitlines()]
    corpus, source = read(tmp_path, "Screener/Antworten.csv", "\n".join(rows))
    assert len(corpus.respondents) == 2
    assert "'Screener'" in source.notes[0]


def test_it_says_what_is_known_about_those_who_spoke(tmp_path: Path) -> None:
    table = SCREENER.replace("Kurs besucht", "Beruf").replace(";oft;", ";Lehrerin;")
    corpus, _ = read(tmp_path, "Leute.csv", table, who="Tarek Osman")
    assert [respondent.attributes["job"] for respondent in corpus.respondents] == ["Lehrerin"]


def test_a_kind_in_voc_toml_reads_it_as_a_survey(tmp_path: Path) -> None:
    corpus, source = read(tmp_path, "Leute.csv", SCREENER, files={"Leute.csv": {"kind": "survey"}})
    assert source.kind == "survey"
    assert len(corpus.respondents) > 2


OPINIONS = (
    "Der Raum war zu warm für uns", "Ich fand die Leiterin sehr klar", "Mir fehlte eine Pause am Mittag",
    "Das Skript ist gut", "Es ging mir etwas zu schnell", "Die Beispiele haben mir geholfen",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "header"),
    [
        # Customers who leave a name and a number, and were not asked to an interview.
        ("Feedback.csv", "Name;Telefon;Was war gut?"),
        ("Feedback.csv", "Name;Termin;Was war gut?"),
        ("Kontakte.csv", "Name;Telefon;Was war gut?"),
    ],
)
def test_answers_of_people_with_names_stay_a_survey(tmp_path: Path, name: str, header: str) -> None:
    rows = "".join(
        f"{who};{'0171 55501' if 'Tel' in header else '3.5.202'}{n};{words}\n"
        for n, (who, words) in enumerate(zip(PEOPLE, OPINIONS, strict=True))
    )
    corpus, source = read(tmp_path, name, f"{header}\n{rows}")
    assert source.reader == "table-csv"
    assert sum(document.source == name for document in corpus.documents) == 6


def test_a_screener_without_interviews_is_a_survey(tmp_path: Path) -> None:
    (tmp_path / "Screener.csv").write_text(SCREENER, "utf-8")
    assert read_folder([tmp_path]).sources[0].reader == "table-csv"
