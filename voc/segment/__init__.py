"""Documents in, segments out: one thought of one speaker each, with exact offsets."""

from voc.segment.segmentation import is_empty_answer, segment

__all__ = ["is_empty_answer", "segment"]
