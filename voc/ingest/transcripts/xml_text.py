"""Parse the XML of transcripts, which is already decoded, without DOCTYPE and entities."""

from __future__ import annotations

import re
from typing import Any

from voc.errors import FormatError
from voc.files.limits import parse_xml

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


def parse_xml_text(text: str) -> Any:
    """The root element.

    Raises:
        FormatError: the XML is broken or has a DOCTYPE.
    """
    try:
        # The text is decoded, so that a declaration of another encoding would be wrong.
        return parse_xml(_DECLARATION.sub("", text).encode(), "")
    except FormatError as error:
        # The file's name is put before the message where it is shown.
        raise FormatError(str(error).removeprefix(": ")) from error
