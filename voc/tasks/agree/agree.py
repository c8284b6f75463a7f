"""`agree`: compare a study's themes, touchpoints and sentiment with people's codes, segment by segment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.errors import UsageError
from voc.schema import SENTIMENTS, Analysis, Segment, in_language, take_turns
from voc.schema.agreement import (
    UNCODED,
    Agreement,
    CategoryAgreement,
    CategoryMatch,
    CodeKind,
    CoderAgreement,
    DimensionAgreement,
    Disagreement,
    QuotedSegment,
)
from voc.study import load
from voc.study.tables import theme_ids, touchpoint_ids
from voc.tasks.agree.categories import (
    Categories,
    CategoryShares,
    CodedShares,
    CodePath,
    MatchThresholds,
    match_categories,
)
from voc.tasks.agree.coded_passages import CODE_KINDS, CodedFile, CodedPassage, PassageFinder, read_coded_file
from voc.tasks.agree.coefficients import alpha_of_many, kappa, measure_agreement

N_SHUFFLES = 20
"""Shuffles behind ``CoderAgreement.chance``. Each needs a new matching, so more would be slow."""
MAX_QUOTES = 3
"""Example segments of a disagreement."""
READABLE = range(40, 301)
"""Lengths (code points) of a segment that is a good example: long enough to be understood, short enough to be read."""
_MATCH = MatchThresholds()


@dataclass(frozen=True, slots=True)
class CodedSegments:
    """n segments that somebody looked at, with their codes of one kind.

    ``labels`` are voc's, "" for none. ``coded`` maps a coder to the codes of each segment, ``looked_at`` a coder to the
    positions of the segments that they saw, ``n_codings`` a coder to the number of their coded passages.
    """

    kind: CodeKind
    segments: tuple[Segment, ...]
    labels: tuple[str, ...]
    coded: Mapping[str, Sequence[CodedShares]]
    looked_at: Mapping[str, frozenset[int]]
    n_codings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _PlacedPassage:
    """A coded passage with the segments that it codes, by id, and the share of each that it covers."""

    passage: CodedPassage
    covered: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Placement:
    """The passages that code a segment; how many passages were not found; and the ids of the segments that each coder
    looked at."""

    passages: list[_PlacedPassage]
    n_unplaced: int
    seen: Mapping[str, set[str]]


def agree(study: str | Path, codes: str | Path) -> Agreement:
    """Compare a study's themes, touchpoints and sentiment with people's codes.

    The unit is voc's segment. A passage codes a segment when it covers at least half of the segment, or when at least
    half of the passage is inside the segment. A coder has looked at a document when they coded something in it or the
    table names it; at an answer or review when the project contains it; with a table of segments, at those segments.

    Args:
        study: a folder that `voc run` has written.
        codes: a table (.csv) or a project (.qdpx).

    Raises:
        OutputError: the folder is not a study.
        UsageError, ReadError: the file cannot be read, or none of its passages is in the study.
    """
    loaded, file = load(study), Path(codes)
    analysis = loaded.analysis
    kinds = {segment.document_id: segment.kind for segment in (*analysis.segments, *analysis.context)}
    coded_file = read_coded_file(file, kinds)
    placement = _place_passages(coded_file, analysis)
    if not placement.passages:
        raise UsageError(
            f"{file}: must hold codes of texts that are in {study}; of {len(coded_file.passages)} passages none was "
            "found there. Compare a study with codes of the same texts."
        )
    gathered = (_gather(kind, analysis, placement) for kind in CODE_KINDS)
    dimensions = tuple(compare_codes(coded) for coded in gathered if coded is not None)
    quoted = {
        segment_id
        for dimension in dimensions
        for difference in dimension.differences
        for segment_id in difference.segments
    }
    return Agreement(
        study=loaded.name or Path(study).resolve().name,
        language=analysis.language,
        file=file.name,
        n_passages=len(coded_file.passages),
        n_unplaced=placement.n_unplaced,
        dimensions=dimensions,
        quotes={
            segment.segment_id: QuotedSegment(segment.text, segment.source)
            for segment in analysis.segments
            if segment.segment_id in quoted
        },
        notes=coded_file.notes,
    )


def _place_passages(coded_file: CodedFile, analysis: Analysis) -> _Placement:
    # Sorted, so that of two documents with the same words always the same one is taken.
    documents = sorted(analysis.corpus.documents, key=lambda document: document.document_id)
    texts = {document.document_id: document.text for document in documents}
    finder = PassageFinder(analysis.segments, analysis.context, texts)
    placed: list[_PlacedPassage] = []
    n_unplaced = 0
    seen: dict[str, set[str]] = {passage.coder: set() for passage in coded_file.passages}
    for passage in coded_file.passages:
        spans = finder.find(passage)
        covered = finder.covered_segments(spans)
        n_unplaced += not spans
        seen[passage.coder].update(covered)
        # Whoever codes something in a document has read it: what they left uncoded counts. A segment's id says nothing
        # about the rest of its document.
        shows_document = bool(passage.code) or (not passage.text and passage.start < 0)
        for span in spans if shows_document and not passage.segment_id else ():
            seen[passage.coder].update(segment.segment_id for segment in finder.segments_of[span.document_id])
        if covered and passage.code:
            placed.append(_PlacedPassage(passage, covered))
    for document_id in coded_file.documents:
        for segment_ids in seen.values():
            segment_ids.update(segment.segment_id for segment in finder.segments_of[document_id])
    return _Placement(placed, n_unplaced, seen)


def _gather(kind: CodeKind, analysis: Analysis, placement: _Placement) -> CodedSegments | None:
    """Return the segments that the coders of this kind looked at; None where nobody coded it."""
    seen = placement.seen
    own = [entry for entry in placement.passages if entry.passage.kind == kind]
    coders = sorted({entry.passage.coder for entry in own})
    if not coders:
        return None
    seen_by_any = set().union(*(seen[coder] for coder in coders))
    rows = [i for i, segment in enumerate(analysis.segments) if segment.segment_id in seen_by_any]
    segments = tuple(analysis.segments[i] for i in rows)
    position = {segment.segment_id: i for i, segment in enumerate(segments)}
    coded: dict[str, list[dict[CodePath, float]]] = {coder: [{} for _ in segments] for coder in coders}
    for entry in own:
        for segment_id, share in entry.covered.items():
            # Two passages of one code may both cover a segment; the larger share is that of the code.
            codes = coded[entry.passage.coder][position[segment_id]]
            codes[entry.passage.code] = max(codes.get(entry.passage.code, 0.0), share)
    labels = _labels(kind, analysis)
    return CodedSegments(
        kind=kind,
        segments=segments,
        labels=tuple(labels[i] for i in rows),
        coded=coded,
        looked_at={coder: frozenset(position[key] for key in seen[coder] if key in position) for coder in coders},
        n_codings=Counter(entry.passage.coder for entry in own),
    )


def _labels(kind: CodeKind, analysis: Analysis) -> list[str]:
    """Return voc's label of each segment, "" for none; two labels of the same name are told apart by their ids."""
    if kind == "sentiment":
        return [SENTIMENTS[int(sentiment)] for sentiment in analysis.readings.sentiment]
    if kind == "theme":
        names = {theme.theme_id: theme.name for theme in analysis.themes.themes}
        ids = theme_ids(analysis)
    else:
        names = {
            touchpoint.touchpoint_id: in_language(touchpoint.names, analysis.language)
            for touchpoint in analysis.taxonomy.touchpoints
        }
        ids = touchpoint_ids(analysis)
    n_alike = Counter(name.casefold() for name in names.values())
    labels = {
        label_id: name if n_alike[name.casefold()] == 1 else f"{name} ({label_id})" for label_id, name in names.items()
    }
    return [labels.get(label_id, "") for label_id in ids]


