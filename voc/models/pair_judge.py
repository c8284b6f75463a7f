"""The trained judge of pairs: does a statement support a phrase, contradict it, or say nothing about it?

Both texts are read alone by the reader's six lower layers (`weights/reader/lower.onnx`), and together by six layers of
the judge's own (`weights/judge/layers.onnx`). The vectors of the lower layers are computed once per text, so judging a
phrase against many statements costs half a reading for each (late interaction, as in PreTTR, arXiv:2004.14255). The
same layers give one vector for a text alone; the product of a phrase's and a statement's is a rough judgement, good
enough to choose which pairs to judge. `training/judge` trains the judge, `weights/judge.md` is its card.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.errors import EncoderError
from voc.models.encoder import CachedEncoder, Encoder, default_cache_folder, usable_cores
from voc.models.heads import sigmoid, softmax
from voc.models.onnx_sessions import load_session, run_by_length
from voc.models.reader_outputs import PAIR_CLASSES
from voc.models.word_pieces import load_tokenizer, marked_ids
from voc.schema import Floats, Ints, Progress, no_progress

VECTOR_WIDTH = 256
"""Columns of the vectors of single texts."""
MAX_TOKENS = 96
"""Tokens of one text that are read, begin and end included: a long statement is judged by its beginning."""
_PHRASE, _STATEMENT = 0, 1
_READ_AT_ONCE = 1024
"""Texts whose token vectors are in memory at a time."""
_PROGRESS_STEP = 64
"""Pairs between two reports of progress."""


@dataclass(frozen=True, slots=True)
class PairJudgements:
    """How n statements relate to n phrases: ``relation`` float32 (n, 3), calibrated probabilities of PAIR_CLASSES;
    ``same_matter`` float32 (n,), the probability that the statement is about the matter of the phrase at all."""

    relation: Floats
    same_matter: Floats


TokenVectors = NDArray[np.float16]
"""Vectors of t tokens, (t, 384): 16 bits are finer than the rounding of the layers themselves."""


class LowerReader:
    """The reader's six lower layers: texts → token vectors."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Load tokenizer and layers from the reader's folder of weights."""
        self._threads = threads
        self._tokenizer = load_tokenizer(folder / "tokenizer.model")
        self._session = load_session(folder / "lower.onnx")

    def read(self, texts: Iterable[str]) -> Iterator[tuple[str, TokenVectors]]:
        """Each distinct text with its vectors, the shortest first."""
        distinct = sorted(set(texts))
        sequences = [marked_ids(self._tokenizer, text, MAX_TOKENS) for text in distinct]

        def run(positions: Sequence[int]) -> Floats:
            ids = np.array([sequences[position] for position in positions], np.int32)
            return np.asarray(self._session.run(None, {"ids": ids})[0])

        for position, vectors in run_by_length([len(ids) for ids in sequences], run, self._threads):
            yield distinct[position], vectors.astype(np.float16)


class PairJudge:
    """Judges pairs of German and English texts; a judgement depends on its two texts alone."""

    def __init__(self, threads: int | None = None, *, cached: bool = False) -> None:
        """Load the weights (about 35 MB).

        Args:
            threads: the usable cores by default.
            cached: keep vectors of statements in the user's cache, by a hash of each text.

        Raises:
            EncoderError: onnxruntime or the weights are absent or damaged.
        """
        self._threads = threads or usable_cores()
        self._lower_vectors: dict[str, TokenVectors] = {}
        try:
            with as_file(files("voc.models") / "weights") as folder:
                self._lower = LowerReader(folder / "reader", self._threads)
                self._upper = load_session(folder / "judge" / "layers.onnx")
                with np.load(folder / "judge" / "heads.npz", allow_pickle=False) as arrays:
                    self.name = f"judge-{arrays['version'].item()}"
                    self._heads = {name: arrays[name].astype(np.float32) for name in arrays.files if name != "version"}
        except (ImportError, OSError, KeyError, ValueError, RuntimeError) as error:
            raise EncoderError(
                f"the judge of pairs cannot be loaded ({type(error).__name__}: {error}). Run: pip install "
                '--force-reinstall voc-personas onnxruntime, or set [models] reader = "basic" in voc.toml'
            ) from error
        folder_of_cache = default_cache_folder() if cached else None
        encoder = _StatementEncoder(self)
        self._statements: Encoder = encoder if folder_of_cache is None else CachedEncoder(encoder, folder_of_cache)

    def phrase_vectors(self, phrases: Sequence[str]) -> Floats:
        """Vectors of n phrases, float32 (n, VECTOR_WIDTH), rows of length one."""
        return self.vectors(phrases, _PHRASE)

    def statement_vectors(self, statements: Sequence[str]) -> Floats:
        """Vectors of n statements, float32 (n, VECTOR_WIDTH), rows of length one."""
        return self._statements.encode(statements)

    def title_vectors(self, titles: Sequence[str], stored: Floats) -> Floats:
        """The vectors of titles from the bank: those that are ``stored`` with it were made by this judge."""
        return stored

    def rough_probabilities(self, products: Floats) -> Floats:
        """Products of the vectors of phrases and statements as probabilities that the statement supports the phrase."""
        return sigmoid(products * self._heads["vector_scale"] + self._heads["vector_shift"])

    def judge(
        self, phrases: Sequence[str], statements: Sequence[str], pairs: Ints, progress: Progress = no_progress
    ) -> PairJudgements:
        """Judge n pairs; either text may be German or English.

        Args:
            phrases: such as titles.
            statements: such as segments.
            pairs: int (n, 2), positions in ``phrases`` and in ``statements``.
            progress: called as ``progress("judge claims", done, n)``.
        """
        texts = [(phrases[first], statements[second]) for first, second in pairs.tolist()]
        self._read_lower(text for pair in texts for text in pair)
        lengths = [sum(len(self._lower_vectors[text]) for text in pair) for pair in texts]
        logits = np.zeros((len(texts), len(PAIR_CLASSES) + 1), np.float32)
        results = run_by_length(lengths, lambda positions: self._judge([texts[p] for p in positions]), self._threads)
        for done, (position, row) in enumerate(results, start=1):
            logits[position] = row
            if done % _PROGRESS_STEP == 0 or done == len(texts):
                progress("judge claims", done, len(texts))
        logits = logits * self._heads["scale"] + self._heads["shift"]
        return PairJudgements(softmax(logits[:, :-1]), sigmoid(logits[:, -1]))

    def _read_lower(self, texts: Iterable[str]) -> None:
        """Compute the lower vectors of texts that have none yet."""
        self._lower_vectors.update(self._lower.read(set(texts) - self._lower_vectors.keys()))

    def _judge(self, pairs: Sequence[tuple[str, str]]) -> list[Floats]:
        """Logits float32 (4,) of each pair of a batch of one length, not calibrated."""
        kinds, vectors = self._heads["kind"], self._lower_vectors
        parts = [(vectors[first] + kinds[_PHRASE], vectors[second] + kinds[_STATEMENT]) for first, second in pairs]
        hidden = self._upper.run(None, {"hidden": np.stack([np.concatenate(part) for part in parts])})[0]
        return [self._logits(rows, len(first)) for rows, (first, _) in zip(hidden, parts, strict=True)]

    def _logits(self, hidden: Floats, second: int) -> Floats:
        """Logits float32 (4,) of one pair, whose second text begins at token ``second``."""
        a, b, whole = (self._pool(part) for part in (hidden[:second], hidden[second:], hidden))
        both = np.concatenate([a, b, a * b, np.abs(a - b), whole, hidden[0]])
        inner = _gelu(both @ self._heads["pair_in_w"] + self._heads["pair_in_b"])
        return np.asarray(inner @ self._heads["pair_out_w"] + self._heads["pair_out_b"], np.float32)

    def vectors(self, texts: Sequence[str], kind: int) -> Floats:
        """Vectors of n texts of one kind, without the cache."""
        rows_of: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            rows_of.setdefault(text, []).append(row)
        vectors = np.zeros((len(texts), VECTOR_WIDTH), np.float32)
        distinct = sorted(rows_of)
        # Token vectors of all texts of a large study would not fit into memory.
        for start in range(0, len(distinct), _READ_AT_ONCE):
            inputs = dict(self._lower.read(distinct[start : start + _READ_AT_ONCE]))
            part = list(inputs)
            lengths = [len(inputs[text]) for text in part]
            run = partial(self._run_alone, [inputs[text] + self._heads["kind"][kind] for text in part])
            for position, vector in run_by_length(lengths, run, self._threads):
                vectors[rows_of[part[position]]] = vector
        return vectors

    def _run_alone(self, inputs: Sequence[Floats], positions: Sequence[int]) -> list[Floats]:
        """Vectors of one batch of texts of one length."""
        hidden = self._upper.run(None, {"hidden": np.stack([inputs[position] for position in positions])})[0]
        vectors = [self._pool(rows) @ self._heads["vector_w"] for rows in hidden]
        return [vector / max(float(np.linalg.norm(vector)), 1e-9) for vector in vectors]

    def _pool(self, hidden: Floats) -> Floats:
        """The standardised mean of token vectors (t, width)."""
        return np.asarray((hidden.mean(axis=0) - self._heads["mean"]) * self._heads["inverse_std"], np.float32)


class _StatementEncoder:
    """The vectors of statements as an encoder, so that they can be cached."""

    dimensions = VECTOR_WIDTH

    def __init__(self, judge: PairJudge) -> None:
        self.name = judge.name
        self._judge = judge

    def encode(self, texts: Sequence[str]) -> Floats:
        return self._judge.vectors(texts, _STATEMENT)


def _gelu(x: Floats) -> Floats:
    from scipy.special import erf

    return np.asarray(0.5 * x * (1 + erf(x / np.sqrt(2))), np.float32)


@cache
def load_judge() -> PairJudge:
    """The judge, loaded once.

    Raises:
        EncoderError: onnxruntime or the weights are absent or damaged.
    """
    return PairJudge(cached=True)
