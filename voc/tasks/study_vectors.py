"""The encoder of a study, and the vectors of its statements, which are not stored but mostly in the cache."""

from __future__ import annotations

from voc.analysis import encode_once, open_encoder
from voc.models.encoder import Encoder
from voc.schema import Floats
from voc.study import Study


def open_study_encoder(study: Study) -> Encoder:
    """The encoder that the study was made with.

    Raises:
        EncoderError: it cannot be loaded any more.
    """
    # The analysis names the encoder and its version; only the configuration has the name by which it is opened.
    return open_encoder(str(study.manifest.get("config", {}).get("encoder", {}).get("name", "use")))


def encode_statements(study: Study) -> Floats:
    """The vectors of all statements, float32 (n, d).

    Raises:
        EncoderError: the study's encoder cannot be loaded any more.
    """
    return encode_once(open_study_encoder(study), [segment.text for segment in study.analysis.segments])
