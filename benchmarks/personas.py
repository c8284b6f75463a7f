"""How well are groups of people found? Simulated studies with known groups, shuffled ones, mixed ones, large ones.

    python -m benchmarks.personas [--quick] [recover] [chance] [mixed] [speed] [real] [attributes]

Without a name, all six. `recover`: is the number of groups right, and who is in which (adjusted Rand index)?
`chance`: how many studies are refused where nobody differs, or where no two traits belong together? `mixed`: do
language and kind of source stay out of it? `speed`: seconds by number of respondents. `real`: stability or refusal of
the example study and of 14 interviews. `attributes`: which attributes of real reviewers differ between groups made
without them, and how often permuted ones are reported.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":  # run as a file, this module must not stand in for the package `personas`
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.simulate import Recipe, Simulated, simulate
from personas.features import collect_features, feature_matrix, select_respondents
from personas.grouping import Grouping, choose_number, find_drivers, group_respondents
from voc.schema import Analysis

DATA = Path(__file__).resolve().parents[2] / "shared/data"
"""Where the data sets lie that `real` and `attributes` are measured on."""
GRID = tuple(
    Recipe(n_people=n_people, n_groups=n_groups, strength=strength)
    for n_people, n_groups in (
        (10, 2), (14, 2), (14, 3), (20, 2), (24, 3), (30, 3), (40, 2), (40, 4), (60, 5), (100, 3), (200, 5),
    )
    for strength in (0.5, 0.6, 0.7)
)  # fmt: skip


def agreement(study: Simulated, grouping: Grouping, ids: Sequence[str]) -> float:
    """Adjusted Rand index between the people's true groups and those found, people in no group left out."""
    placed = [(study.groups[rid], int(label)) for rid, label in zip(ids, grouping.labels, strict=True) if label >= 0]
    return float(adjusted_rand_score([true for true, _ in placed], [found for _, found in placed])) if placed else 0.0


def exchange_people(analysis: Analysis, seed: int) -> Analysis:
    """The same study with everything said given to people at random."""
    owners = [segment.respondent_id for segment in analysis.segments]
    order = np.random.default_rng(seed).permutation(len(owners))
    segments = tuple(
        replace(segment, respondent_id=owners[other])
        for segment, other in zip(analysis.segments, order.tolist(), strict=True)
    )
    return replace(analysis, segments=segments)


def recover(repeats: int) -> None:
    """Print how often the number is right, how well people are placed, and how many are left out."""
    print("people groups strength  number right  refused  ARI (given groups)  in no group")
    total: list[bool] = []
    for recipe in GRID:
        right, scores, apart, refused = [], [], [], 0
        for seed in range(repeats):
            study = simulate(replace(recipe, seed=1000 + seed))
            features = collect_features(study.analysis)
            found = group_respondents(features)
            right.append(found.n_groups == recipe.n_groups)
            refused += bool(found.refusal)
            if not found.refusal:
                scores.append(agreement(study, found, features.respondent_ids))
                apart.append(float((found.labels < 0).mean()))
        total += right
        score, out = (np.mean(scores), np.mean(apart)) if scores else (np.nan, np.nan)
        print(
            f"{recipe.n_people:6} {recipe.n_groups:6} {recipe.strength:8.1f}  {np.mean(right):12.0%}  "
            f"{refused / repeats:7.0%}  {score:18.2f}  {out:11.0%}",
            flush=True,
        )
    print(f"all: number right {np.mean(total):.0%} of {len(total)}")


