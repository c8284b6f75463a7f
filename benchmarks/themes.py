"""Compare themes with labelled sets, beside BERTopic and k-means with the true number of themes.

    python -m benchmarks.themes [--sets clinc150 kununu_de] [--methods spectral hdbscan] [--peers FOLDER] [--bertopic]
        [--write]

For each set and tool: the number of themes (and the true number), the share of rows assigned, the adjusted mutual
information (AMI) of core rows (with their share; for BERTopic all rows that it assigns) and of all rows with "unsorted"
as one group, NPMI and diversity of eight keywords, seconds and peak memory of the whole process, and whether a second
run gives the same result.

BERTopic is slow: ``--bertopic`` runs it once for each set, in .venv-bertopic, with its own defaults (MiniLM) for
English and our vectors for German, and stores its result in ``--peers``. ``--write`` writes the table into
docs/themes.md.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score
from threadpoolctl import threadpool_limits

from benchmarks.peers import PEERS, peer_python
from benchmarks.speed import measure
from voc.config import ClusterMethod, ThemesSection
from voc.models.encoder_registry import load_encoder
from voc.schema import Floats, Ints, Language, Segment, stable_id
from voc.themes import find_themes

LABELLED = Path(__file__).resolve().parents[2] / "shared" / "data" / "labelled"
MAX_ROWS = 6000
"""At most this many rows of a set are used."""
KEYWORDS = 8
"""Coherence and diversity are measured on this many keywords of each theme."""
PEER = PEERS / "bertopic_labels.py"
DOCS = Path(__file__).resolve().parents[1] / "docs" / "themes.md"
MARK = "<!-- python -m benchmarks.themes --write -->"
HEADER = (
    "set (true themes)", "tool", "themes", "assigned", "AMI core (share)", "AMI all", "NPMI", "diversity", "seconds",
    "MB", "same again",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A set: its file, the column with the true theme and its language.

    ``themes`` limits it to the most frequent themes, ``only`` is a column and the value that its rows must have, and
    rows whose theme is in ``without`` are left out.
    """

    file: str
    column: str
    language: Language
    themes: int | None = None
    without: tuple[str, ...] = ("",)
    only: tuple[str, str] | None = None


