"""Pseudonyms: hand them out, put them into texts, and make final ids from what is left."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from voc.schema import Corpus, Document, Pseudonym, stable_id


class PseudonymBook:
    """Hands out pseudonyms, numbered in the order in which they are asked for, and keeps the key to them.

    ``same`` maps keys of people to the key under which they are known.
    """

    def __init__(self, same: Mapping[str, str]) -> None:
        self._pseudonyms: dict[tuple[str, str], str] = {}
        self._numbers: Counter[str] = Counter()
        self._rows: set[Pseudonym] = set()
        self.same = same

    def pseudonym(self, kind: str, key: str, original: str) -> str:
        """The pseudonym of an original, such as "[email 2]"; equal kind and key mean the same one."""
        if kind == "name":
            key = self.same.get(key, key)
        pseudonym = self._pseudonyms.get((kind, key))
        if pseudonym is None:
            # A respondent's key has their number already, which stays when another file is added.
            if kind == "name" and key.startswith("Person "):
                pseudonym = f"[{key}]"
            else:
                self._numbers[kind] += 1
                pseudonym = f"[{'Name' if kind == 'name' else kind} {self._numbers[kind]}]"
            self._pseudonyms[kind, key] = pseudonym
        written = original.replace("_", " ") if kind == "name" else original
        self._rows.add(Pseudonym(pseudonym_kind(pseudonym), pseudonym, " ".join(written.split())))
        return pseudonym

    def name(self, person: str, original: str) -> str:
        """The pseudonym of a person, given by their key."""
        return self.pseudonym("name", person, original)

    def add_part(self, person: str, word: str) -> None:
        """Add a part of a name to the key, if the person has a pseudonym."""
        pseudonym = self._pseudonyms.get(("name", self.same.get(person, person)))
        if pseudonym is not None:
            self._rows.add(Pseudonym(pseudonym_kind(pseudonym), pseudonym, word))

    def key_of(self, pseudonym: str) -> str:
        """The key of the person for whom a pseudonym was handed out."""
        return next(key for (_, key), other in self._pseudonyms.items() if other == pseudonym)

    def rows(self) -> tuple[Pseudonym, ...]:
        """The key to all pseudonyms, by kind, number and original."""
        number = {row: int(row.pseudonym.rsplit(" ", 1)[1][:-1]) for row in self._rows}
        return tuple(sorted(self._rows, key=lambda row: (row.kind, number[row], row.original)))


def pseudonym_kind(pseudonym: str) -> str:
    """The kind that a pseudonym shows, in lower case.

    >>> pseudonym_kind("[Person 3]"), pseudonym_kind("[email 1]")
    ('person', 'email')
    """
    return pseudonym[1:].split(" ", maxsplit=1)[0].lower()


@dataclass(frozen=True, slots=True)
class Edit:
    """``text[start:end]`` becomes ``pseudonym``."""

    start: int
    end: int
    pseudonym: str


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """The text after its edits, which are ascending and do not overlap.

    >>> apply_edits("Ask Anna.", [Edit(4, 8, "[Name 1]")])
    'Ask [Name 1].'
    """
    parts, position = [], 0
    for edit in edits:
        parts += [text[position : edit.start], edit.pseudonym]
        position = edit.end
    return "".join([*parts, text[position:]])


def is_crossed(spans: Iterable[tuple[int, int]], borders: Sequence[int]) -> bool:
    """Whether a border is inside one of the spans; ``borders`` are ascending."""
    for start, end in spans:
        at = bisect.bisect_right(borders, start)
        if at < len(borders) and borders[at] < end:
            return True
    return False


class Shift:
    """Maps offsets of a text to offsets of the text after its edits."""

    __slots__ = ("_ends", "_gains")

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._ends = [edit.end for edit in edits]
        self._gains = [0]
        for edit in edits:
            self._gains.append(self._gains[-1] + len(edit.pseudonym) - (edit.end - edit.start))

    def __call__(self, offset: int) -> int:
        """The new position of an offset that is outside every edit or at its border."""
        return offset + self._gains[bisect.bisect_right(self._ends, offset)]


def with_final_ids(corpus: Corpus) -> Corpus:
    """Give every document and respondent its id, from protected text; the order of the corpus stays.

    Nothing can be looked up by guessing a name, because names are gone before ids are made. A document's id comes from
    its kind, questions and text, not from its position or its path, so that neither another file, nor another order,
    nor another file name changes it; exact repeats are numbered. A respondent's id comes from what they said; those who
    said exactly the same are numbered.
    """
    texts: dict[str, list[str]] = {respondent.respondent_id: [] for respondent in corpus.respondents}
    for document in corpus.documents:
        for turn in document.turns:
            if turn.respondent_id in texts:
                texts[turn.respondent_id] += (turn.question, document.text[turn.start : turn.end])
    taken: set[str] = set()
    new_ids = {respondent_id: _unique_id("r", parts, taken) for respondent_id, parts in texts.items()}
    return Corpus(
        sources=corpus.sources,
        documents=tuple(
            replace(
                document,
                document_id=_unique_id("d", _document_parts(document), taken),
                turns=tuple(
                    replace(turn, respondent_id=new_ids.get(turn.respondent_id, "")) for turn in document.turns
                ),
            )
            for document in corpus.documents
        ),
        respondents=tuple(
            replace(respondent, respondent_id=new_ids[respondent.respondent_id]) for respondent in corpus.respondents
        ),
    )


def _unique_id(prefix: str, parts: Sequence[str], taken: set[str]) -> str:
    """The id of the parts, numbered where it is taken; adds it to ``taken``."""
    # "[Name 2]" counts as "[Person 2]": another file may show that somebody who was spoken of is a respondent.
    text = "\x1f".join(parts).replace("[Name ", "[Person ")
    unique, repeat = stable_id(prefix, text), 1
    while unique in taken:
        repeat += 1
        unique = stable_id(prefix, text, f"repeat {repeat}")
    taken.add(unique)
    return unique


def _document_parts(document: Document) -> list[str]:
    questions = dict.fromkeys(turn.question for turn in document.turns if turn.question)
    return [document.kind, "\n".join(questions), document.text]
