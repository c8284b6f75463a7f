"""Make a study again from the inputs, the configuration and the options of its last run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from voc.errors import OutputError, UsageError
from voc.schema import Progress, no_progress
from voc.study import Study
from voc.study.folder import INPUTS, require_study
from voc.study.store import read_json
from voc.tasks.run import StudyResult, make_study

_PATHS = ("config", "look")
_HINT = "Make the study with `voc run INPUT… --out STUDY`."


def make_again(study: str | Path | Study, progress: Progress = no_progress) -> StudyResult:
    """Make a study again in its folder, with the decisions of its codebook.

    Raises:
        UsageError: an input or the configuration is not where it was, or some inputs were no files.
        OutputError: the folder is not a study, or does not say from what it was made.
        NothingReadableError, VerifyError: as `make_study`.
    """
    folder = study.folder if isinstance(study, Study) else Path(study)
    require_study(folder)
    if not (folder / INPUTS).is_file():
        raise OutputError(f"{folder}: {INPUTS} is missing, so that its inputs are not known. {_HINT}")
    # Nothing else in the study knows where its inputs are: paths are private.
    request = read_json(folder / INPUTS)
    options: dict[str, Any] = dict(request["options"])
    if request["n_data_frames"]:
        raise UsageError(f"{folder}: was made from data frames, which are gone. Call make_study with them again.")
    # All that is gone is named at once, so that nobody starts a long run for the next surprise.
    files = [*request["inputs"], *(options[key] for key in _PATHS), *options["metrics"]]
    missing = [file for file in files if file and not Path(file).exists()]
    if missing:
        raise UsageError(f"{folder}: cannot be made again, because {', '.join(missing)} does not exist now. {_HINT}")
    return make_study(request["inputs"], folder, **options, progress=progress)
