"""An agreement with people's codes → agreement.html: one page that asks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reports.html.look import OWN
from reports.html.pages import render
from reports.language import Catalogue, load_words
from voc.errors import OutputError
from voc.tasks.agree import Agreement, Coder, Difference, Dimension, Figures

PAGE = "agreement.html"
KINDS = {"theme": "agree.themes", "touchpoint": "agree.touchpoints", "sentiment": "agree.sentiment"}
HOW = {
    "name": "agree.by_name",
    "best": "agree.by_overlap",
    "narrower": "agree.by_inclusion",
    "alone": "agree.without_match",
}
COEFFICIENTS = {"share": "agree.share", "kappa": "agree.kappa", "alpha": "agree.alpha", "ac1": "agree.ac1"}
MAX_DIFFERENCES = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its name and its cells."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A segment that was coded differently."""

    segment_id: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Differing:
    """Two categories that were mixed up, with quotes."""

    title: str
    quotes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class CoderBlock:
    """One person: coefficients for both readings, and code by code."""

    name: str
    counts: str
    readings: tuple[Row, ...]
    several: str
    chance: str
    codes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One dimension."""

    title: str
    coders: tuple[CoderBlock, ...]
    among: tuple[str, ...]
    differences: tuple[Differing, ...]
    matches: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """All that the page shows."""

    language: str
    title: str
    counts: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]


def check_agreement_place(out: Path) -> None:
    """Make sure that the page may be written into `out`.

    Raises:
        OutputError: `out` is a file, or a folder with other things in it.
    """
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out}: the page goes into a folder, and a file of this name exists. Choose another --out.")
    if out.is_dir() and {path.name for path in out.iterdir()} - {PAGE}:
        raise OutputError(f"{out}: this folder holds other things; nothing was touched. Choose another --out.")


def write_agreement(agreement: Agreement, out: Path) -> Path:
    """Write the page into `out`, which is made where it is missing.

    Raises:
        OutputError: the place holds other things, or cannot be written.
    """
    check_agreement_place(out)
    words = load_words("de" if agreement.language == "de" else "en")
    text = render("agreement.html.j2", words, OWN, {"view": agreement_view(agreement, words)})
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / PAGE).write_bytes(text.encode())
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror}). Choose another --out.") from error
    return out / PAGE


def agreement_view(agreement: Agreement, words: Catalogue) -> AgreementView:
    """The agreement in words and figures of a language."""
    placed = agreement.n_passages - agreement.n_unplaced
    return AgreementView(
        language=words.language,
        title=words("agree.title", study=agreement.study),
        counts=words("agree.counts", file=agreement.file, n=agreement.n_passages, placed=placed),
        blocks=tuple(_block(agreement, one, words) for one in agreement.dimensions),
        notes=agreement.notes,
    )


def _block(agreement: Agreement, one: Dimension, words: Catalogue) -> Block:
    among = []
    if one.among is not None:
        among.append(words("agree.among", alpha=_coefficient(words)(one.among)))
    if one.with_ours is not None:
        among.append(words("agree.with_ours", alpha=_coefficient(words)(one.with_ours)))
    return Block(
        title=words(KINDS[one.kind]),
        coders=tuple(_coder(coder, words) for coder in one.coders),
        among=tuple(among),
        differences=tuple(_differing(agreement, row, words) for row in one.differences[:MAX_DIFFERENCES]),
        matches=tuple(
            Row(match.name, (", ".join(match.codes) or "–", ", ".join(match.ours) or "–", words(HOW[match.how])))
            for match in one.matches
        ),
    )


def _coder(coder: Coder, words: Catalogue) -> CoderBlock:
    readings = ((words("agree.both"), coder.both), (words("agree.everything"), coder.everything))
    any_match = words.percent(coder.any_match) if coder.any_match is not None else "–"
    return CoderBlock(
        name=coder.name,
        counts=words("agree.coder_counts", n=coder.n_codings, seen=coder.n_looked_at),
        readings=tuple(Row(name, (words.number(one.n), *_cells(one, words))) for name, one in readings),
        several=words("agree.several", n=coder.n_several, share=any_match) if coder.n_several else "",
        chance="" if coder.chance is None else words("agree.chance", kappa=_coefficient(words)(coder.chance)),
        codes=tuple(
            Row(
                one.name,
                (
                    words.number(one.n_human),
                    words.number(one.n_ours),
                    words.number(one.n_both),
                    *_cells(one.figures, words)[1:],
                ),
            )
            for one in coder.codes
        ),
    )


def _cells(figures: Figures, words: Catalogue) -> tuple[str, ...]:
    cells = []
    for name in COEFFICIENTS:
        value, interval = getattr(figures, name), figures.intervals[name]
        write = words.percent if name == "share" else _coefficient(words)
        if value is None:
            cells.append("–")
        elif interval is None:
            cells.append(write(value))
        else:
            cells.append(
                words("agree.with_interval", value=write(value), low=write(interval[0]), high=write(interval[1]))
            )
    return tuple(cells)


def _coefficient(words: Catalogue) -> Callable[[float], str]:
    """Coefficients have no plus sign, as in print."""
    return lambda value: words.decimal(value).lstrip("+")


def _differing(agreement: Agreement, row: Difference, words: Catalogue) -> Differing:
    none = words("agree.uncoded")
    return Differing(
        words("agree.differs", human=row.human or none, ours=row.ours or none, n=row.n),
        tuple(
            Said(one, agreement.quotes[one].text, agreement.quotes[one].source)
            for one in row.segments
            if one in agreement.quotes
        ),
    )
