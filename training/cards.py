"""The model card beside each head: what it was made from, and how accurate it is."""

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
    """Write measures into the card of a head; a rebuilt head keeps them until it is measured again."""
    card = FOLDER / f"{name}.md"
    text = card.read_text(encoding="utf-8")
    card.write_text(_MEASURES.sub(lambda _: f"## Measures\n\n{measures}\n\n## ", text), encoding="utf-8")


def recorded(name: str) -> str:
    """The measures that were last recorded for a head."""
    card = FOLDER / f"{name}.md"
    match = _MEASURES.search(card.read_text(encoding="utf-8")) if card.is_file() else None
    return match[1] if match else "Not measured yet: run `python -m benchmarks.readings --record`."


def write_card(head: str, title: str, sets: list[str], sections: list[tuple[str, str]]) -> None:
    """Write `voc/models/weights/HEAD.md`."""
    names = sorted({name.removesuffix(SENTENCES) for name in sets})
    rows = [f"| {name} | {LICENCES[name]} | `{data_hash(name)[:16]}` |" for name in names]
    table = "\n".join(["| set | licence as stated by its source | SHA-256 of the rows |", "|---|---|---|", *rows])
    body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in sections)
    rebuild = (
        "From the project's folder, with the labelled sets in `../shared/data/labelled`: `python -m training`. The "
        "same "
        "data gives the same figures. The weights are figures only; no text of any set is in them."
    )
    (FOLDER / f"{head}.md").write_text(
        f"# {title}\n\n{body}\n\n## Data\n\n{table}\n\n## How to rebuild\n\n{rebuild}\n", encoding="utf-8"
    )
