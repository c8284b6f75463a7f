"""Files for programs that researchers work in: targets `qdpx` and `qdc` (REFI-QDA) and `dovetail`.

REFI-QDA is read by MAXQDA, ATLAS.ti, NVivo and QualCoder. Dovetail maps columns on import: of people one column has to
be mapped to Name (https://dovetail.com/help/manage-people-database/); for notes no layout is prescribed, a row becomes
a note.
"""

from __future__ import annotations

from collections import defaultdict

from reports.exports.file_bytes import Files, encode_text
from reports.exports.study_tables import CELL_LIMIT, Row, format_csv
from reports.language import load_words
from reports.view.study_index import StudyIndex
from voc.ingest.projects.study_project import codebook_qdc, project_qdpx
from voc.schema import Analysis, Personas, Respondent

FIELD_LIMIT = 300
"""Characters that a text field of Dovetail holds (https://dovetail.com/help/add-structured-data-with-fields/)."""
PERSON_COLUMNS = ("Name", "Source", "Persona")
NOTE_COLUMNS = (
    "Title", "Content", "People", "Date", "Source", "Type", "Question",
    "Touchpoints", "Themes", "Sentiment", "Emotions", "Persona",
)  # fmt: skip


def export_qdpx(analysis: Analysis, personas: Personas) -> Files:
    """Target ``qdpx``: the study as a REFI-QDA project."""
    return {"study.qdpx": project_qdpx(analysis, personas)}


def export_qdc(analysis: Analysis, personas: Personas) -> Files:
    """Target ``qdc``: the REFI-QDA codebook alone, which has no people and therefore no personas."""
    # Every target has the same parameters, used or not.
    del personas
    return {"study.qdc": codebook_qdc(analysis)}


def export_dovetail(analysis: Analysis, personas: Personas) -> Files:
    """Target ``dovetail``: people with their attributes, and a note for each text that somebody wrote or said."""
    index = StudyIndex(analysis, load_words(analysis.language))
    titles = {person: persona.title for persona in personas.personas for person in persona.respondents}
    # People who said nothing that counts have no notes, and would be empty records in Dovetail.
    heard = set(index.people)
    people = [person for person in analysis.corpus.respondents if person.respondent_id in heard]
    attributes = sorted({name for person in people for name in person.attributes})
    rows = [_person_row(person, attributes, titles.get(person.respondent_id, ""), index) for person in people]
    return {
        "dovetail/people.csv": encode_text(format_csv([*PERSON_COLUMNS, *attributes], rows)),
        "dovetail/notes.csv": encode_text(format_csv(NOTE_COLUMNS, _note_rows(index, titles))),
    }


def _person_row(person: Respondent, attributes: list[str], persona: str, index: StudyIndex) -> Row:
    sources = ", ".join(index.source_names.get(path, path) for path in person.sources)
    cells = (sources, persona, *(person.attributes.get(name, "") for name in attributes))
    return (person.label, *(cell[:FIELD_LIMIT] for cell in cells))


def _note_rows(index: StudyIndex, titles: dict[str, str]) -> list[Row]:
    """A note per person and document: the person's statements in order, with everything they are about."""
    positions: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, segment in enumerate(index.segments):
        positions[segment.document_id, segment.respondent_id].append(position)
    return [_note_row(index, own, titles.get(person, "")) for (_, person), own in positions.items()]


def _note_row(index: StudyIndex, positions: list[int], persona: str) -> Row:
    analysis, words = index.analysis, index.words
    quotes = [index.quote(position) for position in positions]
    first, segment = quotes[0], index.segments[positions[0]]
    tags = analysis.tags.touchpoint[positions].tolist()
    touchpoints = [words.named(analysis.taxonomy.touchpoints[tag].names) for tag in tags if tag >= 0]
    numbers = analysis.themes.assignment[positions].tolist()
    themes = [analysis.themes.themes[number].name for number in numbers if number >= 0]
    return (
        ", ".join(part for part in (first.person, first.source, first.place) if part)[:FIELD_LIMIT],
        "\n\n".join(quote.text for quote in quotes)[:CELL_LIMIT],
        first.person,
        index.documents[segment.document_id].date,
        first.source,
        words(f"kind.{segment.kind}"),
        segment.question.strip()[:FIELD_LIMIT],
        _join_tags(touchpoints),
        _join_tags(themes),
        words(f"sentiment.{next(iter(index.balance(positions)))}"),
        _join_tags([words(f"emotion.{quote.emotion}") for quote in quotes if quote.emotion]),
        persona,
    )


def _join_tags(names: list[str]) -> str:
    # A comma inside a name would make two names of it.
    return ", ".join(dict.fromkeys(name.replace(",", " ") for name in names))
