"""The recogniser of names that nothing announces: ``python -m training.names [measure]``.

It learns from `training/labels/names/`, sentences of our own, in which every name is swapped for others of the lists,
so that the words around a name are learned and not the name; from public sets whose names were masked, and in which a
pronoun or "my husband" becomes a name; and from sentences of public sets in which no listed name occurs, whose
capitalised words count as no names. The vocabulary of ordinary words is counted in the same sets and kept as hashes.

``measure`` trains without a fifth of our sentences at a time, with three seeds, and records the figures in the card.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from training.data import ROOT, SENTENCES, DataError, data_hash, load
from training.weights import FOLDER, LICENCES
from voc.privacy.names import is_unknown, name_list
from voc.privacy.recogniser import SCALE, WEIGHTS, NameModel, Vocabulary, find_unannounced
from voc.privacy.word_features import (
    N_BUCKETS,
    features,
    is_candidate,
    is_unmistakable,
    lists_of,
    read_sentence,
    word_hash,
)

LABELS = ROOT / "training" / "labels" / "names"
LANGUAGES = ("de", "en")
SEEDS = (1, 2, 3)
FOLDS = 5
MASKED = {"goemotions": "[NAME]", "xed": "[PERSON]"}
"""Public sets in which a mask is where a name was."""
WORDS = {"de": ("flausch2025", "xed"), "en": ("goemotions", "xed", "clinc150", "sentimentr")}
"""Public sets in which only words of a dictionary are counted for the vocabulary, because they name people."""
PLAIN = {
    "de": ("kununu_de", "jameda_de", "bestande_de", "german_hotel_absa", "potts", "sb10k", "mobasa"),
    "en": ("amazon_alexa", "womens_clothing", "ryanair", "skytrax_lounge_seat", "semeval2014_rest", "sentihood",
           "pandas_survey", "jupyter_surveys", "m_absa"),
}  # fmt: skip
N_PLAIN = 16_000
"""Sentences of public sets without names, by language."""
N_MASKED = 5_000
N_PRONOUNS = 5_000
COPIES = 8
"""How often a sentence of ours is learned, each time with other names."""
HIDDEN = 0.35
"""The share of names that are learned as if they were in no list: many of a new study will be in none."""
LOWERED = 0.06
"""The share of names that are written in lower case in a sentence that is not, as in chats ("Hey it's jaz")."""
LOWERED_TEXTS = 0.08
"""The share of sentences of public sets that are learned in lower case as a whole, as a speech recogniser has them."""
_NO_VOCABULARY = Vocabulary()
ORDINARY = 0.15
"""The share of names that are ordinary words too ("Mark", "Rose")."""
SILVER_WEIGHT = 0.15
"""The weight of a word of a public set; a word of our own sentences weighs 1 as written and 3 over its copies."""
PENALTY = 1.0
"""Inverse strength of the L2 penalty."""
MIN_COUNT = 4
"""Words that occur more rarely in the public sets are in the vocabulary only if a dictionary has them."""
THRESHOLD = 0.45
ORDINARY_THRESHOLD = 0.72
BESIDE = 0.05
"""Probabilities from which a word is a name: any, one that is an ordinary word too, and one beside a name."""
_SCALE = 1024
_MARK = re.compile(r"\{([^{}]*)\}|<([^<>]*)>|\[([^\[\]]*)\]")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_OPENING = re.compile(r"(?:^|[.!?:;\"„“”»«()\[\]–—…>*•|/-]|\n)\s*$")
_TITLE = re.compile(r"\b(?:Frau|Herrn?|Dr|Mr|Mrs|Ms|Prof|Doktor|Doctor)\.?\s*$")
_PRONOUN = {
    "de": re.compile(
        r"(?<=[,.] )er(?= (?:hat|hatte|war|ist|sagt|sagte|meinte|will|kann|macht|nimmt|hört|erklärt|geht|kam|wollte)\b)"
        r"|\b(?:[Mm]eine?|[Uu]nsere?)[mnrs]? (?:Mann|Frau|Freund(?:in)?|Chef(?:in)?|Kolleg(?:e|en|in)|Mutter|Vater|Sohn"
        r"|Tochter|Schwester|Bruder|Vorgesetzter?|Arzt|Ärztin)\b(?! [A-ZÄÖÜ])"
    ),
    "en": re.compile(
        r"\b(?:he|she|He|She)(?= (?:is|was|has|had|said|says|told|did|does|will|would|can|could|came|went|made|took|got"
        r"|explained|asked|helped|loves?|likes?|wants?|looks?|wears?|uses?)\b)|(?<=\w )him(?=[ .,!?])"
        r"|\b(?:[Mm]y|[Oo]ur) (?:husband|wife|mother|mom|daughter|son|sister|brother|boss|friend|waiter|waitress"
        r"|server)\b(?!'s)(?! [A-Z])"
    ),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the (start, end) of people's names; ``hidden`` are starts of names to learn without their lists."""

    text: str
    names: tuple[tuple[int, int], ...]
    hidden: frozenset[int] = frozenset()


