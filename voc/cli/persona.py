"""`voc persona …`: edit personas, and test the ones that a team brings."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.console import Force, Json, LanguageChoice, Study, print_decision, print_json, write_file
from voc.errors import UsageError

if TYPE_CHECKING:
    from personas.proto.matching import ProtoTest
    from voc.study import Study as LoadedStudy

Persona = Annotated[str, typer.Argument(metavar="PERSONA", help="A persona's id or its title in quotation marks.")]
Into = Annotated[str, typer.Argument(metavar="INTO", help="The persona that takes its people.")]
Title = Annotated[str, typer.Argument(metavar="TITLE", help="The title, in quotation marks.")]
Parts = Annotated[int, typer.Option("--parts", metavar="N", help="How many parts: 2 to 9.")]
Respondent = Annotated[
    str,
    typer.Argument(
        metavar="RESPONDENT", help="A respondent's id (data/respondents.csv), or a file with nobody else in it."
    ),
]
Respondents = Annotated[list[str], typer.Argument(metavar="RESPONDENT...", help="Who belongs to it: ids or files.")]
To = Annotated[str, typer.Option("--to", metavar="PERSONA", help="The persona's id or title, or: none.")]
Line = Annotated[str, typer.Argument(metavar="LINE", help="The line's number in `voc persona show`, or KIND:SUBJECT.")]
ProtoFile = Annotated[Path, typer.Argument(metavar="FILE", help="Personas of your team: TOML, or a CSV table.")]
NewFile = Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the example.")]
Page = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Also write a page: .html or .md.", show_default=False),
]
Lang = Annotated[LanguageChoice, typer.Option("--lang", help="Language of the example.")]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Rename, merge, split, drop, make and fill personas, pin and reject lines: decisions kept in the study's "
    "codebook.toml. Test the personas that your team brings against the data.\n\n"
    "Decisions take effect with the next `voc run` into the same study and stay, whatever files are added. To take "
    "one back: `voc codebook clear`.\n\n"
    'Example: **voc persona rename spring-study p-0123456789 "The ones short of time"**',
)


@app.command("list")
def list_(study: Study, *, as_json: Json = False) -> None:
    """Show the personas of a study with their ids, people and decisions."""
    from voc.tasks.persona import list_personas

    listed = list_personas(study)
    if as_json:
        print_json(asdict(listed))
        return
    if listed.refusal:
        typer.echo(listed.refusal)
        typer.echo(f'Group people by hand with: voc persona new {study} "TITLE" RESPONDENT...')
    for row in listed.personas:
        decision = f"  ({row.decision})" if row.decision else ""
        typer.echo(f"{row.persona_id} {row.n:>5} of {row.n_of} people  {row.title}{decision}")
    for sentence in listed.waiting:
        typer.echo(f"pending: {sentence}")


@app.command("show")
def show(study: Study, persona: Persona, *, as_json: Json = False) -> None:
    """Show one persona: its people, and its lines with their numbers, counts and a quote each."""
    from voc.tasks.persona import read_persona_document

    data = read_persona_document(study, persona)
    if as_json:
        print_json(data)
        return
    typer.echo(f"{data['persona_id']} {data['title']}: {data['n']} of {data['n_of']} people")
    for number, line in enumerate(data["traits"], 1):
        name = f"{line['kind']}:{line['subject_id']}"
        typer.echo(f"{number:>3} {name}  {line['subject']} ({line['n']} of {line['n_of']})")
        for quote in line["quotes"][:1]:
            typer.echo(f"    > {quote['text']}\n    > — {quote['segment_id']}")
    for caveat in data["caveats"]:
        typer.echo(f"careful: {caveat}")
    typer.echo("people: " + " ".join(data["respondents"]))


@app.command("rename")
def rename(study: Study, persona: Persona, title: Title) -> None:
    """Give a persona a title of your own."""
    from voc.tasks.persona import rename_persona

    print_decision(study, f"{rename_persona(study, persona, title)} is called '{title.strip()}'")


@app.command("merge")
def merge(study: Study, persona: Persona, into: Into) -> None:
    """Add a persona's people to another one."""
    from voc.tasks.persona import merge_personas

    print_decision(study, f"{persona} is merged into {merge_personas(study, persona, into)}")


