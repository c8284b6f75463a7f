"""Polarity of German texts by TextBlob-de; `benchmarks.readings` runs it in its own environment.

    python textblob_de_scores.py TEXTS.json OUT.json

TextBlob-de asks for NLTK's data by default; its own tokenizer, `PatternTokenizer`, needs none, and the lexicon lies in
the package, so nothing is loaded from anywhere. OUT.json gets n figures of -1 to 1.
"""

import json
import sys
from pathlib import Path

from textblob_de import PatternTokenizer, TextBlobDE


def main() -> None:
    """Score, and write."""
    source, out = sys.argv[1:]
    texts = json.loads(Path(source).read_text(encoding="utf-8"))
    tokenizer = PatternTokenizer()
    scores = [float(TextBlobDE(text, tokenizer=tokenizer).sentiment.polarity) for text in texts]
    Path(out).write_text(json.dumps(scores), encoding="utf-8")


if __name__ == "__main__":
    main()
