"""Who asks and who answers."""

from __future__ import annotations

import pytest

from tests.ingest.transcripts.turns import Read, turns_of
from voc.config import parse_config
from voc.schema import Corpus


def test_speakers_of_voc_toml_win_over_labels(read: Read) -> None:
    text = "I: Erzähl.\nB: Wie denn?\nI: So.\nB: Gut?\n"
    settings = parse_config({"speakers": {"interviewer": ["B"], "participant": ["I"]}})
    (document,) = read("a.txt", text, settings).documents
    assert [role for _, role, _ in turns_of(document)] == ["participant", "interviewer", "participant", "interviewer"]


def test_named_interviewer_in_the_header(read: Read) -> None:
    text = "Interviewer is Ada Berg.\n\nAda Berg  0:01\nHello.\n\nBen Tal  0:05\nHow so?\n\nAda Berg  0:07\nWell.\n"
    (document,) = read("a.txt", text).documents
    assert [role for _, role, _ in turns_of(document)] == ["interviewer", "participant", "interviewer"]


def test_the_only_one_beside_participants_asks(read: Read) -> None:
    text = "Dana: Fangen wir an.\n\nParticipant: Gern.\n\nDana: Was stört?\n\nParticipant: Der Preis.\n"
    corpus = read("a.txt", text)
    assert [turn.role for turn in corpus.documents[0].turns] == ["interviewer", "participant"] * 2
    assert "the only one beside the participants" in " ".join(corpus.sources[0].notes)


def test_who_announces_the_questions_asks(read: Read) -> None:
    text = (
        "Speaker 1: Die erste Frage ist, wie Sie einkaufen.\n\nSpeaker 2: Meist am Abend, auf dem Sofa, am Handy.\n\n"
    )
    text += "Speaker 1: Die nächste Frage ist, womit.\n\nSpeaker 2: Mit der App, seit dem Herbst, vorher am Rechner.\n"
    corpus = read("a.txt", text)
    assert [turn.role for turn in corpus.documents[0].turns] == ["interviewer", "participant"] * 2
    assert "announces the questions" in " ".join(corpus.sources[0].notes)


def roles_of(corpus: Corpus) -> dict[str, str]:
    return {turn.speaker: turn.role for document in corpus.documents for turn in document.turns}


def notes_of(corpus: Corpus) -> str:
    return " ".join(note for source in corpus.sources for note in source.notes)


SHORT = "Tove Lund: How do you store your skis?\n\nAsk Vik: In the cellar, where they get damp every winter.\n\n"
SHORT += "Tove Lund: And the boots?\n\nAsk Vik: Beside the heating, which smells rather badly.\n"


def test_two_questions_are_enough_where_the_other_one_only_answers(read: Read) -> None:
    corpus = read("a.txt", SHORT)
    assert roles_of(corpus) == {"Tove Lund": "interviewer", "Ask Vik": "participant"}
    assert "asks, and the others hardly do" in notes_of(corpus)


ASKS = (
    "danke dass sie sich heute die zeit nehmen ich würde das gespräch gerne aufzeichnen wenn das für sie passt",
    "verstehe das war also eher am thermostat und nicht in der app",
    "das würde ich gern noch etwas genauer verstehen",
    "mhm okay sie haben vorhin den nächsten morgen angesprochen",
    "gut dann machen wir mit dem letzten teil weiter da geht es um die rechnung",
    "super vielen dank das war schon alles von meiner seite",
)
ANSWERS = (
    "ja also wir haben so ein altes thermostat und da dreh ich halt immer dran rum",
    "am thermostat weil die app hat sich bei mir nie verbunden ich weiß auch nicht warum",
    "kalt war es ich hab dann den pulli angezogen und bin in die küche",
    "na dass ich da dreimal drücken muss und dann steht da wieder was anderes",
    "die rechnung hab ich ehrlich gesagt noch nie verstanden",
    "dass mir einer sagt was das am ende vom monat kostet",
)


def test_words_tell_who_asks_where_a_recogniser_wrote_no_question_mark(read: Read) -> None:
    turns = [f"Vik: {asked}\n\nLund: {answered}" for asked, answered in zip(ASKS, ANSWERS, strict=True)]
    corpus = read("a.txt", "\n\n".join(turns))
    assert roles_of(corpus) == {"Vik": "interviewer", "Lund": "participant"}


