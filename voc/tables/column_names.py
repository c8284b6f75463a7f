"""What a column's name means in German and English exports: text, rating, date, personal data, a question and so on.

The lists are in `column_names.toml`. `voc.ingest.surveys.columns` also looks at the cells.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

_FILE: Mapping[str, Any] = tomllib.loads((files("voc.tables") / "column_names.toml").read_text("utf-8"))

TEXT = frozenset(_FILE["text"])
ANSWER = frozenset(_FILE["answer"])
LONG_VALUE = frozenset(_FILE["long_value"])
RATING = frozenset(_FILE["rating"])
GERMAN_RATING = frozenset(_FILE["german_rating"])
DATE = frozenset(_FILE["date"])
PERIOD = frozenset(_FILE["period"])
CALLED_DATE = PERIOD | (DATE - frozenset({"at", "posted", "published", "time"}))
"""Names after which a reader expects dates; the others have many meanings."""
RESPONDENT = frozenset(_FILE["respondent"])
TALK = frozenset(_FILE["talk"])
ROSTER_RESPONDENT = RESPONDENT | frozenset(_FILE["roster_respondent"])
ROW_IDS = frozenset(_FILE["row_ids"])
TITLE = frozenset(_FILE["title"])
QUESTION = frozenset(_FILE["question"])
IGNORED = frozenset(_FILE["ignored"])
SPEAKER = frozenset(_FILE["speaker"])
TRANSCRIPT = frozenset(_FILE["transcript"])
START = frozenset(_FILE["start"])
END = frozenset(_FILE["end"])
ANONYMOUS = frozenset(_FILE["anonymous"])
FUNCTION_WORDS = frozenset(_FILE["function_words"])

MAX_WORDS_OF_A_NAME = 4
"""A longer name is read as a question. Names of personal columns are short ("E-Mail", "Recipient Last Name")."""


def _any_of(patterns: str) -> str:
    return f"(?:{'|'.join(_FILE['patterns'][patterns])})"


def _word_of(*patterns: str) -> re.Pattern[str]:
    """Patterns as whole words of a column's name; in exported names "_" and "." are between words."""
    either = "|".join(map(_any_of, patterns))
    return re.compile(rf"(?:^|[\s_.(/-])(?:{either})(?:$|[\s_.)/:-])", re.I)


