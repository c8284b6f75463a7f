"""Measure how fast tables are read, and with how much memory; optionally how soon hostile files are ended.

    python -m benchmarks.reading_speed [--rows 1000000] [--hostile]

Writes a table of made-up comments (a million rows are about 200 MB), reads it in a new process, and prints rows per
second and the peak memory of that process. With ``--hostile`` it also measures how soon voc stops reading a line of
1 GB, a zip bomb, an XML bomb, an archive whose paths leave it, and a file whose reader hangs.
"""

from __future__ import annotations

import argparse
import gzip
import random
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

OPENINGS = ("Beim Einchecken", "At the counter", "In der App", "On the website", "Nach der Bestellung", "At delivery")
SUBJECTS = ("die Anzeige", "the waiting time", "der Kundendienst", "the parcel", "das Formular", "the price")
VERDICTS = ("war viel zu langsam", "was surprisingly good", "hat gar nicht gestimmt", "worked on the first try")
WISHES = ("eine Rückmeldung wäre schön gewesen", "I would order again", "bitte verständlicher erklären", "all good")
COUNTRIES = ("DE", "AT", "CH", "GB", "US", "NL")
READ = """
import resource, sys, time
from pathlib import Path
from voc.ingest import read_folder
start, cpu_start = time.perf_counter(), time.process_time()
corpus = read_folder([Path(sys.argv[1])])
seconds, cpu = time.perf_counter() - start, time.process_time() - cpu_start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(len(corpus.documents), len(corpus.respondents), seconds, cpu, peak)
"""


def write_table(path: Path, rows: int, *, seed: int = 7) -> None:
    """Write a CSV of ``rows`` comments with user, date, stars and country; the same seed gives the same bytes."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("user_id,date,stars,country,comment\n")
        for number in range(rows):
            words = " ".join(
                f"{chance.choice(OPENINGS)} {chance.choice(SUBJECTS)} {chance.choice(VERDICTS)}, "
                f"{chance.choice(WISHES)} ({chance.randrange(10_000)})."
                for _ in range(2)
            )
            day = f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
            stream.write(f'u{number:08},{day},{chance.randrange(1, 6)},{chance.choice(COUNTRIES)},"{words}"\n')


def measure(path: Path) -> None:
    """Read a table in a new process and print the figures."""
    output = subprocess.run([sys.executable, "-c", READ, str(path)], check=True, capture_output=True, text=True).stdout
    documents, respondents, seconds, cpu, peak = (float(figure) for figure in output.split())
    print(
        f"{path.stat().st_size / 1e6:8.0f} MB {documents:10,.0f} documents {respondents:10,.0f} respondents  "
        f"{seconds:6.1f} s ({cpu:.1f} s CPU)  {documents / seconds:8,.0f} rows/s  peak {peak:6.0f} MB  "
        f"{1e3 * peak / max(documents, 1):5.2f} KB per row"
    )


HANG = """
import time
def read(path, name, suffix):
    while True:
        time.sleep(1)
    yield
"""
READ_HOSTILE = """
import resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from voc.errors import NothingReadableError
from voc.files import limits
from voc.ingest import read_folder, reader_process
if Path(sys.argv[1]).name.startswith("hang"):
    limits.SECONDS_PER_FILE, reader_process.READ_TEXT = 5.0, "hanging_reader:read"
start = time.perf_counter()
try:
    read_folder([Path(sys.argv[1])])
    outcome = "was read"
except NothingReadableError as error:
    outcome = str(error).splitlines()[-1].strip()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{time.perf_counter() - start:6.1f} s  peak {peak:5.0f} MB  {outcome}")
"""


def write_hostile(folder: Path) -> list[Path]:
    """Write files that would take a careless reader too much time, memory or disk space."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    with (folder / "line.csv").open("w") as stream:
        stream.write("comment\n")
        for _ in range(1_000):
            stream.write("so viele Worte " * 66_667)
    with (folder / "line.txt").open("wb") as sparse:
        sparse.truncate(1_000_000_000)
    with gzip.open(folder / "packed.csv.gz", "wb") as packed:
        for _ in range(1_000):
            packed.write(b"so viele Worte " * 66_667)
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", bytes(500_000_000))
    with zipfile.ZipFile(folder / "entities.xlsx", "w", zipfile.ZIP_DEFLATED) as xml:
        xml.writestr("xl/workbook.xml", f'<!DOCTYPE w [<!ENTITY e0 "ha">{entities}]><w>&e9;</w>')
    with zipfile.ZipFile(folder / "climbing.lsa", "w") as climbing:
        climbing.writestr("../../survey_1.lss", "<document/>")
    (folder / "hang.docx").write_bytes(b"anything")
    return sorted(path for path in folder.iterdir() if path.is_file())


def measure_hostile(folder: Path) -> None:
    """Read each hostile file in a new process; print after how many seconds reading ended, and the message."""
    helper = folder / "helper"
    helper.mkdir()
    (helper / "hanging_reader.py").write_text(HANG)
    for path in write_hostile(folder):
        command = [sys.executable, "-c", READ_HOSTILE, str(path), str(helper)]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        print(f"{path.stat().st_size / 1e6:8.1f} MB  {output}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the table")
    parser.add_argument("--hostile", action="store_true", help="also measure hostile files")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "comments.csv")
        write_table(table, arguments.rows)
        measure(table)
    if arguments.hostile:
        with tempfile.TemporaryDirectory() as hostile:
            measure_hostile(Path(hostile))


if __name__ == "__main__":
    main()
