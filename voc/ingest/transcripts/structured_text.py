"""Read MAXQDA's structured texts: ``#TEXT name`` begins a text, ``#CODE name`` … ``#ENDCODE`` a coded passage.

A text without labels is the words of one person, named like the text; its codes are the questions that the passages
answer. In a text with labels ("I:", "B:"), the participant is named like the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from voc.ingest.file_content import LeftOut, Transcript, Utterance
from voc.ingest.transcripts.labelled import is_labelled, read_labelled
from voc.ingest.transcripts.speakers import is_generic, role_of_label
from voc.ingest.transcripts.utterances import paragraph_spans

_TEXT = re.compile(r"^[ \t]*+#TEXT\b[ \t]*+(?P<name>[^\n]*)$", re.M)
_CODE = re.compile(r"^[ \t]*+#(?P<end>END)?(?:CODE|TEXT)\b[ \t]*+(?P<name>[^\n]*)$", re.M)


def is_structured_text(text: str) -> bool:
    """Whether a line begins with ``#TEXT``, as MAXQDA's import of structured texts requires it."""
    return _TEXT.search(text) is not None


def read_structured_text(text: str) -> Transcript:
    """The texts of the file, one after the other."""
    heads = list(_TEXT.finditer(text))
    starts = [head.start() for head in heads]
    utterances: list[Utterance] = []
    labels: list[LeftOut] = []
    for number, (head, (_, end)) in enumerate(zip(heads, pairwise([*starts, len(text)]), strict=True), 1):
        name = head["name"].strip(" \t#") or f"Text {number}"
        part = text[head.end() : end]
        if not is_labelled(part):
            utterances += _coded(text, head.end(), end, name)
            continue
        labelled = read_labelled(_CODE.sub(lambda code: " " * len(code.group()), part))
        utterances += _labelled(labelled, head.end(), name)
        labels += (replace(own, start=own.start + head.end(), end=own.end + head.end()) for own in labelled.left_out)
    n_codes = sum(code["end"] is None for code in _CODE.finditer(text)) - len(heads)
    note = f"{len(heads)} texts of MAXQDA with {n_codes} coded passages: every text is a respondent."
    codes = (LeftOut(code.start(), code.end(), "headings") for code in _CODE.finditer(text))
    return Transcript(text, tuple(utterances), (note,), (LeftOut(0, starts[0], "head"), *labels, *codes))


def _labelled(part: Transcript, offset: int, name: str) -> list[Utterance]:
    """The turns of a text with labels; a label such as "B" means somebody else in every text."""
    return [
        Utterance(
            item.start + offset,
            item.end + offset,
            name if is_generic(item.label) and role_of_label(item.label) in {"participant", None} else item.label,
            item.time_s,
        )
        for item in part.utterances
    ]


def _coded(text: str, start: int, end: int, name: str) -> list[Utterance]:
    """The paragraphs of a text without labels, with the innermost code as the question."""
    utterances, codes, at = [], list[str](), start
    for code in [*_CODE.finditer(text, start, end), None]:
        question = codes[-1] if codes else ""
        stop = code.start() if code else end
        utterances += [Utterance(*span, name, question=question) for span in paragraph_spans(text, at, stop)]
        if code is None:
            break
        at = code.end()
        if code["end"] is None:
            codes.append(code["name"].strip(" \t#").rpartition("\\")[2])
        elif codes:
            codes.pop()
    return utterances
