"""The head of the report: who was heard, and what the report can and cannot say."""

from __future__ import annotations

from collections import Counter

from reports.view.facts import Facts
from reports.view.records import Head
from voc.schema import Kind

KINDS: tuple[Kind, ...] = ("interview", "survey", "review")


def head(facts: Facts) -> Head:
    """Title and the lines under it."""
    words = facts.words
    parts = [
        words("count.asked" if facts.asked else "count.people", n=facts.total),
        words("count.statements", n=len(facts.segments)),
        ", ".join(_sources(facts)),
    ]
    return Head(
        title=facts.analysis.name or words("head.untitled"),
        counts=" · ".join(part for part in parts if part),
        languages=languages(facts),
        scope=words("head.scope"),
    )


def _sources(facts: Facts) -> list[str]:
    """Interviews are counted as talks, surveys and reviews as files."""
    spoken = {segment.document_id for segment in facts.segments if segment.kind == "interview"}
    counts = Counter(source.kind for source in facts.analysis.corpus.sources if source.status != "skipped")
    counts["interview"] = len(spoken)
    return [facts.words(f"count.{kind}", n=counts[kind]) for kind in KINDS if counts[kind]]


def languages(facts: Facts) -> str:
    """ "German 71 %, English 29 %" by statements; "" without statements."""
    counts = Counter(segment.language for segment in facts.segments)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    words = facts.words
    total = len(facts.segments)
    if len(ranked) == 1:
        return words("head.one_language", language=language_name(facts, ranked[0][0]))
    return ", ".join(f"{language_name(facts, code)} {words.percent(n / total)}" for code, n in ranked)


def language_name(facts: Facts, code: str) -> str:
    """The name of a language, its code where the catalogue has no name."""
    return facts.words.maybe(f"language.{code or 'unknown'}", code)
