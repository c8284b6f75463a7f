"""Talk that says nothing: backchannels and fillers ("mhm, ja genau"), and the loops of speech recognition."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.text.lexicon import words_of_all

_MIN_REPEATS = 4
"""Times that words are said in a row before they count as a loop of the recogniser; people say them up to three."""
_MAX_LOOP_WORDS = 8
"""Words of the longest phrase that is looked for in a loop."""
_MAX_TURN = 2000
"""Code points of the longest turn that is tested."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def says_nothing(turn: str) -> bool:
    """Whether a turn of talk is only backchannels and fillers, or one phrase in a loop; a bare "Yes." is an answer.

    >>> says_nothing("Mhm, ja, genau."), says_nothing("Ja, genau so."), says_nothing("Ja, die App hängt.")
    (True, True, False)
    >>> says_nothing("Ja."), says_nothing("Ja ja ja ja ja ja.")
    (False, True)
    >>> says_nothing("Bis zum nächsten Mal. " * 5)
    True
    """
    if len(turn) > _MAX_TURN:
        return False
    words = [word.lower() for word in _WORD.findall(turn)]
    if not words:
        return False
    if all(loops(words)):
        return True
    is_answer = words_of_all("segmentation.bare_answers").issuperset(words)
    return not is_answer and words_of_all("segmentation.backchannels").issuperset(words)


def loops(words: Sequence[str]) -> list[bool]:
    """Whether each word is in a loop: in a phrase that is said _MIN_REPEATS times or more in a row.

    >>> loops("und dann und dann und dann und dann hing sie".split())
    [True, True, True, True, True, True, True, True, False, False]
    """
    in_loop = [False] * len(words)
    for period in range(1, min(_MAX_LOOP_WORDS, len(words) // _MIN_REPEATS) + 1):
        n_repeated = 0
        for place in range(period, len(words) + 1):
            if place < len(words) and words[place] == words[place - period]:
                n_repeated += 1
                continue
            # So many words equal the ones a period before: with the first phrase they are the loop.
            if n_repeated >= period * (_MIN_REPEATS - 1):
                in_loop[place - n_repeated - period : place] = [True] * (n_repeated + period)
            n_repeated = 0
    return in_loop
