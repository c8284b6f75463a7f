"""Clean what programs leave in the text of a cell: HTML, character references, double-encoded UTF-8, codes of Excel.

`clean_text` is called for every text of a table, so it looks for a suspicious character before anything else.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Mapping

from voc.files.decode import tidy

# "für" that was UTF-8, read as Windows-1252 and written as UTF-8 again, is "fÃ¼r". These first letters are in no German
# or English word; "Å" and "Ä", which begin other pairs, are, and stay.
_PAIR = re.compile("[ÂÃ][\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]")
_TRIPLE = re.compile("â[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}")
_QUADRUPLE = re.compile("ð[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{3}")
# The third byte of a closing quotation mark is a control character, which is gone by now.
_CUT_QUOTE = re.compile("â€(?=[\\s.,;:!?)]|$)")

_EXCEL_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HIDDEN_PART = re.compile(r"<(style|script|head)\b[^<>]{0,2000}>", re.I)
_COMMENT = re.compile(r"<!--[^<>]{0,5000}-->")
_BREAK = re.compile(r"<(?:br|hr)\s*/?>|</?(?:p|div|li|tr|ul|ol|table|h[1-6]|blockquote|pre)\b[^<>]{0,2000}>", re.I)
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|body|center|cite|code|em|figure|font|html|i|img|label|mark|meta|o:p|picture|s|section|small"
    r"|source|span|strike|strong|sub|sup|tbody|td|th|thead|title|u|video)\b[^<>]{0,2000}>",
    re.I,
)
_PICTURE = re.compile(r"\[?\(?\bcid:[^\s\]<>)]{3,200}[\])]?|\[(?:image|Bild|inline image): ?[^\]\n]{0,100}\]", re.I)
_TRANSLATED = re.compile(
    r"\((?:Translated by Google|Von Google übersetzt|Übersetzt von Google)\)(?P<translation>.*)"
    r"\((?:Original|Ursprünglich)\)(?P<original>.*)",
    re.I | re.S,
)
_BLANKS_AT_BREAK = re.compile(r"[ \t\u00a0]{0,50}\n[ \t\u00a0]{0,50}")
_BREAKS = re.compile(r"\n{3,}")
# Without an option for upper and lower case, which would take several times as long.
_SUSPICIOUS = re.compile(r"[ÂÃâð<&(\[]|_x|cid:")

NAMES: Mapping[str, str] = {
    "encoding": "double-encoded characters (“fÃ¼r” for “für”)",
    "html": "HTML tags",
    "references": "character references (“&amp;”)",
    "excel": "codes of Excel (“_x000D_”)",
    "pictures": "placeholders of pictures",
    "translation": "translations by Google beside their originals",
}
"""Kind of residue → what a note calls it."""


def clean_text(text: str, counts: Counter[str] | None = None) -> str:
    """The words of a cell as their author wrote them. ``counts`` gets one for each kind of residue in it.

    >>> clean_text("Danke fÃ¼r<br>alles &amp; mehr_x000D_")
    'Danke für\\nalles & mehr'
    """
    text = text.strip() if text.isprintable() else tidy(text).strip()
    if not _SUSPICIOUS.search(text):
        return text
    # References come first: some exports escape their tags ("&lt;br&gt;").
    for kind, clean in _STEPS:
        cleaned = clean(text)
        if cleaned != text:
            text = cleaned
            if counts is not None:
                counts[kind] += 1
    return text.strip()


def describe(counts: Mapping[str, int]) -> str:
    """A sentence about what was cleaned, "" when nothing was."""
    kinds = [f"{NAMES[kind]} in {counts[kind]} cells" for kind in NAMES if counts.get(kind)]
    return f"Cleaned: {', '.join(kinds)}." if kinds else ""


def _decode_twice(text: str) -> str:
    """Repair double-encoded UTF-8 where it occurs; the rest of a text may be right."""
    if not any(character in text for character in "ÂÃâð"):
        return text
    for _ in range(2):
        repaired = text
        for pattern in (_QUADRUPLE, _TRIPLE, _PAIR):
            repaired = pattern.sub(_decoded, repaired)
        repaired = _CUT_QUOTE.sub("”", repaired)
        if repaired == text:
            break
        text = repaired
    return text


def _decoded(match: re.Match[str]) -> str:
    try:
        return b"".join(map(_byte, match[0])).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return match[0]


def _byte(character: str) -> bytes:
    """The byte of a character in Windows-1252; control characters are those that it does not define."""
    return character.encode("latin-1") if ord(character) < 0xA0 else character.encode("cp1252")


def _resolve_references(text: str) -> str:
    if "&" not in text or ";" not in text:
        return text
    once = html.unescape(text)
    return html.unescape(once) if "&" in once and ";" in once else once


def _remove_excel_codes(text: str) -> str:
    if "_x" not in text:
        return text
    return tidy(_EXCEL_CODE.sub(lambda match: chr(int(match[1], 16)), text)).replace("\r", "\n")


def _remove_html(text: str) -> str:
    if "<" not in text:
        return text
    plain = _COMMENT.sub("", _without_hidden_parts(text))
    plain = _TAG.sub("", _BREAK.sub("\n", plain))
    return _BREAKS.sub("\n\n", _BLANKS_AT_BREAK.sub("\n", plain)) if plain != text else text


def _without_hidden_parts(text: str) -> str:
    """The text without styles and scripts; one that never closes stays. Each character is looked at once."""
    lower, position, kept = text.casefold(), 0, []
    if len(lower) != len(text):  # a letter like "İ" has two characters in lower case
        lower = text
    for opening in _HIDDEN_PART.finditer(text):
        if opening.start() < position:
            continue
        end = lower.find(f"</{opening[1].casefold()}", opening.end())
        close = text.find(">", end) if end >= 0 else -1
        if close < 0:
            break
        kept.append(text[position : opening.start()])
        position = close + 1
    return "".join((*kept, text[position:]))


def _remove_pictures(text: str) -> str:
    if "cid:" not in text and "[" not in text:
        return text
    plain = _PICTURE.sub("", text)
    return _BLANKS_AT_BREAK.sub("\n", plain) if plain != text else text


def _keep_original(text: str) -> str:
    """The original of a review that Google has translated, whichever of both comes first."""
    if "(" not in text:
        return text
    match = _TRANSLATED.match(text)
    if match:
        return match["original"].strip()
    before, mark, _ = text.partition("(Translated by Google)")
    return before.strip() if mark and before.strip() else text


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("encoding", _decode_twice),
    ("references", _resolve_references),
    ("excel", _remove_excel_codes),
    ("pictures", _remove_pictures),
    ("html", _remove_html),
    ("translation", _keep_original),
)
