"""Build the content of a transcript file: one document with roles and questions, its respondents and attributes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from voc.errors import EmptyError
from voc.files.decode import count_characters
from voc.ingest.characters import explain_gaps, to_character_count
from voc.ingest.file_content import FileContent, FileToRead, LeftOut, Person, Transcript, person_id
from voc.ingest.respondent_attributes import (
    attributes_from_filename,
    attributes_from_header,
    attributes_from_title,
    code_from_filename,
)
from voc.ingest.transcripts.roles import assign_roles
from voc.ingest.transcripts.several_interviews import Interview, split_interviews
from voc.ingest.transcripts.speakers import is_generic, normalise_label, role_of_label
from voc.ingest.transcripts.summaries import without_summaries
from voc.ingest.transcripts.talk_dates import TalkDate, find_date
from voc.ingest.transcripts.utterances import FRONT_MATTER, MAX_HEADER
from voc.ingest.transcripts.voices import has_badge, identify_voices, names_in_variants, with_voices, without_refused
from voc.schema import CharacterCount, Document, Role, Turn, stable_id
from voc.tables.listing import list_some

MAX_QUESTION = 400
"""Code points of a question that are kept as context; of a longer one the last sentences."""
MIN_QUESTION_WORDS = 4
"""Words of an interviewer's turn without a question mark that replaces the question before it."""
MAX_TITLE = 100
"""Code points of the first line of a head that may be a title with facts about the respondent."""
MAX_LISTED = 10
"""Headings and numbers of interviews that a note lists."""
MAX_NOTES = 40
"""Notes about the single interviews of a file."""
_TITLES = {"frau", "herr", "herrn", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "prof", "prof."}


def assemble(file: FileToRead, transcript: Transcript, source_text: str) -> FileContent:
    """The content of a file with one interview, or with several below headings of their own.

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
    is_rewritten = transcript.text != source_text
    if not is_rewritten:
        transcript = without_summaries(transcript)
    transcript = without_refused(transcript)
    source_text = source_text if is_rewritten else transcript.text
    interviews = () if is_rewritten else split_interviews(transcript)
    if len(interviews) > 1:
        return _assemble_several(file, transcript, interviews)
    interview = interviews[0] if interviews else Interview("", "", transcript)
    content = _assemble_one(file, replace(interview, head=_header(transcript, source_text)), _InterviewPlace())
    return replace(content, characters=_account(transcript, source_text, [(interview, content)]))


@dataclass(frozen=True, slots=True)
class _InterviewPlace:
    """Where an interview is in its file: its number, 0 for the only one, and the normalised labels of those who
    interview in the file's other interviews."""

    number: int = 0
    interviewers: frozenset[str] = frozenset()

    @property
    def locator(self) -> str:
        return f"interview {self.number}" if self.number else ""


def _assemble_several(file: FileToRead, transcript: Transcript, interviews: Sequence[Interview]) -> FileContent:
    """The content of a file with several interviews, each with its own people and attributes.

    Raises:
        EmptyError: no participant says anything in any of them.
        MappingError: voc.toml names a speaker that does not occur.
    """
    voices = identify_voices(transcript)
    # The check that all names of voc.toml occur is one for the whole file.
    roles = assign_roles(with_voices(transcript, voices), voices, file.settings)
    part_file = replace(file, settings=replace(file.settings, own_speakers=False))
    named = {key for key, role in roles.by_label.items() if role == "interviewer" and not is_generic(key)}
    asking = _recurring_interviewers(part_file, interviews)
    contents: list[FileContent] = []
    problems: list[str] = []
    parts: list[tuple[Interview, FileContent]] = []
    unread: list[LeftOut] = []
    asides: list[str] = []
    if all(_speakers(interview) <= asking for interview in interviews):
        asking = set()
    for number, interview in enumerate(interviews, 1):
        if _speakers(interview) <= asking:
            own = interview.transcript.utterances
            unread.append(LeftOut(interview.start + own[0].start, interview.start + own[-1].end, "summaries"))
            n_words = sum(len(interview.transcript.text[item.start : item.end].split()) for item in own)
            asides.append(f"Left out as talk of those who interview: '{interview.title}' ({n_words} words).")
            continue
        try:
            contents.append(_assemble_one(part_file, interview, _InterviewPlace(number, frozenset(named | asking))))
            parts.append((interview, contents[-1]))
        except EmptyError as error:
            end = interview.start + len(interview.transcript.text)
            unread.append(LeftOut(interview.start, end, "interviews without answers"))
            problems.append(f"interview {number}: {error}")
    if not contents:
        raise EmptyError(problems[0].split(": ", 1)[1])
    titles = [
        f"'{interview.title}'" for interview in interviews if interview.title and not _speakers(interview) <= asking
    ]
    listed = f": {list_some(titles, MAX_LISTED)}" if titles else ""
    return FileContent(
        kind=contents[0].kind,
        documents=tuple(document for content in contents for document in content.documents),
        people=_unique_people(person for content in contents for person in content.people),
        notes=(
            f"{len(interviews) - len(asides)} interviews in one file, each read with its own people{listed}.",
            *transcript.notes,
            *asides,
            *_notes_of_several(contents),
        ),
        reason=" ".join(problems),
        unmatched=roles.unmatched,
        available=tuple(dict.fromkeys(label for content in contents for label in content.available)),
        names=tuple(dict.fromkeys(name for content in contents for name in content.names)),
        characters=_account(replace(transcript, left_out=(*unread, *transcript.left_out)), transcript.text, parts),
    )


