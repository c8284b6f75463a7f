"""Tables for Dovetail, which maps columns on import.

People: UTF-8, one column mapped to Name, dates as ISO 8601 (https://dovetail.com/help/manage-people-database/). Fields
of text hold 300 characters (https://dovetail.com/help/add-structured-data-with-fields/). For notes no layout is
prescribed: a row becomes a note, its columns are mapped by hand.
"""

from __future__ import annotations

from collections import defaultdict

from reports.exports.files import utf8
from reports.exports.tables.sheets import CELL_LIMIT, Row, csv_text
from reports.language import load_words
from reports.view.facts import Facts
from voc.schema import Analysis, Personas, Respondent

FIELD_LIMIT = 300
"""Characters that a field of text holds."""
NOTE_COLUMNS = (
    *("Title", "Content", "People", "Date", "Source", "Type", "Question"),
    *("Touchpoints", "Themes", "Sentiment", "Emotions", "Persona"),
)


def dovetail(analysis: Analysis, personas: Personas) -> dict[str, bytes]:
    """Target ``dovetail``: people with their attributes, and a note for each text that somebody wrote or said."""
    facts = Facts(analysis, load_words(analysis.language))
    owner = {person: one.title for one in personas.personas for person in one.respondents}
    spoken = set(facts.people)
    people = [one for one in analysis.corpus.respondents if one.respondent_id in spoken]
    names = sorted({name for one in people for name in one.attributes})
    rows = [_person(one, names, owner.get(one.respondent_id, ""), facts) for one in people]
    return {
        "dovetail/people.csv": utf8(csv_text(["Name", "Source", "Persona", *names], rows)),
        "dovetail/notes.csv": utf8(csv_text(NOTE_COLUMNS, _notes(facts, owner))),
    }


def _person(person: Respondent, names: list[str], persona: str, facts: Facts) -> Row:
    sources = ", ".join(facts.source_names.get(path, path) for path in person.sources)
    cells = (sources, persona, *(person.attributes.get(name, "") for name in names))
    return (person.label, *(cell[:FIELD_LIMIT] for cell in cells))


def _notes(facts: Facts, owner: dict[str, str]) -> list[Row]:
    """A note a person and document: the person's statements in order, with all that they are about."""
    said: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, segment in enumerate(facts.segments):
        said[segment.document_id, segment.respondent_id].append(position)
    return [_note(facts, person, positions, owner) for (_, person), positions in said.items()]


def _note(facts: Facts, person: str, positions: list[int], owner: dict[str, str]) -> Row:
    analysis, words = facts.analysis, facts.words
    quotes = [facts.quote(position) for position in positions]
    first, segment = quotes[0], facts.segments[positions[0]]
    tags = analysis.tags.touchpoint[positions].tolist()
    places = [words.named(analysis.taxonomy.touchpoints[tag].names) for tag in tags if tag >= 0]
    themes = [analysis.themes.themes[one].name for one in analysis.themes.assignment[positions].tolist() if one >= 0]
    moods = facts.balance(positions)
    return (
        ", ".join(part for part in (first.person, first.source, first.place) if part)[:FIELD_LIMIT],
        "\n\n".join(quote.text for quote in quotes)[:CELL_LIMIT],
        first.person,
        facts.documents[segment.document_id].date,
        first.source,
        words(f"kind.{segment.kind}"),
        segment.question.strip()[:FIELD_LIMIT],
        _joined(places),
        _joined(themes),
        words(f"sentiment.{next(iter(moods))}"),
        _joined([words(f"emotion.{quote.emotion}") for quote in quotes if quote.emotion]),
        owner.get(person, ""),
    )


def _joined(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(name.replace(",", " ") for name in names))
