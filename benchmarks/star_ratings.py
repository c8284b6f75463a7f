"""Polarity per touchpoint beside star ratings per touchpoint: reviews of airport lounges and seats, journey `travel`.

    python benchmarks/star_ratings.py [--data ../shared/data/studies/airport_reviews] [--every 3]

The stars are never given to the readings. Over touchpoints: Spearman's correlation between mean polarity (over reviews)
and mean stars, for each file and both together. Within reviews: over all pairs of a review and a touchpoint that it
speaks of and rates; once as they are, once less the review's mean over its pairs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from voc.config import StudyConfig
from voc.ingest import read_folder
from voc.journey import load_taxonomy, tag_study
from voc.models.encoder_registry import load_encoder
from voc.models.readings import predict_readings
from voc.segment import segment

RATED = {
    "lounge.csv": {
        "comfort": "lounge",
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
"""What each file rates, and the touchpoint of `travel` that it is. The lounge's comfort is the room with its seats."""


def pairs(folder: Path, every: int) -> pd.DataFrame:
    """A row per review and touchpoint it rates: stars (0–1), and polarity (NaN where it is not spoken of)."""
    corpus = read_folder([folder], StudyConfig())
    parts = segment(corpus, StudyConfig()).segments
    kept = {one.document_id: one for one in corpus.documents[::every]}
    parts = [one for one in parts if one.document_id in kept]
    encoder, taxonomy = load_encoder("use"), load_taxonomy("travel")
    texts = [one.text for one in parts]
    vectors = encoder.encode(texts)
    polarity = predict_readings(texts, vectors, [one.language for one in parts]).polarity
    tags = tag_study(parts, vectors, taxonomy, encoder.encode).touchpoint
    said: dict[tuple[str, str], list[float]] = {}
    for one, mood, place in zip(parts, polarity.tolist(), tags.tolist(), strict=True):
        if place >= 0:
            said.setdefault((one.document_id, taxonomy.touchpoints[place].touchpoint_id), []).append(mood)
    print(f"{len(kept)} reviews, {len(parts)} segments, {np.mean(tags >= 0):.2f} of them placed")
    rows = []
    for document in kept.values():
        file = Path(document.source).name
        stars: dict[str, list[float]] = {}
        for name, value in document.ratings.items():
            touchpoint = RATED[file].get(name.removesuffix("_rating"))
            if touchpoint:
                stars.setdefault(touchpoint, []).append(value)
        for touchpoint, values in stars.items():
            moods = said.get((document.document_id, touchpoint))
            mood = float(np.mean(moods)) if moods else np.nan
            rows.append((file, document.document_id, touchpoint, float(np.mean(values)), mood))
    return pd.DataFrame(rows, columns=["file", "review", "touchpoint", "stars", "polarity"])


def main() -> int:
    """Print both measures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    default = Path(__file__).parents[2] / "shared" / "data" / "studies" / "airport_reviews"
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--every", type=int, default=3, help="take each n-th review")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"{options.data}: the reviews are not here; name their folder with --data.", file=sys.stderr)
        return 2
    found = pairs(options.data, options.every)
    spoken = found.dropna(subset=["polarity"])
    groups = ["file", "touchpoint"]
    table = pd.DataFrame(
        {
            "stars": found.groupby(groups)["stars"].mean(),
            "stars_of_those_who_speak": spoken.groupby(groups)["stars"].mean(),
            "polarity": spoken.groupby(groups)["polarity"].mean(),
            "reviews": spoken.groupby(groups).size(),
        }
    )
    print(table.round(3).to_string())
    for name, part in (("both files", table), *((file, table.loc[[file]]) for file in RATED)):
        whole = spearmanr(part["stars"], part["polarity"], nan_policy="omit").statistic
        own = spearmanr(part["stars_of_those_who_speak"], part["polarity"], nan_policy="omit").statistic
        print(f"over touchpoints, {name}: Spearman {whole:.3f}, with the stars of those who speak of each {own:.3f}")
    centred = spoken[["stars", "polarity"]] - spoken.groupby("review")[["stars", "polarity"]].transform("mean")
    several = spoken.groupby("review")["stars"].transform("size") > 1
    plain = spearmanr(spoken["stars"], spoken["polarity"]).statistic
    inside = spearmanr(centred[several]["stars"], centred[several]["polarity"]).statistic
    print(
        f"single touchpoints of reviews: Spearman {plain:.3f} over {len(spoken)} pairs; "
        f"less each review's mean {inside:.3f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
