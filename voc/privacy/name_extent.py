"""How far a name reaches in a text: its initials belong to it, and an initial alone announces a surname."""

from __future__ import annotations

from collections.abc import Iterator

from voc.privacy.names import Mention, first_names, is_full_name, is_unknown, name_list
from voc.privacy.recogniser import load_model
from voc.privacy.word_features import word_hash
from voc.text.lexicon import load_patterns

_PATTERNS = load_patterns("voc.privacy", "extent")

_REACH = 24
"""Code points before a name in which its initials, and the word before them, are looked for."""


def with_initials(text: str, mention: Mention) -> Mention:
    """The name together with the initials around it ("J. Whitcombe", "Hannah T.").

    >>> text = "Ask Hannah T. or J. D. Weber."
    >>> with_initials(text, Mention(4, 10)), with_initials(text, Mention(23, 28))
    (Mention(start=4, end=13), Mention(start=17, end=28))
    """
    start, end = mention.start, mention.end
    before = _PATTERNS["initials_before"].search(text, max(0, start - _REACH), start)
    if before is not None and not _PATTERNS["counted"].search(text, max(0, before.start() - _REACH), before.start()):
        start = before.start()
    # After a full name a letter is no initial: "Anna Weber A" has a mark.
    after = _PATTERNS["initial_after"].match(text, end)
    if after is not None and " " not in text[mention.start : mention.end]:
        end = after.end("initial")
        surname = after["surname"]
        if surname and is_full_name(text[mention.start : mention.end], surname):
            end = after.end("surname")
    return Mention(start, end)


def find_initialled(text: str) -> Iterator[Mention]:
    """Surnames behind an initial ("K. Dombrowski", "D. P. Wickramasinghe"), or with one ("O'Leary")."""
    for match in _PATTERNS["irish"].finditer(text) if "O'" in text or "O’" in text else ():
        is_named = match["first"] and (match["first"] in name_list("first_names") or is_unknown(match["first"]))
        yield Mention(match.start() if is_named else match.start("name"), match.end())
    if ". " not in text:
        return
    for match in _PATTERNS["initialled"].finditer(text):
        if _PATTERNS["counted"].search(text, max(0, match.start() - _REACH), match.start()):
            continue
        if _is_name(match["name"].split(" ")[-1]):
            yield Mention(match.start(), match.end())


def _is_name(word: str) -> bool:
    if word.isupper() or word in name_list("not_names") or word in name_list("brands") or word in name_list("places"):
        return False
    is_listed = word in name_list("surnames") or word in first_names()
    return is_listed or is_unknown(word) or word_hash(word) not in load_model().vocabulary