_PERSONAL = _word_of("personal", "personal_or_choice")
_MAY_BE_CHOICE = _word_of("personal_or_choice")
_ALWAYS_PERSONAL = _word_of("personal")
_PERSON = re.compile(_any_of("person"), re.I)
_STAFF = re.compile(_any_of("staff"), re.I)
_OF_THE_COMPANY = "|".join(
    rf"{author}(?:[’']?s)?[ _.-]?{words}(?:[ _.-]?(?:text|body|content|comment))?"
    rf"|{words}[ _](?:from|by|of) (?:the )?{author}\w*"
    for author, words in (
        (_any_of("company_author"), _any_of("company_words")),
        (_any_of("company_topic"), _any_of("company_reply")),
    )
)
_DES_UNTERNEHMENS = "|".join(
    rf"(?:text |inhalt )?(?:der |des )?{words} (?:des|der|vom|von|durch)(?: den| die| dem)? {author}\w*"
    rf"|{author}(?:e?n|s)?[- ]?{words}"
    for author, words in (
        (_any_of("company_author_de"), _any_of("company_words_de")),
        (_any_of("company_topic_de"), _any_of("company_reply_de")),
    )
)
_ANALYSIS = rf"(?:{_any_of('analysis_words')} )*{_any_of('analysis')}(?: {_any_of('analysis_words')})*"
_ANALYSIS_BEHIND = re.compile(rf"(?P<base>.+?)[\s(\[:–-]+{_ANALYSIS}[)\]]?", re.I | re.S)
_ANALYSIS_BEFORE = re.compile(rf"{_ANALYSIS} ?(?:[:(\[–-]|of|von|zu|in) ?(?P<base>.+)", re.I | re.S)
_SURNAME = re.compile(r"last ?name|surname|family ?name|nachname|familienname", re.I)
_COMPANY_TEXT = re.compile(
    rf"(?:[\w-]{{1,30}}[._])?(?:{_any_of('company_text')}|{_OF_THE_COMPANY}|{_DES_UNTERNEHMENS}"
    rf"|interne[rs]? {_any_of('company_words_de')})",
    re.I,
)
_TRANSLATION = _word_of("translation")
# Qualtrics writes these in camel case, so no word boundary follows: "RecipientEmail", "LocationLatitude".
_PERSONAL_CAMEL_CASE = re.compile(r"(?:recipient|location)[A-Z_ ]", re.I)
_ASKS_PERSONAL = re.compile(
    r"\b(?:your|ihre?n?|deine?n?) (?:full |first |last )?(?:names?|vor-? ?und nachname|e-?mail\w*|mail\w*"
    r"|telefon\w*|phone\w*|address|adresse|anschrift)\b|\bwie hei(?:ß|ss)en sie\b|\be-?mail-?adresse?\b"
    r"|\bemail address\b",
    re.I,
)
_ID = re.compile(r"(?:^|[\s_.-])(?:id|ids|uuid|guid)$|[a-zß]I[dD]$|(?i:nummer)$")
_COUNT = re.compile(r"(?:.+\.)?(?:total_?count|total_?pages|per_?page)|.+\.(?:count|length|size|total)", re.I)
_OPINION = re.compile(rf"\b(?:was|what)\b.{{0,80}}\b{_any_of('opinion')}\b", re.I)
_FACT = re.compile(rf"\b{_any_of('fact')}\b", re.I)
_RATING_WORD = re.compile(
    rf"(?:^|[\s_.-]){_any_of('rating_word')}(?:$|[\s_.\[(:-])"
    r"|how (?:satisfied|likely|would you rate|easy|difficult|useful)"
    r"|wie (?:zufrieden|wahrscheinlich|bewerten|einfach|leicht|schwierig|schwer|hilfreich)"
    r"|\bzufrieden|weiterempf|empfehlen",
    re.I,
)
# A number may come first: "Q3. Why …", "12) Was …".
_QUESTION_START = re.compile(rf"^(?:\W|q?\d+\w?[.:)]?\s)*{_any_of('question_start')}\w*\b", re.I)
_QUESTION_TITLE = re.compile(r"\s*(?:frage|question|item|q|f)\s?(?:nr\.?\s?)?\d{1,3}\b\W*\w", re.I)
_OVERALL = re.compile(rf"\b{_any_of('overall')}\b", re.I)
_ABOUT_RESPONDENT = re.compile(rf"\b{_any_of('about_respondent')}\b", re.I)
_PROMOTER_SCORE = re.compile(rf"(?:^|[\W_]){_any_of('promoter_score')}(?:$|[\W_])", re.I)
_RECOMMENDS = re.compile(r"\brecommend|empfehl", re.I)
_NPS_GROUP = re.compile(r"group|gruppe|segment|category|kategorie|typ\b|type\b", re.I)
_BATTERY = re.compile(rf"\b{_any_of('battery')}", re.I)
_AMOUNT = re.compile(rf"(?:^|[\s_(/-]){_any_of('amount')}", re.I)
_CALLED_DATE = re.compile(
    rf"(?:^|[\s_.(/-])(?:{_any_of('called_date')})(?:$|[\s_.)/:-])|{_any_of('called_date_de')}$", re.I
)
_CONVERSATION = re.compile(rf"{_any_of('conversation')} ?s?(?: ?(?:id|key|nr|number|nummer|no))?", re.I)
JOINED = " – "
"""What joins the names of two header rows: "Stay – Month"."""
_GERMAN_NAME = re.compile(rf"\b{_any_of('german_name')}\b|[äöüß]", re.I)
_SCALE = re.compile(r"\s*(?:[\[(]\s*[-−]?\d+\s*(?:-|–|bis|to)\s*\d+[^)\]]{0,20}[\])]|\(\d+\))$")
_OPEN = re.compile(
    r"\b(?:free|open)[- ]?(?:text|ended|end|input|entry)\b|\bfreitext|\boffene (?:frage|antwort)"
    r"|\b(?:offene|freie) (?:eingabe|nennung)"
    rf"|\b{_any_of('open_question')}",
    re.I,
)


