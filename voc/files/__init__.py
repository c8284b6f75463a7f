"""Open a user's files safely: size and time budgets, and bytes to text.

In: bytes or a path. Out: text with notes about its encoding, or an error before anything large is unpacked.
"""
