"""Small files that provoke the rarer notes of the readers: tables, mails, web pages, captions, workbooks, projects."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
from docx.oxml import OxmlElement

from tests.ingest.documents.pdf_writer import Word, lines, pdf

KIND = (
    "The fitting was quick and easy.",
    "Very nice people at the desk.",
    "Great colours, I will gladly come again.",
    "Everything worked well for us.",
    "I am happy with the frame.",
)
UNKIND = (
    "After two weeks the handle was broken.",
    "We had to wait forever for the fitter.",
    "A screw was missing and nobody helped.",
    "Sadly far too expensive for so little.",
    "The engine is annoyingly loud.",
)
GERMAN = ("Der Bus fuhr vor der Zeit ab.", "Der Fahrer hat freundlich gewartet.", "Es gab keinen Platz für Koffer.")
TALK = (
    "I: How did you find the desk?\n\nB: There was a sign, but a small one.\n\nI: And then?\n\nB: I queued for long.\n"
)


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    return "".join(";".join(row) + "\n" for row in rows)


GERMAN_COMPLAINTS = (
    "Der Steg war gesperrt", "An der Kasse war keiner zu sehen", "Die Ansage war zu leise", "Es gab keine Handtücher",
    "Die Uhr am Steg geht vor", "Man findet die Umkleide nicht", "Alles war gut", "Ich habe eine Stunde gewartet",
    "Das Ruder war nass", "Das Licht ging nicht an",
)  # fmt: skip
WHY_BOATS = ("Ich rudere am Abend", "wegen des Gutscheins", "aus reiner Neugier", "", "weil ich Zeit habe", "Gutschein")


def rated(name: str, kind: str, unkind: str, times: int = 1) -> str:
    """A table with ``kind`` beside five kind texts and ``unkind`` beside five unkind ones."""
    rows = [[name, "Comment"]]
    for number in range(times):
        for good, bad in zip(KIND, UNKIND, strict=True):
            rows += [[kind, f"{good} {name} {number}"], [unkind, f"{bad} {name} {number}"]]
    return as_csv(rows)


def dated(header: str, cells: Sequence[str], texts: Sequence[str] = KIND) -> str:
    """A table with a date column (or several, with the separator in header and cells) beside texts."""
    shown = [f"{texts[number % 3]} {header} {number}" for number in range(len(cells))]
    return as_csv([[header, "review"], *([cell, text] for cell, text in zip(cells, shown, strict=True))])


def scales() -> dict[str, str]:
    stars = [*(str(n) for n in (1, 2, 3, 4, 5) for _ in range(8))]
    zeros = [[f"The visit was so for me, {n}.", cell, cell, cell] for n, cell in enumerate(stars)]
    zeros += [[f"Another visit, {n}.", "0", "4", "5"] for n in range(8)]
    mixed = [[f"The stay was so for us, {n}.", cell, cell, cell] for n, cell in enumerate(stars * 5)]
    mixed += [[f"Another stay, {n}.", str(n), "3", "3"] for n in (6, 7, 8, 9, 6, 7, 8, 9)]
    return {
        "header.csv": rated("Fitting (1 = very good, 5 = very bad)", "1", "5"),
        "marks.csv": rated("Schulnote", "1", "6"),
        "answers.csv": rated("Fitting", "1 - very good", "5 - very bad"),
        "promoters.csv": rated("NPS", "10", "4"),
        "kinder.csv": rated("Rating", "5", "1"),
        "unkinder.csv": rated("Bewertung", "1", "5", times=8),
        "percent.csv": rated("Rating", "80 %", "9 %"),
        "helpful.csv": rated("Was this helpful?", "yes", "no"),
        "turned.csv": rated("Sterne", "1", "5"),
        "unsaid.csv": as_csv(
            [
                ["Nr", "Wie zufrieden sind Sie mit dem Boot?", "Kommentar"],
                *([str(n), str(n % 5 + 1), f"Boot {n} ist blau."] for n in range(12)),
            ]
        ),
        "words.csv": rated("How satisfied are you?", "Very dissatisfied", "Very satisfied"),
        "thumbs.csv": rated("Feedback", "👎", "👍", times=2),
        "agree.csv": rated("The fitter was late", "Strongly agree", "Strongly disagree"),
        "effort.csv": rated("Effort (1-7)", "1", "7"),
        "zeros.csv": as_csv([["comment", "staff_rating", "food_rating", "wifi_rating"], *zeros]),
        "mixed.csv": as_csv([["comment", "overall_rating", "food_rating", "wifi_rating"], *mixed]),
    }


def dates() -> dict[str, str]:
    both = ("1/2/2026", "3/4/2026")
    return {
        "us.csv": dated("Date", both),
        "hyphens.csv": dated("Date", ("1-2-2026", "3-4-2026")),
        "german_texts.csv": dated("Date", both, GERMAN),
        "german_header.csv": dated("Datum", both),
        "comma.csv": dated("Date;score", ("1/2/2026;4,5", "3/4/2026;1,5")),
        "noon.csv": dated("Date", ("1/2/2026 4:05 PM", "3/4/2026 1:00 AM"), GERMAN),
        "day_first.csv": dated("Date", ("1/2/2026", "13/2/2026")),
        "month_first.csv": dated("Date", ("1/2/2026", "2/13/2026")),
        "by_hand.csv": dated("Shipped", both),
        "both.csv": dated("Date", ("1/2/2026", "13/2/2026", "2/14/2026")),
        "excel.csv": dated("Datum", ("46082", "46083")),
        "mac.csv": dated("Datum;Lieferung", ("44620;03.03.2026", "44621;02.03.2026")),
        "seconds.csv": dated("timestamp", ("1772323200", "1772409600")),
        "milliseconds.csv": dated("created_at", ("1772323200000", "1772409600000")),
        "microseconds.csv": dated("created_at", ("1772323200000000", "1772409600000000")),
        "plain.csv": dated("Date", ("20260301", "20260302")),
        "months.csv": dated("Month", ("March 2026", "April 2026")),
        "unread.csv": dated("Datum", [*["01.03.2026"] * 9, "gestern"]),
        "long_dates.csv": dated(
            "Datum", [*["01.03.2026"] * 9, "some time in the spring of that year, or in the summer"]
        ),
        "unknown_dates.csv": dated("Datum", ("KW 12", "KW 13")),
    }


def rows() -> dict[str, str]:
    chat = [["Ticket", "author_type", "Message"]]
    for n, text in enumerate(UNKIND):
        chat += [
            [f"T{n}", "end-user", text],
            [f"T{n}", "agent", "We are terribly sorry! When did it arrive?"],
            [f"T{n}", "end-user", f"On the {n + 3}th of May, at noon."],
        ]
    long = [["uid", "question_text", "response"]]
    for n in range(5):
        long += [
            [f"K{n}", "What is missing?", UNKIND[n]],
            [f"K{n}", "What do you like?", KIND[n]],
            [f"K{n}", "How old are you?", str(30 + n)],
            [f"K{n}", "How do you get here?", "Bike" if n % 2 else "Bus"],
        ]
    totals = [
        ["City", "Visits", "Comment"],
        *([f"City {n}", str(n + 3), f"{text} Often."] for n, text in enumerate(KIND)),
    ]
    totals += [["City", "Visits", "Comment"]]
    totals += [[f"Town {n}", str(n + 2), f"{text} Rarely."] for n, text in enumerate(UNKIND)]
    totals += [["Total", str(sum(n + 3 for n in range(5)) + sum(n + 2 for n in range(5))), ""]]
    totals += [["Generated by: Desk 4.1", "", ""]]
    replies = [
        ["Review", "Developer reply"],
        *([text, f"Thank you for visiting us, number {n}!"] for n, text in enumerate(KIND)),
    ]
    translated = [["No.", "Comment", "Comment (translated)"]]
    translated += [[str(n), text, KIND[n]] for n, text in enumerate(GERMAN)]
    cleaned = [["Comment", "Stars"], *([f"{text}<br>Also &amp; again.", str(n % 5 + 1)] for n, text in enumerate(KIND))]
    conflicts = [["Participant", "Branch", "Comment"]]
    conflicts += [
        [f"P{n // 2}", f"Branch {n % 2 if n < 2 else 7}", f"{text} Twice."] for n, text in enumerate(KIND + UNKIND)
    ]
    return {
        "chat.csv": as_csv(chat),
        "long.csv": as_csv(long),
        "totals.csv": as_csv(totals),
        "replies.csv": as_csv(replies),
        "translated.csv": as_csv(translated),
        "cleaned.csv": as_csv(cleaned),
        "conflicts.csv": as_csv(conflicts),
        "unread.words.csv": as_csv(
            [
                ["Comment", "Other"],
                *([text, "see the list below, nobody came" if n == 3 else ""] for n, text in enumerate(KIND + UNKIND)),
            ]
        ),
        "first.csv": as_csv(
            [["Participant", "Comment"], *([str(n), f"Our own answer, number {n}"] for n in range(20))]
        ),
        "second.csv": as_csv(
            [
                ["Participant", "Comment"],
                *([str(n), f"Our own answer, number {n}"] for n in range(4)),
                *([str(n), f"An answer of the second wave, number {n}"] for n in range(40, 49)),
            ]
        ),
        "crowd.csv": as_csv(
            [
                ["user_name", "Stars", "Comment"],
                *(
                    [f"Person {n}" if n % 9 else "A visitor", str(n % 5 + 1), f"{KIND[n % 5]} Visit {n}."]
                    for n in range(200)
                ),
            ]
        ),
        "twins.csv": as_csv([["Comment", "Comment"], *([text, f"{text} Indeed."] for text in KIND)]),
        "ragged.csv": as_csv(
            [["Stars", "Land", "Comment"], *([str(n), "DE", text] for n, text in enumerate(UNKIND)), ["4", "AT"]]
        ),
        "quotes.csv": "Land,Comment\n" + "".join(f'"DE","The "fine" one: {text}"\n' for text in UNKIND),
        "separators.csv": "Land,Comment\n" + "".join(f"DE,{text} Well, so it is\n" for text in UNKIND),
    }


def surveys() -> dict[str, str]:
    redcap = [["record_id", "redcap_event_name", "arm", "aids___1", "aids___2", "open_end", "visit_complete"]]
    redcap += [[str(n), "start_arm_1", "AB"[n % 2], str(n % 2), "1", text, "2"] for n, text in enumerate(UNKIND, 1)]
    sosci = [
        ["CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "STARTED", "K101", "K102_01", "K103_01", "TIME001", "LASTDATA"],
        ["Number", "Serial", "Reference", "Form", "Mode", "Start", "Gender", "Satisfaction: course (1 to 5)",
         "What did you miss?", "Time on page 1", "End"],
    ]  # fmt: skip
    sosci += [
        [str(40 + n), "", "", "course", "interview", "2026-01-05 09:00:00", str(n % 2 + 1),
         ["4", "-9", "2", "5", "3"][n], "-1" if n == 3 else text, "31", "2026-01-05 09:04:00"]
        for n, text in enumerate(KIND)
    ]  # fmt: skip
    qualtrics = [
        ["StartDate", "EndDate", "Status", "IPAddress", "ResponseId", "DistributionChannel", "Q1", "Q2_TEXT"],
        ["Start Date", "End Date", "Response Type", "IP", "Response ID", "Channel", "Your branch", "What is missing?"],
        [f'{{"ImportId":"{name}"}}' for name in "abcdefgh"],
    ]
    qualtrics += [
        ["2026-01-05 09:00:00", "2026-01-05 09:04:00", "Survey Preview" if n == 4 else "IP Address", "", f"R_{n}",
         "preview" if n == 4 else "anonymous", "AB"[n % 2], f"{text} Certainly."]
        for n, text in enumerate(UNKIND)
    ]  # fmt: skip
    alchemer = [["Response ID", "Time Started", "Date Submitted", "Status", "Language", "Comment:What is missing?"]]
    alchemer += [
        [
            str(n),
            "2026-01-05 09:00:00",
            "2026-01-05 09:04:00",
            "Deleted" if n == 4 else "Complete",
            "English",
            f"{text} So.",
        ]
        for n, text in enumerate(UNKIND)
    ]
    fields = [
        {"id": "f1", "ref": "r1", "title": "Will you come again?", "type": "opinion_scale", "properties": {"steps": 7}},
        {"id": "f2", "ref": "r2", "title": "What went wrong?", "type": "long_text"},
    ]
    typeform = [
        {"response_id": f"p{n}", "submitted_at": "2026-04-05T10:00:00Z", "answers": [
            {"field": fields[0], "type": "number", "number": n}, {"field": fields[1], "type": "text", "text": text}]}
        for n, text in enumerate(UNKIND)
    ]  # fmt: skip
    json_text = json.dumps({"form": {"fields": fields}, "items": typeform})
    return {
        "typeform.json": json_text,
        "qualtrics.csv": as_csv(qualtrics),
        "alchemer.csv": as_csv(alchemer),
        "redcap.csv": as_csv(redcap),
        "sosci.csv": as_csv(sosci),
    }


def vtt(*cues: str) -> str:
    return "WEBVTT\n\n" + "".join(f"00:{n:02d}:01.000 --> 00:{n:02d}:03.500\n{cue}\n\n" for n, cue in enumerate(cues))


def captions() -> dict[str, str]:
    rolling, before = [], " "
    for line in ("on monday I was", "there for the first time", "and did not find the door", "for want of a sign"):
        rolling += [f"{before}\n{line}", f"{line}\n "]
        before = line
    words = ("so we then looked for the shop and could not find it since the map in the app was wrong " * 12).split()
    return {
        "one_voice.vtt": vtt("The queue was long.", "I left after an hour."),
        "rolling.vtt": vtt(*rolling),
        "turns.vtt": vtt(
            ">> How do you get here?", ">> By bus. It is slow.", ">> And back?", ">> On foot.", ">> Why?", ">> No bus."
        ),
        "unclear.vtt": vtt(
            ">> I like the hall.", ">> Me too. >> It is loud, though.", "And cold.", ">> Not in May. Why?"
        ),
        "two_names.vtt": vtt(
            "Jana: Where do you buy?", ">> Online.", "Jana: Always?", "Udo: Mostly.", ">> And why?", "Udo: Time."
        ),
        "one_name.vtt": vtt(
            "Jana: Where do you buy?", ">> Online.", "Jana: Always?", ">> Mostly.", "Jana: And why?", ">> Time."
        ),
        "loops.vtt": vtt("The map was old.", *["I am not sure."] * 5, "We left.", "[Music]", "Thanks for watching!"),
        "around.vtt": "WEBVTT\n\nNOTE made by a program of ours\n\n"
        + vtt("It was late.", "Nobody came.")[8:]
        + "the end of it\n",
        "spread.vtt": "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nIt was\n\nvery late.\n\n"
        "00:00:03.000 --> 00:00:04.000\nNobody came.\n",
        "times.txt": "words above\n" + "".join(f"0:{n:02d}\nThe queue was long on day {n}.\n" for n in range(6)),
        "cut.txt": "\n".join(" ".join(words[at : at + 9]) for at in range(0, len(words), 9)),
    }


def talks() -> dict[str, str]:
    asks = ("How did that start?", "And what did you do then?", "Who helped you with it?", "What would you change?")
    answer = " ".join(
        ["I went to the desk and waited there until somebody came, which took longer than I had thought."] * 4
    )
    pieces = [
        {"start_time": 0.0, "end_time": 1.0, "text": "Where was it?", "speaker_name": "Jana Moll"},
        {"start_time": 2.0, "end_time": 3.0, "text": "At the desk.", "speaker_name": "Udo Kern"},
        {"start_time": 4.0, "end_time": 5.0, "text": "In the hall."},
        {"start_time": 6.0, "end_time": 7.0, "text": "And then?", "speaker_name": "Jana Moll"},
        {"start_time": 8.0, "end_time": 9.0, "text": "We left.", "speaker_name": "unknown"},
    ]
    unknown = [("Jana", "And?"), ({"name": None}, "I came too late."), (None, "Sadly."), ("Jana", "Why?")]
    return {
        "alternating.txt": "\n\n".join(part for ask in asks * 4 for part in (ask, answer)),
        "Student_W23.txt": TALK.replace("sign", "board"),
        "many.txt": "\n".join(f"Interview {n}\n\n{TALK}\nBot: {'Beep. ' * n}\n" for n in range(1, 46)),
        "head_of_two.txt": "Age: 34\n\n"
        + TALK.replace("sign", "label")
        + "\nC: Me too, and it was cold there.\n\nC: Very cold.\n",
        "outside.txt": TALK
        + "\n# Part\n\n"
        + "Nobody is named above these many words here. " * 20
        + "\n\n"
        + TALK.replace("sign", "flag"),
        "vault.md": "# Talk\n\n%% an aside of mine %%\n\n" + TALK.replace("sign", "mark ~~or so~~ #hall ^b1"),
        "group.chat.txt": "".join(
            f"03.08.26, 12:3{n} - {text}\n"
            for n, text in enumerate(
                (
                    "Kim: It was late.",
                    "Noor: <Media omitted>",
                    "Kim: It was cold.",
                    "Messages are end-to-end encrypted.",
                    "Noor: Yes.",
                    "Kim: Bye.",
                )
            )
        ),
        "talk.json": json.dumps(
            {"summary": "Both of them spoke at length of a desk in the hall.", "sentences": pieces}
        ),
        "unknown.json": json.dumps({"items": [{"speaker": who, "text": words} for who, words in unknown]}),
        "page.html": "<html><body><nav>Home and more</nav><p>The desk was hard to find.</p><p>Nobody came.</p>"
        '<p style="display:none">Not for you.</p></body></html>',
        "web.txt": TALK.replace("sign", "k&uuml;hl").replace("desk", "T&uuml;r"),
        "twice.txt": TALK.replace("sign", "Tür für Gäste".encode().decode("cp1252")),
        "copy.txt": "I: Where was it?\n\nB: "
        + " ".join(f"We went to hall {n} and saw shelf {n} there." for n in range(30))
        + "\n",
        "copy.md": "I: Where was it?\n\nB: "
        + " ".join(f"We went to hall {n} and saw shelf {n} there." for n in range(30))
        + "\n",
    }


def bytes_of_texts() -> dict[str, bytes]:
    text = "Der Schalter war schwer zu finden, und die Tür klemmte für Gäste.\n\nDann war es schön ruhig.\n"
    japanese = "受付は見つけにくかったです。\n\nスタッフはとても親切でした。\n"
    return {
        "windows.txt": text.encode("cp1252"),
        "japanese.txt": japanese.encode("shift_jis"),
        "utf16.txt": TALK.replace("sign", "post").encode("utf-16-le"),
        "damaged.txt": text.replace("Schalter", "Tresen").encode() * 40 + b"\xff \xfe\n",
        "damaged_mark.txt": b"\xef\xbb\xbf" + text.replace("Schalter", "Stand").encode() + b"\xff\n",
    }


def mails() -> dict[str, bytes]:
    def mail(sender: str, text: str, **headers: str) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, "Desk <desk@velo.example>", "Re: Your bike"
        message["Date"] = "Mon, 04 May 2026 12:00:00 +0200"
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        return message

    quoted = "The bell is too quiet.\n\nOn Mon, 4 May 2026 at 10:00, Desk <desk@velo.example> wrote:\n> How is it?\n"
    box = [
        mail("Ada <ada@gmx.de>", quoted),
        mail("Ben <ben@gmx.de>", "The light flickers."),
        mail("noreply@post.example", "Your mail has arrived.", Auto_Submitted="auto-replied"),
        mail("Kim <kim@gmx.de>", "On Mon, 4 May 2026 at 10:00, Desk <desk@velo.example> wrote:\n> How is it?\n"),
    ]
    attached = mail("Eva <eva@gmx.de>", "The lock jams, see the picture.")
    attached.add_attachment(b"x", maintype="image", subtype="png", filename="lock.png")
    closing = "\n\nBest regards\nEva Holm\n\n-- \nThis message is confidential.\n"
    table = [f'"{n}","Dear desk,\n\n{text}{closing}"' for n, text in enumerate(UNKIND)]
    others = ['"8","> How is it?\n> Please write."', '"9","This is an automatic reply. I am out of office."']
    return {
        "box.mbox": b"".join(b"From x Mon May  4 12:00:00 2026\n" + bytes(item) + b"\n" for item in box),
        "attached.eml": bytes(attached),
        "reply.eml": bytes(mail("Ina <ina@gmx.de>", quoted.replace("bell", "horn"))),
        "mails.csv": ("id,Message\n" + "\n".join([*table, *others]) + "\n").encode(),
        "mails2.csv": ("id,Message\n" + "\n".join([*table[:4], *others, *others]) + "\n")
        .replace("Dear", "Hello")
        .encode(),
    }


def people() -> dict[str, str]:
    """Talks, and a table about the people in them."""
    talk = "I: How was {n}?\n\nB: It was fine with {n}, and cold there.\n\nI: And then?\n\nB: Then {n} went home.\n"
    return {f"study/Q{n:02}.txt": talk.format(n=f"number {n}") for n in range(1, 4)} | {
        "study/Q02-later.txt": talk.format(n="a friend"),
        "study/people.csv": "No.;Age;Job\nQ01;34;Nurse\nQ02;51;Joiner\nQ09;20;Cook\n",
        "study2/R01.txt": talk.format(n="a dog"),
        "study2/R02.txt": talk.format(n="a cat"),
        "study2/list.csv": "file;E-mail\nR01.txt;a@b.de\nR02.txt;c@d.de\n",
    }


def write_workbooks(folder: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "First"
    for row in (["Group", "Comment", "Secret"], *([f"G{n}", text, f"s{n}"] for n, text in enumerate(KIND))):
        first.append(row)
    first["A1"].comment = openpyxl.comments.Comment("Asked on paper.", "IK")
    first.column_dimensions["C"].hidden = True
    first.row_dimensions[3].hidden = True
    second = book.create_sheet("Second")
    for row in (["Group", "Stars", "Comment"], *([f"H{n}", n + 1, text] for n, text in enumerate(UNKIND))):
        second.append(row)
    third = book.create_sheet("Third")
    for row in (["Group", "Stars", "Comment"], *([f"I{n}", n + 1, f"{text} Again."] for n, text in enumerate(UNKIND))):
        third.append(row)
    key = book.create_sheet("Key")
    for row in (["Code", "Value"], [1, 2]):
        key.append(row)
    book.create_sheet("Title").append(["A survey of 2026"])
    hidden = book.create_sheet("Old")
    hidden.append(["Comment"])
    hidden.append(["An old one."])
    hidden.sheet_state = "hidden"
    book.save(folder / "book.xlsx")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Visit", None, "Comment"],
        ["City", "Stars", None],
        *([f"J{n}", n + 1, f"{text} There."] for n, text in enumerate(UNKIND)),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:C2")
    book.save(folder / "merged.xlsx")


def write_documents(folder: Path) -> None:
    for n_boxes in (1, 2):
        document = docx.Document()
        for number in range(n_boxes):
            anchor = document.add_paragraph(f"I: How was trip {number} of {n_boxes}?")
            boxed = document.add_paragraph(f"B: The bus {number} did not come.")
            box, picture = OxmlElement("w:txbxContent"), OxmlElement("w:pict")
            box.append(boxed._p)
            picture.append(box)
            anchor.runs[0]._r.append(picture)
        document.add_comment(document.paragraphs[0].runs[0], "ask again")
        document.save(str(folder / f"boxes{n_boxes}.docx"))
    document = docx.Document()
    table = document.add_table(rows=0, cols=3)
    talk = [
        ("Speaker", "Words", "Translation"),
        ("I", "Where was it?", "Wo war es?"),
        ("B", "At the desk.", "Am Tresen."),
    ]
    for cells in [*talk, *(("I", "And then?", "Und dann?"), ("B", "We left soon.", "Wir gingen bald."))]:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.save(str(folder / "table.docx"))
    pages = [[*lines(60, 100, [f"B: Sentence {n} is on the page, no more." for n in range(12)])], []]
    (folder / "empty_page.pdf").write_bytes(pdf(pages))
    columns = [
        *lines(50, 100, [f"left words of the line {n} are here" for n in range(30)]),
        *lines(320, 100, [f"right words of the line {n} are here" for n in range(30)]),
    ]
    (folder / "columns.pdf").write_bytes(pdf([columns, [Word(50, 100, "The end of it all.")]]))


def qdpx() -> bytes:
    """A project of REFI-QDA with a text and a coding."""
    text = "I: Where was it?\n\nB: At the tall desk.\n"
    guid = "11111111-1111-1111-1111-11111111111{}"
    project = f"""<?xml version="1.0" encoding="utf-8"?>
