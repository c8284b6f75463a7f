"""Format figures as Markdown and compose the page `docs/accuracy.md` from fixed texts and measured sections."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.readings.evaluation_sets import FOLDS, SETS
from training.data import load
from training.weights import LICENCES

INTRODUCTION = """# How accurately segments are read

Written by `python -m benchmarks.readings --write docs/accuracy.md`. Beside each figure is the value that we require;
"not met" marks figures that miss it. Macro-F1 is the mean of the classes' F1, so a rare class counts as much as a
frequent one.

## What the figures mean for a researcher

- **Shares of praise and complaint can be trusted.** "+/−" is the macro-F1 of negative against positive, on rows that a
  person labelled as one of the two. At .85, about one reading in seven is wrong: shares over many segments are
  reliable, but check a single quote yourself.
- **Neutral is the hard part.** Three classes are always less accurate than two: people also disagree where a plain fact
  ends and a mild complaint begins. Take "neutral" to mean "no clear side".
- **A small calibration error means that probabilities are reliable.** At an error of .05, between 65 and 75 of a
  hundred segments with a probability of .7 are right, on average. Uncertain readings are grey in the report and marked
  "≈".
- **Reviews are read more accurately than interviews.** Most labelled sets are reviews and tweets. Interviews have their
  own tables below: check these before you base a claim on the sentiment of an interview.
- **Irony, understatement and comparison are often missed**; see the hard sentences.
- **Use emotions and statement kinds to sort, not to count.** They bring the right segments to the top of a list; read
  the list before you report a number.

## How a set is held out

Sentiment is never evaluated on a set that it was trained on. For each fold below, the head is trained again with the
recipe of the product's weights, without: all rows of the fold's sets, all rows of sets known to share their texts,
every copy of an evaluated text (the same letters and digits), and every translation of one. One training holds out
several sets, which is stricter than one at a time, and cheaper. Each domain of m_absa is a set of its own.
`us_airline_tweets` is never used for training. The product's calibration (a few numbers) is used unchanged; the sets
that it was fitted on are marked. The other tools read exactly the same rows."""
LIMITS = """## Limits

- Labels from aspects: a text is positive or negative if all its aspects are. If they differ, or if clear and neutral
  aspects occur together, the text is not evaluated. Stars: 1 and 2 are negative, 4 and 5 positive, 3 is not evaluated.
- The German rows of m_absa were translated by machine; they are smoother than what people write.
- TextBlob-de and VADER have no class "neutral", only a polarity near 0. TextBlob-de runs with its own tokenizer,
  because NLTK's needs data from the network. Versions: `benchmarks/peers/readings.txt`, VADER in `constraints.txt`.
- The statement kinds were labelled by one annotator; the second labelling is by the same person, later and in another
  order. Agreement with oneself is an upper bound: two people would agree less.
- Emotions are evaluated on public comments, news and tweets; there is no public German set of customers' emotions. We
  read both disgust and anger as frustration.
- Sets without a stated licence are used for training and measuring only; none of their texts is in the product."""
NOT_YET = "Not measured yet: `python -m benchmarks.readings --only {} --write docs/accuracy.md`."
_EVALUATED_ONLY = "unclear, non-commercial at most: evaluated only, never trained on"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Format a Markdown table.

    >>> print(table(["set", "rows"], [["hotels", "12"]]))
    | set | rows |
    |---|---|
    | hotels | 12 |
    """
    lines = ["| " + " | ".join(cells) + " |" if cells else "" for cells in [head, *rows]]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def figure(value: float, digits: int = 3) -> str:
    """Format a figure with a number of decimals; NaN is "".

    >>> figure(0.5), figure(float("nan"))
    ('0.500', '')
    """
    return "" if math.isnan(value) else f"{value:.{digits}f}"


def met(value: float, target: float, *, at_most: bool = False) -> str:
    """Return whether a figure, rounded to three decimals as it is printed, reaches its target.

    >>> met(0.8996, 0.9), met(0.899, 0.9), met(0.04, 0.05, at_most=True)
    ('met', 'not met', 'met')
    """
    rounded = round(value, 3)
    return "met" if (rounded <= target if at_most else rounded >= target) else "not met"


def sets_table() -> str:
    """Make the table of sets with rows, licences and folds."""
    bases = [name.partition("/")[0] for name in SETS]
    lines = []
    for base in dict.fromkeys((*bases, "brighter", "goemotions")):
        rows = load(base)
        languages = ", ".join(sorted(set(rows["lang"])))
        folds = [str(i) for i, fold in enumerate(FOLDS, 1) if any(name.partition("/")[0] == base for name in fold)]
        licence = LICENCES.get(base, _EVALUATED_ONLY)
        lines.append([base, f"{len(rows):,}", languages, licence, ", ".join(folds) or "a tenth"])
    fold_lines = "\n".join(f"{i}. {', '.join(fold)}" for i, fold in enumerate(FOLDS, 1))
    head = ["set", "rows, de and en", "languages", "licence as stated by its source", "held out in fold"]
    return f"{table(head, lines)}\n\nFolds:\n\n{fold_lines}"


def compose(sections: dict[str, tuple[str, str]], old: str) -> str:
    """Compose the whole page.

    Args:
        sections: name → heading and Markdown; "" if it was not measured in this run.
        old: the page so far; sections that were not measured are copied from it.
    """
    parts = [INTRODUCTION, f"## Sets\n\n{sets_table()}"]
    for name, (heading, body) in sections.items():
        parts.append(f"## {heading}\n\n{body or section_of(old, heading) or NOT_YET.format(name)}")
    return "\n\n".join([*parts, LIMITS]) + "\n"


def section_of(page: str, heading: str) -> str:
    """Return the text below a heading of the page; "" if there is no such heading.

    >>> section_of("# A\\n\\n## B\\n\\ntext\\n\\n## C\\n", "B")
    'text'
    """
    match = re.search(rf"^## {re.escape(heading)}\n\n(.*?)(?=\n+## |\n*\Z)", page, re.DOTALL | re.MULTILINE)
    return match[1].strip() if match else ""


def write(path: Path, sections: dict[str, tuple[str, str]]) -> None:
    """Write the page; sections that were not measured in this run are kept."""
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(compose(sections, old), encoding="utf-8")
