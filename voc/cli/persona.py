"""`voc persona …`: have the last word about personas, and test the ones that a team brings."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.decided import done
from voc.cli.options import Force, Json, Study

if TYPE_CHECKING:
    from personas.proto.matching import ProtoTest
    from voc.study import StudyTables

Persona = Annotated[str, typer.Argument(metavar="PERSONA", help="A persona's id or its title in quotation marks.")]
Into = Annotated[str, typer.Argument(metavar="INTO", help="The persona that takes its people.")]
Title = Annotated[str, typer.Argument(metavar="TITLE", help="The title, in quotation marks.")]
Parts = Annotated[int, typer.Option("--parts", metavar="N", help="How many parts: 2 to 9.")]
Who = Annotated[
    str,
    typer.Argument(metavar="RESPONDENT", help="A respondent's id (data/respondents.csv), or a file of theirs alone."),
]
Several = Annotated[list[str], typer.Argument(metavar="RESPONDENT...", help="Who belongs to it: ids or files.")]
To = Annotated[str, typer.Option("--to", metavar="PERSONA", help="The persona's id or title, or: none.")]
Line = Annotated[str, typer.Argument(metavar="LINE", help="The line's number in `voc persona show`, or KIND:SUBJECT.")]
ProtoFile = Annotated[Path, typer.Argument(metavar="FILE", help="Personas of your team: TOML, or a CSV table.")]
NewFile = Annotated[Path, typer.Argument(metavar="FILE", help="Where the example goes.")]
Page = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write a page too: .html or .md.", show_default=False),
]


class TemplateLanguage(StrEnum):
    """Languages of the example."""

    DE = "de"
    EN = "en"


Lang = Annotated[TemplateLanguage, typer.Option("--lang", help="Language of the example.")]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Rename, merge, split, drop, make and fill personas, pin and reject lines: decisions kept in the study's "
    "codebook.toml. Test the personas that your team brings against the data.\n\n"
    "They hold from the next `voc run` into the same study on, whatever files are added. Take one back by removing its "
    "lines from codebook.toml.\n\n"
    'Example: **voc persona rename spring-study p-0123456789 "The ones short of time"**',
)


@app.command("list")
def list_(study: Study, *, as_json: Json = False) -> None:
    """Show the personas of a study with their ids, people and decisions."""
    from dataclasses import asdict

    from voc.tasks.persona import list_personas

    rows, waiting, refusal = list_personas(study)
    if as_json:
        data = {"personas": [asdict(row) for row in rows], "refusal": refusal, "waiting": waiting}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    if refusal:
        typer.echo(refusal)
        typer.echo(f'Group people by hand with: voc persona new {study} "TITLE" RESPONDENT...')
    for row in rows:
        decision = f"  ({row.decision})" if row.decision else ""
        typer.echo(f"{row.persona_id} {row.n:>5} of {row.n_of} people  {row.title}{decision}")
    for sentence in waiting:
        typer.echo(f"waits {sentence}")


@app.command("show")
def show(study: Study, persona: Persona, *, as_json: Json = False) -> None:
    """Show one persona: its people, and its lines with their numbers, counts and a quote each."""
    from voc.tasks.persona import find_persona

    found = find_persona(study, persona)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    typer.echo(f"{found['persona_id']} {found['title']}: {found['n']} of {found['n_of']} people")
    for number, line in enumerate(found["traits"], 1):
        name = f"{line['kind']}:{line['subject_id']}"
        typer.echo(f"{number:>3} {name}  {line['subject']} ({line['n']} of {line['n_of']})")
        for quote in line["quotes"][:1]:
            typer.echo(f"    > {quote['text']}\n    > — {quote['segment_id']}")
    for caveat in found["caveats"]:
        typer.echo(f"careful: {caveat}")
    typer.echo("people: " + " ".join(found["respondents"]))


@app.command("rename")
def rename(study: Study, persona: Persona, title: Title) -> None:
    """Give a persona a title of your own."""
    from voc.tasks.persona import rename_persona

    done(study, f"{rename_persona(study, persona, title)} is called '{title.strip()}'")


@app.command("merge")
def merge(study: Study, persona: Persona, into: Into) -> None:
    """Let a persona's people count to another one."""
    from voc.tasks.persona import merge_personas

    done(study, f"{persona} goes into {merge_personas(study, persona, into)}")


