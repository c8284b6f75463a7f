"""Which words are in a dictionary: a word that is in none may be a name."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    import stopwordsiso

    return frozenset(stopwordsiso.stopwords("de"))


def is_function_word(word: str) -> bool:
    """Whether a word is one of German's most common ones, which begin sentences and name nobody.

    >>> is_function_word("Kann"), is_function_word("Gitter")
    (True, False)
    """
    return word.lower() in _function_words()


@lru_cache(maxsize=8192)
def is_unknown(word: str) -> bool:
    """Whether neither the German nor the English dictionary of simplemma has a word, or a part of it.

    >>> is_unknown("Lindqvist"), is_unknown("Tag"), is_unknown("Customer")
    (True, False, False)
    """
    import simplemma

    return not any(
        simplemma.is_known(form, language)
        for part in re.split(r"[-'’]", word)
        for form in (part, part.lower())
        for language in ("de", "en")
    )
