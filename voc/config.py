"""Read `voc.toml` as a `StudyConfig`. Every key has a default; an unknown key is an error that lists the known keys.

The docstring of a section and the descriptions of its keys are the text of docs/configuration.md; a test compares them.
"""

from __future__ import annotations

import difflib
import tomllib
import unicodedata
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voc.errors import ConfigError

ClusterMethod = Literal["spectral", "hdbscan"]
Paper = Literal["a4", "letter"]


class _Section(BaseModel):
    # A misspelt key must not be ignored: the study would silently be made without it.
    model_config = ConfigDict(extra="forbid", frozen=True)


class StudySection(_Section):
    """[study]: the name and the languages of the study."""

    name: str = Field("", description="the title of the report; the folder's name when empty")
    language: Literal["", "de", "en"] = Field(
        "", description="language of theme names and report; empty: the language most respondents speak"
    )
    languages: tuple[str, ...] = Field(
        ("de", "en"), min_length=1, description="languages that texts are expected in (ISO 639-1)"
    )


class ColumnsSection(_Section):
    """[columns], or [files."reviews.csv".columns]: the meaning of each column of a table."""

    # Empty means "find out": the readers guess from names and contents of columns, and a setting replaces the guess.
    text: tuple[str, ...] = Field((), description="columns with free text; each is an open question of its own")
    rating: str = Field("", description="column with the overall rating")
    ratings: tuple[str, ...] = Field((), description="columns with ratings of single aspects")
    scale: tuple[float, float] | None = Field(None, description="worst and best value of the ratings")
    scales: dict[str, tuple[float, float]] = Field(
        default_factory=dict,
        description='the same for single columns; the best value comes last: `{ "Note" = [6, 1] }`',
    )
    date: str = Field("", description="column with the date")
    day_first: bool | None = Field(
        None, description="whether 1/2/2026 is 1 February; empty: by the other dates of the table and its language"
    )
    respondent: str = Field("", description="column with the respondent's id")
    title: str = Field("", description="column with a review's heading, read as part of its text")
    attributes: tuple[str, ...] = Field((), description="columns with facts about the respondent (age group, branch)")
    ignore: tuple[str, ...] = Field((), description="columns that are ignored")


class SpeakersSection(_Section):
    """[speakers], or [files."talk.vtt".speakers]: who asks and who answers, by speaker label."""

    interviewer: tuple[str, ...] = Field((), description="labels of interviewers")
    participant: tuple[str, ...] = Field((), description="labels of participants, whose statements are analysed")
    other: tuple[str, ...] = Field((), description="labels of everybody else (note takers, technicians)")


class FileSection(_Section):
    """[files."NAME"]: settings for one file or a pattern of files (`*` and `?`)."""

    kind: Literal["", "interview", "survey", "review"] = Field("", description="what the file contains")
    columns: ColumnsSection = ColumnsSection()
    speakers: SpeakersSection = SpeakersSection()
    skip: bool = Field(False, description="leave this file out")


class EncoderSection(_Section):
    """[encoder]: the model that turns texts into vectors."""

    name: str = Field(
        "voc", description='"voc" (embedded), "use" (embedded, faster), or "sentence-transformers:NAME_OR_FOLDER"'
    )


class ModelsSection(_Section):
    """[models]: the model that reads sentiment, emotions and kinds of statement."""

    reader: Literal["auto", "deep", "fast", "basic"] = Field(
        "auto",
        description='"deep" is the most accurate, "fast" 1.7 times as fast; "auto" reads interviews and studies of up '
        'to 5,000 statements deep, larger tables fast; "basic" needs no onnxruntime and understands least',
    )


class PrivacySection(_Section):
    """[privacy]: what is replaced by a pseudonym."""

    names: tuple[str, ...] = Field((), description="names that are always replaced")
    keep: tuple[str, ...] = Field((), description="words that are never replaced (brands, products, places)")
    pipeline: str = Field(
        "",
        description='an installed spaCy pipeline that finds more names of people ("de_core_news_sm"), or its folder',
    )


class DuplicatesSection(_Section):
    """[duplicates]: interviews, rows and translations that are in the inputs more than once count once."""

    detect: bool = Field(True, description="look for copies of interviews, rows in two exports, and translations")
    keep: tuple[str, ...] = Field(
        (), description="files or patterns (`*`, `?`) that always count, even if they repeat others"
    )


class ThemesSection(_Section):
    """[themes]: how themes are found, and how fine they are."""

    number: int | None = Field(
        None, ge=1, le=500, description="number of themes; empty: as many as the segments support"
    )
    detail: Literal["coarse", "normal", "fine"] = Field("normal", description="how fine the themes are")
    method: ClusterMethod = Field(
        "spectral",
        description="how segments are clustered: `spectral` (k-means on the diffusion map, with the consensus of "
        "resamples) or `hdbscan` (dense regions of the same map; `number` is then an upper limit)",
    )


