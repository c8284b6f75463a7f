"""The measures of the house that a reader can check: short functions, records instead of long tuples, reasons."""

import ast
import io
import re
import tokenize

import pytest

from tests.paths import ROOT

PRODUCT = ("voc", "personas", "reports")
MAX_FUNCTION_LINES = 60
MAX_TUPLE = 3
"""A parameter or result of more parts than this is a record with names."""
MIN_COMMENTS = 2.0
"""Comments per 100 lines of a part of the product. Comments for tools do not count."""

_FOR_TOOLS = re.compile(r"#\s*(?:noqa|type:|fmt:|pragma|ruff)")


def sources(folder):
    return {path: path.read_text("utf-8") for path in sorted((ROOT / folder).rglob("*.py"))}


def functions(folder):
    for path, text in sources(folder).items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


@pytest.mark.parametrize("folder", PRODUCT)
def test_house_functions_are_short(folder):
    long = [name for name, node in functions(folder) if node.end_lineno - node.lineno >= MAX_FUNCTION_LINES]
    assert long == []


@pytest.mark.parametrize("folder", PRODUCT)
def test_house_no_long_tuple_is_passed(folder):
    def is_long(annotation):
        return any(
            isinstance(part, ast.Subscript)
            and isinstance(part.value, ast.Name)
            and part.value.id == "tuple"
            and isinstance(part.slice, ast.Tuple)
            and len(part.slice.elts) > MAX_TUPLE
            for part in ast.walk(annotation)
        )

    hits = []
    for name, node in functions(folder):
        arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        annotations = [argument.annotation for argument in arguments] + [node.returns]
        hits += [name for annotation in annotations if annotation is not None and is_long(annotation)]
    assert hits == []


@pytest.mark.parametrize("folder", PRODUCT)
def test_house_comments_give_reasons(folder):
    n_comments = n_lines = 0
    for text in sources(folder).values():
        n_lines += len(text.splitlines())
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        n_comments += sum(token.type == tokenize.COMMENT and not _FOR_TOOLS.match(token.string) for token in tokens)
    assert 100 * n_comments / n_lines >= MIN_COMMENTS
