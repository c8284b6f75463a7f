"""The study folder: write it, read it, verify it. Its contract stands in docs/study-folder.md."""

from voc.study.archive import archive_text, restore, write_archive
from voc.study.json_schema import study_schema
from voc.study.read import StudyTables, read_study, themes_before
from voc.study.staging import require_study, staged
from voc.study.verify import verify_study
from voc.study.write import write_config, write_data, write_manifest

__all__ = [
    "StudyTables", "archive_text", "read_study", "require_study", "restore", "staged", "study_schema", "themes_before",
    "verify_study", "write_archive", "write_config", "write_data", "write_manifest",
]  # fmt: skip
