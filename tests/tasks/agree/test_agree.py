"""A study compared with people's codes: from files to figures, differences and the page."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reports.html.agreement import PAGE, write_agreement
from reports.html.pages import check_folder
from voc.cli.main import app
from voc.errors import MappingError, OutputError, UsageError
from voc.ingest.projects.refi_records import Coding, Project, RefiCode, Selection, TextSource, User, guid_of
from voc.ingest.projects.refi_writer import pack_project
from voc.ingest.projects.study_project import to_project
from voc.schema import SENTIMENTS, Analysis, Role, Segment
from voc.schema.agreement import Agreement, CodeKind, DimensionAgreement
from voc.study import load
from voc.tasks.agree import agree
from voc.tasks.agree.coded_passages import CodedPassage, DocumentSpan, PassageFinder, read_coded_file


@pytest.fixture(scope="module")
def analysis(study: Path) -> Analysis:
    return load(study).analysis


def themed_segments(analysis: Analysis) -> dict[str, int]:
    """Segment id → position of its theme, for all sorted segments."""
    return {
        segment.segment_id: theme
        for segment, theme in zip(analysis.segments, analysis.themes.assignment.tolist(), strict=True)
        if theme >= 0
    }


def sentiments(analysis: Analysis) -> dict[str, str]:
    return {
        segment.segment_id: SENTIMENTS[sentiment]
        for segment, sentiment in zip(analysis.segments, analysis.readings.sentiment.tolist(), strict=True)
    }


def write_table(path: Path, rows: Iterable[Mapping[str, str]], columns: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def dimension(agreement: Agreement, kind: CodeKind) -> DimensionAgreement:
    (match,) = [dimension for dimension in agreement.dimensions if dimension.kind == kind]
    return match


@pytest.mark.parametrize("kind", ["theme", "touchpoint", "sentiment"])
def test_a_study_agrees_with_its_own_export_in_everything(study: Path, tmp_path: Path, kind: CodeKind) -> None:
    loaded = load(study)
    (tmp_path / "own.qdpx").write_bytes(pack_project(to_project(loaded.analysis, loaded.personas)))
    agreement = agree(study, tmp_path / "own.qdpx")
    assert agreement.n_unplaced == 0
    own = dimension(agreement, kind)
    (coder,) = own.coders
    assert (coder.name, coder.both.share, coder.both.kappa, coder.everything.kappa) == ("voc", 1.0, 1.0, 1.0)
    assert {match.how for match in own.matches if match.codes and match.ours} == {"name"}
    assert own.differences == ()


def test_codes_of_other_names_are_matched_and_errors_are_counted(
    study: Path, analysis: Analysis, tmp_path: Path
) -> None:
    themed = themed_segments(analysis)
    n_themes = len(analysis.themes.themes)
    wrong = set(list(themed)[::10])
    rows = [
        {"segment_id": segment_id, "code": f"Mine {(theme + 1) % n_themes if segment_id in wrong else theme}"}
        for segment_id, theme in themed.items()
    ]
    agreement = agree(study, write_table(tmp_path / "c.csv", rows, ["segment_id", "code"]))
    themes = dimension(agreement, "theme")
    (coder,) = themes.coders
    assert coder.both.n == len(themed)
    assert coder.both.share == pytest.approx(1 - len(wrong) / len(themed), abs=0.06)
    assert coder.both.kappa is not None
    assert coder.both.kappa < coder.both.share
    interval = coder.both.intervals["kappa"]
    assert interval is not None
    assert interval[0] <= coder.both.kappa <= interval[1]
    assert coder.chance is not None
    assert abs(coder.chance) < 0.5 * coder.both.kappa
    assert sum(difference.n for difference in themes.differences) == round((1 - coder.both.share) * coder.both.n)


def test_agreement_names_the_study(study: Path, analysis: Analysis, tmp_path: Path) -> None:
    rows = [{"segment_id": analysis.segments[0].segment_id, "sentiment": "neutral"}]
    agreement = agree(study, write_table(tmp_path / "c.csv", rows, ["segment_id", "sentiment"]))
    assert agreement.study == analysis.name


def test_uncoded_text_is_left_out_or_a_category(study: Path, analysis: Analysis, tmp_path: Path) -> None:
    rows = [
        {"segment_id": segment_id, "sentiment": sentiment if i % 2 else ""}
        for i, (segment_id, sentiment) in enumerate(sentiments(analysis).items())
    ]
    agreement = agree(study, write_table(tmp_path / "c.csv", rows, ["segment_id", "sentiment"]))
    (coder,) = dimension(agreement, "sentiment").coders
    assert coder.n_looked_at == len(rows)
    assert (coder.both.n, coder.both.share) == (len(rows) // 2, 1.0)
    assert coder.everything.n == len(rows)
    assert coder.everything.share == pytest.approx((len(rows) // 2) / len(rows))
    assert {difference.human for difference in dimension(agreement, "sentiment").differences} == {""}
    assert coder.codes
    for category in coder.codes:
        assert category.n_both == category.n_human <= category.n_ours


def test_several_coders_are_compared_with_each_other(study: Path, analysis: Analysis, tmp_path: Path) -> None:
    rows = [
        {"segment_id": segment_id, "coder": coder, "sentiment": sentiment if coder == "A" else "neutral"}
        for segment_id, sentiment in sentiments(analysis).items()
        for coder in ("A", "B")
    ]
    agreement = agree(study, write_table(tmp_path / "c.csv", rows, ["segment_id", "coder", "sentiment"]))
    moods = dimension(agreement, "sentiment")
    assert [coder.name for coder in moods.coders] == ["A", "B"]
    assert moods.coders[0].both.kappa == 1.0
    assert moods.among is not None
    assert moods.with_ours is not None
    assert moods.among < 0 < moods.with_ours < 1


def test_emotions_are_not_compared_and_branches_are_told_apart(tmp_path: Path) -> None:
    codes = ("Emotions > joy", "Stimmung > negativ", "Touchpoints > Buy > Till", "Themes > Size", "positive")
    rows = [{"segment_id": "s", "code": code} for code in codes]
    coded_file = read_coded_file(write_table(tmp_path / "c.csv", rows, ["segment_id", "code"]), {})
    assert [(passage.kind, passage.code) for passage in coded_file.passages] == [
        ("sentiment", ("negative",)),
        ("touchpoint", ("Till",)),
        ("theme", ("Size",)),
        ("sentiment", ("positive",)),
    ]


def segment(segment_id: str, start: int, end: int, role: Role = "participant") -> Segment:
    return Segment(segment_id, "d", "r", "x/P1.txt", "interview", role, start, end, None, "", "", "en")


SEGMENTS = [segment("a", 0, 30), segment("b", 31, 71)]
CONTEXT = [segment("i", 72, 90, "interviewer")]
TEXT = "😀 It would not print the label, so [Person 1] drove to the shop itself. And what came then?"


@pytest.mark.parametrize(
    ("passage", "segment_ids"),
    [
        (CodedPassage("c", ("x",), "theme", segment_id="a"), {"a"}),
        (CodedPassage("c", ("x",), "theme", document="P1", start=0, end=30), {"a"}),
        (CodedPassage("c", ("x",), "theme", document="p1.txt", start=5, end=10), {"a"}),
        (CodedPassage("c", ("x",), "theme", document="P1", start=0, end=40), {"a"}),
        (CodedPassage("c", ("x",), "theme", document="P1", start=0, end=60), {"a", "b"}),
        (CodedPassage("c", ("x",), "theme", text="it WOULD  not print—the label"), {"a"}),
        (CodedPassage("c", ("x",), "theme", document="P1", text="the label"), {"a"}),
        (CodedPassage("c", ("x",), "theme", document="P1", start=72, end=90), set()),
        (CodedPassage("c", ("x",), "theme", document="P9", text="nobody said this sentence"), set()),
        (CodedPassage("c", ("x",), "theme", text="label"), set()),
    ],
)
def test_a_passage_codes_the_segments_that_it_covers(passage: CodedPassage, segment_ids: set[str]) -> None:
    finder = PassageFinder(SEGMENTS, CONTEXT, {"d": TEXT})
    assert set(finder.covered_segments(finder.find(passage))) == segment_ids


def test_words_are_found_though_the_study_is_pseudonymised() -> None:
    document = "Ann: The label would not print.\n[Person 1]: So I drove to the shop myself."
    finder = PassageFinder(SEGMENTS, CONTEXT, {"d": document})
    words = "Ann: The label would not print.\nErika: So I drove to the shop myself."
    passage = CodedPassage("c", ("x",), "theme", text=words)
    assert finder.find(passage) == [DocumentSpan("d", 5, 30), DocumentSpan("d", 44, 73)]


def test_project_of_another_program_is_found_by_its_words(study: Path, analysis: Analysis, tmp_path: Path) -> None:
    code = RefiCode(guid_of("mine"), "Mine")
    themed = themed_segments(analysis)
    texts = [segment.text for segment in analysis.segments]
    # Words that two people said could be found at either of them.
    is_once = [sum(text in other for other in texts) == 1 for text in texts]
    coded = [
        segment
        for segment, once in zip(analysis.segments, is_once, strict=True)
        if once and themed.get(segment.segment_id) == 0
    ]
    assert len(coded) > 3
    text = "\n".join(segment.text for segment in coded)
    selections, start = [], 0
    for segment in coded:
        coding = Coding(guid_of("c", segment.segment_id), code.guid, guid_of("user"))
        end = start + len(segment.text)
        selections.append(Selection(guid_of("s", segment.segment_id), start, end, (coding,)))
        start = end + 1
    source = TextSource(guid_of("t"), "all.txt", text, tuple(selections))
    project = Project("p", "MAXQDA", (User(guid_of("user"), "Kim"),), (code,), sources=(source,))
    (tmp_path / "p.qdpx").write_bytes(pack_project(project))
    (coder,) = dimension(agree(study, tmp_path / "p.qdpx"), "theme").coders
    assert coder.name == "Kim"
    assert coder.codes[0].n_both >= 0.8 * len(coded)


@pytest.fixture
def neutral_codes(analysis: Analysis, tmp_path: Path) -> Path:
    """A table that calls every segment neutral."""
    rows = [{"segment_id": segment.segment_id, "sentiment": "neutral"} for segment in analysis.segments]
    return write_table(tmp_path / "neutral.csv", rows, ["segment_id", "sentiment"])


def test_command_prints_figures_and_writes_a_page_with_exact_quotes(
    study: Path, neutral_codes: Path, tmp_path: Path
) -> None:
    printed = CliRunner().invoke(app, ["agree", str(study), str(neutral_codes), "--out", str(tmp_path / "out")])
    assert printed.exit_code == 0, printed.output
    assert "coded passages were found" in printed.output
    page = (tmp_path / "out" / PAGE).read_text("utf-8")
    assert "default-src &#39;none&#39;" in page
    assert 'data-segment="s-' in page
    as_json = CliRunner().invoke(app, ["agree", str(study), str(neutral_codes), "--json"])
    assert json.loads(as_json.stdout)["dimensions"][0]["kind"] == "sentiment"


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_escapes_what_people_said(study: Path, neutral_codes: Path, tmp_path: Path, language: str) -> None:
    agreement = agree(study, neutral_codes)
    hostile = "<script>alert(1)</script>"
    assert agreement.quotes
    quotes = {key: replace(quote, text=hostile, source=hostile) for key, quote in agreement.quotes.items()}
    page = write_agreement(replace(agreement, quotes=quotes, file=hostile, language=language), tmp_path / "out")
    text = page.read_text("utf-8")
    assert hostile not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"text": "x", "x": "y"}, "must hold the codes"),
        ({"code": "x"}, "what was coded"),
        ({"code": "x", "document": "d", "start": "one", "end": "2"}, "row 2: 'start' and 'end'"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(study: Path, tmp_path: Path, row: dict[str, str], message: str) -> None:
    with pytest.raises(MappingError, match=message):
        agree(study, write_table(tmp_path / "c.csv", [row], list(row)))


def test_files_without_usable_codes_are_refused(study: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        agree(study, tmp_path / "none.csv")
    (tmp_path / "c.docx").write_bytes(b"x")
    with pytest.raises(UsageError, match="must come as"):
        agree(study, tmp_path / "c.docx")
    unknown = write_table(tmp_path / "d.csv", [{"code": "x", "segment_id": "s-none"}], ["code", "segment_id"])
    with pytest.raises(UsageError, match="none was found"):
        agree(study, unknown)


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(OutputError, match="holds other files"):
        check_folder(tmp_path, [PAGE])
