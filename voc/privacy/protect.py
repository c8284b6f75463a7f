"""Replace personal data in a corpus by pseudonyms: in texts, attributes, labels, notes and the names of files."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import PurePosixPath

from voc.config import StudyConfig
from voc.privacy.names import is_unknown, label_name
from voc.privacy.people import (
    Name,
    NameMatch,
    Speakers,
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
from voc.privacy.recogniser import can_spread
from voc.privacy.scan import ScanRules, make_rules, plain_words, scan
from voc.schema import Corpus, Document, Kind, Progress, Protected, Respondent, Source, Turn, no_progress

_DOCUMENTS_PER_REPORT = 1000
"""Documents between two reports of progress."""
_KINDS: tuple[Kind, ...] = ("interview", "survey", "review")
"""The order in which respondents are numbered: who was met in person comes first."""
_MAX_PATH_NAME_WORDS = 5
"""Words of a path that are compared with a name at once; labels have at most as many."""
_MIN_ACCOUNT = 5
"""Letters of the shortest account ("amueller") that is looked for: shorter ones are ordinary words too often."""

_PATH_WORD = re.compile(r"[^\W\d_]+")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def protect(corpus: Corpus, config: StudyConfig | None = None, *, progress: Progress = no_progress) -> Protected:
    """Replace personal data by pseudonyms, and give documents and respondents their final ids.

    Speakers become "[Person 3]" where they are respondents, "[Name 2]" where not, as do other people that a text
    announces. E-mail addresses, telephone numbers, IBANs, card numbers, URLs and handles become "[email 1]", "[phone
    1]", "[iban 1]", "[card 1]", "[url 1]", "[handle 1]"; street addresses, dates of birth, tax and insurance numbers
    and licence plates "[address 1]", "[birthdate 1]", "[tax-id 1]", "[insurance 1]", "[plate 1]"; network addresses and
    user names "[ip 1]", "[login 1]". The same original
    has the same pseudonym in the whole study.
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
        The corpus without personal data (sources in the order of their original paths), the sorted key, and the
        number of places replaced in texts and attributes, by kind ("person", "name", "email" …).
    """
    ordered = _sorted(corpus)
    speakers = gather_speakers(ordered)
    book = PseudonymBook()
    rules = make_rules(speakers, config)
    rules = _with_found_names(ordered, rules)
    protector = _Protector(rules, book, _shown_paths(ordered.sources, speakers, book))
    documents = []
    for done, document in enumerate(ordered.documents):
        if done % _DOCUMENTS_PER_REPORT == 0:
            progress("privacy", done, len(ordered.documents))
        documents.append(protector.document(document))
    respondents = tuple(map(protector.respondent, ordered.respondents))
    sources = tuple(map(protector.source, ordered.sources))
    progress("privacy", len(documents), len(documents))
    protected = Corpus(sources, tuple(documents), respondents)
    # Accounts need the full names that were found in all texts, so that file names change once more at the end.
    paths = _paths_without_accounts([source.path for source in sources], book, rules.known)
    final = with_final_ids(_with_paths(protected, paths))
    return Protected(corpus=final, key=book.rows(), counts=dict(sorted(protector.counts.items())))


def _with_found_names(corpus: Corpus, rules: ScanRules) -> ScanRules:
    """The rules with the names that any text of the study gives away, so that they are found in all of them.

    Words that can be nothing but names are found by themselves, others in full names alone. A first name of several
    people, or a surname, has a key of its own.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    full: set[Name] = set()
    for document in corpus.documents:
        context = rules.speakers.document_context(document)
        for text in (document.text, *dict.fromkeys(turn.question for turn in document.turns)):
            for detection in scan(text, context, rules):
                if detection.kind == "name":
                    name = unicodedata.normalize("NFC", text[detection.start : detection.end])
                    words = _NAME_WORD.findall(name.title() if name.islower() else name)
                    if len(words) > 1 and detection.key == name_key(words):
                        full.add(tuple(words))
                    for word in filter(can_spread, words):
                        owners[word].add(detection.key)
    known = {word: next(iter(keys)) if len(keys) == 1 else name_key((word,)) for word, keys in owners.items()}
    # "Wiebkes" beside "Wiebke" is her genitive.
    known = {word: key for word, key in known.items() if not (word.endswith("s") and word[:-1] in known)}
    names = {first: list(others) for first, others in rules.names.items()}
    for full_name in sorted(full, key=lambda words: (-len(words), words)):
        names.setdefault(full_name[0], []).append(full_name)
    return replace(rules, known=known, names=names)


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


