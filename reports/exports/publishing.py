"""The last check of a public copy: it holds no word that looks like somebody's name, unless somebody has settled it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache

from voc.config import PrivacySection
from voc.errors import VerifyError
from voc.journey.taxonomy import BUILT_IN, load_taxonomy, taxonomy_to_json
from voc.privacy.leaks import find_leaks
from voc.privacy.name_like import NameLike, find_name_like
from voc.privacy.output_texts import read_output
from voc.schema import EMOTIONS, Language, Pseudonym
from voc.study.store import study_schema
from voc.text.catalogue import load_catalogue

_SHOWN_WORDS = 40
"""Words of the longest list that is worked through at once; more of them are counted."""
_SHOWN_PLACES = 3
_CATALOGUES = ("reports", "personas", "voc.pains")
"""Packages whose sentences are in exports."""


def check_words(
    files: Mapping[str, bytes], privacy: PrivacySection, settled: Iterable[str], language: Language
) -> None:
    """Refuse files with a name of ``privacy.names``, or with words that look like names and are not settled.

    Args:
        files: path → content.
        privacy: its names must be in no file; its words to keep may.
        settled: words that look like names and are used as none in the study.
        language: of the files.

    Raises:
        VerifyError: a file holds such a word; the message has a row per word, and what to do.
    """
    outputs = sorted(files.items())
    listed = [
        Pseudonym("name", f"hidden ([privacy] names, entry {n})", name) for n, name in enumerate(privacy.names, 1)
    ]
    leaks = find_leaks(outputs, listed, privacy.keep)
    words = find_name_like(outputs, privacy.keep, settled, own_texts(language))
    if leaks or words:
        raise VerifyError("\n".join(_message(words, list(map(str, leaks)))))


@cache
def own_texts(language: Language) -> frozenset[str]:
    """What the product writes into every export, whatever the study: headings, labels, its journeys and JSON Schema."""
    data = [study_schema(), *(taxonomy_to_json(load_taxonomy(name)) for name in BUILT_IN)]
    texts = {*EMOTIONS, *(text for _, text in read_output("own.json", json.dumps(data).encode()))}
    for package in _CATALOGUES:
        for entry in load_catalogue(package, language).entries.values():
            texts.update((entry,) if isinstance(entry, str) else entry.values())
    return frozenset(" ".join(text.split()) for text in texts)


def _message(words: list[NameLike], leaks: list[str]) -> Iterable[str]:
    yield "Nothing was written, because a public copy may name nobody."
    if leaks:
        yield (
            "Names of [privacy] names are in files of your own (journey, look, figures), which are not replaced. "
            "Change them there:"
        )
        yield from leaks[:_SHOWN_WORDS]
    if not words:
        return
    yield (
        "1 word looks like a name of somebody:"
        if len(words) == 1
        else f"{len(words)} words look like names of people, the surest first:"
    )
    yield from map(_row, words[:_SHOWN_WORDS])
    if len(words) > _SHOWN_WORDS:
        yield f"… and {len(words) - _SHOWN_WORDS} more, which are listed when these are settled."
    entries = ", ".join(json.dumps(word.word, ensure_ascii=False) for word in words[:_SHOWN_WORDS])
    yield (
        "Copy these lines into voc.toml, move every word that names nobody (brands, products, places) from names to "
        "keep, and export again with --config voc.toml:\n"
        f"[privacy]\nnames = [{entries}]\nkeep = []"
    )


def _row(word: NameLike) -> str:
    places = "; ".join(f"{file} ({place})" if place else file for file, place in _spread(word.places))
    certainty = "" if word.is_sure else ", less sure"
    return f"  {word.word}  {len(word.places)}×{certainty}: {places}"


def _spread(places: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first places, one per file."""
    first: dict[str, str] = {}
    for file, place in places:
        first.setdefault(file, place)
    return list(first.items())[:_SHOWN_PLACES]
