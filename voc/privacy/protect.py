"""Corpus → Protected: the stage itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from voc.config import StudyConfig
from voc.privacy.contacts import Find
from voc.privacy.entities import load_entities
from voc.privacy.ids import with_final_ids
from voc.privacy.names import label_name
from voc.privacy.paths import protected_paths, without_accounts
from voc.privacy.people import People, Place, gather, is_name_attribute, name_key, person_key
from voc.privacy.replace import Edit, Shift, is_crossed, replaced
from voc.privacy.scan import Rules, rules, scan
from voc.schema import Corpus, Document, Kind, Progress, Protected, Pseudonym, Respondent, Source, Turn, no_progress

_STEP = 1000
"""Documents between two reports of progress."""
_KINDS: tuple[Kind, ...] = ("interview", "survey", "review")
"""The order in which respondents are numbered: who was met in person comes first."""


def protect(corpus: Corpus, config: StudyConfig | None = None, *, progress: Progress = no_progress) -> Protected:
    """Replace personal data by pseudonyms, and give documents and respondents their final ids.

    Speakers become "[Person 3]" where they are respondents, "[Name 2]" where not, as do other people that a text
    announces. E-mail addresses, telephone numbers, IBANs, card numbers, URLs and handles become "[email 1]", "[phone
    1]", "[iban 1]", "[card 1]", "[url 1]", "[handle 1]"; street addresses, dates of birth, tax and insurance numbers
    and licence plates "[address 1]", "[birthdate 1]", "[tax-id 1]", "[insurance 1]", "[plate 1]". The same original
    has the same pseudonym in the whole study.
    Every respondent's label becomes "Person N", N their place in the sorted corpus. Numbers follow the order of first
    appearance. Offsets of turns are moved exactly.

    Args:
        corpus: as read; respondents' labels and turns' speakers may be names.
        config: ``privacy.names`` always become pseudonyms, ``privacy.keep`` never do;
            ``privacy.pipeline`` names a spaCy pipeline that looks for names too.
        progress: called as ``progress("privacy", documents done, documents)``.

    Raises:
        ConfigError: the pipeline is not installed.

    Returns:
        The corpus without personal data (sources in the order of their original paths), the sorted key, and the
        number of places replaced in texts and attributes, by kind ("person", "name", "email" …).
    """
    privacy = (config or StudyConfig()).privacy
    entities = load_entities(privacy.pipeline) if privacy.pipeline else None
    ordered = _sorted(corpus)
    people = gather(ordered)
    book = _Book(people, rules(people, privacy.names, privacy.keep, entities))
    kept = {" ".join(word.split()).casefold() for word in privacy.keep}
    paths = protected_paths(ordered.sources, people, book.name)
    documents = []
    for done, document in enumerate(ordered.documents):
        if done % _STEP == 0:
            progress("privacy", done, len(ordered.documents))
        documents.append(_document(document, book, paths, kept))
    respondents = tuple(_respondent(one, place, book, paths) for place, one in enumerate(ordered.respondents))
    sources = tuple(_source(source, book, paths) for source in ordered.sources)
    progress("privacy", len(documents), len(documents))
    known = Corpus(sources, tuple(documents), respondents)
    final = with_final_ids(
        _renamed(known, without_accounts([one.path for one in sources], book.full_names(), book.name))
    )
    return Protected(corpus=final, key=book.key(), counts=dict(sorted(book.counts.items())))


def _renamed(corpus: Corpus, paths: dict[str, str]) -> Corpus:
    """The corpus with other paths for some of its sources."""
    if not paths:
        return corpus

    def told(text: str) -> str:
        return _with_paths(text, paths)

    return Corpus(
        sources=tuple(
            replace(
                one,
                path=paths.get(one.path, one.path),
                reason=told(one.reason),
                notes=tuple(told(n) for n in one.notes),
            )
            for one in corpus.sources
        ),
        documents=tuple(replace(one, source=paths.get(one.source, one.source)) for one in corpus.documents),
        respondents=tuple(
            replace(one, sources=tuple(paths.get(path, path) for path in one.sources)) for one in corpus.respondents
        ),
    )


def _sorted(corpus: Corpus) -> Corpus:
    """Sources by path, documents by source (their order within it stays), respondents by kind and first document."""
    documents = tuple(sorted(corpus.documents, key=lambda document: document.source))
    first: dict[str, tuple[int, int, int]] = {}
    for rank, kind in enumerate(_KINDS):
        for place, document in enumerate(documents):
            if document.kind == kind:
                for at, turn in enumerate(document.turns):
                    first.setdefault(turn.respondent_id, (rank, place, at))
    return Corpus(
        sources=tuple(sorted(corpus.sources, key=lambda source: source.path)),
        documents=documents,
        respondents=tuple(
            sorted(
                corpus.respondents,
                key=lambda one: (first.get(one.respondent_id, (len(_KINDS), 0, 0)), one.sources, one.label),
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
        self._cache: dict[tuple[str, Place], str] = {}

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

    def name(self, person: str, original: str) -> str:
        """The pseudonym of a person."""
        return self.pseudonym("name", person, original)

    def full_names(self) -> list[tuple[tuple[str, ...], str]]:
        """(words, person) of every name of two or more words that was met, sorted."""
        persons = {given: key for (kind, key), given in self._given.items() if kind == "name"}
        found = {(tuple(written.split()), persons[given]) for _, given, written in self._originals if given in persons}
        return sorted((words, person) for words, person in found if len(words) > 1)

    def edits(self, text: str, place: Place, borders: set[int]) -> list[Edit]:
        """The replacements in a text, none of them across a border. Counts them."""
        finds = scan(text, place, self._rule)
        bounds = sorted({0, len(text), *borders}) if finds else []
        if is_crossed(((find.start, find.end) for find in finds), bounds):
            finds = [
                Find(find.start + start, find.end + start, find.kind, find.key)
                for start, end in pairwise(bounds)
                for find in scan(text[start:end], place, self._rule)
            ]
        edits = []
        for find in finds:
            new = self.pseudonym(find.kind, find.key, text[find.start : find.end])
            self.counts[new[1:].split(" ")[0].lower()] += 1
            edits.append(Edit(find.start, find.end, new))
        return edits

    def aside(self, text: str, place: Place) -> str:
        """A short text beside the documents (a question, a note), protected, but not counted as a place."""
        if not text:
            return ""
        if (text, place) not in self._cache:
            before = self.counts.copy()
            self._cache[text, place] = replaced(text, self.edits(text, place, set()))
            self.counts = before
        return self._cache[text, place]

    def key(self) -> tuple[Pseudonym, ...]:
        """The key, by kind, number and original."""
        rows = sorted(self._originals, key=lambda row: (row[0], int(row[1].rsplit(" ", 1)[1][:-1]), row[2]))
        return tuple(Pseudonym(*row) for row in rows)


def _document(document: Document, book: _Book, paths: dict[str, str], kept: set[str]) -> Document:
    place = book.people.place(document)
    aside = place if place.talk else Place()
    borders = {offset for turn in document.turns for offset in (turn.start, turn.end)}
    edits = book.edits(document.text, place, borders)
    shift = Shift(edits)
    turns = [
        Turn(
            start=shift(turn.start),
            end=shift(turn.end),
            speaker=_speaker(turn, place, book, kept) if turn.speaker else "",
            role=turn.role,
            respondent_id=turn.respondent_id,
            time_s=turn.time_s,
            question=book.aside(turn.question, aside),
        )
        for turn in document.turns
    ]
    return Document(
        document_id=document.document_id,
        source=paths.get(document.source, document.source),
        kind=document.kind,
        text=replaced(document.text, edits),
        turns=tuple(turns),
        locator=document.locator,
        date=document.date,
        ratings=document.ratings,
        scales=document.scales,
    )


def _speaker(turn: Turn, place: Place, book: _Book, kept: set[str]) -> str:
    """A speaker's label as it is shown: a pseudonym for a name, else as it was."""
    name = label_name(turn.speaker)
    if not name or " ".join(turn.speaker.split()).casefold() in kept:
        return book.aside(turn.speaker, place)
    position = book.people.positions.get(turn.respondent_id)
    if position is not None:
        return book.pseudonym("name", person_key(position), turn.speaker)
    length, person = book.people.find(name, place, announced=True)
    return book.pseudonym("name", person if length == len(name) else name_key(name), turn.speaker)


