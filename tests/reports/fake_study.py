"""A study made by hand from the records: eighteen people in German and English, with hostile words among theirs."""

# ruff: noqa: E501 - one statement a row

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from voc.schema import (
    EMOTIONS,
    STATEMENTS,
    Analysis,
    AttributeCount,
    Corpus,
    Document,
    Feeling,
    Language,
    PainPoint,
    Persona,
    Personas,
    Phase,
    Readings,
    Respondent,
    Segment,
    Source,
    Span,
    Tags,
    Taxonomy,
    Theme,
    Themes,
    Touchpoint,
    Trait,
    Turn,
    stable_id,
)

PHASES = (
    Phase("awareness", {"de": "Aufmerksamkeit", "en": "Awareness"}),
    Phase("consideration", {"de": "Abwägung", "en": "Consideration"}),
    Phase("conversion", {"de": "Kaufhandlung", "en": "Conversion"}),
    Phase("retention", {"de": "Kundenbindung", "en": "Retention"}),
    Phase("advocacy", {"de": "Befürwortung", "en": "Advocacy"}),
)
PLACES = (
    ("ad", "awareness", "Werbung in sozialen Medien", "Social-media ad"),
    ("poster", "awareness", "Plakat", "Poster"),
    ("website", "consideration", "Website", "Website"),
    ("advice", "consideration", "Beratungsgespräch", "Advice talk"),
    ("reviews", "consideration", "Produktbewertungen", "Product reviews"),
    ("checkout", "conversion", "Online-Kasse", "Online checkout"),
    ("payment", "conversion", "Bezahlung", "Payment"),
    ("delivery", "retention", "Lieferung", "Delivery"),
    ("returns", "retention", "Rücksendung", "Returns"),
    ("app", "retention", "App-Nutzung", "Use of the app"),
    ("support", "retention", "Kundendienst", "Support"),
    ("recommend", "advocacy", "Persönliche Empfehlung", "Recommendation in person"),
)
THEMES = (
    ("Rücksendung dauert", "Returns take long", ("rücksendung", "etikett", "erstattung")),
    ("Schnelle Lieferung", "Fast delivery", ("lieferung", "paket", "pünktlich")),
    ("App stürzt ab", "App crashes", ("app", "absturz", "update")),
    ("Beratung zum Laufstil", "Advice on running style", ("beratung", "laufband", "analyse")),
    (
        "<b>Kasse</b> & Versandkosten",
        "<b>Checkout</b> & shipping cost",
        ("kasse", "versandkosten", "=cmd|' /C calc'!A0"),
    ),
)

