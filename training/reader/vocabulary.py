"""Which pieces of the source vocabulary the reader keeps, and the tokenizer made of them.

The source vocabulary has 250,037 pieces for a hundred languages, and their vectors are four fifths of its weights. The
reader keeps a seventh: pieces of frequent German and English words (`wordfreq`), pieces that the labelled sets use, and
every single Latin letter. A word that contains a dropped piece is split into smaller ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor, SentencePieceTrainer, sentencepiece_model_pb2

from training.reader.source import Source

BEGIN, PADDING, END, UNKNOWN = 0, 1, 2, 3
_N_SPECIAL = 4
_WORDS = 200_000
"""The most frequent words of each language whose pieces are counted."""
_MIN_FREQUENCY = 1e-6
"""A piece is kept if the words that contain it sum to more than this share (0–1) of a language's running text."""
_MIN_USES = 3
"""A piece is kept, however rare its words are, if the labelled texts use it at least this often."""
_MIN_SYMBOL_USES = 5
"""The same for emoji and other characters outside the Latin script, which are kept for no other reason."""
_SPACE = "▁"


def choose_pieces(source: Source, texts: Sequence[str]) -> NDArray[np.int64]:
    """Ids of the pieces that stay, ascending, the four special ones first: int64 (n,).

    Args:
        source: the source network.
        texts: the labelled German and English texts.
    """
    import wordfreq

    tokenizer = SentencePieceProcessor(model_proto=tokenizer_model(source, np.arange(len(source.pieces))))
    shares = {}
    for language in ("de", "en"):
        words = wordfreq.top_n_list(language, _WORDS)
        weights = [wordfreq.word_frequency(word, language) for word in words]
        forms = [*words, *(word.capitalize() for word in words)]
        shares[language] = _count(tokenizer, forms, [*weights, *weights])
    uses = _count(tokenizer, texts, [1.0] * len(texts))
    is_latin = np.array([_is_latin(piece) for piece in source.pieces])
    is_letter = np.array([len(piece.strip(_SPACE)) <= 1 for piece in source.pieces])
    is_frequent = (shares["de"] > _MIN_FREQUENCY) | (shares["en"] > _MIN_FREQUENCY) | (uses >= _MIN_USES)
    keep = is_latin & (is_frequent | is_letter) | ~is_latin & (uses >= _MIN_SYMBOL_USES)
    keep[:_N_SPECIAL] = True
    return np.flatnonzero(keep)


def _count(tokenizer: SentencePieceProcessor, texts: Sequence[str], weights: Sequence[float]) -> NDArray[np.float64]:
    """How often each piece is used, each text with its weight: float64 (pieces,)."""
    counts = np.zeros(tokenizer.vocab_size())
    for ids, weight in zip(tokenizer.encode(list(texts)), weights, strict=True):
        np.add.at(counts, ids, weight)
    return counts


def _is_latin(piece: str) -> bool:
    """Latin letters, digits, punctuation and currency signs."""
    return all(c < "ɐ" or "\u2000" <= c < "\u2100" or "₠" <= c <= "⃏" or c == _SPACE for c in piece)


def tokenizer_model(source: Source, ids: NDArray[np.int64]) -> bytes:
    """The SentencePiece model of some of the pieces: an unigram model under the normaliser nmt_nfkc, as the source's.

    Args:
        source: the source network.
        ids: the pieces, ascending, the four special ones first; piece ``ids[i]`` gets the id i.
    """
    # A model trained on next to nothing brings the normaliser; its pieces are replaced.
    import io

    stream = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(["Ein kurzer Satz.", "A short sentence."]), model_writer=stream, vocab_size=30,
        normalization_rule_name="nmt_nfkc", model_type="unigram", hard_vocab_limit=False, minloglevel=2,
    )  # fmt: skip
    model = sentencepiece_model_pb2.ModelProto.FromString(stream.getvalue())
    kinds = model.SentencePiece
    del model.pieces[:]
    for i, piece_id in enumerate(ids.tolist()):
        kind = kinds.UNKNOWN if i == UNKNOWN else kinds.CONTROL if i < _N_SPECIAL else kinds.NORMAL
        model.pieces.add(piece=source.pieces[piece_id], score=float(source.scores[piece_id]), type=kind)
    spec = model.trainer_spec
    spec.vocab_size, spec.unk_id, spec.bos_id, spec.pad_id, spec.eos_id = len(ids), UNKNOWN, BEGIN, PADDING, END
    spec.bos_piece, spec.pad_piece, spec.eos_piece, spec.unk_piece = (source.pieces[i] for i in (0, 1, 2, 3))
    return bytes(model.SerializeToString())
