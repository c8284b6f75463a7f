"""documents/ID.html: pages on which whole interviews, answers and reviews can be read, statement by statement."""

from __future__ import annotations

from reports.html.look import OWN_LOOK, Look
from reports.html.pages import escape_verbatim, render_pages
from reports.view.documents import build_document_pages
from reports.view.study_index import StudyIndex


def render_document_pages(index: StudyIndex, look: Look = OWN_LOOK) -> dict[str, str]:
    """Name of the file → page. ``NAME.html#ID`` is the statement ID in its document, marked.

    Raises:
        TemplateError: a template of the look does not work.
    """
    words = index.words
    pages = list(build_document_pages(index))
    study = index.analysis.name or words("head.untitled")
    values = {"language": words.language, "study": study, "verbatim": escape_verbatim}
    rendered = render_pages("document.html.j2", words, values, [{"page": page} for page in pages], look)
    return {f"{page.name}.html": text for page, text in zip(pages, rendered, strict=True)}
