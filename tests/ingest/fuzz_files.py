"""Small files of our own in every format that is read, and random changes to them."""

from __future__ import annotations

import io
import json
import random
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from tests.ingest.documents.pdf_writer import lines, pdf
from tests.ingest.transcripts import transcript_writers as writers
from tests.ingest.transcripts.turns import TALK as SPEECHES

STUDY_SUFFIXES = frozenset({".txt", ".md", ".vtt", ".srt", ".csv", ".tsv", ".json", ".pdf", ".docx"})
TALK = "I: Wie war es dort?\n\nB: Ganz gut. [00:01:02]\n\nI: Und später?\n\nB: Da war es laut.\n"
RTF = "{\\rtf1\\ansi I: Wie war es dort?\\par B: Ganz gut, \\'fcber Nacht.\\par I: Und dann?\\par B: Es war laut.\\par}"
SURVEY = [
    ["Datum", "Sterne", "Kommentar", "Land"],
    ["01.03.2024", "4", "Der Laden war schön hell.", "AT"],
    ["02.03.2024", "2", "Die Kasse war viel zu langsam.", "DE"],
    ["03.03.2024", "4,5", 'Er sagte "gleich" und kam nicht.', "AT"],
]
LSS = (
    "<document><questions><rows><row><qid>6</qid><parent_qid>0</parent_qid><type>T</type></row></rows></questions>"
    "</document>"
)
LSR = (
    "<document><responses><rows><row><id>1</id><_3X5X6>Es war mir zu laut.</_3X5X6></row>"
    "<row><id>2</id><_3X5X6>Ich fand es gut so.</_3X5X6></row></rows></responses></document>"
)
MAIL_TEXT = (
    "Guten Tag Frau Lind,\n\nder Sattel ist hart.\n\nViele Grüße\nJorun Tief\n\n-- \nTief GmbH, HRB 123\n\n"
    "Am 3. März 2026 um 10:00 schrieb Desk <d@velo.example>:\n> Wie geht es?\n> Gut?\n\nVon meinem iPhone gesendet\n"
)
MAIL = (
    "From: =?utf-8?q?J=C3=B6rn?= <j@gmx.de>\nTo: Desk <d@velo.example>\nSubject: Re: Rad\n"
    "Date: Mon, 4 May 2026 12:00:00 +0200\n"
    'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n'
    f'{MAIL_TEXT}\n--x\nContent-Type: image/png\nContent-Disposition: attachment; filename="a.png"\n\nabc\n--x--\n'
)
PAGE = (
    "<html><head><title>x</title></head><body><nav>Menu</nav><h1>Talk</h1><p><b>I:</b> Wie war es?</p><p>B: Gut.<br>"
    "Sehr.</p><table><tr><th>id</th><th>comment</th></tr><tr><td>1</td><td>The lift is slow.</td></tr><tr><td>2</td>"
    "<td>Nice &amp; bright rooms.</td></tr></table><ul><li>eins</li></ul><blockquote>zwei</blockquote></body></html>"
)
CONTROL = (
    '<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:sdtContent><w:p><w:r><w:pict>'
    "<w:txbxContent><w:p><w:r><w:t>B: Laut.</w:t></w:r></w:p></w:txbxContent></w:pict></w:r><w:del><w:r><w:delText>x"
    "</w:delText></w:r></w:del></w:p></w:sdtContent></w:sdt>"
)
BYTES = b"\x00\xff\xfe\xed\xa0\x80\"'\n\r\t:;,[]{}()<>#*|-=&\\/ a1\x80\xc3"


