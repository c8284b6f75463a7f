"""A study against people's codes: from files to figures, differences and the page."""

import csv
import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from reports.html.agreement import PAGE, write_agreement
from voc.cli.main import app
from voc.errors import MappingError, OutputError, UsageError
from voc.ingest.projects.refi_records import Coding, Project, RefiCode, Selection, TextSource, User, guid_of
from voc.ingest.projects.refi_writer import pack_project
from voc.ingest.projects.study_project import to_project
from voc.study import load, read_study
from voc.tasks.agree import agree
from voc.tasks.agree.coded_passages import read_codes
from voc.tasks.agree.place import Finder
from voc.tasks.agree.records import Passage


@pytest.fixture(scope="module")
def tables(study):
    return read_study(study)


@pytest.fixture(scope="module")
def rows(tables):
    return [row for row in tables.segments if row["role"] == "participant"]


def table(path, rows, columns):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def dimension(found, kind):
    (one,) = [one for one in found.dimensions if one.kind == kind]
    return one


def test_a_study_agrees_with_its_own_export_in_everything(study, tmp_path):
    loaded = load(study)
    analysis, personas = loaded.analysis, loaded.personas
    (tmp_path / "own.qdpx").write_bytes(pack_project(to_project(analysis, personas)))
    found = agree(study, tmp_path / "own.qdpx")
    assert found.n_unplaced == 0
    for kind in ("theme", "touchpoint", "sentiment"):
        one = dimension(found, kind)
        (coder,) = one.coders
        assert (coder.name, coder.both.share, coder.both.kappa, coder.everything.kappa) == ("voc", 1.0, 1.0, 1.0)
        assert {match.how for match in one.matches if match.codes and match.ours} == {"name"}
        assert one.differences == ()


def test_codes_of_other_names_are_matched_and_errors_are_counted(study, rows, tables, tmp_path):
    names = {row["theme_id"]: f"Mine {number}" for number, row in enumerate(tables.themes)}
    themed = [row for row in rows if row["theme_id"]]
    wrong = {row["segment_id"] for row in themed[::10]}
    other = dict(zip(names, [*list(names)[1:], next(iter(names))], strict=True))
    told = [
        {
            "segment_id": row["segment_id"],
            "code": names[other[row["theme_id"]] if row["segment_id"] in wrong else row["theme_id"]],
        }
        for row in themed
    ]
    found = dimension(agree(study, table(tmp_path / "c.csv", told, ["segment_id", "code"])), "theme")
    (coder,) = found.coders
    assert coder.both.n == len(themed)
    assert coder.both.share == pytest.approx(1 - len(wrong) / len(themed), abs=0.06)
    assert coder.both.kappa < coder.both.share
    low, high = coder.both.intervals["kappa"]
    assert low <= coder.both.kappa <= high
    assert abs(coder.chance) < 0.5 * coder.both.kappa
    assert sum(one.n for one in found.differences) == round((1 - coder.both.share) * coder.both.n)


