"""Who is who: speakers, people that are spoken of, and the spellings by which a text names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from voc.privacy import lists
from voc.privacy.names import introduced, label_name
from voc.schema import Corpus, Document

Name = tuple[str, ...]
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: the people who speak there, and whether it is an interview."""

    home: frozenset[str] = frozenset()
    talk: bool = False


@dataclass(slots=True)
class People:
    """The speakers of a study; a person is "Person N" for a respondent or a name's key for another speaker.

    ``spellings`` maps the first word of a spelling to (words of the spelling, person) pairs. ``names`` are each
    person's names in full. ``surnames`` are spellings that are nothing but a surname. ``writers`` are respondents who
    are known from tables only: elsewhere they are named in full or not at all ("Jack" of a review is not Jack
    Daniel's). ``talks`` maps the source of an interview to the people who speak in it.
    """

    spellings: dict[str, list[tuple[Name, str]]] = field(default_factory=dict)
    names: dict[str, list[Name]] = field(default_factory=dict)
    surnames: set[str] = field(default_factory=set)
    writers: set[str] = field(default_factory=set)
    talks: dict[str, frozenset[str]] = field(default_factory=dict)
    positions: Mapping[str, int] = field(default_factory=dict)

    def place(self, document: Document) -> Place:
        """Where the text of a document stands."""
        if document.kind == "interview":
            return self.source_place(document.source)
        return Place(
            frozenset(
                person_key(self.positions[turn.respondent_id])
                for turn in document.turns
                if turn.respondent_id in self.positions
            )
        )

    def source_place(self, source: str) -> Place:
        """Where what is said of a whole source stands."""
        return Place(self.talks.get(source, frozenset()), source in self.talks)

    def find(self, words: Sequence[str], place: Place, *, announced: bool = False) -> tuple[int, str]:
        """How many of the first words are a speaker's name, and whose; (0, "") for none.

        Of several people with the same spelling the one who speaks at ``place`` is meant; else nobody in particular.
        A spelling that is an ordinary word ("Mark", "Koch") counts only where its owner speaks, a bare surname only
        in interviews; ``announced`` lifts both ("Frau Koch").
        """
        here = [(spelling, person) for spelling, person in self.spellings.get(words[0], ()) if _begins(words, spelling)]
        for length in sorted({len(spelling) for spelling, _ in here}, reverse=True):
            meant = {person for spelling, person in here if len(spelling) == length}
            own = meant & place.home
            if len(own) == 1:
                return length, next(iter(own))
            if length == 1:
                meant -= self.writers - place.home
                if not meant or (not announced and self._may_be_a_word(words[0], place)):
                    continue
            return length, next(iter(meant)) if len(meant) == 1 else name_key(words[:length])
        return 0, ""

    def _may_be_a_word(self, word: str, place: Place) -> bool:
        return word in lists.ordinary() or (word in self.surnames and not place.talk)


def _begins(words: Sequence[str], spelling: Name) -> bool:
    return tuple(words[: len(spelling)]) == spelling


def name_key(words: Iterable[str]) -> str:
    """The key of a name that is no respondent's: its words in lower case."""
    return "name:" + " ".join(words).casefold()


def person_key(position: int) -> str:
    """The key of the respondent at a position of the sorted corpus."""
    return f"Person {position + 1}"


def is_name_attribute(name: str) -> bool:
    """Whether an attribute's name says that its values are people's names ("Name", "Interviewee")."""
    return "_".join(name.casefold().replace("-", " ").split()) in lists.name_attributes()


def gather(corpus: Corpus) -> People:
    """All names of speakers in a sorted corpus: labels, attributes that hold a name, and how people introduce
    themselves where no label names them."""
    positions = {respondent.respondent_id: index for index, respondent in enumerate(corpus.respondents)}
    people = People(positions=positions)
    names: dict[Name, set[str]] = defaultdict(set)
    for index, respondent in enumerate(corpus.respondents):
        for name in (label_name(respondent.label), *_named_attributes(respondent.attributes)):
            if name:
                names[name].add(person_key(index))
    talks: dict[str, set[str]] = defaultdict(set)
    others: dict[Name, set[str]] = defaultdict(set)
    for document in corpus.documents:
        talk = talks[document.source] if document.kind == "interview" else set()
        for label, respondent_id in sorted({(turn.speaker, turn.respondent_id) for turn in document.turns}):
            name = label_name(label)
            if respondent_id in positions:
                talk.add(person_key(positions[respondent_id]))
                if name:
                    names[name].add(person_key(positions[respondent_id]))
            elif name:
                others[name].add(document.source)
    _at_home(corpus, positions, talks)
    _introductions(corpus, positions, names)
    for name, sources in sorted(others.items()):
        whose = names[name] or {name_key(name)}
        names[name] = whose
        for source in sources & talks.keys():
            talks[source] |= whose
    people.talks = {source: frozenset(persons) for source, persons in talks.items()}
    speaking = frozenset[str]().union(*people.talks.values())
    people.writers = {person_key(index) for index in range(len(corpus.respondents))} - speaking
    _spell(people, names)
    return people


def _at_home(corpus: Corpus, positions: Mapping[str, int], talks: dict[str, set[str]]) -> None:
    """Enter respondents where a source says they speak, although its talk is a copy and stands in another one."""
    interviews = {source.path for source in corpus.sources if source.kind == "interview"}
    for respondent in corpus.respondents:
        for path in interviews.intersection(respondent.sources):
            talks[path].add(person_key(positions[respondent.respondent_id]))


def _named_attributes(attributes: Mapping[str, str]) -> list[Name]:
    return [label_name(value) for key, value in attributes.items() if is_name_attribute(key)]


def _introductions(corpus: Corpus, positions: Mapping[str, int], names: dict[Name, set[str]]) -> None:
    """Enter how nameless participants of interviews introduce themselves ("Mein Name ist …")."""
    named = frozenset[str]().union(*names.values())
    found: set[str] = set()
    for document in corpus.documents:
        if document.kind != "interview":
            continue
        for turn in document.turns:
            if turn.respondent_id not in positions:
                continue
            person = person_key(positions[turn.respondent_id])
            if person in named or person in found:
                continue
            name = introduced(document.text[turn.start : turn.end])
            if name:
                names[name].add(person)
                found.add(person)


def _spell(people: People, names: Mapping[Name, set[str]]) -> None:
    """Enter each name in full, in capitals, without umlauts, and by its parts."""
    spellings: dict[Name, set[str]] = defaultdict(set)
    full: dict[str, list[Name]] = defaultdict(list)
    for name in sorted(names):
        forms = {name, tuple(word.upper() for word in name)} if len(name) > 1 else {name}
        if len(name) > 1:
            forms |= {(word,) for word in name if len(word) > 2 and word[0].isupper()}
            people.surnames |= set(name[1:])
        for form in forms:
            spellings[form] |= names[name]
            spellings[tuple(word.translate(_SPELT_OUT) for word in form)] |= names[name]
        for person in names[name]:
            full[person].append(name)
    people.surnames -= {name[0] for name in names}
    by_first: dict[str, list[tuple[Name, str]]] = defaultdict(list)
    for form in sorted(spellings):
        by_first[form[0]] += [(form, person) for person in sorted(spellings[form])]
    people.spellings, people.names = dict(by_first), dict(full)
