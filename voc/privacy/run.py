"""Corpus → Protected: the stage itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from voc.config import StudyConfig
from voc.privacy.contacts import Find
from voc.privacy.ids import with_final_ids
from voc.privacy.names import label_name
from voc.privacy.paths import protected_paths
from voc.privacy.people import People, gather, is_name_attribute, name_key, person_key
from voc.privacy.replace import Edit, Shift, replaced
from voc.privacy.scan import Rules, rules, scan
from voc.schema import Corpus, Document, Progress, Protected, Pseudonym, Respondent, Source, Turn, no_progress

_STEP = 1000
"""Documents between two reports of progress."""


def protect(corpus: Corpus, config: StudyConfig | None = None, *, progress: Progress = no_progress) -> Protected:
    """Replace personal data by pseudonyms, and give documents and respondents their final ids.

    Speakers become "[Person 3]" where they are respondents, "[Name 2]" where not, as do other people that a text
    announces; e-mail addresses, telephone numbers, IBANs, card numbers, URLs and handles become "[email 1]", "[phone
    1]", "[iban 1]", "[card 1]", "[url 1]", "[handle 1]". The same original has the same pseudonym in the whole study.
    Every respondent's label becomes "Person N", N their place in the sorted corpus. Numbers follow the order of first
    appearance. Offsets of turns are moved exactly.

    Args:
        corpus: as read; respondents' labels and turns' speakers may be names.
        config: ``privacy.names`` always become pseudonyms, ``privacy.keep`` never do.
        progress: called as ``progress("privacy", documents done, documents)``.

    Returns:
        The corpus without personal data (sources in the order of their original paths), the sorted key, and the
        number of places replaced in texts and attributes, by kind ("person", "name", "email" …).
    """
    privacy = (config or StudyConfig()).privacy
    ordered = _sorted(corpus)
    people = gather(ordered)
    book = _Book(people, rules(people, privacy.names, privacy.keep))
    places = {one.respondent_id: place for place, one in enumerate(ordered.respondents)}
    kept = {" ".join(word.split()).casefold() for word in privacy.keep}
    paths = protected_paths(ordered.sources, people, lambda person, original: book.pseudonym("name", person, original))
    documents = []
    for done, document in enumerate(ordered.documents):
        if done % _STEP == 0:
            progress("privacy", done, len(ordered.documents))
        documents.append(_document(document, book, paths, places, kept))
    respondents = tuple(_respondent(one, place, book, paths) for place, one in enumerate(ordered.respondents))
    sources = tuple(_source(source, book, paths) for source in ordered.sources)
    progress("privacy", len(documents), len(documents))
    final = with_final_ids(Corpus(sources, tuple(documents), respondents))
    return Protected(corpus=final, key=book.key(), counts=dict(sorted(book.counts.items())))


def _sorted(corpus: Corpus) -> Corpus:
    """Sources by path, documents by source (their order within it stays), respondents by their first document."""
    documents = tuple(sorted(corpus.documents, key=lambda document: document.source))
    first: dict[str, int] = {}
    for place, document in enumerate(documents):
        for at, turn in enumerate(document.turns):
            first.setdefault(turn.respondent_id, place * 1_000_000 + min(at, 999_999))
    return Corpus(
        sources=tuple(sorted(corpus.sources, key=lambda source: source.path)),
        documents=documents,
        respondents=tuple(
            sorted(
                corpus.respondents,
                key=lambda one: (first.get(one.respondent_id, len(documents) * 1_000_000), one.sources, one.label),
            )
        ),
    )


class _Book:
    """Hands out pseudonyms in the order in which they are asked for, and counts the places."""

    def __init__(self, people: People, rule: Rules) -> None:
        self.people = people
        self.counts: Counter[str] = Counter()
        self._rule = rule
        self._given: dict[tuple[str, str], str] = {}
        self._numbers: Counter[str] = Counter()
        self._originals: set[tuple[str, str, str]] = set()
        self._cache: dict[tuple[str, str], str] = {}

    def pseudonym(self, kind: str, key: str, original: str) -> str:
        """The pseudonym of an original; equal (kind, key) means the same one."""
        given = self._given.get((kind, key))
        if given is None:
            if key.startswith("Person ") and kind == "name":
                given = f"[{key}]"
            else:
                self._numbers[kind] += 1
                given = f"[{'Name' if kind == 'name' else kind} {self._numbers[kind]}]"
            self._given[kind, key] = given
        written = original.replace("_", " ") if kind == "name" else original
        self._originals.add((given[1:].split(" ")[0].lower(), given, " ".join(written.split())))
        return given

    def edits(self, text: str, source: str, borders: set[int]) -> list[Edit]:
        """The replacements in a text, none of them across a border. Counts them."""
        finds = scan(text, source, self._rule)
        if any(find.start < border < find.end for find in finds for border in borders):
            bounds = sorted({0, len(text), *borders})
            finds = [
                Find(find.start + start, find.end + start, find.kind, find.key)
                for start, end in pairwise(bounds)
                for find in scan(text[start:end], source, self._rule)
            ]
        edits = []
        for find in finds:
            new = self.pseudonym(find.kind, find.key, text[find.start : find.end])
            self.counts[new[1:].split(" ")[0].lower()] += 1
            edits.append(Edit(find.start, find.end, new))
        return edits

    def aside(self, text: str, source: str) -> str:
        """A short text beside the documents (a question, a note), protected, but not counted as a place."""
        if not text:
            return ""
        if (text, source) not in self._cache:
            before = self.counts.copy()
            self._cache[text, source] = replaced(text, self.edits(text, source, set()))
            self.counts = before
        return self._cache[text, source]

    def key(self) -> tuple[Pseudonym, ...]:
        """The key, by kind, number and original."""
        rows = sorted(self._originals, key=lambda row: (row[0], int(row[1].rsplit(" ", 1)[1][:-1]), row[2]))
        return tuple(Pseudonym(*row) for row in rows)


def _document(
    document: Document, book: _Book, paths: dict[str, str], places: dict[str, int], kept: set[str]
) -> Document:
    borders = {offset for turn in document.turns for offset in (turn.start, turn.end)}
    edits = book.edits(document.text, document.source, borders)
    shift = Shift(edits)
    return replace(
        document,
        text=replaced(document.text, edits),
        source=paths.get(document.source, document.source),
        turns=tuple(
            replace(
                turn,
                start=shift(turn.start),
                end=shift(turn.end),
                speaker=_speaker(turn, document, book, places, kept),
                question=book.aside(turn.question, document.source),
            )
            for turn in document.turns
        ),
    )


def _speaker(turn: Turn, document: Document, book: _Book, places: dict[str, int], kept: set[str]) -> str:
    """A speaker's label as it is shown: a pseudonym for a name, else as it was."""
    name = label_name(turn.speaker)
    if not name or turn.speaker.casefold() in kept:
        return book.aside(turn.speaker, document.source) if "@" in turn.speaker else turn.speaker
    position = places.get(turn.respondent_id)
    if position is not None:
        return book.pseudonym("name", person_key(position), turn.speaker)
    length, person = book.people.find(name, document.source)
    return book.pseudonym("name", person if length == len(name) else name_key(name), turn.speaker)


def _respondent(respondent: Respondent, place: int, book: _Book, paths: dict[str, str]) -> Respondent:
    if label_name(respondent.label):
        book.pseudonym("name", person_key(place), respondent.label)
    source = respondent.sources[0] if respondent.sources else ""
    attributes = {}
    for name, value in respondent.attributes.items():
        if is_name_attribute(name) and label_name(value):
            attributes[name] = book.pseudonym("name", person_key(place), value)
            book.counts["person"] += 1
        else:
            attributes[name] = replaced(value, book.edits(value, source, set()))
    return replace(
        respondent,
        label=person_key(place),
        sources=tuple(paths.get(path, path) for path in respondent.sources),
        attributes=attributes,
    )


def _source(source: Source, book: _Book, paths: dict[str, str]) -> Source:
    return replace(
        source,
        path=paths[source.path],
        reason=book.aside(source.reason, source.path),
        notes=tuple(book.aside(note, source.path) for note in source.notes),
    )
