"""Removes copies from a corpus: documents leave, people are joined, sources say what became of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from voc.schema import Corpus, Document, Respondent, Source


@dataclass(frozen=True, slots=True)
class Copy:
    """``document`` repeats ``kept``; ``how`` says in what ("the same words")."""

    document: Document
    kept: Document
    how: str


def is_kept(path: str, patterns: Sequence[str]) -> bool:
    """Whether [duplicates] keep names a file; a pattern matches its whole path or its last part."""
    names = (path, path.rsplit("/", 1)[-1])
    # Compared as it is first: a name with brackets ("notes [1].docx") is no pattern that matches itself.
    return any(name == pattern or fnmatchcase(name, pattern) for name in names for pattern in patterns)


def remove_copies(corpus: Corpus, copies: Sequence[Copy]) -> Corpus:
    """The corpus without the copies; their sources get a reason, or a note when only a part of them repeats."""
    if not copies:
        return corpus
    removed = {copy.document.document_id for copy in copies}
    documents = tuple(document for document in corpus.documents if document.document_id not in removed)
    speaking = {turn.respondent_id for document in documents for turn in document.turns}
    # A person who also speaks elsewhere keeps their own id.
    joined = {old: new for copy in copies for old, new in _same_people(copy).items() if old not in speaking}
    n_documents = Counter(document.source for document in corpus.documents)
    return Corpus(
        sources=tuple(_explain_source(source, n_documents[source.path], copies) for source in corpus.sources),
        documents=documents,
        respondents=_join_people(corpus.respondents, speaking, joined),
    )


def _same_people(copy: Copy) -> dict[str, str]:
    """Person of the copy → person of the original, where it is clear who is who: one each, or by equal labels."""
    copied, originals = _participants(copy.document), _participants(copy.kept)
    if len(copied) == len(originals) == 1:
        return dict(zip(copied, originals, strict=True))
    by_label = {label.casefold(): person for person, label in originals.items() if label}
    return {person: by_label[label.casefold()] for person, label in copied.items() if label.casefold() in by_label}


def _participants(document: Document) -> dict[str, str]:
    return {turn.respondent_id: turn.speaker for turn in document.turns if turn.respondent_id}


def _join_people(
    respondents: Iterable[Respondent], speaking: set[str], joined: Mapping[str, str]
) -> tuple[Respondent, ...]:
    """Those who still speak, with the sources and attributes of those who were joined with them."""
    people = {respondent.respondent_id: respondent for respondent in respondents}
    for old, new in joined.items():
        if old != new and old in people and new in people:
            person, copied = people[new], people[old]
            people[new] = replace(
                person,
                sources=tuple(sorted({*person.sources, *copied.sources})),
                # Where both files know something of a person, the kept one is right.
                attributes={**copied.attributes, **person.attributes},
            )
    return tuple(person for respondent_id, person in people.items() if respondent_id in speaking)


def _explain_source(source: Source, n_documents: int, copies: Sequence[Copy]) -> Source:
    """The source with what became of its documents."""
    own = [copy for copy in copies if copy.document.source == source.path]
    if own:
        originals = " and ".join(sorted({copy.kept.source for copy in own}))
        hows = Counter(copy.how for copy in own)
        how = min(hows, key=lambda text: (-hows[text], text))
        if len(own) == n_documents:
            reason = (
                f"duplicate of {originals} ({how}); counted once. "
                f'[duplicates] keep = ["{source.path.rsplit("/", 1)[-1]}"] in voc.toml counts it.'
            )
            return replace(source, reason=f"{source.reason} {reason}".strip())
        note = f"{len(own)} of {n_documents} documents are also in {originals} ({how}) and are counted once."
        return replace(source, notes=(*source.notes, note))
    repeating: dict[str, set[str]] = defaultdict(set)
    for copy in copies:
        repeating[copy.kept.source].add(copy.document.source)
    if source.path in repeating:
        note = f"Also in {', '.join(sorted(repeating[source.path]))}; counted once, from this file."
        return replace(source, notes=(*source.notes, note))
    return source