<Project name="x" origin="Coder" xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes>
<Code guid="{guid.format(1)}" name="Desk" isCodable="true"/></Codes></CodeBook><Sources>
<TextSource guid="{guid.format(2)}" name="talk"><PlainTextContent>{text}</PlainTextContent>
<PlainTextSelection guid="{guid.format(3)}" startPosition="18" endPosition="30"><Coding guid="{guid.format(4)}">
<CodeRef targetGUID="{guid.format(1)}"/></Coding></PlainTextSelection></TextSource></Sources></Project>"""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("project.qde", project)
    return stream.getvalue()


def elan() -> str:
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="t{n}" TIME_VALUE="{n * 1000}"/>' for n in range(4))

    def tier(name: str, first: int, words: str, parent: str = "") -> str:
        return (
            f'<TIER TIER_ID="{name}"{parent}><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{first}{name}" '
            f'TIME_SLOT_REF1="t{first}" TIME_SLOT_REF2="t{first + 1}"><ANNOTATION_VALUE>{words}</ANNOTATION_VALUE>'
            "</ALIGNABLE_ANNOTATION></ANNOTATION></TIER>"
        )

    tiers = (
        tier("Ada", 0, "Where was it?")
        + tier("Ben", 2, "At the desk.")
        + tier("de", 2, "Am Tresen.", ' PARENT_REF="Ben"')
    )
    return f'<?xml version="1.0"?><ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>'


def dated_talks() -> dict[str, str]:
    """Talks with a date, lines that nobody says, and a guide with an example of an answer."""
    chat = "".join(f"{{day}}, 12:3{n} - {name}: The tram {n} was late.\n" for n, name in enumerate(("Kim", "Noor") * 2))
    added = "Recording stopped\n\nNote by observer (Falk): points at the door.\n\nChapter 2: Winter (03:12)\n\n"
    guide = "".join(f"I: What about part {n}?\nProbe: Why is that so?\n" for n in range(8))
    return {
        "dated_head.txt": "Date: 2026-01-06\n\n" + TALK.replace("sign", "lamp"),
        "dated_headline.txt": "Interview of 2026-01-07\n\n" + TALK.replace("sign", "bell"),
        "2026-05-09_K3.txt": TALK.replace("sign", "map"),
        "open_date.txt": "Date: 3/4/2026\n\n" + TALK.replace("sign", "step"),
        "added.txt": TALK.replace("sign", "ramp").replace("I: And", f"{added}I: And"),
        "table_in_talk.txt": TALK.replace("sign", "horn").replace(
            "I: And", "| Part | Mark |\n| --- | --- |\n| Bell | 2 |\n\nI: And"
        ),
        "us_chat.txt": chat.format(day="1/2/26"),
        "numbers.txt": "05.05.26, 12:30 - Kim: The lift is broken.\n"
        "05.05.26, 12:40 - +49 1512 0034817: For a week now.\n"
        "05.05.26, 20:15 - +49 1512 0034817 changed to +49 1761 5550923\n"
        "06.05.26, 12:15 - +49 1761 5550923: It works again.\n"
        "06.05.26, 12:20 - Kim: At last.\n",
        "Interview guide.txt": f"Interview guide\n\n{guide}B: They are all very kind people here.\n",
    }


def survey_details() -> dict[str, str]:
    """Tables with trials, tests and unfinished answers, and with columns of which nothing says what they are."""
    texts = [f"{text} On day {n}." for n, text in enumerate(KIND + UNKIND)]
    levels = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
    agreement = "I come for the music. (1 = strongly disagree, 7 = strongly agree)"
    lime = ["id", "submitdate", "lastpage", "startlanguage", "seed", "Q1", "Q2[SQ001]", "Q2[other]"]
    against = [[str(n % 5 + 1), str(5 - n % 5), str(5 - n % 5), text] for n, text in enumerate(texts)]

    def beside(name: str, cells: Sequence[str]) -> str:
        return as_csv([[name, "What was it like?"], *([cell, text] for cell, text in zip(cells, texts, strict=True))])

    return {
        "trials.csv": as_csv(
            [["Group", "Comment"], *([f"T{n % 3}", text] for n, text in enumerate(texts)), ["T1", "Test"]]
        ),
        "sent_again.csv": as_csv(
            [
                ["E-mail", "Comment"],
                *([f"p{n}@post.example", text] for n, text in enumerate([*texts, "test run, please ignore"])),
                ["p1@post.example", texts[1]],
            ]
        ),
        "other_dates.csv": beside("Mietbeginn", [*[f"2026-03-{n + 1:02}" for n in range(6)], *["unclear"] * 4]),
        "against.csv": as_csv([["Monotony rating", "Tasty (5 = best)", "Fresh (5 = best)", "Comment"], *against]),
        "agreement.csv": beside(agreement, [str(n % 7 + 1) for n in range(10)]),
        "rating_like.csv": as_csv(
            [["K4_1", "K4_2", "Comment"], *([str(n % 5 + 1), str((n + 2) % 5 + 1), t] for n, t in enumerate(texts))]
        ),
        "effort_in_words.csv": beside("Getting help took a lot of effort.", [levels[n % 4] for n in range(10)]),
        "testers.csv": as_csv(
            [["lfdn", "tester", "dispcode", "v_9"], *([str(n), str(int(n == 1)), "31", t] for n, t in enumerate(texts))]
        ),
        "unfinished.csv": as_csv(
            [
                lime,
                *(
                    [
                        str(n),
                        f"2026-03-0{n} 09:00:00" if n else "",
                        "3",
                        "de",
                        "99",
                        text,
                        "often" if n % 2 else "no",
                        "",
                    ]
                    for n, text in enumerate(texts)
                ),
            ]
        ),
    }


def correspondence() -> dict[str, str]:
    """Tables of conversations and of mails."""
    talk = "{first}, 0{n}.02.2026 09:11\nDoor {n} jams.\n\n{second}, 0{n}.02.2026 10:00\nWe are coming."
    pairs = (
        ("Ida Lenz", "Uwe Brandt"),
        ("Tom Roth", "Uwe Brandt"),
        ("Eva Kern", "Uwe Brandt"),
        ("Ralf Dorn", "Sven Abel"),
    )
    cells = [talk.format(first=first, second=second, n=n) for n, (first, second) in enumerate(pairs, 1)]
    chats = [
        f"Agent: Hi, what is it?\nVisitor: The coupon {n} fails.\nVisitor: It is in small letters." for n in range(3)
    ]
    chats += ["It was a kind talk about the size guide, and short."]
    authors = [["Ticket", "No.", "Author", "Author type", "Visibility", "Message"]]
    authors += [
        ["V-1", "1", "Hedda Moll", "customer", "public", "The zip jams since the first day."],
        ["V-1", "2", "Kim Bauer", "agent", "public", "How often did you wash it?"],
        ["V-1", "3", "Hedda Moll", "customer", "internal", "Never, it is quite new."],
        ["V-2", "1", "Kurt Adam", "partner", "public", "We send the cloth for it."],
    ]
    nele, ole = ["Nele Harms", "nele@harms.example", "SMTP"], ["Ole Jansen", "ole.jansen@gmx.de", "SMTP"]
    mails = [
        [
            "Subject",
            "Body",
            "From: (Name)",
            "From: (Address)",
            "From: (Type)",
            "To: (Name)",
            "To: (Address)",
            "To: (Type)",
        ],
        ["Hello", "Will you come to the house tomorrow?", *nele, *ole],
        ["Re: Hello", "Yes, but only after six in the evening.", *ole, *nele],
    ]

    def quoted(rows: Sequence[Sequence[str]]) -> str:
        return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)

    return {
        "conversations.csv": quoted([["No", "History"], *([f"{n}", cell] for n, cell in enumerate(cells))]),
        "chats.csv": quoted([["chat_id", "transcript"], *([f"{n}", cell] for n, cell in enumerate(chats))]),
        "authors.csv": quoted(authors),
        "senders.csv": quoted(mails),
    }


def write_code_plan(folder: Path) -> None:
    """A workbook with answers in numbers, and a sheet that says what they mean."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["no", "q1", "q2", "q3"])
    for number, text in enumerate(KIND + UNKIND):
        sheet.append([number, number % 5 + 1, number % 2 + 1, f"{text} At the stop."])
    plan = book.create_sheet("Codebook")
    plan.append(["Variable", "Question", "Coding"])
    plan.append(["q1", "How do you like the stop?", "1 = very good; 2 = good; 3 = so-so; 4 = poor; 5 = very poor"])
    plan.append(["q2", "Do you commute?", "1 = yes; 2 = no"])
    plan.append(["q3", "What should change?", "open"])
    book.save(folder / "coded.xlsx")


