"""Corpus in, protected corpus out: pseudonyms for names, addresses and numbers by which a person could be found."""

from voc.privacy.protect import protect
from voc.privacy.scan import find_personal_data

__all__ = ["find_personal_data", "protect"]
