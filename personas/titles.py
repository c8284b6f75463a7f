"""A short title for each group, from what sets it apart, in words of the study's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean

from personas.evidence import NO_SUBJECT, TALKED_KINDS
from personas.traits import telling
from personas.wording import needs_quotes, say
from voc.schema import EMOTIONS, Analysis, SentenceParts, Trait
from voc.text.catalogue import load_catalogue


def _default_weights() -> Mapping[str, float]:
    return {
        "need": 1.0, "goal": 1.1, "motivation": 1.0, "pain": 1.2, "praise": 1.0, "theme": 0.9, "touchpoint": 1.0,
        "suggestion": 0.8, "behaviour": 0.7,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonaTitleThresholds:
    """What may be in a title."""

    kind_weights: Mapping[str, float] = field(default_factory=_default_weights)
    """A line of each kind counts this much when titles are ranked."""
    strictness: tuple[tuple[float, float], ...] = ((1.3, 0.2), (1.1, 0.1), (1.0, 0.0))
    """A line in a title needs this lift and this share of the members; a pair is tried where the one before fails."""
    min_tone: float = 0.2
    """From this absolute mean polarity on, the tone alone makes a title where no subject stands out."""
    quoted_weight: float = 0.85
    """Subjects that need quotation marks inside a sentence read awkwardly and weigh only this much."""
    min_stance: float = 0.3
    """Members are troubled by (pleased with) what they speak of when at least this share of them is."""
    clear_stance: float = 1.5
    """The larger side, troubled or pleased, must have this many times the people of the other."""
    mixed_stance: float = 0.2
    """Members are of two minds when at least this share is troubled and this share is pleased."""
    min_second: float = 0.7
    """A second subject is named when it says at least this much of what the first says."""


THRESHOLDS = PersonaTitleThresholds()


@dataclass(frozen=True, slots=True)
class Title:
    """A title, what it is made of, and the lines of the persona that it is made from."""

    text: str
    traits: tuple[Trait, ...]
    wording: SentenceParts


def write_titles(
    analysis: Analysis,
    groups: Sequence[Collection[str]],
    traits: Sequence[Sequence[Trait]],
    thresholds: PersonaTitleThresholds = THRESHOLDS,
) -> list[Title]:
    """A title for each group; no two are the same. ``traits`` are the lines of each group."""
    titles: list[Title] = []
    for members, lines in zip(groups, traits, strict=True):
        options = _options(analysis, members, lines, thresholds)
        taken = {title.text for title in titles}
        # The last resort, so that no two titles are the same.
        numbered = _title(analysis, replace(options[-1].wording, numbers={"number": len(titles) + 1}))
        titles.append(next((title for title in options if title.text not in taken), numbered))
    return titles


def _options(
    analysis: Analysis, members: Collection[str], traits: Sequence[Trait], thresholds: PersonaTitleThresholds
) -> list[Title]:
    """Titles in order of preference: those of subjects that set the group apart, then the tone of what it says."""
    n = len(members)
    tone = _tone(analysis, members, thresholds)
    titles: list[Title] = []
    for min_lift, min_share in thresholds.strictness:
        distinct = [
            trait
            for trait in traits
            if trait.subject_id != NO_SUBJECT
            and (trait.lift is None or trait.lift >= min_lift)
            # One person alone must not name a group.
            and len(trait.respondents) >= max(2, min_share * n)
        ]
        titles += _titles_of(analysis, distinct, traits, n, thresholds)
        if tone:
            titles.append(_title(analysis, SentenceParts(f"title.{tone}")))
    return [*titles, _title(analysis, SentenceParts("title.none"))]


def _tone(analysis: Analysis, members: Collection[str], thresholds: PersonaTitleThresholds) -> str:
    """Return "content" or "discontent" by the mean over members of their mean polarity; "" where that is near 0."""
    inside = set(members)
    polarities: dict[str, list[float]] = {}
    for polarity, segment in zip(analysis.readings.polarity.tolist(), analysis.segments, strict=True):
        if segment.respondent_id in inside:
            polarities.setdefault(segment.respondent_id, []).append(polarity)
    mean = fmean(fmean(sorted(polarities[person])) for person in sorted(polarities))
    if abs(mean) < thresholds.min_tone:
        return ""
    return "content" if mean > 0 else "discontent"


def _titles_of(
    analysis: Analysis, distinct: Sequence[Trait], traits: Sequence[Trait], n: int, thresholds: PersonaTitleThresholds
) -> list[Title]:
    """The titles of each distinct trait, most telling first: with a second subject, with a stance, and by itself."""

    def weight(trait: Trait) -> float:
        quoted = thresholds.quoted_weight if needs_quotes(trait.subject) else 1.0
        return telling(trait, n) * thresholds.kind_weights[trait.kind] * quoted

    ranked = sorted(distinct, key=lambda trait: (-weight(trait), trait.kind, trait.subject_id))
    titles = []
    for place, first in enumerate(ranked):
        # Both subjects are of one kind, because the title has one phrase for both.
        equals = [
            other
            for other in ranked[place + 1 :]
            if other.kind == first.kind and weight(other) >= thresholds.min_second * weight(first)
        ]
        if equals:
            titles.append(_write_title(analysis, (first, equals[0])))
        stance = _stance(first, traits, n, thresholds) if first.kind in TALKED_KINDS else ()
        # A stance tells more than the bare subject, so its title comes first.
        if len(stance) == 1:
            titles.append(_write_title(analysis, stance))
        elif stance:
            sentence = SentenceParts("title.mixed", {"subject": first.subject}, {"subject": first.subject_id})
            titles.append(_title(analysis, sentence, stance))
        titles.append(_write_title(analysis, (first,)))
    return titles


def _stance(subject: Trait, traits: Sequence[Trait], n: int, thresholds: PersonaTitleThresholds) -> tuple[Trait, ...]:
    """Return the pain or the praise that most members feel about a subject; both where they are split; else nothing."""
    felt = {trait.kind: trait for trait in traits if trait.subject_id == subject.subject_id}
    pain, praise = felt.get("pain"), felt.get("praise")
    troubled, pleased = (0 if trait is None else len(trait.respondents) for trait in (pain, praise))
    if pain is not None and troubled >= max(thresholds.min_stance * n, thresholds.clear_stance * pleased):
        return (pain,)
    if praise is not None and pleased >= max(thresholds.min_stance * n, thresholds.clear_stance * troubled):
        return (praise,)
    if pain is not None and praise is not None and min(troubled, pleased) >= thresholds.mixed_stance * n:
        return (pain, praise)
    return ()


def _write_title(analysis: Analysis, traits: tuple[Trait, ...]) -> Title:
    fields = ("subject",) if len(traits) == 1 else ("first", "second")
    texts = {name: trait.subject for name, trait in zip(fields, traits, strict=True)}
    ids = {name: trait.subject_id for name, trait in zip(fields, traits, strict=True)}
    key = f"title.{traits[0].kind}"
    with_emotion = f"{key}_{_shared_emotion(analysis, traits)}"
    # Only a pain has titles for emotions, and not for every emotion.
    entries = load_catalogue("personas", analysis.language).entries
    return _title(analysis, SentenceParts(with_emotion if with_emotion in entries else key, texts, ids), traits)


def _title(analysis: Analysis, sentence: SentenceParts, traits: tuple[Trait, ...] = ()) -> Title:
    return Title(say(sentence, analysis), traits, sentence)


def _shared_emotion(analysis: Analysis, traits: Sequence[Trait]) -> str:
    """The emotion that at least half of the people who prove the traits show, else ""."""
    positions = {position for trait in traits for position in trait.segments}
    people = {analysis.segments[position].respondent_id for position in positions}
    shown = {
        (analysis.segments[position].respondent_id, int(analysis.readings.emotion[position])) for position in positions
    }
    counts = Counter(EMOTIONS[emotion] for _, emotion in shown if emotion >= 0)
    emotion = min(counts, key=lambda name: (-counts[name], name), default="")
    return emotion if 2 * counts[emotion] >= len(people) else ""
