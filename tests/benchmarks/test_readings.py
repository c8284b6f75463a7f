"""The measures of readings on small made-up figures, and the held-out rows of the labelled sets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.readings import evaluation_sets, hard_sentences, measures, page, peers, result_cache
from benchmarks.readings.__main__ import HEADINGS, main
from training.data import ROOT, key_codes
from training.sentiment import Pool
from voc.models.ngrams import hash_ngrams

NEGATIVE, NEUTRAL, POSITIVE, MIXED = 0, 1, 2, -1


def scores(*classes: int, top: float = 0.9) -> np.ndarray:
    odds = np.full((len(classes), 3), (1 - top) / 2, np.float32)
    odds[np.arange(len(classes)), list(classes)] = top
    return odds


def truth(*classes: int) -> np.ndarray:
    return np.array(classes, np.int64)


def test_two_sided_leaves_neutral_and_mixed_rows_out() -> None:
    gold = truth(NEGATIVE, POSITIVE, NEUTRAL, MIXED)
    assert measures.two_sided(gold, scores(NEGATIVE, POSITIVE, POSITIVE, NEGATIVE)) == 1


def test_two_sided_takes_the_stronger_side_if_neutral_leads() -> None:
    odds = np.array([[0.3, 0.6, 0.1], [0.1, 0.6, 0.3]], np.float32)
    assert measures.two_sided(truth(NEGATIVE, POSITIVE), odds) == 1
    assert measures.two_sided(truth(POSITIVE, NEGATIVE), odds) == 0


def test_two_sided_counts_a_rare_side_like_a_frequent_one() -> None:
    gold = truth(*[NEGATIVE] * 9, POSITIVE)
    assert measures.two_sided(gold, scores(*[NEGATIVE] * 10)) == pytest.approx((18 / 19 + 0) / 2)


def test_two_sided_is_nan_if_a_side_is_missing() -> None:
    assert np.isnan(measures.two_sided(truth(POSITIVE, NEUTRAL), scores(POSITIVE, NEUTRAL)))


def test_three_classes_is_the_mean_of_three() -> None:
    gold = truth(NEGATIVE, NEUTRAL, POSITIVE, MIXED)
    assert measures.three_classes(gold, scores(NEGATIVE, NEUTRAL, POSITIVE, NEUTRAL)) == 1
    assert measures.three_classes(gold, scores(NEGATIVE, NEGATIVE, POSITIVE, NEUTRAL)) == pytest.approx(
        (2 / 3 + 0 + 1) / 3
    )
    assert np.isnan(measures.three_classes(truth(NEGATIVE, POSITIVE), scores(NEGATIVE, POSITIVE)))


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    gold = truth(*[NEGATIVE] * 8, NEUTRAL, POSITIVE)
    assert measures.calibration_error(gold, scores(*[NEGATIVE] * 10, top=0.8)) == pytest.approx(0, abs=1e-6)
    assert measures.calibration_error(gold, scores(*[NEGATIVE] * 10, top=0.95)) == pytest.approx(0.15, abs=1e-6)


def test_calibration_error_scales_the_sides_if_nothing_is_neutral() -> None:
    odds = np.array([[0.4, 0.4, 0.2]] * 3, np.float32)
    assert measures.calibration_error(truth(NEGATIVE, NEGATIVE, POSITIVE), odds) == pytest.approx(0, abs=1e-6)


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
    accuracy, kappa, macro = measures.agreement(truth(0, 0, 1, 1), truth(0, 0, 1, 0))
    assert accuracy == 0.75
    assert kappa == pytest.approx(0.5)
    assert macro == pytest.approx((0.8 + 2 / 3) / 2)


def test_labels_macro_ignores_labels_that_never_occur() -> None:
    gold = np.array([[True, False, False], [False, True, False]])
    read = np.array([[True, False, True], [False, False, True]])
    assert measures.labels_macro(gold, read) == 0.5
    assert measures.labels_macro(gold[:, [1]], read[:, [1]]) == 0


def test_every_fold_holds_out_other_hand_labelled_sources() -> None:
    every = [name for names in evaluation_sets.HELD_OUT_SOURCES for name in names]
    assert len(evaluation_sets.HELD_OUT_SOURCES) == len(evaluation_sets.FOLDS)
    assert len(set(every)) == len(every)


def test_cached_computes_once_until_a_source_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_cache, "CACHE", tmp_path)
    calls: list[int] = []

    def compute() -> dict[str, np.ndarray]:
        calls.append(1)
        return {"m_absa/hotel": np.ones(2, np.float32)}

    for _ in range(2):
        assert result_cache.cached("a label", ("LICENSE",), compute)["m_absa/hotel"].tolist() == [1, 1]
    assert len(calls) == 1
    result_cache.cached("a label", ("README.md",), compute)
    assert len(calls) == 2


def test_from_compound_is_neutral_near_zero() -> None:
    classes = peers.from_compound(np.array([0.5, -0.5, 0.01, -0.04], np.float32)).argmax(axis=1)
    assert classes.tolist() == [POSITIVE, NEGATIVE, NEUTRAL, NEUTRAL]


def test_vader_reads_english() -> None:
    odds = peers.vader(["What a wonderful, friendly place!", "Horrible and rude.", "The door is on the left."])
    assert odds.argmax(axis=1).tolist() == [POSITIVE, NEGATIVE, NEUTRAL]


def test_majority_takes_the_frequent_class_and_the_frequent_side() -> None:
    odds = peers.majority(truth(NEUTRAL, NEUTRAL, POSITIVE, MIXED))
    assert odds.argmax(axis=1).tolist() == [NEUTRAL] * 4
    assert (odds[:, POSITIVE] > odds[:, NEGATIVE]).all()


def test_met_compares_figures_as_printed() -> None:
    assert page.met(0.89951, 0.9) == "met"
    assert page.met(0.8994, 0.9) == "not met"
    assert page.met(0.0504, 0.05, at_most=True) == "met"
    assert page.met(0.0506, 0.05, at_most=True) == "not met"


def test_every_set_is_held_out_once_and_sets_that_share_texts_together() -> None:
    every = [name for fold in evaluation_sets.FOLDS for name in fold]
    assert sorted(every) == sorted(evaluation_sets.SETS)
    assert set(evaluation_sets.fold_of("acos")) >= {"m_absa/laptop", "m_absa/restaurant", "semeval2014_rest"}


def test_page_keeps_what_was_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "sets_table", lambda: "sets")
    first = page.compose({"speed": ("Speed", "| fast |"), "hard": ("Hard", "")}, "")
    assert "--only hard --write" in first
    second = page.compose({"speed": ("Speed", ""), "hard": ("Hard", "7 of 9")}, first)
    assert page.section_of(second, "Speed") == "| fast |"
    assert page.section_of(second, "Hard") == "7 of 9"
    assert page.compose({"speed": ("Speed", ""), "hard": ("Hard", "")}, second) == second


def test_main_refuses_to_write_a_quick_page(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--quick", "--write", "page.md"])
    assert "--quick" in capsys.readouterr().err
    assert len(HEADINGS) == len(set(HEADINGS.values())) == 15


def test_hard_sentences_are_forty_in_each_language_of_known_kinds() -> None:
    for language, sentences in hard_sentences.sentences().items():
        assert len({row["text"] for row in sentences}) == len(sentences) >= 40, language
        assert {row["gold"] for row in sentences} == {"negative", "neutral", "positive", "mixed"}
        kinds = {"negation", "contrast", "irony", "wish", "comparison", "understatement", "plain"}
        assert {row["kind"] for row in sentences} == kinds


@pytest.fixture
def labelled_sets() -> None:
    if not (ROOT.parent / "shared" / "data" / "labelled").is_dir():
        pytest.skip("needs the labelled sets in ../shared/data, which are missing")


@pytest.mark.usefixtures("labelled_sets")
def test_load_set_reads_a_domain_of_a_set_and_pairs_its_languages() -> None:
    sight = evaluation_sets.load_set("m_absa/sight")
    assert len(sight.ids) == len(sight.texts) == len(sight.truth) == 3972
    pairs = evaluation_sets.pairs("m_absa/sight")
    assert len(pairs) == 1986
    assert (sight.truth[pairs[:, 0]] == sight.truth[pairs[:, 1]]).all()
    assert set(sight.languages[pairs[:, 0]]) == {"de"}


@pytest.mark.usefixtures("labelled_sets")
def test_training_rows_leave_out_the_domain_its_copies_and_their_translations(monkeypatch: pytest.MonkeyPatch) -> None:
    hand_labelled = {
        "set": np.array(["pandas_survey", "kununu_de"]),
        "text": np.array(["Our own answer.", "Our own review."]),
    }
    monkeypatch.setattr(evaluation_sets, "label_columns", lambda: hand_labelled)
    sight = evaluation_sets.load_set("m_absa/sight")
    german, english = evaluation_sets.pairs("m_absa/sight")[0]
    texts = [sight.texts[german], sight.texts[english].upper() + " !", "Ein ganz anderer Satz von uns."]
    texts += [evaluation_sets.load_set("m_absa/food").texts[0], "Our own answer!", "Our own review."]
    groups = np.array(["m_absa/sight", "sb10k/de", "patterns", "m_absa/food", "any", "any"])
    n = len(texts)
    pool = Pool(
        np.zeros((n, 2), np.float32), hash_ngrams(texts), np.zeros((n, 3)), np.ones(n), groups, key_codes(texts)
    )
    assert evaluation_sets.training_rows(pool, evaluation_sets.fold_of("m_absa/sight")).tolist() == [
        False,
        False,
        True,
        True,
        False,
        True,
    ]
    assert sight.ids[german] == evaluation_sets.translation_id(sight.ids[english])


@pytest.mark.usefixtures("labelled_sets")
def test_with_translations_adds_translations() -> None:
    sight = evaluation_sets.load_set("m_absa/sight")
    german, english = evaluation_sets.pairs("m_absa/sight")[0]
    keys = evaluation_sets.with_translations(key_codes([sight.texts[german]]))
    assert key_codes([sight.texts[english]])[0] in keys
