"""What stands around a text: the sentence before it in the talk, and words that say when in the journey it plays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from voc.schema import Floats, Segment, Taxonomy

NEIGHBOUR = 0.35
"""The part of the neighbour's evidence above general talk that is added to a text that goes on from it."""
WHEN = 0.1
"""What a time word takes off the touchpoints of phases at other times."""
GOES_ON = 14
"""A text of at most so many words may go on from the one before; a longer one only where it begins with a pronoun."""
_GAP = 4
"""Letters between two segments of one breath."""

_PRONOUN = re.compile(
    r"^\W*(?:und|aber|also|dann|da|das|die|der|es|sie|er|dort|dabei|deshalb|trotzdem|außerdem|and|but|so|then|there|that"
    r"|this|they|it|he|she|which|also|still|because)\b",
    re.IGNORECASE,
)
_TIMES = {
    "before": re.compile(
        r"\b(?:vor (?:dem|der|meiner?|unserer?) (?:kauf|bestellung|buchung|abschluss|entscheidung)|bevor (?:ich|wir)"
        r"|(?:auf|bei) der suche nach"
        r"|überleg\w*,? (?:ob|welche)|before (?:i|we) (?:bought|ordered|booked|signed|decided)"
        r"|before (?:buying|ordering|booking|purchasing|signing)|(?:was|were) looking for|thinking (?:about|of) buying"
        r"|comparing)\b"
    ),
    "purchase": re.compile(
        r"\b(?:beim (?:kauf|bestellen|bezahlen|kaufen|buchen|abschluss)|bei der (?:bestellung|buchung|bezahlung)"
        r"|(?:while|when) (?:buying|ordering|paying|checking out|purchasing|booking)"
        r"|at the time of (?:purchase|booking))\b"
    ),
    "after": re.compile(
        r"\b(?:nach (?:dem|der|meiner?|unserer?) (?:kauf|bestellung|buchung|lieferung|abschluss|update)"
        r"|nachdem (?:ich|wir)|seit (?:ich|wir|dem kauf|der lieferung)"
        r"|inzwischen|mittlerweile|(?:wochen|tage|monate) später"
        r"|after (?:i|we) (?:bought|ordered|booked|received|signed)|after (?:buying|ordering|the purchase|purchase)"
        r"|since (?:i|we) (?:bought|have|got|had)|(?:weeks|days|months) later|ever since|a year (?:in|on|later))\b"
    ),
}


def by_time(texts: Sequence[str], taxonomy: Taxonomy) -> Floats:
    """float32 (n, touchpoints): less `WHEN` for touchpoints of phases that lie at another time than a text says."""
    when = {phase.phase_id: phase.when for phase in taxonomy.phases}
    result = np.zeros((len(texts), len(taxonomy.touchpoints)), np.float32)
    columns = {time: [i for i, one in enumerate(taxonomy.touchpoints) if when[one.phase_id] == time] for time in _TIMES}
    for row, text in enumerate(texts):
        said = text.casefold()
        found = [time for time, pattern in _TIMES.items() if columns[time] and pattern.search(said)]
        if len(found) == 1:
            others = [column for time, own in columns.items() if time != found[0] for column in own]
            result[row, others] = -WHEN
    return result


def goes_on_from(segments: Sequence[Segment]) -> list[int]:
    """For each segment the position of the one before it in the same breath, or −1.

    The same speaker goes on in the same answer, and the text is short or begins with a word that points back.
    """
    order = sorted(range(len(segments)), key=lambda i: (segments[i].document_id, segments[i].start, i))
    before = [-1] * len(segments)
    for last, row in pairwise(order):
        one, other = segments[last], segments[row]
        together = (one.document_id, one.respondent_id, one.question) == (
            other.document_id,
            other.respondent_id,
            other.question,
        )
        near = one.end <= other.start <= one.end + _GAP
        short = len(other.text.split()) <= GOES_ON
        if together and near and (short or _PRONOUN.match(other.text)):
            before[row] = last
    return before


def by_neighbours(evidence: Floats, middle: float, before: Sequence[int]) -> Floats:
    """float32 (n, touchpoints): what the text before says, for texts that say too little themselves."""
    result = np.zeros_like(evidence)
    weak = evidence.max(axis=1) < middle
    for row, last in enumerate(before):
        if last >= 0 and weak[row]:
            result[row] = NEIGHBOUR * np.maximum(evidence[last] - middle, 0.0)
    return result
