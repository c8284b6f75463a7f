"""The statement head: hand labels, weak labels from survey questions and headings, and sentences of our own."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from training.data import ROOT, data_folder, encode, load
from voc.ingest.decode import decode
from voc.models.cues import NAMES
from voc.models.features import PLACES, grams
from voc.models.statements import CUE_SCALE, DIMENSIONS, inputs
from voc.schema import SENTIMENTS, STATEMENTS, Floats

LABELS = ROOT / "training" / "labels" / "statements.csv"
SOURCES = {
    "hci2024/interviews_de": "interviews (hci2024, de)",
    "hci2024/interviews_en": "interviews (hci2024, en)",
    "divekit_de": "interviews (divekit, de)",
    "mlss_en": "interviews (mlss and games, en)",
    "games_en": "interviews (mlss and games, en)",
    "jupyter_surveys": "surveys",
    "softwaresaved_survey": "surveys",
    "pandas_survey": "surveys",
    "kununu_de": "kununu (de)",
    "bestande_de": "bestande (de)",
}
"""What is left out together when the head is judged; every other set counts to "other reviews"."""
QUESTIONS: dict[tuple[str, str, str], str] = {
    ("jupyter_surveys", "question", "features_changes"): "suggestion",
    ("jupyter_surveys", "question", "first_experience_enhancements"): "suggestion",
    ("jupyter_surveys", "question", "difficult_aspects"): "pain",
    ("jupyter_surveys", "question", "pleasant_aspects"): "praise",
    ("jupyter_surveys", "question", "workflow_needs_not_addressed"): "need",
    ("kununu_de", "aspect", "Verbesserungsvorschläge"): "suggestion",
    ("kununu_de", "aspect", "Gut am Arbeitgeber finde ich"): "praise",
    ("kununu_de", "aspect", "Schlecht am Arbeitgeber finde ich"): "pain",
}
"""Column and value of a set whose answers are, more often than not, of one kind."""
_WEAK, _OWN = 0.012, 0.03


@dataclass(frozen=True, slots=True)
class Statements:
    """Rows that teach: texts, kinds as positions in STATEMENTS, weights, and what is left out together."""

    texts: list[str]
    kinds: NDArray[np.int64]
    weights: Floats
    sources: NDArray[np.str_]


def labelled() -> Statements:
    """The hand labels with their texts, weight 1."""
    with LABELS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    texts = [_text(row["set"], row["row"], int(row["start"]), int(row["end"])) for row in rows]
    kinds = np.array([STATEMENTS.index(row["label"]) for row in rows])
    sources = np.array([SOURCES.get(row["set"], "other reviews") for row in rows])
    return Statements(texts, kinds, np.ones(len(rows), np.float32), sources)


def _text(name: str, row: str, start: int, end: int) -> str:
    studies: Path = data_folder().parent / "studies"
    if (studies / name).is_dir():
        return decode((studies / name / row).read_bytes(), row)[0][start:end]
    table = load(name)
    return str(table["text"].to_numpy()[(table["id"] == row).to_numpy()][0])[start:end]


def weak() -> Statements:
    """Answers by question, clear praise and complaints by sentiment, and sentences of our own; light weights."""
    texts: list[str] = []
    kinds: list[str] = []
    weights: list[float] = []
    sources: list[str] = []
    for (name, column, value), kind in QUESTIONS.items():
        table = load(name)
        found = table["text"][(table[column] == value) & (table["text"].str.len() < 300)].tolist()[:400]
        texts += found
        kinds += [kind] * len(found)
        weights += [_WEAK] * len(found)
        sources += [SOURCES[name]] * len(found)
    for kind, filled in own_sentences():
        texts.append(filled)
        kinds.append(kind)
        weights.append(_OWN)
        sources.append("own")
    return Statements(
        texts, np.array([STATEMENTS.index(kind) for kind in kinds]), np.array(weights, np.float32), np.array(sources)
    )


_SLOTS: dict[str, tuple[str, ...]] = {
    "de_to": ("schneller fertig zu werden", "gesund zu bleiben", "weniger Zeit zu verlieren", "neue Leute zu treffen"),
    "de_thing": ("eine Übersicht", "mehr Zeit", "klare Angaben", "einen Ansprechpartner", "ein ruhiges Zimmer"),
    "de_act": ("die Liste", "das Programm", "mein Handy", "die Karte", "den Kalender"),
    "de_why": ("mir das Spaß macht", "ich dazulernen will", "es mir Sicherheit gibt", "ich gern unter Leuten bin"),
    "en_to": ("finish faster", "stay healthy", "waste less time", "meet new people", "learn the language"),
    "en_thing": ("an overview", "more time", "clear instructions", "a contact person", "a quiet room"),
    "en_act": ("the list", "the program", "my phone", "the map", "the calendar"),
    "en_why": ("I enjoy it", "I want to learn", "it makes me feel safe", "I like being around people"),
}
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("goal", "Mein Ziel ist es, {0}.", "de_to"),
    ("goal", "Ich versuche, {0}", "de_to"),
    ("goal", "Am Ende will ich es schaffen, {0}.", "de_to"),
    ("goal", "My goal is to {0}.", "en_to"),
    ("goal", "I'm trying to {0}", "en_to"),
    ("goal", "In the end I want to {0}.", "en_to"),
    ("need", "Ich brauche {0}.", "de_thing"),
    ("need", "Mir ist {0} wichtig.", "de_thing"),
    ("need", "Dafür muss ich {0} haben.", "de_thing"),
    ("need", "I need {0}.", "en_thing"),
    ("need", "For me it is important to have {0}.", "en_thing"),
    ("need", "I have to have {0}", "en_thing"),
    ("suggestion", "Es wäre schön, {0} zu haben.", "de_thing"),
    ("suggestion", "Man könnte {0} einbauen", "de_thing"),
    ("suggestion", "Sie sollten {0} anbieten!", "de_thing"),
    ("suggestion", "It would be nice to have {0}.", "en_thing"),
    ("suggestion", "You should add {0}", "en_thing"),
    ("suggestion", "How about {0}?", "en_thing"),
    ("behaviour", "Normalerweise öffne ich zuerst {0}.", "de_act"),
    ("behaviour", "Dann schaue ich in {0}", "de_act"),
    ("behaviour", "Ich nehme jeden Tag {0}.", "de_act"),
    ("behaviour", "Usually I open {0} first.", "en_act"),
    ("behaviour", "Then I check {0}", "en_act"),
    ("behaviour", "Every day I use {0}.", "en_act"),
    ("motivation", "Ich mache das, weil {0}.", "de_why"),
    ("motivation", "Der Grund ist, dass {0}", "de_why"),
    ("motivation", "I do it because {0}.", "en_why"),
    ("motivation", "The reason is that {0}", "en_why"),
    ("other", "Was ist mit {0}?", "de_act"),
    ("other", "What about {0}?", "en_act"),
)


def own_sentences() -> list[tuple[str, str]]:
    """Kind and text of the sentences of our own."""
    return [
        (kind, pattern.format(filling)) for kind, pattern, slot in _PATTERNS for (filling,) in product(_SLOTS[slot])
    ]


RULES: dict[str, dict[str, float]] = {
    "suggestion": {"wish": 2.0, "should": 1.6},
    "need": {"need": 1.8, "first_person": 0.4},
    "goal": {"goal": 1.8, "first_person": 0.3},
    "motivation": {"motive": 1.3, "first_person": 0.4},
    "behaviour": {"habit": 1.4, "first_person": 0.6},
    "other": {"question": 1.2, "neutral": 1.5},
    "pain": {"negative": 3.0, "": -0.5},
    "praise": {"positive": 3.0, "": -0.5},
}
"""Log-odds set by hand before a label was made, by cue or sentiment; "" is the constant. The regression adds to them:
on sources left out, the sum was better than rules alone or regression alone."""


def rules(d: int) -> tuple[Floats, Floats]:
    """RULES as weights of `inputs`: (d, 8) and (8,)."""
    names = (*SENTIMENTS, *NAMES)
    weights, constant = np.zeros((d, len(STATEMENTS)), np.float32), np.zeros(len(STATEMENTS), np.float32)
    for kind, cues_of_kind in RULES.items():
        column = STATEMENTS.index(kind)
        for cue, weight in cues_of_kind.items():
            if cue:
                scale = 1.0 if cue in SENTIMENTS else float(CUE_SCALE)
                weights[DIMENSIONS + names.index(cue), column] = weight / scale
            else:
                constant[column] = weight
    return weights, constant


def train(parts: list[Statements]) -> dict[str, Floats]:
    """Fit a regression on all parts and add RULES; kinds are balanced a little."""
    from sklearn.linear_model import LogisticRegression

    texts = [text for part in parts for text in part.texts]
    kinds = np.concatenate([part.kinds for part in parts])
    weights = np.concatenate([part.weights for part in parts]).astype(np.float64)
    mass = np.bincount(kinds, weights, minlength=len(STATEMENTS))
    weights *= ((mass.mean() / np.maximum(mass, 1e-6)) ** 0.3)[kinds]
    x = inputs(texts, encode("statements", texts), grams(texts))
    with threadpool_limits(1):
        model = LogisticRegression(C=0.1, max_iter=1000).fit(x, kinds, sample_weight=weights)
    by_hand, constant = rules(x.shape[1])
    v, b = by_hand, constant
    v[:, model.classes_] += model.coef_.T.astype(np.float32)
    b[model.classes_] += model.intercept_.astype(np.float32)
    k = len(STATEMENTS)
    empty = {"w1": np.zeros((x.shape[1], 0)), "b1": np.zeros(0), "w2": np.zeros((0, k)), "table": np.zeros((PLACES, k))}
    return {"v": v, "b2": b} | {key: array.astype(np.float32) for key, array in empty.items()}


def without(rows: Statements, source: str) -> Statements:
    """The rows of all other sources."""
    keep = rows.sources != source
    texts = [text for text, kept in zip(rows.texts, keep, strict=True) if kept]
    return Statements(texts, rows.kinds[keep], rows.weights[keep], rows.sources[keep])
