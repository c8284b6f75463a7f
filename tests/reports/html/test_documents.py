"""documents/ID.html: verbatim, closed to everything else, found by the links of the report."""

from __future__ import annotations

import re
from pathlib import Path

from reports.exports.report_files import export_html
from tests.reports.conftest import WrittenStudy
from tests.reports.fake_study import FakeStudy
from voc.study.quotes import quotes_in_html


def test_pages_hold_every_statement_verbatim(written: WrittenStudy) -> None:
    texts = {segment.segment_id: segment.text for segment in written.analysis.segments}
    found = {}
    for page in sorted((written.folder / "documents").glob("*.html")):
        quotes, findings = quotes_in_html(page)
        assert findings == []
        found.update({quote.segment_id: quote.text for quote in quotes})
        assert "default-src &#39;none&#39;" in page.read_text("utf-8")
    assert found == texts


def test_links_of_the_report_lead_to_a_statement_on_a_page(written: WrittenStudy) -> None:
    report = (written.folder / "report.html").read_text("utf-8")
    links = set(re.findall(r'href="(documents/[^"#]+)#([^"]+)"', report))
    assert len(links) == len(written.analysis.segments)
    pages = {name: (written.folder / name).read_text("utf-8") for name, _ in links}
    assert all(f'<q id="{segment_id}"' in pages[name] for name, segment_id in links)


def test_an_export_brings_its_pages(study: FakeStudy, tmp_path: Path) -> None:
    files = export_html(*study)
    report = files["report.html"].decode()
    assert set(re.findall(r'href="(documents/[^"#]+)#', report)) == files.keys() - {"report.html"}
