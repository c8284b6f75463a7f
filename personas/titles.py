"""A short title for each group, from what sets it apart, in words of the study's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from personas.evidence import ELSEWHERE, TALKED_KINDS, telling
from personas.wording import phrase, say
from voc.schema import EMOTIONS, Analysis, Trait

KIND_WEIGHT = {
    "need": 1.0, "goal": 1.1, "motivation": 1.0, "pain": 1.2, "praise": 1.0, "theme": 0.9, "touchpoint": 1.0,
    "suggestion": 0.8, "behaviour": 0.7,
}  # fmt: skip
STRICTNESS = ((1.3, 0.2), (1.1, 0.1), (1.0, 0.0))
"""Least lift and least share of the members of what may stand in a title; the next row where the one before fails."""
TONE = 0.2
"""From this mean polarity on, the tone alone makes a title where no subject stands out."""
AWKWARD = 0.85
"""Subjects that cannot stand in a sentence without quotation marks are second choice."""
STANCE, CLEARLY, BOTH = 0.3, 1.5, 0.2
"""People are troubled by (pleased with) what they speak of when so many of them are, and so many times more than are
the other way; of two minds when at least the last share of them is either."""
SECOND = 0.7
"""A second subject is named when it says at least this much as the first."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title and the lines of the persona that it is made from."""

    text: str
    traits: tuple[Trait, ...]


def write_titles(analysis: Analysis, groups: Sequence[Sequence[str]], traits: Sequence[Sequence[Trait]]) -> list[Title]:
    """One title a group; no two are the same."""
    titles: list[Title] = []
    for members, mine in zip(groups, traits, strict=True):
        options = _options(analysis, members, mine)
        taken = {title.text for title in titles}
        numbered = Title(f"{options[-1].text} ({len(titles) + 1})", ())
        titles.append(next((title for title in options if title.text not in taken), numbered))
    return titles


def _options(analysis: Analysis, members: Sequence[str], traits: Sequence[Trait]) -> list[Title]:
    """Titles in order of preference: what tells most, with its second subject where that says nearly as much."""
    n = len(members)
    titles: list[Title] = []
    felt = {f"{trait.kind}:{trait.subject_id}": trait for trait in traits}
    for lift, share in STRICTNESS:
        apart = [
            trait
            for trait in traits
            if (trait.lift is None or trait.lift >= lift) and len(trait.respondents) >= max(2, share * n)
        ]
        titles += _ranked(analysis, n, [trait for trait in apart if trait.subject_id != ELSEWHERE], felt)
        tone = _tone(analysis, members)
        if tone:
            titles.append(Title(say(analysis.language, "title", tone), ()))
    return [*titles, Title(say(analysis.language, "title", "none"), ())]


def _tone(analysis: Analysis, members: Sequence[str]) -> str:
    """The key "content" or "discontent" where the mean over members of each one's mean polarity says so, else ""."""
    inside = set(members)
    said: dict[str, list[float]] = {}
    for at, segment in enumerate(analysis.segments):
        if segment.respondent_id in inside:
            said.setdefault(segment.respondent_id, []).append(float(analysis.readings.polarity[at]))
    mean = fmean(fmean(sorted(said[who])) for who in sorted(said))
    return "content" if mean >= TONE else "discontent" if mean <= -TONE else ""


def _ranked(analysis: Analysis, n: int, traits: Sequence[Trait], felt: Mapping[str, Trait]) -> list[Title]:
    """``felt`` are the pains and praises by subject id, "pain:…" or "praise:…"."""

    def weight(trait: Trait) -> float:
        quote = say(analysis.language, "title", "quoted", subject="")
        awkward = phrase(trait.subject, analysis.language)[:1] == quote[:1]
        return telling(trait, n) * KIND_WEIGHT[trait.kind] * (AWKWARD if awkward else 1.0)

    ranked = sorted(traits, key=lambda trait: (-weight(trait), trait.kind, trait.subject_id))
    titles = []
    for place, first in enumerate(ranked):
        second = next(
            (
                other
                for other in ranked[place + 1 :]
                if other.kind == first.kind and weight(other) >= SECOND * weight(first)
            ),
            None,
        )
        if second is not None:
            titles.append(Title(_title(analysis, first, second), (first, second)))
        stance = _stance(first, felt, n) if first.kind in TALKED_KINDS else ()
        if len(stance) == 1:
            titles.append(Title(_title(analysis, stance[0], None), stance))
        elif stance:
            subject = phrase(first.subject, analysis.language)
            titles.append(Title(say(analysis.language, "title", "mixed", subject=subject), stance))
        titles.append(Title(_title(analysis, first, None), (first,)))
    return titles


def _stance(talked: Trait, felt: Mapping[str, Trait], n: int) -> tuple[Trait, ...]:
    """The pain or the praise that most feel about what they speak of; both where they are of two minds; else none."""
    pain, praise = (felt.get(f"{kind}:{talked.subject_id}") for kind in ("pain", "praise"))
    troubled, pleased = (0 if one is None else len(one.respondents) for one in (pain, praise))
    if pain is not None and troubled >= max(STANCE * n, CLEARLY * pleased):
        return (pain,)
    if praise is not None and pleased >= max(STANCE * n, CLEARLY * troubled):
        return (praise,)
    if pain is not None and praise is not None and min(troubled, pleased) >= BOTH * n:
        return (pain, praise)
    return ()


def _title(analysis: Analysis, first: Trait, second: Trait | None) -> str:
    language = analysis.language
    subject = phrase(first.subject, language)
    if second is not None:
        subject = say(language, "title", "and", first=subject, second=phrase(second.subject, language))
    felt = _emotion(analysis, first, second) if first.kind == "pain" else ""
    return say(language, "title", f"pain_{felt}" if felt else first.kind, subject=subject) or say(
        language, "title", first.kind, subject=subject
    )


def _emotion(analysis: Analysis, first: Trait, second: Trait | None) -> str:
    """The emotion that most of the people who prove the pain show, "" where fewer than half of them show one."""
    segments = first.segments + (second.segments if second is not None else ())
    shown: Counter[str] = Counter()
    people = {analysis.segments[at].respondent_id for at in segments}
    for who, emotion in sorted(
        {
            (analysis.segments[at].respondent_id, EMOTIONS[int(analysis.readings.emotion[at])])
            for at in segments
            if analysis.readings.emotion[at] >= 0
        }
    ):
        shown[emotion] += bool(who)
    if not shown:
        return ""
    emotion = min(shown, key=lambda name: (-shown[name], name))
    return emotion if 2 * shown[emotion] >= len(people) else ""
