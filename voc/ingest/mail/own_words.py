"""Find the writer's own words in a message: without greeting, closing, signature, quoted mails, notices and footers.

Lines are classified one by one, because a quote, a signature and a footer begin and end with a line. Everything else,
also between quotes and below them, is the writer's own. A text in which nothing shows that it is a mail is left as it
is, so that a review that ends with "Cheers, Tom" loses nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from voc.ingest.mail import wording
from voc.privacy.names import is_person, is_unknown, name_list

Part = Literal["greeting", "closing", "signature", "quote", "notice", "footer", "ticket", "device"]
"""What a line is when it is not the writer's own: "device" is "Sent from my iPhone", "ticket" a line of a help desk."""

MAX_MESSAGE = 500_000
"""Code points of a text that may be a mail; a longer one is a log, or a whole mailbox in one cell."""
MAX_LINE = 400
"""Code points of a line that can be letter form; a longer one is prose, or a notice."""
MAX_HEAD_LINES = 3
"""Lines over which mail programs break "On Mon, 2 Mar 2026 at 10:00, Support <support@…> wrote:"."""
MAX_GREETING_WORDS = 6
"""Words after the greeting phrase; more are a sentence."""
MAX_NAME_WORDS = 5
"""Words of a name behind or below a closing."""
MAX_SIGNATURE_LINE = 100
"""Code points of a line in a signature."""
MAX_CARD_LINE = 70
"""Code points of a line of a business card at the end of a mail."""
MAX_CARD_LINES = 12
"""Lines of such a card."""
MIN_BARE_NAME = 3
"""Letters of the shortest name that signs a mail alone; shorter ones are initials or answers ("ok")."""
MAX_AUTOMATIC = 2_000
"""Code points at the beginning of a message in which it says that a machine sent it."""
_PROVING: frozenset[Part] = frozenset({"quote", "notice", "footer", "ticket", "device"})
"""One of these shows that a text is a mail; greetings, closings and signatures are in letters and reviews as well."""

_QUOTED = re.compile(r"\s*+>")
# "> 30 minutes" is a quote only beside others.
_MORE_THAN = re.compile(r"\s*+>\s*+\d")
_SENDER = re.compile(r"@|\d{1,2}[:.]\d{2}\b|\bGMT\b|[<>]")
_RULE = re.compile(r"\s*+(?:-{5,}|_{5,}|={5,}|\*{5,})\s*+")
_RULE_AT_END = re.compile(r"(?:\A|\n)[ \t]*+[-_=*]{5,}[ \t]*+\Z")
_DELIMITER = re.compile(r"\s*+(?:--|—|–)\s*+")
_SENTENCE_END = re.compile(r"[.!?…][\"“”»’')]*$")
_CONTACT = re.compile(r"[@|·•/+]|\d{3}|\bwww\.|\b(?:GmbH|AG|KG|UG|e\.V\.|Ltd|Inc|LLC|plc)\b")
# What only a card has: a telephone number, an address, a site, a postcode with its town, a street with its number.
_CARD = re.compile(
    r"\+\d{1,3}[ (/.-]?\d|\b0\d{1,5}[ /.()-]{1,3}\d{2,}|\(0\d{1,5}\)|\S@\S{1,60}\.\w|\bwww\.\w"
    r"|^\W{0,3}(?:[A-Z]{1,3}-)?\d{4,5} [A-ZÄÖÜ][^\W\d_]{2,}|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b"
    r"|^\W{0,3}(?:[^\W\d_]|[ .-]){3,40}(?:straße|strasse|str\.|weg|allee|platz|gasse|ring|damm) \d{1,4}\b"
)
_JOINT = re.compile(r"[\s,/|&+!.]*+(?:(?:und|and)\s++)?")
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_PARTICLES = frozenset({"al", "da", "de", "del", "der", "di", "el", "la", "van", "von", "zu"})
_TITLES = frozenset(
    {"dr.", "fr.", "frau", "herr", "herrn", "hr.", "miss", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "prof."}
)
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(slots=True)
class MailText:
    """A text and its parts.

    Attributes:
        own: the writer's own words.
        parts: how many parts of each kind are left out.
        names: people who are named in the parts that are left out.
        is_mail: whether the text shows that it is a mail; if not, `own` is the whole text.
        is_automatic: whether a machine sent it (an out-of-office note, a notification).
        is_signed: whether a name alone is below the words, without a closing.
        is_guess: whether the answer is below a quote that nothing marks, so that its words decided where it begins.
    """

    own: str
    parts: Counter[Part] = field(default_factory=Counter)
    names: tuple[str, ...] = ()
    is_mail: bool = False
    is_automatic: bool = False
    is_signed: bool = False
    is_guess: bool = False


