"""`python -m training.boundaries [--measure]`: train the boundary model, which cuts speech without punctuation.

Any punctuated text teaches it: marks and capitals are taken off, and what was a sentence's end is to be found again.
A comma before a contrast or a next step ("…, but", "…, und dann") counts as an end as well, because what follows it is
a statement of its own. Written text gets fillers, repetitions and spoken beginnings, as speech has them
(`training/spoken_beginnings.toml`).

``--measure`` trains without some sets, three times each, and writes F1 on these sets into the model card.
"""

from __future__ import annotations

import bisect
import random
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import SGDClassifier

from training.data import ROOT, DataError, load
from training.weights import FOLDER, recorded, write_card
from voc.ingest import read_folder
from voc.models.boundaries import (
    BITS,
    LANGUAGES,
    MAX_WORDS,
    BoundaryModel,
    gap_buckets,
    has_finite_verbs,
    word_code,
)
from voc.schema import Floats
from voc.segment.sentences import sentence_ends
from voc.segment.units import cut_long
from voc.segment.unpunctuated import cut_words
from voc.text.language import detect
from voc.text.lexicon import words as lexicon_words

WRITTEN = {
    "jameda_de": 6000, "bestande_de": 10000, "kununu_de": 9000, "ryanair": 900, "womens_clothing": 3000,
    "skytrax_lounge_seat": 1300, "sentimentr": 6000, "mobasa": 2500, "amazon_alexa": 1500,
    "german_hotel_absa": 4500, "m_absa": 12000,
}  # fmt: skip
"""Sets of written text, and how many texts of each are read at most."""
SUBTITLES = "xed"
"""A set of lines from subtitles, in no order."""
OWN = ("talk", "stories")
"""Our own invented interviews, `training/labels/NAME.csv`."""
STUDIES = (
    "divekit_de", "docx_mixed", "games_en", "hci2024/interviews_de", "hci2024/interviews_en", "meetings_zoom_en",
    "mlss_en", "oral_history_en", "pdf_f4", "pdpilot_en/interviews", "usertests_whisper_en",
)  # fmt: skip
"""Folders of transcripts in `../shared/data/studies`. Zoom, Otter and Whisper wrote the text of `meetings_zoom_en`,
`games_en` and `usertests_whisper_en`."""
FOLDS = (
    ("divekit_de", "mlss_en", "usertests_whisper_en", "oral_history_en"),
    ("hci2024/interviews_de", "hci2024/interviews_en", "meetings_zoom_en", "games_en", "pdpilot_en/interviews"),
)
"""Sets that are left out together when the model is measured."""
SEEDS = (0, 1, 2)
_LINES_TOGETHER = 8
"""Lines of subtitles that make one text."""
_MIN_WORDS = 8
"""Words of the shortest text that teaches anything."""
_STRETCH = 150
"""Words from which joined texts make one stretch: where a text ends, a thought ends too."""
_SPOKEN_WEIGHT = 3.0
"""How much a gap in talk counts; written text is ten times as frequent."""
_ALPHA, _EPOCHS = 2e-5, 5
"""Regularisation and passes. 1e-6 learned single phrases by heart (F1 0.41 instead of 0.55 on `divekit_de`)."""
_N_COMMON = 300
"""The most frequent words of a language that are a kind of their own."""
_NOISE = 0.03
"""Share of written words before which a filler is put, or which are said twice."""
_LEAD = 0.12
"""Share of written sentences that get a spoken beginning."""

_CLEFT, _LIMIT, _TAKEN_UP = 0.04, 0.02, 0.15
"""Share of written sentences that get a clause before them that judges ("was mich nervt ist"), or a word that restricts
("nur"); and share of those beginning with article, noun and verb whose noun is taken up ("der Preis der ist hoch")."""

