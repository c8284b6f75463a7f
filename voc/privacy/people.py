"""Who is who: the speakers of a study, and the spellings by which a text names them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from voc.privacy.known_names import account_forms, fold, name_parts, short_forms
from voc.privacy.names import introduced_name, is_person, is_unknown, label_name, name_list, nicknames
from voc.privacy.recogniser import can_spread
from voc.schema import Corpus, Document

Name = tuple[str, ...]
"""The words of a name, first name first."""

_MIN_NAME_PART = 3
"""Letters of the shortest part of a name that names its owner by itself; initials and particles do not."""
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_LEGEND = r"(?:^|[\n,;|])[ \t]*{label}[ \t]*[=:–][ \t]*([^\n,;=|]{{3,60}})"
_MAX_LEGEND = 4000
"""Characters at the beginning of an interview in which its labels may be explained ("B = Anna Klamm")."""


@dataclass(frozen=True, slots=True)
class TextContext:
    """Where a text comes from: the keys of the people who speak there, and whether it is an interview."""

    speakers: frozenset[str] = frozenset()
    is_interview: bool = False


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The first ``n_words`` words are a name of ``person`` (a key); 0 and "" where they are none."""

    n_words: int = 0
    person: str = ""


@dataclass(frozen=True, slots=True)
class Speakers:
    """The speakers of a study, each with a key: "Person N" for a respondent, the name's key for another speaker.

    ``spellings`` maps the first word of a spelling to (words of the spelling, person) pairs. ``names`` are each
    person's names in full. ``surnames`` are spellings that are nothing but a surname, ``short_forms`` nothing but the
    usual short form of a first name: they mean its owner only where they speak. ``writers`` are respondents who
    are known from tables only: elsewhere they are named in full or not at all ("Jack" of a review is not Jack
    Daniel's). ``interviews`` maps the source of an interview to the people who speak in it. ``person_of`` maps
    respondent ids to keys.
    """

    spellings: Mapping[str, Sequence[tuple[Name, str]]] = field(default_factory=dict)
    names: Mapping[str, Sequence[Name]] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()
    short_forms: frozenset[str] = frozenset()
    writers: frozenset[str] = frozenset()
    interviews: Mapping[str, frozenset[str]] = field(default_factory=dict)
    person_of: Mapping[str, str] = field(default_factory=dict)

    def document_context(self, document: Document) -> TextContext:
        """The context of a document's text: an interview's is shared by the whole source, another's its own."""
        if document.kind == "interview":
            return self.source_context(document.source)
        respondents = {turn.respondent_id for turn in document.turns} & self.person_of.keys()
        return TextContext(frozenset(self.person_of[respondent_id] for respondent_id in respondents))

    def source_context(self, source: str) -> TextContext:
        """The context of what is said about a whole source."""
        return TextContext(self.interviews.get(source, frozenset()), source in self.interviews)

    def writers_accounts(self, context: TextContext) -> dict[str, str]:
        """The names of writers who speak in a context, as logins write them; those of others are known everywhere."""
        return {
            fold(form): person
            for person in sorted(context.speakers & self.writers)
            for name in self.names.get(person, ())
            for form in (*account_forms(name), *(part for word in name for part in name_parts(word)))
            if len(form) > _MIN_NAME_PART and (is_unknown(form) or can_spread(form))
        }

    def match(self, words: Sequence[str], context: TextContext, *, announced: bool = False) -> NameMatch:
        """Match the beginning of ``words`` with the speakers' names, the longest spelling first.

        Of several people with the same spelling the one who speaks in this context is meant; else nobody in
        particular. A spelling that is an ordinary word ("Mark", "Koch") counts only where its owner speaks, a bare
        surname only in interviews; ``announced`` lifts both ("Frau Koch").
        """
        candidates = [
            (spelling, person)
            for spelling, person in self.spellings.get(words[0], ())
            if tuple(words[: len(spelling)]) == spelling
        ]
        for length in sorted({len(spelling) for spelling, _ in candidates}, reverse=True):
            owners = {person for spelling, person in candidates if len(spelling) == length}
            present = owners & context.speakers
            if len(present) == 1:
                return NameMatch(length, next(iter(present)))
            if length == 1:
                if words[0] in self.short_forms:
                    continue
                owners -= self.writers - context.speakers
                if not owners or (not announced and self._may_be_a_word(words[0], context)):
                    continue
            return NameMatch(length, next(iter(owners)) if len(owners) == 1 else name_key(words[:length]))
        return NameMatch()

    def _may_be_a_word(self, word: str, context: TextContext) -> bool:
        return word in name_list("ordinary") or (word in self.surnames and not context.is_interview)


