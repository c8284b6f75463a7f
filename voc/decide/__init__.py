"""The researcher's last word: decisions written into a study's `codebook.toml`."""

from voc.decide.themes import (
    as_json,
    drop_theme,
    list_themes,
    merge_themes,
    move_segment,
    pin_theme,
    rename_theme,
    split_theme,
)

__all__ = [
    "as_json", "drop_theme", "list_themes", "merge_themes", "move_segment", "pin_theme", "rename_theme", "split_theme",
]  # fmt: skip
