"""`analyse(corpus, config)`: the way of the data from a corpus to an analysed study. Composition only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from voc.config import StudyConfig
from voc.decisions.codebook import Codebook
from voc.decisions.themes import Wishes, decided_themes
from voc.duplicates import count_once, count_translations_once, kept_paths
from voc.errors import NothingReadableError
from voc.journey import feelings, load_taxonomy, pain_points, tag
from voc.models.encoder import CachedEncoder, Encoder, default_cache_folder
from voc.models.encoder_registry import load_encoder
from voc.models.readings import build_context, predict_readings
from voc.numbers import moments
from voc.privacy import protect
from voc.schema import (
    Analysis,
    Corpus,
    Floats,
    Language,
    Progress,
    Protected,
    Readings,
    Segment,
    Segmentation,
    Taxonomy,
    Themes,
    no_progress,
)
from voc.segment import segment
from voc.text.language import study_language
from voc.themes import with_map, without_polarity

EMBEDDED = "use"
"""The encoder that the weights of the readings were trained on."""


def analyse(
    corpus: Corpus,
    config: StudyConfig | None = None,
    *,
    codebook: Codebook | None = None,
    before: Mapping[str, str] | None = None,
    progress: Progress = no_progress,
) -> Analysis:
    """Count copies once, pseudonymise, segment, read, find themes, tag the journey, and rank what hurts.

    Args:
        corpus: what `voc.read_folder` returned.
        config: the study's configuration; the defaults without one.
        codebook: the researcher's decisions; none without one.
        before: the theme id of each segment of the run before, by segment id (`voc.study.themes_before`).
        progress: called as ``progress(stage, done, total)``.

    Raises:
        NothingReadableError: no participant says anything.
        EncoderError: the encoder is unknown or cannot be loaded.
        TaxonomyError: the journey file is not valid.
    """
    config = config or StudyConfig()
    taxonomy = load_taxonomy(config.journey.taxonomy)
    chosen = open_encoder(config.encoder.name)
    embedded = chosen if config.encoder.name == EMBEDDED else open_encoder(EMBEDDED)

    material = _prepare(corpus, config, embedded, progress)
    readings = _read(material)
    segments = material.parts.segments
    progress("read feelings", len(segments), len(segments))
    texts = [one.text for one in segments]
    embeddings = material.vectors if chosen is embedded else encode_once(chosen, texts, progress)
    wishes = Wishes(codebook or Codebook(), config.themes, before or {})
    language = config.study.language or study_language(segments)
    matters = without_polarity(embeddings, readings.polarity)
    found = decided_themes(segments, matters, wishes, language=language, encode=chosen.encode, progress=progress)
    told = _Told(material, embeddings, readings, with_map(found, segments, matters))
    analysis = _along(told, taxonomy, chosen, config, wishes.codebook, language)
    progress("tag the journey", len(segments), len(segments))
    return analysis


def _along(
    told: _Told, taxonomy: Taxonomy, encoder: Encoder, config: StudyConfig, codebook: Codebook, language: Language
) -> Analysis:
    """The study along the journey: touchpoints, feelings, pain points, moments of truth."""
    protected, parts = told.material.protected, told.material.parts
    segments, readings, themes = parts.segments, told.readings, told.themes
    tags = tag(segments, told.embeddings, taxonomy, encoder.encode)
    troubles = pain_points(
        segments,
        told.embeddings,
        readings,
        tags,
        themes,
        taxonomy,
        language=language,
        settings=config.pain_points,
        decisions=codebook.pain_points,
    )
    return Analysis(
        name=config.study.name,
        language=language,
        corpus=protected.corpus,
        key=protected.key,
        redactions=protected.counts,
        segments=segments,
        context=parts.context,
        n_empty=parts.n_empty,
        encoder=encoder.name,
        embeddings=told.embeddings,
        readings=readings,
        themes=themes,
        taxonomy=taxonomy,
        tags=tags,
        feelings=feelings(segments, readings, tags, taxonomy),
        pain_points=troubles.points,
        moments=moments(segments, protected.corpus.documents, readings, tags, taxonomy),
        decisions_waiting=(*themes.waiting, *troubles.waiting),
    )


@dataclass(frozen=True, slots=True)
class _Material:
    """What is analysed: protected, cut, counted once. `vectors` float32 (n, d), a row per segment."""

    protected: Protected
    parts: Segmentation
    vectors: Floats


@dataclass(frozen=True, slots=True)
class _Told:
    """What people say, how, and of what. `embeddings` float32 (n, d), by the encoder that was chosen."""

    material: _Material
    embeddings: Floats
    readings: Readings
    themes: Themes


def _read(material: _Material) -> Readings:
    """Polarity, emotions and statement kinds, with what stands around each segment."""
    segments = material.parts.segments
    context = build_context(segments, material.protected.corpus.documents)
    languages = [one.language for one in segments]
    return predict_readings([one.text for one in segments], material.vectors, languages, context=context)


def _prepare(corpus: Corpus, config: StudyConfig, encoder: Encoder, progress: Progress) -> _Material:
    """Leave copies and translations out, replace personal data, cut into segments, and encode them."""
    protected = protect(count_once(corpus, config), config, progress=progress)
    parts = segment(protected.corpus, config, progress=progress)
    if not parts.segments:
        raise NothingReadableError(
            f"The {len(corpus.documents)} documents hold no statement of a participant. Look at `voc inspect` for "
            "who was taken as interviewer; set [speakers] participant = [...] in voc.toml."
        )
    vectors = encode_once(encoder, [one.text for one in parts.segments], progress)
    if not config.duplicates.detect:
        return _Material(protected, parts, vectors)
    keep = kept_paths(corpus.sources, protected.corpus.sources, config.duplicates.keep)
    counted = count_translations_once(protected.corpus, parts.segments, vectors, keep)
    if counted is protected.corpus:
        return _Material(protected, parts, vectors)
    rest = segment(counted, config)
    return _Material(replace(protected, corpus=counted), rest, vectors[_places(rest.segments, parts.segments)])


def _places(segments: Sequence[Segment], among: Sequence[Segment]) -> list[int]:
    """Where each segment stands among others."""
    position = {one.segment_id: index for index, one in enumerate(among)}
    return [position[one.segment_id] for one in segments]


def open_encoder(name: str) -> Encoder:
    """The named encoder, with vectors kept by content where a cache folder can be used."""
    encoder = load_encoder(name)
    folder = default_cache_folder()
    return encoder if folder is None else CachedEncoder(encoder, folder)


def encode_once(encoder: Encoder, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
    """Encode every distinct text once: float32 (n, d), rows in the order of `texts`."""
    distinct = sorted(set(texts))
    position = {text: index for index, text in enumerate(distinct)}
    step = 2048
    blocks = []
    for start in range(0, len(distinct), step):
        progress("understand meaning", start, len(distinct))
        blocks.append(encoder.encode(distinct[start : start + step]))
    progress("understand meaning", len(distinct), len(distinct))
    if not blocks:
        return encoder.encode([])
    return np.ascontiguousarray(np.concatenate(blocks)[[position[text] for text in texts]])