def test_uncoded_text_is_left_out_or_a_category(study, rows, tmp_path):
    told = [
        {"segment_id": row["segment_id"], "sentiment": row["sentiment"] if i % 2 else ""} for i, row in enumerate(rows)
    ]
    found = dimension(agree(study, table(tmp_path / "c.csv", told, ["segment_id", "sentiment"])), "sentiment")
    (coder,) = found.coders
    assert coder.n_looked_at == len(rows)
    assert (coder.both.n, coder.both.share) == (len(rows) // 2, 1.0)
    assert coder.everything.n == len(rows)
    assert coder.everything.share == pytest.approx((len(rows) // 2) / len(rows))
    assert all(one.human == "" for one in found.differences)
    for one in coder.codes:
        assert one.n_both == one.n_human <= one.n_ours


def test_several_coders_are_compared_with_each_other(study, rows, tmp_path):
    told = [
        {"segment_id": row["segment_id"], "coder": coder, "sentiment": row["sentiment"] if coder == "A" else "neutral"}
        for row in rows
        for coder in ("A", "B")
    ]
    found = dimension(agree(study, table(tmp_path / "c.csv", told, ["segment_id", "coder", "sentiment"])), "sentiment")
    assert [coder.name for coder in found.coders] == ["A", "B"]
    assert found.coders[0].both.kappa == 1.0
    assert found.among < 0 < found.with_ours < 1


def test_emotions_are_not_compared_and_branches_are_told_apart(tmp_path):
    told = [
        {"segment_id": "s", "code": code}
        for code in (
            "Emotions > joy",
            "Stimmung > negativ",
            "Touchpoints > Buy > Till",
            "Themes > Size",
            "positive",
        )
    ]
    found = read_codes(table(tmp_path / "c.csv", told, ["segment_id", "code"]), {})
    assert [(one.kind, one.code) for one in found.passages] == [
        ("sentiment", ("negative",)),
        ("touchpoint", ("Till",)),
        ("theme", ("Size",)),
        ("sentiment", ("positive",)),
    ]


SEGMENTS = [
    {"segment_id": "a", "document_id": "d", "source": "x/P1.txt", "role": "participant", "start": "0", "end": "30"},
    {"segment_id": "b", "document_id": "d", "source": "x/P1.txt", "role": "participant", "start": "31", "end": "71"},
    {"segment_id": "i", "document_id": "d", "source": "x/P1.txt", "role": "interviewer", "start": "72", "end": "90"},
]
TEXT = "😀 It would not print the label, so [Person 1] drove to the shop itself. And what came then?"


@pytest.mark.parametrize(
    ("passage", "wanted"),
    [
        (Passage("c", ("x",), "theme", segment_id="a"), {"a"}),
        (Passage("c", ("x",), "theme", document="P1", start=0, end=30), {"a"}),
        (Passage("c", ("x",), "theme", document="p1.txt", start=5, end=10), {"a"}),
        (Passage("c", ("x",), "theme", document="P1", start=0, end=40), {"a"}),
        (Passage("c", ("x",), "theme", document="P1", start=0, end=60), {"a", "b"}),
        (Passage("c", ("x",), "theme", text="it WOULD  not print—the label"), {"a"}),
        (Passage("c", ("x",), "theme", document="P1", text="the label"), {"a"}),
        (Passage("c", ("x",), "theme", document="P1", start=72, end=90), set()),
        (Passage("c", ("x",), "theme", document="P9", text="nobody said this sentence"), set()),
        (Passage("c", ("x",), "theme", text="label"), set()),
    ],
)
def test_a_passage_codes_the_segments_that_it_holds(passage, wanted):
    finder = Finder(SEGMENTS, {"d": TEXT})
    assert set(finder.segments(finder.spans(passage))) == wanted


def test_words_are_found_though_the_study_is_pseudonymised():
    finder = Finder(SEGMENTS, {"d": "Ann: The label would not print.\n[Person 1]: So I drove to the shop myself."})
    words = "Ann: The label would not print.\nErika: So I drove to the shop myself."
    passage = Passage("c", ("x",), "theme", text=words)
    assert finder.spans(passage) == [("d", 5, 30), ("d", 44, 73)]


def test_project_of_another_program_is_found_by_its_words(study, rows, tables, tmp_path):
    code = RefiCode(guid_of("mine"), "Mine")
    chosen = [row for row in rows if row["theme_id"] == tables.themes[0]["theme_id"]]
    text = "\n".join(row["text"] for row in chosen)
    selections, at = [], 0
    for row in chosen:
        guid = guid_of("s", row["segment_id"])
        coding = Coding(guid_of("c", row["segment_id"]), code.guid, guid_of("user"))
        selections.append(Selection(guid, at, at + len(row["text"]), (coding,)))
        at += len(row["text"]) + 1
    source = TextSource(guid_of("t"), "all.txt", text, tuple(selections))
    project = Project("p", "MAXQDA", (User(guid_of("user"), "Kim"),), (code,), sources=(source,))
    (tmp_path / "p.qdpx").write_bytes(pack_project(project))
    found = agree(study, tmp_path / "p.qdpx")
    (coder,) = dimension(found, "theme").coders
    assert coder.name == "Kim"
    assert coder.codes[0].n_both >= 0.8 * len(chosen)


def test_command_prints_figures_and_writes_a_page_with_exact_quotes(study, rows, tmp_path):
    told = [{"segment_id": row["segment_id"], "sentiment": "neutral"} for row in rows]
    file = table(tmp_path / "c.csv", told, ["segment_id", "sentiment"])
    shown = CliRunner().invoke(app, ["agree", str(study), str(file), "--out", str(tmp_path / "out")])
    assert shown.exit_code == 0, shown.output
    assert "coded passages were found" in shown.output
    page = (tmp_path / "out" / PAGE).read_text("utf-8")
    assert "default-src &#39;none&#39;" in page
    assert 'data-segment="s-' in page
    as_json = CliRunner().invoke(app, ["agree", str(study), str(file), "--json"])
    assert json.loads(as_json.stdout)["dimensions"][0]["kind"] == "sentiment"


def test_the_page_escapes_what_people_said(study, rows, tmp_path):
    told = [{"segment_id": row["segment_id"], "sentiment": "neutral"} for row in rows]
    found = agree(study, table(tmp_path / "c.csv", told, ["segment_id", "sentiment"]))
    hostile = "<script>alert(1)</script>"
    quotes = {key: replace(one, text=hostile, source=hostile) for key, one in found.quotes.items()}
    for language in ("de", "en"):
        page = write_agreement(replace(found, quotes=quotes, file=hostile, language=language), tmp_path / language)
        text = page.read_text("utf-8")
        assert hostile not in text
        assert "&lt;script&gt;" in text


def test_wrong_calls_say_what_to_do(study, tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        agree(study, tmp_path / "none.csv")
    with pytest.raises(UsageError, match="must come as"):
        (tmp_path / "c.docx").write_bytes(b"x")
        agree(study, tmp_path / "c.docx")
    with pytest.raises(MappingError, match="must hold the codes"):
        agree(study, table(tmp_path / "a.csv", [{"text": "x", "x": "y"}], ["text", "x"]))
    with pytest.raises(MappingError, match="what was coded"):
        agree(study, table(tmp_path / "b.csv", [{"code": "x"}], ["code"]))
    with pytest.raises(UsageError, match="none was found"):
        agree(study, table(tmp_path / "d.csv", [{"code": "x", "segment_id": "s-none"}], ["code", "segment_id"]))
    with pytest.raises(MappingError, match="row 2: 'start' and 'end'"):
        agree(
            study,
            table(
                tmp_path / "e.csv",
                [{"code": "x", "document": "d", "start": "one", "end": "2"}],
                ["code", "document", "start", "end"],
            ),
        )
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(OutputError, match="holds other things"):
        write_agreement(None, tmp_path / "full")
