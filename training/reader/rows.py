"""Training rows of the reader: tokens, targets and how much each target counts.

Public rows teach sentiment and emotions (`public_rows`); hand-labelled segments and our own sentences teach everything
(`labelled_rows`). `training.reader.pair_rows` has the rows that teach the judgement of pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from training import emotion
from training.data import data_folder, key_codes, load
from training.labels import MIXED as HAND_MIXED
from training.labels import read_labels
from training.own_sentences import read_sentences, read_talk
from training.patterns import synthetic_sentences
from training.reader.vocabulary import BEGIN, END
from training.segment_labels import Reading, Span, read_segments
from training.sentiment import RELATED, SYNTHETIC_TRUST, balance
from training.sentiment_sets import MIXED, PLANS, labelled
from voc.models.reader_outputs import GROUPS, N_OUTPUTS, TOKEN_TASKS
from voc.models.transformer_reader import piece_ranges
from voc.schema import ABOUT, EMOTIONS, SENTIMENTS, STATEMENTS, STATUS, Floats

EMOTION_TENTHS = "two tenths of the sets with emotions"
"""In `Run.left_out`: leave out the rows that emotions are measured on, and those that their thresholds are set on."""
MAX_TOKENS = 64
"""Tokens of a text in training, begin and end included; a pair has up to twice as many. The product reads 128."""


@dataclass(frozen=True, slots=True)
class Rows:
    """n training rows.

    tokens: ids of each, int32, with begin and end. second: position of the first token of a pair's second text, 0 for
    single texts. targets and weights float16 (n, N_OUTPUTS), weight 0 where a target is unknown. spans: for each row
    None, or bool (tokens, 5), columns as TOKEN_TASKS. pair: position in PAIR_CLASSES or −1; matter: 1, 0, or −1 where
    unknown. groups: "SET/PART" of each row, such as "m_absa/hotel"; keys: `key_codes`.
    """

    tokens: NDArray[np.object_]
    second: NDArray[np.int64]
    targets: NDArray[np.float16]
    weights: NDArray[np.float16]
    spans: NDArray[np.object_]
    pair: NDArray[np.int64]
    matter: NDArray[np.int64]
    groups: NDArray[np.str_]
    keys: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.second)

    def select(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Rows:
        """The chosen rows."""
        return Rows(*(getattr(self, field.name)[chosen] for field in fields(self)))


def join(parts: Sequence[Rows]) -> Rows:
    """All rows of the parts."""
    return Rows(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Rows)))


def tokenize(
    tokenizer: SentencePieceProcessor, texts: Sequence[str], max_tokens: int = MAX_TOKENS
) -> NDArray[np.object_]:
    """Token ids of texts with begin and end, at most ``max_tokens``: an array of int32 arrays."""
    return _objects([np.array([BEGIN, *ids[: max_tokens - 2], END], np.int32) for ids in tokenizer.encode(list(texts))])


def join_pair(first: NDArray[np.object_], second: NDArray[np.object_]) -> NDArray[np.object_]:
    """Two tokenised texts as one sequence: begin, first, end, end, second, end."""
    return _objects([np.concatenate([a, [END], b[1:]]) for a, b in zip(first, second, strict=True)])


def no_spans(n: int) -> NDArray[np.object_]:
    """`Rows.spans` of n rows without labels for tokens."""
    return _objects([None] * n)


def _objects(items: Sequence[object]) -> NDArray[np.object_]:
    array = np.empty(len(items), object)
    array[:] = items
    return array


def _text_rows(
    tokens: NDArray[np.object_], targets: NDArray[np.floating], weights: NDArray[np.floating], groups: Sequence[str],
    texts: Sequence[str],
) -> Rows:  # fmt: skip
    n = len(tokens)
    none = np.full(n, -1)
    return Rows(
        tokens, np.zeros(n, np.int64), targets.astype(np.float16), weights.astype(np.float16), no_spans(n),
        none, none, np.array(groups), key_codes(list(texts)),
    )  # fmt: skip


# -------------------------------------------------------------------------------------------------------- public rows


def public_rows(tokenizer: SentencePieceProcessor) -> Rows:
    """The rows of the labelled sets and the synthetic sentences; they teach sentiment, mixed and emotions."""
    parts = [_set_rows(name, tokenizer) for name in PLANS]
    own, own_targets = synthetic_sentences()
    targets, weights = blank_targets(len(own))
    targets[:, GROUPS["sentiment"].columns] = own_targets
    weights[:, GROUPS["sentiment"].columns] = SYNTHETIC_TRUST
    parts.append(_text_rows(tokenize(tokenizer, own), targets, weights, ["patterns"] * len(own), own))
    return join(parts)


def _set_rows(name: str, tokenizer: SentencePieceProcessor) -> Rows:
    table = load(name)
    sentiments, trust = np.zeros((len(table), 3), np.float32), np.zeros(len(table), np.float32)
    groups = np.full(len(table), f"{name}/", dtype=object)
    for part in labelled(name):
        sentiments[part.rows], trust[part.rows], groups[part.rows] = part.targets, part.trust, part.group
    targets, weights = blank_targets(len(table))
    targets[:, GROUPS["sentiment"].columns] = sentiments
    weights[:, GROUPS["sentiment"].columns] = trust[:, None]
    targets[:, GROUPS["mixed"].start] = np.abs(sentiments - np.array(MIXED)).max(axis=1) < 0.06
    weights[:, GROUPS["mixed"].start] = np.minimum(trust, 1)
    if name in emotion.MAPS:
        emotions, emotion_weights = emotion.emotion_targets(name)
        targets[:, GROUPS["emotion"].columns], weights[:, GROUPS["emotion"].columns] = emotions, emotion_weights
    elif name in emotion.CONTRAST:
        weights[:, GROUPS["emotion"].columns] = emotion.contrast_weights(sentiments) * (trust > 0)[:, None]
    used = weights.any(axis=1)
    texts = table["text"].to_numpy()[used].tolist()
    return _text_rows(tokenize(tokenizer, texts), targets[used], weights[used], groups[used].tolist(), texts)


def blank_targets(n: int) -> tuple[Floats, Floats]:
    """Targets and weights of n rows, all 0: float32 (n, N_OUTPUTS) each."""
    return np.zeros((n, N_OUTPUTS), np.float32), np.zeros((n, N_OUTPUTS), np.float32)


def sentiment_draw(rows: Rows) -> NDArray[np.float64]:
    """The sampling weight of each row for its sentiment, float64 (n,), 0 where it is unknown.

    The weights of a group sum to its trust times the square root of its size. Its classes have equal sums, but no row
    gets more than ten times the weight that it would have without this balance.
    """
    draw = rows.weights[:, GROUPS["sentiment"].start].astype(np.float64)
    classes = rows.targets[:, GROUPS["sentiment"].columns].argmax(axis=1)
    known = draw > 0
    draw[known] = balance(draw[known], rows.groups[known], classes[known])
    return draw


def emotion_draw(rows: Rows) -> NDArray[np.float64]:
    """The sampling weight of each row for its emotions, float64 (n,), 0 outside the sets with emotions.

    BRIGHTER is the only one of them with German rows, so its weights are tripled.
    """
    sets = np.array([group.split("/")[0] for group in rows.groups])
    known = rows.weights[:, GROUPS["emotion"].columns].astype(np.float64).max(axis=1)
    return np.where(np.isin(sets, list(emotion.MAPS)), known, 0) * np.where(sets == "brighter", 3, 1)


# ------------------------------------------------------------------------------------------------------ labelled rows


def labelled_rows(tokenizer: SentencePieceProcessor) -> Rows:
    """The hand-labelled segments (groups "labels/SET"), our own sentences and invented interviews (group "own")."""
    segments, sentences = read_segments(), (*read_sentences(), *read_talk())
    texts = [segment.text for segment in segments] + [sentence.text for sentence in sentences]
    spans = [segment.spans for segment in segments] + [sentence.spans for sentence in sentences]
    readings = [segment.final for segment in segments] + [sentence.reading for sentence in sentences]
    targets, weights = blank_targets(len(texts))
    for row, reading in enumerate(readings):
        targets[row], weights[row] = targets_of(reading)
    tokens, marks = _tokens_and_spans(tokenizer, texts, spans)
    groups = [f"labels/{segment.set_name}" for segment in segments] + ["own"] * len(sentences)
    rows = _text_rows(tokens, targets, weights, groups, texts)
    rows.spans[:] = marks
    return join([rows, _statement_rows(tokenizer)])


def targets_of(reading: Reading) -> tuple[Floats, Floats]:
    """The targets and weights (N_OUTPUTS,) of one reading."""
    targets, weights = np.zeros(N_OUTPUTS, np.float32), np.ones(N_OUTPUTS, np.float32)
    sides = dict(zip(SENTIMENTS, np.eye(3), strict=True)) | {"mixed": np.array(HAND_MIXED)}
    targets[GROUPS["sentiment"].columns] = sides[reading.sentiment]
    targets[GROUPS["mixed"].start] = reading.sentiment == "mixed"
    for column, name in enumerate(EMOTIONS):
        intensity = reading.emotions.get(name, 0)
        for level, group in enumerate(("emotion", "clear", "strong"), start=1):
            targets[GROUPS[group].start + column] = intensity >= level
        weights[[GROUPS["clear"].start + column, GROUPS["strong"].start + column]] = intensity > 0
    targets[GROUPS["kind"].start + STATEMENTS.index(reading.kinds[0])] = 1
    for kind in reading.kinds:
        targets[GROUPS["kinds"].start + STATEMENTS.index(kind)] = 1
    targets[GROUPS["about"].start + ABOUT.index(reading.about)] = 1
    targets[GROUPS["status"].start + STATUS.index(reading.status)] = 1
    return targets, weights


def _statement_rows(tokenizer: SentencePieceProcessor) -> Rows:
    """The segments of `statements.csv`: one kind, sentiment and emotions; no intensity, status or spans."""
    hand = read_labels()
    targets, weights = blank_targets(len(hand.texts))
    for name, values in (("sentiment", hand.sentiments), ("emotion", hand.emotions)):
        targets[:, GROUPS[name].columns], weights[:, GROUPS[name].columns] = values, 0.7
    targets[:, GROUPS["kind"].columns] = np.eye(len(STATEMENTS))[hand.kinds]
    weights[:, GROUPS["kind"].columns] = 0.7
    groups = [f"labels/{name}" for name in hand.sets]
    return _text_rows(tokenize(tokenizer, hand.texts), targets, weights, groups, hand.texts)


def _tokens_and_spans(
    tokenizer: SentencePieceProcessor, texts: Sequence[str], spans: Sequence[dict[str, tuple[Span, ...]]]
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Tokens, and which of them lie in a span of each task: bool (tokens, 5)."""
    tokens, marks = [], []
    for text, by_task in zip(texts, spans, strict=True):
        ranges = piece_ranges(tokenizer, text)[: MAX_TOKENS - 2]
        mark = np.zeros((len(ranges) + 2, len(TOKEN_TASKS)), bool)
        for column, task in enumerate(TOKEN_TASKS):
            for span in by_task[task]:
                for i, (start, end) in enumerate(ranges, start=1):
                    mark[i, column] |= start < span.end and end > span.start
        tokens.append(np.array([BEGIN, *tokenizer.encode(text)[: len(ranges)], END], np.int32))
        marks.append(mark)
    return _objects(tokens), _objects(marks)


