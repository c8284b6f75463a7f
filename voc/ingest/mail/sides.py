"""The sides of a correspondence: the company, to which most different people write, and everybody else.

A side is a domain, or at a provider for everybody the whole address; where only names are known, the name.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib import resources

_ROLE_WEIGHT = 2
"""How many people an address such as "support@" is worth when the company is looked for."""
_EXCHANGE = "/o="
"""Addresses begin so that Outlook writes for people on the server of the mailbox: they have no domain, but one side."""


def side_of(address: str) -> str:
    """The side of an address or name in lower case.

    >>> side_of("desk@harbour.example"), side_of("ida@gmail.com"), side_of("the desk")
    ('harbour.example', 'ida@gmail.com', 'the desk')
    """
    if address.startswith(_EXCHANGE):
        return _EXCHANGE
    domain = address.partition("@")[2]
    return address if not domain or domain in _lists()["free_domains"] else domain


def is_machine(address: str) -> bool:
    """Whether nobody writes from an address ("noreply@…")."""
    return address.partition("@")[0] in _lists()["of_machines"]


def find_company_side(mails: Iterable[tuple[str, tuple[str, ...]]]) -> frozenset[str]:
    """The side that answers in some mails, given as sender and recipients; empty when unclear."""
    writers: dict[str, set[str]] = defaultdict(set)
    weights: dict[str, int] = defaultdict(int)
    senders: set[str] = set()
    for sender, recipients in mails:
        senders.add(side_of(sender))
        for address in (sender, *recipients):
            if address.partition("@")[0] in _lists()["of_companies"]:
                weights[side_of(address)] = _ROLE_WEIGHT
        for recipient in recipients:
            if side_of(recipient) != side_of(sender):
                writers[side_of(recipient)].add(sender)
    scores = {side: len(writers[side]) + weights[side] for side in writers}
    best, second = [*sorted(scores.values(), reverse=True), 0, 0][:2]
    return frozenset(side for side, score in scores.items() if score == best > second and side in senders)


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = tomllib.loads((resources.files("voc.ingest.mail") / "addresses.toml").read_text("utf-8"))
    return {key: frozenset(value) for key, value in data.items()}
