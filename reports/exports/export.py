"""`export_study`: read a study folder, make the files of the chosen targets, and write them to another folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from personas.wording import in_other_language
from reports.exports.appearance import Appearance
from reports.exports.publishing import check_words
from reports.exports.sharing import ShareLevel, make_shared_copy
from reports.exports.targets import ALL, JOURNEY_TARGETS, load_target, resolve_targets, uninstalled_extras
from reports.html.look import load_look
from voc.config import Paper, ReportSection, StudyConfig, load_config
from voc.errors import OutputError, UsageError, VerifyError
from voc.privacy.leaks import ADVICE, find_leaks
from voc.schema import Language, Progress, no_progress
from voc.study import load
from voc.study.folder import CONFIG
from voc.study.store import read_json, read_kept_words, read_key

_SHOWN_LEAKS = 10


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What to export. ``out`` None is a folder beside the study; ``language``, ``look`` and ``paper`` None are the
    study's own; ``share`` None exports everything as it is; the words of ``[privacy]`` of ``config`` hold in addition
    to the study's own."""

    targets: tuple[str, ...]
    out: Path | None = None
    language: Language | None = None
    share: ShareLevel | None = None
    force: bool = False
    look: Path | None = None
    paper: Paper | None = None
    config: Path | None = None


@dataclass(frozen=True, slots=True)
class ExportResult:
    """The folder, the names of the files written to it, and sentences about what was changed or left out."""

    out: Path
    files: tuple[str, ...]
    notes: tuple[str, ...]


def export_study(folder: Path, options: ExportOptions, progress: Progress = no_progress) -> ExportResult:
    """Write a study in other formats. Nothing is written unless every target succeeds.

    Raises:
        UsageError: a target is unknown.
        OutputError: the folder is no study or of an older voc, or a file exists or cannot be written.
        ConfigError: the configuration file cannot be used.
        VerifyError: a file would hold a name of the key; or, in a public copy, a word that looks like somebody's name.
        TemplateError: the look cannot be used.
    """
    # Before the study is loaded: a misspelt target should fail at once.
    names = resolve_targets(options.targets)
    out = options.out or default_folder(folder, options.share)
    if out.resolve().is_relative_to(folder.resolve()):
        raise OutputError(f"{out}: is inside the study, which an export must not change. Choose another --out.")
    config = _privacy_config(folder, options)
    study = load(folder)
    analysis, personas = study.analysis, study.personas
    notes: tuple[str, ...] = ()
    if not analysis.taxonomy.phases:
        names, notes = _without_journey(names, options)
    if options.language:
        analysis, personas = in_other_language(analysis, personas, options.language)
    if options.share:
        progress("look for personal data", 0, 0)
        copy = make_shared_copy(analysis, personas, options.share, config)
        analysis, personas, notes = copy.analysis, copy.personas, copy.notes
    appearance, note = choose_appearance(folder, options)
    notes += note
    # Kept in memory until all targets are done: half an export could be taken for a whole one.
    files: dict[str, bytes] = {}
    for n_done, name in enumerate(names):
        progress(f"export {name}", n_done, len(names))
        files.update(load_target(name, appearance)(analysis, personas))
    _check_names(files, folder, config)
    if options.share == "public":
        progress("look for names", 0, 0)
        check_words(files, config.privacy, read_kept_words(folder), analysis.language)
    if ALL in options.targets:
        notes += tuple(
            f"{name} is left out because its extra is not installed (pip install 'voc-personas[{name}]')."
            for name in sorted(uninstalled_extras().difference(names))
        )
    _write_files(files, out, force=options.force)
    return ExportResult(out, tuple(sorted(files)), notes)


def choose_appearance(folder: Path, options: ExportOptions) -> tuple[Appearance, tuple[str, ...]]:
    """Look and paper: those of the options, else those the study was made with; a note where that look is gone.

    Raises:
        TemplateError: the look cannot be used.
    """
    report = read_config(folder).report if (folder / CONFIG).is_file() else ReportSection()
    paper = options.paper or report.paper
    # A study may have been moved to another computer without the look's folder.
    if options.look is None and report.look and not Path(report.look).is_dir():
        return Appearance(paper=paper), (f"{report.look} is not there any more: exported in voc's own look.",)
    return Appearance(load_look(options.look or report.look), paper), ()


def _without_journey(names: tuple[str, ...], options: ExportOptions) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The targets that a study without a journey can be exported to, and a note about the others.

    Raises:
        UsageError: a target that needs a journey was asked for by name.
    """
    why = "the study has no journey. Name one with `voc run --journey`"
    needed = sorted(JOURNEY_TARGETS.intersection(options.targets))
    if needed:
        raise UsageError(f"--to {', '.join(needed)}: {why}.")
    left_out = sorted(JOURNEY_TARGETS.intersection(names))
    notes = (f"Left out: {', '.join(left_out)}, because {why}.",) if left_out else ()
    return tuple(name for name in names if name not in JOURNEY_TARGETS), notes


def _privacy_config(folder: Path, options: ExportOptions) -> StudyConfig:
    """The configuration that the study was made with, with the names and the words to keep of ``options.config``.

    Raises:
        ConfigError: that file cannot be used.
        OutputError: a copy to share needs the study's configuration, and it is missing.
    """
    is_needed = options.share or (folder / CONFIG).is_file()
    config = read_config(folder) if is_needed else StudyConfig()
    if options.config is None:
        return config
    added = load_config(options.config).privacy
    privacy = config.privacy.model_copy(
        update={"names": (*config.privacy.names, *added.names), "keep": (*config.privacy.keep, *added.keep)}
    )
    return config.model_copy(update={"privacy": privacy})


def _check_names(files: Mapping[str, bytes], folder: Path, config: StudyConfig) -> None:
    """Refuse an export with a name of the study's key in it.

    Raises:
        VerifyError: a file holds a real name.
    """
    leaks = find_leaks(sorted(files.items()), read_key(folder), config.privacy.keep)
    if leaks:
        raise VerifyError(
            f"Nothing was written, because real names are left in {len({leak.file for leak in leaks})} files. "
            f"{ADVICE}\n" + "\n".join(map(str, leaks[:_SHOWN_LEAKS]))
        )


def read_config(folder: Path) -> StudyConfig:
    """The configuration that a study was made with.

    Raises:
        OutputError: it is missing (somebody left private/ out of a copy), or was written by another version of voc.
    """
    try:
        return StudyConfig.model_validate(read_json(folder / CONFIG))
    except ValueError as error:
        raise OutputError(
            f"{folder / CONFIG}: was written by another version of voc. Run `voc run` again, then export."
        ) from error


def default_folder(folder: Path, share: ShareLevel | None) -> Path:
    """``STUDY-export`` beside the study; ``STUDY-public`` or ``STUDY-team`` for a copy to share."""
    folder = folder.resolve()
    return folder.with_name(f"{folder.name}-{share or 'export'}")


def _write_files(files: dict[str, bytes], out: Path, *, force: bool) -> None:
    try:
        # All files are compared before the first is written, so that a refusal changes nothing.
        changed = [name for name, content in sorted(files.items()) if _differs(out / name, content)]
        if changed and not force:
            raise OutputError(
                f"{out}: {changed[0]} already exists and differs; nothing was written. It may hold your own work: "
                "choose another --out, or replace it with --force."
            )
        for name, content in files.items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror or error}). Choose another --out.") from error


def _differs(path: Path, content: bytes) -> bool:
    # A folder of that name counts as different: writing would fail halfway through the export.
    return path.exists() and not (path.is_file() and path.read_bytes() == content)
