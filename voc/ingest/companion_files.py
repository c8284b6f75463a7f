"""Recognise files that lie beside transcripts and hold no respondent's words: guides, consent forms, logs, doublets."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from voc.ingest.file_content import FileToRead
from voc.ingest.surveys.code_plans import read_text_plan
from voc.ingest.transcripts.labelled import label_at_start
from voc.ingest.transcripts.speakers import normalise_label, role_of_label
from voc.models.authors import average_author
from voc.tables import column_names
from voc.tables.table import Table

WITHOUT_SPEAKERS = frozenset({"notes", "questions-as-headings", "caption-lines"})
"""Conventions of texts in which nobody is named; a text with turns is a transcript, whatever it is called."""
MIN_GUIDE_QUESTIONS = 0.7
"""Share (0–1) of the paragraphs that are questions in a list of questions without answers."""
MIN_PARAGRAPHS = 5
"""Paragraphs of a text that can be judged by its questions."""
MIN_REPLY_WORDS = 4
"""Words of a paragraph or cell that is read for whose words it is."""
MAX_REPLY_WORDS = 15
"""Words at its beginning that are read: below a customer's words may stand the mail of the company that they answer."""
MIN_KEPT_REPLIES = 0.6
"""Probability (0–1) of the company, on the average of all paragraphs, of a file that holds nothing but its replies."""
MAX_PROMPT_WORDS = 15
"""Words of a paragraph of a guide that is no question; a longer one may be an answer."""
MIN_GUIDE_WORDS = 0.6
"""Share (0–1) of the words that a text called a guide has in questions and prompts; in one with answers, it is less."""
MAX_GUIDE = 40_000
"""Code points of a guide or a field log; a longer text is a talk or a report."""
MIN_QUESTIONS = 3
"""Questions of a guide with labels."""
MIN_OBSERVER_LINES = 2
"""Lines of a field log that speak of the respondent or the interview, where its name does not say what it is."""
MAX_LOG_LINE = 300
"""Code points of a line of a log that are looked at."""
TEXTS = frozenset({".txt", ".md", ".markdown", ".text", ".docx", ".odt", ".rtf", ".pdf", ".html", ".htm"})
"""Suffixes of files that may be a guide or a log; captions and JSON come from recordings."""
MAX_TITLE = 120
"""Code points of a title."""
MAX_METADATA = 20_000
"""Code points of a .json file with facts about a recording; a longer one holds a talk or a table."""
MAX_TABLE_ROWS = 500
"""Rows of a table by which it is judged."""
MIN_LOG_LINES = 0.6
"""Share (0–1) of the lines of a program's log that begin with a date or have a level."""

MIN_FIELD_LINES = 0.6
"""Share (0–1) of the lines of a field log that begin with a day or a clock."""
MIN_FIELD_LOG = 4
"""Lines with a day or a clock of a field log."""
MAX_FIRST_PERSON = 0.2
"""Share (0–1) of the lines of a field log that may say "I"; respondents' diaries say it more often."""
MIN_ASKING_LINES = 0.7
"""Share (0–1) of the lines with labels that ask in a guide without the name of one."""
MAX_ANSWERS = 0.05
"""Share (0–1) of the words that may be answers in a guide with labels; "Autorin: Ada Berg" has their form."""
MAX_DOUBTFUL_ANSWERS = 0.3
"""Share of the words up to which answers below a guide's questions may be examples: it is read with a warning."""
MAX_PROSE = 0.5
"""Share of the words of a guide that may be neither questions nor short lines."""