# person, language, touchpoint, theme, sentiment, emotion, statement, text
SAID = (
    (0, "de", "returns", 0, 0, "frustration", "pain", "Ich habe drei Wochen auf mein Geld gewartet und niemand wusste, wo das Paket steckt."),
    (0, "de", "returns", 0, 1, "", "goal", "Ich will ein Paar bestellen, anprobieren und ohne Umstände zurückgeben."),
    (0, "de", "delivery", 1, 2, "joy", "praise", "Das Paket war am nächsten Morgen da, das hat mich wirklich gefreut."),
    (1, "de", "returns", 0, 0, "frustration", "pain", "Das Etikett lag nicht bei, also musste ich es im Copyshop ausdrucken."),
    (1, "de", "checkout", 4, 0, "disappointment", "pain", "An der Kasse kamen auf einmal Versandkosten dazu."),
    (1, "de", "app", 2, 0, "frustration", "pain", "Seit dem Update stürzt die App ab, sobald ich einen Lauf starte."),
    (2, "en", "returns", 0, 0, "worry", "pain", "I was worried that the refund would never arrive."),
    (2, "en", "delivery", 1, 2, "gratitude", "praise", "The courier rang twice and waited for me, so kind."),
    (2, "en", "website", -1, 1, "", "behaviour", "I usually compare three shops before I buy."),
    (3, "de", "advice", 3, 2, "trust", "praise", "Die Beraterin hat sich Zeit genommen und mir zu einem günstigeren Schuh geraten."),
    (3, "de", "returns", 0, 0, "disappointment", "pain", "Von einem Händler dieser Größe hätte ich bei Rücksendungen mehr erwartet."),
    (3, "de", "payment", -1, 0, "worry", "pain", "Ich wusste nicht, ob meine Karte zweimal belastet wird."),
    (4, "en", "app", 2, 0, "frustration", "pain", "The app logs me out in the middle of a run."),
    (4, "en", "app", 2, 1, "", "need", "I need the app to work without a signal in the woods."),
    (4, "en", "support", -1, 0, "confusion", "pain", "The chatbot kept asking for an order number that I do not have."),
    (5, "de", "delivery", 1, 2, "joy", "praise", "Pünktlich, gut verpackt und freundlich zugestellt."),
    (5, "de", "advice", 3, 2, "joy", "praise", "Auf dem Laufband habe ich zum ersten Mal verstanden, wie ich eigentlich laufe!"),
    (5, "de", "recommend", -1, 2, "trust", "praise", "Meiner Schwester habe ich den Laden sofort empfohlen."),
    (6, "de", "returns", 0, 0, "frustration", "pain", "Für eine Rücksendung telefoniere ich nicht zwanzig Minuten."),
    (6, "de", "website", -1, 1, "", "motivation", "Ich kaufe dort, weil ich kleine Läden unterstützen will."),
    (6, "de", "checkout", 4, 0, "confusion", "pain", "Ich habe nicht verstanden, warum ich ein Konto anlegen muss."),
    (7, "en", "delivery", 1, 2, "joy", "praise", "Ordered on Monday, ran in them on Tuesday."),
    (7, "en", "returns", 0, 2, "gratitude", "praise", "Returning the first pair was easy, the money was back in two days."),
    (7, "en", "reviews", -1, 1, "", "behaviour", "I read the bad reviews first."),
    (8, "de", "app", 2, 0, "frustration", "pain", "Die App zeigt jede Woche andere Trainingsdaten."),
    (8, "de", "delivery", 1, 0, "disappointment", "pain", "Der Karton war aufgerissen."),
    (8, "de", "ad", -1, 1, "surprise", "other", "Die Anzeige kam genau in dem Moment, als meine alten Schuhe kaputt waren."),
    (9, "de", "checkout", 4, 0, "frustration", "pain", "Dreimal hat die Kasse meinen Gutschein abgelehnt."),
    (9, "de", "advice", 3, 2, "trust", "praise", "Man merkt, dass dort Leute arbeiten, die selbst laufen."),
    (9, "de", "returns", 0, 1, "", "suggestion", "Legt doch einfach das Etikett mit ins Paket."),
    (10, "en", "payment", -1, 1, "", "need", "I want to pay by invoice."),
    (10, "en", "delivery", 1, 2, "trust", "praise", "Tracking told me the truth to the minute."),
    (11, "de", "advice", 3, 2, "gratitude", "praise", "Danke für die ehrliche Beratung, ich laufe seitdem ohne Schmerzen."),
    (11, "de", "support", -1, 2, "gratitude", "praise", "Am Telefon war nach zwei Minuten alles geklärt."),
    # hostile people
    (12, "en", "checkout", 4, 0, "frustration", "pain", "<script>alert('x')</script><img src=x onerror=alert(1)> the basket was empty again"),
    (12, "en", "returns", 0, 0, "frustration", "pain", "=HYPERLINK(\"http://evil.example\",\"refund\") is what the form showed me"),
    (13, "de", "app", 2, 0, "confusion", "pain", "@SUM(1+1)*cmd|' /C calc'!A0 stand plötzlich im Trainingsplan"),
    (13, "de", "delivery", 1, 2, "joy", "praise", "\u202eשלום\u202c kam das Paket \u2067rechts\u2069 herum an, alles gut 🎉👟"),
    (14, "en", "website", -1, 0, "confusion", "pain", "-1 star: `code` [link](javascript:alert(1)) **bold** ]]> --> </q></script>"),
    (14, "en", "app", 2, 0, "frustration", "pain", "crash" * 2000),
    (15, "de", "returns", 0, 0, "frustration", "pain", "Erst hieß es:\n\"Kommt morgen.\"\r\nDann hieß es gar nichts mehr.\tSehr ärgerlich."),
    (15, "de", "recommend", -1, 1, "", "other", "Ob ich den Laden empfehle? Kommt darauf an {{ 7*7 }} %%{init}%%; click #1: end"),
    (16, "", "", -1, 1, "", "other", "Hmm."),
    (17, "de", "", -1, 1, "", "behaviour", "Ich laufe meistens abends, zwei- bis dreimal in der Woche, im Winter seltener."),
)  # fmt: skip
N_PEOPLE = 18
NAMES = {"de": "Laufschuhe im Netz <2026>", "en": "Running shoes online <2026>"}
PERSONA_TITLES = {
    "de": (("Rücksendung dauert und Kasse", 0), ("Beratung zum Laufstil", 1)),
    "en": (("Returns take long and checkout", 0), ("Advice on running style", 1)),
}
GROUPS = ((0, 1, 3, 6, 8, 9, 12, 15), (2, 4, 5, 7, 10, 11, 13))


