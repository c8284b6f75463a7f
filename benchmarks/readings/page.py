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

Written by `python -m benchmarks.readings --write docs/accuracy.md`. Beside a figure stands the value that we require of
it, and whether it is met. Macro-F1 is the mean of the classes' F1, so that a rare class counts as much as a frequent
one.

## What a researcher may conclude

- **Shares of praise and complaint can be trusted.** "+/−" is the macro-F1 of negative against positive, on texts that
  a person labelled as one of the two: between .75 and .91 on sets that the reader was not trained on, .89 in
  interviews. At .90, one reading in ten is wrong: report shares, and check a single quote yourself.
- **Neutral is the hard part.** Three classes are always less accurate than two: people also disagree where a plain fact
  ends and a mild complaint begins. In interviews five readings in six are right (accuracy .83), in German ones four in
  five. Mild complaints are read as neutral, and explanations with a negation as complaints.
- **Probabilities are reliable in interviews** (calibration error .03) and on most sets. Uncertain readings are grey in
  the report and marked "≈". Tweets about trains (mobasa) and reviews of food are the exceptions.
- **English interviews are read better than German ones** (.75 against .67 over three classes).
- **Use kinds of statement and emotions to sort, not to count.** Three kinds in five are right in interviews, need, goal
  and motivation less often. They bring the right statements to the top of a list; read the list before you report a
  number.
- **Dry stories, denied and past trouble are mostly understood; irony and what others think are a coin toss.** See the
  hard sentences, which no training text resembles.
- **Whether a statement supports a phrase is judged better than by chance, and not well enough to count with** (macro-F1
  .60 over supports, contradicts and neither, .50 to .55 without labels of the same segments; guessing gives .33).
  Whether a statement is about the matter of a phrase is right in three to four of five. The product uses neither.

## How it was measured

Nothing is measured on rows that the model was trained on. Two leave-out runs (`training/reader/runs.py`) repeat the
training of the reader without the sets and studies on which each is then measured: without all their rows, rows of
sets that share their texts, copies of their texts (the same letters and digits), and hand-labelled segments of them.
The product's network is trained on everything, so that these figures describe a model that has seen less.
The small studies (`stories.csv`) and half of the claims were written when the runs had been trained: run a repeated
one epoch with all claims, run b did not, and the product's network saw the small studies in its last epoch, which was
stopped after 1,600 of 1,839 steps. `us_airline_tweets` is never used for training. Of large sets 2,500 rows are read,
spread evenly; of m_absa 500 translated pairs of each domain.

One run of each, one seed: differences below .01 are noise. The temperatures and the thresholds of emotions, a few
numbers in all, were fitted on segments that the runs left out and on two of the sets (bestande_de and
semeval2014_rest): calibration errors there, and emotions of segments, are a little too good. So is sentiment in
interviews: its prior (three numbers) was fitted on hand-labelled interviews.

Hard sentences, speed, memory and pairs ("product") are measured with the product's weights. The sections "Basic reader"
are about the heads that read where onnxruntime is missing; they date from the version before."""
LIMITS = """## Limits

- Labels from aspects: a text is positive or negative if all its aspects are. If they differ, or if clear and neutral
  aspects occur together, the text is not evaluated. Stars: 1 and 2 are negative, 4 and 5 positive, 3 is not evaluated.
- The German rows of m_absa were translated by machine; they are smoother than what people write.
- TextBlob-de and VADER have no class "neutral", only a polarity near 0. TextBlob-de runs with its own tokenizer,
  because NLTK's needs data from the network. Versions: `benchmarks/peers/readings.txt`, VADER in `constraints.txt`.
- Kinds in `statements.csv` were labelled by one annotator; the second labelling is by the same person, later and in
  another order. The annotators of `segments.csv` and of the pairs worked from one guideline and were more alike than
  independent people are: their agreement is an upper bound.
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
    head = ["set", "rows, de and en", "languages", "licence as stated by its source", "held out in fold (basic reader)"]
    note = "Folds of the basic reader; `training/reader/runs.py` says what each run of the transformer leaves out:"
    return f"{table(head, lines)}\n\n{note}\n\n{fold_lines}"


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
