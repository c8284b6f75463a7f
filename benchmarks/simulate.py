"""Simulate studies with known groups of people, to measure how well persona groups are recovered.

The texts are made of templates, just enough for quotes and languages. What is simulated is which themes each person
talks about, and with which polarity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voc.schema import (
    EMOTIONS,
    STATEMENTS,
    Analysis,
    Corpus,
    Document,
    Kind,
    Language,
    Phase,
    Readings,
    Respondent,
    Segment,
    Source,
    Tags,
    Taxonomy,
    Theme,
    Themes,
    Touchpoint,
    Turn,
    stable_id,
)

SUBJECTS = {
    "de": ("Lieferung", "Passform", "Rücksendung", "Beratung", "Preis", "App", "Werbung", "Bezahlung", "Verpackung",
           "Laufgefühl", "Auswahl", "Hotline", "Gutscheine", "Haltbarkeit", "Anmeldung", "Filiale"),
    "en": ("delivery", "fit", "returns", "advice", "price", "the app", "advertising", "payment", "packaging",
           "cushioning", "the range", "the hotline", "vouchers", "durability", "signing up", "the shop"),
}  # fmt: skip
VERDICTS = {
    "de": {-1: "Mit dem Thema {0} war ich beim letzten Mal überhaupt nicht zufrieden.",
           0: "Beim Thema {0} schaue ich meistens zuerst, was andere so machen.",
           1: "Das mit dem Thema {0} hat bei mir wirklich wunderbar geklappt."},
    "en": {-1: "I was not at all happy with {0} the last time I tried it.",
           0: "When it comes to {0} I mostly look at what others do first.",
           1: "I have to say that {0} worked out wonderfully well for me."},
}  # fmt: skip
PHASES = ("awareness", "consideration", "conversion", "retention", "advocacy")
N_TOUCHPOINTS = 10


@dataclass(frozen=True, slots=True)
class Recipe:
    """The parameters of a simulated study.

    ``strength`` (0–1) is the share of a person's segments that follow the mixture of themes of their group;
    ``individuality`` (0–1) is the share that follows the person's own mixture; the rest follows a common mixture.
    ``segments`` is the median number for each person, ``talkativeness`` the sigma of its log-normal distribution.
    ``missing`` is the chance that a person was not asked about a theme. ``one_comment`` is the share of people with a
    single segment.
    """

    n_people: int = 40
    n_groups: int = 3
    strength: float = 0.6
    individuality: float = 0.15
    segments: float = 20.0
    talkativeness: float = 0.7
    missing: float = 0.1
    one_comment: float = 0.0
    n_themes: int = 12
    dimensions: int = 48
    languages: tuple[str, ...] = ("de",)
    kinds: tuple[Kind, ...] = ("interview",)
    language: Language = "de"
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Simulated:
    """A study and the group that each respondent was drawn from."""

    analysis: Analysis
    groups: Mapping[str, int]


@dataclass(slots=True)
class _Rows:
    """The person, theme and valence (−1, 0, 1) drawn for each segment."""

    person: list[int]
    theme: list[int]
    valence: list[int]


def simulate(recipe: Recipe) -> Simulated:
    """Simulate a study; the same recipe gives the same study."""
    rng = np.random.default_rng(recipe.seed)
    least = min(4, recipe.n_people // recipe.n_groups)
    spare = recipe.n_people - least * recipe.n_groups
    sizes = rng.multinomial(spare, np.full(recipe.n_groups, 1 / recipe.n_groups)) + least
    group = rng.permutation(np.repeat(np.arange(recipe.n_groups), sizes))
    sources = [
        (recipe.languages[i % len(recipe.languages)], recipe.kinds[(i // len(recipe.languages)) % len(recipe.kinds)])
        for i in range(recipe.n_people)
    ]
    rows = _draw_rows(recipe, group, rng)
    analysis = _analysis(recipe, rows, sources, rng)
    ids = [f"r-{person:05d}" for person in range(recipe.n_people)]
    return Simulated(analysis, {rid: int(group[person]) for person, rid in enumerate(ids)})


def take(analysis: Analysis, positions: Sequence[int] | NDArray[np.int64]) -> Analysis:
    """Return the study with these segments only, in this order, and only the respondents of these segments."""
    rows = np.asarray(positions, dtype=np.int64)
    readings, themes, tags = analysis.readings, analysis.themes, analysis.tags
    segments = tuple(analysis.segments[position] for position in rows)
    ids = {segment.respondent_id for segment in segments}
    respondents = tuple(person for person in analysis.corpus.respondents if person.respondent_id in ids)
    return replace(
        analysis,
        corpus=replace(analysis.corpus, respondents=respondents),
        segments=segments,
        embeddings=analysis.embeddings[rows],
        readings=Readings(*(getattr(readings, name)[rows] for name in Readings.__slots__)),
        themes=replace(themes, assignment=themes.assignment[rows], score=themes.score[rows], core=themes.core[rows]),
        tags=replace(tags, touchpoint=tags.touchpoint[rows], score=tags.score[rows], also=()),
    )


def _draw_rows(recipe: Recipe, group: NDArray[np.int64], rng: np.random.Generator) -> _Rows:
    """Draw theme and valence of every segment from the group, the person, or the common mixture."""
    themes = recipe.n_themes
    common = rng.dirichlet(np.full(themes, 3.0))
    favourites = _favourites(recipe, rng)
    tendency = rng.choice([-1, 1], size=(recipe.n_groups, themes))
    rows = _Rows([], [], [])
    for person, own_group in enumerate(group):
        own = rng.dirichlet(np.full(themes, 0.6))
        was_asked = rng.random(themes) >= recipe.missing
        was_asked[rng.integers(themes)] = True  # at least one theme, or the mixture would be empty
        group_share = favourites[own_group]
        mixture = recipe.strength * group_share + recipe.individuality * own
        mixture = (mixture + max(0.0, 1 - recipe.strength - recipe.individuality) * common) * was_asked
        mixture /= mixture.sum()
        n = max(3, round(rng.lognormal(np.log(recipe.segments), recipe.talkativeness)))
        if rng.random() < recipe.one_comment:
            n = 1
        drawn = rng.choice(themes, size=n, p=mixture)
        follows = rng.random(n) < recipe.strength
        chance = rng.choice([-1, 0, 1], size=n, p=[0.35, 0.35, 0.3])
        rows.person += [person] * n
        rows.theme += drawn.tolist()
        rows.valence += np.where(follows, tendency[own_group][drawn], chance).tolist()
    return rows


def _favourites(recipe: Recipe, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw two or three favourite themes for each group: float64 (groups, themes), each row with sum 1."""
    order = rng.permutation(recipe.n_themes)
    favourites = np.zeros((recipe.n_groups, recipe.n_themes))
    for group in range(recipe.n_groups):
        picked = order[[(2 * group + step) % recipe.n_themes for step in range(2)]]
        favourites[group, picked] = 0.4
        favourites[group, rng.integers(recipe.n_themes)] += 0.2
    return favourites