@app.command("split")
def split(study: Study, persona: Persona, parts: Parts = 2) -> None:
    """Split a persona by what its people say."""
    from voc.tasks.persona import split_persona

    print_decision(study, f"{split_persona(study, persona, parts)} is split into {parts} parts")


@app.command("drop")
def drop(study: Study, persona: Persona) -> None:
    """Remove a persona; its people then belong to none."""
    from voc.tasks.persona import drop_persona

    print_decision(study, f"{drop_persona(study, persona)} is dropped")


@app.command("new")
def new(study: Study, title: Title, respondents: Respondents) -> None:
    """Group people by hand, also if a run found no groups."""
    from voc.tasks.persona import new_persona

    print_decision(study, f"{new_persona(study, title, respondents)} is '{title.strip()}', grouped by hand")


@app.command("move")
def move(study: Study, respondents: Respondents, *, to: To) -> None:
    """Move people into another persona, or out of every persona with: none."""
    from voc.tasks.persona import move_respondents

    persona = move_respondents(study, respondents, to)
    print_decision(study, f"{', '.join(respondents)} {'goes' if len(respondents) == 1 else 'go'} to {persona}")


@app.command("pin")
def pin(study: Study, persona: Persona, line: Line) -> None:
    """Always list a line of a persona, as long as a member shows it."""
    from voc.tasks.persona import pin_line

    print_decision(study, f"{pin_line(study, persona, line)} is pinned")


@app.command("reject")
def reject(study: Study, persona: Persona, line: Line) -> None:
    """Never list a line of a persona."""
    from voc.tasks.persona import reject_line

    print_decision(study, f"{reject_line(study, persona, line)} is rejected")


@app.command("free")
def free(study: Study, persona: Persona, line: Line) -> None:
    """Take back that a line is pinned or rejected."""
    from voc.tasks.persona import free_line

    print_decision(study, f"{free_line(study, persona, line)} is as found again")


@app.command("template")
def template(file: NewFile, *, lang: Lang = "en", force: Force = False) -> None:
    """Write an example of personas that a team brings, to edit and test."""
    from personas.proto.proto_file import template as example_file

    write_file(file, example_file(lang), force=force)
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
    from voc.study import load

    # Checked before the encoder is loaded, which takes a while.
    if out is not None and out.suffix.lower() not in {".html", ".md"}:
        raise UsageError(f"--out must end in .html or .md, found {out.name}.")
    protos, loaded, encoder = read_protos(file), load(study), open_encoder(EMBEDDED)
    result = compare_protos(protos, loaded, lambda texts: encode_once(encoder, texts))
    if out is not None:
        write_page = as_html if out.suffix.lower() == ".html" else as_markdown
        write_file(out, write_page(result, loaded), force=force)
    if as_json:
        print_json(as_data(result, loaded))
        return
    _print_test(result, loaded)
    if out is not None:
        typer.echo(f"Page: {out}")


def _print_test(result: ProtoTest, study: LoadedStudy) -> None:
    from personas.proto.report import count_text, load_words

    words = load_words(study)
    for proto, findings in zip(result.protos, result.findings, strict=True):
        typer.echo(f"\n{proto.name}")
        verdicts = [words(f"verdict.{finding.verdict}") for finding in findings]
        width = max(map(len, verdicts))
        for text, finding in zip(verdicts, findings, strict=True):
            typer.echo(f"  {text:<{width}}  {finding.line.text}  {count_text(finding, words)}".rstrip())
    typer.echo(f"\n{len(result.uncovered)} of {result.n_of} people said enough and support none of the lines.")
    for missed in result.missing:
        typer.echo(f"  missing {missed.kind}: {missed.name} ({missed.n} of {missed.n_of} people)")
    typer.echo("No support found does not mean false. Read the quotes: --out page.html, or --json")
