"""Recognise encodings of the time before Unicode, where a file is not valid UTF-8 and Windows-1252 would give nonsense.

Charset detectors were wrong on short Windows-1252 texts. So Windows-1252 is kept unless its reading has letters where
no Western European language has them, and another encoding's reading has none. Encodings of other scripts count only
where most letters are of that script.
"""

from __future__ import annotations

import codecs
import re

MIN_GOOD = 0.9
"""Share (0–1) of the characters beyond ASCII that must be plausible in the encoding that replaces Windows-1252."""
MAX_GOOD_WINDOWS = 0.7
"""Windows-1252 with a larger share of plausible characters is kept."""
MIN_HIGH_BYTES = 0.3
"""Share of bytes beyond ASCII in a text that is not in Latin letters."""
MIN_HIGH_COUNT = 6
"""Bytes beyond ASCII in such a text; fewer may be a short answer with umlauts."""
MIN_COMMON_HAN = 0.05
"""Share of Chinese signs that are frequent ones; in the Chinese reading of Korean it is near 0.01."""
SAMPLE = 200_000
"""Bytes that are looked at; the share does not change after that."""

_LETTERS = frozenset("äöüßÄÖÜéèêëàâáåãçñíìîïóòôõúùûýøæœÉÈÊÀÂÁÅÇÑÍÎÓÔÚØÆŒ")
_MARKS = frozenset("„“”‚‘’«»‹›–—…€£§°·•©®™¿¡²³½¼¾×±\u00a0\u00ad†")
_BETWEEN_LETTERS = frozenset("’–—\u00ad\u00a0…")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_HAN = re.compile("[\u4e00-\u9fff]")
# The most frequent signs of Chinese, simplified and traditional: about one in ten of any text.
_COMMON_HAN = re.compile("[的一是不了在人有我他這这个個们們中来來上大和说說很也]")
_CYRILLIC_LOWER = re.compile("[а-яё]")
_CYRILLIC_UPPER = re.compile("[А-ЯЁ]")


def legacy_encoding(data: bytes) -> tuple[str, str]:
    """Codec and name of the encoding of bytes that are not valid UTF-8; ("cp1252", "Windows-1252") when in doubt."""
    sample = data[:SAMPLE]
    n_high = sum(byte >= 0x80 for byte in sample)
    if n_high < MIN_HIGH_COUNT:
        return _latin(sample)
    if n_high >= MIN_HIGH_BYTES * len(sample.translate(None, b" \r\n\t,;")):
        return _other_script(sample) or _latin(sample)
    # Also a few cells of another script among Latin letters.
    if _plausibility(sample, "cp1252") > MAX_GOOD_WINDOWS:
        return "cp1252", "Windows-1252"
    return _other_latin(sample) or _other_script(sample) or ("cp1252", "Windows-1252")


def _latin(sample: bytes) -> tuple[str, str]:
    """Windows-1252, or an older encoding of Western Europe that suits better."""
    if _plausibility(sample, "cp1252") > MAX_GOOD_WINDOWS:
        return "cp1252", "Windows-1252"
    return _other_latin(sample) or ("cp1252", "Windows-1252")


def _other_latin(sample: bytes) -> tuple[str, str] | None:
    candidates = [("mac_roman", "Mac Roman"), ("cp850", "DOS code page 850")]
    best, codec, name = max((_plausibility(sample, codec), codec, name) for codec, name in candidates)
    return (codec, name) if best >= MIN_GOOD else None


def _plausibility(sample: bytes, codec: str) -> float:
    """Share of the characters beyond ASCII that Western European texts have in such a place."""
    text = f" {sample.decode(codec, errors='replace')} "
    good = n = 0
    for position, character in enumerate(text):
        if character < "\x80":
            continue
        n += 1
        left, right = text[position - 1], text[position + 1]
        if character in _LETTERS:
            # A capital inside a word of small letters is the sign of a wrong encoding.
            good += (left.isalpha() or right.isalpha()) and not (character.isupper() and left.islower())
        elif character in _MARKS:
            good += not (left.isalpha() and right.isalpha()) or character in _BETWEEN_LETTERS
    return good / n if n else 1.0


def _other_script(sample: bytes) -> tuple[str, str] | None:
    def text(codec: str) -> str:
        # The sample may end inside a character.
        try:
            return codecs.getincrementaldecoder(codec)("strict").decode(sample)
        except UnicodeDecodeError:
            return ""

    for codec, name in (("euc_jp", "EUC-JP"), ("cp932", "Shift-JIS")):
        japanese = text(codec)
        if len(_KANA.findall(japanese)) > 0.15 * max(1, _n_beyond_ascii(japanese)):
            return codec, name
    for codec, name in (("gb18030", "GBK"), ("big5", "Big5")):
        chinese = text(codec)
        n_han = len(_HAN.findall(chinese))
        if (
            n_han > 0.6 * max(1, _n_beyond_ascii(chinese))
            and len(_COMMON_HAN.findall(chinese)) > MIN_COMMON_HAN * n_han
        ):
            return codec, name
    korean = text("cp949")
    if len(_HANGUL.findall(korean)) > 0.5 * max(1, _n_beyond_ascii(korean)):
        return "cp949", "EUC-KR"
    return _cyrillic(text("koi8-r"), text("cp1251"))


def _cyrillic(koi8: str, windows: str) -> tuple[str, str] | None:
    # The same bytes are small letters in one encoding and capitals in the other.
    shares = []
    for reading, codec, name in ((koi8, "koi8-r", "KOI8-R"), (windows, "cp1251", "Windows-1251")):
        lower, upper = len(_CYRILLIC_LOWER.findall(reading)), len(_CYRILLIC_UPPER.findall(reading))
        if lower + upper > 0.8 * max(1, _n_beyond_ascii(reading)) and lower > upper:
            shares.append((lower, codec, name))
    return max(shares)[1:] if shares else None


def _n_beyond_ascii(text: str) -> int:
    return sum(character >= "\x80" for character in text)