def chance(repeats: int) -> None:
    """Print the share refused among shuffled studies: what was said given to anybody; profiles permuted by column."""
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
            found = group_respondents(features)
            refused += bool(found.refusal)
            if found.refusal:
                continue
            speech = {one.respondent_id: (one.language, one.kind) for one in study.analysis.segments}
            placed = [(rid, int(g)) for rid, g in zip(features.respondent_ids, found.labels, strict=True) if g >= 0]
            labels = [g for _, g in placed]
            rows.append(
                (
                    agreement(study, found, features.respondent_ids),
                    adjusted_rand_score([speech[rid][0] for rid, _ in placed], labels),
                    adjusted_rand_score([speech[rid][1] for rid, _ in placed], labels),
                    1 - len(placed) / len(features.respondent_ids),
                )
            )
        true, language, kind, out = np.mean(rows, axis=0) if rows else (np.nan,) * 4
        print(
            f"{title}: refused {refused} of {repeats}; ARI with the groups {true:.2f}, the language {language:.2f}, "
            f"the kind of source {kind:.2f}; in no group {out:.0%}",
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
        started, worked = time.perf_counter(), time.process_time()
        personas = build_personas(study.analysis)
        seconds, cpu = time.perf_counter() - started, time.process_time() - worked
        print(
            f"{recipe.n_people:6} people, {len(study.analysis.segments)} segments: {seconds:.1f} s ({cpu:.1f} s CPU), "
            f"{len(personas.personas)} personas {personas.refusal}",
            flush=True,
        )


def analysed(paths: Sequence[Path], *, config: Path | None = None) -> Analysis:
    """A real study, as `voc run` analyses it."""
    from voc.analysis import analyse
    from voc.config import load_config
    from voc.ingest import read_folder

    effective = load_config(config)
    effective = effective.model_copy(update={"study": effective.study.model_copy(update={"name": "benchmark"})})
    return analyse(read_folder(paths, effective), effective)


def real(_: int) -> None:
    """Print the number of groups and their stability, or the refusal, of the example study and of 14 interviews."""
    from personas import build_personas

    examples = Path(__file__).resolve().parents[1] / "examples"
    inputs = [examples / "interviews", examples / "umfrage_2026.csv", examples / "bewertungen.xlsx"]
    for name, analysis in (
        ("examples", analysed(inputs, config=examples / "voc.toml")),
        ("hci2024/interviews_en", analysed([DATA / "studies/hci2024/interviews_en"])),
    ):
        found = build_personas(analysis)
        print(f"{name}: {len(found.personas)} groups, stability {found.stability} {found.refusal}", flush=True)


def attributes(repeats: int) -> None:
    """Print differences in attributes between groups of reviewers, and how often permuted attributes are reported."""
    import csv
    import gzip
    import tempfile

    from personas import build_personas
    from personas.differences import attribute_differences

    for name, kept, rows in (
        ("womens_clothing", ("text", "rating", "age"), 1500),
        ("skytrax_lounge_seat", ("text", "rating", "author_country", "type_traveller"), 1500),
    ):
        with gzip.open(DATA / f"labelled/{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file))
        table = table[:: max(1, len(table) // rows)][:rows]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, kept, extrasaction="ignore")
                writer.writeheader()
                writer.writerows(table)
            analysis = analysed([path])
        found = build_personas(analysis)
        groups = [persona.respondents for persona in found.personas]
        print(f"{name}: {len(groups)} groups of {sum(map(len, groups))}, stability {found.stability} {found.refusal}")
        for persona in found.personas:
            for one in persona.differences:
                if one.kind == "attribute":
                    print(
                        f"  {persona.title}: {one.subject} {one.value} {one.n_in}/{one.of_in} against "
                        f"{one.n_out}/{one.of_out}, {one.measure} {one.effect:+.2f}, p = {one.p_value:.3g}"
                    )
        _permuted(analysis, groups, repeats, attribute_differences)


def _permuted(
    analysis: Analysis,
    groups: Sequence[Sequence[str]],
    repeats: int,
    compare: Callable[..., Sequence[object]],
) -> None:
    """Give everybody's attributes to somebody else, and count the studies in which any is reported."""
    respondents = analysis.corpus.respondents
    if not groups:  # where grouping is refused, any groups will do to test the tests
        ids = [one.respondent_id for one in respondents]
        groups = [ids[0::3], ids[1::3], ids[2::3]]
    everybody = {who for group in groups for who in group}
    wrong = 0
    for seed in range(repeats):
        order = np.random.default_rng(seed).permutation(len(respondents)).tolist()
        shuffled = tuple(
            replace(one, attributes=respondents[other].attributes)
            for one, other in zip(respondents, order, strict=True)
        )
        wrong += any(getattr(one, "differences", ()) for one in compare(shuffled, groups, everybody))
    print(f"  permuted: any attribute reported in {wrong} of {repeats} studies", flush=True)


PARTS: dict[str, Callable[[int], None]] = {
    "recover": recover,
    "chance": chance,
    "mixed": mixed,
    "speed": speed,
    "real": real,
    "attributes": attributes,
}
HUNDRED = {"chance", "attributes"}


def main() -> None:
    """Run the parts that were named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all without a name")
    parser.add_argument(
        "--quick", action="store_true", help="5 repeats instead of 20 (chance, attributes: 20 instead of 100)"
    )
    options = parser.parse_args()
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"unknown part {unknown[0]!r}; known: {', '.join(PARTS)}")
    for part in options.parts or PARTS:
        repeats = (20 if options.quick else 100) if part in HUNDRED else (5 if options.quick else 20)
        print(f"== {part}")
        PARTS[part](repeats)


if __name__ == "__main__":
    main()
