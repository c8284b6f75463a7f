"""The sentences of the report in German and English: `de.toml` and `en.toml` in this folder."""

from voc.schema import Language
from voc.text.catalogue import Catalogue, load_catalogue

__all__ = ["Catalogue", "load_words"]


def load_words(language: Language) -> Catalogue:
    """The report's catalogue in a language."""
    return load_catalogue("reports", language)