def own_sentences(language: str) -> list[str]:
    """Our own sentences with their marks: {person}, <brand or animal>, [place]."""
    lines = (LABELS / f"sentences_{language}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line.strip()]


def parse(line: str, draw: random.Random | None = None) -> Marked:
    """Read the marks of a sentence; with ``draw``, other names are put into them."""
    text, names, hidden, position = "", [], set(), 0
    is_lower = line == line.lower()
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        word = mark[1] or mark[2] or mark[3]
        if draw is not None:
            kind = 1 if mark[1] else 2 if mark[2] else 3
            word = _swap(word, kind, draw, is_lower=is_lower, behind=line[mark.end() : mark.end() + 2])
            if draw.random() < HIDDEN:
                hidden.add(len(text))
        if mark[1]:
            names.append((len(text), len(text) + len(word)))
        text += word
        position = mark.end()
    return Marked(text + line[position:], tuple(names), frozenset(hidden))


@cache
def _pool(key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a list that are nothing else, and those that are ordinary words too."""
    ordinary = name_list("ordinary")
    return tuple(sorted(name_list(key) - ordinary)), tuple(sorted(name_list(key) & ordinary))


@cache
def _ending_in_s() -> tuple[str, ...]:
    """First names whose German genitive is an apostrophe alone ("Max' Handy")."""
    return tuple(name for name in sorted(name_list("first_names")) if name[-1] in "sxzß")


def _draw_name(key: str, draw: random.Random) -> str:
    plain, ordinary = _pool(key)
    return draw.choice(ordinary if ordinary and draw.random() < ORDINARY else plain)


def _swap(word: str, kind: int, draw: random.Random, *, is_lower: bool, behind: str) -> str:
    """Another word of the same kind; ``behind`` are the next two characters, by which a genitive is known."""
    if draw.random() < 0.2:
        return word
    if behind in ("' ", "’ ") and kind == 1:
        return draw.choice(_ending_in_s())
    if kind != 1:
        # A cake shop or a dress with a person's name keeps one.
        for key, letter in (("first_names", "F"), ("surnames", "S")):
            if letter in lists_of(word):
                return _draw_name(key, draw)
        return draw.choice(_pool("brands" if kind == 2 else "places")[0])
    parts = word.split(" ")
    if len(parts) == 1 and len(word) > 2 and not is_lower:
        # A surname or a full name fits where a first name does.
        shape = draw.random()
        keys = ["first_names"] if shape < 0.6 else ["surnames"] if shape < 0.88 else ["first_names", "surnames"]
    else:
        keys = ["" if part.endswith(".") or len(part) < 3 or not (is_lower or part[0].isupper()) else
                "surnames" if number else "first_names" for number, part in enumerate(parts)]  # fmt: skip
    new = [_draw_name(key, draw) if key else parts[number] for number, key in enumerate(keys)]
    swapped = " ".join(new)
    if len(new) == 1 and not is_lower and draw.random() < LOWERED and is_unmistakable(swapped, _NO_VOCABULARY):
        return swapped.lower()
    return swapped.lower() if is_lower else swapped


# ------------------------------------------------------------------------------------------------------- public sets


@cache
def public_sentences(language: str) -> tuple[str, ...]:
    """Sentences of public sets in a language, in a fixed order."""
    texts: list[str] = []
    for name in PLAIN[language]:
        table = load(name + SENTENCES)
        rows = table["text"][table["lang"].isin([language, ""])].tolist()
        texts += [text for text in dict.fromkeys(rows) if 4 <= len(text.split()) <= 40]
    random.Random(0).shuffle(texts)
    return tuple(texts)


def count_vocabulary() -> Vocabulary:
    """Count how words are written inside sentences: 1 mostly in lower case, 2 capitalised in German, 3 in English."""
    small: Counter[str] = Counter()
    capital: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    for language in LANGUAGES:
        texts = list(public_sentences(language))
        n_plain = len(texts)
        for name in WORDS[language]:
            table = load(name)
            texts += table["text"][table["lang"].isin([language, ""])].tolist()
        for number, text in enumerate(texts):
            for match in _WORD.finditer(text):
                word, before = match.group(), text[max(0, match.start() - 12) : match.start()]
                if number >= n_plain and is_unknown(word):
                    continue
                if word.islower():
                    small[word] += 1
                elif word[0].isupper() and not (_OPENING.search(before) or _TITLE.search(before)):
                    capital[language][word.lower()] += 1
    names = {word.lower() for key in ("first_names", "surnames") for word in name_list(key) - name_list("ordinary")}
    kinds = {}
    for word in sorted({*small, *capital["de"], *capital["en"]} - names):
        counts = (small[word], capital["de"][word], capital["en"][word])
        if sum(counts) >= MIN_COUNT or not is_unknown(word):
            kinds[word_hash(word)] = 1 + int(np.argmax(counts))
    return Vocabulary(sorted(kinds.items()))


def masked_sentences() -> Iterator[Marked]:
    """Sentences of public sets with names in place of their masks."""
    for name, mask in MASKED.items():
        draw = random.Random(name)
        texts = [text for text in load(name)["text"] if mask in text and len(text) < 300]
        for text in draw.sample(texts, min(len(texts), N_MASKED)):
            yield _fill(text, [match.span() for match in re.finditer(re.escape(mask), text)], draw)


def pronoun_sentences(language: str) -> Iterator[Marked]:
    """Sentences of public sets with a name in place of a pronoun or a relative."""
    draw = random.Random(language)
    count = 0
    for text in public_sentences(language):
        spans = [match.span() for match in _PRONOUN[language].finditer(text)][:1]
        if spans and not _has_listed_name(text):
            yield _fill(text, spans, draw)
            count += 1
            if count == N_PRONOUNS:
                return


def _fill(text: str, spans: Sequence[tuple[int, int]], draw: random.Random) -> Marked:
    line, position = "", 0
    clean = text.translate({ord(sign): " " for sign in "{}<>"})
    for start, end in spans:
        kind = draw.random()
        first, last = _draw_name("first_names", draw), _draw_name("surnames", draw)
        name = first if kind < 0.7 else f"{first} {last}" if kind < 0.85 else last
        line += clean[position:start] + "{" + name + "}"
        position = end
    line = (line + clean[position:]).replace("[", "(").replace("]", ")")
    marked = parse(line)
    hidden = frozenset(start for start, _ in marked.names if draw.random() < HIDDEN)
    return Marked(marked.text, marked.names, hidden)


def _has_listed_name(text: str) -> bool:
    return any("F" in lists_of(word) and "O" not in lists_of(word) for word in _WORD.findall(text) if word[0].isupper())


def plain_sentences(language: str) -> Iterator[Marked]:
    """Sentences of public sets without a listed first name or a title."""
    texts = (
        text for text in public_sentences(language)
        if not _has_listed_name(text) and not re.search(r"\b(?:Herrn?|Frau|Dr|Mrs?|Ms|Prof)\b", text)
    )  # fmt: skip
    for _, text in zip(range(N_PLAIN), texts, strict=False):
        yield Marked(text, ())


# ------------------------------------------------------------------------------------------------------------ training


@dataclass
class Rows:
    """Feature buckets of candidate words, whether each is a name, and its weight."""

    buckets: list[list[int]]
    labels: list[bool]
    weights: list[float]

    def add(self, marked: Marked, vocabulary: Vocabulary, weight: float) -> None:
        """Add the candidate words of a text."""
        sentence = read_sentence(marked.text)
        for at, token in enumerate(sentence.tokens):
            if not is_candidate(sentence, at, vocabulary):
                continue
            is_name = any(start <= token.start < end for start, end in marked.names)
            hide = token.start in marked.hidden
            self.buckets.append(features(sentence, at, vocabulary, hide_lists=hide))
            self.labels.append(is_name)
            self.weights.append(weight)


def silver_rows(vocabulary: Vocabulary) -> Rows:
    """The rows of all public sets."""
    rows = Rows([], [], [])
    draw = random.Random(0)
    sentences = [*masked_sentences()]
    for language in LANGUAGES:
        sentences += [*pronoun_sentences(language), *plain_sentences(language)]
    for marked in sentences:
        lowered = marked.text.lower()
        is_lowered = draw.random() < LOWERED_TEXTS and len(lowered) == len(marked.text)
        rows.add(replace(marked, text=lowered) if is_lowered else marked, vocabulary, SILVER_WEIGHT)
    return rows


def own_rows(lines: Iterable[str], vocabulary: Vocabulary, seed: int) -> Rows:
    """The rows of our own sentences, with other names in every copy; the first copy is as written."""
    rows = Rows([], [], [])
    draw = random.Random(seed)
    for line in lines:
        rows.add(parse(line), vocabulary, 1.0)
        for _ in range(COPIES):
            rows.add(parse(line, draw), vocabulary, 3.0 / COPIES)
    return rows


def fit(parts: Sequence[Rows], vocabulary: Vocabulary, seed: int) -> NameModel:
    """Fit the weights and round them to integers."""
    buckets = [row for part in parts for row in part.buckets]
    labels = np.array([label for part in parts for label in part.labels])
    weights = np.array([weight for part in parts for weight in part.weights])
    starts = np.cumsum([0, *map(len, buckets)])
    flat = np.fromiter((bucket for row in buckets for bucket in row), np.int32, starts[-1])
    matrix = csr_matrix((np.ones(len(flat), np.float32), flat, starts), (len(buckets), N_BUCKETS))
    matrix.sum_duplicates()
    model = LogisticRegression(C=PENALTY, solver="liblinear", random_state=seed, tol=1e-3, max_iter=200)
    model.fit(matrix, labels, sample_weight=weights)
    table = np.clip(np.rint(model.coef_[0] * _SCALE / SCALE), -127, 127).astype(np.int8).astype(np.int32) * SCALE
    bias = round(float(model.intercept_[0]) * _SCALE)
    return NameModel(table, bias, _logit(THRESHOLD), _logit(ORDINARY_THRESHOLD), _logit(BESIDE), vocabulary)


def _logit(probability: float) -> int:
    return round(float(np.log(probability / (1 - probability))) * _SCALE)


def write(model: NameModel) -> None:
    """Write the weights into the package."""
    words = np.array(sorted(model.vocabulary), np.int64)
    np.savez_compressed(
        FOLDER / WEIGHTS,
        weights=(model.weights // SCALE).astype(np.int8),
        thresholds=np.array([model.bias, model.threshold, model.ordinary, model.beside], np.int32),
        words=np.diff(words, prepend=0).astype(np.uint32),
        kinds=np.array([model.vocabulary[int(word)] for word in words], np.uint8),
    )


# ---------------------------------------------------------------------------------------------------------- measuring


def span_counts(model: NameModel, lines: Iterable[str]) -> Counter[str]:
    """Names marked and covered; spans found and right, in our sentences as they are written."""
    counts: Counter[str] = Counter()
    for line in lines:
        marked = parse(line)
        spans = [(mention.start, mention.end) for mention in find_unannounced(marked.text, model)]
        gone = {at for start, end in spans for at in range(start, end)}
        covered = sum(
            all(at in gone or not marked.text[at].isalnum() for at in range(start, end)) for start, end in marked.names
        )
        right = sum(any(a < end and start < b for a, b in marked.names) for start, end in spans)
        counts.update(marked=len(marked.names), covered=covered, found=len(spans), right=right)
    return counts


def measure() -> str:
    """A table of precision and recall on a fifth of our sentences at a time, with three seeds."""
    vocabulary = count_vocabulary()
    silver = silver_rows(vocabulary)
    rows = []
    for seed in SEEDS:
        totals = {language: Counter[str]() for language in LANGUAGES}
        order = {language: own_sentences(language) for language in LANGUAGES}
        for lines in order.values():
            random.Random(seed).shuffle(lines)
        for fold in range(FOLDS):
            rest = [line for lines in order.values() for n, line in enumerate(lines) if n % FOLDS != fold]
            model = fit([silver, own_rows(rest, vocabulary, seed)], vocabulary, seed)
            for language, lines in order.items():
                totals[language] += span_counts(model, lines[fold::FOLDS])
        for language, total in totals.items():
            precision, recall = total["right"] / total["found"], total["covered"] / total["marked"]
            rows.append(f"| {seed} | {language} | {total['marked']} | {precision:.3f} | {recall:.3f} |")
            print(rows[-1], flush=True)
    return "\n".join(["| seed | language | names | precision | recall |", "|---|---|---|---|---|", *rows])


def write_card(measures: str) -> None:
    """Write the model card with the figures of `measure`."""
    sets = sorted({*MASKED, *(name for names in (*PLAIN.values(), *WORDS.values()) for name in names)})
    table = "\n".join(f"| {name} | {LICENCES[name]} | `{data_hash(name)[:16]}` |" for name in sets)
    template = (LABELS / "card.md").read_text("utf-8")
    n_lines = sum(len(own_sentences(language)) for language in LANGUAGES)
    card = template.replace("{measures}", measures).replace("{sets}", table).replace("{sentences}", f"{n_lines:,}")
    (FOLDER / "names.md").write_text(card, encoding="utf-8")


def main() -> int:
    """Train and write the weights, or measure."""
    try:
        if sys.argv[1:] == ["measure"]:
            write_card(measure())
            return 0
        vocabulary = count_vocabulary()
        lines = [line for language in LANGUAGES for line in own_sentences(language)]
        write(fit([silver_rows(vocabulary), own_rows(lines, vocabulary, 1)], vocabulary, 1))
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
