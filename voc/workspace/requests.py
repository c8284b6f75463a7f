"""What a page is asked with: the fields of a form or of an address, and the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from voc.errors import UsageError
from voc.schema import Language

LANGUAGE_COOKIE = "voc-language"
_LANGUAGES: tuple[Language, ...] = get_args(Language)
MAX_FORM_BYTES = 4_000_000
"""A form holds decisions and not files; 50,000 ids of statements fit."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a form or address, by name; each may occur more than once."""

    values: Mapping[str, Sequence[str]]

    def get(self, name: str, default: str = "") -> str:
        """The value of a field without white space around it; `default` where it is missing."""
        values = self.values.get(name)
        return values[-1].strip() if values else default

    def has(self, name: str) -> bool:
        """Whether a field is there, be it empty."""
        return name in self.values

    def require(self, name: str) -> str:
        """The value of a field.

        Raises:
            UsageError: it is missing or empty.
        """
        value = self.get(name)
        if not value:
            raise UsageError(f"The field '{name}' is empty. Fill it in.")
        return value

    def many(self, name: str) -> list[str]:
        """All values of a field that are not empty."""
        return [value.strip() for value in self.values.get(name, ()) if value.strip()]

    def each(self, name: str) -> list[str]:
        """All values of a field, empty ones too, so that the rows of a form stay aligned."""
        return [value.strip() for value in self.values.get(name, ())]

    def number(self, name: str, default: int) -> int:
        """A field that is a whole number.

        Raises:
            UsageError: it is something else.
        """
        text = self.get(name)
        if not text:
            return default
        try:
            return int(text)
        except ValueError as error:
            raise UsageError(f"The field '{name}' must be a whole number, found '{text}'.") from error


def query_fields(request: Request) -> Fields:
    """The fields of the address."""
    return Fields(parse_qs(request.url.query, keep_blank_values=True))


async def form_fields(request: Request) -> Fields:
    """The fields of a form that was sent as `application/x-www-form-urlencoded`.

    Raises:
        UsageError: it is too large, or is not text.
    """
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_FORM_BYTES:
            raise UsageError("Too many statements at once. Choose fewer.")
    try:
        return Fields(parse_qs(body.decode(), keep_blank_values=True, max_num_fields=100_000))
    except ValueError as error:
        raise UsageError("The form cannot be read. Load the page again.") from error


def choose_language(request: Request) -> Language:
    """The language that was chosen in the workspace, else the first of the browser's that we have."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    accepted = request.headers.get("accept-language", "").split(",")
    wishes = [chosen, *(language.strip()[:2] for language in accepted)]
    return next((language for wish in wishes for language in _LANGUAGES if wish == language), "en")


def wants_data(request: Request) -> bool:
    """Whether a script asks, which shows the answer itself."""
    return "application/json" in request.headers.get("accept", "")


def go_on(request: Request, path: str, message: str = "") -> Response:
    """Go on at another page: for a script as data, for a plain form by redirection."""
    return JSONResponse({"go": path, "message": message}) if wants_data(request) else RedirectResponse(path, 303)
