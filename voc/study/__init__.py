"""The study folder: an `Analysis` and `Personas` go in, files come out; `load` returns them as a `Study` again.

docs/study-folder.md promises what the files are.
"""

from voc.study.folder import require_study, staged
from voc.study.store import (
    Study,
    archive_text,
    as_study,
    load,
    load_previous,
    study_schema,
    themes_before,
    write_archive,
    write_config,
    write_data,
    write_inputs,
    write_manifest,
)  # fmt: skip
from voc.study.verify import verify_study

__all__ = [
    "Study", "archive_text", "as_study", "load", "load_previous", "require_study", "staged", "study_schema",
    "themes_before", "verify_study", "write_archive", "write_config", "write_data", "write_inputs",
    "write_manifest",
]  # fmt: skip
