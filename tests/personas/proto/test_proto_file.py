"""Proto-personas in TOML and CSV: what is read, and errors that help."""

from __future__ import annotations

from pathlib import Path

import pytest

from personas.proto.proto_file import Proto, ProtoLine, read_protos, template
from voc.errors import ConfigError
from voc.schema import Language


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_template_is_valid(tmp_path: Path, language: Language) -> None:
    file = tmp_path / "team.toml"
    file.write_text(template(language), encoding="utf-8")
    (proto,) = read_protos(file)
    assert {line.kind for line in proto.lines} == {"goal", "pain", "channel", "demographic"}


def test_a_table_reads_as_toml_does(tmp_path: Path) -> None:
    file = tmp_path / "team.csv"
    file.write_text(
        "\ufeffPersona;Art;Zeile\nEilige;Ziel;will los\nEilige;Schmerzpunkte;Chatbot\n;;\n", encoding="utf-8"
    )
    assert read_protos(file) == (Proto("Eilige", (ProtoLine("goal", "will los"), ProtoLine("pain", "Chatbot"))),)


@pytest.mark.parametrize(
    ("name", "text", "message"),
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
def test_what_is_no_proto_persona_is_an_error_that_helps(tmp_path: Path, name: str, text: str, message: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        read_protos(file)
    assert message in str(error.value)
