"""Who is who: speakers, people that are spoken of, and the spellings by which a text names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from voc.privacy import lists
from voc.privacy.names import label_name
from voc.schema import Corpus, Document


@dataclass(slots=True)
class People:
    """The speakers of a study.

    ``spellings`` maps the first word of a spelling to (words of the spelling, person) pairs, longest first. A person
    is "Person N" or a name's key. ``at_home`` maps a source to the people who speak in it. ``surnames`` are spellings
    that are nothing but a surname: in tables they may be brands ("Müller"). ``talks`` are the sources with interviews.
    """

    spellings: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    at_home: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    surnames: set[str] = field(default_factory=set)
    talks: set[str] = field(default_factory=set)

    def find(self, words: Sequence[str], source: str, *, announced: bool = False) -> tuple[int, str]:
        """How many of the first words are a speaker's name, and whose; (0, "") for none.

        Of several people with the same spelling the one who speaks in ``source`` is meant; else nobody in particular.
        A spelling that is an ordinary word ("Mark", "Koch") counts only in the person's own source, a bare surname only
        in interviews; ``announced`` lifts both ("Frau Koch").
        """
        home = self.at_home.get(source, set())
        here = self.spellings.get(words[0], ())
        lengths = sorted(
            {len(spelling) for spelling, _ in here if tuple(words[: len(spelling)]) == spelling}, reverse=True
        )
        for length in lengths:
            meant = {person for spelling, person in here if spelling == tuple(words[:length])}
            own = meant & home
            if len(own) == 1:
                return length, next(iter(own))
            if length == 1 and not announced and self._may_be_a_word(words[0], source):
                continue
            return length, next(iter(meant)) if len(meant) == 1 else name_key(words[:length])
        return 0, ""

    def _may_be_a_word(self, word: str, source: str) -> bool:
        return word in lists.ordinary() or (word in self.surnames and source not in self.talks)


def name_key(words: Iterable[str]) -> str:
    """The key of a name that is no respondent's: its words in lower case."""
    return "name:" + " ".join(words).casefold()


def person_key(position: int) -> str:
    """The key of the respondent at a position of the sorted corpus."""
    return f"Person {position + 1}"


def gather(corpus: Corpus) -> People:
    """All names of speakers in a sorted corpus: from labels, from turns, and from attributes that hold a name."""
    people = People(talks={document.source for document in corpus.documents if document.kind == "interview"})
    positions = {respondent.respondent_id: index for index, respondent in enumerate(corpus.respondents)}
    names: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for index, respondent in enumerate(corpus.respondents):
        found = [label_name(respondent.label), *_named_attributes(respondent.attributes.items())]
        for name in found:
            if name:
                names[name].add(person_key(index))
                for source in respondent.sources:
                    people.at_home[source].add(person_key(index))
    others: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for document in corpus.documents:
        for label, respondent_id in _speakers(document):
            name = label_name(label)
            if name and respondent_id in positions:
                names[name].add(person_key(positions[respondent_id]))
                people.at_home[document.source].add(person_key(positions[respondent_id]))
            elif name:
                others[name].add(document.source)
    for name, sources in others.items():
        whose = names.get(name) or {name_key(name)}
        names[name] = whose
        for source in sources:
            people.at_home[source] |= whose
    _spell(people, names)
    return people


def is_name_attribute(name: str) -> bool:
    """Whether an attribute's name says that its values are people's names ("Name", "Interviewee")."""
    return "_".join(name.casefold().replace("-", " ").split()) in lists.name_attributes()


def _speakers(document: Document) -> list[tuple[str, str]]:
    return sorted({(turn.speaker, turn.respondent_id) for turn in document.turns if turn.speaker})


def _named_attributes(attributes: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    found = []
    for key, value in attributes:
        if is_name_attribute(key):
            found.append(label_name(value))
    return found


def _spell(people: People, names: dict[tuple[str, ...], set[str]]) -> None:
    """Enter each name in full, in capitals, and by its parts."""
    spellings: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name, persons in names.items():
        forms = {name, tuple(word.upper() for word in name)} if len(name) > 1 else {name}
        if len(name) > 1:
            forms |= {(word,) for word in name if len(word) > 2 and word[0].isupper()}
            people.surnames |= set(name[1:])
        for form in forms:
            spellings[form] |= persons
    people.surnames -= {name[0] for name in names}
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for form in sorted(spellings, key=lambda form: (-len(form), form)):
        by_first[form[0]] += [(form, person) for person in sorted(spellings[form])]
    people.spellings = dict(by_first)