@cache
def seeds() -> dict[str, list[bytes]]:
    """Whole files by ending."""
    rows = "\n".join(";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in SURVEY)
    records = [dict(zip(SURVEY[0], row, strict=True)) for row in SURVEY[1:]]
    files: dict[str, list[bytes]] = {
        ".txt": [
            TALK.encode(),
            b"Ada  0:03\nHello there.\n\nBen  0:09\nHello to you.\n\nAda  0:12\nBye.\n",
            b"#00:00:01-2# a",
            writers.panel(SPEECHES).encode(),
        ],
        ".md": [
            f"---\nage: 34\n---\n# Talk\n{TALK}".encode(),
            b'## Why?\n*"Yes"*\n| a | b |\n|---|---|\n| Age | 4 |\n',
        ],
        ".vtt": [
            b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ada>Hello</v>\n\n00:03.000 --> 00:04.000\nBen: Yes\n",
            b"WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000\n\n>> Hello\n\n>> [Ada] Yes. Ada: No.\n\n1:00.0 --> 1:01.0",
        ],
        ".srt": [b"1\n00:00:01,000 --> 00:00:02,000\nAda: Hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBen: Yes\n"],
        ".csv": [
            rows.encode(),
            rows.encode("utf-16"),
            rows.replace(";", ",").encode("cp1252"),
            b"speaker,text\nA,x\nB,y\nA,z\n",
        ],
        ".tsv": [rows.replace(";", "\t").encode(), b"start\tend\ttext\n0\t1200\tHello\n1200\t2000\tthere\n"],
        ".json": [
            json.dumps(records).encode(),
            b'{"segments": [{"start": 0, "end": 1.5, "text": "hello", "speaker": "A"}]}',
            b'{"results": {"utterances": [{"start": 0.1, "end": 2, "speaker": 0, "transcript": "hello"}]}}',
            writers.talk_json(SPEECHES).encode(),
            writers.aws_transcribe(SPEECHES[:3]).encode(),
        ],
        ".jsonl": ["\n".join(json.dumps(record) for record in records).encode()],
        ".rtf": [RTF.encode()],
        ".sbv": [b"0:00:01.000,0:00:02.000\n- Hello\n- Yes\n\n0:00:03.000,0:00:04.000\nYes\n"],
        ".eaf": [writers.elan(SPEECHES).encode()],
        ".exb": [writers.exmaralda(SPEECHES).encode()],
        ".textgrid": [writers.praat(SPEECHES).encode(), writers.praat(SPEECHES).encode("utf-16")],
        ".xml": [writers.tei(SPEECHES).encode()],
        ".ttml": [writers.timed_text(SPEECHES).encode()],
        ".otr": [writers.otranscribe(SPEECHES).encode()],
    }
    files |= {
        ".eml": [MAIL.encode(), MAIL.replace("text/plain", "text/html").encode("cp1252")],
        ".mbox": [f"From a Mon May  4 12:00:00 2026\n{MAIL}\nFrom b Mon May  4 12:00:00 2026\n{MAIL}".encode()],
        ".html": [PAGE.encode(), PAGE.encode("utf-16")],
        ".xls": [PAGE.encode()],
        ".zip": [_zip()],
    }
    files[".csv"].append(f'id,message\n1,"{MAIL_TEXT}"\n2,"{MAIL_TEXT}"\n3,"<p>{MAIL_TEXT}</p>"\n'.encode())
    files |= {".docx": [_docx()], ".xlsx": [_xlsx()], ".lsa": [_lsa()], ".odt": [_odt()], ".pdf": [_pdf()]}
    files |= {".parquet": [_parquet()], ".sav": [_sav()]}
    return files


def _docx() -> bytes:
    import docx

    document, stream = docx.Document(), io.BytesIO()
    document.add_heading("Talk", 1)
    for line in TALK.split("\n\n"):
        document.add_paragraph(line)
    document.add_table(2, 2).cell(0, 0).text = "Age"
    table = document.add_table(3, 3)
    for place, text in enumerate(("Zeit", "Wer", "Text", "00:01", "I", "Wie?", "00:02", "B", "Gut.")):
        table.cell(*divmod(place, 3)).text = text
    document.element.body.append(docx.oxml.parse_xml(CONTROL))
    document.save(stream)
    return stream.getvalue()


def _xlsx() -> bytes:
    import openpyxl

    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in SURVEY:
        book.active.append(row)
    book.create_sheet("Legend").append(["a", 1])
    book.save(stream)
    return stream.getvalue()


def _lsa() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("survey_3.lss", LSS)
        archive.writestr("survey_3_responses.lsr", LSR)
    return stream.getvalue()


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a/talk.txt", TALK)
        archive.writestr("b.csv", "id,comment\n1,The lift is slow.\n2,Nice and bright rooms.\n")
    return stream.getvalue()


def _odt() -> bytes:
    from odfdo import Document, Paragraph

    document, stream = Document("text"), io.BytesIO()
    for line in TALK.split("\n\n"):
        document.body.append(Paragraph(line))
    document.save(stream)
    return stream.getvalue()


def _pdf() -> bytes:
    """A page of one column, without the time."""
    return pdf([lines(72, 82, [line.replace(" [00:01:02]", "") for line in TALK.split("\n") if line])])


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    columns = list(zip(*SURVEY[1:], strict=True))
    pq.write_table(pa.table({name: list(cells) for name, cells in zip(SURVEY[0], columns, strict=True)}), stream)
    return stream.getvalue()


def _sav() -> bytes:
    import pandas as pd
    import pyreadstat

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "s.sav")
        pyreadstat.write_sav(pd.DataFrame(SURVEY[1:], columns=["d", "s", "k", "l"]), str(path), column_labels=SURVEY[0])
        return path.read_bytes()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The same file with one to eight changes; of an archive, sometimes a part inside it; sometimes noise alone."""
    if chance.random() < 0.03:
        return chance.randbytes(chance.randrange(1, 400))
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _part_mutated(data, chance)
    return _cut(data, chance)


def _cut(data: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        return _retyped(data, chance)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        place = chance.randrange(len(changed) + 1)
        kind = chance.random()
        if kind < 0.5:
            piece = bytes(chance.choice(BYTES) for _ in range(chance.randrange(6)))
            changed[place : place + chance.randrange(6)] = piece
        elif kind < 0.7:
            changed[place : place + chance.randrange(1, 60)] = b""
        elif kind < 0.85:
            other = chance.randrange(len(changed) + 1)
            changed[place:place] = changed[other : other + chance.randrange(1, 200)]
        elif kind < 0.95:
            changed[place : place + 1] = bytes([chance.randrange(256)])
        else:
            del changed[place:]
    return bytes(changed)


def _retyped(data: bytes, chance: random.Random) -> bytes:
    """Letters and digits become others, so that the structure mostly holds and its content does not."""
    changed = bytearray(data)
    places = [place for place, byte in enumerate(data) if chr(byte).isalnum() and byte < 128]
    for place in chance.sample(places, min(len(places), chance.choice((1, 1, 2, 4)))):
        changed[place] = chance.choice(b"0123456789AZaz-.XQ")
    return bytes(changed)


def _part_mutated(data: bytes, chance: random.Random) -> bytes:
    """The archive with one of its parts changed, and its sums right, so that the libraries inside are reached."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            new.writestr(name, _cut(old.read(name), chance) if name == chosen else old.read(name))
    return stream.getvalue()
