"""Measure aspects and feeling words on sets whose annotators marked both, beside baselines.

    python -m benchmarks.aspects [--data ../shared/data/labelled] [--write docs/accuracy-aspects.md]

No model was trained on these spans. A row is found if a predicted span overlaps a marked span. Precision is the share
of predicted spans that overlap a marked one. Annotators marked only what their list of categories covers, so the true
precision is higher. The sentiment head was trained on the texts of acos and m_absa, but not on their marked spans.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from voc.models.transformer_reader import load_transformer
from voc.text import candidate_phrases, is_content, tokens
from voc.text.phrases import aspects, aspects_of

Range = tuple[int, int]
Spans = list[list[Range]]
ROWS = 600
"""At most this many rows of each set and language are evaluated, drawn with a fixed seed."""


@dataclass(frozen=True, slots=True)
class MarkedTexts:
    """Texts of one language with the spans that annotators marked in them (at least one each)."""

    name: str
    language: str
    texts: list[str]
    marked: Spans


def _find_words(text: str, words: str | None) -> list[Range]:
    """Return the first range of some words in a text, in any case; empty if the text does not contain them."""
    # "NULL" is how acos writes an aspect that is only implied.
    start = text.lower().find(words.lower()) if words and words != "NULL" else -1
    return [(start, start + len(words or ""))] if start >= 0 else []


def _load(data: Path, name: str, key: str) -> list[MarkedTexts]:
    table = pd.read_csv(data / f"{name}.csv.gz")
    if key == "term":
        table["aspects"] = table["terms"].fillna("[]")
    texts = table["text"].astype(str)
    marked = [
        sorted({span for label in json.loads(labels) for span in _find_words(text, label.get(key))})
        for text, labels in zip(texts, table["aspects"], strict=True)
    ]
    table["marked"] = pd.Series(marked, index=table.index, dtype=object)
    table = table[table["marked"].map(len) > 0]
    parts = []
    for language in ("de", "en"):
        part = table[table["lang"] == language]
        if len(part):
            part = part.sample(min(ROWS, len(part)), random_state=0)
            parts.append(MarkedTexts(name, language, part["text"].astype(str).tolist(), part["marked"].tolist()))
    return parts


def _scores(rows: MarkedTexts, predicted: Spans) -> str:
    """Table cells: share of rows found, precision, predicted spans per row."""
    hits = [
        [any(a < end and start < b for a, b in marked) for start, end in spans]
        for spans, marked in zip(predicted, rows.marked, strict=True)
    ]
    n = sum(map(len, hits))
    return f"{sum(map(any, hits)) / len(hits):.2f} | {sum(map(sum, hits)) / max(n, 1):.2f} | {n / len(hits):.1f}"


def _feelings(rows: MarkedTexts) -> Spans:
    return [list(spans["feeling"]) for spans in load_transformer("deep").spans(rows.texts)]


def _nouns(text: str, language: str) -> list[Range]:
    """Return every noun: the baseline of aspects."""
    return [
        (phrase.start, phrase.end)
        for phrase in candidate_phrases(text, language)
        if len(phrase.lemmas) == 1 and " " not in phrase.text
    ]


def _aspect_table(data: Path) -> list[str]:
    lines = [
        "| set | rows | aspects of a feeling word: rows found | precision | spans per row | all aspects: rows found "
        "| precision | spans per row | all nouns: rows found | precision | spans per row |",
        "|" + "---|" * 11,
    ]
    for name, key in (("acos", "target"), ("semeval2014_rest", "term"), ("m_absa", "target"), ("mobasa", "target")):
        for rows in _load(data, name, key):
            feelings = _feelings(rows)
            near: Spans = [
                [(aspect.start, aspect.end) for aspect in aspects_of(text, rows.language, spans)]
                for text, spans in zip(rows.texts, feelings, strict=True)
            ]
            every: Spans = [
                [(aspect.start, aspect.end) for aspect in aspects(text, rows.language)] for text in rows.texts
            ]
            nouns: Spans = [_nouns(text, rows.language) for text in rows.texts]
            cells = " | ".join(_scores(rows, predicted) for predicted in (near, every, nouns))
            lines.append(f"| {name} ({rows.language}) | {len(rows.texts)} | {cells} |")
            print(lines[-1], flush=True)
    return lines


def _feeling_table(data: Path) -> list[str]:
    lines = ["| predicted spans | rows found | precision | spans per row |", "|---|---|---|---|"]
    rows = _load(data, "acos", "opinion")[0]
    methods: dict[str, Spans] = {
        "feeling words": _feelings(rows),
        "words of VADER's lexicon": _matching_words(rows.texts, _is_in_vader()),
        "every content word": _matching_words(rows.texts, lambda word: is_content(word, "en")),
    }
    for name, predicted in methods.items():
        lines.append(f"| {name} | {_scores(rows, predicted)} |")
        print(lines[-1], flush=True)
    return lines


def _matching_words(texts: Sequence[str], matches: Callable[[str], bool]) -> Spans:
    return [
        [(token.start, token.end) for token in tokens(text) if token.kind == "word" and matches(token.text)]
        for text in texts
    ]


def _is_in_vader() -> Callable[[str], bool]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # type: ignore[import-untyped]

    lexicon = SentimentIntensityAnalyzer().lexicon
    return lambda word: word.lower() in lexicon


def main() -> int:
    """Print both tables, and write them to a page if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.aspects", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data" / "labelled")
    parser.add_argument("--write", type=Path, help="also write the tables to this Markdown file")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"{options.data} does not exist. Name the folder with the labelled sets with --data.", file=sys.stderr)
        return 2
    aspect_lines, feeling_lines = _aspect_table(options.data), _feeling_table(options.data)
    method = (__doc__ or "").split("\n\n", 2)[2].strip()
    parts = [
        "# Aspects and feeling words",
        f"Written by `python -m benchmarks.aspects --write docs/accuracy-aspects.md` from at most {ROWS:,} rows of "
        "each set.",
        method,
        "german_hotel_absa is not included, because its spans are empty.",
        "## What the feeling is about", "\n".join(aspect_lines),
        "## Which words carry the feeling (acos, English)", "\n".join(feeling_lines),
    ]  # fmt: skip
    if options.write:
        options.write.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