def name_key(name: str) -> str:
    """A column's name as in the lists: lower case, single blanks, no scale or number at the end.

    >>> name_key("Zufriedenheit (1–5)")
    'zufriedenheit'
    """
    return _SCALE.sub("", " ".join(name.split()).casefold()).rstrip(" :?*")


def is_personal(name: str) -> bool:
    """Whether a column holds personal data by its name; such columns never become attributes.

    One word is enough in a short name ("E-Mail", "IP address"). A question has to ask for the respondent's own data
    ("What is your name?"); merely using the word is not enough ("What needs does the tool address?").
    """
    if name_key(name) in {"name", "names", "namen"}:
        return True
    if len(name.split()) <= MAX_WORDS_OF_A_NAME and not name.rstrip().endswith("?"):
        return _PERSONAL.search(name.replace("_", " ")) is not None or _PERSONAL_CAMEL_CASE.match(name) is not None
    return _ASKS_PERSONAL.search(name) is not None


def may_be_choice(name: str) -> bool:
    """Whether a personal column may as well be a closed question ("Phone: iOS, Android"), if its values are choices."""
    words = name.replace("_", " ")
    return _MAY_BE_CHOICE.search(words) is not None and _ALWAYS_PERSONAL.search(words) is None


def names_person(name: str) -> bool:
    """Whether a column's name says that it holds people's names, of respondents or staff ("Kunde", "assignee")."""
    words, *parts = _words(name)
    return _PERSON.fullmatch(words) is not None or (bool(parts) and _PERSON.fullmatch(parts[-1]) is not None)


def names_staff(name: str) -> bool:
    """Whether the people in a column work for the company ("Bearbeiter", "assigned to")."""
    return any(_STAFF.fullmatch(words) for words in _words(name))


def names_surname(name: str) -> bool:
    """Whether a column holds surnames by its name."""
    return any(_SURNAME.search(words) for words in _words(name))


def _words(name: str) -> list[str]:
    """A column's name in words, followed by its parts when it is that of a record inside another ("agent.name")."""
    # "Bearbeiter:in" and "Bearbeiter*in" are read like "Bearbeiterin".
    words = re.sub(r"[:*/]in\b", "in", name_key(name)).replace("_", " ")
    return [words.replace(".", " "), *words.split(".")] if "." in words else [words]


def is_company_text(name: str) -> bool:
    """Whether a column holds what the company wrote ("Developer Reply", "Interne Notiz").

    >>> is_company_text("Antwort des Inhabers"), is_company_text("Wie war die Antwort des Supports?")
    (True, False)
    """
    return _COMPANY_TEXT.fullmatch(" ".join(name.split())) is not None


def is_translation(name: str) -> bool:
    """Whether a column is a translation of another one by its name."""
    return len(name.split()) <= MAX_WORDS_OF_A_NAME and _TRANSLATION.search(name) is not None


def without_translation(name: str) -> str:
    """The name of the column that a translation translates: "Kommentar (übersetzt)" → "Kommentar"."""
    return " ".join(_TRANSLATION.sub(" ", name.replace("_", " ")).split()).strip(" ()[]-–:")


def without_analysis(name: str) -> str:
    """The name of the column in which a program found what this one holds; "" where the name says nothing of the kind.

    >>> without_analysis("Q8 - Parent Topics"), without_analysis("comment_sentiment"), without_analysis("Hot topics?")
    ('Q8', 'comment', '')
    """
    words = " ".join(re.sub(r"[_.]", " ", name).split())
    for pattern in (_ANALYSIS_BEHIND, _ANALYSIS_BEFORE):
        if match := pattern.fullmatch(words):
            return match["base"].strip(" ()[]-–:")
    return ""


def names_id(name: str) -> bool:
    """Whether a column numbers something ("conversation_id", "orderId"); such numbers say nothing about people.

    >>> names_id("ticket_id"), names_id("OrderID"), names_id("Bestellnummer"), names_id("Paid")
    (True, True, True, False)
    """
    return _ID.search(name.strip()) is not None


