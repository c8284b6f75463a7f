"""The trained reader: a transformer with two exits, run by onnxruntime, for German and English.

Its weights are three files, the embeddings, six layers and six more, so that a text is read after six layers ("fast")
or after all twelve ("deep"); `training/reader` makes them, `weights/reader.md` is their card. Weights are 8-bit
integers. Activations are quantised by fixed ranges or in blocks within one token, so a reading depends on its
text alone, whatever is read beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from voc.errors import EncoderError
from voc.models.encoder import deduplicate_texts, usable_cores
from voc.models.heads import sigmoid, softmax
from voc.models.onnx_sessions import load_session, run_by_length
from voc.models.reader_outputs import GROUPS, N_OUTPUTS, PAIR_CLASSES, TOKEN_TASKS
from voc.models.word_pieces import BEGIN, END, TextRange, load_tokenizer, marked_ids, piece_ids, piece_ranges
from voc.schema import Floats

Depth = Literal["fast", "deep"]
MAX_TOKENS = 128
"""Tokens of a window, begin and end included. A longer text is read in several windows; their logits are averaged."""
MAX_FEELINGS = 6
"""Feeling spans kept per text, in the order of the text; more would make every cached row longer."""
_DECODER_VERSION = 3
"""Part of the cache key: increase it when the code between tokens and readings changes."""
_INSIDE_WORDS = " \t\n\u00a0'’-"
"""Signs between two marked words, or inside one ("couldn't"), that do not end a span."""


@dataclass(frozen=True, slots=True)
class PairJudgements:
    """How n statements relate to n phrases: ``relation`` float32 (n, 3), probabilities of PAIR_CLASSES;
    ``same_matter`` float32 (n,), the probability that both are about the same matter."""

    relation: Floats
    same_matter: Floats


@dataclass(frozen=True, slots=True)
class _Window:
    """The outputs of one window: ``logits`` float32 (N_OUTPUTS,), not calibrated; ``marks`` bool (tokens, 5) without
    begin and end, columns as TOKEN_TASKS."""

    logits: Floats
    marks: NDArray[np.bool_]


class TransformerReader:
    """Reads German and English texts; a reading depends on its text alone.

    ``name`` contains the depth, _DECODER_VERSION and a hash of the weights: it is part of the cache key.
    """

    dimensions = N_OUTPUTS + 2 * MAX_FEELINGS

    def __init__(self, depth: Depth, threads: int | None = None) -> None:
        """Load the weights (about 40 MB); ``threads`` defaults to the usable cores.

        Raises:
            EncoderError: onnxruntime or the weights are absent or damaged.
        """
        self.depth = depth
        self._threads = threads or usable_cores()
        try:
            with as_file(files("voc.models") / "weights" / "reader") as folder:
                self._tokenizer = load_tokenizer(folder / "tokenizer.model")
                names = ("embed", "lower", "upper") if depth == "deep" else ("embed", "lower")
                self._sessions = [load_session(folder / f"{name}.onnx") for name in names]
                self._heads = _load_heads(folder / "heads.npz", depth)
        except (ImportError, OSError, KeyError, ValueError, RuntimeError) as error:
            raise EncoderError(
                f"the reader cannot be loaded ({type(error).__name__}: {error}). Run: pip install --force-reinstall "
                'voc-personas onnxruntime, or set [models] reader = "basic" in voc.toml'
            ) from error
        self.name = f"reader-{depth}-{_DECODER_VERSION}-{self._heads['version'].item()}"

    def encode(self, texts: Sequence[str]) -> Floats:
        """Read n texts: float32 (n, ``dimensions``), one row per text, so that `CachedEncoder` can cache readings too.

        The first N_OUTPUTS columns are probabilities, laid out as `reader_outputs.GROUPS`; sentiment, emotion, kind,
        about and status are calibrated. Then come start and end of up to MAX_FEELINGS feeling spans, −1 where there
        are fewer; see `feeling_ranges`.
        """
        unique, rows = deduplicate_texts(texts)
        encoded = np.full((len(unique), self.dimensions), -1, np.float32)
        for row, (text, windows) in zip(encoded, self._read(unique), strict=True):
            logits = np.average(
                [window.logits for window in windows], axis=0, weights=[len(w.marks) + 2 for w in windows]
            )
            row[:N_OUTPUTS] = logits * self._heads["scale"] + self._heads["shift"]
            feelings = self._ranges_of(text, windows)["feeling"][:MAX_FEELINGS]
            row[N_OUTPUTS : N_OUTPUTS + 2 * len(feelings)] = np.array(feelings).ravel()
        encoded[:, :N_OUTPUTS] = _probabilities(encoded[:, :N_OUTPUTS])
        return encoded[rows]

    def pooled(self, texts: Sequence[str]) -> Floats:
        """The mean vector of each text's first window, float32 (n, width), to compare with those of encoders."""
        sequences = [marked_ids(self._tokenizer, text, MAX_TOKENS) for text in texts]
        means = {i: hidden.mean(axis=0) for i, hidden in self._hidden(sequences)}
        return np.array([means[i] for i in range(len(texts))], np.float32)

    def spans(self, texts: Sequence[str]) -> list[Mapping[str, tuple[TextRange, ...]]]:
        """The spans of each of TOKEN_TASKS in n texts, as ranges of the text."""
        return [self._ranges_of(text, windows) for text, windows in self._read(texts)]

    def judge(self, phrases: Sequence[str], statements: Sequence[str]) -> PairJudgements:
        """Judge each statement against the phrase at the same position; either may be German or English."""
        half = MAX_TOKENS - 2
        sequences, second_starts = [], []
        for phrase, statement in zip(phrases, statements, strict=True):
            first, second = (piece_ids(self._tokenizer, text)[:half] for text in (phrase, statement))
            # As in `training.reader.rows.join_pair`: both end marks between the texts belong to the first.
            sequences.append([BEGIN, *first, END, END, *second, END])
            second_starts.append(len(first) + 3)
        logits = np.zeros((len(sequences), len(PAIR_CLASSES) + 1), np.float32)
        for i, hidden in self._hidden(sequences):
            logits[i] = self._pair_logits(hidden, second_starts[i])
        return PairJudgements(softmax(logits[:, :-1]), sigmoid(logits[:, -1]))

    def _read(self, texts: Sequence[str]) -> Iterator[tuple[str, list[_Window]]]:
        """Each text with its windows, in the order of the texts."""
        sequences: list[list[int]] = []
        texts_of: list[int] = []
        for i, text in enumerate(texts):
            ids = piece_ids(self._tokenizer, text)
            for start in range(0, max(len(ids), 1), MAX_TOKENS - 2):
                sequences.append([BEGIN, *ids[start : start + MAX_TOKENS - 2], END])
                texts_of.append(i)
        read: list[list[tuple[int, _Window]]] = [[] for _ in texts]
        for position, hidden in self._hidden(sequences):
            logits = self._standardise(hidden.mean(axis=0)) @ self._heads["readings_w"] + self._heads["readings_b"]
            marks = hidden[1:-1] @ self._heads["tokens_w"] + self._heads["tokens_b"] >= 0
            read[texts_of[position]].append((position, _Window(logits, marks)))
        for text, windows in zip(texts, read, strict=True):
            yield text, [window for _, window in sorted(windows, key=lambda entry: entry[0])]

    def _hidden(self, sequences: Sequence[Sequence[int]]) -> Iterator[tuple[int, Floats]]:
        """The position of each sequence and its token vectors at the exit, float32 (t, width), sorted by length."""

        def run(positions: Sequence[int]) -> Floats:
            x: Any = np.array([sequences[position] for position in positions], np.int32)
            for session in self._sessions:
                x = session.run(None, {session.get_inputs()[0].name: x})[0]
            return np.asarray(x, np.float32)

        return run_by_length([len(ids) for ids in sequences], run, self._threads)

    def _standardise(self, pooled: Floats) -> Floats:
        return np.asarray((pooled - self._heads["mean"]) * self._heads["inverse_std"], np.float32)

    def _ranges_of(self, text: str, windows: Sequence[_Window]) -> Mapping[str, tuple[TextRange, ...]]:
        """The spans of each token task."""
        marks = np.concatenate([window.marks for window in windows])
        ranges = piece_ranges(self._tokenizer, text) if marks.any() else []
        return {task: tuple(_join(text, ranges, marks[:, i])) for i, task in enumerate(TOKEN_TASKS)}

    def _pair_logits(self, hidden: Floats, second_start: int) -> Floats:
        """Logits of one pair, float32 (4,); the second text begins at token ``second_start``."""
        parts = (hidden[:second_start], hidden[second_start:], hidden)
        a, b, whole = (self._standardise(part.mean(axis=0)) for part in parts)
        both = np.concatenate([a, b, a * b, np.abs(a - b), whole, hidden[0]])
        inner = _gelu(both @ self._heads["pair_in_w"] + self._heads["pair_in_b"])
        return np.asarray(inner @ self._heads["pair_out_w"] + self._heads["pair_out_b"], np.float32)


