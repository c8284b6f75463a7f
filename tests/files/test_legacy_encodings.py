"""Tables in older encodings are read by their umlauts, or refused with the remedy."""

from __future__ import annotations

import pytest

from voc.errors import FormatError
from voc.files.legacy_encodings import choose_legacy_encoding

GERMAN = "Nr;Kommentar\n1;Die Tür klemmt über Stunden, schöne Grüße\n2;Größer wäre besser\n"


@pytest.mark.parametrize("codec", ["cp1252", "mac_roman", "cp850"])
def test_german_is_decoded(codec: str) -> None:
    encoding = choose_legacy_encoding(GERMAN.encode(codec), "a.csv")
    assert GERMAN.encode(codec).decode(encoding.codec) == GERMAN


def test_quotation_marks_are_no_umlauts_of_another_encoding() -> None:
    english = "Nr;Comment\n1;He said “never again” – and it’s „true“\n"
    assert choose_legacy_encoding(english.encode("cp1252"), "a.csv").codec == "cp1252"


@pytest.mark.parametrize(
    ("text", "codec"),
    [("番号,意見\n1,レジがとても遅いです。\n", "cp932"), ("№;Отзыв\n1;Очередь слишком длинная\n", "cp1251")],
)
def test_other_scripts_are_refused_with_the_remedy(text: str, codec: str) -> None:
    with pytest.raises(FormatError, match="save it as UTF-8") as error:
        choose_legacy_encoding(text.encode(codec), "meinung.csv")
    assert ("Shift-JIS" in str(error.value)) == (codec == "cp932")
