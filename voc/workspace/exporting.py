"""The addresses at which a study leaves the workspace: choose what, see what came of it, and take the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from reports.exports.targets import JOURNEY_TARGETS, TARGETS, uninstalled_extras
from voc.errors import UsageError
from voc.workspace.guard import REPORT_POLICY
from voc.workspace.jobs import Job
from voc.workspace.making import Handler
from voc.workspace.open_study import OpenStudy
from voc.workspace.render import render
from voc.workspace.requests import form_fields, go_on
from voc.workspace.workspace import Workspace

GROUPS: Mapping[str, tuple[str, ...]] = {
    "show": ("pptx", "docx", "pdf", "html", "profiles", "svg", "png"),
    "work": ("xlsx", "stickies", "smaply", "uxpressia", "md", "mermaid", "cjml"),
    "research": ("qdpx", "qdc", "dovetail", "csv", "parquet", "json"),
}
"""The targets by what one wants to do; every target is in one group."""
PASTED = "stickies/paste_"
"""Files whose cells are pasted onto a board as notes."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was exported: its name with ``/``, its size in bytes, and whether its text is pasted onto a board."""

    name: str
    size: int
    is_pasted: bool


def export_folder(study: OpenStudy) -> Path:
    """Where the exports of a study are written: beside it."""
    return study.folder.with_name(f"{study.folder.name}-export")


async def _show_export(workspace: Workspace, request: Request) -> Response:
    key = request.path_params["study"]

    def show() -> Response:
        study, job = workspace.get(key), workspace.jobs.get(key)
        exported = job if job and job.kind == "export" else None
        result = exported.result if exported and exported.state == "done" else {}
        missing = uninstalled_extras() | (frozenset() if study.study.analysis.taxonomy.phases else JOURNEY_TARGETS)
        values = {
            "study": study,
            "job": job if job and (job.kind == "export" or job.state == "running") else None,
            "groups": {group: [name for name in names if name not in missing] for group, names in GROUPS.items()},
            "folder": export_folder(study),
            "exported": _exported_files(study, result.get("files", ())),
            "notes": result.get("notes", ()),
            "study_language": study.study.analysis.language,
        }
        return render(request, "export", values)

    return await run_in_threadpool(show)


def _exported_files(study: OpenStudy, names: Sequence[str]) -> list[ExportedFile]:
    folder = export_folder(study)
    files = ((name, folder / name) for name in names)
    # What somebody has deleted since is not offered.
    return [ExportedFile(name, file.stat().st_size, name.startswith(PASTED)) for name, file in files if file.is_file()]


async def _export(workspace: Workspace, request: Request) -> Response:
    key = request.path_params["study"]
    fields = await form_fields(request)
    study = await run_in_threadpool(workspace.get, key)
    targets = [name for name in fields.many("to") if name in TARGETS]
    if not targets:
        raise UsageError("Nothing is chosen. Tick what you want to take along.")
    order = {
        "study": str(study.folder),
        "out": str(export_folder(study)),
        "targets": targets,
        "language": fields.get("language") or None,
        "share": fields.get("share") or None,
    }

    def finish(job: Job) -> None:
        """Nothing is left to do: the files are there."""

    workspace.jobs.start(key, "export", order, folder=study.folder.parent, finish=finish)
    return go_on(request, f"/study/{key}/export")


async def _cancel_export(workspace: Workspace, request: Request) -> Response:
    key = request.path_params["study"]
    workspace.jobs.cancel(key)
    return go_on(request, f"/study/{key}/export")


async def _exported_file(workspace: Workspace, request: Request) -> Response:
    """A file of the last export, to be saved and not shown: its texts are other people's."""
    key, name = request.path_params["study"], request.path_params["path"]
    study, job = workspace.get(key), workspace.jobs.get(key)
    # Only names that the export itself wrote, so that no path can be made up.
    if job is None or name not in job.result.get("files", ()):
        raise HTTPException(404)
    file = export_folder(study) / name
    if not file.is_file() or file.is_symlink():
        raise HTTPException(404)
    return FileResponse(file, filename=file.name, headers={"content-security-policy": REPORT_POLICY})


EXPORTING: list[Handler] = [
    ("/study/{study}/export", "GET", _show_export),
    ("/study/{study}/export", "POST", _export),
    ("/study/{study}/export/cancel", "POST", _cancel_export),
    ("/study/{study}/export/files/{path:path}", "GET", _exported_file),
]
"""Addresses for `voc.workspace.app`."""