class _Protector:
    """Protects the parts of one corpus with the same pseudonyms, and counts the places in texts and attributes.

    ``paths`` maps each source's path to the path that is shown.
    """

    def __init__(self, rules: ScanRules, book: PseudonymBook, paths: Mapping[str, str]) -> None:
        self.counts: Counter[str] = Counter()
        self._rules = rules
        self._speakers = rules.speakers
        self._book = book
        self._paths = paths
        self._notes: dict[tuple[str, TextContext], str] = {}

    def document(self, document: Document) -> Document:
        context = self._speakers.document_context(document)
        # In a table, who answers a question is no speaker of the question.
        question_context = context if context.is_interview else TextContext()
        borders = {offset for turn in document.turns for offset in (turn.start, turn.end)}
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
        return replace(document, source=source, text=apply_edits(document.text, edits), turns=turns)

    def respondent(self, respondent: Respondent) -> Respondent:
        person = self._speakers.person_of[respondent.respondent_id]
        if label_name(respondent.label):
            self._book.name(person, respondent.label)
        attributes = {}
        for name, value in respondent.attributes.items():
            if is_name_attribute(name) and label_name(value):
                edits = [Edit(0, len(value), self._book.name(person, value))]
            else:
                edits = self._edits(value, TextContext(frozenset((person,))))
            self._count(edits)
            attributes[name] = apply_edits(value, edits)
        sources = tuple(self._paths.get(path, path) for path in respondent.sources)
        return replace(respondent, label=person, sources=sources, attributes=attributes)

    def source(self, source: Source) -> Source:
        context = self._speakers.source_context(source.path)
        reason, *notes = (
            self._note(_replace_paths(text, self._paths), context) for text in (source.reason, *source.notes)
        )
        return replace(source, path=self._paths[source.path], reason=reason, notes=tuple(notes))

    def _edits(self, text: str, context: TextContext, borders: Iterable[int] = ()) -> list[Edit]:
        """The replacements in a text, none of them across a border, so that every turn keeps its words."""
        detections = scan(text, context, self._rules)
        bounds = sorted({0, len(text), *borders}) if detections else []
        if is_crossed(((detection.start, detection.end) for detection in detections), bounds):
            detections = [
                replace(detection, start=detection.start + start, end=detection.end + start)
                for start, end in pairwise(bounds)
                for detection in scan(text[start:end], context, self._rules)
            ]
        edits = []
        for detection in detections:
            original = text[detection.start : detection.end]
            pseudonym = self._book.pseudonym(detection.kind, detection.key, original)
            edits.append(Edit(detection.start, detection.end, pseudonym))
        return edits

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
            return self._book.name(person, turn.speaker)
        match = self._speakers.match(name, context, announced=True)
        return self._book.name(match.person if match.n_words == len(name) else name_key(name), turn.speaker)


# ---------------------------------------------------------------------------------------------------------- file names


def _shown_paths(sources: Sequence[Source], speakers: Speakers, book: PseudonymBook) -> dict[str, str]:
    """Map each source's path to the path that is shown; ``sources`` are sorted by path.

    A full name of any speaker is replaced, in one word too ("amueller"); a first name or surname alone only in an
    interview where its owner speaks. Paths that become equal are numbered: "talk (2).md".
    """
    shown: dict[str, str] = {}
    taken: set[str] = set()
    for source in sources:
        path = unicodedata.normalize("NFC", source.path)
        if speakers.spellings:
            path = apply_edits(path, _path_edits(path, speakers, speakers.source_context(source.path), book))
        path = _numbered(path, taken)
        taken.add(path)
        shown[source.path] = path
    return shown


