"""A study exported to every target, and one whose every text is hostile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import cycle
from typing import NamedTuple

from reports.exports.file_bytes import Files
from reports.exports.targets import TARGETS, load_target, uninstalled_extras
from tests.reports.fake_study import FakeStudy, fake_analysis, fake_personas
from voc.schema import Analysis, Document, Personas, Segment, Turn, stable_id

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "# h\n\n![a](http://evil.example/x.png) [x](javascript:alert(1))",
    "```js\nalert(1)\n```\n\n<iframe src=//evil.example></iframe>",
    "a: 5: b\n  section c; click d #35; %%{init: {}}%%",
    "accTitle: x",
    "\u202eabc\u2066\u200f txet",
    "a\x00b\x07c\x1bd\ufffee\uffff",
    "W" * 10_000,
    "]]></q></text><svg onload=alert(1)>&lt;",
    "{{ 7*7 }} {% raw %} ${7*7}",
    "'; DROP TABLE x; --",
    "| a | b |\n|---|---|\n<b>x",
    "../../etc/passwd",
    "🎉👩‍👩‍👧‍👦 Äöüß",
)


class ExportedStudy(NamedTuple):
    """A study and its files by target."""

    analysis: Analysis
    personas: Personas
    files: Mapping[str, Files]


def export_all(study: FakeStudy) -> ExportedStudy:
    """Export to every target but `html` and `png`, which take seconds and have tests of their own."""
    names = TARGETS.keys() - {"html", "png"} - uninstalled_extras()
    return ExportedStudy(*study, {name: load_target(name)(*study) for name in sorted(names)})


def hostile_study() -> FakeStudy:
    """The hand-made study with hostile words wherever a text may come from outside."""
    analysis = fake_analysis("de")
    bad = cycle(HOSTILE)
    renamed = {item.path: f"{next(bad)}{number}" for number, item in enumerate(analysis.corpus.sources)}
    segments, documents = [], []
    for number, (old, text) in enumerate(zip(analysis.segments, cycle(HOSTILE), strict=False)):
        document_id = stable_id("d", "hostile", str(number))
        turn = Turn(0, len(text), next(bad), "participant", old.respondent_id, question=next(bad))
        source = renamed[old.source]
        documents.append(Document(document_id, source, old.kind, text, (turn,), next(bad), ratings={next(bad): 0.5}))
        segments.append(
            Segment(
                *(old.segment_id, document_id, old.respondent_id, source, old.kind, "participant", 0, len(text)),
                *(old.time_s, next(bad), text, next(bad)),
            )
        )
    people = tuple(
        replace(
            item,
            label=next(bad),
            sources=tuple(renamed[path] for path in item.sources),
            attributes={next(bad): next(bad), "x": next(bad)},
        )
        for item in analysis.corpus.respondents
    )
    sources = tuple(
        replace(item, path=renamed[item.path], reason=next(bad), notes=(next(bad),)) for item in analysis.corpus.sources
    )
    taxonomy = replace(
        analysis.taxonomy,
        names={"de": next(bad)},
        phases=tuple(replace(item, names={"de": next(bad)}) for item in analysis.taxonomy.phases),
        touchpoints=tuple(
            replace(item, names={"de": next(bad)}, descriptions={"de": next(bad)})
            for item in analysis.taxonomy.touchpoints
        ),
    )
    themes = tuple(
        replace(item, name=next(bad), keywords=(next(bad), next(bad)), group=next(bad))
        for item in analysis.themes.themes
    )
    hostile = replace(
        analysis,
        name=next(bad),
        corpus=replace(analysis.corpus, documents=tuple(documents), respondents=people, sources=sources),
        segments=tuple(segments),
        themes=replace(analysis.themes, themes=themes, note=next(bad)),
        taxonomy=taxonomy,
        pain_points=tuple(replace(item, title=next(bad), goal=None, hurdle=None) for item in analysis.pain_points),
    )
    drafts = fake_personas(analysis)
    personas = tuple(
        replace(
            item,
            title=next(bad),
            traits=tuple(replace(trait, subject=next(bad)) for trait in item.traits),
            attributes=tuple(replace(each, attribute=next(bad), value=next(bad)) for each in item.attributes),
            caveats=(next(bad),),
        )
        for item in drafts.personas
    )
    return FakeStudy(hostile, replace(drafts, personas=personas, method=next(bad)))
