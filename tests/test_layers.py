"""The floors of the house: a module imports from lower floors and from its own room, never from above."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = (
    {"voc.errors"},
    {"voc.schema"},
    {"voc.config", "voc.codebook", "voc.shares", "voc.refi", "voc.toml_text"},
    {"voc.ingest", "voc.privacy", "voc.language", "voc.segment", "voc.words", "voc.models"},
    {"voc.themes", "voc.journey", "voc.duplicates", "voc.metrics"},
    {"voc.analysis"},
    {
        "voc.decide",
        "voc.journeys",
        "voc.inspection",
        "voc.proposal",
        "voc.redaction",
        "voc.blocks",
        "voc.scoring",
        "voc.explain",
        "voc.comparison",
        "voc.agreement",
        "voc.study",
    },
    {"personas"},
    {"reports"},
    {"voc.cli"},
    {"voc.__main__"},
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
SAME_FLOOR = {
    ("voc.codebook", "voc.config"),
    ("voc.segment", "voc.language"),
    ("voc.language", "voc.words"),
    ("voc.words", "voc.language"),
    ("voc.segment", "voc.words"),
    ("voc.models", "voc.words"),
    ("voc.models", "voc.language"),
    ("voc.scoring", "voc.blocks"),
    ("voc.redaction", "voc.study"),
    ("voc.decide", "voc.study"),
    ("voc.metrics", "voc.journey"),
    ("voc.comparison", "voc.study"),
    ("voc.agreement", "voc.study"),
    ("voc.study", "voc.blocks"),
    ("voc.journeys", "voc.study"),
}
"""Pairs on one floor that may import: (who, from whom); no pair in both directions is used at once (see below)."""


def modules():
    for top in ("voc", "personas", "reports"):
        for path in sorted((ROOT / top).rglob("*.py")):
            yield path, ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module):
    parts = module.split(".")
    if parts[0] != "voc":
        return parts[0] if parts[0] in FLOOR else None
    return ".".join(parts[:2])


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; name the module in full"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "voc")


@cache
def edges():
    found = set()
    for path, module in modules():
        if module == "voc":
            continue
        room = room_of(module)
        assert room in FLOOR, f"{module}: name its floor in tests/test_layers.py"
        for name in imports_of(path):
            target = room_of(name)
            if target in FLOOR and target != room:
                found.add((room, target))
    return found


@pytest.mark.parametrize(("room", "target"), sorted(edges()))
def test_layers_no_room_imports_from_above(room, target):
    if FLOOR[room] == FLOOR[target]:
        assert (room, target) in SAME_FLOOR
        assert (target, room) not in edges()
    else:
        assert FLOOR[room] > FLOOR[target]


def test_layers_only_the_command_line_knows_personas_and_reports():
    assert {room for room, target in edges() if target in {"personas", "reports"} and room.startswith("voc")} <= {
        "voc.cli"
    }


def test_layers_no_room_is_empty():
    present = {room_of(module) for _, module in modules()}
    assert set(FLOOR) <= present
