"""Training of the encoder of matters: statements near the claims that they support and the touchpoints they are about.

`rows` turns labels of our own into matrices of phrases and statements, `batches` draws from them, `network` is the
encoder with the heads that only training needs, `fit` trains it, `export` writes the weights of the product, and
`benchmarks/matter.py` measures them.
"""
