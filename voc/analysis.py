"""`analyse(corpus, config)`: from a corpus to an analysed study, by running the stages one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np

from voc.config import StudyConfig
from voc.decisions.codebook import Codebook
from voc.decisions.statements import (
    DecidedStatements,
    Recut,
    SegmentDecisions,
    label_readings,
    label_tags,
    locate_decisions,
    mark_statements,
    recut,
)
from voc.decisions.themes import ThemeRequest, find_decided_themes
from voc.duplicates import deduplicate, kept_paths, remove_translations
from voc.errors import NothingReadableError
from voc.journey import AUTOMATIC, fit_journey, load_taxonomy, measure_feelings, tag_study
from voc.models.encoder import CachedEncoder, Encoder, deduplicate_texts, default_cache_folder
from voc.models.encoder_registry import load_encoder
from voc.models.readings import add_context, build_context, join_readings, leave_unread
from voc.models.text_readers import choose_readers, load_text_reader
from voc.numbers import moments
from voc.pains import PainInputs, find_pain_points
from voc.privacy import protect
from voc.schema import (
    Analysis,
    Corpus,
    Floats,
    JourneyFit,
    Language,
    Progress,
    Protected,
    Readings,
    Segment,
    Segmentation,
    Span,
    Tags,
    Taxonomy,
    Themes,
    no_progress,
)
from voc.segment import segment
from voc.text.feeling_words import trim_feelings
from voc.text.language import is_readable, study_language
from voc.themes import add_theme_map, find_neighbours, remove_polarity

EMBEDDED = "use"
"""The encoder that the weights of the readings were trained on; readings always use it."""
_READ_AT_ONCE = 256
"""Texts per call of a reader, so that progress moves."""
_ENCODED_AT_ONCE = 2048
"""Texts per call of an encoder, so that progress moves and memory stays flat."""


@dataclass(frozen=True, slots=True)
class _Segments:
    """The segments to analyse: deduplicated, pseudonymised, and encoded by the embedded encoder.

    ``vectors`` float32 (n, d), a row per segment of ``segmentation``; ``decided`` are the decisions about segments.
    """

    protected: Protected
    segmentation: Segmentation
    vectors: Floats
    decided: DecidedStatements


@dataclass(frozen=True, slots=True)
class _ReadStudy:
    """The segments as they are read. ``embeddings`` float32 (n, d) are those of the configured encoder; ``reader``
    names the reader, or both of them ("deep, fast")."""

    segments: tuple[Segment, ...]
    embeddings: Floats
    readings: Readings
    feeling_words: tuple[Span, ...]
    reader: str
    language: Language


def analyse(
    corpus: Corpus,
    config: StudyConfig | None = None,
    *,
    codebook: Codebook | None = None,
    before: Mapping[str, str] | None = None,
    progress: Progress = no_progress,
) -> Analysis:
    """Analyse a study: deduplicate, pseudonymise, segment, read, find themes, tag the journey, and rank pain points.

    Args:
        corpus: what `voc.read_folder` returned.
        config: the study's configuration; the defaults without one.
        codebook: the researcher's decisions; none without one.
        before: the theme id of each segment in the previous run, by segment id (`voc.study.themes_before`).
        progress: called as ``progress(stage, done, total)``.

    Raises:
        NothingReadableError: no participant says anything.
        EncoderError: the encoder is unknown or cannot be loaded.
        TaxonomyError: the journey file is not valid.
    """
    config, codebook = config or StudyConfig(), codebook or Codebook()
    named = None if config.journey.taxonomy == AUTOMATIC else load_taxonomy(config.journey.taxonomy)
    encoder = open_encoder(config.encoder.name)
    embedded = encoder if config.encoder.name == EMBEDDED else open_encoder(EMBEDDED)
    prepared = _prepare(corpus, config, codebook.segments, embedded, progress)
    study = _read(prepared, config, None if encoder is embedded else encoder, progress)
    request = ThemeRequest(prepared.decided.put_into(codebook), config.themes, before or {})
    themes = _find_themes(study, request, encoder, progress)
    taxonomy, fit = (named, None) if named else _fit_journey(study, encoder)
    tags, tags_waiting = _tag(study, prepared.decided, taxonomy, encoder, progress)
    inputs = PainInputs(study.segments, study.embeddings, study.readings, tags, themes, taxonomy)
    pain_points = find_pain_points(inputs, study.language, settings=config.pain_points, decisions=codebook.pain_points)
    analysis = Analysis(
        name=config.study.name,
        language=study.language,
        corpus=prepared.protected.corpus,
        key=prepared.protected.key,
        kept_words=prepared.protected.kept,
        redactions=prepared.protected.counts,
        segments=study.segments,
        context=prepared.segmentation.context,
        n_empty=prepared.segmentation.n_empty,
        encoder=encoder.name,
        reader=study.reader,
        embeddings=study.embeddings,
        readings=study.readings,
        feeling_words=study.feeling_words,
        themes=themes,
        taxonomy=taxonomy,
        tags=tags,
        feelings=measure_feelings(study.segments, study.readings, tags, taxonomy),
        pain_points=pain_points.points,
        moments=moments(study.segments, prepared.protected.corpus.documents, study.readings, tags, taxonomy),
        decisions_waiting=(*themes.waiting, *tags_waiting, *pain_points.waiting),
        journey_fit=fit,
        neighbours=find_neighbours(study.segments, study.embeddings),
    )
    return mark_statements(analysis, prepared.decided)


def _prepare(
    corpus: Corpus, config: StudyConfig, decisions: SegmentDecisions, encoder: Encoder, progress: Progress
) -> _Segments:
    """Leave out copies and translations, replace personal data, cut into segments as decided, and encode them."""
    protected = protect(deduplicate(corpus, config), config, progress=progress)
    cut = _cut(protected.corpus, config, decisions, progress)
    segmentation = cut.segmentation
    segments = segmentation.segments
    if not segments:
        raise NothingReadableError(
            f"The {len(corpus.documents)} documents hold no statement of a participant. See with `voc inspect` who "
            "was taken for an interviewer, and name the participants in voc.toml: [speakers] participant = [...]"
        )
    vectors = encode_once(encoder, [segment.text for segment in segments], progress)
    deduplicated = protected.corpus
    if config.duplicates.detect:
        keep = kept_paths(corpus.sources, protected.corpus.sources, config.duplicates.keep)
        deduplicated = remove_translations(protected.corpus, segments, vectors, keep)
    if deduplicated is protected.corpus:
        return _Segments(protected, segmentation, vectors, locate_decisions(segments, decisions, cut))
    # A translation can only be recognised by the vectors of its segments, so the rest is cut a second time: whole
    # documents drop out, and counts of empty answers and the context drop with them. The vectors are reused.
    cut = _cut(deduplicated, config, decisions)
    row_of = {segment.segment_id: row for row, segment in enumerate(segments)}
    rows = [row_of[segment.segment_id] for segment in cut.segmentation.segments]
    decided = locate_decisions(cut.segmentation.segments, decisions, cut)
    return _Segments(replace(protected, corpus=deduplicated), cut.segmentation, vectors[rows], decided)


def _cut(corpus: Corpus, config: StudyConfig, decisions: SegmentDecisions, progress: Progress = no_progress) -> Recut:
    return recut(segment(corpus, config, progress=progress), corpus.documents, decisions)


def _read(prepared: _Segments, config: StudyConfig, encoder: Encoder | None, progress: Progress) -> _ReadStudy:
    """Read polarity, emotions and statement kinds, each segment with its context, and encode once more if needed.

    ``encoder`` is None if it is the embedded one, whose vectors are there already.
    """
    segments = prepared.segmentation.segments
    context = build_context(segments, prepared.protected.corpus.documents)
    texts = [segment.text for segment in segments]
    order: list[int] = []
    parts: list[Readings] = []
    feelings: list[Span] = []
    names: list[str] = []
    for name, rows in choose_readers(config.models.reader, segments).items():
        reader = load_text_reader(name)
        names.append(reader.name)
        for start in range(0, max(len(rows), 1), _READ_AT_ONCE):
            progress("read feelings", len(order), len(segments))
            chosen = rows[start : start + _READ_AT_ONCE]
            words = reader.read([texts[row] for row in chosen], prepared.vectors[chosen])
            parts.append(add_context(words, context.select(chosen)))
            feelings += [
                Span(int(row), start, end)
                for row, ranges in zip(chosen, words.feelings, strict=True)
                for start, end in trim_feelings(texts[row], ranges, segments[row].language)
                if is_readable(segments[row].language, texts[row])
            ]
            order += chosen.tolist()
    progress("read feelings", len(segments), len(segments))
    readings = join_readings(parts, np.argsort(order).astype(np.int32))
    readings = leave_unread(readings, [segment.language for segment in segments], texts)
    readings = label_readings(readings, prepared.decided.of)
    embeddings = prepared.vectors if encoder is None else encode_once(encoder, texts, progress)
    language = config.study.language or study_language(segments)
    return _ReadStudy(
        segments, embeddings, readings, tuple(sorted(feelings, key=astuple)), ", ".join(dict.fromkeys(names)), language
    )


def _fit_journey(study: _ReadStudy, encoder: Encoder) -> tuple[Taxonomy, JourneyFit]:
    fit = fit_journey(study.segments, study.embeddings, encoder.encode)
    return load_taxonomy(fit.name), fit


def _tag(
    study: _ReadStudy, decided: DecidedStatements, taxonomy: Taxonomy, encoder: Encoder, progress: Progress
) -> tuple[Tags, tuple[str, ...]]:
    """Tag the journey as the researcher decided; also return the decisions that are pending."""
    tags = tag_study(study.segments, study.embeddings, taxonomy, encoder.encode)
    progress("tag the journey", len(study.segments), len(study.segments))
    return label_tags(tags, study.segments, decided.of, taxonomy)


def _find_themes(study: _ReadStudy, request: ThemeRequest, encoder: Encoder, progress: Progress) -> Themes:
    """Find themes as the researcher decided, with their places on the map."""
    # Polarity is taken out, so that praise and complaints about one subject are one theme.
    subjects = remove_polarity(study.embeddings, study.readings.polarity)
    themes = find_decided_themes(
        study.segments, subjects, request, language=study.language, encode=encoder.encode, progress=progress
    )
    return add_theme_map(themes, study.segments, subjects)


def open_encoder(name: str) -> Encoder:
    """The named encoder; it caches vectors by content if there is a usable cache folder."""
    encoder = load_encoder(name)
    folder = default_cache_folder()
    return encoder if folder is None else CachedEncoder(encoder, folder)


def encode_once(encoder: Encoder, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
    """Encode every distinct text once: float32 (n, d), rows in the order of `texts`."""
    unique, rows = deduplicate_texts(texts)
    blocks = []
    # At least one block, since only the encoder knows how many columns the vectors of no texts have.
    for start in range(0, max(len(unique), 1), _ENCODED_AT_ONCE):
        progress("understand meaning", start, len(unique))
        blocks.append(encoder.encode(unique[start : start + _ENCODED_AT_ONCE]))
    progress("understand meaning", len(unique), len(unique))
    return np.concatenate(blocks)[rows]