_FILLERS = {
    "de": ("halt", "also", "ja", "genau", "quasi", "irgendwie", "ne"),
    "en": ("like", "you know", "i mean", "well", "yeah", "so", "kind of"),
}
_BEGINNINGS = tomllib.loads((ROOT / "training" / "spoken_beginnings.toml").read_text("utf-8"))
_WORD = re.compile(r"[^\W_]+(?:['’.,:/-][^\W_]+)*")
_CONTRAST = re.compile(r",\s+(?=(?:aber|jedoch|und dann|but|and then|however)\b)")
_NO_END, _SENTENCE_END, _CONTRAST_END = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of a text in lower case, and what ends behind each of them."""

    source: str
    language: str
    words: list[str]
    ends: list[int]

    @property
    def is_spoken(self) -> bool:
        """Whether the text is talk."""
        return self.source in (*OWN, *STUDIES)


def read_passages() -> list[Passage]:
    """All passages, in a fixed order."""
    by_language: dict[str, list[tuple[str, str]]] = {language: [] for language in LANGUAGES}
    for source, language, text in _texts():
        by_language[language].append((source, " ".join(text.split())))
    passages = []
    for language, texts in by_language.items():
        ends = sentence_ends([text for _, text in texts], language)
        for (source, text), inner in zip(texts, ends, strict=True):
            passage = _strip(source, language, text, inner)
            if len(passage.words) >= _MIN_WORDS:
                passages.append(passage)
    return passages


def _texts() -> Iterator[tuple[str, str, str]]:
    """Source, language and text of everything that is read."""
    for name, limit in WRITTEN.items():
        table = load(name)
        table = table[table["lang"].isin(LANGUAGES)]
        for language, text in table.iloc[:: max(1, len(table) // limit)][["lang", "text"]].itertuples(index=False):
            yield name, language, text
    lines = load(SUBTITLES)
    for language in LANGUAGES:
        texts = lines[lines["lang"] == language]["text"].tolist()[:14000]
        random.Random(0).shuffle(texts)
        for start in range(0, len(texts), _LINES_TOGETHER):
            yield SUBTITLES, language, " ".join(texts[start : start + _LINES_TOGETHER])
    for name in OWN:
        table = pd.read_csv(ROOT / "training" / "labels" / f"{name}.csv", dtype=str, keep_default_na=False)
        for _, group in table.groupby([table.columns[0], table.columns[1]], sort=False):
            yield name, group.iloc[0, 1], " ".join(group["text"])
    for name in STUDIES:
        yield from _study_texts(name)


def _study_texts(name: str) -> Iterator[tuple[str, str, str]]:
    folder = ROOT.parent / "shared" / "data" / "studies" / name
    if not folder.is_dir():
        raise DataError(f"{folder} is missing: put the studies into it, beside the project.")
    known: set[str] = set()
    for document in read_folder([folder]).documents:
        (language,) = detect([document.text])
        for turn in document.turns:
            text = document.text[turn.start : turn.end]
            # Some studies hold the same talk twice, as text and as PDF.
            if language in LANGUAGES and text not in known:
                known.add(text)
                yield name, language, text


def _strip(source: str, language: str, text: str, inner_ends: Sequence[int]) -> Passage:
    """Take marks and capitals off a text."""
    sentences = sorted({*inner_ends, len(text)})
    contrasts = [match.end() for match in _CONTRAST.finditer(text)]
    matches = list(_WORD.finditer(text))
    words, ends = [], []
    followers = [*(match.start() for match in matches), len(text)][1:]
    hesitations = lexicon_words(language, "boundaries.hesitations")
    for match, following in zip(matches, followers, strict=False):
        word = match.group().lower().replace("’", "'")
        if word in hesitations:
            continue
        words.append(word)
        is_sentence = _has_any(sentences, match.end(), following)
        is_contrast = _has_any(contrasts, match.end(), following)
        ends.append(_SENTENCE_END if is_sentence else _CONTRAST_END if is_contrast else _NO_END)
    return Passage(source, language, words, ends)


def _has_any(offsets: Sequence[int], first: int, last: int) -> bool:
    """Whether one of the ascending offsets is in ``first``…``last``."""
    return bisect.bisect_left(offsets, first) < bisect.bisect_right(offsets, last)


def _speak(passage: Passage, chance: random.Random) -> Passage:
    """A written passage with fillers, repetitions and spoken beginnings."""
    words: list[str] = []
    ends: list[int] = []

    def insert(phrase: str) -> None:
        words.extend(phrase.split())
        ends.extend([_NO_END] * len(phrase.split()))

    begins, taken_up, first = True, "", 0
    for place, (word, end) in enumerate(zip(passage.words, passage.ends, strict=True)):
        if begins:
            insert(_spoken_beginning(passage.language, chance))
            taken_up, first = _taken_up(passage, place, chance), place
        elif place == first + 2:
            insert(taken_up)
        draw = chance.random()
        if draw < _NOISE:
            insert(chance.choice(_FILLERS[passage.language]) if draw < _NOISE * 2 / 3 else word)
        words.append(word)
        ends.append(end)
        begins = end == _SENTENCE_END
    return Passage(passage.source, passage.language, words, ends)


def _spoken_beginning(language: str, chance: random.Random) -> str:
    """What is said before a sentence: "and then", "was mich nervt ist", "nur", or nothing."""
    beginnings = _BEGINNINGS[language]
    lead = chance.choice(beginnings["leads"]) if chance.random() < _LEAD else ""
    draw = chance.random()
    if draw < _CLEFT:
        groups = chance.choice(beginnings["clefts"])
        return " ".join([lead, *(chance.choice(group.split(",")) for group in groups)])
    return f"{lead} {chance.choice(beginnings['limits'])}" if draw < _CLEFT + _LIMIT else lead


def _taken_up(passage: Passage, place: int, chance: random.Random) -> str:
    """The word that takes up the noun with which a sentence begins, where article, noun and finite verb begin it."""
    words, ends = passage.words[place : place + 3], passage.ends[place : place + 2]
    pronoun: str = _BEGINNINGS[passage.language]["taken_up"].get(words[0], "")
    is_plain = len(words) == 3 and not any(ends) and has_finite_verbs(words, passage.language)[2]
    return pronoun if pronoun and is_plain and chance.random() < _TAKEN_UP else ""


def _stretches(passages: Iterable[Passage]) -> list[Passage]:
    """Join passages of one language until they are long enough to have ends inside."""
    stretches = []
    unfinished: dict[str, tuple[list[str], list[int]]] = {}
    for passage in passages:
        words, ends = unfinished.setdefault(passage.language, ([], []))
        words += passage.words
        ends += passage.ends
        if len(words) >= _STRETCH:
            stretches.append(Passage(passage.source, passage.language, words, ends))
            del unfinished[passage.language]
    return stretches


def train(passages: Sequence[Passage], seed: int) -> dict[str, NDArray[np.generic]]:
    """Fit the regression: the arrays of the weight file."""
    chance = random.Random(seed)
    mixed = [passage if passage.is_spoken else _speak(passage, chance) for passage in passages]
    chance.shuffle(mixed)
    common = {language: _common_words(mixed, language) for language in LANGUAGES}
    buckets, targets, weights = [], [], []
    for is_spoken in (False, True):
        stretches = _stretches(passage for passage in mixed if passage.is_spoken == is_spoken)
        for language in LANGUAGES:
            rows = [stretch for stretch in stretches if stretch.language == language]
            buckets.append(gap_buckets([row.words for row in rows], language, common[language])[0])
            targets.append(_targets(rows) != _NO_END)
            weights.append(np.full(len(targets[-1]), _SPOKEN_WEIGHT if is_spoken else 1.0))
    model = SGDClassifier(
        loss="log_loss", alpha=_ALPHA, max_iter=_EPOCHS, tol=None, average=True, random_state=seed
    ).fit(_matrix(np.concatenate(buckets)), np.concatenate(targets), sample_weight=np.concatenate(weights))
    table = model.coef_[0]
    scale = np.quantile(np.abs(table[table != 0]), 0.9995) / 127
    return {
        "table": np.clip(np.rint(table / scale), -127, 127).astype(np.int8),
        "scale": np.float32(scale),
        "bias": np.float32(model.intercept_[0]),
        "lengths": _length_prior(mixed),
        **{f"common_{language}": np.array(sorted(common[language]), np.uint32) for language in LANGUAGES},
    }  # type: ignore[dict-item]


def _common_words(passages: Sequence[Passage], language: str) -> frozenset[int]:
    codes = [word_code(word) for passage in passages if passage.language == language for word in passage.words]
    unique, counts = np.unique(np.array(codes), return_counts=True)
    return frozenset(unique[np.argsort(-counts, kind="stable")[:_N_COMMON]].tolist())


def _targets(passages: Sequence[Passage]) -> NDArray[np.int64]:
    """What ends at each gap; behind the last word of a text is none."""
    return np.array([end for passage in passages for end in passage.ends[:-1]], np.int64)


def _matrix(buckets: NDArray[np.int32]) -> sparse.csr_matrix:
    n, k = buckets.shape
    values = np.ones(n * k, np.float32)
    return sparse.csr_matrix((values, buckets.reshape(-1), np.arange(0, n * k + 1, k)), shape=(n, 1 << BITS))


def _length_prior(passages: Sequence[Passage]) -> Floats:
    """Log probability of a thought of so many words, with the log-odds of having no finite verb, or one."""
    thoughts, runs = np.ones((2, MAX_WORDS + 1)), np.ones((2, MAX_WORDS + 1))
    for passage in passages:
        n_verbs = np.append(0, np.cumsum(has_finite_verbs(passage.words, passage.language), dtype=np.int64))
        begin = 0
        for place, end in enumerate(passage.ends, 1):
            if end != _NO_END:
                thoughts[int(n_verbs[place] > n_verbs[begin]), min(place - begin, MAX_WORDS)] += 1
                begin = place
        for length in range(1, min(MAX_WORDS, len(passage.words)) + 1):
            has_verb = n_verbs[length:] > n_verbs[:-length]
            runs[1, length] += has_verb.sum()
            runs[0, length] += len(has_verb) - has_verb.sum()
    lengths = np.log(thoughts.sum(axis=0) / thoughts.sum())
    odds = np.log(thoughts / thoughts.sum(axis=0)) - np.log(runs / runs.sum(axis=0))
    return (lengths + odds).astype(np.float32)


# ------------------------------------------------------------------------------------------------------------ measures


def measure(passages: Sequence[Passage]) -> str:
    """Measure on sets that the model was trained without: a Markdown table, the mean of three seeds and its range."""
    scores: dict[str, list[list[float]]] = {}
    for held_out in FOLDS:
        rows = [passage for passage in passages if passage.source not in held_out]
        for seed in SEEDS:
            arrays = train(rows, seed)
            for source in held_out:
                tests = _stretches(passage for passage in passages if passage.source == source)
                scores.setdefault(source, []).append(_scores(arrays, tests))
                print(source, seed, [round(score, 3) for score in scores[source][-1]], flush=True)
    lines = [
        "| held out | F1 | range of three seeds | precision | recall | a cut before each joining word: F1 "
        "| a cut every 14 words: F1 | without the model: F1 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for source, runs in scores.items():
        f1, precision, recall, *others = np.mean(runs, axis=0)
        spread = f"{min(run[0] for run in runs):.3f}–{max(run[0] for run in runs):.3f}"
        rest = " | ".join(f"{value:.3f}" for value in (precision, recall, *others))
        lines.append(f"| {source} | **{f1:.3f}** | {spread} | {rest} |")
    return "\n".join(lines)


def _scores(arrays: dict[str, NDArray[np.generic]], passages: Sequence[Passage]) -> list[float]:
    """F1, precision and recall of the model, and F1 of cuts at joining words, every 14 words, and without a model."""
    cuts: dict[str, list[set[int]]] = {"model": [], "joining": [], "every": [], "long": []}
    truth = [{place + 1 for place, end in enumerate(row.ends[:-1]) if end != _NO_END} for row in passages]
    for row in passages:
        cuts["model"].append(set(_cut(arrays, row)))
        joining = ("und", "aber", "dann", "also", "danach", "weil", "and", "but", "so", "then", "because")
        cuts["joining"].append({place for place, word in enumerate(row.words) if word in joining and place})
        cuts["every"].append(set(range(14, len(row.words), 14)))
        cuts["long"].append(_cut_without_model(row.words))
    f1, precision, recall = _agreement(cuts["model"], truth)
    return [f1, precision, recall, *(_agreement(cuts[name], truth)[0] for name in ("joining", "every", "long"))]


def _cut(arrays: dict[str, NDArray[np.generic]], passage: Passage) -> list[int]:
    common = frozenset(int(code) for code in arrays[f"common_{passage.language}"])
    buckets, _ = gap_buckets([passage.words], passage.language, common)
    model = BoundaryModel(arrays["table"], float(arrays["scale"]), float(arrays["bias"]), arrays["lengths"])  # type: ignore[arg-type]
    return cut_words(passage.words, model.score(buckets), model.lengths, passage.language)


def _cut_without_model(words: Sequence[str]) -> set[int]:
    """Where endless sentences are cut without the model."""
    text = " ".join(words)
    return {text[:start].count(" ") for start, _ in cut_long(text, 0, len(text)) if start}


def _agreement(cuts: Sequence[set[int]], truth: Sequence[set[int]]) -> tuple[float, float, float]:
    n_right = sum(len(places & true_places) for places, true_places in zip(cuts, truth, strict=True))
    n_cuts, n_true = sum(map(len, cuts)), sum(map(len, truth))
    return 2 * n_right / max(1, n_cuts + n_true), n_right / max(1, n_cuts), n_right / max(1, n_true)


def write(arrays: dict[str, NDArray[np.generic]], passages: Sequence[Passage], measures: str) -> Path:
    """Write the weights and their model card."""
    path = FOLDER / "boundaries.npz"
    np.savez_compressed(path, allow_pickle=False, **arrays)  # type: ignore[arg-type]
    n_words = sum(len(passage.words) for passage in passages)
    how = (
        f"{n_words:,} words of punctuated text without their marks and capitals: reviews, tweets, subtitles, our own "
        f"invented interviews, and transcripts ({', '.join(STUDIES)}), whose gaps count {_SPOKEN_WEIGHT:.0f} times. "
        "Written text got fillers, repetitions and spoken beginnings (“und dann”, “was mich nervt ist”, “nur der Preis "
        "der”). An end is the end of a sentence, or a comma "
        "before a contrast or a next step. A regression on hashed words, endings, kinds of word and the distance of "
        "finite verbs; the cuts of a text are the most likely ones together, given how long thoughts are."
    )
    limits = (
        "German and English. Where a transcriber ends a sentence in talk is often a matter of taste, which limits the "
        "figures. Of German recognised speech there was none to measure on; both German studies were typed or edited."
    )
    sections = [("What it does", "Where a thought ends in talk without punctuation."), ("How it was made", how)]
    sections += [("Measures", measures), ("Limits", limits)]
    write_card("boundaries", "Boundaries of thoughts", [*WRITTEN, SUBTITLES], sections)
    return path


def main(arguments: list[str]) -> int:
    """Train, and measure where asked to."""
    try:
        passages = read_passages()
        measures = measure(passages) if "--measure" in arguments else recorded("boundaries")
        print(write(train(passages, SEEDS[0]), passages, measures))
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
