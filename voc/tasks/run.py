"""Make a study: inputs in, a verified study folder out. `voc run` is thin over `make_study`."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from voc.config import FileSection, Paper, StudyConfig, load_config
from voc.decisions.codebook import load_codebook
from voc.errors import UsageError, VerifyError
from voc.schema import Analysis, JourneyFit, Language, Personas, Progress, no_progress

if TYPE_CHECKING:
    from reports.html.look import Look
    from voc.ingest.input_files import DataFrames

CONFIG_NAME = "voc.toml"
_SHOWN_FINDINGS = 10
"""This many broken promises are enough to report the defect."""


@dataclass(frozen=True, slots=True)
class StudyRequest:
    """What to make a study from, and how; the fields are the arguments of `make_study`."""

    inputs: tuple[str | Path | DataFrames, ...]
    out: Path | None = None
    config: Path | None = None
    language: Language | None = None
    encoder: str | None = None
    journey: str | None = None
    themes: int | None = None
    detail: Literal["coarse", "normal", "fine"] | None = None
    metrics: tuple[Path, ...] = ()
    look: Path | None = None
    paper: Paper | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """The inputs that are files or folders, and not DataFrames."""
        return tuple(Path(item) for item in self.inputs if isinstance(item, str | Path))

    def as_data(self, config_file: Path | None) -> dict[str, Any]:
        """Return what is needed to make the same study again from any folder, as data of private/inputs.json.

        Args:
            config_file: the configuration file that was used.
        """
        # A journey is a name or a file.
        is_file = self.journey is not None and Path(self.journey).is_file()
        options = {
            "config": _absolute(config_file),
            "language": self.language,
            "encoder": self.encoder,
            "journey": _absolute(Path(self.journey or "")) if is_file else self.journey,
            "themes": self.themes,
            "detail": self.detail,
            "metrics": [_absolute(path) for path in self.metrics],
            "look": _absolute(self.look),
            "paper": self.paper,
        }
        return {
            "inputs": [_absolute(path) for path in self.paths],
            "n_data_frames": len(self.inputs) - len(self.paths),
            "options": options,
        }


@dataclass(frozen=True, slots=True)
class StudyResult:
    """A finished study: its folder ``out``, its content, the configuration file that was used and the time it took.

    ``notes`` say what was left out of the metrics; ``better_journey`` is a built-in journey that fits clearly better.
    """

    out: Path
    analysis: Analysis
    personas: Personas
    config: Path | None
    seconds: float
    notes: tuple[str, ...] = ()
    better_journey: JourneyFit | None = None


def make_study(  # noqa: PLR0913
    inputs: Sequence[str | Path | DataFrames],
    out: str | Path | None = None,
    *,
    config: str | Path | None = None,
    language: Language | None = None,
    encoder: str | None = None,
    journey: str | None = None,
    themes: int | None = None,
    detail: Literal["coarse", "normal", "fine"] | None = None,
    metrics: Sequence[str | Path] = (),
    look: str | Path | None = None,
    paper: Paper | None = None,
    progress: Progress = no_progress,
) -> StudyResult:
    """Read, analyse, build personas, and write and verify a study folder, as `voc run` does.

    An earlier study in the same folder is replaced once the new one is verified; its codebook.toml is kept and applied.

    Args:
        inputs: files, folders and pandas DataFrames, as for `voc.read_folder`.
        out: the study folder; ``<first path>-study`` by default, ``voc-study`` if all inputs are DataFrames.
        config: a configuration file; by default voc.toml in the first path, else in the working folder.
        language: of the report; by default the one that most people speak.
        encoder: how texts become vectors.
        journey: a built-in journey, or the path of a journey file.
        themes: the number of themes; by default as many as the texts support.
        detail: how fine the themes are.
        metrics: files of figures to show beside what people say.
        look: a folder with colours and templates for the report.
        paper: that the report is printed on; by default that of its language.
        progress: called as ``progress(stage, done, total)``.

    Raises:
        UsageError: the call, the configuration or the folder cannot be used.
        NothingReadableError: no input could be read.
        VerifyError: a check of the finished study failed, so it was not written.
    """
    request = StudyRequest(
        inputs=tuple(inputs),
        out=Path(out) if out else None,
        config=Path(config) if config else None,
        language=language,
        encoder=encoder,
        journey=journey,
        themes=themes,
        detail=detail,
        metrics=tuple(Path(path) for path in metrics),
        look=Path(look) if look else None,
        paper=paper,
    )
    return _make_study(request, progress)


def _make_study(request: StudyRequest, progress: Progress) -> StudyResult:
    from personas import build_personas, personas_before
    from reports import load_look
    from voc.analysis import analyse
    from voc.ingest import read_folder
    from voc.journey import load_taxonomy
    from voc.numbers import Numbers, attach, read_numbers, with_attributes
    from voc.study import load_previous, themes_before
    from voc.study.folder import CODEBOOK

    started = time.perf_counter()
    out = (request.out or default_out(request.paths)).absolute()
    _check_out(out, request.paths)
    config_file = find_config(request.paths, request.config)
    config = resolve_config(request, config_file)
    codebook = load_codebook(out / CODEBOOK)
    inputs = {**request.as_data(config_file), "decisions": codebook.fingerprint}
    # Loaded before the long work, so that a mistake in the look is reported at once.
    look = replace(load_look(config.report.look), paper=config.report.paper)

    numbers = Numbers()
    if request.metrics:
        numbers = read_numbers(request.metrics, load_taxonomy(config.journey.taxonomy), config.metrics.touchpoints)
    corpus = with_attributes(read_folder(request.inputs, config, progress=progress), numbers)
    previous = load_previous(out)
    analysis = analyse(corpus, config, codebook=codebook, before=themes_before(previous), progress=progress)
    analysis = attach(analysis, numbers)
    progress("build personas", 0, 0)
    personas = build_personas(analysis, codebook=codebook, before=personas_before(previous), progress=progress)
    _write_study(out, analysis, personas, config, look, inputs=inputs, progress=progress)
    better_journey = _suggest_journey(analysis, config)
    progress("done", 1, 1)
    seconds = time.perf_counter() - started
    return StudyResult(out, analysis, personas, config_file, seconds, numbers.notes, better_journey)


def default_out(paths: Sequence[Path]) -> Path:
    """``<first path>-study`` beside the first path; ``voc-study`` in the working folder if there is none."""
    if not paths:
        return Path("voc-study")
    first = paths[0].resolve()
    return first.with_name(f"{_input_name(first)}-study")


def find_config(paths: Sequence[Path], config: Path | None = None) -> Path | None:
    """The configuration file: ``config`` if given, else `voc.toml` in the first path, else in the working folder."""
    files = [folder / CONFIG_NAME for folder in (*paths[:1], Path())]
    return config or next((file for file in files if file.is_file()), None)


def resolve_config(request: StudyRequest, config_file: Path | None) -> StudyConfig:
    """Merge the configuration of a study: options of the request win over the file, the file over the defaults."""
    from voc.journey import AUTOMATIC, DEFAULT_JOURNEY

    config = load_config(config_file)
    options: Mapping[str, Mapping[str, Any]] = {
        "study": {"name": config.study.name or study_name(request.paths), "language": request.language},
        "journey": {"taxonomy": request.journey},
        "encoder": {"name": request.encoder},
        "themes": {"number": request.themes, "detail": request.detail},
        "report": {
            # `voc export` looks for the folder from wherever it is called.
            "look": str(request.look.absolute()) if request.look else None,
            "paper": request.paper,
        },
    }
    update: dict[str, Any] = {}
    for section, values in options.items():
        chosen = {key: value for key, value in values.items() if value}
        update[section] = getattr(config, section).model_copy(update=chosen)
    # A file of metrics may be in the folder of interviews; it must not be read as a survey too.
    # Figures name touchpoints, so their journey is known before anything is read.
    if request.metrics and update["journey"].taxonomy == AUTOMATIC:
        update["journey"] = update["journey"].model_copy(update={"taxonomy": DEFAULT_JOURNEY})
    update["files"] = {**config.files, **{path.name: FileSection(skip=True) for path in request.metrics}}
    return config.model_copy(update=update)


def study_name(inputs: Sequence[Path]) -> str:
    """The default name of a study: that of its input, or of the folder that holds all inputs."""
    paths = sorted({path.resolve() for path in inputs})
    if len(paths) == 1:
        return _input_name(paths[0])
    # Inputs on the root of a drive have no folder in common that has a name, and DataFrames have none at all.
    return (paths and Path(os.path.commonpath(paths)).name) or "Study"


def _absolute(path: Path | None) -> str | None:
    return str(path.absolute()) if path else None


def _input_name(path: Path) -> str:
    return path.stem if path.is_file() else path.name


def _check_out(out: Path, inputs: Sequence[Path]) -> None:
    """Refuse an output folder that holds an input or cannot be written."""
    from voc.study.folder import check_place

    for path in inputs:
        if path.exists() and out.resolve() in (path.resolve(), *path.resolve().parents):
            raise UsageError(f"{out}: the study would replace its own input {path}. Choose another --out.")
    check_place(out)


def _write_study(  # noqa: PLR0913
    out: Path,
    analysis: Analysis,
    personas: Personas,
    config: StudyConfig,
    look: Look,
    *,
    inputs: Mapping[str, Any],
    progress: Progress,
) -> None:
    """Write a study beside its final folder, verify it, and put it in place; on any error ``out`` stays as it was."""
    from personas import check_personas, personas_json
    from reports import write_report
    from voc.privacy.leaks import ADVICE, find_leaks
    from voc.study import staged, verify_study, write_archive, write_config, write_data, write_inputs, write_manifest
    from voc.study.folder import PERSONAS, files_to_share

    with staged(out) as folder:
        progress("write the report", 0, 0)
        write_data(analysis, folder)
        (folder / PERSONAS).write_text(personas_json(personas, analysis), encoding="utf-8", newline="")
        write_archive(analysis, personas, folder)
        write_report(analysis, personas, folder, look)
        write_config(config, folder)
        write_inputs(inputs, folder)
        write_manifest(analysis, config, folder, {"personas": len(personas.personas)}, pending=personas.waiting)
        progress("verify every quote", 0, 0)
        findings = verify_study(folder, check_personas=check_personas)
        if findings:
            raise VerifyError(
                f"The study was not written, because {len(findings)} checks failed. This is a defect of voc, please "
                "report it.\n" + "\n".join(findings[:_SHOWN_FINDINGS])
            )
        progress("check for names", 0, 0)
        leaks = find_leaks(files_to_share(folder), analysis.key, config.privacy.keep)
        if leaks:
            raise VerifyError(
                f"The study was not written, because real names are in {len({leak.file for leak in leaks})} files.\n"
                f"{ADVICE}\n" + "\n".join(map(str, leaks[:_SHOWN_FINDINGS]))
            )


def _suggest_journey(analysis: Analysis, config: StudyConfig) -> JourneyFit | None:
    """A built-in journey that fits better than the one that the team named; None for a small study."""
    from voc.analysis import open_encoder
    from voc.journey import Tagger, suggest_journey
    from voc.journey.fitting import DEFAULT_FITTING

    if analysis.journey_fit is not None or len(analysis.segments) < DEFAULT_FITTING.min_statements:
        return None
    tagger = Tagger.build(analysis.taxonomy, open_encoder(config.encoder.name).encode)
    return suggest_journey(analysis.segments, analysis.embeddings, analysis.tags, tagger)
