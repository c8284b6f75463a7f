"""Copies to share: personal data is looked for again, small groups are not split, and nothing of the key leaves."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.exports import ExportOptions, export_study
from reports.exports.sharing import BAR, FEW, make_shared_copy, suppress_rare
from reports.exports.targets import TARGETS, load_target
from tests.reports import fake_study as fake
from tests.reports.fake_study import FakeStudy
from voc.schema import Metric, Pseudonym, Touchpoint
from voc.study import archive_text

SECRETS = ("anna.beispiel@example.org", "+49 30 901820", "DE89370400440532013000")


def with_secrets(analysis):
    """The study with personal data that slipped through: in words said, a name of a theme, and a persona's line."""
    secret = f" Schreiben Sie an {SECRETS[0]} oder {SECRETS[1]}."
    documents = [replace(one, text=one.text + secret) for one in analysis.corpus.documents]
    segments = [replace(one, question=f"Ihre IBAN {SECRETS[2]}?") for one in analysis.segments]
    first, *rest = analysis.themes.themes
    themes = replace(analysis.themes, themes=(replace(first, name=f"Post an {SECRETS[0]}"), *rest))
    places = analysis.taxonomy.touchpoints
    example = Touchpoint("x", places[0].phase_id, {"de": "X", "en": "X"}, {}, {}, examples=("Anna Muster half mir.",))
    return replace(
        analysis,
        corpus=replace(analysis.corpus, documents=tuple(documents)),
        segments=tuple(segments),
        themes=themes,
        taxonomy=replace(analysis.taxonomy, touchpoints=(*places, example)),
        key=(Pseudonym("name", "[Person 1]", "Erika Beispiel"),),
    )


@pytest.fixture(scope="module", params=["public", "team"])
def copy(request, german: FakeStudy):
    analysis, personas = german
    shared = make_shared_copy(with_secrets(analysis), personas, request.param)
    return request.param, shared.analysis, shared.personas, shared.notes


def everything(analysis, personas):
    names = [name for name in TARGETS if name not in {"html", "png", "parquet", "pdf", "json"}]
    pages = [unpacked(content) for name in names for content in load_target(name)(analysis, personas).values()]
    return b"\n".join(pages).decode(errors="replace") + archive_text(analysis, personas, texts=True)