def test_words_make_nobody_an_interviewer_where_all_tell(read: Read) -> None:
    turns = [f"{('Vik', 'Lund')[n % 2]}: {words}" for n, words in enumerate(ANSWERS * 2)]
    assert set(roles_of(read("a.txt", "\n\n".join(turns))).values()) == {"participant"}


def test_requests_without_a_question_mark_are_questions(read: Read) -> None:
    text = "Tove Lund: Erzählen Sie doch mal von Ihrem Weg zur Arbeit.\n\nAsk Vik: Ich fahre Rad, das dauert lange.\n\n"
    text += "Tove Lund: Wie ist das für Sie im Winter\n\nAsk Vik: Kalt und dunkel, deshalb nehme ich oft den Bus.\n"
    assert roles_of(read("a.txt", text)) == {"Tove Lund": "interviewer", "Ask Vik": "participant"}


@pytest.mark.parametrize(
    "answer",
    [
        "In the cellar. Where do you keep yours?",  # both ask
        "Cellar.",  # the one who asks says more
    ],
)
def test_who_asks_stays_open_where_the_signs_disagree(read: Read, answer: str) -> None:
    text = SHORT.replace("In the cellar, where they get damp every winter.", answer)
    corpus = read("a.txt", text.replace("Beside the heating, which smells rather badly.", answer))
    assert set(roles_of(corpus).values()) == {"participant"}
    assert "No interviewer was recognised" in notes_of(corpus)


def test_an_echo_is_no_question(read: Read) -> None:
    text = (
        "Tove Lund: Ja?\n\nAsk Vik: Der Keller ist feucht, das stört mich sehr.\n\nTove Lund: Echt?\n\nAsk Vik: Ja.\n"
    )
    assert set(roles_of(read("a.txt", text)).values()) == {"participant"}


UNKNOWN = "Tove Lund  0:01  \nHow do you store your skis?\n\nUnknown Speaker  0:05  \nIn the cellar, they get damp.\n\n"
UNKNOWN += "Ask Vik  0:09  \nI rent mine, which is too expensive.\n\nTove Lund  0:15  \nWhat about boots?\n\n"
UNKNOWN += "Unknown Speaker  0:20  \nBeside the heating.\n\nAsk Vik  0:24  \nI rent them too.\n"


def test_answers_of_an_unknown_speaker_count_as_an_unnamed_participants(read: Read) -> None:
    corpus = read("a.txt", UNKNOWN)
    assert roles_of(corpus) == {"Tove Lund": "interviewer", "Unknown Speaker": "participant", "Ask Vik": "participant"}
    assert len(corpus.respondents) == 2
    assert "who may be several people or one of those named (number of words): 'Unknown Speaker' (9)." in notes_of(
        corpus
    )


def test_an_unknown_speaker_may_be_the_only_one_who_answers(read: Read) -> None:
    corpus = read("a.txt", UNKNOWN.replace("Ask Vik", "Unknown Speaker"))
    assert roles_of(corpus) == {"Tove Lund": "interviewer", "Unknown Speaker": "participant"}


def test_unnamed_voices_that_answer_nothing_are_no_respondents(read: Read) -> None:
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Unknown>Is this on?</v>\n\n"
    talk = [("Tove Lund", "How was it?"), ("Ask Vik", "Loud and hot, really."), ("Tove Lund", "And the food?"),
            ("Ask Vik", "Cold, and it came late."), ("@2", "Hello, I am late.")]  # fmt: skip
    for number, (name, words) in enumerate(talk, 2):
        text += f"00:00:{number:02}.000 --> 00:00:{number:02}.900\n<v {name}>{words}</v>\n\n"
    corpus = read("a.vtt", text)
    assert [respondent.label for respondent in corpus.respondents] == ["Ask Vik"]
    assert "not counted as words of a respondent (number of words): 'Unknown' (3), '@2' (4)." in notes_of(corpus)


