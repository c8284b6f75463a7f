"""What people wanted and what stood in the way, in their own words: clauses found by German and English patterns.

A pattern that is not sure gives nothing: a wrong goal or hurdle is worse than none.
"""

from __future__ import annotations

import re
from itertools import pairwise

Range = tuple[int, int]

_MIN_WORDS, _MAX_WORDS = 2, 14
_MAX_TEXT = 2000
_STOP = r"[,.;:!?–—…()\"„“”»«\n]"

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
        r"\b(?:I|we)\s+(?:(?:just|only|really|simply)\s+)*(?:need|prefer|wish(?:ed)?\s+for|wanted|want|hoped\s+for)\s+(?!(?:to|it|that|this|them|you|him|her|do)\b)",
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
_SOFTENERS = {
    "de": r"(?:(?:nur|einfach|eigentlich|bloß|kurz|schnell|nämlich|halt|eben|mal|auch|gerne?|ja|doch|nur mal)\s+)+",
    "en": r"(?:(?:just|only|really|simply|quickly)\s+)+",
}
_CLAUSE_END = {
    "de": r"\s+(?:aber|doch|jedoch|und\s+(?:dann|da|habe?|hat|bin|war|musste)|weil|sondern|obwohl)\b",
    "en": r"\s+(?:but|and|because|so|although|though|when|while|which|only\s+to|yet|however|since|or\s+else"
    r"|was|were)\b",
}
_NO_GOAL = {
    "de": r"\b(?:nicht|kein\w*|sagen|betonen|erwähnen|anmerken|hinzufügen"
    r"|danken|bedanken|loben|behaupten|wissen|glauben)\b|^(?:jetzt|noch|gerade|dann)\b",
    "en": r"^(?:say|mention|add|thank|emphasi[sz]e|stress|point|know|believe|like|love|be|note|share|see|give|hear)\b"
    r"|^do\s+(?:before|after|in|on|at|during)\b|\bnot\b|n['’]t\b",
}
_TROUBLE = {
    "de": (
        r"\b(?:konnten?|kann|können|geht|ging|gingen|funktioniert\w*|klappt\w*|ließ(?:en)?|lässt|reagiert\w*"
        r"|wurden?|wird|findet|fand(?:en)?|finde|passt\w*|stimmt\w*|versteht|verstand|öffnet\w*|lädt|lud)"
        r"\b.*\b(?:nicht|nie|nirgends|kaum|keine?[nmrs]?|niemand\w*)\b",
        r"\b(?:nicht|nie)\s+(?:zu\s+)?\w*(?:finden|gefunden|funktioniert|geklappt|gegangen|möglich|angekommen|erreichbar|lesbar"
        r"|geladen|angenommen|akzeptiert|erkannt|gefunden|beantwortet|verfügbar|auffindbar|öffnen|einloggen|verständlich)\b",
        r"\bk(?:am(?:en)?|ommt)\b.*\b(?:nicht|nie)(?:\s+an)?$",
        r"\b(?:hatte|habe|gab|gibt|bekam|kam|erhielt|ist|war)\b.*\bkeine?[nmrs]?\s+\w+",
        r"\b(?:keiner|niemand)\s+\w+",
        r"\b(?:fehlt\w*|fehlte[n]?|abgestürzt|stürzt\w*\s+.*ab|hängt\w*|abgebrochen|verschwunden|kaputt\w*|gerissen|beschädigt"
        r"|verloren|verlor|verspätet|abgelehnt|doppelt|vergeblich|umständlich|unübersichtlich|kompliziert|unverständlich"
        r"|unauffindbar|leer|überfordert|Warteschleife|Fehlermeldung\w*|Mahnung)\b",
        r"\b(?:viel\s+)?zu\s+(?:lange?|klein|groß|eng|weit|teuer|langsam|kompliziert|spät|viele?|wenige?|hoch|laut|dünn|schwer)\b",
        r"\b(?:musste|mussten|muss)\b.*\b(?:erst|extra|wieder|dreimal|zweimal|mehrmals|nochmal|neu|selbst|ewig|lange|warten)\b",
        r"\b(?:dauert\w*|gedauert|gewartet|wartete)\b.*\b(?:ewig|lange?|Wochen?|Tage?n?|Monate?|Stunden?|Minuten)\b",
        r"\b(?:ewig|lange?|Wochen?|Tage|Monate?|Stunden?|Minuten)\b.*\b(?:dauert\w*|gedauert|gewartet|warten)\b",
    ),
    "en": (
        r"\b(?:could|can|did|does|do|would|will|was|were|is|are|has|have|had)(?:\s+not|n['’]t)\b|\bcannot\b|\bwon['’]t\b",
        r"\bnever\s+(?:work|arriv|came|got|show|load|answer|repl|receiv|heard|return|respond|underst)\w*",
        r"\b(?:nobody|no\s+one|nowhere|unable\s+to|impossible|barely|hardly)\b",
        r"\b(?:kept|keeps)\s+(?:\w+ing|losing|on)\b",
        r"\b(?:crash\w*|froze|freezes|fail\w*|broke|broken|damaged|lost|missing|stuck|confusing|complicated|declined|rejected"
        r"|vanished|disappeared|fell\s+apart|error|wrong|cluttered|clunky|useless|late)\b",
        r"\btoo\s+(?:long|small|big|tight|wide|expensive|slow|complicated|late|many|few|high|loud|thin|heavy|narrow|vague)\b",
        r"\b(?:had|have)\s+to\b.*\b(?:again|twice|three|times|myself|wait|restart|chase|start\s+over|re-?enter|call|email)\b",
        r"\b(?:took|takes|waited|waiting|wait)\b.*\b(?:forever|ages|weeks?|days?|months?|hours?|minutes|long)\b",
        r"\b(?:there\s+(?:is|was|are|were)|had|got|with)\s+no\s+\w+",
    ),
}
_NO_TROUBLE = {
    "de": r"\b(?:kein\w*\s+(?:Problem\w*|Beschwerden?|Mängel|Frage|Abst[uü]rz\w*|Fehler\w*|Ärger)"
    r"|ohne\s+(?:Abst[uü]rz\w*|Probleme?|Fehler|Ärger)|stör(?:t|te|en)\s+mich\s+(?:gar\s+)?nicht"
    r"|nicht\s+(?:nur|schlecht|übel|meckern|beschweren|bereu\w*|genug\s+danken)"
    r"|nichts\s+(?:auszusetzen|zu\s+meckern)|weiß\s+(?:ich\s+)?nicht|nicht\s+wahr|problemlos)\b",
    "en": r"\b(?:no\s+(?:real\s+)?(?:problems?|issues?|complaints?|trouble|crash(?:es)?|errors?|hassle)"
    r"|without\s+(?:a\s+|any\s+)?(?:problems?|issues?|crash(?:es|ing)?|hassle)|n['’]t\s+bother"
    r"|not\s+(?:a\s+)?(?:problem|terrible)|(?:not|n['’]t)\s+their\s+fault"
    r"|(?:not|\w+n['’]t)\s+(?:only|(?:too\s+|that\s+|so\s+)?bad)"
    r"|can(?:no|['’]?)t\s+(?:wait|complain|fault)|not\s+be\s+faulted|no\s+shortage"
    r"|couldn['’]?t\s+(?:be\s+happier|ask\s+for|care\s+less|fault)|(?:don['’]?t|didn['’]?t|do\s+not)\s+(?:know|mind|think|regret|care)"
    r"|never\s+(?:a\s+problem|disappoint\w*|let\s+me\s+down)|won['’]?t\s+(?:regret|be\s+disappointed))\b",
}
_NO_CLAUSE = {
    "de": r"(?:wo|wer|was|wie|wenn|falls|ob|als|bis|damit|bevor|solange|bitte|macht|lasst|gebt|zeigt|sagt)\b",
    "en": r"(?:if|when|whether|unless|until|what|who|where|how|which|whose|as\s+if|please|fix|add"
    r"|make|let|tell|give|stop|improve|show|allow|offer)\b",
}
"""How a clause begins that says nothing by itself."""
_GOES_ON = r",\s+(?:ob|dass|wie|warum|wann|was|wer|wo|whether|if|that|how|why)\b[^,.;:!?]*"
"""What a clause such as "nobody could tell me" needs behind it."""
_FINITE = {
    "de": r"(?:konnte|kann|könnte|ging|geht|war|ist|sind|hat|habe|wurde|wird|muss|kam|kommt|gibt|gab|ließ)\w*\b",
    "en": r"(?:is|are|was|were|has|had|have|does|did|do|can|could|will|would)(?:n['’]t)?\b",
}
"""A clause in the middle of a sentence that begins so has lost its beginning."""
_LEAD = {
    "de": r"(?:(?:aber|doch|jedoch|und|oder|dann|leider|also|denn|da|na\s*ja|ja|ähm?|halt|nur"
    r"|sondern|allerdings|weil|dass)\s+)+",
    "en": r"(?:(?:but|and|or|then|unfortunately|so|well|um|uh|yeah|because|(?:al)?though|however|yet|that"
    r"|only|also)\s+)+",
}
_INNER_BREAK = {
    "de": r"\s+(?=(?:aber|doch|jedoch|allerdings|sondern|und\s+(?:dann|da|trotzdem|am\s+Ende))\b)",
    "en": r"\s+(?=(?:but|because|although|though|however|yet|and\s+(?:then|it|they|the|I|we|my|nobody|no)"
    r"|so\s+(?:I|we|it|they))\b)",
}


