"""Hide a name that slipped through: it becomes one that every later run replaces."""

from __future__ import annotations

from pathlib import Path

from voc.errors import UsageError
from voc.study import Study
from voc.study.folder import CONFIG, INPUTS, require_study
from voc.study.store import read_json
from voc.tasks.demo import examples_folder
from voc.tasks.run import CONFIG_NAME
from voc.tasks.settings import add_word, read_settings, set_names


def settings_file(study: str | Path | Study) -> Path:
    """Return the `voc.toml` that the next run of a study will read; it need not exist yet.

    Raises:
        UsageError: the study has none, and no folder to put one into.
        OutputError: the folder is not a study.
    """
    folder = study.folder if isinstance(study, Study) else Path(study)
    require_study(folder)
    if (folder / INPUTS).is_file():
        request = read_json(folder / INPUTS)
        inputs = [Path(path) for path in request["inputs"]]
        place = request["options"]["config"]
        file = Path(place) if place else inputs[0] / CONFIG_NAME if inputs and inputs[0].is_dir() else None
        # The examples belong to the program, and the next study would find them changed.
        if file and file.parent.is_dir() and examples_folder() not in file.parents:
            return file
    raise UsageError(
        f"{folder}: has no settings that could be changed. Put its files into a folder of their own, and make the "
        "study from that folder."
    )


def hide_name(study: str | Path | Study, name: str) -> Path:
    """Make a word a name that is always replaced, from the next run on; return the `voc.toml` that says so.

    Raises:
        UsageError: there is no name, or as `settings_file`.
        ConfigError: the settings are not valid.
        OutputError: they cannot be written.
    """
    name = " ".join(name.split())
    if not any(character.isalpha() for character in name):
        raise UsageError("Write the name that is to be hidden.")
    file = settings_file(study)
    add_word(file, name, is_name=True)
    return file


def show_name(study: str | Path | Study, name: str) -> Path:
    """Take a name that no run has replaced yet off the list again. Raises as `hide_name`."""
    file = settings_file(study)
    privacy = read_settings(file).privacy
    set_names(file, [kept for kept in privacy.names if kept != name], privacy.keep)
    return file


def names_hidden_since(study: str | Path | Study) -> tuple[str, ...]:
    """Return the names on the list that the last run did not know. Raises as `hide_name`."""
    folder = study.folder if isinstance(study, Study) else Path(study)
    known = read_json(folder / CONFIG)["privacy"]["names"] if (folder / CONFIG).is_file() else []
    return tuple(name for name in read_settings(settings_file(folder)).privacy.names if name not in known)
