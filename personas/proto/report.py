"""A test of proto-personas as plain data, as Markdown, and as one page of HTML that loads nothing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from personas.proto.matching import Finding, Missing, ProtoTest
from voc.study import StudyTables
from voc.study.quotes import TextRows

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2430;"
    "background:#fff}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;"
    "padding:.5rem;border-bottom:1px solid #d5dae2}blockquote{margin:.25rem 0;padding-left:.75rem;"
    "border-left:3px solid #9aa5b5;white-space:pre-wrap;overflow-wrap:anywhere}small{color:#505b6b}"
    "@media(max-width:40rem){tr,td{display:block}thead{display:none}}@media print{body{margin:0}}"
)


@cache
def _words(language: str) -> Mapping[str, Any]:
    name = f"{language if language in ('de', 'en') else 'en'}.toml"
    return tomllib.loads(files("personas.proto").joinpath("language", name).read_text("utf-8"))


def as_data(test: ProtoTest, study: StudyTables) -> dict[str, Any]:
    """The test as plain data; every text of ``quotes``, ``against_quotes`` and ``look_at`` is an exact segment."""

    def quotes(places: tuple[int, ...]) -> list[dict[str, str]]:
        rows = [study.segments[at] for at in places]
        return [{key: row[key] for key in ("segment_id", "respondent_id", "text")} for row in rows]

    return {
        "n_of": test.n_of,
        "personas": [
            {
                "name": proto.name,
                "n_covered": len(covered),
                "lines": [
                    {
                        "kind": one.line.kind,
                        "line": one.line.text,
                        "verdict": one.verdict,
                        "n": len(one.says),
                        "n_against": len(one.against),
                        "n_of": one.n_of,
                        "attribute": one.attribute,
                        "respondents": list(one.says),
                        "quotes": quotes(one.quotes),
                        "against_quotes": quotes(one.counter),
                        "look_at": quotes(one.look),
                    }
                    for one in findings
                ],
            }
            for proto, findings, covered in zip(test.protos, test.findings, test.covered, strict=True)
        ],
        "missing": [
            {
                "kind": one.kind, "name": one.name, "id": one.key, "n": one.n, "n_of": one.n_of,
                "quotes": quotes((one.quote,) if one.quote >= 0 else ()),
            }
            for one in test.missing
        ],
        "uncovered": list(test.uncovered),
    }  # fmt: skip


def says(one: Finding, language: str) -> str:
    """How many people bear a line out, and how many say the opposite, in words."""
    words = _words(language)
    if one.verdict == "no_data":
        return ""
    key = "known" if one.attribute else "people"
    text = str(words[key]).format(n=len(one.says), n_of=one.n_of, attribute=one.attribute)
    return f"{text}; {words['against'].format(n=len(one.against))}" if one.against else text


def verdict(one: Finding, language: str) -> str:
    """The verdict in words."""
    return str(_words(language)["verdict"][one.verdict])


def _quoted(one: Finding) -> list[tuple[str, int]]:
    """What stands beside a line: what bears it out, what denies it, and, failing both, what is near."""
    found = [("supports", at) for at in one.quotes] + [("opposes", at) for at in one.counter]
    return found or [("look", at) for at in one.look]


def _intro(test: ProtoTest, words: Mapping[str, Any]) -> str:
    n_lines = sum(len(findings) for findings in test.findings)
    return str(words["intro"]).format(lines=n_lines, personas=len(test.protos), people=test.n_of)


def _absent(one: Missing, words: Mapping[str, Any]) -> str:
    text = words[f"missing_{one.kind}"].format(n=one.n, n_of=one.n_of)
    return f"{words['kind'][one.kind]}: {one.name} – {text}"


def as_markdown(test: ProtoTest, study: StudyTables) -> str:
    """The test as Markdown. Quotes stand as code points of the segment, a line of it a line of the quote."""
    language = str(study.manifest.get("language", "en"))
    words = _words(language)
    out = [f"# {words['title']}", "", _intro(test, words)]
    for proto, findings, covered in zip(test.protos, test.findings, test.covered, strict=True):
        out += ["", f"## {_plain(proto.name)}", "", words["covered"].format(n=len(covered), n_of=test.n_of)]
        for one in findings:
            told = ", ".join(filter(None, (verdict(one, language), says(one, language))))
            out += ["", f"**{words['kind'][one.line.kind]}: {_plain(one.line.text)}** — {told}"]
            for key, at in _quoted(one):
                out += ["", *_quote(study.segments, at, str(words[key]))]
    out += ["", f"## {words['missing']}", "", words["uncovered"].format(n=len(test.uncovered), n_of=test.n_of)]
    if not test.missing:
        out += ["", words["missing_none"]]
    for missed in test.missing:
        out += ["", _plain(_absent(missed, words))]
        if missed.quote >= 0:
            out += ["", *_quote(study.segments, missed.quote, "")]
    return "\n".join(out) + "\n"


def _quote(segments: TextRows, at: int, remark: str) -> list[str]:
    row = segments[at]
    lines = [f"> {line}" for line in row["text"].split("\n")]
    return [*lines, f"> — {row['segment_id']}" + (f" ({remark})" if remark else "")]


def _plain(text: str) -> str:
    """A text of the team's, with the signs of Markdown taken as letters, on one line."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))


def as_html(test: ProtoTest, study: StudyTables) -> str:
    """The test as one page."""
    language = str(study.manifest.get("language", "en"))
    words = _words(language)
    out = [
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(words['title'])}</title><style>{STYLE}</style></head><body>",
        f"<h1>{escape(words['title'])}</h1><p>{escape(_intro(test, words))}</p>",
    ]
    head = "".join(f"<th>{escape(words['column'][one])}</th>" for one in ("line", "verdict", "people", "quotes"))
    for proto, findings, covered in zip(test.protos, test.findings, test.covered, strict=True):
        told = words["covered"].format(n=len(covered), n_of=test.n_of)
        out.append(f"<h2>{escape(proto.name)}</h2><p>{escape(told)}</p><table><thead><tr>{head}</tr></thead><tbody>")
        for one in findings:
            quotes = "".join(_html_quote(study.segments, at, str(words[key])) for key, at in _quoted(one))
            kind, judged = escape(words["kind"][one.line.kind]), escape(verdict(one, language))
            out.append(
                f"<tr><td><small>{kind}</small><br>{escape(one.line.text)}</td><td>{judged}</td>"
                f"<td>{escape(says(one, language))}</td><td>{quotes}</td></tr>"
            )
        out.append("</tbody></table>")
    uncovered = words["uncovered"].format(n=len(test.uncovered), n_of=test.n_of)
    out.append(f"<h2>{escape(words['missing'])}</h2><p>{escape(uncovered)}</p>")
    if not test.missing:
        out.append(f"<p>{escape(words['missing_none'])}</p>")
    for missed in test.missing:
        quote = _html_quote(study.segments, missed.quote, "") if missed.quote >= 0 else ""
        out.append(f"<p>{escape(_absent(missed, words))}</p>{quote}")
    return "\n".join(out) + "\n</body></html>\n"


def _html_quote(segments: TextRows, at: int, remark: str) -> str:
    row = segments[at]
    note = f" ({remark})" if remark else ""
    shown = f'<blockquote data-segment="{escape(row["segment_id"])}">{escape(row["text"])}</blockquote>'
    return f"{shown}<small>{escape(row['segment_id'] + note)}</small>"
