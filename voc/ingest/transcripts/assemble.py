"""Build the content of a transcript file: one document with roles and questions, its respondents and attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from voc.errors import EmptyError
from voc.ingest.file_content import FileContent, FileToRead, Person, Transcript, person_id
from voc.ingest.respondent_attributes import attributes_from_filename, attributes_from_header, code_from_filename
from voc.ingest.transcripts.roles import assign_roles
from voc.ingest.transcripts.speakers import is_generic, normalise_label
from voc.ingest.transcripts.utterances import FRONT_MATTER, MAX_HEADER
from voc.ingest.transcripts.voices import identify_voices, with_voices
from voc.schema import Document, Role, Turn, stable_id

MAX_QUESTION = 400
"""Code points of a question that are kept as context; of a longer one the last sentences."""
MIN_QUESTION_WORDS = 4
"""Words of an interviewer's turn without a question mark that replaces the question before it."""
MAX_OUTSIDE = 0.1
"""Share (0–1) of the text after the first turn that may be outside every turn; a note reports a larger one."""
_HEADING = re.compile(r"^[ \t]*(?:#{1,6}|\*\*)[^\n]*$", re.M)
_SPACE = re.compile(r"\s")
_TITLES = {"frau", "herr", "herrn", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "prof", "prof."}


def assemble(file: FileToRead, transcript: Transcript, source_text: str) -> FileContent:
    """The content of a file with one interview.

    Args:
        file: the file and its settings.
        transcript: what a convention read from it.
        source_text: the text of the file, whose head holds the attributes; that of the transcript may be rewritten.

    Raises:
        EmptyError: nobody says anything, or no participant does.
        MappingError: voc.toml names a speaker that does not occur.
    """
    if not transcript.utterances:
        raise EmptyError("nobody says anything in it. Check that the file holds a transcript.")
    voices = identify_voices(transcript)
    transcript = with_voices(transcript, voices)
    roles = assign_roles(transcript, voices, file.settings)
    header = attributes_from_header(_header(transcript, source_text))
    from_filename = {
        name: value for name, value in attributes_from_filename(file.name).items() if name not in header.attributes
    }
    people = _people(file.name, transcript, roles.by_label, from_filename | header.attributes, header.name)
    if not people:
        raise EmptyError(
            "no participant says anything in it. Say in voc.toml who answers: "
            f'[files."{file.name}".speakers] participant = ["LABEL"].'
        )
    turns = _turns(transcript, roles.by_label, people)
    document = Document(
        document_id=stable_id("d", file.name, transcript.text),
        source=file.name,
        kind=file.settings.kind or "interview",
        text=transcript.text,
        turns=turns,
    )
    notes = [
        *transcript.notes,
        *voices.notes,
        *roles.notes,
        *_attribute_notes(header.attributes, len(people)),
        *_outside_notes(transcript, turns),
    ]
    if from_filename and len(people) == 1:
        listed = ", ".join(f"{name} {value}" for name, value in sorted(from_filename.items()))
        notes.append(f"From the file's name: {listed}.")
    return FileContent(
        kind=document.kind,
        documents=(document,),
        people=_unique_people(people.values()),
        notes=tuple(notes),
        unmatched=roles.unmatched,
        available=tuple(dict.fromkeys(item.label for item in transcript.utterances if item.label)),
    )


def _header(transcript: Transcript, source_text: str) -> str:
    """The text above the first turn; only the front matter when the transcript's text was rewritten."""
    if transcript.text == source_text:
        return transcript.text[: min(transcript.utterances[0].start, MAX_HEADER)]
    front = FRONT_MATTER.match(source_text)
    return front.group() if front else ""


