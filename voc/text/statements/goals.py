"""What people wanted, in their own words: clauses found by German and English patterns.

A pattern that is not sure gives nothing: a wrong goal is worse than none.
"""

from __future__ import annotations

import re

from voc.text.statements.clauses import MAX_TEXT, MIN_WORDS, STOP, Range, clauses, is_torn, trimmed

_GOAL_OPENERS = {
    "de": (
        r"\b(?:ich|wir)\s+(?:wollte[nt]?|will|wollen|möchten?|würden?\s+(?:so\s+)?gerne?)\s+(?:ja\s+|doch\s+|mir\s+)?",
        r"\b(?:wollte[nt]?|würde[nt]?)\s+(?:ich|wir)\s+(?:ja\s+|doch\s+|gerne?\s+)?",
        r"\bversuch(?:e|te|ten|t)\s*,?\s+(?=[^,.;!?]{2,70}\bzu\b)",
    ),
    "en": (
        r"\b(?:I|we)\s+(?:(?:just|only|really|simply|actually|originally)\s+)*(?:wanted|want|needed|tried|hoped)\s+to\s+",
        r"\b(?:I|we)(?:'d|’d|\s+would)\s+(?:just\s+|really\s+)?like\s+to\s+",
        r"\b(?:I|we)(?:['’]m|['’]re|\s+(?:was|were|am|are|had\s+been))?\s+(?:\w+\s+)?(?:trying|hoping)\s+to\s+",
        r"\ball\s+(?:I|we)\s+wanted\s+was\s+(?:to\s+)?",
    ),
}
_NEED_OPENERS = {
    "de": (
        r"\b(?:ich|wir)\s+(?:brauchen?|bräuchten?|suchen?|wünschen?\s+(?:mir|uns)|hätten?\s+(?:mir\s+)?gerne?)\s+",
        r"\b(?:mir|uns)\s+(?:ist|war|wäre)\s+(?:\w+\s+)?wichtig\s*,\s+dass\s+",
        r"\bHauptsache\s*,?\s+",
    ),
    "en": (
        r"\b(?:I|we)\s+(?:(?:just|only|really|simply)\s+)*(?:need|wish(?:ed)?\s+for|wanted|want|hoped\s+for)\s+(?!(?:to|it|that|this|them|you|him|her|do)\b)",
        r"\b(?:I|we)(?:['’]m|['’]re|\s+(?:was|were|am|are))\s+(?:just\s+)?looking\s+for\s+",
        r"\b(?:all|what)\s+(?:I|we)\s+(?:want|need|wanted|needed)\s+(?:is|was)\s+",
    ),
}
"""What stands before a thing that is needed, rather than something to do."""
_PURPOSE = {
    "de": (
        r"\bum\s+(?!\d)(?:[^\s,.;!?]+\s+){0,9}?(?:zu\s+\w+(?:en|rn|ln|un|ein)|\w{2,}zu\w+(?:en|rn|ln))\b",
        r"\bdamit\s+(?:ich|wir)\s+[^,.;:!?]{8,80}",
    ),
    "en": (r"\bso\s+(?:that\s+)?(?:I|we)\s+can\s+(?!not|say)[^,.;:!?]{6,80}",),
}
_MYSELF = {"de": r"\b(?:ich|wir|mir|mich|uns)\b", "en": r"\b(?:I|we|me|us)\b"}
"""Whose purpose it is."""
_SOFTENERS = {
    "de": r"(?:(?:nur|einfach|eigentlich|bloß|kurz|schnell|nämlich|halt|eben|mal|auch|gerne?|ja|doch|nur mal)\s+)+",
    "en": r"(?:(?:just|only|really|simply|quickly)\s+)+",
}
_CLAUSE_END = {
    "de": r"\s+(?:aber|doch|jedoch|und\s+(?:dann|da|habe?|hat|bin|war|musste)|weil|sondern|obwohl)\b",
    "en": r"\s+(?:but|and|because|so|although|though|when|while|which|only\s+to|yet|however|since|or\s+else"
    r"|was|were)\b",
}
_WISH_OPENERS = {
    "de": (
        r"\b(?:wäre|fänd[e']?\s+ich)\s+(?:es\s+|\w+\s+)?(?:schön|gut|toll|super|besser|hilfreich|praktisch|wünschenswert)"
        r"\s*,?\s*(?:wenn|dass)\s+",
        r"\b(?:wünsch(?:e|te)\s+(?:ich\s+)?(?:mir|uns)|hätten?\s+(?:ich\s+|wir\s+)?(?:mir\s+)?gerne?)\s*,?\s*(?:dass\s+)?",
        r"\b(?:bräuchten?|brauche|brauchen)\s+(?:ich|wir)\s+",
    ),
    "en": (
        r"\b(?:I|we)\s+(?:really\s+|just\s+)?wish\s+(?:that\s+)?(?!for\b)",
        r"\bwould(?:\s+have)?\s+(?:be|been)\s+(?:\w+\s+)?(?:nice|great|good|better|helpful|useful|lovely|cool|awesome)"
        r"\s+(?:if|to|for)\s+",
        r"\b(?:I|we)(?:['’]d|\s+would)\s+(?:also\s+|really\s+)?(?:like|love|prefer)\s+(?!to\b)",
    ),
}
"""What stands before a state of things that is wished for."""
_OUGHT = {
    "de": r"\b(?:sollten?|müssten?)\b",
    "en": r"\b(?:should|ought\s+to|needs\s+to)\b",
}
"""What a clause holds that says how things ought to be."""
_NO_OUGHT = {
    "de": r"\b(?:nicht|nie|kein\w*|wer|was|wie|man\s+meinen|wohl|eigentlich|hätten?|schämen|als|ich|wir)\b"
    r"|^(?:wenn|falls|ob|sollten?|müssten?)\b",
    "en": r"\b(?:not|never|have|who\w*|what|how|than|ashamed|I|we)\b|n['’]t\b|^(?:if|when|as)\b",
}
_NO_GOAL = {
    "de": r"\b(?:nicht|kein\w*|sagen|betonen|erwähnen|anmerken|hinzufügen"
    r"|danken|bedanken|loben|behaupten|wissen|glauben)\b|^(?:jetzt|noch|gerade|dann)\b",
    "en": r"^(?:say|mention|add|thank|emphasi[sz]e|stress|point|know|believe|like|love|be|note|share|see|give|hear)\b"
    r"|^do\s+(?:before|after|in|on|at|during)\b|\bnot\b|n['’]t\b",
}


