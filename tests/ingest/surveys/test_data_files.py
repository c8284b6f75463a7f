"""SPSS, Parquet and LimeSurvey archives, whole and broken."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from voc.errors import NothingReadableError
from voc.ingest import read_folder
from voc.schema import Corpus

ANSWERS = (
    "Ich habe lange nach dem Knopf gesucht.",
    "Am Ende hat mir ein Kollege geholfen.",
    "The page was quick and the form was short.",
    "",
    "Die Anleitung war gut, aber viel zu klein gedruckt.",
    "I had to type my number in three times.",
)


def notes(corpus: Corpus) -> str:
    return " ".join(corpus.sources[0].notes)


def write_sav(path: Path) -> None:
    frame = pd.DataFrame(
        {
            "v1": [1.0, 2.0, 1.0, 2.0, 1.0, 2.0],
            "v2": list(ANSWERS),
            "v3": [1.0, 5.0, 3.0, float("nan"), 2.0, 4.0],
            "tag": [datetime.date(2024, 3, n + 1) for n in range(6)],
            "v4": [1.0, 7.0, 4.0, 4.0, 2.0, 6.0],
        }
    )
    labels = ["Geschlecht", "Was hat Sie aufgehalten?", "Wie zufrieden sind Sie?", "Datum", "How easy was it to find?"]
    ends = {
        "v1": {1.0: "weiblich", 2.0: "männlich"},
        "v3": {1.0: "gar nicht", 2.0: "wenig", 3.0: "teils", 4.0: "ziemlich", 5.0: "sehr"},
        "v4": {1.0: "very hard", 7.0: "very easy"},
    }
    pyreadstat.write_sav(frame, str(path), column_labels=labels, variable_value_labels=ends)


def test_sav_uses_labels_for_questions_and_answers(tmp_path: Path) -> None:
    write_sav(tmp_path / "s.sav")
    corpus = read_folder([tmp_path])
    assert corpus.sources[0].reader == "table-spss"
    assert {turn.question for item in corpus.documents for turn in item.turns} == {"Was hat Sie aufgehalten?"}
    assert [item.text for item in corpus.documents] == [answer for answer in ANSWERS if answer]
    first = corpus.documents[0]
    assert dict(corpus.respondents[0].attributes) == {"gender": "weiblich"}
    assert first.date == "2024-03-01"
    assert first.ratings == {"Wie zufrieden sind Sie?": 0.0, "How easy was it to find?": 0.0}
    assert first.scales == {"Wie zufrieden sind Sie?": "1 of 1–5", "How easy was it to find?": "1 of 1–7"}


@pytest.mark.parametrize(
    ("labels", "shares"),
    [
        ({1.0: "sehr gut", 5.0: "sehr schlecht"}, [1.0, 0.0]),
        ({1.0: "sehr schlecht", 5.0: "sehr gut"}, [0.0, 1.0]),
        ({1.0: "sehr gut", 5.0: "sehr schlecht", 9.0: "keine Angabe"}, [1.0, 0.0]),
    ],
)
def test_value_labels_of_sav_say_which_end_is_best(
    tmp_path: Path, labels: dict[float, str], shares: list[float]
) -> None:
    frame = pd.DataFrame({"v1": [1.0, 5.0, 2.0, 4.0], "v2": list(ANSWERS[:2] + ANSWERS[4:])})
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "s.sav"),
        column_labels=["Wie zufrieden sind Sie mit der Anleitung?", "Was hat Sie aufgehalten?"],
        variable_value_labels={"v1": labels},
    )
    corpus = read_folder([tmp_path])
    assert [document.ratings["rating"] for document in corpus.documents[:2]] == shares


def test_parquet_with_records_inside(tmp_path: Path) -> None:
    table = pa.table(
        {
            "review": list(ANSWERS),
            "stars": pa.array([1, 2, 3, 4, 5, None]),
            "at": pa.array([datetime.datetime(2024, 3, n + 1) for n in range(6)]),
            "tags": pa.array([["a", "b"]] * 6),
        }
    )
    pq.write_table(table, tmp_path / "r.parquet")
    corpus = read_folder([tmp_path])
    assert corpus.sources[0].reader == "table-parquet"
    assert len(corpus.documents) == 5
    assert corpus.documents[1].ratings["rating"] == 0.25
    assert corpus.documents[1].date == "2024-03-02"


LSS = """<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><languages><language>de</language></languages>
<questions><rows>
<row><qid>61</qid><parent_qid>0</parent_qid><type>T</type><title>Q1</title></row>
<row><qid>62</qid><parent_qid>0</parent_qid><type>L</type><title>Q2</title></row>
<row><qid>7</qid><parent_qid>0</parent_qid><type>Q</type><title>Q3</title></row>
</rows></questions>
<subquestions><rows><row><qid>8</qid><parent_qid>7</parent_qid><title>SQ1</title></row></rows></subquestions>
<question_l10ns><rows>
<row><qid>61</qid><question><![CDATA[<p>Was hat <b>gest&ouml;rt</b>?</p>]]></question><language>de</language></row>
<row><qid>61</qid><question>What was bad?</question><language>en</language></row>
<row><qid>62</qid><question>Welches Geschlecht haben Sie?</question><language>de</language></row>
<row><qid>7</qid><question>Nennen Sie bitte Wünsche</question><language>de</language></row>
<row><qid>8</qid><question>Erster Wunsch</question><language>de</language></row>
</rows></question_l10ns>
<answers><rows><row><aid>1</aid><qid>62</qid><code>A1</code></row><row><aid>2</aid><qid>62</qid><code>A2</code></row></rows></answers>
<answer_l10ns><rows>
<row><aid>1</aid><answer>weiblich</answer><language>de</language></row>
<row><aid>2</aid><answer>divers</answer><language>de</language></row>
</rows></answer_l10ns></document>"""


def responses() -> str:
    rows = "".join(
        f"<row><id>{n + 1}</id><token>tok{n}xy</token><submitdate>2024-03-0{n + 1} 10:00:00</submitdate>"
        f"<lastpage>3</lastpage><startlanguage>de</startlanguage><ipaddr>1.2.3.4</ipaddr>"
        f"<_34X5X61><![CDATA[{answer}]]></_34X5X61><_34X5X62>A{1 + n % 2}</_34X5X62>"
        f"<_34X5X7SQ1>Mehr Licht in Halle {n}.</_34X5X7SQ1></row>"
        for n, answer in enumerate(ANSWERS)
    )
    kind = "<LimeSurveyDocType>Responses</LimeSurveyDocType>"
    return f"<document>{kind}<responses><rows>{rows}</rows></responses></document>"


def write_lsa(path: Path, lss: str = LSS, **more: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("survey_34.lss", lss)
        archive.writestr("survey_34_responses.lsr", responses())
        archive.writestr("survey_34_tokens.lst", "<document><tokens>Ann Lee, ann@example.org</tokens></document>")
        for name, content in more.items():
            archive.writestr(name, content)


def test_lsa_joins_questions_codes_and_answers(tmp_path: Path) -> None:
    write_lsa(tmp_path / "s.lsa")
    corpus = read_folder([tmp_path])
    assert corpus.sources[0].reader == "limesurvey-lsa"
    assert {turn.question for item in corpus.documents for turn in item.turns} == {
        "Was hat gestört ?",
        "Nennen Sie bitte Wünsche [Erster Wunsch]",
    }
    assert len(corpus.documents) == 11
    assert [dict(respondent.attributes) for respondent in corpus.respondents[:2]] == [
        {"gender": "weiblich"},
        {"gender": "divers"},
    ]
    assert corpus.respondents[0].label == "tok0xy"
    assert "Personal data, not read: 'ipaddr'" in notes(corpus)
    assert "unverified" in notes(corpus)
    assert not any("Ann" in str(item) for item in (*corpus.documents, *corpus.respondents))


BOMB = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><document>&b;</document>'


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.sav", b"$FL2 but not really", r"a\.sav: must be an SPSS file, found a broken or different one"),
        ("a.sav", b"\0" * 200, "must be an SPSS file"),
        ("a.parquet", b"PAR1 no PAR1", r"a\.parquet: must be a Parquet file, found a broken or different one"),
        ("a.lsa", b"PK\x03\x04 broken", "broken, encrypted or different"),
    ],
)
def test_broken_data_files_are_named_with_a_remedy(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NothingReadableError, match=message):
        read_folder([tmp_path])


@pytest.mark.parametrize(
    ("lss", "more", "message"),
    [
        (BOMB, {}, "holds an XML DOCTYPE"),
        ("<document><unclosed>", {}, "broken one"),
        (LSS, {"../../evil.lss": "x"}, "path leaves the file"),
        (LSS, {"inner.zip": "x"}, "holds another archive"),
    ],
)
def test_hostile_archives_are_refused(tmp_path: Path, lss: str, more: dict[str, str], message: str) -> None:
    write_lsa(tmp_path / "a.lsa", lss, **more)
    with pytest.raises(NothingReadableError, match=message):
        read_folder([tmp_path])


def test_archive_without_responses(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.lsa", "w") as archive:
        archive.writestr("survey_34.lss", LSS)
    with pytest.raises(NothingReadableError, match=r"must hold a survey \(\.lss\) and its responses .*, found \.lss"):
        read_folder([tmp_path])


def test_parquet_without_rows(tmp_path: Path) -> None:
    pq.write_table(pa.table({"review": pa.array([], pa.string())}), tmp_path / "a.parquet")
    with pytest.raises(NothingReadableError, match="holds 1 columns and 0 rows"):
        read_folder([tmp_path])
