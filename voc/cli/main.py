"""The command line: registers the commands, turns errors into messages and exit codes.

Each command is a file of its own, thin over a plain function in `voc/tasks`. They import what they need when they are
called, so that `voc --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from voc.cli import (
    agree,
    codebook,
    compare,
    demo,
    explain,
    export,
    history,
    init,
    inspect,
    journey,
    label,
    pain,
    persona,
    redact,
    run,
    score,
    shortcut,
    template,
    theme,
    verify,
    workspace,
)
from voc.errors import VocError
from voc.version import __version__

EXIT_INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""
EXIT_DEFECT = 70
"""EX_SOFTWARE of sysexits.h."""

app = typer.Typer(
    name="voc",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="From a folder of interviews, survey answers and reviews to themes, pain points, emotion per touchpoint and "
    "persona drafts. German and English. Nothing leaves this computer.",
    epilog="Exit codes: 0 done, 1 findings (`verify`), 2 wrong call, 3 nothing readable, 70 a defect of voc, "
    "130 interrupted.",
)
_COMMANDS = (
    run.run, init.init, inspect.inspect, redact.redact, score.score, explain.explain, compare.compare, export.export,
    label.label, agree.agree, history.history, verify.verify, demo.demo,
)  # fmt: skip
"""In the order of `voc --help`. A command is called as its function is."""
for _command in _COMMANDS:
    app.command()(_command)
app.command("open")(workspace.open_workspace)
app.command()(shortcut.shortcut)
for _group in (theme, pain, persona, journey, codebook, template):
    app.add_typer(_group.app, name=_group.__name__.rpartition(".")[2])


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"voc {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program an error occurred.")] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code. Errors are messages; a traceback needs ``--debug``."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    code = _run(sys.argv[1:] if arguments is None else arguments, console)
    if code == EXIT_INTERRUPTED and arguments is None:
        # Python ends itself by the signal, whatever code it is given, where the interruption reached code that was
        # run from a string, as dataclasses are made. Everything is unwound here, so nothing is lost by leaving at once.
        sys.stdout.flush()
        os._exit(code)
    sys.exit(code)


def _run(arguments: list[str], console: Console) -> int:
    """Run a command and return its exit code."""
    code: object = 0
    try:
        app(arguments)
    except SystemExit as stopped:
        code = stopped.code
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe (`voc theme list … | head`) has seen enough.
        code = 0
    except VocError as error:
        if "--debug" in arguments:
            console.print_exception()
        console.print(f"[bold red]Error:[/] {escape(str(error))}")
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the last resort, since no user should see a traceback
        if "--debug" in arguments:
            console.print_exception()
        console.print(
            f"[bold red]Error:[/] a defect of voc ({type(error).__name__}). Nothing was written. Please report it with "
            "the output of the same command after `voc --debug`."
        )
        return EXIT_DEFECT
    # An interruption comes as an exception or, once typer has caught it, as this exit code.
    if code == EXIT_INTERRUPTED:
        console.print("Interrupted. Nothing was written; an earlier study is as it was.")
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