def test_several_people_at_once_are_nobody_and_end_the_turn_before(read: Read) -> None:
    text = "Moderation: Was stört Sie?\n\nPia: Der Preis.\n\nTom: Die Hotline.\n\nPia: Die Post.\n\nTom: Nichts.\n\n"
    text += "Alle: (lachen) Genau.\n\nPia & Tom: Stimmt.\n\nTom/Pia: Ja eben.\n\nMehrere Stimmen: Ja.\n"
    corpus = read("a.txt", text)
    assert [respondent.label for respondent in corpus.respondents] == ["Pia", "Tom"]
    assert turns_of(corpus.documents[0])[-4:] == [
        ("Alle", "other", "(lachen) Genau."), ("Pia & Tom", "other", "Stimmt."), ("Tom/Pia", "other", "Ja eben."),
        ("Mehrere Stimmen", "other", "Ja."),
    ]  # fmt: skip
    assert "'Alle' (2), 'Pia & Tom' (1)" in notes_of(corpus)


def test_joint_labels_of_numbered_participants(read: Read) -> None:
    text = "M: Was stört?\n\nTN1: Der Preis.\n\nTN2: Die Post.\n\nTN1 und TN2: Genau.\n\nTN1: Ja.\n\nTN2: Ja.\n"
    assert roles_of(read("a.txt", text))["TN1 und TN2"] == "other"


@pytest.mark.parametrize("label", ["Dolmetscherin", "Beobachter", "Bot", "ChatGPT", "Protokollantin", "AI Assistant"])
def test_whoever_neither_asks_nor_answers_is_context(read: Read, label: str) -> None:
    text = f"I: Wie war es?\n\nB: Zu laut.\n\n{label}: It was too loud.\n\nI: Und?\n\nB: Sonst gut.\n\n{label}: Fine.\n"
    corpus = read("a.txt", text)
    assert roles_of(corpus)[label] == "other"
    assert f"(number of words): '{label}' (5)." in notes_of(corpus)


def test_who_serves_the_participants_is_context_and_else_a_person(read: Read) -> None:
    served = read("a.txt", "P4: Play jazz.\n\nAlexa: Playing jazz.\n\nP4: Not this one.\n\nAlexa: Sorry.\n")
    assert roles_of(served) == {"P4": "participant", "Alexa": "other"}
    person = read("b.txt", "I: Wie war es?\n\nAlexa: Zu laut.\n\nI: Und?\n\nAlexa: Sonst gut.\n")
    assert roles_of(person) == {"I": "interviewer", "Alexa": "participant"}


def test_a_program_is_context_among_several_others_only(read: Read) -> None:
    lines = (
        "gesa: Rad kaputt.",
        "RadBot: Willkommen!",
        "wiebke: Meins auch.",
        "gesa: Gut.",
    )
    chat = read("a.txt", "\n\n".join(lines * 2))
    assert {name for name, role in roles_of(chat).items() if role == "other"} == {"RadBot"}
    alone = roles_of(read("b.txt", "I: Wie war es?\n\nRadBot: Laut.\n\nI: Und?\n\nRadBot: Sonst gut.\n"))
    assert alone["RadBot"] == "participant"


def test_labels_of_a_program_beside_names_are_mentioned(read: Read) -> None:
    text = (
        "Tove Lund: How was it?\n\nAsk Vik: Loud, and hot.\n\nSpeaker 3: Far too hot, yes.\n\nTove Lund: What else?\n\n"
    )
    text += "Speaker 3: The queue was long.\n\nAsk Vik: Right, that too.\n"
    assert "who may be one of those (number of words): 'Speaker 3' (8)." in notes_of(read("a.txt", text))


UNPUNCTUATED = {
    "en": [
        ("S1", "okay it is recording could you walk me through how you booked the ferry"),
        ("S2", "sure i went on the site and they tell me straight away when it is full which i like"),
        ("S1", "uh huh"),
        ("S2", "then the payment page froze and i had no idea what was going on so i closed it"),
        ("S1", "and what did you do then"),
        ("S2", "i rang them up and waited for ages"),
        ("S1", "right did anyone explain the fee"),
        ("S2", "nobody did"),
        ("S1", "anything that went well"),
        ("S2", "the crew on board was wonderful with the kids"),
    ],
    "de": [
        ("S1", "so das band läuft erzählen sie mal wie der umzug war"),
        ("S2", "ja also die helfer kamen pünktlich das haben sie mir auch versprochen"),
        ("S1", "okay wie war das für sie mit den kisten"),
        ("S2", "zwei waren nass und keiner wollte schuld sein"),
        ("S1", "verstehe und die rechnung kam die vorher oder"),
        ("S2", "die kam erst im mai viel zu spät"),
        ("S1", "gut gibt es noch etwas"),
        ("S2", "der fahrer hat sehr gut aufgepasst auf das klavier"),
    ],
}


