"""Tell apart the encodings that are neither UTF-8 nor UTF-16: Windows-1252, Mac Roman, DOS and other scripts.

Excel for the Mac still saves "CSV (Macintosh)", and "CSV (MS-DOS)" exists in every Excel. Only the letters that German
needs are compared; charset detectors were wrong on short texts.
"""

from __future__ import annotations

import re

from voc.errors import FormatError
from voc.files.decode import WINDOWS_1252, Encoding

_NOTE = "Not valid UTF-8: read as {}, because its umlauts are in the middle of words. Check them."
_OTHERS = (
    Encoding("mac_roman", "Mac Roman", _NOTE.format("Mac Roman")),
    Encoding("cp850", "DOS (code page 850)", _NOTE.format("DOS text (code page 850)")),
)
# Quotation marks of Windows-1252 are umlauts in other encodings, but never between two letters.
_UMLAUT = re.compile("(?<=[A-Za-z])[äöüß](?=[a-zäöüß])")
_HIGH = re.compile(rb"[\x80-\xff]+")
_KANA = re.compile("[\u3041-\u30ff]")

MIN_BYTES = 8
"""Bytes above 127 of a text in another script; fewer may be a line of quotation marks."""
MAX_SHARE_IN_RUNS = 0.5
"""Share (0–1) of bytes above 127 beside another one. Below 0.1 in German and English; near 1 in any other script."""


def choose_legacy_encoding(sample: bytes, name: str) -> Encoding:
    """The encoding of a text that is no UTF-8, by a part of it.

    Raises:
        FormatError: the text is in another script, whose encoding cannot be told for certain.
    """
    runs = _HIGH.findall(sample)
    n_high, n_in_runs = sum(map(len, runs)), sum(len(run) for run in runs if len(run) > 1)
    if n_high >= MIN_BYTES and n_in_runs > MAX_SHARE_IN_RUNS * n_high:
        guess = " It looks like Shift-JIS." if _is_shift_jis(sample) else ""
        raise FormatError(
            f"{name}: must be UTF-8, or Windows-1252 in a Western language, found another encoding.{guess} "
            'Open it in the program it comes from and save it as UTF-8 (in Excel: "CSV UTF-8").'
        )
    n_umlauts = {encoding: _count_umlauts(sample, encoding) for encoding in (WINDOWS_1252, *_OTHERS)}
    return max(n_umlauts, key=lambda encoding: n_umlauts[encoding])


def _count_umlauts(sample: bytes, encoding: Encoding) -> int:
    return len(_UMLAUT.findall(sample.decode(encoding.codec, errors="replace")))


def _is_shift_jis(sample: bytes) -> bool:
    text = sample.decode("cp932", errors="replace")
    return len(_KANA.findall(text)) > 3 and text.count("\ufffd") <= 0.02 * len(text)
