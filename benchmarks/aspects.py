"""Aspect words and feeling words on sets whose annotators marked both, beside baselines.

    python -m benchmarks.aspects [--data ../shared/data/labelled] [--write docs/accuracy-aspects.md]

Nothing was trained on these spans. A row is found when a predicted span overlaps a marked one; precision is the share
of predicted spans that overlap a marked one. Annotators marked only what the listed categories cover, so that precision
is the lower end. The sentiment head has read acos and m_absa, their marked spans it has not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from voc.models.encoder import Encoder
from voc.models.encoder_registry import load_encoder
from voc.models.feeling_words import find_feeling_words
from voc.models.readings import predict_readings
from voc.text import candidate_phrases, is_content, tokens
from voc.text.phrases import aspects, aspects_of

Range = tuple[int, int]
Spans = list[list[Range]]
ROWS = 600
"""So many rows of each set and language are judged, drawn with a fixed seed."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts of one language with the spans that people marked in them (at least one each)."""

    name: str
    language: str
    texts: list[str]
    marked: Spans


def _places(text: str, words: str | None) -> list[Range]:
    """The first place of some words in a text, letter case aside; none where they do not stand in it."""
    start = text.lower().find(words.lower()) if words and words != "NULL" else -1
    return [(start, start + len(words or ""))] if start >= 0 else []


def _load(data: Path, name: str, key: str) -> list[Rows]:
    table = pd.read_csv(data / f"{name}.csv.gz")
    if key == "term":
        table["aspects"] = table["terms"].fillna("[]")
    texts = table["text"].astype(str)
    marked = [
        sorted({place for one in json.loads(found) for place in _places(text, one.get(key))})
        for text, found in zip(texts, table["aspects"], strict=True)
    ]
    table["marked"] = pd.Series(marked, index=table.index, dtype=object)
    table = table[table["marked"].map(len) > 0]
    out = []
    for language in ("de", "en"):
        part = table[table["lang"] == language]
        if len(part):
            part = part.sample(min(ROWS, len(part)), random_state=0)
            out.append(Rows(name, language, part["text"].astype(str).tolist(), part["marked"].tolist()))
    return out


def _scores(rows: Rows, found: Spans) -> str:
    hits = [
        [any(a < end and start < b for a, b in marked) for start, end in spans]
        for spans, marked in zip(found, rows.marked, strict=True)
    ]
    n = sum(map(len, hits))
    return f"{sum(map(any, hits)) / len(hits):.2f} | {sum(map(sum, hits)) / max(n, 1):.2f} | {n / len(hits):.1f}"


def _feelings(rows: Rows, encoder: Encoder) -> Spans:
    polarity = predict_readings(rows.texts, encoder.encode(rows.texts), [rows.language] * len(rows.texts)).polarity
    found: Spans = [[] for _ in rows.texts]
    for span in find_feeling_words(rows.texts, [rows.language] * len(rows.texts), polarity, encoder.encode):
        found[span.segment].append((span.start, span.end))
    return found


def _nouns(text: str, language: str) -> list[Range]:
    """Every noun: the baseline of aspects."""
    return [
        (one.start, one.end)
        for one in candidate_phrases(text, language)
        if len(one.lemmas) == 1 and " " not in one.text
    ]


def _judge_aspects(data: Path, encoder: Encoder) -> list[str]:
    lines = [
        "| set | rows | near the feeling: rows found | precision | spans a row | all aspects: rows found | precision "
        "| spans a row | all nouns: rows found | precision | spans a row |",
        "|" + "---|" * 11,
    ]
    for name, key in (("acos", "target"), ("semeval2014_rest", "term"), ("m_absa", "target"), ("mobasa", "target")):
        for rows in _load(data, name, key):
            feelings = _feelings(rows, encoder)
            near: Spans = [
                [(one.start, one.end) for one in aspects_of(text, rows.language, places)]
                for text, places in zip(rows.texts, feelings, strict=True)
            ]
            every: Spans = [[(one.start, one.end) for one in aspects(text, rows.language)] for text in rows.texts]
            nouns: Spans = [_nouns(text, rows.language) for text in rows.texts]
            cells = " | ".join(_scores(rows, found) for found in (near, every, nouns))
            lines.append(f"| {name} ({rows.language}) | {len(rows.texts)} | {cells} |")
            print(lines[-1], flush=True)
    return lines


def _judge_feelings(data: Path, encoder: Encoder) -> list[str]:
    lines = ["| words marked as | rows found | precision | spans a row |", "|---|---|---|---|"]
    rows = _load(data, "acos", "opinion")[0]
    ways: dict[str, Spans] = {
        "feeling words": _feelings(rows, encoder),
        "words of VADER's lexicon": _each_word(rows.texts, _in_vader()),
        "every content word": _each_word(rows.texts, lambda word: is_content(word, "en")),
    }
    for name, found in ways.items():
        lines.append(f"| {name} | {_scores(rows, found)} |")
        print(lines[-1], flush=True)
    return lines


def _each_word(texts: Sequence[str], wanted: Callable[[str], bool]) -> Spans:
    return [[(t.start, t.end) for t in tokens(text) if t.kind == "word" and wanted(t.text)] for text in texts]


def _in_vader() -> Callable[[str], bool]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # type: ignore[import-untyped]

    lexicon = SentimentIntensityAnalyzer().lexicon
    return lambda word: word.lower() in lexicon


def main() -> int:
    """Print both tables, and write them where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.aspects", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data" / "labelled")
    parser.add_argument("--write", type=Path, help="also write the tables to this Markdown file")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"{options.data}: the labelled sets are not here; name their folder with --data.", file=sys.stderr)
        return 2
    encoder = load_encoder("use")
    about, felt = _judge_aspects(options.data, encoder), _judge_feelings(options.data, encoder)
    said = (__doc__ or "").split("\n\n", 2)[2].strip()
    parts = [
        "# Aspect words and feeling words",
        f"Made by `python -m benchmarks.aspects --write docs/accuracy-aspects.md`, {ROWS:,} rows a set at most. {said}",
        "german_hotel_absa is not among them: its spans are empty.",
        "## What the feeling is about", "\n".join(about), "## Which words carry the feeling (acos, English)",
        "\n".join(felt),
    ]  # fmt: skip
    if options.write:
        options.write.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
