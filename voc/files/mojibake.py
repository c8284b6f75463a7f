"""Repair text that was encoded as UTF-8 twice: "fÃ¼r" is "für", "Iâ€™m" is "I’m".

Programs that read UTF-8 as Windows-1252 and save the result cause it. Only sequences are changed that are the
Windows-1252 reading of one UTF-8 character, so a text in which both occur is repaired too.
"""

from __future__ import annotations

import re

# How Windows-1252 shows the bytes 0x80 to 0xBF, by which every further byte of a UTF-8 character is shown.
_FOLLOWING = "".join(
    bytes([byte]).decode("cp1252") if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else chr(byte)
    for byte in range(0x80, 0xC0)
)
_SEQUENCE = re.compile(
    f"[\u00c2-\u00df][{re.escape(_FOLLOWING)}]|[\u00e0-\u00ef][{re.escape(_FOLLOWING)}]{{2}}"
    f"|[\u00f0-\u00f4][{re.escape(_FOLLOWING)}]{{3}}"
)
# Sequences that no language writes; any other one ("Å¡") is changed only in a text that has one of these.
_CERTAIN = re.compile("Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf™œž“”˜¦¢¡š\u009d]|â‚¬")
_BYTES = {character: byte for byte, character in enumerate(_FOLLOWING, 0x80)}


def is_mojibake(text: str) -> bool:
    """Whether a text has a sequence that only a double encoding explains."""
    return not text.isascii() and _CERTAIN.search(text) is not None


def repair_mojibake(text: str) -> tuple[str, int]:
    """The text with every doubly encoded character repaired, and how many there were."""
    return _SEQUENCE.subn(_repaired, text)


def _repaired(match: re.Match[str]) -> str:
    sequence = match.group()
    try:
        return bytes([ord(sequence[0]), *(_BYTES[character] for character in sequence[1:])]).decode("utf-8")
    except UnicodeDecodeError:
        return sequence
