"""The smallest PDF that has text at given places: for tests of the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True)
class Word:
    """Text whose base line starts at (x, y) points from the top left corner."""

    x: float
    y: float
    text: str
    size: float = 11
    bold: bool = False


def pdf(pages: Sequence[Sequence[Word]], *, encrypted: bool = False) -> bytes:
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    fonts = ("Helvetica", "Helvetica-Bold")
    objects += [f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>" for font in fonts]
    for number, words in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        stream = "\n".join(_shown(word) for word in words)
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    return _file(objects, encrypted=encrypted)


def _shown(word: Word) -> str:
    text = word.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    font = "F2" if word.bold else "F1"
    return f"BT /{font} {word.size} Tf 1 0 0 1 {word.x} {HEIGHT - word.y} Tm ({text}) Tj ET"


def _file(objects: Sequence[str], *, encrypted: bool) -> bytes:
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(data)
    rows = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    key = "<" + "ab" * 32 + ">"
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >> /ID [{key} {key}]" if encrypted else ""
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {lock} >>\nstartxref\n{start}\n%%EOF\n"
    return data + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}{trailer}".encode("cp1252")


def lines(x: float, y: float, texts: Sequence[str], leading: float = 14, size: float = 11) -> list[Word]:
    """Lines one below the other."""
    return [Word(x, y + leading * number, text, size) for number, text in enumerate(texts)]
