"""The measures of readings, on small made-up figures; and what is left out, where the labelled sets are there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.readings import evaluation_sets as rows
from benchmarks.readings import hard_sentences as hard
from benchmarks.readings import measures, page, peers, tables
from benchmarks.readings import result_cache as kept
from benchmarks.readings.__main__ import HEADINGS, main
from training.data import ROOT, key_codes
from training.sentiment import Pool
from voc.models.ngrams import hash_ngrams

NEGATIVE, NEUTRAL, POSITIVE, MIXED = 0, 1, 2, -1


def scores(*kinds: int, sure: float = 0.9) -> np.ndarray:
    out = np.full((len(kinds), 3), (1 - sure) / 2, np.float32)
    out[np.arange(len(kinds)), list(kinds)] = sure
    return out


def truth(*kinds: int) -> np.ndarray:
    return np.array(kinds, np.int64)


def test_two_sided_leaves_neutral_and_mixed_rows_out() -> None:
    gold = truth(NEGATIVE, POSITIVE, NEUTRAL, MIXED)
    assert measures.two_sided(gold, scores(NEGATIVE, POSITIVE, POSITIVE, NEGATIVE)) == 1


def test_two_sided_takes_the_stronger_side_where_neutral_leads() -> None:
    found = np.array([[0.3, 0.6, 0.1], [0.1, 0.6, 0.3]], np.float32)
    assert measures.two_sided(truth(NEGATIVE, POSITIVE), found) == 1
    assert measures.two_sided(truth(POSITIVE, NEGATIVE), found) == 0


def test_two_sided_counts_a_rare_side_like_a_frequent_one() -> None:
    gold = truth(*[NEGATIVE] * 9, POSITIVE)
    assert measures.two_sided(gold, scores(*[NEGATIVE] * 10)) == pytest.approx((18 / 19 + 0) / 2)


def test_two_sided_has_no_figure_where_a_side_is_missing() -> None:
    assert np.isnan(measures.two_sided(truth(POSITIVE, NEUTRAL), scores(POSITIVE, NEUTRAL)))


def test_three_classes_is_the_mean_of_three() -> None:
    gold = truth(NEGATIVE, NEUTRAL, POSITIVE, MIXED)
    assert measures.three_classes(gold, scores(NEGATIVE, NEUTRAL, POSITIVE, NEUTRAL)) == 1
    assert measures.three_classes(gold, scores(NEGATIVE, NEGATIVE, POSITIVE, NEUTRAL)) == pytest.approx(
        (2 / 3 + 0 + 1) / 3
    )
    assert np.isnan(measures.three_classes(truth(NEGATIVE, POSITIVE), scores(NEGATIVE, POSITIVE)))


def test_calibration_error_is_the_gap_between_sure_and_right() -> None:
    gold = truth(*[NEGATIVE] * 8, NEUTRAL, POSITIVE)
    assert measures.calibration_error(gold, scores(*[NEGATIVE] * 10, sure=0.8)) == pytest.approx(0, abs=1e-6)
    assert measures.calibration_error(gold, scores(*[NEGATIVE] * 10, sure=0.95)) == pytest.approx(0.15, abs=1e-6)


def test_calibration_error_scales_the_sides_where_nothing_is_neutral() -> None:
    found = np.array([[0.4, 0.4, 0.2]] * 3, np.float32)
    assert measures.calibration_error(truth(NEGATIVE, NEGATIVE, POSITIVE), found) == pytest.approx(0, abs=1e-6)


def test_softmax_applies_the_calibration() -> None:
    z = np.log(np.array([[0.2, 0.3, 0.5]], np.float32))
    assert measures.softmax(z)[0] == pytest.approx([0.2, 0.3, 0.5])
    flat = measures.softmax(z, np.zeros((2, 3), np.float32))
    assert flat[0] == pytest.approx([1 / 3] * 3)


def test_parallel_counts_equal_classes_and_equal_sides() -> None:
    german = scores(NEGATIVE, NEUTRAL, POSITIVE, POSITIVE)
    english = scores(NEGATIVE, NEUTRAL, NEGATIVE, NEUTRAL)
    assert measures.parallel(german, english) == (0.5, 0.5)


def test_agreement_is_accuracy_kappa_and_macro() -> None:
    right, kappa, macro = measures.agreement(truth(0, 0, 1, 1), truth(0, 0, 1, 0))
    assert right == 0.75
    assert kappa == pytest.approx(0.5)
    assert macro == pytest.approx((0.8 + 2 / 3) / 2)


def test_labels_macro_leaves_out_what_never_holds() -> None:
    gold = np.array([[True, False, False], [False, True, False]])
    found = np.array([[True, False, True], [False, False, True]])
    assert measures.labels_macro(gold, found) == 0.5
    assert measures.labels_macro(gold[:, [1]], found[:, [1]]) == 0


def test_every_fold_leaves_talk_out_once() -> None:
    every = [name for names in rows.TALK for name in names]
    assert len(rows.TALK) == len(rows.FOLDS)
    assert len(set(every)) == len(every)


def test_kept_does_the_work_once_until_a_source_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "CACHE", tmp_path)
    done: list[int] = []

    def work() -> dict[str, np.ndarray]:
        done.append(1)
        return {"m_absa/hotel": np.ones(2, np.float32)}

    for _ in range(2):
        assert kept.kept("a label", ("LICENSE",), work)["m_absa/hotel"].tolist() == [1, 1]
    assert len(done) == 1
    kept.kept("a label", ("README.md",), work)
    assert len(done) == 2


def test_from_compound_is_neutral_near_zero() -> None:
    found = peers.from_compound(np.array([0.5, -0.5, 0.01, -0.04], np.float32)).argmax(axis=1)
    assert found.tolist() == [POSITIVE, NEGATIVE, NEUTRAL, NEUTRAL]


def test_vader_reads_english() -> None:
    found = peers.vader(["What a wonderful, friendly place!", "Horrible and rude.", "The door is on the left."])
    assert found.argmax(axis=1).tolist() == [POSITIVE, NEGATIVE, NEUTRAL]


def test_majority_takes_the_frequent_class_and_the_frequent_side() -> None:
    found = peers.majority(truth(NEUTRAL, NEUTRAL, POSITIVE, MIXED))
    assert found.argmax(axis=1).tolist() == [NEUTRAL] * 4
    assert (found[:, POSITIVE] > found[:, NEGATIVE]).all()


def test_met_compares_figures_as_printed() -> None:
    assert tables.met(0.89951, 0.9) == "met"
    assert tables.met(0.8994, 0.9) == "not met"
    assert tables.met(0.0504, 0.05, at_most=True) == "met"
    assert tables.met(0.0506, 0.05, at_most=True) == "not met"


def test_every_set_is_left_out_once_and_parallel_sets_together() -> None:
    every = [name for fold in rows.FOLDS for name in fold]
    assert sorted(every) == sorted(rows.SETS)
    assert set(rows.fold_of("acos")) >= {"m_absa/laptop", "m_absa/restaurant", "semeval2014_rest"}


def test_page_keeps_what_was_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "sets_table", lambda: "sets")
    first = page.compose({"speed": ("Speed", "| fast |"), "hard": ("Hard", "")}, "")
    assert "--only hard --write" in first
    second = page.compose({"speed": ("Speed", ""), "hard": ("Hard", "7 of 9")}, first)
    assert page.section_of(second, "Speed") == "| fast |"
    assert page.section_of(second, "Hard") == "7 of 9"
    assert page.compose({"speed": ("Speed", ""), "hard": ("Hard", "")}, second) == second


def test_main_refuses_to_write_half_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--quick", "--write", "page.md"])
    assert "--quick" in capsys.readouterr().err
    assert len(HEADINGS) == len(set(HEADINGS.values())) == 9


def test_hard_sentences_are_forty_of_each_language_and_kind_is_known() -> None:
    for language, found in hard.sentences().items():
        assert len({row["text"] for row in found}) == len(found) >= 40, language
        assert {row["gold"] for row in found} == {"negative", "neutral", "positive", "mixed"}
        kinds = {"negation", "contrast", "irony", "wish", "comparison", "understatement", "plain"}
        assert {row["kind"] for row in found} == kinds


@pytest.fixture
def labelled_sets() -> None:
    if not (ROOT.parent / "shared" / "data" / "labelled").is_dir():
        pytest.skip("the labelled sets are not beside the project")


@pytest.mark.usefixtures("labelled_sets")
def test_judged_reads_a_domain_of_a_set_and_pairs_its_languages() -> None:
    one = rows.judged("m_absa/sight")
    assert len(one.ids) == len(one.texts) == len(one.truth) == 3972
    place = rows.pairs("m_absa/sight")
    assert len(place) == 1986
    assert (one.truth[place[:, 0]] == one.truth[place[:, 1]]).all()
    assert set(one.languages[place[:, 0]]) == {"de"}


@pytest.mark.usefixtures("labelled_sets")
def test_teachable_leaves_out_the_domain_its_copies_and_their_translations(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {"set": np.array(["pandas_survey", "kununu_de"]), "text": np.array(["Our own answer.", "Our own review."])}
    monkeypatch.setattr(rows, "label_columns", lambda: ours)
    one = rows.judged("m_absa/sight")
    german, english = rows.pairs("m_absa/sight")[0]
    texts = [one.texts[german], one.texts[english].upper() + " !", "Ein ganz anderer Satz von uns."]
    texts += [rows.judged("m_absa/food").texts[0], "Our own answer!", "Our own review."]
    groups = np.array(["m_absa/sight", "sb10k/de", "patterns", "m_absa/food", "any", "any"])
    n = len(texts)
    pool = Pool(
        np.zeros((n, 2), np.float32), hash_ngrams(texts), np.zeros((n, 3)), np.ones(n), groups, key_codes(texts)
    )
    assert rows.teachable(pool, rows.fold_of("m_absa/sight")).tolist() == [False, False, True, True, False, True]
    assert one.ids[german] == rows.swapped(one.ids[english])


@pytest.mark.usefixtures("labelled_sets")
def test_twins_adds_translations() -> None:
    one = rows.judged("m_absa/sight")
    german, english = rows.pairs("m_absa/sight")[0]
    found = rows.twins(key_codes([one.texts[german]]))
    assert key_codes([one.texts[english]])[0] in found