def name_key(words: Iterable[str]) -> str:
    """The key of a name that is no respondent's: its words in lower case."""
    return "name:" + " ".join(words).casefold()


def is_name_attribute(name: str) -> bool:
    """Whether an attribute's name says that its values are people's names ("Name", "Interviewee")."""
    return "_".join(name.casefold().replace("-", " ").split()) in name_list("name_attributes")


def gather_speakers(corpus: Corpus, names: Iterable[Name] = ()) -> Speakers:
    """Gather all names of speakers in a sorted corpus, and of other people whom texts may name (``names``).

    Names are in labels, in attributes that hold a name, and in how people introduce themselves where no label names
    them.
    """
    person_of = {respondent.respondent_id: f"Person {n}" for n, respondent in enumerate(corpus.respondents, 1)}
    owners: dict[Name, set[str]] = defaultdict(set)
    for respondent in corpus.respondents:
        values = [value for key, value in respondent.attributes.items() if is_name_attribute(key)]
        for label in (respondent.label, *values):
            for name in _names_of(label):
                owners[name].add(person_of[respondent.respondent_id])
    interviews = _interviews_of_copies(corpus, person_of)
    others = _add_turns(corpus, person_of, owners, interviews)
    _add_introductions(corpus, person_of, owners)
    # Staff in a column of a table: they speak nowhere, but texts name them.
    staff = _without_respondents([name for name in (*map(label_name, corpus.names), *names) if name], owners)
    for name in staff:
        others[name] |= set()
    for name, sources in sorted(others.items()):
        if not owners[name]:
            owners[name] = {name_key(name)}
        for source in sources & interviews.keys():
            interviews[source] |= owners[name]
    spellings = _spellings(owners)
    return Speakers(
        spellings=_with_short_forms(spellings, owners),
        names=_full_names(owners),
        surnames=_surnames(owners) - _plain_surnames(staff),
        short_forms=frozenset(short for name in owners for short in short_forms(name[0])) - spellings.keys(),
        writers=frozenset(set(person_of.values()).difference(*interviews.values())),
        interviews={source: frozenset(persons) for source, persons in interviews.items()},
        person_of=person_of,
    )


def _add_turns(
    corpus: Corpus, person_of: Mapping[str, str], owners: dict[Name, set[str]], interviews: dict[str, set[str]]
) -> dict[Name, set[str]]:
    """Add respondents' labels to ``owners``, and who speaks to ``interviews``.

    Returns:
        The names of interviewers and others, who are no respondents, and the sources in which they speak.
    """
    others: dict[Name, set[str]] = defaultdict(set)
    for document in corpus.documents:
        speaking = interviews[document.source] if document.kind == "interview" else set()
        for label, respondent_id in sorted({(turn.speaker, turn.respondent_id) for turn in document.turns}):
            names = _names_of(label) or _names_of(_explained(label, document))
            if respondent_id in person_of:
                speaking.add(person_of[respondent_id])
                for name in names:
                    owners[name].add(person_of[respondent_id])
            else:
                for name in names:
                    others[name].add(document.source)
    return others


def _names_of(label: str) -> list[Name]:
    """The name in a label, and what its owner is called beside it."""
    name = label_name(label)
    return [name, *((nickname,) for nickname in nicknames(label))] if name else []


def _explained(label: str, document: Document) -> str:
    """What the head of an interview says that a label stands for: "Anna Klamm" of "B = Anna Klamm"."""
    if document.kind != "interview" or not label or not label.isalnum():
        return ""
    head = document.text[: min(_MAX_LEGEND, *(turn.start for turn in document.turns), len(document.text))]
    match = re.search(_LEGEND.format(label=re.escape(label)), head)
    name = match[1].strip() if match else ""
    # "I: Guten Tag" and "B: weiblich" explain nobody.
    return name if name and is_person(label_name(name)) else ""