_DATA = tomllib.loads(files("voc.ingest").joinpath("companion_files.toml").read_text("utf-8"))
_COMPANIONS = _DATA["companion"]
_BY_ANYBODY = [companion for companion in _COMPANIONS if not companion.get("about_others")]
_LIST_NAME = re.compile(r'\s*\{\s*"(\w{1,60})"\s*:\s*\[')
_METADATA = frozenset(_DATA["metadata"])
_NUMBERS_AROUND_NAME = re.compile(
    r"^[\d\s_.-]+|[\s_.-]*(?:v(?:ersion)?[\s_.-]*)?[\d\s_.()-]*(?:final|kopie|copy|neu|new)?$", re.I
)
_AROUND_TITLE = re.compile(r"^[\W\d_]+|[\W_]+$")
_LOG_LINE = re.compile(
    r"^[ \t]*+[\[(]?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}[^\n]{0,40}?\b(?:DEBUG|ERROR|FATAL|INFO|TRACE|WARN(?:ING)?)\b",
    re.M,
)
_GUIDE = next(companion for companion in _COMPANIONS if "guide" in companion["what"])
_FIELD_LOG = _DATA["field_log"]
_FIRST_PERSON = re.compile(rf"\b(?:{'|'.join(_FIELD_LOG['first_person'])})\b", re.I)
_OBSERVER_WORD = re.compile(rf"\b(?:{'|'.join(_FIELD_LOG['observer'])})\b", re.I)
_PROMPT = re.compile(rf"[ \t>*_•–-]*+(?:{'|'.join(_DATA['prompts'])})[*_]*+[ \t]*+[:–]", re.I)
_MINUTES = re.compile(
    r"[(\[–—|:,-][ \t]*+(?:ca\.?|approx\.?|~|max\.?)?[ \t]*+\d{1,3}(?:[ \t]*[-–][ \t]*\d{1,3})?[ \t]*+(?:min|′|')", re.I
)
_TIMED_LINE = re.compile(
    r"[ \t>*_•–\[(-]*+(?:\d{1,4}[./-]\d{1,2}[./-]?(?:\d{2,4})?|\d{1,2}[:.]\d{2})(?:[:.]\d{2})?(?![\w%€$])"
)
_SAVED_CAPTIONS = re.compile(r"(?:meeting_saved_)?closed_captions?(?: ?\(\d+\))?\.txt", re.I)
_PARAGRAPH = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t])")


@dataclass(frozen=True, slots=True)
class _GuideParagraph:
    n_words: int
    is_question: bool


def why_companion(file: FileToRead, reader: str) -> str:
    """Why a text is no transcript, although the reader accepts it; "" when it may be one.

    A kind in voc.toml settles that it is one.
    """
    if file.settings.kind or file.suffix not in TEXTS:
        return ""
    stem = PurePosixPath(file.name).stem
    has_speakers = reader not in WITHOUT_SPEAKERS
    if has_speakers and len(file.text) > MAX_GUIDE:
        return ""
    if read_text_plan(file.text) is not None:
        what = "looks like a code book (variables, and what their codes mean)"
    else:
        what = _what_talk_it_is(stem, file.text) if has_speakers else _what_it_is(stem, file.text)
    return f"{what}, and not what respondents said. {_remedy(file.name)}" if what else ""


def why_companion_table(file: FileToRead, tables: Sequence[Table]) -> str:
    """Why a table holds nobody's answers, by its name, its sheets, or the list in a .json file; "" when it may."""
    keys = {column_names.name_key(name) for table in tables for name in table.header}
    if file.settings.kind or file.settings.own_columns or keys & (column_names.RATING | column_names.RESPONDENT):
        return ""
    cells = [cell for table in tables for row in table.rows[:MAX_TABLE_ROWS] for cell in row if cell.strip()]
    list_name = _LIST_NAME.match(file.text)
    titles = [*(title for table in tables for title in (table.sheet, table.title)), list_name[1] if list_name else ""]
    is_observed = _field_log("\n".join(cells)).is_observed
    companions = [item for item in (_COMPANIONS if is_observed else _BY_ANYBODY) if item.get("in_tables")]
    paragraphs = [_GuideParagraph(len(cell.split()), cell.rstrip().endswith("?")) for cell in cells]
    what = _what_it_is_called(PurePosixPath(file.name).stem, titles, paragraphs, companions) or _by_its_words(cells)
    remedy = f'To read it anyway, write kind = "review" below [files."{file.name}"] in voc.toml.'
    return f"{what}, and not what respondents said. {remedy}" if what else ""


def why_doubtful(file: FileToRead, reader: str) -> str:
    """A warning about a text that may be no transcript, with the line for voc.toml that skips it; else ""."""
    if file.settings.kind or file.suffix not in TEXTS or len(file.text) > MAX_GUIDE:
        return ""
    stem = PurePosixPath(file.name).stem
    if reader in WITHOUT_SPEAKERS:
        log = _field_log(file.text)
        what = "the log of whoever observed" if log.is_called(stem) and log.has_times else ""
    else:
        guide = _guide_with_labels(file.text)
        is_doubtful = guide.is_called(stem) and MAX_ANSWERS < guide.share_of_answers <= MAX_DOUBTFUL_ANSWERS
        what = "an interview guide with examples of answers" if is_doubtful else ""
    if not what:
        return ""
    return f'This may be {what}, and no talk. If it is, write skip = true below [files."{file.name}"] in voc.toml.'