def _speakers(interview: Interview) -> set[str]:
    return {normalise_label(item.label) for item in interview.transcript.utterances}


def _recurring_interviewers(file: FileToRead, interviews: Sequence[Interview]) -> set[str]:
    """Normalised labels of those who ask in one interview, speak in others too, and answer in none; by what they do,
    not by a label such as "I", which is another person in each."""
    n_interviews: Counter[str] = Counter()
    asking: set[str] = set()
    answering: set[str] = set()
    for interview in interviews:
        voices = identify_voices(interview.transcript)
        roles = assign_roles(with_voices(interview.transcript, voices), voices, file.settings).by_label
        n_interviews.update(roles.keys())
        asking |= {key for key, role in roles.items() if role == "interviewer" and role_of_label(key) is None}
        if "interviewer" in roles.values():
            answering |= {key for key, role in roles.items() if role == "participant"}
    return {key for key in asking - answering if n_interviews[key] > 1}


def _notes_of_several(contents: Sequence[FileContent]) -> list[str]:
    """The notes of all interviews of a file: each once, with the numbers of its interviews unless it is of all."""
    numbers: dict[str, list[str]] = {}
    for content in contents:
        for note in content.notes:
            numbers.setdefault(note, []).append(content.documents[0].locator.removeprefix("interview "))
    notes = [
        note if len(own) == len(contents) else f"Interview {', '.join(own[:MAX_LISTED])}: {note}"
        for note, own in numbers.items()
    ]
    n_more = len(notes) - MAX_NOTES
    return notes if n_more <= 0 else [*notes[:MAX_NOTES], f"{n_more} more notes on single interviews."]


def _assemble_one(file: FileToRead, interview: Interview, place: _InterviewPlace) -> FileContent:
    transcript = interview.transcript
    voices = identify_voices(transcript)
    transcript = with_voices(transcript, voices)
    roles = assign_roles(transcript, voices, file.settings, place.interviewers, file.roles_beside)
    header = attributes_from_header(interview.head)
    known = attributes_from_title(interview.title or _first_line(interview.head)) | header.attributes
    from_filename = {name: value for name, value in attributes_from_filename(file.name).items() if name not in known}
    respondent = _KnownRespondent(from_filename | known, header.name or interview.name, interview.code)
    people = _people(file.name, place, transcript, roles.by_label, respondent)
    for written, label in voices.labels.items():
        # "P3 (w, 34)" tells gender and age.
        own = attributes_from_title(written) if "(" in written and not has_badge(written) else {}
        own |= voices.legend.descriptions.get(normalise_label(label), {})
        person = people.get(normalise_label(label))
        if own and person:
            people[normalise_label(label)] = replace(person, attributes=own | dict(person.attributes))
    if not people:
        raise EmptyError(
            "no participant says anything in it. Say in voc.toml who answers: "
            f'[files."{file.name}".speakers] participant = ["LABEL"].'
        )
    turns = _turns(transcript, roles.by_label, people)
    date = (
        TalkDate(transcript.date)
        if transcript.date
        else find_date(f"{interview.title}\n{interview.head}", file.name, day_first=file.settings.columns.day_first)
    )
    document = Document(
        # Interviews of one file may have the same words.
        document_id=stable_id("d", file.name, *filter(None, (place.locator,)), transcript.text),
        source=file.name,
        kind=file.settings.kind or "interview",
        text=transcript.text,
        turns=turns,
        locator=place.locator,
        date=date.iso,
    )
    notes = [
        *transcript.notes,
        *filter(None, (date.note,)),
        *voices.notes,
        *roles.notes,
        *_attribute_notes(known, len(people)),
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
        names=tuple(dict.fromkeys([*voices.legend.names, *names_in_variants(voices)])),
    )


