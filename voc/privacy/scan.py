"""Find everything in one text that becomes a pseudonym, as ranges that do not overlap."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from voc.config import StudyConfig
from voc.errors import ConfigError
from voc.privacy.contacts import Detection, find_addresses, find_contacts
from voc.privacy.identifiers import find_births, find_identifiers, find_member_numbers
from voc.privacy.known_names import Spellings, find_accounts, has_part_in, owner_of_short_form, whole_names
from voc.privacy.name_extent import find_initialled, with_initials
from voc.privacy.names import (
    Mention,
    find_announced,
    find_nicknames,
    find_presented,
    find_signed_in_lower_case,
    first_names,
    is_known_pair,
    is_unknown,
    name_list,
)
from voc.privacy.people import Name, NameMatch, Speakers, TextContext, name_key
from voc.privacy.recogniser import can_spread, find_unannounced
from voc.text.lexicon import load_patterns

FindEntities = Callable[[str], list[Mention]]
"""Text → people's names that a trained pipeline finds, ascending."""

_PERSON_LABELS = frozenset({"PER", "PERSON"})
"""Labels of people in spaCy's German and English pipelines."""
_TITLES = frozenset(
    ["Mr", "Mrs", "Ms", "Miss", "Mx", "Sir", "Frau", "Herr", "Herrn", "Hr", "Fr", "Dr", "Prof", "Doktor"]
)
_BRAND_REACH = 20
"""Code points beside a name in which the rest of a brand's name may be."""
_SIGNS = ".,;:!?()'’\""
_BEFORE_NICKNAME = re.compile(r"[ ,(]{1,3}(?:(?:genannt|gen\.|aka|a\.k\.a\.|alias|known as) )?[\"“„«‘']?$")
_REST_OF_NAME = re.compile(r"(?: [^\W\d_]{2,30})?")
_LAST_WORD = re.compile(r"(\w+) $")
_POSSESSIVE = ("'s", "’s", "'S", "’S")
_MAX_FOLLOWING = 4
"""Words behind a first name that may belong to a name ("Anna Maria von der Tann" has five words)."""