def why_metadata(file: FileToRead) -> str:
    """Why a .json file holds facts about a recording and no talk; "" when it may be a talk or a table."""
    if file.suffix != ".json" or file.settings.kind or len(file.text) > MAX_METADATA:
        return ""
    try:
        facts = json.loads(file.text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(facts, dict) or not _METADATA.intersection(map(str.casefold, facts)):
        return ""
    values = list(facts.values())
    has_records = any(isinstance(value, list) and any(isinstance(item, dict) for item in value) for value in values)
    has_words = any(isinstance(value, str) and len(value.split()) > MAX_PROMPT_WORDS for value in values)
    if has_records or has_words or any(isinstance(value, dict) for value in values):
        return ""
    return f"looks like facts about a recording, and not what respondents said. {_remedy(file.name)}"


def why_doublet(name: str, others: Collection[str]) -> str:
    """Why captions that Zoom saved beside a transcript are not read again; "" when there is no transcript."""
    path = PurePosixPath(name)
    if not _SAVED_CAPTIONS.fullmatch(path.name):
        return ""
    siblings = sorted(
        other for other in others if PurePosixPath(other).parent == path.parent and other.casefold().endswith(".vtt")
    )
    if not siblings:
        return ""
    return f"these are the captions of the talk in {PurePosixPath(siblings[0]).name}. {_remedy(name)}"


def _remedy(name: str) -> str:
    return f'To read it anyway, write kind = "interview" below [files."{name}"] in voc.toml.'


@dataclass(frozen=True, slots=True)
class _FieldLog:
    """What a text without speakers has of the log of an observer."""

    title: str
    n_lines: int
    n_timed: int
    n_first_person: int
    n_observer: int

    @property
    def has_times(self) -> bool:
        return self.n_timed >= MIN_FIELD_LOG and self.n_timed >= MIN_FIELD_LINES * (self.n_lines - 1)

    @property
    def is_observed(self) -> bool:
        """Whether it is written about others."""
        return self.n_first_person <= MAX_FIRST_PERSON * self.n_lines

    def is_called(self, stem: str) -> bool:
        return any(_is_called(stem, self.title, _FIELD_LOG[key]) for key in ("names", "titles"))


@lru_cache(maxsize=1)
def _field_log(text: str) -> _FieldLog:
    lines = [line for line in text.split("\n") if line.strip()]
    return _FieldLog(
        _title_of(text),
        len(lines),
        sum(_TIMED_LINE.match(line) is not None for line in lines),
        sum(_FIRST_PERSON.search(line[:MAX_LOG_LINE]) is not None for line in lines),
        sum(_OBSERVER_WORD.search(line[:MAX_LOG_LINE]) is not None for line in lines),
    )


def _is_called(stem: str, title: str, patterns: list[str]) -> bool:
    name = _NUMBERS_AROUND_NAME.sub("", stem)
    return any(re.fullmatch(pattern, text, re.I) for pattern in patterns for text in (name, title))


def _title_of(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return _AROUND_TITLE.sub("", first[: MAX_TITLE + 1])


@dataclass(slots=True)
class _GuideWithLabels:
    """The words of a text with labels: those of questions and prompts, of answers, and of long lines of neither."""

    title: str
    n_questions: int = 0
    n_prompts: int = 0
    n_blocks: int = 0
    n_labelled: int = 0
    n_unknown: int = 0
    n_answer_words: int = 0
    n_prose_words: int = 0
    n_words: int = 0

    @property
    def share_of_answers(self) -> float:
        return self.n_answer_words / max(self.n_words, 1)

    def is_called(self, stem: str) -> bool:
        """Whether its name, its title, its prompts or the minutes of its blocks are those of a guide."""
        names = [*_GUIDE["names"], *_GUIDE["titles"]]
        return _is_called(stem, self.title, names) or self.n_blocks >= 2 or self.n_prompts >= 2


@lru_cache(maxsize=1)
def _guide_with_labels(text: str) -> _GuideWithLabels:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    labels = Counter(normalise_label(label_at_start(line)) for line in lines)
    guide = _GuideWithLabels(_title_of(text))
    for line in lines:
        label = label_at_start(line)
        words = line[line.find(":") + 1 :] if label and ":" in line else line
        words = re.sub(r"[(\[][^()\[\]]{0,300}[)\]]", "", words).strip(" *_-–\t")
        n_words = len(words.split())
        guide.n_words += n_words
        role = role_of_label(label) if label else None
        is_prompt = _PROMPT.match(line) is not None
        guide.n_prompts += is_prompt
        guide.n_blocks += not label and _MINUTES.search(line[-MAX_TITLE:]) is not None
        guide.n_labelled += bool(label)
        guide.n_unknown += bool(label) and role != "interviewer" and not is_prompt
        if words.endswith("?"):
            guide.n_questions += 1
        elif label and role != "interviewer" and not is_prompt and (role or labels[normalise_label(label)] > 1):
            guide.n_answer_words += n_words
        elif not label and n_words > MAX_PROMPT_WORDS:
            guide.n_prose_words += n_words
    return guide


def _what_talk_it_is(stem: str, text: str) -> str:
    """What a text with speakers is whom nobody answers; "" when somebody does."""
    guide = _guide_with_labels(text)
    if guide.n_questions < MIN_QUESTIONS or guide.n_prose_words > MAX_PROSE * guide.n_words:
        return ""
    if guide.share_of_answers > MAX_ANSWERS:
        return ""
    if guide.is_called(stem):
        return f"looks like an interview guide ({guide.n_questions} questions, and hardly an answer)"
    if (
        guide.n_labelled >= MIN_PARAGRAPHS
        and not guide.n_unknown
        and guide.n_questions >= MIN_ASKING_LINES * guide.n_labelled
    ):
        return f"looks like a list of questions ({guide.n_questions}, and hardly an answer)"
    return ""


def _what_it_is(stem: str, text: str) -> str:
    log = _field_log(text)
    if log.is_observed and ((log.is_called(stem)) or (log.has_times and log.n_observer >= MIN_OBSERVER_LINES)):
        return f"looks like the log of whoever observed ({log.n_timed} of {log.n_lines} lines begin with a time)"
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) >= MIN_PARAGRAPHS and len(_LOG_LINE.findall(text)) >= MIN_LOG_LINES * len(lines):
        return "looks like the log of a program"
    paragraphs = _paragraphs(text)
    if what := _what_it_is_called(stem, [log.title], paragraphs, _COMPANIONS if log.is_observed else _BY_ANYBODY):
        return what
    n_questions = sum(paragraph.is_question for paragraph in paragraphs)
    if len(paragraphs) >= MIN_PARAGRAPHS and n_questions >= MIN_GUIDE_QUESTIONS * len(paragraphs):
        return f"looks like a list of questions ({n_questions} of {len(paragraphs)} paragraphs)"
    return _by_its_words(_PARAGRAPH.split(text))


def _by_its_words(texts: Iterable[str]) -> str:
    """What texts without a speaker are when they are neither called so nor marked: replies of the company."""
    words = [text.split()[:MAX_REPLY_WORDS] for text in texts]
    sentences = [" ".join(beginning) for beginning in words if len(beginning) >= MIN_REPLY_WORDS]
    if len(sentences) < MIN_PARAGRAPHS or average_author(sentences)["company"] < MIN_KEPT_REPLIES:
        return ""
    return "looks like replies that the company keeps ready (by its words)"


def _what_it_is_called(
    stem: str, titles: Collection[str], paragraphs: list[_GuideParagraph], companions: Sequence[Mapping[str, Any]]
) -> str:
    name = _NUMBERS_AROUND_NAME.sub("", stem)
    for companion in companions:
        if re.fullmatch(companion.get("unless", ""), name, re.I):
            continue
        has_name = any(re.fullmatch(pattern, name, re.I) for pattern in companion["names"])
        has_title = any(
            len(title) <= MAX_TITLE and re.fullmatch(pattern, title, re.I)
            for pattern in companion["titles"]
            for title in titles
        )
        if (has_name or has_title) and ("guide" not in companion["what"] or _is_without_answers(paragraphs)):
            return f"looks like {companion['what']} (by its {'name' if has_name else 'title'})"
    return ""


def _paragraphs(text: str) -> list[_GuideParagraph]:
    paragraphs = (part.strip() for part in _PARAGRAPH.split(text))
    return [_GuideParagraph(len(part.split()), part.rstrip('*_"”“ ').endswith("?")) for part in paragraphs if part]


def _is_without_answers(paragraphs: list[_GuideParagraph]) -> bool:
    n_words = sum(paragraph.n_words for paragraph in paragraphs)
    n_prompts = sum(
        paragraph.n_words for paragraph in paragraphs if paragraph.is_question or paragraph.n_words <= MAX_PROMPT_WORDS
    )
    return n_prompts >= MIN_GUIDE_WORDS * n_words