def _header(transcript: Transcript, source_text: str) -> str:
    """The text above the first turn; only the front matter when the transcript's text was rewritten."""
    if transcript.text == source_text:
        return transcript.text[: min(transcript.utterances[0].start, MAX_HEADER)]
    front = FRONT_MATTER.match(source_text)
    return front.group() if front else ""


def _first_line(head: str) -> str:
    """The line that may be the title of an interview; a longer one, or one with a field's name, is none."""
    first = head.strip().partition("\n")[0].strip(" \t#*_")
    return first if len(first) <= MAX_TITLE and ":" not in first else ""


@dataclass(frozen=True, slots=True)
class _KnownRespondent:
    """What the head of an interview says about its only respondent."""

    attributes: Mapping[str, str]
    name: str
    code: str


def _people(
    source: str, place: _InterviewPlace, transcript: Transcript, roles: Mapping[str, Role], respondent: _KnownRespondent
) -> dict[str, Person]:
    """Participants by normalised label.

    A generic label ("B") is a person of this interview only; a name is the same person in every file. Attributes and a
    name from the head belong to the participant if there is only one.
    """
    labels: dict[str, str] = {}
    for utterance in transcript.utterances:
        key = normalise_label(utterance.label)
        if roles[key] == "participant":
            labels.setdefault(key, utterance.label)
    is_alone = len(labels) == 1
    name = respondent.name
    code = respondent.code or code_from_filename(source) if is_alone else ""
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
            identity = ("file", source, *filter(None, (place.locator,)), key or "notes")
        attributes = dict(respondent.attributes) if is_alone else {}
        people[key] = Person(person_id(*identity), shown or code or place.locator or source, attributes)
    return people


def _is_part_of_name(label: str, name: str) -> bool:
    """Whether a label is part of a name, as "Frau Berg" and "Ada" are of "Dr. Ada Berg"."""
    words = {word for word in normalise_label(label).split() if word not in _TITLES}
    return bool(words) and words <= set(normalise_label(name).split())


def _unique_people(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple({person.respondent_id: person for person in reversed(list(people))}.values())[::-1]


def _turns(transcript: Transcript, roles: Mapping[str, Role], people: Mapping[str, Person]) -> tuple[Turn, ...]:
    """Turns with roles; the last question of the interviewer is that of the participants' next turns."""
    turns, question, is_asking, day = [], "", False, ""
    for utterance in transcript.utterances:
        key = normalise_label(utterance.label)
        if utterance.day != day:
            question, day = "", utterance.day
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
    return [
        f"Not used, because the file has {n_people} participants and its head does not say whose they are: {names}."
    ]


def _account(
    transcript: Transcript, source_text: str, parts: Sequence[tuple[Interview, FileContent]]
) -> CharacterCount:
    """What became of the characters of a file: the turns of its interviews, their heads, and everything else."""
    turns = [
        (interview.start + turn.start, interview.start + turn.end)
        for interview, content in parts
        for document in content.documents
        for turn in document.turns
    ]
    used = sum(count_characters(transcript.text[start:end]) for start, end in turns)
    if transcript.text != source_text:
        remarks = sum(count_characters(transcript.text[own.start : own.end]) for own in transcript.left_out)
        left_out = Counter(transcript.n_left_out)
        left_out["remarks"] += remarks
        return to_character_count(count_characters(source_text), used, left_out)
    heads = [
        LeftOut(interview.start, interview.start + content.documents[0].turns[0].start, "head")
        for interview, content in parts
        if len(parts) > 1
    ]
    gaps = explain_gaps(transcript.text, turns, (*transcript.left_out, *heads))
    return to_character_count(count_characters(source_text), used, gaps)
