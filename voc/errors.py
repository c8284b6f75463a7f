"""Everything that `voc` raises on purpose.

Every message says what must hold, what was found, where, and what to do. No message carries a respondent's text.

    VocError
    ├── UsageError           the call cannot be carried out as it was made (exit code 2)
    │   ├── ConfigError      voc.toml: unknown key, impossible value
    │   ├── MappingError     a named column, speaker or scale does not exist
    │   ├── OutputError      the study folder cannot be written, or is none
    │   └── EncoderError     an encoder that is unknown, or cannot be loaded
    ├── ReadError            one file cannot be read; the folder goes on
    │   ├── FormatError      the file is not what it claims to be, or broken
    │   ├── LimitError       the file exceeds a size, archive or time budget
    │   └── EmptyError       the file holds nothing to analyse
    ├── NothingReadableError no input could be read at all (exit code 3)
    ├── TaxonomyError        a journey file is not valid
    └── VerifyError          a study does not hold what it promises (exit code 1)
"""


class VocError(Exception):
    """Base of all errors that `voc` raises on purpose; `exit_code` is what the command line returns."""

    exit_code = 2


class UsageError(VocError):
    """The call cannot be carried out as it was made."""


class ConfigError(UsageError):
    """voc.toml holds an unknown key or an impossible value."""


class MappingError(UsageError):
    """A column, speaker or scale that was named does not exist."""


class OutputError(UsageError):
    """The study folder cannot be written, or an existing folder is no study."""


class EncoderError(UsageError):
    """The encoder is unknown or cannot be loaded."""


class ReadError(VocError):
    """One file cannot be read; the other files go on."""


class FormatError(ReadError):
    """The file is broken, or is not what its name claims."""


class LimitError(ReadError):
    """The file exceeds a size, archive or time budget."""


class EmptyError(ReadError):
    """The file holds nothing to analyse."""


class NothingReadableError(VocError):
    """None of the inputs could be read."""

    exit_code = 3


class TaxonomyError(UsageError):
    """A journey file is not valid."""


class TemplateError(UsageError):
    """A template or look of a report cannot be used."""


class VerifyError(VocError):
    """A study does not hold what it promises."""

    exit_code = 1
