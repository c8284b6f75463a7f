"""Look again: personal data in texts that are about to leave the house."""

from __future__ import annotations

from collections.abc import Iterable

from voc.config import StudyConfig
from voc.privacy.entities import load_entities
from voc.privacy.people import People, Place
from voc.privacy.scan import rules, scan

Found = tuple[int, int, str]
"""``text[start:end]`` is personal data of this kind ("name", "email", "phone" …)."""


def personal_places(texts: Iterable[str], config: StudyConfig | None = None) -> list[list[Found]]:
    """What would be replaced in each text if it came in now; pseudonyms ("[Person 3]") are none.

    Nothing is known of speakers here: their names were replaced when the study was made. ``privacy.names``,
    ``privacy.keep`` and ``privacy.pipeline`` hold as they did then.

    >>> personal_places(["Ask [Person 3].", "Mail to anna@example.org, please."])
    [[], [(8, 24, 'email')]]

    Raises:
        ConfigError: the pipeline is not installed.
    """
    privacy = (config or StudyConfig()).privacy
    entities = load_entities(privacy.pipeline) if privacy.pipeline else None
    rule = rules(People(), privacy.names, privacy.keep, entities)
    return [[(one.start, one.end, one.kind) for one in scan(text, Place(), rule)] for text in texts]
