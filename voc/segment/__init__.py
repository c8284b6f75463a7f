"""Documents in, segments out: one thought of one speaker each, with exact offsets."""

from voc.segment.segmentation import document_languages, is_empty_answer, segment

__all__ = ["document_languages", "is_empty_answer", "segment"]
