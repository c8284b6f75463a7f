"""The model card of the judge, `voc/models/weights/judge.md`."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import average_precision_score

from training.claims import read_claims
from training.judge.calibration import HeldOutPairs
from training.judge.rows import held_out_studies, labelled_studies
from training.phrase_pairs import read_groups
from training.places import read_placed
from training.weights import recorded, write_card
from voc.models.reader_outputs import PAIR_CLASSES

_CATEGORY_SETS = ("acos", "m_absa")


def write_judge_card(pairs: HeldOutPairs) -> None:
    """Write the card; it keeps the measures that were last recorded."""
    studies, held_out = labelled_studies(), held_out_studies()
    n_texts = sum(study.n_lines for study in studies)
    what = (
        "For a phrase and a statement, German or English, the judge predicts whether the statement supports the "
        "phrase, contradicts it, or does neither, and whether it is about its matter at all. For one text "
        "alone it gives a vector; the product of two vectors says roughly whether one text supports the other."
    )
    how = (
        "The judge reads the vectors of the reader's six lower layers, and has six layers of its own, which start as "
        f"the reader's upper layers. It is trained on {len(studies)} small studies of our own ({n_texts:,} lines, each "
        "claim with all lines that support or deny it and with strange lines of the same study), "
        f"{len(read_claims()):,} claims and topics over real statements, {len(read_groups())} phrases with statements "
        f"of our own, {len(read_placed()):,} placements of statements at touchpoints, and texts of labelled sets with "
        f"phrases for their categories. {len(held_out)} further small studies calibrate it. Weights are stored as "
        "8-bit integers."
    )
    limits = (
        "German and English. Stories that never name their matter are often missed. All labels of the small studies "
        "come from their authors. A text of more than 96 tokens is judged by its beginning."
    )
    sections = [
        ("What it does", what), ("How it was made", how), ("On the held-out small studies", _held_out_measures(pairs)),
        ("Measures", recorded("judge")), ("Limits", limits),
    ]  # fmt: skip
    write_card("judge", "Judge of pairs", list(_CATEGORY_SETS), sections)


def _held_out_measures(pairs: HeldOutPairs) -> str:
    supports = pairs.relation == PAIR_CLASSES.index("supports")
    known = pairs.relation >= 0
    z = pairs.logits[:, 0] - np.logaddexp.reduce(pairs.logits[:, 1 : len(PAIR_CLASSES)], axis=1)
    precision = average_precision_score(supports[known], z[known])
    return (
        f"Every line with every claim of its study, without calibration: average precision of “supports” "
        f"{precision:.3f} where {supports[known].mean():.1%} of {known.sum():,} pairs support."
    )
