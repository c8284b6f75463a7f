"""Texts in, vectors and readings (polarity, emotions, kind of statement) out; the learned weights are in `weights/`.

`encoder_registry.load_encoder` gives an encoder by name, `text_readers.load_text_reader` a reader;
`readings.add_context` turns what a reader says of words into readings of segments.
"""
