"""The addresses at which a study is made: a new one from files, the demo, and an open one again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from voc.errors import UsageError
from voc.text.catalogue import load_catalogue
from voc.workspace.corrections import COLUMN_USES, CORRECTIONS, ROLES, show_settings
from voc.workspace.drafts import Draft
from voc.workspace.inspection import show_inspection
from voc.workspace.jobs import Job
from voc.workspace.render import render
from voc.workspace.requests import Fields, choose_language, form_fields, go_on, query_fields
from voc.workspace.uploads import MAX_STUDY_BYTES, remove_upload, save_upload
from voc.workspace.workspace import Workspace

Answer = Callable[[Workspace, Request], Awaitable[Response]]
Handler = tuple[str, str, Answer]
"""An address, its method, and what answers there."""


async def _create(workspace: Workspace, request: Request) -> Response:
    fields = await form_fields(request)
    draft = await run_in_threadpool(
        workspace.drafts.create, fields.require("name"), fields.get("place"), fields.get("folder")
    )
    if not draft.is_copied:
        await run_in_threadpool(_start_inspection, workspace, draft)
    return go_on(request, f"/new/{draft.draft_id}")


async def _make_demo(workspace: Workspace, request: Request) -> Response:
    """The study of the example data: made with one click, opened where it exists."""
    draft = await run_in_threadpool(_demo_draft, workspace)
    # A second click opens it; what was decided about it meanwhile is not thrown away.
    if draft.has_study:
        return go_on(request, _opened(workspace, draft))
    if not workspace.jobs.is_running(draft.study_id):
        await run_in_threadpool(_start, workspace, draft)
    return go_on(request, f"/new/{draft.draft_id}")


def _demo_draft(workspace: Workspace) -> Draft:
    from voc.tasks.demo import DEMO_NAME, copy_examples

    if draft := workspace.drafts.find(DEMO_NAME):
        return draft
    draft = workspace.drafts.create(DEMO_NAME)
    copy_examples(draft.inputs)
    return draft


async def _show_draft(workspace: Workspace, request: Request) -> Response:
    draft = _draft(workspace, request)
    language = choose_language(request)

    def show() -> Response:
        job = _job_of(workspace, draft)
        seen = show_inspection(draft.inspection, language) if draft.inspection else None
        values = {
            "draft": draft,
            "files": draft.files(),
            "seen": seen,
            "is_stale": seen is not None and draft.stamp != draft.state(),
            "job": job,
            "limit": MAX_STUDY_BYTES,
            "settings": show_settings(draft, language),
            "roles": ROLES,
            "uses": COLUMN_USES,
        }
        return render(request, "draft", values)

    return await run_in_threadpool(show)


async def _show_made(workspace: Workspace, request: Request) -> Response:
    draft = _draft(workspace, request)
    return RedirectResponse(await run_in_threadpool(_opened, workspace, draft), 303)


async def _upload(workspace: Workspace, request: Request) -> Response:
    """Take a file as the raw body of the request, so that nothing has to be taken apart or held in memory."""
    draft = _draft(workspace, request)
    if not draft.is_copied:
        raise UsageError("This study reads a folder of yours. Put the file there.")
    _refuse_while_running(workspace, draft)
    length = request.headers.get("content-length", "")
    size = int(length) if length.isdecimal() else None
    upload = await save_upload(draft.inputs, query_fields(request).require("path"), size, request.stream())
    words = load_catalogue("voc.workspace", choose_language(request))
    outcome = "left_out" if not upload.path else "same" if upload.same else "renamed" if upload.renamed else "added"
    return JSONResponse({"path": upload.path, "message": words(f"draft.upload_{outcome}", name=upload.path)})


async def _decide(workspace: Workspace, request: Request) -> Response:
    """Do something with a draft; its page is shown anew afterwards."""
    draft = _draft(workspace, request)
    fields = await form_fields(request)
    name = request.path_params["action"]
    if name in CORRECTIONS:
        await run_in_threadpool(_correct, workspace, draft, CORRECTIONS[name], fields)
        return go_on(request, f"/new/{draft.draft_id}")
    action = _DRAFT_ACTIONS.get(name)
    if action is None:
        raise HTTPException(404)
    path = await run_in_threadpool(action, workspace, draft, fields)
    return go_on(request, path or f"/new/{draft.draft_id}")


def _correct(workspace: Workspace, draft: Draft, correction: Callable[[Draft, Fields], None], fields: Fields) -> None:
    """Write a correction, and look at the files again."""
    _refuse_while_running(workspace, draft)
    correction(draft, fields)
    # Name and language can be set before there are files.
    if draft.files():
        _start_inspection(workspace, draft)


def _remove(workspace: Workspace, draft: Draft, fields: Fields) -> str:
    _refuse_while_running(workspace, draft)
    if not draft.is_copied:
        raise UsageError("This study reads a folder of yours, in which nothing is deleted. Leave the file out instead.")
    remove_upload(draft.inputs, fields.require("path"))
    return ""


def _look(workspace: Workspace, draft: Draft, fields: Fields) -> str:
    _refuse_while_running(workspace, draft)
    _start_inspection(workspace, draft)
    return ""


def _begin(workspace: Workspace, draft: Draft, fields: Fields) -> str:
    # A look at the files is of no use any more when the run itself looks at them.
    workspace.jobs.cancel(draft.draft_id)
    _start(workspace, draft)
    return ""


def _cancel(workspace: Workspace, draft: Draft, fields: Fields) -> str:
    workspace.jobs.cancel(draft.draft_id)
    workspace.jobs.cancel(draft.study_id)
    return ""


def _forget(workspace: Workspace, draft: Draft, fields: Fields) -> str:
    _cancel(workspace, draft, fields)
    workspace.drafts.forget(draft.draft_id)
    return "/"


_DRAFT_ACTIONS: dict[str, Callable[[Workspace, Draft, Fields], str]] = {
    "remove": _remove,
    "look": _look,
    "start": _begin,
    "cancel": _cancel,
    "forget": _forget,
}
"""By the name in the address; each returns where to go on, "" to stay."""


def _draft(workspace: Workspace, request: Request) -> Draft:
    draft = workspace.drafts.get(request.path_params["draft"])
    if draft is None:
        raise HTTPException(404)
    return draft


def _job_of(workspace: Workspace, draft: Draft) -> Job | None:
    """What is being done for a draft, or was done last: the run rather than the look before it."""
    jobs = [workspace.jobs.get(draft.study_id), workspace.jobs.get(draft.draft_id)]
    started = [job for job in jobs if job is not None]
    return max(started, key=lambda job: (job.state == "running", job.started), default=None)


def _refuse_while_running(workspace: Workspace, draft: Draft) -> None:
    if workspace.jobs.is_running(draft.study_id):
        raise UsageError("The study is being made from these files. Wait until that is done, or cancel it.")
    # A look that is under way would show what was there before.
    workspace.jobs.cancel(draft.draft_id)


def _start_inspection(workspace: Workspace, draft: Draft) -> None:
    """Look at the files of a draft, in a process of its own."""
    if not draft.files():
        raise UsageError("There are no files yet. Add some first.")
    # Taken before the look, so that a file that is added during it counts as not seen.
    stamp = draft.state()

    def finish(job: Job) -> None:
        draft.inspection, draft.stamp = job.result, stamp

    request = {"inputs": str(draft.inputs)}
    workspace.jobs.start(draft.draft_id, "inspect", request, folder=draft.inputs, finish=finish)


def _start(workspace: Workspace, draft: Draft) -> None:
    """Make the study of a draft, in a process of its own."""
    if not draft.files():
        raise UsageError("There are no files yet. Add some first.")
    if draft.has_study:
        # Whoever else holds it would lose what they are looking at.
        workspace.add(draft.study)
    request: dict[str, Any] = {"inputs": str(draft.inputs), "out": str(draft.study)}

    def finish(job: Job) -> None:
        workspace.known.add(draft.study)
        _tell_tabs(workspace, job.key)

    workspace.jobs.start(draft.study_id, "make", request, folder=draft.inputs, finish=finish)


def _tell_tabs(workspace: Workspace, key: str) -> None:
    """Let open pages of a study show its new run."""
    workspace.events.send_from_thread("changed", study=key, version=workspace.get(key).version())


async def _run_again(workspace: Workspace, request: Request) -> Response:
    """Make an open study again from the same files, with what was decided since."""
    key = request.path_params["study"]
    study = await run_in_threadpool(workspace.get, key)

    def finish(job: Job) -> None:
        _tell_tabs(workspace, key)

    # Whatever is being decided just now is still a part of it.
    async with workspace.writing(key):
        workspace.jobs.start(key, "again", {"out": str(study.folder)}, folder=study.folder.parent, finish=finish)
    return go_on(request, f"/study/{key}/run")


async def _cancel_run(workspace: Workspace, request: Request) -> Response:
    key = request.path_params["study"]
    workspace.jobs.cancel(key)
    return go_on(request, f"/study/{key}/run")


async def _show_run(workspace: Workspace, request: Request) -> Response:
    """How far the run of a study is, and what moved in the last one since the server was started."""
    key = request.path_params["study"]

    def show() -> Response:
        study, job = workspace.get(key), workspace.jobs.get(key)
        values = {
            "study": study,
            "job": job,
            "moved": job.result.get("moved") if job and job.state == "done" else None,
            "draft": workspace.drafts.of_study(study.folder),
        }
        return render(request, "run", values)

    return await run_in_threadpool(show)


def _opened(workspace: Workspace, draft: Draft) -> str:
    return f"/study/{workspace.add(draft.study).study_id}/overview"


MAKING: list[Handler] = [
    ("/new", "POST", _create),
    ("/demo", "POST", _make_demo),
    ("/new/{draft}", "GET", _show_draft),
    ("/new/{draft}/study", "GET", _show_made),
    ("/new/{draft}/files", "PUT", _upload),
    ("/new/{draft}/do/{action}", "POST", _decide),
    ("/study/{study}/run", "GET", _show_run),
    ("/study/{study}/run", "POST", _run_again),
    ("/study/{study}/run/cancel", "POST", _cancel_run),
]
"""Addresses for `voc.workspace.app`."""
