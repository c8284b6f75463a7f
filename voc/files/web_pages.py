"""The text of HTML: paragraphs, headings, lists, quotes and tables of a web page or an HTML mail.

Scripts, styles, menus and forms are left out. Nothing is loaded, and broken HTML is read as far as it goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from voc.files.decode import count_characters

MAX_HEADING = 200
"""Code points of a bold paragraph that is still marked as a heading."""

Rows = list[list[str]]

_IGNORED = frozenset({"head", "script", "select", "style", "svg", "template", "textarea", "title"})
_MENUS = frozenset({"aside", "button", "footer", "form", "nav", "noscript"})
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class WebPage:
    """The blocks of a page in order: paragraphs and tables. ``n_menu_words`` counts what menus and forms hold,
    ``n_hidden_words`` what a browser does not show."""

    blocks: list[str | Rows] = field(default_factory=list)
    n_menu_words: int = 0
    n_hidden_words: int = 0
    n_menu_characters: int = 0
    n_hidden_characters: int = 0

    @property
    def text(self) -> str:
        """All paragraphs, with a line for each row of a table."""
        return "\n\n".join(
            block if isinstance(block, str) else "\n".join(" | ".join(filter(None, row)) for row in block)
            for block in self.blocks
        )


def read_web_page(source: str, *, is_plain: bool = False) -> WebPage:
    """The page in ``source``; headings and bold paragraphs are marked as in Markdown, unless ``is_plain``."""
    parser = _WebPageParser(is_plain=is_plain)
    parser.feed(source)
    parser.close()
    return parser.finish()


class _WebPageParser(HTMLParser):
    def __init__(self, *, is_plain: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._is_plain = is_plain
        self._page = WebPage()
        self._words: list[str] = []
        self._ignored: list[str] = []
        # The number of open tags with the outermost hidden one, 0 while nothing is hidden.
        self._hidden_at = 0
        self._n_bold = self._n_quotes = 0
        self._is_bold, self._heading, self._is_item = True, 0, False
        # Tables inside a table are layout: only the rows of the outermost count.
        self._table_depth = 0
        self._rows: list[list[list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_hidden = tag not in _VOID and _is_hidden(attrs)
        if tag in _IGNORED or tag in _MENUS or is_hidden or tag in self._ignored[-1:]:
            self._end_block()
            self._ignored.append(tag)
            if is_hidden and not self._hidden_at:
                self._hidden_at = len(self._ignored)
        if self._ignored:
            return
        if tag == "br":
            self._words.append("\n")
        if tag not in _BLOCKS:
            self._n_bold += tag in {"b", "strong"}
            return
        self._end_block()
        self._heading = _HEADINGS.get(tag, self._heading)
        self._is_item = tag == "li" or self._is_item
        self._n_quotes += tag == "blockquote"
        if tag == "table":
            self._table_depth += 1
        elif tag == "tr" and self._table_depth == 1:
            self._rows.append([])
        elif tag in {"td", "th"} and self._table_depth == 1 and self._rows:
            self._rows[-1].append([])

    def handle_endtag(self, tag: str) -> None:
        if self._ignored:
            # A tag that is never closed ends with the tag around it.
            if tag in self._ignored:
                while self._ignored.pop() != tag:
                    pass
            elif tag in {"body", "html"}:
                self._ignored.clear()
            if len(self._ignored) < self._hidden_at:
                self._hidden_at = 0
            return
        if tag in {"b", "strong"}:
            self._n_bold = max(0, self._n_bold - 1)
        if tag not in _BLOCKS:
            return
        self._end_block()
        self._heading = 0 if tag in _HEADINGS else self._heading
        if tag == "blockquote":
            self._n_quotes = max(0, self._n_quotes - 1)
        if tag == "table" and self._table_depth:
            self._table_depth -= 1
            if not self._table_depth:
                self._end_table()

    def handle_data(self, data: str) -> None:
        if self._ignored:
            n_words, n_characters = len(data.split()), count_characters(data)
            if self._hidden_at:
                self._page.n_hidden_words += n_words
                self._page.n_hidden_characters += n_characters
            elif self._ignored[-1] in _MENUS:
                self._page.n_menu_words += n_words
                self._page.n_menu_characters += n_characters
            return
        if data.strip():
            self._is_bold = self._is_bold and self._n_bold > 0
        self._words.append(re.sub(r"\s+", " ", data))

    def finish(self) -> WebPage:
        self._end_block()
        self._end_table()
        return self._page

    def _end_block(self) -> None:
        text = "\n".join(line.strip() for line in "".join(self._words).split("\n")).strip()
        is_bold, self._is_bold = self._is_bold, True
        is_item, self._is_item = self._is_item, False
        self._words.clear()
        if not text:
            return
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(text)
            return
        if self._n_quotes:
            text = "\n".join(f"{'> ' * min(self._n_quotes, 20)}{line}" for line in text.split("\n"))
        elif self._is_plain:
            pass
        elif self._heading:
            text = f"{'#' * self._heading} {' '.join(text.split())}"
        elif is_bold and "\n" not in text and len(text) <= MAX_HEADING and not text.endswith(":"):
            text = f"**{text}**"
        self._page.blocks.append(f"- {text}" if is_item else text)

    def _end_table(self) -> None:
        rows = [["\n".join(cell) for cell in row] for row in self._rows]
        rows = [row for row in rows if any(row)]
        self._rows = []
        if len(rows) >= 2 and sum(len(row) >= 2 for row in rows) > len(rows) / 2:
            width = max(map(len, rows))
            self._page.blocks.append([[*row, *[""] * (width - len(row))] for row in rows])
        else:
            # A table of one column or one row is layout.
            self._page.blocks += [cell for row in rows for cell in row if cell]


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    """Whether a browser would not show an element with these attributes."""
    return any(name == "hidden" or (name == "style" and _HIDDEN_STYLE.search(value or "")) for name, value in attrs)
