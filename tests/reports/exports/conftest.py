"""The hand-made study as files of every target, and one whose every text is hostile."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from reports.exports.targets import TARGETS, load_target, uninstalled_extras
from voc.config import StudyConfig
from voc.schema import Document, Pseudonym, Segment, Turn, stable_id
from voc.study import write_archive, write_config, write_data
from voc.study.folder import MANIFEST

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


def load(name: str):
    """A module beside this file."""
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"exports_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def study_folder(german, tmp_path_factory):
    """A study folder with the hand-made study and a key to its pseudonyms; read only."""
    analysis, personas = german
    folder = tmp_path_factory.mktemp("study")
    key = (Pseudonym("name", "[Person 1]", "Erika Beispiel"), Pseudonym("email", "[email 1]", "erika@example.org"))
    write_data(replace(analysis, key=key), folder)
    write_archive(analysis, personas, folder)
    write_config(StudyConfig(), folder)
    (folder / MANIFEST).write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def mermaid_grammar():
    return load("mermaid_grammar")


def exported(analysis, personas):
    """Target → its files; pictures and the page take seconds and have tests of their own."""
    return {
        name: load_target(name)(analysis, personas)
        for name in TARGETS
        if name not in {"html", "png", *uninstalled_extras()}
    }


@pytest.fixture(scope="session")
def files(study):
    """(analysis, personas, target → files) in both languages of the report."""
    return (*study, exported(*study))


def hostile_study(fake):
    """The hand-made study with hostile words wherever a text may come from outside."""
    analysis = fake.fake_analysis("de")
    bad = cycle(HOSTILE)
    renamed = {one.path: f"{next(bad)}{number}" for number, one in enumerate(analysis.corpus.sources)}
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
            one,
            label=next(bad),
            sources=tuple(renamed[path] for path in one.sources),
            attributes={next(bad): next(bad), "x": next(bad)},
        )
        for one in analysis.corpus.respondents
    )
    sources = tuple(
        replace(one, path=renamed[one.path], reason=next(bad), notes=(next(bad),)) for one in analysis.corpus.sources
    )
    taxonomy = replace(
        analysis.taxonomy,
        names={"de": next(bad)},
        phases=tuple(replace(one, names={"de": next(bad)}) for one in analysis.taxonomy.phases),
        touchpoints=tuple(
            replace(one, names={"de": next(bad)}, descriptions={"de": next(bad)})
            for one in analysis.taxonomy.touchpoints
        ),
    )
    themes = tuple(
        replace(one, name=next(bad), keywords=(next(bad), next(bad)), group=next(bad)) for one in analysis.themes.themes
    )
    hostile = replace(
        analysis,
        name=next(bad),
        corpus=replace(analysis.corpus, documents=tuple(documents), respondents=people, sources=sources),
        segments=tuple(segments),
        themes=replace(analysis.themes, themes=themes, note=next(bad)),
        taxonomy=taxonomy,
        pain_points=tuple(replace(one, title=next(bad), goal=None, hurdle=None) for one in analysis.pain_points),
    )
    drafts = fake.fake_personas(analysis)
    personas = tuple(
        replace(
            one,
            title=next(bad),
            traits=tuple(replace(trait, subject=next(bad)) for trait in one.traits),
            attributes=tuple(replace(each, attribute=next(bad), value=next(bad)) for each in one.attributes),
            caveats=(next(bad),),
        )
        for one in drafts.personas
    )
    return hostile, replace(drafts, personas=personas, method=next(bad))


@pytest.fixture(scope="session")
def hostile(fake):
    """(analysis, personas, target → files) of a study whose every text is hostile."""
    analysis, personas = hostile_study(fake)
    return analysis, personas, exported(analysis, personas)
