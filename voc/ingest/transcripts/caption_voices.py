"""Find who speaks in captions, by the marks that programs and captioners write into the cues.

- ``<v Name>words</v>``, several in a cue (Teams, noScribe);
- the name on a line above the words (Teams in Word), or in brackets there (Zoom);
- ``Name: words`` and ``[SPEAKER_00] words``, also several in a line;
- ``>> words`` and ``- words``: somebody else speaks, who is not named.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from voc.ingest.transcripts.caption_repeats import SOUND, count_words
from voc.ingest.transcripts.caption_turns import Caption
from voc.ingest.transcripts.speakers import MAX_LABEL, can_be_label, is_known, normalise_label
from voc.ingest.transcripts.utterances import BRACKETED

# noScribe writes "<v >" where nobody speaks.
VOICE_TAG = re.compile(r"<v(?:\.[\w.]+)?(?:\s([^>]{0,200}))?>|</v\s*>", re.I)
TAG = re.compile(r"</?(?:[ibu]|c|ruby|rt|lang|font|span)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[^}]{0,80}\}", re.I)
INTERVIEWER, INTERVIEWEE, UNKNOWN = "Interviewer", "Interviewee", "Unknown speaker"

_PREFIX = re.compile(rf"^[ \t]*([^\W_][^:\n<>\[\]]{{0,{MAX_LABEL - 1}}}):(?!//)(?=\s|$)[ \t]*")
_IN_BRACKETS = re.compile(rf"[\[(]([^\W\d_][^:\n<>\[\]()]{{0,{MAX_LABEL - 1}}})[\])][ \t]*:?[ \t]*")
_TIME_BEFORE_WORDS = re.compile(rf"^\s*{BRACKETED}\s*")
_CHEVRONS = re.compile(r"(?:>|&gt;){2,4}[ \t]*")
_CHEVRONS_FIRST = re.compile(rf"^[ \t]*+{_CHEVRONS.pattern}", re.M)
_DASH = re.compile(r"^[ \t]*[-–—][ \t]*(?=[^\s\d-])", re.M)
_CHANGE = "\x02"
"""Stands for a mark of a change of speaker; `voc.files.decode` leaves no such character in a text."""
_SENTENCE_END = re.compile(r"[.!?…][\"”“»’')]*$")
_ENDS_WITH_QUESTION = re.compile(r"\?[\"”“»’')\s]*$")
_FILLERS = frozenset({
    "aber", "also", "and", "but", "genau", "gut", "ja", "nein", "no", "ok", "okay", "so", "und", "well", "yeah", "yes",
})  # fmt: skip
"""Words before a colon that are speech and never a name, however often they occur."""


@dataclass(frozen=True, slots=True)
class VoiceThresholds:
    """When a mark in the cues names speakers, and when unnamed ones are evidently two who take turns."""

    min_share_of_cues: float = 0.5
    """Share of the cues that begin with a word in brackets if it is a name, not a sound ("[Runa] Hello")."""
    min_share_to_believe_all: float = 0.8
    """Share of the cues that begin with a word and a colon if each of these words is a name, even a unique one."""
    min_cues: int = 2
    """Cues of a file in which this share says anything."""
    min_dashes: int = 3
    """Lines with a dash from which on dashes mark changes of speaker; two in one cue suffice too."""
    min_turns: int = 4
    """Turns of two unnamed speakers; fewer prove nothing."""
    min_asking: float = 0.6
    """Share of the turns of the speaker who asks that end with a question."""
    max_asking: float = 0.25
    """Share of the turns of the speaker who answers that end with a question."""


_THRESHOLDS = VoiceThresholds()


@dataclass(frozen=True, slots=True)
class LabelledCaptions:
    """Captions with their speakers, and notes on how they were recognised."""

    captions: list[Caption]
    notes: tuple[str, ...] = ()


def find_voices(cues: Sequence[Caption]) -> LabelledCaptions:
    """Captions with speakers, without marks, tags and entities; a cue with several voices becomes several captions."""
    if any(VOICE_TAG.search(cue.text) for cue in cues):
        return LabelledCaptions(list(_tagged_voices(cues)))
    if have_names_above(cues):
        return LabelledCaptions(list(_names_above(cues)))
    labels = believed_labels(cues)
    return _with_unnamed_speakers(list(_marked_voices(_with_changes_marked(cues, labels), labels)))


def have_names_above(cues: Sequence[Caption]) -> bool:
    """Whether the first lines of the cues are names (Teams in Word): they look like names, and few of them recur."""
    heads = [cue.text.split("\n", 1)[0].strip() for cue in cues if "\n" in cue.text.strip()]
    names = {normalise_label(head) for head in heads}
    return (
        len(heads) >= 3
        and len(heads) >= 0.9 * len([cue for cue in cues if cue.text.strip()])
        and len(names) <= max(2, 0.5 * len(heads))
        and not any(_IN_BRACKETS.fullmatch(head) for head in heads)
        and all(can_be_label(head) and not _SENTENCE_END.search(head) and not head[0].islower() for head in heads)
        and not any(_DASH.match(head) or _CHEVRONS.match(head) for head in heads)
    )


def _names_above(cues: Sequence[Caption]) -> Iterator[Caption]:
    for cue in cues:
        head, _, words = cue.text.strip().partition("\n")
        if words:
            yield Caption(cue.start_s, cue.end_s, html.unescape(head.strip()).rstrip(":"), _clean(words))


def _tagged_voices(cues: Sequence[Caption]) -> Iterator[Caption]:
    """The voices of cues with ``<v Name>`` tags."""
    # When people rename a speaker in noScribe's editor, the tag keeps the old name, and a cue shows the new one.
    shown: dict[str, str] = {}
    for cue, following in zip(cues, [*cues[1:], None], strict=True):
        is_head = following is not None and (following.start_s, following.end_s) == (cue.start_s, cue.end_s)
        position, label = 0, None
        for tag in [*VOICE_TAG.finditer(cue.text), None]:
            words = _clean(cue.text[position : tag.start() if tag else len(cue.text)])
            name, colon, rest = words.partition(":")
            if label and colon and normalise_label(name) == normalise_label(label):
                words = rest.strip()
            elif label and colon and not rest and is_head and can_be_label(name):
                shown[label], words = name.strip(), ""
            words = _TIME_BEFORE_WORDS.sub("", words)
            if words:
                yield Caption(cue.start_s, cue.end_s, shown.get(label, label) if label else None, words)
            if tag:
                position = tag.end()
                label = html.unescape((tag[1] or "").strip()) or None


def believed_labels(cues: Sequence[Caption], thresholds: VoiceThresholds = _THRESHOLDS) -> dict[str, str]:
    """Labels before a colon or in brackets that repeat or are written like a name, as written, by normalised label."""
    counts: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    believed: set[str] = set()
    names_in_brackets: set[str] = set()
    n_before_words = n_prefixed = 0
    n_cues = sum(bool(cue.text.strip()) for cue in cues)
    for cue in _with_chevrons_marked(cues):
        lines = [line for line in cue.text.split("\n") if line.strip()]
        for number, line in enumerate(lines):
            spoken = _DASH.sub("", line.removeprefix(_CHANGE))
            match = _PREFIX.match(spoken) or _IN_BRACKETS.match(spoken.lstrip())
            if match is None or not _can_be_name(match[1]):
                continue
            label, key = match[1].strip(), normalise_label(match[1])
            spellings.setdefault(key, label)
            if match.re is _IN_BRACKETS and _looks_like_name(label):
                names_in_brackets.add(key)
            is_prefix, is_alone = match.re is _PREFIX, match.end() == len(match.string)
            if is_prefix or not is_alone or number + 1 < len(lines):
                # Above no words, a word in brackets is a sound ("(Door closes)").
                counts[key] += 1
            n_before_words += not is_prefix and not is_alone
            n_prefixed += is_prefix and number == 0
            # Behind ">>", whatever is before a colon is a name. In brackets, only a usual label needs no repetition.
            if is_known(label) or (is_prefix and (line.startswith(_CHANGE) or _looks_like_name(label))):
                believed.add(key)
            elif is_prefix or is_alone or _looks_like_name(label):
                believed.update({key} if counts[key] >= 2 else ())
    if n_before_words >= thresholds.min_share_of_cues * n_cues:
        believed.update(key for key, count in counts.items() if count >= 2)
    if n_cues >= thresholds.min_cues and n_prefixed >= thresholds.min_share_to_believe_all * n_cues:
        believed.update(counts)
    if names_in_brackets & believed:
        believed |= names_in_brackets
    return {key: spellings[key] for key in sorted(believed)}


def _can_be_name(label: str) -> bool:
    key = normalise_label(label)
    return can_be_label(label) and key not in _FILLERS and SOUND.fullmatch(key) is None


def _looks_like_name(label: str) -> bool:
    words = re.sub(r"[()|,\-]", " ", label).split()
    return len(words) in {2, 3, 4} and all(not word[0].islower() for word in words)


def _with_chevrons_marked(cues: Sequence[Caption]) -> Sequence[Caption]:
    """Cues in which `_CHANGE` begins a line in place of ``>>``; a path ("Menu >> Account") begins no line with it."""
    if not any(_CHEVRONS_FIRST.search(cue.text) for cue in cues):
        return cues
    return [replace(cue, text=_CHEVRONS.sub(f"\n{_CHANGE}", cue.text)) for cue in cues]


def _with_changes_marked(
    cues: Sequence[Caption], labels: dict[str, str], thresholds: VoiceThresholds = _THRESHOLDS
) -> Iterator[Caption]:
    """Cues with a line for each speaker; `_CHANGE` begins the lines before which ``>>`` or a dash was."""
    n_dashes = [len(_DASH.findall(cue.text)) for cue in cues]
    # Where speakers are named, a dash before words without a name may be a list.
    are_dashes_marks = not labels and (max(n_dashes, default=0) >= 2 or sum(n_dashes) >= thresholds.min_dashes)
    names = "|".join(re.escape(label) for label in list(labels.values())[:100])
    name_in_line = re.compile(rf"(?<=[.!?…\"”“»)\]])[ \t]+(?=(?:{names}):\s)") if names else None
    for cue in _with_chevrons_marked(cues):
        text = _DASH.sub(_CHANGE, cue.text) if are_dashes_marks else cue.text
        if labels:
            text = _IN_BRACKETS.sub(lambda match: _on_own_line(match, labels), text)
        yield replace(cue, text=name_in_line.sub("\n", text) if name_in_line else text)


def _on_own_line(match: re.Match[str], labels: dict[str, str]) -> str:
    return f"\n{match[0].strip()} " if normalise_label(match[1]) in labels else match[0]


def _marked_voices(cues: Iterable[Caption], labels: dict[str, str]) -> Iterator[Caption]:
    """The voices of cues with ``Name:`` or ``[Name]`` before the words or on a line above, or marks of a change."""
    is_change = False
    for cue in cues:
        voices = [replace(cue, label=None, text="")]
        for line in cue.text.split("\n"):
            # A dash alone on a line separates two speakers who are named.
            if line.strip() in {"", "-", "–", "—"}:
                continue
            is_change = is_change or line.startswith(_CHANGE)
            spoken = _TIME_BEFORE_WORDS.sub("", line.removeprefix(_CHANGE))
            match = _name_before(spoken, labels)
            if match:
                label = html.unescape(match[1].strip())
                voices.append(replace(cue, label=label, text=_CHEVRONS_FIRST.sub("", match.string[match.end() :])))
            elif is_change and spoken.strip():
                voices.append(replace(cue, label=None, text=spoken, is_new_turn=True))
            else:
                voices[-1] = replace(voices[-1], text=f"{voices[-1].text}\n{spoken}")
            # The mark may end a line or a cue, before the words of the next speaker.
            is_change = is_change and not spoken.strip()
        yield from (replace(voice, text=_clean(voice.text)) for voice in voices)


def _name_before(line: str, labels: dict[str, str]) -> re.Match[str] | None:
    """The name of a speaker at the start of a line, before a colon or in brackets."""
    line = _DASH.sub("", line)
    matches = (_PREFIX.match(line), _IN_BRACKETS.match(line.lstrip()))
    return next((match for match in matches if match and normalise_label(match[1]) in labels), None)


def _with_unnamed_speakers(captions: list[Caption], thresholds: VoiceThresholds = _THRESHOLDS) -> LabelledCaptions:
    """Captions in which unnamed changes of speaker have a label, as far as it is clear who speaks, and a note."""
    captions = [caption for caption in captions if caption.text]
    n_changes = sum(caption.is_new_turn for caption in captions)
    if not n_changes:
        return LabelledCaptions(captions)
    names = list(dict.fromkeys(caption.label for caption in captions if caption.label))
    if len(names) == 2:
        note = f"{n_changes} changes of speaker ('>>') have no name: read as the other one of the two named speakers."
        return LabelledCaptions(_with_other_name(captions, names), (note,))
    if names:
        labelled, n_words, last = [], 0, None
        for caption in captions:
            last = UNKNOWN if caption.is_new_turn else caption.label or last
            labelled.append(replace(caption, label=last))
            n_words += count_words(caption.text) if last == UNKNOWN else 0
        note = f"{n_changes} changes of speaker ('>>') have no name: {n_words} words are of '{UNKNOWN}'."
        return LabelledCaptions(labelled, (note,))
    turns: list[list[str]] = []
    for caption in captions:
        if caption.is_new_turn or not turns:
            turns.append([])
        turns[-1].append(caption.text)
    asks = [_ENDS_WITH_QUESTION.search(turn[-1]) is not None for turn in turns]
    rates = [sum(asks[side::2]) / max(len(asks[side::2]), 1) for side in (0, 1)]
    if len(turns) < thresholds.min_turns or max(rates) < thresholds.min_asking or min(rates) > thresholds.max_asking:
        n_words = sum(count_words(caption.text) for caption in captions)
        note = (
            f"'>>' or a dash marks {n_changes} changes of speaker without names, so questions are among the {n_words} "
            "words of the participant. Write 'I:' and 'B:' in their place to change that."
        )
        return LabelledCaptions(captions, (note,))
    names = [INTERVIEWER, INTERVIEWEE] if rates[0] > rates[1] else [INTERVIEWEE, INTERVIEWER]
    first = replace(captions[0], label=names[0], is_new_turn=False)
    note = (
        f"'>>' or a dash marks changes of speaker without names, and every other turn asks: read as '{INTERVIEWER}' "
        f"and '{INTERVIEWEE}'. Check the turns; write 'I:' and 'B:' in their place to be sure."
    )
    return LabelledCaptions(_with_other_name([first, *captions[1:]], names), (note,))


def _with_other_name(captions: Sequence[Caption], names: Sequence[str]) -> list[Caption]:
    """Captions of two people in which each unnamed change of speaker has the name of the other."""
    labelled, last = [], ""
    for caption in captions:
        other = names[0] if last != names[0] else names[1]
        last = caption.label or (other if caption.is_new_turn else last)
        labelled.append(replace(caption, label=last or None))
    return labelled


def _clean(text: str) -> str:
    return " ".join(html.unescape(TAG.sub("", text)).split())