_CAPITALISED = re.compile(r"(?<![^\W_])[A-ZÄÖÜÀ-ÖØ-ÞŁŞŠŽČĆ][^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_NEXT = re.compile(r" ([^\W\d_]+(?:[-'’][^\W\d_]+)*)")
_DIGIT = re.compile(r"\d")
_PSEUDONYM = re.compile(r"\[[A-Za-z-]+ \d+\]")
_PATTERNS = load_patterns("voc.privacy", "scan")


@dataclass(frozen=True, slots=True)
class ScanRules:
    """What holds for a whole study: its speakers, names that always go, and words that never do (in lower case).

    ``names`` maps the first word of a name to all names that begin so, ``configured`` are the keys of
    ``privacy.names``, ``known`` maps words of names that other texts of the study gave away to their keys, ``accounts``
    the same words and full names as logins write them. ``same`` maps the keys of shorter forms of a name to the person.
    ``numbers`` are the digits of customer numbers of the study. ``things`` are words that look like names and are none
    here.
    ``spellings`` are the known names however they are spelt, ``in_interviews`` those of each interview by its source.
    """

    speakers: Speakers
    names: Mapping[str, Sequence[Name]] = field(default_factory=dict)
    configured: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    find_entities: FindEntities | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    spellings: Spellings = field(default_factory=lambda: Spellings({}))
    in_interviews: Mapping[str, Spellings] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str


def make_rules(speakers: Speakers, config: StudyConfig | None = None) -> ScanRules:
    """Prepare `scan` with the speakers of a study and the section [privacy] of its configuration.

    Raises:
        ConfigError: the pipeline that ``privacy.pipeline`` names is not installed.
    """
    privacy = (config or StudyConfig()).privacy
    names: dict[str, list[Name]] = {}
    # Longer names first, so that "Anna Maria" is found before "Anna".
    for name in sorted({tuple(_words(name)) for name in privacy.names}, key=lambda name: (-len(name), name)):
        if name:
            names.setdefault(name[0], []).append(name)
    keep = frozenset(plain_words(word) for word in privacy.keep if word.strip())
    configured = frozenset(name_key(name) for others in names.values() for name in others)
    find_entities = load_entities(privacy.pipeline) if privacy.pipeline else None
    return ScanRules(speakers, names, configured, keep, find_entities)


def plain_words(text: str) -> str:
    """A text in lower case with single spaces, as names in ``privacy.keep`` are compared."""
    return " ".join(text.split()).casefold()


def load_entities(pipeline: str) -> FindEntities:
    """The search for people's names by a trained spaCy pipeline.

    No pipeline is used by default: which are installed differs between machines, and results must not.

    Args:
        pipeline: the name of an installed pipeline ("de_core_news_sm"), or its folder.

    Raises:
        ConfigError: the pipeline is not installed, or is no pipeline.
    """
    import spacy

    try:
        nlp = spacy.load(pipeline)
    except (OSError, ValueError, ImportError) as error:
        raise ConfigError(
            f'[privacy] pipeline must be an installed spaCy pipeline or its folder, found "{pipeline}" '
            f"({type(error).__name__}). Install it, or remove the key."
        ) from error

    def find_entities(text: str) -> list[Mention]:
        nlp.max_length = max(nlp.max_length, len(text) + 1)
        people = (entity for entity in nlp(text).ents if entity.label_ in _PERSON_LABELS)
        return [Mention(entity.start_char, entity.end_char) for entity in people if _could_be_name(entity.text)]

    return find_entities


def _could_be_name(entity: str) -> bool:
    """Whether an entity may be a person: capitalised, no brand, and with a word that no list excludes."""
    words = entity.split()
    if not words or not words[0][:1].isupper() or is_known_pair(words):
        return False
    return not all(word in name_list("not_names") or word in name_list("not_after_title") for word in words)


def find_personal_data(texts: Iterable[str], config: StudyConfig | None = None) -> list[list[Detection]]:
    """Find what would be replaced in each text if it came in now; pseudonyms ("[Person 3]") are not personal data.

    For texts that are about to leave the house. Their speakers are unknown here: speakers' names were replaced when
    the study was made. The section [privacy] of the configuration holds as it did then.

    >>> [[detection.kind for detection in detections] for detections in find_personal_data(["Hi", "Mail a@b.org"])]
    [[], ['email']]

    Raises:
        ConfigError: the pipeline is not installed.
    """
    rules = make_rules(Speakers(), config)
    return [scan(text, TextContext(), rules) for text in texts]


def scan(text: str, context: TextContext, rules: ScanRules) -> list[Detection]:
    """Find all personal data of a text, ascending, without overlaps.

    Args:
        text: any text.
        context: where it comes from; decides which of several people a first name means.
        rules: what holds for the study.
    """
    # In order of rank: where two overlap, the earlier one wins.
    detections: list[Detection] = []
    if _DIGIT.search(text):
        detections += [*find_births(text), *find_identifiers(text), *find_addresses(text)]
    detections += find_contacts(text)
    if _DIGIT.search(text):
        detections += find_member_numbers(text, rules.numbers)
    # Most texts are written by one person of many; only their names are looked for in addition.
    own = rules.speakers.writers_accounts(context)
    accounts = ChainMap(own, rules.accounts) if own else rules.accounts  # type: ignore[arg-type]
    detections += find_accounts(text, accounts, rules.known) if accounts else ()
    detections += _find_names(text, context, rules)
    if not detections:
        return []
    whole = whole_names(text, _without_overlaps(text, detections, rules.keep), accounts)
    return [name for name in whole if not (rules.keep and is_kept(text[name.start : name.end], rules.keep))]


def _without_overlaps(text: str, detections: Sequence[Detection], keep: frozenset[str]) -> list[Detection]:
    """Drop what overlaps something of a higher rank, what is kept, and what is a pseudonym already."""
    # Pseudonyms come first, as detections without a kind, so that nothing inside one is replaced again.
    taken = [Detection(*match.span(), "", "") for match in _PSEUDONYM.finditer(text)] if "[" in text else []
    starts = [detection.start for detection in taken]
    for detection in detections:
        at = bisect.bisect_left(starts, detection.end)
        if at and taken[at - 1].end > detection.start:
            continue
        if keep and is_kept(text[detection.start : detection.end], keep):
            continue
        starts.insert(at, detection.start)
        taken.insert(at, detection)
    return [detection for detection in taken if detection.kind]


def is_kept(original: str, keep: frozenset[str]) -> bool:
    """Whether an original is a word to keep, as a handle too, or is no URL and contains one."""
    lowered = plain_words(original).lstrip("@")
    if lowered in keep or "@" + lowered in keep:
        return True
    if lowered.startswith(("http", "www")):
        return False
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lowered) for word in keep)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))


