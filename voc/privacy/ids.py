"""The ids that stay: made from protected words, so that nothing can be looked up by guessing a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from voc.schema import Corpus, Document, Respondent, stable_id


def with_final_ids(corpus: Corpus) -> Corpus:
    """Give every document and respondent its id, from protected text and paths; the order of the corpus stays.

    A document's id comes from its source, kind, questions and text, not from its place, so that neither another file
    nor another order changes it; exact repeats within a source are numbered. A respondent's comes from what they said
    and where; those who said exactly the same in the same file are numbered.
    """
    taken: set[str] = set()
    documents = [replace(one, document_id=_free("d", _document_parts(one), taken)) for one in corpus.documents]
    said = _said(documents)
    new_ids: dict[str, str] = {}
    respondents: list[Respondent] = []
    for respondent in corpus.respondents:
        parts = [*respondent.sources, *said.get(respondent.respondent_id, [])]
        new_ids[respondent.respondent_id] = _free("r", parts, taken)
        respondents.append(replace(respondent, respondent_id=new_ids[respondent.respondent_id]))
    return Corpus(corpus.sources, tuple(_remapped(one, new_ids) for one in documents), tuple(respondents))


def _free(prefix: str, parts: Sequence[str], taken: set[str]) -> str:
    """The id of the parts, numbered when it is taken."""
    same = [part.replace("[Name ", "[Person ") for part in parts]
    found, repeat = stable_id(prefix, *same), 1
    while found in taken:
        repeat += 1
        found = stable_id(prefix, *same, f"repeat {repeat}")
    taken.add(found)
    return found


def _document_parts(document: Document) -> list[str]:
    questions = list(dict.fromkeys(turn.question for turn in document.turns if turn.question))
    return [document.source, document.kind, "\n".join(questions), document.text]


def _said(documents: Sequence[Document]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for document in documents:
        for turn in document.turns:
            if turn.respondent_id:
                words = said.setdefault(turn.respondent_id, [])
                words += [document.source, turn.question, document.text[turn.start : turn.end]]
    return said


def _remapped(document: Document, new_ids: Mapping[str, str]) -> Document:
    turns = tuple(replace(turn, respondent_id=new_ids.get(turn.respondent_id, "")) for turn in document.turns)
    return replace(document, turns=turns)