def taxonomy() -> Taxonomy:
    """Five phases and twelve touchpoints, one of which nobody speaks of."""
    touchpoints = tuple(
        Touchpoint(id_, phase, {"de": de, "en": en}, {"de": f"{de}.", "en": f"{en}."}, {}, channel="online")
        for id_, phase, de, en in PLACES
    )
    return Taxonomy("five_phases", {"de": "Fünf Phasen", "en": "Five phases"}, PHASES, touchpoints)


def _person(number: int) -> str:
    return stable_id("r", f"person {number}")


def _source(number: int) -> tuple[str, str]:
    if number < 6:
        return f"interviews/Interview_{number + 1}.docx", "interview"
    return ("umfrage.csv", "survey") if number < 12 else ("reviews.xlsx", "review")


def _corpus_and_segments(language: Language) -> tuple[Corpus, tuple[Segment, ...]]:
    documents: list[Document] = []
    segments: list[Segment] = []
    for number in range(N_PEOPLE):
        source, kind = _source(number)
        question = "Was hat Sie geärgert?" if kind == "survey" else ""
        text, spans = "B: ", []
        for row in SAID:
            if row[0] == number:
                spans.append((row, len(text), len(text) + len(row[7])))
                text += row[7] + " "
        document_id = stable_id("d", source, str(number))
        turn = Turn(3, len(text) - 1, "B", "participant", _person(number), 65.0 if kind == "interview" else None)
        locator = "" if kind == "interview" else f"row {number + 200}"
        documents.append(Document(document_id, source, kind, text, (turn,), locator))
        for row, start, end in spans:
            segments.append(
                Segment(
                    segment_id=stable_id("s", document_id, str(start), row[7]),
                    document_id=document_id,
                    respondent_id=_person(number),
                    source=source,
                    kind=kind,
                    role="participant",
                    start=start,
                    end=end,
                    time_s=start * 2.5 if kind == "interview" else None,
                    question=question,
                    text=text[start:end],
                    language=row[1],
                )
            )
    label = "Person"
    respondents = tuple(
        Respondent(_person(number), f"{label} {number + 1}", (_source(number)[0],), {"Alter": str(30 + number)})
        for number in range(N_PEOPLE)
    )
    sources = tuple(
        Source(path, kind, "docx" if kind == "interview" else "table", "read", notes=("Speaker B answers.",))
        for path, kind in dict.fromkeys(_source(number) for number in range(N_PEOPLE))
    )
    broken = Source("scan<1>.pdf", "interview", "", "skipped", "The file holds no text. Run a text recognition first.")
    return Corpus((*sources, broken), tuple(documents), respondents), tuple(segments)


def _readings(n: int) -> Readings:
    rng = np.random.default_rng(3)
    sentiment = np.array([row[4] for row in SAID], np.int32)
    emotion = np.array([EMOTIONS.index(row[5]) if row[5] else -1 for row in SAID], np.int32)
    emotions = np.full((n, len(EMOTIONS)), 0.05, np.float32)
    emotions[np.arange(n)[emotion >= 0], emotion[emotion >= 0]] = 0.8
    return Readings(
        polarity=((sentiment - 1) * rng.uniform(0.4, 0.9, n)).astype(np.float32),
        sentiment=sentiment,
        confidence=rng.uniform(0.5, 0.99, n).astype(np.float32),
        emotions=emotions,
        emotion=emotion,
        intensity=np.where(emotion >= 0, 2, 0).astype(np.int32),
        statement=np.array([STATEMENTS.index(row[6]) for row in SAID], np.int32),
        statement_confidence=rng.uniform(0.5, 0.99, n).astype(np.float32),
        about=np.zeros(n, np.int32),
        status=np.zeros(n, np.int32),
    )


def _positions(**wanted: object) -> tuple[int, ...]:
    columns = {"person": 0, "touchpoint": 2, "theme": 3, "sentiment": 4, "statement": 6}
    return tuple(
        number for number, row in enumerate(SAID) if all(row[columns[key]] == value for key, value in wanted.items())
    )


def people(positions: tuple[int, ...]) -> tuple[str, ...]:
    """The people behind positions, sorted."""
    return tuple(sorted({_person(SAID[position][0]) for position in positions}))


