"""The workspace in the browser, for this computer only: studies in, decisions in codebook.toml and voc.toml out."""