def _analysis(recipe: Recipe, rows: _Rows, sources_of: list[tuple[str, Kind]], rng: np.random.Generator) -> Analysis:
    n = len(rows.person)
    theme, valence = np.array(rows.theme), np.array(rows.valence)
    segments, documents, respondents, sources = _records(rows, sources_of)
    home = np.array([(3 * number + 1) % N_TOUCHPOINTS for number in range(recipe.n_themes)])
    touchpoint = np.where(rng.random(n) < 0.55, home[theme], rng.integers(-1, N_TOUCHPOINTS, size=n))
    touchpoint[rng.random(n) < 0.25] = -1
    assignment = theme.copy()
    assignment[rng.random(n) < 0.2] = -1
    languages = sorted({segment.language for segment in segments})
    kinds = sorted({segment.kind for segment in segments})
    centre = rng.normal(size=(recipe.n_themes, recipe.dimensions))
    accent = rng.normal(size=(len(languages), recipe.dimensions))
    tone = rng.normal(size=(len(kinds), recipe.dimensions))
    vectors = centre[theme] + 1.2 * rng.normal(size=(n, recipe.dimensions))
    vectors += 0.8 * accent[[languages.index(segment.language) for segment in segments]]
    vectors += 0.5 * tone[[kinds.index(segment.kind) for segment in segments]]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    names = SUBJECTS[recipe.language]
    return Analysis(
        name="Simulation",
        language=recipe.language,
        corpus=Corpus(sources, documents, respondents),
        key=(),
        redactions={},
        segments=segments,
        context=(),
        n_empty=0,
        encoder="simulated",
        embeddings=vectors.astype(np.float32),
        readings=_readings(valence, rng),
        themes=Themes(
            tuple(
                Theme(f"t-{number:02d}", names[number % len(names)], (names[number % len(names)],), (), None)
                for number in range(recipe.n_themes)
            ),
            assignment.astype(np.int32),
            rng.uniform(0.4, 1, n).astype(np.float32),
            np.ones(n, dtype=np.bool_),
        ),
        taxonomy=taxonomy(),
        tags=Tags(touchpoint.astype(np.int32), rng.uniform(0.4, 1, n).astype(np.float32)),
        feelings=(),
        pain_points=(),
    )


