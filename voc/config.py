"""`voc.toml` → `StudyConfig`. Every key has a default; an unknown key is an error that lists the known ones."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voc.errors import ConfigError

ClusterMethod = Literal["spectral", "hdbscan"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StudySection(_Section):
    """[study]: what the study is called and which languages it has."""

    name: str = Field("", description="the title of the report; the folder's name when empty")
    language: Literal["", "de", "en"] = Field(
        "", description="language of theme names and report; empty: the language most respondents speak"
    )
    languages: tuple[str, ...] = Field(
        ("de", "en"), min_length=1, description="languages that texts are expected in (ISO 639-1)"
    )


class ColumnsSection(_Section):
    """[columns], or [files."reviews.csv".columns]: which column of a table is what."""

    text: tuple[str, ...] = Field((), description="columns with free text; each is an open question of its own")
    rating: str = Field("", description="column with the overall rating")
    ratings: tuple[str, ...] = Field((), description="columns with ratings of single matters")
    scale: tuple[float, float] | None = Field(None, description="lowest and highest value of the ratings")
    date: str = Field("", description="column with the date")
    respondent: str = Field("", description="column with the respondent's id")
    title: str = Field("", description="column with a review's heading, read as part of its text")
    attributes: tuple[str, ...] = Field((), description="columns with what is known about the respondent")
    ignore: tuple[str, ...] = Field((), description="columns that are not read at all")


class SpeakersSection(_Section):
    """[speakers], or [files."talk.vtt".speakers]: who asks and who answers, by label."""

    interviewer: tuple[str, ...] = Field((), description="labels of those who ask")
    participant: tuple[str, ...] = Field((), description="labels of those whose words count")
    other: tuple[str, ...] = Field((), description="labels of those who do neither (note takers, technicians)")


class FileSection(_Section):
    """[files."NAME"]: what holds for one file or a pattern of files (`*` and `?`)."""

    kind: Literal["", "interview", "survey", "review"] = Field("", description="what the file holds")
    columns: ColumnsSection = ColumnsSection()
    speakers: SpeakersSection = SpeakersSection()
    skip: bool = Field(False, description="leave this file out")


class EncoderSection(_Section):
    """[encoder]: how texts become vectors."""

    name: str = Field("use", description='"use" (embedded) or "sentence-transformers:NAME_OR_FOLDER"')


class PrivacySection(_Section):
    """[privacy]: what becomes a pseudonym."""

    names: tuple[str, ...] = Field((), description="names that always become pseudonyms")
    keep: tuple[str, ...] = Field((), description="words that never do (brands, products, places)")
    pipeline: str = Field(
        "", description='an installed spaCy pipeline whose names of people go too ("de_core_news_sm"), or its folder'
    )


class DuplicatesSection(_Section):
    """[duplicates]: what stands in the inputs more than once counts once."""

    detect: bool = Field(True, description="look for copies of talks, rows in two exports, and translations")
    keep: tuple[str, ...] = Field((), description="files or patterns (`*`, `?`) that count whatever they repeat")


class ThemesSection(_Section):
    """[themes]: how themes are found, and how fine they are."""

    number: int | None = Field(None, ge=1, le=500, description="how many themes; empty: as many as the material holds")
    detail: Literal["coarse", "normal", "fine"] = Field("normal", description="how finely themes are told apart")
    method: ClusterMethod = Field(
        "spectral",
        description="how segments are clustered: `spectral` (k-means on the diffusion map, with the consensus of "
        "resamples) or `hdbscan` (dense regions of the same map; `number` is then an upper limit)",
    )


class JourneySection(_Section):
    """[journey]: the phases and touchpoints."""

    taxonomy: str = Field("five_phases", description="name of a built-in journey, or path of a TOML file")


class MetricsSection(_Section):
    """[metrics]: figures that lie beside the words (`voc run --metrics`)."""

    touchpoints: dict[str, str] = Field(
        default_factory=dict,
        description="what a vendor calls a page, event, form or case reason (`*`, `?`) → id of the touchpoint",
    )


class PainPointsSection(_Section):
    """[pain_points]: how they are weighed, and how many are kept."""

    number: int = Field(25, ge=1, le=200, description="how many are kept at most, the worst first")
    weight_people: float = Field(
        0.5,
        ge=0,
        le=1,
        description="w in severity = share^w × intensity^(1 − w): 1 ranks by people alone, 0 by intensity alone",
    )
    min_people: int | None = Field(
        None, ge=1, description="people that one rests on at least; empty: 2, and 1 in studies of fewer than 10 people"
    )


class ReportSection(_Section):
    """[report]: how the report looks."""

    look: str = Field("", description="a folder with your own colours, logo, fonts, templates (`voc template eject`)")


class StudyConfig(_Section):
    """Everything that can be set in `voc.toml`."""

    study: StudySection = StudySection()
    columns: ColumnsSection = ColumnsSection()
    speakers: SpeakersSection = SpeakersSection()
    files: dict[str, FileSection] = Field(default_factory=dict)
    encoder: EncoderSection = EncoderSection()
    privacy: PrivacySection = PrivacySection()
    duplicates: DuplicatesSection = DuplicatesSection()
    themes: ThemesSection = ThemesSection()
    journey: JourneySection = JourneySection()
    pain_points: PainPointsSection = PainPointsSection()
    metrics: MetricsSection = MetricsSection()
    report: ReportSection = ReportSection()


def load_config(path: str | Path | None = None) -> StudyConfig:
    """Read a `voc.toml`; without a path, the defaults.

    Raises:
        ConfigError: the file is missing, is no TOML, or holds an unknown key or an impossible value.
    """
    if path is None:
        return StudyConfig()
    file = Path(path)
    try:
        data = tomllib.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError(f"{file}: there is no such file. Leave --config out to use the defaults.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: not valid TOML: {error}. Texts need quotation marks, lists need [ ].") from error
    return parse_config(data, where=str(file))


def parse_config(data: dict[str, Any], *, where: str = "voc.toml") -> StudyConfig:
    """Check a dictionary as read from `voc.toml`; `where` names it in errors.

    Raises:
        ConfigError: an unknown key (the known ones are listed) or an impossible value.
    """
    try:
        return StudyConfig.model_validate(data)
    except ValidationError as error:
        lines = [_explain(tuple(problem["loc"]), problem) for problem in error.errors()]
        raise ConfigError(f"{where}: " + "\n".join(lines)) from error


def _explain(location: tuple[int | str, ...], problem: Any) -> str:
    key = ".".join(str(part) for part in location)
    if problem["type"] != "extra_forbidden":
        return f"{key}: {problem['msg']}, found {problem['input']!r}."
    known = _known_keys(location[:-1])
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"unknown key '{key}'.{hint} Known here: {', '.join(known)}."


def _known_keys(location: tuple[int | str, ...]) -> list[str]:
    section: type[BaseModel] = StudyConfig
    parts = list(location)
    while parts:
        part = str(parts.pop(0))
        if section is StudyConfig and part == "files":
            section = FileSection
            parts = parts[1:]
            continue
        annotation = section.model_fields[part].annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            section = annotation
    return sorted(section.model_fields)


HIDDEN = "[hidden]"


def without_people(config: StudyConfig) -> dict[str, Any]:
    """The configuration as JSON without what may name people: names, speakers and files are counted, not told.

    >>> without_people(parse_config({"privacy": {"names": ["Anna Muster"]}}))["privacy"]["names"]
    ['[hidden]']
    """
    told: dict[str, Any] = config.model_dump(mode="json")
    told["files"] = {f"{HIDDEN[:-1]} {number}]": one for number, one in enumerate(told["files"].values(), 1)}
    told["privacy"]["names"] = [HIDDEN] * len(config.privacy.names)
    for part in (told, *told["files"].values()):
        part["speakers"] = {role: [HIDDEN] * len(labels) for role, labels in part["speakers"].items()}
    return told


def describe_keys() -> str:
    """Every key of `voc.toml` as a Markdown list, a heading per section: the text of docs/configuration.md."""
    lines: list[str] = []
    for name, field in StudyConfig.model_fields.items():
        section = FileSection if name == "files" else cast(type[BaseModel], field.annotation)
        header = '[files."NAME"]' if name == "files" else f"[{name}]"
        lines += ["", f"## `{header}`", "", (section.__doc__ or "").split(": ", 1)[-1].strip().capitalize(), ""]
        for key, entry in section.model_fields.items():
            if entry.description is None:
                lines.append(f"- `{header[:-1]}.{key}]`: as `[{key}]` above, for these files only.")
                continue
            default = entry.get_default(call_default_factory=True)
            lines.append(f"- `{key}` ({_shown(default)}): {entry.description}.")
    return "\n".join(lines).strip() + "\n"


def _shown(default: Any) -> str:
    if default is None or default in ("", (), {}):
        return "empty"
    return f"`{list(default)!r}`" if isinstance(default, tuple) else f"`{default!r}`"