def compare_codes(coded: CodedSegments, thresholds: MatchThresholds = _MATCH) -> DimensionAgreement:
    """Match people's codes with voc's labels, and measure how far they agree."""
    categories = match_categories(coded.kind, list(coded.coded.values()), coded.labels, thresholds)
    names = categories.names()
    human = {coder: categories.of_codes(rows) for coder, rows in coded.coded.items()}
    ours = categories.of_labels(coded.labels)
    coders = tuple(
        _compare_coder(coder, coded, human[coder], ours, categories, thresholds) for coder in sorted(coded.coded)
    )
    return DimensionAgreement(
        kind=coded.kind,
        matches=tuple(
            CategoryMatch(
                name=name,
                codes=tuple(" > ".join(categories.codes[code].path) for code in group.codes),
                ours=tuple(categories.labels[label] for label in group.labels),
                overlap=group.overlap,
                how=group.how,
            )
            for name, group in zip(names, categories.groups, strict=True)
        ),
        coders=coders,
        differences=_find_disagreements(coded, human, ours, names),
        among=_alpha_of_coders(coded, human),
        with_ours=_alpha_of_coders(coded, human, ours),
    )


def _leading_categories(rows: Sequence[CategoryShares]) -> NDArray[np.int64]:
    """Return one category per segment, int64 (n,), −1 for none: the one that covers most of the segment.

    Of two that cover as much, the rarer one is taken, because it says more.
    """
    size = Counter(category for row in rows for category in row)
    return np.array(
        [min(row, key=lambda category: (-row[category], size[category], category)) if row else -1 for row in rows],
        dtype=np.int64,
    )


