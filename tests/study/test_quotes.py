"""Quotes are found in every kind of file that shows them."""

from pathlib import Path

import xlsxwriter

from voc.study.quotes import quotes_in_html, quotes_in_workshop


def test_quotes_in_html_reads_exact_text_and_span(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(
        '<p id="a"><q data-segment="s-1" lang="de">Ja &amp; <mark>nein</mark>\n jetzt</q>'
        '<q data-segment="s-2" data-start="3" data-end="9">teil 2</q><a href="#a">x</a></p>',
        encoding="utf-8",
    )
    quotes, findings = quotes_in_html(page)
    assert [(quote.segment_id, quote.text, quote.span) for quote in quotes] == [
        ("s-1", "Ja & nein\n jetzt", None),
        ("s-2", "teil 2", (3, 9)),
    ]
    assert findings == []


def test_quotes_in_html_counts_a_blockquote_and_a_quote_without_a_segment(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text("<blockquote>made up</blockquote><q>this too</q>", encoding="utf-8")
    quotes, _ = quotes_in_html(page)
    assert [quote.segment_id for quote in quotes] == ["", ""]


def test_quotes_in_workshop_reads_csv_xlsx_and_markdown(tmp_path: Path) -> None:
    folder = tmp_path / "workshop"
    folder.mkdir()
    (folder / "a.csv").write_text("quote,quote_segment_id\n'=1+1,s-1\n'twas fine,s-2\n", encoding="utf-8")
    with xlsxwriter.Workbook(str(folder / "b.xlsx"), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("pains")
        sheet.write_row(0, 0, ["A heading"])
        sheet.write_row(2, 0, ["quote", "quote_segment_id", "quote_2", "quote_2_segment_id"])
        sheet.write_row(3, 0, ["=SUM(A1)", "s-3", "", ""])
    (folder / "c.md").write_text("> So ist es.\n> — Person 1, talk.txt, `s-0a`\n\n> no source\n", encoding="utf-8")
    quotes, findings = quotes_in_workshop(folder)
    assert [(quote.segment_id, quote.text) for quote in quotes] == [
        ("s-1", "=1+1"),
        ("s-2", "'twas fine"),
        ("s-3", "=SUM(A1)"),
        ("s-0a", "So ist es."),
    ]
    assert findings == []


def test_quotes_in_workshop_names_a_broken_workbook(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"PK no workbook")
    quotes, findings = quotes_in_workshop(tmp_path)
    assert quotes == []
    assert len(findings) == 1
    assert "b.xlsx" in findings[0]


def test_quotes_in_markdown_may_be_parts(tmp_path: Path) -> None:
    folder = tmp_path / "workshop"
    folder.mkdir()
    (folder / "a.md").write_text("> So ist\n> — Person 1, talk.txt, `s-0a[12:18]`\n", encoding="utf-8")
    quotes, _ = quotes_in_workshop(folder)
    assert [(quote.segment_id, quote.text, quote.span) for quote in quotes] == [("s-0a", "So ist", (12, 18))]
