"""A corpus without its copies: documents leave, people are joined, sources say what became of them."""

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
    """Whether a file is to be counted whatever it repeats; a pattern fits its whole name or its last part."""
    names = (path, path.rsplit("/", 1)[-1])
    return any(name == pattern or fnmatchcase(name, pattern) for name in names for pattern in patterns)


def without(corpus: Corpus, copies: Sequence[Copy]) -> Corpus:
    """The corpus without the copies; their sources get a reason, or a note when only a part of them repeats."""
    if not copies:
        return corpus
    gone = {copy.document.document_id for copy in copies}
    documents = tuple(one for one in corpus.documents if one.document_id not in gone)
    speaking = {turn.respondent_id for one in documents for turn in one.turns}
    joined = {old: new for copy in copies for old, new in _same_people(copy) if old not in speaking}
    return Corpus(
        sources=tuple(_said(source, corpus, copies, gone) for source in corpus.sources),
        documents=documents,
        respondents=_people(corpus.respondents, speaking, joined),
    )


def _same_people(copy: Copy) -> list[tuple[str, str]]:
    """(person of the copy, person of the original), where it is clear who is who: one each, or by equal labels."""
    ours, theirs = _participants(copy.document), _participants(copy.kept)
    if len(ours) == len(theirs) == 1:
        return list(zip(ours, theirs, strict=True))
    by_label = {label.casefold(): person for person, label in theirs.items() if label}
    return [(person, by_label[label.casefold()]) for person, label in ours.items() if label.casefold() in by_label]


def _participants(document: Document) -> dict[str, str]:
    return {turn.respondent_id: turn.speaker for turn in document.turns if turn.respondent_id}


def _people(respondents: Iterable[Respondent], speaking: set[str], joined: Mapping[str, str]) -> tuple[Respondent, ...]:
    """Those who still speak, with the sources and attributes of those who were joined with them."""
    people = {one.respondent_id: one for one in respondents}
    for old, new in joined.items():
        if old != new and old in people and new in people:
            one, other = people[new], people[old]
            people[new] = replace(
                one,
                sources=tuple(sorted({*one.sources, *other.sources})),
                attributes={**other.attributes, **one.attributes},
            )
    return tuple(one for key, one in people.items() if key in speaking)


def _said(source: Source, corpus: Corpus, copies: Sequence[Copy], gone: set[str]) -> Source:
    """The source with what became of it."""
    out = [copy for copy in copies if copy.document.source == source.path]
    if out:
        originals = sorted({copy.kept.source for copy in out})
        hows = Counter(copy.how for copy in out)
        named, how = " and ".join(originals), min(hows, key=lambda one: (-hows[one], one))
        n_all = sum(one.source == source.path for one in corpus.documents)
        if len(out) == n_all:
            reason = (
                f"duplicate of {named} ({how}); counted once. "
                f'[duplicates] keep = ["{source.path.rsplit("/", 1)[-1]}"] in voc.toml counts it.'
            )
            return replace(source, reason=f"{source.reason} {reason}".strip())
        note = f"{len(out)} of {n_all} documents stand in {named} too ({how}) and are counted once."
        return replace(source, notes=(*source.notes, note))
    twins: dict[str, set[str]] = defaultdict(set)
    for copy in copies:
        twins[copy.kept.source].add(copy.document.source)
    if source.path in twins:
        note = f"Also stands in {', '.join(sorted(twins[source.path]))}; counted once, from this file."
        return replace(source, notes=(*source.notes, note))
    return source
