"""Precision and recall of the search for personal data: ``python -m benchmarks.privacy``.

The sentences stand in ``tests/privacy/sentences.toml``, written by hand; a span that must go stands there as
``{kind|words}``. Each sentence is an interview of its own. A span counts as found when every letter and digit of it
is replaced; a replaced span counts as right when it overlaps one that must go.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voc.privacy.people import gather_speakers
from voc.privacy.scan import make_rules, scan
from voc.schema import Corpus, Document, Respondent, Source, Turn

SENTENCES = Path(__file__).resolve().parents[1] / "tests" / "privacy" / "sentences.toml"
PARTS = ("tune", "held_out")
LANGUAGES = ("de", "en")
GROUPS = ("structured", "names")
_MARKED = re.compile(r"\{([a-z]+)\|([^{}]*)\}")

Span = tuple[str, int, int]
"""Group, start, end."""


@dataclass(frozen=True, slots=True)
class Score:
    """``found`` of ``wanted`` spans, and ``right`` of ``replaced`` ones."""

    wanted: int = 0
    found: int = 0
    replaced: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Share of the replaced spans that had to go, 0–1."""
        return self.right / self.replaced if self.replaced else 1.0

    @property
    def recall(self) -> float:
        """Share of the spans that had to go and are gone whole, 0–1."""
        return self.found / self.wanted if self.wanted else 1.0

    def __add__(self, other: Score) -> Score:
        """Both scores together."""
        return Score(
            self.wanted + other.wanted,
            self.found + other.found,
            self.replaced + other.replaced,
            self.right + other.right,
        )


def sentences(part: str, language: str) -> list[tuple[str, list[Span]]]:
    """Plain sentences of a part and language, each with the spans that must go."""
    lines = tomllib.loads(SENTENCES.read_text("utf-8"))[part][language].strip().split("\n")
    return [_parsed(line) for line in lines]


def _parsed(line: str) -> tuple[str, list[Span]]:
    plain, spans, position = "", [], 0
    for mark in _MARKED.finditer(line):
        plain += line[position : mark.start()]
        spans.append((_group(mark[1]), len(plain), len(plain) + len(mark[2])))
        plain += mark[2]
        position = mark.end()
    return plain + line[position:], spans


def _group(kind: str) -> str:
    return "names" if kind == "name" else "structured"


def replaced_spans(text: str) -> list[Span]:
    """What `voc` replaces in a text that somebody without a name says in an interview."""
    document = Document("d", "talk.txt", "interview", text, (Turn(0, len(text), "B", "participant", "r"),))
    corpus = Corpus(
        (Source("talk.txt", "interview", "labelled", "read"),), (document,), (Respondent("r", "B", ("talk.txt",)),)
    )
    speakers = gather_speakers(corpus)
    found = scan(text, speakers.document_context(document), make_rules(speakers))
    return [(_group(one.kind), one.start, one.end) for one in found]


def score(text: str, wanted: list[Span]) -> dict[str, Score]:
    """One sentence's score by group. What is replaced in the wrong group still protects, and counts as right."""
    replaced = replaced_spans(text)
    gone = {at for _, start, end in replaced for at in range(start, end)}
    result = {}
    for group in GROUPS:
        mine = [span for span in wanted if span[0] == group]
        ours = [span for span in replaced if span[0] == group]
        result[group] = Score(
            wanted=len(mine),
            found=sum(all(at in gone or not text[at].isalnum() for at in range(a, b)) for _, a, b in mine),
            replaced=len(ours),
            right=sum(any(a < end and start < b for _, a, b in wanted) for _, start, end in ours),
        )
    return result


def measure(part: str, language: str) -> dict[str, Score]:
    """The score of a part in a language, by group."""
    total = dict.fromkeys(GROUPS, Score())
    for text, wanted in sentences(part, language):
        for group, one in score(text, wanted).items():
            total[group] += one
    return total


def mistakes(part: str, language: str) -> Iterator[str]:
    """The sentences that are not wholly right, with what was replaced."""
    for text, wanted in sentences(part, language):
        if any(one.found < one.wanted or one.right < one.replaced for one in score(text, wanted).values()):
            found = [text[start:end] for _, start, end in replaced_spans(text)]
            yield f"{text}\n    must go: {[text[a:b] for _, a, b in wanted]}; replaced: {found}"


def main() -> None:
    """Print the scores, and with ``--mistakes`` the sentences that are not right."""
    parser = argparse.ArgumentParser(description="Precision and recall of the search for personal data.")
    parser.add_argument("--mistakes", action="store_true", help="list the sentences that are not right")
    parser.add_argument("--part", choices=PARTS, help="only this part")
    chosen = parser.parse_args()
    counts = Counter({part: sum(len(sentences(part, one)) for one in LANGUAGES) for part in PARTS})
    print(f"{'part':<10}{'sentences':>10}  {'language':<9}{'group':<12}{'precision':>10}{'recall':>8}{'spans':>7}")
    for part in [chosen.part] if chosen.part else PARTS:
        for language in LANGUAGES:
            for group, one in measure(part, language).items():
                print(
                    f"{part:<10}{counts[part]:>10}  {language:<9}{group:<12}"
                    f"{one.precision:>10.3f}{one.recall:>8.3f}{one.wanted:>7}"
                )
        if chosen.mistakes:
            for language in LANGUAGES:
                print(*mistakes(part, language), sep="\n")


if __name__ == "__main__":
    main()
