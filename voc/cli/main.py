"""The command line. Each command is a file of its own, thin over a plain function."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console

from voc.cli import (
    agree,
    codebook,
    compare,
    demo,
    explain,
    export,
    init,
    inspect,
    journey,
    persona,
    redact,
    run,
    score,
    template,
    theme,
    verify,
)
from voc.errors import VocError
from voc.version import __version__

EXIT_INTERRUPTED = 130
EXIT_DEFECT = 70

app = typer.Typer(
    name="voc",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="From a folder of interviews, survey answers and reviews to themes, pain points, emotion per touchpoint and "
    "persona drafts. German and English. Nothing leaves this computer.",
    epilog="Exit codes: 0 done, 1 something found (`verify`), 2 wrong call, 3 nothing readable, 70 a defect of voc, "
    "130 interrupted.",
)
app.command("run")(run.run)
app.command("init")(init.init)
app.command("inspect")(inspect.inspect)
app.command("redact")(redact.redact)
app.command("score")(score.score)
app.command("explain")(explain.explain)
app.add_typer(theme.app, name="theme")
app.add_typer(persona.app, name="persona")
app.add_typer(journey.app, name="journey")
app.add_typer(codebook.app, name="codebook")
app.command("compare")(compare.compare)
app.command("export")(export.export)
app.add_typer(template.app, name="template")
app.command("agree")(agree.agree)
app.command("verify")(verify.verify)
app.command("demo")(demo.demo)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"voc {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program an error arose.")] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code; errors are messages, a traceback comes with ``--debug`` only."""
    arguments = sys.argv[1:] if arguments is None else arguments
    sys.exit(_run(arguments))


def _run(arguments: list[str]) -> int:
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    debug = "--debug" in arguments
    code: object = 0
    try:
        app(arguments)
    except SystemExit as stopped:
        code = stopped.code
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    except VocError as error:
        if debug:
            console.print_exception()
        console.print(f"[bold red]Error:[/] {_plain(str(error))}")
        return error.exit_code
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001
        if debug:
            console.print_exception()
        console.print(
            f"[bold red]Error:[/] a defect of voc ({type(error).__name__}). Nothing was written. Please report it with "
            "the output of the same command after `voc --debug`."
        )
        return EXIT_DEFECT
    if code == EXIT_INTERRUPTED:
        console.print("Interrupted. Nothing was written; an earlier study is as it was.")
    return code if isinstance(code, int) else 0


def _plain(text: str) -> str:
    return text.replace("[", "\\[")


if __name__ == "__main__":
    main()