def _feeling(phase: str, touchpoint: str, positions: tuple[int, ...], readings: Readings) -> Feeling:
    who = people(positions)
    if not who:
        return Feeling(phase, touchpoint, 0, 0, None, None, None, {}, 0, 0)
    means = [
        float(np.mean([readings.polarity[p] for p in positions if _person(SAID[p][0]) == person])) for person in who
    ]
    mean = float(np.mean(means))
    spread = 1.2 * float(np.std(means)) / len(who) ** 0.5 + 0.05
    emotions = {
        name: len(people(tuple(p for p in positions if SAID[p][5] == name))) / len(who)
        for name in EMOTIONS
        if any(SAID[p][5] == name for p in positions)
    }
    ranked = sorted(positions, key=lambda p: float(readings.polarity[p]))
    few = len(who) < 3
    return Feeling(
        phase,
        touchpoint,
        len(positions),
        len(who),
        mean,
        None if few else max(-1.0, mean - spread),
        None if few else min(1.0, mean + spread),
        emotions,
        sum(SAID[p][6] == "pain" for p in positions),
        sum(SAID[p][6] == "praise" for p in positions),
        best=ranked[-1] if SAID[ranked[-1]][4] == 2 else -1,
        worst=ranked[0] if SAID[ranked[0]][4] == 0 else -1,
    )


def _feelings(readings: Readings, among: tuple[int, ...] | None = None) -> tuple[Feeling, ...]:
    found = []
    for phase in PHASES:
        places = [place[0] for place in PLACES if place[1] == phase.phase_id]
        mine = {place: _positions(touchpoint=place) for place in places}
        if among is not None:
            mine = {key: tuple(p for p in value if SAID[p][0] in among) for key, value in mine.items()}
        found.append(_feeling(phase.phase_id, "", tuple(sorted(sum(mine.values(), ()))), readings))
        if among is None:
            found += [_feeling(phase.phase_id, place, mine[place], readings) for place in places]
    return tuple(found)


def _pains(language: Language) -> tuple[PainPoint, ...]:
    made = []
    for place, theme, severity, emotion in (
        ("returns", 0, 0.82, "frustration"),
        ("app", 2, 0.61, "frustration"),
        ("checkout", 4, 0.44, "frustration"),
        ("support", -1, 0.12, "confusion"),
    ):
        positions = _positions(touchpoint=place, sentiment=0)
        who = people(positions)
        name = THEMES[theme][0 if language == "de" else 1] if theme >= 0 else "Chatbot"
        quotes = tuple({SAID[p][0]: p for p in reversed(positions)}.values())[::-1][:3]
        goal = Span(1, 9, 43) if place == "returns" else None
        made.append(
            PainPoint(
                pain_point_id=stable_id("p", place),
                title=name,
                phase_id=next(row[1] for row in PLACES if row[0] == place),
                touchpoint_id=place,
                theme_id=f"t-{theme:010x}" if theme >= 0 else "",
                segments=positions,
                respondents=who,
                share_respondents=len(who) / N_PEOPLE,
                severity=severity,
                emotion=emotion,
                goal=goal,
                hurdle=Span(positions[0], 0, len(SAID[positions[0]][7])) if place == "returns" else None,
                quotes=quotes,
                counter=_positions(touchpoint=place, sentiment=2),
            )
        )
    return tuple(made)


def fake_analysis(language: Language = "de") -> Analysis:
    """The study in one of the report's languages; the words said are the same."""
    corpus, segments = _corpus_and_segments(language)
    n = len(segments)
    readings = _readings(n)
    assignment = np.array([row[3] for row in SAID], np.int32)
    place = {row[0]: number for number, row in enumerate(PLACES)}
    themes = tuple(
        Theme(
            f"t-{number:010x}", de if language == "de" else en, keywords, _positions(theme=number)[:4], 0.9 - number / 6
        )
        for number, (de, en, keywords) in enumerate(THEMES)
    )
    return Analysis(
        name=NAMES[language],
        language=language,
        corpus=corpus,
        key=(),
        redactions={"email": 4, "person": 12},
        segments=segments,
        context=(),
        n_empty=7,
        encoder="use",
        embeddings=np.eye(n, dtype=np.float32),
        readings=readings,
        themes=Themes(themes, assignment, np.full(n, 0.7, np.float32), assignment >= 0),
        taxonomy=taxonomy(),
        tags=Tags(np.array([place.get(row[2], -1) for row in SAID], np.int32), np.full(n, 0.6, np.float32)),
        feelings=_feelings(readings),
        pain_points=_pains(language),
    )


