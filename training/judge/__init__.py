"""Training of a judge of pairs: does a statement support a phrase, contradict it, or say nothing about it?

`rows` draws the pairs from labels of our own, `lower` and `network` are the judge, `fit` trains it, and
`benchmarks/judge.py` measures it. The product does not use it yet.
"""
