"""The model card beside each head: what it was made from, and how well it does."""

from __future__ import annotations

import re

from training.data import SENTENCES, data_hash
from training.weights import FOLDER

LICENCES = {
    "m_absa": "none stated", "mobasa": "none stated", "german_hotel_absa": "none stated", "acos": "none stated",
    "sentihood": "MIT", "semeval2014_rest": "MIT repository", "semeval2016_multi": "MIT repository",
    "bestande_de": "released by its founder", "jameda_de": "none stated, scraped", "kununu_de": "none stated, scraped",
    "sb10k": "MIT repository", "potts": "MIT repository", "amazon_alexa": "none stated", "ryanair": "MIT",
    "womens_clothing": "CC0", "skytrax_lounge_seat": "CC0", "sentimentr": "MIT", "flausch2025": "none stated",
    "brighter": "CC BY 4.0", "goemotions": "Apache-2.0", "xed": "CC BY 4.0", "clinc150": "CC BY 3.0",
    "massive_de": "CC BY 4.0", "jupyter_surveys": "CC0",
}  # fmt: skip


_MEASURES = re.compile(r"## Measures\n\n(.*?)\n\n## ", re.DOTALL)


def record(name: str, measures: str) -> None:
    """Write what was measured into the card of a head; a rebuilt head keeps it until it is measured again."""
    card = FOLDER / f"{name}.md"
    text = card.read_text(encoding="utf-8")
    card.write_text(_MEASURES.sub(lambda _: f"## Measures\n\n{measures}\n\n## ", text), encoding="utf-8")


def recorded(name: str) -> str:
    """What was last measured of a head."""
    card = FOLDER / f"{name}.md"
    found = _MEASURES.search(card.read_text(encoding="utf-8")) if card.is_file() else None
    return found[1] if found else "Not measured yet: run `python -m benchmarks.readings --record`."


def write_card(name: str, title: str, sets: list[str], sections: list[tuple[str, str]]) -> None:
    """Write `voc/models/weights/NAME.md`."""
    names = sorted({one.removesuffix(SENTENCES) for one in sets})
    rows = [f"| {one} | {LICENCES[one]} | `{data_hash(one)[:16]}` |" for one in names]
    table = "\n".join(["| set | licence as stated by its source | SHA-256 of the rows |", "|---|---|---|", *rows])
    body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in sections)
    made = (
        "From the project's folder, with the labelled sets in `../shared/data/labelled`: `python -m training`. The "
        "same "
        "data gives the same figures. The weights are figures only; no text of any set is in them."
    )
    (FOLDER / f"{name}.md").write_text(
        f"# {title}\n\n{body}\n\n## Data\n\n{table}\n\n## How to rebuild\n\n{made}\n", encoding="utf-8"
    )