def fake_personas(analysis: Analysis) -> Personas:
    """Two drafts, and three people in no group."""
    made = []
    for number, (title, theme) in enumerate(PERSONA_TITLES[analysis.language]):
        members = GROUPS[number]
        positions = tuple(p for p in range(len(SAID)) if SAID[p][0] in members)
        traits = []
        for kind in ("goal", "need", "pain", "behaviour", "praise"):
            proof = tuple(p for p in positions if SAID[p][6] == kind)
            for place in dict.fromkeys(SAID[p][2] for p in proof):
                mine = tuple(p for p in proof if SAID[p][2] == place)
                name = next(row[2 if analysis.language == "de" else 3] for row in PLACES if row[0] == place)
                traits.append(Trait(kind, name, place, people(mine), mine, 2.4 if len(mine) > 2 else None))
        subject = THEMES[theme * 3][0 if analysis.language == "de" else 1]
        proof = tuple(p for p in positions if SAID[p][3] == theme * 3)
        traits.append(Trait("theme", subject, f"t-{theme * 3:010x}", people(proof), proof, 1.4))
        made.append(
            Persona(
                persona_id=stable_id("pe", title),
                title=title,
                respondents=tuple(sorted(_person(member) for member in members)),
                share_respondents=len(members) / N_PEOPLE,
                quote=positions[0],
                traits=tuple(traits),
                attributes=(
                    AttributeCount("Alter", "30–39", 4, 6),
                    AttributeCount("Alter", "=40–49", 2, 6),
                    AttributeCount("<i>Region</i>", "Nord & Süd", 3, len(members)),
                ),
                feelings=_feelings(analysis.readings, members),
                unknown=("motivation",),
                caveats=("Nur wenige Personen.",) if analysis.language == "de" else ("Few people only.",),
            )
        )
    return Personas(
        tuple(made),
        left_out={_person(14): "said too little", _person(16): "said too little", _person(17): "fits no group"},
        stability=0.71,
        method="average linkage",
    )


class FakeStudy(NamedTuple):
    """An analysis and its persona drafts."""

    analysis: Analysis
    personas: Personas


def fake_study(language: Language) -> FakeStudy:
    """The study with its drafts in a language of the report."""
    analysis = fake_analysis(language)
    return FakeStudy(analysis, fake_personas(analysis))


def refused(reason: str) -> Personas:
    """No drafts, with a reason."""
    return Personas((), refusal=reason)


def big_analysis(n: int, language: Language = "de") -> Analysis:
    """The study with its segments repeated in new documents until there are `n`."""
    base = fake_analysis(language)
    keep = [p for p in range(len(SAID)) if len(SAID[p][7]) < 500]
    segments, documents, people_, rows = [], list(base.corpus.documents), list(base.corpus.respondents), []
    for number in range(n):
        old = base.segments[keep[number % len(keep)]]
        text = f"{old.text} ({number})"
        document_id, who = stable_id("d", "big", str(number)), stable_id("r", "big", str(number // 3))
        if number % 3 == 0:
            people_.append(Respondent(who, f"Person {number // 3 + 100}", ("reviews.xlsx",)))
        turn = Turn(0, len(text), "", "participant", who)
        documents.append(Document(document_id, "reviews.xlsx", "review", text, (turn,), f"row {number + 2}"))
        segments.append(
            replace(
                old,
                segment_id=stable_id("s", "big", str(number)),
                document_id=document_id,
                respondent_id=who,
                source="reviews.xlsx",
                kind="review",
                time_s=None,
                start=0,
                end=len(text),
                text=text,
            )
        )
        rows.append(keep[number % len(keep)])
    index = np.array(rows)
    back = {old: new for new, old in reversed(list(enumerate(rows)))}
    old_readings = base.readings
    readings = Readings(
        *(np.ascontiguousarray(getattr(old_readings, name)[index]) for name in old_readings.__dataclass_fields__)
    )
    move = lambda positions: tuple(back[p] for p in positions if p in back)  # noqa: E731
    assignment = base.themes.assignment[index]
    return replace(
        base,
        corpus=replace(base.corpus, documents=tuple(documents), respondents=tuple(people_)),
        segments=tuple(segments),
        embeddings=np.zeros((n, 4), np.float32),
        readings=readings,
        themes=replace(
            base.themes,
            themes=tuple(replace(theme, exemplars=move(theme.exemplars)) for theme in base.themes.themes),
            assignment=assignment,
            score=np.full(n, 0.7, np.float32),
            core=assignment >= 0,
        ),
        tags=Tags(base.tags.touchpoint[index], np.full(n, 0.6, np.float32)),
        feelings=tuple(
            replace(one, best=back.get(one.best, -1), worst=back.get(one.worst, -1)) for one in base.feelings
        ),
        pain_points=tuple(
            replace(
                pain,
                segments=move(pain.segments),
                quotes=move(pain.quotes),
                counter=move(pain.counter),
                goal=None,
                hurdle=None,
                respondents=tuple(dict.fromkeys(segments[p].respondent_id for p in move(pain.segments))),
            )
            for pain in base.pain_points
        ),
    )
