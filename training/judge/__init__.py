"""Training of the judge of pairs: the shipped reader in, `voc/models/weights/judge` out.

`rows` draws the pairs, `network` is the judge, `fit` trains it, `calibration` fits its probabilities, `export` writes
the weights.
"""