def _find_names(text: str, context: TextContext, rules: ScanRules) -> list[Detection]:
    """Find configured, announced and presented names, speakers' names, and later mentions of a part of these."""
    detections = _find_configured(text, rules) if rules.names else []
    capitalised = [_Word(match.start(), match.end(), match.group()) for match in _CAPITALISED.finditer(text)]
    mentions = [*find_announced(text, frozenset(word.text for word in capitalised)), *find_presented(text)]
    mentions += find_signed_in_lower_case(text)
    announced = {word for mention in mentions for word in _words(text[mention.start : mention.end])}
    mentions += [
        name for name in find_unannounced(text, announced=announced) if not _is_thing(text, name, rules.things)
    ]
    mentions = [mention for mention in mentions if not _is_title(text, mention) and not _is_known_name(text, mention)]
    mentions = [with_initials(text, mention) for mention in mentions]
    mentions += [name for name in find_initialled(text) if not _is_thing(text, name, rules.things)]
    if rules.find_entities is not None:
        mentions += [mention for mention in rules.find_entities(text) if _words(text[mention.start : mention.end])]
    speakers = list(_find_speakers(text, capitalised, context, rules.speakers))
    # First word and last word of each name → its key: a person who was named in full is named by a part later.
    known: dict[str, str] = {}
    spelt = {word for mention in mentions for word in _words(text[mention.start : mention.end])}
    spelt |= rules.speakers.spellings.keys()
    # Longer names first, so that "Schmidt" is the Henning Schmidt of the same text.
    for mention in sorted(mentions, key=lambda mention: (-text.count(" ", mention.start, mention.end), mention.start)):
        written = _words(text[mention.start : mention.end])
        # "Schmidts" is a genitive only where "Schmidt" occurs too, or is a first name as "Wiebkes".
        is_genitive = written[-1].endswith("s") and (
            written[-1][:-1] in spelt
            or written[-1][:-1] in rules.known
            or (len(written) == 1 and written[-1][:-1] in first_names() and not _is_listed(written[-1]))
        )
        name = [*written[:-1], written[-1][:-1]] if is_genitive else written
        match = rules.speakers.match(name, context, announced=True)
        if match.n_words == len(name):
            key = match.person
        else:
            key = (known.get(name[0]) if len(name) == 1 else None) or rules.known.get(" ".join(name)) or name_key(name)
        known.setdefault(name[-1], key)
        known.setdefault(name[0], key)
        if not any(_is_longer_overlap(speaker, mention) for speaker in speakers):
            detections.append(Detection(mention.start, mention.end - is_genitive, "name", key))
    detections += speakers
    for nickname, key in list(_find_nicknames(text, detections)):
        known[nickname], alone = key, name_key((nickname,))
        detections = [replace(name, key=key) if name.key == alone else name for name in detections]
    detections += _find_short_forms(text, capitalised, known, context, rules.speakers)
    doubles = (_Word(*match.span(), match.group()) for match in _WORD.finditer(text) if "-" in match.group())
    detections += [Detection(word.start, word.end, "name", known[word.text]) for word in doubles if word.text in known]
    for word in capitalised:
        base = word.text if word.text in known else word.text[:-1] if word.text.endswith("s") else ""
        if base in known and base not in name_list("ordinary") and not _is_hyphenated(text, word.start, word.end):
            detections.append(Detection(word.start, word.start + len(base), "name", known[base]))
    return [*detections, *_find_again(text, rules)] if rules.known else detections


