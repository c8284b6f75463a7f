"""Tables of mails: what is counted, left out, and still found by the search for names."""

from __future__ import annotations

from collections.abc import Callable

from voc.ingest.mail.messages import MessageReader
from voc.privacy import protect
from voc.schema import Corpus

QUOTE = (
    "\n\nBest regards\nJorun Tiefenbach\n\n"
    "On Mon, 2 Mar 2026 at 10:00, Desk <desk@bike.example> wrote:\n> We are terribly sorry.\n"
)
COMPLAINTS = [
    "The pedal fell off on the first hill.",
    "The bell is far too quiet for the city.",
    "Ordering the spare wheel took three weeks.",
    "I spoke to Tjorven Quastenberg and she was no help.",
]


def test_a_ticket_table_has_only_the_customers_words(read_rows: Callable[..., Corpus]) -> None:
    rows = [["ticket", "message"], *([str(n), f"Hello,\n{text}{QUOTE}"] for n, text in enumerate(COMPLAINTS))]
    corpus = read_rows(rows)
    assert [document.text for document in corpus.documents] == COMPLAINTS
    assert any("4 quoted mails, 4 greetings, 4 closings, 4 signatures" in note for note in corpus.sources[0].notes)


def test_names_of_signatures_are_replaced_where_other_people_mention_them(read_rows: Callable[..., Corpus]) -> None:
    signed = f"Hello,\n{COMPLAINTS[0]}\n\nBest regards\nTjorven Quastenberg\n\nSent from my iPhone"
    rows = [["ticket", "message"], ["1", signed], ["2", f"Hi,\nnobody calls back, said Tjorven.{QUOTE}"]]
    rows += [[str(n), f"Hello,\n{text}{QUOTE}"] for n, text in enumerate(COMPLAINTS)]
    texts = [document.text for document in protect(read_rows(rows)).corpus.documents]
    assert not any("Tjorven" in text or "Quastenberg" in text for text in texts)


def test_a_message_without_words_of_its_own_is_counted(read_rows: Callable[..., Corpus]) -> None:
    automatic = "Automatic reply: parcel\nI am out of the office. In urgent matters call the desk."
    rows = [["ticket", "message"], ["1", automatic]]
    rows += [[str(n), f"Hello,\n{text}{QUOTE}"] for n, text in enumerate(COMPLAINTS)]
    corpus = read_rows(rows)
    assert len(corpus.documents) == len(COMPLAINTS)
    assert any("1 text is an automatic reply" in note for note in corpus.sources[0].notes)


def test_a_greeting_alone_is_left_out_only_among_mails() -> None:
    greeting = "Hello,\nthe saddle is hard."
    assert MessageReader([greeting, "Fine.", "Quick."]).own_words(greeting) == greeting
    mails = [f"Hello,\n{text}{QUOTE}" for text in COMPLAINTS]
    assert MessageReader([*mails, greeting]).own_words(greeting) == "the saddle is hard."


def test_a_name_alone_below_the_words_is_left_out_where_many_texts_are_signed_so(
    read_rows: Callable[..., Corpus],
) -> None:
    names = ["Ilka", "J. Stockhorst", "Tammo Riek, Riek & Co", "Jed"]
    signed = [f"{text}\n\n{name}" for text, name in zip(COMPLAINTS, names, strict=True)]
    corpus = read_rows([["ticket", "message"], *([str(n), text] for n, text in enumerate(signed))])
    assert [document.text for document in corpus.documents] == COMPLAINTS


def test_a_name_alone_below_one_text_stays() -> None:
    text = "My favourite singer:\n\nIlka"
    assert MessageReader([text, *COMPLAINTS]).own_words(text) == text
