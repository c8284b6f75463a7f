"""Names that a text presents by its form: a sign-off, a line of a header, "conducted by …", a list of who is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voc.privacy import lists
from voc.privacy.dictionary import is_unknown
from voc.privacy.names import CAPITALISED, PARTICLE, Mention, full_name_at

_NAME = rf"{PARTICLE}{CAPITALISED}(?:[ \u00a0]{PARTICLE}{CAPITALISED}){{0,2}}"
_AND = r"(?:,| und| and| &| sowie) "
_NAMES = rf"(?P<names>{_NAME}(?:{_AND}{_NAME})*)"
_SIGNED = re.compile(
    r"(?:\b(?:[Ff]reundliche[nr]?|[Vv]iele[n]?|[Ll]iebe[n]?|[Bb]este[n]?|[Hh]erzliche[nr]?|[Ss]chöne[n]?|[Ss]onnige) "
    r"Gr(?:ü|ue)(?:ß|ss)en?|\bGru(?:ß|ss)|\b(?:LG|VG|MfG)|\b(?:[Kk]ind|[Bb]est|[Ww]arm) (?:regards|wishes)|\b[Rr]egards"
    rf"|\b[Yy]ours (?:sincerely|truly|faithfully)|\b[Ss]incerely|\b[Cc]heers|(?:^|\n)Best)[,!.]?\s{{1,3}}"
    rf"(?P<names>{_NAME})[ .!]*(?=\n|$)"
)
_HEADED = re.compile(
    r"^[ \t>*#|-]*(?:Interviewer(?:in|s)?|Interviewt[er]{1,2}|Interviewees?|Interview(?:partner(?:in)?)?"
    r"|Moderat(?:ion|or|orin)|Protokoll(?:ant(?:in)?)?|Transkri(?:ption|bent(?:in)?|biert von)|Transcribed by"
    r"|Befragte[r]?|Teilnehmer(?:in|innen)?|Proband(?:in)?|Respondents?|Participants?|(?:Full )?[Nn]ame|Vorname"
    r"|Nachname|Kontakt(?:person)?|Contact|Ansprechpartner(?:in)?|Autor(?:in)?|Authors?|(?:Durchg|G)eführt von"
    r"|Conducted by|Erstellt von|Verfasser(?:in)?|Anwesend|Attendees|Present|Forscher(?:in)?|Researcher|Facilitator"
    rf"|Host)[ \t*]*[:=|][ \t*]*{_NAMES}(?:[ \t]*[(|*,;][^\n]{{0,60}})?[ \t]*$",
    re.M,
)
_CONDUCTED = re.compile(
    r"\b(?:(?:[Gg]eführt|[Dd]urchgeführt|[Ii]nterviewt|[Mm]oderiert|[Tt]ranskribiert|[Pp]rotokolliert|[Bb]efragt|[Bb]edient"
    r"|[Bb]eraten|[Bb]etreut|[Gg]eleitet)(?: (?:[a-zäöü]+|Interviews?|Gespräch|Studie|Umfrage)){0,3} (?:von|durch)"
    r"|(?:Interview|Gespräch|Telefonat|Conversation) (?:mit|with)"
    r"|(?:[Cc]onducted|[Ii]nterviewed|[Mm]oderated|[Tt]ranscribed|[Ff]acilitated|[Ll]ed|[Ss]erved|[Hh]elped) by"
    rf"|(?:Interview|Gespräch|Moderation|Protokoll) (?:führten?|leiteten?|moderierten?|übernahm)) {_NAMES}"
)
_LISTED = re.compile(
    r"(?:\b(?:[Hh]ier sind|[Dd]abei sind|[Ww]ir sind|[Dd]as sind|[Aa]nwesend (?:sind|waren)|[Jj]oined by|[Hh]ere are"
    rf"|[Ww]e are|[Ww]ith us are|[Pp]resent are)|\bmich -) (?P<names>{_NAME}(?:{_AND}{_NAME})+)"
)
_MAYBE = re.compile(
    r"[Gg]r(?:ü|ue|u)(?:ß|ss)|\b(?:LG|VG|MfG|[Rr]egards|wishes|[Ss]incerely|[Cc]heers|Best)\b|ours |[:=|]|eführt|view"
    r"|oderi|skribiert|okolliert|befragt|edient|eraten|etreut|eleitet|ed by|führte|leitete|sind |oined|e are|s are"
    r"|mich -"
)


def presented(text: str) -> Iterator[Mention]:
    """Names that stand where a text presents people; what looks like one and is an ordinary word stays."""
    if not _MAYBE.search(text):
        return
    for pattern in (_SIGNED, _HEADED, _CONDUCTED, _LISTED):
        for match in pattern.finditer(text):
            position = match.start("names")
            for part in re.split(f"({_AND})", match["names"]):
                length = _name_length(part)
                if length:
                    yield Mention(position, position + length)
                position += len(part)


def _name_length(part: str) -> int:
    """How many code points of the part are a person's name, 0 when it is none."""
    words = part.split()
    while words and not is_person(words):
        words.pop()
    if not words:
        return 0
    return part.index(words[-1], len(" ".join(words[:-1]))) + len(words[-1])


def is_person(words: list[str]) -> bool:
    """Whether words that stand where a name is expected are one: with a first name, or one word no dictionary has.

    >>> is_person(["Mira", "Lindqvist"]), is_person(["Guten", "Tag"]), is_person(["Sabine"]), is_person(["Team"])
    (True, False, True, False)
    """
    names = [word for word in words if word[0].isupper()]
    refused = lists.stop() | lists.not_after_title()
    if not names or any(word in refused or word.lower() in lists.roles() or word.isupper() for word in names):
        return False
    if tuple(words[:2]) in lists.known_pairs():
        return False
    if names[0] in lists.first_names() or (names[0] in lists.all_first_names() and len(names) > 1):
        return True
    return len(names) > 1 and any(is_unknown(word) for word in names)


def is_full_name(first: str, last: str) -> bool:
    """Whether two neighbouring words are a first name and a surname: a common one, or a word no dictionary has."""
    if full_name_at((first, last)):
        return True
    if first not in lists.first_names() or (first, last) in lists.known_pairs() or last in lists.stop():
        return False
    return last not in lists.not_after_title() and last not in lists.all_first_names() and is_unknown(last)
