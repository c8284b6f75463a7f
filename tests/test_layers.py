"""Imports point downwards: a module imports from lower floors and its own, and no files import in a circle."""

import ast
from collections import defaultdict
from functools import cache

import pytest

from tests.paths import ROOT

FLOORS = (
    {"voc.errors", "voc.version"},
    {"voc.schema"},
    {"voc.config", "voc.files"},
    {"voc.text", "voc.tables"},
    {"voc.ingest", "voc.privacy", "voc.segment", "voc.models"},
    {"voc.themes", "voc.journey", "voc.pains", "voc.numbers", "voc.duplicates", "voc.decisions"},
    {"voc.analysis"},
    {"voc.study"},
    {"personas"},
    {"reports"},
    {"voc.tasks"},
    {"voc.workspace"},
    {"voc.cli"},
    {"voc.__main__", "voc"},
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


@cache
def modules():
    """Dotted name → file, for every module of the product."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for top in ("voc", "personas", "reports")
        for path in sorted((ROOT / top).rglob("*.py"))
    }


def room_of(module):
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "voc" else parts[0]


@cache
def imports():
    """Dotted name → the modules it imports, anywhere in the file."""
    edges = defaultdict(set)
    for module, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                edges[module] |= {alias.name for alias in node.names if alias.name in modules()}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0 and node.module, f"{path}: relative import; name the module in full"
                names = {f"{node.module}.{alias.name}" for alias in node.names}
                submodules = names & modules().keys()
                edges[module] |= submodules
                if node.module in modules() and len(submodules) < len(names):
                    edges[module].add(node.module)
        edges[module].discard(module)
    return edges


def circles(edges):
    """Groups of nodes that reach each other (Tarjan's strongly connected components), each sorted."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for target in sorted(edges.get(node, ())):
            if target not in index:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], index[target])
        if low[node] == index[node]:
            group = [stack.pop()]
            while group[-1] != node:
                group.append(stack.pop())
            if len(group) > 1:
                found.append(sorted(group))

    for node in sorted(edges):
        if node not in index:
            visit(node)
    return found


def test_layers_circles_are_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def test_layers_every_room_has_a_floor_and_no_floor_is_empty():
    assert {room_of(module) for module in modules()} == set(FLOOR)


@pytest.mark.parametrize("module", sorted(modules()))
def test_layers_no_module_imports_from_above(module):
    floor = FLOOR[room_of(module)]
    assert {target for target in imports()[module] if FLOOR[room_of(target)] > floor} == set()


def test_layers_no_files_import_in_a_circle():
    assert circles(imports()) == []


def test_layers_no_rooms_import_in_a_circle():
    rooms = defaultdict(set)
    for module, targets in imports().items():
        rooms[room_of(module)] |= {room_of(target) for target in targets} - {room_of(module)}
    assert circles(rooms) == []


def test_layers_only_the_floors_above_know_personas_and_reports():
    assert {
        room_of(module)
        for module, targets in imports().items()
        if module.startswith("voc.") and any(room_of(target) in {"personas", "reports"} for target in targets)
    } <= {"voc.tasks", "voc.workspace", "voc.cli"}