def _without_respondents(names: Iterable[Name], owners: Mapping[Name, set[str]]) -> list[Name]:
    """The names without those that are nothing but the surname of a respondent, which a mail address has too."""
    surnames = {fold(part) for name in owners for word in name[1:] for part in name_parts(word)}
    return [name for name in names if len(name) > 1 or fold(name[0]) not in surnames]


def _interviews_of_copies(corpus: Corpus, person_of: Mapping[str, str]) -> dict[str, set[str]]:
    """Map interviews to their respondents where the document itself is a copy and was kept under another source."""
    paths = {source.path for source in corpus.sources if source.kind == "interview"}
    interviews: dict[str, set[str]] = defaultdict(set)
    for respondent in corpus.respondents:
        for path in paths.intersection(respondent.sources):
            interviews[path].add(person_of[respondent.respondent_id])
    return interviews


def _add_introductions(corpus: Corpus, person_of: Mapping[str, str], owners: dict[Name, set[str]]) -> None:
    """Add to ``owners`` how nameless participants of interviews introduce themselves ("Mein Name ist …")."""
    named = {person for persons in owners.values() for person in persons}
    for document in corpus.documents:
        for turn in document.turns if document.kind == "interview" else ():
            person = person_of.get(turn.respondent_id)
            if person is None or person in named:
                continue
            name = introduced_name(document.text[turn.start : turn.end])
            if name:
                owners[name].add(person)
                named.add(person)


def _spellings(owners: Mapping[Name, set[str]]) -> dict[str, list[tuple[Name, str]]]:
    """Each name in full, in capitals, without umlauts, and by its parts, by the first word of the spelling."""
    persons: dict[Name, set[str]] = defaultdict(set)
    for name in sorted(owners):
        forms = {name}
        if len(name) > 1:
            forms.add(tuple(word.upper() for word in name))
            parts = (part for word in name for part in name_parts(word))
            forms |= {(part,) for part in parts if len(part) >= _MIN_NAME_PART and part[0].isupper()}
        for form in forms:
            persons[form] |= owners[name]
            persons[tuple(word.translate(_SPELT_OUT) for word in form)] |= owners[name]
    spellings: dict[str, list[tuple[Name, str]]] = defaultdict(list)
    for form in sorted(persons):
        spellings[form[0]] += [(form, person) for person in sorted(persons[form])]
    return dict(spellings)


def _with_short_forms(
    spellings: Mapping[str, list[tuple[Name, str]]], owners: Mapping[Name, set[str]]
) -> dict[str, list[tuple[Name, str]]]:
    """Add short forms of first names, alone and before the surname, where they are nobody's own name."""
    forms: dict[Name, set[str]] = defaultdict(set)
    for name, persons in owners.items():
        for short in short_forms(name[0]) - spellings.keys():
            forms[(short,)] |= persons
            if len(name) > 1:
                forms[(short, *name[1:])] |= persons
    result = dict(spellings)
    for form in sorted(forms):
        result[form[0]] = [*result.get(form[0], []), *((form, person) for person in sorted(forms[form]))]
    return result


def _full_names(owners: Mapping[Name, set[str]]) -> dict[str, list[Name]]:
    names: dict[str, list[Name]] = defaultdict(list)
    for name in sorted(owners):
        for person in owners[name]:
            names[person].append(name)
    return dict(names)


def _plain_surnames(staff: Iterable[Name]) -> set[str]:
    """Surnames of staff that are no ordinary words: customers write about "Sandvik" without a title."""
    return {word for name in staff for word in name[1:] if is_unknown(word)}


def _surnames(owners: Mapping[Name, set[str]]) -> frozenset[str]:
    """Words of names that are nobody's first name or only name."""
    parts = (part for name in owners for word in name[1:] for part in name_parts(word))
    return frozenset(parts) - {name[0] for name in owners}