def read_message(text: str, *, is_known_mail: bool = False) -> MailText:
    """Tell the writer's own words from the rest of a message.

    Args:
        text: the message.
        is_known_mail: whether its neighbours are mails; then a greeting or a closing alone is left out as well.
    """
    is_flat = "\n" not in text
    if len(text) > MAX_MESSAGE or (is_flat and not _may_be_flat_mail(text)):
        return MailText(text)
    lines = (_with_line_breaks(text) if is_flat else text).split("\n")
    classifier = _Classifier(lines, is_flat=is_flat)
    classifier.classify()
    parts: list[Part | None] = classifier.parts
    kinds = {part for part in parts if part}
    is_letter = "greeting" in kinds and "closing" in kinds
    own_lines = [line for line, part in zip(lines, parts, strict=True) if part is None]
    is_automatic = _is_automatic("\n".join(own_lines).strip())
    is_mail = bool(kinds & _PROVING) or is_letter or is_automatic or classifier.has_card
    if not is_mail and not (is_known_mail and kinds):
        return MailText(text, is_signed=classifier.is_signed)
    own = _BLANK_LINES.sub("\n\n", (" " if is_flat else "\n").join(own_lines)).strip()
    # A rule that divides the words from the quote below them.
    own = _RULE_AT_END.sub("", own).strip()
    is_signed, is_guess = classifier.is_signed, classifier.is_guess
    return MailText(own, _count(parts), _names(lines, parts), is_mail, is_automatic, is_signed, is_guess)


def is_automatic_subject(subject: str) -> bool:
    """Whether the subject is that of a machine's mail ("Automatic reply: …"); an answer to one ("Re: …") is not."""
    return any(pattern.match(subject[:MAX_LINE].strip()) for pattern in wording.patterns("automatic_subjects"))


def points_to_html(text: str) -> bool:
    """Whether a text only says that the mail is to be seen as HTML ("Bitte HTML-Ansicht nutzen")."""
    return any(pattern.search(text[:MAX_AUTOMATIC]) for pattern in wording.patterns("html_stubs"))


def _may_be_flat_mail(text: str) -> bool:
    return wording.has_hint(text) and (wording.flat_heads().search(text) is not None or _is_automatic(text))


def _with_line_breaks(text: str) -> str:
    """A message without line breaks, with one before each head of a quote, each closing and each notice."""
    text = wording.flat_heads().sub(lambda head: f"\n{head.group()}\n", text)
    first, *rest = text.split("\n")
    # Only above the first quote: what is below it is left out as a whole.
    closing = None
    for sentence in re.finditer(r"(?<=[.!?]) +(?=[A-ZÄÖÜ])", first):
        if wording.phrases("closings").match(first, sentence.end()):
            closing = sentence
    if closing is not None:
        first = f"{first[: closing.start()]}\n{first[closing.end() :]}"
    return "\n".join([first, *rest])


