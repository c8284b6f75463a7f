"""Captions in XML."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read, words_of

HEAD = '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"'


@pytest.mark.parametrize("begin", ["00:01:02.500", "62.5s", "62500ms", "1875f", "625t"])
def test_timed_text_units_of_time(begin: str, read: Read) -> None:
    words = f'<p begin="{begin}">Zu<br/>spät &amp; <span>kalt</span>.</p>'
    text = f'{HEAD} ttp:frameRate="30" ttp:tickRate="10"><body>{words}</body></tt>'
    (document,) = read("a.ttml", text).documents
    assert words_of(document) == [("", "Zu spät & kalt.")]
    assert document.turns[0].time_s == 62.5


def test_timed_text_speakers_are_agents_or_written_into_the_words(read: Read) -> None:
    agents = '<ttm:agent xml:id="j"><ttm:name>Jana Moll</ttm:name></ttm:agent><ttm:agent xml:id="u"/>'
    lines = [("j", "Wie war es?"), ("u", "Kühl."), ("j", "Und?"), ("u", "Nass.")]
    paragraphs = "".join(f'<p begin="{n}s" ttm:agent="{agent}">{words}</p>' for n, (agent, words) in enumerate(lines))
    text = f'{HEAD} xmlns:ttm="http://www.w3.org/ns/ttml#metadata"><head>{agents}</head><body>{paragraphs}</body></tt>'
    names = {"j": "Jana Moll", "u": "u"}
    assert words_of(read("a.dfxp", text).documents[0]) == [(names[agent], words) for agent, words in lines]