def _path_edits(path: str, speakers: Speakers, context: TextContext, book: PseudonymBook) -> list[Edit]:
    matches = list(_PATH_WORD.finditer(path))
    # File names are often in lower case, and names are known with a capital.
    words = [match.group()[:1].upper() + match.group()[1:] for match in matches]
    accounts = {
        account: person
        for person in sorted(context.speakers)
        for name in speakers.names.get(person, ())
        for account in _accounts(name)
    }
    edits: list[Edit] = []
    position = 0
    while position < len(words):
        name = speakers.match(words[position : position + _MAX_PATH_NAME_WORDS], context)
        is_name = name.n_words > 1 or name.person in context.speakers
        if not (name.n_words and is_name and _are_adjacent(path, matches[position : position + name.n_words])):
            name = NameMatch(1, accounts.get(words[position].lower(), ""))
        if name.person:
            start, end = matches[position].start(), matches[position + name.n_words - 1].end()
            edits.append(Edit(start, end, book.name(name.person, path[start:end])))
        position += name.n_words
    return edits


def _are_adjacent(path: str, matches: Sequence[re.Match[str]]) -> bool:
    """Whether only one space, "_", "-" or "." is between each word and the next."""
    return all(first.end() + 1 == second.start() and path[first.end()] in " _-." for first, second in pairwise(matches))


def _paths_without_accounts(paths: Sequence[str], book: PseudonymBook, known: Mapping[str, str]) -> dict[str, str]:
    """Map each path with the name or account ("amueller") of a person named in a text to a path without it."""
    # Reversed, so that of two people with the same account the first in order of names keeps it.
    accounts = {account: person for name, person in reversed(book.full_names()) for account in _accounts(name)}
    shown: dict[str, str] = {}
    taken = set(paths)
    for path in paths:
        edits = [
            Edit(match.start(), match.end(), book.name(accounts[match.group().lower()], match.group()))
            for match in _PATH_WORD.finditer(path)
            if match.group().lower() in accounts and is_unknown(match.group())
        ]
        edits += [
            Edit(match.start(), match.end(), book.name(known[match.group().title()], match.group()))
            for match in _PATH_WORD.finditer(path)
            if match.group().title() in known and match.group().lower() not in accounts
        ]
        edits.sort(key=lambda edit: edit.start)
        if edits:
            shown[path] = _numbered(apply_edits(path, edits), taken)
            taken.add(shown[path])
    return shown


def _accounts(name: Name) -> list[str]:
    """A name as one word in lower case, as accounts and files have it: "amueller", "annamueller", "muellera"."""
    if len(name) < 2:
        return []
    first, last = name[0].lower(), name[-1].lower()
    forms = [first[0] + last, first + last, last + first, last + first[0]]
    for umlaut, spelt_out in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        forms += [form.replace(umlaut, spelt_out) for form in forms if umlaut in form]
    return [form for form in forms if len(form) >= _MIN_ACCOUNT]


def _numbered(path: str, taken: set[str]) -> str:
    """The path, with a number where it is taken: "talk (2).md"."""
    pure, number = PurePosixPath(path), 2
    while path in taken:
        path = str(pure.with_name(f"{pure.stem} ({number}){pure.suffix}"))
        number += 1
    return path


def _with_paths(corpus: Corpus, paths: Mapping[str, str]) -> Corpus:
    if not paths:
        return corpus

    def new_path(path: str) -> str:
        return paths.get(path, path)

    in_text = partial(_replace_paths, paths=paths)
    return Corpus(
        sources=tuple(
            replace(
                source,
                path=new_path(source.path),
                reason=in_text(source.reason),
                notes=tuple(map(in_text, source.notes)),
            )
            for source in corpus.sources
        ),
        documents=tuple(replace(document, source=new_path(document.source)) for document in corpus.documents),
        respondents=tuple(
            replace(respondent, sources=tuple(map(new_path, respondent.sources))) for respondent in corpus.respondents
        ),
    )


def _replace_paths(text: str, paths: Mapping[str, str]) -> str:
    """Replace original paths and file names in a text by those that are shown."""
    # Longer paths first: "talks/a.md" contains "a.md".
    for old in sorted((path for path in paths if path != paths[path]), key=lambda path: (-len(path), path)):
        text = text.replace(old, paths[old])
        text = text.replace(old.rsplit("/", 1)[-1], paths[old].rsplit("/", 1)[-1])
    return text