def feeling_ranges(row: Floats) -> tuple[TextRange, ...]:
    """The feeling spans in one row of `TransformerReader.encode`, float32 (``dimensions``,)."""
    ranges = row[N_OUTPUTS:].astype(int).reshape(-1, 2).tolist()
    return tuple((start, end) for start, end in ranges if end > start >= 0)


def _join(text: str, ranges: Sequence[TextRange], marked: NDArray[np.bool_]) -> Iterator[TextRange]:
    """Extend marked tokens to whole words and merge ranges with only spaces, apostrophes or hyphens between them."""
    joined: TextRange | None = None
    for i in np.flatnonzero(marked).tolist():
        start, end = _whole_words(text, *ranges[i])
        if end <= start:
            continue
        if joined and not text[joined[1] : start].strip(_INSIDE_WORDS):
            joined = (joined[0], max(end, joined[1]))
            continue
        if joined:
            yield joined
        joined = (start, end)
    if joined:
        yield joined


def _whole_words(text: str, start: int, end: int) -> TextRange:
    """Strip spaces and punctuation from a range and extend it to whole words."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    while 0 < start < end and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def _probabilities(logits: Floats) -> Floats:
    """Logits (n, N_OUTPUTS) as probabilities, each group by its link."""
    result = np.empty_like(logits)
    for group in GROUPS.values():
        link = sigmoid if group.link == "sigmoid" else softmax
        result[:, group.columns] = link(logits[:, group.columns])
    return result


def _gelu(x: Floats) -> Floats:
    from scipy.special import erf

    return np.asarray(0.5 * x * (1 + erf(x / np.sqrt(2))), np.float32)


def _load_heads(path: Path, depth: Depth) -> dict[str, NDArray[Any]]:
    """The arrays of one exit, and those of both ("version")."""
    with np.load(path, allow_pickle=False) as arrays:
        own = {name.removeprefix(f"{depth}_"): arrays[name] for name in arrays.files if name.startswith(f"{depth}_")}
        return own | {"version": arrays["version"]}


@cache
def load_transformer(depth: Depth) -> TransformerReader:
    """The reader of that depth, loaded once.

    Raises:
        EncoderError: onnxruntime or the weights are absent or damaged.
    """
    return TransformerReader(depth)