def _compare_coder(
    coder: str,
    coded: CodedSegments,
    human: Sequence[CategoryShares],
    ours: NDArray[np.int64],
    categories: Categories,
    thresholds: MatchThresholds,
) -> CoderAgreement:
    seen = np.array(sorted(coded.looked_at[coder]), dtype=np.int64)
    rows = [human[i] for i in seen]
    mine, theirs = ours[seen], _leading_categories(rows)
    people = [coded.segments[i].respondent_id for i in seen]
    both = (mine >= 0) & (theirs >= 0)
    hits = [int(mine[i]) in rows[i] for i in np.flatnonzero(both)]
    per_category = _compare_categories(rows, mine, categories, people)
    # Each category counts once, or the mean would only repeat what the frequent ones say.
    kappas = [entry.figures.kappa for entry in per_category if entry.figures.kappa is not None]
    k = len(categories.groups)
    return CoderAgreement(
        name=coder,
        n_codings=coded.n_codings[coder],
        n_looked_at=len(seen),
        both=measure_agreement(theirs[both], mine[both], k, [people[i] for i in np.flatnonzero(both)]),
        everything=measure_agreement(np.where(theirs < 0, k, theirs), np.where(mine < 0, k, mine), k + 1, people),
        codes=per_category,
        mean_kappa=float(np.mean(kappas)) if kappas else None,
        any_match=float(np.mean(hits)) if hits else None,
        # Sentiment is matched by name, so matching yields nothing by chance.
        chance=_measure_chance(coder, coded, thresholds) if coded.kind != "sentiment" else None,
        n_several=sum(len(row) > 1 for row in rows),
    )


def _compare_categories(
    rows: Sequence[CategoryShares], mine: NDArray[np.int64], categories: Categories, people: Sequence[str]
) -> tuple[CategoryAgreement, ...]:
    """Return the agreement about each matched category, present or absent; the most frequent of the person's first."""
    results = []
    for number, (name, group) in enumerate(zip(categories.names(), categories.groups, strict=True)):
        if group.how == "alone":
            continue
        theirs = np.array([number in row for row in rows], dtype=np.int64)
        own = (mine == number).astype(np.int64)
        if theirs.any() or own.any():
            figures = measure_agreement(theirs, own, 2, people)
            results.append(
                CategoryAgreement(name, int((theirs & own).sum()), int(theirs.sum()), int(own.sum()), figures)
            )
    return tuple(sorted(results, key=lambda entry: (-entry.n_human, entry.name)))


