"""What sets a persona apart from the others, and who of its people speaks against a line, as sentences."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from reports.view.facts import Facts
from reports.view.records import CounterLine, DifferenceLine
from voc.schema import MIN_PEOPLE, CounterVoice, Difference

COUNTER_QUOTES = 2
SIZES = {"cramers_v": (0.1, 0.3, 0.5), "cliffs_delta": (0.147, 0.33, 0.474)}
"""From where on an effect is small, medium and large: Cohen 1988 (w, of a table of two rows), Romano et al. 2006."""


def difference_lines(facts: Facts, found: Iterable[Difference], kind: str) -> tuple[DifferenceLine, ...]:
    """The significant differences of a kind ("trait" or "attribute"), in the given order, no subject twice."""
    made: dict[tuple[str, str], DifferenceLine] = {}
    for one in found:
        if one.kind == kind:
            made.setdefault((one.subject, one.value), _line(facts, one))
    return tuple(made.values())


def _line(facts: Facts, one: Difference) -> DifferenceLine:
    words = facts.words
    here, there = (n / of if of else 0.0 for n, of in ((one.n_in, one.of_in), (one.n_out, one.of_out)))
    key = "difference.shares_few" if one.n_in < MIN_PEOPLE else "difference.shares"
    return DifferenceLine(
        claim=_claim(facts, one),
        here=here,
        there=there,
        shares=words(
            key,
            here=words.percent(here),
            there=words.percent(there),
            n_in=one.n_in,
            of_in=one.of_in,
            n_out=one.n_out,
            of_out=one.of_out,
        ),
        proof=words(
            "difference.proof", effect=_effect(facts, one), p=words.p_value(one.p_value).replace(" ", "\u00a0")
        ),
    )


def _claim(facts: Facts, one: Difference) -> Markup:
    words = facts.words
    if one.kind == "trait":
        return words.html(f"difference.{one.value}", subject=one.subject)
    name = attribute_name(facts, one.subject)
    if one.measure == "cliffs_delta":
        return words.html("difference.number", name=name, value=one.value.lstrip("> "))
    return words.html("difference.attribute", name=name, value=one.value)


def _effect(facts: Facts, one: Difference) -> str:
    words = facts.words
    if one.measure == "risk_difference":
        points = round(abs(one.effect) * 100)
        return words("difference.more" if one.effect > 0 else "difference.less", n=points)
    small, medium, large = SIZES[one.measure]
    size = abs(one.effect)
    level = "large" if size >= large else "medium" if size >= medium else "small" if size >= small else "tiny"
    return words(f"difference.{one.measure}", size=words(f"difference.{level}"), value=words.decimal(one.effect))


def attribute_name(facts: Facts, name: str) -> str:
    """An attribute in the report's language; its own name where that is unknown."""
    return facts.words.maybe(f"attribute.{name.replace(' ', '_')}", name.replace("_", " "))


def counter_lines(facts: Facts, voices: Iterable[CounterVoice], members: int) -> tuple[CounterLine, ...]:
    """Who of the members says the opposite of a pain or a praise."""
    return tuple(
        CounterLine(
            sentence=facts.words.html(
                "counter.pain" if one.kind == "pain" else "counter.praise",
                n=len(one.respondents),
                total=members,
                subject=one.subject,
            ),
            few=len(one.respondents) < MIN_PEOPLE,
            quotes=facts.quotes(one.segments, COUNTER_QUOTES),
        )
        for one in voices
    )
