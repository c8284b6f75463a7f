"""Personas that a team brings along, read from a file and tested against the study."""
