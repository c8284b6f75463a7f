"""Read oTranscribe (.otr): JSON whose field ``text`` is the page of its editor, as text with a paragraph per line."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from voc.errors import FormatError
from voc.files.decode import count_characters, decode, tidy
from voc.files.limits import MAX_TEXT_BYTES, check_size
from voc.ingest.file_content import DocumentText

_REMEDY = "Open it in oTranscribe and export it as plain text (.txt)."


class _EditorPage(HTMLParser):
    """Collects the text of the editor; paragraphs and line breaks become line ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "div", "li", "br"}:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "div", "li"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))


def load_otranscribe(path: Path, name: str) -> DocumentText:
    """The text of the editor, with its times ("00:03 Ada: …").

    Raises:
        ReadError: the file is too large, or is no JSON with a text.
    """
    check_size(name, path.stat().st_size, MAX_TEXT_BYTES)
    text, notes = decode(path.read_bytes(), name)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{name}: must be the JSON of oTranscribe, found a broken one. {_REMEDY}") from error
    page = data.get("text") if isinstance(data, dict) else None
    if not isinstance(page, str):
        raise FormatError(f"{name}: must be the JSON of oTranscribe with a field 'text', found another. {_REMEDY}")
    parser = _EditorPage()
    parser.feed(page)
    parser.close()
    lines = [" ".join(line.split()) for line in tidy("".join(parser.parts)).split("\n")]
    spoken = "\n\n".join(line for line in lines if line) + "\n"
    # The rest is the markup of the editor and the position in the recording.
    return DocumentText(spoken, notes, {"markup": count_characters(text) - count_characters(spoken)})
