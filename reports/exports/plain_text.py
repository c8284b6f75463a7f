"""Sentences of the view without their tags."""

from __future__ import annotations

import re

from markupsafe import Markup

_TAGS = re.compile(r"<[^<>]*>")


def plain(sentence: Markup) -> str:
    """A sentence of the view without its tags.

    >>> plain(Markup("<b>9 of 34</b> say &lt;so&gt;."))
    '9 of 34 say <so>.'
    """
    return Markup(_TAGS.sub("", str(sentence))).unescape()  # noqa: S704 - its own text, back to plain
