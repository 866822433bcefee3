"""No text of a customer is anything but text in the desk, as Telegram's own parser finds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.capsule import card
from bot.desk.report import report
from bot.engine.ticket import Entry, Ticket
from bot.gateway.outbound import content
from bot.store.memory import MemoryStore
from tests.desk.office import LIFE
from tests.telegram import entities

pytestmark = pytest.mark.skipif(not entities.TDLIB, reason="needs the package tdjson")
NASTY = st.sampled_from(
    [
        "/claim",
        "@admin",
        "#tag",
        "$USD",
        "https://evil.example.com",
        "evil.com",
        "a@example.com",
        "+31612345678",
        "*b* _i_ `c` ```p```",
        "<b>b</b><a href='tg://user?id=1'>x</a>",
        "[x](tg://user?id=1)",
        "\u202e\u200b\u2066\ufeff\u00ad\u3164",
        "👩‍💻",
        "\n",
        " ",
        "tg://resolve?domain=x",
        "4111 1111 1111 1111",
        "⟨",
    ]
)
WORDS = st.lists(NASTY | st.text(max_size=12), min_size=1, max_size=6).map("".join)
OURS = {"bold", "pre", "code"}


def found_outside(shown: dict[str, Any]) -> list[str]:
    """What Telegram finds by itself in the parts of a message that are not set off."""
    text, marks = entities.formatted(shown["text"], "", shown.get("entities", []))
    assert {mark["type"] for mark in marks} <= OURS
    units = text.encode("utf-16-le")
    set_off = [m for m in marks if m["type"] in ("pre", "code")]
    found = entities.found(text)
    return [
        units[f["offset"] * 2 : (f["offset"] + f["length"]) * 2].decode("utf-16-le")
        for f in found
        if not any(overlap(f, mark) for mark in set_off)
    ]


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two stretches of a text have a part in common."""
    ends = (one["offset"] + one["length"], other["offset"] + other["length"])
    return bool(one["offset"] < ends[1] and other["offset"] < ends[0])


@given(WORDS, WORDS, WORDS, WORDS)
def test_a_capsule_holds_no_markup_of_a_customer(
    note: str, contact: str, time: str, offer: str
) -> None:
    """No mention, command, tag, link, number or address, whatever they type."""
    ticket = Ticket(
        "ACDEFH", "K", "paid", "new", 7, "nl", "imap-ssl", "windows8", (note,), contact, time, note
    )
    assert found_outside(content(*card(LIFE, ticket))) == []
    assert offer is not None


@given(WORDS)
def test_what_a_customer_adds_is_no_markup(words: str) -> None:
    """The same for what they write later."""
    store = MemoryStore()
    ticket = Ticket("ACDEFH", "K", "paid", "new", 7, "nl")
    entry = Entry(1.0, "customer", "chat", "add", "new", "new", words)
    with store.transaction() as transaction:
        report(transaction, -5, LIFE, ticket, entry)
        (run,) = transaction.waiting(9, frozenset())
    shown = run[-1].call["content"]
    assert found_outside(shown) == []


@given(WORDS)
def test_nothing_of_it_is_hidden(words: str) -> None:
    """Characters that turn the text around or are not seen are written out."""
    ticket = Ticket("ACDEFH", "K", "paid", "new", 7, "nl", note=words)
    text = card(LIFE, ticket)[0].plain
    assert all(char == "\n" or char.isprintable() for char in text)


@given(st.text(max_size=4000), st.text(max_size=4000))
def test_a_capsule_always_fits(note: str, offer: str) -> None:
    """However long the texts are, and whatever becomes longer when it is written out."""
    ticket = Ticket(
        "ACDEFH", "K", "paid", "new", 7, "nl", note=note, offer=offer, contact=note, time=offer
    )
    assert len(card(LIFE, ticket)[0].plain) <= 4096
