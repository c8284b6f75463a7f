"""Find words that look like names of people in files that are about to be published.

The search reads every text of every file as the name recogniser reads a text that comes in, and asks a little less of
each word. What it finds is no proof: brands and products look like people. So each word is listed once, the surest
first, with how often and where it is, for somebody to decide.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from voc.privacy.names import Mention, find_announced, find_presented
from voc.privacy.output_texts import read_output
from voc.privacy.recogniser import NameModel, find_unannounced, load_model
from voc.privacy.scan import is_kept, plain_words

LEEWAY = 512
"""How much less must speak for a name than where a run replaces it: half a logit. On six real studies this lists 0 to
16 words each, most of them brands, products and places; a whole logit lists about twice as many of the same kind."""
_PSEUDONYM = re.compile(r"\[[^\[\]]{1,40}\]|█+")
_IDENTIFIER = re.compile(r"(?:[a-z]{1,3}-)?[0-9a-f-]{6,}")
_CAPITALISED = re.compile(r"(?<![^\W_])[^\W\d_][^\W\d_]+")
_NO_LETTERS = " .:·0123456789"
_POSSESSIVE = re.compile(r"['’]s$")


@dataclass(frozen=True, slots=True)
class NameLike:
    """A word, or several, that look like somebody's name.

    ``is_sure``: a run would replace it where it is. ``places`` are (file, place inside it), in the order of the files.
    """

    word: str
    is_sure: bool
    places: tuple[tuple[str, str], ...]


def find_name_like(
    files: Iterable[tuple[str, bytes]],
    keep: Iterable[str] = (),
    settled: Iterable[str] = (),
    own: Collection[str] = frozenset(),
) -> list[NameLike]:
    """Find words that look like names in files; pseudonyms and what is blacked out are none.

    Args:
        files: (path, content) of each file.
        keep: words that are kept on purpose (``privacy.keep``); a name with such a word in it is kept too.
        settled: what looks like a name and is used as none in the study (`Protected.kept`).
        own: texts of the product itself, which are not read.

    Returns:
        A row per word however it is written, the surest first, then the most frequent.
    """
    places: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path, content in files:
        for place, text in read_output(path, content):
            places[text].append((path, place))
    kept, known = frozenset(map(plain_words, keep)), frozenset(map(plain_words, settled))
    texts = [text for text in _without_shortened(places) if not _is_own(text, own)]
    words: dict[str, _SpeltWord] = defaultdict(_SpeltWord)
    models = load_model(), lowered(load_model(), LEEWAY)
    for text in texts:
        for written, is_sure in _name_like(text, models):
            key = plain_words(written)
            if key not in known and not (kept and is_kept(written, kept)):
                words[key].add(written, is_sure=is_sure, places=places[text])
    rows = [word.row() for word in words.values()]
    return sorted(rows, key=lambda row: (not row.is_sure, -len(row.places), row.word))


def _is_own(text: str, own: Collection[str]) -> bool:
    """Whether a text is of the product: as it is, with numbers beside it ("Personas 10"), or a list ("joy, trust")."""
    return text in own or all(part.strip(_NO_LETTERS) in own for part in re.split("[,;] ", text))


def lowered(model: NameModel, by: int) -> NameModel:
    """The model that needs ``by`` (in 1024 parts of a logit) less to take a word for a name."""
    return replace(model, threshold=model.threshold - by, ordinary=model.ordinary - by)


class _SpeltWord:
    def __init__(self) -> None:
        self.spellings: Counter[str] = Counter()
        self.places: dict[tuple[str, str], None] = {}
        self.is_sure = False

    def add(self, written: str, *, is_sure: bool, places: Iterable[tuple[str, str]]) -> None:
        self.spellings[written] += 1
        self.places |= dict.fromkeys(places)
        self.is_sure |= is_sure

    def row(self) -> NameLike:
        word = min(self.spellings, key=lambda written: (-self.spellings[written], written))
        return NameLike(word, self.is_sure, tuple(self.places))


def _name_like(text: str, models: tuple[NameModel, NameModel]) -> Iterator[tuple[str, bool]]:
    """The names of a text, each with whether a run would replace it."""
    if _IDENTIFIER.fullmatch(text):
        return
    announced = [*find_announced(text, frozenset(_CAPITALISED.findall(text))), *find_presented(text)]
    # Most texts hold nothing even for the model that asks less.
    likely = find_unannounced(text, models[1])
    mentions = [*announced, *likely]
    if not mentions:
        return
    sure = {*announced, *(find_unannounced(text, models[0]) if likely else ())}
    taken = [match.span() for match in _PSEUDONYM.finditer(text)]
    for mention in dict.fromkeys(mentions):
        is_free = all(mention.end <= start or end <= mention.start for start, end in taken)
        if is_free and not _IDENTIFIER.fullmatch(_token_around(text, mention)):
            is_sure = any(mention.start < other.end and other.start < mention.end for other in sure)
            yield _POSSESSIVE.sub("", text[mention.start : mention.end]), is_sure


def _token_around(text: str, mention: Mention) -> str:
    start = text.rfind(" ", 0, mention.start) + 1
    end = text.find(" ", mention.end)
    return text[start : end if end >= 0 else len(text)]


def _without_shortened(texts: Mapping[str, object]) -> Iterator[str]:
    """The texts without the beginnings ("I was thi…") of others: a word that is cut can look like a name."""
    ordered = sorted(texts)
    for text in texts:
        begin = text.removesuffix("…").rstrip()
        at = bisect.bisect_left(ordered, begin)
        is_shortened = text.endswith("…") and any(
            other != text and other.startswith(begin) for other in ordered[at : at + 3]
        )
        if not is_shortened:
            yield text
