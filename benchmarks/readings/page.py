"""The page `docs/accuracy.md`: what is fixed stands here, what is measured stands in its sections."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.readings.evaluation_sets import FOLDS, SETS
from benchmarks.readings.tables import table
from training.cards import LICENCES

INTRODUCTION = """# How well segments are read

Made by `python -m benchmarks.readings --write docs/accuracy.md`. Each figure stands beside what we ask of it; what is
not reached says "not met". Macro-F1 is the mean of the classes' F1, so a rare class counts as much as a frequent one.

## What the figures mean for a researcher

- **Sides can be trusted in sum.** "+/−" says how well praise and complaint are told apart where a person saw one of
  the two. At .85, about one reading in seven is on the wrong side: shares over many segments hold, a single quote is
  for you to check.
- **Neutral is the hard part.** Three classes are always worse than two sides: where a plain fact ends and a mild
  complaint begins, people disagree too. Read "neutral" as "no clear side".
- **The probability means what it says as far as the calibration error is small**: at .05, of segments read with .7
  between 65 and 75 in a hundred are right, on average. What is uncertain is greyed in the report and marked "≈".
- **Reviews are read better than talk.** Most labelled sets are reviews and tweets. Interviews have tables of their own
  below: check what they show before you rest a claim on the sentiment of an interview.
- **Irony, understatement and comparison are often missed**; see the hard sentences.
- **Emotions and statement kinds sort, they do not count.** They bring the right segments to the top of a list; read the
  list before you give a number.

## How a set is left out

Sentiment is never judged on a set that taught it. For every fold below the head is fitted anew, by the recipe that
made the product's weights, without: all rows of the fold's sets, all rows of sets known to hold the same texts, every
copy of a judged text (the same letters and digits), and every translation of one. Several sets are left out in one
training: that is stricter than one at a time, and cheaper. Domains of m_absa are sets here. `us_airline_tweets` never
teaches. The product's calibration (a few figures) is applied as it is; sets that helped to find it are marked. Peers
read exactly the same rows."""
LIMITS = """## Limits

- Labels from aspects: a text is positive or negative where all its aspects are; where they differ, or clear and neutral
  ones stand together, it is not judged. Stars: 1 and 2 are negative, 4 and 5 positive, 3 is not judged.
- German rows of m_absa were translated by machine; they read smoother than what people write.
- TextBlob-de and VADER know no class "neutral" but a figure near 0; TextBlob-de runs with its own tokenizer, for NLTK's
  needs data from the network. Versions: `benchmarks/peers/readings.txt`, VADER in `constraints.txt`.
- The statement kinds were labelled by one annotator; the second reading is the same person's, later and in another
  order. Agreement with oneself is the upper bound, and people would agree less with each other.
- Emotions are judged on comments, news and tweets of the public; there is no public set of customers' emotions in
  German. Disgust and anger are one for us, frustration.
- Sets whose licence is not stated are used for training and measuring only; none of their texts is in the product."""
NOT_YET = "Not measured yet: `python -m benchmarks.readings --only {} --write docs/accuracy.md`."


def sets_table() -> str:
    """Sets, rows, licences and folds."""
    from training.data import load

    lines = []
    for name in dict.fromkeys(one.partition("/")[0] for one in (*SETS, "brighter", "goemotions")):
        table_of = load(name)
        languages = ", ".join(sorted(set(table_of["lang"])))
        mine = [str(i + 1) for i, fold in enumerate(FOLDS) if any(one.partition("/")[0] == name for one in fold)]
        lines.append(
            [name, f"{len(table_of):,}", languages, LICENCES.get(name, _EVALUATE), ", ".join(mine) or "a tenth"]
        )
    folds = "\n".join(f"{i + 1}. {', '.join(fold)}" for i, fold in enumerate(FOLDS))
    head = ["set", "rows, de and en", "languages", "licence as stated by its source", "left out in fold"]
    return f"{table(head, lines)}\n\nFolds:\n\n{folds}"


_EVALUATE = "unclear, non-commercial at most: judged only, never taught"


def compose(sections: dict[str, tuple[str, str]], old: str) -> str:
    """The whole page.

    Args:
        sections: name → heading and Markdown; "" where it was not measured in this run.
        old: the page as it was; what was not measured is taken from there.
    """
    parts = [INTRODUCTION, f"## Sets\n\n{sets_table()}"]
    for name, (heading, body) in sections.items():
        parts.append(f"## {heading}\n\n{body or section_of(old, heading) or NOT_YET.format(name)}")
    return "\n\n".join([*parts, LIMITS]) + "\n"


def section_of(page: str, heading: str) -> str:
    """The text below a heading of the page; "" where there is none.

    >>> section_of("# A\\n\\n## B\\n\\ntext\\n\\n## C\\n", "B")
    'text'
    """
    found = re.search(rf"^## {re.escape(heading)}\n\n(.*?)(?=\n+## |\n*\Z)", page, re.DOTALL | re.MULTILINE)
    return found[1].strip() if found else ""


def write(path: Path, sections: dict[str, tuple[str, str]]) -> None:
    """Write the page, keeping what this run did not measure."""
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(compose(sections, old), encoding="utf-8")
