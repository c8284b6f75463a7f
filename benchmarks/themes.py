"""Themes against sets that people have labelled, beside BERTopic and k-means told the true number.

    python -m benchmarks.themes [--sets clinc150 kununu_de] [--methods spectral hdbscan] [--peers FOLDER] [--bertopic]
        [--write]

Per set and tool: themes found (and in truth), the share of rows assigned, the adjusted mutual information (AMI) of core
rows (with their share; BERTopic: all it assigns) and of all rows with "unsorted" as one group, NPMI and diversity of
eight keywords, seconds and peak memory of the whole process, and whether a second run gives the same.

BERTopic is slow: ``--bertopic`` runs it once a set, in .venv-bertopic, with its own defaults (MiniLM) for English and
our vectors for German, and keeps what it gave in ``--peers``. ``--write`` writes the table into docs/themes.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score
from threadpoolctl import threadpool_limits

from benchmarks.coherence import diversity, npmi
from benchmarks.peers import PEERS, peer_python
from benchmarks.speed import measure
from benchmarks.theme_sets import LABELLED, SETS, Labelled, load
from voc.config import ClusterMethod, ThemesSection
from voc.models.encoder_registry import load_encoder
from voc.schema import Floats, Ints, Segment
from voc.themes import find_themes

__all__ = ["LABELLED", "SETS", "Labelled", "load"]

PEER = PEERS / "bertopic_labels.py"
DOCS = Path(__file__).resolve().parents[1] / "docs" / "themes.md"
MARK = "<!-- python -m benchmarks.themes --write -->"
HEADER = (
    "set (true themes)", "tool", "themes", "assigned", "AMI core (share)", "AMI all", "NPMI", "diversity", "seconds",
    "MB", "same again",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What a tool found: ``labels`` (n,) or −1, ``core`` bool (n,), ``keywords`` of each theme, cost, repeatability."""

    tool: str
    labels: Ints
    core: np.ndarray
    keywords: Sequence[Sequence[str]]
    seconds: str = "–"
    megabytes: str = "–"
    same: str = "–"


def ours(name: str, segments: Sequence[Segment], vectors: Floats, method: ClusterMethod) -> Found:
    """`find_themes`, twice, the second time on shuffled rows; cost of a process of its own with encoding."""
    language, config = SETS[name].language, ThemesSection(method=method)
    themes = find_themes(segments, vectors, language=language, config=config)
    order = np.random.default_rng(3).permutation(len(segments))
    again = find_themes([segments[place] for place in order], vectors[order], language=language, config=config)
    same = [one.theme_id for one in again.themes] == [one.theme_id for one in themes.themes] and bool(
        (again.assignment == themes.assignment[order]).all()
    )
    with tempfile.TemporaryDirectory() as folder:
        cost = measure([sys.executable, "-m", "benchmarks.themes", "--once", name, "--methods", method], Path(folder))
    words = [theme.keywords for theme in themes.themes]
    shown = (f"{cost.seconds:.0f}", f"{cost.megabytes:.0f}", "yes" if same else "NO")
    tool = "voc" if method == "spectral" else f"voc, {method}"
    return Found(tool, themes.assignment, themes.core, words, *shown)


def told(vectors: Floats, truth: Sequence[str]) -> Found:
    """k-means told the true number, on the same vectors: all rows, no keywords."""
    from sklearn.cluster import KMeans

    started = time.perf_counter()
    with threadpool_limits(1):
        labels = KMeans(len(set(truth)), n_init=3, random_state=0).fit_predict(vectors - vectors.mean(axis=0))
    return Found(
        "k-means, true k", labels, np.ones(len(labels), bool), (), f"{time.perf_counter() - started:.0f} (fit)"
    )


def bertopic(name: str, segments: Sequence[Segment], vectors: Floats, peers: Path) -> None:
    """Run BERTopic once on a set and keep labels, keywords and cost as ``<set>.json``."""
    with tempfile.TemporaryDirectory() as folder:
        table, array, out = (Path(folder) / part for part in ("rows.csv", "vectors.npy", "found.json"))
        with table.open("w", newline="", encoding="utf-8") as handle:
            csv.writer(handle).writerows([["text"], *([segment.text] for segment in segments)])
        np.save(array, vectors)
        handed = [str(array)] if SETS[name].language != "en" else []
        cost = measure([peer_python("bertopic"), str(PEER), str(table), "text", str(out), *handed], Path(folder))
        found = json.loads(out.read_text("utf-8"))
    found |= {"seconds": cost.seconds, "megabytes": cost.megabytes}
    peers.mkdir(parents=True, exist_ok=True)
    (peers / f"{name}.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def kept_bertopic(name: str, peers: Path) -> Found | None:
    """What BERTopic gave when it was run; None when it was not."""
    file = peers / f"{name}.json"
    if not file.exists():
        return None
    kept = json.loads(file.read_text("utf-8"))
    labels = np.array(kept["labels"], np.int32)
    cost = (f"{kept['seconds']:.0f}", f"{kept['megabytes']:.0f}")
    return Found("BERTopic", labels, labels >= 0, kept["keywords"], *cost)


def row(name: str, found: Found, truth: Sequence[str], texts: Sequence[str]) -> list[str]:
    """One line of the table."""
    labels, core = np.array(truth), found.core
    words = [own[:8] for own in found.keywords]
    return [
        f"{name} ({len(set(truth))})",
        found.tool,
        str(int(found.labels.max(initial=-1)) + 1),
        f"{(found.labels >= 0).mean():.0%}",
        f"{adjusted_mutual_info_score(labels[core], found.labels[core]):.2f} ({core.mean():.0%})",
        f"{adjusted_mutual_info_score(labels, found.labels):.2f}",
        f"{npmi(words, texts):.2f}" if words else "–",
        f"{diversity(words):.2f}" if words else "–",
        found.seconds,
        found.megabytes,
        found.same,
    ]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a Markdown table under `HEADER`."""
    lines = [HEADER, ["---"] * len(HEADER), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def write(text: str) -> None:
    """Put the table between the marks of docs/themes.md."""
    before, _, rest = DOCS.read_text("utf-8").partition(MARK)
    _, _, after = rest.partition(MARK)
    DOCS.write_text(f"{before}{MARK}\n\n{text}\n{MARK}{after}", encoding="utf-8")


def main() -> None:
    """Measure the chosen sets and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=list(SETS))
    parser.add_argument("--methods", nargs="*", default=["spectral"], choices=["spectral", "hdbscan"])
    parser.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "voc-peers")
    parser.add_argument("--bertopic", action="store_true", help="run BERTopic anew (minutes a set)")
    parser.add_argument("--write", action="store_true", help="write the table into docs/themes.md")
    parser.add_argument("--once", choices=list(SETS), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    encoder = load_encoder("use")
    rows = []
    for name in [chosen.once] if chosen.once else chosen.sets:
        segments, truth = load(SETS[name])
        texts = [segment.text for segment in segments]
        vectors = encoder.encode(texts)
        if chosen.once:
            config = ThemesSection(method=chosen.methods[0])
            find_themes(segments, vectors, language=SETS[name].language, config=config)
            return
        if chosen.bertopic:
            bertopic(name, segments, vectors, chosen.peers)
        tools: list[Found | None] = [ours(name, segments, vectors, method) for method in chosen.methods]
        tools += [told(vectors, truth), kept_bertopic(name, chosen.peers)]
        rows += [row(name, found, truth, texts) for found in tools if found]
        print(table(rows[-len([found for found in tools if found]) :]), flush=True)
    if chosen.write:
        write(table(rows))


if __name__ == "__main__":
    main()
