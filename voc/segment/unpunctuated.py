"""Cut text without punctuation, as speech recognition writes it, where one thought ends and the next begins.

The boundary model (`voc.models.boundaries`) says how likely each gap between two words is an end; the cuts are the
most likely ones together, given how long thoughts are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voc.models.boundaries import LANGUAGES, best_cuts, has_finite_verbs, load_boundary_model
from voc.schema import Floats
from voc.segment.spoken import loops
from voc.text.lexicon import words as lexicon_words

_MIN_SPOKEN_WORDS, _MIN_WRITTEN_WORDS = 12, 20
"""Words from which talk, or anything else, can lack punctuation.

At most 0.8 % of the turns of punctuated interviews (eleven studies) have so many words and no mark. In answers and
reviews a single sentence without its full stop is usual: with 12, 6 % of the Alexa reviews would be taken for
unpunctuated, with 20, 2.6 %.
"""
_MIN_FINISHED_WORDS = 40
"""The same for a text that ends with a mark: some recognisers set one after each utterance, and none in it."""
_MIN_WORDS_PER_MARK = 25
"""Words between two marks from which a text counts as unpunctuated. Punctuated talk has a mark every 5 to 10 words."""
_BIAS = 3.0
"""Added to the model's logits. Cuts are then about as frequent as sentences are (0.9 to 1.1 times, five studies)."""
_CONTRASTS, _CONTRAST_GAIN = frozenset({"aber", "jedoch", "but", "however"}), 0.5
"""Words that turn from praise to complaint or back, and what is added before them: a statement that is both is worse
than one cut too many. "Sie war aber freundlich" is still far from a cut."""
_LOOP_GAIN = -20.0
"""The gain of a cut inside a recogniser's loop."""
_LENGTH_WEIGHT = 0.5
"""How much usual lengths count beside the logits. With 0, there are more thoughts of two words; with 1, fewer cuts."""

_WORD = re.compile(r"\[[A-Za-z-]+ \d+\]|[^\W_]+(?:['’.,:/-][^\W_]+)*")
_MARK = re.compile(r"(?<=[\w\"”“’»)\]])[.!?…,;:](?=\W|$)|\s[-–—]\s")
_FINAL_MARK = re.compile(r"[.!?…,;:][\"'”“’»)\]*_]*$")


def lacks_punctuation(text: str, *, spoken: bool) -> bool:
    """Whether a text has so many words and so few marks that its sentences must be found without them.

    Args:
        text: what somebody says or writes without a break.
        spoken: whether it is talk.
    """
    # Most texts are short; counting spaces settles them.
    n_min = _MIN_SPOKEN_WORDS if spoken else _MIN_WRITTEN_WORDS
    if len(text) < 2 * n_min:
        return False
    n_words = sum(1 for _ in _WORD.finditer(text))
    is_finished = _FINAL_MARK.search(text[-20:].rstrip()) is not None
    if n_words < (_MIN_FINISHED_WORDS if is_finished else n_min):
        return False
    n_inner = sum(1 for _ in _MARK.finditer(text)) - is_finished
    return n_inner <= 0 or n_words / (n_inner + 1) >= _MIN_WORDS_PER_MARK


def thought_ends(texts: Sequence[str], language: str) -> list[list[int]]:
    """Find where a thought ends and the next one begins, in texts without punctuation.

    Args:
        texts: blocks of text without a break between thoughts.
        language: of all of them.

    Returns:
        For each text the offsets of its inner boundaries, ascending; space belongs to the thought before it. None for
        a language that the model does not know.
    """
    if language not in LANGUAGES or not texts:
        return [[] for _ in texts]
    model = load_boundary_model()
    hesitations = lexicon_words(language, "boundaries.hesitations")
    texts_words, texts_starts = [], []
    for text in texts:
        words, starts = [], []
        is_after_hesitation = False
        for match in _WORD.finditer(text):
            word = match.group().lower().replace("’", "'")
            # A hesitation belongs to the thought that it leads to.
            if not is_after_hesitation:
                starts.append(match.start())
            is_after_hesitation = word in hesitations
            if not is_after_hesitation:
                words.append(word)
        texts_words.append(words)
        texts_starts.append(starts)
    return [
        [starts[word] for word in cut_words(words, logits, model.lengths, language)]
        for words, starts, logits in zip(texts_words, texts_starts, model.logits(texts_words, language), strict=True)
    ]


def cut_words(words: Sequence[str], logits: Floats, lengths: Floats, language: str) -> list[int]:
    """Numbers of the words with which a new thought begins, ascending, given the model's logits and lengths."""
    in_loop = loops(words)
    gains = logits + _BIAS
    for place, word in enumerate(words[1:]):
        if in_loop[place] and in_loop[place + 1]:
            gains[place] = _LOOP_GAIN
        elif word in _CONTRASTS:
            gains[place] += _CONTRAST_GAIN
    return best_cuts(gains, has_finite_verbs(words, language), _LENGTH_WEIGHT * lengths)
