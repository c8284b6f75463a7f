"""The addresses of the workspace: pages show a study, actions decide something about it, events tell the open tabs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from reports.html.pages import emotion_styles
from voc.errors import UsageError, VocError
from voc.study.folder import REPORT
from voc.text.catalogue import load_catalogue
from voc.workspace.actions import ACTIONS, Done
from voc.workspace.drafts import projects_folder
from voc.workspace.exporting import EXPORTING
from voc.workspace.guard import REPORT_POLICY
from voc.workspace.making import MAKING, Answer, Handler
from voc.workspace.render import render
from voc.workspace.requests import LANGUAGE_COOKIE, choose_language, form_fields, go_on, query_fields, wants_data
from voc.workspace.views import PAGES
from voc.workspace.workspace import Workspace

_MEDIA_TYPES = {".css": "text/css", ".mjs": "text/javascript", ".svg": "image/svg+xml"}
_SHOWN_FOLDERS = ("workshop/", "voices/", "documents/", "data/")
"""What of a study has an address, beside the report. private/ has none: nobody needs it in a browser."""


def create_app(workspace: Workspace) -> Starlette:
    """The workspace as an ASGI application; `voc.workspace.guard.Guard` belongs around it."""
    handlers: list[Handler] = [
        ("/", "GET", _home),
        ("/language", "POST", _set_language),
        ("/studies", "POST", _open_study),
        ("/studies/{study}/forget", "POST", _forget_study),
        ("/events", "GET", _listen),
        ("/static/{name}", "GET", _static),
        ("/study/{study}", "GET", _show_first),
        ("/study/{study}/do/{action}", "POST", _act),
        ("/study/{study}/files/{path:path}", "GET", _study_file),
        *MAKING,
        *EXPORTING,
        # Behind all other addresses below a study.
        ("/study/{study}/{page}", "GET", _show),
    ]

    def bind(handler: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            return await handler(workspace, request)

        return answer

    routes = [Route(path, bind(handler), methods=[method]) for path, method, handler in handlers]
    app = Starlette(routes=routes)
    app.add_exception_handler(VocError, _explain_error)
    app.add_exception_handler(HTTPException, _explain_missing)
    app.state.workspace = workspace
    return app


async def _home(workspace: Workspace, request: Request) -> Response:
    known = workspace.known.recent()
    folders = {entry.folder for entry in known}
    drafts = [draft for draft in workspace.drafts.all() if draft.study not in folders]
    return render(request, "home", {"studies": known, "drafts": drafts, "place": projects_folder()})


async def _set_language(workspace: Workspace, request: Request) -> Response:
    fields = await form_fields(request)
    answer = RedirectResponse(_own_path(fields.get("next", "/")), 303)
    answer.set_cookie(LANGUAGE_COOKIE, "de" if fields.get("language") == "de" else "en", samesite="strict", path="/")
    return answer


def _own_path(path: str) -> str:
    """The path if it stays on this server, else the first page: "//elsewhere" is another server's."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


async def _open_study(workspace: Workspace, request: Request) -> Response:
    folder = (await form_fields(request)).require("folder")
    study = await run_in_threadpool(workspace.add, Path(folder).expanduser())
    return go_on(request, f"/study/{study.study_id}")


async def _forget_study(workspace: Workspace, request: Request) -> Response:
    workspace.known.forget(request.path_params["study"])
    return go_on(request, "/")


async def _listen(workspace: Workspace, request: Request) -> Response:
    return StreamingResponse(workspace.events.listen(), media_type="text/event-stream")


async def _static(workspace: Workspace, request: Request) -> Response:
    name = request.path_params["name"]
    if name == "report.css":
        # The workspace shows statements as the report does.
        style = files("reports").joinpath("templates", "style.css").read_text("utf-8") + emotion_styles()
        return Response(style, media_type="text/css")
    known = {entry.name: entry for entry in files("voc.workspace").joinpath("static").iterdir()}
    if name not in known:
        raise HTTPException(404)
    return Response(known[name].read_text("utf-8"), media_type=_MEDIA_TYPES[Path(name).suffix])


async def _show_first(workspace: Workspace, request: Request) -> Response:
    return RedirectResponse(f"/study/{request.path_params['study']}/overview", 303)


async def _show(workspace: Workspace, request: Request) -> Response:
    """A page of a study: what its view returns, in its template."""
    page = PAGES.get(request.path_params["page"])
    if page is None:
        raise HTTPException(404)

    def show() -> Response:
        study = workspace.get(request.path_params["study"])
        values = page.show(study, query_fields(request), choose_language(request))
        return render(request, page.name, {"study": study, "fields": query_fields(request), **values})

    return await run_in_threadpool(show)


async def _act(workspace: Workspace, request: Request) -> Response:
    """Decide something about a study, say what was done, and tell the other tabs."""
    action = ACTIONS.get(request.path_params["action"])
    if action is None:
        raise HTTPException(404)
    fields = await form_fields(request)
    key = request.path_params["study"]
    study = await run_in_threadpool(workspace.get, key)
    if workspace.jobs.is_running(key):
        # The run has read the codebook already, and writes a new one beside the new study.
        raise UsageError("This study is being made again. Decide when that is done, or cancel it.")
    async with workspace.writing(key):
        done: Done = await run_in_threadpool(action, study, fields)
    workspace.events.send("changed", study=key, version=study.version())
    message = _say(request, done)
    if wants_data(request):
        return JSONResponse({"message": message, "version": study.version(), "go": done.go})
    return RedirectResponse(_own_path(done.go or fields.get("next", f"/study/{key}/overview")), 303)


def _say(request: Request, done: Done) -> str:
    return load_catalogue("voc.workspace", choose_language(request))(f"done.{done.key}", **done.values)


async def _study_file(workspace: Workspace, request: Request) -> Response:
    """A file of the study that may be shown, in an origin of its own."""
    study = workspace.get(request.path_params["study"])
    name = request.path_params["path"]
    shown = (name == REPORT or name.startswith(_SHOWN_FOLDERS)) and name.isprintable()
    file = (study.folder / name).resolve() if shown else study.folder
    # After links and ".." are resolved the file must still be where its name says.
    if not shown or not file.is_file() or file != study.folder.resolve() / name:
        raise HTTPException(404)
    return FileResponse(file, headers={"content-security-policy": REPORT_POLICY})


async def _explain_error(request: Request, error: Exception) -> Response:
    """An error that a user can do something about: its own words say what."""
    if wants_data(request):
        return JSONResponse({"error": str(error)}, 422)
    return render(request, "error", {"message": str(error)}, status=422 if isinstance(error, UsageError) else 409)


async def _explain_missing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if wants_data(request):
        return JSONResponse({"error": str(status)}, status)
    return render(request, "error", {"message": ""}, status=status)
