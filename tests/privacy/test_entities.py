"""A spaCy pipeline looks for names only where voc.toml asks for it."""

from __future__ import annotations

from typing import Any

import pytest

from voc.config import StudyConfig
from voc.errors import ConfigError
from voc.privacy import protect
from voc.schema import Corpus, Document, Respondent, Source, Turn

TEXT = "Gestern war Wibke Ostermoor da, und Ostermoor lobte Hugo Boss und Kassel."


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a pipeline that finds what a list says, so that the test needs no trained one."""
    import spacy

    nlp = spacy.blank("de")
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PER", "pattern": "Wibke Ostermoor"},
            {"label": "PER", "pattern": "Hugo Boss"},
            {"label": "LOC", "pattern": "Kassel"},
        ]
    )
    folder = tmp_path_factory.mktemp("pipeline") / "de"
    nlp.to_disk(folder)
    return str(folder)


def protected_text(text: str, **privacy: Any) -> str:
    document = Document("d", "a.csv", "survey", text, (Turn(0, len(text), "", "participant", "r"),), "row 2")
    corpus = Corpus(
        (Source("a.csv", "survey", "table-csv", "read"),), (document,), (Respondent("r", "row 2", ("a.csv",)),)
    )
    return protect(corpus, StudyConfig.model_validate({"privacy": privacy})).corpus.documents[0].text


def test_a_pipeline_finds_names_and_brands_and_cities_stay(pipeline: str) -> None:
    assert protected_text(TEXT, pipeline=pipeline) == (
        "Gestern war [Name 1] da, und [Name 1] lobte Hugo Boss und Kassel."
    )


def test_what_is_kept_stays_whatever_a_pipeline_says(pipeline: str) -> None:
    assert protected_text(TEXT, pipeline=pipeline, keep=("Wibke", "Ostermoor")) == TEXT


def test_a_missing_pipeline_is_an_error_that_names_it() -> None:
    with pytest.raises(ConfigError, match="no_such_pipeline"):
        protected_text(TEXT, pipeline="no_such_pipeline")
