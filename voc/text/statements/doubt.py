"""What makes a statement doubtful: it is taken back, asked, supposed, or told of somebody else.

These rules hold for people's own sentences (`sayings`) and for what was read off the meaning alike. They know German
and English and say nothing about other languages.
"""

from __future__ import annotations

import re

from voc.schema import TraitKind

MOST_TEXT = 2000

_SUBORDINATE = {
    "en": r"(?:if|when(?:ever)?|whether|unless|in\s+case|imagine|suppose)",
    "de": r"(?:wenn|falls|ob|sobald|angenommen)",
}
"""Between one of these and a comma nothing is said to be so."""
_WORRY = {
    "en": r"(?:afraid|scared|worr\w+|annoy\w+|difficult\w*|hard|nervous|stress\w*|bother\w*|forg[eo]t|regret|shy"
    r"|unhappy"
    r"|problems?|complain\w*|crash\w*|trouble|fear|pain|issues?|bad|unsure|insecure|sad|frustrat\w+|struggle)",
    "de": r"(?:schwer|schwierig\w*|Ängste?|Angst|Sorgen?|Mühe|Stress|stressig|genervt|gestört|unsicher|blöd|schlimm"
    r"|schlecht\w*|Abst[uü]rze?|Problem\w*|Schmerzen|Ärger|stör\w*|nerv\w*|langweilig|enttäuscht|überfordert"
    r"|bereu\w*)",
}
NOT_SO: dict[str, dict[TraitKind, str]] = {
    "en": {
        "goal": r"\b(?:whether|if|what|which|when|how|where|who|do|don['’]t|not|never)\s+(?:I|we|to)\b"
        r"|^(?:what|which|whether|how|where|who|if)\b|\b(?:what|which)\s+(?:\w+\s+){1,5}(?:I|we)\s+\w*\s*want"
        r"|\b(?:didn|don|doesn)['’]t\s+(?:really\s+)?(?:want|try|plan|hope)"
        r"|\b(?:want|like|need)\w*\s+to\s+(?:say|add|thank|mention|stress|emphasi[sz]e)\b",
        "pain": rf"(?:\bnot|n['’]t|\bnever|\bno(?:\s+longer)?|\bwithout|\bhardly\s+any|\b(?:empty|free)\s+(?:of"
        rf"|from))\s+(?:[\w'’]+\s+){{0,4}}?{_WORRY['en']}"
        rf"|\b{_SUBORDINATE['en']}\b[^,;]*\b{_WORRY['en']}\b|\bI['’]m\s+afraid(?!\s+(?:of|to|that))"
        r"|\bfor\s+(?:her|him|them)\s+(?:it|that)\b|\bat\s+least\b|\bnothing\s+to\s+complain"
        r"|\bI['’]m\s+afraid\s+(?:that\s+)?I\s+(?:can|have|must|don)|\b(?:used\s+to|no\s+complaints?|nobody\s+else"
        r"|unbeat\w+)\b"
        r"|\blost\s+(?:my|the)\s+fear\b",
        "need": r"(?:\bnot|n['’]t|\bno\s+longer|\bnever)\s+(?:really\s+)?(?:need|miss|rely|depend)"
        r"|\bwish\s+(?:you|him|her|them)\b|\bwhat\s+(?:I|we)\s+want"
        r"|\b(?:if|whether|when)\s+(?:I|we)\s+(?:\w+ly\s+)?(?:need|lack|require)|\bhow\s+much\s+(?:I|we)\s+(?:need"
        r"|miss)"
        r"|\b(?:does|do|did|has|have|had|got|is|are|all|everything|exactly|just|know|than)\s+what\s+(?:I|we)\s+need"
        r"|\bwould\s+(?:\w+\s+)?be\s+(?:\w+\s+)?(?:better|easier|nice|good)\s+for\s+(?:the|them|him|her|you|others"
        r"|every)"
        r"|\bwould(?:n['’]t)?\s+(?:\w+\s+)?be\b.*\bif\s+I\b|\bwould(?:n['’]t|\s+not)\s+(?:be|help)"
        r"|\bwould\s+have\s+been\b",
        "motivation": r"(?:\bnot|n['’]t|\bnever)\s+(?:\w+\s+){0,2}?(?:important|love|enjoy|like|prefer|care|happy)"
        r"|\bwould\s+(?:love|like|enjoy|prefer)\s+it\s+if\b",
        "behaviour": r"\bnever\s+(?:thought|expected|knew|would|had|got|received|heard|know)\b"
        r"|^(?:even\s+)?(?:if|when|whether|because|that|which|who)\b[^,]*$|\b(?:I|we)\s+(?:would|could)\s+have\b",
        "praise": rf"(?:\bnot|n['’]t|\bnever)\s+(?:\w+\s+){{0,2}}?(?:good|nice|great|easy|happy|helpful|work\w*)\b"
        rf"|\b(?:would|could)\s+(?:\w+\s+)?be\b|\b(?:has|have|had|ought|needs?)\s+to\s+be\b"
        rf"|\b{_SUBORDINATE['en']}\b[^,;]*$",
    },
    "de": {
        "goal": r"\b(?:ob|was|wie|wann|wohin|wo|wer|wenn|falls)\s+(?:ich|wir)\b"
        r"|\bnicht\s+(?:\w+\s+){0,2}?(?:will|wollte|möchte)"
        r"|\b(?:will|wollen|wollte[nt]?|möchten?)\s+(?:ich\s+|wir\s+)?(?:\w+\s+){0,4}?(?:nichts?|kein\w*|nie)\b"
        r"|\bsag\w*,?\s+(?:ich|wir)\b|\bBeispiel\b|\bz\.\s?B\.|[„“”\"»«]|\b(?:deren|dessen)\b",
        "pain": rf"\b(?:nicht|kein\w*|nie|ohne|kaum|nichts)\s+(?:[\wäöüß]+\s+){{0,3}}?{_WORRY['de']}\b"
        rf"|\b{_SUBORDINATE['de']}\b[^,;]*\b{_WORRY['de']}\b|\b(?:Angst|Sorge|Scheu)\s+(?:[\w]+\s+){{0,2}}genommen\b"
        r"|\bun(?:schlagbar|problematisch|kompliziert)\w*|\b(?:wenigstens|zum\s+Glück)\b"
        r"|\btut\s+(?:\w+\s+){0,2}gut\b|\b(?:wären?|würden?)\b|\bkeine\s+\w+\s+mehr\s+(?:bei\s+mir|seit)",
        "need": r"\b(?:brauche|brauchen|bräuchte|vermisse|fehlt)\s+(?:\w+\s+){0,6}?(?:nicht|kein\w*|nichts)\b"
        r"|\bwäre?\b.*\bgewesen\b|\b(?:wäre?|würde)\s+(?:\w+\s+)?(?:für\s+)?(?:die|ihn|sie|euch|denen|ihm|ihr)\b"
        r"|\b(?:ob|was|wie\s+viel|welche\w*|wenn|falls|weil|damit)\s+[^,;]*\b(?:brauche|bräuchte|brauchen"
        r"|benötige\w*)\b",
        "motivation": r"\b(?:nicht|kein\w*|weniger|nie)\s+(?:\w+\s+){0,2}?(?:wichtig|Spaß|Spass|Freude|mag|liebe"
        r"|schätze)"
        r"|\bwenn\s+(?:ich|wir|man)\s+sag\w+",
        "behaviour": r"\bhätte[nt]?\b|\bnie\s+(?:gedacht|erwartet|bekommen|erhalten|angekommen)\b"
        r"|\b(?:seit|seitdem|als|wenn|weil|ob)\s+(?:ich|wir)\b[^,]*\b(?:kommt|kam|ist|war|hat|wird)\b[^,]*$"
        r"|\b(?:stolz|froh|genervt)\s+auf\b|\bnoch\s+nie\b|\bnie\s+vorher\b|\bwaren?\s+nie\b|\bwie\s+(?:ich|wir)\b"
        r"|^was\s+(?:ich|wir)\b"
        r"|\bimmer\s+(?:mal|den\s+Eindruck|das\s+Gefühl)\b|\bschon\s+immer\s+so\b|\b(?:kriege|kriegen|bekomme"
        r"|bekommen)\s+(?:ich|wir)\b|\bfinde\s+ich\s+immer\b",
        "praise": r"\b(?:nicht|kein\w*|nie)\s+(?:[\wäöüß]+\s+){0,2}?(?:gut\w*|schön\w*|toll\w*|nett\w*|hilfreich\w*"
        r"|einfach)\b"
        r"|\bschön\s+und\s+gut\b|\bfehlt\b|\b(?:wäre?|wär['’]?s?|hätte\w*|sollte\w*|könnte\w*|müsste\w*)\b",
    },
}
"""What takes a saying back, makes it a question of whether, or puts it in another world or mouth."""
_OTHERS = re.compile(
    r"^(?:(?:and|but|so|then|now|und|aber|dann)\s+)*"
    r"(?:he|she|they|his|her|their|er|der\s+(?:Kollege|Freund)|(?:my|our|mein\w*|unser\w*)\s+\w+\s+(?:is|was|has"
    r"|had|says?|said|hat|ist|war|sagt\w*)"
    r"|it\s+(?:answered|said|replied)|(?:die\s+)?anderen?|others|some\s+people|for\s+(?:her|him|them)"
    r"|\[\w+\s+\d+\])(?=[\s'’])",
    re.IGNORECASE,
)
"""A sentence that begins with somebody else is about them, unless the speaker comes into it."""

