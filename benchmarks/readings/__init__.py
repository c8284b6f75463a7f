"""Measure how accurately segments are read: `python -m benchmarks.readings` writes docs/accuracy.md."""
