"""On real interviews: decisions and theme ids survive when an interview is left out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from voc.analysis import encode_once, open_encoder
from voc.config import StudyConfig
from voc.decisions.codebook import Codebook
from voc.decisions.themes import ThemeRequest, find_decided_themes
from voc.ingest import read_folder
from voc.privacy import protect
from voc.schema import Floats, Segment, Themes
from voc.segment import segment

pytestmark = pytest.mark.slow

LEFT_OUT = 1
Material = tuple[list[Segment], Floats]


@pytest.fixture(scope="module")
def talks(data: Path) -> Material:
    config = StudyConfig()
    corpus = protect(read_folder([data / "studies" / "hci2024" / "interviews_en"], config), config).corpus
    segments = list(segment(corpus, config).segments)
    return segments, encode_once(open_encoder(config.encoder.name), [one.text for one in segments])


def decide(material: Material, decisions: dict[str, object]) -> Themes:
    config = StudyConfig()
    request = ThemeRequest(Codebook.model_validate(decisions), config.themes)
    return find_decided_themes(*material, request, language="en", encode=open_encoder(config.encoder.name).encode)


def without(material: Material, source: str) -> Material:
    keep = [place for place, one in enumerate(material[0]) if one.source != source]
    return [material[0][place] for place in keep], material[1][keep]


def anchors(material: Material, themes: Themes, theme: int) -> list[str]:
    rows = sorted(np.flatnonzero(themes.assignment == theme).tolist(), key=lambda row: -themes.score[row])
    return [material[0][row].segment_id for row in rows[:20]]


@pytest.mark.xfail(
    reason="Without 4 of the 14 interviews a theme of a decision has no successor: the decision waits, and is named.",
    strict=False,
)
def test_ids_and_decisions_survive_leaving_out_an_interview(talks: Material) -> None:
    plain = decide(talks, {})
    ids = [theme.theme_id for theme in plain.themes]
    anchors_of = {one: anchors(talks, plain, place) for place, one in enumerate(ids)}
    decisions: dict[str, object] = {
        "themes": {
            ids[0]: {"name": "A name of ours", "anchors": anchors_of[ids[0]]},
            ids[1]: {"merge_into": ids[2], "anchors": anchors_of[ids[1]]},
            ids[2]: {"anchors": anchors_of[ids[2]]},
            ids[3]: {"drop": True, "anchors": anchors_of[ids[3]]},
            ids[4]: {"split": 2, "anchors": anchors_of[ids[4]]},
        }
    }
    decided = {theme.theme_id for theme in decide(talks, decisions).themes}
    assert {ids[1], ids[3], ids[4]}.isdisjoint(decided)
    kept = []
    for source in sorted({one.source for one in talks[0]})[:LEFT_OUT]:
        found = decide(without(talks, source), decisions)
        names = {theme.theme_id: theme.name for theme in found.themes}
        assert found.waiting == ()
        assert names[ids[0]] == "A name of ours"
        assert ids[2] in names
        assert {ids[1], ids[3], ids[4]}.isdisjoint(names)
        kept.append(len(decided & set(names)) / len(decided))
    assert np.mean(kept) >= 0.8
