"""Leave out what a transcriber adds to a talk in two languages: translations in brackets, and marks of the language.

    It says [DE] Sitzung abgelaufen [/DE] {session expired}  becomes  It says Sitzung abgelaufen

A translation says once more what was said. As words of the speaker it would count twice, and in another language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from voc.ingest.transcripts.utterances import CLOCK
from voc.text.language import detect_any

MIN_MARKS = 2
"""Marks of one language without an end from which on they are marks; a single one may be a remark."""
MIN_WORDS = 3
"""Words of a translation that only its language shows; of fewer, the language is a guess."""
MAX_BEFORE = 160
"""Code points before a bracket whose language is compared with that inside."""
MAX_HEAD = 3000
"""Code points at the beginning in which a transcriber explains the marks."""

_MARK = re.compile(r"[\[<{](?P<end>/?)(?P<tag>[^\W\d_][\w-]{1,14})[\]>}]")
# The blanks before a bracket are tried from their first only: 50,000 in a row would take seconds.
_BRACKET = re.compile(r"(?<![ \t])[ \t]*+(?:\{([^{}\n]{2,600})\}|\[([^\[\]\n]{2,600})\]|\(([^()\n]{2,600})\))")
_MEANS = re.compile(
    r"[ \t]*(?:=|≈|(?:lit|transl|engl|dt|übers|i\.e|d\.h|wörtl)\.|(?:literally|translat\w+|meaning|übersetz\w+|wörtlich"
    r"|(?:in )?english|(?:auf )?deutsch|german)\b[ \t]*[:=])[ \t:=]*",
    re.I,
)
_EXPLAINED = re.compile(r"[^\n]*\b(?:gloss\w*|translat\w*|übersetz\w*|übertrag\w*)[^\n]*", re.I)
_KINDS = (("{", r"\{|curly|geschweift"), ("[", r"\[\W*\w[^\]]* \w|square|eckig"), ("(", r"\(\W*\w[^)]* \w|round|rund"))
_CLOCK = re.compile(CLOCK)
_LAST_SENTENCE = re.compile(r"(?:.*[.!?…)\]}]\s)?(.*)", re.S)
_QUOTED = re.compile(r"[\"“„«»‚‘*_]([^\"“”„«»‚‘’*_]+)[\"“”«»’*_]\s*$")
_WORD = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
_BEFORE_SIGN = re.compile(r"[ \t]+(?=[.,;!?](?:\s|$))")


@dataclass(frozen=True, slots=True)
class _Added:
    """What the transcriber added: ``text[start:end]``; a mark of a language has no words."""

    start: int
    end: int
    n_words: int = 0


def without_glosses(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without translations and marks of languages, and a note that counts them."""
    marks = [match for match in _MARK.finditer(text) if _is_mark(match)] if "[" in text or "/" in text else []
    ended = {match["tag"] for match in marks if match["end"]}
    counts = Counter(match["tag"] for match in marks)
    marks = [match for match in marks if match["tag"] in ended or counts[match["tag"]] >= MIN_MARKS]
    glosses = list(_glosses(text, {match.end() for match in marks if match["end"]}))
    if not (marks or glosses):
        return text, ()
    kept, at = [], 0
    for added in sorted([*(_Added(*match.span()) for match in marks), *glosses], key=lambda added: added.start):
        if added.start >= at:
            kept.append(text[at : added.start])
            at = added.end
    kept.append(text[at:])
    # Only lines that lost something are tidied: elsewhere, two blanks may be behind a label.
    lines = zip("".join(kept).split("\n"), text.split("\n"), strict=True)
    tidied = (_BEFORE_SIGN.sub("", _SPACES.sub(" ", line)) if line != before else line for line, before in lines)
    note = (
        f"Left out as the transcriber's: {len(glosses)} translations in brackets "
        f"({sum(gloss.n_words for gloss in glosses)} words) and {len(marks)} marks of the language."
    )
    return "\n".join(tidied), (note,)


def _is_mark(match: re.Match[str]) -> bool:
    """Whether this may be a mark of a language: one with an end ("[/de]"), or two capitals in square brackets."""
    tag = match["tag"]
    if match["end"] or f"/{tag}" in match.string:
        return True
    return len(tag) == 2 and tag.isupper() and match.group().startswith("[") and tag != "XX"


def _glosses(text: str, ends: Collection[int]) -> Iterator[_Added]:
    """Translations in brackets.

    Behind the end of a mark (``ends``), with "=" or a word such as "lit.", and where the head explains the brackets,
    any words are one; elsewhere they must be in another language than the words before them. Round brackets have many
    uses, so that one alone is none.
    """
    explained = _explained_brackets(text[:MAX_HEAD])
    doubtful: list[_Added] = []
    for match in _BRACKET.finditer(text):
        inside = next(filter(None, match.groups()))
        n_words = len(_WORD.findall(inside))
        if not n_words or _CLOCK.search(inside):
            continue
        kind = match.group().lstrip()[0]
        added = _Added(*match.span(), n_words)
        if match.start() in ends or kind in explained or _MEANS.match(inside):
            yield added
        elif n_words >= MIN_WORDS + (kind == "(") and _is_other_language(text, match.start(), inside):
            doubtful.append(added)
    if len(doubtful) > 1 or any("(" not in text[added.start : added.end] for added in doubtful):
        yield from doubtful


def _explained_brackets(head: str) -> set[str]:
    """The kinds of brackets that the conventions of a transcript explain as those of translations."""
    lines = [match.group() for match in _EXPLAINED.finditer(head)]
    parts = [part for line in lines for part in re.split(r"[;,.]", line) if _EXPLAINED.match(part)]
    return {kind for kind, pattern in _KINDS for part in parts if re.search(pattern, part, re.I)}


def _is_other_language(text: str, at: int, inside: str) -> bool:
    """Whether words in brackets are in another language than those before them on the same line."""
    line = text[max(text.rfind("\n", 0, at) + 1, at - MAX_BEFORE) : at].rstrip()
    quoted = _QUOTED.search(line)
    sentence = _LAST_SENTENCE.fullmatch(line.rstrip(".!?…"))
    before = quoted[1] if quoted else sentence[1] if sentence else line
    if len(_WORD.findall(before)) < MIN_WORDS:
        return False
    own, other = detect_any([before, inside])
    return bool(own and other) and own != other
