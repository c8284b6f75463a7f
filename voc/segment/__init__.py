"""Documents → segments: one thought of one speaker, with exact offsets."""

from voc.segment.segmentation import segment

__all__ = ["segment"]
