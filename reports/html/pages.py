"""Render pages: templates of a look, a policy under which nothing else loads or runs, and quotes kept verbatim."""

from __future__ import annotations

import base64
import hashlib
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from reports.html.look import OWN_LOOK, Look
from reports.language import Catalogue
from reports.paper import choose_paper
from reports.view import View
from reports.view.page_records import MarkRange, ShownQuote
from voc.errors import OutputError, TemplateError
from voc.schema.vocabulary import EMOTION_TABLE

_MARKED_MOODS = ("negative", "positive")
_INKS = {1: "color: var(--pos-ink);", 0: "", -1: "color: var(--neg-ink);"}


def emotion_styles() -> str:
    """The mark and the colour of each emotion as CSS, from the vocabulary.

    They follow the style sheet, whose rule for all emotions would otherwise win over them.
    """
    rules = []
    for emotion in EMOTION_TABLE:
        rules.append(f".e-{emotion.name} {{ {_INKS[emotion.valence]} }}\n")
        # The empty text after the slash keeps screen readers from reading the mark aloud.
        rules.append(f'.e-{emotion.name}::before {{ content: "{emotion.mark}" / ""; }}\n')
    return "".join(rules)


def render_page(name: str, words: Catalogue, look: Look, values: Mapping[str, object], script: str = "") -> str:
    """Render one page; see `render_pages`."""
    return render_pages(name, words, values, [{}], look, script)[0]


def render_pages(
    name: str,
    words: Catalogue,
    values: Mapping[str, object],
    pages: Iterable[Mapping[str, object]],
    look: Look = OWN_LOOK,
    script: str = "",
) -> list[str]:
    """Render pages of one template with our style, a script, and the policy that allows just these.

    Templates escape all values, refuse unknown names, and have the catalogue as ``w``. Those of a company's folder run
    in a sandbox.

    Args:
        name: the template.
        words: the language.
        values: what all pages show, and the functions that imported macros need.
        pages: what each page shows in addition.
        look: the colours and templates.
        script: the name of the script, or "".

    Raises:
        TemplateError: a template of the look's folder does not work; the message names file and line.
    """
    paper = f"@page {{ size: {choose_paper(words.language, look.paper).css}; }}\n"
    style = look.read_source("style.css").text + emotion_styles() + paper + look.css
    code = look.read_source(script).text if script else ""
    environment = _environment(look)
    # Globals and not arguments of render(): only they reach macros that a template imports.
    environment.globals |= {"w": words, "look": look, **values}
    shared = {"style": Markup(style), "script": Markup(code), "policy": content_policy(style, code, look.policy)}  # noqa: S704
    try:
        template = environment.get_template(name)
        return [template.render({**shared, **page}) for page in pages]
    except Exception as error:
        # In our own templates an error is a bug, and its traceback says more than a message could.
        if look.folder is None or isinstance(error, TemplateError):
            raise
        if isinstance(error, TemplateSyntaxError):
            raise TemplateError(f"{error.filename or name} line {error.lineno}: {error.message}") from error
        raise TemplateError(
            f"{_failing_line(error, look, name)}: {error}. Compare with the templates of this version of voc, which "
            "`voc template eject` writes."
        ) from error


def _failing_line(error: Exception, look: Look, name: str) -> str:
    """File and line of the innermost template in the traceback of an error."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(look.folder))
    ]
    return f"{frames[-1].filename} line {frames[-1].lineno}" if frames else name


def _environment(look: Look) -> Environment:
    def load(name: str) -> tuple[str, str, Callable[[], bool]]:
        source = look.read_source(name)
        return source.text, source.file, lambda: True

    kind = ImmutableSandboxedEnvironment if look.folder else Environment
    environment = kind(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_COMPILED,
    )
    # Letters as they are: escaped to ASCII, a statement in Russian is three times as long as its text.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    return environment


class _CompiledTemplates(BytecodeCache):
    """Keeps compiled templates for the life of the process: a study has pages of one template in many environments.

    jinja2 asks for a template by its name, file and text, so a changed template is compiled anew. A sandbox compiles
    calls in its own way, so sandboxed and other environments have different keys.
    """

    def __init__(self) -> None:
        self._code: dict[tuple[str, str, bool], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(self._key(bucket)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[self._key(bucket)] = bucket.bytecode_to_string()

    @staticmethod
    def _key(bucket: Bucket) -> tuple[str, str, bool]:
        return bucket.key, bucket.checksum, bucket.environment.sandboxed


_COMPILED = _CompiledTemplates()


def content_policy(style: str, script: str, data: str = "") -> str:
    """A content security policy under which nothing loads or runs but this style and script; ``data`` adds rules."""
    return (
        f"default-src 'none'; {data}"
        f"style-src '{_sha256(style)}'; script-src '{_sha256(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def check_folder(out: Path, own_files: Collection[str]) -> None:
    """Check that pages may be written into the folder `out`, which may hold earlier ones, `own_files`.

    Raises:
        OutputError: `out` is a file, or a folder with other files in it.
    """
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out}: must be a folder, and a file of this name exists. Choose another --out.")
    # What voc wrote may be replaced; anything else in the folder is somebody's work.
    if out.is_dir() and {path.name for path in out.iterdir()} - set(own_files):
        raise OutputError(f"{out}: this folder holds other files; nothing was changed. Choose another --out.")


def write_folder(out: Path, texts: Mapping[str, str]) -> None:
    """Write texts, by file name, into the folder `out`, which is created if it is missing.

    Raises:
        OutputError: `out` holds other files, or cannot be written.
    """
    # Commands check this before they start, but may have computed for minutes since.
    check_folder(out, texts)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (out / name).write_bytes(text.encode())
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}). Choose another --out.") from error


@dataclass(frozen=True, slots=True)
class MarkedText:
    """The text of a segment and its feeling words, in order, none overlapping."""

    text: str
    ranges: tuple[MarkRange, ...]


FeelingMarks = Mapping[str, MarkedText]
"""By segment id; a segment without feeling words is not in it."""


def find_marks(view: View) -> FeelingMarks:
    """The feeling words of all statements that the page shows as negative or positive."""
    return {
        entry.quote.segment_id: MarkedText(entry.quote.text, view.feelings[entry.quote.segment_id])
        for entry in view.voices.voices
        if entry.quote.mood in _MARKED_MOODS and entry.quote.segment_id in view.feelings
    }


def mark_feelings(quote: ShownQuote, marks: FeelingMarks) -> Markup:
    """The words of a quote, escaped, with its feeling words as ``<b class="feeling">``; no character changes."""
    segment = marks.get(quote.segment_id)
    # A part that occurs twice in its segment could get the marks of the other occurrence.
    if segment is None or segment.text.count(quote.text) != 1:
        return escape_verbatim(quote.text)
    first = segment.text.index(quote.text)
    last = first + len(quote.text)
    inside = [
        MarkRange(mark.start - first, mark.end - first)
        for mark in segment.ranges
        if first <= mark.start and mark.end <= last
    ]
    return _insert_marks(quote.text, inside)


def _insert_marks(text: str, ranges: Sequence[MarkRange]) -> Markup:
    html, done = Markup(), 0
    for mark in ranges:
        html += escape_verbatim(text[done : mark.start])
        html += Markup('<b class="feeling">') + escape_verbatim(text[mark.start : mark.end]) + Markup("</b>")
        done = mark.end
    return html + escape_verbatim(text[done:])


def escape_verbatim(text: str) -> Markup:
    """Escape a verbatim so that a browser reads back exactly these characters."""
    # HTML turns a bare CR into LF, unless it is written as a reference.
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704 - escaped just before
