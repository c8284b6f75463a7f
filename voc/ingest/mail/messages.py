"""Read the messages of one table or folder: the writer's own words of each, and counts of what was left out.

Whether a text is a mail is decided by the text itself. Where many texts of a table are mails, or end with a name alone,
a greeting, a closing or such a name is left out of the others too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from voc.ingest.mail.own_words import Part, read_message
from voc.privacy.names import is_person, label_name

MIN_MAIL_SHARE = 0.2
"""Share (0–1) of the sampled texts that must be mails for the table to be one of mails; in help desks, most are."""
MIN_MAILS = 3
"""Mails among the sampled texts of a table of mails; fewer say nothing about the others."""
MAX_SAMPLE = 300
"""Texts that are sampled; the share is then known to a few per cent."""

_TITLES = frozenset({"dr", "fr", "frau", "herr", "herrn", "hr", "miss", "mr", "mrs", "ms", "prof"})
_WORDING: dict[Part, tuple[str, str]] = {
    "quote": ("quoted mail", "quoted mails"),
    "greeting": ("greeting", "greetings"),
    "closing": ("closing", "closings"),
    "signature": ("signature", "signatures"),
    "notice": ("confidentiality notice", "confidentiality notices"),
    "footer": ("legal or contact footer", "legal or contact footers"),
    "ticket": ("line of the help desk", "lines of the help desk"),
    "device": ('"Sent from my phone" line', '"Sent from my phone" lines'),
}


def person_name(written: str) -> str:
    """The name in a greeting or signature, "" where a department or a company may be meant.

    >>> person_name("Frau Weber"), person_name("Piet Hallström"), person_name("Kundenservice")
    ('Weber', 'Piet Hallström', '')
    """
    words = label_name(written)
    is_titled = bool(words) and written.split(maxsplit=1)[0].casefold().rstrip(".") in _TITLES
    return " ".join(words) if is_titled or (words and is_person(words)) else ""


class MessageReader:
    """Reads texts that may be mails, and counts.

    Attributes:
        names: people who are named in the parts that were left out.
        n_without_words: messages with no words of their own (automatic replies, nothing but a quote).
    """

    def __init__(self, sample: Iterable[str], *, are_mails: bool = False) -> None:
        texts = list(sample)[:MAX_SAMPLE]
        n_mails = sum(message.is_mail or message.is_signed for message in map(read_message, texts))
        self._is_table_of_mails = are_mails or n_mails >= max(MIN_MAILS, MIN_MAIL_SHARE * len(texts))
        self._parts: Counter[Part] = Counter()
        self._n_mails = self._n_automatic = self._n_guesses = 0
        self.n_without_words = 0
        self.names: dict[str, None] = {}

    def own_words(self, text: str) -> str:
        """The writer's own words; "" when the message has none."""
        message = read_message(text, is_known_mail=self._is_table_of_mails)
        if not message.parts and not message.is_automatic:
            return text
        self._n_mails += 1
        self._n_automatic += message.is_automatic
        self._n_guesses += message.is_guess
        self._parts.update(message.parts)
        self.names.update((person, None) for name in message.names if (person := person_name(name)))
        own = "" if message.is_automatic or not any(map(str.isalnum, message.own)) else message.own
        self.n_without_words += not own
        return own

    def notes(self) -> list[str]:
        """What was left out, in sentences for the report."""
        notes = []
        if self._parts:
            listed = ", ".join(f"{n} {_WORDING[part][n != 1]}" for part in _WORDING if (n := self._parts[part]))
            mails = (
                "1 text is a mail: only its writer's"
                if self._n_mails == 1
                else f"{self._n_mails} texts are mails: only their writers'"
            )
            notes.append(f"{mails} own words were read. Left out: {listed}.")
        if n := self._n_guesses:
            notes.append(
                f"{n} {'answer is' if n == 1 else 'answers are'} below a quoted mail that nothing marks: where "
                f"{'it begins' if n == 1 else 'they begin'} was decided by the words. Please check."
            )
        if n := self._n_automatic:
            automatic = (
                "text is an automatic reply or notification and was"
                if n == 1
                else "texts are automatic replies or notifications and were"
            )
            notes.append(f"{n} {automatic} left out.")
        if n := self.n_without_words - self._n_automatic:
            has = "mail has" if n == 1 else "mails have"
            notes.append(f"{n} {has} no words of their own, only quotes or letter form; left out.")
        return notes
