"""Text in, words out: language, tokens, lemmas, noun phrases, and what the words of a statement say.

Rules and word lists only, no trained model: the same text gives the same words on every machine. Stop words come from
stopwordsiso, lemmas from simplemma, all other words and patterns from the lexicon of each language
(`voc/text/lexicon/de.toml` and `en.toml`). Any other language has no lemmas, phrases or statements, and its
content words are recognised by their length.
"""

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
    "stop_words",
    "tokens",
]
