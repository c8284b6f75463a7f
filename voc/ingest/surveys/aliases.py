"""Names that German and English exports give to their columns."""

from __future__ import annotations

import re


def names(text: str) -> frozenset[str]:
    """Names between bars."""
    return frozenset(name for part in text.split("|") if (name := " ".join(part.split())))


TEXT = names(
    """
    text | review | review text | reviewtext | review body | review_body | reviewbody | review content | review_text
    | content | body | comment | comments | feedback | message | verbatim | verbatims | opinion | tweet | post |
    note text | open answer | open text | free text | freetext | bewertungstext | rezension | rezensionstext |
    kommentar | kommentare | freitext | anmerkung | anmerkungen | meinung | nachricht | rückmeldung | inhalt |
    erfahrungsbericht | bericht | pros | cons | positives | negatives | positive | negative | likes | dislikes |
    positive review | negative review | positive_review | negative_review | vorteile | nachteile | pro | contra |
    kontra | lob | kritik | verbesserungsvorschläge | suggestion | suggestions | description | beschreibung | answer
    | antwort | response text | review_comment | reviews.text | statement | aussage | complaint | beschwerde |
    anliegen | comment text | kundenkommentar | begründung | reason | review comment
    """
)
RATING = names(
    """
    rating | ratings | star rating | star_rating | stars | star | sterne | score | overall rating | overall_rating |
    overall score | overall_score | overall | bewertung | gesamtbewertung | gesamtnote | note | punkte | punktzahl |
    review rating | review_rating | reviews.rating | rating_overall | nps | nps score | sternebewertung |
    satisfaction | zufriedenheit | gesamtzufriedenheit | overall satisfaction | review score | anzahl sterne |
    sterne (1-5) | sterne (1–5) | csat
    """
)
DATE = names(
    """
    date | datum | timestamp | zeitstempel | created | created at | created_at | createdat | at | time | submitted |
    submitted at | date submitted | submit date | submitdate | submission date | review date | review_date |
    reviews.date | review submit date and time | recordeddate | recorded date | end date | enddate | end time |
    completion time | submit date (utc) | erstellt | erstellt am | bewertungsdatum | abgabedatum | abgegeben am |
    zeitpunkt | date published | published | published at | veröffentlicht | posted | date_added | kaufdatum |
    antwortdatum | uhrzeit und datum | time submitted | date_published | datepublished | timestamp (utc)
    """
)
RESPONDENT = names(
    """
    respondent | respondent id | respondent_id | respondentid | participant | participant id | participant_id |
    teilnehmer | teilnehmer-id | teilnehmer id | teilnehmernummer | teilnehmer_id | teilnehmerin | proband |
    probanden-id | proband id | person | person id | person_id | user | user id | user_id | userid | username | user
    name | user_name | nutzer | nutzer-id | nutzername | benutzer | benutzername | author | author_name | autor |
    reviewer | reviewer name | reviewer_name | reviewername | reviewerid | reviewer id | reviewer_id |
    reviews.username | customer id | customer_id | customerid | kundennummer | kunden-id | kundennr | kunde | kundin
    | kunden_id | response id | responseid | response_id | antwort-id | antwort id | antwort_id | case id | case_id
    | fallnummer | vpn | vp | vp-code | vp code | code | submission id | befragte | befragter | befragten-id
    """
)
ROW_IDS = names(
    """
    response id | responseid | response_id | antwort-id | antwort id | antwort_id | submission id
    """
)
TITLE = names(
    """
    title | titel | headline | heading | überschrift | summary | zusammenfassung | review title | review_title |
    reviews.title | reviewtitle | subject | betreff | review headline | kurzfassung
    """
)
QUESTION = names(
    """
    question | question text | question_text | frage | fragetext | prompt | item
    """
)
IGNORED = names(
    """
    id | _id | index | nr | nr. | no | no. | lfd. nr. | row | uuid | status | progress | finished | lastpage |
    startlanguage | seed | collector id | network id | link | url | lang | language | locale | sprache | polarity |
    sentiment | emotion | theme | topic | label | labels | class | split | aspects | start date | startdate | start
    time | time started | duration | duration (in seconds) | dauer | ip | externalreference | external reference |
    distributionchannel | userlanguage | reviewid | review id | review_id | thumbsupcount | thumbs up | helpful |
    hilfreich | version | app version | app version code | app version name | reply | replycontent | developer reply
    text | developer reply date and time | developer reply millis since epoch | review last update millis since
    epoch | review submit millis since epoch | review last update date and time | review link | package name |
    repliedat | responseset | permalink | timezone | time zone | image | avatar | userimage | kn_url | tags |
    customer data | month | year | monat | jahr | wochentag | weekday | platform version | app | package
    """
)
_PERSONAL = re.compile(
    r"e-?mail|mail ?adresse|ip[- ]?add?ress?e?|ipaddress|recipient\w*|location\w*|standort\w*|latitude|longitude"
    r"|breitengrad|längengrad|geo|phone|phone number|mobile number|telefon\w*|handy(?:nummer)?|mobil(?:nummer)?"
    r"|first ?name|last ?name|full ?name|surname|vorname|nachname|familienname|anschrift|street"
    r"|straße|strasse|hausnummer|address|adresse|plz|postleitzahl|zip ?code|postcode|wohnort|city|stadt|ort"
    r"|birth ?date|date of birth|geburtsdatum|geburtstag|iban|kontonummer|user ?agent|twitter|instagram|linkedin",
    re.I,
)
_PERSONAL_WORD = re.compile(rf"(?:^|[\s_.(/-])(?:{_PERSONAL.pattern})(?:$|[\s_.)/:-])", re.I)
_ASKS_PERSONAL = re.compile(
    r"\b(?:your|ihre?n?|deine?n?) (?:full |first |last )?(?:names?|vor-? ?und nachname|e-?mail\w*|mail\w*"
    r"|telefon\w*|phone\w*|address|adresse|anschrift)\b|\bwie hei(?:ß|ss)en sie\b|\be-?mail-?adresse?\b"
    r"|\bemail address\b",
    re.I,
)
_NO_OPINION = re.compile(
    r"\b(?:names?|namen|url|website|web ?site|web ?page|webseite|homepage|link|school|university|universität|hochschule"
    r"|company name|firma|firmenname|e-?mail|job title|title of|titel d\w+|other - write in"
    r"|other \(please specify\)|sonstiges \(bitte)\b",
    re.I,
)
_RATING_WORD = re.compile(
    r"(?:^|[\s_.-])(?:rating|ratings|score|stars|sterne|bewertung|zufriedenheit|satisfaction|nps|csat|recommended"
    r"|recommend|weiterempfehlung)(?:$|[\s_.\[(:-])|how (?:satisfied|likely|would you rate|easy|useful)"
    r"|wie (?:zufrieden|wahrscheinlich|bewerten|einfach|hilfreich)|\bzufrieden|weiterempf|empfehlen",
    re.I,
)
_ASKS = re.compile(
    r"^(?:\W|q?\d+\w?[.:)]?\s)*(?:what|why|how|which|who|where|when|please|describe|tell|is there|are there|any|do you"
    r"|did you|have you|would|if|was|warum|wieso|weshalb|wie|welche|wer|wo|wann|bitte|beschreib|nenne|gibt es"
    r"|haben sie|hast du|würde|falls|wenn|könn)\w*\b",
    re.I,
)
_SCALE = re.compile(r"\s*(?:[\[(]\s*[-−]?\d+\s*(?:-|–|bis|to)\s*\d+[^)\]]{0,20}[\])]|\(\d+\))$")
_SAYS_OPEN = re.compile(r"\b(?:free|open)[- ]?(?:text|ended|end)\b|\bfreitext|\boffene (?:frage|antwort)", re.I)
ANONYMOUS = names(
    """
    anonymous | anonym | anonymous user | anonymer nutzer | guest | gast | a google user | ein google-nutzer | ein
    nutzer | google user | google-nutzer | unknown | unbekannt | user | nutzer | customer | kunde | kundin | amazon
    customer | amazon-kunde | kindle customer | kindle-kunde | deleted user | gelöschter nutzer | n/a | na | none |
    null | - | k.a. | k. a. | keine angabe | ?
    """
)


