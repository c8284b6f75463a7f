"""What a file's name says about its one respondent: "Student_W23.txt", "P05a.json".

Only evident parts are taken: a role from a list, and behind a role a letter for the gender with an age of two digits.
A code such as "P05" makes all files of that code in one folder those of one person.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import PurePosixPath

_ROLE = re.compile(
    r"student(?:in)?|studierender?|schüler(?:in)?|professor(?:in)?|prof|lehrer(?:in)?|teacher|lecturer|dozent(?:in)?"
    r"|manager(?:in)?|developer|entwickler(?:in)?|designer(?:in)?|customer|kund(?:e|in)|patient(?:in)?|nurse|pflegekraft"
    r"|arzt|ärztin|doctor|admin|expert(?:e|in)?|novice|anfänger(?:in)?|beginner|parent|eltern|mutter|vater|employee"
    r"|mitarbeiter(?:in)?|trainer(?:in)?|coach|freelancer|founder|gründer(?:in)?|retailer|händler(?:in)?|passenger"
    r"|fahrgast|guest|gast",
    re.I,
)
_GENDERS = {"w": "female", "f": "female", "m": "male", "d": "diverse"}
_PERSON = re.compile(r"([wfmd])[ _-]?(\d{2})", re.I)
_CODE = re.compile(
    r"((?:p|tn|vp|ip|b|r|s|id|participant|teilnehmer(?:in)?|proband(?:in)?|respondent|user)[ _-]?\d{1,4})[a-d]?", re.I
)


def attributes_of(path: str) -> dict[str, str]:
    """Role, gender and age that a file's name plainly tells.

    >>> attributes_of("talks/Student_W23.txt"), attributes_of("Interview 12.txt"), attributes_of("W23.md")
    ({'role': 'student', 'gender': 'female', 'age': '23'}, {}, {})
    """
    parts = [part for part in re.split(r"[\s_.-]+", PurePosixPath(path).stem) if part]
    role = next((part.casefold() for part in parts if _ROLE.fullmatch(part)), "")
    if not role:
        return {}
    found = {"role": role}
    for before, part in pairwise(parts):
        person = _PERSON.fullmatch(part) if before.casefold() == role else None
        if person and int(person[2]) >= 14:
            found |= {"gender": _GENDERS[person[1].casefold()], "age": person[2]}
    return found


def code_of(path: str) -> str:
    """The respondent's code that is the whole name of a file, without a letter for its part; "" when there is none.

    >>> code_of("tests/P05b.json"), code_of("tests/P5.txt"), code_of("Interview 5.txt")
    ('P05', 'P5', '')
    """
    found = _CODE.fullmatch(PurePosixPath(path).stem)
    return found[1] if found else ""
