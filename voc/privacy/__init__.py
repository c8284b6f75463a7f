"""Pseudonyms before anything is stored: names, addresses and numbers by which a person could be found."""

from voc.privacy.run import protect

__all__ = ["protect"]
