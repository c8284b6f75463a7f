"""Clauses of German and English, and the one that says what stood in the way, in people's own words: by patterns.

A pattern that is not sure gives nothing: a wrong hurdle is worse than none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

Range = tuple[int, int]

MIN_WORDS, _MAX_WORDS = 2, 14
MAX_TEXT = 2000
STOP = r"[,.;:!?–—…()\"„“”»«\n]"

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
        r"\b(?:extra|doppelt|zusätzlich|nochmals?)\s+(?:be|ge)?zahl\w*|\bGebühr\w*\b.*\b(?:verlangt|berechnet|zahlen)\b",
        r"\b(?:dauert\w*|gedauert|gewartet|warte\w*)\b.*\b(?:ewig|lange?|Wochen?|Tage?n?|Monate?|Stunden?|Minuten)\b",
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
        r"\bcharged?\b.*(?:\b(?:extra|fees?|again|more|twice)\b|\d)|\bpay\b.*\b(?:extra|again|fees?|more|twice)\b",
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
_RELATIVE = {
    "de": r"(?:der|die|das|den|dem|denen|deren|dessen|welche[rsmn]?)\b.*?\b\w+(?:t|te|en|ten|ist|war)\s*(?:[.,;!?]|$)",
    "en": r"(?:that|which|who)\b",
}
"""How a clause goes after a comma that belongs to a noun before it."""
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


@lru_cache(maxsize=20_000)
def find_hurdle(text: str, language: str) -> Range | None:
    """Where the text says what stood in the way: half-open range of code points, or None.

    >>> text = "Ich wollte zahlen, aber die App hat meine Karte nicht angenommen."
    >>> start, end = find_hurdle(text, "de"); text[start:end]
    'die App hat meine Karte nicht angenommen'
    """
    if language not in _TROUBLE:
        return None
    text = text[:MAX_TEXT]
    best: tuple[int, Range] | None = None
    for bare in clauses(text, language):
        found = _completed(text, bare)
        if found is None:
            continue
        clause = text[slice(*found)]
        if re.search(_NO_TROUBLE[language], clause, re.IGNORECASE) or is_torn(text, found[0], language):
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
    return trimmed(text, found[0], rest.end(), MIN_WORDS) if rest else found


def is_torn(text: str, start: int, language: str) -> bool:
    """Whether the clause at ``start`` hangs on words before it."""
    if re.compile(_NO_CLAUSE[language], re.IGNORECASE).match(text, start):
        return True
    if re.search(r",\s*$", text[:start]) and re.compile(_RELATIVE[language], re.IGNORECASE).match(text, start):
        return True
    if re.search(r"\w\.\s+$", text[:start]) and text[start : start + 1].islower() and text[:1].isupper():
        return True
    begins = not re.search(r"[^.!?…\s\"„“»«]\s*$", text[:start])
    return not begins and bool(re.compile(_FINITE[language], re.IGNORECASE).match(text, start))


def clauses(text: str, language: str) -> list[Range]:
    """Where the clauses of a text stand, three to fourteen words each, without what leads into them."""
    found = []
    for piece in re.finditer(rf"(?:(?!{STOP}).)+", text, re.DOTALL):
        edges = [piece.start()]
        edges += [m.end() for m in re.compile(_INNER_BREAK[language], re.I).finditer(text, piece.start(), piece.end())]
        edges.append(piece.end())
        for start, end in pairwise(edges):
            begin = start + len(text[start:end]) - len(text[start:end].lstrip())
            lead = re.compile(_LEAD[language], re.IGNORECASE).match(text, begin, end)
            clause = trimmed(text, lead.end() if lead else begin, end, MIN_WORDS + 1)
            if clause:
                found.append(clause)
    return found


def trimmed(text: str, start: int, end: int, least: int) -> Range | None:
    """The range without spaces around it; None below ``least`` words or above fourteen."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    n_words = len(text[start:end].split())
    return (start, end) if least <= n_words <= _MAX_WORDS else None