def _measure_chance(coder: str, coded: CodedSegments, thresholds: MatchThresholds) -> float | None:
    """Return the mean kappa where both coded, after voc's labels were shuffled among the segments and matched anew."""
    random = np.random.default_rng(0)
    labels = np.array(coded.labels, dtype=np.str_)
    kappas = []
    for _ in range(N_SHUFFLES):
        shuffled = labels[random.permutation(len(labels))].tolist()
        categories = match_categories(coded.kind, list(coded.coded.values()), shuffled, thresholds)
        theirs = _leading_categories(categories.of_codes(coded.coded[coder]))
        mine = categories.of_labels(shuffled)
        both = (mine >= 0) & (theirs >= 0)
        table = np.zeros((len(categories.groups), len(categories.groups)))
        np.add.at(table, (theirs[both], mine[both]), 1.0)
        value = float(kappa(table)) if both.any() else float("nan")
        kappas += [] if np.isnan(value) else [value]
    return float(np.mean(kappas)) if kappas else None


def _alpha_of_coders(
    coded: CodedSegments, human: Mapping[str, Sequence[CategoryShares]], ours: NDArray[np.int64] | None = None
) -> float | None:
    """Return Krippendorff's alpha among the people, with `ours` as another coder; None for a single person.

    What somebody did not look at is a gap; "not coded" is a category.
    """
    if len(human) < 2:
        return None
    leading = {coder: _leading_categories(human[coder]) for coder in sorted(human)}
    used = [*leading.values()] if ours is None else [*leading.values(), ours]
    uncoded = 1 + max(int(row.max(initial=-1)) for row in used)
    rows = []
    for coder, categories in leading.items():
        seen = np.isin(np.arange(len(categories)), list(coded.looked_at[coder]))
        rows.append(np.where(seen, np.where(categories < 0, uncoded, categories), -1))
    if ours is not None:
        rows.append(np.where(ours < 0, uncoded, ours))
    return alpha_of_many(np.stack(rows))


def _find_disagreements(
    coded: CodedSegments,
    human: Mapping[str, Sequence[CategoryShares]],
    ours: NDArray[np.int64],
    names: Sequence[str],
) -> tuple[Disagreement, ...]:
    """Return pairs of categories that were confused, most frequent first; pairs with "uncoded" come last."""
    positions: dict[tuple[str, str], list[int]] = defaultdict(list)
    for coder in sorted(human):
        leading = _leading_categories(human[coder])
        for i in sorted(coded.looked_at[coder]):
            theirs, mine = int(leading[i]), int(ours[i])
            # Any of several codes may be the one that voc chose.
            if theirs != mine and mine not in human[coder][i]:
                pair = (names[theirs] if theirs >= 0 else UNCODED, coded.labels[i] if mine >= 0 else UNCODED)
                positions[pair].append(i)
    disagreements = [
        Disagreement(theirs, mine, len(rows), _choose_examples([coded.segments[i] for i in sorted(set(rows))]))
        for (theirs, mine), rows in positions.items()
    ]
    return tuple(sorted(disagreements, key=_disagreement_order))


def _disagreement_order(difference: Disagreement) -> tuple[bool, int, str]:
    is_uncoded = not (difference.human and difference.ours)
    return is_uncoded, -difference.n, f"{difference.human}\0{difference.ours}"


def _choose_examples(segments: Sequence[Segment]) -> tuple[str, ...]:
    """Return the ids of a few segments, readable ones first, of different people where possible."""
    readable_first = sorted(segments, key=lambda segment: (len(segment.text) not in READABLE, segment.segment_id))
    ordered = take_turns(readable_first, lambda segment: segment.respondent_id)
    return tuple(segment.segment_id for segment in ordered[:MAX_QUOTES])
