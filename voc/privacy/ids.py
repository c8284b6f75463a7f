"""The ids that stay: made from protected words, so that nothing can be looked up by guessing a name."""

from __future__ import annotations

from collections.abc import Sequence

from voc.schema import Corpus, Document, Respondent, Turn, stable_id


def with_final_ids(corpus: Corpus) -> Corpus:
    """Give every document and respondent its id, from protected text and paths; the order of the corpus stays.

    A document's id comes from its source, kind, questions and text, not from its place, so that neither another file
    nor another order changes it; exact repeats within a source are numbered. A respondent's comes from what they said
    and where; those who said exactly the same in the same file are numbered.
    """
    said: dict[str, list[str]] = {one.respondent_id: [*one.sources] for one in corpus.respondents}
    for document in corpus.documents:
        for turn in document.turns:
            words = said.get(turn.respondent_id)
            if words is not None:
                words += (document.source, turn.question, document.text[turn.start : turn.end])
    taken: set[str] = set()
    new_ids = {respondent_id: _free("r", words, taken) for respondent_id, words in said.items()}
    new_ids[""] = ""
    return Corpus(
        sources=corpus.sources,
        documents=tuple(_document(one, _free("d", _parts(one), taken), new_ids) for one in corpus.documents),
        respondents=tuple(
            Respondent(new_ids[one.respondent_id], one.label, one.sources, one.attributes) for one in corpus.respondents
        ),
    )


def _free(prefix: str, parts: Sequence[str], taken: set[str]) -> str:
    """The id of the parts, numbered when it is taken.

    "[Name 2]" counts as "[Person 2]": another file may show that somebody who was spoken of is a respondent.
    """
    text = "\x1f".join(parts)
    if "[Name " in text:
        text = text.replace("[Name ", "[Person ")
    found, repeat = stable_id(prefix, text), 1
    while found in taken:
        repeat += 1
        found = stable_id(prefix, text, f"repeat {repeat}")
    taken.add(found)
    return found


def _parts(document: Document) -> list[str]:
    questions = dict.fromkeys(turn.question for turn in document.turns if turn.question)
    return [document.source, document.kind, "\n".join(questions), document.text]


def _document(document: Document, document_id: str, new_ids: dict[str, str]) -> Document:
    turns = tuple(
        Turn(one.start, one.end, one.speaker, one.role, new_ids.get(one.respondent_id, ""), one.time_s, one.question)
        for one in document.turns
    )
    return Document(
        document_id=document_id,
        source=document.source,
        kind=document.kind,
        text=document.text,
        turns=turns,
        locator=document.locator,
        date=document.date,
        ratings=document.ratings,
        scales=document.scales,
    )
