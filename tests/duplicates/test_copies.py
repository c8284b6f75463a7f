"""Copies of interviews, and rows that are in two exports, are removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.duplicates.corpora import interview, join, paths, table
from voc.config import StudyConfig
from voc.duplicates import deduplicate
from voc.duplicates.copies import contained_share, shingle, split_words
from voc.ingest import read_folder
from voc.privacy import protect

ANNA = [
    ("I", "Wie sind Sie auf den Laden gekommen, und was hat Sie dort zuerst überrascht?"),
    ("B", "Eine Freundin hat mir davon erzählt, weil sie dort ihre Laufschuhe für den Herbst gekauft hatte."),
    ("I", "Was war beim Bezahlen anders als sonst, und wie ging es Ihnen damit?"),
    ("B", "Ich musste dreimal meine Karte hinlegen, bis das Gerät sie endlich gelesen hat, das war mir peinlich."),
    ("B", "Danach hat mir ein Verkäufer geholfen, der mir auch noch gleich den Rabatt abgezogen hat, richtig nett."),
]
BEN = [
    ("I", "Wie sind Sie auf den Laden gekommen, und was hat Sie dort zuerst überrascht?"),
    ("B", "Über eine Anzeige im Netz, und überrascht war ich von der Menge an Schuhen, die da in den Regalen stand."),
    ("I", "Was war beim Bezahlen anders als sonst, und wie ging es Ihnen damit?"),
    (
        "B",
        "Nichts, ich habe wie immer bar bezahlt und bin dann mit dem Bus wieder nach Hause in die Vorstadt gefahren.",
    ),
    ("B", "Zu Hause habe ich gemerkt, dass der linke Schuh drückt, und ihn am nächsten Tag ohne Ärger umgetauscht."),
]


def test_the_copy_without_times_gives_way_and_its_person_is_joined() -> None:
    first, second = interview("a.txt", ANNA), interview("b.vtt", ANNA, times=True)
    result = deduplicate(join(first, second, interview("c.txt", BEN)))
    assert paths(result) == ["b.vtt", "c.txt"]
    assert [source.path for source in result.sources] == ["a.txt", "b.vtt", "c.txt"]
    copied, kept, other = result.sources
    assert copied.status == "read"
    assert copied.reason.startswith("duplicate of b.vtt (the same words); counted once.")
    assert kept.notes == ("Also in a.txt; counted once, from this file.",)
    assert (other.reason, other.notes) == ("", ())
    assert [(person.sources, person.attributes) for person in result.respondents] == [
        (("a.txt", "b.vtt"), {"age": "34"}),
        (("c.txt",), {}),
    ]


def test_near_copies_are_found_and_the_one_with_speakers_is_kept() -> None:
    plain = [("", " ".join(words for _, words in ANNA).replace("dreimal", "drei mal").replace("richtig", "sehr"))]
    result = deduplicate(join(interview("a.srt", plain, times=True), interview("b.txt", ANNA)))
    assert paths(result) == ["b.txt"]
    assert "% of the same words" in result.sources[0].reason


def test_an_excerpt_gives_way_to_the_whole() -> None:
    result = deduplicate(join(interview("a.txt", ANNA, times=True), interview("b.txt", [*ANNA, *BEN])))
    assert paths(result) == ["b.txt"]


def test_interviews_that_share_a_guide_both_count() -> None:
    corpus = join(interview("a.txt", ANNA), interview("b.txt", BEN))
    assert deduplicate(corpus) is corpus


def test_a_text_is_kept_rather_than_its_pdf() -> None:
    assert paths(deduplicate(join(interview("a.pdf", ANNA), interview("b.docx", ANNA)))) == ["b.docx"]


@pytest.mark.parametrize("keep", [("a.txt",), ("*.txt",), ("talks/*",)])
def test_what_voc_toml_keeps_counts(keep: tuple[str, ...]) -> None:
    config = StudyConfig.model_validate({"duplicates": {"keep": keep}})
    corpus = join(interview("talks/a.txt", ANNA), interview("talks/b.vtt", ANNA, times=True))
    assert deduplicate(corpus, config) is corpus


def test_detection_can_be_switched_off() -> None:
    corpus = join(interview("a.txt", ANNA), interview("b.txt", ANNA))
    assert deduplicate(corpus, StudyConfig.model_validate({"duplicates": {"detect": False}})) is corpus


def test_the_order_of_documents_changes_nothing() -> None:
    parts = [interview("a.txt", ANNA), interview("b.txt", ANNA), interview("c.txt", BEN)]
    assert paths(deduplicate(join(*parts[::-1]))) == paths(deduplicate(join(*parts))) == ["a.txt", "c.txt"]


def test_the_name_of_a_copy_is_protected_like_the_original() -> None:
    named = [(label if label == "I" else "Anna Klamm", words) for label, words in ANNA]
    first = interview("Anna.vtt", named, person="Anna Klamm", times=True)
    second = interview("aklamm.txt", named, person="Anna Klamm")
    result = protect(deduplicate(join(first, second))).corpus
    assert "nna" not in repr(result.sources)
    assert "klamm" not in repr(result).casefold()
    assert len(result.respondents) == 1


ROWS = [
    ("", "Die Suche findet nichts"),
    ("", "gut"),
    ("", "Zu teuer"),
    ("", "gut"),
    ("", "Mehr Farben"),
    ("", "Lieferung war spät"),
]


def test_an_export_made_twice_counts_once_and_the_longer_one_is_kept() -> None:
    later = [*ROWS, ("", "Neu seit gestern")]
    result = deduplicate(join(table("a.csv", ROWS), table("b.csv", later)))
    assert paths(result) == ["b.csv"] * 7
    assert len(result.respondents) == 7
    assert result.sources[0].reason.startswith("duplicate of b.csv (the same rows)")


def test_equal_comments_of_different_people_all_count() -> None:
    first = table("a.csv", [*ROWS, ("", "Schrift zu klein")], kind="review")
    second = table(
        "b.csv", [("", "gut"), ("", "gut"), ("", "Zu teuer"), ("", "Anders"), ("", "Ganz anders")], kind="review"
    )
    corpus = join(first, second)
    assert deduplicate(corpus) is corpus


def test_equal_rows_of_one_table_all_count() -> None:
    corpus = join(table("a.csv", [("", "gut")] * 20), table("b.csv", [("", "schlecht")] * 9))
    assert deduplicate(corpus) is corpus


def test_rows_with_an_id_count_once_in_exports_that_overlap() -> None:
    shared = [(str(number), f"Antwort mit mehreren Wörtern, Nummer {number}") for number in range(4)]
    first = table("a.csv", [*shared, *((str(n), f"Erste Welle, ganz eigene Antwort {n}") for n in range(20, 30))])
    second = table("b.csv", [*shared, *((str(n), f"Zweite Welle, ganz eigene Antwort {n}") for n in range(40, 49))])
    result = deduplicate(join(first, second))
    assert len(result.documents) == 23
    assert result.sources[1].notes == ("4 of 13 documents are also in a.csv (the same rows) and are counted once.",)


def test_the_same_id_with_other_words_is_another_row() -> None:
    first = table("a.csv", [("7", "Das war mir viel zu langsam")])
    second = table("b.csv", [("7", "Das war mir viel zu teuer")])
    corpus = join(first, second)
    assert deduplicate(corpus) is corpus


def test_other_dates_make_other_rows() -> None:
    corpus = join(table("a.csv", ROWS, date="2026-01-01"), table("b.csv", ROWS, date="2026-02-01"))
    assert deduplicate(corpus) is corpus


@given(st.lists(st.sampled_from(["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben"]), max_size=40))
@settings(max_examples=60)
def test_a_part_is_contained_in_the_whole_and_in_nothing_else(words: list[str]) -> None:
    part = shingle(words)
    assert contained_share(part, shingle(["davor", *words, "danach"])) == (1.0 if len(part) else 0.0)
    assert contained_share(part, shingle(["acht"] * 30)) == 0.0


def test_words_leave_out_case_punctuation_and_pseudonyms() -> None:
    assert split_words("Frau [Person 12], „Ja“ – JA!") == ["frau", "ja", "ja"]


@pytest.mark.slow
def test_real_interviews_as_text_and_pdf_count_once(studies: Path) -> None:
    result = deduplicate(read_folder([studies / "divekit_de"]))
    assert "fkrampe_transkript.md" in paths(result)
    assert "fkrampe_transkript.pdf" not in paths(result)
    read = [source for source in result.sources if source.status != "skipped"]
    assert len(result.documents) == len(result.respondents) == len(read) - 1


def test_real_interview_in_five_formats_counts_once(studies: Path) -> None:
    result = deduplicate(read_folder([studies / "games_en_formats"]))
    assert (len(result.sources), len(result.documents), len(result.respondents)) == (5, 1, 1)


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["mlss_en", "docx_mixed", "meetings_zoom_en", "airport_reviews", "games_en"])
def test_real_interviews_and_reviews_without_copies_all_count(studies: Path, folder: str) -> None:
    corpus = read_folder([studies / folder])
    assert deduplicate(corpus) is corpus
