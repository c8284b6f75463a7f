"""Broken and random transcripts: our own errors only, offsets always inside, and no time that explodes."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.ingest.documents.pdf_writer import lines, pdf
from tests.ingest.transcripts import transcript_writers as writers
from tests.ingest.transcripts.transcript_writers import Speech
from tests.linear_time import PART, takes_linear_time
from voc.errors import VocError
from voc.files.limits import budget_for
from voc.ingest.documents import LOADERS
from voc.ingest.file_content import FileSettings, FileToRead
from voc.ingest.transcripts import registry

TALK = [
    Speech(("Ada Berg", "Ben Tal")[n % 2], f"Satz {n}, und noch etwas? Ja: so (ähm) war es [lacht].", 7 * n + 1)
    for n in range(12)
]
TEXTS: dict[str, tuple[str, Callable[..., str]]] = {
    write.__name__: (suffix, write)
    for suffix, write in [
        (".txt", writers.generic), (".md", writers.bold_markdown), (".txt", writers.f4), (".txt", writers.maxqda),
        (".txt", writers.otter), (".txt", writers.rev_lines), (".txt", writers.teams_screen), (".txt", writers.chat),
        (".md", writers.headings), (".txt", writers.maxqda_texts), (".vtt", writers.zoom), (".vtt", writers.teams),
        (".vtt", writers.noscribe_vtt), (".srt", writers.srt), (".html", writers.noscribe_html),
        (".json", writers.whisper), (".json", writers.whisperx), (".json", writers.hugging_face),
        (".json", writers.talk_json), (".json", writers.aws_transcribe), (".eaf", writers.elan),
        (".exb", writers.exmaralda), (".textgrid", writers.praat), (".xml", writers.tei), (".ttml", writers.timed_text),
        (".txt", writers.panel), (".json", writers.deepgram), (".json", writers.deepgram_paragraphs),
        (".json", writers.assemblyai),
    ]
}  # fmt: skip
CUE = "WEBVTT\n\n00:01.000 --> 00:02.000\n"
PIECES = [
    "\n", "\n\n", ":", "-->", "[00:01:02]", "#00:00:06-8#", "<v ", "</v>", "{", "}", "[", "]", '"', "null", "\\", "0",
    "#", "**", "---\n", "|",
    "%%", "~~", "<!--", "==", "[[", "^a", "#TEXT a\n",
    "03.08.26, 12:31 - ", "0 minutes 3 seconds", "1  ",
    "\u2028", "\U0001f600", "e\u0301", "I: ", "WEBVTT", "1e999", "-1", '{"start": []}', "NaN",
    "<u who='#A'>", "<", "&", "]]>", "<!DOCTYPE a>", ">> ", "\\ud800", '"speaker": {"name": []}', "\n0:05\n",
]  # fmt: skip


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 8)):
        at, end = sorted(chance.randint(0, len(text)) for _ in range(2))
        kind = chance.randint(0, 3)
        if kind == 0:
            text = text[:at] + chance.choice(PIECES) * chance.randint(1, 4) + text[at:]
        elif kind == 1:
            text = text[:at] + text[min(end, at + 40) :]
        elif kind == 2:
            text = text[:at] + text[at : at + 60] * 3 + text[at + 60 :]
        else:
            text = text[:end]
    return text


def check(text: str, suffix: str) -> None:
    content = FileToRead(Path("a"), f"a{suffix}", suffix, FileSettings(), budget_for("a", 1), text)
    try:
        convention = registry.find_convention(content)
        reading = convention.read(content) if convention else None
    except VocError:
        return
    for document in reading.documents if reading else ():
        ends = [(turn.start, turn.end) for turn in document.turns]
        assert ends == sorted(ends)
        assert all(0 <= start < end <= len(document.text) for start, end in ends)
        assert all(turn.time_s is None or 0 <= turn.time_s < 1e8 for turn in document.turns)
        assert all(first[1] <= second[0] for first, second in pairwise(ends))


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_mutated_transcripts_raise_our_errors_only(name: str) -> None:
    suffix, write = TEXTS[name]
    chance, text = random.Random(name), write(TALK)
    for _ in range(60):
        check(mutated(text, chance), suffix)


@pytest.mark.parametrize("suffix", [".txt", ".vtt", ".json", ".html", ".xml", ".textgrid", ".otr"])
def test_random_pieces_raise_our_errors_only(suffix: str) -> None:
    chance = random.Random(suffix)
    for _ in range(150):
        check("".join(chance.choice([*PIECES, "Ada", " ", "x", "0:05"]) for _ in range(chance.randint(1, 60))), suffix)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("times", "repeat"),
    [
        (10_000, lambda n: "Ada: " * n), (20_000, lambda n: "[00:" * n), (30_000, lambda n: "a " * n + ":"),
        (10_000, lambda n: "00:00:01 " * n), (50_000, lambda n: "(" * n), (5_000, lambda n: "Ada  0:05  \n" * n),
        (50_000, lambda n: "#" * n), (30_000, lambda n: "**" * n), (50_000, lambda n: "\n" * n + "x"),
        (20_000, lambda n: "<v " * n), (30_000, lambda n: "- " * n + "x"), (20_000, lambda n: "x (" * n),
        (30_000, lambda n: "| " * n), (10_000, lambda n: "Ada\n0:05\n" * n),
        (5_000, lambda n: "\n".join(f"Ada {i}\n0:05" for i in range(n))), (10_000, lambda n: "0 minutes " * n),
        (4_000, lambda n: "03.08.26, 12:31 - " * n), (4_000, lambda n: "03.08.26, 12:31 - Ada: x\n" * n),
        (5_000, lambda n: "12:31:05 From " * n), (20_001, lambda n: "%% " * n), (20_000, lambda n: "<!-- " * n),
        (30_000, lambda n: "[[" * n), (20_001, lambda n: "~~x" * n), (10_000, lambda n: "> [!x]\n" * n),
        (20_000, lambda n: "#x " * n), (20_000, lambda n: "x:: " * n),
        (10_000, lambda n: "\n".join(f"{i} x" for i in range(n))), (10_000, lambda n: "5 x\n" * n),
        (10_000, lambda n: "#TEXT\n" * n), (10_000, lambda n: "#CODE x\n" * n + "#TEXT"),
        (10_000, lambda n: "# Ada\n" * n), (15_000, lambda n: "(x) " * n), (30_000, lambda n: "((" * n),
        (15_000, lambda n: "[x] " * n), (10_000, lambda n: "_0:05" * n), (50_000, lambda n: f"{CUE}{' ' * n}x"),
        (20_000, lambda n: CUE + ">> " * n), (15_000, lambda n: CUE + "[Ada " * n), (20_000, lambda n: CUE + "ja " * n),
        (2_000, lambda n: "00:01.000 --> 00:02.000\nAda: ja\n" * n), (10_000, lambda n: "0:01\nja\n" * n),
        (10_000, lambda n: "0:01 ja\n" * n), (10_000, lambda n: "1:1,1:1" * n),
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".txt", ".vtt", ".md"])
def test_hostile_text_takes_linear_time(times: int, repeat: Callable[[int], str], suffix: str) -> None:
    assert takes_linear_time(lambda n: check(repeat(n), suffix), times // PART, times)


@pytest.mark.parametrize("suffix", [".docx", ".rtf", ".odt", ".pdf"])
def test_mutated_documents_raise_our_errors_only(suffix: str, tmp_path: Path) -> None:
    chance = random.Random(suffix)
    data = document(suffix, tmp_path)
    for number in range(40):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(broken))
            broken[at : at + chance.randint(0, 4)] = bytes(chance.randrange(256) for _ in range(chance.randint(0, 4)))
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(bytes(broken[: chance.randint(1, len(broken)) if number % 4 == 0 else len(broken)]))
        try:
            text = LOADERS[suffix](path, path.name).text
        except VocError:
            continue
        check(text, suffix)


def document(suffix: str, folder: Path) -> bytes:
    if suffix == ".docx":
        return writers.teams_docx(TALK)
    if suffix == ".rtf":
        body = "".join(rf"{speech.speaker}: {speech.words}\par " for speech in TALK).replace("ä", r"\'e4")
        return rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0 Arial;}}}}\f0 {body}}}".encode()
    if suffix == ".odt":
        import odfdo

        odt = odfdo.Document("text")
        odt.body.clear()
        for speech in TALK:
            odt.body.append(odfdo.Paragraph(f"{speech.speaker}: {speech.words}"))
        odt.save(folder / "whole.odt")
        return (folder / "whole.odt").read_bytes()
    return pdf([lines(60, 42, [f"{speech.speaker}: Satz" for speech in TALK])])
