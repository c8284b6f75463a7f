"""Pseudonyms before anything is stored: names, addresses and numbers by which a person could be found."""

from voc.privacy.check import personal_places
from voc.privacy.protect import protect

__all__ = ["personal_places", "protect"]
