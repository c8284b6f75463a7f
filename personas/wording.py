"""Write the sentences about personas and pain points in a language, from what they are made of.

Drafts keep the parts of their sentences (`voc.schema.SentenceParts`), so that a study made in German can be shown in
English: names of the journey, attributes and numbers are written anew, names of themes stay.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from voc.pains.wording import title_in_language
from voc.schema import (
    Analysis,
    CounterVoice,
    Difference,
    Language,
    Persona,
    Personas,
    PersonaWording,
    SentenceParts,
    Trait,
    in_language,
)
from voc.text.catalogue import Catalogue, load_catalogue

T = TypeVar("T", Trait, CounterVoice, Difference)

MAX_PHRASE_WORDS = 3
"""A longer subject is put in quotation marks where it stands inside a sentence."""
_PUNCTUATION = re.compile(r"[,;:/–—&|()\"„“”«»]")
_SUBJECTS = ("subject", "first", "second")


def say(sentence: SentenceParts, analysis: Analysis) -> str:
    """A sentence of the drafts in the language of the analysis."""
    words, names = load_catalogue("personas", analysis.language), journey_names(analysis)
    values: dict[str, object] = {**sentence.numbers}
    values |= {name: words.two_decimals(value) for name, value in sentence.figures.items()}
    for name, text in sentence.texts.items():
        key = sentence.ids.get(name, "")
        # What has no name of ours (a theme, words of a person) stays as it was written.
        written = names.get(key) or words.maybe(key, text)
        values[name] = phrase(written, words) if name in _SUBJECTS else written
    if "first" in values:
        values["subject"] = words("title.and", first=values["first"], second=values["second"])
    if sentence.attributes:
        values["attributes"] = ", ".join(attribute_name(name, analysis.language) for name in sentence.attributes)
    text = words(sentence.key, **values)
    # Several groups without a focus have a number, so that no two titles are the same.
    return f"{text} ({values['number']})" if "number" in values else text


def attribute_name(name: str, language: Language) -> str:
    """An attribute in a language, or its own name where the catalogue does not have it.

    >>> attribute_name("customer since", "de"), attribute_name("shoe_size", "de")
    ('Kundschaft seit', 'shoe size')
    """
    words = load_catalogue("personas", language)
    return words.maybe(f"attribute.{name.replace(' ', '_')}", name.replace("_", " "))


def journey_names(analysis: Analysis) -> dict[str, str]:
    """The names of phases and touchpoints in the language of the analysis, by id."""
    taxonomy, language = analysis.taxonomy, analysis.language
    names = {phase.phase_id: in_language(phase.names, language) for phase in taxonomy.phases}
    return names | {place.touchpoint_id: in_language(place.names, language) for place in taxonomy.touchpoints}


def in_other_language(analysis: Analysis, personas: Personas, language: Language) -> tuple[Analysis, Personas]:
    """A study with every sentence in another language that its parts are known of; quotes and named things stay."""
    analysis = replace(analysis, language=language)
    pains = tuple(
        replace(pain, title=title_in_language(pain, analysis.taxonomy, language)) for pain in analysis.pain_points
    )
    analysis = replace(analysis, pain_points=pains)
    return analysis, replace(
        personas,
        personas=tuple(_persona(persona, analysis) for persona in personas.personas),
        profiles=tuple(replace(profile, traits=_renamed(profile.traits, analysis)) for profile in personas.profiles),
        refusal=" ".join(say(sentence, analysis) for sentence in personas.refusal_wording) or personas.refusal,
        method=" ".join(say(sentence, analysis) for sentence in personas.method_wording) or personas.method,
    )


def _persona(persona: Persona, analysis: Analysis) -> Persona:
    wording = persona.wording or PersonaWording(None, (), ())
    return replace(
        persona,
        title=say(wording.title, analysis) if wording.title else persona.title,
        caveats=tuple(say(sentence, analysis) for sentence in wording.caveats) or persona.caveats,
        questions=tuple(say(sentence, analysis) for sentence in wording.questions) or persona.questions,
        traits=_renamed(persona.traits, analysis),
        touchpoints=_renamed(persona.touchpoints, analysis),
        channels=_renamed(persona.channels, analysis),
        counter=_renamed(persona.counter, analysis),
        differences=_renamed(persona.differences, analysis),
    )


def _renamed(lines: tuple[T, ...], analysis: Analysis) -> tuple[T, ...]:
    """Lines about touchpoints and channels with their names in the language of the analysis."""
    words, names = load_catalogue("personas", analysis.language), journey_names(analysis)
    return tuple(
        replace(line, subject=names.get(line.subject_id) or words.maybe(f"channel.{line.subject_id}", line.subject))
        for line in lines
    )


def phrase(subject: str, words: Catalogue) -> str:
    """A subject as it is written inside a sentence: short names as they are, longer ones in quotation marks.

    >>> words = load_catalogue("personas", "en")
    >>> phrase("Advice in the shop", words), phrase("Returns", words), phrase("App & phone", words)
    ('“Advice in the shop”', 'returns', 'app and phone')
    """
    plain = subject.replace(" & ", f" {words('title.inside')} ")
    if needs_quotes(subject):
        return words("title.quoted", subject=plain)
    first = plain.split(" ")[0]
    # English common nouns are lower case inside a sentence; "FAQ" and "iPhone" keep their capitals.
    if words.language == "en" and first[1:] == first[1:].lower() and len(first) > 1:
        return first.lower() + plain[len(first) :]
    return plain


def needs_quotes(subject: str) -> bool:
    """Whether a subject is too long, or has signs, to be written inside a sentence as it is."""
    plain = subject.replace(" & ", " and ")
    return len(plain.split()) > MAX_PHRASE_WORDS or _PUNCTUATION.search(plain) is not None