def find_goal(text: str, language: str) -> Range | None:
    """Where the text says what its speaker wanted: half-open range of code points, or None.

    >>> text = "Ich wollte eigentlich nur den Schein ausdrucken, aber das ging nicht."
    >>> start, end = find_goal(text, "de"); text[start:end]
    'den Schein ausdrucken'
    """
    if language not in _GOAL_OPENERS:
        return None
    text = text[:_MAX_TEXT]
    for opener in _GOAL_OPENERS[language]:
        for match in re.finditer(opener, text, re.IGNORECASE):
            found = _clause_from(text, match.end(), language)
            if found and _says_goal(text[slice(*found)], language):
                return found
    for pattern in _NEED_OPENERS[language]:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            found = _clause_from(text, match.end(), language)
            if found and not re.search(_NO_GOAL[language], text[slice(*found)], re.IGNORECASE):
                return found
    for pattern in _PURPOSE[language]:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            found = _cut(text, match.start(), match.end(), language)
            if found and not re.search(_NO_GOAL[language], text[slice(*found)], re.IGNORECASE):
                return found
    return None


def _says_goal(clause: str, language: str) -> bool:
    """Whether the words after "I wanted (to)" name something to do; German ends such words in an infinitive."""
    if re.search(_NO_GOAL[language], clause, re.IGNORECASE):
        return False
    if language == "en":
        return not re.search(r"\b(?:in|on|at|with|for|of|to|from|the|a|an|my)$", clause, re.IGNORECASE)
    return bool(re.search(r"\b[a-zäöü]\w*(?:en|ern|eln|tun)$", clause))


