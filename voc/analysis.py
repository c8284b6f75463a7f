"""`analyse(corpus, config)`: the way of the data from a corpus to an analysed study. Composition only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from voc.codebook import Codebook, name_themes
from voc.config import StudyConfig
from voc.duplicates import count_once, count_translations_once, kept_paths
from voc.errors import NothingReadableError
from voc.journey import feelings, load_taxonomy, pain_points, tag
from voc.language import study_language
from voc.models.cache import CachedEncoder, default_cache_folder
from voc.models.encoder import Encoder, load_encoder
from voc.models.readings import read
from voc.privacy import protect
from voc.schema import Analysis, Corpus, Floats, Progress, Segment, no_progress
from voc.segment import segment
from voc.themes import find_themes

EMBEDDED = "use"
"""The encoder that the weights of the readings were trained on."""


def analyse(
    corpus: Corpus,
    config: StudyConfig | None = None,
    *,
    codebook: Codebook | None = None,
    progress: Progress = no_progress,
) -> Analysis:
    """Count copies once, pseudonymise, segment, read, find themes, tag the journey, and rank what hurts.

    Args:
        corpus: what `voc.read_folder` returned.
        config: the study's configuration; the defaults without one.
        codebook: the researcher's decisions; none without one.
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

    corpus = count_once(corpus, config)
    protected = protect(corpus, config, progress=progress)
    parts = segment(protected.corpus, config, progress=progress)
    segments = parts.segments
    if not segments:
        raise NothingReadableError(
            f"The {len(corpus.documents)} documents hold no statement of a participant. Look at `voc inspect` for "
            "who was taken as interviewer; set [speakers] participant = [...] in voc.toml."
        )
    vectors = encode_once(embedded, [one.text for one in segments], progress)
    if config.duplicates.detect:
        keep = kept_paths(corpus.sources, protected.corpus.sources, config.duplicates.keep)
        counted = count_translations_once(protected.corpus, segments, vectors, keep)
        if counted is not protected.corpus:
            protected = replace(protected, corpus=counted)
            parts = segment(counted, config)
            vectors = vectors[_places(parts.segments, segments)]
            segments = parts.segments
    language = config.study.language or study_language(segments)
    texts = [one.text for one in segments]
    readings = read(texts, vectors, [one.language for one in segments])
    progress("read feelings", len(texts), len(texts))
    embeddings = vectors if chosen is embedded else encode_once(chosen, texts, progress)

    themes = name_themes(
        find_themes(segments, embeddings, language=language, config=config.themes, progress=progress),
        codebook or Codebook(),
    )
    tags = tag(segments, embeddings, taxonomy, chosen.encode)
    felt = feelings(segments, readings, tags, taxonomy)
    progress("tag the journey", len(texts), len(texts))
    pains = pain_points(segments, embeddings, readings, tags, themes, taxonomy, language=language)
    return Analysis(
        name=config.study.name,
        language=language,
        corpus=protected.corpus,
        key=protected.key,
        redactions=protected.counts,
        segments=segments,
        context=parts.context,
        n_empty=parts.n_empty,
        encoder=chosen.name,
        embeddings=embeddings,
        readings=readings,
        themes=themes,
        taxonomy=taxonomy,
        tags=tags,
        feelings=felt,
        pain_points=pains,
    )


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
