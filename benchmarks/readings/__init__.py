"""How well segments are read, beside the peers: `python -m benchmarks.readings`."""
