import pytest

from benchmarks.simulate import Recipe, simulate
from personas import build_personas


@pytest.fixture(scope="session")
def study():
    """Three clear groups of German interviews."""
    return simulate(Recipe(n_people=24, n_groups=3, strength=0.75, seed=7))


@pytest.fixture(scope="session")
def drafts(study):
    found = build_personas(study.analysis)
    assert found.personas, found.refusal
    return found
