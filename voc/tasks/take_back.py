"""Take back decisions: remove them from `codebook.toml`, so that the next run decides again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from voc.decisions.codebook_text import CodebookData
from voc.decisions.editing import edit_codebook, remove_keys
from voc.errors import UsageError
from voc.study import Study
from voc.study.folder import CODEBOOK, require_study


def take_back(study: Path | Study, entry_id: str, keys: Sequence[str] = ()) -> tuple[str, ...]:
    """Remove what was decided about a theme, pain point, persona, respondent or statement; return the removed keys.

    Args:
        study: the study, or its folder.
        entry_id: the id in the brackets of the entry.
        keys: the decisions to remove, such as "name"; all of them without.

    Raises:
        UsageError: nothing of the kind was decided.
        OutputError: the folder is not a study, or its codebook cannot be written.
        ConfigError: the codebook is not valid.
    """
    folder = study.folder if isinstance(study, Study) else study
    require_study(folder)
    removed: list[str] = []

    def change(document: CodebookData) -> None:
        # A code is no decision about something: `voc theme unpin` removes it, with what was moved into it.
        for section in [name for name, entries in document.items() if entry_id in entries and name != "codes"]:
            removed.extend(remove_keys(document, section, entry_id, keys))
        if not removed:
            # Raised before anything is written.
            what = f" about {', '.join(keys)}" if keys else ""
            raise UsageError(f"{folder / CODEBOOK}: nothing{what} is decided about '{entry_id}'.")

    edit_codebook(folder / CODEBOOK, change, f"Take back {', '.join(keys) or 'everything'} about {entry_id}")
    return tuple(dict.fromkeys(removed))