_ASKED = re.compile(
    r"\b(?:verbesser\w*|Verbesserungsvorschl\w+|w[üu]nsch\w*|bräucht\w*|vorschl\w+|improve\w*|improvement\w*|wish\w*"
    r"|would\s+you\s+like|suggest\w*)\b",
    re.IGNORECASE,
)


def asks_for_wishes(question: str) -> bool:
    """Whether a question asks what people want or what should change.

    >>> asks_for_wishes("Was sollten wir verbessern?"), asks_for_wishes("What annoyed you?")
    (True, False)
    """
    return bool(_ASKED.search(question))


def find_goal(text: str, language: str) -> Range | None:
    """Where the text says what its speaker wanted: half-open range of code points, or None.

    >>> text = "Ich wollte eigentlich nur den Schein ausdrucken, aber das ging nicht."
    >>> start, end = find_goal(text, "de"); text[start:end]
    'den Schein ausdrucken'
    """
    if language not in _GOAL_OPENERS:
        return None
    text = text[:MAX_TEXT]
    finders = (_to_do, _to_have, _purpose, _ought)
    return next((found for find in finders if (found := find(text, language))), None)


def _to_do(text: str, language: str) -> Range | None:
    for opener in _GOAL_OPENERS[language]:
        for match in re.finditer(opener, text, re.IGNORECASE):
            found = _clause_from(text, match.end(), language)
            if found and _says_goal(text[slice(*found)], language):
                return found
    return None


def _to_have(text: str, language: str) -> Range | None:
    for pattern in (*_NEED_OPENERS[language], *_WISH_OPENERS[language]):
        for match in re.finditer(pattern, text, re.IGNORECASE):
            found = _clause_from(text, match.end(), language)
            if found and not re.search(_NO_GOAL[language], text[slice(*found)], re.IGNORECASE):
                return found
    return None


def _purpose(text: str, language: str) -> Range | None:
    for pattern in _PURPOSE[language]:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if not re.search(_MYSELF[language], text[: match.end()], re.IGNORECASE):
                continue
            found = _cut(text, match.start(), match.end(), language)
            if found and not re.search(_NO_GOAL[language], text[slice(*found)], re.IGNORECASE):
                return found
    return None


def _ought(text: str, language: str) -> Range | None:
    """A clause that says how things ought to be; no question, nothing denied, nothing that hangs on words before it."""
    for found in clauses(text, language):
        clause, after = text[slice(*found)], text[found[1] : found[1] + 1]
        if not re.search(_OUGHT[language], clause, re.IGNORECASE) or after == "?":
            continue
        if not re.search(_NO_OUGHT[language], clause, re.IGNORECASE) and not is_torn(text, found[0], language):
            return found
    return None


def _says_goal(clause: str, language: str) -> bool:
    """Whether the words after "I wanted (to)" name something to do; German ends such words in an infinitive."""
    if re.search(_NO_GOAL[language], clause, re.IGNORECASE):
        return False
    if language == "en":
        return not re.search(r"\b(?:in|on|at|with|for|of|to|from|the|a|an|my)$", clause, re.IGNORECASE)
    return bool(re.search(r"\b[a-zäöü]\w*(?:en|ern|eln|tun)$", clause))


def _clause_from(text: str, start: int, language: str) -> Range | None:
    stop = re.compile(STOP).search(text, start)
    return _cut(text, start, stop.start() if stop else len(text), language)


def _cut(text: str, start: int, end: int, language: str) -> Range | None:
    """The clause without softeners before it and what follows after it; None where too short or too long."""
    soft = re.compile(_SOFTENERS[language], re.IGNORECASE).match(text, start, end)
    start = soft.end() if soft else start
    tail = re.compile(_CLAUSE_END[language], re.IGNORECASE).search(text, start, end)
    return trimmed(text, start, tail.start() if tail else end, MIN_WORDS)
