"""Touchpoint tagging on labelled sets, with one line per category and no training on the sets.

    python benchmarks/journey.py [--encoder use] [--draws 10] [--set hotel] [--data ../shared/data/labelled]

Each journey below was written before its results were looked at. `forced` gives every row its best category; `alone`
places each row by itself (`tag_texts`), `study` lets the rows help each other (`tag_study`). `5 examples` adds five
labelled rows per category to the journey file: median, least and most over `--draws` draws, never a row that is
measured; beside it, in a study, the same with examples for about half of the categories, and with every fifth example
at a wrong one. `assigned` is what a study shows: how many rows get a category, and how many of those are right.
`further` are second and third categories, on rows of one or more categories. Beside it: nearest name-and-description
by raw cosine, the two nearest prototypes, and TF-IDF; and what the same vectors give when every label is known
(logistic regression, on the training rows or in three folds): a bound for what five labels can teach. The settings of
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
WRONG = 0.2
HALF = 0.5

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


@dataclass(frozen=True)
class Rows:
    """A set: texts with their category (−1 for none), and a pool that examples are taken from."""

    name: str
    texts: list[str]
    languages: list[str]
    truth: np.ndarray
    vectors: np.ndarray
    pool_texts: list[str]
    pool_truth: np.ndarray

    def segments(self) -> list[Segment]:
        """Each row as a segment of a review of its own."""
        return [
            Segment(f"s-{i:06d}", f"d-{i:06d}", f"r-{i:06d}", "set.csv", "review", "participant", 0, len(text), None,
                    "", text, language)
            for i, (text, language) in enumerate(zip(self.texts, self.languages, strict=True))
        ]  # fmt: skip


def rows_of(
    name: str,
    frame: pd.DataFrame,
    categories: Mapping[str, tuple[str, str]],
    encoder: Encoder,
    pool: pd.DataFrame | None = None,
) -> Rows:
    """A set from a table with text, lang and label; examples come from `pool`, else from the set itself."""
    labels = list(categories)
    numbers = [
        np.array([labels.index(label) if label in labels else -1 for label in one["label"]])
        for one in (frame, frame if pool is None else pool)
    ]
    texts, more = frame["text"].astype(str).tolist(), (frame if pool is None else pool)["text"].astype(str).tolist()
    return Rows(name, texts, frame["lang"].tolist(), numbers[0], encoder.encode(texts), more, numbers[1])


def journey(categories: Mapping[str, tuple[str, str]], examples: Mapping[int, list[str]] | None = None) -> Taxonomy:
    """One phase, one touchpoint a category, one line each: the least that a team writes."""
    lines = ['[[phases]]\nname = "All"']
    for number, texts in enumerate(categories.values()):
        name, description = (json.dumps(text, ensure_ascii=False) for text in texts)
        lines.append(f'[[touchpoints]]\nid = "c{number}"\nphase = "All"\nname = {name}\ndescription = {description}')
        if examples and examples[number]:
            lines.append(f"examples = {json.dumps(examples[number], ensure_ascii=False)}")
    return parse_taxonomy("\n".join(lines))


def single_category(file: Path, domain: str = "", *, train: bool = False) -> pd.DataFrame:
    """Rows with exactly one main category (before the #), as columns text, lang, label; "" where there is none."""
    rows = all_categories(file, domain, train=train)
    rows = rows[[len(names) < 2 for names in rows["labels"]]]
    return rows.assign(label=["".join(names) for names in rows["labels"]])[["text", "lang", "label"]].reset_index(
        drop=True
    )


def all_categories(file: Path, domain: str = "", *, train: bool = False) -> pd.DataFrame:
    """Rows with all their main categories (before the #), as columns text, lang, labels."""
    rows = pd.read_csv(file)
    if domain:
        rows = rows[(rows["domain"] == domain) & ((rows["split"] == "train") == train)]
    found = [{one["category"].split("#")[0] for one in json.loads(text)} for text in rows["aspects"]]
    return rows.assign(labels=pd.Series(found, index=rows.index))[["text", "lang", "labels"]].reset_index(drop=True)


def airline(file: Path) -> pd.DataFrame:
    """The complaints of the airline tweets; "Can't Tell" is left out."""
    rows = pd.read_csv(file)
    rows = rows[rows["theme"].isin(list(AIRLINE))]
    return rows.rename(columns={"theme": "label"})[["text", "lang", "label"]].reset_index(drop=True)


def measure(rows: Rows, categories: Mapping[str, tuple[str, str]], encoder: Encoder, draws: int) -> None:
    """Print what holds for a set."""
    taxonomy, encode = journey(categories), encoder.encode
    some = rows.truth >= 0
    start = time.perf_counter()
    alone = Tagger.build(taxonomy, encode).tag_texts(rows.texts, rows.vectors, languages=rows.languages, threshold=0.0)
    study = tag_study(rows.segments(), rows.vectors, taxonomy, encode, threshold=0.0)
    seconds = time.perf_counter() - start
    lines = [f"{a}. {b}" for a, b in categories.values()]
    tfidf = TfidfVectorizer(sublinear_tf=True).fit(lines + rows.texts)
    guesses = {
        "alone": alone.touchpoint,
        "study": study.touchpoint,
        "raw cosine": (rows.vectors @ encode(lines).T).argmax(1),
        "nearest prototypes": EvidenceModel.build(taxonomy, encode).nearness(rows.vectors).argmax(1),
        "TF-IDF": (tfidf.transform(rows.texts) @ tfidf.transform(lines).T).toarray().argmax(1),
    }
    forced = {name: macro_f1(rows.truth[some], guess[some]) for name, guess in guesses.items()}
    print(f"{rows.name}: {some.sum()} rows, forced macro-F1 " + ", ".join(f"{n} {f:.3f}" for n, f in forced.items()))
    given = study.score >= THRESHOLD
    none = f", rows of no category left alone {np.mean(~given[~some]):.2f}" if (~some).any() else ""
    right = (study.touchpoint == rows.truth)[given].mean()
    print(f"  assigned {given[some].mean():.2f} of rows, {right:.2f} of them right{none}; {seconds:.1f} s")
    print(f"  calibration: {calibration(study.score[some], (study.touchpoint == rows.truth)[some])}")
    print(f"  the same vectors with every label known: {all_labels(rows, encoder):.3f}")
    for kind in ("5 examples", "half of the categories", "one in five wrong"):
        few = np.array([with_examples(rows, categories, encoder, seed, kind) for seed in range(draws)])
        for column, name in enumerate(("study", "alone")[: few.shape[1]]):
            middle, gain = np.median(few[:, column], axis=0)
            low, high = few[:, column, 0].min(), few[:, column, 0].max()
            print(f"  {kind}, {name}: {middle:.3f} ({low:.3f} to {high:.3f}), without {middle - gain:.3f}: {gain:+.3f}")


def all_labels(rows: Rows, encoder: Encoder) -> float:
    """Forced macro-F1 of a logistic regression on the vectors, learned from the pool or in three folds."""
    some, model = rows.truth >= 0, LogisticRegression(C=1.0, class_weight="balanced", max_iter=300)
    if rows.pool_texts == rows.texts:
        return macro_f1(rows.truth[some], cross_val_predict(model, rows.vectors[some], rows.truth[some], cv=3))
    known = rows.pool_truth >= 0
    model.fit(encoder.encode(rows.pool_texts)[known], rows.pool_truth[known])
    return macro_f1(rows.truth[some], model.predict(rows.vectors[some]))


def with_examples(
    rows: Rows, categories: Mapping[str, tuple[str, str]], encoder: Encoder, seed: int, kind: str
) -> list[list[float]]:
    """Forced macro-F1 of the study, and of each row alone where every category has its five examples; each with what
    it is more than without examples, as medians of the same rows."""
    random = np.random.default_rng(seed)
    chosen: dict[int, list[str]] = {place: [] for place in range(len(categories))}
    for place in range(len(categories)):
        own = np.flatnonzero(rows.pool_truth == place)
        picked = sorted(random.choice(own, min(EXAMPLES, len(own)), replace=False)) if len(own) else []
        left_out, strays = random.random() > HALF, random.random(len(picked)) < WRONG
        if kind == "half of the categories" and left_out:
            continue
        for row, stray in zip(picked, strays, strict=True):
            wrong = kind == "one in five wrong" and stray
            chosen[int(random.integers(len(categories))) if wrong else place].append(rows.pool_texts[row])
    seen = {text for texts in chosen.values() for text in texts}
    rest = np.array([text not in seen for text in rows.texts]) & (rows.truth >= 0)
    found = []
    for name in ("study", "alone") if kind == "5 examples" else ("study",):
        with_, without = (_forced(rows, journey(categories, one), encoder, name)[rest] for one in (chosen, None))
        score = macro_f1(rows.truth[rest], with_)
        found.append([score, score - macro_f1(rows.truth[rest], without)])
    return found


_kept: dict[tuple[str, str], np.ndarray] = {}


def _forced(rows: Rows, taxonomy: Taxonomy, encoder: Encoder, name: str) -> np.ndarray:
    """The category of each row; without examples it is worked out once."""
    bare = not any(one.examples for one in taxonomy.touchpoints)
    if bare and (rows.name, name) in _kept:
        return _kept[rows.name, name]
    if name == "study":
        found = tag_study(rows.segments(), rows.vectors, taxonomy, encoder.encode, threshold=0.0).touchpoint
    else:
        found = (
            Tagger.build(taxonomy, encoder.encode)
            .tag_texts(rows.texts, rows.vectors, languages=rows.languages, threshold=0.0)
            .touchpoint
        )
    if bare:
        _kept[rows.name, name] = found
    return found


def further(name: str, frame: pd.DataFrame, categories: Mapping[str, tuple[str, str]], encoder: Encoder) -> None:
    """Print how many second and third categories are right; ``labels`` of `frame` are sets."""
    texts, labels = frame["text"].astype(str).tolist(), list(categories)
    taxonomy, vectors = journey(categories), encoder.encode(texts)
    tags = Tagger.build(taxonomy, encoder.encode).tag_texts(texts, vectors, languages=frame["lang"].tolist())
    truth = frame["labels"].tolist()
    right = [labels[one.touchpoint] in truth[one.segment] for one in tags.also]
    several = sum(len(one) > 1 for one in truth)
    print(
        f"{name}, further categories: {len(texts)} rows, {several} of several categories; {len(right)} given,"
        f" {np.mean(right):.2f} right, {np.mean([len(truth[one.segment]) > 1 for one in tags.also]):.2f} on such rows"
    )


def calibration(score: np.ndarray, right: np.ndarray) -> str:
    """How often rows of each band of scores are right, and the expected calibration error over ten bands."""
    band = np.minimum((score * 10).astype(int), 9)
    held = [(score[band == b].mean(), right[band == b].mean(), int((band == b).sum())) for b in sorted(set(band))]
    error = sum(n * abs(said - true) for said, true, n in held) / len(score)
    shown = " ".join(f"{said:.2f}→{true:.2f}" for said, true, n in held if n >= 20)
    return f"error {error:.3f} (score→right {shown})"


def macro_f1(truth: np.ndarray, guess: np.ndarray) -> float:
    """Macro-F1 over the categories that occur."""
    return float(f1_score(truth, guess, labels=sorted(set(truth)), average="macro", zero_division=0))


def speed(data: Path, encoder: Encoder, n: int = 25_000) -> None:
    """Print how long n segments take (reviews cut to the length of a segment; vectors given, made-up ones)."""
    files = ("womens_clothing.csv.gz", "german_hotel_absa.csv.gz")
    reviews = [text for file in files for text in pd.read_csv(data / file)["text"].astype(str)][:n]
    texts = [" ".join(review.split()[:18]) for review in reviews]
    vectors = np.random.default_rng(0).normal(size=(len(texts), encoder.dimensions)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    start, busy = time.perf_counter(), time.process_time()
    Tagger.build(load_taxonomy("five_phases"), encoder.encode).tag_texts(texts, vectors)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    print(f"five_phases, {len(texts)} segments of up to 18 words: {seconds:.2f} s ({busy:.2f} s of processor time)")


def main() -> int:
    """Run all sets."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--encoder", default="use")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data" / "labelled")
    parser.add_argument("--draws", type=int, default=10, help="how many draws of five examples per category")
    parser.add_argument("--set", choices=("hotel", "phone", "airline"), help="one set only")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"{options.data}: the labelled sets are not here; name their folder with --data.", file=sys.stderr)
        return 2
    encoder, data = load_encoder(options.encoder), options.data
    hotels, phones = data / "german_hotel_absa.csv.gz", data / "m_absa.csv.gz"
    if options.set in (None, "hotel"):
        hotel = rows_of("german_hotel_absa", single_category(hotels), HOTEL, encoder)
        measure(hotel, HOTEL, encoder, options.draws)
        further("german_hotel_absa", all_categories(hotels), HOTEL, encoder)
    if options.set in (None, "phone"):
        test, pool = (single_category(phones, "phone", train=train) for train in (False, True))
        measure(rows_of("m_absa phone (test)", test, PHONE, encoder, pool), PHONE, encoder, options.draws)
        further("m_absa phone (test)", all_categories(phones, "phone"), PHONE, encoder)
    if options.set in (None, "airline"):
        tweets = airline(data / "us_airline_tweets.csv.gz")
        measure(rows_of("us_airline_tweets", tweets, AIRLINE, encoder), AIRLINE, encoder, options.draws)
    if not options.set:
        speed(data, encoder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
