"""The researcher's decisions: `codebook.toml` goes in and is edited; themes with the decisions applied come out."""
