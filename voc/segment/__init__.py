"""Documents → segments: one thought of one speaker, with exact offsets."""

from voc.segment.run import segment

__all__ = ["segment"]