def _respondent(respondent: Respondent, position: int, book: _Book, paths: dict[str, str]) -> Respondent:
    if label_name(respondent.label):
        book.pseudonym("name", person_key(position), respondent.label)
    place = Place(frozenset((person_key(position),)), talk=False)
    attributes = {}
    for name, value in respondent.attributes.items():
        if is_name_attribute(name) and label_name(value):
            attributes[name] = book.pseudonym("name", person_key(position), value)
            book.counts["person"] += 1
        else:
            attributes[name] = replaced(value, book.edits(value, place, set()))
    return Respondent(
        respondent_id=respondent.respondent_id,
        label=person_key(position),
        sources=tuple(paths.get(path, path) for path in respondent.sources),
        attributes=attributes,
    )


def _source(source: Source, book: _Book, paths: dict[str, str]) -> Source:
    place = book.people.source_place(source.path)

    def shown(text: str) -> str:
        return book.aside(_with_paths(text, paths), place)

    return replace(
        source, path=paths[source.path], reason=shown(source.reason), notes=tuple(shown(note) for note in source.notes)
    )


def _with_paths(text: str, paths: dict[str, str]) -> str:
    """A text about sources with the paths, and the names of files, that are shown."""
    if not text:
        return text
    for old in sorted((path for path in paths if path != paths[path]), key=lambda path: (-len(path), path)):
        new = paths[old]
        if old in text:
            text = text.replace(old, new)
        last = old.rsplit("/", 1)[-1]
        if last in text:
            text = text.replace(last, new.rsplit("/", 1)[-1])
    return text
