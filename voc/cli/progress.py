"""Progress on a terminal: a line per stage with counts and the time left; silence elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from voc.schema import Progress, no_progress


@contextmanager
def shown(*, quiet: bool) -> Iterator[Progress]:
    """Yield a `Progress` that draws on standard error when that is a terminal and `quiet` is false."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield no_progress
        return
    columns = (
        TextColumn("{task.description:<24}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                for task in tasks.values():
                    _finish(bars, task)
                tasks[stage] = bars.add_task(stage, total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield advance


def _finish(bars: Bars, task: TaskID) -> None:
    total = bars.tasks[task].total
    bars.update(task, total=total or 1, completed=total or 1)
