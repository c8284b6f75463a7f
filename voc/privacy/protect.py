"""Replace personal data in a corpus by pseudonyms: in texts, attributes, labels, notes and the names of files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from voc.config import StudyConfig
from voc.privacy.contacts import Detection
from voc.privacy.names import label_name
from voc.privacy.path_names import PathName, certain_names, names_in_paths
from voc.privacy.paths import replace_paths, shown_paths
from voc.privacy.people import (
    TextContext,
    gather_speakers,
    is_name_attribute,
    name_key,
)
from voc.privacy.pseudonyms import (
    Edit,
    PseudonymBook,
    Shift,
    apply_edits,
    is_crossed,
    pseudonym_kind,
    with_final_ids,
)
from voc.privacy.scan import ScanRules, make_rules, plain_words, scan
from voc.privacy.settle import Settlement, find_leftovers, settle
from voc.privacy.study_names import with_found_names
from voc.schema import Corpus, Document, Kind, Progress, Protected, Respondent, Source, Turn, no_progress

T = TypeVar("T")

_DOCUMENTS_PER_REPORT = 1000
"""Documents between two reports of progress."""
_MAX_ROUNDS = 4
"""Rounds of decisions, until no word is replaced in one text and left in another."""
_KINDS: tuple[Kind, ...] = ("interview", "survey", "review")
"""The order in which respondents are numbered: who was met in person comes first."""
_REPEATED = re.compile(r"(\[[^\[\]]{1,80}\])(?:'?, '?\1)+")


def protect(corpus: Corpus, config: StudyConfig | None = None, *, progress: Progress = no_progress) -> Protected:
    """Replace personal data by pseudonyms, and give documents and respondents their final ids.

    Speakers become "[Person 3]" where they are respondents, "[Name 2]" where not, as do other people that a text
    announces. E-mail addresses, telephone numbers, IBANs, card numbers, URLs and handles become "[email 1]", "[phone
    1]", "[iban 1]", "[card 1]", "[url 1]", "[handle 1]"; street addresses, dates of birth, tax and insurance numbers
    and licence plates "[address 1]", "[birthdate 1]", "[tax-id 1]", "[insurance 1]", "[plate 1]"; network addresses,
    user names and numbers of customers or orders "[ip 1]", "[login 1]", "[number 1]". The same original has the same
    pseudonym in the whole study.
    Every respondent's label becomes "Person N", N their position in the sorted corpus. Numbers follow the order of
    first appearance. Offsets of turns are moved exactly.

    Args:
        corpus: as read; respondents' labels and turns' speakers may be names.
        config: ``privacy.names`` always become pseudonyms, ``privacy.keep`` never do;
            ``privacy.pipeline`` names a spaCy pipeline that looks for names too.
        progress: called as ``progress("privacy", documents done, documents)``.

    Raises:
        ConfigError: the pipeline is not installed.

    Returns:
        The corpus without personal data (sources in the order of their original paths), the sorted key, the number of
        places replaced in texts and attributes, by kind ("person", "name", "email" …), and words that looked like
        names and were kept.
    """
    ordered = _sorted(corpus)
    in_paths = names_in_paths(
        (source.path for source in ordered.sources),
        lambda word: any(word in document.text for document in ordered.documents),
    )
    speakers = gather_speakers(ordered, certain_names(in_paths))
    rules = with_found_names(ordered, make_rules(speakers, config))
    scanner = _Scanner(rules)
    settlement = Settlement()
    for _ in range(_MAX_ROUNDS):
        protector = _Protector(scanner, settlement, in_paths)
        protected = protector.corpus(ordered, progress)
        leftovers = find_leftovers(protected, settlement.with_scopes(protector.book.rows()), rules.keep)
        if not leftovers:
            break
        settlement = settle(settlement, leftovers, ordered, rules, protector.book)
    key = settlement.with_scopes(protector.book.rows())
    counts = dict(sorted(protector.counts.items()))
    return Protected(with_final_ids(protected), key, counts, settlement.kept)


def _sorted(corpus: Corpus) -> Corpus:
    """Sources by path, documents by source (their order within it stays), respondents by kind and first document."""
    documents = tuple(sorted(corpus.documents, key=lambda document: document.source))
    first: dict[str, tuple[int, int, int]] = {}
    for rank, kind in enumerate(_KINDS):
        for position, document in enumerate(documents):
            if document.kind == kind:
                for at, turn in enumerate(document.turns):
                    first.setdefault(turn.respondent_id, (rank, position, at))
    last = (len(_KINDS), 0, 0)
    respondents = sorted(
        corpus.respondents,
        key=lambda respondent: (first.get(respondent.respondent_id, last), respondent.sources, respondent.label),
    )
    sources = tuple(sorted(corpus.sources, key=lambda source: source.path))
    return Corpus(sources, documents, tuple(respondents), corpus.names)


class _Scanner:
    """Finds personal data once in every text, however often the corpus is protected."""

    def __init__(self, rules: ScanRules) -> None:
        self.rules = rules
        self._detections: dict[tuple[str, TextContext, tuple[int, ...]], list[Detection]] = {}

    def find(self, text: str, context: TextContext, borders: Sequence[int]) -> list[Detection]:
        """The detections in a text, none of them across a border, so that every turn keeps its words."""
        place = (text, context, tuple(borders))
        if place not in self._detections:
            detections = scan(text, context, self.rules)
            bounds = sorted({0, len(text), *borders}) if detections else []
            if is_crossed(((detection.start, detection.end) for detection in detections), bounds):
                detections = [
                    replace(detection, start=detection.start + start, end=detection.end + start)
                    for start, end in pairwise(bounds)
                    for detection in scan(text[start:end], context, self.rules)
                ]
            self._detections[place] = detections
        return self._detections[place]


class _Protector:
    """Protects a corpus with the same pseudonyms everywhere, and counts the places in texts and attributes."""

    def __init__(self, scanner: _Scanner, settlement: Settlement, in_paths: Mapping[str, Sequence[PathName]]) -> None:
        self.counts: Counter[str] = Counter()
        self.book = PseudonymBook(scanner.rules.same)
        self._scanner = scanner
        self._rules = scanner.rules
        self._speakers = scanner.rules.speakers
        self._settlement = settlement
        self._in_paths = in_paths
        self._paths: Mapping[str, str] = {}
        self._notes: dict[tuple[str, TextContext], str] = {}

    def corpus(self, corpus: Corpus, progress: Progress) -> Corpus:
        """The corpus without personal data; its ids are still those of the readers."""
        self._paths = shown_paths(corpus, self._rules, self.book, self._in_paths, self._settlement)
        documents = []
        for done, document in enumerate(corpus.documents):
            if done % _DOCUMENTS_PER_REPORT == 0:
                progress("privacy", done, len(corpus.documents))
            documents.append(self.document(document))
        respondents = tuple(map(self.respondent, corpus.respondents))
        sources = tuple(map(self.source, corpus.sources))
        progress("privacy", len(documents), len(documents))
        # The check of what leaves the house looks for every word that was looked for here.
        for word, person in self._rules.known.items():
            self.book.add_part(person, word)
        return Corpus(sources, tuple(documents), respondents)

    def document(self, document: Document) -> Document:
        context = self._speakers.document_context(document)
        # In a table, who answers a question is no speaker of the question.
        question_context = context if context.is_interview else TextContext()
        borders = sorted({offset for turn in document.turns for offset in (turn.start, turn.end)})
        edits = self._edits(document.text, context, borders)
        self._count(edits)
        shift = Shift(edits)
        turns = tuple(
            replace(
                turn,
                start=shift(turn.start),
                end=shift(turn.end),
                speaker=self._speaker(turn, context) if turn.speaker else "",
                question=self._note(turn.question, question_context),
            )
            for turn in document.turns
        )
        source = self._paths.get(document.source, document.source)
        return replace(
            document,
            source=source,
            text=apply_edits(document.text, edits),
            turns=turns,
            locator=self._note(document.locator, question_context),
            ratings=self._heads(document.ratings, question_context),
            scales=self._heads(document.scales, question_context),
        )

    def respondent(self, respondent: Respondent) -> Respondent:
        person = self._speakers.person_of[respondent.respondent_id]
        if label_name(respondent.label):
            self.book.name(person, respondent.label)
        attributes = {}
        for name, value in respondent.attributes.items():
            if is_name_attribute(name) and label_name(value):
                edits = [Edit(0, len(value), self.book.name(person, value))]
            else:
                edits = self._edits(value, TextContext(frozenset((person,))))
            self._count(edits)
            attributes[name] = apply_edits(value, edits)
        sources = tuple(self._paths.get(path, path) for path in respondent.sources)
        attributes = self._heads(attributes, TextContext())
        return replace(respondent, label=person, sources=sources, attributes=attributes)

    def source(self, source: Source) -> Source:
        context = self._speakers.source_context(source.path)
        reason, *notes = (
            # Two labels of a person in a row have the same pseudonym.
            _REPEATED.sub(r"\1", self._note(replace_paths(text, self._paths), context))
            for text in (source.reason, *source.notes)
        )
        return replace(source, path=self._paths[source.path], reason=reason, notes=tuple(notes))

    def _edits(self, text: str, context: TextContext, borders: Sequence[int] = ()) -> list[Edit]:
        """The replacements in a text, none of them across a border."""
        detections = self._scanner.find(text, context, borders)
        return [
            Edit(name.start, name.end, self.book.pseudonym(name.kind, name.key, text[name.start : name.end]))
            for name in self._settlement.apply(text, detections, self.book.same, borders)
        ]

    def _heads(self, values: Mapping[str, T], context: TextContext) -> dict[str, T]:
        """Values by the heads of their columns, protected; heads that become equal are numbered."""
        heads: dict[str, T] = {}
        for head, value in values.items():
            name = shown = self._note(head, context)
            number = 2
            while shown in heads:
                shown, number = f"{name} ({number})", number + 1
            heads[shown] = value
        return heads

    def _count(self, edits: Sequence[Edit]) -> None:
        self.counts.update(pseudonym_kind(edit.pseudonym) for edit in edits)

    def _note(self, text: str, context: TextContext) -> str:
        """A short text beside the documents (a question, a note), protected, but not counted as a place."""
        if not text:
            return ""
        # The same question comes with every answer to it.
        if (text, context) not in self._notes:
            self._notes[text, context] = apply_edits(text, self._edits(text, context))
        return self._notes[text, context]

    def _speaker(self, turn: Turn, context: TextContext) -> str:
        """Return the label to show for a speaker: a pseudonym for a name, else the label itself."""
        name = label_name(turn.speaker)
        if not name or plain_words(turn.speaker) in self._rules.keep:
            return self._note(turn.speaker, context)
        person = self._speakers.person_of.get(turn.respondent_id)
        if person is not None:
            return self.book.name(person, turn.speaker)
        match = self._speakers.match(name, context, announced=True)
        return self.book.name(match.person if match.n_words == len(name) else name_key(name), turn.speaker)