def _find_nicknames(text: str, names: Sequence[Detection]) -> Iterator[tuple[str, str]]:
    """What a text calls somebody right behind their name, with their key: "Anna Klamm (genannt Anni)"."""
    if not names or _PATTERNS["maybe_nickname"].search(text) is None:
        return
    for mention in find_nicknames(text):
        word = text[mention.start : mention.end]
        is_quoted = text[mention.end : mention.end + 1] in ('"', "“", "”", "’", "'")
        if not can_spread(word) or (is_quoted and not text[mention.end + 2 : mention.end + 3].isupper()):
            continue
        before = _BEFORE_NICKNAME.search(text, max(0, mention.start - _BRAND_REACH), mention.start)
        for name in names:
            if before is not None and _REST_OF_NAME.fullmatch(text, name.end, before.start()):
                yield word, name.key
                break


def _find_short_forms(
    text: str, capitalised: Sequence[_Word], known: Mapping[str, str], context: TextContext, speakers: Speakers
) -> Iterator[Detection]:
    """Find short forms ("Korbi") of first names that the text, or the label of who speaks, has in full; who speaks
    writes their own in lower case too ("it's korbi")."""
    own = {name[0]: person for person in context.speakers for name in speakers.names.get(person, ())}
    owners = {**known, **own}
    if not owners:
        return
    for word in capitalised:
        for base in (word.text, word.text.removesuffix("s")):
            if owner := owner_of_short_form(base, owners):
                yield Detection(word.start, word.start + len(base), "name", owner)
                break
    lowered = text.lower()
    own = {first: person for first, person in own.items() if has_part_in(first, lowered)}
    for match in _WORD.finditer(text) if own else ():
        written = match.group()
        if written.islower() and is_unknown(written) and (owner := owner_of_short_form(written.title(), own)):
            yield Detection(match.start(), match.end(), "name", owner)


def _find_again(text: str, rules: ScanRules) -> Iterator[Detection]:
    """Find names that other texts of the study gave away: in any case and spelling, in the genitive, and as a part of a
    word with hyphens."""
    for match in _WORD.finditer(text):
        for part in (match, *(_PART.finditer(text, *match.span()) if "-" in match.group() else ())):
            word = part.group()
            written = word.title() if word.islower() or word.isupper() else word
            # "EVA's", "Mm-hmm" and "JUnit" are no title case: the check of the files knows no case either.
            for base in (written, _without_genitive(word.lower())):
                if key := rules.spellings.in_any_case(base) or (rules.spellings.find(base) if base == word else ""):
                    yield Detection(part.start(), part.start() + len(base), "name", key)
                    break


def _without_genitive(word: str) -> str:
    if word.endswith(_POSSESSIVE):
        return word[:-2]
    return word[:-1] if word.endswith("s") else ""


def _is_listed(word: str) -> bool:
    return word in name_list("first_names") or word in name_list("surnames")


def _is_thing(text: str, mention: Mention, things: frozenset[str]) -> bool:
    return bool(things) and things.issuperset(_words(text[mention.start : mention.end]))


def _is_title(text: str, mention: Mention) -> bool:
    """Whether a name that was found is only a title ("Mrs")."""
    return text[mention.start : mention.end].strip(" .") in _TITLES


def _is_known_name(text: str, mention: Mention) -> bool:
    """Whether a name with the word behind it is that of a brand or a figure ("Hello Kitty" is greeted by nobody)."""
    before = _LAST_WORD.search(text, max(0, mention.start - _BRAND_REACH), mention.start)
    words = [*(before.groups() if before else ()), *text[mention.start : mention.end + _BRAND_REACH].split()]
    return any(is_known_pair([word.strip(_SIGNS) for word in pair]) for pair in pairwise(words[:3]))


def _is_longer_overlap(speaker: Detection, mention: Mention) -> bool:
    overlaps = mention.start < speaker.end and speaker.start < mention.end
    return overlaps and speaker.end - speaker.start > mention.end - mention.start