def _people(
    source: str, transcript: Transcript, roles: Mapping[str, Role], attributes: Mapping[str, str], name: str
) -> dict[str, Person]:
    """Participants by normalised label.

    A generic label ("B") is a person of this file only; a name is the same person in every file. Attributes and a name
    from the head belong to the participant if there is only one.
    """
    labels: dict[str, str] = {}
    for utterance in transcript.utterances:
        key = normalise_label(utterance.label)
        if roles[key] == "participant":
            labels.setdefault(key, utterance.label)
    is_alone = len(labels) == 1
    code = code_from_filename(source) if is_alone else ""
    people = {}
    for key, label in labels.items():
        is_same = _is_part_of_name(label, name)
        is_named = bool(name) and (is_same or (is_alone and is_generic(label)))
        shown = name if is_named else label
        if is_named or not is_generic(shown):
            identity: tuple[str, ...] = ("person", normalise_label(shown))
        elif code:
            # "P05a" and "P5" are the same code: the letter of a part, separators and leading zeros do not count.
            number = re.sub(r"[\s_-]|(?<=\D)0+(?=\d)", "", code).casefold()
            identity = ("code", PurePosixPath(source).parent.as_posix(), number)
        else:
            identity = ("file", source, key or "notes")
        people[key] = Person(person_id(*identity), shown or code or source, dict(attributes) if is_alone else {})
    return people


def _is_part_of_name(label: str, name: str) -> bool:
    """Whether a label is part of a name, as "Frau Berg" and "Ada" are of "Dr. Ada Berg"."""
    words = {word for word in normalise_label(label).split() if word not in _TITLES}
    return bool(words) and words <= set(normalise_label(name).split())


def _unique_people(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple({person.respondent_id: person for person in reversed(list(people))}.values())[::-1]


def _turns(transcript: Transcript, roles: Mapping[str, Role], people: Mapping[str, Person]) -> tuple[Turn, ...]:
    """Turns with roles; the last question of the interviewer is that of the participants' next turns."""
    turns, question, is_asking = [], "", False
    for utterance in transcript.utterances:
        key = normalise_label(utterance.label)
        role = roles[key]
        if role == "interviewer":
            question = _next_question(question, transcript.text[utterance.start : utterance.end], goes_on=is_asking)
        is_asking = role == "interviewer"
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


def _next_question(question: str, words: str, *, goes_on: bool) -> str:
    """The question after an interviewer's turn: its words, appended to ``question`` if the interviewer ``goes_on``.

    "Mhm" and "okay" do not replace a question that is being answered.
    """
    words = " ".join(words.split())
    if len(words.split()) < MIN_QUESTION_WORDS and "?" not in words:
        return question
    text = f"{question} {words}" if goes_on and question else words
    if len(text) <= MAX_QUESTION:
        return text
    kept = text[-MAX_QUESTION:]
    # Not within the last 20 code points, or too little would be left ("Or not?").
    sentence = re.search(r"(?<=[.!?])\s+(?=\S{2})", kept[:-20])
    return kept[sentence.end() :] if sentence else kept[kept.find(" ") + 1 :]


def _attribute_notes(attributes: Mapping[str, str], n_people: int) -> list[str]:
    if not attributes:
        return []
    names = ", ".join(sorted(attributes))
    if n_people == 1:
        return [f"Known about the respondent: {names}."]
    return [f"The head of the file gives {names}, but there are {n_people} participants: left out."]


def _outside_notes(transcript: Transcript, turns: tuple[Turn, ...]) -> list[str]:
    """A note when much of the text is outside every turn, a sign that labels were not recognised."""

    def length(text: str) -> int:
        return len(_SPACE.sub("", text))

    first, last = turns[0].start, turns[-1].end
    inside = length(transcript.text[first:last])
    inside -= sum(length(heading) for heading in _HEADING.findall(transcript.text, first, last))
    spoken = sum(length(transcript.text[turn.start : turn.end]) for turn in turns)
    # A label comes before its turn, with a colon and often a time code: about 12 more code points.
    labels = sum(len(turn.speaker) + 12 for turn in turns)
    outside = inside - spoken - max(labels, transcript.n_accounted)
    if inside and outside > MAX_OUTSIDE * inside:
        return [f"About {100 * outside / inside:.0f} % of the text after the first turn is outside every turn."]
    return []