class _Classifier:
    """Gives each line of a message its part, None where it is the writer's own."""

    def __init__(self, lines: Sequence[str], *, is_flat: bool) -> None:
        self.parts: list[Part | None] = [None] * len(lines)
        self.has_card = self.is_guess = self.is_signed = self._has_sought_answer = False
        self._lines, self._is_flat = lines, is_flat

    def classify(self) -> None:
        self._find_quotes()
        self._find_lines()
        start = 0
        while start < len(self._lines):
            end = start
            # Quotes divide a message into stretches, and each may have a closing.
            while end < len(self._lines) and self.parts[end] != "quote":
                end += 1
            if not self._find_closing(start, end) and not self._find_card(start, end):
                self._find_bare_name(start, end)
            start = end + 1
        self._find_greeting()

    def _mark(self, start: int, end: int, part: Part) -> None:
        self.parts[start:end] = [part] * (end - start)

    def _find_quotes(self) -> None:
        lines = self._lines
        quoted = [_QUOTED.match(line) is not None for line in lines]
        if all(_MORE_THAN.match(line) for line, is_quoted in zip(lines, quoted, strict=True) if is_quoted):
            quoted = [False] * len(lines)
        n_quoted = sum(quoted)
        last_quoted = max((position for position, is_quoted in enumerate(quoted) if is_quoted), default=-1)
        position, is_own_above = 0, False
        while position < len(lines):
            n_head = self._head_length(position, quoted)
            if n_head:
                end = self._end_of_quote(position + n_head, quoted)
                # A forwarded mail with nothing above it is what the writer sends: only its head is left out.
                if end == len(lines) and last_quoted < position and not is_own_above:
                    end = self._end_of_unmarked(position, position + n_head)
                self._mark(position, end, "quote")
                position = end
                continue
            if _fits(lines[position], wording.pattern("reply_above")):
                end = len(lines) if is_own_above else position + 1
                self._mark(position, end, "quote" if end > position + 1 else "ticket")
                position = end
                continue
            # A single ">" may be an arrow or "more than".
            if quoted[position] and n_quoted > 1:
                self._mark(position, position + 1, "quote")
            elif lines[position].strip():
                is_own_above = True
            position += 1

    def _end_of_quote(self, start: int, quoted: Sequence[bool]) -> int:
        """The line below a quote: below its last line with ">", or the end of a message that marks no lines."""
        end = start
        while end < len(quoted) and not self._lines[end].strip():
            end += 1
        if end == len(quoted) or not quoted[end]:
            return len(quoted)
        last = end
        while end < len(quoted) and (quoted[end] or not self._lines[end].strip()):
            last = end if quoted[end] else last
            end += 1
        return last + 1

    def _end_of_unmarked(self, head: int, start: int) -> int:
        """The line below a quote that nothing marks and that nothing is above: the writer's answer begins there.

        It is below the closing of the quote, or where a paragraph speaks of its writer. Below the head of a forwarded
        mail is what the writer sends.
        """
        lines = self._lines
        mark = lines[head].casefold()
        is_marked = _fits(lines[head].strip(), wording.pattern("quote_marks"))
        if self._has_sought_answer or not is_marked or any(word in mark for word in wording.entries("forward_words")):
            return start
        self._has_sought_answer = True
        starts = [
            position
            for position in range(start, len(lines))
            if lines[position].strip() and (position == start or not lines[position - 1].strip())
        ]
        closing = next((p for p in range(start, len(lines)) if self._is_closing(p, len(lines))), None)
        for position in starts[1:]:
            if closing is not None and position <= closing:
                continue
            words = {word.strip(",.;:!?()").casefold() for word in _paragraph(lines, position).split()}
            if _is_sentence(lines[position].strip()) and (
                closing is not None or not words.isdisjoint(wording.words("own_voice"))
            ):
                self.is_guess = True
                return position
        return start

    def _head_length(self, position: int, quoted: Sequence[bool]) -> int:
        """How many lines the head of a quote has that begins here; 0 when none does."""
        line = self._lines[position].strip()
        if not line or len(line) > MAX_LINE or quoted[position]:
            return 0
        n_mark = 1 if _fits(line, wording.pattern("quote_marks")) or _RULE.fullmatch(line) else 0
        n_fields = self._n_fields(position + n_mark)
        if n_mark and (n_fields or not _RULE.fullmatch(line)):
            return n_mark + n_fields
        if n_fields:
            return n_fields
        n_lines = self._n_wrapped(position)
        if not n_lines:
            return 0
        # "On Monday your colleague wrote:" begins a sentence of the writer; a mail's head has a time or an address.
        has_sender = any(_SENDER.search(part) for part in self._lines[position : position + n_lines])
        return n_lines if has_sender or self._is_quoted_below(position + n_lines, quoted) else 0

    def _n_wrapped(self, position: int) -> int:
        """How many lines "On … wrote:" takes that begins here; 0 when none does."""
        first = self._lines[position].strip()
        if _fits(first, wording.pattern("quote_heads", "quote_heads_of_one_line")):
            return 1
        if not wording.phrases("quote_head_words").match(first) or _SENTENCE_END.search(first):
            return 0
        head = first
        for n_lines in range(2, MAX_HEAD_LINES + 1):
            line = self._lines[position + n_lines - 1].strip() if position + n_lines <= len(self._lines) else ""
            if not line or wording.phrases("quote_head_words").match(line):
                return 0
            head = f"{head} {line}"
            if _fits(head, wording.pattern("quote_heads")):
                return n_lines
        return 0

    def _is_quoted_below(self, position: int, quoted: Sequence[bool]) -> bool:
        # One empty line at most is between a head and its quote.
        position += position < len(quoted) and not self._lines[position].strip()
        return position < len(quoted) and quoted[position]

    def _n_fields(self, position: int) -> int:
        """How many lines of a mail's head ("From: …", "Sent: …") begin here; 0 when they are no head."""
        end, n_from, n_other = position, 0, 0
        while end < len(self._lines) and end < position + 10:
            line = self._lines[end]
            is_from = wording.field_line("from_fields").match(line) is not None
            if not is_from and not wording.field_line("fields").match(line):
                break
            n_from, n_other, end = n_from + is_from, n_other + (not is_from), end + 1
        # "From: 10 am" and "To: 5 pm" are two lines too; a mail's head has three, or an address.
        is_head = end - position >= 3 or any("@" in line for line in self._lines[position:end])
        return end - position if n_from and n_other and is_head else 0

    def _find_lines(self) -> None:
        """Notices (to the end of their paragraph), and lines that are something else by themselves."""
        position = 0
        while position < len(self._lines):
            line, start = self._lines[position].strip(), position
            position += 1
            if not line or self.parts[start] is not None:
                continue
            if wording.pattern("notices").search(line):
                while position < len(self._lines) and self._lines[position].strip() and self.parts[position] is None:
                    position += 1
                self._mark(start, position, "notice")
            elif len(line) <= MAX_LINE:
                self.parts[start] = _part_of_line(line)

    def _find_closing(self, start: int, end: int) -> bool:
        for position in range(start, end):
            if self.parts[position] is not None:
                continue
            line = self._lines[position].strip()
            is_delimiter = _DELIMITER.fullmatch(line) is not None
            if is_delimiter or self._is_closing(position, end):
                self.parts[position] = "signature" if is_delimiter else "closing"
                self._find_signature(position + 1, end)
                return True
        return False

    def _find_card(self, start: int, end: int) -> bool:
        """Mark a business card at the end: a name below an empty line, a position or company, and how to reach them."""
        top, name, n_lines = end, None, 0
        while top > start and n_lines < MAX_CARD_LINES:
            line = self._lines[top - 1].strip()
            is_left_out = self.parts[top - 1] is not None
            if line and not is_left_out and (len(line) > MAX_CARD_LINE or (_is_sentence(line) and not _signs(line))):
                break
            top, n_lines = top - 1, n_lines + bool(line)
            is_below_empty = top > start and not self._lines[top - 1].strip()
            if line and not is_left_out and is_below_empty and _signs(line):
                name = top
        if name is None or not any(self._lines[position].strip() for position in range(start, name)):
            return False
        below = range(name + 1, end)
        is_card = any(
            self.parts[p] == "footer" or (self.parts[p] is None and _CARD.search(self._lines[p].strip())) for p in below
        )
        self.has_card = self.has_card or is_card
        if is_card:
            for position in (name, *below):
                if self._lines[position].strip() and self.parts[position] is None:
                    self.parts[position] = "signature"
        return is_card

    def _find_bare_name(self, start: int, end: int) -> None:
        """Mark a name that is alone below the words, as mails without a closing are signed."""
        filled = [p for p in range(start, end) if self._lines[p].strip() and self.parts[p] is None]
        if len(filled) < 2 or not _is_bare_name(self._lines[filled[-1]].strip()):
            return
        above = self._lines[filled[-1] - 1].strip()
        if not above or _SENTENCE_END.search(above):
            self.parts[filled[-1]] = "signature"
            self.is_signed = True

    def _is_closing(self, position: int, end: int) -> bool:
        line = self._lines[position].strip()
        if len(line) > MAX_LINE:
            return False
        rest = _after_closings(line)
        if rest is not None:
            return _is_name(rest) or (self._is_flat and len(rest.split()) <= 15 and not _is_sentence(rest))
        if thanks := wording.phrases("thanks").match(line):
            # "Thanks" is a closing only with a name below it and nothing else.
            # Ten lines are enough to see more than three that are not empty.
            below = [text.strip() for text in self._lines[position + 1 : min(end, position + 11)] if text.strip()]
            return not line[thanks.end() :].strip(" ,.!") and bool(below) and len(below) <= 3 and _is_name(below[0])
        return False

    def _find_signature(self, start: int, end: int) -> None:
        """Mark the lines below a closing, except sentences to the end of their paragraph, and all from a postscript."""
        is_sentence = False
        for position in range(start, end):
            line = self._lines[position].strip()
            if not line:
                is_sentence = False
            elif wording.phrases("postscripts").match(line):
                return
            elif self.parts[position] is None:
                is_sentence = is_sentence or _is_sentence(line)
                self.parts[position] = None if is_sentence else "signature"

    def _find_greeting(self) -> None:
        for position, line in enumerate(self._lines):
            if line.strip() and self.parts[position] is None:
                if _greeted(line) is not None:
                    self.parts[position] = "greeting"
                return