SETS = {
    "clinc150": LabelledSet("clinc150", "theme", "en", None, ("", "oos")),
    "stackoverflow": LabelledSet("stc", "theme", "en", only=("corpus", "stackoverflow")),
    "us_airline": LabelledSet("us_airline_tweets", "theme", "en", None, ("", "Can't Tell")),
    "massive_de": LabelledSet("massive_de", "theme", "de"),
    "kununu_de": LabelledSet(
        "kununu_de", "aspect", "de", 12,
        ("", "Gut am Arbeitgeber finde ich", "Verbesserungsvorschläge", "Schlecht am Arbeitgeber finde ich"),
    ),
    "searchsnippets": LabelledSet("stc", "theme", "en", only=("corpus", "searchsnippets")),
}  # fmt: skip
"""searchsnippets was evaluated once, after all choices had been made."""


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The result of a tool.

    ``labels`` int (n,) is the theme of each row or −1, ``core`` bool (n,) marks core rows, ``keywords`` are those of
    each theme. Seconds, megabytes and whether a second run was the same are texts, "–" where not measured.
    """

    tool: str
    labels: Ints
    core: np.ndarray
    keywords: Sequence[Sequence[str]]
    seconds: str = "–"
    megabytes: str = "–"
    same: str = "–"


def load(labelled: LabelledSet, limit: int = MAX_ROWS) -> tuple[list[Segment], list[str]]:
    """Return at most ``limit`` segments and their true themes, drawn with a fixed seed.

    Raises:
        SystemExit: the file of the set does not exist.
    """
    path = LABELLED / f"{labelled.file}.csv.gz"
    if not path.exists():
        raise SystemExit(f"{path} is missing: the labelled sets belong next to the repository, in ../shared/data.")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row[labelled.column] not in labelled.without]
    rows = [row for row in rows if row["lang"] == labelled.language]
    if labelled.only:
        rows = [row for row in rows if row[labelled.only[0]] == labelled.only[1]]
    frequent = {label for label, _ in Counter(row[labelled.column] for row in rows).most_common(labelled.themes)}
    rows = [row for row in rows if row[labelled.column] in frequent]
    random.Random(1).shuffle(rows)
    segments = [
        Segment(
            stable_id("s", row["id"]), row["id"], row.get("respondent") or row.get("author") or row["id"],
            labelled.file, "review", "participant", 0, len(row["text"]), None, "", row["text"], labelled.language,
        )
        for row in rows[:limit]
    ]  # fmt: skip
    return segments, [row[labelled.column] for row in rows[:limit]]


def npmi(keywords: Sequence[Sequence[str]], texts: Sequence[str]) -> float:
    """Return the mean normalised pointwise mutual information of each theme's pairs of keywords in one text, −1…1.

    Bouma, Normalized (pointwise) mutual information in collocation extraction, GSCL 2009. A pair that never occurs
    together counts −1. Words are compared in lower case.
    """
    vocabulary = {word.lower() for words in keywords for word in words}
    alone: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    pairs = {pair for words in keywords for pair in combinations(sorted({word.lower() for word in words}), 2)}
    partners: dict[str, set[str]] = {}
    for first, second in pairs:
        partners.setdefault(first, set()).add(second)
    for text in texts:
        present = vocabulary & set(re.findall(r"\w[\w'-]*", text.lower()))
        alone.update(present)
        for first in present:
            together.update((first, second) for second in partners.get(first, set()) & present)
    n = len(texts)
    values = []
    for pair in sorted(pairs):
        both = together[pair] / n
        expected = alone[pair[0]] * alone[pair[1]] / n**2
        values.append(log(both / expected) / -log(both) if 0 < both < 1 else -1.0)
    return sum(values) / len(values) if values else 0.0


def diversity(keywords: Sequence[Sequence[str]]) -> float:
    """Return the number of distinct keywords by the number of keywords, 0–1 (Dieng, Ruiz & Blei, TACL 8, 2020)."""
    every = [word.lower() for words in keywords for word in words]
    return len(set(every)) / len(every) if every else 0.0


def run_voc(name: str, segments: Sequence[Segment], vectors: Floats, method: ClusterMethod) -> ToolResult:
    """Run `find_themes` twice, the second time on shuffled rows, and measure a process that also encodes."""
    language, config = SETS[name].language, ThemesSection(method=method)
    themes = find_themes(segments, vectors, language=language, config=config)
    order = np.random.default_rng(3).permutation(len(segments))
    again = find_themes([segments[row] for row in order], vectors[order], language=language, config=config)
    same = [theme.theme_id for theme in again.themes] == [theme.theme_id for theme in themes.themes] and bool(
        (again.assignment == themes.assignment[order]).all()
    )
    with tempfile.TemporaryDirectory() as folder:
        cost = measure([sys.executable, "-m", "benchmarks.themes", "--once", name, "--methods", method], Path(folder))
    keywords = [theme.keywords for theme in themes.themes]
    cells = (f"{cost.seconds:.0f}", f"{cost.megabytes:.0f}", "yes" if same else "NO")
    tool = "voc" if method == "spectral" else f"voc, {method}"
    return ToolResult(tool, themes.assignment, themes.core, keywords, *cells)


def run_kmeans(vectors: Floats, truth: Sequence[str]) -> ToolResult:
    """Run k-means with the true number of themes on the same vectors; it assigns all rows and has no keywords."""
    from sklearn.cluster import KMeans

    started = time.perf_counter()
    with threadpool_limits(1):
        labels = KMeans(len(set(truth)), n_init=3, random_state=0).fit_predict(vectors - vectors.mean(axis=0))
    seconds = time.perf_counter() - started
    return ToolResult("k-means, true k", labels, np.ones(len(labels), bool), (), f"{seconds:.0f} (fit)")


def run_bertopic(name: str, segments: Sequence[Segment], vectors: Floats, peers: Path) -> None:
    """Run BERTopic once on a set and store labels, keywords and cost as ``<set>.json``."""
    with tempfile.TemporaryDirectory() as folder:
        table, array, out = (Path(folder) / part for part in ("rows.csv", "vectors.npy", "topics.json"))
        with table.open("w", newline="", encoding="utf-8") as handle:
            csv.writer(handle).writerows([["text"], *([segment.text] for segment in segments)])
        np.save(array, vectors)
        # BERTopic runs offline, and its packaged model is English, so German sets get our vectors.
        own_vectors = [str(array)] if SETS[name].language != "en" else []
        cost = measure([peer_python("bertopic"), str(PEER), str(table), "text", str(out), *own_vectors], Path(folder))
        result = json.loads(out.read_text("utf-8"))
    result |= {"seconds": cost.seconds, "megabytes": cost.megabytes}
    peers.mkdir(parents=True, exist_ok=True)
    (peers / f"{name}.json").write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def stored_bertopic(name: str, peers: Path) -> ToolResult | None:
    """Return the stored result of BERTopic; None if it has not been run."""
    file = peers / f"{name}.json"
    if not file.exists():
        return None
    stored = json.loads(file.read_text("utf-8"))
    labels = np.array(stored["labels"], np.int32)
    cost = (f"{stored['seconds']:.0f}", f"{stored['megabytes']:.0f}")
    return ToolResult("BERTopic", labels, labels >= 0, stored["keywords"], *cost)


def table_row(name: str, result: ToolResult, truth: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Return the cells of a result under `HEADER`."""
    labels, core = np.array(truth), result.core
    keywords = [words[:KEYWORDS] for words in result.keywords]
    return [
        f"{name} ({len(set(truth))})",
        result.tool,
        str(int(result.labels.max(initial=-1)) + 1),
        f"{(result.labels >= 0).mean():.0%}",
        f"{adjusted_mutual_info_score(labels[core], result.labels[core]):.2f} ({core.mean():.0%})",
        f"{adjusted_mutual_info_score(labels, result.labels):.2f}",
        f"{npmi(keywords, texts):.2f}" if keywords else "–",
        f"{diversity(keywords):.2f}" if keywords else "–",
        result.seconds,
        result.megabytes,
        result.same,
    ]


def markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """Format rows as a Markdown table under `HEADER`."""
    lines = [HEADER, ["---"] * len(HEADER), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def write(text: str) -> None:
    """Replace the table between the marks in docs/themes.md."""
    before, _, rest = DOCS.read_text("utf-8").partition(MARK)
    _, _, after = rest.partition(MARK)
    DOCS.write_text(f"{before}{MARK}\n\n{text}\n{MARK}{after}", encoding="utf-8")


def main() -> None:
    """Measure the chosen sets and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=list(SETS))
    parser.add_argument("--methods", nargs="*", default=["spectral"], choices=["spectral", "hdbscan"])
    parser.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "voc-peers")
    parser.add_argument("--bertopic", action="store_true", help="run BERTopic again (minutes for each set)")
    parser.add_argument("--write", action="store_true", help="write the table into docs/themes.md")
    parser.add_argument("--once", choices=list(SETS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    encoder = load_encoder("use")
    rows = []
    for name in [options.once] if options.once else options.sets:
        segments, truth = load(SETS[name])
        texts = [segment.text for segment in segments]
        vectors = encoder.encode(texts)
        if options.once:
            config = ThemesSection(method=options.methods[0])
            find_themes(segments, vectors, language=SETS[name].language, config=config)
            return
        if options.bertopic:
            run_bertopic(name, segments, vectors, options.peers)
        results: list[ToolResult | None] = [run_voc(name, segments, vectors, method) for method in options.methods]
        results += [run_kmeans(vectors, truth), stored_bertopic(name, options.peers)]
        set_rows = [table_row(name, result, truth, texts) for result in results if result]
        print(markdown_table(set_rows), flush=True)
        rows += set_rows
    if options.write:
        write(markdown_table(rows))


if __name__ == "__main__":
    main()