def find_hurdle(text: str, language: str) -> Range | None:
    """Where the text says what stood in the way: half-open range of code points, or None.

    >>> text = "Ich wollte zahlen, aber die App hat meine Karte nicht angenommen."
    >>> start, end = find_hurdle(text, "de"); text[start:end]
    'die App hat meine Karte nicht angenommen'
    """
    if language not in _TROUBLE:
        return None
    text = text[:_MAX_TEXT]
    best: tuple[int, Range] | None = None
    for bare in _clauses(text, language):
        found = _completed(text, bare)
        if found is None:
            continue
        clause = text[slice(*found)]
        if re.search(_NO_TROUBLE[language], clause, re.IGNORECASE) or _is_torn(text, found[0], language):
            continue
        strength = sum(bool(re.search(pattern, clause, re.IGNORECASE)) for pattern in _TROUBLE[language])
        after_but = bool(re.search(r"\b(?:aber|doch|leider|but|unfortunately)\s+$", text[: found[0]], re.IGNORECASE))
        if strength and (best is None or strength + after_but > best[0]):
            best = (strength + after_but, found)
    return best[1] if best else None


def denies_trouble(text: str, language: str) -> bool:
    """Whether the text says that there is no trouble, and names none besides.

    >>> denies_trouble("No complaints really.", "en"), denies_trouble("No complaints, but far too late.", "en")
    (True, False)
    """
    if language not in _TROUBLE or not re.search(_NO_TROUBLE[language], text, re.IGNORECASE):
        return False
    rest = re.sub(_NO_TROUBLE[language], " ", text, flags=re.IGNORECASE)
    return not any(re.search(pattern, rest, re.IGNORECASE) for pattern in _TROUBLE[language])


def _completed(text: str, found: Range) -> Range | None:
    """The clause with the subordinate one that it needs; None where both together are too long."""
    rest = re.compile(_GOES_ON, re.IGNORECASE).match(text, found[1])
    return _trimmed(text, found[0], rest.end(), _MIN_WORDS) if rest else found


def _is_torn(text: str, start: int, language: str) -> bool:
    """Whether the clause at ``start`` hangs on words before it."""
    if re.compile(_NO_CLAUSE[language], re.IGNORECASE).match(text, start):
        return True
    begins = not re.search(r"[^.!?…\s\"„“»«]\s*$", text[:start])
    return not begins and bool(re.compile(_FINITE[language], re.IGNORECASE).match(text, start))


def _clause_from(text: str, start: int, language: str) -> Range | None:
    stop = re.compile(_STOP).search(text, start)
    return _cut(text, start, stop.start() if stop else len(text), language)


def _cut(text: str, start: int, end: int, language: str) -> Range | None:
    """The clause without softeners before it and what follows after it; None where too short or too long."""
    soft = re.compile(_SOFTENERS[language], re.IGNORECASE).match(text, start, end)
    start = soft.end() if soft else start
    tail = re.compile(_CLAUSE_END[language], re.IGNORECASE).search(text, start, end)
    return _trimmed(text, start, tail.start() if tail else end, _MIN_WORDS)


def _clauses(text: str, language: str) -> list[Range]:
    found = []
    for piece in re.finditer(rf"(?:(?!{_STOP}).)+", text, re.DOTALL):
        edges = [piece.start()]
        edges += [m.end() for m in re.compile(_INNER_BREAK[language], re.I).finditer(text, piece.start(), piece.end())]
        edges.append(piece.end())
        for start, end in pairwise(edges):
            begin = start + len(text[start:end]) - len(text[start:end].lstrip())
            lead = re.compile(_LEAD[language], re.IGNORECASE).match(text, begin, end)
            clause = _trimmed(text, lead.end() if lead else begin, end, _MIN_WORDS + 1)
            if clause:
                found.append(clause)
    return found


def _trimmed(text: str, start: int, end: int, least: int) -> Range | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    n_words = len(text[start:end].split())
    return (start, end) if least <= n_words <= _MAX_WORDS else None
