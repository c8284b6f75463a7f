import pytest

from voc.text.statements import read_statement


def kinds(text, language):
    return {kind for kind, _, _ in read_statement(text, language).self_statements}


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("I want to run ten kilometres by autumn.", "en", "goal"),
        ("My goal is a marathon next spring.", "en", "goal"),
        ("I need somebody I can call at night.", "en", "need"),
        ("It would be great if it told me the size.", "en", "need"),
        ("I rely on my son for the printing.", "en", "need"),
        ("It is important to me that everybody has a say.", "en", "motivation"),
        ("I'm afraid of pressing the wrong key.", "en", "pain"),
        ("I often forget where I put it.", "en", "behaviour"),
        ("I'm rather quiet in larger groups.", "en", "behaviour"),
        ("I just go with what the group says.", "en", "behaviour"),
        ("Ich möchte im Herbst zehn Kilometer laufen.", "de", "goal"),
        ("Ich brauche jemanden, den ich anrufen kann.", "de", "need"),
        ("Es wäre schön, wenn es eine Liste gäbe.", "de", "need"),
        ("Mir ist wichtig, dass alle gefragt werden.", "de", "motivation"),
        ("Das ärgert mich jedes Mal aufs Neue.", "de", "pain"),
        ("Ich bestelle meistens spät am Abend.", "de", "behaviour"),
        ("In Gruppen bin ich eher still, ich bin eher der ruhige Typ.", "de", "behaviour"),
    ],
)
def test_people_speak_of_themselves(text, language, kind):
    assert kind in kinds(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I decide whether I want to go to work.", "en"),
        ("It is not difficult for me at all.", "en"),
        ("Do I want to go there tomorrow?", "en"),
        ("The parcel came on a rainy Monday.", "en"),
        ("Ich weiß nicht, was ich will und wohin.", "de"),
        ("Das ist mir überhaupt nicht wichtig gewesen.", "de"),
        ("Das Paket kam an einem Montag.", "de"),
        ("Je veux courir dix kilomètres.", "fr"),
        ("", "en"),
    ],
)
def test_a_doubtful_sentence_says_nothing(text, language):
    assert kinds(text, language) == set()


def test_spans_are_whole_sentences_without_fillers():
    text = "Erm, yes, I always order late. It was wet, though."
    assert [text[start:end] for _, start, end in read_statement(text, "en").self_statements] == ["I always order late."]


def test_a_long_text_is_read_in_time():
    assert len(read_statement("I often wait. " + "a " * 200_000, "en").self_statements) <= 1


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("My mind is pleasantly empty of worries.", "en", "pain"),
        ("If I'm unsure I ask two friends.", "en", "pain"),
        ("which film we would want to see.", "en", "goal"),
        ("Good tool, it does what I need.", "en", "need"),
        ("It would be better for the others if I spoke.", "en", "need"),
        ("Nobody could tell me whether I need a wide shoe.", "en", "need"),
        ("Seit ich angemeldet bin kommt jeden Tag eine Nachricht.", "de", "behaviour"),
        ("Ich werde immer schneller und das gefällt mir.", "de", "behaviour"),
        ("Ich brauche nicht jede Woche etwas Neues.", "de", "behaviour"),
        ("Das habe ich noch nie vorher gemacht.", "de", "behaviour"),
        ("Wir wollen den Leuten ja nichts aufzwingen und nicht nerven.", "de", "goal"),
        ("Das wäre für die einfacher gewesen.", "de", "need"),
        ("Was ich nicht mag, ist der Wettbewerb.", "de", "motivation"),
    ],
)
def test_what_is_denied_supposed_or_about_others_is_no_statement(text, language, kind):
    assert kind not in kinds(text, language)


@pytest.mark.parametrize(
    ("kind", "text", "language"),
    [
        ("pain", "Keine Abstürze mehr seit dem Update.", "de"),
        ("pain", "Ich kam mir nicht blöd vor.", "de"),
        ("pain", "He was rather unhappy with it.", "en"),
        ("praise", "It would be great to have that.", "en"),
        ("praise", "It answered that all was well.", "en"),
        ("need", "Do I need that?", "en"),
    ],
)
def test_readings_are_taken_back_by_the_words(kind, text, language):
    assert read_statement(text, language).rules_out(kind)


def test_readings_go_with_the_words():
    assert read_statement("Das Formular ist umständlich.", "de").has_tone_of("pain", needs_word=True)
    assert read_statement("Good staff, but nobody answers.", "en").has_tone_of("pain", needs_word=False)
    assert not read_statement("There was a big box on the floor.", "en").has_tone_of("pain", needs_word=True)
    assert not read_statement("The lady was so kind to me.", "en").has_tone_of("pain", needs_word=False)
    assert not read_statement("Ich hatte große Sorgen.", "de").has_tone_of("praise", needs_word=False)
    assert read_statement("Rien ne marche.", "fr").has_tone_of("pain", needs_word=True)