_ONESELF = re.compile(r"\b(?:I|me|my|mine|we|us|our|ich|mir|mich|mein\w*|wir|uns|unser\w*)\b(?!\.)", re.IGNORECASE)
_BAD = {
    "en": rf"\b(?:{_WORRY['en']}|un(?!til|der|less|ion|it|i)\w+|in\w+able|over(?:whelm\w*|priced|crowded)"
    rf"|impatien\w*|boring|scam\w*|gross"
    r"|terrible|awful|tough|tired|tiring|exhaust\w*|disappoint\w*|wrong|slow\w*|confus\w*|missing|missed|broke\w*"
    r"|fail\w*|lost|hate\w*|expensive|late|wait(?:ed|ing)|lack\w*|silly|stupid|rude|cannot"
    r"|not\s+(?:\w+\s+){{0,2}}(?:happy|good|nice|great|satisfied|ok|okay|helpful)|too\s+(?:\w+ly\s+)?\w+"
    r"|(?:can|could|does|did|would|is|was)n['’]t\s+(?:\w+\s+)?(?:work|tell|find|see|get|know|understand|ok|okay"
    r"|help|fit))\b",
    "de": rf"\b(?:{_WORRY['de']}|leider|schade|umständlich\w*|fehl(?:t|en|te)|Fehler|auf(?:wendig|wändig)\w*"
    rf"|\w*anfällig\w*"
    r"|Belastung|kaputt|mühsam|anstrengend|peinlich|geschämt|(?:nicht|nie|wenig)\s+(?:\w+\s+)?(?:zufrieden|gut"
    r"|schön|gefallen|ok|okay|hilfreich)|verwirr\w*|falsch\w*|un(?:klar|nötig|genau|möglich|übersichtlich)\w*"
    r"|gewartet|verloren|verschwunden|stürzt|abgelehnt|teuer|naja|mies\w*|ewig|doof|hasse|traue|zu\s+(?:viel\w*"
    r"|wenig\w*"
    r"|spät|lang\w*|groß|klein|teuer|schwer|kompliziert|laut|voll)|(?:geht|ging|klappt|klappte|funktioniert|passt"
    r"|weiß|wusste"
    r"|versteh\w*|kann|konnte)\b[^.,;]*\b(?:nicht|nie|nirgends))\b",
}
_BUT = {
    "en": r"\b(?:not|no|never|nothing|nobody|none|without|but|although|only|too|still)\b|n['’]t\b",
    "de": r"\b(?:nicht|nix|nichts|kein\w*|nie|ohne|aber|obwohl|nur|zu|erst|musste\w*|lang\w*|weg|warte\w*)\b",
}
_POSITIVE = {
    "en": r"\b(?:good|great|nice\w*|love\w*|enjoy\w*|happy|glad|best|better|easy|easily|easiest|fun|amazing"
    r"|beautiful|cool|fine|perfect\w*"
    r"|wonderful\w*|excellent|helpful|friendly|kind|patient|satisf\w*|appreciat\w*|comfortabl\w*|thank\w*"
    r"|pleasant\w*|brilliant|delighted"
    r"|positive|lovely|like|liked|welcome|lucky|well|proud|works|helps|helped|quick\w*|fast|interesting|exciting)\b",
    "de": r"\b(?:gut\w*|schön\w*|toll\w*|super|klasse|Spaß|Spass|freu\w*|Freude|zufrieden|begeister\w*|einfach"
    r"|cool\w*|gerne?|danke|spannend\w*"
    r"|praktisch\w*|hilf\w*|geholfen|Vorteile?|lieb\w*|nett\w*|perfekt\w*|angenehm\w*|hervorragend\w*|wunderbar\w*"
    r"|froh|bequem\w*"
    r"|best\w*|bess\w*|empfehlen|stolz|glücklich|schnell\w*|großartig\w*|prima|genial\w*|interessant\w*|wahnsinnig"
    r"|mag|funktioniert)\b",
}


