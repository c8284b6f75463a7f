"""Every error that `voc` raises on purpose.

A message says what must hold, what was found, where, and what to do. No message contains a respondent's text.

    VocError
    ├── UsageError                the call cannot be carried out as it was made (exit code 2)
    │   ├── ConfigError           voc.toml or codebook.toml: unknown key, impossible value
    │   ├── MappingError          a named column, speaker or scale does not exist
    │   ├── OutputError           a folder cannot be written, or is not a study
    │   ├── EncoderError          an encoder is unknown, or cannot be loaded
    │   ├── TaxonomyError         a journey file is not valid
    │   └── TemplateError         a template or look of a report cannot be used
    ├── ReadError                 a file cannot be read; the other files are still read (exit code 2)
    │   ├── FormatError           the file is broken, or is not what its name claims
    │   ├── LimitError            the file exceeds a size, archive or time limit
    │   └── EmptyError            the file contains nothing to analyse
    ├── NothingReadableError      no input could be read at all (exit code 3)
    └── VerifyError               a study does not pass its checks (exit code 1)
"""


class VocError(Exception):
    """Base of all errors that `voc` raises on purpose; `exit_code` is what the command line returns."""

    exit_code = 2


class UsageError(VocError):
    """The call cannot be carried out as it was made."""


class ConfigError(UsageError):
    """voc.toml or codebook.toml has an unknown key or an impossible value."""


class MappingError(UsageError):
    """A column, speaker or scale that was named does not exist."""


class OutputError(UsageError):
    """A folder cannot be written, or an existing folder is not a study."""


class EncoderError(UsageError):
    """The encoder is unknown or cannot be loaded."""


class TaxonomyError(UsageError):
    """A journey file is not valid."""


class TemplateError(UsageError):
    """A template or look of a report cannot be used."""


class ReadError(VocError):
    """A file cannot be read; the other files are still read."""


class FormatError(ReadError):
    """The file is broken, or is not what its name claims."""


class LimitError(ReadError):
    """The file exceeds a size, archive or time limit."""


class EmptyError(ReadError):
    """The file contains nothing to analyse."""


class NothingReadableError(VocError):
    """None of the inputs could be read."""

    # Not a wrong call: a script can tell the two apart.
    exit_code = 3


class VerifyError(VocError):
    """A study does not pass its checks."""

    # The usual code of a check that fails, for scripts that call `voc verify`.
    exit_code = 1