def key(name: str) -> str:
    """A column's name for comparison with the lists here: no case, no scale or number behind it.

    >>> key("Zufriedenheit (1–5)")
    'zufriedenheit'
    """
    return _SCALE.sub("", " ".join(name.split()).casefold()).rstrip(" :?*")


def is_personal(name: str) -> bool:
    """Whether the name says that the column holds personal data, which never become attributes.

    A short name is one by any of its words ("E-Mail", "IP address"), a question only when it asks for the respondent's
    own ("What is your name?"), not when it merely uses the word ("What needs does the tool address?").
    """
    if key(name) in {"name", "names", "namen"}:
        return True
    if len(name.split()) <= 4 and not name.rstrip().endswith("?"):
        return (
            _PERSONAL_WORD.search(name) is not None
            or re.match(r"(?:recipient|location)[A-Z_ ]", name, re.I) is not None
        )
    return _ASKS_PERSONAL.search(name) is not None


def asks_for_a_fact(name: str) -> bool:
    """Whether a question asks for a name, an address or a link, not for what somebody thinks."""
    return _NO_OPINION.search(name) is not None


def asks(name: str) -> bool:
    """Whether the name is a question, or a request of some length."""
    words = len(name.split())
    return (words >= 2 and "?" in name) or (words >= 4 and _ASKS.search(name) is not None)


def says_open(name: str) -> bool:
    """Whether the name itself says that the answer is free text."""
    return _SAYS_OPEN.search(name) is not None


def names_a_rating(name: str) -> bool:
    """Whether the name speaks of a rating, a score or satisfaction."""
    return key(name) in RATING or _RATING_WORD.search(name) is not None
