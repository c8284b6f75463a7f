"""Words: tokens with offsets, stop words and fillers, lemmas, content words and noun phrases of German and English.

Rules and word lists only, no trained model: the same text gives the same words on every machine. Stop words come from
stopwordsiso, lemmas from simplemma. A language without a word list here is treated honestly: its words are told by
their length, it has no lemmas and no phrases.
"""

from voc.text import word_lists as lists
from voc.text.phrases import Phrase, candidate_phrases
from voc.text.words import Token, content_of, content_words, is_content, is_noun, lemma, stop_words, tokens

__all__ = [
    "Phrase",
    "Token",
    "candidate_phrases",
    "content_of",
    "content_words",
    "is_content",
    "is_noun",
    "lemma",
    "lists",
    "stop_words",
    "tokens",
]
