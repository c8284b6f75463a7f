"""A judge for tests: which statements support a phrase, and which deny it, is known from patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from voc.claims import ClaimPhrase
from voc.claims.title_bank import Titles
from voc.models.pair_judge import PairJudgements
from voc.schema import Floats, Ints, Progress, no_progress


class PatternJudge:
    """Phrases with the pattern of what supports them and of what denies them; a denial outweighs a support."""

    def __init__(self, patterns: Mapping[str, tuple[str, str]]) -> None:
        self.patterns = patterns
        self.n_judged = 0

    def titles(self) -> Titles:
        """All phrases as a bank of titles."""
        phrases = tuple(ClaimPhrase(f"key of {text}", text) for text in self.patterns)
        return Titles(phrases, np.zeros((len(phrases), 0), np.float32))

    def statement_vectors(self, statements: Sequence[str]) -> Floats:
        vectors = [[float(self._relation(phrase, text) != 2) for phrase in self.patterns] for text in statements]
        return np.array(vectors, np.float32).reshape(len(statements), len(self.patterns))

    def title_vectors(self, titles: Sequence[str], stored: Floats) -> Floats:
        return np.eye(len(self.patterns), dtype=np.float32)[[list(self.patterns).index(title) for title in titles]]

    def rough_probabilities(self, products: Floats) -> Floats:
        return np.asarray(0.02 + 0.9 * products, np.float32)

    def judge(
        self, phrases: Sequence[str], statements: Sequence[str], pairs: Ints, progress: Progress = no_progress
    ) -> PairJudgements:
        self.n_judged += len(pairs)
        relation = np.full((len(pairs), 3), 0.05, np.float32)
        for row, (first, second) in enumerate(pairs.tolist()):
            relation[row, self._relation(phrases[first], statements[second])] = 0.9
        return PairJudgements(relation, 1 - relation[:, 2])

    def _relation(self, phrase: str, text: str) -> int:
        supports, denies = self.patterns[phrase]
        if denies and re.search(denies, text, re.IGNORECASE):
            return 1
        return 0 if re.search(supports, text, re.IGNORECASE) else 2