# -------------------------------------------------------------------------------------------------------- leaving out


def emotion_test_texts() -> list[str]:
    """The texts that `training.emotion.held_out` and `tuned_on` choose."""
    texts: list[str] = []
    for name in emotion.MAPS:
        n = len(load(name))
        texts += load(name)["text"][emotion.held_out(n) | emotion.tuned_on(n)].tolist()
    return texts


def rows_to_keep(rows: Rows, names: Sequence[str]) -> NDArray[np.bool_]:
    """Which rows a run may train on if it leaves out some sets, domains or folders: bool (n,).

    It may not use their rows, rows of RELATED sets, or copies of their texts.

    Args:
        rows: training rows of any kind.
        names: "acos", "m_absa/hotel", "hci2024/interviews_de" …, or EMOTION_TENTHS.
    """
    keep = np.ones(len(rows), bool)
    for name in names:
        if name == EMOTION_TENTHS:
            keep &= ~np.isin(rows.keys, key_codes(emotion_test_texts()))
            continue
        base = name.split("/")[0]
        prefixes = (
            *RELATED.get(name, (name,)),
            f"labels/{name}",
            f"labels/{base}",
            f"matter/{base}",
            f"phrases/{base}",
            f"claims/{name}",
            f"claims/{base}",
        )
        own = np.array([group.startswith(prefixes) for group in rows.groups])
        copies = rows.keys[own]
        if (data_folder() / f"{base}.csv.gz").is_file():
            table = load(base)
            domain = name.partition("/")[2]
            texts = table["text"][table["domain"] == domain] if domain else table["text"]
            copies = np.union1d(copies, key_codes(texts.tolist()))
        # `keys` of a pair are those of its second text; its first text is a phrase, or of the same set.
        keep &= ~own & ~np.isin(rows.keys, copies)
    return keep
