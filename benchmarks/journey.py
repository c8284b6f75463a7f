"""Touchpoint tagging on labelled sets, with one line per category and no training on the sets.

    python benchmarks/journey.py [--encoder use] [--data ../shared/data/labelled]

Each journey below was written before its results were looked at. `forced` gives every row its best category (rows
without any count as wrong); `assigned` is what `tag_texts` gives: how many rows get a category, and how many of those
are right. Beside it: the nearest name-and-description by raw cosine, and by TF-IDF.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score

from voc.journey import load_taxonomy, tag_texts
from voc.journey.taxonomy import parse_taxonomy
from voc.models.encoder import Encoder, load_encoder
from voc.schema import Taxonomy

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


def journey(categories: Mapping[str, tuple[str, str]]) -> Taxonomy:
    """One phase, one touchpoint a category, one line each: the least that a team writes."""
    lines = ['[[phases]]\nname = "All"']
    for number, texts in enumerate(categories.values()):
        name, description = (json.dumps(text, ensure_ascii=False) for text in texts)
        lines.append(f'[[touchpoints]]\nid = "c{number}"\nphase = "All"\nname = {name}\ndescription = {description}')
    return parse_taxonomy("\n".join(lines))


def single_category(file: Path, domain: str = "") -> pd.DataFrame:
    """Rows with exactly one main category (before the #), as columns text, lang, label; "" where there is none."""
    rows = pd.read_csv(file)
    if domain:
        rows = rows[(rows["domain"] == domain) & (rows["split"] != "train")]
    found = [sorted({a["category"].split("#")[0] for a in json.loads(x)}) for x in rows["aspects"]]
    rows = rows.assign(label=[names[0] if names else "" for names in found])
    return rows[[len(names) < 2 for names in found]][["text", "lang", "label"]].reset_index(drop=True)


def airline(file: Path) -> pd.DataFrame:
    """The complaints of the airline tweets; "Can't Tell" is left out."""
    rows = pd.read_csv(file)
    rows = rows[rows["theme"].isin(list(AIRLINE))]
    return rows.rename(columns={"theme": "label"})[["text", "lang", "label"]].reset_index(drop=True)


def measure(name: str, rows: pd.DataFrame, categories: Mapping[str, tuple[str, str]], encoder: Encoder) -> None:
    """Print one line for a set."""
    taxonomy, labels = journey(categories), list(categories)
    encode = encoder.encode
    texts = rows["text"].astype(str).tolist()
    truth = np.array([labels.index(label) if label in labels else -1 for label in rows["label"]])
    vectors = encode(texts)
    start = time.perf_counter()
    languages = rows["lang"].tolist()
    tags = tag_texts(texts, vectors, taxonomy, encode, languages=languages)
    seconds = time.perf_counter() - start
    forced = tag_texts(texts, vectors, taxonomy, encode, languages=languages, threshold=0.0)
    lines = [f"{a}. {b}" for a, b in categories.values()]
    raw = (vectors @ encode(lines).T).argmax(1)
    tfidf = TfidfVectorizer(sublinear_tf=True).fit(lines + texts)
    lexical = (tfidf.transform(texts) @ tfidf.transform(lines).T).toarray().argmax(1)
    some = truth >= 0
    scores = [macro_f1(truth[some], guess[some]) for guess in (forced.touchpoint, raw, lexical)]
    given = tags.touchpoint >= 0
    right = tags.touchpoint == truth
    none = f", rows of no category left alone {np.mean(~given[~some]):.2f}" if (~some).any() else ""
    print(
        f"{name:22} rows {some.sum():5}  macro-F1 forced {scores[0]:.3f} (raw cosine {scores[1]:.3f}, TF-IDF "
        f"{scores[2]:.3f}), assigned {given[some].mean():.2f} of rows, {right[given].mean():.2f} of them right, "
        f"macro-F1 {macro_f1(truth[some], tags.touchpoint[some]):.3f}{none}, {seconds:.2f} s"
    )


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
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"{options.data}: the labelled sets are not here; name their folder with --data.", file=sys.stderr)
        return 2
    encoder = load_encoder(options.encoder)
    measure("german_hotel_absa", single_category(options.data / "german_hotel_absa.csv.gz"), HOTEL, encoder)
    measure("m_absa phone (test)", single_category(options.data / "m_absa.csv.gz", "phone"), PHONE, encoder)
    measure("us_airline_tweets", airline(options.data / "us_airline_tweets.csv.gz"), AIRLINE, encoder)
    speed(options.data, encoder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
