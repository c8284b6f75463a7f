"""Write a folder of hostile sources: every text has markup, scripts, formulas, control characters or extreme length."""

from __future__ import annotations

import csv
from pathlib import Path

RUN = "window.pwned_{n}=1"
ATTACKS = (
    "<script>{run}</script> the parcel came late",
    "</script><script>{run}</script> and nobody answered",
    "</style><style>*{{display:none!important}}</style> the app crashed",
    "<img src=x onerror={run}> the checkout froze",
    "<svg onload={run}><animate onbegin={run}></svg> too expensive",
    "\"><iframe srcdoc='<script>top.{run}</script>'> refund never arrived",
    '<a href="javascript:{run}">click</a> the shoes do not fit',
    "<form action=https://attack.invalid><input name=q autofocus onfocus={run}></form> returns are a pain",
    "<base href=https://attack.invalid/><link rel=stylesheet href=//attack.invalid/a.css> delivery was slow",
    "<meta http-equiv=refresh content='0;url=https://attack.invalid/'> I waited for weeks",
    "{{{{ 7*7 }}}} {{% include '/etc/passwd' %}} ${{7*7}} #{{7*7}} the hotline is rude",
    "<!--<script>--> {run} //--> ]]> <![CDATA[<b>]]> the size chart is wrong",
    '=HYPERLINK("https://attack.invalid","x") the invoice was wrong',
    "@SUM(1+1)*cmd|' /C calc'!A0 I cannot log in",
    "+1-2 -3 =4 the voucher did not work",
    "[click](javascript:{run}) ![x](https://attack.invalid/a.png) **bold** `code` # head\n---\n| a | b |",
    'graph TD; A-->B; click A href "javascript:{run}" %%{{init: {{}}}}%% : title',
    "\u202e\u2066 the parcel went the wrong way \u2069\u202c \u200f\u061c",
    "the service \u0000 was \u0007 broken \u001b[31m red \ufffe",
    "Z\u0351\u0343\u0350" + "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309" * 40 + " unreadable",
    "😡👩‍👩‍👧‍👦🏳️‍🌈" * 30 + " angry",
    "\ufdfd" * 60 + " ﷽ the page is broken",
    "𒐫" * 80 + " is far too wide",
    "\t\n\r\n\v\f \u2028 \u2029 the form lost my text",
    "&lt;script&gt;{run}&lt;/script&gt; &amp;#60; &#x3c; delivered to the wrong house",
)
"""Hostile texts, each with a complaint. ``{run}`` is a script that sets a numbered variable in the window."""
WORD = 10_000
"""Characters of a long word."""
PEOPLE = 60
"""Respondents of the survey."""


def texts() -> list[str]:
    """Return all hostile texts and some words of `WORD` characters."""
    attacks = [text.format(run=RUN.format(n=number)) for number, text in enumerate(ATTACKS)]
    long = ["A" * WORD, "ß" * WORD + " too slow", "https://attack.invalid/" + "a" * WORD, "👍🏽" * (WORD // 2)]
    return attacks + long


def write_hostile(folder: Path) -> None:
    """Write a survey, reviews and an interview of hostile texts; headers, names and file names are hostile too."""
    folder.mkdir(parents=True, exist_ok=True)
    attacks = texts()
    bad = "<img src=x onerror=window.pwned_name=1>"
    questions = [f"What was bad? {bad}", "What was good? =1+1"]
    (folder / "voc.toml").write_text(f"[columns]\ntext = {questions}\n", encoding="utf-8")
    with (folder / "survey <b onclick=alert(1)>.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", *questions, f"{bad} group"])
        for person in range(PEOPLE):
            second = attacks[(person * 7 + 3) % len(attacks)] + " but I was happy in the end"
            answers = attacks[person % len(attacks)], second
            table.writerow([f"{bad}{person}", *answers, f"{bad} {person % 3}"])
    with (folder / "reviews.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["rating", questions[0]])
        for number, text in enumerate(attacks * 2):
            table.writerow([number % 5 + 1, f"{text} The delivery was terrible and the refund never came."])
    turns = [
        f"Interviewer: What happened with {bad}?\nAnna: {' '.join(text.split())} It was awful." for text in attacks
    ]
    (folder / "interview.txt").write_text("\n".join(turns), encoding="utf-8")
