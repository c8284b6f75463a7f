"""Conventions of survey programs and review portals. A new one: a module with ``DIALECTS``, and one entry here."""

from __future__ import annotations

from voc.ingest.surveys.dialects import alchemer, forms, limesurvey, qualtrics, stores, surveymonkey
from voc.ingest.surveys.dialects.base import Dialect

DIALECTS: tuple[Dialect, ...] = (
    *qualtrics.DIALECTS,
    *surveymonkey.DIALECTS,
    *forms.DIALECTS,
    *alchemer.DIALECTS,
    *stores.DIALECTS,
    *limesurvey.DIALECTS,
)

__all__ = ["DIALECTS", "Dialect"]