def write_legend(folder: Path) -> None:
    """A workbook with a row of hints below the header, and a sheet that explains abbreviations."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["no", "stop", "line", "comment"],
        [None, "1 = very good, 5 = very poor", None, None],
        *([number, number % 5 + 1, "ab", f"{text} On the bus."] for number, text in enumerate(KIND + UNKIND)),
    ):
        sheet.append(row)
    legend = book.create_sheet("Notes")
    for line in ("Line: the one they took", "ab = the airport bus", "9 = not asked"):
        legend.append([line])
    book.save(folder / "legend.xlsx")


def exports_of_programs() -> dict[str, str]:
    """A channel of a chat over two days, tickets of a tracker, and answers with what a program found in them."""
    messages = [
        {
            "type": "message",
            "user": f"U{number % 2}",
            "ts": f"{1772359200 + number}.1",
            "text": text,
            "client_msg_id": "1",
        }
        for number, text in enumerate(["How was the desk?", "Hidden away.", "Who helped?", "A kind man."])
    ]
    messages[1]["text"] += "\n```desk = None```"
    bot = {"type": "message", "user": "U2", "ts": "1772359300.1", "text": "Time to write!", "client_msg_id": "2"}
    users = [
        {"id": f"U{n}", "real_name": name, "is_bot": n == 2} for n, name in enumerate(["Nora Ek", "Piet Lo", "Daily"])
    ]
    comment = "3/Mar/26 9:11 AM;q:1;The handle came off again."
    ticket = ["Handle", "L-1", "Moritz Kuhn", "a:1", "Tilda Voss", "q:1", UNKIND[0], comment]
    header = ["Summary", "Issue key", "Assignee", "Assignee Id", "Reporter", "Reporter Id", "Description", "Comment"]
    own = ["Trial", "L-2", "", "", "Moritz Kuhn", "a:1", "I only try the form for tickets.", ""]
    split = "".join(
        f"Speaker 1  0:{n}0\nHow was desk {n}?\n\nSpeaker 2  0:{n}3\nIt was a desk {n} that\n\n"
        f"Speaker 3  0:{n}6\nhid {n}.\n\n"
        for n in range(1, 5)
    )
    found = [[f"{text} Found", "Desk; Fitting"] for text in KIND]
    return {
        "slack/users.json": json.dumps(users),
        "slack/desk/2026-03-01.json": json.dumps(messages),
        "slack/desk/2026-03-02.json": json.dumps([bot]),
        "split.txt": split,
        "call/call.txt": TALK.replace("I:", "AGENT:").replace("B:", "CUSTOMER:").replace("desk", "berth"),
        **meeting(),
        "tickets.csv": as_csv([header, *([f'"{cell}"' for cell in row] for row in (ticket, own))]),
        "tickets_without_ids.csv": as_csv([[row[n] for n in (0, 1, 6, 7)] for row in
                                           (header, [f'"{cell} now"' for cell in ticket])]),
        "analysed.csv": as_csv([["Comment", "Comment - Topics"], *([f'"{cell}"' for cell in row] for row in found)]),
    }  # fmt: skip


def meeting() -> dict[str, str]:
    """The captions and the chat of a meeting, with a list of people that tells the team from the testers."""
    talk = [("Runa Ostby", "How did you find the ferry?"), ("Edda Lunt", "By the big sign."),
            ("Runa Ostby", "What was missing there?"), ("Edda Lunt", "A roof, it rained on us."),
            ("Runa Ostby", "Who told you about it?"), ("Edda Lunt", "Nobody at all.")]  # fmt: skip
    captions = (f"00:00:0{n}.000 --> 00:00:0{n}.900\n{name}: {words}\n" for n, (name, words) in enumerate(talk, 1))
    chat = [("Runa Ostby to Everyone", "Welcome aboard!"), ("Edda Lunt to Everyone", "The ramp is too steep."),
            ("Tove Rask to Runa Ostby(Direct Message)", "ask about tickets"),
            ("Edda Lunt to Everyone", "And the horn is loud.")]  # fmt: skip
    room = "".join(
        f"02.03.26, 12:3{n} - {name}: The {what} is broken.\n"
        for n, (name, what) in enumerate([("Ulla Frey", "lamp"), ("Jens Holm", "door"), ("Ulla Frey", "lift")])
    )
    return {
        "meeting/talk.vtt": "WEBVTT\n\n" + "\n".join(captions),
        "meeting/talk_chat.txt": "".join(f"12:0{n}:00 From {who}:\n\t{words}\n" for n, (who, words) in enumerate(chat)),
        "room/room.txt": room,
        "room/who.csv": "Name;Role\nUlla Frey;beta tester\nJens Holm;Ferry team\n",
    }


def research_files() -> dict[str, str]:
    """Talks with a head that says who is who, glosses of a transcriber, and tables that somebody keeps."""
    talk = (
        "Speaker 1: What is in the boat house?\n\nSpeaker 2: Two rowing boats and a broken canoe.\n\n"
        "Speaker 1: Do you use it often?\n\nSpeaker 2: Every weekend, but the lock is stuck.\n\n"
    )
    named = talk.replace("Speaker 1", "Ottilie Brandt").replace("Speaker 2", "Kuno Fels")
    sessions = (
        "Interview 1\n\nHilke: Was war schlecht am Kurs?\n\nBodo: Der Raum war stickig.\n\nHilke: Und was noch?\n\n"
        "Bodo: Die Stühle waren hart.\n\nInterview 2\n\nHilke: Erzählen Sie bitte.\n\nCarla: Es zog überall.\n\n"
        "Hilke: Aha.\n\nCarla: Danach war ich erkältet.\n\n"
    )
    remarks = ["PL", "bitte zurückrufen", "Dublette?", "TR", *[""] * 6]
    unsure = [
        "Kundin rief nochmals an",
        "Sonst ist alles sehr schön",
        "Der Kiosk fehlt, leider",
        "Weiter so!",
        *[""] * 6,
    ]
    kept = [[str(n), f"Am Steg {n} stand das Wasser und niemand kam", remark] for n, remark in enumerate(remarks)]
    doubtful = [
        [str(n), answer, remark] for n, (answer, remark) in enumerate(zip(GERMAN_COMPLAINTS, unsure, strict=True))
    ]
    invited = [
        [f"{name} Harmsen", f"0171 55501{n}5", WHY_BOATS[n], "3.5. 10 Uhr" if n < 2 else "", "ja" if n < 2 else "nein"]
        for n, name in enumerate(("Imke", "Tarek", "Wenke", "Piet", "Dagny", "Ruben"))
    ]
    errors = [[str(n), "#NAME?" if n < 3 else f"{text} By boat."] for n, text in enumerate(KIND + UNKIND)]
    return {
        "legend.txt": f"Speaker 1 = Dorle (researcher)\nSpeaker 2 = B4\n\n{talk}",
        "named.txt": f"Interviewer is Ottilie Brandt.\n\n{named}",
        "sessions.txt": sessions,
        "glossed.txt": "I: Was the plan gone?\n\nB: My [DE] Bootsplan [/DE] {plan of boats} was gone.\n",
        "kept.csv": as_csv([["Nr", "Was hat Sie gestört?", "Bemerkungen"], *kept]),
        "doubtful.csv": as_csv([["Nr", "Was hat Sie gestört?", "Anmerkung"], *doubtful]),
        "invited.csv": as_csv([["Name", "Mobil", "Warum möchten Sie mitmachen?", "Termin", "zugesagt"], *invited]),
        "errors.csv": as_csv([["No.", "What was good or bad?"], *errors]),
    }


def write_all(folder: Path) -> None:
    """Write all files into a folder."""
    texts = scales() | dates() | rows() | surveys() | captions() | talks() | people() | {"tiers.eaf": elan()}
    texts |= dated_talks() | survey_details() | correspondence() | exports_of_programs() | research_files()
    data = {name: text.encode() for name, text in texts.items()} | bytes_of_texts() | mails() | {"coded.qdpx": qdpx()}
    for name, content in data.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    write_workbooks(folder)
    write_code_plan(folder)
    write_legend(folder)
    write_documents(folder)