@app.command("split")
def split(study: Study, persona: Persona, parts: Parts = 2) -> None:
    """Cut a persona into parts by what its people say."""
    from voc.tasks.persona import split_persona

    done(study, f"{split_persona(study, persona, parts)} is cut into {parts} parts")


@app.command("drop")
def drop(study: Study, persona: Persona) -> None:
    """Leave a persona's people in no persona."""
    from voc.tasks.persona import drop_persona

    done(study, f"{drop_persona(study, persona)} is dropped")


@app.command("new")
def new(study: Study, title: Title, respondents: Several) -> None:
    """Group people by hand, also where a run found no groups."""
    from voc.tasks.persona import new_persona

    done(study, f"{new_persona(study, title, respondents)} is '{title.strip()}', grouped by hand")


@app.command("move")
def move(study: Study, respondent: Who, *, to: To) -> None:
    """Put one person into another persona, or out of every persona with: none."""
    from voc.tasks.persona import move_respondent

    done(study, f"{respondent} goes to {move_respondent(study, respondent, to)}")


@app.command("pin")
def pin(study: Study, persona: Persona, line: Line) -> None:
    """Always list a line of a persona, as long as a member shows it."""
    from voc.tasks.persona import pin_line

    done(study, f"{pin_line(study, persona, line)} is pinned")


@app.command("reject")
def reject(study: Study, persona: Persona, line: Line) -> None:
    """Never list a line of a persona."""
    from voc.tasks.persona import reject_line

    done(study, f"{reject_line(study, persona, line)} is rejected")


@app.command("template")
def template(file: NewFile, *, lang: Lang = TemplateLanguage.EN, force: Force = False) -> None:
    """Write an example of personas that a team brings, to edit and test."""
    from personas.proto.proto_file import TEMPLATES

    _write(file, TEMPLATES[lang.value], force=force)
    typer.echo(f"{file}: edit it, then: voc persona test STUDY {file}")


@app.command("test")
def test(study: Study, file: ProtoFile, *, out: Page = None, force: Force = False, as_json: Json = False) -> None:
    """Compare the personas that your team brings with the data: supported, contradicted, not found, who is missing.

    "No support found" does not mean that a line is false. Read the quotes before you decide.
    """
    from personas.proto.matching import compare_protos
    from personas.proto.proto_file import read_protos
    from personas.proto.report import as_data, as_html, as_markdown
    from voc.analysis import EMBEDDED, encode_once, open_encoder
    from voc.errors import UsageError
    from voc.study import read_study

    if out is not None and out.suffix.lower() not in {".html", ".md"}:
        raise UsageError(f"--out must end in .html or .md, found {out.name}.")
    protos, tables, encoder = read_protos(file), read_study(study), open_encoder(EMBEDDED)
    found = compare_protos(protos, tables, lambda texts: encode_once(encoder, texts))
    if out is not None:
        page = as_html if out.suffix.lower() == ".html" else as_markdown
        _write(out, page(found, tables), force=force)
    if as_json:
        typer.echo(json.dumps(as_data(found, tables), ensure_ascii=False, indent=1))
    else:
        _show_test(found, tables)
    if out is not None and not as_json:
        typer.echo(f"Page: {out}")


def _show_test(found: ProtoTest, tables: StudyTables) -> None:
    from personas.proto.report import says, verdict

    language = str(tables.manifest.get("language", "en"))
    for proto, findings in zip(found.protos, found.findings, strict=True):
        typer.echo(f"\n{proto.name}")
        width = max(len(verdict(one, language)) for one in findings)
        for one in findings:
            typer.echo(f"  {verdict(one, language):<{width}}  {one.line.text}  {says(one, language)}".rstrip())
    typer.echo(f"\n{len(found.uncovered)} of {found.n_of} people said enough and bear out no line.")
    for missed in found.missing:
        typer.echo(f"  missing {missed.kind}: {missed.name} ({missed.n} of {missed.n_of} people)")
    typer.echo("No support found does not mean false. Read the quotes: --out page.html, or --json")


def _write(file: Path, text: str, *, force: bool) -> None:
    from voc.errors import OutputError

    try:
        with file.open("w" if force else "x", encoding="utf-8", newline="") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise OutputError(f"{file}: is already there. Choose another name, or replace it with --force.") from error
    except OSError as error:
        raise OutputError(f"{file}: cannot be written ({type(error).__name__}). Choose another place.") from error
