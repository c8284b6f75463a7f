"""What people say about themselves: the sentence in which somebody wants, needs, fears, does or values something.

Statement kinds are read off meaning and are often wrong for single kinds; these German and English patterns are sure or
say nothing. Each gives a whole sentence where that is short, so that it reads as it was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from voc.schema import TraitKind
from voc.text.statements.doubt import MOST_TEXT, NOT_SO

Saying = tuple[TraitKind, int, int]

MOST_WORDS, FEWEST_WORDS = 30, 4

_OFTEN = {
    "en": r"usually|often|always|never|sometimes|mostly|rarely|generally|normally|typically|regularly"
    r"|tend\s+to|hardly\s+ever"
    r"|every\s+(?:day|week|evening|morning|month|time)|most\s+of\s+the\s+time|once\s+a\s+\w+|twice\s+a\s+\w+",
    "de": r"meist(?:ens)?|oft|öfter|immer(?!\s+(?:noch|mehr|weniger|(?:schnell|bess|schlecht|größ|schlimm|läng"
    r"|teur)er))"
    r"|nie(?:mals)?(?!\s+(?:wieder|mehr))|selten|manchmal|normalerweise|üblicherweise|häufig"
    r"|regelmäßig|regelmässig|ständig|grundsätzlich|jede[nrs]?\s+(?:Tag|Woche|Abend|Morgen|Monat|Mal)"
    r"|in\s+der\s+Regel|einmal\s+(?:pro|im|in\s+der)\s+\w+",
}
_SELF = {
    "en": r"\b(?:I|we|me|us|my|you|they|one|somebody|someone|it|that|this|how|what)\b",
    "de": r"\b(?:ich|wir|mir|uns|mich|mein\w*|wär\w*|man|ihr|sie|Hauptsache)\b",
}

_PATTERNS: dict[str, dict[TraitKind, tuple[str, ...]]] = {
    "en": {
        "goal": (
            r"\b(?:I|we)(?:['’]d|\s+would)?\s+(?:\w+ly\s+|just\s+|also\s+|do\s+|did\s+|still\s+)*(?:want(?:ed)?"
            r"|hoped?|plan(?:ned)?|aim(?:ed)?|try|tried|intend(?:ed)?)\s+(?:(?:him|her|them|us|it|people|everyone"
            r"|everybody|the\s+\w+)\s+)?to\s+\w+",
            r"\b(?:I|we)(?:['’]d|\s+would)\s+(?:\w+ly\s+|just\s+)*(?:like|love)\s+to\s+(?!say|add|thank)\w+",
            r"\b(?:I|we)(?:['’]m|['’]re|\s+am|\s+are|\s+was|\s+were)\s+(?:\w+ly\s+|just\s+|always\s+)*(?:trying"
            r"|hoping|planning)\s+to\s+",
            r"\bmy\s+(?:main\s+|big\s+|only\s+)?(?:goal|aim|plan|dream|wish)\s+(?:is|was|would)\b",
        ),
        "need": (
            r"\b(?:I|we)\s+(?:\w+ly\s+|just\s+|do\s+)*(?:need|needed|require|lack|miss)\s+(?!to\b|it\b|that\b)\w+",
            r"\b(?:I|we)\s+(?:\w+ly\s+|do\s+|have\s+to\s+)*(?:rely|relied|depend|depended)\s+(?:\w+\s+)?on\b",
            r"\b(?:it|that|this)(?:['’]d|\s+would|\s+might)\s+(?:\w+ly\s+|also\s+)*(?:be\s+(?:\w+ly\s+|so\s+"
            r"|very\s+)*(?:nice|good|great|better|helpful|easier|useful|lovely|cool|practical)|help)\b",
            r"\b(?:I|we)\s+(?:really\s+)?wish\b",
            r"\bwhat\s+(?:I|we)\s+(?:need|want|miss)\w*\b",
        ),
        "motivation": (
            r"\b(?:is|are|was|it['’]s|that['’]s)\s+(?:\w+ly\s+|very\s+|also\s+|so\s+|most\s+)*important\s+(?:to"
            r"|for)\s+(?:me|us)\b",
            r"\b(?:I|we)\s+(?:\w+ly\s+|do\s+|also\s+|always\s+)*(?:love|enjoy|prefer|appreciate|value"
            r"|care\s+(?:a\s+lot\s+)?about)\b",
            r"\b(?:I|we)\s+(?:\w+ly\s+|do\s+|also\s+|quite\s+)*like\s+(?:to\s+(?!say)|it\s+when|being|having|when"
            r"|doing)",
            r"\b(?:makes?|made)\s+(?:me|us)\s+(?:\w+ly\s+|very\s+)*(?:happy|proud|feel\s+good)\b",
            r"\bgives?\s+(?:me|us)\s+(?:joy|energy|strength|satisfaction|pleasure)\b",
            r"\b(?:I|we)\s+think\s+it['’]?s?\s+(?:is\s+)?(?:\w+ly\s+|very\s+)*important\b",
        ),
        "pain": (
            r"\b(?:I|we)(?:['’]m|['’]re|\s+am|\s+are|\s+was|\s+were|\s+get|\s+got|\s+feel|\s+felt)\s+(?:\w+ly\s+"
            r"|very\s+|a\s+bit\s+|a\s+little\s+|so\s+|often\s+|always\s+|always\s+)*(?:afraid|scared|worried"
            r"|anxious|annoyed|frustrated|nervous|overwhelmed|stressed|insecure|unsure|shy|ashamed|embarrassed"
            r"|fed\s+up|sad)\b",
            r"\b(?:annoys|annoyed|bothers|bothered|worries|worried|stresses|frustrates|upsets|scares"
            r"|irritates)\s+(?:me|us)\b",
            r"\b(?:I|we)\s+(?:\w+ly\s+|just\s+)*(?:hate|dislike|struggle|don['’]t\s+like|don['’]t\s+dare|fear"
            r"|regret|forget|forgot)\b",
            r"\b(?:hard|difficult|tiring|exhausting|challenging)\s+(?:for|to)\s+(?:me|us)\b",
            r"\b(?:I|we)\s+(?:find|found)\s+(?:it|that|this)\s+(?:\w+ly\s+|very\s+|a\s+bit\s+|quite\s+)*(?:hard"
            r"|difficult|annoying|tiring|stressful|exhausting|unpleasant|stupid)\b",
            r"\b(?:I|we)\s+have\s+(?:\w+\s+)?(?:trouble|difficulty|problems?)\s+(?:with\s+)?\w+",
        ),
        "behaviour": (
            rf"\b(?:I|we)(?:['’]m|['’]re|\s+am|\s+are|\s+do|\s+would)?\s+(?:just\s+|then\s+"
            rf"|also\s+)?(?:{_OFTEN['en']})\b",
            rf"\b(?:{_OFTEN['en']})\s*,?\s+(?:I|we)\b",
            r"\b(?:I|we)(?:['’]m|\s+am)\s+(?:\w+ly\s+|just\s+|also\s+|more\s+|rather\s+)*(?:(?:someone|somebody"
            r"|a\s+person|the\s+(?:one|type|kind|person)|the\s+sort|a\s+\w+\s+person|more\s+of|rather|quite"
            r"|not\s+someone)\b)",
            r"\b(?:I|we)\s+\w+\s+(?:it\s+|that\s+|them\s+)?(?:every\s+(?:day|week|evening|morning|month|time)"
            r"|most\s+of\s+the\s+time|once\s+a\s+\w+)\b",
            r"\b(?:I|we)(?:['’]m|\s+am|\s+are)\s+(?:a\s+bit|a\s+little|rather|very|more|quite|pretty|not\s+(?:very"
            r"|so|that)|relatively|fairly|generally|actually|happy\s+(?:if|when|with)|fine\s+with|okay\s+with|open"
            r"|the\s+\w+est)\b",
            r"\bI\s+(?:personally\s+|just\s+|then\s+|also\s+|actually\s+)*(?:let\s+(?:the\s+)?(?:others?|them"
            r"|people)|leave\s+it|go\s+with|go\s+along|adapt|hold\s+back|take\s+(?:the\s+|on\s+)?(?:lead|initiative"
            r"|responsibility)|keep\s+quiet|don['’]t\s+(?:mind|care|say|speak|talk|interfere)|speak\s+up|accept"
            r"|listen|ask\s+(?:the\s+)?(?:others|people|my|for)|write\s+(?:it|everything|things)\s+down)\b",
        ),
    },
    "de": {
        "goal": (
            r"\b(?:ich|wir)\s+(?:\w+\s+){0,1}?(?:will|wollen|wollte[nt]?|möchten?|plane|planen|hoffe|hoffen"
            r"|versuche?n?|versuchte[nt]?)\b(?!\s+(?:ich\s+|wir\s+)?(?:sagen|betonen|anmerken))",
            r"\b(?:wollte[nt]?|möchten?|versuche?n?)\s+(?:ich|wir)\b",
            r"\b(?:ich|wir)\s+würden?\s+(?:\w+\s+){0,2}?(?:gerne?|lieber)\b",
            r"\bmein(?:e)?\s+(?:großes?\s+|grosses?\s+)?(?:Ziel|Plan|Traum|Wunsch)\b",
        ),
        "need": (
            r"\b(?:ich|wir)\s+(?:\w+\s+){0,2}?(?:brauchen?|bräuchten?|brauchte[nt]?|benötigen?|vermissen?"
            r"|vermisse)\b(?!\s+nicht)",
            r"\b(?:brauchen?|bräuchten?)\s+(?:ich|wir)\b",
            r"\b(?:ich|wir)\s+(?:bin|sind)\s+(?:\w+\s+){0,3}?angewiesen\b",
            r"\b(?:wünsche|wünschen|wünschte)\s+(?:ich\s+)?(?:mir|uns)\b|\bhätten?\s+(?:ich\s+"
            r"|wir\s+)?(?:\w+\s+){0,1}?gerne?\b",
            r"\b(?:wäre|wär)\s+(?:\w+\s+){0,3}?(?:schön|gut|toll|hilfreich|besser|einfacher|praktisch|super|nett"
            r"|cool)\b",
            r"\b(?:mir|uns)\s+fehlt\w*\b|\bfehlt\s+(?:mir|uns)\b|\bwürde\s+(?:mir|uns)\s+(?:\w+\s+)?helfen\b",
        ),
        "motivation": (
            r"\b(?:mir|uns)\s+(?:\w+\s+){0,3}?wichtig\b|\bwichtig\s+(?:ist|war)\s+(?:mir|uns)\b"
            r"|\bmir\s+(?:\w+\s+){0,2}?liegt\b",
            r"\b(?:ich|wir)\s+(?:\w+\s+){0,2}?(?:liebe|lieben|genieße|geniesse|schätze|schätzen|bevorzuge"
            r"|mag(?!\s+(?:\w+\s+){0,3}?(?:nicht|kein)))\b",
            r"\bmacht\s+(?:mir|uns)\s+(?:\w+\s+){0,2}?(?:Spaß|Spass|Freude)\b|\bfreut\s+(?:mich|uns)\b"
            r"|\bfreue\s+ich\s+mich\b",
            r"\bHauptsache\b|\b(?:finde|find)\s+(?:ich\s+)?(?:es\s+|das\s+)?(?:\w+\s+){0,2}?wichtig\b",
        ),
        "pain": (
            r"\b(?:nervt|nerven|ärgert|stört|stresst|frustriert|belastet|verunsichert"
            r"|überfordert)\s+(?:\w+\s+)?(?:mich|uns)\b",
            r"\b(?:ich|wir)\s+(?:\w+\s+){0,3}?(?:Angst|Sorge|Sorgen|Mühe|Schwierigkeiten|Stress|befürchte|hasse"
            r"|vergesse|verärgert|genervt|überfordert|unsicher|schüchtern|enttäuscht)\b",
            r"\b(?:habe|hatte|hab)\s+(?:ich\s+)(?:\w+\s+){0,2}?(?:Angst|Sorge|Sorgen|Mühe|Schwierigkeiten)\b",
            r"\b(?:fällt|fiel)\s+(?:es\s+)?(?:mir|uns)\s+(?:\w+\s+){0,2}?schwer\b|\b(?:mir"
            r"|uns)\s+(?:\w+\s+){0,3}?schwer\b",
            r"\b(?:ich\s+)?(?:finde|fand)\s+(?:ich\s+)?(?:es|das)\s+(?:\w+\s+){0,2}?(?:schwierig|schwer|mühsam"
            r"|anstrengend|nervig|doof|blöd|schade)\b",
            r"\bich\s+mag\s+(?:\w+\s+){0,3}?(?:nicht|kein\w*)\b|\bich\s+traue?\s+mich\s+(?:\w+\s+)?nicht\b",
        ),
        "behaviour": (
            rf"\b(?:ich|wir)\s+(?:(?!(?:nicht|kein\w*|kommt|kamen?|ist|sind|war|waren|hat|wird|werden|weil"
            rf"|dass)\b)[\wäöüß]+\s+){{0,4}}?(?:{_OFTEN['de']})\b",
            rf"\b(?:{_OFTEN['de']})\s+(?:[\wäöüß]+\s+){{0,2}}?(?:ich|wir)\b",
            r"\bich\s+bin\s+(?:\w+\s+){0,2}?(?:eher|jemand|der\s+Typ|ein\s+Mensch|eine\s+Person|so\s+ein)\b",
            r"\bich\s+(?:passe\s+mich\s+an|halte\s+mich\s+(?:\w+\s+)?zurück|übernehme|schließe\s+mich"
            r"|schliesse\s+mich)\b",
        ),
    },
}  # fmt: skip
_FILLER = re.compile(
    r"(?:[\W_]|\b(?:erm?|um+|uh+|ähm?|hm+|yes|yeah|ja|nein|no|okay|ok|well|also|so|and|und|but|aber|halt|genau"
    r"|exactly|yes\s+well|you\s+know|I\s+mean"
    r"|na\s+ja)\b)+",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+[\"'”“»«’)]*|(?=\n)|$)")
_TORN = re.compile(r"\.\.\.|…|\[|\?|[\"“”„»«*]{2}")


_NEVER = re.compile(r"(?!)")


@cache
def _compiled(language: str) -> tuple[tuple[TraitKind, re.Pattern[str], re.Pattern[str]], ...]:
    denied = NOT_SO.get(language, {})
    return tuple(
        (
            kind,
            re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE),
            re.compile(denied[kind], re.IGNORECASE) if kind in denied else _NEVER,
        )
        for kind, patterns in _PATTERNS.get(language, {}).items()
    )


@cache
def _spoken(language: str) -> re.Pattern[str]:
    return re.compile(_SELF[language], re.IGNORECASE) if language in _SELF else _NEVER


def find_sayings(text: str, language: str) -> list[Saying]:
    """What somebody says of themselves in a text: (kind, start, end), in order; spans are half open, in code points.

    A sentence that is a question, torn or too long says nothing; languages without patterns say nothing.

    >>> text = "Well, I usually order late at night. It was wet."
    >>> [(kind, text[start:end]) for kind, start, end in find_sayings(text, "en")]
    [('behaviour', 'I usually order late at night.')]
    """
    text = text[:MOST_TEXT]
    found: list[Saying] = []
    for start, end in _sentences(text) if _PATTERNS.get(language) and _spoken(language).search(text) else ():
        sentence = text[start:end]
        for kind, pattern, denied in _compiled(language):
            if pattern.search(sentence) and not denied.search(sentence):
                found.append((kind, start, end))
    return found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        start, end = match.start(), match.end()
        filler = _FILLER.match(text, start, end)
        start = filler.end() if filler else start
        end = start + len(text[start:end].rstrip(" *_\t"))
        if FEWEST_WORDS <= len(text[start:end].split()) <= MOST_WORDS and not _TORN.search(text, start, end):
            yield start, end