def _after_closings(line: str) -> str | None:
    """What follows the closings that a line begins with ("Thanks and best regards, Anna"); None when it has none."""
    position, has_closing = 0, False
    while closing := wording.phrases("closings").match(line, position) or wording.phrases("thanks").match(
        line, position
    ):
        has_closing = has_closing or wording.phrases("closings").match(line, position) is not None
        joint = _JOINT.match(line, closing.end())
        position = joint.end() if joint else closing.end()
    return line[position:] if has_closing else None


def _fits(line: str, pattern: re.Pattern[str]) -> bool:
    return len(line) <= MAX_LINE and pattern.fullmatch(line.strip()) is not None


def _part_of_line(line: str) -> Part | None:
    if _fits(line, wording.pattern("sent_from")):
        return "device"
    if _fits(line, wording.pattern("ticket_lines")):
        return "ticket"
    return "footer" if wording.pattern("footers").search(line) else None


def _is_sentence(line: str) -> bool:
    """Whether a line below a closing says something, and is no name, position, company or address."""
    words = [word.strip(",.;:!?()").casefold() for word in _without_deputy(line).split()]
    if len(line) > MAX_SIGNATURE_LINE or not wording.words("sentence_words").isdisjoint(words):
        return True
    return len(words) >= 3 and _SENTENCE_END.search(line) is not None and not _CONTACT.search(line)


