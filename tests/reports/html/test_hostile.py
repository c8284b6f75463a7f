"""A report whose every text attacks: all stays text, no element and no attribute comes from outside."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from benchmarks.browser.hostile import texts
from reports.html.pages import find_marks
from reports.html.report import render_html
from reports.view import build_view
from tests.reports import fake_study as fake
from tests.reports.html.test_report import DOCUMENT

OURS = {
    *("html", "head", "meta", "title", "style", "body", "a", "nav", "ul", "ol", "li", "main", "header", "section"),
    *("h1", "h2", "h3", "h4", "h5", "p", "div", "span", "small", "b", "br", "code", "abbr", "q", "figure"),
    *("figcaption", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "form", "label"),
    *("select", "option", "input", "button", "output", "fieldset", "legend", "noscript", "script", "footer"),
    *("svg", "g", "desc", "defs", "pattern", "path", "line", "circle", "rect", "text", "dl", "dt", "dd", "article"),
}


class Elements(HTMLParser):
    """Names of all elements, their attributes, and the text of every quote."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tags, self.names, self.links, self.quotes = Counter(), set(), [], []
        self.inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.names |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]
        if tag == "q":
            self.quotes.append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "q"

    def handle_data(self, data):
        if self.inside:
            self.quotes[-1] += data


@pytest.fixture(scope="module", params=["de", "en"])
def pages(request):
    """The report as it is, the same with hostile texts everywhere, and those texts by the id of their segment."""
    analysis = fake.fake_analysis(request.param)
    attacks = texts()
    segments = tuple(
        replace(one, text=attacks[n % len(attacks)], question=attacks[-n % len(attacks)])
        for n, one in enumerate(analysis.segments)
    )
    themes = tuple(
        replace(one, name=attacks[n % 24], keywords=tuple(attacks[:3])) for n, one in enumerate(analysis.themes.themes)
    )
    pains = tuple(replace(one, title=attacks[n % 24]) for n, one in enumerate(analysis.pain_points))
    bad = replace(
        analysis,
        name=attacks[0],
        segments=segments,
        themes=replace(analysis.themes, themes=themes),
        pain_points=pains,
    )
    made = []
    for one in (analysis, bad):
        view = build_view(one, fake.fake_personas(one))
        made.append(render_html(view, find_marks(view)))
    return (*made, {one.text for one in segments})


def test_texts_make_no_element_and_no_attribute(pages) -> None:
    good, bad = Elements(pages[0]), Elements(pages[1])
    assert set(bad.tags) <= OURS
    assert bad.tags["script"] == good.tags["script"]
    assert bad.tags["form"] == good.tags["form"]
    assert bad.names <= good.names | {"lang"}
    assert all(link.startswith("#") or DOCUMENT.fullmatch(link) for link in bad.links)


def test_quotes_are_the_texts_as_they_were(pages) -> None:
    whole = pages[2]
    quotes = Elements(pages[1]).quotes
    assert quotes
    assert all(any(quote in text for text in whole) for quote in quotes)


def test_data_of_scripts_cannot_end_them() -> None:
    analysis = fake.big_analysis(4_000)
    attacks = texts()
    segments = tuple(replace(one, text=attacks[n % 24]) for n, one in enumerate(analysis.segments))
    page = render_html(build_view(replace(analysis, segments=segments), fake.refused("x")))
    assert 'id="rest"' in page
    assert Elements(page).tags["script"] == 4
