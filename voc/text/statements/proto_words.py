"""What a line of a proto-persona says in words: its matter, its stance, and whether a text denies it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.text import lemma, tokens


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


GLUE = _set(
    "a an the of to in on at by for with from about as and or but if than that this these those there is are was "
    "were be been being am it its he she they them his her their who whom whose which what when while where how "
    "do does did has have had will would can could should may might must so very too more most much many all any "
    "some each every own rather usually often always sometimes someone somebody everyone everybody people person "
    "else other others one ones able make makes get gets use uses using used thing things way ways up out off "
    "over into without not no never der die das den dem des ein eine einen einem einer eines und oder aber wenn "
    "als dass von zu zum zur im auf bei mit für aus nach über unter um es er sie sich ihr ihre ihren ihrer sein "
    "seine seinen ist sind war waren wird werden hat haben kann können soll sollen muss müssen sehr mehr viel "
    "viele alle jede jeder jedes oft immer meist jemand leute menschen personen nicht kein keine keinen nie ohne "
    "nutzt benutzt verwendet macht machen"
)
"""Words that carry no matter in a short line."""
WISHES = _set(
    "want wants wanted wish wishes need needs prefer prefers expect expects look looking seek seeks like likes "
    "try tries will möchte möchten wünscht wünschen braucht brauchen bevorzugt erwartet sucht legt wert versucht"
)
HAPPY = _set(
    "love loves enjoy enjoys happy pleased good great excellent gut gute guten toll super satisfied glad "
    "delighted appreciates liebt mag genießt zufrieden glücklich froh schätzt begeistert freut"
)
UNHAPPY = _set(
    "annoyed annoys bad poor terrible awful schlecht schlechte schlechten mies furchtbar schrecklich frustrated "
    "frustrates hate hates dislikes unhappy dissatisfied angry afraid fears fear worried worries struggles "
    "disappointed confused overwhelmed complains genervt nervt ärgert verärgert frustriert hasst unzufrieden "
    "fürchtet ängstlich sorgt enttäuscht überfordert verwirrt beschwert stört"
)
NEGATORS = _set(
    "not no never nobody none nothing without hardly rarely isn't aren't wasn't don't doesn't didn't can't cannot "
    "won't wouldn't haven't hasn't dont doesnt didnt cant wont nicht nie niemals kein keine keinen keinem keiner "
    "nichts ohne kaum selten weder"
)
SELF = _set(
    "i i'm i've i'd i'll me my mine myself we we're us our ours im ive ich mich mir mein meine meinen meinem "
    "meiner wir uns unser unsere unseren"
)
WINDOW = 4
"""A negation reaches this many words, and not across a comma."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a line is about: stems of its matter, its stance (−1, 0, 1), and whether it denies its matter."""

    stems: tuple[str, ...]
    stance: int
    denied: bool


def meant(text: str, kind: str, language: str) -> Meant:
    """Read a line.

    >>> meant("is annoyed by the chatbot", "pain", "en")
    Meant(stems=('chatbot',), stance=-1, denied=False)
    """
    words = [token.text.lower().replace("’", "'") for token in tokens(text) if token.kind == "word"]
    stance = -1 if kind == "pain" or UNHAPPY & set(words) else 1 if kind == "praise" or HAPPY & set(words) else 0
    kept = [word for word in words if word not in GLUE | WISHES | HAPPY | UNHAPPY | NEGATORS]
    stems = tuple(dict.fromkeys(lemma(word, language).lower() for word in kept))
    return Meant(stems, stance, any(denials(text, language, stems)))


def same_stem(one: str, other: str) -> bool:
    """Whether two lemmas are forms of one word, or share its first part.

    >>> same_stem("forgetful", "forget"), same_stem("democratic", "democracy"), same_stem("open", "opera")
    (True, True, False)
    """
    if one == other:
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 7 or shared >= max(4, math.ceil(0.6 * max(len(one), len(other))))


def denials(text: str, language: str, stems: Sequence[str]) -> list[bool]:
    """For each word of the text that is of the matter: whether a negation stands before it."""
    found, since = [], WINDOW + 1
    for token in tokens(text):
        word = token.text.lower().replace("’", "'")
        if token.kind == "mark":
            since = WINDOW + 1 if token.text.strip() in {",", ";", ".", "!", "?", ":", "–", "—"} else since
        elif word in NEGATORS:
            since = 0
        else:
            since += 1
            if any(same_stem(lemma(token.text, language).lower(), stem) for stem in stems):
                found.append(since <= WINDOW)
    return found


def of_oneself(text: str) -> bool:
    """Whether somebody speaks of themselves."""
    return any(token.text.lower().replace("’", "'") in SELF for token in tokens(text))


_QUESTION = re.compile(r"\?[\"'”“»]*\s*$")


def wishes(text: str) -> bool:
    """Whether a text has a word of wishing or needing."""
    return any(token.text.lower() in WISHES for token in tokens(text))


def is_question(text: str) -> bool:
    """Whether a text asks: it says nothing about who asks."""
    return bool(_QUESTION.search(text))


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a line's matter a text has: the share 0–1, rare words weighing more; how many of its words; and
    how many texts have the rarest of them."""

    share: float
    n: int
    rarest: int


def coverage(stems: Sequence[str], index: Mapping[str, frozenset[int]], n: int) -> dict[int, Share]:
    """What each text has of a line's matter; texts without any are absent.

    ``index`` is the positions of the texts that have a lemma; ``n`` how many texts there are.
    """
    where = {stem: frozenset[int]().union(*(index[word] for word in index if same_stem(word, stem))) for stem in stems}
    weight = {stem: math.log(1 + n / (1 + len(where[stem]))) for stem in stems}
    total = sum(weight.values())
    found: dict[int, Share] = {}
    for stem in stems:
        for at in where[stem]:
            had = found.get(at, Share(0.0, 0, n))
            found[at] = Share(had.share + weight[stem] / total, had.n + 1, min(had.rarest, len(where[stem])))
    return found
