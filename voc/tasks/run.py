"""The main job as a plain function: inputs in, a verified study folder out."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from voc.config import FileSection, StudyConfig, load_config
from voc.decisions.codebook import load_codebook
from voc.errors import UsageError, VerifyError
from voc.schema import Analysis, Language, Personas, Progress, no_progress

if TYPE_CHECKING:
    from voc.journey import JourneySuggestion

CONFIG_NAME = "voc.toml"
ENOUGH_TO_TELL = 50
"""From this number of segments on it can be told whether another journey would fit better."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a run; None means the default that `voc run --help` names."""

    inputs: tuple[Path, ...]
    out: Path | None = None
    config: Path | None = None
    language: Language | None = None
    encoder: str | None = None
    journey: str | None = None
    themes: int | None = None
    detail: Literal["coarse", "normal", "fine"] | None = None
    metrics: tuple[Path, ...] = ()
    look: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made, where it lies, how many seconds it took, and what of the figures was left out (``notes``).

    ``better_journey`` names a built-in journey that would place clearly more, and the share of segments it would place.
    """

    out: Path
    analysis: Analysis
    personas: Personas
    config: Path | None
    seconds: float
    notes: tuple[str, ...] = ()
    better_journey: JourneySuggestion | None = None


def default_out(first: Path) -> Path:
    """``<first input>-study`` beside the first input."""
    first = first.resolve()
    return first.with_name(f"{first.stem if first.is_file() else first.name}-study")


def find_config(request: Request) -> Path | None:
    """The configuration named in the call, else `voc.toml` in the first input, else in the working folder."""
    if request.config is not None:
        return request.config
    for folder in (request.inputs[0], Path()):
        if (folder / CONFIG_NAME).is_file():
            return folder / CONFIG_NAME
    return None


def study_name(inputs: Sequence[Path]) -> str:
    """What a study is called when nobody says: its input, or the folder that holds all inputs."""
    paths = sorted({path.resolve() for path in inputs})
    if len(paths) == 1:
        return paths[0].stem if paths[0].is_file() else paths[0].name
    return Path(os.path.commonpath(paths)).name or "Study"


def effective_config(request: Request, file: Path | None) -> StudyConfig:
    """The configuration of this run: file, then options, then the derived name."""
    config = load_config(file)
    if request.journey:
        journey = config.journey.model_copy(update={"taxonomy": request.journey})
        config = config.model_copy(update={"journey": journey})
    study = config.study.model_copy(
        update={
            "name": config.study.name or study_name(request.inputs),
            **({"language": request.language} if request.language else {}),
        }
    )
    encoder = config.encoder.model_copy(update={"name": request.encoder} if request.encoder else {})
    asked = {"number": request.themes, "detail": request.detail}
    themes = config.themes.model_copy(update={key: value for key, value in asked.items() if value is not None})
    report = config.report.model_copy(update={"look": str(request.look)} if request.look else {})
    files = {**config.files, **{path.name: FileSection(skip=True) for path in request.metrics}}
    return config.model_copy(
        update={"files": files, "report": report, "study": study, "encoder": encoder, "themes": themes}
    )


def make_study(request: Request, progress: Progress = no_progress) -> Outcome:
    """Read, analyse, build personas, write and verify a study folder.

    Raises:
        UsageError: the call, the configuration or the place cannot be used.
        NothingReadableError: no input could be read.
        VerifyError: the study would not hold what it promises, so it was not written.
    """
    from personas import build_personas, check_personas, personas_before, personas_json
    from reports import load_look, write_report
    from voc.analysis import analyse
    from voc.ingest import read_folder
    from voc.journey import load_taxonomy
    from voc.numbers import attach, read_numbers, with_attributes
    from voc.study import staged, themes_before, verify_study, write_archive, write_config, write_data, write_manifest
    from voc.study.layout import CODEBOOK, PERSONAS
    from voc.study.staging import check_place

    started = time.perf_counter()
    out = (request.out or default_out(request.inputs[0])).absolute()
    for path in request.inputs:
        if path.exists() and out.resolve() in (path.resolve(), *path.resolve().parents):
            raise UsageError(f"{out}: the study would replace its own input {path}. Choose another --out.")
    check_place(out)
    file = find_config(request)
    config = effective_config(request, file)
    codebook = load_codebook(out / CODEBOOK)
    look = load_look(config.report.look)

    numbers = read_numbers(request.metrics, load_taxonomy(config.journey.taxonomy), config.metrics.touchpoints)
    corpus = with_attributes(read_folder(request.inputs, config, progress=progress), numbers)
    found = analyse(corpus, config, codebook=codebook, before=themes_before(out), progress=progress)
    analysis = attach(found, numbers)
    progress("build personas", 0, 0)
    personas = build_personas(analysis, codebook=codebook, before=personas_before(out), progress=progress)
    with staged(out) as folder:
        progress("write the report", 0, 0)
        write_data(analysis, folder)
        (folder / PERSONAS).write_text(personas_json(personas, analysis), encoding="utf-8", newline="")
        write_archive(analysis, personas, folder)
        write_report(analysis, personas, folder, look)
        write_config(config, folder)
        write_manifest(analysis, config, folder, {"personas": len(personas.personas)}, waiting=personas.waiting)
        progress("verify every quote", 0, 0)
        findings = verify_study(folder, check_personas=check_personas)
        if findings:
            raise VerifyError(
                f"The study was not written: {len(findings)} promises do not hold. This is a defect of voc, please "
                "report it.\n" + "\n".join(findings[:10])
            )
    better = _better_journey(analysis, config)
    progress("done", 1, 1)
    return Outcome(out, analysis, personas, file, time.perf_counter() - started, numbers.notes, better)


def _better_journey(analysis: Analysis, config: StudyConfig) -> JourneySuggestion | None:
    """A built-in journey that fits this study better; in small studies too little is said to tell."""
    from voc.analysis import open_encoder
    from voc.journey import Tagger, suggest_journey

    if len(analysis.segments) < ENOUGH_TO_TELL:
        return None
    tagger = Tagger.build(analysis.taxonomy, open_encoder(config.encoder.name).encode)
    return suggest_journey(analysis.segments, analysis.embeddings, analysis.tags, tagger)
