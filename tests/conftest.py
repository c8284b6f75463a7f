"""Fixtures for all tests: the data next to the repository, a small study of our own texts, and a separate cache."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.paths import DATA

if TYPE_CHECKING:
    from voc.models.encoder import Encoder
    from voc.schema import Taxonomy

# Workers share the cores, so more threads in each would only wait for each other. Must be set before numpy is imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

collect_ignore = ["scripts"]

TALKS = {
    "one": [
        "Die App stürzt seit dem Update ständig ab, das nervt mich wirklich sehr.",
        "Beim Bezahlen hat der Gutschein nicht funktioniert, ich musste alles dreimal eingeben.",
        "Die Beratung im Laden war dagegen großartig, die haben sich richtig Zeit genommen.",
        "Ich möchte im Herbst den Halbmarathon schaffen.",
    ],
    "two": [
        "Auf das Geld für die Rücksendung habe ich vier Wochen gewartet, unmöglich.",
        "Das Etikett für die Retoure musste ich selbst ausdrucken, dabei habe ich gar keinen Drucker.",
        "Die Lieferung kam immerhin schon am nächsten Tag, super.",
        "Ich bestelle meistens abends auf dem Sofa, wenn die Kinder schlafen.",
    ],
    "three": [
        "Der Chatbot versteht überhaupt nichts, ich habe nach zehn Minuten aufgegeben.",
        "Die Rücksendung war umständlich und das Geld kam viel zu spät.",
        "Mir gefällt, dass der Support per E-Mail so freundlich antwortet, danke dafür.",
        "Es wäre schön, wenn man den Stand der Erstattung in der App sehen könnte.",
    ],
    "four": [
        "The app crashed again during my long run and the whole recording was lost.",
        "I was so frustrated that I stopped using the tracker for a month.",
        "The size advice was spot on, I felt safe buying the shoes.",
        "I want to finish my first marathon in spring.",
    ],
}


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    # Workers share it: the demo is read once, not once in each of them.
    shared = tmp_path_factory.getbasetemp()
    folder = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    monkeypatch.setenv("VOC_CACHE", str(folder / "cache"))


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The embedded encoder."""
    from voc.models.encoder_registry import load_encoder

    return load_encoder("use")


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    """The default journey."""
    from voc.journey import load_taxonomy

    return load_taxonomy("five_phases")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder with real texts next to the repository."""
    if not DATA.is_dir():
        pytest.skip("needs the real texts in ../shared/data, which are missing")
    return DATA


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with four short interviews and a table of reviews."""
    folder = tmp_path_factory.mktemp("inputs") / "voices"
    folder.mkdir()
    for name, answers in TALKS.items():
        turns = [f"I: Frage {n}?\n\nB: {answer}" for n, answer in enumerate(answers, 1)]
        (folder / f"talk_{name}.txt").write_text("\n\n".join(turns) + "\n", encoding="utf-8")
    rows = ["Datum,Sterne,Bewertung"]
    everything = [answer for answers in TALKS.values() for answer in answers]
    rows += [f'2026-03-{n:02d},{n % 5 + 1},"{text} Nr. {n}."' for n, text in enumerate(everything, 1)]
    (folder / "reviews.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def study(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of `inputs`. It is shared: copy it before changing it."""
    from voc.tasks.run import make_study

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VOC_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
        return make_study([inputs], tmp_path_factory.mktemp("study") / "out").out
