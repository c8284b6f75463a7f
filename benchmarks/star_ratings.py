"""Compare polarity with star ratings for each touchpoint: reviews of airport lounges and seats, journey `travel`.

    python -m benchmarks.star_ratings [--data ../shared/data/studies/airport_reviews] [--every 3]

The models never see the stars. Across touchpoints: Spearman's correlation between mean polarity (over reviews) and mean
stars, for each file and for both together. Within reviews: the same over all pairs of a review and a touchpoint that
the review both mentions and rates; once with the raw values, once after subtracting the review's mean over its pairs.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from voc.config import StudyConfig
from voc.ingest import read_folder
from voc.journey import load_taxonomy, tag_study
from voc.models.encoder_registry import load_encoder
from voc.models.readings import predict_readings
from voc.models.text_readers import load_text_reader
from voc.schema import Document, Segment
from voc.segment import segment

RATED = {
    "lounge.csv": {
        "comfort": "lounge",  # the lounge's comfort is the room with its seats
        "cleanliness": "cleanliness",
        "bar_beverages": "drinks",
        "catering": "catering",
        "washrooms": "washrooms",
        "wifi_connectivity": "wifi",
        "staff_service": "staff",
    },
    "seat.csv": {
        "seat_legroom": "legroom",
        "seat_recline": "seat",
        "seat_width": "seat",
        "viewing_tv": "entertainment",
        "power_supply": "power",
        "seat_storage": "storage",
    },
}
"""The touchpoint of the journey `travel` for each rating column of each file."""

Polarities = dict[tuple[str, str], list[float]]
"""Document id and touchpoint id → polarities of the segments."""


def polarities(segments: list[Segment]) -> Polarities:
    """Read and tag the segments; those without a touchpoint are left out."""
    encoder, taxonomy = load_encoder("use"), load_taxonomy("travel")
    texts = [row.text for row in segments]
    vectors = encoder.encode(texts)
    polarity = predict_readings(texts, vectors, load_text_reader("deep")).polarity
    tags = tag_study(segments, vectors, taxonomy, encoder.encode).touchpoint
    by_touchpoint: Polarities = defaultdict(list)
    for row, value, position in zip(segments, polarity.tolist(), tags.tolist(), strict=True):
        if position >= 0:
            by_touchpoint[row.document_id, taxonomy.touchpoints[position].touchpoint_id].append(value)
    print(f"{len(segments)} segments, {np.mean(tags >= 0):.2f} of them at a touchpoint")
    return by_touchpoint


def stars_of(document: Document) -> dict[str, float]:
    """Return the mean stars (0–1) for each touchpoint that a review rates."""
    columns = RATED[Path(document.source).name]
    stars: dict[str, list[float]] = defaultdict(list)
    for column, value in document.ratings.items():
        touchpoint = columns.get(column.removesuffix("_rating"))
        if touchpoint:
            stars[touchpoint].append(value)
    return {touchpoint: float(np.mean(values)) for touchpoint, values in stars.items()}


def rated_touchpoints(folder: Path, every: int) -> pd.DataFrame:
    """Make a table with a row for each review and touchpoint that it rates.

    ``stars`` are 0–1; ``polarity`` is NaN where the review does not mention the touchpoint.
    """
    corpus = read_folder([folder], StudyConfig())
    documents = {document.document_id: document for document in corpus.documents[::every]}
    segments = [row for row in segment(corpus, StudyConfig()).segments if row.document_id in documents]
    print(f"{len(documents)} reviews")
    mentioned = polarities(segments)
    rows = []
    for document_id, document in documents.items():
        for touchpoint, stars in stars_of(document).items():
            values = mentioned.get((document_id, touchpoint))
            polarity = float(np.mean(values)) if values else np.nan
            rows.append((Path(document.source).name, document_id, touchpoint, stars, polarity))
    return pd.DataFrame(rows, columns=["file", "review", "touchpoint", "stars", "polarity"])


def print_correlations(rated: pd.DataFrame) -> None:
    """Print the means for each touchpoint and the correlations across touchpoints and within reviews."""
    mentioned = rated.dropna(subset=["polarity"])
    groups = ["file", "touchpoint"]
    means = pd.DataFrame(
        {
            "stars": rated.groupby(groups)["stars"].mean(),
            "stars_where_mentioned": mentioned.groupby(groups)["stars"].mean(),
            "polarity": mentioned.groupby(groups)["polarity"].mean(),
            "reviews": mentioned.groupby(groups).size(),
        }
    )
    print(means.round(3).to_string())
    for name, part in (("both files", means), *((file, means.loc[[file]]) for file in RATED)):
        all_raters = spearmanr(part["stars"], part["polarity"], nan_policy="omit").statistic
        mentioning = spearmanr(part["stars_where_mentioned"], part["polarity"], nan_policy="omit").statistic
        print(
            f"across touchpoints, {name}: Spearman {all_raters:.3f}, {mentioning:.3f} with the stars of the reviews "
            "that mention the touchpoint"
        )
    # A reviewer's general mood raises both values of all pairs; without it the touchpoints themselves are compared.
    centred = mentioned[["stars", "polarity"]] - mentioned.groupby("review")[["stars", "polarity"]].transform("mean")
    centred = centred[mentioned.groupby("review")["stars"].transform("size") > 1]
    raw = spearmanr(mentioned["stars"], mentioned["polarity"]).statistic
    within = spearmanr(centred["stars"], centred["polarity"]).statistic
    print(
        f"touchpoints of single reviews: Spearman {raw:.3f} over {len(mentioned)} pairs; "
        f"{within:.3f} after subtracting each review's mean"
    )


def main() -> int:
    """Print both measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    default = Path(__file__).parents[2] / "shared" / "data" / "studies" / "airport_reviews"
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--every", type=int, default=3, help="use every n-th review")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"{options.data} does not exist. Name the folder with the reviews with --data.", file=sys.stderr)
        return 2
    print_correlations(rated_touchpoints(options.data, options.every))
    return 0


if __name__ == "__main__":
    sys.exit(main())
