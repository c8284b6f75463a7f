"""Measure touchpoint tagging on labelled sets: one line of description for each category, no training on the sets.

    python -m benchmarks.journey [--encoder use] [--draws 10] [--set hotel] [--data ../shared/data/labelled]

Each journey below was written before its results were known. `forced` gives every row its best category; `alone` tags
each row by itself (`tag_texts`), `study` uses the other rows as context (`tag_study`). `5 examples` adds five labelled
rows for each category to the journey file: median, lowest and highest of `--draws` draws; these rows are not evaluated.
Beside it, with `tag_study`, the same with examples for about half of the categories, and with every fifth example in a
wrong category. `assigned` is what a study shows: the share of rows that get a category, and the share of those that are
right. `further` are second and third categories, on rows of one or more categories. The baselines are the raw cosine
to name and description, the two nearest prototypes, and TF-IDF. Logistic regression on the same vectors with all
labels (on the training rows or in three folds) is an upper bound for what five labels can teach. The settings of
examples and of further categories were chosen on acos, semeval2014_rest, sentihood, mobasa and four other domains of
m_absa, not on these sets.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_predict

from voc.journey import Tagger, load_taxonomy, tag_study
from voc.journey.evidence import EvidenceModel
from voc.journey.tagging import THRESHOLD
from voc.journey.taxonomy import parse_taxonomy
from voc.models.encoder import Encoder
from voc.models.encoder_registry import load_encoder
from voc.schema import Segment, Taxonomy

EXAMPLES = 5
"""Examples of each category."""
WRONG = 0.2
"""Share of examples that `one in five wrong` puts into a random category."""
HALF = 0.5
"""Chance that `half of the categories` leaves a category without examples."""
MIN_BAND = 20
"""A band of scores is printed if it has this many rows."""

Categories = Mapping[str, tuple[str, str]]
"""Label → name and description of a category."""

HOTEL = {
    "SERVICE": ("Service und Personal", "Freundlichkeit und Hilfe von Personal, Rezeption und Bedienung"),
    "LAGE": ("Lage", "Wo das Hotel liegt: Zentrum, Bahnhof, Umgebung, Ausblick, Anbindung"),
    "ZIMMER": ("Zimmer", "Das Hotelzimmer: Bett, Bad, Größe, Möbel, Sauberkeit, Ruhe"),
    "ESSEN&TRINKEN": ("Essen und Trinken", "Frühstück, Buffet, Restaurant, Speisen, Getränke, Bar"),
    "HOTEL": ("Hotel insgesamt", "Das Haus als Ganzes: Ambiente, Ausstattung, Wellness, Preis, Aufenthalt"),
}
PHONE = {
    "Overall": ("Overall impression", "Satisfied or not with the phone as a whole, great phone"),
    "Logistics": ("Delivery", "Shipping and delivery speed, arrived late, lost or damaged in the post"),
    "Buyer Attitude": ("Recommendation and repurchase", "Would recommend, would buy again, shopping experience"),
    "Price": ("Price", "Price and value for money, cheap or expensive"),
    "Seller Service": ("Seller service", "Seller's friendliness, answers and timeliness"),
    "Camera": ("Camera", "Camera, photo quality, pictures, front and rear camera"),
    "Shooting Functions": ("Photo functions", "Shooting functions, night mode, zoom, video recording, pixels"),
    "Product Quality": ("Product quality", "Quality of the product, genuine, waterproof, survives falls"),
    "Battery/Longevity": ("Battery", "Battery life, charging speed, power consumption, standby"),
    "Product Packaging": ("Packaging", "Packaging, box, packed well, accessories and manual complete"),
    "Screen": ("Screen", "Screen, display size, clarity, brightness"),
    "Ease of Use": ("Ease of use", "Easy to use, simple for old people and children"),
    "Product Accessories": ("Accessories", "Phone case, screen protector, headphones, charger, cable"),
    "After-sales Service": ("Returns and warranty", "Exchange, warranty, return and refund"),
    "Signal": ("Signal", "Mobile network signal, reception, Wi-Fi, SIM card, call quality"),
    "System": ("Operating system", "System, software, apps, updates, interface, lock screen"),
    "Product Configuration": ("Memory and processor", "Storage, memory, RAM, processor"),
    "Performance": ("Performance", "Running speed, fast or slow, lag, gets hot"),
    "Appearance Design": ("Design", "Looks, colour, size, weight, thickness, grip"),
    "Branding/Marketing": ("Brand and gifts", "Brand, advertising, promotional giveaways and free gifts"),
    "Audio/Sound": ("Sound", "Volume, speaker, tone quality"),
    "Security": ("Unlocking", "Fingerprint, face unlock, security"),
    "Smart Connect": ("Connections", "Bluetooth connection, positioning and GPS"),
    "Key Design": ("Keys", "Buttons and keys"),
    "Intelligent Assistant": ("Voice assistant", "Intelligent voice assistant"),
}
AIRLINE = {
    "Customer Service Issue": ("Customer service", "Customer service, on hold, no answer on the phone, unhelpful"),
    "Late Flight": ("Late flight", "Flight delayed, waiting, sitting on the runway, missed connection"),
    "Cancelled Flight": ("Cancelled flight", "Flight cancelled, stranded, rebooked"),
    "Lost Luggage": ("Lost luggage", "Bag lost or left behind, baggage did not arrive"),
    "Bad Flight": ("Bad flight", "On board: seats, food, Wi-Fi, entertainment, uncomfortable flight"),
    "Flight Booking Problems": ("Booking problems", "Booking, website, reservation, ticket, upgrade, miles"),
    "Flight Attendant Complaints": ("Staff", "Rude flight attendant, crew or gate agent"),
    "longlines": ("Long lines", "Long queue at the check-in or security"),
    "Damaged Luggage": ("Damaged luggage", "Suitcase or bag damaged or broken"),
}


@dataclass(frozen=True, slots=True)
class CategorySet:
    """A set: texts with their category (int (n,), −1 for none), their vectors, and a pool to draw examples from."""

    name: str
    texts: list[str]
    languages: list[str]
    truth: np.ndarray
    vectors: np.ndarray
    pool_texts: list[str]
    pool_truth: np.ndarray

    def segments(self) -> list[Segment]:
        """Return each row as a segment of its own review."""
        return [
            Segment(f"s-{i:06d}", f"d-{i:06d}", f"r-{i:06d}", "set.csv", "review", "participant", 0, len(text), None,
                    "", text, language)
            for i, (text, language) in enumerate(zip(self.texts, self.languages, strict=True))
        ]  # fmt: skip


def make_set(
    name: str, table: pd.DataFrame, categories: Categories, encoder: Encoder, pool: pd.DataFrame | None = None
) -> CategorySet:
    """Make a set from a table with text, lang and label; examples come from `pool`, or from the set if it is None."""
    labels = list(categories)
    pool = table if pool is None else pool
    truth, pool_truth = (
        np.array([labels.index(label) if label in labels else -1 for label in part["label"]]) for part in (table, pool)
    )
    texts, pool_texts = table["text"].astype(str).tolist(), pool["text"].astype(str).tolist()
    return CategorySet(name, texts, table["lang"].tolist(), truth, encoder.encode(texts), pool_texts, pool_truth)


def make_journey(categories: Categories, examples: Mapping[int, list[str]] | None = None) -> Taxonomy:
    """Make a journey of one phase with a touchpoint for each category: the least that a team writes."""
    lines = ['[[phases]]\nname = "All"']
    for number, texts in enumerate(categories.values()):
        name, description = (json.dumps(text, ensure_ascii=False) for text in texts)
        lines.append(f'[[touchpoints]]\nid = "c{number}"\nphase = "All"\nname = {name}\ndescription = {description}')
        if examples and examples[number]:
            lines.append(f"examples = {json.dumps(examples[number], ensure_ascii=False)}")
    return parse_taxonomy("\n".join(lines))


def load_single_category(file: Path, domain: str = "", *, train: bool = False) -> pd.DataFrame:
    """Load rows with at most one main category (before the #): text, lang and label, "" without a category."""
    rows = load_all_categories(file, domain, train=train)
    rows = rows[[len(names) < 2 for names in rows["labels"]]]
    return rows.assign(label=["".join(names) for names in rows["labels"]])[["text", "lang", "label"]].reset_index(
        drop=True
    )


def load_all_categories(file: Path, domain: str = "", *, train: bool = False) -> pd.DataFrame:
    """Load rows with all their main categories (before the #): text, lang and labels, a set of names."""
    rows = pd.read_csv(file)
    if domain:
        rows = rows[(rows["domain"] == domain) & ((rows["split"] == "train") == train)]
    labels = [{aspect["category"].split("#")[0] for aspect in json.loads(cell)} for cell in rows["aspects"]]
    return rows.assign(labels=pd.Series(labels, index=rows.index))[["text", "lang", "labels"]].reset_index(drop=True)


def load_airline(file: Path) -> pd.DataFrame:
    """Load the complaints of the airline tweets, without "Can't Tell"."""
    rows = pd.read_csv(file)
    rows = rows[rows["theme"].isin(list(AIRLINE))]
    return rows.rename(columns={"theme": "label"})[["text", "lang", "label"]].reset_index(drop=True)


def measure(rows: CategorySet, categories: Categories, encoder: Encoder, draws: int) -> None:
    """Print all figures of a set."""
    taxonomy, encode = make_journey(categories), encoder.encode
    labelled = rows.truth >= 0
    start = time.perf_counter()
    alone = Tagger.build(taxonomy, encode).tag_texts(rows.texts, rows.vectors, languages=rows.languages, threshold=0.0)
    study = tag_study(rows.segments(), rows.vectors, taxonomy, encode, threshold=0.0)
    seconds = time.perf_counter() - start
    lines = [f"{name}. {description}" for name, description in categories.values()]
    tfidf = TfidfVectorizer(sublinear_tf=True).fit(lines + rows.texts)
    guesses = {
        "alone": alone.touchpoint,
        "study": study.touchpoint,
        "raw cosine": (rows.vectors @ encode(lines).T).argmax(1),
        "nearest prototypes": EvidenceModel.build(taxonomy, encode).nearness(rows.vectors).argmax(1),
        "TF-IDF": (tfidf.transform(rows.texts) @ tfidf.transform(lines).T).toarray().argmax(1),
    }
    forced = {name: macro_f1(rows.truth[labelled], guess[labelled]) for name, guess in guesses.items()}
    scores = ", ".join(f"{name} {score:.3f}" for name, score in forced.items())
    print(f"{rows.name}: {labelled.sum()} rows, forced macro-F1 {scores}")
    assigned, right = study.score >= THRESHOLD, study.touchpoint == rows.truth
    unlabelled = ~labelled
    rest = f", rows without category left unassigned {np.mean(~assigned[unlabelled]):.2f}" if unlabelled.any() else ""
    print(
        f"  assigned {assigned[labelled].mean():.2f} of rows, {right[assigned].mean():.2f} of them right{rest}; "
        f"{seconds:.1f} s"
    )
    print(f"  calibration: {calibration(study.score[labelled], right[labelled])}")
    print(f"  logistic regression with every label: {score_all_labels(rows, encoder):.3f}")
    for kind in ("5 examples", "half of the categories", "one in five wrong"):
        results = np.array([score_examples(rows, categories, encoder, seed, kind) for seed in range(draws)])
        for column, name in enumerate(("study", "alone")[: results.shape[1]]):
            middle, gain = np.median(results[:, column], axis=0)
            low, high = results[:, column, 0].min(), results[:, column, 0].max()
            print(f"  {kind}, {name}: {middle:.3f} ({low:.3f} to {high:.3f}), without {middle - gain:.3f}: {gain:+.3f}")


def score_all_labels(rows: CategorySet, encoder: Encoder) -> float:
    """Return the forced macro-F1 of logistic regression on the vectors, trained on the pool or in three folds."""
    labelled, model = rows.truth >= 0, LogisticRegression(C=1.0, class_weight="balanced", max_iter=300)
    if rows.pool_texts == rows.texts:
        guess = cross_val_predict(model, rows.vectors[labelled], rows.truth[labelled], cv=3)
        return macro_f1(rows.truth[labelled], guess)
    teaching = rows.pool_truth >= 0
    model.fit(encoder.encode(rows.pool_texts)[teaching], rows.pool_truth[teaching])
    return macro_f1(rows.truth[labelled], model.predict(rows.vectors[labelled]))


def draw_examples(rows: CategorySet, n_categories: int, seed: int, kind: str) -> dict[int, list[str]]:
    """Draw texts from the pool as examples for each category; ``kind`` as in `measure`."""
    random = np.random.default_rng(seed)
    examples: dict[int, list[str]] = {category: [] for category in range(n_categories)}
    for category in range(n_categories):
        own = np.flatnonzero(rows.pool_truth == category)
        drawn = sorted(random.choice(own, min(EXAMPLES, len(own)), replace=False)) if len(own) else []
        # Drawn for every kind, so that all kinds use the same examples for one seed.
        is_left_out, strays = random.random() > HALF, random.random(len(drawn)) < WRONG
        if kind == "half of the categories" and is_left_out:
            continue
        for row, stray in zip(drawn, strays, strict=True):
            is_wrong = kind == "one in five wrong" and stray
            target = int(random.integers(n_categories)) if is_wrong else category
            examples[target].append(rows.pool_texts[row])
    return examples


def score_examples(
    rows: CategorySet, categories: Categories, encoder: Encoder, seed: int, kind: str
) -> list[list[float]]:
    """Return the forced macro-F1 with examples and its gain over none on the same rows.

    The first pair is that of `tag_study`, the second (for `5 examples` only) that of `tag_texts`.
    """
    examples = draw_examples(rows, len(categories), seed, kind)
    used = {text for texts in examples.values() for text in texts}
    rest = np.array([text not in used for text in rows.texts]) & (rows.truth >= 0)
    results = []
    for method in ("study", "alone") if kind == "5 examples" else ("study",):
        guess, baseline = (
            tag_forced(rows, make_journey(categories, texts), encoder, method)[rest] for texts in (examples, None)
        )
        score = macro_f1(rows.truth[rest], guess)
        results.append([score, score - macro_f1(rows.truth[rest], baseline)])
    return results


_baselines: dict[tuple[str, str], np.ndarray] = {}
"""Categories without examples by set and method: the same for every draw."""


def tag_forced(rows: CategorySet, taxonomy: Taxonomy, encoder: Encoder, method: str) -> np.ndarray:
    """Return the category of each row; without examples it is computed once."""
    is_baseline = not any(touchpoint.examples for touchpoint in taxonomy.touchpoints)
    if is_baseline and (rows.name, method) in _baselines:
        return _baselines[rows.name, method]
    if method == "study":
        tags = tag_study(rows.segments(), rows.vectors, taxonomy, encoder.encode, threshold=0.0)
    else:
        tagger = Tagger.build(taxonomy, encoder.encode)
        tags = tagger.tag_texts(rows.texts, rows.vectors, languages=rows.languages, threshold=0.0)
    if is_baseline:
        _baselines[rows.name, method] = tags.touchpoint
    return tags.touchpoint


def measure_further(name: str, table: pd.DataFrame, categories: Categories, encoder: Encoder) -> None:
    """Print the share of second and third categories that are right; ``labels`` of `table` are sets."""
    texts, labels = table["text"].astype(str).tolist(), list(categories)
    taxonomy, vectors = make_journey(categories), encoder.encode(texts)
    tags = Tagger.build(taxonomy, encoder.encode).tag_texts(texts, vectors, languages=table["lang"].tolist())
    truth = table["labels"].tolist()
    right = [labels[tag.touchpoint] in truth[tag.segment] for tag in tags.also]
    several = sum(len(categories_of_row) > 1 for categories_of_row in truth)
    print(
        f"{name}, further categories: {len(texts)} rows, {several} with several categories; {len(right)} assigned,"
        f" {np.mean(right):.2f} right, {np.mean([len(truth[tag.segment]) > 1 for tag in tags.also]):.2f} on such rows"
    )


def calibration(score: np.ndarray, right: np.ndarray) -> str:
    """Describe the share of right rows in each band of scores, and the expected calibration error over ten bands."""
    band = np.minimum((score * 10).astype(int), 9)
    bands = [(score[band == b].mean(), right[band == b].mean(), int((band == b).sum())) for b in sorted(set(band))]
    error = sum(n * abs(expected - actual) for expected, actual, n in bands) / len(score)
    pairs = " ".join(f"{expected:.2f}→{actual:.2f}" for expected, actual, n in bands if n >= MIN_BAND)
    return f"error {error:.3f} (score→right {pairs})"


def macro_f1(truth: np.ndarray, guess: np.ndarray) -> float:
    """Return the macro-F1 over the categories that occur."""
    return float(f1_score(truth, guess, labels=sorted(set(truth)), average="macro", zero_division=0))


def measure_speed(data: Path, encoder: Encoder, n: int = 25_000) -> None:
    """Print how long it takes to tag n segments: reviews cut to the length of a segment, with random vectors."""
    files = ("womens_clothing.csv.gz", "german_hotel_absa.csv.gz")
    reviews = [text for file in files for text in pd.read_csv(data / file)["text"].astype(str)][:n]
    texts = [" ".join(review.split()[:18]) for review in reviews]
    vectors = np.random.default_rng(0).normal(size=(len(texts), encoder.dimensions)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    start, busy = time.perf_counter(), time.process_time()
    Tagger.build(load_taxonomy("five_phases"), encoder.encode).tag_texts(texts, vectors)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    print(f"five_phases, {len(texts)} segments of up to 18 words: {seconds:.2f} s ({busy:.2f} s of CPU time)")


def main() -> int:
    """Measure all sets, or the chosen one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--encoder", default="use")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data" / "labelled")
    parser.add_argument("--draws", type=int, default=10, help="number of draws of five examples for each category")
    parser.add_argument("--set", choices=("hotel", "phone", "airline"), help="measure this set only")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"{options.data} does not exist. Name the folder with the labelled sets with --data.", file=sys.stderr)
        return 2
    encoder, data = load_encoder(options.encoder), options.data
    hotels, phones = data / "german_hotel_absa.csv.gz", data / "m_absa.csv.gz"
    if options.set in (None, "hotel"):
        hotel = make_set("german_hotel_absa", load_single_category(hotels), HOTEL, encoder)
        measure(hotel, HOTEL, encoder, options.draws)
        measure_further("german_hotel_absa", load_all_categories(hotels), HOTEL, encoder)
    if options.set in (None, "phone"):
        test, pool = (load_single_category(phones, "phone", train=train) for train in (False, True))
        measure(make_set("m_absa phone (test)", test, PHONE, encoder, pool), PHONE, encoder, options.draws)
        measure_further("m_absa phone (test)", load_all_categories(phones, "phone"), PHONE, encoder)
    if options.set in (None, "airline"):
        tweets = load_airline(data / "us_airline_tweets.csv.gz")
        measure(make_set("us_airline_tweets", tweets, AIRLINE, encoder), AIRLINE, encoder, options.draws)
    if not options.set:
        measure_speed(data, encoder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
