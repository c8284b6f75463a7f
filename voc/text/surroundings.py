"""The language of each text of a collection: its own, or that of the texts around it where it is too short to tell.

The texts around it are those of the same person, or of the same file where nearly all are in one language. A text
with a sign of a third language stays unknown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from voc.text.language import could_be, detect_any

_SOLE_SHARE = 0.9
"""Share of the characters of clear texts, and of those texts, from which their main language is taken for the only
one."""
_MIN_CLEAR = 20
"""Code points from which a text of unknown language counts against the main one: it is probably in another."""


def detect_among(
    texts: Sequence[str], languages: Sequence[str], files: Sequence[str], people: Sequence[str]
) -> list[str]:
    """Detect the language of each text; where it is too short to tell, its person's or its file's.

    Args:
        texts: whole answers, reviews, mails or talks.
        languages: ISO 639-1 codes that are expected.
        files: the file of each text.
        people: who wrote or said each text; "" where nobody in particular did.

    Returns:
        ISO 639-1, or "" where the language is unknown, for each text.

    >>> detect_among(["Das Zimmer war leider kalt.", "Super", "goed"], ("de", "en"), ["a.csv"] * 3, ["", "", ""])
    ['de', 'de', '']
    """
    detected = detect_any(texts, languages)
    of_people = _sole_languages(texts, detected, people)
    of_files = _sole_languages(texts, detected, files)
    resolved = []
    for text, language, file, person in zip(texts, detected, files, people, strict=True):
        hint = of_people.get(person, "") or of_files.get(file, "")
        resolved.append(hint if not language and hint and could_be(text, hint) else language)
    return resolved


def _sole_languages(texts: Iterable[str], detected: Iterable[str], groups: Iterable[str]) -> Mapping[str, str]:
    """The language of each group of texts that has a single one."""
    letters: dict[str, Counter[str]] = defaultdict(Counter)
    n_texts: dict[str, Counter[str]] = defaultdict(Counter)
    for text, language, group in zip(texts, detected, groups, strict=True):
        if group and (language or len(text) >= _MIN_CLEAR):
            letters[group][language] += len(text)
            n_texts[group][language] += 1
    sole = {}
    for group, counts in letters.items():
        main = max(sorted(counts), key=counts.__getitem__)
        if all(part[main] >= _SOLE_SHARE * part.total() for part in (counts, n_texts[group])):
            sole[group] = main
    return sole