def of_oneself(text: str, language: str) -> bool:
    """Whether somebody speaks of themselves; languages without patterns get the benefit of the doubt.

    >>> of_oneself("My son prints it.", "en"), of_oneself("He wanted to go.", "en"), of_oneself("Il veut partir.", "fr")
    (True, False, True)
    """
    return language not in NOT_SO or bool(_ONESELF.search(text[:MOST_TEXT]))


def takes_back(kind: TraitKind, text: str, language: str) -> bool:
    """Whether a text says the contrary of such a statement, asks, supposes, or tells of somebody else.

    >>> takes_back("pain", "No crashes since the update.", "en"), takes_back("pain", "It crashes.", "en")
    (True, False)
    """
    text = text[:MOST_TEXT]
    if text.rstrip().endswith("?") or (_OTHERS.match(text) and not _ONESELF.search(text)):
        return True
    denied = NOT_SO.get(language, {}).get(kind)
    return denied is not None and bool(re.search(denied, text, re.IGNORECASE))


def sounds_like(kind: TraitKind, text: str, language: str, *, word_for_it: bool) -> bool:
    """Whether the words of a text go with a pain or praise that was read off its meaning.

    A text with words for the contrary alone does not; with ``word_for_it``, it needs a word for it. True for other
    kinds of statement and other languages.

    >>> sounds_like("praise", "I was worried.", "en", word_for_it=False)
    False
    """
    if kind not in ("pain", "praise") or language not in _BAD:
        return True
    text = text[:MOST_TEXT]
    bad = bool(re.search(_BAD[language], text, re.IGNORECASE))
    good = bool(re.search(_POSITIVE[language], text, re.IGNORECASE))
    if kind == "praise":
        worried = re.search(rf"\b{_WORRY[language]}\b", text, re.IGNORECASE) is not None
        return good or not (word_for_it or worried)
    doubtful = good and not re.search(_BUT[language], text, re.IGNORECASE)
    return bad or not (word_for_it or doubtful)
