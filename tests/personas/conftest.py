"""A simulated study and its drafts, made once per session."""

from __future__ import annotations

import pytest

from benchmarks.simulate import Recipe, Simulated, simulate
from personas import build_personas
from voc.schema import Personas


@pytest.fixture(scope="session")
def study() -> Simulated:
    """Three clear groups of German interviews."""
    return simulate(Recipe(n_people=24, n_groups=3, strength=0.75, seed=7))


@pytest.fixture(scope="session")
def drafts(study: Simulated) -> Personas:
    personas = build_personas(study.analysis)
    assert personas.personas, personas.refusal
    return personas