class JourneySection(_Section):
    """[journey]: the phases and touchpoints."""

    taxonomy: str = Field(
        "auto",
        description="`auto` (the built-in journey that fits, if one does), a built-in journey, `none`, or a TOML file",
    )


class MetricsSection(_Section):
    """[metrics]: figures from other systems (`voc run --metrics`)."""

    touchpoints: dict[str, str] = Field(
        default_factory=dict,
        description="a vendor's name of a page, event, form or case reason (`*`, `?`) → id of the touchpoint",
    )


class PainPointsSection(_Section):
    """[pain_points]: how they are ranked, and how many are kept."""

    number: int = Field(25, ge=1, le=200, description="how many are kept at most, worst first")
    weight_people: float = Field(
        0.5,
        ge=0,
        le=1,
        description="w in severity = share^w × intensity^(1 − w): 1 ranks by people alone, 0 by intensity alone",
    )
    min_people: int | None = Field(
        None,
        ge=1,
        description="fewest people who report a pain point; empty: 2, and 1 in studies of fewer than 10 people",
    )


class ReportSection(_Section):
    """[report]: the look and the paper of the report."""

    look: str = Field("", description="a folder with your own colours, logo, fonts, templates (`voc template eject`)")
    paper: Paper | None = Field(None, description="`a4` or `letter`; empty: Letter in English, A4 in German")


class StudyConfig(_Section):
    """All settings of `voc.toml`."""

    study: StudySection = StudySection()
    columns: ColumnsSection = ColumnsSection()
    speakers: SpeakersSection = SpeakersSection()
    files: dict[str, FileSection] = Field(default_factory=dict)
    encoder: EncoderSection = EncoderSection()
    models: ModelsSection = ModelsSection()
    privacy: PrivacySection = PrivacySection()
    duplicates: DuplicatesSection = DuplicatesSection()
    themes: ThemesSection = ThemesSection()
    journey: JourneySection = JourneySection()
    pain_points: PainPointsSection = PainPointsSection()
    metrics: MetricsSection = MetricsSection()
    report: ReportSection = ReportSection()


def load_config(path: str | Path | None = None) -> StudyConfig:
    """Read a `voc.toml`; without a path, return the defaults.

    Raises:
        ConfigError: the file is missing, is not TOML, or has an unknown key or an impossible value.
    """
    if path is None:
        return StudyConfig()
    file = Path(path)
    try:
        # Editors on Windows put a byte order mark before the text, which TOML does not allow. Names copied from macOS's
        # Finder have "ü" as two characters.
        data = tomllib.loads(unicodedata.normalize("NFC", file.read_text("utf-8-sig")))
    except FileNotFoundError as error:
        raise ConfigError(f"{file}: there is no such file. Leave --config out to use the defaults.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: not valid TOML: {error}. Texts need quotation marks, lists need [ ].") from error
    return parse_config(data, where=str(file))


def parse_config(data: dict[str, Any], *, where: str = "voc.toml") -> StudyConfig:
    """Check a dictionary as parsed from `voc.toml`; `where` names it in errors.

    Raises:
        ConfigError: an unknown key (the known keys are listed) or an impossible value.
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
    # A typing error is more likely than a key that does not exist.
    similar = difflib.get_close_matches(str(location[-1]), known, n=1)
    hint = f" Did you mean '{similar[0]}'?" if similar else ""
    return f"unknown key '{key}'.{hint} Known keys: {', '.join(known)}."


def _known_keys(location: tuple[int | str, ...]) -> list[str]:
    """Return the keys of the section at `location`."""
    # ("files", "reviews.csv", …): the second part is the name of a file, which may be anything.
    is_file = location[:1] == ("files",)
    section: type[BaseModel] = FileSection if is_file else StudyConfig
    for part in location[2 if is_file else 0 :]:
        annotation = section.model_fields[str(part)].annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            section = annotation
    return sorted(section.model_fields)


HIDDEN = "[hidden]"
"""Replaces a name in the manifest, which may be shared."""


def hide_people(config: StudyConfig) -> dict[str, Any]:
    """Return the configuration as JSON data, with a placeholder for everything that may name people.

    >>> hide_people(parse_config({"privacy": {"names": ["Anna Muster"]}}))["privacy"]["names"]
    ['[hidden]']
    """
    data: dict[str, Any] = config.model_dump(mode="json")
    # Files of interviews are often called after the people in them.
    data["files"] = {f"[hidden {number}]": section for number, section in enumerate(data["files"].values(), 1)}
    data["privacy"]["names"] = [HIDDEN] * len(config.privacy.names)
    for section in (data, *data["files"].values()):
        section["speakers"] = {role: [HIDDEN] * len(labels) for role, labels in section["speakers"].items()}
    return data
