"""Remove copies from a corpus: drop their documents, merge their people, and note it at their sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from voc.files.decode import count_characters
from voc.schema import CharacterCount, Corpus, Document, Respondent, Source


@dataclass(frozen=True, slots=True)
class Copy:
    """``document`` is a copy of ``kept``; ``how`` says in what they agree ("the same words")."""

    document: Document
    kept: Document
    how: str


def is_kept(path: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern of [duplicates] keep matches a file's whole path or its name."""
    names = (path, path.rsplit("/", 1)[-1])
    # Also compared literally: as a pattern, a name with brackets ("notes [1].docx") does not match itself.
    return any(name == pattern or fnmatchcase(name, pattern) for name in names for pattern in patterns)


def remove_copies(corpus: Corpus, copies: Sequence[Copy]) -> Corpus:
    """The corpus without the copies; a source gets a reason when all of it is copied, a note when a part is."""
    if not copies:
        return corpus
    removed = {copy.document.document_id for copy in copies}
    documents = tuple(document for document in corpus.documents if document.document_id not in removed)
    speaking = {turn.respondent_id for document in documents for turn in document.turns}
    # A person who also speaks in another document keeps their own id.
    merged = {old: new for copy in copies for old, new in _same_people(copy).items() if old not in speaking}
    n_documents = Counter(document.source for document in corpus.documents)
    return Corpus(
        sources=tuple(_explain_source(source, n_documents[source.path], copies) for source in corpus.sources),
        documents=documents,
        respondents=_merge_people(corpus.respondents, speaking, merged),
        names=corpus.names,
    )


def _same_people(copy: Copy) -> dict[str, str]:
    """Person in the copy → person in the original, when each has one participant or their labels are equal."""
    copied, originals = _participants(copy.document), _participants(copy.kept)
    if len(copied) == len(originals) == 1:
        return dict(zip(copied, originals, strict=True))
    by_label = {label.casefold(): person for person, label in originals.items() if label}
    return {person: by_label[label.casefold()] for person, label in copied.items() if label.casefold() in by_label}


def _participants(document: Document) -> dict[str, str]:
    return {turn.respondent_id: turn.speaker for turn in document.turns if turn.respondent_id}


def _merge_people(
    respondents: Iterable[Respondent], speaking: set[str], merged: Mapping[str, str]
) -> tuple[Respondent, ...]:
    """The respondents who still speak, with the sources and attributes of those merged into them."""
    people = {respondent.respondent_id: respondent for respondent in respondents}
    for old, new in merged.items():
        if old != new and old in people and new in people:
            person, copied = people[new], people[old]
            people[new] = replace(
                person,
                sources=tuple(sorted({*person.sources, *copied.sources})),
                # Where both files have an attribute, that of the kept file wins.
                attributes={**copied.attributes, **person.attributes},
            )
    return tuple(person for respondent_id, person in people.items() if respondent_id in speaking)


def _explain_source(source: Source, n_documents: int, copies: Sequence[Copy]) -> Source:
    own = [copy for copy in copies if copy.document.source == source.path]
    if own:
        source = replace(source, characters=_without_copies(source.characters, own))
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
    repeated_in = sorted({copy.document.source for copy in copies if copy.kept.source == source.path})
    if not repeated_in:
        return source
    return replace(source, notes=(*source.notes, f"Also in {', '.join(repeated_in)}; counted once, from this file."))


def _without_copies(count: CharacterCount | None, copies: Iterable[Copy]) -> CharacterCount | None:
    """The characters of a source whose copies are no longer used."""
    if count is None:
        return None
    documents = (copy.document for copy in copies)
    n = sum(count_characters(own.text[turn.start : turn.end]) for own in documents for turn in own.turns)
    # Translations are found in texts with pseudonyms, which may be longer than the names in the file were.
    n = min(n, count.used)
    left_out = Counter(count.left_out) + Counter({"copies": n})
    return CharacterCount(count.total, count.used - n, left_out)
