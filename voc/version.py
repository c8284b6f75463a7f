"""The version of voc, in a module of its own so that every floor can name it."""

__version__ = "0.1.0"
