"""A study and a file with people's own codes go in; how far they agree, and where they differ, comes out."""

from voc.tasks.agree.agree import agree

__all__ = ["agree"]
