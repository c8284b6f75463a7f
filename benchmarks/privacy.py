"""Precision and recall of the search for personal data: ``python -m benchmarks.privacy``.

The sentences are in ``tests/privacy/sentences.toml``, written by hand; personal data is marked as ``{kind|words}``.
Each sentence is read as an interview of its own. A marked span is covered if every letter and digit of it is replaced.
A replaced span is right if it overlaps a marked one.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from voc.privacy.people import gather_speakers
from voc.privacy.recogniser import load_model
from voc.privacy.scan import make_rules, scan
from voc.privacy.word_features import is_ordinary, lists_of, read_sentence
from voc.schema import Corpus, Document, Respondent, Source, Turn

SENTENCES = Path(__file__).resolve().parents[1] / "tests" / "privacy" / "sentences.toml"
PARTS = ("tune", "held_out", "stranger", "second_stranger", "third_stranger", "third_stranger_closed")
STRANGERS = PARTS[2:]
"""Parts that nothing is taught from. Who wrote the third set had read the code, but no mistake of the recogniser."""
LANGUAGES = ("de", "en")
GROUPS = ("structured", "names")
_MARKED = re.compile(r"\{([a-z]+)\|([^{}]*)\}")

Span = tuple[str, int, int]
"""Group, start, end."""


@dataclass(frozen=True, slots=True)
class Score:
    """``covered`` of ``marked`` spans, and ``right`` of ``replaced`` spans."""

    marked: int = 0
    covered: int = 0
    replaced: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of replaced spans that are right, 0–1; 1 if none was replaced."""
        return self.right / self.replaced if self.replaced else 1.0

    @property
    def recall(self) -> float:
        """The share of marked spans that are covered, 0–1; 1 if none is marked."""
        return self.covered / self.marked if self.marked else 1.0

    def __add__(self, other: Score) -> Score:
        """Add the counts of both scores."""
        return Score(
            self.marked + other.marked,
            self.covered + other.covered,
            self.replaced + other.replaced,
            self.right + other.right,
        )


def sentences(part: str, language: str) -> list[tuple[str, list[Span]]]:
    """Return the plain sentences of a part and language, each with its marked spans."""
    lines = tomllib.loads(SENTENCES.read_text("utf-8"))[part][language].strip().split("\n")
    return [_parse(line) for line in lines]


def _parse(line: str) -> tuple[str, list[Span]]:
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
    """Return the spans that `voc` replaces if a respondent without a name says the text in an interview."""
    document = Document("d", "talk.txt", "interview", text, (Turn(0, len(text), "B", "participant", "r"),))
    corpus = Corpus(
        (Source("talk.txt", "interview", "labelled", "read"),), (document,), (Respondent("r", "B", ("talk.txt",)),)
    )
    speakers = gather_speakers(corpus)
    findings = scan(text, speakers.document_context(document), make_rules(speakers))
    return [(_group(finding.kind), finding.start, finding.end) for finding in findings]


def score(text: str, marked: list[Span]) -> dict[str, Score]:
    """Score a sentence by group. A span that is replaced in the wrong group still protects, so it counts as right."""
    replaced = replaced_spans(text)
    gone = {offset for _, start, end in replaced for offset in range(start, end)}
    scores = {}
    for group in GROUPS:
        marked_here = [span for span in marked if span[0] == group]
        replaced_here = [span for span in replaced if span[0] == group]
        scores[group] = Score(
            marked=len(marked_here),
            covered=sum(all(i in gone or not text[i].isalnum() for i in range(a, b)) for _, a, b in marked_here),
            replaced=len(replaced_here),
            right=sum(any(a < end and start < b for _, a, b in marked) for _, start, end in replaced_here),
        )
    return scores


def measure(part: str, language: str) -> dict[str, Score]:
    """Score a part in a language, by group."""
    total = dict.fromkeys(GROUPS, Score())
    for text, marked in sentences(part, language):
        for group, group_score in score(text, marked).items():
            total[group] += group_score
    return total


def mistakes(part: str, language: str) -> Iterator[str]:
    """Describe each sentence with a missed or wrongly replaced span."""
    for text, marked in sentences(part, language):
        scores = score(text, marked).values()
        if any(group.covered < group.marked or group.right < group.replaced for group in scores):
            replaced = [text[start:end] for _, start, end in replaced_spans(text)]
            yield f"{text}\n    marked: {[text[a:b] for _, a, b in marked]}; replaced: {replaced}"


def kind_of_name(text: str, start: int, end: int) -> str:
    """Say what makes a name, or what was taken for one, hard: how it is written, or which lists hold its words."""
    words = text[start:end].split()
    if text == text.lower() or text[start:end].islower():
        return "lower case"
    if text[start:end].isupper():
        return "capitals"
    if len(words) > 1:
        return "several words"
    lists = lists_of(words[0])
    if is_ordinary(read_sentence(words[0]), 0, load_model().vocabulary):
        return "a word, brand or place too"
    return "first name" if "F" in lists else "surname" if "S" in lists else "in no list"


def mistakes_by_kind(part: str, language: str) -> tuple[Counter[str], Counter[str]]:
    """Count the missed names and the words that were wrongly taken for names, by kind."""
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for text, marked in sentences(part, language):
        replaced = replaced_spans(text)
        gone = {offset for _, start, end in replaced for offset in range(start, end)}
        for group, start, end in marked:
            if group == "names" and not all(at in gone or not text[at].isalnum() for at in range(start, end)):
                missed[kind_of_name(text, start, end)] += 1
        for group, start, end in replaced:
            if group == "names" and not any(a < end and start < b for _, a, b in marked):
                wrong[kind_of_name(text, start, end)] += 1
    return missed, wrong


def print_together(parts: Sequence[str]) -> None:
    """Print the figures for names over several parts, and the mistakes by kind."""
    for language in LANGUAGES:
        total = sum((measure(part, language)["names"] for part in parts), Score())
        print(
            f"{'together':<32}  {language:<9}{'names':<12}{total.precision:>10.3f}{total.recall:>8.3f}{total.marked:>7}"
        )
        for title, at in (("missed", 0), ("wrong", 1)):
            counts = sum((mistakes_by_kind(part, language)[at] for part in parts), Counter[str]())
            print(f"  {title}: " + ", ".join(f"{kind} {count}" for kind, count in counts.most_common()))


def main() -> None:
    """Print the scores, and with ``--mistakes`` the sentences with a mistake."""
    parser = argparse.ArgumentParser(description="Precision and recall of the search for personal data.")
    parser.add_argument("--mistakes", action="store_true", help="list the sentences with a mistake")
    parser.add_argument("--part", choices=PARTS, help="measure this part only")
    options = parser.parse_args()
    counts = Counter({part: sum(len(sentences(part, language)) for language in LANGUAGES) for part in PARTS})
    print(f"{'part':<22}{'sentences':>10}  {'language':<9}{'group':<12}{'precision':>10}{'recall':>8}{'spans':>7}")
    for part in [options.part] if options.part else PARTS:
        for language in LANGUAGES:
            for group, total in measure(part, language).items():
                print(
                    f"{part:<22}{counts[part]:>10}  {language:<9}{group:<12}"
                    f"{total.precision:>10.3f}{total.recall:>8.3f}{total.marked:>7}"
                )
        if options.mistakes:
            for language in LANGUAGES:
                print(*mistakes(part, language), sep="\n")
    if not options.part:
        print("all sentences:")
        print_together(PARTS)
        print("sets of strangers:")
        print_together(STRANGERS)


if __name__ == "__main__":
    main()