def unpacked(content):
    """The content of a file, unpacked where it is an archive."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(BytesIO(content)) as archive:
        return b"\n".join(unpacked(archive.read(name)) for name in archive.namelist())


def test_nothing_personal_leaves_any_load_target(copy) -> None:
    _, analysis, personas, notes = copy
    page = everything(analysis, personas)
    for secret in (*SECRETS, "Erika Beispiel", "Anna Muster"):
        assert secret not in page
    assert BAR * len(SECRETS[0]) in page
    assert re.fullmatch(r"Personal data was found and blacked out \(.*email \d+.*\)\.", notes[0])


def test_quotes_of_a_copy_are_spans_of_its_documents(copy) -> None:
    _, analysis, _, _ = copy
    texts = {one.document_id: one.text for one in analysis.corpus.documents}
    for segment in analysis.segments:
        assert texts[segment.document_id][segment.start : segment.end] == segment.text


def test_nothing_found_is_said_too() -> None:
    analysis = fake.big_analysis(30)
    segments = [one for one in analysis.segments if "evil" not in one.text and "@" not in one.text]
    keep = [analysis.segments.index(one) for one in segments]
    texts = {one.document_id for one in segments}
    documents = tuple(one for one in analysis.corpus.documents if one.document_id in texts)
    small = replace(
        analysis,
        corpus=replace(analysis.corpus, documents=documents),
        segments=tuple(segments),
        embeddings=analysis.embeddings[keep],
    )
    assert make_shared_copy(small, fake.refused(""), "team").notes == ("No personal data was found.",)


def test_a_team_copy_keeps_people_and_attributes(german: FakeStudy) -> None:
    analysis, personas = german
    shared = make_shared_copy(analysis, personas, "team")
    team, drafts = shared.analysis, shared.personas
    assert team.corpus.respondents == analysis.corpus.respondents
    assert [one.respondents for one in drafts.personas] == [one.respondents for one in personas.personas]
    assert not any(one.sha256 for one in team.corpus.sources)


# -------------------------------------------------------------------------------------------------------------- public


def public_of(analysis, personas):
    shared = make_shared_copy(analysis, personas, "public")
    return shared.analysis, shared.personas


def test_a_public_copy_splits_no_small_group(german: FakeStudy) -> None:
    analysis, personas = german
    people = tuple(
        replace(one, attributes={"Region": "Nord" if n < 9 else "Süd", "Alter": str(n // 6), "Beruf": f"Beruf {n}"})
        for n, one in enumerate(analysis.corpus.respondents)
    )
    copy, drafts = public_of(replace(analysis, corpus=replace(analysis.corpus, respondents=people)), personas)
    groups = Counter(tuple(sorted(one.attributes.items())) for one in copy.corpus.respondents)
    assert all(n >= FEW for attributes, n in groups.items() if attributes)
    assert any(attributes for attributes in groups)
    assert all("Beruf" not in dict(attributes) for attributes in groups)
    assert all(each.n >= FEW for one in drafts.personas for each in one.attributes)
    assert drafts.profiles == ()


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"), max_size=3), max_size=40))
def test_what_is_left_of_attributes_is_shared_by_enough_people(people) -> None:
    left = suppress_rare(people)
    assert all(one.items() <= old.items() for one, old in zip(left, people, strict=True))
    groups = Counter(tuple(sorted(one.items())) for one in left)
    assert all(n >= FEW for attributes, n in groups.items() if attributes)


def test_a_public_copy_numbers_people_anew_everywhere(german: FakeStudy) -> None:
    analysis, personas = german
    copy, drafts = public_of(analysis, personas)
    before = {one.respondent_id for one in analysis.corpus.respondents}
    page = archive_text(copy, drafts, texts=True)
    assert not [one for one in before if one in page]
    known = {one.respondent_id for one in copy.corpus.respondents}
    assert len(known) == len(before)
    assert {one.respondent_id for one in copy.segments} <= known
    assert {one for persona in drafts.personas for one in persona.respondents} <= known
    labels = [one.label for one in copy.corpus.respondents]
    assert labels == [f"Person {n}" for n in range(1, len(labels) + 1)]
    said = {one.text: one.respondent_id for one in copy.segments}
    by_person = {}
    for one in analysis.segments:
        by_person.setdefault(one.respondent_id, set()).add(said.get(one.text, ""))
    assert sum(len(new - {""}) == 1 for new in by_person.values()) >= len(by_person) - 2
    order = [said.get(one.text) for one in analysis.segments]
    assert list(dict.fromkeys(filter(None, order))) != sorted(known, key=[*known].index)


def test_a_public_copy_tells_no_numbers_of_pseudonyms(german: FakeStudy) -> None:
    analysis, personas = german
    first, *rest = analysis.corpus.documents
    spoken = replace(first, text=first.text + " [Person 12] sagte das.")
    spoken_study = replace(analysis, corpus=replace(analysis.corpus, documents=(spoken, *rest)))
    assert "[Person 12]" not in archive_text(*public_of(spoken_study, personas), texts=True)
    assert "[Person ██]" in archive_text(*public_of(spoken_study, personas), texts=True)


def test_a_public_copy_names_no_file_of_few_people(german: FakeStudy) -> None:
    analysis, personas = german
    copy, _ = public_of(analysis, personas)
    paths = {one.path for one in copy.corpus.sources}
    assert not any("Interview_" in path or "scan" in path for path in paths)
    assert "umfrage.csv" in paths
    assert {one.source for one in copy.segments} | {one.source for one in copy.corpus.documents} <= paths
    assert not any(one.locator for one in copy.corpus.documents)


def test_a_public_copy_drops_figures_of_few_people(german: FakeStudy) -> None:
    analysis, personas = german
    figures = (Metric("", "mean", 1.0, n=4), Metric("", "sum", 2.0), Metric("", "share", 0.5, n=5))
    copy, _ = public_of(replace(analysis, metrics=figures), personas)
    assert [one.metric for one in copy.metrics] == ["sum", "share"]


def test_copies_hold_nothing_of_the_key(study_folder: Path, tmp_path: Path) -> None:
    names = tuple(name for name in TARGETS if name not in {"html", "png", "svg"})
    done = export_study(study_folder, ExportOptions(names, tmp_path / "out", share="public"))
    key = csv.DictReader((study_folder / "private" / "pseudonyms.csv").read_text("utf-8-sig").splitlines())
    originals = [row["original"] for row in key]
    assert "Erika Beispiel" in originals
    for name in done.files:
        page = (done.out / name).read_bytes()
        assert not [one for one in originals if len(one) > 3 and one.encode() in page], name
        assert b"private" not in name.encode()


def test_the_report_can_be_shared_too(german: FakeStudy, tmp_path: Path) -> None:
    shared = make_shared_copy(with_secrets(german[0]), german[1], "public")
    page = load_target("html")(shared.analysis, shared.personas)["report.html"].decode()
    assert not [secret for secret in (*SECRETS, "Interview_", "scan") if secret in page]
    assert not [one for one in german[0].corpus.respondents if one.respondent_id in page]
