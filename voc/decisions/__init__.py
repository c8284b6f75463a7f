"""The researcher's decisions: the codebook, and how its decisions are applied to themes."""