def _paragraph(lines: Sequence[str], position: int) -> str:
    """The lines from a position to the next empty one."""
    end = position
    while end < len(lines) and lines[end].strip():
        end += 1
    return " ".join(lines[position:end])


def _without_deputy(line: str) -> str:
    """A line without "i. A." at its beginning."""
    deputy = wording.phrases("signs_for").match(line)
    return line[deputy.end() :].lstrip(" .") if deputy else line


def _signs(line: str) -> bool:
    """Whether a line may be the first of a business card: a name of two words or more, with "i. A." or a title."""
    # "Ida Brandt, M.A."
    name, comma, title = _without_deputy(line).partition(",")
    if comma and (len(title.split()) > 3 or not title.strip()[:1].isupper()):
        return False
    words = [word for word in name.split() if word.casefold() not in _TITLES]
    return len(words) >= 2 and not _SENTENCE_END.search(name) and not name.endswith(":") and _is_name(name)


def _is_bare_name(line: str) -> bool:
    """Whether a line is somebody's name and nothing else: with a listed name, or a word that no dictionary has.

    >>> [_is_bare_name(line) for line in ("Ilka", "J. Stockhorst", "Tammo Riek, Riek & Co", "Vielen Dank", "Thanks!")]
    [True, True, True, False, False]
    """
    name = _without_deputy(line).partition(",")[0].strip(" -–!")
    words = name.split()
    if not words or len(name) > MAX_CARD_LINE or not _is_name(name.title() if len(words) == 1 else name):
        return False
    if len(words[0].rstrip(".")) == 1 or words[0].endswith("."):
        return len(words) > 1
    if len(words) > 1:
        return is_person(words)
    listed = {"first_names", "surnames"}
    return len(name) >= MIN_BARE_NAME and (is_unknown(name) or any(name.title() in name_list(key) for key in listed))


