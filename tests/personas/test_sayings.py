import pytest

from personas.sayings import find_sayings


def kinds(text, language):
    return {kind for kind, _, _ in find_sayings(text, language)}


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
    assert [text[start:end] for _, start, end in find_sayings(text, "en")] == ["I always order late."]


def test_a_long_text_is_read_in_time():
    assert len(find_sayings("I often wait. " + "a " * 200_000, "en")) <= 1
