"""Touchpoint tagging on labelled sets, with one line per category and no training on the sets.

    python benchmarks/journey.py [--encoder use] [--draws 5] [--data ../shared/data/labelled]

Each journey below was written before its results were looked at. `forced` gives every row its best category; `alone`
places each row by itself (`tag_texts`), `study` lets the rows help each other (`tag`), `5 examples` adds five labelled
rows per category to the journey file (mean and standard deviation over `--draws` draws; never a row that is measured).
`assigned` is what a study shows: how many rows get a category, and how many of those are right. Beside it: nearest
name-and-description by raw cosine, the two nearest prototypes, and TF-IDF.
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
from sklearn.metrics import f1_score

from voc.journey import load_taxonomy, tag, tag_texts
from voc.journey.evidence import EvidenceModel
from voc.journey.tagging import THRESHOLD
from voc.journey.taxonomy import parse_taxonomy
from voc.models.encoder import Encoder, load_encoder
from voc.schema import Segment, Taxonomy

EXAMPLES = 5

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
    rows = pd.read_csv(file)
    if domain:
        rows = rows[(rows["domain"] == domain) & ((rows["split"] == "train") == train)]
    found = [sorted({a["category"].split("#")[0] for a in json.loads(x)}) for x in rows["aspects"]]
    rows = rows.assign(label=[names[0] if names else "" for names in found])
    return rows[[len(names) < 2 for names in found]][["text", "lang", "label"]].reset_index(drop=True)


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
    alone = tag_texts(rows.texts, rows.vectors, taxonomy, encode, languages=rows.languages, threshold=0.0)
    study = tag(rows.segments(), rows.vectors, taxonomy, encode, threshold=0.0)
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
    few = np.array([with_examples(rows, categories, encoder, seed) for seed in range(draws)])
    for name, column in (("alone", 0), ("study", 1)):
        gain = few[:, column].mean() - forced[name]
        print(f"  5 examples, {name}: {few[:, column].mean():.3f} ± {few[:, column].std():.3f} ({gain:+.3f})")


def with_examples(rows: Rows, categories: Mapping[str, tuple[str, str]], encoder: Encoder, seed: int) -> list[float]:
    """Forced macro-F1 of each row alone and of the study, with five labelled rows per category as examples."""
    random = np.random.default_rng(seed)
    chosen = {}
    for place in range(len(categories)):
        own = np.flatnonzero(rows.pool_truth == place)
        picked = random.choice(own, min(EXAMPLES, len(own)), replace=False) if len(own) else []
        chosen[place] = [rows.pool_texts[i] for i in sorted(picked)]
    seen = {text for texts in chosen.values() for text in texts}
    rest = np.array([text not in seen for text in rows.texts]) & (rows.truth >= 0)
    taxonomy = journey(categories, chosen)
    alone = tag_texts(
        rows.texts, rows.vectors, taxonomy, encoder.encode, languages=rows.languages, threshold=0.0
    ).touchpoint
    study = tag(rows.segments(), rows.vectors, taxonomy, encoder.encode, threshold=0.0).touchpoint
    return [macro_f1(rows.truth[rest], guess[rest]) for guess in (alone, study)]


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
    tag_texts(texts, vectors, load_taxonomy("five_phases"), encoder.encode)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    print(f"five_phases, {len(texts)} segments of up to 18 words: {seconds:.2f} s ({busy:.2f} s of processor time)")


def main() -> int:
    """Run all sets."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--encoder", default="use")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data" / "labelled")
    parser.add_argument("--draws", type=int, default=5, help="how many draws of five examples per category")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"{options.data}: the labelled sets are not here; name their folder with --data.", file=sys.stderr)
        return 2
    encoder = load_encoder(options.encoder)
    hotel = single_category(options.data / "german_hotel_absa.csv.gz")
    measure(rows_of("german_hotel_absa", hotel, HOTEL, encoder), HOTEL, encoder, options.draws)
    phone, pool = (single_category(options.data / "m_absa.csv.gz", "phone", train=train) for train in (False, True))
    measure(rows_of("m_absa phone (test)", phone, PHONE, encoder, pool), PHONE, encoder, options.draws)
    tweets = airline(options.data / "us_airline_tweets.csv.gz")
    measure(rows_of("us_airline_tweets", tweets, AIRLINE, encoder), AIRLINE, encoder, options.draws)
    speed(options.data, encoder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
