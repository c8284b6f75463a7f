"""Plain English: a small list of words and names that this project once used and that readers had to translate back."""

import ast
import io
import re
import tokenize
from collections import defaultdict
from functools import cache

import pytest

from tests.paths import ROOT

PRODUCT = ("voc", "personas", "reports")
CODE = (*PRODUCT, "training", "benchmarks", "tests")

PHRASES = {
    r"table of names": "encoder registry",
    r"(?:stands?|stood|lies|lay) (?:in|at|on|there|between|near|beside|above|below|around)(?!.{4,6} way)": "is",
    r"what (?:stands|lies)": "what is",
    r"told by": "given by, recognised by",
    r"counted dearer": "penalised",
    r"in so many is left out": "each round leaves out 1/N",
    r"(?:lies|is|are) at none": "is not assigned",
    r"each of which": "each",
    r"counts? (?:\w+ )?copies once": "deduplicate",
    r"mend(?:s|ed|ing)?": "fix",
    r"found none|none besides": "not found; nothing else",
    r"decisions? (?:that|which) waits?": "pending decision",
    r"(?:bears?|borne|bore) out": "support",
    r"taught nothing": "held out",
    r"left aside": "leftover",
    r"so many people": "n people",
    r"what hurts": "pain points",
    r"rid of its": "outliers removed",
    r"homeless|namesakes?|echoes": "unassigned, same name, weak matches",
}
NAMES = {"one", "ones", "found", "told", "asked", "said", "made", "wanted", "given"}
"""Names for variables, parameters and functions that say how a value came about, not what it is."""
PUBLISHED = {("voc/schema/personas.py", "found")}
"""Keys of published files (data/analysis.json), which keep their names."""
FILES = {"run.py", "records.py", "read.py", "material.py", "misc.py", "utils.py", "helpers.py"}
"""File names that name no idea. `voc/tasks` and `voc/cli` name their files after commands."""


def files(folders, suffix):
    return sorted(path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}"))


@cache
def prose():
    """(place, text in one line) of all comments, docstrings and documents; read once for all phrases."""
    return [
        (f"{path.relative_to(ROOT)}:{line}", " ".join(text.split())) for path in PROSE for line, text in prose_of(path)
    ]


def prose_of(path):
    """(line, text) of every comment and docstring, and of every line of a document."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        yield from enumerate(text.splitlines(), 1)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value


DOCUMENTS = [*sorted(ROOT.glob("*.md")), *files(("docs", "examples"), ".md")]
PROSE = [path for path in (*files(CODE, ".py"), *DOCUMENTS) if path.name != "test_wording.py"]


def test_wording_every_phrase_can_be_found():
    assert re.search(next(iter(PHRASES)), "the table of names")
    assert len(PROSE) > 300


@pytest.mark.parametrize("phrase", PHRASES)
def test_wording_is_plain(phrase):
    pattern = re.compile(rf"\b(?:{phrase})\b", re.IGNORECASE)
    hits = [
        f"{place}: {match[0]!r}, write: {PHRASES[phrase]}" for place, text in prose() if (match := pattern.search(text))
    ]
    assert hits == []


def names_of(path):
    """(line, name) of every variable, parameter and function that a module defines."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name


@pytest.mark.parametrize("folder", (*PRODUCT, "training", "benchmarks"))
def test_wording_names_say_what_a_value_is(folder):
    hits = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in files((folder,), ".py")
        for line, name in names_of(path)
        if name.lstrip("_") in NAMES and (str(path.relative_to(ROOT)), name) not in PUBLISHED
    ]
    assert hits == []


def test_wording_file_names_name_an_idea():
    named_as_commands = {ROOT / "voc" / "tasks", ROOT / "voc" / "cli"}
    hits = [path for path in files(PRODUCT, ".py") if path.name in FILES and path.parent not in named_as_commands]
    assert hits == []


def test_wording_a_class_name_names_one_class():
    homes = defaultdict(list)
    for path in files(PRODUCT, ".py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                homes[node.name.lstrip("_")].append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}
