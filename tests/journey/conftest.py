"""The embedded encoder and the default journey, once for all tests of the journey."""

import pytest

from voc.journey import load_taxonomy
from voc.models.encoder import Encoder, load_encoder
from voc.schema import Taxonomy


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The embedded encoder."""
    return load_encoder("use")


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    """The default journey."""
    return load_taxonomy("five_phases")
