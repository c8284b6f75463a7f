"""Write agreement.html: a self-contained page on how far a study and people's codes agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reports.html.look import OWN_LOOK
from reports.html.pages import render_page, write_folder
from reports.language import Catalogue, load_words
from voc.schema.agreement import (
    COEFFICIENTS,
    Agreement,
    AgreementFigures,
    CoderAgreement,
    DimensionAgreement,
    Disagreement,
    QuotedSegment,
)

PAGE = "agreement.html"
MAX_DIFFERENCES = 40
"""Pairs of confused categories that are listed, most frequent first, so that the page can be read to its end."""


@dataclass(frozen=True, slots=True)
class NamedCells:
    """A row of a table: its name and its cells."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """Two categories that were confused, with example segments by id."""

    title: str
    quotes: Mapping[str, QuotedSegment]


@dataclass(frozen=True, slots=True)
class CoderView:
    """A person: the coefficients with and without uncoded segments, and category by category."""

    name: str
    counts: str
    readings: tuple[NamedCells, ...]
    several: str
    chance: str
    codes: tuple[NamedCells, ...]


@dataclass(frozen=True, slots=True)
class DimensionView:
    """A section of the page: themes, touchpoints or sentiment."""

    title: str
    coders: tuple[CoderView, ...]
    among: tuple[str, ...]
    differences: tuple[DisagreementView, ...]
    matches: tuple[NamedCells, ...]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """Everything that the page shows."""

    language: str
    title: str
    counts: str
    blocks: tuple[DimensionView, ...]
    notes: tuple[str, ...]


def write_agreement(agreement: Agreement, out: Path) -> Path:
    """Write the page into the folder `out`, which is created if it is missing, and return its path.

    Raises:
        OutputError: `out` holds other files, or cannot be written.
    """
    words = load_words(agreement.language)
    page = render_page("agreement.html.j2", words, OWN_LOOK, {"view": agreement_view(agreement, words)})
    write_folder(out, {PAGE: page})
    return out / PAGE


def agreement_view(agreement: Agreement, words: Catalogue) -> AgreementView:
    """Return the texts and figures of the page in the language of `words`."""
    n_placed = agreement.n_passages - agreement.n_unplaced
    return AgreementView(
        language=words.language,
        title=words("agree.title", study=agreement.study),
        counts=words("agree.counts", file=agreement.file, n=agreement.n_passages, placed=n_placed),
        blocks=tuple(_dimension_view(agreement, dimension, words) for dimension in agreement.dimensions),
        notes=agreement.notes,
    )


def _dimension_view(agreement: Agreement, dimension: DimensionAgreement, words: Catalogue) -> DimensionView:
    alphas = {"agree.among": dimension.among, "agree.with_ours": dimension.with_ours}
    return DimensionView(
        title=words(f"agree.kind_{dimension.kind}"),
        coders=tuple(_coder_view(coder, words) for coder in dimension.coders),
        among=tuple(words(key, alpha=_coefficient(words, value)) for key, value in alphas.items() if value is not None),
        differences=tuple(
            _disagreement_view(agreement, difference, words) for difference in dimension.differences[:MAX_DIFFERENCES]
        ),
        # All of them, the unmatched too: readers must be able to check what was taken for the same.
        matches=tuple(
            NamedCells(
                match.name,
                (", ".join(match.codes) or "–", ", ".join(match.ours) or "–", words(f"agree.how_{match.how}")),
            )
            for match in dimension.matches
        ),
    )


def _coder_view(coder: CoderAgreement, words: Catalogue) -> CoderView:
    # Nobody can know whether a person missed a segment or left it out on purpose, so both readings are shown.
    readings = ((words("agree.both"), coder.both), (words("agree.everything"), coder.everything))
    any_match = "–" if coder.any_match is None else words.percent(coder.any_match)
    return CoderView(
        name=coder.name,
        counts=words("agree.coder_counts", n=coder.n_codings, seen=coder.n_looked_at),
        readings=tuple(
            NamedCells(name, (words.number(figures.n), *_coefficient_cells(figures, words)))
            for name, figures in readings
        ),
        several=words("agree.several", n=coder.n_several, share=any_match) if coder.n_several else "",
        chance="" if coder.chance is None else words("agree.chance", kappa=_coefficient(words, coder.chance)),
        codes=tuple(
            NamedCells(
                category.name,
                (
                    words.number(category.n_human),
                    words.number(category.n_ours),
                    words.number(category.n_both),
                    # The share of segments that agree is near one for every rare category and would mislead.
                    *_coefficient_cells(category.figures, words)[1:],
                ),
            )
            for category in coder.codes
        ),
    )


def _coefficient_cells(figures: AgreementFigures, words: Catalogue) -> tuple[str, ...]:
    cells = []
    for name in COEFFICIENTS:
        value, interval = getattr(figures, name), figures.intervals[name]
        write = words.percent if name == "share" else partial(_coefficient, words)
        # A coefficient that is not defined says nothing; 0 would say that people and voc agree by chance alone.
        if value is None:
            cells.append("–")
        elif interval is None:
            cells.append(write(value))
        else:
            low, high = interval
            cells.append(words("agree.with_interval", value=write(value), low=write(low), high=write(high)))
    return tuple(cells)


def _coefficient(words: Catalogue, value: float) -> str:
    """Write a coefficient without a plus sign, as in print."""
    return words.decimal(value).lstrip("+")


def _disagreement_view(agreement: Agreement, difference: Disagreement, words: Catalogue) -> DisagreementView:
    uncoded = words("agree.uncoded")
    return DisagreementView(
        words("agree.differs", human=difference.human or uncoded, ours=difference.ours or uncoded, n=difference.n),
        {key: agreement.quotes[key] for key in difference.segments if key in agreement.quotes},
    )
