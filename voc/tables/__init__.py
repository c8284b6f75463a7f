"""The only reader and writer of tables: bytes to rows of text (encoding, separator, header), and rows to bytes."""
