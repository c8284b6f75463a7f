"""Subjects inside the sentences of a title."""

from __future__ import annotations

import pytest

from personas.wording import phrase
from voc.schema import Language
from voc.text.catalogue import load_catalogue


@pytest.mark.parametrize(
    ("subject", "language", "expected"),
    [
        ("Passform", "de", "Passform"),
        ("Lieferung, Paket", "de", "„Lieferung, Paket“"),
        ("Warten auf die Antwort der Hotline", "de", "„Warten auf die Antwort der Hotline“"),
        ("App & Telefon", "de", "App und Telefon"),
        ("FAQ pages", "en", "FAQ pages"),
        ("Returns", "en", "returns"),
        ("", "en", ""),
    ],
)
def test_a_subject_fits_into_a_sentence(subject: str, language: Language, expected: str) -> None:
    assert phrase(subject, load_catalogue("personas", language)) == expected
