"""Measure persona groups on simulated studies with known, shuffled or mixed groups, on large ones and on real ones.

    python -m benchmarks.personas [--quick] [recover] [chance] [mixed] [speed] [real] [attributes]

Without a name, all six parts run. `recover`: are the number of groups and their members (adjusted Rand index) right?
`chance`: how many studies are refused if nobody differs, or if no two traits belong together? `mixed`: are the groups
independent of language and kind of source? `speed`: seconds by number of respondents. `real`: stability or refusal of
the demo study and of 14 interviews. `attributes`: which attributes of real reviewers differ between groups made without
them, and how often permuted attributes are reported.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":  # run as a file, this module would hide the package `personas`
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.simulate import Recipe, Simulated, simulate
from personas.features import collect_features, feature_matrix, select_respondents
from personas.grouping import PersonaGrouping, choose_number, find_drivers, group_respondents
from voc.schema import Analysis

DATA = Path(__file__).resolve().parents[2] / "shared/data"
"""The folder with the data of `real` and `attributes`."""
GRID = tuple(
    Recipe(n_people=n_people, n_groups=n_groups, strength=strength)
    for n_people, n_groups in (
        (10, 2), (14, 2), (14, 3), (20, 2), (24, 3), (30, 3), (40, 2), (40, 4), (60, 5), (100, 3), (200, 5),
    )
    for strength in (0.5, 0.6, 0.7)
)  # fmt: skip


def agreement(study: Simulated, grouping: PersonaGrouping, ids: Sequence[str]) -> float:
    """Return the adjusted Rand index of true and predicted groups over the people who are in a group."""
    pairs = [(study.groups[rid], int(label)) for rid, label in zip(ids, grouping.labels, strict=True) if label >= 0]
    return float(adjusted_rand_score([true for true, _ in pairs], [label for _, label in pairs])) if pairs else 0.0


def exchange_people(analysis: Analysis, seed: int) -> Analysis:
    """Return the same study with the respondents of all segments permuted."""
    owners = [segment.respondent_id for segment in analysis.segments]
    order = np.random.default_rng(seed).permutation(len(owners))
    segments = tuple(
        replace(segment, respondent_id=owners[other])
        for segment, other in zip(analysis.segments, order.tolist(), strict=True)
    )
    return replace(analysis, segments=segments)


def recover(repeats: int) -> None:
    """Print how often the number of groups is right, the agreement, and the share of people in no group."""
    print("people groups strength  number right  refused  ARI (if grouped)    in no group")
    total: list[bool] = []
    for recipe in GRID:
        right, scores, ungrouped, refused = [], [], [], 0
        for seed in range(repeats):
            study = simulate(replace(recipe, seed=1000 + seed))
            features = collect_features(study.analysis)
            grouping = group_respondents(features)
            right.append(grouping.n_groups == recipe.n_groups)
            refused += bool(grouping.refusal)
            if not grouping.refusal:
                scores.append(agreement(study, grouping, features.respondent_ids))
                ungrouped.append(float((grouping.labels < 0).mean()))
        total += right
        score, out = (np.mean(scores), np.mean(ungrouped)) if scores else (np.nan, np.nan)
        print(
            f"{recipe.n_people:6} {recipe.n_groups:6} {recipe.strength:8.1f}  {np.mean(right):12.0%}  "
            f"{refused / repeats:7.0%}  {score:18.2f}  {out:11.0%}",
            flush=True,
        )
    print(f"all: number right {np.mean(total):.0%} of {len(total)}")


def chance(repeats: int) -> None:
    """Print how many studies are refused if segments are permuted among people, or profiles by column."""
    for n_people in (8, 14, 30, 80):
        exchanged = permuted = 0
        for seed in range(repeats):
            study = simulate(Recipe(n_people=n_people, n_groups=2 + seed % 2, seed=5000 + seed)).analysis
            exchanged += bool(group_respondents(collect_features(exchange_people(study, seed))).refusal)
            features = collect_features(study)
            matrix = feature_matrix(select_respondents(features, find_drivers(features)[0]))
            rng = np.random.default_rng(seed)
            permuted += bool(choose_number(rng.permuted(matrix, axis=0), None, rng).refusal)
        print(
            f"{n_people:4} people: refused with segments exchanged {exchanged} of {repeats}, "
            f"with columns permuted {permuted} of {repeats}",
            flush=True,
        )


def mixed(repeats: int) -> None:
    """Print agreement with the true groups, the language and the kind of source in studies that mix them."""
    for title, recipe in (
        ("de + en", Recipe(n_people=36, languages=("de", "en"))),
        ("interviews + surveys + reviews", Recipe(n_people=36, kinds=("interview", "survey", "review"))),
        ("both", Recipe(n_people=48, languages=("de", "en"), kinds=("interview", "review"))),
        ("de + en, no groups", Recipe(n_people=36, n_groups=1, strength=0.4, languages=("de", "en"))),
        ("half with one comment", Recipe(n_people=80, one_comment=0.5)),
    ):
        rows, refused = [], 0
        for seed in range(repeats):
            study = simulate(replace(recipe, seed=2000 + seed))
            features = collect_features(study.analysis)
            grouping = group_respondents(features)
            refused += bool(grouping.refusal)
            if grouping.refusal:
                continue
            sources = {row.respondent_id: (row.language, row.kind) for row in study.analysis.segments}
            groups = {
                rid: int(label)
                for rid, label in zip(features.respondent_ids, grouping.labels, strict=True)
                if label >= 0
            }
            labels = list(groups.values())
            rows.append(
                (
                    agreement(study, grouping, features.respondent_ids),
                    adjusted_rand_score([sources[rid][0] for rid in groups], labels),
                    adjusted_rand_score([sources[rid][1] for rid in groups], labels),
                    1 - len(groups) / len(features.respondent_ids),
                )
            )
        true, language, kind, out = np.mean(rows, axis=0) if rows else (np.nan,) * 4
        print(
            f"{title}: refused {refused} of {repeats}; ARI with the true groups {true:.2f}, "
            f"the language {language:.2f}, the kind of source {kind:.2f}; in no group {out:.0%}",
            flush=True,
        )


def speed(_: int) -> None:
    """Print seconds of `build_personas` by number of respondents, and of 10,000 people with one comment each."""
    from personas import build_personas

    build_personas(simulate(Recipe(n_people=8)).analysis)
    for recipe in (
        Recipe(n_people=20, segments=40, n_themes=20, dimensions=512),
        Recipe(n_people=200, segments=20, n_themes=25, dimensions=512),
        Recipe(n_people=10_000, segments=3, one_comment=1.0, n_themes=30, n_groups=4, dimensions=512),
    ):
        study = simulate(recipe)
        started, cpu_started = time.perf_counter(), time.process_time()
        personas = build_personas(study.analysis)
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu_started
        print(
            f"{recipe.n_people:6} people, {len(study.analysis.segments)} segments: {seconds:.1f} s ({cpu:.1f} s CPU), "
            f"{len(personas.personas)} personas {personas.refusal}",
            flush=True,
        )


def analyse_files(paths: Sequence[Path], *, config: Path | None = None) -> Analysis:
    """Analyse files as `voc run` does."""
    from voc.analysis import analyse
    from voc.config import load_config
    from voc.ingest import read_folder

    effective = load_config(config)
    effective = effective.model_copy(update={"study": effective.study.model_copy(update={"name": "benchmark"})})
    return analyse(read_folder(paths, effective), effective)


def real(_: int) -> None:
    """Print the number of groups and their stability, or the refusal, of the demo study and of 14 interviews."""
    from personas import build_personas

    examples = Path(__file__).resolve().parents[1] / "examples"
    inputs = [examples / "interviews", examples / "umfrage_2026.csv", examples / "bewertungen.xlsx"]
    for name, analysis in (
        ("examples", analyse_files(inputs, config=examples / "voc.toml")),
        ("hci2024/interviews_en", analyse_files([DATA / "studies/hci2024/interviews_en"])),
    ):
        drafts = build_personas(analysis)
        print(f"{name}: {len(drafts.personas)} groups, stability {drafts.stability} {drafts.refusal}", flush=True)


def attributes(repeats: int) -> None:
    """Print differences in attributes between groups of reviewers, and how often permuted attributes are reported."""
    import csv
    import gzip
    import tempfile

    from personas import build_personas
    from personas.differences import attribute_differences

    for name, columns, n_rows in (
        ("womens_clothing", ("text", "rating", "age"), 1500),
        ("skytrax_lounge_seat", ("text", "rating", "author_country", "type_traveller"), 1500),
    ):
        with gzip.open(DATA / f"labelled/{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file))
        table = table[:: max(1, len(table) // n_rows)][:n_rows]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, columns, extrasaction="ignore")
                writer.writeheader()
                writer.writerows(table)
            analysis = analyse_files([path])
        drafts = build_personas(analysis)
        groups = [persona.respondents for persona in drafts.personas]
        print(f"{name}: {len(groups)} groups of {sum(map(len, groups))}, stability {drafts.stability} {drafts.refusal}")
        for persona in drafts.personas:
            for row in persona.differences:
                if row.kind == "attribute":
                    print(
                        f"  {persona.title}: {row.subject} {row.value} {row.n_in}/{row.of_in} against "
                        f"{row.n_out}/{row.of_out}, {row.measure} {row.effect:+.2f}, p = {row.p_value:.3g}"
                    )
        _count_false_differences(analysis, groups, repeats, attribute_differences)


def _count_false_differences(
    analysis: Analysis,
    groups: Sequence[Sequence[str]],
    repeats: int,
    compare: Callable[..., Sequence[object]],
) -> None:
    """Permute the attributes among respondents and print in how many studies any of them is reported."""
    respondents = analysis.corpus.respondents
    if not groups:  # if grouping was refused, any groups will do, because the attributes are random
        ids = [respondent.respondent_id for respondent in respondents]
        groups = [ids[0::3], ids[1::3], ids[2::3]]
    grouped = {respondent_id for group in groups for respondent_id in group}
    wrong = 0
    for seed in range(repeats):
        order = np.random.default_rng(seed).permutation(len(respondents)).tolist()
        shuffled = tuple(
            replace(respondent, attributes=respondents[other].attributes)
            for respondent, other in zip(respondents, order, strict=True)
        )
        wrong += any(getattr(group, "differences", ()) for group in compare(shuffled, groups, grouped))
    print(f"  permuted: any attribute reported in {wrong} of {repeats} studies", flush=True)


PARTS: dict[str, Callable[[int], None]] = {
    "recover": recover,
    "chance": chance,
    "mixed": mixed,
    "speed": speed,
    "real": real,
    "attributes": attributes,
}
RARE_EVENTS = {"chance", "attributes"}
"""Parts that count rare events and therefore need five times the repeats."""


def main() -> None:
    """Run the chosen parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)}; without a name, all")
    parser.add_argument(
        "--quick", action="store_true", help="5 repeats instead of 20 (chance, attributes: 20 instead of 100)"
    )
    options = parser.parse_args()
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"unknown part {unknown[0]!r}. Choose from: {', '.join(PARTS)}")
    for part in options.parts or PARTS:
        repeats = (20 if options.quick else 100) if part in RARE_EVENTS else (5 if options.quick else 20)
        print(f"== {part}")
        PARTS[part](repeats)


if __name__ == "__main__":
    main()
