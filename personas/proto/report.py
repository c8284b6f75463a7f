"""A test of proto-personas as plain data, as Markdown, and as one page of HTML that loads nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from personas.proto.matching import LineFinding, Missing, ProtoTest
from voc.schema import Segment
from voc.study import Study
from voc.text.catalogue import Catalogue, load_catalogue


def load_words(study: Study) -> Catalogue:
    """The sentences about proto-personas in the study's language."""
    return load_catalogue("personas.proto", study.analysis.language)


def as_data(test: ProtoTest, study: Study) -> dict[str, Any]:
    """The test as plain data; every text of ``quotes``, ``against_quotes`` and ``look_at`` is an exact segment."""

    def quotes(positions: Sequence[int]) -> list[dict[str, str]]:
        segments = [study.analysis.segments[position] for position in positions]
        return [
            {"segment_id": segment.segment_id, "respondent_id": segment.respondent_id, "text": segment.text}
            for segment in segments
        ]

    def line(finding: LineFinding) -> dict[str, Any]:
        return {
            "kind": finding.line.kind,
            "line": finding.line.text,
            "verdict": finding.verdict,
            "n": len(finding.supporters),
            "n_against": len(finding.opponents),
            "n_of": finding.n_of,
            "attribute": finding.attribute,
            "respondents": list(finding.supporters),
            "quotes": quotes(finding.supporting),
            "against_quotes": quotes(finding.opposing),
            "look_at": quotes(finding.similar),
        }

    return {
        "n_of": test.n_of,
        "personas": [
            {"name": proto.name, "n_covered": len(covered), "lines": [line(finding) for finding in findings]}
            for proto, findings, covered in zip(test.protos, test.findings, test.covered, strict=True)
        ],
        "missing": [
            {
                "kind": missing.kind,
                "name": missing.name,
                "id": missing.key,
                "n": missing.n,
                "n_of": missing.n_of,
                "quotes": quotes((missing.quote,) if missing.quote >= 0 else ()),
            }
            for missing in test.missing
        ],
        "uncovered": list(test.uncovered),
    }


def count_text(finding: LineFinding, words: Catalogue) -> str:
    """How many people support a line, and how many say the opposite, in words."""
    if finding.verdict == "no_data":
        return ""
    key = "known" if finding.attribute else "people"
    text = words(key, n=len(finding.supporters), n_of=finding.n_of, attribute=finding.attribute)
    return f"{text}; {words('against', n=len(finding.opponents))}" if finding.opponents else text


def _quotes_of(finding: LineFinding) -> list[tuple[str, int]]:
    """List the key of the remark and the position of each quote; similar ones only where no other was found."""
    quotes = [("supports", position) for position in finding.supporting]
    quotes += [("opposes", position) for position in finding.opposing]
    return quotes or [("look", position) for position in finding.similar]


def _intro(test: ProtoTest, words: Catalogue) -> str:
    n_lines = sum(len(findings) for findings in test.findings)
    return words("intro", lines=n_lines, personas=len(test.protos), people=test.n_of)


def _missing_text(missing: Missing, words: Catalogue) -> str:
    text = words(f"missing_{missing.kind}", n=missing.n, n_of=missing.n_of)
    return f"{words(f'kind.{missing.kind}')}: {missing.name} – {text}"


def as_markdown(test: ProtoTest, study: Study) -> str:
    """The test as Markdown. Quotes keep every character of the segment, line by line."""
    words, segments = load_words(study), study.analysis.segments
    out = [f"# {words('title')}", "", _intro(test, words)]
    for proto, findings, covered in zip(test.protos, test.findings, test.covered, strict=True):
        out += ["", f"## {_escape_markdown(proto.name)}", "", words("covered", n=len(covered), n_of=test.n_of)]
        for finding in findings:
            judgement = ", ".join(filter(None, (words(f"verdict.{finding.verdict}"), count_text(finding, words))))
            line = f"{words(f'kind.{finding.line.kind}')}: {_escape_markdown(finding.line.text)}"
            out += ["", f"**{line}** — {judgement}"]
            for key, position in _quotes_of(finding):
                out += ["", *_markdown_quote(segments[position], words(key))]
    out += ["", f"## {words('missing')}", "", words("uncovered", n=len(test.uncovered), n_of=test.n_of)]
    if not test.missing:
        out += ["", words("missing_none")]
    for missing in test.missing:
        out += ["", _escape_markdown(_missing_text(missing, words))]
        if missing.quote >= 0:
            out += ["", *_markdown_quote(segments[missing.quote], "")]
    return "\n".join(out) + "\n"


def _markdown_quote(segment: Segment, remark: str) -> list[str]:
    lines = [f"> {line}" for line in segment.text.split("\n")]
    return [*lines, f"> — {segment.segment_id}" + (f" ({remark})" if remark else "")]


def _escape_markdown(text: str) -> str:
    """A text that the team wrote, on one line, with Markdown's special characters escaped."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))


def as_html(test: ProtoTest, study: Study) -> str:
    """The test as one page."""
    words = load_words(study)
    template = files("personas.proto").joinpath("templates", "report.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True)
    return environment.from_string(template).render(
        test=test,
        rows=list(zip(test.protos, test.findings, test.covered, strict=True)),
        segments=study.analysis.segments,
        words=words,
        intro=_intro(test, words),
        count_text=count_text,
        quotes_of=_quotes_of,
        missing_text=_missing_text,
    )