def _find_configured(text: str, rules: ScanRules) -> list[Detection]:
    """Find the names of `[privacy] names` as they are written, also with a genitive -s on the last word."""
    detections = []
    words = [_Word(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]
    for position, word in enumerate(words):
        for base in (word.text, word.text[:-1] if word.text.endswith("s") else ""):
            for name in rules.names.get(base, ()):
                following = words[position : position + len(name)]
                if tuple(other.text for other in following) == name:
                    # The full stop of an initial ("Hannah T.") goes with it.
                    is_initial = len(name[-1]) == 1 and text.startswith(".", following[-1].end)
                    detections.append(Detection(word.start, following[-1].end + is_initial, "name", name_key(name)))
                    break
                if len(name) == 1 and base == name[0]:
                    detections.append(Detection(word.start, word.start + len(base), "name", name_key(name)))
                    break
    return detections


def _find_speakers(
    text: str, capitalised: Sequence[_Word], context: TextContext, speakers: Speakers
) -> Iterator[Detection]:
    """Speakers' names: in full, by first name or by surname, with or without a genitive -s."""
    if not speakers.spellings:
        return
    for word in capitalised:
        is_genitive = word.text not in speakers.spellings
        # "Lars" is no genitive of "Lar".
        is_other_name = word.text[-1] != "s" or word.text in first_names()
        if is_genitive and (word.text[:-1] not in speakers.spellings or is_other_name):
            continue
        base = word.text[:-1] if is_genitive else word.text
        written = [base] if is_genitive else [base, *_following(text, word.end)]
        name, match = _match_longest(written, context, speakers)
        if not match.n_words:
            continue
        if match.n_words == 1 and (_is_used_as_word(text, word, base, speakers) or _begins_known_pair(name)):
            continue
        end = _end_of(text, word.start, name[: match.n_words])
        if match.n_words > 1 or not _is_hyphenated(text, word.start, end + is_genitive):
            yield Detection(word.start, end, "name", match.person)


def _begins_known_pair(words: Sequence[str]) -> bool:
    """Whether a first name begins the name of a brand, a work or a public figure, in the genitive too."""
    if len(words) < 2:
        return False
    return is_known_pair(words) or is_known_pair((words[0], words[1][:-2]))


def _following(text: str, end: int) -> list[str]:
    """The next words of the same line, up to `_MAX_FOLLOWING`, as long as only single spaces are between them."""
    words: list[str] = []
    while len(words) < _MAX_FOLLOWING and (match := _NEXT.match(text, end)):
        words.append(match.group(1))
        end = match.end()
    return words


def _match_longest(written: Sequence[str], context: TextContext, speakers: Speakers) -> tuple[Sequence[str], NameMatch]:
    """`Speakers.match`, also with a genitive -s on the last word of the name; and the words that were matched."""
    match = speakers.match(written, context)
    for at in range(len(written) - 1, 0, -1):
        if written[at].endswith("s") and at + 1 > match.n_words:
            without_s = [*written[:at], written[at][:-1]]
            longer = speakers.match(without_s, context)
            if longer.n_words == at + 1:
                return without_s, longer
    return written, match


def _end_of(text: str, start: int, words: Sequence[str]) -> int:
    """Return where the last of the words ends; the first one is at ``start``."""
    for word in words:
        start = text.index(word, start) + len(word)
    return start


def _is_used_as_word(text: str, word: _Word, base: str, speakers: Speakers) -> bool:
    """Whether a name that is an ordinary word too is used as one: after an article, a number or a preposition of time,
    or opening a sentence; a surname ("Sommer") everywhere but in a label and after an initial."""
    before = text[max(0, word.start - 20) : word.start]
    if base not in name_list("ordinary"):
        return base in speakers.short_forms and _PATTERNS["article"].search(before) is not None
    if _PATTERNS["article"].search(before) or re.search(r"\d\s*$", before):
        return True
    if base in speakers.surnames:
        is_label = text.startswith(":", word.end) and (not before or before[-1] in "\n]")
        return not is_label and _PATTERNS["initial"].search(before) is None
    # "Mark, kannst du …" opens a sentence, but is addressed.
    is_addressed = text[word.end : word.end + 2].startswith((",", ":", "'", "’", "!", "?", "."))
    # "Rich Tones" is a full name.
    is_addressed = is_addressed or re.match(r" [A-ZÄÖÜ][a-zäöüß]", text[word.end : word.end + 3]) is not None
    return _PATTERNS["new_sentence"].search(before) is not None and not is_addressed


def _is_hyphenated(text: str, start: int, end: int) -> bool:
    """Whether a name is a part of a longer first name ("Anna" in "Anna-Lena")."""
    after = re.match(r"-([^\W\d_]+)", text[end : end + 30])
    before = re.search(r"([^\W\d_]+)-$", text[max(0, start - 30) : start])
    return any(match is not None and match.group(1) in first_names() for match in (after, before))
