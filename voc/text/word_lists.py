"""Word lists of German and English behind the other modules here: our own choice, in lower case."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONTENT_AFTER_ALL = {
    "de": _words("ordnung suche startseite mittel mensch menschen"),
    "en": _words(
        "area areas bill billing computer click copy date detail details fire fix group groups help home homepage "
        "html index information interface keys line lines member members microsoft names netscape number numbers "
        "open order orders page pages problem problems ring room rooms run runs site system test text tip tv value "
        "web webpage website work price calls research section empty young old result results changes"
    ),
}
"""Words that stopwordsiso lists and that carry matter in what customers and users say."""

FILLERS = {
    "de": _words(
        "ähm äh öhm hm hmm mhm mh aha ah oh ach achso naja tja jo joa jep ok okay okey genau halt eben quasi "
        "sozusagen irgendwie irgendwo irgendwann irgendwas irgendwelche irgendein irgendeine bisschen bissl bissel "
        "bisserl wenig eigentlich einfach grundsätzlich generell prinzip prinzipiell vielleicht eventuell "
        "wahrscheinlich vermutlich natürlich klar sicher sicherlich tatsächlich letztendlich letztlich "
        "schlussendlich jedenfalls mindestens zumindest ungefähr relativ ziemlich total voll extrem absolut komplett "
        "völlig meistens manchmal oftmals häufig sagen sage sagt gesagt sag meinen meine meint gemeint glauben "
        "glaube glaubt denken denke denkt gedacht finden finde findet gefunden wissen weiß weiss wusste kennen kenne "
        "schauen schaue gucken machen mache gemacht tun tue tut getan geben gibt gab gegeben gehen gehe geht ging "
        "gegangen kommen komme kommt kam gekommen nehmen lassen lasse lässt bleiben stehen stellen heißen heisst "
        "sehen sehe sieht gesehen hören brauchen mögen sache sachen ding dinge dings zeug weise art fall fälle "
        "beispiel beispielsweise punkt punkte teil leute frage fragen antwort mensch menschen person personen thema "
        "themen moment gefühl dass daß sodass usw etc bzw zb eher nämlich übrigens hauptsächlich vor allem ab zu "
        "jahr jahre jahren tag tage tagen woche wochen monat monate monaten stunde stunden minute minuten uhr zeit "
        "mal male heute gestern morgen schon immer nie super toll schön schöne schöner schönes nett gut besser beste "
        "bester bestes besten schlecht schlechter schlimm richtig falsch wichtig schwierig schwer leicht interessant "
        "spannend gern gerne nix nö nee ne gell oder wobei sowieso ohnehin trotzdem allerdings anders verschieden "
        "verschiedene bestimmt bestimmte gewisse gewiss jeweilig jeweils entsprechend ähnlich gleich viel viele mehr "
        "meist einzig möglichkeit vieles versuchen versuche versucht probieren wollen fühlen fühle fühlt dank bzgl "
        "bezüglich inzwischen mittlerweile momentan aktuell derzeit damals früher später vorher nachher zuerst "
        "danach grad gerade nochmal nochmals echt drauf rum sowas sone son nah hilft helfen freuen gefreut weitere "
        "herum raus rein rauf runter eh fick ficken scheiß scheiss scheiße scheisse verdammt leuten leut top stern "
        "sterne insgesamt leider möglichst sogar nen nem ner han hät nöd uf vo mer cha chan git vill scho eifach "
        "dänn ebe mega hätt wär de mans wärs gibts gehts hats ists isch bin gsi het öppis chli ned nid"
    ),
    "en": _words(
        "alright mm-hmm mm-hm uh-huh dunno huh gosh bye-bye surely granted sir gimme perfect fuck fucking shit damn "
        "wtf min mins hr hrs um uh uhm erm hm hmm mhm mm oh ah yeah yep yup nope nah ok okay well like kinda sorta "
        "gonna wanna gotta lot lots bit basically actually literally honestly obviously definitely probably maybe "
        "perhaps really pretty quite just simply totally absolutely completely exactly anyway anyways stuff thing "
        "things something anything everything people person guy guys someone somebody everyone everybody sort kind "
        "type way ways think thinks thought know knows knew guess mean means meant say says said saying tell tells "
        "told talk talking see sees saw seen look looks looked feel feels felt want wants wanted get gets got "
        "getting go goes going went gone come comes came make makes made making take takes took taking give gives "
        "gave let put use used using try tries tried trying find finds found happen happens happened seem seems love "
        "loved loves hate hated enjoy enjoyed amazing awesome good great nice bad better best worse worst big huge "
        "little different same sure fine cool hard easy important interesting much many day days week weeks month "
        "months year years hour hours minute minutes time times today tomorrow yesterday tonight now always never "
        "sometimes usually often example case point question answer etc via dont doesnt didnt cant couldnt wont "
        "wouldnt isnt arent wasnt werent havent hasnt im ive id youre theyre thats whats lol omg plz pls u ur amp rt "
        "able fairly super extremely especially overall generally reason bunch whole couple ton tons plenty amount "
        "piece"
    ),
}
"""Words of speech that carry no matter: fillers, vague nouns, verbs of saying, time words and bare judgements."""

COURTESY = {
    "de": _words(
        "hallo hi hey moin servus grüezi guten danke dankeschön dankesehr merci bitte bitteschön gerngeschehen "
        "tschüss tschüs wiedersehen willkommen herzlich herzlichen grüße gruß liebe lieber viele glück erfolg "
        "entschuldigung sorry"
    ),
    "en": _words(
        "hello hi hey thank thanks thanx thx ty please welcome bye goodbye cheers regards greetings congrats "
        "congratulations sorry dear appreciate appreciated hopefully"
    ),
}
"""Greetings, thanks and apologies."""

JOINERS = {
    "de": _words("und & von vom mit für im in zum zur bei beim an am auf vor nach ohne über zwischen"),
    "en": _words("and & of for in with on at from to after before during between without"),
}
"""What may join two noun phrases in one name."""

ARTICLES = {
    "de": _words("der die das dem den des einer eines einem"),
    "en": _words("the a an my our your their"),
}

GENITIVE_ARTICLES = _words("des der eines einer")
"""Articles that join two nouns without a preposition ("Struktur des Unternehmens")."""

MODIFIERS_DE = _words(
    "lange langer langes kurze kurzer kurzes hohe hoher hohes große großer großes grosse grosser grosses kleine "
    "kleiner kleines neue neuer neues schlechte schlechter schlechtes offene offener offenes fehlende fehlender "
    "fehlendes mangelnde mangelnder mangelndes langen kurzen hohen großen kleinen neuen schlechten offenen fehlenden "
    "mangelnden eigene eigener eigenes eigenen späte späten frühe frühen"
)
"""Inflected adjectives that stopwordsiso lists or the dictionary takes for verbs, and that matter before a noun."""

MODIFIERS_EN = _words(
    "long short high low slow poor lost missing broken new old free small large late early rude friendly helpful "
    "cheap expensive limited open hot cold clean dirty comfortable crowded wrong real social public private personal"
)
"""Adjectives that matter before a noun even where they are stop words."""

ADJECTIVES_EN = _words(
    "able happy unhappy sad angry upset glad fun easy hard difficult simple complex quick fast loud quiet dark "
    "bright light heavy full empty strong weak soft warm cool fresh dry wet tasty bland modern basic decent average "
    "fair excellent perfect fantastic wonderful brilliant terrible horrible awful disappointing disappointed "
    "ridiculous pathetic unacceptable frustrating frustrated annoying annoyed confusing confused boring bored tired "
    "busy ready available possible impossible likely aware certain clear unclear true false main major minor general "
    "specific similar extra additional adequate ample plentiful various several entire only own single double first "
    "second last next previous recent current past future non-existent outdated dated narrow wide tight loose thin "
    "thick deep cute flattering gorgeous beautiful lovely pleasant unpleasant polite impolite professional "
    "unprofessional attentive spacious cramped stuffy noisy sunny rainy safe unsafe secure insecure local global "
    "native scientific free common rare typical normal weird strange odd lucky special original physical mental "
    "emotional financial political medical technical digital online offline manual automatic alone afraid nervous "
    "anxious stressful relaxed tough multiple many sufficient insufficient worth due total live dead rich sweet "
    "bitter sour salty spicy stale tall unusual regular irregular unfair shitty everyday democratic undemocratic vegan "
    "vegetarian daily weekly monthly yearly neutral medium-term long-term short-term spontaneous obligatory alcoholic "
    "non-alcoholic automatic interactive responsible independent uncomfortable established suitable related required "
    "default inline related equal random typical essential average domestic electric electronic organic classic "
    "dramatic fantastic specific visual academic basic generic static dynamic magic economic terrific horrific hectic"
)
VAGUE_NOUNS = {
    "de": _words(
        "ahnung anfang anfänger ordnung kombination chance grund bezug regel prozent nummer ecke zahl zahlen anzahl "
        "spezifisches regelmässiges dummes gemischte best bereich hinblick gefahr ding rest ende seite drops schein "
        "mittelmaß drecks gange richtung stelle rahmen lead wert unterschied vorteil nachteil aspekt situation stand "
        "variante version kilometer euro meinung plus minus mühe struktur verfügung hinsicht ebene rolle umfang "
        "montag dienstag mittwoch donnerstag freitag samstag sonntag wochenende januar februar märz april mai juni "
        "juli august september oktober november dezember dreck morgen abend nacht mittag vormittag nachmittag prinzip "
        "köln hamburg berlin münchen frankfurt stuttgart düsseldorf leipzig dresden hannover bremen nürnberg wien graz "
        "zürich basel bern genf london paris deutschland österreich schweiz europa haus hause bett stadt "
        "geschichte schritt effekt ansatz lage gegenteil bedarf aussage nein jahr schluss inhalt hinterkopf"
    ),
    "en": _words(
        "terms term context line quantity operation situation area space position way result set setting unit sense "
        "absolute bother mind annoys perceives feeling lead level side end start beginning middle rest reason choice "
        "topic ease inch foot feet inches row class return experience ability amount aspect item matter factor degree "
        "scale range variety case issue problem chance difference idea name value stage moment place spot part usual "
        "half hand standard kind addition purpose effort respect regard condition direction extent sort absence "
        "monday tuesday wednesday thursday friday saturday sunday weekend january february march april may june july "
        "august september october november december morning evening afternoon night "
        "cologne hamburg berlin munich frankfurt stuttgart vienna zurich basel geneva london paris amsterdam york "
        "germany austria switzerland europe england britain america usa uk share airway airways "
        "existence use user work wow nearby"
    ),
}
"""Nouns that name no matter without a word beside them; within a longer phrase they may stand."""

ADJECTIVE_ENDINGS_EN = ("able", "ible", "ful", "less", "ous", "ish", "iest", "ier", "ive")
NOUNS_IN_IVE = _words(
    "alternative archive detective drive executive incentive initiative motive native narrative objective "
    "perspective relative representative dive hive"
)

VERBS_EN = _words(
    "be have do will can may must shall should would could might ask keep leave left begin start help turn show hear "
    "play run move live believe hold bring write provide sit stand lose pay meet include continue set learn change "
    "lead understand watch follow stop create speak read allow add spend grow open walk win offer remember consider "
    "appear buy wait serve die send expect build stay fall cut reach kill remain suggest raise pass sell require "
    "decide pull explain hope develop carry break receive agree support eat cover catch choose cause depend prefer "
    "manage avoid imagine realize realise recommend assume ensure prevent improve reduce increase compare become "
    "drink forget wear teach mention discuss handle solve involve introduce deal lack tend struggle worry plan focus "
    "wish care appreciate apply arrive fly sleep drive ride hang throw push pick join figure prepare notice treat "
    "cancel delay miss refuse claim apologize fail ignore deserve suck fix return reply respond reschedule rebook "
    "check notify inform contact resolve complain charge confirm grab enter exit install export import edit save "
    "share load render merge debug crash convert embed integrate hide display print type highlight fit size order "
    "look zip button purchase wash tuck"
) - _words(
    "help change plan support lack delay charge order fit size return button display contact reply check type import "
    "export print zip drink purchase ride crash deal cause focus care cover break offer lead play pass cut watch set "
    "share load worry start"
)
"""Verbs that are seldom nouns; words that are both stay nouns and are told by what stands before them."""

BEFORE_VERB_EN = _words(
    "to i you we they he she who it not don't can't won't didn't doesn't couldn't wouldn't cannot will would can "
    "could should must might may do does did let's please i'll we'll you'll i'd"
)
"""After these words an English word is read as a verb."""

BEFORE_ADJECTIVE_EN = _words(
    "very so too quite really pretty extremely super absolutely totally rather fairly more most is was are were be "
    "been being isn't wasn't aren't weren't feel feels felt look looks looked seem seems seemed get gets got becomes "
    "became"
)
"""After these words an English word in the singular is read as an adjective."""

NOUNS_IN_ING = _words(
    "seating boarding booking pricing training parking catering meeting meetings building ceiling lighting heating "
    "cleaning shopping shipping tracking packaging marketing advertising engineering programming computing learning "
    "reading writing teaching handling onboarding feeling feelings listing rating ratings setting settings testing "
    "evening morning clothing flooring wording finding findings gaming gardening cooking plotting rendering editing "
    "debugging coding charting versioning publishing hosting formatting highlighting timing spacing sizing lining "
    "stitching opening landing drawing painting saving savings understanding planning scheduling streaming banking "
    "billing sing-along networking decision-making offering beginning washing dining sleeping string strings thing "
    "king"
) - _words("thing string strings sleeping king beginning")
NOUNS_IN_LY = _words("family assembly reply supply fly jelly ally anomaly butterfly italy july")
