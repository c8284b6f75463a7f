"""Documents (Word, PDF, RTF, OpenDocument, plain text) to running text, one paragraph per line."""
