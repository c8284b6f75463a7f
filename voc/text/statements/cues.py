"""Words by which German and English speakers mark what kind of statement they make."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from voc.schema import Floats

CUES: dict[str, str] = {
    "wish": (
        r""
        r"\b(w(ä|ae)re? (es )?(\w+ )?(schön|toll|super|gut|cool|hilfreich|besser|nett|praktisch|klasse|wünschenswert)"
        r"|(schön|gut|toll|besser|hilfreich|cool|praktisch) (wäre|fände)|würde (mir|ich mir)\b.*\bwünschen"
        r"|wünsch\w*|fände (ich )?(es )?(gut|schön|besser|super|toll)|hätte (ich )?(gern|gerne|lieber|mir)"
        r"|am liebsten|i wish|would be (\w+ )?(nice|great|good|better|cool|helpful|useful|awesome|ideal|lovely)"
        r"|would love|i('d| would) (like|love|prefer)|it('d| would) be (\w+ )?(nice|great|better|helpful))\b"
    ),
    "should": (
        r"\b(sollte[nt]?|müsste[nt]?|könnte[nt]? (man|ihr|sie|noch|vielleicht|mal|auch)|man (könnte|sollte|müsste)"
        r"|bitte (mehr|\w+ )?|verbesser(n|ung\w*)|vorschlag|vorschläge|ausbau\w*|einführ\w+|abschaffen"
        r"|mehr \w+ (für|bei|in)|should|could (use|be|do|add|have|at least)|needs? to|ought to|must be|please"
        r"|suggest\w*|recommend (that|to add)|instead of|how about|why not|improve\w*|add (a|an|more|the|some))\b"
    ),
    "need": (
        r"\b(brauch\w*|benötig\w*|ich muss|wir müssen|muss ich|müssen wir|mir fehlt|fehlt (mir|uns|es)|bedarf"
        r"|bedürfnis\w*|notwendig|erforderlich|wichtig (ist|wäre|für)|ist (mir|uns) (\w+ )?wichtig|angewiesen"
        r"|i need|we need|need(ed|s)? (a|an|to|more|some|the)|required?|require(s|ment)?|must have|have to"
        r"|essential|it('s| is) important|important (to|for) (me|us))\b"
    ),
    "goal": (
        r"\b(ich (will|möchte)|möchte ich|will ich|wir (wollen|möchten)|mein ziel|ziel ist|um \w+ zu"
        r"|damit (ich|wir)|vorhaben|plane|habe vor|i want(ed)?|we want|i('m| am) trying to|my goal|goal (is|was)"
        r"|in order to|so that i|i plan|aim|i hope to|looking (for|to)|want to be able)\b"
    ),
    "motive": (
        r"\b(weil|deshalb|deswegen|darum|aus diesem grund|der grund|grund (dafür|warum|ist)|motivier\w*|motivation"
        r"|interessiert|mir geht es|reizt|because|that's why|the reason|reasons?|motivat\w*|since i|due to"
        r"|interested in|what drives)\b"
    ),
    "habit": (
        r"\b(immer wenn|meist(ens)?|normalerweise|in der regel|jeden (tag|morgen|abend)|täglich|wöchentlich|oft"
        r"|manchmal|häufig|regelmäßig|selten|benutze?|nutze|verwende|mache ich|gucke ich|schaue ich"
        r"|dann (gehe|mache|nehme|schaue|gucke) ich|usually|always|often|sometimes|typically|normally"
        r"|every (day|week|time|morning)|daily|weekly|rarely|i use|we use|i tend to|i just|then i|i go|i look"
        r"|i check|mostly|whenever)\b"
    ),
    "trouble": (
        r"\b(problem\w*|schwierig\w*|leider|kaputt|nervig|nervt|ärger\w*|umständlich|kompliziert|fehler\w*"
        r"|funktioniert nicht|geht nicht|klappt nicht|zu (lang|langsam|teuer|wenig|viel|laut|klein|kompliziert)"
        r"|schlecht\w*|mangel\w*|fehlt\w*|problem\w*|issues?|difficult\w*|unfortunately|broken|annoying"
        r"|frustrat\w*|hard to|confus\w*|does(n't| not) work|can(not|'t)"
        r"|too (long|slow|expensive|many|much|few|hard|small|loud)|bad|worst|poor|lack\w*|missing|fail\w*)\b"
    ),
    "praise": (
        r"\b(super|toll\w*|klasse|prima|großartig|hervorragend\w*|ausgezeichnet\w*|perfekt|begeistert|zufrieden"
        r"|gefällt|gefallen|freundlich\w*|hilfsbereit\w*|empfehl\w*|angenehm\w*|gut\w*|great|excellent|awesome"
        r"|amazing|love[ds]?|perfect\w*|wonderful|fantastic|friendly|helpful|recommend\w*|best|good|nice|enjoy\w*"
        r"|easy)\b"
    ),
    "negation": r"\b(nicht|kein\w*|nie|niemals|nichts|ohne|kaum|not|no|never|nothing|without|hardly|\w+n't)\b",
    "contrast": r"\b(aber|jedoch|allerdings|obwohl|trotzdem|but|however|although|though|yet|except)\b",
    "question": r"\?",
    "first_person": r"\b(ich|mir|mich|mein\w*|wir|uns|unser\w*|i|me|my|we|us|our)\b",
    "conditional": r"\b(wenn|falls|würde\w*|wäre\w*|hätte\w*|if|would|could|might)\b",
    "exclamation": r"!",
}
NAMES = tuple(CUES)
_PATTERNS = tuple(re.compile(pattern) for pattern in CUES.values())


def cues(texts: Sequence[str]) -> Floats:
    """Which cues stand in n texts, and how long the texts are.

    Returns:
        float32 (n, len(NAMES) + 1): 1 where the cue is found; the last column is log(1 + words) / 4.
    """
    out = np.zeros((len(texts), len(NAMES) + 1), np.float32)
    for i, text in enumerate(texts):
        lower = text[:2000].lower().replace("’", "'")
        out[i, :-1] = [pattern.search(lower) is not None for pattern in _PATTERNS]
        out[i, -1] = np.log1p(lower.count(" ") + 1) / 4
    return out
