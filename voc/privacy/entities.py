"""Names that a trained spaCy pipeline finds, where [privacy] pipeline asks for one.

Nothing is asked by default: which pipelines are installed differs between machines, and results must not.
"""

from __future__ import annotations

from collections.abc import Callable

from voc.errors import ConfigError
from voc.privacy import lists

PERSON = frozenset({"PER", "PERSON"})
"""Labels of people in spaCy's German and English pipelines."""

Entities = Callable[[str], list[tuple[int, int]]]
"""Text → intervals of people's names, ascending."""


def load_entities(pipeline: str) -> Entities:
    """The search for people's names by a pipeline.

    Args:
        pipeline: name of an installed pipeline ("de_core_news_sm"), or its folder.

    Raises:
        ConfigError: the pipeline is not installed, or is none.
    """
    import spacy

    try:
        nlp = spacy.load(pipeline)
    except (OSError, ValueError, ImportError) as error:
        raise ConfigError(
            f'[privacy] pipeline must be an installed spaCy pipeline or its folder, found "{pipeline}" '
            f"({type(error).__name__}). Install it, or leave the key out."
        ) from error

    def find(text: str) -> list[tuple[int, int]]:
        nlp.max_length = max(nlp.max_length, len(text) + 1)
        found = [(one.start_char, one.end_char) for one in nlp(text).ents if one.label_ in PERSON]
        return [(start, end) for start, end in found if _is_name(text[start:end])]

    return find


def _is_name(words: str) -> bool:
    """Whether what a pipeline took for a person may be one: capitalised, no brand and no word of ours that is none."""
    parts = words.split()
    if not parts or not parts[0][:1].isupper() or tuple(parts[:2]) in lists.known_pairs():
        return False
    return not all(part in lists.stop() | lists.not_after_title() for part in parts)
