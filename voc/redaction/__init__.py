"""Pseudonymised copies of texts, to be handed on."""

from voc.redaction.run import Redaction, redact

__all__ = ["Redaction", "redact"]
