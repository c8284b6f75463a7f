"""Open files safely: size and time budgets, and bytes to text.

In: bytes or a path. Out: text with the notes about its encoding, or an error before anything large is unpacked. Every
module that reads a file of a user begins here.
"""
