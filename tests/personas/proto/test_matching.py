"""Proto-personas: reading them, and what people say for and against their lines."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from personas.proto.matching import compare_protos
from personas.proto.people import demographic
from personas.proto.proto_file import TEMPLATES, Proto, ProtoLine, read_protos
from personas.proto.report import as_data, as_html, as_markdown
from voc.errors import ConfigError
from voc.text.matching import find_negations, is_same_word, read_topic


def words_as_vectors(texts):
    """A stand-in for an encoder: texts are near when they share beginnings of words."""
    vectors = np.zeros((len(texts), 512), np.float32)
    for row, text in enumerate(texts):
        for word in re.findall(r"\w{4,}", text.lower()):
            vectors[row, int.from_bytes(word[:5].encode()) % 509] += 1
    return vectors


def said(number, text, polarity=0.0, *, kind="review", statement="other", who=None, theme=""):
    return {
        "segment_id": f"s-{number}", "respondent_id": who or f"r-{number}", "text": text, "polarity": str(polarity),
        "role": "participant", "kind": kind, "language": "en", "statement": statement, "theme_id": theme,
    }  # fmt: skip


FILLER = [said(100 + n, text, theme="t-weather") for n, text in enumerate(
    ["The weather was mild.", "My cousin sings in a choir.", "Rain fell on the roof.", "A bird sat on the fence."] * 5
)]  # fmt: skip
ROWS = [
    said(1, "The chatbot annoyed me.", -0.8), said(2, "The chatbot is awful.", -0.6),
    said(3, "The chatbot is lovely.", 0.8), said(4, "I order by telephone."), said(5, "I never order by telephone."),
    said(6, "We do not order by telephone."), said(7, "Do you order by telephone?"), said(8, "I need a newsletter."),
    said(9, "Nobody reads that newsletter.", -0.5), *FILLER,
]  # fmt: skip


def study(rows=ROWS, respondents=(), personas=(), themes=()):
    return SimpleNamespace(
        segments=list(rows),
        respondents=list(respondents),
        personas={"personas": list(personas)},
        themes=list(themes),
        manifest={"language": "en"},
    )


def judge(kind, text, tables=None):
    proto = Proto("X", (ProtoLine(kind, text),))
    return compare_protos((proto,), tables or study(), words_as_vectors).findings[0][0]


def test_a_pain_is_supported_by_unhappy_people_and_not_by_happy_ones():
    found = judge("pain", "is annoyed by the chatbot")
    assert (found.verdict, found.says, found.against, found.n_of) == ("supported", ("r-1", "r-2"), ("r-3",), 29)
    assert [ROWS[at]["segment_id"] for at in found.counter] == ["s-3"]


def test_praise_of_what_people_complain_about_is_contradicted():
    found = judge("praise", "chatbot")
    assert (found.verdict, found.says, found.against) == ("contradicted", ("r-3",), ("r-1", "r-2"))


def test_a_habit_is_contradicted_by_those_who_deny_it_and_questions_say_nothing():
    found = judge("behaviour", "orders by telephone")
    assert (found.verdict, found.says, found.against) == ("contradicted", ("r-4",), ("r-5", "r-6"))
    assert judge("behaviour", "does not order by telephone").verdict == "supported"


def test_naming_a_thing_is_no_need_of_it():
    found = judge("need", "newsletter")
    assert (found.verdict, found.says) == ("few", ("r-8",))


def test_in_interviews_people_must_speak_of_themselves():
    rows = [said(n, "My brother plays chess and he is fine.".replace("My", who), kind="interview") for n, who in
            enumerate(("Her", "His", "Their", "The"))]  # fmt: skip
    assert judge("behaviour", "plays chess", study([*rows, *FILLER])).verdict == "unclear"


def test_what_nobody_says_is_not_found_and_what_no_source_carries_cannot_be_told():
    assert judge("goal", "wants a flying carpet").verdict == "not_found"
    assert judge("demographic", "female").verdict == "no_data"
    assert judge("goal", "wants a flying carpet", study([])).verdict == "not_found"


def test_one_common_word_is_no_matter_of_its_own():
    rows = [said(n, f"I have time, number {n}.") for n in range(30)]
    assert judge("characteristic", "has time", study([*rows, *FILLER])).verdict == "unclear"


PEOPLE = [
    {"respondent_id": "r-1", "source": "a", "n_segments": "3", "age": "37", "gender": "female", "job": "teacher"},
    {"respondent_id": "r-2", "source": "a", "n_segments": "3", "age": "61", "gender": "male", "job": ""},
    {"respondent_id": "r-3", "source": "a", "n_segments": "3", "age": "", "gender": "Female", "job": "student"},
]


@pytest.mark.parametrize(
    ("line", "attribute", "who", "known"),
    [
        ("age 35–45", "age", ("r-1",), 2), ("35-45", "age", ("r-1",), 2), ("Alter ab 60", "age", ("r-2",), 2),
        ("38 years old", "age", ("r-1",), 2), ("weiblich", "gender", ("r-1", "r-3"), 3), ("men", "gender", ("r-2",), 3),
        ("Student", "job", ("r-3",), 2), ("job pilot", "job", (), 2),
    ],
)  # fmt: skip
def test_demographics_are_counted_among_those_whose_attribute_is_known(line, attribute, who, known):
    found = demographic(line, PEOPLE)
    assert found is not None
    assert (found.attribute, found.who, found.n_known) == (attribute, who, known)


def test_demographics_that_no_source_carries_are_none():
    assert demographic("lives in a village", PEOPLE) is None
    assert demographic("35–45", [{"respondent_id": "r-1", "source": "a", "n_segments": "1"}]) is None
    assert demographic("female", []) is None


def test_who_is_missing_is_named():
    ours = {
        "persona_id": "p-1", "title": "Birds", "respondents": ["r-100", "r-101", "r-1"],
        "quote": {"segment_id": "s-103"},
    }  # fmt: skip
    themes = [
        {"theme_id": "t-weather", "name": "Weather", "n_respondents": "20", "exemplars": "s-100; s-102"},
        {"theme_id": "t-rare", "name": "Rare", "n_respondents": "1", "exemplars": "s-100"},
    ]
    tables = study(personas=[ours], themes=themes)
    proto = Proto("X", (ProtoLine("pain", "is annoyed by the chatbot"),))
    test = compare_protos((proto,), tables, words_as_vectors)
    assert [(one.kind, one.key, one.n, one.n_of) for one in test.missing] == [
        ("persona", "p-1", 2, 3), ("theme", "t-weather", 20, 29)
    ]  # fmt: skip
    assert test.covered == (("r-1", "r-2"),)


def test_every_quote_of_data_and_pages_is_an_exact_segment():
    rows = [said(1, "The <b>chatbot</b> & I:\nnever *again*.", -0.9), said(2, "Bad chatbot.", -0.9), *FILLER]
    tables = study(rows)
    test = compare_protos((Proto("A|<i>", (ProtoLine("pain", "chatbot"),)),), tables, words_as_vectors)
    texts = {row["segment_id"]: row["text"] for row in rows}
    quotes = [quote for line in as_data(test, tables)["personas"][0]["lines"] for quote in line["quotes"]]
    assert {quote["segment_id"] for quote in quotes} == {"s-1", "s-2"}
    assert all(quote["text"] == texts[quote["segment_id"]] for quote in quotes)
    markdown, page = as_markdown(test, tables), as_html(test, tables)
    assert "> The <b>chatbot</b> & I:\n> never *again*.\n> — s-1" in markdown
    assert "A\\|\\<i\\>" in markdown
    assert '<blockquote data-segment="s-1">The &lt;b&gt;chatbot&lt;/b&gt; &amp; I:\nnever *again*.</blockquote>' in page
    assert "<i>" not in page


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_example_is_valid(tmp_path, language):
    file = tmp_path / "team.toml"
    file.write_text(TEMPLATES[language], encoding="utf-8")
    (proto,) = read_protos(file)
    assert {line.kind for line in proto.lines} == {"goal", "pain", "channel", "demographic"}


def test_a_table_reads_as_toml_does(tmp_path):
    file = tmp_path / "team.csv"
    file.write_text(
        "\ufeffPersona;Art;Zeile\nEilige;Ziel;will los\nEilige;Schmerzpunkte;Chatbot\n;;\n", encoding="utf-8"
    )
    assert read_protos(file) == (Proto("Eilige", (ProtoLine("goal", "will los"), ProtoLine("pain", "Chatbot"))),)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.toml", "[[personas]", "not valid TOML"), ("a.toml", "", "every persona must have a line"),
        ("a.toml", "[[personas]]\ngoals = ['x']", "must have a name"), ("a.toml", "personas = 3", "[[personas]]"),
        ("a.toml", "[[personas]]\nname = 'X'\nhobbies = ['x']", "found 'hobbies'"),
        ("a.toml", "[[personas]]\nname = 'X'\ngoals = [3]", "list of texts"),
        ("a.toml", "[[personas]]\nname = 'X'\ngoals = [" + "'x'," * 501 + "]", "at most 500"),
        ("a.csv", "who,what\n1,2\n", "persona, kind, line missing"), ("a.csv", "", "holds no header"),
        ("a.csv", "persona,kind,line\nX,goal,\n", "row 2"),
        ("a.csv", "persona,kind,line\nX,dream,fly\n", "found 'dream'"),
    ],
)  # fmt: skip
def test_what_is_no_proto_persona_is_an_error_that_helps(tmp_path, name, text, says):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as found:
        read_protos(file)
    assert says in str(found.value)


def test_stance_matter_and_denial_are_read_in_both_languages():
    assert read_topic("ärgert sich über den Chatbot", "pain", "de").lemmas == ("chatbot",)
    assert read_topic("hates the hotline", "characteristic", "en").stance == -1
    assert read_topic("never opens the app", "behaviour", "en").is_negated
    assert find_negations("Ich bestelle nie am Telefon.", "de", ("telefon",)) == [True]
    assert find_negations("If I don't know them, I'm rather shy.", "en", ("shy",)) == [False]
    assert not is_same_word("party", "partner")
