"""A transcript → one document with its respondents: roles, questions, attributes, provisional ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from voc.errors import EmptyError
from voc.ingest.file_content import FileContent, FileToRead, Person, Transcript, person_id
from voc.ingest.respondent_attributes import from_header
from voc.ingest.transcripts import filenames
from voc.ingest.transcripts import speakers as speaker_roles
from voc.ingest.transcripts.speakers import is_generic, normal
from voc.ingest.transcripts.utterances import FRONT_MATTER, MAX_HEADER
from voc.schema import Document, Kind, Role, Turn, stable_id

MAX_QUESTION = 400
"""Code points of a question that are kept as context: the last sentences that fit."""
_BACKCHANNEL_WORDS = 4
_HEADING = re.compile(r"^[ \t]*(?:#{1,6}|\*\*)[^\n]*$", re.M)
_TITLES = {"frau", "herr", "herrn", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "prof", "prof."}


def assemble(content: FileToRead, transcript: Transcript, source_text: str) -> FileContent:
    """One interview as a reading. ``source_text`` is the file's own text, whose head holds the attributes.

    Raises:
        EmptyError: nobody says anything, or no participant does.
        MappingError: voc.toml names a speaker that does not occur.
    """
    if not transcript.utterances:
        raise EmptyError("nobody says anything in it. Check that the file holds a transcript.")
    roles = speaker_roles.assign(transcript, content.settings)
    attributes, name = from_header(_header(transcript, source_text))
    told = {key: value for key, value in filenames.attributes_of(content.name).items() if key not in attributes}
    people = _people(content.name, transcript, roles.of, told | attributes, name)
    if not people:
        raise EmptyError(
            "no participant says anything in it. Say in voc.toml who answers: "
            f'[files."{content.name}".speakers] participant = ["LABEL"].'
        )
    turns = _turns(transcript, roles.of, people)
    document = Document(
        document_id=stable_id("d", content.name, transcript.text),
        source=content.name,
        kind=_kind(content),
        text=transcript.text,
        turns=turns,
    )
    notes = [*transcript.notes, *roles.notes, *_about_people(attributes, people), *_about_rest(transcript, turns)]
    if told and len(people) == 1:
        notes.append(f"The file's name tells: {', '.join(f'{key} {value}' for key, value in sorted(told.items()))}.")
    return FileContent(
        kind=document.kind,
        documents=(document,),
        people=_unique(people.values()),
        notes=tuple(notes),
        unmatched=roles.unmatched,
        available=tuple(dict.fromkeys(item.label for item in transcript.utterances if item.label)),
    )


def _kind(content: FileToRead) -> Kind:
    kind = content.settings.kind
    return "survey" if kind == "survey" else "review" if kind == "review" else "interview"


def _header(transcript: Transcript, source_text: str) -> str:
    """The text above the first turn; all of the front matter when the document's text was written anew."""
    if transcript.text == source_text:
        return transcript.text[: min(transcript.utterances[0].start, MAX_HEADER)]
    front = FRONT_MATTER.match(source_text)
    return front.group() if front else ""


def _people(
    source: str, transcript: Transcript, roles: Mapping[str, Role], attributes: Mapping[str, str], name: str
) -> dict[str, Person]:
    """Participants by normal label. A generic label is a person of this file; a name is one person in every file.

    Attributes and a name in the file's head belong to the participant when there is only one.
    """
    labels: dict[str, str] = {}
    for utterance in transcript.utterances:
        key = normal(utterance.label)
        if roles[key] == "participant":
            labels.setdefault(key, utterance.label)
    alone = len(labels) == 1
    people = {}
    for key, label in labels.items():
        named = bool(name) and (alone or _same_person(label, name)) and (is_generic(label) or _same_person(label, name))
        shown = name if named else label
        code = filenames.code_of(source) if alone else ""
        if named or not is_generic(shown):
            identity: tuple[str, ...] = ("person", normal(shown))
        elif code:
            folder, number = PurePosixPath(source).parent.as_posix(), re.sub(r"[\s_-]|(?<=\D)0+(?=\d)", "", code)
            identity = ("code", folder, number.casefold())
        else:
            identity = ("file", source, key or "notes")
        people[key] = Person(person_id(*identity), shown or code or source, dict(attributes) if alone else {})
    return people


def _same_person(label: str, name: str) -> bool:
    """Whether a label is a part of a name: "Frau Berg" or "Ada" of "Dr. Ada Berg"."""
    words = {word for word in normal(label).split() if word not in _TITLES}
    return bool(words) and words <= set(normal(name).split())


def _unique(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple({person.respondent_id: person for person in reversed(list(people))}.values())[::-1]


def _turns(transcript: Transcript, roles: Mapping[str, Role], people: Mapping[str, Person]) -> tuple[Turn, ...]:
    """Turns with roles; what the interviewer said last is the question of the participants' next turns."""
    turns, question, asking = [], "", False
    for utterance in transcript.utterances:
        key = normal(utterance.label)
        role = roles[key]
        said = transcript.text[utterance.start : utterance.end]
        if role == "interviewer":
            question = _question(question, said, goes_on=asking)
        asking = role == "interviewer"
        turns.append(
            Turn(
                start=utterance.start,
                end=utterance.end,
                speaker=utterance.label,
                role=role,
                respondent_id=people[key].respondent_id if role == "participant" else "",
                time_s=utterance.time_s,
                question=(utterance.question or question) if role == "participant" else "",
            )
        )
    return tuple(turns)


def _question(before: str, said: str, *, goes_on: bool) -> str:
    """The interviewer's words as context. "Mhm" and "okay" do not replace a question that is being answered."""
    said = " ".join(said.split())
    if len(said.split()) < _BACKCHANNEL_WORDS and "?" not in said:
        return before
    text = f"{before} {said}" if goes_on and before else said
    if len(text) <= MAX_QUESTION:
        return text
    kept = text[-MAX_QUESTION:]
    sentence = re.search(r"(?<=[.!?])\s+(?=\S{2})", kept[:-20])
    return kept[sentence.end() :] if sentence else kept[kept.find(" ") + 1 :]


def _about_people(attributes: Mapping[str, str], people: Mapping[str, Person]) -> list[str]:
    if not attributes:
        return []
    names = ", ".join(sorted(attributes))
    if len(people) == 1:
        return [f"Known about the respondent: {names}."]
    return [f"The head of the file tells {names}, but there are {len(people)} participants: left out."]


def _about_rest(transcript: Transcript, turns: tuple[Turn, ...]) -> list[str]:
    """How much stands between turns and belongs to nobody, when that is a lot."""
    first, last = turns[0].start, turns[-1].end
    inside = len(re.sub(r"\s", "", transcript.text[first:last]))
    spoken = sum(len(re.sub(r"\s", "", transcript.text[turn.start : turn.end])) for turn in turns)
    inside -= sum(len(re.sub(r"\s", "", heading)) for heading in _HEADING.findall(transcript.text, first, last))
    labels = sum(len(turn.speaker) + 12 for turn in turns)
    rest = inside - spoken - labels
    if inside and rest > 0.1 * inside:
        return [f"About {100 * rest / inside:.0f} % of the text after the first turn stands outside every turn."]
    return []
