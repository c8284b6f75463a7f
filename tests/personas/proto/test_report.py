"""The report on proto-personas quotes whole segments and escapes what the team wrote."""

from __future__ import annotations

from personas.proto.matching import compare_protos
from personas.proto.proto_file import Proto, ProtoLine
from personas.proto.report import as_data, as_html, as_markdown
from tests.personas.proto.small_study import FILLER, Statement, small_study, words_as_vectors


def test_every_quote_of_data_and_pages_is_an_exact_segment() -> None:
    statements = (
        Statement(1, "The <b>chatbot</b> & I:\nnever *again*.", -0.9),
        Statement(2, "Bad chatbot.", -0.9),
        *FILLER,
    )
    study = small_study(statements)
    test = compare_protos((Proto("A|<i>", (ProtoLine("pain", "chatbot"),)),), study, words_as_vectors)
    texts = {statement.segment.segment_id: statement.text for statement in statements}
    quotes = [quote for line in as_data(test, study)["personas"][0]["lines"] for quote in line["quotes"]]
    assert {quote["segment_id"] for quote in quotes} == {"s-1", "s-2"}
    assert all(quote["text"] == texts[quote["segment_id"]] for quote in quotes)
    markdown, page = as_markdown(test, study), as_html(test, study)
    assert "> The <b>chatbot</b> & I:\n> never *again*.\n> — s-1" in markdown
    assert "A\\|\\<i\\>" in markdown
    assert '<blockquote data-segment="s-1">The &lt;b&gt;chatbot&lt;/b&gt; &amp; I:\nnever *again*.</blockquote>' in page
    assert "<i>" not in page
