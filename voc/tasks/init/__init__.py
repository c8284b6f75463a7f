"""A `voc.toml` that says what was understood of some inputs, ready to be corrected."""

from voc.tasks.init.propose import propose

__all__ = ["propose"]