def as_written(turns: list[tuple[str, str]]) -> str:
    return "\n\n".join(f"[{speaker.replace('S', 'SPEAKER_0')}]: {words}" for speaker, words in turns)


@pytest.mark.parametrize("language", ["de", "en"])
def test_who_asks_is_known_without_question_marks(language: str, read: Read) -> None:
    corpus = read("a.txt", as_written(UNPUNCTUATED[language]))
    assert roles_of(corpus) == {"SPEAKER_01": "interviewer", "SPEAKER_02": "participant"}


def test_a_question_under_the_wrong_speaker_does_not_hide_who_asks(read: Read) -> None:
    turns = [*UNPUNCTUATED["en"][:8], ("S2", "how long did you wait"), *UNPUNCTUATED["en"][8:]]
    assert roles_of(read("a.txt", as_written(turns))) == {"SPEAKER_01": "interviewer", "SPEAKER_02": "participant"}


def test_nobody_asks_where_both_ask_as_often(read: Read) -> None:
    turns = [("S1", "what did you eat"), ("S2", "soup and how was your trip"), ("S1", "long and what did you drink")]
    turns += [("S2", "tea and why did you go by bus"), ("S1", "it was cheap"), ("S2", "can you recommend it")]
    assert set(roles_of(read("a.txt", as_written(turns))).values()) == {"participant"}


LETTER = (
    "GR: Wo kaufen Sie Brot?\nI: Beim Bäcker, der hat noch auf.\nGR: Und sonntags?\nI: Gar nicht, da ist zu.\n"
    "GR: Was fehlt Ihnen?\nI: Ein Automat. Sag mir, warum es den nicht gibt.\n"
)


def test_a_letter_that_never_asks_is_an_initial(read: Read) -> None:
    assert roles_of(read("a.txt", LETTER)) == {"GR": "interviewer", "I": "participant"}


def test_a_letter_stands_for_its_role_where_it_asks(read: Read) -> None:
    text = LETTER.replace("Ein Automat.", "Ein Automat. Oder wie sehen Sie das?")
    assert roles_of(read("a.txt", text))["I"] == "interviewer"


def test_a_letter_of_a_participant_who_asks_all_is_an_initial(read: Read) -> None:
    text = LETTER.replace("GR:", "B:").replace("I:", "UW:")
    assert roles_of(read("a.txt", text)) == {"B": "interviewer", "UW": "participant"}


COUPLE = (
    "Rune Falk: Where do you park?\n\nIda Moos: In the street, mostly.\n\n{aside}\n\n"
    "Rune Falk: And at night?\n\nIda Moos: In the yard, which is dark.\n\nRune Falk: What would help?\n\n"
    "Ida Moos: A lamp, and a number on every single lot. I drove over a hose last week, because I saw nothing.\n\n"
)


@pytest.mark.parametrize("aside", ["We drew those lots, they were awful.", "Is that the north yard?"])
def test_who_answers_no_question_is_no_respondent_and_a_note_asks(read: Read, aside: str) -> None:
    text = COUPLE.format(aside=f"Pia Kern: {aside}") + "Pia Kern: Noted, that is on our list.\n\nRune Falk: Thanks.\n"
    corpus = read("a.txt", text)
    assert roles_of(corpus)["Pia Kern"] == "other"
    assert "answers no question, was not counted as a respondent: 'Pia Kern'" in notes_of(corpus)
    settings = parse_config({"speakers": {"participant": ["Pia Kern"]}})
    assert roles_of(read("a.txt", text, settings))["Pia Kern"] == "participant"


def test_who_asks_as_well_interviews(read: Read) -> None:
    text = COUPLE.format(
        aside="Pia Kern: Is it lit?\n\nIda Moos: No.\n\nPia Kern: And the path to it?\n\nIda Moos: No."
    )
    assert roles_of(read("a.txt", text))["Pia Kern"] == "interviewer"


