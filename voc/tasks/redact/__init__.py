"""Pseudonymised copies of texts, to be handed on."""

from voc.tasks.redact.redact import Redaction, redact

__all__ = ["Redaction", "redact"]
