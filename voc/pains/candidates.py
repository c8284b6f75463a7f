"""Segments that name a trouble → candidates for pain points: what is similar in meaning and words.

Segments are grouped by similarity, groups about one subject are merged, remaining segments join the nearest group, and
candidates that only share a common word or hardly hang together are dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.pains.segment_index import PainCandidate, SegmentIndex, is_vague, mean_direction
from voc.schema import Floats
from voc.text.statements import Troubles


@dataclass(frozen=True, slots=True)
class LinkingThresholds:
    """Which segments form a group. Similarities are those of `SegmentIndex.similarity_vectors`."""

    min_similarity: float = 0.28
    """Segments are grouped if their mean similarity is at least this."""
    join_similarity: float = 0.42
    """A leftover segment joins the nearest group if its similarity to the centre is at least this."""
    small_min_similarity: float = 0.24
    """The same as `min_similarity` in a small study, where nobody says a thing twice."""
    small_join_similarity: float = 0.4
    """The same as `join_similarity` in a small study."""
    weak_similarity: float = 0.5
    """A calm statement (a weak row) joins a group from this similarity on, since it need not name a trouble."""
    small_study: int = 30
    """A study with fewer respondents is small."""
    min_people: int = 3
    """A candidate needs this many people in a study that is not small."""
    max_linked: int = 3000
    """At most this many segments are grouped against each other, because that takes quadratic memory; the others can
    join a group."""


@dataclass(frozen=True, slots=True)
class MergeThresholds:
    """Which groups are about one subject. All values are cosines in meaning between the centres of groups."""

    same_subject: float = 0.46
    """Groups are merged from this mean cosine on."""
    # This penalty and the bonus for shared words change the pain points of thousands of reviews (airport, reviews_de)
    # and nothing in the smaller studies.
    unrelated_penalty: float = 0.14
    """Subtracted if the groups share neither theme nor touchpoint."""
    touchpoint_bonus: float = 0.08
    """Added if the groups are at one touchpoint."""
    common_word_penalty: float = 1.0
    """Subtracted if both are held together by the same common word and are not at one touchpoint: they never merge."""
    shared_words_bonus: float = 0.35
    """Added in the last round if related candidates share two distinctive words."""
    touchpoint_word_bonus: float = 0.3
    """Added in the last round if one of two candidates at a touchpoint is held together by its name alone, and so says
    no more than where it is."""


@dataclass(frozen=True, slots=True)
class CommonWordThresholds:
    """Whether a group is more than segments with the same common word. Shares are of all people of the study."""

    common_share: float = 0.05
    """A word that this share of people use is common."""
    owned_share: float = 0.25
    """A group that has this share of all segments with the word may rest on it."""
    min_cohesion: float = 0.045
    """Any other group needs this cohesion beyond what all segments with the word have in common."""
    # The four numbers below change the pain points of thousands of reviews (airport, reviews_de), where everybody
    # mentions the product, and nothing in the demo study, hci_de, divekit and limesurvey.
    subject_share: float = 0.3
    """A word that this share of people use is what the study is about."""
    subject_cohesion: float = 0.15
    """A group that rests on such a word needs this cohesion beyond it."""
    candidate_cohesion: float = 0.16
    """A finished candidate that rests on a subject of the study needs this cohesion beyond the word."""
    second_word_share: float = 0.4
    """Without that cohesion it needs another word, which this share of its people use."""


@dataclass(frozen=True, slots=True)
class CleaningThresholds:
    """What leaves a group, and which groups become candidates. Cosines are in meaning."""

    min_cosine: float = 0.12
    """A segment further from the centre of its group is an outlier."""
    min_cosine_without_word: float = 0.3
    """The same for a segment that has no word in common with the group."""
    min_cohesion: float = 0.2
    """A candidate of very many people needs this cohesion."""
    cohesion_per_person: float = 0.25
    """A candidate of n people needs 1/n of this more."""
    min_people_anywhere: int = 5
    """A candidate with neither touchpoint nor theme needs this many people in a study that is not small."""
    touchpoint_share: float = 0.5
    """A candidate is at the touchpoint of at least this share of its segments."""
    min_tagged: float = 0.1
    """If fewer segments of the study than this share have a touchpoint, the journey does not fit and no candidate is
    assigned to a touchpoint."""


@dataclass(frozen=True, slots=True)
class CandidateThresholds:
    """The thresholds of all steps."""

    linking: LinkingThresholds = LinkingThresholds()
    merging: MergeThresholds = MergeThresholds()
    common_words: CommonWordThresholds = CommonWordThresholds()
    cleaning: CleaningThresholds = CleaningThresholds()


DEFAULT_THRESHOLDS = CandidateThresholds()


def find_candidates(
    index: SegmentIndex,
    troubles: Troubles,
    *,
    min_people: int,
    touchpoint_words: Sequence[frozenset[str]] = (),
    thresholds: CandidateThresholds = DEFAULT_THRESHOLDS,
) -> list[PainCandidate]:
    """Find candidates with at least ``min_people`` people each.

    ``touchpoint_words`` are the lemmas of the names of each touchpoint.
    """
    rows, weak_rows = index.sort_by_id(troubles.rows), index.sort_by_id(troubles.weak_rows)
    if not rows:
        return []
    limits = thresholds.linking
    finder = CandidateFinder(index, touchpoint_words, thresholds)
    is_small = finder.is_small
    vectors = index.similarity_vectors([*rows, *weak_rows])
    vectors, weak_vectors = vectors[: len(rows)], vectors[len(rows) :]

    linked = _link(vectors[: limits.max_linked], limits.small_min_similarity if is_small else limits.min_similarity)
    groups = [[rows[k] for k in group] for group in linked]
    # A group of one person can only become a pain point in a tiny study.
    groups = [g for g in groups if index.count_people(g) >= min(2, min_people) and finder.has_more_than_common_word(g)]
    if not groups:
        return []
    groups = finder.merge(groups)

    position = {row: k for k, row in enumerate(rows)}
    grouped = {row for group in groups for row in group}
    leftover = [k for k, row in enumerate(rows) if row not in grouped]
    centres = np.stack([mean_direction(vectors[sorted(position[row] for row in group)]) for group in groups])
    # Leftovers before weak rows, both against the same centres: what joins must not move the target for the next.
    join_similarity = limits.small_join_similarity if is_small else limits.join_similarity
    _join_nearest(groups, [rows[k] for k in leftover], vectors[leftover], centres, join_similarity)
    _join_nearest(groups, weak_rows, weak_vectors, centres, limits.weak_similarity)

    groups = [finder.remove_outliers(group) for group in groups]
    needed = min_people if is_small else max(min_people, limits.min_people)
    candidates = [finder.make_candidate(group) for group in groups if index.count_people(group) >= needed]
    sound = [list(candidate.rows) for candidate in candidates if finder.is_sound(candidate)]
    # Only now are the distinctive words of a candidate known well enough to merge by them.
    merged = finder.merge(sound, is_last_round=True) if sound else []
    return [finder.make_candidate(group) for group in merged]


class CandidateFinder:
    """The steps of `find_candidates` for one study."""

    def __init__(
        self,
        index: SegmentIndex,
        touchpoint_words: Sequence[frozenset[str]] = (),
        thresholds: CandidateThresholds = DEFAULT_THRESHOLDS,
    ) -> None:
        self.index, self.touchpoint_words, self.thresholds = index, touchpoint_words, thresholds
        self.is_small = index.n_people < thresholds.linking.small_study
        self.rows_with: dict[str, list[int]] = {}
        for row, words in enumerate(index.words):
            for word in words:
                self.rows_with.setdefault(word, []).append(row)

    def make_candidate(self, group: Sequence[int]) -> PainCandidate:
        """A candidate of these rows, with their touchpoint and theme."""
        return self.index.make_candidate(self.find_touchpoint(group), group)

    def find_touchpoint(self, rows: Sequence[int]) -> int:
        """The touchpoint of half of the rows; −1 if there is none, or if the journey does not fit the study."""
        limits, touchpoints = self.thresholds.cleaning, self.index.tags.touchpoint
        counts = Counter(int(touchpoints[row]) for row in rows)
        touchpoint, n = min(counts.items(), key=lambda item: (item[0] < 0, -item[1], item[0]))
        journey_fits = int((touchpoints >= 0).sum()) >= limits.min_tagged * len(touchpoints)
        return touchpoint if n >= limits.touchpoint_share * len(rows) and journey_fits else -1

    def top_word(self, group: Sequence[int]) -> str:
        """The word that most segments of a group have; "" if they have no words."""
        counts = Counter(word for row in group for word in self.index.words[row])
        return min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))[0]

    def is_common(self, word: str) -> bool:
        """Whether many people of the study use the word."""
        return self.index.speakers[word] >= self.thresholds.common_words.common_share * self.index.n_people

    def _owns(self, group: Sequence[int], word: str) -> bool:
        """Whether a group has a good part of all segments with a word."""
        rows = self.rows_with[word]
        return len(set(rows) & set(group)) >= self.thresholds.common_words.owned_share * len(rows)

    def has_more_than_common_word(self, group: Sequence[int]) -> bool:
        """Whether a group agrees in more than a word that many people use; in a small study no word is common."""
        limits, word = self.thresholds.common_words, self.top_word(group)
        if not self.is_common(word) or self.is_small or self._owns(group, word):
            return True
        is_subject = self.index.speakers[word] >= limits.subject_share * self.index.n_people
        needed = limits.subject_cohesion if is_subject else limits.min_cohesion
        return self.index.cohesion(group, without=self.rows_with[word]) >= needed

    def has_more_than_subject(self, group: Sequence[int]) -> bool:
        """Whether a finished group is about more than a subject of the whole study."""
        limits, word = self.thresholds.common_words, self.top_word(group)
        if not self.index.is_subject(word) or self._owns(group, word):
            return True
        if self.index.cohesion(group, without=self.rows_with[word]) >= limits.candidate_cohesion:
            return True
        uses = {(self.index.people[row], other) for row in group for other in self.index.words[row]}
        counts = Counter(other for _, other in uses if not is_vague(other))
        needed = max(3, limits.second_word_share * self.index.count_people(group))
        return any(n >= needed and not self.index.is_subject(other) for other, n in counts.items())

    def is_sound(self, candidate: PainCandidate) -> bool:
        """Whether a candidate hangs together, the closer the fewer people it has, and has a touchpoint or a theme."""
        limits, n_people = self.thresholds.cleaning, self.index.count_people(candidate.rows)
        needed = limits.min_cohesion + limits.cohesion_per_person / n_people
        if self.index.cohesion(candidate.rows) < needed:
            return False
        if self.is_small:
            return True
        is_somewhere = candidate.touchpoint >= 0 or candidate.theme >= 0
        enough_people = is_somewhere or n_people >= limits.min_people_anywhere
        return enough_people and self.has_more_than_subject(candidate.rows)

    def remove_outliers(self, group: list[int]) -> list[int]:
        """The group without segments far from its centre."""
        # Of two segments neither is further from their centre than the other.
        if len(group) < 3:
            return group
        limits, words = self.thresholds.cleaning, self.index.words
        counts = Counter(word for row in group for word in words[row] if not is_vague(word))
        needed = [
            limits.min_cosine if any(counts[word] > 1 for word in words[row]) else limits.min_cosine_without_word
            for row in group
        ]
        cosines = self.index.cosines(group, group).tolist()
        return [row for row, cosine, least in zip(group, cosines, needed, strict=True) if cosine >= least]

    def merge(self, groups: Sequence[list[int]], *, is_last_round: bool = False) -> list[list[int]]:
        """Merge groups about one subject by average linkage of their centres."""
        index, limits = self.index, self.thresholds.merging
        centres = np.stack([mean_direction(index.vectors[index.sort_by_id(group)]) for group in groups])
        candidates = [self.make_candidate(group) for group in groups]
        themes = np.array([candidate.theme for candidate in candidates])
        touchpoints = np.array([candidate.touchpoint for candidate in candidates])
        same_touchpoint = (touchpoints[:, None] == touchpoints) & (touchpoints >= 0)
        related = (themes[:, None] == themes) & (themes >= 0) | same_touchpoint
        words = [self.top_word(group) for group in groups]
        # A group without a common word gets a unique mark, so that it equals no other group.
        common = np.array([word if self.is_common(word) else f" {k}" for k, word in enumerate(words)])
        only_share_word = (common[:, None] == common) & ~same_touchpoint
        penalty = (
            limits.unrelated_penalty * ~related
            - limits.touchpoint_bonus * same_touchpoint
            + limits.common_word_penalty * only_share_word
        )
        if is_last_round:
            best = [set(index.distinctive_words(candidate.rows)[:3]) for candidate in candidates]
            share_words = np.array([[len(words & others) >= 2 for others in best] for words in best]) & related
            is_named = [
                self._only_names_touchpoint(word, candidate.touchpoint)
                for word, candidate in zip(words, candidates, strict=True)
            ]
            named = np.array(is_named)
            penalty = penalty - limits.shared_words_bonus * share_words
            penalty = penalty - limits.touchpoint_word_bonus * same_touchpoint * (named[:, None] | named)
        linked = _link(centres, limits.same_subject, penalty)
        return [[row for k in part for row in groups[k]] for part in linked]

    def _only_names_touchpoint(self, word: str, touchpoint: int) -> bool:
        """Whether a top word is the name of the touchpoint, and not what many people mention anyway."""
        is_known = 0 <= touchpoint < len(self.touchpoint_words)
        return is_known and word in self.touchpoint_words[touchpoint] and not self.is_common(word)


def _link(vectors: Floats, min_similarity: float, penalty: NDArray[np.float64] | float = 0.0) -> list[list[int]]:
    """Group n vectors by average linkage of their products less a penalty (n, n); groups of positions, in order."""
    # scipy takes a while to import, and a study without troubles does not need it.
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(vectors) < 2:
        return [[k] for k in range(len(vectors))]
    similarities = (vectors @ vectors.T).astype(np.float64) - penalty
    distances = np.round(np.clip(1.0 - similarities, 0.0, 2.0), 5)
    distances = np.maximum(distances, distances.T)
    np.fill_diagonal(distances, 0.0)
    labels = fcluster(linkage(squareform(distances, checks=False), "average"), 1.0 - min_similarity, "distance")
    groups: dict[int, list[int]] = {}
    for position, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(position)
    return list(groups.values())


def _join_nearest(
    groups: list[list[int]], rows: Sequence[int], vectors: Floats, centres: Floats, min_similarity: float
) -> None:
    """Add each row to the group with the nearest centre, if it is near enough."""
    if not rows:
        return
    similarities = np.asarray(np.round(vectors @ centres.T, 5), dtype=np.float64)
    nearest = zip(rows, similarities.argmax(1).tolist(), similarities.max(1).tolist(), strict=True)
    for row, group, similarity in nearest:
        if similarity >= min_similarity:
            groups[group].append(row)