def test_who_answers_once_is_a_respondent(read: Read) -> None:
    text = COUPLE.format(aside="Rune Falk: And you, Pia?\n\nPia Kern: In the yard, it is awful.")
    corpus = read("a.txt", text)
    assert roles_of(corpus)["Pia Kern"] == "participant"
    assert "answers no question" not in notes_of(corpus)


def test_in_a_group_everybody_is_a_respondent(read: Read) -> None:
    names = ["Ida Moos", "Ole Roth", "Uta Kern"]
    text = "".join(f"Rune Falk: And you, what do you park?\n\n{name}: A van, in the yard.\n\n" for name in names * 2)
    corpus = read("a.txt", f"{text}Bo Lind: Me too, it is awful.\n\n{names[0]}: True.\n\nBo Lind: Yes.\n")
    assert roles_of(corpus)["Bo Lind"] == "participant"


GROUP = (
    "Datum: 4.4.2026\nLeitung: Ida Moos\n\n{rules}M: Wie parken Sie?\n\nTN1: Im Hof, das ist eng.\n\n"
    "{doubted}: Ja, genau so eng.\n\n"
    "M: Und im Winter?\n\nTN2: Auf der Straße.\n\nTN1: Ich auch.\n\nAlle: Ja, ja.\n"
)


@pytest.mark.parametrize("rules", ["", "alle: mehrere zugleich\nTN?: Stimme nicht erkannt\n\n"])
@pytest.mark.parametrize("doubted", ["TN?", "TN ?", "**TN??**"])
def test_whom_the_transcriber_could_not_tell_is_none_of_the_respondents(read: Read, rules: str, doubted: str) -> None:
    corpus = read("a.txt", GROUP.format(rules=rules, doubted=doubted))
    (document,) = corpus.documents
    assert len(corpus.respondents) == 2
    assert ("other", "Ja, genau so eng.") in [turn[1:] for turn in turns_of(document)]
    assert "zugleich" not in " ".join(words for *_, words in turns_of(document))


@pytest.mark.parametrize("doubted", ["TN2?", "TN2 (?)"])
def test_a_number_with_a_question_mark_is_the_transcribers_best_guess(read: Read, doubted: str) -> None:
    (document,) = read("a.txt", GROUP.format(rules="", doubted=doubted)).documents
    assert ("TN2", "participant", "Ja, genau so eng.") in turns_of(document)


TALK_OF_THREE = (
    "Rune Falk: {words}\n\nIda Moos: Good morning.\n\nRune Falk: Where do you park?\n\n"
    "Ida Moos: In the yard, behind the old barn.\n\n"
    "Rune Falk: Pia, anything from you?\n\nPia Kern: Yes. Is it lit at night?\n\nIda Moos: Hardly, it is awful.\n\n"
    "Rune Falk: What do you do then?\n\nIda Moos: I use "
    "my phone, or I ask my neighbour to come with me, which is awkward.\n"
)


@pytest.mark.parametrize(
    "words",
    [
        "Hello Ida. Pia is just listening today.", "With me is Pia, who's taking notes.", "Ida, Pia will be observing.",
        "Heute hört Pia nur zu.", "Das ist Pia, die für uns mitschreibt.", "Pia macht sich Notizen, Ida.",
    ],
)  # fmt: skip
def test_who_is_introduced_as_a_listener_is_no_respondent(read: Read, words: str) -> None:
    corpus = read("a.txt", TALK_OF_THREE.format(words=words))
    assert roles_of(corpus) == {"Rune Falk": "interviewer", "Ida Moos": "participant", "Pia Kern": "other"}


@pytest.mark.parametrize(
    "words",
    [
        "Hello Ida, I take notes. Pia joins us.",
        "Pia, is it okay that I'm taking notes?", "Schön, dass Pia heute dabei ist.",
        "Pia, wie schaut das mit dem Parken aus? Hört man mich?", "Welcome. Pia is talking first.",
    ],
)  # fmt: skip
def test_who_is_welcomed_is_no_listener(read: Read, words: str) -> None:
    assert "introduced" not in notes_of(read("a.txt", TALK_OF_THREE.format(words=words)))