def taxonomy() -> Taxonomy:
    """Return a journey of five phases with two touchpoints each."""
    names = {
        "de": ("Anzeige", "Empfehlung", "Website", "Beratung im Laden", "Kasse", "Warenkorb", "Lieferung",
               "Rücksendung", "Bewertung", "Weiterempfehlung"),
        "en": ("Advert", "Word of mouth", "Website", "Advice in the shop", "Checkout", "Cart", "Delivery",
               "Returns", "Review", "Referral"),
    }  # fmt: skip
    return Taxonomy(
        "simulated",
        {"de": "Simulation", "en": "Simulation"},
        tuple(Phase(phase, {"de": phase.title(), "en": phase.title()}) for phase in PHASES),
        tuple(
            Touchpoint(
                f"touchpoint_{number}",
                PHASES[number // 2],
                {"de": names["de"][number], "en": names["en"][number]},
                {"de": "", "en": ""},
                {"de": (), "en": ()},
            )
            for number in range(N_TOUCHPOINTS)
        ),
    )


def _readings(valence: NDArray[np.int64], rng: np.random.Generator) -> Readings:
    n = len(valence)
    noisy = np.where(rng.random(n) < 0.15, rng.integers(-1, 2, size=n), valence)
    polarity = np.clip(noisy * 0.7 + rng.normal(scale=0.15, size=n), -1, 1)
    emotions = rng.beta(1, 12, size=(n, len(EMOTIONS)))
    leading = np.full(n, -1)
    for sign, choices in ((1, (0, 1, 2)), (-1, (5, 6, 7))):
        picked = np.flatnonzero(noisy == sign)
        leading[picked] = rng.choice(choices, size=len(picked))
        emotions[picked, leading[picked]] = rng.uniform(0.5, 0.95, size=len(picked))
    frequent = {-1: (0, 0, 0, 3, 6), 0: (2, 3, 4, 5, 7, 7, 7), 1: (1, 1, 1, 4)}
    statement = np.array([rng.choice(frequent[int(sign)]) for sign in noisy], dtype=np.int32)
    assert statement.max(initial=0) < len(STATEMENTS)
    return Readings(
        polarity=polarity.astype(np.float32),
        sentiment=(noisy + 1).astype(np.int32),
        confidence=rng.uniform(0.6, 1, n).astype(np.float32),
        emotions=emotions.astype(np.float32),
        emotion=leading.astype(np.int32),
        intensity=np.zeros(n, np.int32),
        statement=statement,
        statement_confidence=rng.uniform(0.5, 1, n).astype(np.float32),
        about=np.full(n, -1, np.int32),
        status=np.full(n, -1, np.int32),
    )


def _records(
    rows: _Rows, sources_of: list[tuple[str, Kind]]
) -> tuple[tuple[Segment, ...], tuple[Document, ...], tuple[Respondent, ...], tuple[Source, ...]]:
    segments: list[Segment] = []
    documents: list[Document] = []
    respondents: list[Respondent] = []
    positions: dict[int, list[int]] = {}
    for row, person in enumerate(rows.person):
        positions.setdefault(person, []).append(row)
    for person, own_rows in positions.items():
        language, kind = sources_of[person]
        source = f"{kind}.{language}"
        rid, did = f"r-{person:05d}", f"d-{person:05d}"
        text = ""
        for row in own_rows:
            subjects = SUBJECTS[language]
            sentence = VERDICTS[language][rows.valence[row]].format(subjects[rows.theme[row] % len(subjects)])
            start = len(text) + (1 if text else 0)
            text = f"{text} {sentence}" if text else sentence
            sid = stable_id("s", did, str(start), sentence)
            segments.append(
                Segment(sid, did, rid, source, kind, "participant", start, len(text), None, "", sentence, language)
            )
        turns = (Turn(0, len(text), "B", "participant", rid),)
        documents.append(Document(did, source, kind, text, turns))
        respondents.append(Respondent(rid, f"Person {person + 1}", (source,), {"role": "AB"[person % 2]}))
    sources = tuple(
        Source(path, kind, "simulated", "read")
        for path, kind in sorted({(f"{kind}.{language}", kind) for language, kind in sources_of})
    )
    return tuple(segments), tuple(documents), tuple(respondents), sources