def names_count(name: str) -> bool:
    """Whether a column counts what is in a list of the same record, and says nothing about a person.

    >>> names_count("messages.total_count"), names_count("children count")
    (True, False)
    """
    return _COUNT.fullmatch(name) is not None


def asks_for_fact(question: str) -> bool:
    """Whether a question asks for a name, an address or a link, not for an opinion."""
    return _FACT.search(question) is not None


def is_question(name: str) -> bool:
    """Whether a column's name is a question, or a request of at least four words."""
    n_words = len(name.split())
    return (n_words >= 2 and "?" in name) or (n_words >= 4 and _QUESTION_START.search(name) is not None)


def is_question_title(title: str) -> bool:
    """Whether the title of a table is the question of its answers ("Frage 3: Was fehlt?", "Q2 Reasons").

    >>> is_question_title("Frage 1 Gründe"), is_question_title("What was good?"), is_question_title("Survey 2026")
    (True, True, False)
    """
    return is_question(title) or _QUESTION_TITLE.match(title) is not None


def asks_for_opinion(question: str) -> bool:
    """Whether a question asks openly for praise, complaints or wishes ("What should we improve?").

    >>> asks_for_opinion("Was sollen wir verbessern?"), asks_for_opinion("Which product did you buy?")
    (True, False)
    """
    return is_question(question) and _OPINION.search(question) is not None


def is_called_open(name: str) -> bool:
    """Whether the name itself says that the answer is free text ("Offene Antwort", "Any other comments?")."""
    return _OPEN.search(name) is not None


def names_rating(name: str) -> bool:
    """Whether the name speaks of a rating, a score or satisfaction."""
    if _PROMOTER_SCORE.search(name) and _NPS_GROUP.search(name):  # 1, 2 and 3 for detractors, passives, promoters
        return False
    return name_key(name) in RATING or _RATING_WORD.search(name) is not None


def is_called_text(name: str) -> bool:
    """Whether a column's name is one of those for free text."""
    return name_key(name) in TEXT


def is_overall(name: str) -> bool:
    """Whether the name speaks of everything together ("Wie zufrieden sind Sie insgesamt?")."""
    return _OVERALL.search(name) is not None


def is_about_respondent(name: str) -> bool:
    """Whether a question asks how good respondents are or feel themselves ("How is your German?")."""
    return _ABOUT_RESPONDENT.search(name) is not None


def names_promoter_score(name: str) -> bool:
    """Whether the name is that of a net promoter score, which goes from 0 to 10."""
    return _PROMOTER_SCORE.search(name) is not None and _NPS_GROUP.search(name) is None


def names_battery(question: str) -> bool:
    """Whether a question speaks of rating: of statements, agreement, satisfaction, quality or importance."""
    return names_rating(question) or _BATTERY.search(question) is not None


def names_amount(question: str) -> bool:
    """Whether a question asks how often or how many ("Wie oft …", "Anzahl Kinder"): its numbers rate nothing."""
    return _AMOUNT.search(question) is not None


def says_date(name: str) -> bool:
    """Whether a name says that its column holds dates ("Closed on", "Eingangsdatum"); what they date is open.

    >>> says_date("Completed on"), says_date("Abgeschlossen am"), says_date("Updates")
    (True, True, False)
    """
    return len(name.split()) <= MAX_WORDS_OF_A_NAME and _CALLED_DATE.search(name) is not None


def numbers_conversation(name: str) -> bool:
    """Whether a column numbers conversations, tickets or cases; each is usually one person's."""
    return _CONVERSATION.fullmatch(re.sub(r"[\s._#:-]+", " ", name).strip()) is not None


def last_part(name: str) -> str:
    """The part of a name of joined header rows that names the column itself: "Stay – Month" → "Month"."""
    return name.rpartition(JOINED)[2].strip() or name


def asks_to_recommend(name: str) -> bool:
    """Whether a column asks how likely people recommend something, by the name of the score or its question."""
    if _NPS_GROUP.search(name):
        return False
    return names_promoter_score(name) or _RECOMMENDS.search(name) is not None


def is_german_header(names: Iterable[str]) -> bool:
    """Whether the names of a table's columns are German, by umlauts and frequent words."""
    return any(_GERMAN_NAME.search(name) for name in names)
