"""Texts in, vectors and readings (polarity, emotions, kind of statement) out; the learned weights are in `weights/`.

`encoder_registry.load_encoder` gives an encoder by name, `readings.predict_readings` reads texts and their vectors,
`feeling_words.find_feeling_words` finds the words that carry a feeling.
"""
