"""noScribe's .html: ``<a name="ts_{startMs}_{endMs}_{speaker}">words</a>``, paragraphs that begin with the speaker.

Overlapping speech is written ``//S01: …//`` inside a turn and stays. People rename speakers in the editor, where the
anchors keep their old names: what a paragraph begins with counts.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from voc.ingest.file_content import Transcript
from voc.ingest.transcripts.captions import Caption, join_captions
from voc.ingest.transcripts.speakers import MAX_LABEL, can_be_label
from voc.ingest.transcripts.utterances import BRACKETED

_ANCHOR = re.compile(r"ts_(\d+)_(\d+)_([^\"'<>]*)")
_LABEL = re.compile(rf"^\s*(?:{BRACKETED}\s*)?(?P<label>[^\W_][^:\n]{{0,{MAX_LABEL - 1}}}):(?!//)\s*")
_TIME = re.compile(rf"^\s*{BRACKETED}\s*")


class _Anchors(HTMLParser):
    """Cues of all anchors, each with whether it opens a paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[re.Match[str], bool, list[str]]] = []
        self._inside = False
        self._opens = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "br", "div"}:
            self._opens = True
        anchor = _ANCHOR.fullmatch(dict(attrs).get("name") or "") if tag == "a" else None
        if anchor:
            self.found.append((anchor, self._opens, []))
            self._inside, self._opens = True, False

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in {"a", "p"}

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1][2].append(data)


def recognise(text: str) -> bool:
    """Whether the page has noScribe's anchors."""
    return re.search(rf"<a\s+name=[\"']{_ANCHOR.pattern}", text) is not None


def read(text: str) -> Transcript:
    """The words of the anchors, joined to turns."""
    parser = _Anchors()
    parser.feed(text)
    parser.close()
    cues, label = [], ""
    for anchor, opens, parts in parser.found:
        words = "".join(parts)
        shown = _LABEL.match(words) if opens else None
        if shown and can_be_label(shown["label"].strip()):
            label, words = shown["label"].strip(), words[shown.end() :]
        elif opens:
            label, words = anchor[3].strip() or label, _TIME.sub("", words)
        cues.append(Caption(int(anchor[1]) / 1000, int(anchor[2]) / 1000, label, words))
    return join_captions(cues)