def _is_name(text: str) -> bool:
    """Whether a text is empty or may be a name: a few words with capitals."""
    words = text.strip(" ,.!–-:").split()
    return len(words) <= MAX_NAME_WORDS and all(
        _NAME_WORD.fullmatch(word.strip(",")) and (word[0].isupper() or word in _PARTICLES) for word in words
    )


def _greeted(line: str) -> str | None:
    """Whom a greeting names ("" for nobody); None when the line is no greeting."""
    line = line.strip()
    phrase = wording.phrases("greetings").match(line) if len(line) <= MAX_LINE else None
    if phrase is None or wording.phrases("closings").match(line) or line.endswith("?"):
        return None
    words = line[phrase.end() :].replace(",", " ").replace("/", " ").strip(" !.:–-").split()
    names = [word for word in words if word.casefold() not in wording.words("addressed") or word.casefold() in _TITLES]
    if len(words) > MAX_GREETING_WORDS or not wording.words("sentence_words").isdisjoint(map(str.casefold, names)):
        return None
    if any(not word[0].isupper() and word not in _PARTICLES for word in names):
        return None
    return " ".join(names) if any(word.casefold() not in _TITLES for word in names) else ""


def _is_automatic(text: str) -> bool:
    start = text[:MAX_AUTOMATIC]
    if not wording.has_hint(start):
        return False
    if any(pattern.search(start) for pattern in wording.patterns("automatic")):
        return True
    # "I am on holiday" alone may be a customer's.
    return sum(pattern.search(start) is not None for pattern in wording.patterns("automatic_signs")) >= 2


def _count(parts: Sequence[Part | None]) -> Counter[Part]:
    """How many stretches of lines have each part."""
    counts: Counter[Part] = Counter()
    before: Part | None = None
    for part in parts:
        if part is not None and part != before:
            counts[part] += 1
        before = part
    return counts


def _names(lines: Sequence[str], parts: Sequence[Part | None]) -> tuple[str, ...]:
    """Names in greetings, behind closings and below them, also in quoted mails."""
    names: dict[str, None] = {}
    after_closing = False
    for line, part in zip(lines, parts, strict=True):
        text = line.strip().lstrip(">| ").strip()
        if not text or part is None or len(text) > MAX_LINE:
            continue
        if after_closing and _is_name(text):
            # "Ihre Anna Berg".
            possessive = wording.phrases("thanks").match(text)
            names[text[possessive.end() if possessive else 0 :].strip(" ,.!–-:")] = None
        after_closing = False
        rest = _after_closings(text)
        if rest is None and (thanks := wording.phrases("thanks").match(text)):
            rest = text[thanks.end() :]
        if rest is not None:
            rest = rest.strip(" ,.!–-:")
            after_closing = not rest
            if rest and _is_name(rest):
                names[rest] = None
        elif greeted := _greeted(text):
            names[greeted] = None
    return tuple(names)
